"""Duplicates over HTTP: search a whole base for them, look at pairs, and say which are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.errors import Missing
from haoke.core.text import T, current_language, say
from haoke.dataquality import actions, jobs
from haoke.dataquality.actions.correcting import Verdict
from haoke.dataquality.api import cleaning
from haoke.dataquality.choices import CorrectionState
from haoke.dataquality.models import DuplicatePair, DuplicateSearch
from haoke.dataquality.queries import asking, board, completeness, correcting, reviewing
from haoke.dataquality.queries.features import features
from haoke.dataquality.queries.weights import REVIEW, SURE

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


#: How far a search is, for whoever may not know how many records there are.
_UNTOLD: Final = {"done": 0, "total": None}


class OfObject(BaseModel):
    """An object whose records are searched."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)


class PairsQuery(OfObject):
    state: Literal["open", "different"] = "open"
    cursor: str = Field("", max_length=60)


class MergeBody(OfObject):
    """Pairs to be merged: those of at least this score."""

    score: float = Field(SURE, ge=REVIEW, le=1)


class BoardQuery(BaseModel):
    """Without an object, the first one sees."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field("", max_length=60)
    by: Literal["owner", "department"] = "owner"


class OneRecord(OfObject):
    """A record whose completeness is asked for."""

    id: UUID


class ProposalBody(OneRecord):
    """Other values of a record's fields."""

    values: dict[str, Any] = Field(min_length=1, max_length=20)
    reason: str = Field("", max_length=1000)


class CorrectionsQuery(BaseModel):
    """`mine`: those one proposed, instead of those one may decide · "closed": their records lie in the bin."""

    model_config = ConfigDict(extra="forbid")
    mine: bool = False
    state: Literal["open", "accepted", "refused", "withdrawn", "closed"] = "open"
    object: str = Field("", max_length=60)
    cursor: UUID | None = None


class RequestsQuery(BaseModel):
    """`mine`: those one made, instead of those one is to answer."""

    model_config = ConfigDict(extra="forbid")
    mine: bool = False


class Looked(BaseModel):
    """A correction, and the version of its record as one looked at it."""

    model_config = ConfigDict(extra="forbid")
    id: UUID
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class DecisionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: list[Looked] = Field(min_length=1, max_length=200)
    state: Literal["accepted", "refused", "withdrawn", "open"]
    answer: str = Field("", max_length=1000)


class PairVerdict(BaseModel):
    """What somebody says of a pair."""

    model_config = ConfigDict(extra="forbid")
    state: Literal["open", "different"]


def list_searches(call: Call) -> Answer:
    """Every object whose records the actor may merge, with its latest search and how many pairs are open."""
    last = {each.object: each for each in DuplicateSearch.objects.all()}
    items = [_view(call.actor, spec, last.get(spec.key)) for spec in _searched(call.actor)]
    return Answer({"items": items, "sure": SURE})


def start_search(call: Call) -> Answer:
    """Search all records of an object for pairs that are likely one."""
    spec = _spec(call.body.object)
    return Answer(_view(call.actor, spec, jobs.start(call.actor, spec)), status=202)


def list_pairs(call: Call) -> Answer:
    """Pairs of one object, the likeliest first."""
    query: PairsQuery = call.query
    return Answer(reviewing.page(call.actor, _spec(query.object), query.state, _after(query.cursor)))


def merge(call: Call) -> Answer:
    """Merge all pairs from a score on, as one change that can be undone; follow its job."""
    return Answer(jobs.start_merge(call.actor, _spec(call.body.object), call.body.score), status=202)


def list_merges(call: Call) -> Answer:
    """The latest merges in bulk that can be undone."""
    return Answer({"items": jobs.merges(call.actor, _spec(call.query.object))})


def undo_merge(call: Call) -> Answer:
    """Take a merge in bulk apart again; follow its job."""
    return Answer(jobs.start_undo(call.actor, _spec(call.body.object), uuid_or_missing(call.params["id"])), status=202)


def decide(call: Call) -> Answer:
    """Say that the two are different, or take that back."""
    try:
        pair = int(call.params["id"])
    except ValueError:
        raise Missing from None
    if not 0 < pair < 1 << 63:
        raise Missing
    reviewing.decide(call.actor, pair, DuplicatePair.State(call.body.state))
    return Answer(status=204)


def read_completeness(call: Call) -> Answer:
    """How complete and how fresh a record is, and what of it is missing that the actor sees."""
    return Answer(completeness.of_record(call.actor, _spec(call.query.object), call.query.id))


def read_board(call: Call) -> Answer:
    """How well the records of an object are kept, by owner or department; each figure with the filter it counts."""
    seen = board.objects(call.actor)
    spec = next((each for each in seen if call.query.object in ("", each.key)), None)
    if spec is None:
        raise Missing
    listed = [{"key": each.key, "label": say(each.label_plural)} for each in seen]
    return Answer({"objects": listed, "object": spec.key} | board.board(call.actor, spec, call.query.by))


def propose(call: Call) -> Answer:
    """Propose other values for a record one sees but may not change; whoever owns it is told."""
    body: ProposalBody = call.body
    ids = actions.propose(call.actor, _spec(body.object), body.id, body.values, body.reason.strip())
    return Answer({"ids": ids}, status=201)


