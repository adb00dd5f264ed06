"""A keyed request acts once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from haoke.core.access.actor import Actor, system
from haoke.core.errors import Conflict, Denied, Invalid
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.records.idempotency import forget_old, once
from haoke.core.records.keys import IdempotencyKey
from haoke.core.testing.app.models import Thing

pytestmark = pytest.mark.django_db


def create() -> tuple[int, Any]:
    with changes(system(), "create") as tx:
        made = tx.create("thing", {"name": "A"})
    return 201, {"id": str(made.id), "at": datetime(2026, 1, 2, tzinfo=UTC)}


def test_the_answer_is_kept_and_the_effect_not_repeated(root: Actor) -> None:
    status, body, replayed = once(root, "k", "hash", create)
    assert (status, replayed) == (201, False)
    again = once(root, "k", "hash", create)
    assert again == (201, {"id": body["id"], "at": "2026-01-02T00:00:00Z"}, True)
    assert Thing.objects.count() == 1


def test_keys_belong_to_their_actor(root: Actor) -> None:
    once(root, "k", "hash", create)
    assert once(Actor(id=uuid7(), admin=True), "k", "hash", lambda: (200, None)) == (200, None, False)


def test_another_request_under_the_same_key_is_refused(root: Actor) -> None:
    once(root, "k", "hash", create)
    with pytest.raises(Invalid) as refused:
        once(root, "k", "other", create)
    assert (refused.value.code, refused.value.status) == ("idempotency_mismatch", 422)
    assert Thing.objects.count() == 1


def test_a_refused_request_keeps_nothing_and_may_be_sent_again(root: Actor) -> None:
    def refuse() -> tuple[int, Any]:
        create()
        raise Denied

    with pytest.raises(Denied):
        once(root, "k", "hash", refuse)
    assert not Thing.objects.exists()
    assert once(root, "k", "hash", create)[2] is False


def test_old_answers_are_dropped(root: Actor) -> None:
    once(root, "old", "hash", create)
    IdempotencyKey.objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    once(root, "new", "hash", create)
    assert forget_old() == 1
    assert IdempotencyKey.objects.get().key == "new"
    assert IdempotencyKey.objects.filter(created_at__lte=Now()).exists()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_the_second_is_told_so(root: Actor) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> tuple[int, Any]:
        inside.set()
        go_on.wait(120)
        return create()

    def first() -> Any:
        try:
            return once(root, "k", "hash", slow)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        inside.wait(120)
        with pytest.raises(Conflict) as refused:
            once(root, "k", "hash", create)
        go_on.set()
        assert running.result()[2] is False
    assert (refused.value.code, refused.value.status) == ("in_flight", 409)
    assert once(root, "k", "hash", create)[2] is True
    assert Thing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_act_once(root: Actor) -> None:
    def send() -> str:
        try:
            return "replayed" if once(root, "k", "hash", create)[2] else "done"
        except Conflict as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        answers = [future.result() for future in [pool.submit(send) for _ in range(50)]]
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "replayed", "in_flight"}
    assert Thing.objects.count() == 1
