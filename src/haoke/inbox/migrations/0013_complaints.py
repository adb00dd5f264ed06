"""Complaints are open, in hand or solved; those there are take their state from whether they are done."""

from __future__ import annotations

from django.db import migrations, models

import haoke.core.ids
from haoke.core.access.actor import SYSTEM_ID

ANNOUNCE = """SELECT set_config('haoke.actor', %s, true), set_config('haoke.via', 'system', true),
    set_config('haoke.action', 'complaints', true), set_config('haoke.change', %s, true),
    set_config('haoke.xid', pg_current_xact_id()::text, true)"""
STATES = """UPDATE inbox_activity SET version = version + 1, updated_at = now(),
    handling = CASE WHEN done THEN 'solved' ELSE 'open' END WHERE kind = 'complaint' AND handling IS NULL"""


def carry_over(_apps, editor):
    """The Log tells it as a change of the system."""
    with editor.connection.cursor() as cursor:
        cursor.execute(ANNOUNCE, [str(SYSTEM_ID), str(haoke.core.ids.uuid7())])
        cursor.execute(STATES)
        cursor.execute("SELECT set_config('haoke.actor', '', true), set_config('haoke.xid', '', true)")
        # What is still to be checked would forbid the changes of the tables that follow.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0014_visit_settings"),
        ("inbox", "0012_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="handling",
            field=models.CharField(blank=True, max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="solution",
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="taken_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="In hand since"),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("due"),
                condition=models.Q(("deleted_at", None), ("done", False), ("kind", "complaint")),
                name="activity_complaint",
            ),
        ),
    ]
