"""How far a verb reaches for an actor: grants, keys, parents, and whose rows that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID, Scope, Verb
from haoke.core.errors import Denied, Missing, StepUpRequired
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

ANY = "*"
#: Row of grants for all objects everybody may read: products, stages and the like.
OPEN = "@open"
NOT_BY_NARROW_KEY = T(
    "This would act with all your rights, and this key was made for a few things only; sign in to do it",
    "此操作将以您的全部权限执行，而该密钥仅限部分用途，请登录后操作",
)
#: Verbs that carry many rows away at once.
_CARRYING = frozenset({Verb.EXPORT, "export_raw"})

#: What a verb on a part asks of the whole: reading verbs stay, everything else changes the whole.
_ON_PARENT: Mapping[str, str] = {
    verb: verb for verb in (Verb.READ, Verb.EXPORT, Verb.IMPORT, Verb.HISTORY, Verb.UNMASK)
}


def target_of(spec: ObjectSpec, field: str) -> ObjectSpec:
    """The object a reference field points at."""
    return registry.get(registry.field(spec.key, field).type.meta()["target"])


def parent_verb(verb: str) -> str:
    """The verb an actor must have on the whole to do `verb` to a part."""
    return _ON_PARENT.get(verb, Verb.UPDATE)


def granted(grants: Mapping[str, Mapping[str, Scope]], spec: ObjectSpec, verb: str) -> Scope:
    """Scope a table of grants gives; the first row that names the verb decides: object, "@open", "@group", "*"."""
    action = spec.action(verb)
    named = verb == Verb.UNMASK or (action is not None and action.named)
    names = (verb,) if named else (verb, ANY)
    for row in (spec.key, OPEN if spec.open else "", f"@{spec.group}", ANY):
        verbs = grants.get(row, {})
        for name in names:
            if name in verbs:
                return verbs[name]
    return Scope.NONE


def key_allows(actor: Actor, spec: ObjectSpec, verb: str) -> bool:
    """Whether the API key in use (if any) was made for this: its scopes read "object:verb", each part or "*"."""
    if actor.key_scopes is None:
        return True
    wanted = {f"{key}:{name}" for key in (spec.key, ANY) for name in (verb, ANY)}
    return not wanted.isdisjoint(actor.key_scopes)


def require_whole(actor: Actor) -> None:
    """Raise Denied for a key made for a few things: what it leaves behind would act with all its owner's rights."""
    if actor.key_scopes is not None:
        raise Denied(NOT_BY_NARROW_KEY, code="narrow_key")


def scope_of(actor: Actor, spec: ObjectSpec, verb: str) -> Scope:
    """Which rows of the object `verb` reaches for the actor."""
    if spec.key in registry.off():
        return Scope.NONE
    if spec.parent is not None:
        return scope_of(actor, target_of(spec, spec.parent), parent_verb(verb))
    # What people keep from administrators stays closed to one who only looks as them.
    if not key_allows(actor, spec, verb) or (spec.private and actor.seen_by is not None):
        return Scope.NONE
    if (actor.admin and not _private_to(actor, spec)) or ((spec.open or spec.about) and verb == Verb.READ):
        return Scope.ALL
    return granted(actor.grants, spec, verb)


def _private_to(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the object is kept from administrators as such."""
    return spec.private and actor.id != SYSTEM_ID


def require(actor: Actor, spec: ObjectSpec, verb: str) -> None:
    """As `require_right`, and StepUpRequired when `verb` is guarded."""
    require_right(actor, spec, verb)
    require_proved(actor, spec, verb)


def require_right(actor: Actor, spec: ObjectSpec, verb: str) -> None:
    """Raise Denied when the actor has no such right at all, Missing when he may not even read the object."""
    if scope_of(actor, spec, verb) is Scope.NONE:
        raise Missing if scope_of(actor, spec, Verb.READ) is Scope.NONE else Denied


def require_proved(actor: Actor, spec: ObjectSpec, verb: str) -> None:
    """Raise StepUpRequired when `verb` is guarded and nobody has proved lately who sits there."""
    if not actor.proved and asks_proof(spec, verb):
        raise StepUpRequired


def asks_proof(spec: ObjectSpec, verb: str) -> bool:
    """Whether `verb` is guarded: it carries data away, changes configuration, or is declared so."""
    action = spec.action(verb)
    return verb in _CARRYING or (spec.guarded and verb != Verb.READ) or (action is not None and action.guarded)


def owners(actor: Actor, scope: Scope) -> tuple[UUID, ...] | None:
    """Whose rows a scope reaches (None: no limit); each scope contains the one before it."""
    if scope is Scope.ALL:
        return None
    reached: dict[UUID, None] = {}
    if scope >= Scope.OWN:
        reached[actor.id] = None
    if scope >= Scope.SUBORDINATES:
        reached |= dict.fromkeys(actor.reports)
    if scope >= Scope.DEPARTMENT:
        reached |= dict.fromkeys(actor.department_members)
    if scope >= Scope.DEPARTMENTS:
        reached |= dict.fromkeys(actor.departments_members)
    return tuple(reached)


def unowned_in(actor: Actor, scope: Scope) -> tuple[UUID, ...]:
    """Departments whose rows without an owner a limited scope reaches."""
    if scope is Scope.DEPARTMENT:
        return actor.departments[:1]
    return actor.departments if scope is Scope.DEPARTMENTS else ()
