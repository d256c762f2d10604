-- Passkeys, and which challenges were answered.

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

-- A challenge is handed out sealed and stands nowhere; once it was answered it stands here until its time is over.
CREATE TABLE used_challenges (
    -- SHA-256 of the sealed challenge.
    challenge BYTEA NOT NULL PRIMARY KEY,
    ends_us BIGINT NOT NULL
);
