-- Matches that are held back, by a person or until one decides. One that was released says so in its body.
CREATE TABLE match_stops (
    id BIGINT NOT NULL PRIMARY KEY,
    -- What is held back, as the body says it.
    target TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);
