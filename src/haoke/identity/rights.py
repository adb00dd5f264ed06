"""What roles say: reading their documents, adding several up, and comparing them with what somebody holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.access.fieldrights import PERSONAL, field_right, restricted
from haoke.core.access.scopes import ANY, OPEN, granted, key_allows, scope_of, target_of
from haoke.core.errors import Problem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

    Grants = Mapping[str, Mapping[str, Scope]]
    Fields = Mapping[str, Mapping[str, FieldRight]]

ADMINISTRATOR = "administrator"
#: What everybody may do with his own things.
KEEPING = {str(verb): Scope.OWN for verb in (Verb.READ, Verb.CREATE, Verb.UPDATE, Verb.DELETE)}
#: Rows of grants for many objects at once; a group may be empty where its apps are not installed.
GROUPS = frozenset({OPEN, "@data", "@sales", "@settings"})
SCOPES = {scope.name.lower(): scope for scope in Scope}
FIELD_RIGHTS = {right.name.lower(): right for right in FieldRight}


def grants_of(document: Mapping[str, Mapping[str, str]] | None) -> Grants:
    """A role's stored `grants` with scopes for their names."""
    return {key: {verb: SCOPES[name] for verb, name in row.items()} for key, row in (document or {}).items()}


def fields_of(document: Mapping[str, Mapping[str, str]] | None) -> Fields:
    """A role's stored `fields` with rights for their names."""
    return {key: {field: FIELD_RIGHTS[name] for field, name in row.items()} for key, row in (document or {}).items()}


def verbs_of(spec: ObjectSpec) -> tuple[str, ...]:
    """Every verb somebody can have on an object: the generic ones and its actions."""
    return (*(str(verb) for verb in Verb), *(action.name for action in spec.actions))


def ruled() -> Iterable[ObjectSpec]:
    """Objects that roles give rights on: not those that follow a parent, nor what everybody keeps for himself."""
    return (spec for spec in registry.objects().values() if spec.parent is None and not spec.own)


def keeping(spec: ObjectSpec) -> Mapping[str, Scope]:
    """What everybody may do with his own records of an object: its actions, too, save what is guarded."""
    return KEEPING | {action.name: Scope.OWN for action in spec.actions if not action.guarded}


def add_up(roles: Sequence[tuple[Grants, Fields]]) -> tuple[Grants, Fields]:
    """What somebody with all these roles holds, spelled out for every object and verb; with none, his own things."""
    grants = {
        spec.key: {
            verb: scope
            for verb in verbs_of(spec)
            if (scope := max((granted(role, spec, verb) for role, _ in roles), default=Scope.NONE)) > Scope.NONE
        }
        for spec in ruled()
    }
    grants |= {spec.key: dict(keeping(spec)) for spec in registry.objects().values() if spec.own}
    return grants, {spec.key: _fields_together(spec, roles) for spec in registry.objects().values()}


def _fields_together(spec: ObjectSpec, roles: Sequence[tuple[Grants, Fields]]) -> Mapping[str, FieldRight]:
    """Field rights below WRITE; only roles that let the object be read have a say."""
    heard = [fields for grants, fields in roles if _reads(grants, spec)]
    rights = {
        name: max((restricted(fields, spec, field) for fields in heard), default=FieldRight.WRITE)
        for name, field in registry.fields(spec.key).items()
    }
    return {name: right for name, right in rights.items() if right < FieldRight.WRITE}


def _reads(grants: Grants, spec: ObjectSpec) -> bool:
    if spec.parent is not None:
        return _reads(grants, target_of(spec, spec.parent))
    return spec.open or granted(grants, spec, Verb.READ) > Scope.NONE


def exceeds(actor: Actor, grants: Grants, fields: Fields) -> bool:
    """Whether a role would give something the actor does not hold himself."""
    return any(
        granted(grants, spec, verb) > _held(actor, spec, verb) for spec in ruled() for verb in verbs_of(spec)
    ) or any(
        restricted(fields, spec, field) > _held_field(actor, spec, field)
        for spec in registry.objects().values()
        if _reads(grants, spec)
        for name, field in registry.fields(spec.key).items()
        if name not in ("id", "version")
    )


def _held(actor: Actor, spec: ObjectSpec, verb: str) -> Scope:
    """How far the actor's rights go, also with an object whose module is switched off."""
    if spec.key not in registry.off():
        return scope_of(actor, spec, verb)
    if not key_allows(actor, spec, verb):
        return Scope.NONE
    return Scope.ALL if actor.admin else granted(actor.grants, spec, verb)


def _held_field(actor: Actor, spec: ObjectSpec, field: FieldDef) -> FieldRight:
    if field.name not in registry.off_fields(spec.key):
        return field_right(actor, spec, field.name)
    return FieldRight.WRITE if actor.admin else restricted(actor.fields, spec, field)


# -- documents typed by people ------------------------------------------------------------------------

SHAPE = T("Expected {{object: {{name: right}}}}", "格式应为 {{对象: {{名称: 权限}}}}")
NO_OBJECT = T("There is no object “{key}”", "没有对象“{key}”")
NO_VERB = T("“{object}” has no action “{verb}”", "“{object}”没有操作“{verb}”")
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
NO_SCOPE = T("“{value}” is none of: {known}", "“{value}”不是以下之一：{known}")


def grant_problems(document: Any) -> list[Problem]:
    """What is wrong with a `grants` document."""
    return _problems("grants", document, SCOPES, _verb_problem)


def field_problems(document: Any) -> list[Problem]:
    """What is wrong with a `fields` document."""
    return _problems("fields", document, FIELD_RIGHTS, _field_problem)


def _problems(name: str, document: Any, words: Mapping[str, object], judge: Any) -> list[Problem]:
    if document is None:
        return []
    if not (isinstance(document, dict) and all(isinstance(row, dict) for row in document.values())):
        return [Problem(name, "shape", SHAPE.fill())]
    found = []
    for key, row in document.items():
        for entry, word in row.items():
            problem = judge(key, entry)
            if problem is None and (not isinstance(word, str) or word not in words):
                problem = NO_SCOPE.fill(value=word, known=", ".join(words))
            if problem is not None:
                found.append(Problem(f"{name}.{key}.{entry}", "unknown", problem))
    return found


def _meant(key: str) -> list[ObjectSpec]:
    """Objects a row's key covers."""
    every = list(registry.objects().values())
    if key == ANY:
        return every
    return [spec for spec in every if key in (spec.key, f"@{spec.group}") or (key == OPEN and spec.open)]


def _verb_problem(key: str, verb: str) -> T | None:
    meant = _meant(key)
    if not meant and key not in GROUPS:
        return NO_OBJECT.fill(key=key)
    known = {ANY, *Verb, *(name for spec in meant for name in verbs_of(spec))}
    return None if verb in known else NO_VERB.fill(object=key, verb=verb)


def _field_problem(key: str, field: str) -> T | None:
    meant = _meant(key) if key == ANY or key in registry.objects() else []
    if not meant:
        return NO_OBJECT.fill(key=key)
    known = {PERSONAL, *(name for spec in meant for name in registry.fields(spec.key))}
    return None if field in known else NO_FIELD.fill(object=key, field=field)
