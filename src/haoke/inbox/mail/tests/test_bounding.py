"""A mail costs what it is worth, and no mail stops those that come after it."""

from __future__ import annotations

import pytest

from haoke.inbox.mail import bounding, parsing

BROKEN = "=?utf-8?b?A?="  # one letter of base64 is none


@pytest.mark.parametrize(
    "head",
    [
        f"Subject: {BROKEN}",
        f"From: {BROKEN} <a@b.com>",
        f"To: {BROKEN} <a@b.com>",
        f'Content-Type: x/y; name="{BROKEN}"',
    ],
)
def test_words_that_were_encoded_wrongly_do_not_lose_the_mail(head: str) -> None:
    """Raised, it would be read again and again, and nothing behind it ever."""
    found = parsing.read(f"{head}\r\nMessage-ID: <1@b.com>\r\n\r\nhello".encode())
    assert (found.message_id, found.lost) == ("<1@b.com>", [])
    assert "hello" in found.body or found.files[0].content == b"hello"


def test_what_a_text_is_written_in_is_not_anything_python_can_read() -> None:
    """Reading some takes the square of the text."""
    for called in ("punycode", "PUNYCODE", "idna", "unicode_escape", "undefined", "rot13", "nonsense\x00"):
        assert parsing.text_of(b"abc-\\u0041z9", called) == "abc-\\u0041z9", called
    assert parsing.text_of("好".encode("gbk"), "gb2312") == "好"


def test_parts_lines_and_headers_without_end_are_cut() -> None:
    part = b"--b\r\n\r\nx\r\n"
    head = b'Subject: many\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    flood = head + part * (bounding.MOST_MARKS + 100)
    assert bounding.beginning(flood).count(b"--b") == bounding.MOST_MARKS
    found = parsing.read(flood)
    assert (found.subject, found.lost) == ("many", [parsing.TOO_DEEP])
    lines = b"Subject: long\r\n\r\n" + b"\r" * (bounding.MOST_LINES * 2 + 100)
    assert parsing.TOO_DEEP in parsing.read(lines).lost
    headers = b"".join(b"X-%d: a\r\n" % at for at in range(bounding.MOST_HEADERS + 100))
    assert len(parsing.message_of(b"Subject: s\r\n" + headers + b"\r\nx")) == bounding.MOST_HEADERS
    usual = head + part * 20 + b"--b--\r\n"
    assert bounding.beginning(usual) == usual
    assert parsing.read(usual).lost == []
