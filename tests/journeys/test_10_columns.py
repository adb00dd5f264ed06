"""One's own columns: dragged to another place, made wider, and so again the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def order(page: Page) -> list[str]:
    return [text.strip() for text in page.get_by_role("columnheader").all_inner_texts() if text.strip()]


def width(heading: Locator) -> float:
    box = heading.bounding_box()
    assert box is not None
    return box["width"]


def test_columns_are_dragged_and_resized_and_stay_so(office: Page) -> None:
    office.goto("/accounts")
    heading = office.get_by_role("columnheader", name="电话")
    expect(heading).to_be_visible()
    shipped = order(office)
    narrow = width(heading)

    edge = heading.locator(".grid__handle").bounding_box()
    assert edge is not None
    x, y = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2
    office.mouse.move(x, y)
    office.mouse.down()
    office.mouse.move(x + 90, y, steps=6)
    office.mouse.up()
    assert abs(width(heading) - narrow - 90) <= 1

    target = office.get_by_role("columnheader", name=shipped[1])
    heading.drag_to(target, source_position={"x": 20, "y": 12}, target_position={"x": 12, "y": 12})
    moved = [shipped[0], "电话", *[name for name in shipped[1:] if name != "电话"]]
    expect(office.get_by_role("columnheader").nth(2)).to_have_text("电话")
    assert order(office) == moved

    office.reload()
    expect(heading).to_be_visible()
    assert order(office) == moved
    assert abs(width(heading) - narrow - 90) <= 1

    office.get_by_role("button", name="列", exact=True).click()
    office.get_by_role("button", name="恢复默认").click()
    expect(office.get_by_role("columnheader").nth(2)).to_have_text(shipped[1])
    assert order(office) == shipped
    assert width(heading) == narrow
