"""The real files through the whole engine, counted independently; then edited, imported again, undone."""

# SQL of independent counts stands in one piece.
# ruff: noqa: E501

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.core.transfer import imports
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import Import, ImportMemory, ImportRow
from haoke.core.transfer.rejecting import reject_file
from haoke.core.transfer.tests.conftest import DATA

PIPELINE = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv", "data_dictionary.csv")
LEDGER = "客户台账.xlsx"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def nothing(*_: Any) -> None:
    """Nobody watches."""


def begun(actor: Actor, files: list[tuple[str, bytes]], **given: Any) -> Import:
    """An import checked and ready."""
    made = imports.create(actor, files, given)
    imports.check(actor, made, Steps(made.id, imports.CHECKING))
    made.refresh_from_db()
    return made


def carried(actor: Actor, files: list[tuple[str, bytes]], **given: Any) -> Import:
    """An import that has run."""
    made = begun(actor, files, **given)
    assert made.state == "ready", made.message
    imports.run(actor, made, nothing)
    made.refresh_from_db()
    assert made.state == "done"
    return made


def count(sql: str, *params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def tally(made: Import, key: str) -> dict[str, int]:
    return next(
        {name: value for name, value in item.items() if value and name != "object"}
        for item in made.counts
        if item["object"] == key
    )


def files_of(folder: str, names: tuple[str, ...]) -> list[tuple[str, bytes]]:
    return [(name, (DATA / folder / name).read_bytes()) for name in names]


def pipeline_rows() -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / "pipeline/sales_pipeline.csv").read_text().splitlines()))


def assert_gaps_are_found(made: Import, rows: list[dict[str, str]]) -> None:
    """One change in the Log; what was found is what the file lacks."""
    assert count("SELECT count(DISTINCT change) FROM log.entry WHERE action = 'import'") == 1
    found = {item["key"]: item["count"] for item in made.found}
    assert found["opportunity.no_account"] == sum(not row["account"] for row in rows)
    assert found["opportunity.no_amount"] == sum(not row["close_value"] for row in rows)
    assert any(item["value"] == "GTXPro" and item["rows"] == 1480 for item in made.issues)


def test_pipeline_is_taken_whole(admin: Actor) -> None:
    made = carried(admin, files_of("pipeline", PIPELINE))
    rows = pipeline_rows()
    assert tally(made, "opportunity") == {"create": len(rows)} == {"create": 8800}
    assert tally(made, "user") == {"create": 41}
    assert tally(made, "account") == {"create": 85}
    assert tally(made, "product") == {"create": 7}
    won = "FROM sales_opportunity o JOIN sales_stage s ON s.id = o.stage_id WHERE s.kind = 'won'"
    assert count(f"SELECT count(*) {won}") == sum(row["deal_stage"] == "Won" for row in rows) == 4238
    assert count(f"SELECT sum(o.amount) {won}") == Decimal(10_005_534)
    by_agent = dict(
        count("SELECT u.name, count(*) FROM sales_opportunity o JOIN identity_user u ON u.id = o.owner_id GROUP BY 1")
    )
    assert by_agent == Counter(row["sales_agent"] for row in rows)
    teams = {
        row["sales_agent"]: row for row in csv.DictReader((DATA / "pipeline/sales_teams.csv").read_text().splitlines())
    }
    placed = count(
        "SELECT u.name, m.name, d.name FROM identity_user u JOIN identity_user m ON m.id = u.manager_id"
        " JOIN identity_department d ON d.id = u.department_id"
    )
    assert sorted(placed) == sorted((name, row["manager"], row["regional_office"]) for name, row in teams.items())
    assert count("SELECT count(*) FROM identity_user WHERE state = 'active' AND name <> 'Boss'") == 0
    accounts = list(csv.DictReader((DATA / "pipeline/accounts.csv").read_text().splitlines()))
    parents = count("SELECT a.name, p.name FROM customers_account a JOIN customers_account p ON p.id = a.parent_id")
    assert sorted(parents) == sorted((row["account"], row["subsidiary_of"]) for row in accounts if row["subsidiary_of"])
    assert count("SELECT count(*) FROM sales_opportunity WHERE account_id IS NULL") == sum(
        not row["account"] for row in rows
    )
    assert count("SELECT count(*) FROM sales_opportunity WHERE amount IS NULL") == sum(
        not row["close_value"] for row in rows
    )
    assert count("SELECT count(*) FROM sales_opportunity WHERE opened_at = '2016-10-20'") == sum(
        row["engage_date"] == "10/20/2016" for row in rows
    )
    entered = count(
        "SELECT count(*) FROM sales_stageentry e JOIN sales_opportunity o ON o.id = e.opportunity_id WHERE o.closed_at = e.entered_at::date"
    )
    assert entered == sum(bool(row["close_date"]) for row in rows)
    assert_gaps_are_found(made, rows)


