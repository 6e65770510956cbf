-- DropIndex
DROP INDEX "deal_embedding_vector_id_idx";

-- CreateIndex
CREATE INDEX "deal_embedding_vector_id_workspace_id_idx" ON "deal_embedding"("vector_id", "workspace_id");
