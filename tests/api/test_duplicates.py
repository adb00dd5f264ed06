"""Duplicates in a whole base: found by a job, shown to those who may merge both, and called different for good."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import kind_of
from haoke.core.jobs.work import execute
from haoke.core.records import changes
from haoke.dataquality.jobs import merge_job, search_job, undo_job
from haoke.dataquality.models import DuplicatePair
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
admin = Client(system("api"))
TWINS = (
    {"name": "深圳市华阳电子有限公司", "phone": "0755-28780808"},
    {"name": "华阳电子股份有限公司", "phone": "075528780808"},
)


def account(**values: Any) -> str:
    return str(admin("POST", "accounts", values)[1]["id"])


def several(many: int) -> None:
    for at in range(many):
        for suffix in ("有限公司", "股份有限公司"):
            account(name=f"{chr(0x4E00 + 97 * at)}{chr(0x5E00 + 31 * at)}贸易{suffix}", email=f"a{at}@x.example")


def work(job: Any) -> Any:
    """Carry out the latest job; what came of it."""
    found = Job.objects.latest("created_at")
    execute(kind_of(job), str(found.id))
    found.refresh_from_db()
    return found.result


def search(who: Client = admin, object: str = "account") -> dict[str, Any]:
    status, found = who("POST", "duplicate-searches", {"object": object})
    assert status == 202, found
    work(search_job)
    return next(each for each in who("GET", "duplicate-searches")[1]["items"] if each["object"] == object)


def listed(who: Client = admin, state: str = "open", object: str = "account") -> list[dict[str, Any]]:
    return list(who("GET", f"duplicate-pairs?object={object}&state={state}")[1]["items"])


@pytest.fixture
def seller() -> Client:
    with changes(system("test"), "create") as tx:
        user = tx.add("user", {"name": "P", "email": "p@example.com", "state": "active"})
    grants = {"account": {"*": Scope.OWN}}
    return Client(Actor(id=user.id, grants=grants, fields={"account": {"phone": FieldRight.MASKED}}))


def test_twins_are_found_with_their_reasons() -> None:
    old, new = (account(**values) for values in TWINS)
    account(name="北塔物流有限公司", phone="010-66554433")
    done = search()
    assert (done["records"], done["found"], done["open"], done["progress"]) == (3, 1, 1, None)
    (pair,) = listed()
    assert (pair["left"]["id"], pair["right"]["id"]) == (old, new)
    assert [(each["field"], each["like"]) for each in pair["reasons"]] == [("name", "same"), ("phone", "same")]
    assert pair["score"] > 0.9


def test_what_is_called_different_stays_so_and_can_be_opened_again() -> None:
    for values in TWINS:
        account(**values)
    search()
    pair = listed()[0]["id"]
    assert admin("POST", f"duplicate-pairs/{pair}/state", {"state": "different"})[0] == 204
    assert (search()["open"], listed()) == (0, [])
    assert [each["id"] for each in listed(state="different")] == [pair]
    assert admin("POST", f"duplicate-pairs/{pair}/state", {"state": "open"})[0] == 204
    assert len(listed()) == 1


def test_a_record_in_the_bin_is_no_duplicate() -> None:
    ids = [account(**values) for values in TWINS]
    search()
    admin("DELETE", f"accounts/{ids[0]}")
    assert (listed(), search()["found"], DuplicatePair.objects.count()) == ([], 0, 0)


def test_only_pairs_of_which_one_may_merge_both_are_told(seller: Client) -> None:
    ids = [account(**values) for values in TWINS]
    search()
    pair = listed()[0]["id"]
    told = seller("GET", "duplicate-searches")[1]["items"][0]
    assert (told["open"], told["records"], told["found"]) == (0, 0, 0)  # nor how many there are in all
    assert listed(seller) == []
    assert seller("POST", f"duplicate-pairs/{pair}/state", {"state": "different"})[0] == 404
    assert seller.actor
    for each in ids:
        assert admin("POST", f"accounts/{each}/actions/assign", {"owner": str(seller.actor.id)})[0] == 200
    (seen,) = listed(seller)
    assert [each["field"] for each in seen["reasons"]] == ["name"]  # the number is masked
    assert "28780808" not in str(seen)
    assert seller("POST", f"duplicate-pairs/{pair}/state", {"state": "different"})[0] == 204


def test_nobody_searches_what_he_may_not_merge(seller: Client) -> None:
    assert seller("POST", "duplicate-searches", {"object": "contact"})[0] == 404
    assert seller("GET", "duplicate-pairs?object=contact")[0] == 404
    for object in ("nothing", "activity", "user"):
        assert admin("POST", "duplicate-searches", {"object": object})[0] == 404, object
    assert admin("POST", "duplicate-pairs/x/state", {"state": "open"})[0] == 404
    assert admin("POST", "duplicate-pairs/9223372036854775808/state", {"state": "open"})[0] == 404


def test_a_search_runs_once_at_a_time() -> None:
    assert admin("POST", "duplicate-searches", {"object": "account"})[0] == 202
    assert admin("POST", "duplicate-searches", {"object": "account"})[1]["code"] == "running"
    goes_on = next(each for each in admin("GET", "duplicate-searches")[1]["items"] if each["object"] == "account")
    assert goes_on["progress"]["done"] == 0


def test_pages_follow_each_other() -> None:
    several(25)
    search()
    first = admin("GET", "duplicate-pairs?object=account")[1]
    second = admin("GET", f"duplicate-pairs?object=account&cursor={first['next']}")[1]
    ids = [each["id"] for page in (first, second) for each in page["items"]]
    assert (len(ids), len(set(ids)), second["next"]) == (25, 25, None)


def test_a_page_asks_as_often_for_one_pair_as_for_many(django_assert_num_queries: Any) -> None:
    for values in TWINS:
        account(**values)
    search()
    with django_assert_num_queries(3):
        assert len(listed()) == 1
    several(5)
    search()
    with django_assert_num_queries(3):
        assert len(listed()) > 1


def test_persons_among_accounts_are_compared_as_persons() -> None:
    for _ in range(2):
        account(name="王小明", kind="person", phone="13800138000")
    search()
    assert [each["field"] for each in listed()[0]["reasons"]] == ["name", "phone"]


def test_what_is_surely_one_is_merged_in_bulk_and_taken_apart_again(seller: Client) -> None:
    ids = [account(**TWINS[0], email="a@huayang.example") for _ in range(3)]
    account(name="北塔物流有限公司", phone="010-66554433")
    search()
    status, started = admin("POST", "duplicate-merges", {"object": "account", "score": 0.5})
    assert (status, started["pairs"]) == (202, 3)
    done = work(merge_job)
    assert (done["merged"], done["refused"], done["change"]) == (2, [], started["change"])
    assert listed() == []
    assert admin("GET", f"accounts/{ids[2]}")[1]["id"] == ids[0]
    (listed_merge,) = admin("GET", "duplicate-merges?object=account")[1]["items"]
    assert (listed_merge["change"], listed_merge["merged"]) == (started["change"], 2)
    one = f"duplicate-merges/{started['change']}/undo"
    assert seller("GET", "duplicate-merges?object=account")[1] == {"items": []}
    assert seller("POST", one, {"object": "account"})[0] == 404
    assert admin("POST", one, {"object": "account"})[0] == 202
    assert work(undo_job)["kept"] == 0
    assert {row["id"] for row in admin("GET", "accounts")[1]["items"]} >= set(ids)
    assert admin("GET", "duplicate-merges?object=account")[1] == {"items": []}
    assert admin("POST", one, {"object": "account"})[0] == 404


def test_only_who_may_merge_change_and_delete_merges_in_bulk(seller: Client) -> None:
    assert seller("POST", "duplicate-merges", {"object": "contact"})[0] == 404
    for values in TWINS:
        account(**values)
    search()
    seller("POST", "duplicate-merges", {"object": "account", "score": 0.5})
    assert work(merge_job)["merged"] == 0
    assert admin("POST", "duplicate-merges", {"object": "account", "score": 0.01})[0] == 422


def test_a_search_that_was_given_up_is_told() -> None:
    account(**TWINS[0])
    search()
    admin("POST", "duplicate-searches", {"object": "account"})
    found = Job.objects.latest("created_at")
    Job.objects.filter(id=found.id).update(state="failed", message={"en": "No room on the disk", "zh": "磁盘空间不足"})
    (told,) = [each for each in admin("GET", "duplicate-searches")[1]["items"] if each["object"] == "account"]
    assert told["progress"] is None
    assert told["failed"] in {"No room on the disk", "磁盘空间不足"}
    assert search()["failed"] is None
