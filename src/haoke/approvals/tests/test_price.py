"""What the gate costs a write: nothing while nobody asks for approvals, one statement while somebody does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.approvals.tests.scene import Company, put
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


def statements(company: Company, record: Any, **values: Any) -> list[str]:
    """Those a change of an account takes."""
    with (
        CaptureQueriesContext(
            connection,
        ) as found,
        changes(company["Rep"], "update") as tx,
    ):
        tx.update("account", record.id, values)
    return [each["sql"] for each in found.captured_queries]


def test_nobody_pays_for_what_nobody_uses() -> None:
    company = Company()
    account = company.account()
    statements(company, account, industry="software")
    plain = statements(company, account, industry="finance")
    assert not any("approvals_approvalcase c" in each for each in plain)
    process = company.process(company.named("Boss"), trigger="delete")
    asked = statements(company, account, industry="software")
    assert len(asked) == len(plain) + 1
    assert sum('approvals_approvalcase" c' in each or "approvals_approvalcase c" in each for each in asked) == 1
    put("approval_process", process.id, active=False)
    assert len(statements(company, account, industry="finance")) == len(plain)
