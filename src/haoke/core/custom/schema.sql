-- What makes a column or a table out of a definition. Run as the owner of the schema; every statement may be repeated.
-- The application owns nothing and executes none of this: it inserts a definition, and the triggers below do the rest in
-- the same transaction, or refuse it. Names must match strict patterns, types come from the list here, and tables are
-- found by the trigger of the Log they carry, so nothing else of the database can be reached.
CREATE SCHEMA IF NOT EXISTS custom;
CREATE SEQUENCE IF NOT EXISTS custom.version;

-- Main column first. A reference brings a foreign key and an index besides (see make_field).
CREATE OR REPLACE FUNCTION custom.columns_of(kind text) RETURNS TABLE (suffix text, type text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.suffix, c.type FROM (VALUES
        ('text', '', 'text'), ('longtext', '', 'text'), ('richtext', '', 'text'),
        ('email', '', 'text'), ('url', '', 'text'), ('choice', '', 'text'),
        ('integer', '', 'bigint'), ('decimal', '', 'numeric'), ('percent', '', 'numeric'), ('rating', '', 'smallint'),
        ('money', '', 'numeric'), ('money', '_currency', 'text'), ('money', '_base', 'numeric'),
        ('money', '_rate', 'numeric'), ('money', '_rate_date', 'date'),
        ('boolean', '', 'boolean'), ('date', '', 'date'), ('datetime', '', 'timestamptz'),
        ('multichoice', '', 'text[]'), ('tags', '', 'text[]'), ('multireference', '', 'uuid[]'),
        ('reference', '_id', 'uuid'), ('user', '_id', 'uuid'), ('department', '_id', 'uuid'),
        ('phone', '', 'jsonb'), ('address', '', 'jsonb'), ('im', '', 'jsonb'), ('file', '', 'jsonb'),
        ('translated', '', 'jsonb')
    ) AS c(kind, suffix, type) WHERE c.kind = $1
$$;

-- The table of an object: the ordinary table of ours whose every insert is logged under that key.
CREATE OR REPLACE FUNCTION custom.table_of(object text) RETURNS regclass
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.oid::regclass FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgfoid = 'log.write()'::regprocedure AND t.tgname = 'log_insert' AND c.relkind = 'r'
        AND c.relnamespace = 'public'::regnamespace
        AND split_part(encode(t.tgargs, 'escape'), '\000', 1) = $1
$$;

CREATE OR REPLACE FUNCTION custom.unique_index(home regclass, col text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'cu_' || md5((SELECT relname FROM pg_class WHERE oid = $1) || '.' || $2)
$$;

CREATE OR REPLACE FUNCTION custom.refuse(what text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'refused: %', what USING ERRCODE = 'check_violation', CONSTRAINT = what;
END $$;

-- One definition at a time: limits hold, versions are in order, and two of them cannot wait for each other's tables.
-- Checks that wait for the end of the transaction come first: a table with some outstanding cannot be altered.
CREATE OR REPLACE FUNCTION custom.alone() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4774451407313060418);
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
END $$;

CREATE OR REPLACE FUNCTION custom.make_field() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    home regclass;
    target regclass;
    parts text;
    pointing boolean;
BEGIN
    PERFORM custom.alone();
    IF NEW.name !~ '^cf_[a-z]([a-z0-9]|_(?!_|$))*$' OR length(NEW.name) > 40 THEN
        PERFORM custom.refuse('customfield_name');
    END IF;
    home := custom.table_of(NEW.object);
    IF home IS NULL OR home IN ('public.core_customfield'::regclass, 'public.core_customobject'::regclass) THEN
        PERFORM custom.refuse('customfield_object');
    END IF;
    IF (SELECT count(*) FROM public.core_customfield f WHERE f.object = NEW.object) > 300 THEN
        PERFORM custom.refuse('customfield_limit');
    END IF;
    SELECT string_agg(format('ADD COLUMN %I %s', NEW.name || c.suffix, c.type), ', '), bool_or(c.suffix = '_id')
        INTO parts, pointing FROM custom.columns_of(NEW.kind) c;
    IF parts IS NULL THEN
        PERFORM custom.refuse('customfield_kind');
    END IF;
    IF pointing THEN
        target := custom.table_of(CASE NEW.kind WHEN 'reference' THEN NEW.options ->> 'target' ELSE NEW.kind END);
        IF target IS NULL THEN
            PERFORM custom.refuse('customfield_target');
        END IF;
        parts := parts || format(' REFERENCES %s (id) DEFERRABLE INITIALLY DEFERRED', target);
    END IF;
    EXECUTE format('ALTER TABLE %s %s', home, parts);
    IF pointing THEN
        EXECUTE format('CREATE INDEX ON %s (%I) WHERE %2$I IS NOT NULL', home, NEW.name || '_id');
    END IF;
    IF NEW."unique" THEN
        PERFORM custom.make_unique(home, NEW.name, NEW.kind);
    END IF;
    RETURN NULL;
EXCEPTION
    WHEN duplicate_column THEN
        PERFORM custom.refuse('customfield_taken');
    WHEN lock_not_available THEN
        PERFORM custom.refuse('custom_busy');
END $$;

CREATE OR REPLACE FUNCTION custom.make_unique(home regclass, col text, kind text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kind NOT IN ('text', 'email', 'url', 'integer', 'decimal', 'date') THEN
        PERFORM custom.refuse('customfield_unique');
    END IF;
    EXECUTE format('CREATE UNIQUE INDEX %I ON %s (%I) WHERE deleted_at IS NULL', custom.unique_index(home, col), home, col);
END $$;

CREATE OR REPLACE FUNCTION custom.change_field() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    home regclass;
BEGIN
    PERFORM custom.alone();
    IF (NEW.id, NEW.object, NEW.name, NEW.options ->> 'target')
        IS DISTINCT FROM (OLD.id, OLD.object, OLD.name, OLD.options ->> 'target') THEN
        PERFORM custom.refuse('customfield_fixed');
    END IF;
    IF NEW.kind <> OLD.kind THEN
        -- Kinds that hold the values as they are; whether they fit has been looked at before.
        IF (OLD.kind, NEW.kind) NOT IN (('text', 'longtext'), ('text', 'choice'), ('text', 'email'), ('text', 'url'),
            ('longtext', 'text'), ('longtext', 'choice'), ('choice', 'text'), ('choice', 'longtext'),
            ('email', 'text'), ('email', 'longtext'), ('url', 'text'), ('url', 'longtext'), ('integer', 'decimal')) THEN
            PERFORM custom.refuse('customfield_fixed');
        END IF;
        IF NEW.kind = 'decimal' THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE numeric', custom.table_of(NEW.object), NEW.name);
        END IF;
    END IF;
    IF NEW."unique" <> OLD."unique" THEN
        home := custom.table_of(NEW.object);
        IF NEW."unique" THEN
            PERFORM custom.make_unique(home, NEW.name, NEW.kind);
        ELSE
            EXECUTE format('DROP INDEX IF EXISTS public.%I', custom.unique_index(home, NEW.name));
        END IF;
    END IF;
    RETURN NULL;
EXCEPTION
    WHEN unique_violation THEN
        PERFORM custom.refuse('customfield_repeats');
    WHEN lock_not_available THEN
        PERFORM custom.refuse('custom_busy');
END $$;

-- A table like core_blank, which is migrated with every version of Haoke and is never filled itself.
CREATE OR REPLACE FUNCTION custom.make_object() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    fk text;
    event text;
    tables text;
BEGIN
    PERFORM custom.alone();
    IF NEW.key !~ '^co_[a-z]([a-z0-9]|_(?!_|$))*$' OR length(NEW.key) > 30 THEN
        PERFORM custom.refuse('customobject_key');
    END IF;
    IF (SELECT count(*) FROM public.core_customobject) > 200 THEN
        PERFORM custom.refuse('customobject_limit');
    END IF;
    IF to_regclass(format('public.%I', NEW.key)) IS NOT NULL OR custom.table_of(NEW.key) IS NOT NULL THEN
        PERFORM custom.refuse('customobject_taken');
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.core_blank INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)',
        NEW.key);
    FOR fk IN SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = 'public.core_blank'::regclass AND contype = 'f' ORDER BY conname LOOP
        EXECUTE format('ALTER TABLE public.%I ADD %s', NEW.key, fk);
    END LOOP;
    FOR event, tables IN VALUES ('insert', 'NEW TABLE AS new_rows'),
        ('update', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'), ('delete', 'OLD TABLE AS old_rows') LOOP
        EXECUTE format('CREATE TRIGGER log_%s AFTER %s ON public.%I REFERENCING %s FOR EACH STATEMENT'
            ' EXECUTE FUNCTION log.write(%L, ''name_sort'')', event, event, NEW.key, tables, NEW.key);
    END LOOP;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO haoke_app', NEW.key);
    EXECUTE format('CREATE SEQUENCE public.%I', 'number_' || NEW.key);
    EXECUTE format('GRANT USAGE ON SEQUENCE public.%I TO haoke_app', 'number_' || NEW.key);
    RETURN NULL;
EXCEPTION
    WHEN lock_not_available THEN
        PERFORM custom.refuse('custom_busy');
END $$;

CREATE OR REPLACE FUNCTION custom.change_object() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.key, NEW.plural) IS DISTINCT FROM (OLD.id, OLD.key, OLD.plural) THEN
        PERFORM custom.refuse('customobject_fixed');
    END IF;
    RETURN NULL;
END $$;

-- A definition without its column, or a column without its definition, is no state there should be.
CREATE OR REPLACE FUNCTION custom.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM custom.refuse('custom_kept');
    RETURN NULL;
END $$;

-- From a sequence, so that a number that was rolled back never comes to mean something else.
CREATE OR REPLACE FUNCTION custom.bump() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.core_metadata SET version = nextval('custom.version');
    RETURN NULL;
END $$;

-- Tables made under an earlier version of Haoke get what core_blank has got since.
CREATE OR REPLACE FUNCTION custom.follow_blank() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing record;
BEGIN
    FOR missing IN
        SELECT o.key, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) AS preset
        FROM public.core_customobject o JOIN pg_attribute a ON a.attrelid = 'public.core_blank'::regclass
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS (SELECT 1 FROM pg_attribute h
            WHERE h.attrelid = format('public.%I', o.key)::regclass AND h.attname = a.attname AND NOT h.attisdropped)
    LOOP
        EXECUTE format('ALTER TABLE public.%I ADD COLUMN %I %s %s %s', missing.key, missing.attname, missing.type,
            'DEFAULT ' || missing.preset, CASE WHEN missing.attnotnull AND missing.preset IS NOT NULL THEN 'NOT NULL' END);
    END LOOP;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA custom FROM PUBLIC;

