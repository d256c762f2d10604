-- The first schema. One text for SQLite and PostgreSQL: BIGINT, TEXT and BYTEA only; whatever is unsigned and 64 bits
-- wide stands as the BIGINT of the same bits; times are microseconds (_us) or nanoseconds (_ns) since 1970 UTC.
-- `entry` is the place in the ledger of the batch that wrote a row last.

CREATE TABLE schema_version (
    version BIGINT NOT NULL
);

CREATE TABLE exhibits (
    id TEXT NOT NULL PRIMARY KEY,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

-- `file` is a file's id: 1 and its SHA-256, 2 and its SHA-1, or 3 and its MD5, the strongest that is known.
CREATE TABLE files (
    file BYTEA NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    mime TEXT NOT NULL,
    kind TEXT NOT NULL,
    md5 BYTEA,
    sha1 BYTEA,
    sha256 BYTEA,
    pdq BYTEA,
    quality BIGINT,
    versions TEXT NOT NULL,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);
CREATE INDEX files_by_md5 ON files (md5) WHERE md5 IS NOT NULL;
CREATE INDEX files_by_sha1 ON files (sha1) WHERE sha1 IS NOT NULL;

-- `turns` holds the eight hashes of the turned and mirrored picture, 32 bytes each, in the order of `Turn::ALL`.
CREATE TABLE fingerprints (
    file BYTEA NOT NULL REFERENCES files (file) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    at_ms BIGINT,
    hash BYTEA NOT NULL,
    quality BIGINT NOT NULL,
    turns BYTEA,
    version TEXT NOT NULL,
    decoder TEXT NOT NULL,
    PRIMARY KEY (file, kind, ordinal)
);

-- `place` sorts by its bytes as places do (see `place.rs`); `depth` is how many archives it stands in.
CREATE TABLE occurrences (
    exhibit TEXT NOT NULL REFERENCES exhibits (id),
    place BYTEA NOT NULL,
    depth BIGINT NOT NULL,
    size BIGINT NOT NULL,
    modified_ns BIGINT,
    changed_ns BIGINT,
    accessed_ns BIGINT,
    created_ns BIGINT,
    device BIGINT NOT NULL,
    inode BIGINT NOT NULL,
    links BIGINT NOT NULL,
    link_target BYTEA,
    file BYTEA REFERENCES files (file),
    marks TEXT NOT NULL,
    problem TEXT,
    container_done BIGINT NOT NULL,
    seen_run BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (exhibit, place)
);
CREATE INDEX occurrences_by_file ON occurrences (file, exhibit);

-- `ordinal` is the order of arrival; `state` is current, superseded or removed.
CREATE TABLE list_versions (
    id TEXT NOT NULL PRIMARY KEY,
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE list_entries (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, list_row)
);

CREATE TABLE list_refused (
    list TEXT NOT NULL REFERENCES list_versions (id),
    ordinal BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, ordinal)
);

CREATE TABLE matches (
    exhibit TEXT NOT NULL REFERENCES exhibits (id),
    file BYTEA NOT NULL,
    ordinal BIGINT NOT NULL,
    list TEXT NOT NULL,
    list_row BIGINT NOT NULL,
    kind TEXT NOT NULL,
    distance BIGINT NOT NULL,
    body TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (exhibit, file, ordinal)
);

CREATE TABLE runs (
    id BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    closed_at_us BIGINT,
    exhibits TEXT NOT NULL,
    lists TEXT NOT NULL,
    settings TEXT NOT NULL,
    record TEXT
);

CREATE TABLE reports (
    sha256 BYTEA NOT NULL,
    path BYTEA NOT NULL,
    size BIGINT NOT NULL,
    run BIGINT NOT NULL REFERENCES runs (id),
    written_at_us BIGINT NOT NULL,
    PRIMARY KEY (sha256, path)
);

-- A body and its salt may be erased one day; the leaf's hash stays, and with it the root.
CREATE TABLE ledger (
    idx BIGINT NOT NULL PRIMARY KEY,
    salt BYTEA,
    body BYTEA,
    leaf_hash BYTEA NOT NULL
);

-- The leaf hashes of a batch's rows, 32 bytes each: with them a single row can be proved under its entry.
CREATE TABLE ledger_rows (
    idx BIGINT NOT NULL PRIMARY KEY REFERENCES ledger (idx),
    leaf_hashes BYTEA NOT NULL
);

CREATE TABLE ledger_frontier (
    only_row BIGINT NOT NULL PRIMARY KEY,
    state BYTEA NOT NULL
);
