-- Listed videos: the frames of an entry, so that a match can say from when to when. `body` holds times and hashes
-- (casework::listed_frames), nothing to look at; the entry's other facts stand in list_entries.
CREATE TABLE list_frames (
    list TEXT NOT NULL REFERENCES list_versions (id),
    list_row BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (list, list_row)
);
