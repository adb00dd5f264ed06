"""Markup typed by anybody stays text: payloads in every text of every object, and every screen looked at."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.journeys import steps
from tests.journeys.markup import EMAIL, PASSWORD, PAYLOADS, Poisoned, made_by_hand
from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Dialog, Page, Playwright

    from tests.serving import Served

IMAGE, SVG, SCRIPT = PAYLOADS[:3]
FILL = """
import json
from haoke.cli.installation import application
with application():
    from tests.journeys.markup import fill
    print(json.dumps(fill()))
"""
#: Remembers every element that only a payload could have made, and counts frames since all is loaded and drawn.
WATCH = """
  window.underWay = 0; window.calmFrames = 0; window.planted = [];
  const ask = window.fetch;
  window.fetch = (...given) => { window.underWay++; return ask(...given).finally(() => window.underWay--); };
  const bad = 'img[src="x"], [onload], [onerror], [onmouseover], a[href^="javascript"], body script';
  new MutationObserver(() => {
    for (const each of document.querySelectorAll(bad)) window.planted.push(each.outerHTML.slice(0, 200));
  }).observe(document, { subtree: true, childList: true, attributes: true });
  const same = (one, other) => decodeURIComponent(one) === decodeURIComponent(other);
  const arrived = ({ state }) => state.status === "idle" && same(state.resolvedLocation?.pathname, location.pathname);
  const calm = () => window.underWay === 0 && window.__TSR_ROUTER__ && arrived(window.__TSR_ROUTER__)
    && document.querySelector("main, .settings__page, .empty, .public")
    && !document.querySelector(".waiting, .skeleton:not(.board__more)");
  const count = () => { window.calmFrames = calm() ? window.calmFrames + 1 : 0; requestAnimationFrame(count); };
  count();
