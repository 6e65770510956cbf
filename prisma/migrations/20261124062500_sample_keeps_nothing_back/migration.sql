-- In a workspace to look around in no advice is kept back (lib/holdout); new samples are made so.
-- Policies bind the owner too, who sees no workspace here: they are lifted for this statement.
ALTER TABLE workspace NO FORCE ROW LEVEL SECURITY;

UPDATE workspace SET settings = coalesce(settings, '{}'::jsonb) || '{"heldOutShare": 0}'::jsonb WHERE is_sample AND NOT jsonb_exists(coalesce(settings, '{}'::jsonb), 'heldOutShare');

ALTER TABLE workspace FORCE ROW LEVEL SECURITY;
