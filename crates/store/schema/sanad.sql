-- What all migrations add up to, by name, as the database itself says it. A test compares; the words about columns
-- stand in the migrations.

CREATE TABLE exhibits (
    id TEXT NOT NULL PRIMARY KEY,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

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

CREATE TABLE ledger (
    idx BIGINT NOT NULL PRIMARY KEY,
    salt BYTEA,
    body BYTEA,
    leaf_hash BYTEA NOT NULL
, commitment BYTEA);

CREATE TABLE ledger_frontier (
    only_row BIGINT NOT NULL PRIMARY KEY,
    state BYTEA NOT NULL
);

CREATE TABLE ledger_rows (
    idx BIGINT NOT NULL PRIMARY KEY REFERENCES ledger (idx),
    leaf_hashes BYTEA NOT NULL
);

CREATE TABLE list_entries (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, list_row)
);

CREATE TABLE list_frames (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (list, list_row)
);

CREATE TABLE list_refused (
    list TEXT NOT NULL REFERENCES list_versions (id),
    ordinal BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, ordinal)
);

CREATE TABLE list_versions (
    id TEXT NOT NULL PRIMARY KEY,
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
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

CREATE TABLE refinements (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    body BYTEA NOT NULL
);

CREATE TABLE reports (
    sha256 BYTEA NOT NULL,
    path BYTEA NOT NULL,
    size BIGINT NOT NULL,
    run BIGINT NOT NULL REFERENCES runs (id),
    written_at_us BIGINT NOT NULL,
    PRIMARY KEY (sha256, path)
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

CREATE TABLE schema_version (
    version BIGINT NOT NULL
);

CREATE TABLE views (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    version TEXT NOT NULL,
    search TEXT NOT NULL,
    body BYTEA NOT NULL
);
