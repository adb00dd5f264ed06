"""Handovers and distributions as JSON, for whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.approvals.queries import People, to_decide
from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.bulk.api import groups
from haoke.core.bulk.choosing import unpacked
from haoke.core.bulk.models import BulkRefusal, BulkRun
from haoke.core.errors import Missing
from haoke.core.jobs import view as job_view
from haoke.core.records.reading import titles
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.core.text import current_language, say
from haoke.handover.choices import State
from haoke.handover.models import HandoverRun
from haoke.handover.queries.possessions import held, passing
from haoke.handover.queries.remaining import named
from haoke.identity.queries import shares_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.handover.models import Handover

_STANDING = (HandoverRun.State.CHECKING, HandoverRun.State.RUNNING, HandoverRun.State.UNDOING)
_PAGE = 50
_NOTHING = {"approvals": 0, "shares": 0, "named": []}


def listed(actor: Actor) -> list[dict[str, Any]]:
    """Handovers the actor distributes (an administrator: all), those that wait first."""
    spec = registry.get("handover")
    mine = Sql("TRUE") if actor.admin else Sql("r.owner_id = %s", (actor.id,))
    query = (
        Sql(
            "SELECT r.id, r.person_id, r.owner_id, r.reason, r.left, r.state, r.created_at"
            f" FROM {table(spec.model)} r WHERE "
        )
        + mine + Sql(" AND ") + access.visible_to(actor, spec)
        + Sql(" ORDER BY r.state <> 'open', r.created_at DESC LIMIT 100")
    )  # fmt: skip
    rows = fetch(query)
    people = names([each for row in rows for each in (row["person_id"], row["owner_id"])])
    return [_brief(row, people) for row in rows]


def _brief(row: Mapping[str, Any], named: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": str(row["id"]), "person": ref(row["person_id"], named), "owner": ref(row["owner_id"], named),
        "reason": row["reason"] or "", "left": row["left"], "state": row["state"], "created_at": row["created_at"],
    }  # fmt: skip


def names(people: Sequence[UUID | None]) -> dict[UUID, str]:
    """{person: name}; everybody may know the names of colleagues."""
    wanted = [each for each in dict.fromkeys(people) if each is not None]
    users = table(registry.get("user").model)
    return {row["id"]: row["name"] for row in fetch(Sql(f"SELECT id, name FROM {users} WHERE id = ANY(%s)", (wanted,)))}


def ref(person: UUID | None, named: Mapping[UUID, str]) -> dict[str, str] | None:
    """A person as {id, title}."""
    return None if person is None else {"id": str(person), "title": named.get(person, "")}


def possessions(actor: Actor, person: UUID) -> dict[str, Any]:
    """{person, lines, approvals, shares, successor} of somebody, for whoever may hand records over."""
    found = fetch(Sql(f"SELECT id, name, state FROM {table(registry.get('user').model)} WHERE id = %s", (person,)))
    if not found or not _hands_over(actor):
        raise Missing
    everybody = People()
    superior = next((each for each in everybody.above(person) if everybody.active(each)), None)
    return {
        "person": {"id": str(person), "title": found[0]["name"]}, "lines": lines(actor, person),
        **_beside(actor, person), "superior": ref(superior, {superior: everybody.name(superior)} if superior else {}),
    }  # fmt: skip


def _hands_over(actor: Actor) -> bool:
    return any(access.scope_of(actor, spec, Verb.ASSIGN) is not Scope.NONE for spec, _ in passing().values())


def lines(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    """[{object, label, icon, count, may}] of what a person has."""
    return [{**line, "label": say(line["label"])} for line in held(actor, person)]


def _beside(actor: Actor, person: UUID) -> dict[str, Any]:
    """What is no record of his: decisions, shares, where he is named; for those above him and administrators."""
    if not (actor.admin or person in actor.reports):
        return dict(_NOTHING)
    return {"approvals": to_decide(person), "shares": shares_of(person), "named": named(actor, person)}


def one(actor: Actor, found: Handover, run: HandoverRun | None) -> dict[str, Any]:
    """A handover with what is left of it and its newest distribution; who received only: none of that."""
    distributes = actor.admin or found.owner_id == actor.id
    brief = _brief({**vars(found)}, names([found.person_id, found.owner_id]))
    told = {**brief, "may": distributes and found.state != State.CLOSED, "chosen": _chosen(found)}
    if not distributes:
        return {**told, "lines": [], **_NOTHING, "run": None}
    if found.person_id is None:
        return {**told, "lines": _of_several(found), **_NOTHING, "run": run and view(actor, run)}
    had = {"lines": lines(actor, found.person_id), **_beside(actor, found.person_id)}
    return {**told, **had, "run": run and view(actor, run)}


def _of_several(found: Handover) -> list[dict[str, Any]]:
    """What was chosen of several people, as lines of what one has."""
    return [{**each, "icon": registry.get(each["object"]).icon, "may": True} for each in _chosen(found)]


def _chosen(found: Handover) -> list[dict[str, Any]]:
    known = registry.objects()
    return [
        {"object": key, "label": say(known[key].label_plural), "count": len(ids)}
        for key, ids in (found.chosen or {}).items()
        if key in known
    ]


def view(actor: Actor, run: HandoverRun) -> dict[str, Any]:
    """A distribution: a line an object and successor, refusals by reason, how far it is, what an undo left."""
    parts = _parts(run)
    people = names([UUID(each) for each in _named(run)])
    state, message = _state(actor, run)
    return {
        "id": str(run.id), "state": state, "message": message, "plan": run.plan, "left": run.left,
        "people": [ref(UUID(each), people) for each in dict.fromkeys(_named(run))],
        "change": run.change and str(run.change), "job": run.job and str(run.job),
        "lines": [_line(part, people) for part in parts], "rest": run.rest, "result": run.result,
        "total": sum(part.total for part in parts), "done": sum(part.done for part in parts),
        "position": sum(part.position for part in parts), "refused": sum(part.refused for part in parts),
        "finished_at": run.finished_at,
    }  # fmt: skip


def _named(run: HandoverRun) -> list[str]:
    plan = run.plan
    found = [each["to"] for each in (*plan["rules"], *plan["people"])]
    return [*found, *([plan["rest"]] if plan["rest"] else [])]


def receiver(part: BulkRun) -> UUID:
    """To whom a part of a distribution goes, as owner or in somebody's place."""
    return UUID(part.work["each"]["to"] if "each" in part.work else part.work["set"]["owner"])


