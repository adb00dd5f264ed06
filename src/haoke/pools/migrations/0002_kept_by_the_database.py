"""The database keeps who has had a record, so that no way of writing can forget it; nothing else may write there."""

from django.db import migrations

OBJECTS = {"account": "customers_account", "lead": "sales_lead"}

# Argument: the object's key. Whoever knows better than the name of the action how it was obtained sets haoke.obtained;
# whoever brings records that are older than today (the demo) sets haoke.owned_since to 'created'.
FUNCTION = """
CREATE OR REPLACE FUNCTION pools_keep_ownership() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_nestloop = off AS $$
DECLARE
    act text := coalesce(current_setting('haoke.action', true), '');
    who uuid := nullif(current_setting('haoke.actor', true), '')::uuid;
    why text := coalesce(current_setting('haoke.reason', true), '');
    got text := nullif(current_setting('haoke.obtained', true), '');
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM pools_ownership e USING old_rows o WHERE e.record = o.id AND e.object = TG_ARGV[0];
        RETURN NULL;
    END IF;
    -- The reason of an import is the file's name, that of undoing the id of what is undone: nobody's words.
    IF act IN ('undo', 'import') THEN why := ''; END IF;
    got := coalesce(got, CASE WHEN act = 'undo' THEN 'undone' WHEN act = 'import' THEN 'imported'
        WHEN TG_OP = 'INSERT' THEN 'created' WHEN act = 'assign' THEN 'assigned'
        WHEN act LIKE 'hand\\_over%' THEN 'handed_over' ELSE 'transferred' END);
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pools_ownership (object, record, owner, since, how, by, reason)
        SELECT TG_ARGV[0], n.id, n.owner_id,
            CASE WHEN current_setting('haoke.owned_since', true) = 'created' THEN n.created_at ELSE now() END, got, who, why
        FROM new_rows n;
        RETURN NULL;
    END IF;
    UPDATE pools_ownership e SET until = greatest(e.since, now())
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE e.record = n.id AND e.object = TG_ARGV[0] AND e.until IS NULL AND n.owner_id IS DISTINCT FROM o.owner_id;
    INSERT INTO pools_ownership (object, record, owner, since, how, by, reason)
    SELECT TG_ARGV[0], n.id, n.owner_id, now(), got, who, why
    FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.owner_id IS DISTINCT FROM o.owner_id;
    RETURN NULL;
END $$;
"""
# Inside a trigger of a record table the depth is two by the time this one is asked.
GUARD = """
CREATE OR REPLACE FUNCTION pools_only_by_trigger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the history of owners is kept by the database alone' USING ERRCODE = 'HK001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ownership_guard BEFORE INSERT OR UPDATE OR DELETE ON pools_ownership
    FOR EACH STATEMENT EXECUTE FUNCTION pools_only_by_trigger();
"""
TRIGGERS = """
CREATE TRIGGER ownership_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pools_keep_ownership('{key}');
CREATE TRIGGER ownership_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pools_keep_ownership('{key}');
CREATE TRIGGER ownership_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pools_keep_ownership('{key}');
"""
# The clock of what is there already begins now: nobody is to lose records on the night recording begins.
PRESENT = """
INSERT INTO pools_ownership (object, record, owner, since, how, reason)
SELECT '{key}', id, owner_id, now(), 'begun', '' FROM {table};
"""
DROP = "".join(f"DROP TRIGGER ownership_{what} ON {{table}};" for what in ("insert", "update", "delete"))


def for_all(text: str) -> str:
    return "".join(text.format(key=key, table=table) for key, table in OBJECTS.items())


class Migration(migrations.Migration):
    dependencies = [("pools", "0001_ownership"), ("customers", "0001_initial"), ("sales", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FUNCTION + for_all(PRESENT) + GUARD + for_all(TRIGGERS),
            for_all(DROP)
            + "DROP TRIGGER ownership_guard ON pools_ownership; DROP FUNCTION pools_only_by_trigger();"
            + "DROP FUNCTION pools_keep_ownership(); DELETE FROM pools_ownership;",
        )
    ]
