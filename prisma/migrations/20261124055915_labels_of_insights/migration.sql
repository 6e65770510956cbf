-- CreateTable
CREATE TABLE "insight_label" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "insight_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "simulated" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "insight_label_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "insight_label_workspace_id_simulated_created_at_idx" ON "insight_label"("workspace_id", "simulated", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "insight_label_insight_id_source_key" ON "insight_label"("insight_id", "source");

-- AddForeignKey
ALTER TABLE "insight_label" ADD CONSTRAINT "insight_label_insight_id_fkey" FOREIGN KEY ("insight_id") REFERENCES "insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table('insight_label');
-- A label that was counted is not taken back: an answer that changes changes the example, not the count.
REVOKE UPDATE, DELETE ON insight_label FROM app_user;

-- Labels given before they were counted count as old: nothing is learnt anew from them by itself.
ALTER TABLE insight_label NO FORCE ROW LEVEL SECURITY;
ALTER TABLE feedback NO FORCE ROW LEVEL SECURITY;
INSERT INTO insight_label (id, workspace_id, insight_id, source, at, created_at)
SELECT gen_random_uuid(), workspace_id, insight_id, principal, created_at, created_at FROM feedback WHERE kind IS NOT NULL OR stars IS NOT NULL;
ALTER TABLE insight_label FORCE ROW LEVEL SECURITY;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
