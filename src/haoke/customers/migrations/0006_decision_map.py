"""What people decide stands in one place: the part they have at an account.

Until now a contact could be marked as a decider, and had a row for each of several roles at an account. Rows of the same
person become one with several roles; a mark becomes the role of a decider at the contact's own account, or a tag where
he has none. All of it is in the Log as a change of the system.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import haoke.core.ids
from haoke.core.access.actor import SYSTEM_ID

ANNOUNCE = """SELECT set_config('haoke.actor', %s, true), set_config('haoke.via', 'system', true),
    set_config('haoke.action', 'decision_map', true), set_config('haoke.change', %s, true),
    set_config('haoke.xid', pg_current_xact_id()::text, true)"""
SAID = "version = p.version + 1, updated_at = now()"
PRESENT = "deleted_at IS NULL AND until IS NULL"
UNITE = f"""
WITH united AS (
    SELECT account_id, contact_id, min(id::text)::uuid AS kept, array_agg(DISTINCT role) AS roles
    FROM customers_accountcontact WHERE {PRESENT} GROUP BY account_id, contact_id
)
UPDATE customers_accountcontact p SET {SAID},
    roles = CASE WHEN p.id = u.kept THEN u.roles ELSE ARRAY[p.role]::text[] END,
    deleted_at = CASE WHEN p.id = u.kept THEN NULL ELSE now() END
FROM united u WHERE u.account_id = p.account_id AND u.contact_id = p.contact_id
    AND p.deleted_at IS NULL AND p.until IS NULL
"""
REST = f"UPDATE customers_accountcontact p SET {SAID}, roles = ARRAY[role]::text[] WHERE roles IS NULL"
DECIDES = f"""UPDATE customers_accountcontact p SET {SAID}, roles = p.roles || ARRAY['decision_maker']
FROM customers_contact c WHERE c.decider AND p.contact_id = c.id AND p.account_id = c.account_id
    AND p.deleted_at IS NULL AND p.until IS NULL AND NOT 'decision_maker' = ANY(p.roles)
"""
MISSING = f"""SELECT c.id, c.account_id, c.owner_id, c.department_id FROM customers_contact c
WHERE c.decider AND c.account_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM customers_accountcontact p
    WHERE p.contact_id = c.id AND p.account_id = c.account_id AND p.{PRESENT.replace("AND ", "AND p.")})
"""
ADD = """INSERT INTO customers_accountcontact
    (id, contact_id, account_id, owner_id, department_id, role, roles, stance, strength, version, custom,
     created_at, updated_at, created_by_id, updated_by_id)
VALUES (%s, %s, %s, %s, %s, 'decision_maker', ARRAY['decision_maker'], 'unknown', 'none', 1, '{}', now(), now(), %s, %s)
"""
TAG = f"""UPDATE customers_contact p SET {SAID}, tags = coalesce(tags, ARRAY[]::text[]) || ARRAY['决策人']
WHERE decider AND account_id IS NULL AND NOT '决策人' = ANY(coalesce(tags, ARRAY[]::text[]))
"""

#: Whoever comes second waits for the account's row, and sees what the first one drew.
TREE = """
CREATE FUNCTION customers_reporting_is_a_tree() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM customers_account a WHERE a.id IN
    (SELECT n.account_id FROM new_rows n WHERE n.kind = 'reports_to' AND n.deleted_at IS NULL)
    ORDER BY a.id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF EXISTS (
    WITH RECURSIVE up(account_id, began, id) AS (
      SELECT n.account_id, n.contact_id, n.to_id FROM new_rows n WHERE n.kind = 'reports_to' AND n.deleted_at IS NULL
      UNION
      SELECT up.account_id, up.began, r.to_id FROM up JOIN customers_contactrelation r
        ON r.account_id = up.account_id AND r.contact_id = up.id AND r.kind = 'reports_to' AND r.deleted_at IS NULL
    )
    SELECT 1 FROM up WHERE began = id
  ) THEN
    RAISE EXCEPTION 'reporting in a circle' USING ERRCODE = 'check_violation', CONSTRAINT = 'contactrelation_loop';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reporting_drawn AFTER INSERT ON customers_contactrelation REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION customers_reporting_is_a_tree();
CREATE TRIGGER reporting_changed AFTER UPDATE ON customers_contactrelation REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION customers_reporting_is_a_tree();
"""
NO_TREE = """DROP TRIGGER reporting_drawn ON customers_contactrelation;
DROP TRIGGER reporting_changed ON customers_contactrelation;
DROP FUNCTION customers_reporting_is_a_tree()"""


def carry_over(_apps, editor):
    """One part a person and account, with all roles."""
    with editor.connection.cursor() as cursor:
        cursor.execute(ANNOUNCE, [str(SYSTEM_ID), str(haoke.core.ids.uuid7())])
        for statement in (UNITE, REST, DECIDES):
            cursor.execute(statement)
        cursor.execute(MISSING)
        rows = [[haoke.core.ids.uuid7(), *row, SYSTEM_ID, SYSTEM_ID] for row in cursor.fetchall()]
        cursor.executemany(ADD, rows)
        cursor.execute(TAG)
        cursor.execute("SELECT set_config('haoke.actor', '', true), set_config('haoke.xid', '', true)")
        # What is still to be checked would forbid the changes of the tables that follow.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_account_uscc"),
        ("identity", "0013_wording"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactRelation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=haoke.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(editable=False, max_length=40, null=True, verbose_name="Number")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="Created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="Updated")),
                ("deleted_at", models.DateTimeField(editable=False, null=True, verbose_name="Deleted")),
                ("kind", models.CharField(default="reports_to", max_length=40)),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="Note")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="accountcontact",
            name="accountcontact_once",
        ),
        migrations.AddField(
            model_name="accountcontact",
            name="known_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="accountcontact",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="accountcontact",
            name="stance",
            field=models.CharField(default="unknown", max_length=40),
        ),
        migrations.AddField(
            model_name="accountcontact",
            name="strength",
            field=models.CharField(default="none", max_length=40),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="accountcontact",
            name="role",
        ),
        migrations.RemoveField(
            model_name="contact",
            name="decider",
        ),
        migrations.AddConstraint(
            model_name="accountcontact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("until", None)),
                fields=("account", "contact"),
                name="accountcontact_present",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.account",
                verbose_name="Account",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.contact",
                verbose_name="Who",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="identity.user",
                verbose_name="Created by",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.department",
                verbose_name="Department",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.user",
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.contact",
                verbose_name="Whom",
            ),
        ),
        migrations.AddField(
            model_name="contactrelation",
            name="updated_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="identity.user",
                verbose_name="Updated by",
            ),
        ),
        migrations.AddIndex(
            model_name="contactrelation",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="contactrelation_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="contactrelation",
            index=models.Index(
                models.F("owner"),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="contactrelation_owned",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrelation",
            constraint=models.UniqueConstraint(fields=("number",), name="contactrelation_number"),
        ),
        migrations.AddConstraint(
            model_name="contactrelation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("account", "contact", "to", "kind"),
                name="contactrelation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrelation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("kind", "reports_to")),
                fields=("account", "contact"),
                name="contactrelation_superior",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact", models.F("to")), _negated=True), name="contactrelation_others"
            ),
        ),
        migrations.RunSQL(TREE, NO_TREE),
    ]
