"""A leaver with 747 deals: queued, distributed 60/40, taken back save what was worked on since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from tests.api.test_records import Client

from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.handover.actions import running
from haoke.handover.models import Handover, HandoverPart, HandoverRun
from haoke.handover.tests.scene import Team, owners, told, work
from haoke.identity.models import ApiKey, Session
from haoke.identity.sessions import start as sign_in
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return Team()


def good(found: tuple[int, Any]) -> Any:
    assert found[0] in (200, 201, 202), found
    return found[1]


def queue(team: Team, who: str = "Boss") -> dict[str, Any]:
    """The one handover that waits for somebody."""
    items = [each for each in good(Client(team(who))("GET", "handovers"))["items"] if each["state"] == "open"]
    assert len(items) == 1
    found: dict[str, Any] = items[0]
    return found


def shares(team: Team, **other: Any) -> dict[str, Any]:
    people = [{"to": str(team.ids["Anna"]), "share": 60}, {"to": str(team.ids["Bert"]), "share": 40}]
    return {"people": people, **other}


def distributed(team: Team, who: str = "Boss", **other: Any) -> dict[str, Any]:
    """Tried and carried out; the distribution as it is then."""
    client, path = Client(team(who)), f"handovers/{queue(team, who)['id']}"
    good(client("POST", f"{path}/preview", shares(team, **other)))
    work()
    good(client("POST", f"{path}/run", {}))
    work()
    found: dict[str, Any] = good(client("GET", path))["run"]
    return found


def test_747_deals_go_60_to_40_and_744_come_back(team: Team) -> None:
    accounts = team.pipeline()
    lee = team.ids["Lee"]
    team.leaves()
    waits = queue(team)
    assert (waits["person"]["id"], waits["left"]) == (str(lee), True)
    boss, path = Client(team("Boss")), f"handovers/{waits['id']}"
    before = good(boss("GET", path))
    assert {line["object"]: line["count"] for line in before["lines"]} == {"opportunity": 747, "account": len(accounts)}

    tried = good(boss("POST", f"{path}/preview", shares(team)))
    assert tried["state"] == "checking"
    work()
    tried = good(boss("GET", path))["run"]
    assert (tried["state"], tried["total"], tried["refused"], tried["left"]) == ("ready", 747 + len(accounts), 0, 0)
    assert owners("opportunity") == {"lee": 747}  # nothing of a preview stays

    good(boss("POST", f"{path}/run", {}))
    work()
    done = good(boss("GET", path))
    assert (done["state"], done["run"]["state"], done["lines"]) == ("done", "done", [])
    has = owners("opportunity")
    assert has.keys() == {"anna", "bert"}
    assert sum(has.values()) == 747
    whole = {name: has[name] + owners("account")[name] for name in has}
    assert abs(whole["anna"] - 0.6 * sum(whole.values())) < 1
    assert one_successor_a_customer()
    assert authors_of(done["run"]["change"]) == {(str(team.ids["Boss"]), "hand_over")}

    edited = list(good(Client(team("Anna"))("GET", "opportunities?limit=3"))["items"])
    for each in edited:
        good(Client(team("Anna"))("PATCH", f"opportunities/{each['id']}", {"next_step": "Call back"}))
    good(boss("POST", f"{path}/undo", {}))
    work()
    undone = good(boss("GET", path))
    assert (undone["state"], undone["run"]["state"]) == ("open", "undone")
    assert owners("opportunity") == {"lee": 744, "anna": 3}
    assert {each["id"] for each in undone["run"]["result"]["kept"]} == {each["id"] for each in edited}
    assert undone["run"]["result"]["kept_count"] == 3


def one_successor_a_customer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM customers_account a JOIN sales_opportunity o ON o.account_id = a.id"
            " WHERE o.owner_id <> a.owner_id"
        )
        return bool(cursor.fetchone()[0] == 0)


def authors_of(change: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT actor::text, action FROM log.entry WHERE change = %s", [change])
        return set(cursor.fetchall())


def test_access_ends_with_the_change_and_nothing_keeps_it(team: Team) -> None:
    lee, deal = team.ids["Lee"], made(team, "opportunity", "Lee")
    sign_in(lee)
    ApiKey.objects.create(digest=b"x" * 32, user_id=lee, name="k", hint="h", expires_at="2099-01-01T00:00:00Z")
    good(Client(team("Root"))("POST", f"users/{lee}/actions/disable", {}))
    assert not Session.objects.filter(user=lee).exists()
    assert not ApiKey.objects.filter(user=lee).exists()
    assert owners("opportunity") == {"lee": 1}
    assert deal


def made(team: Team, key: str, owner: str, **values: Any) -> UUID:
    with changes(system("test"), "scene") as tx:
        record: UUID = tx.add(key, {"name": f"{owner}'s", "owner": team.ids[owner], **values}).id
    return record


def test_who_has_nothing_leaves_nothing_and_who_comes_back_closes_it(team: Team) -> None:
    team.leaves("Fay")
    assert not Handover.objects.exists()
    made(team, "account", "Lee")
    team.leaves()
    team.leaves()
    assert Handover.objects.get().state == "open"
    team.leaves(state="active")
    assert Handover.objects.get().state == "closed"


def test_the_superior_is_told_whose_it_was(team: Team) -> None:
    made(team, "account", "Lee")
    team.leaves()
    told()
    (notice,) = good(Client(team("Boss"))("GET", "notices"))["items"]
    assert (notice["plural"], notice["record"]["title"].partition(" · ")[0]) == ("handovers", "lee")


def test_without_a_superior_the_administrators_are_asked(team: Team) -> None:
    made(team, "account", "Fay")
    team.leaves("Fay")
    assert queue(team, "Root")["owner"] is None
    assert good(Client(team("Boss"))("GET", "handovers"))["items"] == []


def test_only_whoever_it_waits_for_distributes(team: Team) -> None:
    made(team, "account", "Lee")
    team.leaves()
    path = f"handovers/{queue(team)['id']}"
    for verb, body in (("preview", shares(team)), ("run", {}), ("undo", {}), ("close", {})):
        assert Client(team("Fay"))("POST", f"{path}/{verb}", body)[0] == 404
    assert Client(team("Fay"))("GET", path)[0] == 404
    distributed(team)
    anna = Client(team("Anna"))
    assert good(anna("GET", path))["run"] is None  # she received, and sees no more than that
    assert anna("POST", f"{path}/undo", {})[0] == 403
    assert anna("GET", f"{path}/items")[0] == 404


def test_what_stands_against_it_is_said_of_each_record(team: Team) -> None:
    """A successor beyond the superior's reach: refused with the reason, and nothing of it is done."""
    made(team, "account", "Lee")
    team.leaves()
    client, path = Client(team("Boss")), f"handovers/{queue(team)['id']}"
    tried = good(client("POST", f"{path}/preview", {"people": [{"to": str(team.ids["Fay"])}]}))
    assert (tried["refused"], [each["code"] for each in tried["lines"][0]["groups"]]) == (1, ["out_of_scope"])
    items = good(client("GET", f"{path}/items?refused=true"))["items"]
    assert [(each["title"], bool(each["message"])) for each in items] == [("Lee's", True)]
    good(client("POST", f"{path}/run", {}))
    assert owners("account") == {"lee": 1}
    assert not HandoverPart.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nobody"),
        ({"people": [{"to": "LEE"}]}, "not_himself"),
        ({"people": [{"to": "GONE"}]}, "not_active"),
        ({"people": [{"to": "ANNA"}], "objects": ["mailbox"]}, "no_object"),
        ({"people": [{"to": "ANNA"}], "rules": [{"object": "x", "condition": {"and": []}, "to": "ANNA"}]}, "no_object"),
    ],
)
def test_a_distribution_that_makes_no_sense(team: Team, body: dict[str, Any], code: str) -> None:
    made(team, "account", "Lee")
    team.leaves()
    team.leaves("Fay")
    ids = {"LEE": team.ids["Lee"], "GONE": team.ids["Fay"], "ANNA": team.ids["Anna"]}
    body = filled(body, ids)
    status, answer = Client(team("Boss"))("POST", f"handovers/{queue(team)['id']}/preview", body)
    assert (status, answer["errors"][0]["code"]) == (422, code)


