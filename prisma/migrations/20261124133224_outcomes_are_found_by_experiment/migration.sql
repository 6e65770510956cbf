-- DropForeignKey
ALTER TABLE "experiment_unit" DROP CONSTRAINT "experiment_unit_experiment_id_fkey";

-- DropIndex
DROP INDEX "experiment_outcome_workspace_id_idx";

-- DropIndex
DROP INDEX "experiment_unit_workspace_id_idx";
