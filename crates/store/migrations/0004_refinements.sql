-- Views whose margins were moved towards one listed look, for the file they are of. `body` holds hashes and codes
-- (casework::views), nothing to look at; they go with the views they began from.
CREATE TABLE refinements (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE,
    body BYTEA NOT NULL
);
