"""Passwords: Argon2id, equal work whether or not an account exists, and what a password may not be."""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from haoke.core.errors import Invalid
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 12
LONGEST = 200
#: Words of the product that are in everybody's first guess.
OWN_WORDS = ("haoke", "好客", "password", "密码")
_WORTH_A_WORD = 4  # letters; shorter names would refuse too much
_KINDS_OF_CHARACTER = 5

hasher = PasswordHasher()  # Argon2id, RFC 9106's second choice: 64 MiB, three passes, four lanes

TOO_SHORT = T("At least {n} characters; a sentence is easy to remember", "至少 {n} 个字符；用一句话更好记").fill(
    n=SHORTEST
)
TOO_LONG = T("At most {n} characters", "最多 {n} 个字符").fill(n=LONGEST)
TOO_COMMON = T("This password is among the first that are tried", "这个密码太常见，容易被猜到")
TOO_NEAR = T(
    "The password may not contain “{word}”: names of people, company and product are guessed first",
    "密码不能包含“{word}”：人名、公司名和产品名最容易被猜到",
)


@cache
def _common() -> frozenset[str]:
    packed = files("django.contrib.auth").joinpath("common-passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines())


@cache
def _nobody() -> str:
    return hasher.hash("no account has this password")


def hashed(password: str) -> str:
    """Argon2id text of a password; 64 MiB and some tens of milliseconds."""
    return hasher.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the kept text; without one the same work is done for nothing."""
    try:
        return hasher.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the kept text was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(kept)


def check(password: str, words: Iterable[str] = ()) -> None:
    """Raise Invalid unless the password is good enough; `words` are names that may not be in it."""
    if len(password) < SHORTEST:
        raise Invalid.at("password", "too_short", TOO_SHORT)
    if len(password) > LONGEST:
        raise Invalid.at("password", "too_long", TOO_LONG)
    if _easy(password.casefold()):
        raise Invalid.at("password", "too_common", TOO_COMMON)
    near = _near(password.casefold(), words)
    if near:
        raise Invalid.at("password", "too_near", TOO_NEAR.fill(word=near))


def _easy(folded: str) -> bool:
    """A common password, one with decoration, one repeated, few different characters, or a run along the alphabet."""
    if len(set(folded)) < _KINDS_OF_CHARACTER or _is_run(folded):
        return True
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    pieces = {folded, bare, *(half for text in (folded, bare) if (half := _repeated(text)))}
    return not pieces.isdisjoint(_common())


def _repeated(text: str) -> str:
    """The piece a text repeats, or nothing."""
    found = re.fullmatch(r"(.{1,100}?)\1+", text, re.DOTALL)
    return found.group(1) if found else ""


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps - {-9, 9}) == 1 and steps <= {-9, 9, 1, -1}


def _near(folded: str, words: Iterable[str]) -> str:
    for text in (*OWN_WORDS, *words):
        for word in re.split(r"[\s@._,，()（）-]+", text.casefold()):
            long_enough = len(word) >= _WORTH_A_WORD or (len(word) > 1 and not word.isascii())
            if long_enough and word in folded:
                return word
    return ""
