-- DropIndex
DROP INDEX "job_event_planned_at_idx";

-- AlterTable
ALTER TABLE "job_event" ADD COLUMN     "number" BIGSERIAL NOT NULL,
ADD COLUMN     "run_id" UUID;

-- AlterTable
ALTER TABLE "job_run" ADD COLUMN     "horizon" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "news" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rate_key" TEXT,
ADD COLUMN     "replay_of" UUID,
ADD COLUMN     "singleton_key" TEXT;

-- AlterTable
ALTER TABLE "job_step" ADD COLUMN     "horizon" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "job_wait" (
    "id" UUID NOT NULL,
    "workspace_id" UUID,
    "run_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "event_name" TEXT,
    "expression" TEXT,
    "since" BIGINT NOT NULL DEFAULT 0,
    "child_run_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "result" JSONB,
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_wait_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_throttle" (
    "key" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "job_wait_workspace_id_idx" ON "job_wait"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "job_wait_run_id_step_id_key" ON "job_wait"("run_id", "step_id");

-- CreateIndex
CREATE INDEX "job_event_name_number_idx" ON "job_event"("name", "number");

-- AddForeignKey
ALTER TABLE "job_wait" ADD CONSTRAINT "job_wait_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "job_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Waits are a tenant's; throttles belong to functions and are the runner's alone.
SELECT protect_tenant_table('job_wait');
ALTER TABLE job_throttle ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_throttle FORCE ROW LEVEL SECURITY;
CREATE POLICY door_jobs ON job_wait TO door_jobs USING (true) WITH CHECK (true);
CREATE POLICY door_jobs ON job_throttle TO door_jobs USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON job_wait, job_throttle TO door_jobs;
GRANT USAGE, SELECT ON SEQUENCE job_event_number_seq TO door_jobs;

-- Events are taken in by their number. Of the rest only what is open or set is kept in an index (Prisma's schema cannot say so).
DROP INDEX job_event_unplanned;
CREATE INDEX job_event_unplanned ON job_event (number) WHERE planned_at IS NULL;
CREATE INDEX job_event_sent_by ON job_event (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX job_run_invoked_by ON job_run (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX job_run_rate ON job_run (rate_key, created_at) WHERE rate_key IS NOT NULL;
CREATE INDEX job_run_singleton ON job_run (singleton_key) WHERE singleton_key IS NOT NULL AND finished_at IS NULL;
CREATE INDEX job_run_open_function ON job_run (function_id) WHERE finished_at IS NULL;
CREATE INDEX job_wait_open_event ON job_wait (event_name) WHERE resolved_at IS NULL AND event_name IS NOT NULL;
CREATE INDEX job_wait_open_child ON job_wait (child_run_id) WHERE resolved_at IS NULL AND child_run_id IS NOT NULL;
