-- AlterTable
ALTER TABLE "deal_embedding" ADD COLUMN     "deal_version" INTEGER;

-- Whoever closes a deal or opens it again (a person, an import, its undo): at once it is a past to compare with, or none any more.
CREATE FUNCTION deal_embedding_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE deal_embedding SET closed_at = NEW.closed_at WHERE deal_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER deal_embedding_follows AFTER UPDATE OF closed_at ON deal
  FOR EACH ROW WHEN (OLD.closed_at IS DISTINCT FROM NEW.closed_at) EXECUTE FUNCTION deal_embedding_follows();
