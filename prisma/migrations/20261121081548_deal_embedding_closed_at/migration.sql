-- DropIndex
DROP INDEX "deal_embedding_vector_id_workspace_id_idx";

-- AlterTable
ALTER TABLE "deal_embedding" ADD COLUMN     "closed_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "deal_embedding_vector_id_workspace_id_closed_at_deal_id_idx" ON "deal_embedding"("vector_id", "workspace_id", "closed_at", "deal_id");
