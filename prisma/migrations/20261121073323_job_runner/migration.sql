-- DropIndex
DROP INDEX "job_run_function_id_concurrency_key_status_idx";

-- DropIndex
DROP INDEX "job_run_status_due_at_idx";

-- DropIndex
DROP INDEX "job_step_status_wake_at_idx";

-- AlterTable
ALTER TABLE "job_cron" DROP CONSTRAINT "job_cron_pkey",
ADD CONSTRAINT "job_cron_pkey" PRIMARY KEY ("function_id", "cron");

-- AlterTable
ALTER TABLE "job_run" DROP COLUMN "concurrency_key",
DROP COLUMN "lease_until",
ADD COLUMN     "interruptions" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lane" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "job_step" ADD COLUMN     "seq" INTEGER;

-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN     "claimed_until" TIMESTAMPTZ(3);

-- The runner's reading paths touch unfinished rows only, however long the history grows (partial indexes: Prisma's schema cannot say them).
CREATE INDEX job_run_open_lane ON job_run (lane, due_at, id) WHERE finished_at IS NULL;
CREATE INDEX job_run_open_due ON job_run (due_at) WHERE finished_at IS NULL;
CREATE INDEX job_event_unplanned ON job_event (received_at) WHERE planned_at IS NULL;
CREATE INDEX outbox_event_unsent ON outbox_event (created_at) WHERE sent_at IS NULL;
