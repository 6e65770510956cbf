-- AlterTable
ALTER TABLE "feedback" ADD COLUMN     "arms" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "insight" ADD COLUMN     "arms" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "outcome" ADD COLUMN     "arms" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "experiment" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hypothesis" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "allocation" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "subject_key" TEXT NOT NULL,
    "layer" TEXT NOT NULL,
    "traffic" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "slice_from" DOUBLE PRECISION,
    "plan" JSONB NOT NULL,
    "salt" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 1,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "start_at" TIMESTAMPTZ(3),
    "stop_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "winner_id" UUID,
    "learnings" TEXT,
    "created_by" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "levels" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "payload" JSONB NOT NULL,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "experiment_id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "variant_id" UUID NOT NULL,
    "segment" TEXT NOT NULL DEFAULT '',
    "pre" JSONB,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "exposed_at" TIMESTAMPTZ(3) NOT NULL,
    "folded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("experiment_id","unit_id")
);

-- CreateTable
CREATE TABLE "experiment_outcome" (
    "experiment_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "outcome_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "denominator" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "disposition" TEXT,

    CONSTRAINT "experiment_outcome_pkey" PRIMARY KEY ("experiment_id","metric","outcome_id")
);

-- CreateTable
CREATE TABLE "experiment_unit" (
    "experiment_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "total" DOUBLE PRECISION NOT NULL,
    "denominator" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "experiment_unit_pkey" PRIMARY KEY ("experiment_id","metric","unit_id")
);

-- CreateTable
CREATE TABLE "experiment_cohort" (
    "experiment_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "variant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "segment" TEXT NOT NULL DEFAULT '',
    "workspace_id" UUID NOT NULL,
    "n" INTEGER NOT NULL DEFAULT 0,
    "sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "sum_squares" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "den_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "den_sum_squares" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "cross_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "pre_n" INTEGER NOT NULL DEFAULT 0,
    "pre_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "pre_sum_squares" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "pre_cross" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "experiment_cohort_pkey" PRIMARY KEY ("experiment_id","metric","variant_id","day","epoch","segment")
);

-- CreateTable
CREATE TABLE "experiment_weights" (
    "experiment_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "weights" JSONB NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "experiment_weights_pkey" PRIMARY KEY ("experiment_id","epoch")
);

-- CreateTable
CREATE TABLE "experiment_tally" (
    "experiment_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "disposition" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "experiment_tally_pkey" PRIMARY KEY ("experiment_id","metric","disposition")
);

-- CreateTable
CREATE TABLE "experiment_decision" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "statistics" JSONB,

    CONSTRAINT "experiment_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "experiment_workspace_id_status_idx" ON "experiment"("workspace_id", "status");

-- CreateIndex
CREATE INDEX "experiment_workspace_id_created_at_idx" ON "experiment"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "variant_workspace_id_idx" ON "variant"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "variant_experiment_id_key_key" ON "variant"("experiment_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "variant_experiment_id_position_key" ON "variant"("experiment_id", "position");

-- CreateIndex
CREATE INDEX "assignment_workspace_id_unit_id_idx" ON "assignment"("workspace_id", "unit_id");

-- CreateIndex
CREATE INDEX "experiment_outcome_workspace_id_idx" ON "experiment_outcome"("workspace_id");

-- CreateIndex
CREATE INDEX "experiment_unit_workspace_id_idx" ON "experiment_unit"("workspace_id");

-- CreateIndex
CREATE INDEX "experiment_cohort_workspace_id_idx" ON "experiment_cohort"("workspace_id");

-- CreateIndex
CREATE INDEX "experiment_weights_workspace_id_idx" ON "experiment_weights"("workspace_id");

-- CreateIndex
CREATE INDEX "experiment_tally_workspace_id_idx" ON "experiment_tally"("workspace_id");

-- CreateIndex
CREATE INDEX "experiment_decision_experiment_id_at_idx" ON "experiment_decision"("experiment_id", "at");

-- CreateIndex
CREATE INDEX "experiment_decision_workspace_id_idx" ON "experiment_decision"("workspace_id");

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_outcome" ADD CONSTRAINT "experiment_outcome_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_unit" ADD CONSTRAINT "experiment_unit_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_cohort" ADD CONSTRAINT "experiment_cohort_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_weights" ADD CONSTRAINT "experiment_weights_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_tally" ADD CONSTRAINT "experiment_tally_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_decision" ADD CONSTRAINT "experiment_decision_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(name) FROM unnest(ARRAY['experiment', 'variant', 'assignment', 'experiment_outcome', 'experiment_unit', 'experiment_cohort', 'experiment_weights', 'experiment_tally', 'experiment_decision']::regclass[]) AS name;

-- The ledger is not rewritten, nor is it said afterwards that a unit had another variant.
REVOKE UPDATE, DELETE ON experiment_decision FROM app_user;
REVOKE UPDATE, DELETE ON experiment_weights FROM app_user;
-- What folding has not looked at yet.
CREATE INDEX experiment_outcome_pending ON experiment_outcome (experiment_id) WHERE disposition IS NULL;
CREATE INDEX assignment_not_folded ON assignment (experiment_id) WHERE NOT folded;
