-- CreateTable
CREATE TABLE "prompt_label_move" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "from_version_id" UUID,
    "to_version_id" UUID,
    "reason" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_label_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_replay" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "against_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "deals" INTEGER NOT NULL,
    "cutoff" TIMESTAMPTZ(3),
    "dataset" JSONB NOT NULL DEFAULT '[]',
    "knowledge" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "prompt_replay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_replay_answer" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "replay_id" UUID NOT NULL,
    "deal_id" UUID NOT NULL,
    "arm" TEXT NOT NULL,
    "judged" JSONB NOT NULL,
    "cost_micros" BIGINT,
    "latency_ms" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_replay_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompt_improvement" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "prompt_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "evidence_hash" TEXT,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "provider" TEXT,
    "version_id" UUID,
    "replay_id" UUID,
    "plan_item_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "said" TEXT,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "prompt_improvement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "prompt_label_move_prompt_id_at_idx" ON "prompt_label_move"("prompt_id", "at");

-- CreateIndex
CREATE INDEX "prompt_label_move_workspace_id_idx" ON "prompt_label_move"("workspace_id");

-- CreateIndex
CREATE INDEX "prompt_replay_prompt_id_created_at_idx" ON "prompt_replay"("prompt_id", "created_at");

-- CreateIndex
CREATE INDEX "prompt_replay_workspace_id_idx" ON "prompt_replay"("workspace_id");

-- CreateIndex
CREATE INDEX "prompt_replay_answer_workspace_id_idx" ON "prompt_replay_answer"("workspace_id");

-- CreateIndex
CREATE INDEX "prompt_replay_answer_deal_id_idx" ON "prompt_replay_answer"("deal_id");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_replay_answer_replay_id_deal_id_arm_key" ON "prompt_replay_answer"("replay_id", "deal_id", "arm");

-- CreateIndex
CREATE INDEX "prompt_improvement_prompt_id_created_at_idx" ON "prompt_improvement"("prompt_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_improvement_workspace_id_request_id_key" ON "prompt_improvement"("workspace_id", "request_id");

-- CreateIndex
CREATE INDEX "llm_call_workspace_id_task_prompt_version_idx" ON "llm_call"("workspace_id", "task", "prompt_version");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_version_prompt_id_content_hash_key" ON "prompt_version"("prompt_id", "content_hash");

-- AddForeignKey
ALTER TABLE "prompt_label_move" ADD CONSTRAINT "prompt_label_move_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_replay" ADD CONSTRAINT "prompt_replay_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_replay_answer" ADD CONSTRAINT "prompt_replay_answer_replay_id_fkey" FOREIGN KEY ("replay_id") REFERENCES "prompt_replay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_replay_answer" ADD CONSTRAINT "prompt_replay_answer_deal_id_fkey" FOREIGN KEY ("deal_id") REFERENCES "deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompt_improvement" ADD CONSTRAINT "prompt_improvement_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(name) FROM unnest(ARRAY['prompt_label_move', 'prompt_replay', 'prompt_replay_answer', 'prompt_improvement']::regclass[]) AS name;

-- Append-only for the application: which version answered when is not rewritten, nor what a replayed version said.
REVOKE UPDATE, DELETE ON prompt_label_move FROM app_user;
REVOKE UPDATE, DELETE ON prompt_replay_answer FROM app_user;
-- One replay of a version at a time, however many clicks ask for it.
CREATE UNIQUE INDEX prompt_replay_one_open ON prompt_replay (version_id) WHERE status IN ('queued', 'running');
