"""The history of owners looks at the stays of what has moved, not at all there are: an update took 85 ms at a million."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("haoke.pools.migrations.0005_given_by_rules").AFTER
CHANGED = "(n.owner_id IS DISTINCT FROM o.owner_id OR n.pool_id IS DISTINCT FROM o.pool_id)"
JOINED = "FROM new_rows n JOIN old_rows o ON o.id = n.id"
AFTER = BEFORE
# A table joined to transition tables is read whole while nested loops are off; an array of ids goes by its index.
for old, new in (
    ("    who uuid :=", "    moved uuid[];\n    who uuid :="),
    (
        "USING old_rows o WHERE e.record = o.id AND",
        "WHERE e.record = ANY(ARRAY(SELECT o.id FROM old_rows o)) AND",
    ),
    (
        f"    UPDATE pools_ownership e SET until = greatest(e.since, now())\n    {JOINED}\n"
        f"    WHERE e.record = n.id AND e.object = TG_ARGV[0] AND e.until IS NULL AND {CHANGED};",
        f"    moved := ARRAY(SELECT n.id {JOINED} WHERE {CHANGED});\n"
        "    IF moved = '{}' THEN RETURN NULL; END IF;\n"
        "    UPDATE pools_ownership e SET until = greatest(e.since, now())\n"
        "    WHERE e.record = ANY(moved) AND e.object = TG_ARGV[0] AND e.until IS NULL;",
    ),
):
    AFTER = AFTER.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [("pools", "0005_given_by_rules")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
