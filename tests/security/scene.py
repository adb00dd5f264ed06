"""A company to attack: people of every shipped role; for each object a record of somebody else's, with a marker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from haoke.core import custom
from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.identity import accounts, keys
from haoke.identity.keys import NewKey
from haoke.identity.models import ApiKey
from haoke.identity.roles import shipped
from haoke.sales.models import StageEntry

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.records import Tx

MARK = "CANARYx7Q"
#: Of a company and of persons, in hidden records.
PHONE, MOBILE = "13912345678", "13787654321"


@dataclass
class Company:
    """Keys of people by name, and ids of records by owner and object."""

    people: dict[str, UUID] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, UUID] = field(default_factory=dict)
    own: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.content) if self.content[:1] in (b"{", b"[") else {}


#: Made at run time: an object of one's own, and fields of it and of a built-in one.
_CHOICES = {"choices": [{"value": "high", "label": "High"}]}
OWN_OBJECT: dict[str, Any] = {"key": "co_project", "label": {"en": "Project"}, "number_pattern": "PRJ-{seq:4}"}
OWN_FIELDS: tuple[dict[str, Any], ...] = (
    {"object": "co_project", "name": "cf_note", "kind": "text", "searchable": True},
    {"object": "co_project", "name": "cf_mobile", "kind": "phone", "searchable": True, "personal": True},
    {"object": "co_project", "name": "cf_level", "kind": "choice", "options": _CHOICES},
    {"object": "co_project", "name": "cf_account", "kind": "reference", "options": {"target": "account"}},
    {"object": "account", "name": "cf_note", "kind": "text", "searchable": True},
    {"object": "account", "name": "cf_mobile", "kind": "phone", "personal": True},
    {"object": "account", "name": "cf_project", "kind": "reference", "options": {"target": "co_project"}},
    {"object": "account", "name": "cf_projects", "kind": "multireference", "options": {"target": "co_project"}},
)


def define(found: Company) -> None:
    """Objects and fields of one's own; the test goes on at the version that has them."""
    for key, values in (("custom_object", OWN_OBJECT), *(("custom_field", each) for each in OWN_FIELDS)):
        with changes(system("test"), "define") as tx:
            made = tx.create(key, {"label": {"en": str(values.get("name"))}, **values})
        found.hidden[key] = found.own[key] = made.id
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {custom.VERSION}")
            custom.go_on_at(cursor.fetchone()[0])


def build() -> Company:
    """Everything, through the write path."""
    found = Company()
    define(found)
    for role in shipped():
        _person(found, role["code"], role["code"])
    for name in ("other", "nobody", "disabled"):
        _person(found, name, *(["sales_rep"] if name != "nobody" else []))
    with changes(system("test"), "scene") as tx:
        tx.set("user", found.people["sales_rep"], {"manager": found.people["sales_manager"]})
        shared = _shared(tx)
        found.hidden |= shared | _records(tx, shared, found.people["other"], MARK)
        found.own |= shared | _records(tx, shared, found.people["sales_rep"], "plain", ("13300000001", "13300000002"))
        tx.set("user", found.people["disabled"], {"state": "disabled"})
    # Used just now, so that no request of the next minute has to note it.
    ApiKey.objects.update(used_at=timezone.now())
    for records in (found.hidden, found.own):
        records["stage_entry"] = StageEntry._base_manager.get(opportunity_id=records["opportunity"], left_at=None).pk
    return found


def _person(found: Company, name: str, *roles: str) -> None:
    user = accounts.create_user(f"{name}@example.com", name, roles=roles)
    with changes(system("test"), "scene") as tx:
        tx.set("user", user, {"state": "active"})
    found.people[name] = user
    found.keys[name] = keys.make(user, NewKey(name="test"))[1]


