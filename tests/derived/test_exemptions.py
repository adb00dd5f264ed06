"""Exemptions name cases there are; that they are still needed, each exempted test says by failing."""

from __future__ import annotations

import pytest

from haoke.core import registry
from tests.derived import test_files, test_filters, test_rights, test_writing
from tests.derived.exemptions import ALSO, APART, EXEMPT, FITTING
from tests.derived.scene import FIELDS, KEYS, named

CASES = {*KEYS, *named(FIELDS), *(f"*.{name}" for _, name in FIELDS)}


@pytest.mark.parametrize("case", sorted(EXEMPT))
def test_exempted_case_exists(case: str) -> None:
    test, _, about = case.removesuffix("]").partition("[")
    assert any(
        callable(getattr(module, test, None)) for module in (test_files, test_filters, test_rights, test_writing)
    )
    assert about in CASES
    assert EXEMPT[case]


def test_fitting_inputs_are_for_fields_there_are() -> None:
    assert set(FITTING) | set(APART) <= set(named(FIELDS))
    assert {(key, name) for key, names in ALSO.items() for name in names} <= {
        (key, name) for key in KEYS for name in registry.fields(key)
    }
