-- Of which records, files and people the entries of the ledger speak; and news for one person.

-- Made of the entries' bodies, and gone with them. The program fills it for the entries before it.
CREATE TABLE ledger_about (
    -- The id, as the entry writes it.
    about TEXT NOT NULL,
    idx BIGINT NOT NULL,
    -- 1 whoever asked, 2 what it was about, 3 both.
    spoken BIGINT NOT NULL,
    PRIMARY KEY (about, idx)
);

CREATE INDEX ledger_about_of_entry ON ledger_about (idx);

-- Empty for what is news to several.
ALTER TABLE news ADD COLUMN person TEXT NOT NULL DEFAULT '';

CREATE INDEX news_of_person ON news (person, id) WHERE person <> '';
