"""Takes the made-up company out again: every row of it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models

from haoke.core import registry
from haoke.core.errors import Conflict
from haoke.core.records import changes
from haoke.core.records.model import Record
from haoke.core.sql import ident
from haoke.core.text import T
from haoke.demo.world import MARK
from haoke.identity import company
from haoke.identity.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

_MADE = (
    "SELECT DISTINCT e.record FROM log.entry e WHERE e.verb = 'create' AND e.change IN"
    " (SELECT m.change FROM log.entry m WHERE m.record = %s AND m.verb = 'create')"
)
_COLLECT = f"INSERT INTO pg_temp.demo_gone {_MADE}"
_GONE = "(SELECT id FROM pg_temp.demo_gone)"


def remove(actor: Actor) -> dict[str, int]:
    """Delete the demo company for good; gives {object: rows}. One's own records stay and lose their ties to it."""
    mind_the_actor(actor)
    with changes(actor, "remove_demo") as tx, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE demo_gone (id uuid PRIMARY KEY) ON COMMIT DROP")
        cursor.execute(_COLLECT, [MARK])
        while _spread(cursor):
            cursor.execute("ANALYZE pg_temp.demo_gone")
        _loosen(cursor)
        counts = {spec.key: _delete(cursor, spec.model, "id") for spec in registry.objects().values()}
        cursor.execute(f"DELETE FROM core_searchdoc WHERE record IN {_GONE}")
        cursor.execute("DROP TABLE pg_temp.demo_gone")
        _unset(tx)
    return {key: count for key, count in counts.items() if count}


def mind_the_actor(actor: Actor) -> None:
    """Raise Conflict for one of the demo's own people: nobody removes himself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM ({_MADE}) m WHERE m.record = %s)", [MARK, actor.id])
        if not cursor.fetchone()[0]:
            return
    raise Conflict(
        T(
            "You are signed in as one of the demo's people; sign in as yourself to remove it",
            "您当前以演示人员登录，请用自己的账号登录后再删除",
        ),
        code="demo_user",
    )


def _unset(tx: Tx) -> None:
    """The company may choose again how to begin."""
    for found in Company._base_manager.filter(started="demo"):
        tx.set("company", found.id, {"started": None, "name": None})
    company.forget()


def _ties() -> Iterator[tuple[type[models.Model], str, bool]]:
    """(model, quoted column, whether a row may stand without it) of every reference to a record."""
    stored: dict[type[models.Model], Any] = {}
    for spec in registry.objects().values():
        stored[spec.model] = registry.columns(spec.key)
    # A record table of no object is the pattern of run-time ones: it holds nothing, and nobody may write to it.
    others = (model for model in apps.get_models() if not issubclass(model, Record))
    for model in (*stored, *others):
        for column in stored.get(model, model._meta.concrete_fields):
            target = column.related_model
            if (
                column.column
                and isinstance(target, type)
                and issubclass(target, Record)
                and getattr(column, "db_constraint", False)
            ):
                yield model, ident(column.column), column.null


def _spread(cursor: Any) -> int:
    """Add the records that cannot stand without what goes; how many."""
    found = 0
    for model, column, optional in _ties():
        if not optional and issubclass(model, Record):
            found += _add(cursor, f"SELECT id FROM {_table(model)} WHERE {column} IN {_GONE}")
    for spec in registry.objects().values():
        if spec.links is None:
            continue
        link, child = _table(spec.links.model), ident(f"{spec.links.child}_id")
        found += _add(cursor, f"SELECT id FROM {link} WHERE {ident(spec.links.record)} IN {_GONE}")
        # What was only about the demo is part of it.
        found += _add(
            cursor,
            f"SELECT {child} FROM {link} GROUP BY {child} HAVING bool_and({ident(spec.links.record)} IN {_GONE})",
        )
    return found


def _add(cursor: Any, select: str) -> int:
    cursor.execute(f"INSERT INTO pg_temp.demo_gone {select} ON CONFLICT DO NOTHING")
    return int(cursor.rowcount)


def _loosen(cursor: Any) -> None:
    """Empty references from records that stay, and delete what belongs to people who go: sessions, keys, passwords."""
    for model, column, optional in _ties():
        if not issubclass(model, Record):
            cursor.execute(f"DELETE FROM {_table(model)} WHERE {column} IN {_GONE}")
        elif optional:
            cursor.execute(
                f"UPDATE {_table(model)} SET {column} = NULL, version = version + 1, updated_at = now()"
                f" WHERE {column} IN {_GONE} AND id NOT IN {_GONE}"
            )


def _delete(cursor: Any, model: type[models.Model], column: str) -> int:
    cursor.execute(f"DELETE FROM {_table(model)} WHERE {ident(column)} IN {_GONE}")
    return int(cursor.rowcount)


def _table(model: type[models.Model]) -> str:
    return ident(model._meta.db_table)
