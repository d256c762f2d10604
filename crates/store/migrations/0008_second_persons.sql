-- What one person may not do alone, or not without somebody looking at it afterwards.

-- Break-glass: a record or a case that was opened to somebody for a time.
CREATE TABLE break_glass (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    -- The id of the record or case.
    opens TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    -- 1 when somebody else has looked at it.
    reviewed BIGINT NOT NULL,
    -- JSON: the reason and the review with it.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX glass_of_person ON break_glass (person, until_us);

CREATE INDEX glass_by_time ON break_glass (reviewed, at_us, id);

-- Four eyes: what one person asked for, and what another answered.
CREATE TABLE second_persons (
    id TEXT NOT NULL PRIMARY KEY,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX second_persons_for ON second_persons (verb, subject, state);

CREATE INDEX second_persons_by_time ON second_persons (at_us, id);

-- Who may answer in a supervisor's place, and until when.
CREATE TABLE deputies (
    supervisor TEXT NOT NULL,
    deputy TEXT NOT NULL,
    until_us BIGINT NOT NULL,
    body TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (supervisor, deputy)
);
