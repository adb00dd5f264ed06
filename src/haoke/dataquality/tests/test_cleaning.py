"""Cleaning: what cleaners say, that a search finds it, that just that is done, undone, and left alone when refused."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.api.test_records import Client

from haoke.core import clock, registry
from haoke.core.access.actor import SYSTEM_ID, Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.search.tests.test_finding import make, user
from haoke.dataquality import jobs
from haoke.dataquality.actions import scan
from haoke.dataquality.models import CleaningScan
from haoke.dataquality.queries.cleaning import looks, of_one, suggested
from haoke.dataquality.rules.cleaners import spellings
from haoke.identity import company as company_settings

ALL = {"*": {"*": Scope.ALL}}
OWN = {"*": {"*": Scope.OWN, "read": Scope.ALL}}


def values_of(key: str, **given: Any) -> dict[str, Any]:
    """Values of a record as they would be kept."""
    return {name: registry.field(key, name).type.clean(value) for name, value in given.items()}


CASES: list[tuple[str, dict[str, Any], str, dict[str, Any] | None]] = [
    ("account", {"name": "华阳　电子 （深圳）有限公司"}, "spaces", {"name": "华阳电子 （深圳）有限公司"}),
    ("account", {"name": "ＡＢＣ  Tools"}, "spaces", {"name": "ABC Tools"}),
    ("account", {"name": "ABC Tools"}, "spaces", None),
    ("account", {"email": "Sales@Good.Example"}, "email_case", {"email": "sales@good.example"}),
    ("contact", {"name": "JOHN SMITH"}, "name_case", {"name": "John Smith"}),
    ("contact", {"name": "anne-marie o'neil"}, "name_case", {"name": "Anne-Marie O'Neil"}),
    ("contact", {"name": "John McAdam"}, "name_case", None),
    ("account", {"name": "SIEMENS ENERGY"}, "name_case", None),
    ("contact", {"name": "王总"}, "title", {"name": "王", "title": "总经理"}),
    ("contact", {"name": "李工", "title": "研发部长"}, "title", None),
    ("contact", {"name": "王建国总", "title": "销售总监"}, "title", {"name": "王建国"}),
    ("contact", {"name": "陈丽女士"}, "title", {"name": "陈丽", "salutation": "ms"}),
    ("contact", {"name": "Mr. John Smith"}, "title", {"name": "John Smith", "salutation": "mr"}),
    ("contact", {"name": "Mrozek Anna"}, "title", None),
    ("account", {"name": "abc tools co.,ltd"}, "legal_form", {"name": "abc tools Co., Ltd."}),
    ("account", {"name": "ABC, INC"}, "legal_form", {"name": "ABC, Inc."}),
    ("account", {"name": "Foo Co., Ltd."}, "legal_form", None),
    ("account", {"name": "华阳(深圳)有限公司"}, "legal_form", {"name": "华阳（深圳）有限公司"}),
    ("account", {"name": "Limited Edition Print"}, "legal_form", None),
    ("account", {"region": "广东省深圳市南山区科苑路15号"}, "address", {"region": None}),
    ("account", {"region": "广东省深圳市"}, "address", None),
]


@pytest.mark.parametrize(("key", "given", "kind", "wanted"), CASES)
def test_what_a_cleaner_says(key: str, given: dict[str, Any], kind: str, wanted: dict[str, Any] | None) -> None:
    values = dict.fromkeys(registry.fields(key)) | values_of(key, **given)
    name = next(iter(given))
    made = of_one(key, kind, name, values, {})
    assert ({each: (made or {}).get(each) for each in wanted} if wanted else made) == wanted
    if made:  # what is clean stays so
        assert of_one(key, kind, name, {**values, **made}, {}) is None


@pytest.mark.parametrize(
    ("raw", "e164", "ext"),
    [
        ("0755267700008012", "+8675526770000", "8012"),
        ("86 0755 26770000 801", "+8675526770000", "801"),
        ("26770000", None, None),
    ],
)
def test_a_number_is_taken_apart(raw: str, e164: str | None, ext: str | None) -> None:
    values = values_of("account", phone=raw)
    assert values["phone"].e164 is None
    made = of_one("account", "phone", "phone", values, {})
    assert (made and (made["phone"].e164, made["phone"].ext)) == (e164 and (e164, ext))


def test_a_choice_that_is_none_any_more_is_nearly_one() -> None:
    assert of_one("account", "choice", "industry", {"industry": "sofware"}, {}) == {"industry": "software"}
    assert of_one("account", "choice", "industry", {"industry": "fishing"}, {}) is None
    assert of_one("account", "choice", "industry", {"industry": "software"}, {}) is None


def test_words_are_meant_as_nearly_everybody_writes_them() -> None:
    written = [
        ("Purchasing Manager", 40),
        ("Purchasing Manger", 2),
        ("purchasing  manager", 1),
        ("Buyer", 30),
        ("Bayer", 20),
    ]
    found = spellings(written, ["Manufacturing"])
    assert found == {"Purchasing Manger": "Purchasing Manager", "purchasing  manager": "Purchasing Manager"}
    assert spellings([("Manufactoring", 1)], ["Manufacturing"]) == {"Manufactoring": "Manufacturing"}
    assert spellings([("Line 1", 90), ("Line 2", 2), ("东区", 90), ("西区", 1)]) == {}


def test_every_object_is_looked_at_without_naming_it() -> None:
    kinds = {cleaner.key for key in ("account", "contact", "lead") for cleaner, _ in looks(key)}
    assert {
        "spaces",
        "email_case",
        "title",
        "name_case",
        "phone",
        "address",
        "legal_form",
        "choice",
        "spelling",
    } == kinds
    values = dict.fromkeys(registry.fields("contact")) | values_of("contact", name="王 总")
    assert [(cleaner.key, name) for cleaner, name, _ in suggested("contact", values, {})] == [("spaces", "name")]


@pytest.fixture
def anna() -> Client:
    return Client(Actor(id=user("Anna"), grants=OWN, via="api"))


@pytest.fixture
def admin() -> Client:
    return Client(Actor(id=user("Ada"), grants=ALL, via="api"))


@pytest.fixture
def dirty(anna: Client) -> dict[str, UUID]:
    assert anna.actor is not None
    mine = anna.actor.id
    made = {
        "blank": make("account", name="华阳  电子", owner=mine, email="Info@Good.Example"),
        "wide": make("account", name="ＡＢＣ Tools", owner=mine),
        "other": make("account", name="Other  Tools", email="B@good.example"),
        "clean": make("account", name="Clean Tools", owner=mine, email="c@good.example"),
    }
    with changes(system(), "test") as tx:
        CleaningScan.objects.create(object="account", actor=tx.actor.id)
    assert scan("account") == 4
    return made


def groups(who: Client, object: str = "account") -> dict[tuple[str, str], dict[str, Any]]:
    status, answer = who("GET", f"cleaning?object={object}")
    assert status == 200, answer
    return {(each["kind"], each["field"]): each for each in answer["groups"]}


def rows(who: Client, kind: str, field: str, never: str = "false") -> list[dict[str, Any]]:
    status, answer = who("GET", f"cleaning/rows?object=account&kind={kind}&field={field}&never={never}")
    assert status == 200, answer
    return list(answer["items"])


def name_of(record: UUID) -> str:
    return str(Client(system("api"))("GET", f"accounts/{record}")[1]["name"])


GROUP = {"object": "account", "kind": "spaces", "field": "name"}


@pytest.mark.django_db
def test_one_sees_what_one_may_write(anna: Client, admin: Client, dirty: dict[str, UUID]) -> None:
    assert {key: each["count"] for key, each in groups(anna).items()} == {
        ("spaces", "name"): 2,
        ("email_case", "email"): 1,
    }
    assert groups(admin)["spaces", "name"]["count"] == 3
    (sample, _) = groups(anna)["spaces", "name"]["samples"]
    assert sample["changes"] == [{"field": "name", "label": "客户名称", "before": "华阳  电子", "after": "华阳电子"}]
    assert {each["id"] for each in rows(anna, "spaces", "name")} == {str(dirty["blank"]), str(dirty["wide"])}
    reader = Client(Actor(id=user("Reader"), grants={"*": {"read": Scope.ALL}}, via="api"))
    assert reader("GET", "cleaning")[0] == 404
    assert reader("POST", "cleaning/scans", {"object": "account"})[0] == 404
    assert reader("POST", "cleaning/runs", GROUP)[0] == 404
    masked = Actor(id=user("Masked"), grants=ALL, fields={"account": {"name": FieldRight.READ}}, via="api")
    assert set(groups(Client(masked))) == {("email_case", "email")}


@pytest.mark.django_db
def test_a_group_is_written_as_shown_and_undone(anna: Client, dirty: dict[str, UUID]) -> None:
    status, run = anna("POST", "cleaning/runs", GROUP)
    assert (status, run["state"], run["done"], run["refused"]) == (201, "ready", 2, 0)
    with changes(system(), "test") as tx:  # changed in between: left, and named
        tx.update("account", dirty["wide"], {"name": "ＡＢＣ Toolbox"})
    done = anna("POST", f"bulk-changes/{run['id']}/run", {})[1]
    assert (done["done"], done["refused"]) == (1, 1)
    (left,) = anna("GET", f"bulk-changes/{run['id']}/refusals")[1]["items"]
    assert left["id"] == str(dirty["wide"])
    assert (name_of(dirty["blank"]), name_of(dirty["other"])) == ("华阳电子", "Other  Tools")
    # The other value of a record that was written is suggested still, and so is nothing that no longer stands.
    assert {key: each["count"] for key, each in groups(anna).items()} == {("email_case", "email"): 1}
    assert anna("POST", "cleaning/runs", GROUP)[0] == 404
    assert anna("POST", f"bulk-changes/{run['id']}/undo", {})[1]["state"] == "undone"
    assert name_of(dirty["blank"]) == "华阳  电子"
    assert groups(anna)["spaces", "name"]["count"] == 1


@pytest.mark.django_db
def test_some_are_left_out_and_some_never_suggested_again(anna: Client, admin: Client, dirty: dict[str, UUID]) -> None:
    run = anna("POST", "cleaning/runs", {**GROUP, "besides": [str(dirty["wide"])]})[1]
    assert run["total"] == 1
    never = {**GROUP, "ids": [str(dirty["wide"])]}
    assert anna("POST", "cleaning/never", {**GROUP, "ids": [str(dirty["other"])]})[0] == 404  # not his to say
    assert anna("POST", "cleaning/never", never)[0] == 204
    assert [each["id"] for each in rows(anna, "spaces", "name")] == [str(dirty["blank"])]
    scan("account")
    assert [each["id"] for each in rows(anna, "spaces", "name")] == [str(dirty["blank"])]
    assert [each["id"] for each in rows(anna, "spaces", "name", "true")] == [str(dirty["wide"])]
    with changes(system(), "test") as tx:  # another value is another matter
        tx.update("account", dirty["wide"], {"name": "ＡＢＣ Toolbox"})
    scan("account")
    assert len(rows(anna, "spaces", "name")) == 2
    assert admin("POST", "cleaning/never", {**never, "never": False})[0] == 404


@pytest.mark.django_db
def test_a_search_is_a_job_and_queries_are_few(
    anna: Client, admin: Client, dirty: dict[str, UUID], django_assert_max_num_queries: Any
) -> None:
    CleaningScan.objects.all().delete()
    assert admin("POST", "cleaning/scans", {"object": "account"})[0] == 202
    assert admin("POST", "cleaning/scans", {"object": "account"})[1]["code"] == "running"
    assert admin("GET", "cleaning?object=account")[1]["scan"]["percent"] == 0
    assert anna("POST", "cleaning/scans", {"object": "user"})[0] == 404
    for number in range(12):
        make("account", name=f"More  {number} Ltd", email=f"More{number}@good.example")
    scan("account")
    with django_assert_max_num_queries(12):
        assert groups(admin)["spaces", "name"]["count"] == 15


@pytest.mark.django_db
def test_all_is_looked_through_by_itself_on_the_night_the_company_says(anna: Client, dirty: dict[str, UUID]) -> None:
    def at(day: int, hour: int) -> tuple[int, str]:
        with clock.frozen(dt.datetime(2027, 3, day, hour, 33, tzinfo=ZoneInfo("Asia/Shanghai"))):
            begun = jobs.weekly_scans()
            found = anna("GET", "cleaning?object=account")[1]["scan"]
            return begun, str(found["next"])

    assert dirty
    with changes(system(), "scene") as tx:
        company = tx.add("company", {"name": "Ours", "cleaning_day": "sunday"}).id
    company_settings.forget()
    assert at(6, 2) == (0, "2027-03-07")
    begun, following = at(7, 2)
    assert begun >= 1
    assert (following, at(7, 3)) == ("2027-03-07", (0, "2027-03-07"))
    assert at(7, 9) == (0, "2027-03-14")
    kept = CleaningScan.objects.get(object="account")
    assert (kept.actor, jobs.progress(kept.job) is not None) == (SYSTEM_ID, True)
    with changes(system(), "scene") as tx:
        tx.set("company", company, {"cleaning_day": "never"})
    company_settings.forget()
    assert at(14, 2) == (0, "None")
    company_settings.forget()
