-- Tenancy is enforced here: see docs/decisions/002-tenancy.md.
--   app_user            everything of one workspace, the one in app.workspace; nothing without it
--   door_auth           sign-in, sessions and key look-up        door_jobs          outbox and job runner
--   door_webhook        which workspace a webhook belongs to     door_intelligence  workspaces that consented to share
-- None can sign in by itself, none owns a table, none may bypass row-level security.

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['app_user', 'door_auth', 'door_jobs', 'door_webhook', 'door_intelligence'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the cluster: another database made it
    END;
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
  END LOOP;
END $$;

CREATE FUNCTION current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.workspace', true), '')::uuid $$;

-- Makes a table a tenant table. Every migration that adds a table with workspace_id calls it; a test walks all tables.
CREATE FUNCTION protect_tenant_table(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON %s TO app_user USING (workspace_id = current_workspace()) WITH CHECK (workspace_id = current_workspace())', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO app_user', name);
END $$;

DO $$
DECLARE name regclass;
BEGIN
  FOR name IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attname = 'workspace_id' AND NOT a.attisdropped
  LOOP
    PERFORM protect_tenant_table(name);
  END LOOP;
END $$;

-- The workspace itself: its id is the workspace.
ALTER TABLE workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON workspace TO app_user USING (id = current_workspace()) WITH CHECK (id = current_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON workspace TO app_user;

-- Append-only for the application.
REVOKE UPDATE, DELETE ON audit_event FROM app_user;
REVOKE UPDATE, DELETE ON prompt_version FROM app_user;
REVOKE UPDATE, DELETE ON feedback_change FROM app_user;

-- A rep sees their own deals, a manager the team's: app.sight is 'all' or a list of owners. Unset shows nothing.
CREATE POLICY sight ON deal AS RESTRICTIVE FOR SELECT TO app_user
  USING (current_setting('app.sight', true) = 'all' OR owner_id::text = ANY (string_to_array(current_setting('app.sight', true), ',')));

-- People and sessions belong to no workspace: nobody but the sign-in door sees them.
ALTER TABLE user_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_account FORCE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
ALTER TABLE password_reset ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_reset FORCE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt FORCE ROW LEVEL SECURITY;
ALTER TABLE job_cron ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_cron FORCE ROW LEVEL SECURITY;

-- Door: sign-in and key look-up.
CREATE POLICY door_auth ON user_account TO door_auth USING (true) WITH CHECK (true);
CREATE POLICY door_auth ON session TO door_auth USING (true) WITH CHECK (true);
CREATE POLICY door_auth ON password_reset TO door_auth USING (true) WITH CHECK (true);
CREATE POLICY door_auth ON sign_in_attempt TO door_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON user_account, session, password_reset TO door_auth;
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO door_auth;
CREATE POLICY door_auth ON workspace FOR SELECT TO door_auth USING (true);
GRANT SELECT (id, slug, name, currency, timezone, is_sample, settings) ON workspace TO door_auth;
CREATE POLICY door_auth ON member TO door_auth USING (true) WITH CHECK (true);
GRANT SELECT (id, workspace_id, user_id, name, email, role, team_id, removed_at) ON member TO door_auth;
GRANT UPDATE (user_id, name, email, role, team_id, removed_at) ON member TO door_auth;
GRANT INSERT (id, workspace_id, user_id, name, email, role, team_id) ON member TO door_auth;
CREATE POLICY door_auth ON invitation TO door_auth USING (true) WITH CHECK (true);
GRANT SELECT ON invitation TO door_auth;
GRANT UPDATE (accepted_at) ON invitation TO door_auth;
CREATE POLICY door_auth ON api_key TO door_auth USING (true) WITH CHECK (true);
GRANT SELECT (id, workspace_id, name, hash, role, expires_at, last_used_at, revoked_at) ON api_key TO door_auth;
GRANT UPDATE (last_used_at) ON api_key TO door_auth;

-- Door: outbox and job runner.
CREATE POLICY door_jobs ON outbox_event TO door_jobs USING (true) WITH CHECK (true);
CREATE POLICY door_jobs ON job_event TO door_jobs USING (true) WITH CHECK (true);
CREATE POLICY door_jobs ON job_run TO door_jobs USING (true) WITH CHECK (true);
CREATE POLICY door_jobs ON job_step TO door_jobs USING (true) WITH CHECK (true);
CREATE POLICY door_jobs ON job_cron TO door_jobs USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_event, job_event, job_run, job_step, job_cron TO door_jobs;
CREATE POLICY door_jobs ON workspace FOR SELECT TO door_jobs USING (true);
GRANT SELECT (id, slug) ON workspace TO door_jobs;

-- Door: webhook routing. Opens onto the receiving addresses when the first webhook exists; until then only names workspaces.
CREATE POLICY door_webhook ON workspace FOR SELECT TO door_webhook USING (true);
GRANT SELECT (id, slug) ON workspace TO door_webhook;

-- Door: intelligence over consenting workspaces.
CREATE POLICY door_intelligence ON workspace FOR SELECT TO door_intelligence USING (consent_at IS NOT NULL);
GRANT SELECT (id, consent_at) ON workspace TO door_intelligence;

-- Invariants that Prisma's schema cannot say.
CREATE UNIQUE INDEX insight_run_one_active ON insight_run (deal_id) WHERE status IN ('queued', 'running');
CREATE UNIQUE INDEX model_version_one_champion ON model_version (workspace_id, model) WHERE champion_at IS NOT NULL AND retired_at IS NULL;
CREATE UNIQUE INDEX insight_open_once ON insight (deal_id, dedupe_key) WHERE superseded_at IS NULL AND resolution = 'pending';
CREATE INDEX embedding_vector_hnsw ON embedding_vector USING hnsw (vector vector_cosine_ops);
