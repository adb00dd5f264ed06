"""The second step of signing in: a code from an authenticator (TOTP, RFC 6238), or one of ten recovery codes."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from base64 import b32encode
from typing import TYPE_CHECKING, Any

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection
from django.db.models.functions import Now

from haoke.core import clock, sealed
from haoke.core.errors import Conflict, Denied, Invalid
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import company, throttle
from haoke.identity.choices import Second
from haoke.identity.models import SecondFactor, Session
from haoke.identity.sessions import end_others

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

PURPOSE = "haoke second factor"
DIGITS, STEP = 6, 30  # what every authenticator understands
LATE = 1  # steps a phone's clock may be off
SECRET_BYTES = 20
CODES, CODE_BYTES = 10, 10  # 80 bits each: SHA-256 keeps them
LONGEST = 60  # signs of a code as typed, spaces and hyphens with it
#: Wrong codes an hour from addresses where the person never gave a right one.
MOST_CODES = 20

WRONG = T(
    "This code is not right or was used already; wait for the next one", "验证码不正确或已使用，请等待下一个验证码"
)
NOT_BEGUN = T("Begin anew: show the QR code once more", "请重新开始：再次显示二维码")
UNREADABLE = T(
    "The installation's key has changed; an administrator has to reset your two-step sign-in",
    "系统密钥已变更，请联系管理员重置您的两步验证",
)
OFF = T("Two-step sign-in is not on", "两步验证尚未开启")
REQUIRED = T("A role of yours requires two-step sign-in", "您的角色要求两步验证，不能关闭")


def asked(user_id: UUID) -> Second:
    """What a session opened with a password begins with."""
    return Second.DUE if SecondFactor.objects.filter(pk=user_id, secret__isnull=False).exists() else Second.NONE


def describe(actor: Actor) -> dict[str, Any]:
    """{on, since, codes, required}: how many recovery codes are left, and whether a role of his asks for it."""
    kept = SecondFactor.objects.filter(pk=actor.id, secret__isnull=False).first()
    return {
        "on": kept is not None,
        "since": kept.since if kept else None,
        "codes": len(kept.codes) if kept else 0,
        "required": actor.two_step,
    }


def begin(actor: Actor) -> dict[str, str]:
    """{secret, uri, qr_svg} of a new authenticator; nothing changes until `confirm` hears a right code of it."""
    secret = secrets.token_bytes(SECRET_BYTES)
    SecondFactor.objects.update_or_create(
        user_id=actor.id, defaults={"pending": sealed.seal(PURPOSE, secret, actor.id.bytes)}
    )
    uri = _totp(secret).get_provisioning_uri(_account(actor), company.settings().name or "Haoke 好客")
    return {
        "secret": b32encode(secret).decode(),
        "uri": uri,
        "qr_svg": segno.make(uri, error="l").svg_inline(scale=4, border=2, omitsize=True),
    }


def _account(actor: Actor) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(email, name) FROM identity_user WHERE id = %s", [actor.id])
        return str(cursor.fetchone()[0])


def confirm(actor: Actor, code: str, address: str = "") -> list[str]:
    """Take the begun authenticator into use: ten recovery codes, told this once. All other sessions end."""
    attempt = throttle.admit(f"code of {actor.id}", address, MOST_CODES)
    kept = SecondFactor.objects.filter(pk=actor.id, pending__isnull=False).first()
    if kept is None or kept.pending is None:
        raise Conflict(NOT_BEGUN, code="not_begun")
    step = _step_of(_opened(kept.pending, actor.id), plain(code))
    if step is None:
        raise Invalid.at("code", "wrong_code", WRONG)
    throttle.succeeded(attempt)
    codes = _new_codes()
    with changes(actor, "turn_on_two_step") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "two_step_on")
        SecondFactor.objects.filter(pk=actor.id).update(
            secret=kept.pending, pending=None, used_step=step, codes=_digests(codes), since=Now()
        )
        end_others(actor)
        Session.objects.filter(pk__in=[actor.session]).update(second=Second.DONE, proved_at=Now())
    return codes


def renew_codes(actor: Actor) -> list[str]:
    """Ten new recovery codes, told this once; the old ones are worth nothing. Raises Denied for a key, Conflict."""
    _signed_in(actor)
    codes = _new_codes()
    with changes(actor, "renew_codes") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "recovery_codes_made")
        if not SecondFactor.objects.filter(pk=actor.id, secret__isnull=False).update(codes=_digests(codes)):
            raise Conflict(OFF, code="two_step_off")
    return codes


def turn_off(actor: Actor) -> None:
    """Sign in with the password alone from now on; raises Denied for a key, Conflict where a role requires more."""
    _signed_in(actor)
    if actor.two_step:
        raise Conflict(REQUIRED, code="two_step_required")
    with changes(actor, "turn_off_two_step") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "two_step_off")
        SecondFactor.objects.filter(pk=actor.id).delete()


def _signed_in(actor: Actor) -> None:
    """Whoever finds a key does not find a way around the second step."""
    if actor.session is None:
        raise Denied


def check(actor: Actor, code: str, address: str = "") -> None:
    """Use up a code of the person's; raises Invalid "wrong_code", TooMany "locked"."""
    attempt = throttle.admit(f"code of {actor.id}", address, MOST_CODES)
    typed = plain(code)
    short = typed.isdecimal() and len(typed) == DIGITS
    right = _use_step(actor.id, typed) if short else _use_code(actor, typed)
    if not right:
        raise Invalid.at("code", "wrong_code", WRONG)
    throttle.succeeded(attempt)


