"""Common words: counted in a sample, looked for along the newest records, and found all the same where those lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry, search
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.jobs.maintenance import count_words
from haoke.core.search import commonness
from haoke.core.search.documents import code
from haoke.core.search.tests.test_finding import make, reader, titles, user
from haoke.core.search.tests.test_ranking import make_all
from haoke.core.search.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(commonness, "MANY", 1)
    commonness.forget()
    yield
    commonness.forget()


def share(q: str, key: str = "contact") -> float:
    return commonness.share(words(q), key, list(registry.get(key).search))


def told(part: float, *lexemes: str) -> None:
    """Have this process think that so large a part of all contacts has these words."""
    marks = [code("contact", name) + word for name in registry.get("contact").search for word in lexemes]
    commonness.learn("{" + ",".join(marks) + "}", "{" + ",".join([f'"contact 100000 {part}"'] * len(marks)) + "}")


def test_how_common_words_are_is_counted_and_read_with_a_search() -> None:
    make_all("contact", ({"name": f"王海{n}", "title": "青石经理" if n % 2 else None} for n in range(60)))
    make("contact", name="李一", title="白沙")
    assert count_words() > 0
    assert share("青石") == 0, "nothing was read yet"
    with CaptureQueriesContext(connection) as asked:
        titles(system(), "没有的")
    assert len(asked) == 1
    assert 0.4 < share("青石") < 0.6
    assert 0.4 < share("经") < 0.6, "beginnings count"
    assert share("wanghai") > 0.9
    assert 0.4 < share("wang 青石") < 0.6, "both of two words"
    assert share("石经") == share("青石")
    assert share("白沙") == 0
    assert commonness.few("account")
    assert not commonness.few("contact")


def test_hits_are_the_same_whichever_way_they_are_found() -> None:
    rep = user("Rep")
    make_all("contact", ({"name": f"孙{n}", "title": "青石"} for n in range(12)))
    make("contact", name="周一", title="青石", owner=rep)
    make_all("contact", ({"name": f"青石{n}"} for n in range(12)))
    make("contact", name="青石", owner=rep)
    make("contact", name="赵一", mobile="13800001111")
    wide = Actor(id=rep, grants={"*": {"read": Scope.DEPARTMENT}}, department_members=tuple([rep] * 60))
    actors = (system(), reader(rep, Scope.ALL), reader(rep), reader(rep, Scope.SUBORDINATES), wide)

    def found() -> list[Any]:
        return [search.find(actor, q, limit=50) for actor in actors for q in ("青石", "青", "孙", "青石 周", "没有")]

    before = found()
    told(0.5, "青石", "青", "孙", "周")
    assert found() == before
    assert titles(system(), "青石", limit=3)[0] == "青石"


def test_what_the_newest_records_lack_is_found_by_the_index() -> None:
    make_all("contact", ({"name": f"青石{n}号"} for n in range(3)))
    make_all("contact", ({"name": f"李{n}"} for n in range(120)))
    told(1.0, "石")
    assert len(titles(system(), "石", objects=["contact"])) == 3


def test_whole_words_of_a_title_come_first_however_many_newer_ones_begin_so() -> None:
    make("contact", name="赵旺")
    make_all("contact", ({"name": f"旺财{n}"} for n in range(120)))
    told(1.0, "wang")
    assert titles(system(), "wang", objects=["contact"])[0] == "赵旺"
