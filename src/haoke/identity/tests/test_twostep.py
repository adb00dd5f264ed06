"""Two-step sign-in over HTTP: set up, asked for, refused, lost, required by a role; and proving oneself again."""

from __future__ import annotations

import datetime as dt
from base64 import b32decode
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection
from django.utils import timezone

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.identity import actors, company, keys, twostep
from haoke.identity.keys import NewKey
from haoke.identity.models import Credential, SecondFactor, Session
from haoke.identity.tests import scene
from haoke.identity.tests.test_api import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

pytestmark = pytest.mark.django_db
T0 = dt.datetime(2026, 3, 1, 12, 0, 5, tzinfo=dt.UTC)


class Phone:
    """An authenticator app."""

    def __init__(self, secret: str) -> None:
        self.totp = TOTP(b32decode(secret), 6, SHA1(), 30)  # noqa: S303 - as every authenticator

    def code(self, later: int = 0) -> str:
        return self.totp.generate(int(clock.now().timestamp()) + later).decode()


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    company.forget()
    with clock.frozen(T0):
        yield


def enrolled(browser: Browser) -> tuple[Phone, list[str]]:
    status, begun = browser("POST", "two-step", {})
    assert status == 200, begun
    assert begun["uri"].startswith("otpauth://totp/")
    assert begun["qr_svg"].startswith("<svg")
    phone = Phone(begun["secret"])
    status, done = browser("POST", "two-step/confirm", {"code": phone.code(-30)})
    assert status == 200, done
    return phone, done["codes"]


