"""Filling in a template: placeholders name fields of the registry, and only what the sender may read is put in.

`{account.name}` is a field of the record written from, or of what it points at; `{opportunity.account.name}` says
which; `{user.name}` is the sender's. Anything else is refused by name.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Invalid, Missing, Problem
from haoke.core.fieldtypes import normal
from haoke.core.records.reading import read_one
from haoke.core.text import T, current_language, speaking
from haoke.inbox.mail.models import MailTemplate
from haoke.inbox.mail.receivers import references
from haoke.privacy.queries import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

PLACEHOLDER: Final = re.compile(r"\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){1,2})\s*\}")
_BRACES: Final = re.compile(r"\{([^{}<>]{1,120})\}")
#: Kinds whose values are words on one line.
_SAID: Final = normal.words(
    "text longtext richtext translated integer decimal percent money date datetime boolean choice multichoice tags"
    " reference user department email phone url address autonumber"
)
ME: Final = "user"

UNKNOWN = T("The template asks for “{name}”, which this record does not have", "模板中的“{name}”在此记录中不存在")
HIDDEN = T("The template asks for “{name}”, which you may not read", "模板中的“{name}”您无权查看")
SHAPE = T("“{name}” is no placeholder; write {{object.field}}", "“{name}”不是占位符，应为 {{对象.字段}}")


def named(text: str) -> list[str]:
    """Placeholders in a text, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def malformed(text: str) -> list[str]:
    """What stands in braces and is no placeholder."""
    return [found for found in _BRACES.findall(text) if not PLACEHOLDER.fullmatch(f"{{{found}}}")]


def known(name: str, key: str | None) -> bool:
    """Whether a placeholder can mean something on records of the object (None: of some object)."""
    whose, *path = name.split(".")
    if whose not in registry.objects():
        return False
    if len(path) > 1:
        target = dict(references(whose)).get(path[0])
        return (key in (None, whose)) and target is not None and _sayable(target, path[1])
    near = key is None or whose in (key, ME) or whose in {target for _, target in references(key)}
    return near and _sayable(whose, path[0])


def _sayable(key: str, field: str) -> bool:
    found = registry.fields(key).get(field)
    return found is not None and found.type.kind in _SAID


def fill(actor: Actor, template: UUID, key: str, record: UUID) -> dict[str, str]:
    """{subject, body} of a template for a record the actor sees, in the language the person is written to in where that
    is known; raises Missing, Invalid naming what cannot be said."""
    found = MailTemplate.objects.filter(pk=template, deleted_at=None).first()
    if found is None or found.object not in (None, key):
        raise Missing
    rows = _Rows(actor, registry.get(key), record)
    with speaking(language_of(actor, rows.spec, rows.row) or current_language()):
        return _filled(rows, found)


def _filled(rows: _Rows, found: MailTemplate) -> dict[str, str]:
    subject = found.subject.get(current_language()) or found.subject.get("en") or found.subject.get("zh") or ""
    bodies = {"zh": found.body_zh, "en": found.body_en}
    body = bodies[current_language()] or found.body_en or found.body_zh or ""
    values = _values(rows, [*named(subject), *named(body)])
    return {
        "subject": _put(subject, lambda name: values[name]),
        "body": _put(body, lambda name: html.escape(values[name], quote=False).replace("\n", "<br>")),
    }


def _put(text: str, say: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda found: say(found.group(1)), text)


def _values(rows: _Rows, names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        said = rows.say(name)
        if isinstance(said, T):
            problems.append(Problem("template", "placeholder", said))
        else:
            found[name] = said
    if problems:
        raise Invalid(problems=problems)
    return found


class _Rows:
    """The record and what it points at, each read once, as the actor reads them."""

    def __init__(self, actor: Actor, spec: ObjectSpec, record: UUID) -> None:
        self.actor = actor
        self.spec = spec
        self._read: dict[tuple[str, str], dict[str, Any]] = {}
        self.row = self._one(spec.key, str(record))

    def say(self, name: str) -> str | T:
        """The words for a placeholder, or why there are none."""
        whose, *path = name.split(".")
        if not known(name, self.spec.key):
            return UNKNOWN.fill(name=name)
        for key, row in self._meant(whose, path[0] if len(path) > 1 else None):
            return self._said(name, key, row, path[-1])
        return ""

    def _meant(self, whose: str, by: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
        if by is None and whose == self.spec.key:
            yield whose, self.row
        elif by is None and whose == ME:
            yield ME, self._one(ME, str(self.actor.id))
        for field, target in references(self.spec.key):
            if field == by or (by is None and target == whose):
                pointed = self.row.get(field)
                if pointed and pointed.get("title") is not None:
                    yield target, self._one(target, pointed["id"])

    def _one(self, key: str, record: str) -> dict[str, Any]:
        if (key, record) not in self._read:
            self._read[key, record] = read_one(self.actor, registry.get(key), UUID(record))
        return self._read[key, record]

    def _said(self, name: str, key: str, row: dict[str, Any], field: str) -> str | T:
        spec = registry.get(key)
        if access.field_right(self.actor, spec, field) < FieldRight.READ:
            return HIDDEN.fill(name=name)
        kind, value = registry.field(key, field).type, row.get(field)
        if value is None:
            return ""
        if isinstance(value, dict) and "title" in value:
            return str(value["title"] or "")
        return str(kind.format(kind.clean(value), current_language()))