CREATE OR REPLACE TRIGGER custom_make AFTER INSERT ON core_customfield FOR EACH ROW EXECUTE FUNCTION custom.make_field();
CREATE OR REPLACE TRIGGER custom_change AFTER UPDATE ON core_customfield FOR EACH ROW EXECUTE FUNCTION custom.change_field();
CREATE OR REPLACE TRIGGER custom_keep BEFORE DELETE ON core_customfield FOR EACH ROW EXECUTE FUNCTION custom.keep();
CREATE OR REPLACE TRIGGER custom_bump AFTER INSERT OR UPDATE OR DELETE ON core_customfield
    FOR EACH STATEMENT EXECUTE FUNCTION custom.bump();
CREATE OR REPLACE TRIGGER custom_make AFTER INSERT ON core_customobject FOR EACH ROW EXECUTE FUNCTION custom.make_object();
CREATE OR REPLACE TRIGGER custom_change AFTER UPDATE ON core_customobject FOR EACH ROW EXECUTE FUNCTION custom.change_object();
CREATE OR REPLACE TRIGGER custom_keep BEFORE DELETE ON core_customobject FOR EACH ROW EXECUTE FUNCTION custom.keep();
CREATE OR REPLACE TRIGGER custom_bump AFTER INSERT OR UPDATE OR DELETE ON core_customobject
    FOR EACH STATEMENT EXECUTE FUNCTION custom.bump();
CREATE OR REPLACE TRIGGER custom_bump AFTER INSERT OR UPDATE OR DELETE ON core_moduleswitch
    FOR EACH STATEMENT EXECUTE FUNCTION custom.bump();
CREATE OR REPLACE TRIGGER custom_bump AFTER INSERT OR UPDATE OR DELETE ON core_numberpattern
    FOR EACH STATEMENT EXECUTE FUNCTION custom.bump();
INSERT INTO core_metadata (id, version) VALUES (1, 0) ON CONFLICT DO NOTHING;
SELECT custom.follow_blank();
