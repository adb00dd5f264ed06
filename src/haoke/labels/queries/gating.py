"""What tag groups say to a write of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.errors import Invalid
from haoke.core.fieldtypes import normal
from haoke.core.records import hold
from haoke.core.text import T
from haoke.labels.models import Standing
from haoke.labels.queries.reading import TAGS, groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec
    from haoke.labels.queries.reading import Group

OURS: Final = "haoke.labels.queries.gate"
BY_RULE = T("“{tag}” is given and taken by its rule only", "标签“{tag}”由规则自动维护，不能手工增删")
RENAME = T("Records have this tag: rename it by “Rename or merge”", "已有记录使用该标签，请用“改名或合并”操作")
ONE = T("Of “{group}” only one at a time: {tags}", "“{group}”只能选一个：{tags}")
UNKNOWN = T("“{tag}” is no tag here; choose one of the list", "“{tag}”不在标签库中，请从列表选择")
NOT_YOURS = T("Tags of “{group}” are not yours to set", "您不能使用标签组“{group}”")


def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: what is wrong with its tags}; no statement for what changes none."""
    if actor.id == SYSTEM_ID or hold.sorting():
        return {}
    if spec.key == "tag":
        return {each.record: Invalid.at("name", "rename", RENAME) for each in attempts if _renamed(each)}
    written = [each for each in attempts if each.action in (Verb.CREATE, Verb.UPDATE) and _changes(each)]
    known = groups(spec.key, hold.stated(OURS)) if written else ()
    if not known:
        return {}
    return {each.record: refused for each in written if (refused := _refused(actor, known, each))}


def _renamed(each: Attempt) -> bool:
    """Whether a form renames what records have; the action does it on all of them, undoing takes it back."""
    asked, before = hold.asked(), each.before or {}
    by_form = asked is not None and asked.action == Verb.UPDATE and "name" in each.changed
    return by_form and Standing.objects.filter(object=before["object"], field=TAGS, value=before["name"]).exists()


def _changes(each: Attempt) -> bool:
    return TAGS in each.changed or (each.action == Verb.CREATE and bool(each.after.get(TAGS)))


def _refused(actor: Actor, known: Sequence[Group], each: Attempt) -> Refused | None:
    before, after = _keys((each.before or {}).get(TAGS)), _keys(each.after.get(TAGS))
    added, differing = after.keys() - before.keys(), after.keys() ^ before.keys()
    for group in known:
        touched = [group.by_key[key] for key in differing if key in group.by_key]
        ruled = next((tag for tag in touched if tag.condition is not None), None)
        if ruled:
            return Invalid.at(TAGS, "by_rule", BY_RULE.fill(tag=ruled.name))
        if touched and not group.open_to(actor):
            return Invalid.at(TAGS, "not_yours", NOT_YOURS.fill(group=_said(group)))
        chosen = [tag.name for tag in group.tags if tag.key in after]
        if touched and not group.multiple and len(chosen) > 1:
            return Invalid.at(TAGS, "one_only", ONE.fill(group=_said(group), tags=", ".join(chosen)))
    strange = [word for key, word in after.items() if key in added and not any(key in group.by_key for group in known)]
    if strange and not any(group.free for group in known):
        return Invalid.at(TAGS, "unknown", UNKNOWN.fill(tag=strange[0]))
    return None


def _said(group: Group) -> T:
    en, zh = group.name.get("en"), group.name.get("zh")
    return T(en or zh or "", zh or en or "")


def _keys(tags: Iterable[str] | None) -> dict[str, str]:
    return {normal.key(tag): tag for tag in tags or ()}
