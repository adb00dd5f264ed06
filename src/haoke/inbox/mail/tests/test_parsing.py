"""Headers as broken programs write them."""

from __future__ import annotations

import pytest

from haoke.core.errors import BadValue
from haoke.inbox.mail.addresses import people
from haoke.inbox.mail.parsing import NOT_ALL, read


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_bytes_where_only_letters_may_stand_are_read(charset: str) -> None:
    mail = "From: 张伟 <zw@example.cn>\nTo: a@example.com\nSubject: Re: 给好客的报价单\n\nx".encode(charset)
    found = read(mail)
    assert (found.subject, found.sender) == ("Re: 给好客的报价单", ("张伟", "zw@example.cn"))


def test_receivers_past_what_is_read_are_told_to_be_missing() -> None:
    many = ", ".join(f"p{number}@example.com" for number in range(1_200))
    found = read(f"From: a@example.com\nTo: {many}\nSubject: hi\n\nx".encode())
    assert found.lost == [NOT_ALL]
    assert 100 < len(found.to) < 1_200
    assert found.to[-1][1] == f"p{len(found.to) - 1}@example.com"  # none is cut in two
    assert read(b"From: a@example.com\nTo: b@example.com\n\nx").lost == []


def test_receivers_longer_than_a_draft_holds_are_refused() -> None:
    assert people("b@example.com, c@example.com") == [("", "b@example.com"), ("", "c@example.com")]
    with pytest.raises(BadValue) as refused:
        people("a" * 8_001)
    assert refused.value.code == "too_long"
