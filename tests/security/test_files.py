"""Uploaded files: who reads one, where its id may be put, what a browser is told, and what becomes of the unused."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, system
from haoke.core.jobs import maintenance
from haoke.core.records import changes, undo
from haoke.core.records.files import attaching, storing
from haoke.core.records.files.models import File, FileContent, FilePart, FileUse
from haoke.identity import actors
from haoke.identity.models import Company as Settings
from tests.security import scene

if TYPE_CHECKING:
    from tests.security.scene import Company

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def company() -> Company:
    return scene.build()


def client(company: Company, who: str | None) -> Client:
    return Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {company.keys[who]}"} if who else {}
    )


def send(
    company: Company, who: str | None, content: bytes, name: str = "报价.pdf", source: Any = None, **more: Any
) -> Any:
    """Upload; `source` is what the server reads instead of the content."""
    extra: dict[str, Any] = {**more, **({"wsgi.input": source} if source else {})}
    return client(company, who).generic(
        "POST", "/api/v1/files", content, "application/octet-stream", query_params={"name": name}, **extra
    )


def sent(company: Company, who: str, content: bytes = PNG, name: str = "a.png") -> str:
    answer = send(company, who, content, name)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def got(company: Company, who: str | None, file: str) -> int:
    answer = client(company, who).get(f"/api/v1/files/{file}")
    return answer.status_code


def attach(company: Company, who: str, *files: str, about: str | None = None) -> Any:
    body: dict[str, Any] = {"kind": "note", "subject": "x", "attachments": [{"id": each} for each in files]}
    if about:
        body["related"] = [{"object": "account", "id": about}]
    return client(company, who).post("/api/v1/activities", orjson.dumps(body), "application/json")


def attached(company: Company, who: str, *files: str) -> str:
    answer = attach(company, who, *files)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def change(company: Company, who: str, record: str, files: list[str]) -> Any:
    body = orjson.dumps({"attachments": [{"id": each} for each in files]})
    return client(company, who).patch(f"/api/v1/activities/{record}", body, "application/json")


# -- in and out -----------------------------------------------------------------------------------------


def test_what_is_sent_comes_back(company: Company) -> None:
    content = PNG + bytes(range(256)) * 3000  # three pieces
    answer = send(company, "sales_rep", content, "../图\u202egnp.png")
    known = answer.json()
    assert known | {"id": ""} == {"id": "", "name": "图gnp.png", "size": len(content), "type": "image/png"}
    assert FilePart.objects.count() == 3
    back = client(company, "sales_rep").get(f"/api/v1/files/{known['id']}")
    assert back.streaming
    assert b"".join(back) == content
    assert back.headers["Content-Length"] == str(len(content))
    assert back.headers["Cache-Control"] == "private, no-cache"
    again = client(company, "sales_rep").get(
        f"/api/v1/files/{known['id']}", headers={"If-None-Match": back.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    # What a browser keeps it asks for again before it shows it: signed out, it gets nothing.
    out = Client().get(f"/api/v1/files/{known['id']}", headers={"If-None-Match": back.headers["ETag"]})
    assert (out.status_code, out.headers["Cache-Control"]) == (401, "no-store")


def test_a_form_with_one_file_is_taken_too(company: Company) -> None:
    form = {"file": SimpleUploadedFile("价目.csv", b"a,b\n", "text/html")}
    answer = client(company, "sales_rep").post("/api/v1/files", form)
    assert answer.status_code == 201
    assert answer.json()["type"] == "text/csv"
    two = {"a": SimpleUploadedFile("a", b"1"), "b": SimpleUploadedFile("b", b"2")}
    assert client(company, "sales_rep").post("/api/v1/files", two).json()["code"] == "no_file"
    broken = client(company, "sales_rep").generic("POST", "/api/v1/files", b"x", "multipart/form-data")
    assert broken.json()["code"] == "form"


def test_the_same_bytes_are_kept_once(company: Company) -> None:
    first, second = sent(company, "sales_rep"), sent(company, "other", name="b.png")
    assert first != second
    assert (FileContent.objects.count(), FilePart.objects.count()) == (1, 1)
    assert got(company, "sales_rep", second) == 404


@pytest.mark.parametrize(
    ("name", "content", "type_", "shown"),
    [
        ("a.png", PNG, "image/png", True),
        ("a.html", b"\xff\xd8\xff rest", "image/jpeg", True),
        ("a.gif", b"GIF89a<script>", "image/gif", True),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", True),
        ("a.pdf", b"%PDF-1.7", "application/pdf", True),
        ("a.png", b"<script>alert(1)</script>", "application/octet-stream", False),
        ("a.pdf", b"<html>", "application/octet-stream", False),
        ("a.svg", SVG, "image/svg+xml", False),
        ("page.html", b"<script>alert(1)</script>", "text/html", False),
        ("page.HTML", b"<b>", "text/html", False),
        ("a.png.html", b"<b>", "text/html", False),
        ("x.docx", b"PK\3\4", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
        ("noending", b"x", "application/octet-stream", False),
    ],
)
def test_only_pictures_and_pdf_are_shown(
    company: Company, name: str, content: bytes, type_: str, *, shown: bool
) -> None:
    file = sent(company, "sales_rep", content, name)
    answer = client(company, "sales_rep").get(f"/api/v1/files/{file}")
    assert File.objects.get(id=file).type == type_
    assert answer.headers["Content-Type"] == (type_ if shown else "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert ("sandbox" in policy) == (type_ != "application/pdf")


def test_hostile_names_stay_names(company: Company) -> None:
    for name in (
        "../../etc/passwd",
        "a\x00b.txt",
        "\u202etxt.exe",
        "x" * 300 + ".txt",
        '"; filename="evil.html',
        "a\r\nX: y",
    ):
        file = sent(company, "sales_rep", b"x", name)
        given = client(company, "sales_rep").get(f"/api/v1/files/{file}").headers["Content-Disposition"]
        assert given.isascii()
        assert given.isprintable()
        assert given.count('"') == 2
        assert "/" not in given
        assert len(File.objects.get(id=file).name) <= 255


# -- refusals -----------------------------------------------------------------------------------------


def test_too_large_empty_cut_and_without_length(company: Company, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024
    assert send(company, "sales_rep", b"x" * 1024).status_code == 201
    over = send(company, "sales_rep", b"x" * 1025)
    assert (over.status_code, over.json()["code"], over.json()["limit"]) == (413, "file_too_large", 1024)
    form = {"file": SimpleUploadedFile("a", b"x" * 1025)}
    assert client(company, "sales_rep").post("/api/v1/files", form).json()["code"] == "file_too_large"
    assert send(company, "sales_rep", b"").json()["code"] == "empty"
    cut = send(company, "sales_rep", b"x" * 20, source=io.BytesIO(b"x" * 10))
    assert (cut.status_code, cut.json()["code"]) == (400, "cut")
    assert send(company, "sales_rep", b"x", headers={"Transfer-Encoding": "chunked"}).status_code == 411
    unnamed = client(company, "sales_rep").generic("POST", "/api/v1/files", b"x", "application/octet-stream")
    assert unnamed.json()["code"] == "no_file"
    assert File.objects.count() == 1


def test_a_source_longer_than_it_said_is_stopped_at_the_limit(company: Company, settings: Any) -> None:
    settings.UPLOAD_LIMIT = storing.PART

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    source = Endless()
    with pytest.raises(storing.FileTooLarge):
        storing.keep(actors.load(company.people["other"]), "a", source)
    assert source.given == 2 * storing.PART


def test_nobody_fills_the_disk_with_what_is_not_attached(
    company: Company, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "WAITING", 2)
    first, _ = sent(company, "sales_rep", b"1"), sent(company, "sales_rep", b"2")
    assert send(company, "sales_rep", b"3").json()["code"] == "too_many_files"
    assert send(company, "other", b"3").status_code == 201
    attached(company, "sales_rep", first)
    assert send(company, "sales_rep", b"3").status_code == 201
    monkeypatch.setattr(storing, "WAITING", 200)
    settings.UPLOAD_LIMIT = 1
    monkeypatch.setattr(storing, "WAITING_SIZE", 2)
    assert send(company, "sales_rep", b"4").status_code == 429


def test_strangers_upload_nothing(company: Company) -> None:
    assert send(company, None, b"x").status_code == 401
    assert File.objects.count() == 0


# -- who reads ----------------------------------------------------------------------------------------


def test_an_unattached_file_is_its_uploaders_alone(company: Company) -> None:
    file = sent(company, "sales_rep")
    assert got(company, "sales_rep", file) == 200
    for who in ("other", "administrator", "sales_manager"):
        assert got(company, who, file) == 404
    assert got(company, None, file) == 401
    assert got(company, "sales_rep", str(uuid4())) == got(company, "sales_rep", "x") == 404


def test_an_attached_file_is_read_with_its_record(company: Company) -> None:
    file = sent(company, "sales_rep")
    record = attached(company, "sales_rep", file)
    assert {who: got(company, who, file) for who in ("sales_rep", "sales_manager", "administrator")} == {
        "sales_rep": 200, "sales_manager": 200, "administrator": 200,
    }  # fmt: skip
    assert got(company, "other", file) == got(company, "nobody", file) == 404
    with changes(system("test"), "move") as tx:
        tx.set("activity", UUID(record), {"owner": company.people["other"], "department": None})
    assert got(company, "other", file) == 200
    assert got(company, "sales_rep", file) == 404  # not even as the uploader


def test_taken_off_or_in_the_bin_nobody_reads_it(company: Company) -> None:
    file = sent(company, "sales_rep")
    record = attached(company, "sales_rep", file)
    assert change(company, "sales_rep", record, []).status_code == 200
    assert got(company, "sales_rep", file) == got(company, "administrator", file) == 404
    assert change(company, "sales_rep", record, [file]).status_code == 200  # where it was it may be put back
    assert got(company, "sales_rep", file) == 200
    client(company, "administrator").delete(f"/api/v1/activities/{record}", b"{}", "application/json")
    assert got(company, "administrator", file) == 404
    client(company, "administrator").post(f"/api/v1/activities/{record}/restore", b"{}", "application/json")
    assert got(company, "sales_rep", file) == 200


@pytest.mark.parametrize("right", [FieldRight.HIDDEN, FieldRight.MASKED])
def test_a_field_not_read_gives_no_file(company: Company, right: FieldRight, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(company, "sales_rep")
    attached(company, "sales_rep", file)
    actor = actors.load(company.people["sales_rep"])
    assert attaching.readable(actor, [UUID(file)])
    monkeypatch.setattr(access, "field_right", lambda *_: right)
    assert not attaching.readable(actor, [UUID(file)])


# -- where an id may be put ---------------------------------------------------------------------------


def test_strange_hidden_and_unknown_ids_are_refused_alike(company: Company) -> None:
    unattached, hidden = sent(company, "other"), sent(company, "other", b"2")
    attached(company, "other", hidden)
    own = attached(company, "sales_rep")
    answers = {
        (answer.status_code, answer.content)
        for file in (unattached, hidden, str(uuid4()))
        for answer in (attach(company, "sales_rep", file), change(company, "sales_rep", own, [file]))
    }
    assert len(answers) == 1
    status, content = answers.pop()
    assert (status, orjson.loads(content)["errors"][0]["code"]) == (422, "not_found")
    bulk: dict[str, Any] = {"ids": [own], "set": {"attachments": [{"id": hidden}]}}
    done = client(company, "sales_rep").post("/api/v1/activities/bulk", orjson.dumps(bulk), "application/json").json()
    assert (done["done"], len(done["refused"])) == (0, 1)
    assert FileUse.objects.count() == 1


def test_what_the_client_says_of_a_file_is_not_believed(company: Company) -> None:
    file = sent(company, "sales_rep", b"<b>", "a.html")
    lie: dict[str, Any] = {
        "kind": "note",
        "subject": "x",
        "attachments": [{"id": file, "name": "a.png", "size": 9, "type": "image/png"}],
    }
    made = client(company, "sales_rep").post("/api/v1/activities", orjson.dumps(lie), "application/json").json()
    assert made["attachments"] == [{"id": file, "name": "a.html", "size": 3, "type": "text/html"}]
    many: dict[str, Any] = {
        "ids": [made["id"]],
        "set": {"attachments": [{"id": sent(company, "sales_rep"), "name": "z.exe"}]},
    }
    client(company, "sales_rep").post("/api/v1/activities/bulk", orjson.dumps(many), "application/json")
    back = client(company, "sales_rep").get(f"/api/v1/activities/{made['id']}").json()
    assert [each["name"] for each in back["attachments"]] == ["a.png"]


def test_whoever_reads_a_file_may_attach_it_elsewhere(company: Company) -> None:
    file = sent(company, "sales_rep")
    attached(company, "sales_rep", file)
    attached(company, "administrator", file)
    assert FileUse.objects.count() == 2


def test_undoing_puts_a_file_back(company: Company) -> None:
    file = sent(company, "sales_rep")
    record = attached(company, "sales_rep", file)
    actor = actors.load(company.people["sales_rep"])
    with changes(actor, "update") as tx:
        tx.update("activity", UUID(record), {"attachments": []})
        done = tx.change
    assert got(company, "sales_rep", file) == 404
    assert undo(actor, done)["undone"] == 1
    assert got(company, "sales_rep", file) == 200


def test_a_field_of_one_file_goes_by_the_same_gate(company: Company) -> None:
    """The test objects have a field for one photo."""
    mine, strange = UUID(sent(company, "sales_rep")), UUID(sent(company, "other"))
    with changes(system("test"), "scene") as tx:
        thing = tx.add("thing", {"name": "x", "owner": company.people["sales_rep"]})
    drafted = registry.field("thing", "photo").type
    assert attaching.file_fields("thing") == {"photo": drafted}
    actor = actors.load(company.people["administrator"])
    assert attaching.readable(actor, [mine, strange]) == set()
    with changes(actors.load(company.people["sales_rep"]), "attach") as tx:
        tx.set("thing", thing.id, {"photo": {"id": str(mine)}})
    assert attaching.readable(actor, [mine, strange]) == {mine}


# -- what nobody needs --------------------------------------------------------------------------------


def test_uploads_never_attached_are_swept_after_a_day(company: Company) -> None:
    fresh, old, used = (sent(company, "sales_rep", bytes([at])) for at in (1, 2, 3))
    record = attached(company, "sales_rep", used)
    File.objects.exclude(id=fresh).update(created_at=timezone.now() - timedelta(hours=25))
    assert maintenance.sweep_files() == {"files": 1, "contents": 1}
    assert set(map(str, File.objects.values_list("id", flat=True))) == {fresh, used}
    change(company, "sales_rep", record, [])
    assert maintenance.sweep_files() == {"files": 0, "contents": 0}  # undoing may want it
    assert old not in map(str, File.objects.values_list("id", flat=True))


def test_files_go_with_records_that_are_gone_for_good(company: Company) -> None:
    file = sent(company, "sales_rep")
    FileUse.objects.create(file_id=file, object="activity", record=uuid4(), field="attachments")
    File.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert maintenance.sweep_files() == {"files": 1, "contents": 1}
    assert FilePart.objects.count() == 0


def test_the_logo_is_a_picture_and_everybodys(company: Company) -> None:
    settings = Settings.objects.get()
    stranger = client(company, None)
    assert stranger.get("/api/v1/company/logo").status_code == 404

    def chosen(file: str) -> Any:
        claimed = {"id": file, "name": "a.png", "size": 1, "type": "image/png"}
        body = orjson.dumps({"logo": claimed, "version": settings.version})
        return client(company, "administrator").patch(f"/api/v1/companies/{settings.id}", body, "application/json")

    refused = chosen(sent(company, "administrator", SVG, "logo.svg"))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_a_picture")
    taken = chosen(sent(company, "administrator", name="logo.png"))
    assert taken.status_code == 200, taken.content.decode()
    seen = stranger.get("/api/v1/company/logo", {"v": "any"})
    assert (seen.status_code, seen.getvalue(), seen["Content-Type"]) == (200, PNG, "image/png")
    assert "sandbox" in seen["Content-Security-Policy"]