def test_again_changes_only_what_changed_and_undo_takes_it_back(admin: Actor) -> None:
    carried(admin, files_of("pipeline", PIPELINE))
    again = begun(admin, files_of("pipeline", PIPELINE))
    assert all(
        not (item["create"] or item["update"] or item["conflict"] or item["rejected"]) for item in again.counts
    ), again.counts
    rows = pipeline_rows()
    ours, theirs = record_of(rows[0]["opportunity_id"]), record_of(rows[1]["opportunity_id"])
    with changes(admin, "test") as tx:
        tx.update("opportunity", ours, {"amount": {"amount": "1.00", "currency": "CNY"}})
    rows[1]["close_value"] = "4515"
    second = carried(admin, [("sales_pipeline 2.csv", as_csv(rows))])
    assert tally(second, "opportunity") == {"update": 1, "conflict": 1, "unchanged": 8798}
    conflict = ImportRow.objects.get(batch=second, verdict="conflict")
    assert (conflict.record, conflict.problems[0]["field"]) == (ours, "amount")
    assert count("SELECT amount FROM sales_opportunity WHERE id = %s", theirs) == 4515
    assert count("SELECT amount FROM sales_opportunity WHERE id = %s", ours) == 1
    assert count("SELECT count(*) FROM log.entry WHERE change = %s", second.change) == 1
    assert imports.take_back(admin, second, nothing)["undone"] == 1
    assert count("SELECT amount FROM sales_opportunity WHERE id = %s", theirs) == 4514
    third = begun(admin, [("sales_pipeline 2.csv", as_csv(rows))])
    assert tally(third, "opportunity") == {"update": 1, "conflict": 1, "unchanged": 8798}


def test_a_conflict_names_records_by_title(admin: Actor) -> None:
    rows = pipeline_rows()[:3]
    carried(admin, [("sales_pipeline.csv", as_csv(rows))])
    with changes(admin, "test") as tx:
        tx.update("opportunity", record_of(rows[0]["opportunity_id"]), {"owner": str(admin.id)})
    again = begun(admin, [("sales_pipeline.csv", as_csv(rows))])
    (row,) = ImportRow.objects.filter(batch=again, verdict="conflict")
    assert row.problems[0]["message"]["en"] == f"Edited in Haoke to “Boss”; the file says “{rows[0]['sales_agent']}”"


def test_undo_of_the_first_import_keeps_what_was_edited(admin: Actor) -> None:
    rows = pipeline_rows()[:40]
    made = carried(admin, [("sales_pipeline.csv", as_csv(rows))])
    edited = record_of(rows[0]["opportunity_id"])
    with changes(admin, "test") as tx:
        tx.update("opportunity", edited, {"next_step": "call"})
    result = imports.take_back(admin, made, nothing)
    assert [item["id"] for item in result["kept"] if item["object"] == "opportunity"] == [str(edited)]
    assert count("SELECT count(*) FROM sales_opportunity WHERE deleted_at IS NULL") == 1
    made.refresh_from_db()
    assert made.state == "undone"
    again = begun(admin, [("sales_pipeline.csv", as_csv(rows))])
    assert tally(again, "opportunity")["create"] == 39


def test_a_dry_run_leaves_nothing_behind(admin: Actor) -> None:
    before = [count(f'SELECT count(*) FROM "{spec.model._meta.db_table}"') for spec in registry.objects().values()]
    with changes(admin, "test") as tx:
        number = str(tx.create("account", {"name": "Before"}).number)
    before[list(registry.objects()).index("account")] += 1
    entries = count("SELECT count(*) FROM log.entry")
    begun(admin, files_of("pipeline", PIPELINE))
    assert [
        count(f'SELECT count(*) FROM "{spec.model._meta.db_table}"') for spec in registry.objects().values()
    ] == before
    assert count("SELECT count(*) FROM log.entry") == entries
    assert ImportMemory.objects.count() == 0
    with changes(admin, "test") as tx:
        assert int(str(tx.create("account", {"name": "After"}).number)[-6:]) == int(number[-6:]) + 1


def test_a_person_without_the_right_brings_no_history(admin: Actor) -> None:
    made = carried(admin, [("sales_pipeline.csv", as_csv(pipeline_rows()[:20]))], options={"historical": False})
    assert made.result == {"historical": False, "repeated": 0, "problems": 0}
    assert (
        count("SELECT count(*) FROM sales_opportunity o JOIN sales_stage s ON s.id = o.stage_id WHERE s.kind = 'won'")
        == 0
    )


