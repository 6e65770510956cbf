-- AlterTable
ALTER TABLE "model_prediction" ADD COLUMN     "against" TEXT,
ADD COLUMN     "against_probability" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "model_version" ADD COLUMN     "holdout" JSONB;