def verbs(user: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM log.entry WHERE record = %s AND verb LIKE 'x:%%' ORDER BY id", [user])
        return [verb for (verb,) in cursor.fetchall()]


def test_set_up_and_asked_for() -> None:
    anna = scene.person("anna", "sales_rep")
    here, elsewhere = Browser(), Browser()
    here.sign_in()
    elsewhere.sign_in()
    assert here("GET", "two-step")[1] == {"on": False, "since": None, "codes": 0, "required": False}
    phone, codes = enrolled(here)
    assert len(set(codes)) == 10
    assert elsewhere("GET", "session")[1]["user"] is None
    assert here("GET", "two-step")[1]["codes"] == 10

    status, half = elsewhere("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
    assert (status, half["user"], half["waits"], half["setup"]["empty"]) == (200, None, "code", False)
    assert elsewhere("GET", "meta")[0] == elsewhere("GET", "sessions")[0] == 401
    for path in ("two-step", "two-step/confirm"):  # whoever has only the password puts no phone of his own in its place
        assert elsewhere("POST", path, {"code": "123456"} if "/" in path else {})[0] == 401
    status, problem = elsewhere("POST", "session/code", {"code": "000000"})
    assert (status, problem["code"], problem["errors"][0]["field"]) == (422, "wrong_code", "code")
    former = elsewhere.client.cookies["haoke_session"].value
    status, whole = elsewhere("POST", "session/code", {"code": phone.code()})
    assert (status, whole["user"]["name"], whole["waits"]) == (200, "anna", "")
    assert elsewhere.client.cookies["haoke_session"].value != former
    assert elsewhere("GET", "meta")[0] == 200
    assert elsewhere("POST", "session/code", {"code": phone.code(30)})[0] == 401
    assert "x:two_step_on" in verbs(anna)


def test_a_code_is_worth_one_sign_in_and_none_before_it_is_worth_any() -> None:
    scene.person("anna")
    here = Browser()
    here.sign_in()
    phone, _ = enrolled(here)
    for code, right in ((phone.code(-30), False), (phone.code(), True), (phone.code(), False), (phone.code(30), True)):
        there = Browser()
        there("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
        assert (there("POST", "session/code", {"code": code})[0] == 200) == right
    with clock.frozen(T0 + dt.timedelta(minutes=5)):
        wide = phone.code(30).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        there("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
        assert there("POST", "session/code", {"code": phone.code(-60)})[0] == 422
        assert there("POST", "session/code", {"code": f" {wide[:3]} {wide[3:]}"})[0] == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_code_one_comes_in() -> None:
    anna = actors.load(scene.person("anna", "sales_rep"))
    begun = twostep.begin(anna)
    phone = Phone(begun["secret"])
    with changes(system("test"), "x") as tx:
        tx.get("user", anna.id)
    SecondFactor.objects.update(secret=SecondFactor.objects.get().pending, codes=[])

    def try_it(number: int) -> bool:
        try:
            with clock.frozen(T0):
                twostep.check(anna, phone.code(), f"10.0.0.{number}")
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(4))) == 1


def test_recovery_codes_work_once_and_are_kept_as_hashes() -> None:
    anna = scene.person("anna")
    here = Browser()
    here.sign_in()
    _, codes = enrolled(here)
    kept = SecondFactor.objects.get()
    assert not any(twostep.plain(code) in str(kept.codes) for code in codes)
    for code, right in (
        (codes[3].lower().replace("-", " "), True),
        (codes[3], False),
        ("", False),
        ("ABCD-EFGH", False),
    ):
        there = Browser()
        there("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
        assert (there("POST", "session/code", {"code": code})[0] == 200) == right
    assert here("GET", "two-step")[1]["codes"] == 9
    assert verbs(anna).count("x:recovery_code_used") == 1
    status, fresh = here("POST", "two-step/codes", {})
    assert status == 200
    assert set(fresh["codes"]).isdisjoint(codes)
    assert here("GET", "two-step")[1]["codes"] == 10


def test_the_secret_is_sealed_and_bound_to_its_person(settings: Any) -> None:
    anna, ben = scene.person("anna"), scene.person("ben")
    begun = twostep.begin(actors.load(anna))
    raw = b32decode(begun["secret"])
    kept = SecondFactor.objects.get(pk=anna)
    assert raw not in bytes(kept.pending or b"")
    SecondFactor.objects.create(user_id=ben, secret=kept.pending, codes=[])
    browser = Browser()
    browser("POST", "session", {"email": "ben@example.com", "password": scene.PASSWORD})
    status, problem = browser("POST", "session/code", {"code": Phone(begun["secret"]).code()})
    assert (status, problem["code"]) == (409, "two_step_unreadable")


def test_guessing_codes_is_stopped_even_by_who_knows_the_password() -> None:
    scene.person("anna")
    here = Browser()
    here.sign_in()
    enrolled(here)
    there = Browser()
    for _ in range(5):
        there("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
        assert there("POST", "session/code", {"code": "000000"})[0] == 422
    status, problem = there("POST", "session/code", {"code": "000000"})
    assert (status, problem["code"]) == (429, "locked")


def test_half_a_session_is_short_and_its_page_must_be_ours() -> None:
    scene.person("anna")
    here = Browser()
    here.sign_in()
    phone, _ = enrolled(here)
    there = Browser()
    there("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
    assert there("POST", "session/code", {"code": phone.code()}, **{"X-CSRF-Token": "x"})[0] == 403
    Session.objects.update(proved_at=timezone.now() - dt.timedelta(minutes=11))
    assert there("GET", "session")[1]["waits"] == ""
    assert there("POST", "session/code", {"code": phone.code()})[0] == 401


def test_a_role_may_require_it() -> None:
    scene.person("anna", "sales_rep", "auditor")
    early = Browser()
    early.sign_in()
    with changes(system("test"), "x") as tx:
        tx.set("role", scene.role_id("auditor"), {"two_step": True})
    found = early("GET", "session")[1]
    assert (found["user"], found["waits"]) == (None, "enrol")
    assert early("GET", "meta")[0] == 401
    assert early("GET", "two-step")[1]["required"] is True
    phone, codes = enrolled(early)
    assert len(codes) == 10
    assert early("GET", "session")[1]["user"]["name"] == "anna"
    assert early("DELETE", "two-step", {})[1]["code"] == "two_step_required"
    with changes(system("test"), "x") as tx:
        tx.set("role", scene.role_id("auditor"), {"two_step": False})
    assert early("DELETE", "two-step", {})[0] == 200
    assert early("POST", "two-step/codes", {})[1]["code"] == "two_step_off"
    late = Browser()
    late.sign_in()
    assert phone


def test_who_owes_a_set_up_signs_in_anew_after_a_while() -> None:
    """Else whoever finds an open window would put his own phone in place of the person's."""
    scene.person("anna", "auditor")
    browser = Browser()
    browser.sign_in()
    Session.objects.update(proved_at=timezone.now() - dt.timedelta(minutes=11))
    assert browser("GET", "meta")[0] == 200
    with changes(system("test"), "x") as tx:
        tx.set("role", scene.role_id("auditor"), {"two_step": True})
    assert browser("GET", "session")[1]["waits"] == ""
    assert browser("POST", "two-step", {})[0] == 401


def test_confirming_needs_a_beginning_and_a_right_code() -> None:
    scene.person("anna")
    browser = Browser()
    browser.sign_in()
    assert browser("POST", "two-step/confirm", {"code": "123456"})[1]["code"] == "not_begun"
    browser("POST", "two-step", {})
    assert browser("POST", "two-step/confirm", {"code": "12345"})[1]["code"] == "wrong_code"
    assert browser("GET", "two-step")[1]["on"] is False


def test_a_key_has_no_second_step_and_sets_none_up() -> None:
    anna = scene.person("anna")
    _, key = keys.make(anna, NewKey(name="n"))
    for method, path, body in (("POST", "two-step", {}), ("POST", "two-step/confirm", {"code": "1"})):
        assert Browser()(method, path, body, Authorization=f"Bearer {key}")[0] == 401
    assert Browser()("POST", "session/proof", {"password": scene.PASSWORD}, Authorization=f"Bearer {key}")[0] == 403


def test_an_administrator_resets_what_is_lost() -> None:
    anna, boss = scene.person("anna", "sales_rep"), Browser()
    scene.person("boss", "administrator")
    boss.sign_in("boss@example.com")
    assert boss("POST", f"users/{anna}/actions/reset_two_step", {})[1]["code"] == "two_step_off"
    here = Browser()
    here.sign_in()
    enrolled(here)
    assert boss("POST", f"users/{anna}/actions/reset_two_step", {})[0] == 200
    assert here("GET", "session")[1]["user"] is None
    assert here.sign_in()["user"]["name"] == "anna"
    assert "x:two_step_reset" in verbs(anna)


# -- proving oneself again -------------------------------------------------------------------------------


def stale() -> None:
    Session.objects.update(proved_at=timezone.now() - dt.timedelta(minutes=11))


GUARDED: tuple[tuple[str, str, Any], ...] = (
    ("POST", "api-keys", {"name": "k"}),
    ("POST", "roles", {"name": {"en": "New"}}),
    ("PATCH", "roles/{role}", {"name": {"en": "New"}}),
    ("DELETE", "roles/{role}", {}),
    ("POST", "roles/bulk", {"ids": ["{role}"], "delete": True}),
    ("POST", "users/{anna}/actions/assign_roles", {"roles": []}),
    ("POST", "users/{anna}/actions/invite", {}),
    ("PATCH", "users/{anna}", {"manager": None}),
    ("POST", "departments", {"name": "North"}),
    ("POST", "exports", {"object": "account", "fields": ["name"]}),
    ("POST", "custom_fields", {"object": "account", "name": "cf_x", "kind": "text", "label": {"en": "X"}}),
    ("POST", "two-step", {}),
)


@pytest.mark.parametrize(("method", "path", "body"), GUARDED)
def test_what_is_guarded_asks_again_who_it_is(method: str, path: str, body: Any) -> None:
    anna, role = scene.person("anna"), scene.role({})
    scene.person("boss", "administrator")
    browser = Browser()
    browser.sign_in("boss@example.com")
    stale()
    place = path.format(anna=anna, role=role)
    sent = {k: [str(role)] if v == ["{role}"] else v for k, v in body.items()}
    status, problem = browser(method, place, sent)
    assert (status, problem["code"]) == (403, "step_up_required")
    assert browser("POST", "session/proof", {"password": "not the right one"})[1]["code"] == "wrong"
    assert browser("POST", "session/proof", {})[0] == 422
    assert browser(method, place, sent)[0] == 403
    assert browser("POST", "session/proof", {"password": scene.PASSWORD})[0] == 200
    status, done = browser(method, place, sent)
    assert status < 400, done


def test_reading_and_daily_work_go_on() -> None:
    scene.person("boss", "administrator")
    browser = Browser()
    browser.sign_in("boss@example.com")
    stale()
    assert browser("GET", "roles")[0] == 200
    assert browser("POST", "accounts", {"name": "x"})[0] == 201
    assert browser("POST", "views", {"name": "v", "object": "account", "definition": {}})[0] == 201


def test_who_has_an_authenticator_proves_himself_by_it_alone() -> None:
    scene.person("anna")
    browser = Browser()
    browser.sign_in()
    phone, _ = enrolled(browser)
    stale()
    assert browser("POST", "session/proof", {"password": scene.PASSWORD})[1]["code"] == "wrong_code"
    assert browser("POST", "session/proof", {"code": phone.code()})[0] == 200
    assert browser("POST", "api-keys", {"name": "k"})[0] == 201


def test_undoing_a_change_of_rights_is_guarded_like_making_it() -> None:
    scene.person("boss", "administrator")
    role = scene.role({})
    browser = Browser()
    browser.sign_in("boss@example.com")
    change = browser("DELETE", f"roles/{role}", {})[1]["change"]
    stale()
    assert browser("POST", f"changes/{change}/undo", {})[1]["code"] == "step_up_required"


def test_a_reset_link_does_not_step_over_the_second_step() -> None:
    anna, boss = scene.person("anna", "sales_rep"), Browser()
    scene.person("boss", "administrator")
    here = Browser()
    here.sign_in()
    phone, _ = enrolled(here)
    boss.sign_in("boss@example.com")
    url = boss("POST", f"users/{anna}/actions/invite", {})[1]["result"]["url"]
    there = Browser()
    status, half = there("POST", f"invitations/{url.rpartition('/')[2]}", {"password": "eleven grey herons"})
    assert (status, half["user"], half["waits"]) == (201, None, "code")
    assert Credential.objects.filter(pk=anna).exists()
    assert there("POST", "session/code", {"code": phone.code()})[1]["user"]["name"] == "anna"