def list_corrections(call: Call) -> Answer:
    """Proposed corrections, the latest first, beside what the records say now."""
    query: CorrectionsQuery = call.query
    found = correcting.page(call.actor, mine=query.mine, state=query.state, object=query.object, after=query.cursor)
    return Answer(found)


def decide_corrections(call: Call) -> Answer:
    """Accept, refuse or withdraw corrections, or open again what one decided; each by itself, its proposer is told."""
    body: DecisionBody = call.body
    wanted = [Verdict(each.id, each.version) for each in body.items]
    return Answer(actions.decide(call.actor, wanted, CorrectionState(body.state), body.answer.strip()))


def list_requests(call: Call) -> Answer:
    """What one asked colleagues for, or is asked for; what waits stands first."""
    return Answer(asking.page(call.actor, mine=call.query.mine))


def ask_owner(call: Call) -> Answer:
    """Ask whoever has a record one was told of masked; nothing of it comes back."""
    return Answer({"id": actions.ask(call.actor, call.body)}, status=201)


def answer_request(call: Call) -> Answer:
    """Share or hand over what somebody asks for, or say why not."""
    try:
        request = int(call.params["id"])
    except ValueError:
        raise Missing from None
    if not 0 < request < 1 << 63:
        raise Missing
    actions.answer(call.actor, request, call.body)
    return Answer(status=204)


def _spec(key: str) -> ObjectSpec:
    spec = registry.objects().get(key)
    if spec is None:
        raise Missing
    return spec


def _searched(actor: Actor) -> list[ObjectSpec]:
    every = registry.objects().values()
    return [spec for spec in every if features(spec.key) and access.scope_of(actor, spec, Verb.MERGE) > Scope.NONE]


def _after(cursor: str) -> tuple[float, int] | None:
    score, _, pair = cursor.partition(",")
    try:
        return (float(score), int(pair)) if pair else None
    except ValueError:
        return None


def _said(progress: dict[str, Any]) -> str:
    return str(progress["message"].get(current_language(), ""))


def _view(actor: Actor, spec: ObjectSpec, search: DuplicateSearch | None) -> dict[str, Any]:
    goes_on, failed = (jobs.progress(search.job), jobs.failure(search.job)) if search else (None, None)
    # How many there are in all is told to those who see all of them.
    told = search if access.scope_of(actor, spec, Verb.READ) is Scope.ALL else None
    return {
        "object": spec.key, "label": say(spec.label_plural), **reviewing.counts(actor, spec),
        "records": told.records if told else 0, "found": told.found if told else 0,
        "finished_at": search.finished_at if search else None,
        "failed": failed and failed.get(current_language(), ""),
        "progress": goes_on and {**(goes_on if told else _UNTOLD), "message": _said(goes_on)},
    }  # fmt: skip


ROUTES = (
    Route(
        "GET", "quality-board", read_board, T("How well records are kept", "数据质量看板"),
        query=BoardQuery, tag="completeness",
    ),
    Route(
        "GET", "completeness", read_completeness, T("How complete a record is", "记录完整度"),
        query=OneRecord, tag="completeness",
    ),
    Route(
        "GET", "corrections", list_corrections, T("Proposed corrections", "更正建议"),
        query=CorrectionsQuery, tag="corrections",
    ),
    Route(
        "POST", "corrections", propose, T("Propose a correction", "提交更正建议"), body=ProposalBody, tag="corrections",
    ),
    Route(
        "POST", "corrections/decisions", decide_corrections, T("Decide corrections", "处理更正建议"),
        body=DecisionBody, tag="corrections",
    ),
    Route(
        "GET", "owner-requests", list_requests, T("Records asked for", "记录使用申请"),
        query=RequestsQuery, own=True, tag="duplicates",
    ),
    Route(
        "POST", "owner-requests", ask_owner, T("Ask an owner", "向负责人申请"),
        body=actions.Asking, own=True, tag="duplicates",
    ),
    Route(
        "POST", "owner-requests/{id}/answer", answer_request, T("Answer who asks", "答复申请"),
        body=actions.Answering, own=True, tag="duplicates",
    ),
    Route("GET", "duplicate-searches", list_searches, T("Searches for duplicates", "查重记录"), tag="duplicates"),
    Route(
        "POST", "duplicate-searches", start_search, T("Search for duplicates", "全库查重"),
        body=OfObject, tag="duplicates",
    ),
    Route(
        "POST", "duplicate-merges", merge, T("Merge what is surely the same", "批量合并重复记录"),
        body=MergeBody, tag="duplicates",
    ),
    Route(
        "GET", "duplicate-merges", list_merges, T("Merges in bulk that can be undone", "可撤销的批量合并"),
        query=OfObject, tag="duplicates",
    ),
    Route(
        "POST", "duplicate-merges/{id}/undo", undo_merge, T("Undo a merge in bulk", "撤销批量合并"),
        body=OfObject, tag="duplicates",
    ),
    Route("GET", "duplicate-pairs", list_pairs, T("Likely duplicates", "疑似重复"), query=PairsQuery, tag="duplicates"),
    Route(
        "POST", "duplicate-pairs/{id}/state", decide, T("Say whether two are one", "判定是否重复"),
        body=PairVerdict, tag="duplicates",
    ),
    *cleaning.ROUTES,
)  # fmt: skip
