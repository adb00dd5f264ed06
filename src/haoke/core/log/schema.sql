-- The Log as the database keeps it. Run as the owner of the schema; every statement may be repeated.
CREATE SCHEMA IF NOT EXISTS log;
GRANT USAGE ON SCHEMA log TO haoke_app, haoke_log;

-- CACHE 1: a cached sequence would break the order of one record's entries.
CREATE SEQUENCE IF NOT EXISTS log.entry_id CACHE 1;
CREATE TABLE IF NOT EXISTS log.entry (
    id bigint NOT NULL DEFAULT nextval('log.entry_id'),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- clock_timestamp, not now(): a long transaction would date its entries before earlier ones.
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor uuid NOT NULL,
    behalf uuid,
    via text NOT NULL,
    action text NOT NULL,
    reason text NOT NULL DEFAULT '',
    change uuid NOT NULL,
    object text NOT NULL,
    record uuid NOT NULL,
    verb text NOT NULL,
    version int,
    data jsonb
) PARTITION BY RANGE (at);
CREATE INDEX IF NOT EXISTS entry_record ON log.entry (record, id);
CREATE INDEX IF NOT EXISTS entry_xid ON log.entry (xid);
CREATE INDEX IF NOT EXISTS entry_change ON log.entry (change, id);
CREATE TABLE IF NOT EXISTS log.entry_default PARTITION OF log.entry DEFAULT;

REVOKE ALL ON log.entry, log.entry_default FROM haoke_app, PUBLIC;
GRANT SELECT ON log.entry, log.entry_default TO haoke_app;
GRANT SELECT, INSERT ON log.entry TO haoke_log;
GRANT USAGE ON SEQUENCE log.entry_id TO haoke_log;

-- A partition for this month and the next `ahead`; the application may ask for them and for nothing else.
CREATE OR REPLACE FUNCTION log.make_partitions(ahead int DEFAULT 4) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    made int := 0;
    first timestamptz;
    name text;
