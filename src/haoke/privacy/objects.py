"""Consents and their wordings as people and machines meet them; consents have routes of their own (api)."""

from __future__ import annotations

from haoke.core.spec import ObjectSpec, Weight
from haoke.core.text import T
from haoke.privacy import rules
from haoke.privacy.models import Consent, ConsentWording

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

OBJECTS = (consent, consent_wording)
