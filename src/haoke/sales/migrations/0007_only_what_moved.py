"""The stage history looks at the stays of deals that have moved, not at all there are."""

from importlib import import_module

from django.db import migrations

former = import_module("haoke.sales.migrations.0004_unknown_beginnings")
BEFORE = former.BEFORE.replace(former.OLD, former.NEW)
JOINED = "FROM new_rows n JOIN old_rows o ON o.id = n.id"
AFTER = BEFORE
for old, new in (
    ("    who uuid :=", "    moved uuid[];\n    who uuid :="),
    (
        "    UPDATE sales_stageentry e SET",
        f"    moved := ARRAY(SELECT n.id {JOINED} WHERE n.stage_id <> o.stage_id);\n"
        "    IF moved = '{}' THEN RETURN NULL; END IF;\n    UPDATE sales_stageentry e SET",
    ),
    (
        f"    {JOINED}\n    WHERE e.opportunity_id = n.id AND e.left_at IS NULL AND e.deleted_at IS NULL AND n.stage_id <> o.stage_id;",
        "    WHERE e.opportunity_id = ANY(moved) AND e.left_at IS NULL AND e.deleted_at IS NULL;",
    ),
):
    AFTER = AFTER.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [("sales", "0006_public_pools")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
