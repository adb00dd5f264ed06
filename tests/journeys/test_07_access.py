"""Every screen by axe's rules of WCAG 2.1 A and AA, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_sign_in_is_accessible(served: object, new_context: Callable[..., BrowserContext], shade: str) -> None:
    page = new_context(color_scheme=shade).new_page()
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert steps.violations(page) == []


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_screens_are_accessible(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Engaging")
    page = administrator.page(new_context, color_scheme=shade)
    found = {}
    for path in (
        "/today", "/opportunities", "/opportunities?view=board", f"/opportunities/{deal['id']}", "/import", "/settings",
        "/opportunities?bin=true",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-theme", shade)
        expect(page.locator("main, .settings__page").first).to_be_visible()
        expect(page.locator(".waiting, .skeleton:not(.board__more)")).to_have_count(0)
        found[path] = steps.violations(page)
    assert {path: said for path, said in found.items() if said} == {}
