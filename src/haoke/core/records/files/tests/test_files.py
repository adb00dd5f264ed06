"""Files from the upload to the sweep: what is kept, what it is called, who may put it where, and who reads it."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import pytest

from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import BadRequest, Invalid, TooMany
from haoke.core.fieldtypes.files import FileRef
from haoke.core.records import changes
from haoke.core.records.files import attaching, storing
from haoke.core.records.files.models import File, FileContent, FilePart, FileUse
from haoke.core.records.files.naming import UNKNOWN, media_type
from haoke.core.testing.app.rows import actor_for, person

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def ann() -> Actor:
    return actor_for(person("Ann"))


@pytest.fixture
def bob() -> Actor:
    return actor_for(person("Bob"))


def upload(actor: Actor, content: bytes = PNG, name: str = "a.png", size: int | None = None) -> FileRef:
    return storing.keep(actor, name, io.BytesIO(content), size)


def make(actor: Actor, **values: Any) -> Any:
    with changes(actor, "create") as tx:
        return tx.create("thing", {"name": "A", **values})


def change(actor: Actor, record: Any, **values: Any) -> Any:
    with changes(actor, "update") as tx:
        return tx.update("thing", record, values)


def test_first_bytes_say_what_a_file_is() -> None:
    riff = b"RIFF" + bytes(4)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    told = {
        ("a.txt", PNG): "image/png", ("a.png", b"\xff\xd8\xff\xe0"): "image/jpeg", ("a", b"GIF89a"): "image/gif",
        ("a.png", riff + b"WEBP"): "image/webp", ("a.zip", riff + b"WAVE"): "application/zip",
        ("a", b"%PDF-1.7"): "application/pdf",
        ("a.docx", b"PK"): word, ("a.png", b"no picture"): UNKNOWN, ("a.pdf", b"<html>"): UNKNOWN,
        ("nothing", b"?"): UNKNOWN, ("b.csv", b"a,b"): "text/csv",
    }  # fmt: skip
    assert {each: media_type(*each) for each in told} == told


def test_the_same_bytes_are_kept_once_and_come_back_in_pieces(ann: Actor, bob: Actor) -> None:
    content = PNG + b"x" * (storing.PART + 1)
    first, second = upload(ann, content, "../图.png", len(content)), upload(bob, content, "b.txt")
    assert (first.name, first.size, first.type) == ("图.png", len(content), "image/png")
    assert (File.objects.count(), FileContent.objects.count(), FilePart.objects.count()) == (2, 1, 2)
    digest = hashlib.sha256(content).hexdigest()
    found, kept = attaching.described(second.id)
    assert ((found.id, found.name, found.size, found.type), kept) == (
        (second.id, "b.txt", len(content), "image/png"), digest,
    )  # fmt: skip
    assert b"".join(storing.pieces(digest)) == content


def test_what_is_no_upload_is_refused(ann: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for content, size, code in ((b"", None, "empty"), (b"abc", 4, "cut")):
        with pytest.raises(BadRequest) as refused:
            upload(ann, content, size=size)
        assert refused.value.code == code
    settings.UPLOAD_LIMIT = 100
    with pytest.raises(storing.FileTooLarge) as large:
        upload(ann, b"x" * 101)
    assert large.value.extra == {"limit": 100}
    assert not FileContent.objects.exists()
    upload(ann, b"x" * 100)
    for most, size in ((1, 100), (100, 1)):
        monkeypatch.setattr(storing, "WAITING", most)
        monkeypatch.setattr(storing, "WAITING_SIZE", size)
        with pytest.raises(TooMany):
            upload(ann, b"one more")
    File.objects.update(created_at=LONG_AGO)
    upload(ann, b"y")


def test_a_file_is_put_where_its_uploader_says_and_read_with_the_record(ann: Actor, bob: Actor) -> None:
    ref = upload(ann)
    lying = {"id": str(ref.id), "name": "evil.exe", "type": "text/html", "size": 1}
    assert (attaching.readable(ann, [ref.id]), attaching.readable(bob, [ref.id])) == ({ref.id}, set())
    for strange in (lying, {"id": str(ann.id)}):
        with pytest.raises(Invalid) as refused:
            make(bob, photo=strange)
        assert [(each.field, each.code) for each in refused.value.problems] == [("photo", "not_found")]
    photo = make(ann, photo=lying).photo
    assert (photo["name"], photo["type"], photo["size"]) == ("a.png", "image/png", len(PNG))
    assert attaching.readable(ann, [ref.id]) == attaching.readable(bob, [ref.id]) == {ref.id}
    assert attaching.readable(actor_for(person("Own"), Scope.OWN), [ref.id]) == set()
    blind = actor_for(person("Blind"), fields={"thing": {"photo": FieldRight.MASKED}})
    assert attaching.readable(blind, [ref.id]) == set()


def test_a_file_goes_back_only_where_it_was(ann: Actor, bob: Actor) -> None:
    ref = upload(ann)
    made, other = make(ann, photo=ref.id), make(bob)
    change(ann, made, photo=None)
    assert attaching.readable(bob, [ref.id]) == set()
    with pytest.raises(Invalid):
        change(bob, other, photo=ref.id)
    assert change(bob, made, photo=ref.id).photo["id"] == str(ref.id)
    assert FileUse.objects.count() == 1


def test_rows_at_once_hear_the_same(ann: Actor, bob: Actor) -> None:
    ref = upload(ann)
    with changes(bob, "import") as tx:
        verdicts = tx.batch("thing").rows(
            [(None, None, {"name": "A", "photo": str(ref.id)}), (None, None, {"name": "B"})]
        )
    assert [str(each.outcome) for each in verdicts] == ["refused", "created"]


def test_what_nobody_has_any_more_is_swept(ann: Actor) -> None:
    used, unused, late = upload(ann, b"used"), upload(ann, b"unused"), upload(ann, b"late")
    make(ann, photo=used.id)
    FileUse.objects.create(file_id=unused.id, object="thing", record=ann.id, field="photo")  # of a record that is gone
    File.objects.exclude(id=late.id).update(created_at=LONG_AGO)
    assert storing.sweep() == {"files": 1, "contents": 1}
    assert set(File.objects.values_list("id", flat=True)) == {used.id, late.id}
    assert FileContent.objects.count() == 2
    assert storing.sweep() == {"files": 0, "contents": 0}


def test_the_system_reads_what_is_attached(ann: Actor) -> None:
    ref = upload(ann)
    assert attaching.readable(system(), [ref.id]) == set()
    make(ann, photo=ref.id)
    assert attaching.readable(system(), [ref.id]) == {ref.id}
