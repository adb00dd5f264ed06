"""Who is disabled or put into the bin loses sessions, keys and open links at once and for good, by whatever way.

On the way back too: one opened while the other transaction was not done yet must not come to life.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION identity_shut_out() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM identity_session WHERE user_id = NEW.id;
  DELETE FROM identity_apikey WHERE user_id = NEW.id;
  DELETE FROM identity_token WHERE user_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER shut_out AFTER UPDATE ON identity_user FOR EACH ROW
WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR (OLD.state = 'disabled') <> (NEW.state = 'disabled'))
EXECUTE FUNCTION identity_shut_out();
"""
BACKWARD = "DROP TRIGGER shut_out ON identity_user; DROP FUNCTION identity_shut_out()"


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_company_unnamed")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