def filled(body: Any, ids: dict[str, UUID]) -> Any:
    if isinstance(body, dict):
        return {name: filled(each, ids) for name, each in body.items()}
    if isinstance(body, list):
        return [filled(each, ids) for each in body]
    return str(ids[body]) if body in ids else body


def test_by_criteria_with_all_that_belongs_to_a_customer(team: Team) -> None:
    east, west = made(team, "account", "Lee", region="华东"), made(team, "account", "Lee", region="西南")
    for account in (east, west):
        made(team, "opportunity", "Lee", account=account)
        made(team, "contact", "Lee", account=account)
        with changes(system("test"), "scene") as tx:
            task = tx.add("activity", {"subject": "call", "kind": "task", "owner": team.ids["Lee"]})
            past = tx.add("activity", {"subject": "was", "kind": "call", "owner": team.ids["Lee"], "done": True})
            for each in (task, past):
                tx.add("activity_link", {"activity": each.id, "object": "account", "record": account})
    team.leaves()
    rule = {"object": "account", "condition": {"field": "region", "op": "eq", "value": "华东"}}
    client, path = Client(team("Boss")), f"handovers/{queue(team)['id']}"
    asked = {
        "rules": [{**rule, "to": str(team.ids["Anna"])}],
        "people": [{"to": str(team.ids["Bert"])}],
    }
    good(client("POST", f"{path}/preview", asked))
    good(client("POST", f"{path}/run", {}))
    for key in ("account", "opportunity", "contact"):
        assert owners(key) == {"anna": 1, "bert": 1}, key
    assert owners("activity") == {"anna": 1, "bert": 1, "lee": 2}  # what he has done stays his


