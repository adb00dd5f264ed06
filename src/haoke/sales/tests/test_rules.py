"""What is always true of deals and stages, whoever writes them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.criteria import worth
from haoke.core.errors import Invalid
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.inbox.notices.happening import happenings
from haoke.sales.actions import ensure_pipelines
from haoke.sales.models import StageEntry
from haoke.sales.queries import catalogue
from haoke.sales.tests.conftest import stage_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.sales.queries import Catalogue

pytestmark = pytest.mark.django_db


def refused(values: dict[str, Any], *, history: bool = False, key: str = "opportunity") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught, changes(system(), "test", history=history) as tx:
        tx.create(key, {"name": "Deal", **values})
    return [(problem.field, problem.code) for problem in caught.value.problems]


def imported(**values: Any) -> Any:
    with changes(system("import"), "import", history=True) as tx:
        return tx.create("opportunity", {"name": "Old deal", **values})


def test_a_deal_made_for_somebody_is_handed_to_him_once(stages: Catalogue) -> None:
    with changes(system("test"), "test") as tx:
        rep = tx.add("user", {"name": "Rep", "state": "active"}).id
        tx.create("opportunity", {"name": "Deal", "owner": rep})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xid::text FROM log.entry WHERE change = %s", [tx.change])
        found = cursor.fetchall()
    heard = happenings(dispatch.read([row[0] for row in found], sorted({row[1] for row in found})))
    assert [each.object for each in heard if each.to == rep] == ["opportunity"]
    assert "stage_entry" in {each.object for each in heard}


def test_shipped_pipelines_are_made_once(stages: Catalogue) -> None:
    with changes(system(), "set_up") as tx:
        assert not ensure_pipelines(tx)
    assert [stage.kind for stage in stages.of(stages.default)].count("open") == 5  # type: ignore[arg-type]


def test_a_new_deal_begins_in_the_first_stage(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    assert (made.pipeline_id, made.stage_id) == (stages.default, stage_of(stages, 0))
    assert made.probability == 10
    assert made.opened_at == clock.today()
    assert made.closed_at is None


def test_a_new_deal_takes_the_pipeline_named(stages: Catalogue, deal: Callable[..., Any]) -> None:
    other = next(stage.pipeline for stage in stages.stages.values() if stage.pipeline != stages.default)
    assert deal(pipeline=other).stage_id == stage_of(stages, 0, other)


def test_without_a_pipeline_there_are_no_deals(db: None) -> None:
    assert refused({}) == [("pipeline", "no_stage")]


def test_nobody_sets_the_stage_by_hand(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    with pytest.raises(Invalid) as caught, changes(system(), "test") as tx:
        tx.update("opportunity", made.id, {"stage": stage_of(stages, 1), "closed_at": "2020-01-01"})
    assert {problem.code for problem in caught.value.problems} == {"locked"}


def test_an_imported_deal_arrives_closed(stages: Catalogue) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    made = imported(stage=won.id, opened_at="2016-10-20", closed_at="2017-03-01", amount=1054)
    assert (made.closed_at, made.probability, made.pipeline_id) == (date(2017, 3, 1), 100, stages.default)
    assert (made.amount, made.amount_base, made.amount_rate_date) == (1054, 1054, date(2017, 3, 1))


def test_days_history_does_not_know_stay_empty(stages: Catalogue) -> None:
    lost = stages.first(stages.default, "lost")  # type: ignore[arg-type]
    assert lost is not None
    made = imported(stage=lost.id, lost_reason="price")
    assert (made.closed_at, made.opened_at, made.lost_reason) == (None, None, "price")
    old = imported(stage=lost.id, closed_at="2017-03-01")
    assert (old.closed_at, old.opened_at) == (date(2017, 3, 1), None)
    assert imported().opened_at is None


def test_no_stay_in_a_stage_begins_on_the_day_of_the_import(stages: Catalogue, deal: Callable[..., Any]) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    unknown, closed, new = imported(), imported(stage=won.id, closed_at="2017-03-01"), deal()
    stays = {
        stay.opportunity_id: stay.entered_at.astimezone(clock.timezone()).date() for stay in StageEntry.objects.all()
    }
    assert unknown.id not in stays
    assert (stays[closed.id], stays[new.id]) == (date(2017, 3, 1), clock.today())


def test_a_deal_does_not_close_before_it_opens(stages: Catalogue) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    assert refused({"stage": won.id, "opened_at": "2017-03-02", "closed_at": "2017-03-01"}, history=True) == [
        ("opened_at", "order")
    ]


def test_a_stage_of_another_pipeline_is_refused(stages: Catalogue, deal: Callable[..., Any]) -> None:
    other = next(stage for stage in stages.stages.values() if stage.pipeline != stages.default)
    assert refused({"stage": other.id, "pipeline": stages.default}, history=True) == [("stage", "other_pipeline")]
    made = deal()
    with pytest.raises(Invalid) as caught, changes(system(), "test") as tx:
        tx.update("opportunity", made.id, {"pipeline": other.pipeline})
    assert caught.value.problems[0].field == "pipeline"


def test_a_stage_in_the_bin_takes_no_deals(stages: Catalogue) -> None:
    gone = stage_of(stages, 1)
    with changes(system(), "test") as tx:
        tx.delete("stage", gone)
    assert ("stage", "gone") in refused({"stage": gone}, history=True)


def test_a_given_probability_stays_while_the_deal_is_open(stages: Catalogue) -> None:
    assert imported(stage=stage_of(stages, 1), probability=42).probability == 42
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    assert imported(stage=won.id, probability=42).probability == 100


def test_an_estimate_ends_when_somebody_gives_the_amount(deal: Callable[..., Any]) -> None:
    made = deal(amount=500, estimated=True)
    assert made.estimated
    with changes(system(), "test") as tx:
        tx.update("opportunity", made, {"next_step": "Call"})
        assert made.estimated
        tx.update("opportunity", made, {"amount": 480})
        assert not made.estimated
        tx.update("opportunity", made, {"amount": 490, "estimated": True})
        assert made.estimated
        tx.update("opportunity", made, {"amount": None})
        assert not made.estimated


def test_a_closed_amount_keeps_its_worth_of_that_day(stages: Catalogue) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    with worth.converting({"EUR": Decimal("7.5")}):
        closed = imported(stage=won.id, closed_at="2020-01-01", amount={"amount": "100", "currency": "EUR"})
        open_ = imported(stage=stage_of(stages, 0), amount={"amount": "100", "currency": "EUR"})
        unknown = imported(stage=won.id, closed_at="2020-01-01", amount={"amount": "100", "currency": "USD"})
    assert (closed.amount_base, closed.amount_rate) == (750, Decimal("7.5"))
    assert open_.amount_base is None
    assert unknown.amount_base is None


def test_stages_stay_in_their_pipeline(stages: Catalogue) -> None:
    other = next(stage for stage in stages.stages.values() if stage.pipeline != stages.default)
    with pytest.raises(Invalid) as caught, changes(system(), "test") as tx:
        tx.update("stage", other.id, {"pipeline": stages.default})
    assert caught.value.problems[0].field == "pipeline"


def test_probability_follows_the_kind_of_a_stage(stages: Catalogue) -> None:
    with changes(system(), "test") as tx:
        made: Any = tx.create(
            "stage", {"name": {"en": "Closed"}, "pipeline": stages.default, "kind": "won", "probability": 7}
        )
        assert made.probability == 100
        tx.update("stage", made, {"kind": "lost"})
        assert made.probability == 0
    values = {"name": {"en": "Open"}, "pipeline": stages.default, "probability": 101}
    assert refused(values, key="stage")[0][0] == "probability"


def test_the_catalogue_is_read_once_a_transaction(stages: Catalogue, django_assert_max_num_queries: Any) -> None:
    with changes(system(), "test") as tx:
        first = catalogue()
        with django_assert_max_num_queries(0):
            assert catalogue() is first
        made: Any = tx.create("stage", {"name": {"en": "New"}, "pipeline": stages.default, "order": 9})
        assert made.id in catalogue(made.id).stages


@pytest.mark.django_db(transaction=True)
def test_the_catalogue_is_read_anew_outside_a_transaction(stages: Catalogue) -> None:
    assert catalogue() is not catalogue()


def test_days_run_in_the_companys_zone(deal: Callable[..., Any]) -> None:
    late = clock.now().replace(hour=20)
    with clock.frozen(late):
        assert deal().opened_at == (late + timedelta(hours=8)).date()
