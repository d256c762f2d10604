-- Work that takes longer than an answer, in the order in which it was asked for.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    -- Of whoever asked.
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_us BIGINT NOT NULL,
    -- When something about it last changed; every change has a later one.
    changed_us BIGINT NOT NULL,
    -- The exhibit that it is about; empty where it is about none.
    exhibit TEXT NOT NULL,
    -- JSON: who, what, what became of it.
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    -- JSON: how far it has come.
    progress TEXT NOT NULL,
    entry BIGINT NOT NULL
);
CREATE INDEX jobs_by_exhibit ON jobs (exhibit);
CREATE INDEX jobs_by_state ON jobs (kind, state, asked_us);
CREATE INDEX jobs_by_unit ON jobs (unit, asked_us);