"""
#: What a phone shows nobody: controls beyond its edge that nothing scrolls to; and keys of texts in place of words.
AMISS = r"""() => {
  const scrolls = (each) => /auto|scroll/.test(getComputedStyle(each).overflowX);
  const reached = ({ parentElement: at }) => at !== null && (scrolls(at) || reached(at));
  const beyond = (each) => each.getBoundingClientRect().right > innerWidth + 1 && !reached(each);
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea")];
  const keys = document.body.innerText.match(/(?<![\w'"/.])[a-z]+:[a-z]\w*(\.\w+)+/g) ?? [];
  return [...controls.filter(beyond).map((each) => each.outerHTML.slice(0, 200)), ...keys];
}"""
SETTLED = "() => window.calmFrames > 3"
#: Routes that lead on at once, and where to.
MOVED = {"/": "/today", "/settings": "/settings/", "/start": "/today", "/invite/$token": "/invitations/$token",
         "/quality": "/quality/$tab", "/corrections/$id": "/quality/$tab"}  # fmt: skip
#: Addresses somebody might send; what they name is not there, which the console may say.
ADDRESSES = (
    f"/accounts/{quote(IMAGE, safe='')}", f"/{quote(SVG, safe='')}", f"/settings/{quote(IMAGE, safe='')}",
    f"/today?scope={quote(IMAGE)}", f"/accounts?filter={quote(SCRIPT)}", f"/accounts?view={quote(IMAGE)}",
    f"/accounts?q={quote(IMAGE)}", f"/accounts?sort={quote(IMAGE)}",
)  # fmt: skip
OUTSIDE = (
    "/sign-in?to=javascript:alert(9)//",
    f"/sign-in?to={quote('//evil.example/' + IMAGE)}",
    f"/sign-in/provider?code={quote(IMAGE)}&state={quote(SVG)}",
    f"/invitations/{quote(IMAGE, safe='')}",
)


def begin(person: steps.Person) -> None:
    """Start the company."""
    person.send("POST", "setup", {"start": "own", "company": IMAGE, "currency": "CNY", "language": "zh"})
    person.api.dispose()


def filled(served: Served) -> dict[str, str]:
    """Records full of payloads: {plural: id of one with every field}."""
    found: dict[str, str] = json.loads(served.inside(FILL))
    return found


@pytest.fixture(scope="module")
def poisoned(playwright: Playwright) -> Iterator[Poisoned]:
    """An installation of this module's own, full of payloads."""
    with installation() as served:
        served.start("--first-run")
        begin(steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD))
        records = filled(served)
        person = steps.sign_in(playwright, served, EMAIL, PASSWORD)
        yield Poisoned(served, records, made_by_hand(person, served))
        person.api.dispose()


@pytest.fixture
def boss(poisoned: Poisoned, playwright: Playwright) -> Iterator[steps.Person]:
    person = steps.sign_in(playwright, poisoned[0], EMAIL, PASSWORD)
    yield person
    person.api.dispose()


def watched(page: Page) -> list[str]:
    """The page with eyes on it; dialogs that a payload opens go into the list."""
    opened: list[str] = []

    def shown(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shown)
    page.add_init_script(WATCH)
    return opened


def planted(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.planted.splice(0)")
    return found


def go(page: Page, path: str) -> None:
    """To another screen as a link inside the application goes."""
    page.evaluate("(path) => { window.history.pushState({}, '', path); window.calmFrames = 0; }", path)
    page.wait_for_function(SETTLED)


def menus(page: Page) -> list[str]:
    """Addresses of all links of the side menu and of the settings."""
    found: dict[str, None] = {}
    for path in ("/today", "/settings/profile"):
        go(page, path)
        links: list[str] = page.eval_on_selector_all(
            "nav a[href^='/']", "all => all.map((a) => a.getAttribute('href'))"
        )
        found.update(dict.fromkeys(links))
    return list(found)


def form(page: Page) -> None:
    """Open the form of a new record, if this screen offers one, and leave it."""
    button = page.locator(".head").get_by_role("button", name=re.compile("^新建"))
    if button.count() == 1:
        button.click()
        page.locator("[role=dialog]").wait_for()
        page.wait_for_function(SETTLED)
        page.keyboard.press("Escape")
        page.locator("[role=dialog]").wait_for(state="detached")


def addresses(given: Poisoned, meta: Any, links: list[str]) -> dict[str, list[str]]:
    """{route of the router that has parameters: its addresses}: every view of every list, every record, setting …"""
    shown = [spec for spec in meta["objects"] if spec["plural"] in given.records]
    kept = {spec["plural"]: given.records[spec["plural"]] for spec in shown}
    settings = [f"/settings/{spec['plural']}" for spec in shown if spec["section"]]
    return {
        "/$plural": [
            f"/{spec['plural']}{view}"
            for spec in shown
            if not spec["section"]  # those are met in the settings
            for view in ("", *(["?view=board"] if spec["board"] else []))
        ],
        "/$plural/$id": [f"/{plural}/{id}{tab}" for plural, id in kept.items() for tab in ("", "?tab=history")],
        "/settings/$section": list(dict.fromkeys([*(link for link in links if "/settings/" in link), *settings])),
        "/settings/$section/$id": [f"{place}/{kept[place.rpartition('/')[2]]}" for place in settings],
        "/approvals/$id": [f"/approvals/{given.others['approval']}"],
        "/handovers/$id": [f"/handovers/{given.others['handover']}"],
        "/briefings/$id": [f"/briefings/{given.others['briefing']}"],
        "/collision-cases/$id": [f"/collision-cases/{given.others['collision']}"],
        "/quality/$tab": ["/quality/board", "/quality/cleaning", "/quality/duplicates", "/quality/corrections"],
        "/corrections/$id": [f"/corrections/{given.others['collision']}"],
        "/$plural/$id/merge": [f"/accounts/{kept['accounts']}/merge?with={given.others['double']}"],
        "/import/$id": [f"/import/{given.others['import']}"],
        "/invitations/$token": [f"/invitations/{given.others['invitation']}"],
        "/invite/$token": [f"/invite/{given.others['invitation']}"],
    }


def routes(page: Page) -> list[str]:
    """Every route the client's own router knows."""
    found: list[str] = page.evaluate("Object.keys(window.__TSR_ROUTER__.routesByPath)")
    return found


def looked_at(page: Page, screen: str, expected: str) -> bool:
    """Go there; whether a payload is on it. Fails where it is another screen, or a payload was made an element."""
    go(page, screen)
    at = page.evaluate("window.__TSR_ROUTER__.state.matches.at(-1).fullPath")
    built = screen.startswith("/automations/") and "?" not in screen  # has a screen of its own
    assert at == ("/settings/$section/$id" if built else MOVED.get(expected, expected)), (screen, expected)
    assert planted(page) == [], screen
    return "alert(" in page.inner_text("body")


def test_every_screen(
    poisoned: Poisoned,
    boss: steps.Person,
    new_context: Callable[..., BrowserContext],
    heard: list[str],
) -> None:
    page = boss.page(new_context)
    opened = watched(page)
    page.goto(f"{poisoned.served.url}/today", referer=f"{poisoned.served.url}/?{IMAGE}")
    page.wait_for_function(SETTLED)
    filled = addresses(poisoned, boss.get("meta"), menus(page))
    shown = 0
    plain = set[str]()  # settings that are a list and nothing else
    for route in routes(page):
        for screen in filled[route] if "$" in route else [route]:
            if screen.rpartition("/")[0] in plain:
                continue
            shown += looked_at(page, screen, route)
            if page.locator(".head .head__count[role=status]").count() and "?" not in screen:
                plain.add(screen)
                form(page)
    go(page, "/today")
    page.keyboard.press("Control+k")
    page.locator(".palette input").fill("img src")
    page.get_by_role("option").filter(has_text="alert(1)").first.wait_for()
    heard[:] = [each for each in heard if "session/provider/back" not in each]  # nobody had been sent there
    assert (opened, planted(page), heard) == ([], [], [])
    assert shown > len(poisoned.records)  # it is payloads that were looked at


def test_nothing_is_beyond_the_edge_of_a_phone(
    poisoned: Poisoned, boss: steps.Person, new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    """One screen of every route, of an account where it is of a record, with texts as long as attacks are."""
    page = boss.page(new_context, viewport={"width": 390, "height": 844})
    watched(page)
    page.goto(f"{poisoned.served.url}/today")
    page.wait_for_function(SETTLED)
    filled = addresses(poisoned, boss.get("meta"), menus(page))
    for route in routes(page):
        screens = filled[route] if "$" in route else [route]
        screen = next((each for each in screens if each.startswith("/accounts")), screens[0])
        go(page, screen)
        assert page.evaluate(AMISS) == [], screen
    heard[:] = [each for each in heard if "session/provider/back" not in each]  # nobody had been sent there


def test_as_somebody_else(
    poisoned: Poisoned, boss: steps.Person, new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    """Whose name is an attack, told above every screen."""
    boss.send("POST", "session/see-as", {"user": poisoned.others["stranger"]})
    page = boss.page(new_context)
    opened = watched(page)
    page.goto(f"{poisoned.served.url}/today", referer=f"{poisoned.served.url}/?{IMAGE}")
    page.get_by_text(IMAGE).first.wait_for()
    for screen in menus(page):
        go(page, screen)
        assert planted(page) == [], screen
    boss.send("DELETE", "session/see-as")
    assert (opened, heard) == ([], [])


def test_addresses_that_somebody_sends(
    poisoned: Poisoned,
    boss: steps.Person,
    new_context: Callable[..., BrowserContext],
    heard: list[str],
) -> None:
    served = poisoned.served
    page = boss.page(new_context)
    stranger = new_context().new_page()
    opened = [watched(page), watched(stranger)]
    for window, addresses in ((page, ADDRESSES), (stranger, OUTSIDE)):
        for address in addresses:
            window.goto(served.url + address, referer=f"{served.url}/?{IMAGE}")
            window.wait_for_function(SETTLED)
            assert planted(window) == [], address
    stranger.goto(served.url + OUTSIDE[0])
    stranger.get_by_label("邮箱").fill(EMAIL)
    stranger.get_by_label("密码").fill(PASSWORD)
    stranger.get_by_role("button", name="登录", exact=True).click()
    stranger.wait_for_url("**/today")
    assert opened == [[], []]
    assert [each for each in heard if "Failed to load resource" not in each] == []
    heard.clear()
