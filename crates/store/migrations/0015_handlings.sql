-- How a record is handled: the colour of TLP 2.0, by which lists are filtered, and what its owner restricts. Without a row
-- in `handlings` it is 'amber' and nothing is restricted.

ALTER TABLE records ADD COLUMN tlp TEXT NOT NULL DEFAULT 'amber';

CREATE TABLE handlings (
    record TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    -- JSON: the handling, who said so, when and why.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

-- Whom red names.
CREATE TABLE handling_named (
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    PRIMARY KEY (record, person)
);

-- Units that must not have it; of countries that must not, every unit of the node.
CREATE TABLE handling_excluded (
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    unit TEXT NOT NULL,
    PRIMARY KEY (record, unit)
);

-- Countries that must not have it: a unit that is opened later is held to them too.
CREATE TABLE handling_countries (
    country TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (country, record)
);

CREATE INDEX handling_countries_of_record ON handling_countries (record);