def test_estimates_from_the_list_price(admin: Actor) -> None:
    made = carried(admin, files_of("pipeline", PIPELINE), answers={"missing_amount:opportunity": "list_price"})
    missing = [row for row in pipeline_rows() if not row["close_value"]]
    assert tally(made, "opportunity")["estimated"] == len(missing)
    assert count("SELECT count(*) FROM sales_opportunity WHERE estimated") == len(missing)
    prices = {
        row["product"]: int(row["sales_price"])
        for row in csv.DictReader((DATA / "pipeline/products.csv").read_text().splitlines())
    }
    prices["GTXPro"] = prices["GTX Pro"]
    assert count("SELECT sum(amount) FROM sales_opportunity WHERE estimated") == sum(
        prices[row["product"]] for row in missing
    )


def test_ledger_is_accounted_for(admin: Actor) -> None:
    made = carried(admin, [(LEDGER, (DATA / "ledger" / LEDGER).read_bytes())])
    truth = json.loads((DATA / "ledger/客户台账.truth.json").read_text())
    named = tally(made, "account").get("rejected", 0)
    assert tally(made, "account")["create"] + named == len(truth) == 300
    phones = count(
        "SELECT a.name, array_agg(x.phone) FROM customers_account a, LATERAL (SELECT a.phone ->> 'e164' AS phone UNION ALL"
        " SELECT c.mobile ->> 'e164' FROM customers_contact c WHERE c.account_id = a.id UNION ALL"
        " SELECT c.phone ->> 'e164' FROM customers_contact c WHERE c.account_id = a.id) x WHERE x.phone IS NOT NULL GROUP BY a.name"
    )
    found = {name: sorted(numbers) for name, numbers in phones}
    assert found == {row["name"]: sorted(f"+86{phone}" for phone in row["phones"]) for row in truth}
    amounts = dict(
        count("SELECT a.name, o.amount FROM sales_opportunity o JOIN customers_account a ON a.id = o.account_id")
    )
    assert amounts == {row["name"]: Decimal(str(row["amount"])) for row in truth}
    notes = dict(
        count(
            "SELECT a.name, count(l.id) FROM customers_account a LEFT JOIN inbox_activitylink l ON l.record = a.id AND l.object = 'account'"
            " GROUP BY a.name"
        )
    )
    assert notes == {row["name"]: row["notes"] for row in truth}
    assert (
        count("SELECT count(*) FROM inbox_activity WHERE done_at IS NULL OR done_at > now() OR owner_id IS NULL") == 0
    )
    names = set(count("SELECT array_agg(name) FROM customers_contact"))
    clear = {name for row in truth for name in row["contacts"]} & names
    assert len(clear) > 100
    relative = ImportRow.objects.filter(batch=made, problems__contains=[{"code": "no_base"}])
    assert relative.count() > 0
    again = begun(admin, [(LEDGER, (DATA / "ledger" / LEDGER).read_bytes())])
    assert all(not (item["create"] or item["update"] or item["conflict"]) for item in again.counts), again.counts


def test_rejected_rows_come_back_corrected(admin: Actor) -> None:
    made = carried(admin, [(LEDGER, (DATA / "ledger" / LEDGER).read_bytes())])
    name, data = reject_file(
        imports.read(made, nothing), ImportRow.objects.filter(batch=made).exclude(problems=[]), "zh"
    )
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert name == "rejects.csv"
    due = lines[0].index("下次联系")
    assert all("下周三" in line[due] and "下次联系" not in line[2] and line[1] == "下次联系" for line in lines[1:])
    for line in lines[1:]:
        line[due] = "2026-12-02"
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    second = carried(admin, [("rejects.csv", out.getvalue().encode("gb18030"))])
    assert tally(second, "account") == {"update": len(lines) - 1}
    assert count("SELECT count(*) FROM customers_account WHERE next_contact = '2026-12-02'") >= len(lines) - 1


def test_northwind(admin: Actor) -> None:
    made = carried(
        admin, files_of("northwind", ("customers.csv", "employees.csv", "products.csv", "categories.csv", "orders.csv"))
    )
    assert tally(made, "account") == {"create": 91}
    assert tally(made, "contact") == {"create": 91}
    assert tally(made, "user") == {"create": 9}
    assert tally(made, "product") == {"create": 77}
    lines = list(csv.DictReader((DATA / "northwind/employees.csv").read_text().splitlines()))
    names = {row["employeeID"]: f"{row['firstName']} {row['lastName']}" for row in lines}
    above = count("SELECT u.name, m.name FROM identity_user u JOIN identity_user m ON m.id = u.manager_id")
    assert sorted(above) == sorted(
        (names[row["employeeID"]], names[row["reportsTo"]]) for row in lines if row["reportsTo"] != "NULL"
    )
    categories = count(
        "SELECT count(*) FROM customers_product p JOIN customers_productcategory c ON c.id = p.category_id WHERE c.name ~ '[A-Z]'"
    )
    assert categories == 77


def record_of(key: str) -> UUID:
    return ImportMemory.objects.get(object="opportunity", key=key).record


def as_csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
