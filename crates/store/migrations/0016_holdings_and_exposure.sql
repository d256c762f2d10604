-- Cases whose owner does not want to be named to those who ask who holds a file.
CREATE TABLE holding_silences (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    -- The unit that asked for it: of no force when the case is another's.
    unit TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    -- JSON: who asked and who agreed, when and why.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX silences_of_unit ON holding_silences (unit, since_us);

-- What staff had to look at. It names no ledger entry, and none names it.
CREATE TABLE exposures (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- Sealed under a key of its own: how hard, how long, how often.
    body BYTEA NOT NULL
);

CREATE INDEX exposures_of_person ON exposures (person, at_us, id);

-- When each last took a break.
CREATE TABLE exposure_breaks (
    person TEXT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL
);