def test_a_record_changed_since_the_preview_is_not_overwritten(team: Team) -> None:
    account = made(team, "account", "Lee")
    team.leaves()
    client, path = Client(team("Boss")), f"handovers/{queue(team)['id']}"
    good(client("POST", f"{path}/preview", shares(team)))
    good(client("PATCH", f"accounts/{account}", {"name": "Renamed"}))
    done = good(client("POST", f"{path}/run", {}))
    assert (done["done"], done["refused"], done["lines"][0]["groups"][0]["code"]) == (0, 1, "stale")
    assert owners("account") == {"lee": 1}


class Killed(Exception):
    """What a worker that dies leaves: nothing after it is done."""


def test_whoever_takes_over_from_a_dead_worker_goes_on_where_it_was(team: Team) -> None:
    for key in ("account", "lead"):
        for _ in range(3):
            made(team, key, "Lee")
    team.leaves()
    client, path = Client(team("Boss")), f"handovers/{queue(team)['id']}"
    good(client("POST", f"{path}/preview", {"people": [{"to": str(team.ids["Anna"])}]}))
    run = HandoverRun.objects.get()
    run.state, run.change = HandoverRun.State.RUNNING, uuid7()
    run.save()

    def dies(_done: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        running.work_on(team("Boss"), run, dies)
    assert (owners("account"), owners("lead")) == ({"anna": 3}, {"lee": 3})
    running.work_on(team("Boss"), HandoverRun.objects.get(), lambda _done: None)
    assert (owners("account"), owners("lead")) == ({"anna": 3}, {"anna": 3})
    assert HandoverPart.objects.get().records == 6
    good(client("POST", f"{path}/undo", {}))
    assert (owners("account"), owners("lead")) == ({"lee": 3}, {"lee": 3})


def test_somebody_who_stays_hands_over_some_and_goes_on_reading(team: Team) -> None:
    one, other = made(team, "account", "Lee"), made(team, "account", "Lee")
    deal = made(team, "opportunity", "Lee", account=one)
    boss = Client(team("Boss"))
    begun = {"person": str(team.ids["Lee"]), "reason": "New district", "object": "account", "ids": [str(one)]}
    path = f"handovers/{good(boss('POST', 'handovers', begun))['id']}"
    tried = good(boss("POST", f"{path}/preview", {"people": [{"to": str(team.ids["Anna"])}], "keep": True}))
    assert tried["total"] == 2
    good(boss("POST", f"{path}/run", {}))
    anna, lee = Client(team("Anna")), Client(team("Lee"))
    for plural, record in (("accounts", one), ("opportunities", deal)):
        assert anna("PATCH", f"{plural}/{record}", {"name": "Mine"})[0] == 200
        assert lee("GET", f"{plural}/{record}")[0] == 200
        assert lee("PATCH", f"{plural}/{record}", {"name": "Not mine"})[0] == 403
    assert lee("PATCH", f"accounts/{other}", {"name": "Still mine"})[0] == 200
    assert Client(team("Lee"))("POST", "handovers", begun)[0] == 403


def test_shares_given_to_him_go_to_one_successor(team: Team) -> None:
    record = made(team, "account", "Bert")
    with changes(system("test"), "scene") as tx:
        tx.add("record_share", {"object": "account", "record": record, "to_user": team.ids["Lee"], "level": "read"})
        secret = tx.add("account", {"name": "Secret", "owner": team.ids["Fay"]}).id
        tx.add("record_share", {"object": "account", "record": secret, "to_user": team.ids["Lee"], "level": "read"})
    made(team, "lead", "Lee")
    team.leaves()
    done = distributed(team, rest=str(team.ids["Anna"]))
    # What the superior himself does not see he opens to nobody.
    assert done["rest"]["shares"] == {"passed": 1, "kept": 1}
    assert Client(team("Anna"))("GET", f"accounts/{record}")[0] == 200
    assert Client(team("Anna"))("GET", f"accounts/{secret}")[0] == 404
    good(Client(team("Boss"))("POST", f"handovers/{Handover.objects.get().id}/undo", {}))
    assert Client(team("Anna"))("GET", f"accounts/{record}")[0] == 404  # taken back with the rest


def test_views_others_use_pass_on_with_the_rights_of_the_step_and_come_back(team: Team) -> None:
    """His superior may not change them otherwise; what he kept for himself stays his."""
    lee = team.ids["Lee"]
    with changes(system("test"), "scene") as tx:
        used = tx.add("view", {"name": "Ours", "object": "account", "owner": lee, "to_everybody": True}).id
        kept = tx.add("view", {"name": "Mine", "object": "account", "owner": lee}).id
    assert Client(team("Boss"))("PATCH", f"views/{used}", {"name": "His"})[0] == 403
    assert [each["object"] for each in good(Client(team("Boss"))("GET", f"possessions/{lee}"))["lines"]] == ["view"]
    team.leaves()
    done = distributed(team)
    assert (done["done"], done["refused"], done["lines"][0]["object"]) == (1, 0, "view")
    assert owners("view") == {done["lines"][0]["to"]["title"]: 1, "lee": 1}
    good(Client(team("Boss"))("POST", f"handovers/{Handover.objects.get().id}/undo", {}))
    assert owners("view") == {"lee": 2}
    assert used != kept


def test_nobody_learns_what_somebody_has_who_may_hand_nothing_over(team: Team) -> None:
    made(team, "account", "Lee")
    path = f"possessions/{team.ids['Lee']}"
    assert Client(team("Fay"))("GET", path)[0] == 404
    found = good(Client(team("Boss"))("GET", path))
    assert [(each["object"], each["count"]) for each in found["lines"]] == [("account", 1)]
    assert found["superior"]["title"] == "boss"
    stranger = scene.person("other", "sales_manager")
    team.ids["other"] = stranger
    assert good(Client(team("other"))("GET", path))["lines"] == []


def test_where_a_leaver_is_named_is_said(team: Team) -> None:
    lee = team.ids["Lee"]
    with changes(system("test"), "scene") as tx:
        tx.add("department", {"name": "East", "head": lee})
        tx.set("user", team.ids["Anna"], {"manager": lee})
        tx.add("pool", {"name": {"en": "Sea"}, "object": "account", "administrators": [lee], "owner": None})
        tx.add("view", {"name": "Mine", "object": "account", "owner": lee})
    told = good(Client(team("Root"))("GET", f"possessions/{lee}"))["named"]
    found = {(each["object"], each["field"]): (each["count"], each["passes"]) for each in told}
    wanted = {("department", "head"), ("user", "manager"), ("pool", "administrators")}
    assert {key: found[key] for key in wanted} == dict.fromkeys(wanted, (1, True))
    assert ("view", "owner") not in found  # his own, for nobody else: it ends with him
    boss = good(Client(team("Boss"))("GET", f"possessions/{lee}"))["named"]
    assert {(each["object"], each["passes"]) for each in boss} >= {("pool", False), ("user", False)}
