"""The history of owners says which rule gave a record to whom."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("haoke.pools.migrations.0004_pools_in_history").AFTER
AFTER = BEFORE
for old, new in (
    (
        "got text := nullif",
        "gave jsonb := coalesce(nullif(current_setting('haoke.given', true), ''), '{}')::jsonb;\n    got text := nullif",
    ),
    ("END, got, who, why\n", "END, CASE WHEN gave ? n.id::text THEN 'by_rule' ELSE got END, who,\n"
     "            coalesce(gave ->> n.id::text, why)\n"),
    ("now(), got, who, why\n", "now(), CASE WHEN gave ? n.id::text THEN 'by_rule' ELSE got END, who,\n"
     "        coalesce(gave ->> n.id::text, why)\n"),
):  # fmt: skip
    AFTER = AFTER.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [("pools", "0004_pools_in_history")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
