"""What is read together is what is read alone: same rights, same refusals, same rows, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
import pytest

from haoke.core.api.routes import Access, routes
from haoke.core.api.together import MOST
from tests.security import scene
from tests.security.test_matrix import company, of_objects, path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.security.scene import Answer, Company

pytestmark = pytest.mark.django_db
__all__ = ["company"]
#: What says when it was asked, or what a process keeps of the company for a moment.
TIMED = ("livez", "readyz", "operations/health", "session")


def together(key: str | None, reads: Sequence[str]) -> Answer:
    return scene.ask(key, "GET", f"together?{urlencode({'reads': orjson.dumps(reads)})}", readonly=True)


def answers(key: str | None, reads: Sequence[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for at in range(0, len(reads), MOST):
        answer = together(key, reads[at : at + MOST])
        assert answer.status == 200, answer.content
        found += answer.json["answers"]
    return found


def addresses(company: Company) -> list[str]:
    """Every read: of records of one's own, of somebody else's, and of no object."""
    found = {path(route, company, who) for route in of_objects() if route.method == "GET" for who in ("own", "other")}
    about = urlencode({"object": "account", "id": str(company.hidden["account"])})
    for route in routes():
        if route.method == "GET" and route.access is not Access.OBJECT and route.path not in TIMED:
            plain = route.path.replace("{id}", str(company.hidden["account"]))
            found |= {plain, f"{plain}?{about}"}
    return sorted(found - {"together", f"together?{about}"})


@pytest.mark.parametrize("who", ["sales_rep", "nobody"])
def test_nobody_learns_more_than_alone(who: str, company: Company) -> None:
    reads = addresses(company)
    different, told = [], 0
    for read, found in zip(reads, answers(company.keys[who], reads), strict=True):
        alone = scene.ask(company.keys[who], "GET", read, readonly=True)
        if found["body"] is not None and found["body"].get("code") == "alone":
            assert alone.status != 200 or not isinstance(alone.json.get("items"), list), read
        elif (found["status"], found["body"] or {}) != (alone.status, alone.json):
            different.append((read, alone.status, found["status"]))
        told += found["status"] == 200
    assert different == []
    assert told > (100 if who == "sales_rep" else 10)


def test_strangers_are_not_answered(company: Company) -> None:
    assert together(None, ["openapi.json", f"accounts/{company.own['account']}"]).status == 401


@pytest.mark.parametrize(
    "reads",
    ["", "[]", "{}", '["accounts", 1]', '[["accounts"]]', '"accounts"', "[", '["a"' + ', "a"' * MOST + "]"],
)
def test_what_is_no_list_of_reads_is_refused(reads: str, company: Company) -> None:
    answer = scene.ask(company.keys["sales_rep"], "GET", f"together?{urlencode({'reads': reads})}", readonly=True)
    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith("reads")


def test_each_read_has_its_own_answer(company: Company) -> None:
    mine, hidden = company.own["account"], company.hidden["account"]
    nested = "together?" + urlencode({"reads": '["accounts"]'})
    reads = [
        f"/accounts/{mine}",
        f"accounts/{hidden}",
        "nothing/like/it",
        nested,
        "meta",
        "accounts?limit=x",
        "\x00",
        "?",
    ]
    found = answers(company.keys["sales_rep"], reads)
    assert [each["status"] for each in found] == [200, 404, 404, 400, 400, 422, 404, 404]
    assert found[0]["body"]["id"] == str(mine)
    assert [each["body"]["code"] for each in found[3:5]] == ["alone", "alone"]
