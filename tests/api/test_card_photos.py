"""Photos of cards over HTTP: uploaded, read by a job in a process of its own, fetched once, kept only if wished."""

from __future__ import annotations

import contextlib
import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now

from haoke.cards import jobs
from haoke.cards.queries import pictures
from haoke.cards.rules.rows import Piece, in_order
from haoke.core.access.actor import Actor, Scope
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import kind_of
from haoke.core.jobs.work import execute
from haoke.core.records.files import storing
from haoke.core.search.tests.test_finding import user
from tests.api.test_records import Client
from tests.data import card_reader

pytestmark = pytest.mark.django_db
LINES = ["王小明 销售总监", "深圳市云杉精密制造有限公司", "手机：13800138000", "主营轴承"]


def png(width: int = 4, height: int = 4) -> bytes:
    """A white picture; of a large one only the header is true."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xff" * 12) * 4)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def _reader(settings: Any) -> None:
    settings.CARD_READER = f"{sys.executable} {card_reader.__file__}"


@pytest.fixture
def rep() -> Client:
    return Client(Actor(id=user("Rep"), grants={"*": {"*": Scope.OWN}}, via="web"))


def photo(who: Client, data: bytes, name: str = "card.png") -> str:
    assert who.actor is not None
    return str(storing.keep(who.actor, name, BytesIO(data)).id)


def started(who: Client, data: bytes) -> str:
    status, answer = who("POST", "cards/photos", {"file": photo(who, data)})
    assert status == 202, answer
    return str(answer["job"])


def read(who: Client, data: bytes) -> Job:
    job = started(who, data)
    with contextlib.suppress(pictures.Unreadable):
        execute(kind_of(jobs.read_job), job)
    return Job.objects.get(id=job)


def test_a_photo_says_what_a_text_would_and_where_it_stands_to_its_reader_and_once(rep: Client) -> None:
    job = read(rep, card_reader.saying(png(), LINES))
    assert job.state == "done"
    other = Client(Actor(id=user("Other"), grants={"*": {"*": Scope.ALL}}, via="web"))
    assert other("POST", "cards/readings", {"job": str(job.id)})[0] == 404
    status, answer = rep("POST", "cards/readings", {"job": str(job.id)})
    assert status == 200
    assert [(line["text"], line["used"]) for line in answer["lines"]] == list(
        zip(LINES, [True] * 3 + [False], strict=True)
    )
    assert answer["lines"][0]["box"] == [[0.04, 0.0667], [0.7, 0.0667], [0.7, 0.1333], [0.04, 0.1333]]
    said = {(each["object"], each["field"]): each["lines"] for each in answer["fields"]}
    assert (said["contact", "name"], said["contact", "mobile"], said["account", "name"]) == ([0], [2], [1])
    job.refresh_from_db()
    assert job.result is None
    status, answer = rep("POST", "cards/readings", {"job": str(job.id)})
    assert (status, answer["code"]) == (404, "gone")


def test_what_is_no_picture_or_not_ones_own_is_refused(rep: Client, settings: Any) -> None:
    other = Client(Actor(id=user("Other"), grants={"*": {"*": Scope.OWN}}, via="web"))
    assert rep("POST", "cards/photos", {"file": photo(other, png())})[0] == 404
    assert rep("POST", "cards/photos", {"file": photo(rep, b"<svg/>", "card.png")})[0] == 422
    settings.CARD_READER = ""
    assert rep("GET", "cards/reader")[1] == {"ready": pictures.available()}
    settings.CARD_READER = "x"
    assert rep("GET", "cards/reader")[1] == {"ready": True}


@pytest.mark.parametrize(
    "said",
    [b"", b"{", b'{"error": "pixels"}', b'{"error": "who knows"}', b'{"lines": []}', b'{"lines": [{"text": "x"}]}',
     b'{"width": 0, "lines": []}', b'{"lines": [{"text": "\\u0000 \\u200b", "box": [[0,0],[1,0],[1,1],[0,1]]}]}',
     b'{"lines": [{"text": "x", "box": [[1e999,0],[1,0],[1,1],[0,1]]}]}'],
)  # fmt: skip
def test_whatever_a_reader_says_is_a_plain_refusal(rep: Client, said: bytes) -> None:
    job = read(rep, png() + card_reader.MARK + said)
    assert job.state == "failed"
    assert job.message is not None
    assert job.message["en"]


def test_a_reader_that_dies_hangs_or_is_not_there_is_one_too(
    rep: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(rep, png()).state == "failed"
    settings.CARD_READER = "/nowhere/reader"
    assert read(rep, png()).state == "failed"
    settings.CARD_READER = f"{sys.executable} -c 'import time; time.sleep(60)'"
    monkeypatch.setattr(pictures, "SECONDS", 0.2)
    job = read(rep, png())
    assert job.message is not None
    assert "too long" in job.message["en"]


def test_the_reader_gets_no_secret_of_ours(rep: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAOKE_SECRET_KEY", "hush")
    tell = "import os, json; print(json.dumps({'lines': [{'text': ' '.join(os.environ), 'box': [[0, 0]] * 4}]}))"
    settings.CARD_READER = f'{sys.executable} -c "{tell}"'
    job = read(rep, png())
    assert "PATH" in str(job.result)
    assert "HAOKE" not in str(job.result)


def test_what_nobody_fetched_is_forgotten(rep: Client) -> None:
    job = read(rep, card_reader.saying(png(), LINES))
    assert jobs.forget() == 0
    Job.objects.filter(id=job.id).update(finished_at=Now() - 2 * jobs.KEEP)
    assert jobs.forget() == 1
    job.refresh_from_db()
    assert job.result is None


def test_somebody_cannot_have_any_number_read(rep: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WAITING", 1)
    started(rep, png())
    assert rep("POST", "cards/photos", {"file": photo(rep, png())})[0] == 429


def test_the_photo_is_kept_with_the_contact_where_it_is_wished(rep: Client) -> None:
    file = photo(rep, png())
    body: dict[str, Any] = {"contact": {"values": {"name": "王小明", "card": [{"id": file}]}}}
    status, answer = rep("POST", "cards", body)
    assert status == 201, answer
    (kept,) = answer["contact"]["card"]
    assert (kept["id"], kept["type"]) == (file, "image/png")


def test_pieces_are_read_row_by_row_however_the_card_is_tilted() -> None:
    def piece(text: str, x: float, y: float) -> Piece:
        # A card turned by about 6 degrees.
        corners = [(x, y), (x + 100, y), (x + 100, y + 20), (x, y + 20)]
        return Piece(text, [(a - 0.1 * b, b + 0.1 * a) for a, b in corners], 1)

    there = [piece("d", 300, 60), piece("b", 300, 0), piece("c", 0, 60), piece("a", 0, 0)]
    assert "".join(each.text for each in in_order(there)) == "abcd"
    upright = Piece("x", [(0, 0), (20, 0), (20, 100), (0, 100)], 1)
    assert in_order([upright]) == [upright]
    assert in_order([]) == []


def test_the_real_reader_refuses_bombs_and_reads(tmp_path: Path, settings: Any) -> None:
    pytest.importorskip("rapidocr")
    settings.CARD_READER = ""
    with pytest.raises(pictures.Unreadable, match="million"):
        pictures.look(png(60_000, 60_000))
    image, draw = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageDraw")
    card = image.new("RGB", (900, 500), "white")
    draw.Draw(card).text((60, 60), "John Smith 13800138000", fill="black", font_size=60)
    card.save(tmp_path / "card.jpg")
    (line,) = pictures.look((tmp_path / "card.jpg").read_bytes())
    assert line.text.replace(" ", "") == "JohnSmith13800138000"
    assert 0 < line.box[0][0] < 0.2
