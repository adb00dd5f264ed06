"""Every route × role × verb against one table of policy; a route that is not in it fails the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from haoke.core import registry
from haoke.core.api.routes import Access, Route, routes
from haoke.identity import keys
from haoke.identity.keys import NewKey
from haoke.identity.roles import shipped
from tests.security import scene

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec
    from tests.security.scene import Company

pytestmark = pytest.mark.django_db

# -- the policy, written once more by hand: {role: {kind of object: {verb: scope}}}, "*" for every other verb ----------

NONE, OWN, TEAM, ALL = "none", "own", "team", "all"
FILES = {"export": NONE, "import": NONE, "import_history": NONE, "assign": NONE, "erase": NONE, "unmask": NONE}
KEPT = {"read": OWN, "create": OWN, "update": OWN, "delete": OWN, "set_password": OWN, "*": NONE}
#: One's own mail: nobody's role gives more, an administrator's neither.
PRIVATE = {**KEPT, "send": OWN, "resend": OWN}
OPEN = {"read": ALL, "*": NONE}
CLOSED = {"*": NONE}


def role(
    business: dict[str, str], sales: dict[str, str] | None = None, settings: dict[str, str] = CLOSED
) -> dict[str, dict[str, str]]:
    return {"data": business, "sales": sales or business, "settings": settings, "open": OPEN, "own": KEPT}


POLICY = {
    "administrator": {kind: {"*": ALL} for kind in ("data", "sales", "settings", "open", "own")},
    "sales_rep": role({"*": OWN, **FILES}),
    "sales_manager": role({"*": TEAM, "import_history": NONE, "erase": NONE, "unmask": NONE}),
    "marketing": role({"*": OWN, **FILES, "read": ALL, "delete": NONE}, {"*": OWN, **FILES, "delete": NONE}),
    "service_agent": role({"*": OWN, **FILES, "read": ALL, "update": ALL, "delete": NONE}, CLOSED),
    "auditor": role(OPEN, settings=OPEN),
    "read_only": role(OPEN),
    "privacy_desk": {
        **role(CLOSED),
        **{key: {"read": ALL, "update": ALL, "erase": ALL, "*": NONE} for key in ("account", "contact", "lead")},
        "privacy_request": {"*": ALL, "erase": NONE, "unmask": NONE},
        "personal_field": OPEN,
    },
    "data_steward": role(OPEN),
    "nobody": role(CLOSED),
}
#: Routes that belong to no object, and who may call them.
OTHER = {
    "public": {
        "GET openapi.json", "GET livez", "GET readyz", "GET session", "POST session", "GET invitations/{token}",
        "POST invitations/{token}", "POST inbound/{token}", "POST session/provider", "POST session/provider/back",
        "GET company/logo", "GET mail/unsubscribe/{token}", "POST mail/unsubscribe/{token}",
    },
    "signed_in": {
        "GET erasures/{object}/{id}",
        "POST automation-trials", "GET automation-templates",
        "GET webhook-deliveries", "GET webhook-deliveries/{id}", "POST webhook-deliveries/{id}/replay",
        "POST webhook-deliveries/replay", "POST inbound-trials",
        "GET handovers", "POST handovers", "GET possessions/{id}", "GET handovers/{id}", "POST handovers/{id}/preview",
        "POST handovers/{id}/run", "POST handovers/{id}/undo", "POST handovers/{id}/close", "GET handovers/{id}/items",
        "GET protection", "GET collision-cases", "GET collision-cases/{id}", "POST collision-cases/{id}/statement",
        "POST collision-cases/{id}/decision",
        "GET briefings", "GET briefings/{id}", "POST briefings/{id}/seen",
        "GET approval-templates",
        "GET approvals", "GET approvals/found", "GET approvals/of", "POST approvals/preview", "POST approvals",
        "GET approvals/{id}",
        "POST approvals/trial",
        "POST approvals/{id}/approve", "POST approvals/{id}/reject", "POST approvals/{id}/return",
        "POST approvals/{id}/hand_on", "POST approvals/{id}/copy", "POST approvals/{id}/add_signer",
        "POST approvals/{id}/withdraw",
        "POST approvals/{id}/urge", "POST approvals/{id}/resubmit",
        "GET ownership", "GET public-pools", "GET public-pools/{id}/records", "GET public-pools/{id}/records/{record}",
        "POST public-pools/{id}/claim", "POST public-pools/{id}/assign", "GET public-pools-trial",
        "GET labels", "GET profile", "POST labels/tags", "POST labels/level",
        "GET checklist", "PATCH checklist", "POST invitations", "POST rights/preview",
        "GET ties", "GET work-year", "POST calculation-trials", "GET calculation-functions", "POST rule-trials",
        "GET calculation-gaps",
        "POST layout-previews", "POST kind-previews", "GET definition-effects", "GET fast-field-states",
        "GET bulk-changes", "GET bulk-changes/{id}",
        "GET duplicate-searches", "POST duplicate-searches", "GET duplicate-pairs", "POST duplicate-pairs/{id}/state",
        "GET duplicate-merges", "POST duplicate-merges", "POST duplicate-merges/{id}/undo",
        "GET owner-requests", "POST owner-requests", "POST owner-requests/{id}/answer",
        "GET completeness", "GET quality-board", "GET cleaning", "GET cleaning/rows", "POST cleaning/scans",
        "POST cleaning/runs", "POST cleaning/never",
        "GET corrections", "POST corrections", "POST corrections/decisions",
        "POST bulk-changes/{id}/run", "POST bulk-changes/{id}/stop", "POST bulk-changes/{id}/undo",
        "GET bulk-changes/{id}/refusals", "GET bulk-changes/{id}/refusals.csv",
        "POST cards", "POST cards/text", "POST cards/matches", "GET cards/reader", "POST cards/photos",
        "POST cards/readings",
        "POST session/proof", "DELETE session/provider", "POST two-step/codes", "DELETE two-step",
        "GET meta", "GET together", "GET search", "POST likely", "POST changes/{id}/undo", "GET jobs/{id}",
        "PATCH session", "POST session/password", "DELETE session/see-as", "GET sessions",
        "DELETE sessions/{id}", "GET api-keys", "POST api-keys",
        "DELETE api-keys/{id}", "GET today", "POST imports", "GET imports", "GET imports/{id}", "PATCH imports/{id}",
        "POST imports/{id}/run", "POST imports/{id}/stop", "POST imports/{id}/undo", "GET imports/{id}/rows",
        "GET imports/{id}/rejects.csv",
        "POST files", "GET files/{id}", "GET regions", "POST exports", "GET exports/{id}/file", "GET shares",
        "POST shares", "DELETE shares/{id}", "GET notices", "GET notices/count", "POST notices/read",
        "GET notices/settings", "PATCH notices/settings", "GET follows", "POST follows", "GET comments/people",
        "POST comments", "PATCH comments/{id}", "DELETE comments/{id}", "POST pins", "POST looks",
        "GET visits/today", "GET visits/about", "POST visits/order", "GET complaints",
        "GET consents", "POST consents", "GET reach",
        "GET registry", "GET registry/companies", "GET registry/companies/{code}",
        "GET mail/presets", "POST mail/trials", "GET mail/boxes", "GET mail/receivers", "GET mail/states",
        "POST mail/watch", "POST mail/fill", "GET mail/originals/{id}",
        "GET mail/follow-ups", "POST mail/follow-ups", "POST mail/follow-ups/preview",
        "POST mail/follow-ups/refrain", "POST mail/warnings", "GET mail/follow-ups/people",
        "GET mail/follow-ups/figures/{id}", "POST mail/follow-ups/{id}/pause", "POST mail/follow-ups/{id}/resume",
        "POST mail/follow-ups/{id}/end",
    },
    "half": {
        "DELETE session", "POST session/code", "GET two-step", "POST two-step", "POST two-step/confirm",
    },
    "admin": {
        "POST assignment-trials", "GET labels-trial", "GET modules",
        "PATCH modules/{key}", "GET presets", "POST presets",
        "POST setup", "DELETE demo", "GET backups", "GET reading-use", "GET rights/why",
        "GET operations/log", "GET operations/jobs", "GET numbering",
        "POST operations/jobs/{id}/retry", "POST operations/jobs/{id}/discard", "GET operations/health",
        "POST session/see-as", "GET configuration", "POST configuration/preview", "POST configuration",
        "GET exports", "GET unmaskings", "POST privacy/retention", "POST privacy/holds", "POST privacy/holds/lifted",
        "GET sign-in-provider", "POST sign-in-provider", "DELETE sign-in-provider", "POST sign-in-provider/test",
        "POST registry", "DELETE registry"},
}  # fmt: skip
PARTS = {
    "account_contact": "account",
    "contact_relation": "account",
    "automation_run": "automation",
    "stage_entry": "opportunity",
}
#: Reads that answer what is wrong while nothing is asked for, or there is nothing.
WANTING = {"search", "company/logo", "registry/companies"}
READING = ("read", "export", "import", "import_history", "unmask")


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


def scope(who: str, spec: ObjectSpec, verb: str) -> str:
    """What the table says; a part goes by its whole."""
    if spec.key in PARTS:
        return scope(who, registry.get(PARTS[spec.key]), verb if verb in READING else "update")
    if spec.private:
        return PRIVATE.get(verb, PRIVATE["*"])
    kind = POLICY[who].get(spec.key) or POLICY[who]["open" if spec.open else "own" if spec.own else spec.group]
    return kind.get(verb, kind["*"])


def reaches(found: str, who: str, owner: str) -> bool:
    return (
        found == ALL
        or (found in (OWN, TEAM) and who == owner)
        or (found == TEAM and (who, owner) == ("sales_manager", "sales_rep"))
    )


def verdict(who: str, spec: ObjectSpec, verb: str, owner: str | None) -> int:
    """403, 404, or 0 for let through; `owner` None: the route names no record."""
    reads, does = scope(who, spec, "read"), scope(who, spec, verb)
    if does == NONE:
        return 404 if reads == NONE else 403
    if owner is None:
        return 0
    if not reaches(reads, who, owner):
        return 404
    return 0 if reaches(does, who, owner) else 403


# -- the routes -----------------------------------------------------------------------------------------

SHARED = frozenset(
    {
        "company",
        "department",
        "user",
        "team",
        "team_member",
        "role",
        "pipeline",
        "stage",
        "product_category",
        "custom_object",
        "custom_field",
        "work_calendar",
        "work_day",
    }
)
QUERY = {"as-of": "?at=2099-01-01T00:00:00Z"}


def test_every_route_is_in_the_matrix() -> None:
    found: dict[str, set[str]] = {}
    for route in routes():
        found.setdefault(str(route.access), set()).add(name(route))
    ours = found.pop("object")
    assert found == OTHER
    known = {"data", "sales", "settings"}
    for route in routes():
        if name(route) in ours:
            assert registry.get(route.object or "").group in known
            assert route.verb


def test_parts_and_roles_are_those_of_the_table() -> None:
    assert {spec.key: spec.parent for spec in registry.objects().values() if spec.parent and not spec.internal} == PARTS
    assert {*POLICY} == {each["code"] for each in shipped()} | {"nobody"}


@pytest.fixture
def company() -> Company:
    return scene.build()


def path(route: Route, company: Company, owner: str | None) -> str:
    records = company.hidden if owner == "other" else company.own
    tail = QUERY.get(route.path.rpartition("/")[2], "")
    return route.path.replace("{id}", str(records[route.object or ""])) + tail


def of_objects() -> list[Route]:
    # A restored record would have to be in the bin first; who may, is who may delete.
    return [route for route in routes() if route.access is Access.OBJECT and not route.path.endswith("/restore")]


@pytest.mark.parametrize("who", POLICY)
def test_objects(who: str, company: Company) -> None:
    wrong = []
    for route in of_objects():
        spec = registry.get(route.object or "")
        owners = ("other", "sales_rep") if "{id}" in route.path and not unowned(spec) else (None,)
        for owner in owners:
            answer = scene.ask(company.keys[who], route.method, path(route, company, owner), readonly=not route.writes)
            expected = verdict(who, spec, route.verb or "", owner)
            given = answer.status if answer.status in (401, 403, 404) or answer.status >= 500 else 0
            if given != expected:
                wrong.append((name(route), owner, answer.status, expected, answer.json.get("code")))
    assert wrong == []


def unowned(spec: ObjectSpec) -> bool:
    """Whether everybody who may use it at all may use every record."""
    return spec.open or (spec.group == "settings" and spec.key not in PARTS and not spec.own)


@pytest.mark.parametrize("who", [None, "disabled", "hk_made_up"])
def test_strangers_and_the_disabled_get_nothing(who: str | None, company: Company) -> None:
    key = company.keys.get(who, who) if who else None
    for route in routes():
        if name(route) in OTHER["public"]:
            continue
        place = route.path.replace("{id}", str(company.own.get(route.object or "", company.people["other"])))
        assert scene.ask(key, route.method, place).status == 401, name(route)


def test_only_administrators_call_what_is_theirs(company: Company) -> None:
    for each in sorted(OTHER["admin"]):
        method, _, place = each.partition(" ")
        for who in POLICY:
            status = scene.ask(company.keys[who], method, place).status
            assert (status == 403) == (who != "administrator"), (each, who, status)


def test_an_administrators_narrow_key_is_no_administrator(company: Company) -> None:
    key = keys.make(company.people["administrator"], NewKey(name="n", scopes=["account:read"]))[1]
    for route in routes():
        if route.access is Access.PUBLIC:
            continue
        place = route.path.replace("{id}", str(company.own.get(route.object or "", company.people["other"])))
        status = scene.ask(key, route.method, place + QUERY.get(route.path.rpartition("/")[2], "")).status
        # Parts of accounts are listed, but each of them names a contact, which this key does not read.
        whole = route.object == "account" or (PARTS.get(route.object or "") == "account" and "{id}" not in route.path)
        reads_accounts = route.verb == "read" and whole
        if route.access is Access.OBJECT:
            assert (status not in (403, 404)) == reads_accounts, (name(route), status)
        if route.access is Access.ADMIN:
            assert status == 403


#: Reads that answer 404 to whoever may not build what they are about.
BUILDERS = frozenset(
    {
        "webhook-deliveries",
        "automation-templates",
        "approval-templates",
        "definition-effects",
        "fast-field-states",
        "duplicate-pairs",
        "public-pools-trial",
    }
)


def test_reads_of_no_object_write_nothing(company: Company) -> None:
    """The same for routes beside the objects: a GET works in a transaction that cannot write."""
    queries = {
        "together": "?reads=%5B%22accounts%22%5D",
        "shares": f"?object=account&id={company.own['account']}",
        "public-pools-trial": "?object=account",
        "protection": f"?object=account&id={company.own['account']}",
        "labels": "?object=account",
        "profile": f"?object=account&id={company.own['account']}",
        "labels-trial": "?object=account&field=level",
        "ownership": f"?object=account&id={company.own['account']}",
        "follows": f"?object=account&id={company.own['account']}",
        "comments/people": f"?object=account&id={company.own['account']}",
        "consents": f"?object=contact&id={company.own['contact']}",
        "reach": f"?object=contact&id={company.own['contact']}&channel=phone",
        "ties": f"?activity={company.own['activity']}",
        "visits/about": f"?activity={company.own['activity']}",
        "complaints": f"?object=account&id={company.own['account']}",
        "mail/receivers": f"?object=account&id={company.own['account']}",
        "mail/follow-ups": f"?object=account&id={company.own['account']}",
        "mail/follow-ups/people": f"?sequence={company.own['mail_sequence']}",
        "approvals/found": "?part=decided",
        "approvals/of": f"?object=account&id={company.own['account']}",
        "definition-effects": "?object=account",
        "calculation-gaps": f"?object=account&id={company.own['account']}",
        "fast-field-states": "?object=account",
        "duplicate-pairs": "?object=account",
        "duplicate-merges": "?object=account",
        "completeness": f"?object=account&id={company.own['account']}",
        "cleaning/rows": "?object=account&kind=spaces&field=name",
        "webhook-deliveries": f"?webhook={company.own['webhook']}",
        "rights/why": f"?object=account&id={company.own['account']}&user={company.people['sales_rep']}",
    }
    for route in routes():
        if route.method == "GET" and route.access is not Access.OBJECT:
            place = route.path.replace("{id}", str(company.own["account"])) + queries.get(route.path, "")
            settings = route.access is Access.ADMIN or route.path in BUILDERS
            asker = "administrator" if settings else "sales_rep"
            answer = scene.ask(company.keys[asker], "GET", place, readonly=True)
            assert answer.status < 500, (name(route), answer.content)
            assert answer.status == 200 or "{" in route.path or route.path in WANTING, (name(route), answer.content)
