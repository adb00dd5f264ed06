"""A hidden record's id in every place an id fits: its marker appears nowhere; it answers as if it were not there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.utils import timezone

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.api.routes import Access, routes
from haoke.core.records import changes
from haoke.identity import keys
from haoke.identity.keys import NewKey
from haoke.inbox.models import Follow, Notice
from tests.security import scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.api.routes import Route
    from tests.security.scene import Answer, Company

pytestmark = pytest.mark.django_db

REFERENCES = ("reference", "user", "department", "multireference")
#: Objects of which there is a hidden record, of somebody else's.
BUSINESS = ("account", "contact", "account_contact", "contact_relation", "lead", "opportunity", "stage_entry",
            "activity", "co_project", "mailbox", "mail_message", "registration")  # fmt: skip
SAID = {"channel": "email", "purpose": "marketing", "state": "refused", "how": "phone"}
LEAKS = (scene.MARK.encode(), scene.MARK.lower().encode(), scene.PHONE.encode(), scene.MOBILE.encode())


@pytest.fixture
def company() -> Company:
    """A company where the sales rep's own records point at hidden ones."""
    found = scene.build()
    hidden, own = found.hidden, found.own
    with changes(system("test"), "scene") as tx:
        project = hidden["co_project"]
        tx.set(
            "account", own["account"], {"parent": hidden["account"], "cf_project": project, "cf_projects": [project]}
        )
        tx.set("co_project", own["co_project"], {"cf_account": hidden["account"]})
        tx.set("opportunity", own["opportunity"], {"account": hidden["account"], "contact": hidden["contact"]})
        for key in ("account", "contact", "opportunity", "lead", "co_project"):
            tx.add("activity_link", {"activity": own["activity"], "object": key, "record": hidden[key]})
            said = tx.add("comment", {"object": key, "record": hidden[key], "body": scene.MARK}).id
            note(found.people["sales_rep"], key, hidden[key], said)
            note(found.people["administrator"], key, hidden[key], said)
    return found


def note(user: UUID, key: str, record: UUID, comment: UUID) -> None:
    """A notice of a hidden record, made while it was still seen; followed, too."""
    Follow.objects.create(user_id=user, object=key, record=record)
    Notice.objects.create(
        user_id=user, key=str(record), reason="follow", what="comment", object=key, records=[record], comment=comment,
        at=timezone.now(),
    )  # fmt: skip


def rep(company: Company, method: str, path: str, body: Any = None) -> Answer:
    return scene.ask(company.keys["sales_rep"], method, path, body)


def leaked(answer: Answer) -> bool:
    return any(each in answer.content for each in LEAKS)


def routes_with_ids() -> list[Route]:
    return [route for route in routes() if "{id}" in route.path]


def test_the_marker_is_found_when_it_may_be(company: Company) -> None:
    """The control: without it a crawl that sees nothing would prove nothing."""
    root = company.keys["administrator"]
    for key in ("account", "contact", "lead", "opportunity", "activity"):
        one = f"{registry.get(key).plural}/{company.hidden[key]}"
        assert leaked(scene.ask(root, "GET", one)), key
        assert leaked(scene.ask(root, "GET", f"{registry.get(key).plural}?limit=200")), key
    assert leaked(scene.ask(root, "GET", f"search?q={scene.MARK}"))


def test_notices_and_comments_of_hidden_records(company: Company) -> None:
    """What was noted of a record tells nothing once it is hidden; following and commenting it are refused as absent."""
    assert leaked(scene.ask(company.keys["administrator"], "GET", "notices"))
    found = rep(company, "GET", "notices").json
    assert (found["items"], found["unread"]) == ([], 0)
    for key in ("account", "contact", "opportunity", "lead"):
        answers = [
            [rep(company, "GET", f"follows?{where}"), rep(company, "GET", f"comments/people?{where}"),
             rep(company, "POST", "follows", about), rep(company, "POST", "comments", {**about, "body": "x"}),
             rep(company, "GET", f"consents?{where}"), rep(company, "POST", "consents", {**about, **SAID}),
             rep(company, "GET", f"reach?{where}&channel=phone")]
            for record in (company.hidden[key], uuid4())
            for about in ({"object": key, "id": str(record)},)
            for where in (f"object={key}&id={record}",)
        ]  # fmt: skip
        assert [each.status for each in answers[0]] == [404] * 7
        assert [each.content for each in answers[0]] == [each.content for each in answers[1]]
        own = rep(company, "POST", "comments", {"object": key, "id": str(company.own[key]), "body": "mine"})
        assert own.status == 201


