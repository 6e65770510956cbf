-- AlterTable
ALTER TABLE "insight_run" ADD COLUMN     "requested_by_id" UUID;
