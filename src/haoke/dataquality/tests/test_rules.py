"""What duplicate rules say to every way of writing, and to whom they say how much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Invalid
from haoke.core.merging.work import MergeBody, merge
from haoke.core.records import changes, hold, undo
from haoke.core.search.tests.test_finding import make, user
from haoke.core.text import speaking
from haoke.core.transfer import imports
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import ImportRow
from haoke.dataquality.actions import ensure_duplicate_rules
from haoke.dataquality.queries import Duplicates, hits

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db

CODE, LINE = "914403001922038216", "0755-28780808"
ALL = {"*": {"*": Scope.ALL}}
STATES = ("mine", "other", "pool", "locked")


def rule(
    *pairs: tuple[str, str, str], object: str = "account", other: str = "account", join: str = "any", **steps: str
) -> UUID:
    listed = [{"field": field, "with": with_, "by": by} for field, with_, by in pairs]
    actions = {way: dict.fromkeys(STATES, step) for way, step in (steps or {"form": "block"}).items()}
    values = {"name": {"en": "R"}, "object": object, "other": other, "conditions": {join: listed}, "actions": actions}
    return make("duplicate_rule", **values)


def rep(name: str = "Rep", scope: Scope = Scope.ALL, **fields: dict[str, FieldRight]) -> Actor:
    return Actor(id=user(name), grants={"*": {"*": scope}}, fields=fields, via="web")


def write(actor: Actor, key: str = "account", reason: str | None = None, **values: Any) -> Any:
    with hold.insisting(reason), changes(actor, "create") as tx:
        return tx.create(key, values)


def refused(actor: Actor, key: str = "account", reason: str | None = None, **values: Any) -> dict[str, Any]:
    with speaking("en"), pytest.raises(Duplicates) as found:
        write(actor, key, reason, **values)
    told: dict[str, Any] = found.value.extra["duplicates"]
    return told


@pytest.mark.parametrize(
    ("pair", "there", "here"),
    [
        (("uscc", "uscc", "uscc"), {"name": "A", "uscc": CODE}, {"name": "B", "uscc": CODE}),
        (("phone", "phone", "phone"), {"name": "A", "phone": LINE}, {"name": "B", "phone": "(0755) 2878 0808转12"}),
        (("name", "name", "company"), {"name": "深圳华为技术有限公司"}, {"name": "華為技術股份有限公司"}),
        (("name", "name", "similar"), {"name": "华为数字能源技术"}, {"name": "华为数字能源技术服务"}),
        (("website", "email", "domain"), {"name": "A", "email": "x@h.example"}, {"name": "B", "website": "h.example"}),
    ],
)  # fmt: skip
def test_each_kind_of_pair(pair: tuple[str, str, str], there: dict[str, Any], here: dict[str, Any]) -> None:
    made = make("account", **there)
    rule(pair)
    told = refused(rep(), **here)
    assert told["step"] == "block"
    assert [(hit["id"], hit["owner"]) for hit in told["hits"]] == [(str(made), None)]


def test_companies_of_one_name_in_two_places_are_two() -> None:
    make("account", name="上海云杉科技有限公司")
    rule(("name", "name", "company"))
    assert write(rep(), name="深圳云杉科技有限公司").name == "深圳云杉科技有限公司"
    assert write(rep("B"), name="上海云杉科技有限公司北京分公司").name.endswith("北京分公司")


def test_all_and_any_within_each_other() -> None:
    make("contact", name="张伟", mobile="13812345678", email="z@a.example")
    tree = {"all": [{"field": "name", "with": "name", "by": "name"},
                    {"any": [{"field": "mobile", "with": "mobile", "by": "phone"},
                             {"field": "email", "with": "email", "by": "email"}]}]}  # fmt: skip
    make("duplicate_rule", name={"en": "R"}, object="contact", other="contact", conditions=tree,
         actions={"form": {"pool": "block"}})  # fmt: skip
    anna = rep()
    assert write(anna, "contact", name="李四", mobile="13812345678").name == "李四"
    assert write(anna, "contact", name="张伟", mobile="13912345678").name == "张伟"
    assert refused(anna, "contact", name="張偉", email="Z@a.example")["step"] == "block"


def test_across_objects_and_what_belongs_together_is_no_double() -> None:
    account = make("account", name="A")
    make("contact", name="张伟", account=account, mobile="13812345678")
    rule(("phone", "mobile", "phone"), other="contact")
    anna = rep()
    assert refused(anna, name="B", phone="13812345678")["hits"][0]["object"] == "contact"
    with changes(anna, "update") as tx:
        tx.update("account", account, {"phone": "13812345678"})


def test_whose_it_is_decides() -> None:
    anna, ben = rep("Anna"), rep("Ben")
    made = rule(("phone", "phone", "phone"))
    make("account", name="A", phone=LINE, owner=ben.id)
    with changes(system(), "test") as tx:
        tx.update("duplicate_rule", made, {"actions": {"form": {"other": "reason", "mine": "none"}}})
    told = refused(anna, name="B", phone=LINE)
    assert (told["step"], told["hits"][0]["owner"]) == ("reason", "Ben")
    assert refused(anna, name="B", phone=LINE, reason="  ")["step"] == "reason"
    assert refused(anna, name="B", phone=LINE, reason=hold.TELL)["step"] == "reason"
    assert write(ben, name="C", phone=LINE).name == "C"
    made = write(anna, name="B", phone=LINE, reason="Another plant")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM log.entry WHERE record = %s", [made.id])
        assert cursor.fetchone() == ("Another plant",)


def test_a_warning_stops_only_who_wants_to_be_told() -> None:
    make("account", name="A", phone=LINE)
    rule(("phone", "phone", "phone"), form="warn")
    anna = rep()
    assert refused(anna, name="B", phone=LINE, reason=hold.TELL)["step"] == "warn"
    assert write(anna, name="B", phone=LINE).name == "B"
    assert write(anna, name="C", phone=LINE, reason="").name == "C"


def test_every_way_of_writing_is_judged() -> None:
    old = make("account", name="A", uscc=CODE)
    binned = make("account", name="Old", uscc=CODE)
    with changes(system(), "test") as tx:
        tx.delete("account", binned)
    rule(("uscc", "uscc", "uscc"), **dict.fromkeys(("form", "import", "api", "conversion"), "block"))
    anna, mine = rep(), make("account", name="B")
    for via in ("web", "import", "api", "automation"):
        with pytest.raises(Duplicates):
            write(replace(anna, via=via), name="C", uscc=CODE)
    with pytest.raises(Duplicates), changes(anna, "update") as tx:
        tx.update("account", mine, {"uscc": CODE})
    with pytest.raises(Duplicates), changes(anna, "restore") as tx:
        tx.restore("account", binned)
    with changes(anna, "bulk") as tx:
        verdicts = tx.batch("account").rows([(mine, None, {"uscc": CODE}), (None, None, {"name": "D"})])
        assert [str(each.outcome) for each in verdicts] == ["refused", "created"]
        (back,) = tx.batch("account").restore([(binned, None)])
        assert isinstance(back.error, Duplicates)
    with changes(anna, "update") as tx:
        tx.update("account", old, {"name": "A2"})  # what a rule says nothing about is not judged anew


def test_rows_of_one_file_are_compared_with_each_other() -> None:
    rule(("uscc", "uscc", "uscc"), **{"import": "block"})
    importer = replace(rep(), via="import")
    with changes(importer, "import") as tx:
        lines: list[Any] = [
            (None, None, {"name": name, "uscc": code}) for name, code in (("A", CODE), ("B", None), ("C", CODE))
        ]
        verdicts = tx.batch("account").rows(lines)
    assert [str(each.outcome) for each in verdicts] == ["created", "created", "refused"]


def test_of_what_somebody_may_not_see_only_a_beginning_and_whom_to_ask_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ben = rep("Ben")
    make("account", name="Secret Ltd", phone=LINE, uscc=CODE, owner=ben.id)
    rule(("phone", "phone", "phone"))
    rule(("uscc", "uscc", "uscc"))
    masked: dict[str, Any] = {
        "object": "account",
        "label": "Account",
        "owner": "Ben",
        "id": None,
        "title": "S***",
        "fields": [],
    }
    own = rep("Own", Scope.OWN)
    told = refused(own, name="B", phone=LINE)["hits"]
    assert [{**hit, "ask": None} for hit in told] == [{**masked, "ask": None}]
    assert told[0]["ask"] > 0
    monkeypatch.setattr(hits, "MOST_HIDDEN", 0)
    assert refused(own, name="B", phone=LINE)["hits"] == [{**masked, "owner": None, "title": "***", "ask": None}]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object, count(*), count(rule) FROM dataquality_maskedhit WHERE person = %s GROUP BY 1", [own.id]
        )
        assert cursor.fetchall() == [("account", 2, 2)]
    hidden = rep("Hidden", account={"phone": FieldRight.HIDDEN})
    assert refused(hidden, name="B", uscc=CODE)["hits"][0]["title"] == "Secret Ltd"
    lined = rep("Masked", account={"uscc": FieldRight.MASKED})
    assert refused(lined, name="B", phone=LINE)["hits"][0]["id"] is not None


def test_no_statement_where_no_rule_looks(django_assert_num_queries: Any) -> None:
    anna = rep()
    write(anna, name="Warm")
    with changes(anna, "create") as tx, django_assert_num_queries(0):
        attempt = hold.Attempt("create", anna.id, None, {"id": anna.id, "name": "X"}, frozenset({"name"}))
        assert hold.refusals(anna, registry.get("product"), [attempt]) == {}
        assert tx
    rule(("phone", "phone", "phone"))
    values = {"id": anna.id, "name": "X", "phone": None, "owner": anna.id}
    with changes(anna, "create"):
        attempt = hold.Attempt("create", anna.id, None, values, frozenset(values))
        hold.refusals(anna, registry.get("account"), [attempt])
        with django_assert_num_queries(0):
            assert hold.refusals(anna, registry.get("account"), [attempt]) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"object": "nothing"}, "object"),
        ({"other": "duplicate_rule"}, "other"),
        ({"conditions": {}}, "conditions"),
        ({"conditions": {"any": []}}, "conditions"),
        ({"conditions": {"any": [{"field": "phone", "with": "email", "by": "phone"}]}}, "conditions"),
        ({"conditions": {"any": [{"field": 1, "with": "email", "by": "phone"}]}}, "conditions"),
        ({"conditions": {"any": [{"any": [{"any": [{"any": [{"any": [1]}]}]}]}]}}, "conditions"),
        ({"conditions": ["any"]}, "conditions"),
        ({"actions": {"door": {}}}, "actions"),
        ({"actions": {"form": {"mine": "shout"}}}, "actions"),
        ({"actions": {"form": {"yours": "warn"}}}, "actions"),
        ({"actions": ["form"]}, "actions"),
    ],
)
def test_a_rule_that_makes_no_sense_says_where(values: dict[str, Any], field: str) -> None:
    good = {
        "name": {"en": "R"}, "object": "account", "other": "account",
        "conditions": {"any": [{"field": "phone", "with": "phone", "by": "phone"}]},
    }  # fmt: skip
    with pytest.raises(Invalid) as found:
        make("duplicate_rule", **good | values)
    assert [problem.field for problem in found.value.problems] == [field]


def test_the_shipped_rules_are_whole_and_come_once() -> None:
    with changes(system(), "set_up") as tx:
        added = ensure_duplicate_rules(tx)
        assert added >= 7
        assert ensure_duplicate_rules(tx) == 0
    anna, ben = rep("Anna"), rep("Ben")
    make("account", name="深圳华为技术有限公司", phone=LINE, uscc=CODE, owner=ben.id)
    assert refused(anna, name="X", uscc=CODE)["step"] == "block"
    assert refused(anna, name="华为技术")["step"] == "reason"
    assert refused(anna, name="X", phone=LINE)["step"] == "reason"
    make("account", name="云杉数字能源技术有限公司")
    assert refused(anna, name="云杉数字能源技术服务", reason=hold.TELL)["step"] == "warn"


def test_what_is_made_one_and_two_again_is_no_double() -> None:
    rule(("uscc", "uscc", "uscc"), **dict.fromkeys(("form", "import", "api", "conversion"), "block"))
    anna = replace(rep(), admin=True)
    kept, gone = make("account", name="A", uscc=CODE), make("account", name="B", uscc=CODE)
    with changes(anna, "merge") as tx:
        merge(tx, registry.get("account"), MergeBody.model_validate({"with": str(gone)}).wanted(kept))
        change = tx.change
    undo(anna, change)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customers_account WHERE deleted_at IS NULL AND uscc = %s", [CODE])
        assert cursor.fetchone() == (2,)


def test_an_import_says_once_why_rows_are_wanted_twice() -> None:
    """Without a word the row is left out; with it, it is taken and the word stands in the record's Log."""
    make("account", name="Elder", phone=LINE)
    rule(("phone", "phone", "phone"), **{"import": "reason"})
    anna = replace(rep("Anna"), via="import", grants={"*": {"*": Scope.ALL, "import": Scope.ALL}})
    for said, made in (({}, 0), ({"reason": "two shops"}, 1)):
        text = f"Account name,Phone\nYounger,{LINE}\n"
        found = imports.create(anna, [("accounts.csv", text.encode())], {"options": said}, later=False)
        imports.check(anna, found, Steps(found.id, imports.CHECKING))
        assert found.counts[0]["create"] == made, found.counts
    imports.run(anna, found, Steps(found.id, imports.WRITING))
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT reason FROM log.entry WHERE change = %s AND object = 'account'", [found.change])
        assert cursor.fetchall() == [("accounts.csv: two shops",)]


