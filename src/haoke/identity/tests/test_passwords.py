"""What a password may be, and that checking one tells nothing about the account."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from haoke.core.errors import Invalid
from haoke.identity import passwords


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short one", "too_short"),
        ("x" * 201, "too_long"),
        ("aaaaaaaaaaaaaa", "too_common"),
        ("abababababab12", "too_common"),
        ("abcdefghijklmn", "too_common"),
        ("123456789012", "too_common"),
        ("9876543210987", "too_common"),
        ("letmein1234567!", "too_common"),
        ("monkeymonkey", "too_common"),
        ("Passwordpassword", "too_common"),
        ("I love Haoke so much", "too_near"),
        ("今天天气好客人很多呀真的吗", "too_near"),
        ("meridian is our home", "too_near"),
        ("hello anna.kowalski!", "too_near"),
        ("王小明的密码不告诉你们呀", "too_near"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.check(password, ["Meridian Tools Ltd", "anna.kowalski@example.com", "王小明", ""])
    assert (refused.value.code, refused.value.problems[0].field) == (code, "password")


@pytest.mark.parametrize(
    "password",
    [
        "seven green bottles",
        "vT9#kq2!Lm0z",
        "七个绿瓶子挂在那堵墙上面呢",
        "correct horse battery staple",
        "é" * 8 + "wxyz1 ",
    ],
)
def test_sentences_and_random_ones_pass(password: str) -> None:
    passwords.check(password, ["Ltd", "anna@example.com", "李"])


def test_a_kept_password_is_argon2id_and_verifies() -> None:
    kept = PasswordHasher().hash("seven green bottles")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.verify(kept, "seven green bottles")
    assert not passwords.verify(kept, "seven green bottle")
    assert not passwords.verify("no hash at all", "seven green bottles")


def test_no_account_never_verifies_and_does_the_same_work() -> None:
    assert not passwords.verify(None, "no account has this password")
    assert passwords.hasher.verify(passwords._nobody(), "no account has this password")


def test_outdated_parameters_are_noticed() -> None:
    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash("x"))
    assert not passwords.outdated(passwords.hashed("x"))