def test_what_is_here_already_of_a_hidden_record(company: Company) -> None:
    """Whoever writes what a hidden record has, by whichever key, learns a letter and whom to ask; asking, no more."""
    with changes(system("test"), "scene") as tx:
        steps = {"api": dict.fromkeys(("mine", "other", "pool", "locked"), "block")}
        for object, field, by in (
            ("account", "phone", "phone"),
            ("lead", "phone", "phone"),
            ("contact", "phone", "phone"),
        ):
            tree = {"any": [{"field": field, "with": field, "by": by}]}
            values = {"object": object, "other": object, "conditions": tree, "actions": steps, "name": {"en": object}}
            tx.add("duplicate_rule", values)
    writes = {
        "accounts": {"name": "Mine", "phone": scene.PHONE}, "leads": {"name": "Mine", "phone": scene.MOBILE},
        "contacts": {"name": "Mine", "phone": scene.MOBILE, "account": str(company.own["account"])},
    }  # fmt: skip
    whole = company.keys["sales_rep"]
    narrow = keys.make(company.people["sales_rep"], NewKey(name="n", scopes=["*:create", "*:read"]))[1]
    for plural, body in writes.items():
        for key in (whole, narrow):
            found = scene.ask(key, "POST", plural, body)
            assert (found.status, found.json["code"]) == (409, "duplicates"), plural
            told = found.json["duplicates"]["hits"][0]
            assert (told["id"], told["title"], told["fields"]) == (None, "C***", [])
            hidden = {scene.MARK, scene.MARK.lower(), str(company.hidden[plural[:-1]])}
            assert not any(each.encode() in found.content for each in hidden), plural
            about = {"hit": told["ask"], "object": plural[:-1], "title": "Mine"}
            assert scene.ask(narrow, "POST", "owner-requests", about).json["code"] == "narrow_key"
            asked = scene.ask(whole, "POST", "owner-requests", about)
            listed = scene.ask(whole, "GET", "owner-requests?mine=true")
            assert asked.status == 201
            assert not leaked(asked)
            assert not leaked(listed)
    assert rep(company, "GET", "owner-requests").json["items"] == []


def test_owners_of_hidden_records(company: Company) -> None:
    """Who has had a hidden record is told as little as whether there is one."""
    for key in ("account", "lead"):
        hidden, absent = (
            rep(company, "GET", f"ownership?object={key}&id={each}") for each in (company.hidden[key], uuid4())
        )
        assert (hidden.status, hidden.content) == (404, absent.content)
        assert rep(company, "GET", f"ownership?object={key}&id={company.own[key]}").status == 200


def crossed() -> Iterator[tuple[Route, str]]:
    """Routes that take an id, each with its own object and every other; where one handler serves so many objects that
    it meets the ids of all anyway, with its own and two others in turn.
    """
    found = routes_with_ids()
    served, turn = Counter(route.handle for route in found), Counter[Any]()
    for route in found:
        strange: tuple[str, ...] = BUSINESS
        if 2 * served[route.handle] >= len(BUSINESS):
            strange = tuple(BUSINESS[(2 * turn[route.handle] + each) % len(BUSINESS)] for each in range(2))
            turn[route.handle] += 1
        own = [route.object] if route.object in BUSINESS else []
        yield from ((route, key) for key in dict.fromkeys([*own, *strange]))


def test_ids_in_paths(company: Company) -> None:
    """Every hidden id on every route that takes an id, also of another object."""
    for route, key in crossed():
        path = route.path.replace("{id}", str(company.hidden[key])).replace("{token}", "x")
        answer = rep(company, route.method, path + ("?at=2099-01-01T00:00:00Z" if path.endswith("as-of") else ""))
        assert not leaked(answer), (route.method, path)
        assert answer.status in (403, 404, 422), (route.method, path, answer.status)


def test_unseen_answers_like_absent(company: Company) -> None:
    """Same bytes for a hidden record and for one that never was."""
    for route in routes_with_ids():
        if route.access is not Access.OBJECT or route.object not in BUSINESS:
            continue
        hidden, absent = (
            rep(company, route.method, route.path.replace("{id}", str(record)))
            for record in (company.hidden[route.object], uuid4())
        )
        assert (hidden.status, hidden.content) == (absent.status, absent.content), (route.method, route.path)


