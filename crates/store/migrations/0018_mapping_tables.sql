-- Tables that units propose and approve, by which categories are computed.

CREATE TABLE mapping_tables (
    -- Of the text, in hexadecimal.
    sha256 TEXT NOT NULL PRIMARY KEY,
    scheme TEXT NOT NULL,
    version TEXT NOT NULL,
    -- JSON: the text, who proposed it, who approved and who withdrew it.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL,
    UNIQUE (scheme, version)
);
