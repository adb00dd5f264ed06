"""Consent over HTTP: noted with proof, the latest counts, unsubscribing withdraws, merging keeps both histories."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import Scope, system
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.inbox.jobs import hear_blocks, hear_consents
from haoke.inbox.mail.sequences import blocks, consents
from haoke.inbox.mail.sequences.models import MailBlock
from haoke.privacy.jobs import settle_consents
from haoke.privacy.models import Consent
from haoke.privacy.queries import may_contact
from tests.api.test_merging import client, good

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.log import Entry

pytestmark = pytest.mark.django_db
MAIL = {"channel": "email", "purpose": "marketing"}
YES = {**MAIL, "state": "given", "how": "form", "proof": "ticked on 3 May, 203.0.113.9"}
NO = {**MAIL, "state": "withdrawn", "how": "phone"}


def contact(one: Any, name: str = "Li Ming", **values: Any) -> str:
    return str(good(one, "POST", "contacts", {"name": name, **values})["id"])


def said(one: Any, record: str, values: dict[str, Any], status: int = 201, key: str = "contact") -> Any:
    found = one("POST", "consents", {"object": key, "id": record, **values})
    assert found[0] == status, found
    return found[1]


def standing(record: str) -> str:
    return may_contact("contact", UUID(record), "email", "marketing").state


def test_the_latest_counts_and_nothing_is_lost() -> None:
    one = client()
    record = contact(one)
    assert standing(record) == "unknown"
    wording = good(one, "POST", "consent-wordings", {"name": "News", "purpose": "marketing", "text": "May we write?"})
    good(one, "PATCH", f"consent-wordings/{wording['id']}", {"text": "May we write to you?"})
    found = said(one, record, {**MAIL, "state": "given", "how": "form", "wording": wording["id"]})
    (cell,) = found["cells"]
    assert (cell["state"], cell["edition"], cell["said"]) == ("given", 2, "May we write to you?")
    assert said(one, record, NO)["cells"][0]["state"] == "withdrawn"
    # What was said before is learnt later: it does not count.
    earlier = (clock.now() - dt.timedelta(days=30)).isoformat()
    found = said(one, record, {**YES, "at": earlier})
    assert (found["cells"][0]["state"], len(found["history"]), found["changes"]) == ("withdrawn", 3, True)
    assert [each["current"] for each in found["history"]] == [True, False, False]
    items = good(one, "GET", f"contacts/{record}/timeline")["items"]
    assert len([each for each in items if each.get("object") == "consent"]) == 3


def test_what_is_given_for_a_time_ends() -> None:
    one = client()
    record = contact(one)
    tomorrow = clock.today() + dt.timedelta(days=1)
    said(one, record, {**YES, "until": tomorrow.isoformat()})
    assert standing(record) == "given"
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        assert standing(record) == "expired"
        assert may_contact("contact", UUID(record), "email", "marketing").against


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({**YES, "proof": " "}, "proof"),
        ({**YES, "purpose": "third_party"}, "separate"),
        ({**YES, "until": "2001-01-01"}, "until"),
        ({**YES, "at": "2999-01-01T00:00:00Z"}, "at"),
        ({**YES, "wording": "00000000-0000-0000-0000-000000000001"}, "wording"),
        ({**YES, "evidence": "00000000-0000-0000-0000-000000000001"}, "evidence"),
        ({**YES, "channel": "pigeon"}, "channel"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(values: dict[str, Any], field: str) -> None:
    one = client()
    record = contact(one)
    problem = said(one, record, values, 422)
    assert [each["field"] for each in problem["errors"]] == [field]
    assert not Consent._base_manager.exists()


def test_only_of_persons_and_by_who_may_change_them() -> None:
    one = client()
    company = good(one, "POST", "accounts", {"name": "Meridian"})["id"]
    assert said(one, company, YES, 409, "account")["code"] == "no_person"
    record = contact(one)
    reader = client({"read": Scope.ALL})
    said(reader, record, YES, 403)
    assert reader("GET", f"consents?object=contact&id={record}")[1]["changes"] is False
    stranger = client({"*": Scope.OWN})
    said(stranger, record, YES, 404)
    assert stranger("GET", f"consents?object=contact&id={record}")[0] == 404
    assert one("GET", f"consents?object=user&id={record}")[0] == 404


def told(key: str, verb: str, work: Callable[[list[Entry]], None]) -> None:
    """Tell a subscriber what the Log has of an object."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xid::text FROM log.entry WHERE object = %s AND verb = %s ORDER BY id", [key, verb])
        found = cursor.fetchall()
    work(list(dispatch.read([row[0] for row in found], sorted({row[1] for row in found}))))


def test_unsubscribing_is_withdrawing_and_giving_anew_lifts_it() -> None:
    one = client()
    record, other = contact(one, email="li@example.com"), contact(one, "Wang Fang", email="wang@example.com")
    with changes(system("test"), "leave") as tx:
        blocks.block(tx, "Li@example.com", "unsubscribed")
    told("mail_block", "create", hear_blocks)
    assert consents.withdraw(MailBlock._base_manager.all()) == 0
    assert (standing(record), standing(other)) == ("withdrawn", "unknown")
    (line,) = one("GET", f"consents?object=contact&id={record}")[1]["history"]
    assert (line["how"], line["by"]["title"]) == ("unsubscribe", "好客")
    assert consents.against("li@example.com", ("contact", UUID(other))) is not None
    said(one, record, YES)
    told("consent", "create", hear_consents)
    assert blocks.blocked(["li@example.com"]) == {}
    assert consents.against("li@example.com", ("contact", UUID(record))) is None
    said(one, record, NO)
    told("consent", "create", hear_consents)
    assert blocks.blocked(["li@example.com"]) == {"li@example.com": "asked"}


def test_a_merge_keeps_both_histories_and_the_latest_counts() -> None:
    one = client()
    keep, gone = contact(one), contact(one, "Li Ming 2")
    said(one, keep, YES)
    said(one, gone, NO)
    good(one, "POST", f"contacts/{keep}/merge", {"with": gone})
    found = good(one, "GET", f"consents?object=contact&id={keep}")
    assert (found["cells"][0]["state"], len(found["history"])) == ("withdrawn", 2)
    told("consent", "update", settle_consents)
    kept = Consent._base_manager.filter(record=keep).values_list("state", "current")
    assert set(kept) == {("given", False), ("withdrawn", True)}
