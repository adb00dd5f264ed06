"""Who decides: what a map shows to whom, what is missing on it, and that reporting stays a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.customers.actions import Placed, place_person
from haoke.customers.queries.deciding import read_map
from haoke.inbox.actions import log_activity

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROOT = system("test")


def add(key: str, **values: Any) -> Any:
    with changes(ROOT, "test") as tx:
        return tx.create(key, values).id


def user(name: str) -> Any:
    return add("user", name=name)


def actor(name: str, **scopes: Scope) -> Actor:
    """Somebody who reads and writes his own, or other scopes by object."""
    grants = {"*": {"*": Scope.OWN}} | {key: {"*": scope} for key, scope in scopes.items()}
    return Actor(id=user(name), name=name, grants=grants)


@dataclass
class House:
    """An account and its people by name."""

    account: Any
    owner: Any = None
    people: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str, **part: Any) -> Any:
        made = add("contact", name=name, account=self.account, owner=self.owner)
        self.people[name] = made
        if part:
            add("account_contact", account=self.account, contact=made, **part)
        return made

    def line(self, who: str, whom: str, kind: str = "reports_to") -> Any:
        ends = {"contact": self.people[who], "to": self.people[whom]}
        return add("contact_relation", account=self.account, kind=kind, **ends)

    def touch(self, name: str, days: int, by: Any = None) -> None:
        at = NOW - timedelta(days=days)
        values = {"subject": "Call", "kind": "call", "done": True, "done_at": at, "owner": by}
        with changes(ROOT, "test") as tx:
            log_activity(tx, values, [("contact", self.people[name])])

    def gaps(self, who: Actor = ROOT) -> dict[str, list[str]]:
        names = {str(made): name for name, made in self.people.items()}
        with clock.frozen(NOW):
            return {
                each["code"]: [names[one] for one in each["people"]] for each in read_map(who, self.account)["gaps"]
            }


def house(owner: Any = None) -> House:
    return House(add("account", name="House", owner=owner), owner)


def lines(found: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(each["contact"]["title"], each["kind"], each["to"]["title"]) for each in found["lines"]}


def test_a_map_has_people_parts_lines_and_last_touch() -> None:
    here, anna = house(), user("Anna")
    here.person("Boss", roles=["decision_maker", "economic_buyer"], stance="supporter", strength="good")
    here.person("Clerk")
    here.line("Clerk", "Boss")
    here.line("Boss", "Clerk", "influences")
    here.touch("Boss", 3, anna)
    here.touch("Boss", 9, anna)
    found = read_map(ROOT, here.account)
    assert lines(found) == {("Clerk", "reports_to", "Boss"), ("Boss", "influences", "Clerk")}
    by_name = {each["name"]: each for each in found["people"]}
    boss = by_name["Boss"]
    assert boss["part"]["roles"] == ["decision_maker", "economic_buyer"]
    assert (boss["part"]["stance"], boss["part"]["strength"]) == ("supporter", "good")
    assert boss["last_touch"] == "2026-11-17T03:00:00Z"
    assert boss["known_by"] == [{"id": str(anna), "title": "Anna"}]
    assert (by_name["Clerk"]["part"], by_name["Clerk"]["last_touch"], found["more"]) == (None, None, False)


def test_whoever_has_left_is_on_it_only_while_a_line_leads_to_him() -> None:
    here, elsewhere = house(), add("account", name="Elsewhere")
    gone = add("contact", name="Gone", account=elsewhere)
    add("account_contact", account=here.account, contact=gone, roles=["user"], until="2020-01-01")
    here.person("Clerk")
    assert [each["name"] for each in read_map(ROOT, here.account)["people"]] == ["Clerk"]
    here.people["Gone"] = gone
    here.line("Clerk", "Gone")
    found = {each["name"]: each["here"] for each in read_map(ROOT, here.account)["people"]}
    assert found == {"Clerk": True, "Gone": False}


def test_one_present_part_a_person() -> None:
    here = house()
    here.person("Boss", roles=["user"])
    with pytest.raises(Invalid) as caught:
        add("account_contact", account=here.account, contact=here.people["Boss"], roles=["coach"])
    assert caught.value.problems[0].code == "duplicate"
    add("account_contact", account=here.account, contact=here.people["Boss"], until="2020-01-01")


# -- what is missing ----------------------------------------------------------------------------------------


def test_an_account_without_people_lacks_nothing_yet() -> None:
    assert house().gaps() == {}


def test_no_decider_is_known_or_met() -> None:
    here = house()
    here.person("Clerk", roles=["user"])
    here.person("Other")
    assert here.gaps() == {"no_decider": [], "group_silent": ["Clerk"]}
    here.person("Boss", roles=["economic_buyer"])
    assert here.gaps()["decider_not_met"] == ["Boss"]
    here.touch("Boss", 61)
    assert set(here.gaps()) == {"group_silent", "single_thread"}
    here.touch("Boss", 59)
    here.touch("Clerk", 400)
    assert here.gaps() == {}


def test_no_economic_buyer_is_known() -> None:
    here = house()
    for name, roles in (("Boss", ["decision_maker"]), ("Clerk", ["user"])):
        here.person(name, roles=roles)
        here.touch(name, 1)
    assert here.gaps() == {"no_buyer": []}


def test_a_single_thread() -> None:
    here = house()
    here.person("Boss", roles=["decision_maker", "economic_buyer"])
    here.touch("Boss", 1)
    assert here.gaps() == {"single_thread": ["Boss"]}
    here.person("Other")
    assert here.gaps() == {"single_thread": ["Boss"]}
    here.touch("Other", 2)
    assert here.gaps() == {}


def test_a_blocker_whom_nobody_influences() -> None:
    here = house()
    for name, roles in (("Boss", ["economic_buyer"]), ("No", ["blocker"])):
        here.person(name, roles=roles)
        here.touch(name, 1)
    here.line("No", "Boss")
    assert here.gaps() == {"blocker_alone": ["No"]}
    here.line("Boss", "No", "influences")
    assert here.gaps() == {}


# -- reporting is a tree ------------------------------------------------------------------------------------


def refused(here: House, who: str, whom: str, kind: str = "reports_to") -> str:
    with pytest.raises(Invalid) as caught:
        here.line(who, whom, kind)
    return caught.value.problems[0].code if caught.value.problems else caught.value.code


def test_reporting_has_no_loop_and_one_superior() -> None:
    here = house()
    for name in "ABCD":
        here.person(name)
    here.line("A", "B")
    here.line("B", "C")
    assert refused(here, "C", "A") == "contactrelation_loop"
    assert refused(here, "A", "D") == "duplicate"
    assert refused(here, "A", "A") == "same"
    assert refused(here, "A", "A", "influences") == "same"
    here.line("C", "A", "influences")
    assert refused(here, "C", "A", "influences") == "duplicate"
    with changes(ROOT, "test") as tx:
        wrong = tx.create("contact_relation", {"account": here.account, "contact": here.people["C"],
                                               "to": here.people["B"], "kind": "influences"}).id  # fmt: skip
    with pytest.raises(Invalid), changes(ROOT, "test") as tx:
        tx.update("contact_relation", wrong, {"kind": "reports_to"})
    second = house()
    second.people = here.people
    second.line("C", "A")


def test_many_lines_written_at_once_are_seen_together() -> None:
    here = house()
    ends = [(here.person("A"), here.person("B")), (here.people["B"], here.people["A"])]
    rows = [(None, None, {"account": here.account, "contact": one, "to": other}) for one, other in ends]
    with changes(ROOT, "test") as tx:
        done = tx.batch("contact_relation").rows(iter(rows))
    assert [verdict.taken for verdict in done].count(True) < 2
    assert read_map(ROOT, here.account)["lines"] == [] or len(read_map(ROOT, here.account)["lines"]) == 1


# -- rights -------------------------------------------------------------------------------------------------


def test_who_may_not_see_the_account_learns_nothing() -> None:
    here = house()
    with pytest.raises(Missing):
        read_map(actor("Stranger"), here.account)


def test_who_may_not_see_a_contact_sees_no_node_no_line_and_no_count_of_it() -> None:
    """One person belongs to an account the reader does not see, and has a part in one he does."""
    rep = actor("Rep")
    here = house(rep.id)
    hidden = add("contact", name="Hidden", account=add("account", name="Elsewhere"), owner=None)
    here.person("Seen")
    here.people["Hidden"] = hidden
    add("account_contact", account=here.account, contact=hidden, roles=["decision_maker"])
    here.line("Seen", "Hidden")
    here.line("Hidden", "Seen", "influences")
    assert len(read_map(ROOT, here.account)["people"]) == 2
    found = read_map(rep, here.account)
    assert ([each["name"] for each in found["people"]], found["lines"]) == (["Seen"], [])
    assert "no_decider" in here.gaps(rep)
    assert "no_decider" not in here.gaps()
    for key in ("account_contact", "contact_relation"):
        page = list_page(rep, registry.get(key), ListQuery(count="exact"))
        assert (page.items, page.count) == ([], 0), key
    # The same for somebody who reads the account and no contact at all.
    clerk = actor("Clerk", account=Scope.ALL, contact=Scope.NONE)
    assert read_map(clerk, here.account)["people"] == []


def test_activities_that_are_not_seen_are_no_touch() -> None:
    rep = actor("Rep", activity=Scope.NONE)
    here = house(rep.id)
    here.person("Boss", roles=["decision_maker"])
    here.touch("Boss", 1)
    assert read_map(rep, here.account)["people"][0]["last_touch"] is None
    assert read_map(ROOT, here.account)["people"][0]["last_touch"] is not None


def test_hidden_fields_say_nothing_and_nothing_is_concluded_from_them() -> None:
    rep = actor("Rep")
    blind = Actor(
        id=rep.id, grants=rep.grants,
        fields={"account_contact": {"roles": FieldRight.HIDDEN}, "contact": {"title": FieldRight.HIDDEN}},
    )  # fmt: skip
    here = house(rep.id)
    here.person("Boss", roles=["decision_maker"])
    found = read_map(blind, here.account)
    assert "roles" not in found["people"][0]["part"]
    assert (found["people"][0]["title"], found["gaps"]) == (None, [])


def test_the_number_of_queries_does_not_depend_on_the_number_of_people() -> None:
    rep = actor("Rep")
    here = house(rep.id)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            read_map(rep, here.account)
        return len(seen)

    here.person("A", roles=["user"])
    few = queries()
    for number in range(12):
        here.person(f"P{number}", roles=["influencer"])
        here.line(f"P{number}", "A")
        here.touch(f"P{number}", number, rep.id)
    assert (few, queries()) == (6, 6)


# -- placing somebody ---------------------------------------------------------------------------------------


def place(who: Actor, here: House, name: str, **said: Any) -> dict[str, str]:
    data = {"contact": here.people[name], **said}
    return place_person(who, here.account, Placed.model_validate(data))


def shown(who: Actor, here: House) -> set[tuple[str, str, str]]:
    names = {str(each): name for name, each in here.people.items()}
    lines = read_map(who, here.account)["lines"]
    return {(names[each["contact"]["id"]], each["kind"], names[each["to"]["id"]]) for each in lines}


def test_a_person_is_placed_as_a_whole_or_not_at_all() -> None:
    here = house()
    for name in "ABC":
        here.person(name)
    here.line("B", "A")
    place(ROOT, here, "A", part={"roles": ["decision_maker"]}, influences=[here.people["C"]])
    with pytest.raises(Invalid):
        place(ROOT, here, "A", part={"roles": ["user"]}, influences=[], superior=here.people["B"])
    assert shown(ROOT, here) == {("A", "influences", "C"), ("B", "reports_to", "A")}
    parts = {each["name"]: each["part"] for each in read_map(ROOT, here.account)["people"]}
    assert parts["A"]["roles"] == ["decision_maker"]
    place(ROOT, here, "B", superior=here.people["C"])
    assert ("B", "reports_to", "C") in shown(ROOT, here)
    place(ROOT, here, "B", superior=None)
    place(ROOT, here, "A", influences=[])
    assert shown(ROOT, here) == set()
    with pytest.raises(Missing):
        place(actor("Stranger"), here, "A", superior=None)


def test_a_hidden_line_gives_way_and_is_not_told_of() -> None:
    rep = actor("Rep")
    here = house(rep.id)
    for name in "AB":
        here.person(name)
    here.people["Hidden"] = add("contact", name="Hidden", account=add("account", name="Elsewhere"), owner=None)
    here.line("A", "Hidden")
    assert shown(rep, here) == set()
    place(rep, here, "A", superior=here.people["B"])
    assert shown(rep, here) == shown(ROOT, here) == {("A", "reports_to", "B")}
    # B reports to the hidden one, who reports to A: neither does that refuse a line that would close the circle.
    place(ROOT, here, "A", superior=None)
    here.line("B", "Hidden")
    here.line("Hidden", "A")
    place(rep, here, "A", superior=here.people["B"])
    assert shown(rep, here) == {("A", "reports_to", "B")}
    # Of one he sees he is told.
    with pytest.raises(Invalid):
        place(rep, here, "B", superior=here.people["A"])


def ends(here: House, who: str, whom: str) -> dict[str, Any]:
    return {
        "account": here.account, "kind": "reports_to", "contact": here.people[who], "to": here.people[whom]
    }  # fmt: skip


def test_a_hidden_line_gives_way_whichever_way_a_line_is_written() -> None:
    """By the records' own routes, many at once as imports write, changed, and put back from the bin."""
    rep = actor("Rep")
    here = house(rep.id)
    for name in "ABCD":
        here.person(name)
    here.people["Hidden"] = add("contact", name="Hidden", account=add("account", name="Elsewhere"), owner=None)
    here.line("A", "Hidden")
    with changes(rep, "create") as tx:
        made = tx.create("contact_relation", ends(here, "A", "B")).id
    assert shown(rep, here) == shown(ROOT, here) == {("A", "reports_to", "B")}
    with changes(rep, "delete") as tx:
        tx.delete("contact_relation", made)
    here.line("A", "Hidden")
    with changes(rep, "restore") as tx:
        tx.restore("contact_relation", made)
    assert shown(ROOT, here) == {("A", "reports_to", "B")}
    # C reports over the hidden one to D, and D is drawn below A, B below C at once: neither tells of a circle.
    here.line("C", "Hidden")
    here.line("Hidden", "D")
    with changes(rep, "import") as tx:
        done = tx.batch("contact_relation").rows(
            [(None, None, ends(here, "D", "A")), (None, None, ends(here, "B", "C"))]
        )
    assert [verdict.error for verdict in done] == [None, None]
    wanted = {("A", "reports_to", "B"), ("B", "reports_to", "C"), ("D", "reports_to", "A")}
    assert shown(rep, here) == wanted
    assert len(wanted ^ shown(ROOT, here)) == 1
    # What he sees refuses him still.
    with pytest.raises(Invalid), changes(rep, "create") as tx:
        tx.create("contact_relation", ends(here, "A", "D"))
    with pytest.raises(Invalid), changes(rep, "create") as tx:
        tx.create("contact_relation", ends(here, "C", "D"))
