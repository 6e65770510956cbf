-- AlterTable
ALTER TABLE "plan_item" ADD COLUMN     "apply_at" TIMESTAMPTZ(3);
