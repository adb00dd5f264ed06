"""For every draft of a record that exists: what changes, what stays, and where Haoke and the file disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import BadValue
from haoke.core.records.reading import titles
from haoke.core.text import T
from haoke.core.transfer import existing, retelling
from haoke.core.transfer.given import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.core.transfer.drafts import Draft

EDITED = T("Edited in Haoke to “{ours}”; the file says “{theirs}”", "好客中已改为“{ours}”，文件中是“{theirs}”")
DELETED = T("The record was deleted in Haoke", "该记录已在好客中删除")
HIDDEN = T("The record is there, but you may not see it", "记录已存在，但您无权查看")


#: What JSON gives back as it was.
_PLAIN = (str, type(None), int, float, bool)


class Verdict(StrEnum):
    """What happens to a record."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(slots=True)
class Judged:
    """A draft with its verdict; `write` is what goes to the record, `said` the file's values to remember."""

    draft: Draft
    verdict: Verdict
    write: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    version: int | None = None
    troubles: list[Trouble] = field(default_factory=list)


def judge(actor: Actor, key: str, drafts: Sequence[Draft], *, take_file: bool) -> list[Judged]:
    """A verdict for each draft of one object, in their order."""
    fields = registry.fields(key)
    present = existing.rows_of(actor, key, (draft.id for draft in drafts if draft.exists))
    judged = []
    dump = _Dumper(actor, registry.get(key), fields)
    for draft in drafts:
        said = {
            name: value if value is None or type(value) is str else dump(name, value)
            for name, value in draft.values.items()
            if name not in draft.filled
        }
        if not draft.exists:
            made = {name: value for name, value in draft.values.items() if value is not None}
            owner = {"owner": None} if "owner" in draft.filled and "owner" not in made else {}
            judged.append(Judged(draft, Verdict.CREATE, made | owner, said, troubles=list(draft.troubles)))
        else:
            judged.append(_against(draft, said, present.get(draft.id), dump, take_file=take_file))
    return judged


def _against(
    draft: Draft, said: dict[str, Any], row: Mapping[str, Any] | None, dump: _Dumper, *, take_file: bool
) -> Judged:
    if row is None or row["@deleted"]:
        trouble = Trouble("", "deleted" if row else "hidden", DELETED if row else HIDDEN)
        return Judged(draft, Verdict.CONFLICT, said=said, troubles=[*draft.troubles, trouble])
    found = Judged(draft, Verdict.UNCHANGED, said=said, version=row["version"], troubles=list(draft.troubles))
    clash = False
    for name, theirs in said.items():
        if name not in dump.seen:
            # Not compared: that alone would tell what it holds. The write path refuses it, whatever it is.
            found.write[name] = draft.values[name]
            continue
        ours = dump(name, row[name])
        if ours == theirs or _in_one_language(dump.fields[name], ours, theirs):
            continue
        if not _file_speaks(draft, name, theirs, ours):
            continue
        if take_file or _untouched(draft, row, name, ours):
            found.write[name] = _with_other_language(dump.fields[name], ours, draft.values[name])
            found.before[name] = ours
        else:
            clash = True
            message = EDITED.fill(ours=dump.shown(name, row[name]), theirs=dump.shown(name, draft.values[name]))
            found.troubles.append(Trouble(name, retelling.EDITED, message))
    found.verdict = Verdict.CONFLICT if clash else Verdict.UPDATE if found.write else Verdict.UNCHANGED
    return found


def _in_one_language(item: Any, ours: Any, theirs: Any) -> bool:
    """A translated text of which the file says one language, and that alike."""
    return item.type.kind == "translated" and bool(ours) and bool(theirs) and theirs.items() <= ours.items()


def _with_other_language(item: Any, ours: Any, value: Any) -> Any:
    """A translated text keeps the language the file says nothing of."""
    return {**ours, **value} if item.type.kind == "translated" and ours and value else value


def _file_speaks(draft: Draft, name: str, theirs: Any, ours: Any) -> bool:
    """An empty cell says something only where the file used to say something else."""
    return theirs is not None or (
        draft.memory is not None and draft.memory.values.get(name) is not None and ours is not None
    )


def _untouched(draft: Draft, row: Mapping[str, Any], name: str, ours: Any) -> bool:
    """Nobody has edited the field in Haoke since the last import, or it was never filled."""
    if draft.memory is None:
        return ours in (None, [], "") or name in draft.ticked
    return bool(row["version"] == draft.memory.version or ours == draft.memory.values.get(name))


class _Dumper:
    """Values of one object's fields as JSON; most come again and again."""

    def __init__(self, actor: Actor, spec: ObjectSpec, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self._actor = actor
        self._known: dict[tuple[str, Any], Any] = {}
        self._titles: dict[UUID, str] = {}
        #: Fields the person reads in full.
        self.seen = {name for name in fields if access.field_right(actor, spec, name) >= FieldRight.READ}

    def shown(self, name: str, value: Any) -> str:
        """A value as a person reads it; a record by its title."""
        if not isinstance(value, UUID):
            return _shown(self.fields[name], value)
        if value not in self._titles:
            spec = registry.get(str(self.fields[name].type.meta()["target"]))
            self._titles[value] = titles(self._actor, spec, [value]).get(value) or str(value)
        return self._titles[value]

    def __call__(self, name: str, value: Any) -> Any:
        if value is None or type(value) is str:
            return value
        if isinstance(value, UUID):
            return str(value)
        try:
            key = (name, tuple(value) if type(value) is list else value)
            if key not in self._known:
                self._known[key] = _dump(self.fields[name].type, value)
            return self._known[key]
        except TypeError:  # a document
            return _dump(self.fields[name].type, value)


def _dump(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    try:
        dumped = kind.dump(kind.clean(value))
    except BadValue:
        return str(value)
    return _plain(dumped)


def _plain(value: Any) -> Any:
    """JSON as it comes back from storage; the worth in base currency is no part of what a file says."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dict):
        return {
            str(key): item if type(item) in _PLAIN else _plain(item) for key, item in value.items() if key != "base"
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def _shown(item: Any, value: Any) -> str:
    if value is None:
        return "—"
    try:
        return str(item.type.format(value, "zh"))[:80]
    except (BadValue, TypeError, ValueError, AttributeError):
        return str(value)[:80]
