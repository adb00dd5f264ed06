"""All exceptions from what is derived, each with its reason; one that is not needed any more fails."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.worktime.hours import WEEK

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


@dataclass(frozen=True)
class Fitting:
    """Inputs for a field that takes fewer values than its type does; `beside` are named with it when one is refused."""

    value: Callable[[random.Random], Any]
    reason: str
    beside: frozenset[str] = frozenset()


def _an_object(rng: random.Random) -> str:
    return rng.choice(sorted(key for key, spec in registry.objects().items() if not spec.internal))


def _never(rng: random.Random) -> dict[str, Any]:
    return {"field": "created_at", "op": "before", "value": f"19{rng.randrange(10, 60)}-01-01"}


#: {object.field: inputs instead of the type's samples}.
FITTING: dict[str, Fitting] = {
    "exchange_rate.currency": Fitting(lambda rng: rng.choice(("EUR", "USD", "JPY", "GBP")), "a rate is for a currency"),
    "company.currency": Fitting(lambda rng: rng.choice(("EUR", "USD", "JPY")), "everything is converted to it"),
    "company.fiscal_start": Fitting(lambda rng: rng.randrange(1, 13), "a month"),
    "company.visit_radius": Fitting(lambda rng: rng.randrange(100, 2001), "metres that make sense"),
    "company.answer_days": Fitting(lambda rng: rng.randrange(1, 61), "days that make sense"),
    "account.latitude": Fitting(lambda rng: f"{rng.randrange(-89, 90)}.500000", "degrees"),
    "account.longitude": Fitting(lambda rng: f"{rng.randrange(-179, 180)}.250000", "degrees"),
    "company.time_zone": Fitting(lambda rng: rng.choice(("Europe/Berlin", "Asia/Tokyo")), "days begin there"),
    "duplicate_rule.object": Fitting(lambda rng: rng.choice(("account", "contact", "lead")), "an object with keys"),
    "duplicate_rule.other": Fitting(lambda rng: rng.choice(("account", "contact", "lead")), "an object with keys"),
    "duplicate_rule.conditions": Fitting(
        lambda rng: {
            rng.choice(("any", "all")): [{"field": "phone", "with": "phone", "by": "phone"}] * rng.randrange(1, 9)
        },
        "fields both objects have",
    ),
    "duplicate_rule.actions": Fitting(
        lambda rng: {
            way: dict.fromkeys(("locked", "mine", "other", "pool"), rng.choice(("none", "warn")))
            for way in ("form", "import", "api", "conversion")
        },
        "steps; none that would stop another test",
    ),
    "completeness.object": Fitting(
        lambda rng: rng.choice(("account", "contact", "lead")), "an object that is measured"
    ),
    "completeness.fields": Fitting(
        lambda rng: [{"field": name, "weight": rng.randrange(1, 11)} for name in ("phone", "email")], "fields both have"
    ),
    "completeness.good": Fitting(lambda rng: rng.randrange(85, 100), "above amber"),
    "completeness.fair": Fitting(lambda rng: rng.randrange(10, 75), "below green"),
    "completeness.fresh_days": Fitting(lambda rng: rng.randrange(1, 4), "before stale"),
    "personal_field.object": Fitting(
        lambda rng: rng.choice(("contact", "lead", "account")), "personal fields are there"
    ),
    "personal_field.field": Fitting(
        lambda rng: rng.choice(("phone", "email", "description")), "fields all three have; no two entries the same"
    ),
    "personal_field.date_field": Fitting(lambda rng: rng.choice(("created_at", "updated_at")), "a date of all"),
    "personal_field.then": Fitting(lambda rng: rng.choice(("along", "blank")), "what can happen to every field"),
    "approval_process.object": Fitting(lambda rng: rng.choice(("account", "contact")), "an object there is"),
    "approval_process.trigger": Fitting(lambda rng: rng.choice(("create", "delete")), "an action must be named"),
    "approval_process.fields": Fitting(lambda rng: [rng.choice(("number", "owner", "version"))], "fields there are"),
    "approval_process.locked_fields": Fitting(lambda rng: [rng.choice(("number", "owner"))], "fields there are"),
    "approval_process.key_fields": Fitting(lambda rng: [rng.choice(("number", "owner"))], "fields there are"),
    "approval_process.condition": Fitting(
        lambda rng: {"field": "name", "op": "eq", "value": f"no such name {rng.random()}"}, "Criteria; met by nobody"
    ),
    "approval_process.nodes": Fitting(
        lambda rng: [{"id": "a", "kind": "superior", "level": rng.randrange(1, 9)}], "steps"
    ),
    "pool.object": Fitting(lambda _: "account", "an object that can stand in pools"),
    "pool.masked_fields": Fitting(lambda rng: [rng.choice(("phone", "email", "region"))], "fields it has"),
    "recycle_rule.object": Fitting(lambda _: "account", "the object of its pool"),
    "tag_group.object": Fitting(lambda _: "account", "an object with tags"),
    "tag.object": Fitting(lambda _: "account", "the object of its group"),
    "tag.condition": Fitting(_never, "a condition"),
    "level_rule.object": Fitting(lambda _: "account", "an object there is"),
    "level_rule.field": Fitting(lambda _: "industry", "a field with choices"),
    "level_rule.value": Fitting(lambda rng: rng.choice(("other", "software", "retail")), "one of its choices"),
    "level_rule.condition": Fitting(_never, "a condition"),
    "recycle_rule.condition": Fitting(_never, "a condition"),
    "owner_quota.object": Fitting(lambda rng: rng.choice(("account", "lead")), "an object that can stand in pools"),
    "assignment_rule.object": Fitting(lambda _: "account", "the object of its pool"),
    "assignment_rule.condition": Fitting(_never, "a condition"),
    "assignment_rule.counted": Fitting(_never, "a condition"),
    "assignment_rule.most": Fitting(lambda rng: rng.randrange(1, 99), "at least one"),
    "webhook.url": Fitting(lambda rng: f"https://h{rng.randrange(999)}.example.com/", "an address outside"),
    "webhook.objects_told": Fitting(lambda rng: [rng.choice(("account", "contact"))], "objects there are"),
    "inbound_endpoint.object": Fitting(lambda rng: rng.choice(("account", "contact")), "an object there is"),
    "inbound_endpoint.mapping": Fitting(lambda rng: {"name": f"data.n{rng.randrange(99)}"}, "fields and their places"),
    "inbound_endpoint.match": Fitting(lambda _: "name", "one of the fields"),
    "mail_sequence.object": Fitting(lambda rng: rng.choice(("account", "contact")), "records with people to write to"),
    "mail_sequence.steps": Fitting(lambda _: [], "templates that are there"),
    "mail_sequence.stop_when": Fitting(_never, "a condition"),
    "automation.object": Fitting(lambda rng: rng.choice(("account", "contact")), "an object there is"),
    "automation.trigger": Fitting(lambda _: "updated", "the others need details of their own"),
    "automation.details": Fitting(lambda rng: {"fields": [rng.choice(("name", "owner"))]}, "details of its trigger"),
    "automation.condition": Fitting(_never, "a condition"),
    "automation.before": Fitting(_never, "a condition"),
    "automation.steps": Fitting(
        lambda rng: [{"id": "a", "kind": "wait", "n": rng.randrange(1, 99), "unit": "day"}], "steps"
    ),
    "automation.active": Fitting(lambda _: False, "one in use needs an owner who can sign in"),
    "delegation.until": Fitting(lambda rng: f"2031-01-{rng.randrange(10, 28)}T00:00:00Z", "after its beginning"),
    "reading_limit.rows_per_day": Fitting(lambda rng: rng.randrange(100_000, 10**6), "leaves room to work"),
    "reading_limit.requests_per_minute": Fitting(lambda rng: rng.randrange(10_000, 10**6), "leaves room to work"),
    "number_pattern.object": Fitting(lambda rng: rng.choice(("account", "contact", "lead")), "an object with numbers"),
    "number_pattern.pattern": Fitting(lambda rng: f"N{rng.randrange(999)}-{{seq:4}}", "a pattern"),
    "work_calendar.hours": Fitting(
        lambda rng: {day: [["09:00", f"{rng.randrange(10, 20)}:30"]] for day in WEEK},
        "hours of a week",
    ),
    "work_calendar.time_zone": Fitting(lambda rng: rng.choice(("Europe/Berlin", "Asia/Tokyo")), "a zone there is"),
    "work_day.hours": Fitting(lambda rng: [["09:00", f"{rng.randrange(10, 20)}:30"]], "hours of a day"),
    "absence.until": Fitting(lambda rng: f"2031-01-{rng.randrange(10, 28)}T00:00:00Z", "after its beginning"),
    "account.founded": Fitting(lambda rng: rng.randrange(1900, 2020), "a year"),
    "activity.handling": Fitting(lambda _: None, "only a complaint has it"),
    "activity.recurrence": Fitting(lambda rng: {"every": rng.randrange(1, 9), "unit": "week"}, "a rule of its own"),
    "role.grants": Fitting(lambda rng: {"account": {"read": rng.choice(("own", "all"))}}, "names objects and verbs"),
    "role.fields": Fitting(lambda rng: {"account": {"phone": rng.choice(("hidden", "read"))}}, "names objects, fields"),
    "view.object": Fitting(_an_object, "names an object"),
    "view_choice.object": Fitting(_an_object, "names an object"),
    "layout.object": Fitting(_an_object, "names an object"),
    "view.definition": Fitting(lambda rng: {"sort": rng.choice(("-updated_at", "created_at", "updated_at"))}, "a view"),
    "layout.sections": Fitting(
        lambda rng: [{"label": {"en": f"Part {rng.randrange(999)}"}, "fields": ["owner"], "columns": 1}], "a layout"
    ),
    "layout.columns": Fitting(lambda rng: rng.choice((["owner"], ["updated_at", "owner"], ["created_at"])), "fields"),
    "fast_field.object": Fitting(_an_object, "names an object"),
    "fast_field.field": Fitting(lambda rng: rng.choice(("owner", "created_at", "updated_at")), "a field of all"),
    "notice_rule.object": Fitting(lambda rng: rng.choice(("account", "contact")), "a rule is about an object"),
    "notice_rule.fields": Fitting(lambda rng: [rng.choice(("phone", "email"))], "fields the object has"),
    "notice_rule.condition": Fitting(
        lambda rng: {"field": "owner", "op": rng.choice(("empty", "nempty"))}, "a condition on its records"
    ),
    "mailbox.smtp_host": Fitting(lambda rng: f"smtp{rng.randrange(999)}.example.com", "a server's name"),
    "mailbox.imap_host": Fitting(lambda rng: f"imap{rng.randrange(999)}.example.com", "a server's name"),
    **{
        f"mail_message.{name}": Fitting(lambda rng: f"a{rng.randrange(999)}@example.com", "addresses")
        for name in ("to", "cc", "bcc")
    },
    "mail_template.object": Fitting(_an_object, "names an object"),
    "field_rule.object": Fitting(_an_object, "names an object"),
    "field_rule.effect": Fitting(lambda rng: rng.choice(("required", "readonly")), "the others need more"),
    "field_rule.applies_to": Fitting(lambda rng: rng.choice((["id"], ["created_at", "id"])), "what no write can break"),
    "field_rule.when": Fitting(_never, "a condition"),
    "field_rule.must": Fitting(_never, "a condition"),
    "custom_field.object": Fitting(lambda _: "team_member", "an object there is"),
    "custom_field.name": Fitting(lambda rng: f"cf_n{rng.randrange(10**9)}", "becomes a column"),
    "custom_field.kind": Fitting(
        lambda _: "text", "options belong to a kind", beside=frozenset({"options.max_length"})
    ),
    "custom_field.options": Fitting(lambda _: {"max_length": 120}, "options of its kind"),
    "custom_object.key": Fitting(lambda rng: f"co_n{rng.randrange(10**9)}", "becomes a table"),
    "custom_object.plural": Fitting(lambda rng: f"co_p{rng.randrange(10**9)}", "becomes an address"),
    "custom_object.icon": Fitting(lambda rng: rng.choice(("box", "briefcase", "file-text")), "a name"),
    "custom_object.number_pattern": Fitting(lambda rng: f"N{rng.randrange(999)}-{{seq:4}}", "draws a sequence"),
    "custom_object.board": Fitting(lambda rng: f"cf_n{rng.randrange(99)}", "a field there may be"),
    "custom_object.columns": Fitting(lambda rng: [rng.choice(("owner", "created_at"))], "fields there are"),
    "account_contact.until": Fitting(
        lambda rng: (dt.date(2030, 1, 1) + dt.timedelta(rng.randrange(99))).isoformat(), "not before its beginning"
    ),
}

#: References to a record other than the one the same record names before, and why.
APART: dict[str, str] = {"contact_relation.to": "nobody reports to himself"}

NOTHING = "00000000-0000-7000-8000-000000000009"

#: Fields no declaration demands, but without which a record cannot be: a deal's pipeline, unless one is the default.
ALSO: dict[str, tuple[str, ...]] = {
    "opportunity": ("pipeline",), "notice_rule": ("to_roles",), "registration": ("company",),
}  # fmt: skip

#: What only an engine makes, beside the whole it belongs to.
BY_ENGINES: dict[str, dict[str, Any]] = {
    "automation_run": {"object": "account", "occasion": "test", "change": NOTHING, "record": NOTHING},
}

PEOPLE = ("department", "user", "team", "team_member", "role")
NOBODYS = "people and their arrangement have no owner"
CLOSED_STAGE = "a won stage is 100 %, a lost one 0 %"
ALWAYS = "without it no client could name a record or write it back"
WORTH = "the sample is in another currency; amounts are compared by what they are worth in the company's"

HOURS = "the full record has hours, a day off has none"
STAYS = "columns, tables and addresses are called so"

#: {test[object] or test[object.field]: why it is otherwise there}; "*" stands for every object.
EXEMPT: dict[str, str] = {
    **{f"test_created_reads_back[{key}.owner]": NOBODYS for key in PEOPLE},
    "test_created_reads_back[stage.probability]": CLOSED_STAGE,
    "test_updated[stage.probability]": CLOSED_STAGE,
    "test_emptied[stage.probability]": CLOSED_STAGE,
    "test_updated[stage.pipeline]": "a stage stays in its pipeline: the deals in it would be in two",
    "test_updated[opportunity.pipeline]": "a deal changes its pipeline by moving to a stage of the other one",
    "test_emptied[opportunity.pipeline]": "a deal without a pipeline gets one",
    "test_hidden_field_is_nowhere[*.id]": ALWAYS,
    "test_hidden_field_is_nowhere[*.version]": ALWAYS,
    "test_found_by_its_own_value[account.revenue]": WORTH,
    "test_found_by_its_own_value[opportunity.amount]": WORTH,
    "test_fitting_inputs_are_needed[field_rule.effect]": "a full record has what every effect needs",
    **{
        f"{test}[{case}]": STAYS
        for test in ("test_updated", "test_emptied")
        for case in ("custom_object.key", "custom_object.plural", "custom_field.name")
    },
    **{f"test_updated[custom_field.{name}]": STAYS for name in ("object", "kind")},
    **{
        f"test_updated[{key}.object]": "it stays with its object"
        for key in ("pool", "recycle_rule", "assignment_rule", "tag_group", "tag")
    },
    "test_updated[level_rule.object]": "its field is one of this object",
    "test_updated[level_rule.field]": "its value is one of this field",
    "test_updated[custom_field.options]": "the sample is what it was",
    "test_fitting_inputs_are_needed[custom_field.options]": "what is refused is said of the option: options.n",
    **{
        f"{test}[work_day.kind]": "the full record has hours, a day off none"
        for test in ("test_updated", "test_emptied")
    },
    "test_updated[automation.trigger]": "the others need details of their own",
    "test_emptied[automation.trigger]": "the others need details of their own",
    "test_fitting_inputs_are_needed[automation.trigger]": "what is refused is said of its details",
    "test_fitting_inputs_are_needed[automation.details]": "what is refused is said of the detail: details.n",
    "test_updated[inbound_endpoint.match]": "of the fields mapped there is one",
    "test_updated[automation.active]": "one in use needs an owner who can sign in",
    "test_export_has_every_record_and_field[mail_message]": "nobody has the right to carry mail away",
    "test_updated[mail_sequence.steps]": "its mails are templates that have to be there",
    "test_out_of_scope_is_not_there[mailbox]": "the full one is for everybody",
    "test_updated[activity.handling]": "only a complaint has it",
    "test_found_by_its_own_value[activity.handling]": "only a complaint has it",
    "test_emptied[activity.due]": "what repeats needs a time, and the full record repeats",
    "test_emptied[activity.done_at]": "what is done was done at some time: now, unless given",
}
