"""Whatever is sent to the API: never a 5xx or a stack trace, and what is refused has changed no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client

from haoke.core.api.openapi import document
from haoke.core.testing.lots import SEED, examples
from haoke.core.text import speaking
from tests.fuzz.making import Asked, Maker
from tests.security import scene

if TYPE_CHECKING:
    from django.http import HttpResponse

#: Tables that count what was tried, whether or not it was granted.
COUNTERS = ("identity_signinattempt", "django_migrations")
CALLERS = ("administrator", "administrator", "sales_manager", "sales_rep", "")
SHORT = 400


def witness() -> str:
    """A statement that gives one fingerprint of every row of every table but the counters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('public', 'log')"
            " AND c.relname <> ALL(%s) ORDER BY 1, 2",
            [list(COUNTERS)],
        )
        parts = [
            f'(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{schema}"."{table}" t)'
            for schema, table in cursor.fetchall()
        ]
    return f"SELECT md5(array_to_string(ARRAY[{', '.join(parts)}]::text[], ' '))"


def state(statement: str) -> str:
    """Fingerprint of all rows now."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def send(asked: Asked, key: str) -> HttpResponse:
    """One request."""
    headers = {**asked.headers, **({"Authorization": f"Bearer {key}"} if key else {})}
    client = Client(raise_request_exception=False, headers=headers)
    # No address can hold half a character, and no client send one.
    path = asked.path.encode("utf-8", "replace").decode()
    return client.generic(asked.method, f"/api/v1/{path}", asked.body, asked.content_type)  # type: ignore[return-value]  # Django's test response


def wrong_with(answer: HttpResponse, before: str, statement: str) -> str:
    """What must not be of an answer; empty when all is well."""
    content = b"".join(answer) if answer.streaming else answer.content
    if answer.status_code >= 500 or b"Traceback (most" in content:
        return f"{answer.status_code} {content[:300]!r}"
    if answer.status_code < 400:
        return ""
    problem: dict[str, Any] = orjson.loads(content) if answer["Content-Type"] == "application/problem+json" else {}
    page = answer["Content-Type"].startswith("text/html")  # for people without a session, e.g. to unsubscribe
    if not page and not (problem.get("code") and problem.get("title")):
        return f"{answer.status_code} is no problem document: {content[:300]!r}"
    return "" if state(statement) == before else f"{answer.status_code}, and a table has changed"


@pytest.mark.django_db
def test_any_request_is_answered_or_refused_and_a_refused_one_changes_nothing() -> None:
    company = scene.build()
    with speaking("en"):
        maker = Maker(SEED, orjson.loads(orjson.dumps(document())), (company.own, company.hidden, company.people))
    statement = witness()
    before, found, answered = state(statement), [], 0
    print(f"HAOKE_FUZZ_SEED={SEED}")  # noqa: T201
    for number, asked in enumerate(maker.requests(examples(SHORT))):
        caller = maker.random.choice(CALLERS)
        with transaction.atomic():
            with transaction.atomic():
                answer = send(asked, company.keys.get(caller, ""))
            if wrong := wrong_with(answer, before, statement):
                found.append(f"{number} {caller} {asked.method} {asked.path} {asked.body[:400]!r}\n  {wrong}")
            transaction.set_rollback(True)
        if answer.status_code < 300:
            answered += 1
            remember(maker, answer)
    assert found == [], "\n".join(found[:20])
    assert answered > SHORT // 10, "hardly a request made sense: the search goes past the code"


def remember(maker: Maker, answer: HttpResponse) -> None:
    """Keep the cursor of an answer, to be sent back spoiled."""
    if not answer.streaming and answer["Content-Type"].startswith("application/json") and answer.content:
        body = orjson.loads(answer.content)
        if isinstance(body, dict) and isinstance(body.get("next"), str):
            maker.cursors = [*maker.cursors[-20:], body["next"]]


@pytest.mark.django_db
def test_a_form_that_is_none_is_refused() -> None:
    """Found by this search: endless headers of a part were a failure of ours."""
    company = scene.build()
    answer = send(
        Asked("POST", "imports", b"[" * 20_000, "multipart/form-data; boundary=x"), company.keys["administrator"]
    )
    assert (answer.status_code, orjson.loads(answer.content)["code"]) == (400, "form")
