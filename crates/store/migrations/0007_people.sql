-- Units and users, what they sign in with, what they have open, and how often somebody failed to.
-- Secrets stand here only as digests, or sealed under a key that is not in the database.

CREATE TABLE units (
    id TEXT NOT NULL PRIMARY KEY,
    -- Distinct, for victims' codes begin with it.
    victim_prefix TEXT NOT NULL UNIQUE,
    -- JSON.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
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

-- Apart from users, so that no list of users reads them.
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

CREATE TABLE sign_in_failures (
    -- A keyed digest of a login name as it was typed, or of an address: people type passwords into the wrong field.
    subject BYTEA NOT NULL PRIMARY KEY,
    n_failures BIGINT NOT NULL,
    last_us BIGINT NOT NULL
);
