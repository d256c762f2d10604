-- How far the entry was that somebody decided about, of near claims: a list's page counts by it.
ALTER TABLE match_decisions ADD COLUMN near_bits BIGINT;

-- Of decisions that were made before it was kept: the list's nearest look.
UPDATE match_decisions SET near_bits = (
    SELECT MIN(m.distance) FROM matches m JOIN list_versions v ON v.id = m.list
    WHERE m.file = match_decisions.file AND v.name = match_decisions.list AND m.kind = 'pdq' AND m.body NOT LIKE '%"view":%'
) WHERE body LIKE '%"closeness":"near"%';

CREATE INDEX match_decisions_by_list ON match_decisions (list, near_bits, state);
