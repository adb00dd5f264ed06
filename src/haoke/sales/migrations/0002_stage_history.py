"""The database keeps the stage history itself, so that no way of writing a deal can forget it."""

from django.db import migrations

# Ids are UUIDv7 as everywhere; made here because the rows are (PostgreSQL 15 has no function for them).
# A deal that arrives closed entered its stage on the day it closed; an open one on the day it opened.
# Undo restores the history by itself, and whoever brings the history with him sets haoke.stage_history.
FORWARD = """
CREATE OR REPLACE FUNCTION sales_uuid7() RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(h, 1, 3) || substr(h, 17, 16))::uuid
    FROM replace(gen_random_uuid()::text, '-', '') h
$$;

CREATE OR REPLACE FUNCTION sales_keep_stage_history() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_nestloop = off AS $$
DECLARE
    who uuid := nullif(current_setting('haoke.actor', true), '')::uuid;
BEGIN
    IF current_setting('haoke.stage_history', true) = 'given' OR current_setting('haoke.action', true) = 'undo' THEN
        RETURN NULL;
    END IF;
    SELECT u.id INTO who FROM identity_user u WHERE u.id = who;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO sales_stageentry (id, version, custom, created_at, updated_at, owner_id, department_id, opportunity_id, stage_id,
            entered_at, by_id)
        SELECT sales_uuid7(), 1, '{}', now(), now(), n.owner_id, n.department_id, n.id, n.stage_id,
            least(now(), coalesce(n.closed_at, n.opened_at, now()::date)::timestamptz + interval '12 hours'), who
        FROM new_rows n;
        RETURN NULL;
    END IF;
    UPDATE sales_stageentry e SET left_at = greatest(e.entered_at, now()), version = e.version + 1, updated_at = now(), updated_by_id = who
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE e.opportunity_id = n.id AND e.left_at IS NULL AND e.deleted_at IS NULL AND n.stage_id <> o.stage_id;
    INSERT INTO sales_stageentry (id, version, custom, created_at, updated_at, owner_id, department_id, opportunity_id, stage_id,
        entered_at, by_id)
    SELECT sales_uuid7(), 1, '{}', now(), now(), n.owner_id, n.department_id, n.id, n.stage_id, now(), who
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.stage_id <> o.stage_id;
    RETURN NULL;
END $$;

CREATE TRIGGER stage_history_insert AFTER INSERT ON sales_opportunity REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sales_keep_stage_history();
CREATE TRIGGER stage_history_update AFTER UPDATE ON sales_opportunity REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sales_keep_stage_history();
"""
BACKWARD = """
DROP TRIGGER stage_history_update ON sales_opportunity;
DROP TRIGGER stage_history_insert ON sales_opportunity;
DROP FUNCTION sales_keep_stage_history();
DROP FUNCTION sales_uuid7();
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
