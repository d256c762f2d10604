-- Who at a provider of sign-ins is which user.

CREATE TABLE provider_accounts (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- A keyed digest of the provider's address and what it calls somebody: one person's, and read by nobody.
    account BYTEA NOT NULL UNIQUE,
    -- JSON: when it was bound and used.
    facts TEXT NOT NULL,
    entry BIGINT NOT NULL
);
