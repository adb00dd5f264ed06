"""A keyed request acts once: its answer is written in the transaction of its effect."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction
from django.db.models.functions import Now

from haoke.core.errors import Conflict, Invalid
from haoke.core.records.keys import IdempotencyKey
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from haoke.core.access.actor import Actor

KEPT_HOURS = 24
IN_FLIGHT = T("This request is being carried out; ask again in a moment", "此请求正在处理，请稍后重试")
MISMATCH = T("This Idempotency-Key was used for another request", "此 Idempotency-Key 已用于其他请求")


def once(actor: Actor, key: str, request_hash: str, fn: Callable[[], tuple[int, Any]]) -> tuple[int, Any, bool]:
    """`fn`'s (status, JSON body) and False; the kept answer and True for a key already answered.

    Raises Conflict "in_flight" while the first request runs, Invalid "idempotency_mismatch" for another request.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Held to the end of the transaction, so no second request can pass between effect and answer.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock(actor, key)])
        if not cursor.fetchone()[0]:
            raise Conflict(IN_FLIGHT, code="in_flight")
        kept = IdempotencyKey.objects.filter(actor=actor.id, key=key).first()
        if kept is None:
            status, body = fn()
            _keep(cursor, (actor.id, key, request_hash), status, body)
            return status, body, False
    if kept.fingerprint != request_hash:
        raise Invalid(MISMATCH, code="idempotency_mismatch")
    return kept.status, kept.body, True


def _lock(actor: Actor, key: str) -> int:
    digest = hashlib.blake2b(f"{actor.id} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _keep(cursor: Any, request: tuple[UUID, str, str], status: int, body: Any) -> None:
    text = orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z).decode()
    cursor.execute(
        "INSERT INTO core_idempotencykey (actor, key, fingerprint, status, body) VALUES (%s, %s, %s, %s, %s::jsonb)",
        [*request, status, text],
    )


def forget_old() -> int:
    """Drop answers older than a day; how many."""
    done, _ = IdempotencyKey.objects.filter(created_at__lt=Now() - timedelta(hours=KEPT_HOURS)).delete()
    return done
