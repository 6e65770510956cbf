-- The sample workspace can be removed whole, its append-only rows too; no other workspace can.
--   sample_remover   owns the one function that does it, and sees the workspace in app.workspace only while that is the sample
-- Nobody can sign in as it, and the application reaches it through the function alone.

DO $$
BEGIN
  BEGIN
    CREATE ROLE sample_remover NOLOGIN NOSUPERUSER NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the cluster: another database made it
  END;
  BEGIN
    GRANT sample_remover TO CURRENT_USER;
  EXCEPTION WHEN unique_violation THEN NULL;
  END;
  GRANT USAGE ON SCHEMA public TO sample_remover;
END $$;

CREATE POLICY sample_removal ON workspace TO sample_remover USING (id = current_workspace() AND is_sample);
GRANT SELECT (id, is_sample), DELETE ON workspace TO sample_remover;

-- Lets the sample's rows of a tenant table be removed.
CREATE FUNCTION let_sample_be_removed(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY sample_removal ON %s TO sample_remover USING (workspace_id = (SELECT id FROM workspace WHERE id = current_workspace() AND is_sample))', name);
  EXECUTE format('GRANT SELECT (workspace_id), DELETE ON %s TO sample_remover', name);
END $$;

-- Makes a table a tenant table. Every migration that adds a table with workspace_id calls it; a test walks all tables.
CREATE OR REPLACE FUNCTION protect_tenant_table(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON %s TO app_user USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO app_user', name);
  PERFORM let_sample_be_removed(name);
END $$;

DO $$
DECLARE name regclass;
BEGIN
  FOR name IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attname = 'workspace_id' AND NOT a.attisdropped
  LOOP
    PERFORM let_sample_be_removed(name);
  END LOOP;
END $$;

-- Removes every row of the sample workspace, those that refer to others first. Raises when the workspace is not the sample.
CREATE FUNCTION remove_sample_workspace() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  sample uuid := (SELECT id FROM workspace WHERE id = current_workspace() AND is_sample);
  name regclass;
BEGIN
  IF sample IS NULL THEN
    RAISE EXCEPTION 'Only the sample workspace can be removed.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR name IN
    WITH RECURSIVE tenant AS (
      SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attname = 'workspace_id' AND NOT a.attisdropped
    ), refers AS (
      SELECT DISTINCT conrelid AS child, confrelid AS parent FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid
    ), depth AS (
      SELECT oid, 0 AS d FROM tenant
      UNION
      SELECT r.child, depth.d + 1 FROM depth JOIN refers r ON r.parent = depth.oid WHERE depth.d < 30
    )
    SELECT t.oid::regclass FROM tenant t JOIN depth USING (oid) GROUP BY t.oid ORDER BY max(depth.d) DESC
  LOOP
    EXECUTE format('DELETE FROM %s WHERE workspace_id = $1', name) USING sample;
  END LOOP;
  DELETE FROM workspace WHERE id = sample;
END $$;

-- A function runs with its owner's rights; to own it, a role needs CREATE for that moment.
GRANT CREATE ON SCHEMA public TO sample_remover;
ALTER FUNCTION remove_sample_workspace() OWNER TO sample_remover;
REVOKE CREATE ON SCHEMA public FROM sample_remover;
REVOKE EXECUTE ON FUNCTION remove_sample_workspace() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_sample_workspace() TO app_user;
