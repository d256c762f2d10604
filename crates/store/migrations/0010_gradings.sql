-- What people say of files: gradings, objections, decisions about matches; and what is news to whom.

-- One opinion of one file. It is never removed; one that was taken back says so in its body.
CREATE TABLE gradings (
    id TEXT NOT NULL PRIMARY KEY,
    file BYTEA NOT NULL,
    at_us BIGINT NOT NULL,
    -- The decision on a stack that it is part of.
    of_stack TEXT,
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger, so that nobody guesses an opinion from it.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX gradings_of_file ON gradings (file, at_us, id);

CREATE INDEX gradings_of_stack ON gradings (of_stack, file) WHERE of_stack IS NOT NULL;

-- Objections to how a file is graded, and how they and disagreements were settled, numbered in their order.
CREATE TABLE grading_objections (
    file BYTEA NOT NULL,
    ordinal BIGINT NOT NULL,
    -- 'dispute' or 'settlement'.
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (file, ordinal)
);

-- How each graded file stands by one table, for queues alone: whoever is shown a standing has it computed anew.
CREATE TABLE graded_files (
    file BYTEA NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    -- SHA-256 of the mapping table.
    by_table TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX graded_files_by_state ON graded_files (state, at_us, file);

CREATE INDEX graded_files_by_table ON graded_files (by_table, file);

-- Who grades which files blind. The files of one sitting stay hidden until the last of them is graded.
CREATE TABLE blind_gradings (
    person TEXT NOT NULL,
    file BYTEA NOT NULL,
    unit TEXT NOT NULL,
    sitting TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    -- 1 when they have graded it.
    graded BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, file)
);

-- Who was shown what others say of a file.
CREATE TABLE gradings_shown (
    person TEXT NOT NULL,
    file BYTEA NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, file)
);

-- Files that look the same, for whatever one says of the one tells of the other.
CREATE INDEX files_by_pdq ON files (pdq) WHERE pdq IS NOT NULL;

CREATE INDEX matches_by_file ON matches (file, exhibit);

CREATE INDEX matches_by_list ON matches (list, exhibit);

-- What people decided about a file and an entry of a list, whichever version brings it.
CREATE TABLE match_decisions (
    file BYTEA NOT NULL,
    -- The list's name.
    list TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (file, list, ordinal)
);

-- List versions that every file has met.
CREATE TABLE lists_rematched (
    list TEXT NOT NULL PRIMARY KEY,
    entry BIGINT NOT NULL
);

-- What those who hold something should know: the people of a case, or of a unit, or everybody where neither is named.
CREATE TABLE news (
    id BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    unit TEXT NOT NULL,
    case_id TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The record or file that it is about.
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    read_by TEXT,
    read_at_us BIGINT,
    entry BIGINT NOT NULL
);

CREATE INDEX news_of_case ON news (case_id, id);

CREATE INDEX news_unread ON news (id) WHERE read_by IS NULL;
