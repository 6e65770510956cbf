-- Outcomes that came before their unit was known, looked at again when it is.
CREATE INDEX experiment_outcome_unassigned ON experiment_outcome (experiment_id, unit_id) WHERE disposition = 'unassigned';
-- What the product recorded of a unit by itself, compared with what it sees now.
CREATE INDEX experiment_outcome_product ON experiment_outcome (experiment_id, unit_id) WHERE outcome_id LIKE 'product %';
