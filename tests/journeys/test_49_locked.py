"""A record in approval offers no pencil and loses nothing typed; deals moved on together say where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

NORA, OTTO = "Nora Lock", "Otto Lock"
PROCESS, PRODUCT = "锁定审批", "Locked Anvil"


def test_a_locked_record_offers_no_pencil_and_keeps_what_was_typed(
    administrator: steps.Person, office: Page, colleague: Callable[[str, str], steps.Person], heard: list[str]
) -> None:
    nora, otto = (colleague(name, "read_only") for name in (NORA, OTTO))
    decider = nora.get("session")["user"]["id"]
    process = {
        "name": {"zh": PROCESS}, "object": "product", "trigger": "manual", "active": True,
        "condition": {"field": "name", "op": "eq", "value": PRODUCT},
        "nodes": [{"id": "a", "kind": "people", "name": "主管", "people": [decider]}],
    }  # fmt: skip
    made = administrator.send("POST", "approval-processes", process)
    product = administrator.send("POST", "products", {"name": PRODUCT, "unit": "box"})["id"]

    office.goto(f"/products/{product}")
    details = office.get_by_role("region", name="详细信息")
    details.get_by_role("button", name="修改单位").click()
    typed = details.get_by_role("textbox")
    typed.fill("pallet")
    asked = {"object": "product", "record": product, "action": "manual", "input": {}}
    case = administrator.send("POST", "approvals", asked)
    typed.press("Enter")
    expect(details.get_by_role("alert")).to_contain_text(case["number"])
    expect(typed).to_have_value("pallet")
    assert steps.violations(office) == []
    heard[:] = [each for each in heard if "409 (Conflict)" not in each]  # what was refused
    typed.press("Escape")

    office.reload()
    locks = details.get_by_role("img", name="正在审批中")
    expect(locks.first).to_have_attribute("title", f"正在审批中（{case['number']}），审批结束前不能修改")
    expect(details.get_by_role("button", name="修改单位")).to_have_count(0)
    assert steps.violations(office) == []

    nora.send("POST", f"approvals/{case['id']}/add_signer", {"people": [otto.get("session")["user"]["id"]]})
    expect(office.get_by_role("listitem").filter(has_text=f"{NORA} 请 {OTTO} 加签")).to_be_visible()
    administrator.send("POST", f"approvals/{case['id']}/withdraw", {})
    expect(details.get_by_role("button", name="修改单位")).to_be_visible()
    administrator.send("PATCH", f"approval-processes/{made['id']}", {"active": False})


def binned(administrator: steps.Person, plural: str, ids: list[str]) -> None:
    tried = administrator.send("POST", f"{plural}/bulk/preview", {"ids": ids, "delete": True})
    assert administrator.send("POST", f"bulk-changes/{tried['id']}/run", {})["done"] == len(ids)


def pipeline(administrator: steps.Person, name: str) -> tuple[str, str]:
    """A new pipeline and its only stage."""
    made = administrator.send("POST", "pipelines", {"name": {"zh": name, "en": name}, "order": 90})["id"]
    stage = {"name": {"zh": f"{name}阶段", "en": f"{name} stage"}, "pipeline": made, "order": 1, "probability": 20}
    return made, administrator.send("POST", "stages", {**stage, "kind": "open"})["id"]


def test_deals_of_several_pipelines_are_moved_with_open_eyes(administrator: steps.Person, office: Page) -> None:
    pipelines, stages = zip(*(pipeline(administrator, name) for name in ("甲线", "乙线", "丙线")), strict=True)
    deals = [
        administrator.send("POST", "opportunities", {"name": "Spread Deal", "pipeline": each})["id"]
        for each in (pipelines[0], pipelines[1], pipelines[1])
    ]
    office.goto("/opportunities?q=Spread+Deal")
    office.get_by_role("columnheader").get_by_role("checkbox").check()
    office.get_by_role("region", name="批量操作").get_by_role("button", name="推进阶段").click()
    dialog = office.get_by_role("dialog", name="推进阶段")
    chosen = dialog.get_by_role("combobox", name="阶段", exact=True)
    chosen.click()
    offered = office.locator(".ant-select-dropdown:visible .ant-select-item-option")
    expect(offered).to_contain_text(["甲线阶段", "乙线阶段"])  # of the pipelines the deals are in, not of the third
    offered.first.click()
    expect(dialog).to_contain_text("其中 2 条属于其他销售流程，将一并移入“甲线”")
    assert steps.violations(office) == []
    dialog.get_by_role("button", name="推进阶段").click()
    expect(office.get_by_text("已处理 3 条")).to_be_visible()
    assert administrator.count("opportunities", field="stage", op="eq", value=stages[0]) == 3
    for plural, ids in (("opportunities", deals), ("stages", stages), ("pipelines", pipelines)):
        binned(administrator, plural, list(ids))
