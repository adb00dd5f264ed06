"""Why somebody reaches a record, or why not: the policy's own ways, each asked of the row, said as a chain of reasons.

Nothing is decided here: `access.ways` are the very conditions `visible_to` is made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import registry
from haoke.core.access import scope_of, visible_to, ways
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.access.fieldrights import field_right, restricted
from haoke.core.access.scopes import granted, parent_verb, target_of
from haoke.core.errors import Missing
from haoke.core.records.reading.naming import titles
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident, join
from haoke.core.text import T, say
from haoke.identity import actors
from haoke.identity.administering import standing
from haoke.identity.administering.catalog import FIELDS, SCOPES, verb_label
from haoke.identity.choices import State
from haoke.identity.models import Role, User
from haoke.identity.rights import fields_of, grants_of, verbs_of

if TYPE_CHECKING:
    from haoke.core.access import Way
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Records through which another is seen, said one by one up to so many.
NAMED = 5

ADMINISTRATOR = T("{who} is an administrator", "{who}是管理员")
EVERYBODY = T("Everybody signed in may read {what}", "所有登录用户都可查看{what}")
KEEPS = T("Everybody keeps {what} of their own", "每个人都可管理自己的{what}")
GRANTS = T("Role “{role}” gives: {verb} {what} – {scope}", "角色“{role}”授予：{verb}{what} – {scope}")
NO_ROLE = T("{who} has no role", "{who}没有任何角色")
NOT_GRANTED = T(
    "None of the roles of {who} ({roles}) gives: {verb} {what}", "{who}的角色（{roles}）均未授予：{verb}{what}"
)
IN_BIN = T("The record is in the bin", "此记录在回收站中")
UNOWNED = T("Nobody owns it; it belongs to department “{department}”", "没有负责人，属于部门“{department}”")
NOT_REACHED = T("Owner {owner} is not within that reach", "负责人{owner}不在该范围内")
NO_OWNER = T("Nobody owns it", "没有负责人")
ADDRESSED = T(
    "It is opened to everybody, or to a role, department or team of {who}", "已对所有人或{who}的角色、部门、团队开放"
)
NOT_ADDRESSED = T("It is not opened to {who}", "未对{who}开放")
INVOLVED = T("{who} takes part in it", "{who}参与其中")
NOT_INVOLVED = T("{who} takes no part in it", "{who}未参与其中")
NOT_SHARED = T("It is not shared with {who}, a department or a team of theirs", "未共享给{who}及其所在部门、团队")
THROUGH = T("Who may read {what} “{title}” sees this as well", "能查看{what}“{title}”的人也能看到此记录")
ONLY_WITH = T("It is seen with {what} “{title}” only", "仅随{what}“{title}”一同可见")
TIED = T("It is about {what} “{title}”", "与{what}“{title}”相关")
NOT_TIED = T("It is about nothing that {who} may read", "未关联{who}可查看的任何记录")
EMPTY = T("“{field}” names nothing", "“{field}”为空")
UNKNOWN = T("a record", "某条记录")


@dataclass(slots=True)
class Reason:
    """One way and whether it holds for the record: its steps in order, and the reasons of what it hangs on."""

    kind: str
    holds: bool
    steps: list[T]
    because: list[Reason] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """The reason in the current language."""
        return {
            "kind": self.kind,
            "holds": self.holds,
            "steps": [say(step) for step in self.steps],
            "because": [reason.said() for reason in self.because],
        }


@dataclass(frozen=True, slots=True)
class Explainer:
    """Reasons about one person, told to `asker`, who learns the titles of records he sees himself and no others."""

    asker: Actor
    person: Actor
    roles: dict[str, dict[str, Any]]

    @property
    def who(self) -> str:
        return self.person.name

    def reasons(self, spec: ObjectSpec, record: UUID, verb: str, path: tuple[str, ...] = ()) -> list[Reason]:
        """Every way, those that hold first; one that says why there is none when no role gives the verb."""
        found = ways(self.person, spec, verb, path)
        if not found:
            return [Reason("no_role", holds=False, steps=[self._not_granted(spec, verb)])]
        holding, owner, department = _row(spec, record, found)
        reasons = [
            self._reason(way, spec, record, verb, path, holds=holds, owner=owner, department=department)
            for way, holds in zip(found, holding, strict=True)
        ]
        return sorted(reasons, key=lambda reason: not reason.holds)

    def _reason(
        self,
        way: Way,
        spec: ObjectSpec,
        record: UUID,
        verb: str,
        path: tuple[str, ...],
        *,
        holds: bool,
        owner: UUID | None,
        department: UUID | None,
    ) -> Reason:
        steps, because = [self._granted(spec, verb)], list[Reason]()
        if way.kind == "owned":
            steps += self._owned(owner, holds=holds)
        elif way.kind == "unowned":
            steps += self._unowned(department, holds=holds) if owner is None else []
        elif way.kind == "shared":
            steps = standing.shares(self.person, spec.key, record) if holds else [NOT_SHARED.fill(who=self.who)]
        elif way.kind == "involved":
            steps = [(INVOLVED if holds else NOT_INVOLVED).fill(who=self.who)]
        elif way.kind == "addressed":
            steps = [(ADDRESSED if holds else NOT_ADDRESSED).fill(who=self.who)]
        elif way.kind != "all":
            steps, because = self._hanging(way, spec, record, verb, path)
        return Reason(way.kind, holds, steps, because)

    def _owned(self, owner: UUID | None, *, holds: bool) -> list[T]:
        if owner is None:
            return [NO_OWNER]
        if holds:
            return standing.reached(self.person, owner)
        return [NOT_REACHED.fill(owner=standing.name(User, owner))]

    def _unowned(self, department: UUID | None, *, holds: bool) -> list[T]:
        if department is None:
            return [NO_OWNER]
        named = UNOWNED.fill(department=standing.department(department))
        return [named, *(standing.below(self.person, department) if holds else [])]

    def _hanging(
        self, way: Way, spec: ObjectSpec, record: UUID, verb: str, path: tuple[str, ...]
    ) -> tuple[list[T], list[Reason]]:
        """What the record hangs on, and why the person reaches that."""
        steps, because = list[T](), list[Reason]()
        text = {"parent": ONLY_WITH, "through": THROUGH, "tied": TIED, "about": ONLY_WITH}[way.kind]
        for nth, (target, each) in enumerate(_targets(way, spec, record)[:NAMED]):
            asked = parent_verb(verb) if way.kind == "parent" and nth == 0 else Verb.READ
            steps.append(text.fill(what=target.label, title=self.title(target, each)))
            if _binned(target, each):
                because.append(Reason("bin", holds=False, steps=[IN_BIN]))
            elif way.kind == "parent" or not (target.open or target.key in path):
                because += self.reasons(target, each, asked, (*path, spec.key))
        if not steps:
            empty = way.kind in ("parent", "through")
            label = registry.field(spec.key, way.field).label if empty else ""
            steps.append(EMPTY.fill(field=label) if empty else NOT_TIED.fill(who=self.who))
        return steps, because

    def title(self, spec: ObjectSpec, record: UUID) -> T:
        """The title as the asker knows it."""
        title = titles(self.asker, spec, [record]).get(record)
        return T(title, title) if title else UNKNOWN

    # -- what roles say -------------------------------------------------------------------------------

    def _granted(self, spec: ObjectSpec, verb: str) -> T:
        if self.person.admin:
            return ADMINISTRATOR.fill(who=self.who)
        if spec.own:
            return KEEPS.fill(what=spec.label_plural)
        if (spec.open or spec.about) and verb == Verb.READ:
            return EVERYBODY.fill(what=spec.label_plural)
        scope = scope_of(self.person, spec, verb)
        names = [_role_name(role) for role in self.roles.values() if granted(role["grants"], spec, verb) is scope]
        return GRANTS.fill(
            role=_listed(names), verb=verb_label(spec, verb), what=spec.label_plural, scope=SCOPES[scope]
        )

    def _not_granted(self, spec: ObjectSpec, verb: str) -> T:
        if not self.roles:
            return NO_ROLE.fill(who=self.who)
        if spec.parent is not None:
            return self._not_granted(target_of(spec, spec.parent), parent_verb(verb))
        names = _listed([_role_name(role) for role in self.roles.values()])
        return NOT_GRANTED.fill(who=self.who, roles=names, verb=verb_label(spec, verb), what=spec.label_plural)

    def closed_fields(self, spec: ObjectSpec) -> list[dict[str, Any]]:
        """Fields the person may not change freely, and the roles that say so."""
        found = []
        for name, each in registry.fields(spec.key).items():
            right = field_right(self.person, spec, name)
            if right is FieldRight.WRITE or name in ("id", "version"):
                continue
            saying = [role for role in self.roles.values() if restricted(role["fields"], spec, each) is right]
            found.append({
                "name": name, "label": say(each.label), "right": right.name.lower(),
                "right_label": say(FIELDS[right]), "roles": say(_listed([_role_name(role) for role in saying])),
            })  # fmt: skip
        return found


def why(asker: Actor, user: UUID, key: str, record: UUID, verb: str = Verb.READ) -> dict[str, Any]:
    """Whether and why a person reaches a record with a verb; raises Missing for what the asker does not see himself."""
    spec, person = registry.get(key), User.objects.filter(pk=user, deleted_at=None).first()
    if person is None or verb not in verbs_of(spec):
        raise Missing
    binned = _in_bin(asker, spec, record)
    explainer = _explainer(asker, person)
    reasons = explainer.reasons(spec, record, verb)
    sees = not binned and any(reason.holds for reason in reasons)
    if binned:
        reasons = [Reason("bin", holds=False, steps=[IN_BIN])]
    shown = [reason for reason in reasons if reason.holds] if sees else reasons
    return {
        "user": {"id": str(user), "title": person.name},
        "signs_in": person.state == State.ACTIVE,
        "title": say(explainer.title(spec, record)),
        "verb": verb,
        "verbs": [{"name": each, "label": say(verb_label(spec, each))} for each in verbs_of(spec)],
        "sees": sees,
        "reasons": [reason.said() for reason in shown],
        "fields": explainer.closed_fields(spec) if sees else [],
    }


def _explainer(asker: Actor, person: User) -> Explainer:
    roles = Role.objects.filter(pk__in=person.roles or (), deleted_at=None).order_by("created_at", "id")
    documents = {
        str(role.id): {"name": role.name, "grants": grants_of(role.grants), "fields": fields_of(role.fields)}
        for role in roles
    }
    return Explainer(asker, actors.as_if(person.id), documents)


def _in_bin(asker: Actor, spec: ObjectSpec, record: UUID) -> bool:
    """Whether the record is in the bin; raises Missing unless the asker sees it there or outside."""
    live, binned = visible_to(asker, spec), visible_to(asker, spec, deleted=True)
    table = ident(spec.model._meta.db_table)
    query = join(", ", [live, binned]).wrap("SELECT ", f" FROM {table} r WHERE r.id = ") + Sql("%s", (record,))
    found = rows(query)
    if not found or not any(found[0]):
        raise Missing
    return bool(found[0][1])


def _binned(spec: ObjectSpec, record: UUID) -> bool:
    table = ident(spec.model._meta.db_table)
    return not rows(Sql(f"SELECT 1 FROM {table} WHERE deleted_at IS NULL AND id = %s", (record,)))


def _row(spec: ObjectSpec, record: UUID, found: list[Way]) -> tuple[list[bool], UUID | None, UUID | None]:
    """Which of the ways hold for the record, its owner and its department."""
    table = ident(spec.model._meta.db_table)
    listed = join(", ", [Sql("r.owner_id"), Sql("r.department_id"), *(way.rows for way in found)])
    answer = rows(listed.wrap("SELECT ", f" FROM {table} r WHERE r.id = ") + Sql("%s", (record,)))
    if not answer:
        return [False] * len(found), None, None
    owner, department, *holding = answer[0]
    return [bool(each) for each in holding], owner, department


def _targets(way: Way, spec: ObjectSpec, record: UUID) -> list[tuple[ObjectSpec, UUID]]:
    """Records that the way leads to."""
    table, objects = ident(spec.model._meta.db_table), registry.objects()
    if way.field:
        names = (way.field, *(spec.alongside if way.kind == "parent" else ()))
        columns = ", ".join(ident(f"{name}_id") for name in names)
        found = rows(Sql(f"SELECT {columns} FROM {table} WHERE id = %s", (record,)))
        ends = [end for row in found for end in zip(names, row, strict=True)]
        return [(target_of(spec, name), each) for name, each in ends if each is not None]
    if spec.about is not None:
        key, of = (ident(name) for name in spec.about)
        pairs = rows(Sql(f"SELECT {key}, {of} FROM {table} WHERE id = %s", (record,)))
    else:
        pairs = _ties(spec, record)
    return [(objects[key], each) for key, each in pairs if key in objects]


def _ties(spec: ObjectSpec, record: UUID) -> list[tuple[Any, ...]]:
    link = spec.links
    if link is None:
        return []
    key, of, child = ident(link.object), ident(link.record), ident(link.child + "_id")
    table = ident(link.model._meta.db_table)
    return rows(Sql(f"SELECT {key}, {of} FROM {table} WHERE deleted_at IS NULL AND {child} = %s", (record,)))


def _role_name(role: dict[str, Any]) -> T:
    en, zh = role["name"].get("en"), role["name"].get("zh")
    return T(en or zh or "", zh or en or "")


def _listed(names: list[T]) -> T:
    return T(", ".join(names), "、".join(name.zh for name in names))
