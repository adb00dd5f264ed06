"""What an import brought to light: gaps and doubles, each with the filter of the list that mends it."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.errors import Refused
from haoke.core.records.reading import ListQuery, count
from haoke.core.text import T, inside, say
from haoke.core.transfer import doubles
from haoke.core.transfer.models import ImportRow
from haoke.core.transfer.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.writing import Carried

_WITHOUT = T("{label} without {field}", "没有{field}的{label}")
_ALL, _LARGEST = T("All {label}", "全部{label}"), T("All {label}, largest first", "全部{label}（从大到小）")
_ESTIMATED = T("{label} whose amount is an estimate", "金额为估算的{label}")
_ALIKE = T("{label} that look like doubles", "可能重复的{label}")
_NO_PLAN = T("Open {label} without a next step", "没有下一步的进行中{label}")
#: Fields whose absence matters to work, where an object has them.
_GAPS = ("account", "owner", "amount", "expected_close")
#: Of these nobody needs to think any more once the record is closed.
_WHILE_OPEN = frozenset({"expected_close"})
_NO_PHONE = T("{label} without a phone number", "没有电话的{label}")
_STEPS = ("next_step", "next_contact")


def names_in(carried: Carried) -> dict[str, set[str]]:
    """{object: titles} of what an import took."""
    names: dict[str, set[str]] = {}
    for item in carried.judged:
        if item.verdict != Verdict.REJECTED:
            names.setdefault(item.draft.object, set()).add(item.draft.title)
    return names


def names_of(batch: Import) -> dict[str, set[str]]:
    """The same, as its rows were kept."""
    names: dict[str, set[str]] = {}
    rows = ImportRow.objects.filter(batch=batch).exclude(verdict=Verdict.REJECTED).order_by("id")
    for key, title in rows.values_list("object", "title").iterator():
        names.setdefault(key, set()).add(title)
    return names


def found(actor: Actor, names: Mapping[str, set[str]], objects: Mapping[str, ObjectTarget]) -> list[dict[str, Any]]:
    """[{key, label {zh, en}, count, object, filter, sort}] over everything the actor sees of the imported objects."""
    items: list[dict[str, Any]] = []
    for key, titles in names.items():
        target = objects.get(key)
        if target is not None and not target.settings and not target.links:
            items += [entry for entry in _of_object(actor, target, titles) if entry["count"]]
    return items


def _of_object(actor: Actor, target: ObjectTarget, names: set[str]) -> Iterable[dict[str, Any]]:
    many = registry.get(target.key).label_plural
    size = _by_size(target)
    yield _entry(actor, target, "all", (_LARGEST if size else _ALL).fill(label=inside(many)), None, sort=size)
    stage = target.fields.get("stage")
    still = [{"field": "stage.kind", "op": "eq", "value": "open"}] if stage is not None and stage.target else []
    for name in _GAPS:
        item = target.fields.get(name)
        if item is not None and not item.readonly:
            label = _WITHOUT.fill(label=many, field=inside(registry.field(target.key, name).label))
            nodes = [{"field": name, "op": "empty"}, *(still if name in _WHILE_OPEN else ())]
            yield _entry(actor, target, f"no_{name}", label, {"and": nodes})
    phones = [{"field": item.name, "op": "empty"} for item in target.fields.values() if item.kind == "phone"]
    if phones:
        yield _entry(actor, target, "no_phone", _NO_PHONE.fill(label=many), {"and": phones})
    if "estimated" in target.fields:
        yield _entry(
            actor,
            target,
            "estimated",
            _ESTIMATED.fill(label=many),
            {"and": [{"field": "estimated", "op": "eq", "value": True}]},
        )
    steps = [name for name in _STEPS if name in target.fields]
    if steps and still:
        nodes = [*still, *({"field": name, "op": "empty"} for name in steps)]
        yield _entry(actor, target, "no_next_step", _NO_PLAN.fill(label=inside(many)), {"and": nodes})
    if target.person or (target.fields[target.title].required and not _composed(target)):
        tree = {"and": [{"field": "id", "op": "in", "value": doubles.among(actor, target, names)}]}
        yield _entry(actor, target, "doubles", _ALIKE.fill(label=many), tree, sort=target.title)


def _composed(target: ObjectTarget) -> bool:
    """Titles of such objects say little: they are made of what the record refers to."""
    return any(item.kind == "money" and item.name == "amount" for item in target.fields.values())


def _by_size(target: ObjectTarget) -> str | None:
    for name in ("revenue", "amount", "employees"):
        if name in target.fields:
            return f"-{name}"
    return None


def _entry(
    actor: Actor, target: ObjectTarget, key: str, label: T, tree: Any, sort: str | None = None
) -> dict[str, Any]:
    try:
        number, _more = count(actor, registry.get(target.key), ListQuery(filter=tree, count="exact"))
    except Refused:
        number = 0
    return {**_bare(target, key, label, tree, sort), "count": number}


def _bare(target: ObjectTarget, key: str, label: T, tree: Any, sort: str | None = None) -> dict[str, Any]:
    texts = {"zh": say(label, "zh"), "en": say(label, "en")}
    return {"key": f"{target.key}.{key}", "label": texts, "object": target.key, "filter": tree, "sort": sort}
