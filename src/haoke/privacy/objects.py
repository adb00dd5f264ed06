"""Consents and their wordings as people and machines meet them; consents have routes of their own (api)."""

from __future__ import annotations

from typing import Any

from haoke.core.erasing.places import Place
from haoke.core.merging.beside import Beside
from haoke.core.spec import Action, Editor, ObjectSpec, Person, Section, Weight
from haoke.core.text import T
from haoke.privacy import rules
from haoke.privacy.actions import desk
from haoke.privacy.choices import REQUEST_NEWS
from haoke.privacy.models import Consent, ConsentWording, PersonalField, PrivacyRequest
from haoke.privacy.queries.people import person_objects
from haoke.privacy.queries.retention import held_back

consent = ObjectSpec(
    key="consent",
    plural="consents",
    model=Consent,
    label=T("Consent", "同意记录"),
    label_plural=T("Consents", "同意记录"),
    title="summary",
    icon="shield-check",
    group="settings",
    about=("object", "record"),
    internal=True,
    timeline=False,
    default_sort="-at",
)

consent_wording = ObjectSpec(
    key="consent_wording",
    plural="consent-wordings",
    model=ConsentWording,
    label=T("Consent wording", "同意告知文本"),
    label_plural=T("Consent wordings", "同意告知文本"),
    title="name",
    icon="file-text",
    group="settings",
    section="people",
    carried=("name",),
    switch="active",
    columns=("name", "purpose", "edition", "active"),
    sections={T("Wording", "告知文本"): ("name", "purpose", "text", "active")},
    quick=("name", "purpose", "text"),
    search={"name": Weight.LOW},
    match=("name",),
    open=True,
    timeline=False,
    rules=(rules.text_makes_an_edition,),
    default_sort="name",
)

#: The desk has its own screen; the record's head offers none of its steps.
NEVER = ("state", ())

privacy_request = ObjectSpec(
    key="privacy_request",
    plural="privacy-requests",
    model=PrivacyRequest,
    label=T("Data request", "个人信息请求"),
    label_plural=T("Data requests", "个人信息请求"),
    title="name",
    icon="shield-check",
    group="settings",
    section="people",
    number="PR-{yyyy}{seq:5}",
    columns=("number", "name", "kind", "state", "due", "owner", "received"),
    sections={
        T("Request", "请求"): ("kind", "details", "received", "due", "state", "owner"),
        T("Who asks", "请求人"): ("name", "phone", "email", "identity", "identified"),
        T("Answer", "答复"): ("answer", "answered_at"),
    },
    quick=("name", "kind", "phone", "email", "identity", "identified", "details"),
    search={"name": Weight.HIGH, "number": Weight.EXACT, "phone": Weight.EXACT, "email": Weight.EXACT},
    match=("number",),
    locked=("due", "state", "answer", "answered_at", "found"),
    personal=("phone", "email", "identity"),
    person=Person(marks=("identity",), beside=True),
    merges=False,
    timeline=False,
    rules=(rules.request_has_its_day,),
    news=REQUEST_NEWS,
    actions=(
        Action("find", desk.find, T("Find the person", "查找此人"), desk.Sought, icon="search", named=True,
            secret=True, offered=NEVER),
        Action("choose", desk.choose, T("Choose the records", "选定记录"), desk.Chosen, icon="check", named=True,
            offered=NEVER),
        Action(
            "deliver", desk.deliver, T("Make the package", "生成数据包"), desk.Wanted, icon="download", named=True,
            guarded=True, secret=True, offered=NEVER,
        ),
        Action(
            "forget", desk.forget, T("Erase the person everywhere", "全面删除此人信息"), icon="eraser", danger=True,
            named=True, guarded=True, secret=True, offered=NEVER,
        ),
        Action("answer", desk.answer, T("Answer", "答复"), desk.Answered, icon="send", offered=NEVER),
    ),
    default_sort="due",
)  # fmt: skip

personal_field = ObjectSpec(
    key="personal_field",
    plural="personal-fields",
    model=PersonalField,
    label=T("Entry on personal data", "个人信息清单条目"),
    label_plural=T("Personal data", "个人信息清单"),
    title="name",
    icon="clipboard-list",
    group="settings",
    section="people",
    carried=("object", "field"),
    columns=("name", "purposes", "basis", "months", "after", "then"),
    sections={
        T("Field", "字段"): ("object", "field"),
        T("Why it is kept", "处理依据"): ("purposes", "basis", "note"),
        T("How long", "保留期限"): ("months", "after", "date_field", "then"),
    },
    quick=("object", "field", "purposes", "basis", "months", "after", "date_field", "then", "note"),
    editors={"object": Editor.OBJECT, "field": Editor.FIELD, "date_field": Editor.FIELD},
    rules=(rules.entry_makes_sense,),
    merges=False,
    timeline=False,
    default_sort="object",
)

OBJECTS = (consent, consent_wording, privacy_request, personal_field)


def desk_role() -> dict[str, Any]:
    """Works on requests; of all else it reads, corrects and erases records of persons, and no others."""
    persons = {"read": "all", "update": "all", "erase": "all"}
    steps = {each.name: "all" for each in privacy_request.actions if each.named}
    return {
        "code": "privacy_desk",
        "name": {"en": "Privacy desk", "zh": "个人信息保护专员"},
        "description": {
            "en": "Answers what persons ask about their data: finds, corrects, hands out and erases it",
            "zh": "处理个人信息请求：查找、更正、提供副本和删除",
        },
        "grants": {
            **{spec.key: persons for spec in person_objects()},
            "personal_field": {"read": "all"}, privacy_request.key: {"*": "all", **steps},
        },
        "fields": {},
    }  # fmt: skip


ROLES = (desk_role,)

#: What keeps a person from being erased.
HELD_BACK = (held_back,)
BESIDE = (Beside("privacy_legalhold", once=("object",)),)
ERASED = (
    Place("privacy_prepared", T("What the desk found and nobody took yet", "尚未取走的查找结果"), "TRUE"),
    Place(
        "privacy_legalhold", T("Reasons of legal holds", "保全原因"), "reason ~* %(pattern)s",
        "reason = regexp_replace(reason, %(pattern)s, '■', 'gi')",
    ),
)  # fmt: skip

TODAY = (
    Section(
        "privacy_requests", T("Data requests", "个人信息请求"), "privacy_request",
        {"field": "state", "op": "eq", "value": "open"}, "due", "due", 2,
    ),
)  # fmt: skip
