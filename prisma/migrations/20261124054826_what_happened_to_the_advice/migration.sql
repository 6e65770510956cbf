-- AlterTable
ALTER TABLE "insight" ADD COLUMN     "acted_result" TEXT,
ADD COLUMN     "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN     "shown_at" TIMESTAMPTZ(3),
ADD COLUMN     "simulated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "win_model_version" TEXT;

-- CreateTable
CREATE TABLE "outcome" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deal_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "improvement_days" DOUBLE PRECISION,
    "expected_minor" BIGINT,
    "final_minor" BIGINT,
    "currency" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "dedupe_key" TEXT NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insight_resolution" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "insight_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "resolution" TEXT NOT NULL,
    "acted_result" TEXT,
    "reason" TEXT NOT NULL,
    "outcome_id" UUID,

    CONSTRAINT "insight_resolution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insight_signal" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "insight_id" UUID NOT NULL,
    "principal" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "simulated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "insight_signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holdout_assignment" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deal_id" UUID NOT NULL,
    "arm" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "owner_id" UUID,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "holdout_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_example" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "insight_id" UUID NOT NULL,
    "deal_id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "snapshot" JSONB NOT NULL,
    "insight" JSONB NOT NULL,
    "feedback" JSONB,
    "outcome" JSONB,
    "label" TEXT,
    "labelled_at" TIMESTAMPTZ(3),
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "prompt_version" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "training_example_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_export" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "format" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "manifest" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "update_request" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "update_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_item" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "change_hash" TEXT NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '[]',
    "expected" JSONB,
    "measured" JSONB,
    "risk" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'proposed',
    "proposed_by" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_by_id" UUID,
    "decision_note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),
    "reverted_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "plan_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "path" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_mute" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_mute_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "outcome_workspace_id_at_idx" ON "outcome"("workspace_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "outcome_deal_id_dedupe_key_key" ON "outcome"("deal_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "insight_resolution_insight_id_at_idx" ON "insight_resolution"("insight_id", "at");

-- CreateIndex
CREATE INDEX "insight_resolution_workspace_id_at_idx" ON "insight_resolution"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "insight_signal_workspace_id_day_idx" ON "insight_signal"("workspace_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "insight_signal_insight_id_principal_kind_day_key" ON "insight_signal"("insight_id", "principal", "kind", "day");

-- CreateIndex
CREATE UNIQUE INDEX "holdout_assignment_deal_id_key" ON "holdout_assignment"("deal_id");

-- CreateIndex
CREATE INDEX "holdout_assignment_workspace_id_assigned_at_idx" ON "holdout_assignment"("workspace_id", "assigned_at");

-- CreateIndex
CREATE UNIQUE INDEX "training_example_insight_id_key" ON "training_example"("insight_id");

-- CreateIndex
CREATE INDEX "training_example_workspace_id_label_labelled_at_idx" ON "training_example"("workspace_id", "label", "labelled_at");

-- CreateIndex
CREATE INDEX "training_example_deal_id_idx" ON "training_example"("deal_id");

-- CreateIndex
CREATE INDEX "training_export_workspace_id_created_at_idx" ON "training_export"("workspace_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "training_export_workspace_id_version_key" ON "training_export"("workspace_id", "version");

-- CreateIndex
CREATE INDEX "update_request_workspace_id_created_at_idx" ON "update_request"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "plan_item_workspace_id_status_created_at_idx" ON "plan_item"("workspace_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "saved_view_workspace_id_place_idx" ON "saved_view"("workspace_id", "place");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_member_id_place_name_key" ON "saved_view"("member_id", "place", "name");

-- CreateIndex
CREATE INDEX "notification_member_id_read_at_created_at_idx" ON "notification"("member_id", "read_at", "created_at");

-- CreateIndex
CREATE INDEX "notification_workspace_id_idx" ON "notification"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_member_id_dedupe_key_key" ON "notification"("member_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "notification_mute_workspace_id_idx" ON "notification_mute"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_mute_member_id_kind_key" ON "notification_mute"("member_id", "kind");

-- CreateIndex
CREATE INDEX "insight_workspace_id_resolution_resolved_at_idx" ON "insight"("workspace_id", "resolution", "resolved_at");

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_deal_id_fkey" FOREIGN KEY ("deal_id") REFERENCES "deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_resolution" ADD CONSTRAINT "insight_resolution_insight_id_fkey" FOREIGN KEY ("insight_id") REFERENCES "insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_signal" ADD CONSTRAINT "insight_signal_insight_id_fkey" FOREIGN KEY ("insight_id") REFERENCES "insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holdout_assignment" ADD CONSTRAINT "holdout_assignment_deal_id_fkey" FOREIGN KEY ("deal_id") REFERENCES "deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_insight_id_fkey" FOREIGN KEY ("insight_id") REFERENCES "insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_deal_id_fkey" FOREIGN KEY ("deal_id") REFERENCES "deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mute" ADD CONSTRAINT "notification_mute_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(name) FROM unnest(ARRAY['outcome', 'insight_resolution', 'insight_signal', 'holdout_assignment', 'training_example', 'training_export', 'update_request', 'plan_item', 'saved_view', 'notification', 'notification_mute']::regclass[]) AS name;

-- Append-only for the application: how an insight was judged is not rewritten.
REVOKE UPDATE, DELETE ON insight_resolution FROM app_user;
-- One request to learn anew at a time, however many clicks ask for it.
CREATE UNIQUE INDEX update_request_one_open ON update_request (workspace_id) WHERE status IN ('open', 'running');
