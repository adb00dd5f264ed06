"""Setting up a mailbox: the servers of known providers, trying them, keeping the password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, limits, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Denied, Invalid, Missing, Refused, SignInNeeded
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.core.text import T, current_language, say
from haoke.core.transfer import actors
from haoke.inbox.mail import matching, servers
from haoke.inbox.mail.models import Mailbox, MailboxPlace, MailboxSecret
from haoke.inbox.mail.rules import HANDING
from haoke.inbox.mail.sequences.models import OPEN, MailEnrolment

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: How often somebody may try servers out, and in how many seconds: it is a way to knock at doors.
TRIALS: Final = (20, 600)
_PASSWORD: Final = Field(
    min_length=1, max_length=500, title=T("Password or authorisation code", "密码或授权码"),
    json_schema_extra={"format": "password"},
)  # fmt: skip


NOT_LEFT = T("Its owner is still here and decides who reads this mail", "邮箱负责人仍在职，邮件的查看范围由其本人决定")
NO_SUCCESSOR = T("Choose somebody who may sign in", "请选择可登录的人员")


class Password(BaseModel):
    """The password of a mailbox."""

    model_config = ConfigDict(extra="forbid")
    password: str = _PASSWORD


class HandOver(BaseModel):
    """To whom a mailbox goes whose person has left, and why."""

    model_config = ConfigDict(extra="forbid")
    owner: UUID
    reason: str = Field(min_length=1, max_length=500, title=T("Reason", "原因"))


class Trial(BaseModel):
    """Servers to try, with a password; without one that of the mailbox `id` is taken."""

    model_config = ConfigDict(extra="forbid")
    id: UUID | None = None
    address: str = Field(max_length=254)
    login: str | None = Field(None, max_length=254)
    smtp_host: str = Field(max_length=253)
    smtp_port: int = Field(465, ge=1, le=65_535)
    smtp_security: str = Field("tls", pattern="^(tls|starttls|none)$")
    imap_host: str | None = Field(None, max_length=253)
    imap_port: int = Field(993, ge=1, le=65_535)
    imap_security: str = Field("tls", pattern="^(tls|starttls|none)$")
    password: str | None = Field(None, max_length=500)


def _preset(key: str, label: T, smtp: str, imap: str, *, domains: str = "", hint: T | None = None) -> dict[str, Any]:
    host, _, security = smtp.partition(" ")
    server, _, port = host.partition(":")
    return {
        "key": key, "label": label, "domains": domains.split(), "hint": hint or CODE,
        "smtp_host": server, "smtp_port": int(port), "smtp_security": security,
        "imap_host": imap, "imap_port": 993, "imap_security": "tls",
    }  # fmt: skip


CODE = T(
    "Switch on IMAP/SMTP in the provider's settings and enter the authorisation code it makes, not the password",
    "请在邮箱设置中开启 IMAP/SMTP 服务，并填写生成的授权码，而非登录密码",
)
PRESETS: Final = (
    _preset("exmail", T("Tencent Exmail", "腾讯企业邮"), "smtp.exmail.qq.com:465 tls", "imap.exmail.qq.com"),
    _preset("aliyun", T("Alibaba Mail", "阿里企业邮"), "smtp.mxhichina.com:465 tls", "imap.mxhichina.com"),
    _preset("netease", T("NetEase enterprise", "网易企业邮"), "smtp.qiye.163.com:994 tls", "imap.qiye.163.com"),
    _preset("163", T("NetEase 163", "网易 163"), "smtp.163.com:465 tls", "imap.163.com", domains="163.com"),
    _preset("qq", T("QQ Mail", "QQ 邮箱"), "smtp.qq.com:465 tls", "imap.qq.com", domains="qq.com foxmail.com"),
    _preset(
        "gmail", T("Gmail", "Gmail"), "smtp.gmail.com:465 tls", "imap.gmail.com", domains="gmail.com",
        hint=T("Make an app password in the Google account", "请在 Google 账号中生成应用专用密码"),
    ),
    _preset(
        "outlook", T("Outlook / Microsoft 365", "Outlook / Microsoft 365"), "smtp.office365.com:587 starttls",
        "outlook.office365.com", domains="outlook.com hotmail.com live.com",
        hint=T(
            "The administrator of Microsoft 365 must allow SMTP and IMAP with a password",
            "需由 Microsoft 365 管理员允许使用密码的 SMTP 和 IMAP",
        ),
    ),
)  # fmt: skip


def presets() -> list[dict[str, Any]]:
    """The known providers in the current language."""
    return [{**each, "label": say(each["label"]), "hint": say(each["hint"])} for each in PRESETS]


def set_password(_tx: Tx, mailbox: Mailbox, data: Password) -> None:
    """Keep the password of a mailbox for its present servers and login."""
    servers.keep_password(mailbox, data.password)


def hand_over(tx: Tx, mailbox: Mailbox, data: HandOver) -> dict[str, int]:
    """{mails, follow_ups}: give the mailbox of somebody who has left, with its private mail, to a successor.

    Mail went on arriving; what could be tied to no records meanwhile is looked for again, as the successor sees them.
    """
    if not tx.actor.admin:
        raise Denied
    if not has_left(mailbox.owner_id):
        raise Conflict(NOT_LEFT, code="not_left")
    try:
        successor = actors.load(data.owner, HANDING)
    except (SignInNeeded, Missing):
        raise Invalid.at("owner", "not_active", NO_SUCCESSOR) from None
    former = mailbox.owner_id
    with tx.acting(tx.actor.acting(HANDING), data.reason) as handing:
        handing.set("mailbox", mailbox, {"owner": successor.id})
        places = MailEnrolment._base_manager.filter(mailbox=mailbox, owner=former, state__in=OPEN, deleted_at=None)
        for each in list(places.values_list("id", flat=True)):
            handing.set("mail_enrolment", each, {"owner": successor.id})
    told = {"news": "handed", "to": [str(successor.id)], "from": str(former), "reason": data.reason}
    tx.note("mailbox", mailbox, "tell", told)
    return {"mails": matching.tie_again(tx, mailbox), "follow_ups": len(places)}


def has_left(owner: UUID | None) -> bool:
    """Whether the owner of a mailbox may not sign in any more."""
    user: Any = registry.get("user").model
    return owner is not None and not user._base_manager.filter(pk=owner, deleted_at=None, state="active").exists()


def attempt(actor: Actor, trial: Trial) -> dict[str, Any]:
    """{smtp, imap}: {ok, message} each (imap None without a server); raises Invalid, Missing, Denied, TooMany."""
    limits.pace(actor, "mail trial", *TRIALS)
    box = _box(trial)
    password = trial.password or servers.password_of(_kept(actor, trial.id, box))
    found: dict[str, Any] = {"smtp": _try(servers.smtp, servers.smtp_account(box, password)), "imap": None}
    if box.imap_host:
        found["imap"] = _try(servers.imap, servers.imap_account(box, password))
    return found


def _box(trial: Trial) -> Mailbox:
    """A mailbox as the trial describes it, which is not kept."""
    given = trial.model_dump(exclude={"password", "id"})
    for name in ("smtp_host", "imap_host"):
        given[name] = (given[name] or "").strip().lower()
    return Mailbox(**given)


def _kept(actor: Actor, record: UUID | None, box: Mailbox) -> Mailbox:
    """The mailbox whose password is tried; it opens only with the servers and login it was given for."""
    if record is None or record not in _changeable(actor):
        raise servers.Failed(servers.NO_PASSWORD, code="no_password")
    box.id = record
    return box


def _changeable(actor: Actor) -> list[UUID]:
    seen = access.visible_to(actor, registry.get("mailbox"), Verb.UPDATE)
    return [row["id"] for row in storage.fetch(Sql(f"SELECT r.id FROM {storage.table(Mailbox)} r WHERE ") + seen)]


def states(actor: Actor) -> list[dict[str, Any]]:
    """[{id, password, read_at, problem, left}] of the mailboxes the actor may change."""
    ids = _changeable(actor)
    kept = set(MailboxSecret.objects.filter(pk__in=ids).values_list("pk", flat=True))
    places = {each.pk: each for each in MailboxPlace.objects.filter(pk__in=ids)}
    return [_state(each, each in kept, places.get(each)) for each in ids]


def _state(record: UUID, password: bool, place: MailboxPlace | None) -> dict[str, Any]:
    problem = (place.problem or {}).get(current_language()) if place else None
    left = has_left(Mailbox._base_manager.values_list("owner_id", flat=True).get(pk=record))
    return {
        "left": left,
        "id": str(record),
        "password": password,
        "read_at": place.read_at if place else None,
        "problem": problem,
    }


def _try(open_: Any, account: servers.Account) -> dict[str, Any]:
    try:
        with open_(account):
            return {"ok": True, "message": ""}
    except Refused as refused:
        return {"ok": False, "message": say(refused.message)}


def shown(box: Mailbox) -> dict[str, Any]:
    """A mailbox as somebody who writes from it needs it."""
    signature = registry.field("mailbox", "signature").type.dump(box.signature)
    return {
        "id": str(box.id), "name": box.name, "address": box.address, "sender_name": box.sender_name,
        "signature": signature, "shared": box.shared,
    }  # fmt: skip