def filters(company: Company, key: str) -> Iterator[dict[str, Any]]:
    """Conditions that would find hidden records, or records by what they point at."""
    for target in BUSINESS:
        yield {"field": "id", "op": "eq", "value": str(company.hidden[target])}
    for field in registry.fields(key).values():
        kind = field.type
        if kind.kind in REFERENCES and kind.meta().get("target") in company.hidden:
            target = str(kind.meta()["target"])
            yield {"field": field.name, "op": "eq", "value": str(company.hidden[target])}
            for inner in registry.fields(target).values():
                if inner.type.kind == "text" and kind.kind == "reference":
                    yield {"field": f"{field.name}.{inner.name}", "op": "contains", "value": scene.MARK}
        if kind.kind in ("text", "longtext", "email"):
            yield {"field": field.name, "op": "contains", "value": scene.MARK}
    for relation in registry.relations(key).values():
        for inner in registry.fields(relation.child).values():
            if inner.type.kind == "text":
                where = {"field": inner.name, "op": "contains", "value": scene.MARK}
                yield {"related": relation.name, "op": "some", "where": where}


def test_lists_totals_and_boards(company: Company) -> None:
    """Conditions over hidden values find nothing and count nothing; for an administrator they do."""
    controls = 0
    for spec in registry.objects().values():
        if spec.internal:
            continue
        for condition in filters(company, spec.key):
            text = quote(orjson.dumps(condition))
            for path in (f"{spec.plural}?count=exact&filter={text}", f"{spec.plural}/totals?filter={text}"):
                answer = rep(company, "GET", path)
                assert not leaked(answer), (path, condition)
                if scene.MARK in str(condition) and answer.status == 200:
                    assert answer.json.get("count", 0) == 0, (path, condition, answer.json)
                    controls += bool(scene.ask(company.keys["administrator"], "GET", path).json.get("count"))
    assert controls > 40, controls


def test_plain_lists_with_every_field_sort_and_group(company: Company) -> None:
    for spec in registry.objects().values():
        if spec.internal:
            continue
        paths = [
            spec.plural,
            f"{spec.plural}?q={scene.MARK}",
            f"{spec.plural}?q={scene.PHONE}",
            f"{spec.plural}?deleted=true",
        ]
        paths += [f"{spec.plural}?scope={company.people['other']}", f"{spec.plural}?scope=all"]
        for name in registry.fields(spec.key):
            paths += [
                f"{spec.plural}?sort={name}",
                f"{spec.plural}/totals?group={name}",
                f"{spec.plural}/board?field={name}",
            ]
        for path in paths:
            answer = rep(company, "GET", path)
            assert not leaked(answer), path
            assert answer.status < 500, path


def test_ones_own_records_that_point_at_hidden_ones(company: Company) -> None:
    """Read, log, timeline, as it was: the reference has no name."""
    for key in ("account", "opportunity", "activity", "co_project"):
        one = f"{registry.get(key).plural}/{company.own[key]}"
        for tail in ("", "/log", "/timeline", "/as-of?at=2099-01-01T00:00:00Z", "/similar"):
            answer = rep(company, "GET", one + tail)
            assert not leaked(answer), one + tail
    found = rep(company, "GET", f"opportunities/{company.own['opportunity']}").json
    assert found["account"] == {"id": str(company.hidden["account"]), "title": None}
    found = rep(company, "GET", f"accounts/{company.own['account']}").json
    assert found["cf_project"] == {"id": str(company.hidden["co_project"]), "title": None}


def test_search_meta_today_and_other_reads(company: Company) -> None:
    for route in routes():
        if route.method == "GET" and "{" not in route.path:
            for query in (
                "",
                f"?q={scene.MARK}",
                f"?q={scene.PHONE}",
                f"?scope={company.people['other']}",
                "?scope=team",
            ):
                answer = rep(company, "GET", route.path + query)
                assert not leaked(answer), route.path + query
                assert answer.status < 500, route.path + query


def bodies(company: Company, key: str) -> Iterator[dict[str, Any]]:
    """Writes that name a hidden record in each reference."""
    for field in registry.fields(key).values():
        target = field.type.meta().get("target") if field.type.kind in REFERENCES else None
        if target in BUSINESS:
            record = str(company.hidden[target])
            yield {field.name: [record] if field.type.kind == "multireference" else record}


def test_ids_in_bodies() -> None:
    """A hidden record cannot be pointed at, nor be told from one that never was."""
    company = scene.build()
    for key in BUSINESS:
        spec = registry.get(key)
        for body in bodies(company, key):
            ((field, given),) = body.items()
            absent = {field: [str(uuid4())] if isinstance(given, list) else str(uuid4())}
            for method, path in (("POST", spec.plural), ("PATCH", f"{spec.plural}/{company.own[key]}")):
                first, second = rep(company, method, path, body), rep(company, method, path, absent)
                assert first.status in (403, 404, 422), (method, path, body, first.content)
                assert (first.status, first.content) == (second.status, second.content)


