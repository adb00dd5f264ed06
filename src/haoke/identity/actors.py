"""Building an Actor: who somebody is, where he stands and what his roles add up to, in one statement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID, Actor, Scope, system
from haoke.core.errors import SignInNeeded
from haoke.core.metadata import current
from haoke.identity.rights import ADMINISTRATOR, add_up, fields_of, grants_of, keeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.identity.rights import Grants

STAMP = "(SELECT coalesce(sum(weight), 0)::bigint FROM identity_stamp)"

# UNION, not UNION ALL: a circle in old data must not run for ever. Disabled people stay in: their records still count.
_PERSON = """
WITH RECURSIVE
  me AS (SELECT * FROM identity_user WHERE id = %s),
  reports(id) AS (SELECT id FROM me UNION SELECT u.id FROM identity_user u JOIN reports r ON u.manager_id = r.id),
  below(id) AS (SELECT department_id FROM me WHERE department_id IS NOT NULL
    UNION SELECT d.id FROM identity_department d JOIN below b ON d.parent_id = b.id),
  above(id) AS (SELECT department_id FROM me WHERE department_id IS NOT NULL
    UNION SELECT d.parent_id FROM identity_department d JOIN above a ON d.id = a.id WHERE d.parent_id IS NOT NULL)
SELECT me.name, me.language, me.state, me.deleted_at IS NOT NULL, me.department_id,
  ARRAY(SELECT id FROM reports), ARRAY(SELECT id FROM below), ARRAY(SELECT id FROM above),
  ARRAY(SELECT u.id FROM identity_user u WHERE u.department_id = me.department_id),
  ARRAY(SELECT u.id FROM identity_user u WHERE u.department_id IN (SELECT id FROM below)),
  ARRAY(SELECT m.team_id FROM identity_teammember m WHERE m.user_id = me.id AND m.deleted_at IS NULL),
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'code', r.code, 'grants', r.grants, 'fields', r.fields,
    'two_step', r.two_step))
    FROM identity_role r WHERE r.id = ANY(me.roles) AND r.deleted_at IS NULL), '[]')::text
FROM me
"""

#: {user: (stamp, metadata version, actor)}; where one of them is no longer the database's, an entry is worthless.
_known: dict[UUID, tuple[int, int, Actor]] = {}
_MOST = 5000


def load(user_id: UUID, via: str = "web", session: UUID | None = None) -> Actor:
    """The person as an Actor with present rights; raises SignInNeeded unless he is an active user."""
    if user_id == SYSTEM_ID:
        return system(via)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STAMP}")
        stamp: int = cursor.fetchone()[0]
    return replace(at_stamp(user_id, stamp), via=via, session=session)


def at_stamp(user_id: UUID, stamp: int) -> Actor:
    """The same when the caller has read the stamp: no statement at all unless rights have changed since."""
    kept, version = _known.get(user_id), current().version
    if kept is not None and kept[:2] == (stamp, version):
        return kept[2]
    row = _row(user_id)
    if row is None or row[2] != "active" or row[3]:
        _known.pop(user_id, None)
        raise SignInNeeded
    actor = _actor(user_id, row, orjson.loads(row[11]))
    if len(_known) >= _MOST:
        _known.clear()
    _known[user_id] = (stamp, version, actor)
    return actor


def as_if(user_id: UUID, roles: Sequence[dict[str, Any]] | None = None) -> Actor:
    """What a person would be when signed in, whatever his state; with other `roles` than he has, if given."""
    row = _row(user_id)
    if row is None:
        raise SignInNeeded
    return _actor(user_id, row, orjson.loads(row[11]) if roles is None else roles)


def _row(user_id: UUID) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [user_id])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _actor(user_id: UUID, row: tuple[Any, ...], roles: Sequence[dict[str, Any]]) -> Actor:
    name, language, _state, _gone, department, reports, below, above, members, all_members, teams, _ = row
    grants, fields = add_up([(grants_of(role["grants"]), fields_of(role["fields"])) for role in roles])
    return Actor(
        id=user_id,
        name=name,
        language=language,
        admin=any(role["code"] == ADMINISTRATOR for role in roles),
        department=department,
        departments=tuple(below),
        reports=tuple(reports),
        department_members=tuple(members),
        departments_members=tuple(all_members),
        grants=grants,
        fields=fields,
        above=tuple(above),
        teams=tuple(teams),
        roles=tuple(UUID(role["id"]) for role in roles if "id" in role),
        two_step=any(role.get("two_step") for role in roles),
    )


def _private() -> Grants:
    return {spec.key: keeping(spec) for spec in registry.objects().values() if spec.private}


def narrowed(actor: Actor, scopes: Sequence[str] | None) -> Actor:
    """The actor as an API key lets him act; a narrowed administrator has all rights in the key's scopes and is none."""
    if scopes is None:
        return actor
    grants = {"*": {"*": Scope.ALL}, **_private()} if actor.admin else actor.grants
    return replace(actor, admin=False, grants=grants, key_scopes=tuple(scopes))
