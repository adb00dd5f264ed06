"""Who registers first is protected; whoever comes second loses nothing, and somebody above both decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.errors import Denied, Missing
from haoke.core.records import changes, hold, undo
from haoke.core.spec import RuleBroken
from haoke.inbox.notices.waiting import waiting
from haoke.registration.actions import Ruling, Statement, decide, say_for_oneself, sweep, visible
from haoke.registration.models import CollisionCase, Registration
from haoke.registration.queries import showing
from haoke.registration.queries.gating import Registered
from haoke.registration.tests.scene import Scene, actor, build, cases, changed, hear, made, person, register, write
from haoke.sales.models import Opportunity

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return build()


def state(record: Any) -> str:
    return str(Registration._base_manager.get(id=record.id).state)


def deal(person: UUID, scene: Scene, reason: str | None = None, **values: Any) -> Any:
    return write(person, "opportunity", reason, name="Deal", **{"account": scene.account, **values})


def run(person: UUID, record: Any, action: str, **data: Any) -> None:
    with changes(actor(person), action) as tx:
        tx.run("registration", record.id, action, data)


def test_the_period_is_that_of_the_nearest_rule(scene: Scene) -> None:
    today = clock.today()
    assert register(scene.ann, account=scene.account, category=scene.software).until == today + timedelta(30)
    made("registration_rule", name="All", days=10)
    made("registration_rule", name="Hardware", days=90, category=scene.hardware)
    found = register(scene.ann, account=scene.account, category=scene.servers)
    assert (found.until, found.name) == (today + timedelta(90), "深圳云杉科技有限公司 · Servers")
    assert register(scene.ben, company="北京白桦有限公司").until == today + timedelta(10)
    for values in ({}, {"account": scene.account, "category": scene.servers}):
        with pytest.raises(RuleBroken):
            register(scene.ann, **values)


@pytest.mark.parametrize(
    ("first", "second", "collides"),
    [
        ("servers", "servers", True), ("hardware", "servers", True), ("servers", "hardware", True),
        ("servers", "software", False), (None, "software", True), ("servers", None, True),
    ],
)  # fmt: skip
def test_categories_overlap_with_those_above_and_below(
    scene: Scene, first: str | None, second: str | None, *, collides: bool
) -> None:
    one, other = (getattr(scene, each) if each else None for each in (first, second))
    register(scene.ann, account=scene.account, category=one)
    found = register(scene.ben, account=scene.account, category=other)
    assert state(found) == ("contested" if collides else "active")


def test_a_company_that_is_no_account_yet_is_known_by_its_name_and_code(scene: Scene) -> None:
    register(scene.ann, company="上海白桦（集团）有限公司", uscc="914403001922038216")
    assert state(register(scene.ben, company="白樺集團股份有限公司")) == "contested"
    assert state(register(scene.ben, company="Birch", uscc="914403001922038216")) == "contested"
    account = made("account", name="上海白桦集团有限公司", owner=scene.ben).id
    with pytest.raises(Registered):
        deal(scene.ben, scene, hold.TELL, account=account)
    register(scene.boss, account=scene.account)
    assert state(register(scene.ann, company="深圳市云杉科技有限公司")) == "contested"


def test_a_deal_there_is_asked_why_and_flagged(scene: Scene) -> None:
    register(scene.ann, account=scene.account, category=scene.hardware)
    with pytest.raises(Registered) as found:
        deal(scene.ben, scene, hold.TELL, product=scene.server)
    told = found.value.extra["duplicates"]
    assert (told["step"], told["hits"][0]["owner"], told["hits"][0]["id"]) == ("reason", "ann", None)
    assert deal(scene.ben, scene, hold.TELL, product=scene.licence)
    assert deal(scene.ann, scene, hold.TELL, product=scene.server)
    made_ = deal(scene.ben, scene, "They called me", product=scene.server)
    hear()
    hear()
    [case] = cases(scene.boss)
    assert (case["holder"]["title"], case["claimant"]["title"], case["may"]) == ("ann", "ben", True)
    assert (
        showing.one(actor(scene.boss), visible(actor(scene.boss), case["id"]))["sides"][1]["says"] == "They called me"
    )
    flagged = showing.protection(actor(scene.ben), "opportunity", made_.id)
    assert flagged["winning"] == "asked"
    assert flagged["case"] == {"id": case["id"]}
    assert [each["owner"]["title"] for each in flagged["items"]] == ["ann"]
    with changes(actor(scene.ben), "win") as tx, hold.insisting(hold.TELL), pytest.raises(Registered):
        tx.run("opportunity", made_.id, "win")


def test_programs_are_not_asked_and_a_rule_may_refuse(scene: Scene) -> None:
    register(scene.ann, account=scene.account, category=scene.hardware)
    assert deal(scene.ben, scene, via="api")
    made("registration_rule", name="No", collision="refuse")
    for reason in (None, hold.TELL, "All the same"):
        with pytest.raises(Registered) as found:
            deal(scene.ben, scene, reason, product=scene.server)
        assert found.value.extra["duplicates"]["step"] == "block"
    assert deal(scene.ben, scene, product=scene.licence)


def test_team_mates_are_one_side(scene: Scene) -> None:
    team = made("team", name="Tigers").id
    for each in (scene.ann, scene.ben):
        made("team_member", team=team, user=each)
    register(scene.ann, account=scene.account)
    assert deal(scene.ben, scene, hold.TELL)
    hear()
    assert CollisionCase._base_manager.count() == 0


def test_taking_it_out_of_a_pool(scene: Scene) -> None:
    account = made("account", name="Spruce Ltd", owner=None).id
    register(scene.ann, account=account)
    with changes(actor(scene.boss), "give") as tx:
        tx.set("account", account, {"owner": scene.ben})
    hear()
    [case] = cases(scene.ann)
    assert (case["object"], case["side"]) == ("account", "holder")
    decide(actor(scene.boss), case["id"], Ruling(decision="stays", reason="First"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id FROM customers_account WHERE id = %s", [account])
        assert cursor.fetchone() == (scene.ann,)


def collision(scene: Scene) -> tuple[Any, Any, UUID]:
    """A registration, a deal of somebody else, the case."""
    held = register(scene.ann, account=scene.account, category=scene.hardware, evidence="Letter of intent")
    made_ = deal(scene.ben, scene, product=scene.server)
    hear()
    return held, made_, cases(scene.boss)[0]["id"]


def test_each_side_sees_its_own_and_the_decider_both(scene: Scene) -> None:
    _, made_, case = collision(scene)
    call = made("activity", subject="Call", done=True, owner=scene.ben).id
    made("activity_link", activity=call, object="account", record=scene.account)
    say_for_oneself(actor(scene.ben), case, Statement(says="Known for years"))
    seen = {who: showing.one(actor(each), visible(actor(each), case))
            for who, each in (("boss", scene.boss), ("ann", scene.ann), ("ben", scene.ben))}  # fmt: skip
    assert [[side["side"] for side in each["sides"]] for each in seen.values()] == [
        ["holder", "claimant"], ["holder"], ["claimant"],
    ]  # fmt: skip
    assert seen["ann"]["sides"][0]["registration"]["evidence"] == "Letter of intent"
    ben = seen["ben"]["sides"][0]
    assert (ben["says"], ben["activities"], [each["id"] for each in ben["opportunities"]]) == (
        "Known for years", 1, [str(made_.id)],
    )  # fmt: skip
    assert ben["first"] is not None
    assert str(made_.id) not in str(seen["ann"])
    for stranger in (person("eve"), scene.boss):
        with pytest.raises((Missing, Denied)):
            say_for_oneself(actor(stranger), case, Statement(says="x"))


@pytest.mark.parametrize(
    ("decision", "owner", "holder", "partners"),
    [("stays", "ann", "ann", []), ("over", "ben", "ben", []), ("shared", "ben", "ann", ["ben"]),
     ("both", "ben", "ann", ["ben"])],
)  # fmt: skip
def test_a_decision_carries_itself_out_and_can_be_undone(
    scene: Scene, decision: Any, owner: str, holder: str, partners: list[str]
) -> None:
    held, made_, case = collision(scene)
    for each in (scene.ann, scene.ben):
        with pytest.raises(Denied):
            decide(actor(each), case, Ruling(decision="stays", reason="Mine"))
    ruling = Ruling(decision=decision, reason="As agreed", share=60 if decision == "shared" else None)
    change = decide(actor(scene.boss), case, ruling)
    people = {name: getattr(scene, name) for name in ("ann", "ben")}
    found = Registration._base_manager.get(id=held.id)
    assert Opportunity._base_manager.get(id=made_.id).owner_id == people[owner]
    assert (found.owner_id, found.partners or []) == (people[holder], [people[each] for each in partners])
    hear()
    assert CollisionCase._base_manager.get(id=case).state == "decided"
    assert CollisionCase._base_manager.count() == 1
    undone = undo(system("web"), change)
    assert undone["kept"] == []
    found.refresh_from_db()
    assert (Opportunity._base_manager.get(id=made_.id).owner_id, found.owner_id) == (scene.ben, scene.ann)
    assert (found.partners or [], CollisionCase._base_manager.get(id=case).state) == ([], "open")


@pytest.mark.parametrize(
    ("decision", "states"),
    [("stays", ("active", "refused")), ("over", ("released", "active")), ("both", ("active", "released"))],
)
def test_between_two_registrations(scene: Scene, decision: Any, states: tuple[str, str]) -> None:
    one = register(scene.ann, account=scene.account)
    other = register(scene.ben, account=scene.account)
    hear()
    [case] = cases(scene.boss)
    decide(actor(scene.boss), case["id"], Ruling(decision=decision, reason="So"))
    assert (state(one), state(other)) == states


def test_who_waited_is_protected_once_the_first_has_released(scene: Scene) -> None:
    one = register(scene.ann, account=scene.account)
    other = register(scene.ben, account=scene.account)
    hear()
    run(scene.ann, one, "release", reason="Lost interest")
    assert (state(one), state(other), cases(scene.boss)[0]["state"]) == ("released", "active", "dropped")


def test_extending_and_running_out(scene: Scene) -> None:
    found = register(scene.ann, account=scene.account)
    run(scene.ann, found, "extend", reason="Tender in May")
    found.refresh_from_db()
    assert found.until == clock.today() + timedelta(60)
    with clock.frozen(clock.now() + timedelta(56)):
        assert (sweep(), sweep(), state(found)) == (0, 0, "active")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log.entry WHERE record = %s AND data ->> 'news' = 'ends_soon'", [found.id])
        assert cursor.fetchone() == (1,)
    with clock.frozen(clock.now() + timedelta(61)):
        assert (sweep(), state(found)) == (1, "expired")
    assert state(register(scene.ben, account=scene.account)) == "active"


def test_a_deal_won_ends_its_registration(scene: Scene) -> None:
    found = register(scene.ann, account=scene.account, category=scene.hardware)
    other = register(scene.ann, account=scene.account, category=scene.software)
    made_ = deal(scene.ann, scene, product=scene.server)
    with changes(actor(scene.ann), "win") as tx:
        tx.run("opportunity", made_.id, "win")
    hear()
    assert (state(found), state(other)) == ("won", "active")


def test_nobody_above_both_leaves_it_to_administrators(scene: Scene) -> None:
    changed("user", scene.ben, manager=None)
    _, _, case = collision_without_boss(scene)
    assert CollisionCase._base_manager.get(id=case).owner_id is None
    with pytest.raises(Missing):
        visible(actor(scene.boss), case)


def collision_without_boss(scene: Scene) -> tuple[Any, Any, UUID]:
    held = register(scene.ann, account=scene.account)
    made_ = deal(scene.ben, scene)
    hear()
    return held, made_, CollisionCase._base_manager.get().id


def test_what_somebody_may_not_see_is_a_letter_and_whom_to_ask(scene: Scene) -> None:
    changed("role", made("role", name={"en": "Narrow"}).id, grants={"*": {"*": "own"}})
    register(scene.ann, company="北京白桦有限公司")
    with pytest.raises(Registered) as found:
        write(scene.ben, "registration", hold.TELL, company="北京白桦公司")
    [hit] = found.value.extra["duplicates"]["hits"]
    assert (hit["id"], hit["title"], hit["owner"], hit["until"]) == (None, "北***", "ann", None)


def test_a_company_that_becomes_an_account_is_the_registrations_account(scene: Scene) -> None:
    """By what tells the company, whatever the account is called; the name it was registered by stays."""
    mine = register(scene.ann, company="深圳白桦科技有限公司")
    other = register(scene.ann, company="上海云杉贸易有限公司")
    account = made("account", name="深圳市白樺科技股份有限公司", owner=scene.boss).id
    hear()
    for each in (mine, other):
        each.refresh_from_db()
    assert (mine.account_id, mine.name, other.account_id) == (account, "深圳白桦科技有限公司", None)
    made_ = deal(scene.ben, scene, account=account)
    hear()
    [case] = cases(scene.boss)
    assert (case["holder"]["title"], case["claimant"]["title"]) == ("ann", "ben")
    assert CollisionCase._base_manager.get().record == made_.id


def test_open_cases_are_counted_for_whoever_decides(scene: Scene) -> None:
    assert waiting(actor(scene.boss))["collision_case"] == 0
    _, _, case = collision(scene)
    assert [waiting(actor(each))["collision_case"] for each in (scene.boss, scene.ann)] == [1, 0]
    decide(actor(scene.boss), case, Ruling(decision="stays", reason="So"))
    assert waiting(actor(scene.boss))["collision_case"] == 0
