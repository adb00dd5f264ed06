"""What a person at a screen waits for: lists, records and the search in Chromium, and a slow phone's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from bench import letters
from bench.letters import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from bench.run import Server

TIMES = 40
LOADS = 5
SLOWER = 4  # times, the phone's processor
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: Does something and answers the milliseconds until the page shows what was asked for, looking at every frame.
WAITED = """([action, target, text, wanted]) => new Promise((done, fail) => {
  const element = document.querySelector(target);
  const began = performance.now();
  if (action === "click") element.click();
  else {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(element, text);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const seen = () => [...document.querySelectorAll(wanted)].some((one) => one.textContent.includes(text));
  const look = () => {
    const waited = performance.now() - began;
    if (seen()) done(waited);
    else if (waited > 10000) fail(new Error(`${wanted} does not show ${text}: ${document.body.innerText}`));
    else requestAnimationFrame(look);
  };
  look();
})"""
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""


def report(server: Server) -> None:
    """Print the median and the 95th percentile of each, in milliseconds."""
    if CHROMIUM is None:
        print("\nNo Chromium: nothing was measured in a browser.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        state = _signed_in(playwright, server)
        print("\n| in the browser | median ms | p95 ms |\n|---|---|---|")
        page = browser.new_page(base_url=_base(server), locale="zh-CN", storage_state=state)
        page.goto("/accounts")
        for name, once in (("open a list", _open_list), ("open a record", _open_record), ("type in the search", _type)):
            _print(name, [once(page, i) for i in range(TIMES + 3)][3:])
        _print("type a name, each letter", letters.measured(browser, _base(server), state, LOADS * 4))
        _print(f"phone, {SLOWER} times slower: first page of contacts, LCP", [
            _painted(browser, server, state) for _ in range(LOADS)
        ])  # fmt: skip
        browser.close()


def _base(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def _signed_in(playwright: Any, server: Server) -> Any:
    api = playwright.request.new_context(base_url=_base(server))
    answer = api.post("/api/v1/session", data={"email": "admin@example.com", "password": "look around first"})
    assert answer.ok, answer.text()
    return api.storage_state()


def _print(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"| {name} | {ordered[len(ordered) // 2]:.0f} | **{p95:.0f}** |", flush=True)


def _waited(page: Page, action: str, target: str, text: str, wanted: str) -> float:
    page.wait_for_selector(target)
    return float(page.evaluate(WAITED, [action, target, text, wanted]))


def _open_list(page: Page, i: int) -> float:
    plural = ("contacts", "accounts")[i % 2]
    return _waited(page, "click", f'nav a[href="/{plural}"]', "", f'[role=row] a[href^="/{plural}/"]')


def _open_record(page: Page, i: int) -> float:
    page.goto("/contacts") if i == 0 else page.click('nav a[href="/contacts"]')
    row = f'[role=row][aria-rowindex="{i % 12 + 2}"] a[href^="/contacts/"]'
    page.wait_for_selector(row)
    return _waited(page, "click", row, page.inner_text(row).split("\n")[-1], "main h1")


def _type(page: Page, i: int) -> float:
    page.keyboard.press("Control+k")
    field = "[role=dialog] input[role=combobox]"
    word = ("张伟", "王芳", "李娜")[i % 3]
    waited = _waited(page, "type", field, word, "[role=dialog] [role=option]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    return waited


def _painted(browser: Browser, server: Server, state: Any) -> float:
    context = browser.new_context(base_url=_base(server), locale="zh-CN", storage_state=state, **PHONE)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto("/contacts")
    page.wait_for_selector(".phone-row")
    found = float(page.evaluate(PAINTED))
    context.close()
    return found
