"""A deal of which nobody knows when it opened or closed has no first stay: it did not begin on the day of its import."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("haoke.sales.migrations.0002_stage_history").FORWARD.partition("CREATE TRIGGER")[0]
OLD = """coalesce(n.closed_at, n.opened_at, now()::date)::timestamptz + interval '12 hours'), who
        FROM new_rows n;"""
NEW = """coalesce(n.closed_at, n.opened_at)::timestamptz + interval '12 hours'), who
        FROM new_rows n WHERE coalesce(n.closed_at, n.opened_at) IS NOT NULL;"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0003_one_present_stay")]
    operations = [migrations.RunSQL(BEFORE.replace(OLD, NEW), BEFORE)]
