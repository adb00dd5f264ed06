"""How long a refused sign-in takes does not tell whether the account exists: 500 tries of each, in turn.

Run by hand (`pytest -m bench -s tests/security/test_timing.py`): a statistic may err, so it is no part of a build.
"""

from __future__ import annotations

import random
import time
from itertools import groupby
from math import erfc, sqrt
from statistics import median
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.identity import passwords, signin
from haoke.identity.models import Credential
from haoke.identity.signin import BadCredentials, SignIn

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIES = 500


def tried(email: str, number: int) -> tuple[float, float]:
    """Seconds of processor and of wall time a refused sign-in takes, each from an address of its own."""
    worked, began = time.process_time(), time.perf_counter()
    with pytest.raises(BadCredentials):
        signin.sign_in(SignIn(email=email, password="not the right one"), f"10.1.{number // 250}.{number % 250}")
    return time.process_time() - worked, time.perf_counter() - began


def likelihood(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided p of Mann and Whitney's test that both come from one distribution."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks, place = 0.0, 0
    for _, same in groupby(ranked, key=lambda each: each[0]):
        members = list(same)
        ranks += (place + (len(members) + 1) / 2) * sum(1 for _, group in members if group == 0)
        place += len(members)
    n, m = len(first), len(second)
    away = ranks - n * (n + 1) / 2 - n * m / 2
    return erfc(abs(away) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


@pytest.mark.bench
@pytest.mark.django_db
def test_time_does_not_tell_who_has_an_account() -> None:
    kept = passwords.hashed("the right one of everybody")
    with changes(system("test"), "scene") as tx:
        made = [
            tx.add("user", {"name": f"u{n}", "email": f"u{n}@example.com", "state": "active"}) for n in range(TRIES)
        ]
    Credential.objects.bulk_create(
        Credential(user_id=user.id, password=kept, changed_at=timezone.now()) for user in made
    )
    asked = [(f"u{n}@example.com", n) for n in range(TRIES)] + [
        (f"none{n}@example.com", n + TRIES) for n in range(TRIES)
    ]
    random.Random(1).shuffle(asked)
    tried("warm@example.com", 2 * TRIES)
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for email, number in asked:
        found[email.startswith("u")].append(tried(email, number))
    for what, part in (("processor", 0), ("wall", 1)):
        known, unknown = ([each[part] for each in found[exists]] for exists in (True, False))
        p = likelihood(known, unknown)
        print(f"{what}: {median(known) * 1000:.2f} and {median(unknown) * 1000:.2f} ms, p = {p:.3f}")  # noqa: T201
        assert p > 0.01, what


def test_the_statistic_sees_a_difference() -> None:
    chance = random.Random(2)
    noise = [chance.gauss(50, 5) for _ in range(TRIES)]
    assert likelihood(noise, [chance.gauss(50, 5) for _ in range(TRIES)]) > 0.01
    assert likelihood(noise, [chance.gauss(51.5, 5) for _ in range(TRIES)]) < 0.01
