"""Numbers told by the patterns of phonenumbers alone get the answer its parser gives."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from haoke.core.fieldtypes import phone

AREAS = ("010", "021", "020", "0755", "0512", "0371", "0898", "0991", "0311", "0400", "0100", "01179")


def parsed(number: str, country: str) -> tuple[str | None, str | None]:
    """What the library says, without our knowledge of its patterns."""
    bare = number.replace("-", "").replace(" ", "")
    if country == "CN" and len(bare) == 11 and bare[0] == "1" and bare[1] in "3456789" and bare.isdigit():
        return f"+86{bare}", None
    try:
        found = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None, None
    if not phonenumbers.is_valid_number(found):
        return None, None
    e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    written_home = e164.startswith("+86") or number.startswith(("+", "00"))
    return e164, None if written_home else phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)


def some(rng: random.Random) -> str:
    digits = "".join(rng.choices("0123456789", k=rng.randint(4, 12)))
    match rng.randrange(4):
        case 0:
            return rng.choice(AREAS) + rng.choice(("", "-", " ")) + digits[:8]
        case 1:
            return "0" + digits
        case 2:
            return f"+{rng.choice(list(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))}{digits}"
    region = rng.choice(sorted(phonenumbers.SUPPORTED_REGIONS))
    found = phonenumbers.example_number_for_type(region, rng.choice((0, 1)))
    if found is None:
        return "+" + digits
    number = list(phonenumbers.format_number(found, PhoneNumberFormat.E164))
    for _ in range(rng.randrange(3)):
        number[rng.randrange(2, len(number))] = rng.choice("0123456789")
    return "".join(number)


@pytest.mark.parametrize("seed", range(4))
def test_the_short_way_gives_the_parsers_answer(seed: int) -> None:
    rng = random.Random(seed)
    numbers = [some(rng) for _ in range(1_000)]
    assert {(n, c): phone._e164(n, c) for n in numbers for c in ("CN", "DE")} == {
        (n, c): parsed(n, c) for n in numbers for c in ("CN", "DE")
    }


def test_usual_numbers_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phonenumbers, "parse", None)
    told = {
        "13800138000": "+8613800138000",
        "0755-26770000": "+8675526770000",
        "010 6277 0000": "+861062770000",
        "+49 89 21234567": "+498921234567",
        "+86 138-0013-8000": "+8613800138000",
    }
    assert {text: phone.read(text).e164 for text in told} == told
    assert phone.read("0755-26770000转8012") == phone.Phone("0755-26770000转8012", "+8675526770000", "8012")


def test_what_is_not_plain_digits_is_left_to_the_parser() -> None:
    assert not phone._anywhere("+49(0)8921234567")
    assert phone._e164("+49 (0)89 21234567", "CN") == ("+498921234567", None)
    assert phone._plan("800") is None
