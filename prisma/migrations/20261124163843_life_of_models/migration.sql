-- CreateTable
CREATE TABLE "model_alias" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_alias_move" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "from_version" TEXT,
    "to_version" TEXT,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "evidence" JSONB,

    CONSTRAINT "model_alias_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_training" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "phase" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "checkpoint" JSONB,
    "version" TEXT,
    "result" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_training_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_schedule" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "frequency_days" INTEGER NOT NULL DEFAULT 7,
    "min_new_samples" INTEGER NOT NULL DEFAULT 100,
    "drift_threshold" DOUBLE PRECISION NOT NULL DEFAULT 0.15,
    "last_checked_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift_report" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "p_value" DOUBLE PRECISION,
    "recommendation" TEXT NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "drift_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_prediction" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "label" INTEGER,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_prediction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "model_alias_workspace_id_model_alias_key" ON "model_alias"("workspace_id", "model", "alias");

-- CreateIndex
CREATE INDEX "model_alias_move_workspace_id_model_at_idx" ON "model_alias_move"("workspace_id", "model", "at");

-- CreateIndex
CREATE INDEX "model_training_workspace_id_model_created_at_idx" ON "model_training"("workspace_id", "model", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "model_schedule_workspace_id_model_key" ON "model_schedule"("workspace_id", "model");

-- CreateIndex
CREATE INDEX "drift_report_workspace_id_model_at_idx" ON "drift_report"("workspace_id", "model", "at");

-- CreateIndex
CREATE INDEX "model_prediction_workspace_id_model_subject_id_idx" ON "model_prediction"("workspace_id", "model", "subject_id");

-- CreateIndex
CREATE INDEX "model_prediction_workspace_id_model_version_resolved_at_idx" ON "model_prediction"("workspace_id", "model", "version", "resolved_at");

-- CreateIndex
CREATE UNIQUE INDEX "model_prediction_workspace_id_model_version_subject_id_key" ON "model_prediction"("workspace_id", "model", "version", "subject_id");

SELECT protect_tenant_table(name) FROM unnest(ARRAY['model_alias', 'model_alias_move', 'model_training', 'model_schedule', 'drift_report', 'model_prediction']::regclass[]) AS name;

-- The version in use becomes the champion. Policies bind the owner too: they are lifted for it.
ALTER TABLE model_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE model_alias NO FORCE ROW LEVEL SECURITY;
ALTER TABLE model_alias_move NO FORCE ROW LEVEL SECURITY;
INSERT INTO model_alias (id, workspace_id, model, alias, version, since)
SELECT gen_random_uuid(), workspace_id, model, 'champion', version, champion_at FROM model_version WHERE champion_at IS NOT NULL AND retired_at IS NULL;
INSERT INTO model_alias_move (id, workspace_id, model, alias, from_version, to_version, at, cause, why, actor, actor_name)
SELECT gen_random_uuid(), workspace_id, model, 'champion', lag(version) OVER (PARTITION BY workspace_id, model ORDER BY champion_at), version, champion_at, 'trained',
  'Put in use when it was trained', 'system:learning', 'Winloop' FROM model_version WHERE champion_at IS NOT NULL;
ALTER TABLE model_version FORCE ROW LEVEL SECURITY;
ALTER TABLE model_alias FORCE ROW LEVEL SECURITY;
ALTER TABLE model_alias_move FORCE ROW LEVEL SECURITY;
DROP INDEX model_version_one_champion;

-- AlterTable
ALTER TABLE "model_version" DROP COLUMN "champion_at",
DROP COLUMN "retired_at",
ADD COLUMN     "code_version" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "comparison" JSONB,
ADD COLUMN     "features" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "parent" TEXT,
ADD COLUMN     "seed" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "window_from" TIMESTAMPTZ(3),
ADD COLUMN     "window_to" TIMESTAMPTZ(3);

-- A version is never changed, and who moved what stays said.
REVOKE UPDATE, DELETE ON model_alias_move FROM app_user;
REVOKE UPDATE ON model_version FROM app_user;
REVOKE UPDATE, DELETE ON drift_report FROM app_user;
-- One training of a model at a time.
CREATE UNIQUE INDEX model_training_one_open ON model_training (workspace_id, model) WHERE status IN ('queued', 'running');
