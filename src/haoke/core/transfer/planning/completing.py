"""What no cell says but a record needs: titles, owners, estimates; then records found by several fields together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import registry
from haoke.core.errors import BadValue
from haoke.core.records import giving
from haoke.core.records.judging import HISTORY
from haoke.core.text import T, inside
from haoke.core.transfer.drafts import Draft
from haoke.core.transfer.given import Choice, Question, Trouble
from haoke.core.transfer.planning.parts import tick
from haoke.core.transfer.planning.references import label_of
from haoke.core.transfer.planning.together import match_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.given import Given
    from haoke.core.transfer.guessing.targets import FieldTarget, ObjectTarget
    from haoke.core.transfer.planning.plan import Plan

#: Told once, when a record is made.
_BIRTH = HISTORY - {"owner"}
_OWNER = T("Who owns the {count} {label} the files name no owner for?", "文件中没有负责人的 {count} 个{label}归谁？")
_ME, _NOBODY = T("Me", "我"), T("Nobody yet", "暂无负责人")
_MOST = T("Whoever owns most of what belongs to them", "名下业务最多的负责人")
BY_RULES, _BY_RULES = "rules", T("By the assignment rules; where none fits, me", "按分配规则；无适用规则时归我")
_AMOUNT = T(
    "{count} {label} have no amount. Use the list price of the product?", "{count} 个{label}没有金额，使用产品标价吗？"
)
_LEAVE, _LIST = T("Leave it empty", "留空"), T("Use the list price, marked as an estimate", "使用标价，并标记为估算")
ESTIMATED = "estimated"


def complete(actor: Actor, made: Plan, objects: Mapping[str, ObjectTarget], given: Given) -> None:
    """Fill in what can be worked out; ask where it is a decision."""
    for key, drafts in made.book.by_object.items():
        target = objects.get(key)
        if target is None:
            continue
        _addresses(key, target, drafts)
        _amounts(made, target, objects, given)
        _without_locked(key, drafts, given)
    _titles(made, objects)
    _named_together(made, objects)
    _owners(made, objects, given, actor)
    match_together(actor, made, objects)
    tick(actor, made, objects)
    _told_once(made, given)


def _addresses(key: str, target: ObjectTarget, drafts: Iterable[Draft]) -> None:
    """Parts of an address become one value; parts that do not fit together stay as one line."""
    for name in [item.name for item in target.fields.values() if item.kind == "address"]:
        kind = registry.field(key, name).type
        for draft in drafts:
            value = draft.values.get(name)
            if isinstance(value, dict):
                draft.values[name] = _address(draft, name, kind, value)


def _address(draft: Draft, name: str, kind: Any, value: dict[str, str]) -> Any:
    try:
        return kind.clean(value)
    except BadValue:
        line = " ".join(
            value[part] for part in ("line", "district", "city", "province", "postcode", "country") if part in value
        )
    try:
        return kind.clean({"line": line})
    except BadValue as bad:
        draft.troubles.append(Trouble(name, bad.code, bad.message, line))
        return None


def _without_locked(key: str, drafts: Iterable[Draft], given: Given) -> None:
    """Only a historical import may set what otherwise an action sets."""
    locked = registry.get(key).locked
    if given.historical or not locked:
        return
    for draft in drafts:
        for name in locked:
            draft.values.pop(name, None)


def _told_once(made: Plan, given: Given) -> None:
    """When and by whom a record was made counts when it is made; who is named for nothing else is not made."""
    drafts = [draft for each in made.book.by_object.values() for draft in each]
    told = [draft for draft in drafts if draft.exists or not given.historical]
    dropped = {draft.values.pop(name, None) for draft in told for name in _BIRTH}
    idle = {draft.id: draft for draft in drafts if draft.made_by_reference and draft.id in dropped}
    for draft in drafts if idle else ():
        for value in draft.values.values():
            for record in value if isinstance(value, list) else [value]:
                idle.pop(record, None) if isinstance(record, UUID) else None
    made.book.drop(idle.values())


# -- titles ------------------------------------------------------------------------------------------
def _titles(made: Plan, objects: Mapping[str, ObjectTarget]) -> None:
    """A record without a name of its own goes by what it refers to: "Cancity · GTX Basic"."""
    for key, drafts in made.book.by_object.items():
        target = objects.get(key)
        title = target.fields.get(target.title) if target else None
        if target is None or title is None or title.kind != "text":
            continue
        for draft in drafts:
            if draft.values.get(target.title) is None and not draft.exists:
                draft.values[target.title] = draft.title = _composed(made, target, draft)
                draft.filled |= {target.title}
            elif not draft.title:
                draft.title = str(draft.values.get(target.title) or "")


def _composed(made: Plan, target: ObjectTarget, draft: Draft) -> str:
    names = []
    for item in target.fields.values():
        record = draft.values.get(item.name)
        found = made.book.by_id(item.target or "", record) if isinstance(record, UUID) else None
        if item.kind == "reference" and found and found.title and not _is_setting(found.object):
            names.append(found.title)
    source = draft.key.split("|", 1)[0][:60]
    return (
        " · ".join(names[:2]) + (f" {label_of(draft.object)}" if len(names) == 1 else "")
        or f"{label_of(draft.object)} {source}"
    )[:190]


def _is_setting(key: str) -> bool:
    spec = registry.get(key)
    return spec.group == "settings"


# -- what one row names together ---------------------------------------------------------------------
def _named_together(made: Plan, objects: Mapping[str, ObjectTarget]) -> None:
    """Who is made for being named in a row belongs to what it names beside him: a deal's contact to its account."""
    for key, drafts in made.book.by_object.items():
        for one, other, tie in _meeting(objects[key], objects) if key in objects else ():
            for draft in drafts:
                record, whole = draft.values.get(one.name), draft.values.get(other.name)
                named = made.book.by_id(one.target or "", record) if isinstance(record, UUID) else None
                if named is None or named.exists or not named.made_by_reference or not isinstance(whole, UUID):
                    continue
                if named.values.get(tie) is None:
                    named.values[tie] = whole
                    named.filled |= {tie}


