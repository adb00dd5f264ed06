"""The fast path from columns to JSON gives exactly what the field types give."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haoke.core import registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import BadRequest
from haoke.core.records.reading import ListQuery, list_page, plans
from haoke.core.testing.app.rows import actor_for, one, person, put

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, 120000, tzinfo=dt.UTC)
REFS = plans.ONE | plans.MANY


def test_every_kind_reads_back_as_its_type_writes_it() -> None:
    actor = actor_for(person())
    rng = random.Random(1)
    fields = {name: each for name, each in registry.fields("thing").items() if each.type.kind not in REFS}
    written = [
        name for name, each in fields.items() if name not in ("id", "version", "number", "created_at", "updated_at")
    ]
    rows = [{name: fields[name].type.sample(rng) for name in written} for _ in range(30)]
    records = put("thing", [*rows, {"name": "bare"}])
    items = {item["id"]: item for item in list_page(actor, registry.get("thing"), ListQuery(limit=200)).items}
    for record, row in zip(records, rows, strict=False):
        for name in written:
            kind = fields[name].type
            assert items[str(record.pk)][name] == kind.dump(kind.clean(row[name])), name
    bare = items[str(records[-1].pk)]
    assert {name for name in written if bare[name] is not None} <= {"name"}
    orjson.dumps(list(items.values()))


@given(
    st.datetimes(
        MOMENT.replace(year=1900, tzinfo=None), MOMENT.replace(year=2999, tzinfo=None), timezones=st.just(dt.UTC)
    )
)
def test_moments(moment: dt.datetime) -> None:
    written = moment.isoformat(" ").replace("+00:00", "")
    if "." in written:
        written = written.rstrip("0")
    assert plans.moment(written + "+00") == moment.isoformat().replace("+00:00", "Z")


def test_moment_as_postgresql_writes_it() -> None:
    actor = actor_for(person())
    one("thing", name="x", seen_at=MOMENT)
    one("thing", name="y", seen_at=MOMENT.replace(microsecond=0))
    page = list_page(actor, registry.get("thing"), ListQuery(fields=["seen_at"], sort="name"))
    assert [item["seen_at"] for item in page.items] == ["2026-01-02T03:04:05.120000Z", "2026-01-02T03:04:05Z"]


def test_only_what_was_asked_for_is_selected() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    one("thing", name="x", email="a@b.cn")
    plan = plans.plan_for(actor, spec, ["name", "name", "amount"])
    assert "email" not in plan.select
    (item,) = list_page(actor, spec, ListQuery(fields=["name", "amount"])).items
    assert set(item) == {"id", "number", "version", "name", "amount"}
    for bad in ("nope", "deleted_at", "custom", "name; --"):
        with pytest.raises(BadRequest) as caught:
            list_page(actor, spec, ListQuery(fields=["name", bad]))
        assert caught.value.problems[0].field == "fields"


def test_hidden_fields_are_absent_and_masked_ones_hinted_at() -> None:
    rights = dict.fromkeys(("phone", "amount", "owner", "seen_at", "email", "racks"), FieldRight.MASKED)
    actor = actor_for(person(), fields={"thing": {**rights, "page": FieldRight.HIDDEN, "number": FieldRight.HIDDEN}})
    spec = registry.get("thing")
    one(
        "thing",
        name="x",
        phone="13812345678",
        amount="5",
        owner=actor.id,
        seen_at=MOMENT,
        email="ab@cd.cn",
        page="<p>x</p>",
    )
    (item,) = list_page(actor, spec, ListQuery()).items
    assert {"page", "number"}.isdisjoint(item)
    kind = registry.field("thing", "phone").type
    assert item["phone"] == {"masked": kind.mask(kind.clean("13812345678"))}
    assert set(item["amount"]) == set(item["owner"]) == set(item["seen_at"]) == {"masked"}
    assert "1234" not in str(item["phone"])
    assert str(actor.id) not in str(item["owner"])
    assert item["racks"] is None
    with pytest.raises(BadRequest):
        list_page(actor, spec, ListQuery(fields=["page"]))


def test_plans_are_kept_per_rights_and_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    masked = replace(actor, fields={"thing": {"email": FieldRight.MASKED}})
    plans._plans().clear()
    first = plans.plan_for(actor, spec, ["email"])
    assert plans.plan_for(actor, spec, ["email"]) is first
    assert plans.plan_for(masked, spec, ["email"]) is not first
    monkeypatch.setattr(plans, "KEPT", 2)
    plans.plan_for(actor, spec, ["name"])
    assert len(plans._plans()) == 1
