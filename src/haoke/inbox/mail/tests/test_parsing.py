"""Headers as broken programs write them."""

from __future__ import annotations

import pytest

from haoke.inbox.mail.parsing import read


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_bytes_where_only_letters_may_stand_are_read(charset: str) -> None:
    mail = "From: 张伟 <zw@example.cn>\nTo: a@example.com\nSubject: Re: 给好客的报价单\n\nx".encode(charset)
    found = read(mail)
    assert (found.subject, found.sender) == ("Re: 给好客的报价单", ("张伟", "zw@example.cn"))
