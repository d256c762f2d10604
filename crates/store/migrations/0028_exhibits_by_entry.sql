-- Exhibits are listed as they came: those examined last first.
CREATE INDEX exhibits_by_entry ON exhibits (entry, id);