def plain(code: str) -> str:
    """A code as it is compared, typed with wide digits, spaces or hyphens too; "", which fits none, past LONGEST."""
    unfolded = unicodedata.normalize("NFKC", code).upper() if len(code) <= LONGEST else ""
    return "".join(each for each in unfolded if each.isascii() and each.isalnum())


def _use_step(user_id: UUID, typed: str) -> bool:
    kept = SecondFactor.objects.filter(pk=user_id, secret__isnull=False).first()
    if kept is None or kept.secret is None:
        return False
    step = _step_of(_opened(kept.secret, user_id), typed)
    if step is None:
        return False
    # Of two requests with the same code one is first: a code is worth one sign-in, and none before it is worth any.
    return SecondFactor.objects.filter(pk=user_id, used_step__lt=step).update(used_step=step) == 1


def _use_code(actor: Actor, typed: str) -> bool:
    with changes(actor, "use_recovery_code") as tx:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE identity_secondfactor SET codes = array_remove(codes, %s)"
                " WHERE user_id = %s AND secret IS NOT NULL AND %s = ANY(codes) RETURNING cardinality(codes)",
                [(digest := _digest(typed)), actor.id, digest],
            )
            left = cursor.fetchone()
        if left is not None:
            tx.get("user", actor.id, "read")
            tx.note("user", actor.id, "recovery_code_used", {"left": left[0]})
    return left is not None


def _opened(kept: bytes | memoryview[int], user_id: UUID) -> bytes:
    try:
        return sealed.unseal(PURPOSE, bytes(kept), user_id.bytes)
    except sealed.Broken:
        raise Conflict(UNREADABLE, code="two_step_unreadable") from None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - SHA-1 is what authenticators have; HMAC does not need more


def _step_of(secret: bytes, typed: str) -> int | None:
    """The time step whose code this is: now, the one before or after; every one is compared, whichever is right."""
    now, totp = int(clock.now().timestamp()) // STEP, _totp(secret)
    steps = range(now - LATE, now + LATE + 1)
    found = [step for step in steps if hmac.compare_digest(totp.generate(step * STEP), typed.encode())]
    return found[-1] if found else None


def _new_codes() -> list[str]:
    made = (b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _ in range(CODES))
    return ["-".join(text[at : at + 4] for at in range(0, len(text), 4)) for text in made]


def _digests(codes: list[str]) -> list[str]:
    return [_digest(plain(code)) for code in codes]


def _digest(typed: str) -> str:
    return hmac.digest(b"haoke recovery code", typed.encode(), "sha256").hex()
