"""What people are told of their own account, so that nobody changes it behind their back."""

from __future__ import annotations

import pytest

from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.identity import accounts, actors
from haoke.identity.models import SecondFactor
from haoke.inbox.notices import reading
from tests.api.test_approval_news import spread

pytestmark = pytest.mark.django_db


def test_somebody_whose_second_step_was_reset_is_told_and_nobody_else() -> None:
    boss, anna = (
        accounts.create_user(f"{name}@example.com", name.title(), roles=[role], password="Long enough 2026!")
        for name, role in (("boss", "administrator"), ("anna", "sales_rep"))
    )
    SecondFactor.objects.create(user_id=anna, secret=b"sealed")
    with changes(actors.load(boss), "reset_two_step") as tx:
        tx.run("user", anna, "reset_two_step")
    spread()
    with speaking("en"):
        (told,) = reading.page(actors.load(anna))["items"]
        assert told["text"].startswith("Boss has reset your two-step sign-in")
        assert told["why"] == "It is your account"
        assert reading.page(actors.load(boss))["items"] == []
