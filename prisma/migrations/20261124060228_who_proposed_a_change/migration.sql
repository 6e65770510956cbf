-- AlterTable
ALTER TABLE "plan_item" ADD COLUMN     "proposed_by_id" UUID;

-- The same change is on the table once, however many propose it at the same time.
CREATE UNIQUE INDEX plan_item_one_open ON plan_item (workspace_id, change_hash) WHERE status IN ('proposed', 'approved');
