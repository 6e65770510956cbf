-- Home asks which deals were scored in the last week; without the time in the index that reads every score of the workspace.

-- DropIndex
DROP INDEX "deal_score_workspace_id_idx";

-- CreateIndex
CREATE INDEX "deal_score_workspace_id_at_idx" ON "deal_score"("workspace_id", "at");
