-- Altered copies: the views of a picture, so that a changed list is asked without reading the picture again. `search` is
-- the code of the search they were taken for; `body` holds hashes and codes (casework::views), nothing to look at.
CREATE TABLE views (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    version TEXT NOT NULL,
    search TEXT NOT NULL,
    body BYTEA NOT NULL
);
