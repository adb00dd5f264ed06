"""What the database itself keeps watch over: the stamp of rights, the last administrator, and trees without circles."""

from django.db import migrations

ARRANGING = (
    "identity_user",
    "identity_department",
    "identity_role",
    "identity_team",
    "identity_teammember",
)

# Each change of people or rights adds one to the sum of weights and folds in the rows nobody else is folding: the table
# stays as small as the number of writers at once, nobody waits, and two committed states never have the same sum.
STAMP = """
CREATE FUNCTION identity_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (
        DELETE FROM identity_stamp WHERE id IN (SELECT id FROM identity_stamp FOR UPDATE SKIP LOCKED) RETURNING weight
    )
    INSERT INTO identity_stamp (weight) SELECT coalesce(sum(weight), 0) + 1 FROM gone;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER stamped AFTER INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION identity_stamped();\n"
    for table in ARRANGING
)

ADMINISTRATORS = """SELECT 1 FROM {user} u JOIN {role} r ON r.id = ANY(u.roles)
    WHERE u.state = 'active' AND u.deleted_at IS NULL AND r.code = 'administrator' AND r.deleted_at IS NULL"""
NOW = {"user": "identity_user", "role": "identity_role"}


def _keeper(part: str) -> str:
    """Function and triggers that refuse to take the last administrator away by way of one table."""
    had = ADMINISTRATORS.format(**{**NOW, part: "old_rows"})
    left = ADMINISTRATORS.format(**NOW)
    return f"""
CREATE FUNCTION identity_keep_administrator_{part}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({had}) THEN
        -- Two changes at once that each leave the other's administrator: the second sees what the first has done.
        PERFORM pg_advisory_xact_lock(hashtext('haoke.last_administrator'));
        IF NOT EXISTS ({left}) THEN
            RAISE EXCEPTION 'the last administrator' USING ERRCODE = '23514', CONSTRAINT = 'last_administrator';
        END IF;
    END IF;
    RETURN NULL;
END $$;
""" + "".join(
        f"CREATE TRIGGER keep_administrator_{event} AFTER {event} ON {NOW[part]} REFERENCING OLD TABLE AS old_rows"
        f" FOR EACH STATEMENT EXECUTE FUNCTION identity_keep_administrator_{part}();\n"
        for event in ("update", "delete")
    )


def _tree(table: str, column: str) -> str:
    """Function and trigger that refuse a circle in a tree."""
    return f"""
CREATE FUNCTION {table}_tree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.{column} UNION SELECT t.{column} FROM {table} t JOIN above a ON t.id = a.id
        ) SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a circle in {table}' USING ERRCODE = '23514', CONSTRAINT = '{table}_circle';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tree AFTER INSERT OR UPDATE OF {column} ON {table} FOR EACH ROW WHEN (NEW.{column} IS NOT NULL)
    EXECUTE FUNCTION {table}_tree();
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_people")]

    operations = [
        migrations.RunSQL(STAMP),
        *(migrations.RunSQL(_keeper(part)) for part in NOW),
        migrations.RunSQL(_tree("identity_user", "manager_id") + _tree("identity_department", "parent_id")),
    ]
