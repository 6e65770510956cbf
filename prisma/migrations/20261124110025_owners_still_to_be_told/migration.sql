-- AlterTable
ALTER TABLE "deal" ADD COLUMN     "attention_owed" BOOLEAN NOT NULL DEFAULT false;

-- Looked for at the end of each run: few rows at any time.
CREATE INDEX "deal_attention_owed_idx" ON "deal" ("workspace_id") WHERE "attention_owed";