def test_each_row_of_an_import_says_why_it_is_wanted_twice() -> None:
    """Its own word counts before that of the file; trial and run say the same, and the Log keeps of each its own."""
    lines = [(name, f"0755-2878080{place}", why) for place, (name, why) in enumerate(
        (("Own", "another shop"), ("Bare", ""), ("Blank", "  "), ("Dash", "无"), ("Long", "x" * 501)), 1
    )]  # fmt: skip
    for name, phone, _ in lines:
        make("account", name=f"Elder {name}", phone=phone)
    rule(("phone", "phone", "phone"), **{"import": "reason"})
    anna = replace(rep("Anna"), via="import", grants={"*": {"*": Scope.ALL, "import": Scope.ALL}})
    text = "Account name,Phone,重复说明\n" + "".join(f"{name},{phone},{why}\n" for name, phone, why in lines)

    def told(options: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        found = imports.create(anna, [("shops.csv", text.encode())], {"options": options}, later=False)
        imports.check(anna, found, Steps(found.id, imports.CHECKING))
        tried = _verdicts(found)
        imports.run(anna, found, Steps(found.id, imports.WRITING))
        assert _verdicts(found) == tried
        reasons = _reasons(found.change)
        imports.take_back(anna, found, Steps(found.id, imports.UNDOING))
        return tried, reasons

    refused = dict.fromkeys(("Bare", "Blank", "Dash", "Long"), "rejected duplicates")
    refused["Long"] = "rejected too_long duplicates"
    assert told({}) == ({"Own": "create ", **refused}, {"Own": "shops.csv: another shop"})
    tried, reasons = told({"reason": "two shops"})
    assert set(tried.values()) == {"create ", "create too_long"}
    assert reasons == {name: "shops.csv: two shops" for name, _, _ in lines} | {"Own": "shops.csv: another shop"}


def _verdicts(found: Any) -> dict[str, str]:
    """{row: its verdict and the codes of what is wrong with it}."""
    rows = ImportRow.objects.filter(batch=found, object="account")
    return {row.title: f"{row.verdict} {' '.join(each['code'] for each in row.problems)}" for row in rows}


def _reasons(change: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.name, e.reason FROM log.entry e JOIN customers_account a ON a.id = e.record WHERE e.change = %s",
            [change],
        )
        return dict(cursor.fetchall())
