"""A record in approval: no pencil is offered, what was typed before the lock stays, and who asked whom is told."""

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