def _shared(tx: Tx) -> dict[str, UUID]:
    """Configuration, which belongs to nobody."""
    made: dict[str, UUID] = {}

    def add(key: str, **values: Any) -> UUID:
        made[key] = tx.add(key, values).id
        return made[key]

    add("company", name="Meridian")
    add("department", name="Office")
    team = add("team", name="Tigers")
    user = add("user", name="somebody")
    add("team_member", team=team, user=user)
    add("role", name={"en": "Empty"})
    pipeline = add("pipeline", name={"en": "Sales"})
    add("stage", name={"en": "New"}, pipeline=pipeline, order=1)
    category = add("product_category", name="Tools")
    add("product", name="Anvil", category=category)
    add("layout", object="account", columns=["name"])
    add("notice_rule", name={"en": "Told"}, object="account", happens=["update"], to_roles=[made["role"]])
    add("field_rule", name="R", object="account", effect="required", applies_to=["name"])
    add("approval_process", name={"en": "Big"}, object="account")
    add("webhook", name="Hook", url="https://hooks.example.com/", verbs=["create"])
    add("inbound_endpoint", name="Way", object="account", mapping={"name": "name"})
    rule = add("automation", name="Rule", object="account", steps=[{"id": "a", "kind": "wait"}])
    run = {"occasion": "test", "change": uuid7(), "rest": [], "steps": []}
    add("automation_run", automation=rule, object="account", record=made["company"], **run)
    add("fast_field", object="account", field="industry")
    add("reading_limit", name="Much", rows_per_day=5_000_000)
    add("number_pattern", object="contact", pattern="C-{seq:5}")
    add("mail_template", name={"en": "Hello"}, subject={"en": "Hello"})
    add("mail_sequence", name={"en": "After the fair"}, object="contact")
    add("mail_block", address="blocked@example.com")
    add("privacy_request", name="Somebody Else", kind="copy", phone="13300000009")
    add("consent_wording", name="News", purpose="marketing", text="May we write?")
    add("personal_field", object="contact", field="im", purposes=["service"])
    add("exchange_rate", currency="EUR", rate="7.8", since="2026-01-01")
    sea = add("pool", name={"en": "Sea"}, object="account", active=True)
    add("recycle_rule", name="Cold", object="account", pool=sea, days=30)
    add("assignment_rule", name="East", object="account")
    tags = add("tag_group", name={"en": "Interests"}, object="account")
    add("tag", name="Keen", object="account", group=tags)
    add("level_rule", name="Key ones", object="account", field="level", value="a")
    add("owner_quota", name="Many", object="account", most=1000)
    add("registration_rule", name="Terms", category=category)
    pair = {"field": "website", "with": "website", "by": "domain"}
    add("duplicate_rule", name={"en": "Same site"}, object="account", other="account", conditions={"any": [pair]})
    add("completeness", object="lead", fields=[{"field": "phone", "weight": 1}])
    add("work_day", calendar=add("work_calendar", name={"en": "Office"}), day="2026-10-01")
    return made


def _records(
    tx: Tx, shared: dict[str, UUID], owner: UUID, mark: str, phones: tuple[str, str] = (PHONE, MOBILE)
) -> dict[str, UUID]:
    made: dict[str, UUID] = {}

    def add(key: str, **values: Any) -> UUID:
        made[key] = tx.add(key, {"owner": owner, **values}).id
        return made[key]

    parent = add("account", name=f"{mark} holding")
    phone, mobile = phones
    more = {"cf_note": mark, "cf_mobile": mobile}
    account = add("account", name=f"{mark} account", phone=phone, parent=parent, description=mark, region=mark, **more)
    add("co_project", name=f"{mark} project", cf_account=account, cf_level="high", **more)
    contact = add("contact", name=f"{mark} contact", account=account, phone=mobile, email=f"{mark}@example.com")
    add("account_contact", account=account, contact=contact)
    boss = tx.add("contact", {"name": f"{mark} boss", "account": account, "owner": owner}).id
    add("contact_relation", account=account, contact=contact, to=boss, note=mark)
    add("lead", name=f"{mark} lead", company=mark, phone=mobile, description=mark)
    place = {"pipeline": shared["pipeline"], "stage": shared["stage"]}
    worth = {"amount": {"amount": "100", "currency": "CNY"}, "next_step": mark}
    add("opportunity", name=f"{mark} deal", account=account, contact=contact, **place, **worth)
    held = add("registration", account=account, evidence=mark)
    said = {"object": "opportunity", "record": made["opportunity"], "holder": owner, "claimant": shared["user"]}
    case = add("collision_case", registration=held, reason=mark, **said)
    add("collision_side", case=case, side="holder", says=mark)
    view = add("view", name=f"{mark} view", object="account", definition={"q": mark})
    add("view_choice", object="account", pinned=[view])
    add("delegation", to=shared["user"], since="2030-01-01T00:00:00Z", until="2030-02-01T00:00:00Z", note=mark)
    add("absence", since="2030-01-01T00:00:00Z", until="2030-02-01T00:00:00Z", note=mark)
    box = add("mailbox", name=f"{mark} mail", address="x@example.com", smtp_host="mail.example.com")
    add("mail_message", mailbox=box, subject=f"{mark} mail", body=mark, to=f"{mark}@example.com")
    activity = add("activity", subject=f"{mark} call", body=mark)
    add("activity_link", activity=activity, object="account", record=account)
    return made


def witness() -> tuple[int, int]:
    """What changes with every write of a business record: the Log, which the database itself keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM log.entry")
        found: tuple[int, int] = cursor.fetchone()
    return found


def ask(key: str | None, method: str, path: str, body: Any = None, *, readonly: bool = False) -> Answer:
    """One request, undone afterwards; a refused one must have written nothing, a GET cannot."""
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"} if key else {})
    content = orjson.dumps({} if body is None else body) if method != "GET" else b""
    with transaction.atomic():
        before = witness()
        if readonly:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        with transaction.atomic():
            answer = client.generic(method, f"/api/v1/{path}", content, "application/json")
        if answer.status_code >= 400:
            assert witness() == before, f"{method} {path} answered {answer.status_code} and had written"
        transaction.set_rollback(True)
    return Answer(answer.status_code, b"".join(answer) if answer.streaming else answer.content)
