"""Reference columns: the record every value stands for, found or drafted."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import BadValue, Refused
from haoke.core.text import T, inside, say
from haoke.core.transfer import existing
from haoke.core.transfer.drafts import Book, Draft, fold, new_id
from haoke.core.transfer.given import Choice, Question
from haoke.core.transfer.guessing.lexicon import OPTION_WORDS, ORDER_FIELDS, SHARE_FIELDS, progress
from haoke.core.transfer.guessing.words import flat
from haoke.core.transfer.resolving import Meaning, options_known, settle_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.given import Given, Issue
    from haoke.core.transfer.guessing.mapping import Column
    from haoke.core.transfer.guessing.targets import FieldTarget, ObjectTarget

_SCOPE = T("Which {label} do “{values}” belong to?", "“{values}”属于哪个{label}？")
_NEW_SCOPE = T("A new one: {name}", "新建：{name}")


@dataclass
class References:
    """Finds or drafts the records that names stand for, over all tables of one import."""

    actor: Actor
    objects: Mapping[str, ObjectTarget]
    book: Book
    given: Given
    questions: list[Question] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    #: {place: the record within which its names were settled}, such as the pipeline of the stages.
    settled: dict[str, UUID] = field(default_factory=dict)
    _existing: dict[str, list[tuple[UUID, tuple[str, ...]]]] = field(default_factory=dict)

    def column(
        self, place: str, item: FieldTarget, column: Column, name: str, keys: Mapping[str, Draft] | None = None
    ) -> dict[str, UUID | None]:
        """{text: record id or None} of a reference column; `keys`: drafts by the ids of another table."""
        return self.values(place, item, column.profile.values, name, keys)

    def values(
        self, place: str, item: FieldTarget, values: Counter[str], name: str, keys: Mapping[str, Draft] | None = None
    ) -> dict[str, UUID | None]:
        """The same for any counted texts."""
        target = item.target or ""
        if keys:
            found = {text: keys[text].id for text in values if text in keys}
            rest = Counter({text: rows for text, rows in values.items() if text not in found})
            return {**found, **({} if not rest else self.values(place, item, rest, name))}
        certain = self._by_number(target, values) or self._by_address(target, values)
        if certain:
            rest = Counter({text: rows for text, rows in values.items() if text not in certain})
            return {**certain, **({} if not rest else self.values(place, item, rest, name))}
        scope = self.scope_of(target)
        if scope:
            return self._scoped(place, target, scope, values, name)
        settled, issues = settle_references(
            place, values, self._names(target, values), self.given.fixes, creatable=self._may_create(target)
        )
        self.issues += issues
        return {text: self._id(target, text, meaning) for text, meaning in settled.items()}

    def _by_number(self, target: str, values: Iterable[str]) -> dict[str, UUID | None]:
        """{text: record id} of texts that are Haoke's own numbers of records there are."""
        begins = fold((registry.get(target).number or "").partition("{")[0]) if target in self.objects else ""
        wanted = [text for text in values if begins and fold(text).startswith(begins)]
        found = existing.by_field(self.actor, target, "number", wanted) if wanted else {}
        return {text: found[fold(text)] for text in wanted if fold(text) in found}

    def _address_of(self, target: str) -> str | None:
        """The field of an object whose e-mail addresses tell its records apart, such as that of users."""
        item = self.objects.get(target)
        alone = (names[0] for names in item.match if len(names) == 1) if item else ()
        return next(
            (name for name in alone if item and name in item.fields and item.fields[name].kind == "email"), None
        )

    def _by_address(self, target: str, values: Iterable[str]) -> dict[str, UUID | None]:
        """{text: record id} of texts that are addresses of records there are, or that this import makes."""
        name = self._address_of(target)
        wanted = {text: fold(text) for text in values if "@" in text} if name else {}
        if not name or not wanted:
            return {}
        drafts = {fold(str(each.values.get(name))): each.id for each in self.book.by_object.get(target, ())}
        found = drafts | existing.by_field(self.actor, target, name, wanted)
        return {text: found[address] for text, address in wanted.items() if address in found}

    def _names(self, target: str, wanted: Counter[str]) -> dict[str, tuple[str, ...]]:
        if target not in self._existing:
            self._existing[target] = existing.titles(self.actor, target, wanted)
        names = {str(record): labels for record, labels in self._existing[target]}
        return names | {key: (title,) for key, title in self.book.titles(target).items()}

    def _may_create(self, target: str) -> bool:
        if target not in self.objects:
            return False
        try:
            access.require(self.actor, registry.get(target), Verb.CREATE)
        except Refused:
            return False
        return True

    def _id(self, target: str, text: str, meaning: Meaning) -> UUID | None:
        if meaning.use:
            return UUID(meaning.use)
        return self.make(target, text).id if meaning.create else None

    def make(self, target: str, text: str, extra: Mapping[str, Any] | None = None) -> Draft:
        """The draft of that name, made when there is none."""
        found = self.book.by_title(target, text) if not extra else None
        if found:
            return found
        values = {
            self.objects[target].title: _titled(self.objects[target], text),
            **self._by_name(target, text),
            **self._addressed(target, text),
            **(extra or {}),
        }
        key = self.book.free_key(target, f"title|{fold(text)}")
        return self.book.add(Draft(target, key, new_id(), values, title=text, made_by_reference=True))

    def _addressed(self, target: str, text: str) -> dict[str, Any]:
        """Who is named by an address is made with it: by his name alone nobody could find him again."""
        name = self._address_of(target) if "@" in text else None
        try:
            return {name: registry.field(target, name).type.clean(text)} if name else {}
        except BadValue:
            return {}

    def _by_name(self, target: str, text: str) -> dict[str, Any]:
        """Choices of a settings object that its very name states: a stage "Won" is of the kind won."""
        item = self.objects[target]
        if not item.settings:
            return {}
        found: dict[str, Any] = {}
        for choice in (each for each in item.fields.values() if each.kind == "choice"):
            value, near = options_known(choice).nearest(text)
            if value and near >= 1:
                found[choice.name] = value
        for name in ORDER_FIELDS:
            if name in item.fields and item.fields[name].kind == "integer":
                found[name] = progress(text) + (100 if found else 0)
        for name in SHARE_FIELDS:
            if name in item.fields and "kind" not in found:
                found[name] = progress(text)
        return found

    # -- names that mean something only within another record, such as a stage within its pipeline -------------
    def scope_of(self, target: str) -> FieldTarget | None:
        """The required reference that is part of the object's identity together with its title."""
        item = self.objects[target]
        for names in item.match:
            if len(names) == 2 and names[0] == item.title and (found := item.fields.get(names[1])) and found.required:  # noqa: PLR2004 (said where it is weighed)
                return found
        return None

    def _scoped(
        self, place: str, target: str, scope: FieldTarget, values: Counter[str], name: str
    ) -> dict[str, UUID | None]:
        groups = self._groups(target, scope)
        wanted = set(values)
        best = max(groups, key=lambda key: self._coverage(groups[key], target, wanted), default=None)
        complete = best is not None and self._coverage(groups[best], target, wanted) >= len(wanted)
        creatable = self._may_create(target) and self._may_create(scope.target or "")
        default = str(best) if best is not None and (complete or not creatable) else "new"
        chosen = self._ask_scope(place, scope, groups, values, name, default, creatable=creatable)
        if chosen == "new":
            same = self._called(scope.target or "", name)
            if same is None:
                return self._new_scope(place, target, scope, values, name)
            chosen = str(same)
            groups.setdefault(same, {})
        self.settled[place] = UUID(chosen)
        return self._in_scope(place, target, scope, UUID(chosen), groups[UUID(chosen)], values, creatable=creatable)

    def _called(self, target: str, name: str) -> UUID | None:
        """The record of that name there is already, such as the pipeline a broken run has made."""
        return existing.by_field(self.actor, target, self.objects[target].title, [name]).get(fold(name))

    def within(
        self, place: str, item: FieldTarget, wanted: Mapping[UUID | None, Counter[str]], name: str
    ) -> dict[tuple[UUID | None, str], UUID | None]:
        """{(scope, text): record id} of a column whose rows say themselves within which record it is meant."""
        target = item.target or ""
        scope = self.scope_of(target)
        if scope is None:
            raise TypeError(f"{target} means the same everywhere")
        groups = self._groups(target, scope)
        creatable = self._may_create(target)
        found: dict[tuple[UUID | None, str], UUID | None] = {}
        for parent, values in wanted.items():
            draft = self.book.by_id(scope.target or "", parent) if parent else None
            if parent is None:
                meant = self._scoped(place, target, scope, values, name)
            elif draft is not None and not draft.exists:
                meant = self._children(target, scope, draft, values)
            else:
                meant = self._in_scope(
                    place, target, scope, parent, groups.get(parent, {}), values, creatable=creatable
                )
            found |= {(parent, text): record for text, record in meant.items()}
        return found

    def _in_scope(
        self,
        place: str,
        target: str,
        scope: FieldTarget,
        parent: UUID,
        group: Mapping[UUID, Mapping[str, Any]],
        values: Counter[str],
        *,
        creatable: bool,
    ) -> dict[str, UUID | None]:
        labels = self._worded(group, target)
        settled, issues = settle_references(f"{place}@{parent}", values, labels, self.given.fixes, creatable=creatable)
        self.issues += issues
        return {
            text: UUID(meaning.use)
            if meaning.use
            else self.make(target, text, {scope.name: parent}).id
            if meaning.create
            else None
            for text, meaning in settled.items()
        }

    def _groups(self, target: str, scope: FieldTarget) -> dict[UUID, dict[UUID, dict[str, Any]]]:
        ids = [record for record, _ in existing.titles(self.actor, target)]
        groups: dict[UUID, dict[UUID, dict[str, Any]]] = {}
        for record, row in existing.rows_of(self.actor, target, ids).items():
            if not row["@deleted"]:
                groups.setdefault(row[scope.name], {})[record] = row
        return groups

    def _worded(self, group: Mapping[UUID, Mapping[str, Any]], target: str) -> dict[str, tuple[str, ...]]:
        """Names of a group's records, with the words usual for the kind that only one of them is of."""
        item = self.objects[target]
        choice = next((each for each in item.fields.values() if each.kind == "choice" and each.name == "kind"), None)
        kinds = Counter(row[choice.name] for row in group.values()) if choice else Counter[str]()
        names = {}
        for record, row in group.items():
            title = row[item.title]
            own = tuple(title.values()) if isinstance(title, dict) else (str(title),)
            more = OPTION_WORDS.get(row[choice.name], ()) if choice and kinds[row[choice.name]] == 1 else ()
            names[str(record)] = (*own, *more)
        return names

    def _coverage(self, group: Mapping[UUID, Mapping[str, Any]], target: str, wanted: set[str]) -> int:
        names = {flat(label) for labels in self._worded(group, target).values() for label in labels}
        return sum(flat(text) in names for text in wanted)

    def _ask_scope(
        self,
        place: str,
        scope: FieldTarget,
        groups: Mapping[UUID, Any],
        values: Counter[str],
        name: str,
        default: str,
        *,
        creatable: bool,
    ) -> str:
        titles = {str(record): labels[0] for record, labels in existing.titles(self.actor, scope.target or "")}
        choices = [Choice(str(key), titles.get(str(key), "?")) for key in groups]
        if creatable:
            choices.append(Choice("new", _NEW_SCOPE.fill(name=name)))
        key = f"scope:{place}"
        chosen = self.given.answers.get(key, default)
        if chosen not in {choice.value for choice in choices}:
            chosen = default
        label = inside(registry.get(scope.target or "").label)
        shown = ", ".join(list(values)[:4])
        self.questions.append(Question(key, "scope", _SCOPE.fill(label=label, values=shown), choices, chosen))
        return chosen

    def _new_scope(
        self, place: str, target: str, scope: FieldTarget, values: Counter[str], name: str
    ) -> dict[str, UUID | None]:
        made = self.make(scope.target or "", name)
        self.settled[place] = made.id
        return self._children(target, scope, made, values)

    def _children(self, target: str, scope: FieldTarget, parent: Draft, values: Counter[str]) -> dict[str, UUID | None]:
        made = {text: self.book.by_key(target, f"{parent.key}|{fold(text)}") for text in values}
        for text in sorted((text for text, draft in made.items() if draft is None), key=progress):
            made[text] = self._child(target, scope, parent, text)
        self._complete_kinds(target, scope, parent)
        return {text: draft.id for text, draft in made.items() if draft}

    def _child(self, target: str, scope: FieldTarget, parent: Draft, text: str) -> Draft:
        item = self.objects[target]
        values = {item.title: _titled(item, text), scope.name: parent.id, **self._by_name(target, text)}
        key = f"{parent.key}|{fold(text)}"
        return self.book.add(Draft(target, key, new_id(), values, title=text, made_by_reference=True))

    def _complete_kinds(self, target: str, scope: FieldTarget, parent: Draft) -> None:
        """Every kind has at least one member, so that the new parent can be worked with."""
        choice = self.objects[target].fields.get("kind")
        if choice is None or choice.kind != "choice":
            return
        own = [draft for draft in self.book.by_object.get(target, ()) if draft.values.get(scope.name) == parent.id]
        have = {draft.values.get(choice.name, choice.options[0].value) for draft in own}
        for option in choice.options:
            if option.value not in have:
                self._child(
                    target, scope, parent, option.labels[0] if self.actor.language == "zh" else option.labels[-1]
                )


def _titled(target: ObjectTarget, text: str) -> Any:
    return {"zh": text, "en": text} if target.fields[target.title].kind == "translated" else text


def label_of(key: str) -> str:
    """The object's name in the language of whoever imports."""
    return say(registry.get(key).label)
