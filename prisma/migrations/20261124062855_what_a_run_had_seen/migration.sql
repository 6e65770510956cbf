-- AlterTable
ALTER TABLE "job_run" ADD COLUMN     "seen" BIGINT NOT NULL DEFAULT 0;
