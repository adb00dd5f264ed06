"""Endpoints for those who administer rights."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from haoke.core.access.actor import Verb
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.log import finding
from haoke.core.log.finding import Wanted
from haoke.core.text import T
from haoke.identity.administering import operations, seeing
from haoke.identity.administering.catalog import catalog
from haoke.identity.administering.exposure import Planned, exposure
from haoke.identity.administering.previewing import Drafted, previewed
from haoke.identity.administering.why import why


class Asked(BaseModel):
    """Whose reach of which record, with which verb."""

    model_config = ConfigDict(extra="forbid")
    user: UUID
    object: str = Field(max_length=60)
    id: UUID
    verb: str = Field(str(Verb.READ), max_length=60)


def read_catalog(_call: Call) -> Answer:
    return Answer(catalog())


def preview(call: Call) -> Answer:
    """What a change of rights would open and close, for whoever may make it; nothing is written."""
    return Answer(exposure(call.actor, call.body))


def preview_layout(call: Call) -> Answer:
    return Answer(previewed(call.actor, call.body))


def explain(call: Call) -> Answer:
    asked: Asked = call.query
    return Answer(why(call.actor, asked.user, asked.object, asked.id, asked.verb))


class Seen(BaseModel):
    """Whose sight to take."""

    model_config = ConfigDict(extra="forbid")
    user: UUID


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def see_as(call: Call) -> Answer:
    seeing.begin(call.actor, call.body.user)
    return Answer({})


def see_as_oneself(call: Call) -> Answer:
    seeing.end(call.actor)
    return Answer({})


class LogParams(BaseModel):
    """What to look for in the Log; moments with their zone."""

    model_config = ConfigDict(extra="forbid")
    person: UUID | None = None
    object: str = Field("", max_length=60)
    verb: str = Field("", max_length=60)
    field: str = Field("", max_length=60)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    change: UUID | None = None
    cursor: int | None = Field(None, ge=0, le=2**62)
    limit: int = Field(50, ge=1, le=200)


class Why(BaseModel):
    """Why a piece of work is given up."""

    model_config = ConfigDict(extra="forbid")
    reason: str = Field(min_length=3, max_length=500)


def find_in_log(call: Call) -> Answer:
    asked: LogParams = call.query
    given = asked.model_dump(exclude={"cursor"})
    return Answer(finding.find(call.actor, Wanted(before=asked.cursor, **given)))


def read_work(call: Call) -> Answer:
    return Answer(operations.work(call.actor))


def retry_job(call: Call) -> Answer:
    operations.retry(call.actor, uuid_or_missing(call.params["id"]))
    return Answer({})


def discard_job(call: Call) -> Answer:
    operations.discard(call.actor, uuid_or_missing(call.params["id"]), call.body.reason)
    return Answer({})


def read_health(_call: Call) -> Answer:
    return Answer(operations.health())


ROUTES = (
    Route(
        "GET", "rights", read_catalog, T("What rights there are to give", "可授予的权限"), Access.OBJECT, "role",
        Verb.READ, tag="rights",
    ),
    Route(
        "POST", "rights/preview", preview, T("What a change of rights would open", "预览权限变更的影响"),
        body=Planned, keyed=False, tag="rights",
    ),
    Route(
        "POST", "layout-previews", preview_layout, T("A layout as a role would see it", "以角色身份预览布局"),
        body=Drafted, keyed=False, tag="layouts",
    ),
    Route(
        "GET", "rights/why", explain, T("Why somebody can see a record, or not", "能否看到记录及原因"), Access.ADMIN,
        query=Asked, tag="rights",
    ),
    Route(
        "POST", "session/see-as", see_as, T("See as somebody else", "以他人身份查看"), Access.ADMIN, body=Seen,
        keyed=False, guarded=True, tag="rights",
    ),
    Route(
        "DELETE", "session/see-as", see_as_oneself, T("Be oneself again", "结束以他人身份查看"), body=Nothing,
        keyed=False, looking=True, tag="rights",
    ),
    Route(
        "GET", "operations/log", find_in_log, T("Search the log", "搜索操作日志"), Access.ADMIN, query=LogParams,
        tag="operations",
    ),
    Route("GET", "operations/jobs", read_work, T("Work and failed work", "后台任务"), Access.ADMIN, tag="operations"),
    Route(
        "POST", "operations/jobs/{id}/retry", retry_job, T("Start failed work again", "重新执行失败任务"), Access.ADMIN,
        body=Nothing, tag="operations",
    ),
    Route(
        "POST", "operations/jobs/{id}/discard", discard_job, T("Give failed work up", "放弃失败任务"), Access.ADMIN,
        body=Why, tag="operations",
    ),
    Route("GET", "operations/health", read_health, T("How the system is", "系统状态"), Access.ADMIN, tag="operations"),
)  # fmt: skip
