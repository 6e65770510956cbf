-- A deal without an owner is in the sight of those whose list of owners has 'nobody' in it (NOBODY in lib/deals/schema.ts):
-- managers, so that they can hand out what an import could not assign; reps where the workspace says so.
ALTER POLICY sight ON deal
  USING ((SELECT current_setting('app.sight', true) = 'all')
    OR coalesce(owner_id::text, 'nobody') = ANY ((SELECT string_to_array(current_setting('app.sight', true), ','))::text[]));
