-- AlterTable
ALTER TABLE "feedback" ADD COLUMN     "accuracy" TEXT,
ADD COLUMN     "acted_at" TIMESTAMPTZ(3);


-- What was acted on before carries the time at which that was said; an insight that was answered had been seen by then.
-- Policies bind the owner too, who sees no workspace here: they are lifted for these statements.
ALTER TABLE feedback NO FORCE ROW LEVEL SECURITY;
ALTER TABLE insight NO FORCE ROW LEVEL SECURITY;

UPDATE feedback SET acted_at = updated_at WHERE jsonb_typeof(acted_on) = 'object';
UPDATE insight i SET shown_at = f.first FROM (SELECT insight_id, min(created_at) AS first FROM feedback GROUP BY insight_id) f WHERE f.insight_id = i.id AND i.shown_at IS NULL;

ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
ALTER TABLE insight FORCE ROW LEVEL SECURITY;
