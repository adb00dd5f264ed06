"""Of two registrations that overlap one protects: who comes second waits for a decision, whichever way he came.

The lock is the one `queries.standing.one_after_another` takes; names are compared there by their keys, here as written.
"""

from django.db import migrations

ONE = """
CREATE FUNCTION registration_related(a uuid, b uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
  SELECT a IS NULL OR b IS NULL OR EXISTS (
    WITH RECURSIVE up(began, id) AS (
      SELECT c.id, c.id FROM customers_productcategory c WHERE c.id IN (a, b)
      UNION
      SELECT up.began, p.parent_id FROM up JOIN customers_productcategory p ON p.id = up.id
        WHERE p.parent_id IS NOT NULL
    )
    SELECT 1 FROM up WHERE (began = a AND id = b) OR (began = b AND id = a))
$$;
CREATE FUNCTION registration_one_protects() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'active' OR NEW.deleted_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'active' AND OLD.deleted_at IS NULL AND OLD.until IS NOT DISTINCT FROM NEW.until
    AND (OLD.account_id, OLD.category_id, OLD.company, OLD.uscc)
        IS NOT DISTINCT FROM (NEW.account_id, NEW.category_id, NEW.company, NEW.uscc) THEN
    RETURN NEW;
  END IF;
  -- What is there already is written by the UPDATE that follows.
  IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM registration_registration r WHERE r.id = NEW.id) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('registration', 0));
  IF EXISTS (
    SELECT 1 FROM registration_registration r WHERE r.id <> NEW.id AND r.deleted_at IS NULL AND r.state = 'active'
      AND r.until >= NEW.since AND r.since <= NEW.until AND (r.account_id = NEW.account_id OR r.uscc = NEW.uscc
        OR (NEW.account_id IS NULL AND r.account_id IS NULL AND lower(r.company) = lower(NEW.company)))
      AND registration_related(r.category_id, NEW.category_id)
  ) THEN
    IF TG_OP = 'INSERT' THEN
      NEW.state := 'contested';
    ELSE
      RAISE EXCEPTION 'registered by two' USING ERRCODE = 'unique_violation', CONSTRAINT = 'registration_once';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_protects BEFORE INSERT OR UPDATE ON registration_registration
    FOR EACH ROW EXECUTE FUNCTION registration_one_protects();
"""
NONE = """DROP TRIGGER one_protects ON registration_registration;
DROP FUNCTION registration_one_protects();
DROP FUNCTION registration_related(uuid, uuid);"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial")]

    operations = [migrations.RunSQL(ONE, NONE)]
