"""The unified social credit code."""

from __future__ import annotations

import random

import pytest

from haoke.core.errors import BadValue
from haoke.core.fieldtypes.uscc import UsccType, check

#: Of companies everybody knows.
KNOWN = ("914403001922038216", "91110000802100433B", "91440300708461136T")
KIND = UsccType()


@pytest.mark.parametrize("code", KNOWN)
def test_real_codes_fit(code: str) -> None:
    assert KIND.clean(code) == code


def test_width_case_and_signs_between_are_put_right() -> None:
    assert KIND.clean(" ９１440300-7084 61136ｔ ") == "91440300708461136T"
    assert KIND.clean("  ") is None


def test_every_single_slip_and_every_swap_of_neighbours_is_found() -> None:
    good = KNOWN[0]
    for place in range(18):
        for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            slipped = good[:place] + sign + good[place + 1 :]
            if slipped != good:
                with pytest.raises(BadValue, match="mistyped"):
                    KIND.clean(slipped)
    for place in range(16):
        swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
        if swapped != good:
            with pytest.raises(BadValue):
                KIND.clean(swapped)


@pytest.mark.parametrize("bad", ["9144030019220382", "91440300192203821I", "91440300192203821６7", "z" * 18, "公司"])
def test_what_is_no_code_says_what_one_is(bad: str) -> None:
    with pytest.raises(BadValue) as refused:
        KIND.clean(bad)
    assert refused.value.code == "not_a_uscc"
    assert "18" in refused.value.message.zh


def test_samples_fit() -> None:
    for seed in range(50):
        found = KIND.sample(random.Random(seed))
        assert KIND.clean(found) == found
        assert check(found[:-1]) == found[-1]
    assert KIND.mask(KNOWN[0]) == "9144****8216"
