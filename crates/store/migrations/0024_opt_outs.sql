-- What each user does not want to be offered. It names no ledger entry, and none names it.

CREATE TABLE opt_outs (
    person TEXT NOT NULL PRIMARY KEY,
    -- Sealed under a key of its own: kinds of content, padded to one length.
    body BYTEA NOT NULL
);
