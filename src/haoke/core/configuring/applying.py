"""Putting a document in place: all of it or nothing; tried first by really doing it and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from haoke.core import custom, registry
from haoke.core.configuring.documents import entries, fields
from haoke.core.configuring.naming import Names, listed, shown
from haoke.core.errors import Refused
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import T, current_language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.configuring.documents import Document, Entry
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

#: Objects whose records make objects and fields, in their order: each needs what the one before has made.
METADATA = ("custom_object", "custom_field")
#: What of an object of one's own names fields, which come after it.
_OF_FIELDS = ("board", "columns")

NO_OBJECT = T(
    "Haoke does not know “{key}” here: bring it up to date, or leave this out",
    "此处的好客没有“{key}”：请升级后再试，或不导入此项",
)
NO_NAME = T("It lacks what names it: {fields}", "缺少用于识别的字段：{fields}")
UNKNOWN = T(
    "It names what is neither here nor in the file: {names}. Make it here first, or leave this out",
    "引用了此处和文件中都没有的内容：{names}。请先在此处创建，或不导入此项",
)
NUMBERED = T("{field}, no. {number}", "{field}第 {number} 项")
MEND = T(". Correct it in the file, or leave this out", "。请在文件中更正，或不导入此项")
TWICE = T("It stands in the file twice", "文件中重复出现")
CONFLICTS = T("Nothing was changed: some of it does not fit here", "未做任何更改：部分内容与此处冲突")


class DoesNotFit(Refused):
    """Something in the document cannot be put in place; `extra` is the report."""

    status = 409
    code = "configuration"
    title = CONFLICTS


@dataclass(slots=True)
class Report:
    """What was made, changed (with the labels of its fields), left as it is, and what does not fit and why.

    `off`: what the file has switched on and what stays off here until somebody switches it on.
    """

    made: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    off: list[dict[str, Any]] = field(default_factory=list)
    same: int = 0

    def said(self) -> dict[str, Any]:
        """The report for people."""
        told = {"made": self.made, "changed": self.changed, "conflicts": self.conflicts, "off": self.off}
        return {**told, "same": self.same}


@dataclass(slots=True)
class Work:
    """One entry still to be put in place."""

    spec: ObjectSpec
    name: str
    entry: Entry


def preview(actor: Actor, document: Document) -> dict[str, Any]:
    """What putting the document in place would do; nothing stays."""
    with transaction.atomic(), custom.tentative():
        report = _all(actor, document, uuid7())
        transaction.set_rollback(True)
    return report.said()


def apply(actor: Actor, document: Document) -> dict[str, Any]:
    """Put the document in place under one change; raises DoesNotFit, with the report, when any of it does not fit."""
    change = uuid7()
    with transaction.atomic(), custom.tentative():
        report = _all(actor, document, change)
        if report.conflicts:
            raise DoesNotFit(extra=report.said())
    return {**report.said(), "change": str(change)}


def _all(actor: Actor, document: Document, change: UUID) -> Report:
    report, given = Report(), document.chosen()
    for key in METADATA:
        _stage(actor, {key: _early(key, given.get(key, []))}, change, report, final=key != METADATA[0])
    with custom.whole():
        unheard = [key for key in given if not _is_carried(key)]
    for key in unheard:
        report.conflicts.append({"id": key, "object": key, "name": key, "message": say(NO_OBJECT.fill(key=key))})
    rest = {key: entries_ for key, entries_ in given.items() if key not in METADATA[1:]}
    _stage(actor, rest, change, report, final=True)
    return report


def _early(key: str, given: list[Entry]) -> list[Entry]:
    """An object of one's own before its fields are there."""
    if key != METADATA[0]:
        return given
    return [{name: value for name, value in entry.items() if name not in _OF_FIELDS} for entry in given]


def _stage(actor: Actor, given: Mapping[str, list[Entry]], change: UUID, report: Report, *, final: bool) -> None:
    """Put entries in place, each as soon as all it rests on is there: again and again, as long as one more gets in."""
    with custom.whole():
        names = Names.read()
        known = {key: entries(registry.get(key), names) for key in given if _is_carried(key)}
        waiting = list(_works(given, names, report if final else Report()))
    while waiting:
        left: list[tuple[Work, T | str]] = []
        with custom.whole(), changes(actor, "import_configuration", change=change) as tx:
            for work in waiting:
                why = _place(tx, work, known[work.spec.key].get(work.name), names, report, final=final)
                left += [(work, why)] if why else []
        if len(left) == len(waiting):
            for work, why in left:
                _conflict(report, work, why)
            return
        waiting = [work for work, _ in left]


def _is_carried(key: str) -> bool:
    spec = registry.objects().get(key)
    return spec is not None and bool(spec.carried)


