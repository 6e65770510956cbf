-- AlterTable
ALTER TABLE "insight_run" ADD COLUMN     "arms" JSONB NOT NULL DEFAULT '[]';

-- What the product recorded of a unit, for the next look at it; what programs report is not in it.
CREATE INDEX experiment_outcome_of_product ON experiment_outcome (experiment_id, unit_id) WHERE outcome_id LIKE 'product %';
