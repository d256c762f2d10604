-- For what and until when records are kept, what is erased, and who searches how often.

-- Why a record is kept, and until when. A record without a row is kept as long as the rule of its noun allows at first.
CREATE TABLE keepings (
    record TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    -- Days, as 2026-11-22.
    from_on TEXT NOT NULL,
    review_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    -- 1 while an order forbids erasing it.
    held BIGINT NOT NULL,
    -- The law, and who kept it on or held it and why. Of an erased record {}.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX keepings_by_review ON keepings (review_on, record);

-- Searches for persons, handles and numbers: that somebody searched, never for what.
CREATE TABLE searches (
    person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- 1 when it was for a case that is open.
    in_open_case BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX searches_of_person ON searches (person, at_us);

-- That somebody searched often without an open case.
CREATE TABLE search_alerts (
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    last_us BIGINT NOT NULL,
    n_searches BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, since_us)
);

CREATE INDEX search_alerts_by_time ON search_alerts (last_us, person);
