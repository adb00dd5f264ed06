"""The history of owners says in which pool a record stands, or out of which it came."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("haoke.pools.migrations.0002_kept_by_the_database").FUNCTION
CHANGED = "n.owner_id IS DISTINCT FROM o.owner_id"
AFTER = BEFORE
for old, new in (
    ("owner, since, how, by, reason)", "owner, pool, since, how, by, reason)"),
    ("n.owner_id, now(), got", "n.owner_id, coalesce(n.pool_id, o.pool_id), now(), got"),
    ("n.owner_id,\n            CASE", "n.owner_id, n.pool_id,\n            CASE"),
    (CHANGED, f"({CHANGED} OR n.pool_id IS DISTINCT FROM o.pool_id)"),
    ("WHEN act = 'assign' THEN 'assigned'", "WHEN act = 'assign' THEN 'assigned' WHEN act = 'claim' THEN 'claimed'"),
    (
        "IF act IN ('undo'",
        "why := coalesce(nullif(current_setting('haoke.ownership_reason', true), ''), why);\n    IF act IN ('undo'",
    ),
):
    AFTER = AFTER.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [
        ("pools", "0003_pools"),
        ("customers", "0007_public_pools"),
        ("sales", "0006_public_pools"),
    ]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
