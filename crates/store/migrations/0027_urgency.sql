-- How urgent a record is beside others of its noun: reports, by the priority of protection. Of those that are there it is read
-- out of their bodies afterwards.
ALTER TABLE records ADD COLUMN urgency BIGINT NOT NULL DEFAULT 0;

CREATE INDEX records_by_urgency ON records (noun, unit, urgency DESC, made_at_us, id);
