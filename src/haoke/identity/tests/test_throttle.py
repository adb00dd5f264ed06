"""Guessing slows down and stops; the person himself gets in from his own place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from haoke.core.errors import TooMany
from haoke.identity import throttle
from haoke.identity.models import SignInAttempt

pytestmark = pytest.mark.django_db


def wrong(times: int, account: str = "anna", address: str = "10.0.0.1") -> None:
    for _ in range(times):
        throttle.admit(account, address)


def age(**by: float) -> None:
    """Make every try so far older."""
    for row in SignInAttempt.objects.all():
        SignInAttempt.objects.filter(pk=row.pk).update(at=row.at - timedelta(**by))


def wait(account: str = "anna", address: str = "10.0.0.1") -> int:
    """Seconds the next try is put off (0: it is let through, and counted)."""
    try:
        throttle.admit(account, address)
    except TooMany as refused:
        return int(refused.extra["retry_after"])
    return 0


def test_the_refusal_says_so() -> None:
    wrong(5)
    with pytest.raises(TooMany) as refused:
        throttle.admit("anna", "10.0.0.1")
    assert (refused.value.code, refused.value.status) == ("locked", 429)


def test_five_wrong_tries_are_free_then_waits_double() -> None:
    wrong(5)
    assert wait() == 30
    assert wait() == 30, "a try put off is not counted"
    age(seconds=31)
    assert wait() == 0
    assert wait() == 60
    age(seconds=61)
    wrong(1)
    assert wait() == 120


def test_the_longest_wait_is_an_hour() -> None:
    wrong(5)
    for _ in range(9):
        age(hours=1)
        wrong(1)
    assert wait() == 3600


def test_other_accounts_and_addresses_are_not_held_up() -> None:
    wrong(5)
    assert wait("bert") == 0
    assert wait(address="10.0.0.2") == 0


def test_success_forgets_what_was_wrong_before() -> None:
    wrong(4)
    throttle.succeeded(throttle.admit("anna", "10.0.0.1"))
    wrong(4)
    assert wait() == 0
    assert wait() == 30


def test_an_address_has_twenty_wrong_tries_an_hour() -> None:
    for number in range(20):
        wrong(1, f"user{number}")
    age(minutes=10)
    assert 2990 <= wait("somebody") <= 3000
    age(minutes=51)
    assert wait("somebody") == 0


def test_an_account_has_a_hundred_an_hour_but_its_own_address_stays_open() -> None:
    throttle.succeeded(throttle.admit("anna", "192.0.2.1"))
    for number in range(100):
        wrong(1, "anna", f"10.1.0.{number}")
    assert wait("anna", "10.2.0.1") > 3590
    assert wait("anna", "192.0.2.1") == 0


def test_tries_are_forgotten_after_thirty_days() -> None:
    wrong(3)
    age(days=31)
    throttle.succeeded(throttle.admit("bert", "10.0.0.9"))
    assert SignInAttempt.objects.filter(at__lt=timezone.now() - timedelta(days=30)).count() == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("", "unknown"),
        ("a socket", "unknown"),
    ],
)
def test_whose_address_it_is(address: str, network: str) -> None:
    assert throttle.network(address) == network
