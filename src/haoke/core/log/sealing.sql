-- The Log's seals: batches of finished entries, each chained to the one before. Run as the owner; may be repeated.
CREATE TABLE IF NOT EXISTS log.seal (
    number bigint PRIMARY KEY,
    made_at timestamptz NOT NULL,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    entries bigint NOT NULL,
    -- What the salts of this seal's entries come from; gone once one of them was erased, the others' salts are in log.salt.
    secret bytea,
    digest bytea NOT NULL
);
CREATE TABLE IF NOT EXISTS log.salt (entry bigint PRIMARY KEY, salt bytea NOT NULL);
CREATE TABLE IF NOT EXISTS log.erased (
    entry bigint PRIMARY KEY,
    commitment bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Entries up to `upto` are all there once none of `writers` writes any more: ids commit out of order.
CREATE TABLE IF NOT EXISTS log.sealing (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    upto bigint NOT NULL,
    writers text[] NOT NULL
);
-- Ids grow with the pages they are written to: a tree of every id would cost each write, this costs almost nothing.
CREATE INDEX IF NOT EXISTS entry_id_range ON log.entry USING brin (id) WITH (pages_per_range = 32, autosummarize = on);

REVOKE ALL ON log.seal, log.salt, log.erased, log.sealing FROM haoke_app, PUBLIC;
GRANT SELECT ON log.seal, log.salt, log.erased, log.sealing TO haoke_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON log.seal, log.salt, log.erased, log.sealing TO haoke_log;
GRANT UPDATE (reason, data) ON log.entry TO haoke_log;
GRANT SELECT ON SEQUENCE log.entry_id TO haoke_log;

-- What stands in a seal for the words and values of an entry: without the salt they cannot be guessed from it.
CREATE OR REPLACE FUNCTION log.commitment(salt bytea, reason text, data jsonb) RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(salt || convert_to(jsonb_build_array(reason, data)::text, 'UTF8'))
$$;

-- Transactions that write the Log now. Their lock comes before the first id they take and goes after their commit is seen.
CREATE OR REPLACE FUNCTION log.writers() RETURNS text[] LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'log.entry'::regclass AND mode = 'RowExclusiveLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
$$;

-- Seal what is complete, `most` batches of a thousand at a time; how many entries were sealed.
CREATE OR REPLACE FUNCTION log.seal_up(most int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mark log.sealing;
    last log.seal;
    fresh log.seal;
    top bigint;
    rows bytea;
    sealed bigint := 0;
BEGIN
    INSERT INTO log.sealing (upto, writers) VALUES (0, '{}') ON CONFLICT DO NOTHING;
    SELECT * INTO mark FROM log.sealing FOR UPDATE;
    IF mark.writers && log.writers() THEN
        RETURN 0;
    END IF;
    SELECT * INTO last FROM log.seal ORDER BY number DESC LIMIT 1;
    FOR step IN 1..most LOOP
        SELECT max(id) INTO top FROM (
            SELECT id FROM log.entry WHERE id > coalesce(last.last_id, 0) AND id <= mark.upto ORDER BY id LIMIT 1000
        ) batch;
        EXIT WHEN top IS NULL;
        fresh.number := coalesce(last.number, 0) + 1;
        fresh.made_at := clock_timestamp();
        fresh.first_id := coalesce(last.last_id, 0) + 1;
        fresh.last_id := top;
        fresh.secret := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        SELECT count(*), sha256(string_agg(sha256(convert_to(jsonb_build_array(
            e.id, e.xid::text, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor, e.behalf, e.via, e.action, e.change,
            e.object, e.record, e.verb, e.version,
            encode(log.commitment(sha256(fresh.secret || int8send(e.id)), e.reason, e.data), 'hex')
        )::text, 'UTF8')), ''::bytea ORDER BY e.id)) INTO fresh.entries, rows
        FROM log.entry e WHERE e.id BETWEEN fresh.first_id AND fresh.last_id;
        fresh.digest := sha256(coalesce(last.digest, ''::bytea) || int8send(fresh.number)
            || int8send((extract(epoch FROM fresh.made_at) * 1000000)::bigint) || int8send(fresh.first_id)
            || int8send(fresh.last_id) || int8send(fresh.entries) || rows);
        INSERT INTO log.seal SELECT fresh.*;
        last := fresh;
        sealed := sealed + fresh.entries;
    END LOOP;
    IF top IS NULL THEN
        -- The number first, the writers after it: whoever took a number up to it is among them or has ended.
        SELECT last_value INTO top FROM log.entry_id;
        UPDATE log.sealing SET upto = top, writers = log.writers();
    END IF;
    RETURN sealed;
END $$;

-- Blank the words and values of everything written about a record, lawfully: inside a change, with an entry that tells.
-- With a pattern only of the entries that say what it finds.
DROP FUNCTION IF EXISTS log.erase(text, uuid);
CREATE OR REPLACE FUNCTION log.erase(object text, record uuid, pattern text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids bigint[];
    broken log.seal;
BEGIN
    IF NOT log.inside_change() THEN
        RAISE EXCEPTION 'an erasure of % outside a change', object USING ERRCODE = 'HK001';
    END IF;
    PERFORM 1 FROM log.sealing FOR UPDATE;
    SELECT coalesce(array_agg(e.id), '{}') INTO ids FROM log.entry e
        WHERE e.object = $1 AND e.record = $2 AND e.verb <> 'x:erase' AND (e.data IS NOT NULL OR e.reason <> '')
        AND ($3 IS NULL OR e.reason ~* $3 OR e.data::text ~* $3)
        AND NOT EXISTS (SELECT 1 FROM log.erased x WHERE x.entry = e.id);
    FOR broken IN SELECT DISTINCT s.* FROM unnest(ids) i JOIN log.seal s ON i BETWEEN s.first_id AND s.last_id
        WHERE s.secret IS NOT NULL
    LOOP
        INSERT INTO log.salt (entry, salt) SELECT e.id, sha256(broken.secret || int8send(e.id)) FROM log.entry e
            WHERE e.id BETWEEN broken.first_id AND broken.last_id;
        UPDATE log.seal SET secret = NULL WHERE number = broken.number;
    END LOOP;
    INSERT INTO log.erased (entry, commitment)
        SELECT e.id, log.commitment(t.salt, e.reason, e.data) FROM log.entry e JOIN log.salt t ON t.entry = e.id
        WHERE e.record = $2 AND e.id = ANY(ids);
    DELETE FROM log.salt t WHERE t.entry = ANY(ids);
    UPDATE log.entry e SET reason = '', data = CASE WHEN e.data IS NULL THEN NULL WHEN e.verb LIKE 'x:%' THEN '{}'
        ELSE (SELECT jsonb_object_agg(side, (SELECT coalesce(jsonb_object_agg(name, NULL::text), '{}')
            FROM jsonb_object_keys(e.data -> side) name)) FROM jsonb_object_keys(e.data) side) END
        WHERE e.record = $2 AND e.id = ANY(ids);
    PERFORM log.add($1, $2, 'erase', jsonb_build_object('entries', to_jsonb(ids)));
    RETURN cardinality(ids);
END $$;

GRANT CREATE ON SCHEMA log TO haoke_log;
ALTER FUNCTION log.seal_up(int) OWNER TO haoke_log;
ALTER FUNCTION log.erase(text, uuid, text) OWNER TO haoke_log;
REVOKE CREATE ON SCHEMA log FROM haoke_log;
REVOKE ALL ON FUNCTION log.commitment(bytea, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION log.writers() FROM PUBLIC;
REVOKE ALL ON FUNCTION log.seal_up(int) FROM PUBLIC;
REVOKE ALL ON FUNCTION log.erase(text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.commitment(bytea, text, jsonb), log.writers() TO haoke_log;
GRANT EXECUTE ON FUNCTION log.seal_up(int), log.erase(text, uuid, text) TO haoke_app;
