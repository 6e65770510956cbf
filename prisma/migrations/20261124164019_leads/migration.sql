-- CreateEnum
CREATE TYPE "lead_state" AS ENUM ('new', 'working', 'qualified', 'converted', 'disqualified');

-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "state" "lead_state" NOT NULL DEFAULT 'new',
    "lead_at" TIMESTAMPTZ(3),
    "source" TEXT,
    "company" TEXT,
    "owner_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "deal_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "lead_score" DOUBLE PRECISION,
    "lead_low" DOUBLE PRECISION,
    "lead_high" DOUBLE PRECISION,
    "lead_scored_at" TIMESTAMPTZ(3),
    "lead_model_version" TEXT,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_change" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_name" TEXT NOT NULL,
    "simulated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "lead_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_score" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,
    "base_rate" DOUBLE PRECISION NOT NULL,
    "n" INTEGER NOT NULL,
    "drivers" JSONB NOT NULL,
    "model_version" TEXT NOT NULL,
    "cause" TEXT NOT NULL,

    CONSTRAINT "lead_score_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "lead_deal_id_key" ON "lead"("deal_id");

-- CreateIndex
CREATE INDEX "lead_workspace_id_state_lead_score_idx" ON "lead"("workspace_id", "state", "lead_score");

-- CreateIndex
CREATE INDEX "lead_workspace_id_state_lead_at_idx" ON "lead"("workspace_id", "state", "lead_at");

-- CreateIndex
CREATE INDEX "lead_workspace_id_owner_id_state_idx" ON "lead"("workspace_id", "owner_id", "state");

-- CreateIndex
CREATE INDEX "lead_change_lead_id_at_idx" ON "lead_change"("lead_id", "at");

-- CreateIndex
CREATE INDEX "lead_change_workspace_id_idx" ON "lead_change"("workspace_id");

-- CreateIndex
CREATE INDEX "lead_score_lead_id_at_idx" ON "lead_score"("lead_id", "at");

-- CreateIndex
CREATE INDEX "lead_score_workspace_id_at_idx" ON "lead_score"("workspace_id", "at");

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_id_fkey" FOREIGN KEY ("id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_deal_id_fkey" FOREIGN KEY ("deal_id") REFERENCES "deal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_change" ADD CONSTRAINT "lead_change_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_score" ADD CONSTRAINT "lead_score_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(name) FROM unnest(ARRAY['lead', 'lead_change', 'lead_score']::regclass[]) AS name;

-- What happened to a lead is not rewritten.
REVOKE UPDATE ON lead_change FROM app_user;
REVOKE UPDATE ON lead_score FROM app_user;

-- Whose leads are in sight follows the deals': an owner's. One without an owner is there for whoever takes it, so everybody in the workspace sees it.
CREATE POLICY sight ON lead AS RESTRICTIVE FOR SELECT TO app_user
  USING ((SELECT current_setting('app.sight', true) = 'all')
    OR owner_id::text = ANY ((SELECT string_to_array(current_setting('app.sight', true), ','))::text[])
    OR (owner_id IS NULL AND (SELECT current_setting('app.sight', true) <> '')));

