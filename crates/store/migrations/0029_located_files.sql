-- Files whose camera says where they were made: an exhibit's map shows them, and they are few beside all others.
CREATE TABLE located_files (
    file BYTEA NOT NULL PRIMARY KEY REFERENCES files (file) ON DELETE CASCADE
);
INSERT INTO located_files SELECT file FROM files WHERE facts LIKE '%"position":{%';