BEGIN
    FOR step IN 0..least(greatest(ahead, 0), 24) LOOP
        first := date_trunc('month', clock_timestamp()) + make_interval(months => step);
        name := 'entry_' || to_char(first, 'YYYY_MM');
        IF to_regclass('log.' || name) IS NULL THEN
            EXECUTE format('CREATE TABLE log.%I PARTITION OF log.entry FOR VALUES FROM (%L) TO (%L)',
                name, first, first + interval '1 month');
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION log.make_partitions(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.make_partitions(int) TO haoke_app;

-- Who is writing, checked: settings of an earlier transaction or of the session carry another xid and count for nothing.
CREATE OR REPLACE FUNCTION log.inside_change() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(nullif(current_setting('haoke.actor', true), ''), '') <> ''
        AND coalesce(nullif(current_setting('haoke.action', true), ''), '') <> ''
        AND coalesce(nullif(current_setting('haoke.change', true), ''), '') <> ''
        AND coalesce(current_setting('haoke.xid', true), '') = pg_current_xact_id()::text
$$;
REVOKE ALL ON FUNCTION log.inside_change() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.inside_change() TO haoke_log;

-- The one trigger of every record table; arguments: the object's key and the columns to leave out, comma separated.
-- Joins of transition tables are planned once a session, so after a single-row update a nested loop would be kept for
-- twenty thousand rows (minutes instead of half a second): it is switched off here.
CREATE OR REPLACE FUNCTION log.write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, ext, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE
    who uuid;
    beh uuid;
    chg uuid;
    act text;
    thru text := coalesce(current_setting('haoke.via', true), '');
    why text := coalesce(current_setting('haoke.reason', true), '');
    -- {id: reason} of records of this statement that have one of their own.
    own jsonb := nullif(current_setting('haoke.reasons', true), '')::jsonb;
    skip text[] := string_to_array('version,updated_at,updated_by_id,' || coalesce(TG_ARGV[1], ''), ',');
BEGIN
    IF NOT log.inside_change() THEN
        RAISE EXCEPTION 'write to % outside a change', TG_TABLE_NAME USING ERRCODE = 'HK001';
    END IF;
    who := current_setting('haoke.actor')::uuid;
    act := current_setting('haoke.action');
    chg := current_setting('haoke.change')::uuid;
    beh := nullif(current_setting('haoke.behalf', true), '')::uuid;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO log.entry (actor, behalf, via, action, reason, change, object, record, verb, version)
        SELECT who, beh, thru, act, CASE WHEN own IS NULL THEN why ELSE coalesce(own ->> n.id::text, why) END, chg,
            TG_ARGV[0], n.id, 'create', n.version
        FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO log.entry (actor, behalf, via, action, reason, change, object, record, verb, version, data)
        SELECT who, beh, thru, act, why, chg, TG_ARGV[0], o.id, 'purge', o.version,
            jsonb_build_object('o', hstore_to_jsonb(hstore(o) - skip))
        FROM old_rows o;
    ELSE
        -- OFFSET 0 keeps the planner from computing the difference twice.
        INSERT INTO log.entry (actor, behalf, via, action, reason, change, object, record, verb, version, data)
        SELECT who, beh, thru, act, CASE WHEN own IS NULL THEN why ELSE coalesce(own ->> d.id::text, why) END, chg,
            TG_ARGV[0], d.id,
            CASE WHEN NOT d.n ? 'deleted_at' THEN 'update' WHEN d.n -> 'deleted_at' IS NULL THEN 'restore' ELSE 'delete' END,
            d.version, jsonb_build_object('n', hstore_to_jsonb(d.n), 'o', hstore_to_jsonb(d.o))
        FROM (
            SELECT n.id, n.version, hstore(n) - hstore(o) - skip AS n, hstore(o) - hstore(n) - skip AS o
            FROM old_rows o JOIN new_rows n ON n.id = o.id OFFSET 0
        ) d
        WHERE d.n <> ''::hstore;
        IF (SELECT count(*) FROM old_rows) <> (SELECT count(*) FROM old_rows o JOIN new_rows n ON n.id = o.id) THEN
            RAISE EXCEPTION 'the id of a record may not change' USING ERRCODE = 'HK002';
        END IF;
    END IF;
    PERFORM pg_notify('haoke_log', '');
    RETURN NULL;
END $$;

-- An action's own entry ("quote approved"); the verb gets the prefix "x:". Call it while holding the record's row lock.
CREATE OR REPLACE FUNCTION log.add(object text, record uuid, verb text, data jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT log.inside_change() THEN
        RAISE EXCEPTION 'an entry of % outside a change', object USING ERRCODE = 'HK001';
    END IF;
    INSERT INTO log.entry (actor, behalf, via, action, reason, change, object, record, verb, data)
    VALUES (current_setting('haoke.actor')::uuid, nullif(current_setting('haoke.behalf', true), '')::uuid,
        coalesce(current_setting('haoke.via', true), ''), current_setting('haoke.action'),
        coalesce(current_setting('haoke.reason', true), ''), current_setting('haoke.change')::uuid,
        $1, $2, 'x:' || $3, $4);
    PERFORM pg_notify('haoke_log', '');
END $$;

-- Made by the owner, run with the rights of the log's role, which may only read and add entries. PUBLIC's right to execute
-- must go: with it anybody could hang log.write on a temporary table and forge entries.
GRANT CREATE ON SCHEMA log TO haoke_log;
ALTER FUNCTION log.write() OWNER TO haoke_log;
ALTER FUNCTION log.add(text, uuid, text, jsonb) OWNER TO haoke_log;
REVOKE CREATE ON SCHEMA log FROM haoke_log;
REVOKE ALL ON FUNCTION log.write() FROM PUBLIC;
REVOKE ALL ON FUNCTION log.add(text, uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.add(text, uuid, text, jsonb) TO haoke_app;
