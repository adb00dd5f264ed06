"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, timestamp and the bytes of the body.

A secret is kept nowhere: it follows from the installation's key, the record's id and how often it was renewed.
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

#: Seconds a message may be old, or ahead of our clock.
WINDOW: Final = 300
PREFIX: Final = "whsec_"
#: Characters of a message's id.
LONGEST_ID: Final = 200
#: Digits of a moment.
LONGEST_TIME: Final = 15


def secret_of(record: UUID, renewed: int) -> bytes:
    """The secret of a webhook or way in."""
    about = f"signing {record} {renewed}".encode()
    return HKDF(SHA256(), 32, salt=None, info=about).derive(settings.SECRET_KEY.encode())


def shown(secret: bytes) -> str:
    """A secret as its owner copies it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, message: str, at: int, body: bytes) -> str:
    """The signature of a body sent as `message` at a moment (seconds since 1970)."""
    digest = hmac.digest(secret, f"{message}.{at}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


def headers(secret: bytes, message: str, at: int, body: bytes) -> dict[str, str]:
    """What is sent along with a body."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Haoke-Webhook/1",
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, message, at, body),
    }


def message_of(secret: bytes, given: Mapping[str, str], body: bytes, now: float) -> str | None:
    """The id of a message that is signed and fresh; None for any other, whatever is wrong with it."""
    message, at, signed = (given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (0 < len(message) <= LONGEST_ID and message.isascii() and at.isascii() and at.isdecimal()):
        return None
    if len(at) > LONGEST_TIME:
        return None
    if abs(now - int(at)) > WINDOW or not signed.isascii():
        return None
    wanted = signature(secret, message, int(at), body)
    # All are compared, each in constant time: a sender that renews its secret sends two.
    fits = [hmac.compare_digest(wanted, each) for each in signed.split(" ")[:10]]
    return message if any(fits) else None
