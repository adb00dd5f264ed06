"""What one who types a name letter by letter waits for each letter's hits: `python -m bench.letters`, or with bench."""

from __future__ import annotations

import argparse
import os
import shutil
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
#: Names as they are typed, in either script; the last is a slip.
TYPED = ("张伟", "zhangwei", "hwjs", "有限公司", "13800138000", "wangfang", "smith", "Jonson")
FIELD = "[role=dialog] input[role=combobox]"
#: Answered: no answer is on its way and the hits are those of what is typed.
ANSWERED = """([target, text]) => new Promise((done, fail) => {
  const began = performance.now();
  let answered = 0;
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.name.includes("/api/v1/search") && new URL(entry.name).searchParams.get("q") === text)
        requestAnimationFrame(() => { answered = performance.now(); });
  });
  watch.observe({ type: "resource" });
  const element = document.querySelector(target);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(element, text);
  element.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (answered) { watch.disconnect(); done(answered - began); }
    else if (performance.now() - began > 10000) fail(new Error(`no answer for ${text}`));
    else requestAnimationFrame(look);
  };
  look();
})"""


def measured(browser: Browser, base: str, state: Any, times: int) -> list[float]:
    """Milliseconds from each letter to the frame that shows its hits, the client's own waiting included."""
    page = browser.new_page(base_url=base, locale="zh-CN", storage_state=state)
    page.goto("/accounts")
    page.wait_for_selector(".head__count")
    found = [waited for turn in range(times + 1) for waited in _typed(page, TYPED[turn % len(TYPED)], turn)]
    page.close()
    return found


def _typed(page: Page, word: str, turn: int) -> list[float]:
    page.keyboard.press("Control+k")
    page.wait_for_selector(FIELD)
    # A space more each turn: what has been asked for once is answered from memory.
    waits = [float(page.evaluate(ANSWERED, [FIELD, word[: at + 1] + " " * turn])) for at in range(len(word))]
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    return waits if turn else []


def main() -> None:
    """Measure a Haoke that runs: `--base http://127.0.0.1:8000`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--email", default="admin@example.com")
    parser.add_argument("--password", default="look around first")
    parser.add_argument("--times", type=int, default=24)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        api = playwright.request.new_context(base_url=given.base)
        answer = api.post("/api/v1/session", data={"email": given.email, "password": given.password})
        assert answer.ok, answer.text()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        waits = sorted(measured(browser, given.base, api.storage_state(), given.times))
        browser.close()
    median, p95 = (waits[min(len(waits) - 1, int(len(waits) * part))] for part in (0.5, 0.95))
    print(f"{len(waits)} letters: median {median:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()
