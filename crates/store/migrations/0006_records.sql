-- The casebook. One row a record, whatever its noun: what all have in common are columns, by which lists are filtered and
-- need to know is decided; the rest is the noun's own JSON.

CREATE TABLE records (
    -- As people say it: ser_…
    id TEXT NOT NULL PRIMARY KEY,
    noun TEXT NOT NULL,
    -- The unit that owns it.
    unit TEXT NOT NULL,
    -- 'unit': the owner's unit and the people of its cases may see it; 'cases': the people of its cases alone.
    circle TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at_us BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger, so that a body that is erased cannot be guessed from it.
    salt BYTEA NOT NULL,
    -- Counts its changes from 1.
    version BIGINT NOT NULL,
    -- The ledger entry of its last change.
    entry BIGINT NOT NULL
);

CREATE INDEX records_of_unit ON records (noun, unit, made_at_us, id);

CREATE INDEX records_in_state ON records (noun, state, made_at_us, id);

-- Which cases a record, a file or an exhibit stands in. A case stands in itself.
CREATE TABLE record_cases (
    record TEXT NOT NULL,
    case_id TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (record, case_id)
);

CREATE INDEX records_of_case ON record_cases (case_id, record);

-- Who works on which case; with an end, who was let in for a while.
CREATE TABLE case_people (
    person TEXT NOT NULL,
    case_id TEXT NOT NULL,
    until_us BIGINT,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, case_id)
);

CREATE INDEX people_of_case ON case_people (case_id, person);

-- What a record is found by exactly.
CREATE TABLE record_keys (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, key, record)
);

CREATE INDEX keys_of_record ON record_keys (record);

-- Both ends of every link. An end can be a file or an exhibit.
CREATE TABLE link_ends (
    record TEXT NOT NULL,
    link TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- 1 while nobody took it back.
    stands BIGINT NOT NULL,
    PRIMARY KEY (record, link)
);

CREATE INDEX ends_of_link ON link_ends (link);

-- What is sealed under a key of the node: names and contacts of children.
CREATE TABLE sealed (
    record TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    body BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

-- The words of records in their normal form and without endings, and the letters of the latter, three at a time.
CREATE TABLE record_words (
    word TEXT NOT NULL,
    stem TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (word, record)
);

CREATE INDEX words_by_stem ON record_words (stem, record);

CREATE INDEX words_of_record ON record_words (record);

CREATE TABLE stem_letters (
    letters TEXT NOT NULL,
    stem TEXT NOT NULL,
    PRIMARY KEY (letters, stem)
);

CREATE INDEX letters_of_stem ON stem_letters (stem);
