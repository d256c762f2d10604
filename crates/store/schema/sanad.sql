-- What all migrations add up to, by name, as the database itself says it. A test compares; the words about columns
-- stand in the migrations.

CREATE TABLE backups (
    id TEXT NOT NULL PRIMARY KEY,
    made_at_us BIGINT NOT NULL,
    -- 'begun', 'made', 'failed', 'destroyed'.
    state TEXT NOT NULL,
    -- JSON: who made it, under which name, until when it is kept, its size and digest.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX backups_by_time ON backups (made_at_us, id);

CREATE TABLE blind_gradings (
    person TEXT NOT NULL,
    file BYTEA NOT NULL,
    unit TEXT NOT NULL,
    sitting TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    -- 1 when they have graded it.
    graded BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, file)
);

CREATE TABLE bound_folder (
    only_row BIGINT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL
);

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

CREATE TABLE case_people (
    person TEXT NOT NULL,
    case_id TEXT NOT NULL,
    until_us BIGINT,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, case_id)
);

CREATE TABLE deputies (
    supervisor TEXT NOT NULL,
    deputy TEXT NOT NULL,
    until_us BIGINT NOT NULL,
    body TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (supervisor, deputy)
);

CREATE INDEX ends_of_link ON link_ends (link);

CREATE TABLE exhibits (
    id TEXT NOT NULL PRIMARY KEY,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX exhibits_by_entry ON exhibits (entry, id);

CREATE TABLE exposure_breaks (
    person TEXT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL
);

CREATE TABLE exposures (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- Sealed under a key of its own: how hard, how long, how often.
    body BYTEA NOT NULL
);

CREATE INDEX exposures_of_person ON exposures (person, at_us, id);

CREATE TABLE files (
    file BYTEA NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    mime TEXT NOT NULL,
    kind TEXT NOT NULL,
    md5 BYTEA,
    sha1 BYTEA,
    sha256 BYTEA,
    pdq BYTEA,
    quality BIGINT,
    versions TEXT NOT NULL,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX files_by_md5 ON files (md5) WHERE md5 IS NOT NULL;

CREATE INDEX files_by_pdq ON files (pdq) WHERE pdq IS NOT NULL;

CREATE INDEX files_by_sha1 ON files (sha1) WHERE sha1 IS NOT NULL;

CREATE TABLE fingerprints (
    file BYTEA NOT NULL REFERENCES files (file) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    at_ms BIGINT,
    hash BYTEA NOT NULL,
    quality BIGINT NOT NULL,
    turns BYTEA,
    version TEXT NOT NULL,
    decoder TEXT NOT NULL,
    PRIMARY KEY (file, kind, ordinal)
);

CREATE INDEX glass_by_time ON break_glass (reviewed, at_us, id);

CREATE INDEX glass_of_person ON break_glass (person, until_us);

CREATE TABLE graded_files (
    file BYTEA NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    -- SHA-256 of the mapping table.
    by_table TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX graded_files_by_state ON graded_files (state, at_us, file);

CREATE INDEX graded_files_by_table ON graded_files (by_table, file);

CREATE TABLE grading_objections (
    file BYTEA NOT NULL,
    ordinal BIGINT NOT NULL,
    -- 'dispute' or 'settlement'.
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (file, ordinal)
);

CREATE TABLE gradings (
    id TEXT NOT NULL PRIMARY KEY,
    file BYTEA NOT NULL,
    at_us BIGINT NOT NULL,
    -- The decision on a stack that it is part of.
    of_stack TEXT,
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger, so that nobody guesses an opinion from it.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX gradings_of_file ON gradings (file, at_us, id);

CREATE INDEX gradings_of_stack ON gradings (of_stack, file) WHERE of_stack IS NOT NULL;

CREATE TABLE gradings_shown (
    person TEXT NOT NULL,
    file BYTEA NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (person, file)
);

CREATE TABLE handling_countries (
    country TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (country, record)
);

CREATE INDEX handling_countries_of_record ON handling_countries (record);

CREATE TABLE handling_excluded (
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    unit TEXT NOT NULL,
    PRIMARY KEY (record, unit)
);

CREATE TABLE handling_named (
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    PRIMARY KEY (record, person)
);

CREATE TABLE handlings (
    record TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    -- JSON: the handling, who said so, when and why.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

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

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    -- Of whoever asked.
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_us BIGINT NOT NULL,
    -- When something about it last changed; every change has a later one.
    changed_us BIGINT NOT NULL,
    -- The exhibit that it is about; empty where it is about none.
    exhibit TEXT NOT NULL,
    -- JSON: who, what, what became of it.
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    -- JSON: how far it has come.
    progress TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX jobs_by_exhibit ON jobs (exhibit);

CREATE INDEX jobs_by_state ON jobs (kind, state, asked_us);

CREATE INDEX jobs_by_unit ON jobs (unit, asked_us);

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

CREATE TABLE kept_answers (
    who TEXT NOT NULL,
    -- Keyed digests: of the key, and of what was asked.
    key_digest BYTEA NOT NULL,
    ask_digest BYTEA NOT NULL,
    begun_us BIGINT NOT NULL,
    -- Until the write was answered, nothing.
    status BIGINT,
    answer BYTEA,
    PRIMARY KEY (who, key_digest)
);

CREATE INDEX kept_answers_by_time ON kept_answers (begun_us);

CREATE INDEX keys_of_record ON record_keys (record);

CREATE TABLE ledger (
    idx BIGINT NOT NULL PRIMARY KEY,
    salt BYTEA,
    body BYTEA,
    leaf_hash BYTEA NOT NULL
, commitment BYTEA);

CREATE TABLE ledger_about (
    -- The id, as the entry writes it.
    about TEXT NOT NULL,
    idx BIGINT NOT NULL,
    -- 1 whoever asked, 2 what it was about, 3 both.
    spoken BIGINT NOT NULL,
    PRIMARY KEY (about, idx)
);

CREATE INDEX ledger_about_of_entry ON ledger_about (idx);

CREATE TABLE ledger_frontier (
    only_row BIGINT NOT NULL PRIMARY KEY,
    state BYTEA NOT NULL
);

CREATE TABLE ledger_rows (
    idx BIGINT NOT NULL PRIMARY KEY REFERENCES ledger (idx),
    leaf_hashes BYTEA NOT NULL
);

CREATE INDEX letters_of_stem ON stem_letters (stem);

CREATE TABLE link_ends (
    record TEXT NOT NULL,
    link TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- 1 while nobody took it back.
    stands BIGINT NOT NULL,
    PRIMARY KEY (record, link)
);

CREATE TABLE list_entries (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, list_row)
);

CREATE TABLE list_frames (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (list, list_row)
);

CREATE TABLE list_handlings (
    list TEXT NOT NULL PRIMARY KEY,
    -- JSON: the handling, who said so, when and why.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE list_refused (
    list TEXT NOT NULL REFERENCES list_versions (id),
    ordinal BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (list, ordinal)
);

CREATE TABLE list_versions (
    id TEXT NOT NULL PRIMARY KEY,
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE lists_rematched (
    list TEXT NOT NULL PRIMARY KEY,
    entry BIGINT NOT NULL
);

CREATE TABLE located_files (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE
);

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

CREATE TABLE match_decisions (
    file BYTEA NOT NULL,
    -- The list's name.
    list TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL, near_bits BIGINT,
    PRIMARY KEY (file, list, ordinal)
);

CREATE INDEX match_decisions_by_list ON match_decisions (list, near_bits, state);

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

CREATE TABLE matches (
    exhibit TEXT NOT NULL REFERENCES exhibits (id),
    file BYTEA NOT NULL,
    ordinal BIGINT NOT NULL,
    list TEXT NOT NULL,
    list_row BIGINT NOT NULL,
    kind TEXT NOT NULL,
    distance BIGINT NOT NULL,
    body TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (exhibit, file, ordinal)
);

CREATE INDEX matches_by_file ON matches (file, exhibit);

CREATE INDEX matches_by_list ON matches (list, exhibit);

CREATE TABLE news (
    id BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    unit TEXT NOT NULL,
    case_id TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The record or file that it is about.
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    read_by TEXT,
    read_at_us BIGINT,
    entry BIGINT NOT NULL
, person TEXT NOT NULL DEFAULT '');

CREATE INDEX news_about ON news (about, id);

CREATE INDEX news_of_case ON news (case_id, id);

CREATE INDEX news_of_person ON news (person, id) WHERE person <> '';

CREATE INDEX news_unread ON news (id) WHERE read_by IS NULL;

CREATE TABLE occurrences (
    exhibit TEXT NOT NULL REFERENCES exhibits (id),
    place BYTEA NOT NULL,
    depth BIGINT NOT NULL,
    size BIGINT NOT NULL,
    modified_ns BIGINT,
    changed_ns BIGINT,
    accessed_ns BIGINT,
    created_ns BIGINT,
    device BIGINT NOT NULL,
    inode BIGINT NOT NULL,
    links BIGINT NOT NULL,
    link_target BYTEA,
    file BYTEA REFERENCES files (file),
    marks TEXT NOT NULL,
    problem TEXT,
    container_done BIGINT NOT NULL,
    seen_run BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (exhibit, place)
);

CREATE INDEX occurrences_by_file ON occurrences (file, exhibit);

CREATE TABLE opt_outs (
    person TEXT NOT NULL PRIMARY KEY,
    -- Sealed under a key of its own: kinds of content, padded to one length.
    body BYTEA NOT NULL
);

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the credential's id: it is one person's.
    credential BYTEA NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- JSON: its name, when it was added and used, whether a copy was seen.
    facts TEXT NOT NULL,
    -- JSON, as whoever verifies signatures writes it: public key, counter, what the device said of itself.
    public_key TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX passkeys_by_user ON passkeys (user_id);

CREATE INDEX people_of_case ON case_people (case_id, person);

CREATE TABLE preferences (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- JSON. Which kinds of content somebody does not look at is not in it: that is sealed.
    body TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE provider_accounts (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- A keyed digest of the provider's address and what it calls somebody: one person's, and read by nobody.
    account BYTEA NOT NULL UNIQUE,
    -- JSON: when it was bound and used.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE record_cases (
    record TEXT NOT NULL,
    case_id TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (record, case_id)
);

CREATE TABLE record_keys (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, key, record)
);

CREATE TABLE record_words (
    word TEXT NOT NULL,
    stem TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (word, record)
);

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
, tlp TEXT NOT NULL DEFAULT 'amber', urgency BIGINT NOT NULL DEFAULT 0);

CREATE INDEX records_by_urgency ON records (noun, unit, urgency DESC, made_at_us, id);

CREATE INDEX records_in_state ON records (noun, state, made_at_us, id);

CREATE INDEX records_of_case ON record_cases (case_id, record);

CREATE INDEX records_of_unit ON records (noun, unit, made_at_us, id);

CREATE TABLE refinements (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    body BYTEA NOT NULL
);

CREATE TABLE reports (
    sha256 BYTEA NOT NULL,
    path BYTEA NOT NULL,
    size BIGINT NOT NULL,
    run BIGINT NOT NULL REFERENCES runs (id),
    written_at_us BIGINT NOT NULL,
    PRIMARY KEY (sha256, path)
);

CREATE TABLE runs (
    id BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    closed_at_us BIGINT,
    exhibits TEXT NOT NULL,
    lists TEXT NOT NULL,
    settings TEXT NOT NULL,
    record TEXT
);

CREATE TABLE schema_version (
    version BIGINT NOT NULL
);

CREATE TABLE sealed (
    record TEXT NOT NULL PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    body BYTEA NOT NULL,
    entry BIGINT NOT NULL
);

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

CREATE TABLE searches (
    person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- 1 when it was for a case that is open.
    in_open_case BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX searches_of_person ON searches (person, at_us);

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

CREATE INDEX second_persons_by_time ON second_persons (at_us, id);

CREATE INDEX second_persons_for ON second_persons (verb, subject, state);

CREATE TABLE series_proposals (
    series TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    file BYTEA NOT NULL,
    state TEXT NOT NULL,
    -- JSON: the member that it is like, how much, and the decision.
    body TEXT NOT NULL,
    -- Chance under the row's hash in the ledger.
    salt BYTEA NOT NULL,
    version BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (series, file)
);

CREATE INDEX series_proposals_of_file ON series_proposals (file);

CREATE TABLE series_to_match (
    id TEXT NOT NULL PRIMARY KEY,
    -- The change that noted it: a later one takes its place, so that a matching that began before does not settle it.
    entry BIGINT NOT NULL
);

CREATE TABLE series_told (
    series TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    file BYTEA NOT NULL,
    -- A case, a unit, or empty for everybody.
    holder TEXT NOT NULL,
    closeness TEXT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (series, file, holder, closeness)
);

CREATE INDEX series_told_of_file ON series_told (file);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the secret.
    secret BYTEA NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- The user's version when it began: a later one closes it.
    user_version BIGINT NOT NULL,
    began_us BIGINT NOT NULL,
    -- When it was last used, to the minute.
    seen_us BIGINT NOT NULL,
    ends_us BIGINT NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE sign_in_failures (
    -- A keyed digest of a login name as it was typed, or of an address: people type passwords into the wrong field.
    subject BYTEA NOT NULL PRIMARY KEY,
    n_failures BIGINT NOT NULL,
    last_us BIGINT NOT NULL
);

CREATE INDEX silences_of_unit ON holding_silences (unit, since_us);

CREATE TABLE stem_letters (
    letters TEXT NOT NULL,
    stem TEXT NOT NULL,
    PRIMARY KEY (letters, stem)
);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the secret.
    secret BYTEA NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    revoked_us BIGINT,
    -- Days since 1970: when it was last used, to the day.
    last_used_day BIGINT,
    -- JSON: name, scope and the rest.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE units (
    id TEXT NOT NULL PRIMARY KEY,
    -- Distinct, for victims' codes begin with it.
    victim_prefix TEXT NOT NULL UNIQUE,
    -- JSON.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE used_challenges (
    -- SHA-256 of the sealed challenge.
    challenge BYTEA NOT NULL PRIMARY KEY,
    ends_us BIGINT NOT NULL
);

CREATE TABLE user_secrets (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- Argon2id in PHC's form: algorithm, costs, salt and hash.
    password TEXT NOT NULL,
    -- The secret of one-time codes, sealed.
    totp BYTEA NOT NULL,
    -- The newest step whose code was used: none works twice.
    totp_step BIGINT NOT NULL,
    -- SHA-256 of the recovery key.
    recovery BYTEA NOT NULL
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES units (id),
    state TEXT NOT NULL,
    -- JSON: display name, roles, version and the rest.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE views (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    version TEXT NOT NULL,
    search TEXT NOT NULL,
    body BYTEA NOT NULL
);

CREATE INDEX words_by_stem ON record_words (stem, record);

CREATE INDEX words_of_record ON record_words (record);
