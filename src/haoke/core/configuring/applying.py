"""Putting a document in place: all of it or nothing; tried first by really doing it and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from haoke.core import custom, registry
from haoke.core.configuring.documents import entries, fields
from haoke.core.configuring.naming import Names, listed
from haoke.core.errors import Refused
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import T, say

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

NO_OBJECT = T("There is nothing called “{key}” here", "此处没有“{key}”")
NO_NAME = T("It lacks what names it: {fields}", "缺少用于识别的字段：{fields}")
UNKNOWN = T("It names what is neither here nor in the file: {names}", "引用了此处和文件中都没有的内容：{names}")
TWICE = T("It stands in the file twice", "文件中重复出现")
CONFLICTS = T("Nothing was changed: some of it does not fit here", "未做任何更改：部分内容与此处冲突")


class DoesNotFit(Refused):
    """Something in the document cannot be put in place; `extra` is the report."""

    status = 409
    code = "configuration"
    title = CONFLICTS


@dataclass(slots=True)
class Report:
    """What was made, changed (with the labels of its fields), left as it is, and what does not fit and why."""

    made: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    same: int = 0

    def said(self) -> dict[str, Any]:
        """The report for people."""
        return {"made": self.made, "changed": self.changed, "conflicts": self.conflicts, "same": self.same}


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
    report = Report()
    for key in METADATA:
        with custom.latest():
            given = {key: _early(key, document.objects.get(key, []))}
            _stage(actor, given, change, report, final=key != METADATA[0])
    with custom.latest():
        for key in document.objects.keys() - {spec.key for spec in registry.objects().values() if spec.carried}:
            report.conflicts.append({"object": key, "name": key, "message": say(NO_OBJECT.fill(key=key))})
        rest = {key: listed for key, listed in document.objects.items() if key not in METADATA[1:]}
        _stage(actor, rest, change, report, final=True)
    return report


def _early(key: str, given: list[Entry]) -> list[Entry]:
    """An object of one's own before its fields are there."""
    if key != METADATA[0]:
        return given
    return [{name: value for name, value in entry.items() if name not in _OF_FIELDS} for entry in given]


def _stage(actor: Actor, given: Mapping[str, list[Entry]], change: UUID, report: Report, *, final: bool) -> None:
    """Put entries in place, each as soon as all it names is there."""
    names = Names.read()
    known = {key: entries(registry.get(key), names) for key in given if _is_carried(key)}
    waiting = list(_works(given, names, report if final else Report()))
    with changes(actor, "import_configuration", change=change) as tx:
        while waiting:
            ready = [work for work in waiting if not _unknown(work.entry, names)]
            for work in ready:
                _place(tx, work, known[work.spec.key].get(work.name), names, report, final=final)
            left = [work for work in waiting if work not in ready]
            if not ready:
                for work in left:
                    _conflict(report, work, UNKNOWN.fill(names=listed(_unknown(work.entry, names))))
                return
            waiting = left


def _is_carried(key: str) -> bool:
    spec = registry.objects().get(key)
    return spec is not None and bool(spec.carried)


def _works(given: Mapping[str, list[Entry]], names: Names, report: Report) -> Iterable[Work]:
    seen: set[str] = set()
    for key, listed_ in given.items():
        for entry in listed_ if _is_carried(key) else ():
            spec = registry.get(key)
            name = names.name_of(spec, entry)
            if name is None or name in seen:
                said = TWICE if name else NO_NAME.fill(fields=", ".join(spec.carried))
                report.conflicts.append({"object": key, "name": name or key, "message": say(said)})
                continue
            seen.add(name)
            yield Work(spec, name, entry)


def _unknown(entry: Entry, names: Names) -> set[str]:
    unknown: set[str] = set()
    names.back(entry, unknown)
    return unknown


def _place(tx: Tx, work: Work, present: Entry | None, names: Names, report: Report, *, final: bool) -> None:
    """Make or change one record in a savepoint; what is refused is a conflict.

    Objects of one's own come twice, first without what names their fields: only what they are at last is told.
    """
    differing = {name: value for name, value in work.entry.items() if present is None or present.get(name) != value}
    if not differing:
        report.same += final
        return
    values = names.back(differing, set())
    try:
        with transaction.atomic():
            if present is None:
                record = tx.create(work.spec.key, values)
                names.learn(work.name, str(record.id))
            else:
                tx.update(work.spec.key, UUID(names.ids[work.name]), values)
    except Refused as refused:
        said = "; ".join(f"{part.field}: {say(part.message)}" for part in refused.problems) or say(refused.message)
        _conflict(report, work, said)
        return
    _tell(report, work, differing, new=present is None)


def _tell(report: Report, work: Work, differing: Entry, *, new: bool) -> None:
    line = {"object": work.spec.key, "label": say(work.spec.label), "name": _short(work)}
    if new:
        report.made.append(line)
    elif line not in report.made:
        labels = fields(work.spec)
        report.changed.append({**line, "fields": [say(labels[name].label) for name in differing]})


def _conflict(report: Report, work: Work, message: str) -> None:
    line = {"object": work.spec.key, "label": say(work.spec.label), "name": _short(work), "message": say(message)}
    if line not in report.conflicts:
        report.conflicts.append(line)


def _short(work: Work) -> str:
    return work.name.partition("/")[2]
