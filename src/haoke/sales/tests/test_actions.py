"""Moving deals, and what the database remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.bulk.work import Work, carry_out
from haoke.core.errors import Conflict, Denied, Invalid
from haoke.core.records import changes, undo
from haoke.sales.models import StageEntry
from haoke.sales.tests.conftest import stage_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from haoke.sales.queries import Catalogue

pytestmark = pytest.mark.django_db


def run(record: Any, action: str, actor: Actor | None = None, **data: Any) -> Any:
    with changes(actor or system(), action) as tx:
        return tx.run("opportunity", record.id, action, data)


def history(record: Any) -> list[tuple[UUID, bool]]:
    entries = StageEntry.objects.filter(opportunity_id=record.id, deleted_at=None).order_by("entered_at", "id")
    return [(entry.stage_id, entry.left_at is None) for entry in entries]


def fresh(record: Any) -> Any:
    record.refresh_from_db()
    return record


def test_advancing_is_remembered(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    first, second, third = (stage_of(stages, place) for place in range(3))
    run(made, "advance_stage", stage=str(second))
    run(made, "advance_stage", stage=str(third))
    run(made, "advance_stage", stage=str(third))
    assert fresh(made).stage_id == third
    assert made.probability == 50
    assert history(made) == [(first, False), (second, False), (third, True)]


def test_winning_closes_today_unless_a_day_is_given(stages: Catalogue, deal: Callable[..., Any]) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    made = deal(amount=100)
    run(made, "win")
    assert (fresh(made).stage_id, made.closed_at, made.amount_base) == (won.id, clock.today(), 100)
    other = deal(opened_at="2020-01-01")
    run(other, "win", closed_at="2020-02-03")
    assert fresh(other).closed_at.isoformat() == "2020-02-03"


def test_losing_needs_a_reason(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    lost = stages.first(stages.default, "lost")  # type: ignore[arg-type]
    assert lost is not None
    with pytest.raises(Invalid) as caught:
        run(made, "lose")
    assert caught.value.problems[0].field == "lost_reason"
    with pytest.raises(Invalid) as caught:
        run(made, "advance_stage", stage=str(lost.id))
    assert caught.value.problems[0].field == "lost_reason"
    other = deal()
    run(other, "lose", lost_reason="timing", closed_at="2030-01-01")
    assert fresh(other).closed_at.isoformat() == "2030-01-01"
    run(made, "lose", lost_reason="price", comment="太贵")
    assert (fresh(made).lost_reason, made.stage_id, made.closed_at) == ("price", lost.id, clock.today())


def test_a_lost_deal_may_be_reopened(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal(amount=100)
    with pytest.raises(Conflict):
        run(made, "reopen")
    run(made, "advance_stage", stage=str(stages.first(stages.default, "lost").id), lost_reason="timing")  # type: ignore[arg-type, union-attr]
    with pytest.raises(Invalid):
        run(made, "reopen", stage=str(stages.first(stages.default, "won").id))  # type: ignore[arg-type, union-attr]
    run(made, "reopen")
    assert (fresh(made).closed_at, made.lost_reason, made.amount_base) == (None, None, None)
    assert made.stage_id == stage_of(stages, 0)
    run(made, "win")
    run(made, "reopen", stage=str(stage_of(stages, 2)))
    assert fresh(made).stage_id == stage_of(stages, 2)


def test_a_deal_moves_to_another_pipeline_with_its_stage(stages: Catalogue, deal: Callable[..., Any]) -> None:
    other = next(stage for stage in stages.stages.values() if stage.pipeline != stages.default)
    made = deal()
    run(made, "advance_stage", stage=str(other.id))
    assert (fresh(made).pipeline_id, made.stage_id) == (other.pipeline, other.id)


def test_among_many_a_closed_deal_is_left_until_it_is_reopened(stages: Catalogue, deal: Callable[..., Any]) -> None:
    won = deal()
    run(won, "win")
    second = str(stage_of(stages, 1))
    for action, given in (("advance_stage", {"stage": second}), ("win", {}), ("lose", {"lost_reason": "price"})):
        work, marks = Work(action=action, input=given), [(deal().id, None), (won.id, None)]
        with changes(system(), action) as tx:
            verdicts = carry_out(tx, registry.get("opportunity"), work, marks)
        assert [each.error and each.error.code for each in verdicts] == [None, "closed"]
    run(won, "advance_stage", stage=second)  # by itself it is meant
    assert fresh(won).closed_at is None


def test_what_is_no_stage_is_refused(deal: Callable[..., Any]) -> None:
    made = deal()
    with pytest.raises(Invalid) as caught:
        run(made, "advance_stage", stage=str(made.id))
    assert caught.value.problems[0].code == "gone"


def test_a_pipeline_without_an_end_cannot_be_won(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    with changes(system(), "test") as tx:
        tx.delete("stage", stages.first(stages.default, "won").id)  # type: ignore[arg-type, union-attr]
    with pytest.raises(Conflict):
        run(made, "win")


def test_an_action_takes_its_own_right(deal: Callable[..., Any]) -> None:
    with changes(system(), "test") as tx:
        rep = tx.create("user", {"name": "Rep"}).id
    made = deal(owner=rep)
    reader = Actor(id=rep, grants={"opportunity": {"read": Scope.ALL}})
    with pytest.raises(Denied):
        run(made, "win", reader)
    run(made, "win", Actor(id=rep, grants={"*": {"read": Scope.ALL, "win": Scope.OWN}}))
    assert fresh(made).closed_at is not None


def test_imported_history_starts_where_the_file_says(stages: Catalogue) -> None:
    won = stages.first(stages.default, "won")  # type: ignore[arg-type]
    assert won is not None
    with changes(system("import"), "import", history=True) as tx:
        verdicts = tx.batch("opportunity").rows(
            (None, None, {"name": f"Old {n}", "stage": won.id, "closed_at": "2017-03-01", "opened_at": "2016-10-20"})
            for n in range(3)
        )
    assert all(verdict.taken for verdict in verdicts)
    days = {entry.entered_at.date().isoformat() for entry in StageEntry.objects.all()}
    assert days == {"2017-03-01"}


def test_assigning_moves_the_record_to_the_new_owners_department(deal: Callable[..., Any]) -> None:
    with changes(system(), "test") as tx:
        department = tx.create("department", {"name": "East"}).id
        rep = tx.create("user", {"name": "Rep", "department": department}).id
    made = deal()
    run(made, "assign", owner=str(rep))
    assert (fresh(made).owner_id, made.department_id) == (rep, department)


def test_undoing_a_move_restores_the_history(stages: Catalogue, deal: Callable[..., Any]) -> None:
    made = deal()
    with changes(system(), "advance_stage") as tx:
        tx.run("opportunity", made.id, "advance_stage", {"stage": str(stage_of(stages, 2))})
    before = history(made)
    assert len(before) == 2
    undo(system(), tx.change)
    assert fresh(made).stage_id == stage_of(stages, 0)
    assert history(made) == [(stage_of(stages, 0), True)]


def test_undoing_a_creation_takes_the_history_along(deal: Callable[..., Any]) -> None:
    with changes(system(), "test") as tx:
        made = tx.create("opportunity", {"name": "Deal"})
    assert len(history(made)) == 1
    undo(system(), tx.change)
    assert history(made) == []