def _meeting(target: ObjectTarget, objects: Mapping[str, ObjectTarget]) -> list[tuple[FieldTarget, FieldTarget, str]]:
    """(field, other field, reference by which what the one leads to belongs to what the other leads to)."""
    links = [item for item in target.fields.values() if item.kind == "reference" and item.target in objects]
    return [
        (one, other, ties[0].name)
        for one in links
        for other in links
        if one.target != other.target
        and not objects[one.target or ""].settings
        and len(ties := objects[one.target or ""].refers_to(other.target or "")) == 1
    ]


# -- owners ------------------------------------------------------------------------------------------
def _owners(made: Plan, objects: Mapping[str, ObjectTarget], given: Given, actor: Actor) -> None:
    """One question for every object whose new records the files name no owner for."""
    for key, drafts in made.book.by_object.items():
        target = objects.get(key)
        bare = [draft for draft in drafts if not draft.exists and draft.values.get("owner") is None]
        if target is None or target.settings or registry.get(key).open or "owner" not in target.fields or not bare:
            continue
        most = _most(made, objects, key)
        value = _ask_owner(made, given, key, len(bare), bool(most))
        for draft in bare:
            if value == BY_RULES:
                draft.values.pop("owner", None)
                continue
            owner = most.get(draft.id) if value == "most" else actor.id if value == "me" else None
            if value == "most" and owner is None:
                owner = draft.main.values.get("owner") if draft.main else None
            draft.values["owner"] = owner
            draft.filled |= {"owner"}


def _ask_owner(made: Plan, given: Given, key: str, count: int, shared: bool) -> str:
    choices = [Choice("me", _ME), Choice("none", _NOBODY)]
    if shared:
        choices.insert(0, Choice("most", _MOST))
    if key in giving.spoken_of("import"):
        choices.insert(0, Choice(BY_RULES, _BY_RULES))
    name = f"owner:{key}"
    value = given.answers.get(name, choices[0].value)
    value = value if value in {choice.value for choice in choices} else choices[0].value
    label = _OWNER.fill(count=f"{count:,}", label=inside(registry.get(key).label_plural))
    made.questions.append(Question(name, "owner", label, choices, value))
    return value


def _most(made: Plan, objects: Mapping[str, ObjectTarget], key: str) -> dict[UUID, UUID]:
    """{record: owner of most records that refer to it}."""
    votes: dict[UUID, Counter[UUID]] = {}
    for other, drafts in made.book.by_object.items():
        target = objects.get(other)
        names = [item.name for item in target.refers_to(key)] if target and other != key else []
        for draft in drafts if names else ():
            owner = draft.values.get("owner")
            for name in names:
                record = draft.values.get(name)
                if isinstance(record, UUID) and isinstance(owner, UUID):
                    votes.setdefault(record, Counter())[owner] += 1
    return {record: counts.most_common(1)[0][0] for record, counts in votes.items()}


# -- amounts -----------------------------------------------------------------------------------------
def _amounts(made: Plan, target: ObjectTarget, objects: Mapping[str, ObjectTarget], given: Given) -> None:
    """An amount a file leaves out may be estimated from the price of what is sold."""
    money = next((item for item in target.fields.values() if item.kind == "money"), None)
    priced = _priced(target, objects)
    if money is None or priced is None or ESTIMATED not in target.fields:
        return
    mapped = [draft for draft in made.book.by_object.get(target.key, ()) if money.name in draft.values]
    missing = [draft for draft in mapped if draft.values[money.name] is None and draft.values.get(priced[0].name)]
    if not missing:
        return
    name = f"missing_amount:{target.key}"
    value = given.answers.get(name, "leave")
    label = _AMOUNT.fill(count=f"{len(missing):,}", label=inside(registry.get(target.key).label_plural))
    made.questions.append(
        Question(name, "missing_amount", label, [Choice("leave", _LEAVE), Choice("list_price", _LIST)], value)
    )
    if value == "list_price":
        _estimate(made, missing, money.name, *priced)


def _priced(target: ObjectTarget, objects: Mapping[str, ObjectTarget]) -> tuple[FieldTarget, FieldTarget] | None:
    """(reference, money field of what it refers to): a settings-free object that carries a price."""
    for item in target.fields.values():
        other = objects.get(item.target or "") if item.kind == "reference" else None
        price = (
            next((field for field in other.fields.values() if field.name == "price" and field.kind == "money"), None)
            if other
            else None
        )
        if price:
            return item, price
    return None


def _estimate(made: Plan, drafts: Iterable[Draft], money: str, link: FieldTarget, price: FieldTarget) -> None:
    for draft in drafts:
        sold = made.book.by_id(link.target or "", draft.values[link.name])
        amount = sold.values.get(price.name) if sold else None
        if amount is not None:
            draft.values |= {money: amount, ESTIMATED: True}
            draft.filled |= {money, ESTIMATED}