def test_ids_in_actions_bulk_links_exports_and_undo(company: Company) -> None:
    hidden = {key: str(record) for key, record in company.hidden.items()}
    for spec in registry.objects().values():
        for action in () if spec.internal else spec.actions:
            own = company.own.get(spec.key)
            for name in action.input.model_fields if action.input else ():
                for key in BUSINESS:
                    body = {name: hidden[key]}
                    assert not leaked(rep(company, "POST", f"{spec.plural}/{own}/actions/{action.name}", body))
    for key in BUSINESS:
        plural = registry.get(key).plural
        for what in ({"set": {"owner": str(company.people["sales_rep"])}}, {"delete": True}):
            answer = rep(company, "POST", f"{plural}/bulk", {"ids": [hidden[key]], **what})
            assert not leaked(answer)
            assert answer.json.get("done", 0) == 0, (plural, what, answer.content)
        for form in ("csv", "xlsx", "migration"):
            condition = {"field": "id", "op": "eq", "value": hidden[key]}
            wanted: dict[str, Any] = {
                "object": key,
                "filter": condition,
                "format": form,
                "fields": ["name"],
                "reason": "x",
            }
            assert rep(company, "POST", "exports", wanted).status in (400, 403, 404, 422)
    mine = {"kind": "note", "subject": "mine", "related": [{"object": "account", "id": str(company.own["account"])}]}
    assert rep(company, "POST", "activities", mine).status == 201
    ties = [{"object": key, "id": hidden[key]} for key in ("account", "contact", "opportunity")]
    for tie in ties:
        answer = rep(company, "POST", "activities", {"kind": "note", "subject": "mine", "related": [tie]})
        assert not leaked(answer)
        assert answer.status >= 400, answer.content


def test_changes_of_others_are_not_undone(company: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT change FROM log.entry WHERE record = %s", [company.hidden["account"]])
        made: list[UUID] = [row[0] for row in cursor.fetchall()]
    for change in made:
        answer = rep(company, "POST", f"changes/{change}/undo")
        assert not leaked(answer)
        assert answer.status >= 400 or not answer.json.get("undone")


def test_masked_and_hidden_fields_tell_nothing(company: Company) -> None:
    """Somebody who reads everything with personal details masked: no digits of a telephone by any way round."""
    key = company.keys["read_only"]
    for spec in registry.objects().values():
        closed = [name for name in spec.personal if not spec.internal and spec.key in BUSINESS]
        for name in closed:
            for op in ("eq", "contains", "starts", "ends", "ne", "in", "empty", "gt", "lte", "between"):
                value = [scene.MOBILE, scene.MOBILE] if op in ("in", "between") else scene.MOBILE
                text = quote(orjson.dumps({"field": name, "op": op, "value": value}))
                for path in (f"?filter={text}", f"/totals?filter={text}"):
                    status = scene.ask(key, "GET", spec.plural + path).status
                    assert status in (400, 422), (spec.key, name, op, path, status)
            for path in (f"?sort={name}", f"/totals?group={name}", f"/board?field={name}"):
                answer = scene.ask(key, "GET", spec.plural + path)
                assert answer.status in (400, 404, 405, 422), (spec.key, path, answer.status)
        if closed:
            one = f"{spec.plural}/{company.hidden[spec.key]}"
            for path in (spec.plural, one, f"{one}/log", f"{one}/timeline", f"{one}/as-of?at=2099-01-01T00:00:00Z"):
                assert scene.MOBILE.encode() not in scene.ask(key, "GET", path).content, path
    for query in (scene.MOBILE, scene.MOBILE[-4:], scene.MOBILE[:7], f"{scene.MARK}@example.com"):
        found = scene.ask(key, "GET", f"search?q={query}").json
        assert found["items"] == [], (query, found)


def test_lists_find_nothing_by_what_is_masked(company: Company) -> None:
    key = company.keys["read_only"]
    lists = [each.plural for each in registry.objects().values() if each.personal and each.key in BUSINESS]
    for query in (scene.MOBILE, scene.MOBILE[-4:], scene.MOBILE[:7], f"{scene.MARK}@example.com"):
        for plural in lists:
            page = scene.ask(key, "GET", f"{plural}?q={query}&count=exact").json
            assert (page["items"], page["count"]) == ([], 0), (plural, query)