def _parts(run: HandoverRun) -> list[BulkRun]:
    found = {each.id: each for each in BulkRun.objects.filter(id__in=run.parts).defer("records")}
    return [found[each] for each in run.parts if each in found]


def _state(actor: Actor, run: HandoverRun) -> tuple[str, str]:
    """Where it stands; failed while its job lies among the dead letters."""
    if run.job is not None and run.state in _STANDING and (actor.admin or run.actor == actor.id):
        job = job_view(actor, run.job)
        if job["state"] == "failed":
            return HandoverRun.State.FAILED, job["message"]
    return run.state, ""


def _line(part: BulkRun, people: Mapping[UUID, str]) -> dict[str, Any]:
    spec, kept = registry.objects().get(part.object), ("object", "total", "done", "unchanged", "refused", "state")
    return {
        **{name: getattr(part, name) for name in kept}, "id": str(part.id), "groups": groups(part),
        "label": say(spec.label_plural) if spec else part.object,
        "to": ref(receiver(part), people), "named": "each" in part.work,
    }  # fmt: skip


def items(actor: Actor, run: HandoverRun, part: UUID | None, cursor: int, *, refused: bool) -> dict[str, Any]:
    """{items: [{object, id, title, to, message}], next}: what becomes, or became, of each record."""
    found: list[dict[str, Any]] = []
    people = names([UUID(each) for each in _named(run)])
    place = cursor
    for each in _parts(run) if part is None else [one for one in _parts(run) if one.id == part]:
        if len(found) > _PAGE:
            break
        size = BulkRefusal.objects.filter(run=each).count() if refused else each.total
        if place >= size:
            place -= size
            continue
        found += _items(actor, each, people, (place, place + _PAGE + 1 - len(found)), refused=refused)
        place = 0
    return {"items": found[:_PAGE], "next": str(cursor + _PAGE) if len(found) > _PAGE else None}


def _items(
    actor: Actor, part: BulkRun, people: Mapping[UUID, str], place: tuple[int, int], *, refused: bool
) -> list[dict[str, Any]]:
    against = {row.record: row for row in BulkRefusal.objects.filter(run=part).order_by("id")}
    if refused:
        ids = list(against)[place[0] : place[1]]
    else:
        data = BulkRun.objects.values_list("records", flat=True).get(pk=part.pk)
        ids = [record for record, _ in unpacked(bytes(data))[place[0] : place[1]]]
    known = titles(actor, registry.get(part.object), ids)
    to = ref(receiver(part), people)
    return [
        {
            "object": part.object, "id": str(each), "title": known.get(each), "to": to,
            "message": against[each].message[current_language()] if each in against else "",
        }
        for each in ids
    ]  # fmt: skip
