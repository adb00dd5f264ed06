"""The database keeps where every tag of a record comes from and when it ends, so that no way of writing can forget it."""

from django.db import migrations

OBJECTS = {
    "account": "customers_account",
    "contact": "customers_contact",
    "lead": "sales_lead",
    "opportunity": "sales_opportunity",
}

# Argument: the object's key. Whoever knows better than the name of the action sets haoke.tag_source.
FUNCTION = """
CREATE OR REPLACE FUNCTION labels_keep_tags() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_nestloop = off AS $$
DECLARE
    moved uuid[];
    act text := coalesce(current_setting('haoke.action', true), '');
    who uuid := nullif(current_setting('haoke.actor', true), '')::uuid;
    src text := coalesce(nullif(current_setting('haoke.tag_source', true), ''), CASE WHEN act = 'import' THEN 'imported'
        WHEN current_setting('haoke.via', true) = 'labels' THEN 'rule'
        WHEN act = 'undo' THEN 'undone' WHEN act = 'merge' THEN 'merged' ELSE 'hand' END);
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM labels_standing s WHERE s.record = ANY(ARRAY(SELECT o.id FROM old_rows o)) AND s.object = TG_ARGV[0];
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- Ids go by the index; a table joined to transition tables is read whole while nested loops are off, and with
        -- them on, the plan of a single row would be kept for thousands.
        moved := ARRAY(SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.tags IS DISTINCT FROM o.tags);
        IF moved = '{}' THEN RETURN NULL; END IF;
        DELETE FROM labels_standing s USING new_rows n
        WHERE s.record = ANY(moved) AND n.id = s.record AND s.object = TG_ARGV[0]
            AND s.field = 'tags' AND NOT s.value = ANY(coalesce(n.tags, '{}'));
        INSERT INTO labels_standing (object, record, field, value, source, rule, by, at, expires, reason)
        SELECT TG_ARGV[0], x.id, 'tags', x.tag, src, CASE WHEN src = 'rule' THEN t.id END, who, now(),
            now() + make_interval(days => t.days), ''
        FROM (SELECT n.id, unnest(n.tags) AS tag FROM new_rows n JOIN old_rows o ON o.id = n.id
            WHERE n.tags IS DISTINCT FROM o.tags) x
        LEFT JOIN labels_tag t ON t.name = x.tag AND t.object = TG_ARGV[0] AND t.deleted_at IS NULL AND t.active
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    INSERT INTO labels_standing (object, record, field, value, source, rule, by, at, expires, reason)
    SELECT TG_ARGV[0], x.id, 'tags', x.tag, src, CASE WHEN src = 'rule' THEN t.id END, who, now(),
        now() + make_interval(days => t.days), ''
    FROM (SELECT n.id, unnest(n.tags) AS tag FROM new_rows n WHERE n.tags IS NOT NULL) x
    LEFT JOIN labels_tag t ON t.name = x.tag AND t.object = TG_ARGV[0] AND t.deleted_at IS NULL AND t.active
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER tags_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION labels_keep_tags('{key}');
CREATE TRIGGER tags_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION labels_keep_tags('{key}');
CREATE TRIGGER tags_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION labels_keep_tags('{key}');
"""
PRESENT = """
INSERT INTO labels_standing (object, record, field, value, source, at, reason)
SELECT '{key}', id, 'tags', unnest(tags), 'begun', now(), '' FROM {table} WHERE tags IS NOT NULL ON CONFLICT DO NOTHING;
"""
DROP = "".join(f"DROP TRIGGER tags_{what} ON {{table}};" for what in ("insert", "update", "delete"))


def for_all(text: str) -> str:
    return "".join(text.replace("{table}", table).replace("{key}", key) for key, table in OBJECTS.items())


class Migration(migrations.Migration):
    dependencies = [("labels", "0001_labels"), ("customers", "0007_public_pools"), ("sales", "0006_public_pools")]
    operations = [
        migrations.RunSQL(
            FUNCTION + for_all(PRESENT + TRIGGERS),
            for_all(DROP) + "DROP FUNCTION labels_keep_tags(); DELETE FROM labels_standing;",
        )
    ]
