"""The board: a deal is dragged to its next stage with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Person


def test_a_card_is_dragged_to_the_next_column(administrator: Person, office: Page) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Prospecting")
    office.goto("/opportunities?view=board")
    office.get_by_role("button", name="Sales pipeline").click()
    office.get_by_role("searchbox", name="在列表中查找").fill(deal["number"])
    before = office.get_by_role("region", name="Prospecting")
    after = office.get_by_role("region", name="Engaging")
    card = before.get_by_role("listitem").filter(has_text=deal["name"])
    expect(card).to_have_count(1)

    card.hover()
    office.mouse.down()
    target = after.bounding_box()
    assert target is not None
    office.mouse.move(target["x"] + target["width"] / 2, target["y"] + 60, steps=12)
    office.mouse.move(target["x"] + target["width"] / 2, target["y"] + 90, steps=4)
    office.mouse.up()

    expect(after.get_by_role("listitem").filter(has_text=deal["name"])).to_have_count(1)
    expect(card).to_have_count(0)
    office.reload()
    expect(after.get_by_role("listitem").filter(has_text=deal["name"])).to_have_count(1)
    assert administrator.get(f"opportunities/{deal['id']}")["stage"]["title"] == "Engaging"
