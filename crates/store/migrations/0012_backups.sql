-- Which folder this database belongs to, and which copies were made of everything.

-- The mark that stands in the folder too: a database that was swapped for another one is noticed. It is in no backup.
CREATE TABLE bound_folder (
    only_row BIGINT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL
);

CREATE TABLE backups (
    id TEXT NOT NULL PRIMARY KEY,
    made_at_us BIGINT NOT NULL,
    -- 'begun', 'made', 'failed', 'destroyed'.
    state TEXT NOT NULL,
    -- JSON: who made it, under which name, until when it is kept, its size and digest.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX backups_by_time ON backups (made_at_us, id);
