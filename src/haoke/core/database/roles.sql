\set ON_ERROR_STOP on
-- Roles and database of Haoke on a server of your own; for psql, as an administrator of it.
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['haoke_owner', 'haoke_app', 'haoke_log']) AS name
  WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE haoke_owner NOSUPERUSER NOCREATEDB NOCREATEROLE LOGIN PASSWORD '@owner@';
ALTER ROLE haoke_app NOSUPERUSER NOCREATEDB NOCREATEROLE LOGIN PASSWORD '@app@';
ALTER ROLE haoke_log NOSUPERUSER NOCREATEDB NOCREATEROLE NOLOGIN;
GRANT haoke_log TO haoke_owner;
GRANT haoke_owner TO CURRENT_USER;
SELECT 'CREATE DATABASE @name@ OWNER haoke_owner ENCODING ''UTF8'' TEMPLATE template0 LOCALE ''C.UTF-8'''
  || CASE WHEN current_setting('server_version_num')::int >= 170000
     THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8''' ELSE '' END \gexec
REVOKE ALL ON DATABASE @name@ FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE @name@ TO haoke_app;
\echo DATABASE_URL=postgresql://haoke_app:@app@@HOST:5432/@name@
\echo DATABASE_OWNER_URL=postgresql://haoke_owner:@owner@@HOST:5432/@name@
