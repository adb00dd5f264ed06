"""What a definition must be before the database makes a column or table of it; every error says what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.core import metadata, registry
from haoke.core.calculated.rules import calculation_is_sound
from haoke.core.custom import naming, rekinding
from haoke.core.custom.kinds import KINDS
from haoke.core.custom.options import option_problems, searched
from haoke.core.custom.refusals import FIELD, FIXED, FIXED_OBJECT, KEY, NAME
from haoke.core.errors import Problem
from haoke.core.numbering.patterns import problem
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from haoke.core.spec import Change

#: Objects whose table a definition's own trigger is at work on.
CLOSED: Final = frozenset({"custom_field", "custom_object"})
ICON: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Fields of every record that may be columns of a list.
COMMON: Final = frozenset(
    {"name", "number", "owner", "department", "created_at", "updated_at", "created_by", "updated_by"}
)

NO_OBJECT: Final = T("There is no object “{value}”", "没有对象“{value}”")
TAKEN: Final = T(
    "There is a field or object of this name, perhaps a retired one; choose another",
    "已有同名字段或对象（可能已停用），请换一个",
)
SAID: Final = T(
    "This object has a field called “{label}” already; give it another name",
    "此对象已有名为“{label}”的字段，请换一个名称",
)
SAID_OBJECT: Final = T(
    "There is an object called “{label}” already; give it another name", "已有名为“{label}”的对象，请换一个名称"
)
NOT_UNIQUE: Final = FIELD["customfield_unique"]
REPEATED: Final = T(
    "A default would be the same in every new record; take it away or allow repetition",
    "默认值会使每条新记录内容相同，请去掉默认值或允许重复",
)
NOT_SEARCHED: Final = T("Fields of this kind are not searched; switch it off", "此类字段不支持搜索，请关闭")
BAD_ICON: Final = T("An icon is a name such as briefcase or file-text", "图标应为 briefcase、file-text 这样的名称")
BAD_COLUMN: Final = T(
    'Columns are a list of names of fields such as ["owner", "cf_budget"]',
    '列应为字段标识的列表，如 ["owner", "cf_budget"]',
)


def field_is_sound(change: Change) -> None:
    """A field has an object, a name of its own, a kind that stays, and options that fit it."""
    if not change.creating and change.changed <= {"position"}:
        return
    _refuse(list(_field_new(change) if change.creating else _fixed(change, ("object", "name"), FIXED)))
    _refuse(list(_field_kind(change)))
    _refuse([*_field_label(change), *option_problems(change), *_switches(change)])
    _refuse(list(calculation_is_sound(change)))
    _refuse(list(_held_values(change)))


def object_is_sound(change: Change) -> None:
    """An object has a key of its own that stays, and names fields there are."""
    _refuse(list(_object_new(change) if change.creating else _fixed(change, ("key", "plural"), FIXED_OBJECT)))
    _refuse([*_object_label(change), *_shown(change), *_placed(change)])


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise RuleBroken(problems=problems)


def _fixed(change: Change, names: tuple[str, ...], why: T) -> Iterator[Problem]:
    before = change.before or {}
    return (Problem(name, "fixed", why) for name in names if change.after[name] != before[name])


def _field_new(change: Change) -> Iterator[Problem]:
    after = change.after
    key = after["object"]
    spec = registry.objects().get(key)
    if spec is None:
        yield Problem("object", "unknown", NO_OBJECT.fill(value=key))
        return
    if key in CLOSED:
        yield Problem("object", "closed", FIELD["customfield_object"])
    taken = {*registry.fields(key), *(name for each, name in metadata.current().retired if each == key)}
    after["name"] = after["name"] or naming.named(after["label"], naming.FIELD, naming.FIELD_LENGTH, taken)
    if not naming.fits(after["name"], naming.FIELD, naming.FIELD_LENGTH):
        yield Problem("name", "bad_name", NAME)
    elif after["name"] in taken:
        yield Problem("name", "duplicate", FIELD["customfield_taken"])


def _field_kind(change: Change) -> Iterator[Problem]:
    """A field may become of a kind that holds its values as they are."""
    before, after = change.before, change.after
    if before is None or before["kind"] == after["kind"]:
        return
    known = rekinding.into(before)
    if not rekinding.reads_all(change.actor, before):
        yield Problem("kind", "not_seen", rekinding.NOT_SEEN)
    elif not known and before["kind"] in rekinding.INTO:
        yield Problem("kind", "calculated", rekinding.CALCULATED)
    elif after["kind"] not in known:
        kinds = [KINDS[each].label for each in known] or [rekinding.NOTHING]
        said = T(", ".join(map(str.__str__, kinds)), "、".join(each.zh for each in kinds))
        yield Problem("kind", "not_into", rekinding.NOT_INTO.fill(kinds=said))
    elif after["kind"] == "choice" and not (after["options"] or {}).get("choices"):
        after["options"] = {**(after["options"] or {}), "choices": rekinding.choices(before)}


def _held_values(change: Change) -> Iterator[Problem]:
    """What the records hold fits the kind the field shall have."""
    if change.before is None or change.before["kind"] == change.after["kind"]:
        return
    found = rekinding.misfits(change.before, change.after)
    if found:
        count = sum(each[1] for each in found)
        yield Problem("kind", "misfits", rekinding.MISFITS.fill(count=count, value=str(found[0][0])[:40]))


def _field_label(change: Change) -> Iterator[Problem]:
    after = change.after
    others = (each.label for name, each in registry.fields(after["object"]).items() if name != after["name"])
    yield from _said_already(change, others, SAID)


def _object_label(change: Change) -> Iterator[Problem]:
    named = ((key, spec) for key, spec in registry.objects().items() if not spec.internal)
    others = (spec.label for key, spec in named if key != change.after["key"])
    yield from _said_already(change, others, SAID_OBJECT)


def _said_already(change: Change, others: Iterable[T | str], why: T) -> Iterator[Problem]:
    """A label that is given now and that people could not tell from another one, in either language."""
    if "label" not in change.changed:
        return
    known = {said for label in others for said in _heard(str.__str__(label), getattr(label, "zh", ""))}
    for text in change.after["label"].values():
        if _heard(text) & known:
            yield Problem("label", "said", why.fill(label=text.strip()))
            return


def _heard(*texts: str) -> set[str]:
    return {" ".join(text.casefold().split()) for text in texts if text}


def _switches(change: Change) -> Iterator[Problem]:
    after = change.after
    if after["unique"] and not KINDS[after["kind"]].unique:
        yield Problem("unique", "not_unique", NOT_UNIQUE)
    if after["unique"] and (after["options"] or {}).get("default") is not None:
        yield Problem("unique", "default", REPEATED)
    if after["searchable"] and not searched(after):
        yield Problem("searchable", "not_searched", NOT_SEARCHED)


def _object_new(change: Change) -> Iterator[Problem]:
    after = change.after
    retired = {key for key, name in metadata.current().retired if not name}
    taken = {*registry.objects(), *retired}
    after["key"] = after["key"] or naming.named(after["label"], naming.OBJECT, naming.OBJECT_LENGTH, taken)
    after["plural"] = after["plural"] or f"{after['key']}s"
    for name in ("key", "plural"):
        if not naming.fits(after[name], naming.OBJECT, naming.OBJECT_LENGTH + (name == "plural")):
            yield Problem(name, "bad_name", KEY)
    plurals = {spec.plural for spec in registry.objects().values()}
    if after["key"] in taken or after["plural"] in plurals:
        yield Problem("key", "duplicate", TAKEN)


def _shown(change: Change) -> Iterator[Problem]:
    pattern, icon = change.after["number_pattern"], change.after["icon"]
    if pattern:
        yield from problem("number_pattern", pattern)
    if not ICON.fullmatch(icon or "box"):
        yield Problem("icon", "bad_icon", BAD_ICON)


def _placed(change: Change) -> Iterator[Problem]:
    """Columns and board may name fields that are yet to be made: they count from then on."""
    after = change.after
    columns, board = after["columns"], after["board"]
    if columns is not None and not (isinstance(columns, list) and all(map(_placeable, columns))):
        yield Problem("columns", "bad_column", BAD_COLUMN)
    if board and not naming.fits(board, naming.FIELD, naming.FIELD_LENGTH):
        yield Problem("board", "bad_name", NAME)


def _placeable(name: object) -> bool:
    return isinstance(name, str) and (name in COMMON or naming.fits(name, naming.FIELD, naming.FIELD_LENGTH))
