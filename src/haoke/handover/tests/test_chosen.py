"""Records chosen in a list are handed over whoever has them: ticked ones, and all rows of a filter."""

from __future__ import annotations

import pytest
from tests.api.test_records import Client

from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.handover.tests.scene import Team, owners, work
from haoke.handover.tests.test_leaver import good, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return Team()


def test_records_chosen_in_a_list_are_handed_over_whoever_has_them(team: Team) -> None:
    """One handover, one undo; records nobody has are assigned, not handed over."""
    hers, his, another = (made(team, "account", name) for name in ("Anna", "Bert", "Bert"))
    deal, foreign = made(team, "opportunity", "Bert", account=his), made(team, "opportunity", "Anna", account=his)
    boss = Client(team("Boss"))
    begun = good(boss("POST", "handovers", {"object": "account", "ids": [str(hers), str(his)], "reason": "Holiday"}))
    assert begun["person"] is None
    assert [(each["object"], each["count"]) for each in begun["lines"]] == [("account", 2)]
    path = f"handovers/{begun['id']}"
    plan = {"people": [{"to": str(team.ids["Lee"]), "share": 1}], "by": "share"}
    good(boss("POST", f"{path}/preview", plan))
    good(boss("POST", f"{path}/run", {}))
    assert owners("account") == {"lee": 2, "bert": 1}
    assert owners("opportunity") == {"lee": 1, "anna": 1}  # what is another's stays his, whatever it hangs on
    lee = Client(team("Lee"))
    (told_,) = good(lee("GET", "briefings"))["items"]
    assert (told_["person"], told_["records"]) == (None, 3)
    assert good(lee("GET", f"briefings/{told_['id']}"))["count"] == 2
    good(boss("POST", f"{path}/undo", {}))
    assert owners("account") == {"anna": 1, "bert": 2}
    assert len({another, deal, foreign}) == 3
    with changes(system("test"), "scene") as tx:
        free = tx.add("account", {"name": "Free", "owner": None}).id
    assert boss("POST", "handovers", {"object": "account", "ids": [str(free)]})[1]["code"] == "nobodys"
    assert boss("POST", "handovers", {})[0] == 422


def test_all_rows_of_a_filter_go_by_a_job_and_come_back_in_one_step(team: Team) -> None:
    """More than a request does at once: worked out, tried, done and undone by the worker, with progress."""
    with changes(system("test"), "scene") as tx:
        lines = [
            (None, None, {"name": f"{name} {at}", "region": "华东" if at % 5 else "华北", "owner": team.ids[name]})
            for name in ("Lee", "Bert")
            for at in range(150)
        ]
        tx.batch("account").rows(lines)
    boss, east = Client(team("Boss")), {"field": "region", "op": "eq", "value": "华东"}
    assert boss("POST", "handovers", {"object": "account", "ids": [str(uuid7())], "filter": east})[0] == 422
    begun = good(boss("POST", "handovers", {"object": "account", "filter": east, "q": "", "scope": None}))
    assert begun["chosen"] == [{"object": "account", "label": begun["chosen"][0]["label"], "count": 240}]
    path = f"handovers/{begun['id']}"
    tried = good(boss("POST", f"{path}/preview", {"people": [{"to": str(team.ids["Anna"])}]}))
    assert (tried["state"], tried["lines"]) == ("checking", [])
    work()
    tried = good(boss("GET", path))["run"]
    assert (tried["state"], tried["total"], tried["refused"]) == ("ready", 240, 0)
    good(boss("POST", f"{path}/run", {}))
    work()
    assert owners("account") == {"anna": 240, "bert": 30, "lee": 30}
    good(boss("POST", f"{path}/undo", {}))
    work()
    assert owners("account") == {"bert": 150, "lee": 150}
    assert good(boss("GET", path))["run"]["result"]["undone"] == 240
