-- How lists are handled, by name, whichever their version. Without a row a list is 'amber' and nothing is restricted.

CREATE TABLE list_handlings (
    list TEXT NOT NULL PRIMARY KEY,
    -- JSON: the handling, who said so, when and why.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);
