"""Endpoints of notices, following and comments."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.log.pins import pin
from haoke.core.text import T
from haoke.inbox.notices import calling, comments, following, looking, reading, wishes
from haoke.inbox.notices.comments import Said
from haoke.inbox.notices.waiting import waiting
from haoke.inbox.notices.wishes import Wishes


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoticesParams(_Strict):
    unread: bool = False
    cursor: str | None = Field(None, max_length=100)
    limit: int = Field(30, ge=1, le=100)


class Marked(_Strict):
    """Which notices are read: some, those of a record, or all."""

    ids: list[UUID] = Field(default_factory=list, max_length=500)
    record: UUID | None = None
    all: bool = False


class OfRecord(_Strict):
    """A record."""

    object: str = Field(max_length=60)
    id: UUID


class People(OfRecord):
    """Of whom may be told of a record, those whose name has the words."""

    q: str = Field("", max_length=100)


class Followed(OfRecord):
    following: bool = True


class Pinned(OfRecord):
    """Something of a record's timeline by its stream ("log" or an object) and id, and whether it stands on top."""

    stream: str = Field(max_length=60)
    item: str = Field(max_length=40)
    pinned: bool = True


class NewComment(Said):
    """A comment and the record it is on."""

    object: str = Field(max_length=60)
    id: UUID


class Nothing(_Strict):
    pass


def list_notices(call: Call) -> Answer:
    query: NoticesParams = call.query
    return Answer(reading.page(call.actor, unread_only=query.unread, cursor=query.cursor, limit=query.limit))


def count_notices(call: Call) -> Answer:
    """{unread, waiting: {object: how many of its records wait for the caller}}."""
    return Answer({"unread": reading.unread(call.actor), "waiting": waiting(call.actor)})


def mark_notices(call: Call) -> Answer:
    body: Marked = call.body
    return Answer({"unread": reading.mark(call.actor, ids=body.ids, record=body.record, everything=body.all)})


def read_follow(call: Call) -> Answer:
    return Answer(following.state(call.actor, call.query.object, call.query.id))


def set_follow(call: Call) -> Answer:
    return Answer(following.follow(call.actor, call.body.object, call.body.id, on=call.body.following))


def set_pin(call: Call) -> Answer:
    body: Pinned = call.body
    pin(call.actor, body.object, body.id, body.stream, body.item, on=body.pinned)
    return Answer({"pinned": body.pinned})


def look_at(call: Call) -> Answer:
    return Answer(looking.look(call.actor, call.body.object, call.body.id))


def mentionable(call: Call) -> Answer:
    return Answer({"items": calling.offered(call.actor, call.query.object, call.query.id, call.query.q.strip())})


def create_comment(call: Call) -> Answer:
    said = Said(**call.body.model_dump(exclude={"object", "id"}))
    return Answer(comments.add(call.actor, call.body.object, call.body.id, said), 201)


def change_comment(call: Call) -> Answer:
    return Answer(comments.edit(call.actor, uuid_or_missing(call.params["id"]), call.body))


def remove_comment(call: Call) -> Answer:
    comments.remove(call.actor, uuid_or_missing(call.params["id"]))
    return Answer({})


def read_wishes(call: Call) -> Answer:
    return Answer(wishes.read(call.actor))


def change_wishes(call: Call) -> Answer:
    return Answer(wishes.change(call.actor, call.body))


_N, _C = "notices", "comments"
ROUTES = (
    Route("GET", "notices", list_notices, T("My notices", "我的通知"), query=NoticesParams, own=True, tag=_N),
    Route("GET", "notices/count", count_notices, T("What is new and what waits", "未读与待处理数"), own=True, tag=_N),
    Route(
        "POST", "notices/read", mark_notices, T("Mark notices as read", "标记通知为已读"), body=Marked, own=True, tag=_N
    ),
    Route("GET", "notices/settings", read_wishes, T("How I am told", "通知设置"), own=True, tag=_N),
    Route(
        "PATCH",
        "notices/settings",
        change_wishes,
        T("Change how I am told", "修改通知设置"),
        body=Wishes,
        own=True,
        tag=_N,
    ),
    Route(
        "GET", "follows", read_follow, T("Whether I follow a record", "是否关注记录"), query=OfRecord, own=True, tag=_N
    ),
    Route(
        "POST", "follows", set_follow, T("Follow a record or stop", "关注或取消关注"), body=Followed, own=True, tag=_N
    ),
    Route("POST", "pins", set_pin, T("Pin something to the top of a timeline", "置顶时间线内容"), body=Pinned, tag=_C),
    Route("POST", "looks", look_at, T("Open a record's page", "打开记录页面"), body=OfRecord, own=True, tag=_N),
    Route("GET", "comments/people", mentionable, T("Whom to mention", "可提及的同事"), query=People, tag=_C),
    Route("POST", "comments", create_comment, T("Comment on a record", "发表评论"), body=NewComment, tag=_C),
    Route("PATCH", "comments/{id}", change_comment, T("Change a comment", "修改评论"), body=Said, tag=_C),
    Route("DELETE", "comments/{id}", remove_comment, T("Remove a comment", "删除评论"), body=Nothing, tag=_C),
)
