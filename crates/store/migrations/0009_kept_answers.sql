-- Answers to writes that may be sent again: what was asked under which key, and what was answered, sealed. Nothing of a
-- case is remembered here, and nothing for longer than a day.
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