def _works(given: Mapping[str, list[Entry]], names: Names, report: Report) -> Iterable[Work]:
    seen: set[str] = set()
    for key, listed_ in given.items():
        for place, entry in enumerate(listed_ if _is_carried(key) else (), 1):
            spec = registry.get(key)
            name = names.name_of(spec, entry)
            if name is None or name in seen:
                said = TWICE if name else NO_NAME.fill(fields=_labels(spec, spec.carried))
                _conflict(report, Work(spec, name or f"{key}/{place}", entry), said)
                continue
            seen.add(name)
            yield Work(spec, name, entry)


def _labels(spec: ObjectSpec, names: Iterable[str]) -> str:
    return ", ".join(say(registry.fields(spec.key)[name].label) for name in names)


def _place(tx: Tx, work: Work, present: Entry | None, names: Names, report: Report, *, final: bool) -> T | str | None:
    """Make or change one record in a savepoint; why not, if it is refused.

    Objects of one's own come twice, first without what names their fields: only what they are at last is told.
    """
    unknown: set[str] = set()
    entry = _arriving(work, present)
    values = names.back(entry, unknown)
    if unknown:
        return UNKNOWN.fill(names=listed(unknown))
    differing = {name: value for name, value in entry.items() if present is None or present.get(name) != value}
    if not differing:
        report.same += final
        _tell_off(report, work, entry)
        return None
    try:
        with transaction.atomic():
            record = _write(tx, work, {name: values[name] for name in differing}, names, new=present is None)
    except Refused as refused:
        return _why(work, refused)
    names.learn(work.name, record)
    _tell(report, work, differing, new=present is None)
    _tell_off(report, work, entry)
    return None


def _arriving(work: Work, present: Entry | None) -> Entry:
    """The entry as it is put in place: what acts by itself is switched on by nobody but people of this company."""
    switch = work.spec.switch
    if not switch or (present is not None and (present[switch] or switch not in work.entry)):
        return work.entry
    return {**work.entry, switch: False}


def _write(tx: Tx, work: Work, values: dict[str, Any], names: Names, *, new: bool) -> str:
    """The id of the record made or changed; a retired object or field of that name comes back."""
    if not new:
        tx.update(work.spec.key, UUID(names.ids[work.name]), values)
        return names.ids[work.name]
    retired = _retired(work)
    if retired is None:
        return str(tx.create(work.spec.key, values).id)
    tx.restore(work.spec.key, retired)
    tx.update(work.spec.key, retired.id, values)
    return str(retired.id)


def _retired(work: Work) -> Any:
    if work.spec.key not in METADATA:
        return None
    named = {name: work.entry[name] for name in work.spec.carried}
    return work.spec.model._base_manager.filter(**named).exclude(deleted_at=None).first()


def _why(work: Work, refused: Refused) -> str:
    parts = [f"{_where(work, part.field)}: {say(part.message)}" for part in refused.problems]
    return "; ".join(parts) + say(MEND) if parts else say(refused.message)


def _where(work: Work, place: str) -> str:
    """The label of the field a problem names; of what stands in a list (steps) also which of it, and its part."""
    first, _, rest = place.partition(".")
    field = registry.fields(work.spec.key).get(first)
    if field is None:
        return place
    key, _, inner = rest.partition(".")
    number = _numbered(work.entry.get(first), key) or (key if key.isdigit() else None)
    named = say(field.label if number is None else NUMBERED.fill(field=field.label, number=number))
    inner = rest if number is None else inner
    return f"{named} ({inner})" if inner else named


def _numbered(listed_: Any, key: str) -> str | None:
    """The number of the entry with that id, as "2" or, in a list within the second, "2.1"."""
    for number, each in enumerate(listed_ if isinstance(listed_, list) else (), 1):
        if not isinstance(each, dict):
            continue
        if each.get("id") == key:
            return str(number)
        within = next((found for inner in each.values() if (found := _numbered(inner, key))), None)
        if within:
            return f"{number}.{within}"
    return None


def _line(work: Work) -> dict[str, Any]:
    """What an entry is, for people; of one with a key for a name also what it is called in their language."""
    name, called = shown(work.name), work.entry.get(work.spec.title)
    if isinstance(called, dict) and (text := called.get(current_language()) or next(iter(called.values()), None)):
        name = name if name.endswith(text) else f"{name} · {text}"
    return {"id": work.name, "object": work.spec.key, "label": say(work.spec.label), "name": name}


def _tell(report: Report, work: Work, differing: Entry, *, new: bool) -> None:
    line = _line(work)
    if new:
        report.made.append(line)
    elif line not in report.made:
        labels = fields(work.spec)
        report.changed.append({**line, "fields": [say(labels[name].label) for name in differing]})


def _tell_off(report: Report, work: Work, entry: Entry) -> None:
    switch = work.spec.switch
    if switch and work.entry.get(switch, True) and not entry.get(switch, True):
        report.off.append({**_line(work), "plural": work.spec.plural})


def _conflict(report: Report, work: Work, message: T | str) -> None:
    line = {**_line(work), "message": say(message)}
    if line not in report.conflicts:
        report.conflicts.append(line)
