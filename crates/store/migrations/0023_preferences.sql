-- How each user wants to read and look.

CREATE TABLE preferences (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    -- JSON. Which kinds of content somebody does not look at is not in it: that is sealed.
    body TEXT NOT NULL,
    entry BIGINT NOT NULL
);
