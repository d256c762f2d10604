-- Tables that units propose and approve, by which categories are computed.

CREATE TABLE mapping_tables (
    -- Of the text, in hexadecimal.
    sha256 TEXT NOT NULL PRIMARY KEY,
    scheme TEXT NOT NULL,
    version TEXT NOT NULL,
    -- JSON: the text, who proposed it, who approved it.
    body TEXT NOT NULL,
    entry BIGINT NOT NULL,
    UNIQUE (scheme, version)
);
