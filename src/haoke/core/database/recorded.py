"""What a database was last brought to: an unchanged version on an unchanged database has nothing to migrate."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from haoke.core.database.urls import Address

BRING_TABLES = ("django", "procrastinate")  # packages with migrations or rules for them
NOTED: LiteralString = "SELECT obj_description(to_regclass('public.django_migrations'), 'pg_class')"
#: Tables, indexes (not those on demand), rights, triggers, functions, migrations: what a hand could have changed.
SHAPE: LiteralString = """
SELECT md5(string_agg(line, ' ' ORDER BY line COLLATE "C")) FROM (
  SELECT format('%s %s %s %s', n.nspname, c.relname, c.relkind, c.relacl) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'log')
      AND NOT (c.relkind = 'i' AND starts_with(c.relname, 'cq_'))
  UNION ALL SELECT format('%s %s %s', c.relname, t.tgname, t.tgenabled)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL SELECT format('%s %s %s', p.proname, p.proacl, md5(p.prosrc))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('log', 'custom')
  UNION ALL SELECT format('%s %s', app, name) FROM public.django_migrations) AS found"""


def code() -> str:
    """Fingerprint of everything that decides what a migration would do, this month's partitions included."""
    found = hashlib.sha256(f"{dt.datetime.now(dt.UTC):%Y-%m} {os.environ.get('HAOKE_TESTING')}".encode())
    for package in BRING_TABLES:
        found.update(f" {package} {version(package)}".encode())
    for name, content in sources(files("haoke")):
        found.update(f"\0{name}\0".encode() + hashlib.sha256(content).digest())
    return found.hexdigest()[:32]


def sources(folder: Traversable, name: str = "haoke") -> Iterator[tuple[str, bytes]]:
    """Path and content of every program file below `folder`, tests left out."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        inner = f"{name}/{entry.name}"
        if entry.name.endswith((".py", ".sql")):
            yield inner, entry.read_bytes()
        elif entry.name not in {"tests", "dist", "__pycache__"} and entry.is_dir():
            yield from sources(entry, inner)


def note(owner: Address, program: str) -> None:
    """Write down that the database is now what `program`, a `code()`, wants; with it comes a dump's own note."""
    with psycopg.connect(owner.url, autocommit=True) as connection:
        text = f"{program} {shape(connection)}"
        connection.execute(sql.SQL("COMMENT ON TABLE public.django_migrations IS {}").format(sql.Literal(text)))


def up_to_date(app: Address) -> bool:
    """Whether this very version brought the database to its state and nothing was changed since."""
    with psycopg.connect(app.url, autocommit=True) as connection:
        row = connection.execute(NOTED).fetchone()
        return bool(row and row[0] and row[0] == f"{code()} {shape(connection)}")


def shape(connection: psycopg.Connection[Any]) -> str:
    """Fingerprint of the database's tables, rights, triggers and functions."""
    row = connection.execute(SHAPE).fetchone()
    return str(row and row[0])
