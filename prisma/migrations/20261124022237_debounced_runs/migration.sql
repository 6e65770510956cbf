-- AlterTable
ALTER TABLE "job_run" ADD COLUMN     "debounce_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "job_run_debounce_key_key" ON "job_run"("debounce_key");
