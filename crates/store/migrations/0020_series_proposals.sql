-- What is to be matched because it changed: a series, or an exhibit that files came with.
CREATE TABLE series_to_match (
    id TEXT NOT NULL PRIMARY KEY,
    -- The change that noted it: a later one takes its place, so that a matching that began before does not settle it.
    entry BIGINT NOT NULL
);

-- Files that may belong to a series, and what was decided about each.
CREATE TABLE series_proposals (
    series TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    file BYTEA NOT NULL,
    state TEXT NOT NULL,
    -- JSON: the member that it is like, how much, and the decision.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (series, file)
);

CREATE INDEX series_proposals_of_file ON series_proposals (file);

-- Who has been told of which file and series, so that nobody is told twice.
CREATE TABLE series_told (
    series TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    file BYTEA NOT NULL,
    -- A case, a unit, or empty for everybody.
    holder TEXT NOT NULL,
    closeness TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (series, file, holder, closeness)
);

CREATE INDEX series_told_of_file ON series_told (file);

-- Exhibits that were there before meet the series that were there before.
INSERT INTO series_to_match (id, entry) SELECT id, entry FROM exhibits;
