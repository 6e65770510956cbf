-- CreateIndex
CREATE INDEX "insight_workspace_id_resolved_at_idx" ON "insight"("workspace_id", "resolved_at");

-- CreateIndex
CREATE INDEX "insight_workspace_id_shown_at_idx" ON "insight"("workspace_id", "shown_at");
