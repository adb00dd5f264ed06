"""Sequences, who is in them and blocked addresses as people and machines meet them; being in one has its own routes."""

from __future__ import annotations

from haoke.core.spec import Editor, Handed, ObjectSpec
from haoke.core.text import T
from haoke.inbox.mail.sequences import rules
from haoke.inbox.mail.sequences.models import MailBlock, MailEnrolment, MailSequence

mail_sequence = ObjectSpec(
    key="mail_sequence",
    plural="mail-sequences",
    model=MailSequence,
    label=T("Follow-up sequence", "邮件跟进序列"),
    label_plural=T("Follow-up sequences", "邮件跟进序列"),
    title="name",
    icon="calendar-clock",
    group="settings",
    section="mail",
    carried=("name",),
    switch="active",
    columns=("name", "object", "language", "active"),
    sections={
        T("Sequence", "序列"): ("name", "object", "language", "active"),
        T("Mails", "邮件"): ("steps",),
        T("What ends it", "结束条件"): ("on_contact", "stop_when"),
    },
    quick=("name", "object", "language"),
    match=("name",),
    open=True,
    timeline=False,
    rules=(rules.sequence_makes_sense,),
    editors={"object": Editor.OBJECT, "stop_when": Editor.CRITERIA},
    default_sort="name",
)

mail_enrolment = ObjectSpec(
    key="mail_enrolment",
    plural="mail-enrolments",
    model=MailEnrolment,
    label=T("Follow-up by mail", "邮件跟进"),
    label_plural=T("Follow-ups by mail", "邮件跟进"),
    title="address",
    icon="send",
    about=("object", "record"),
    ends=Handed("state", value="running"),
    personal=("address",),
    internal=True,
    timeline=False,
    default_sort="-created_at",
)

mail_block = ObjectSpec(
    key="mail_block",
    plural="mail-blocks",
    model=MailBlock,
    label=T("Blocked address", "停发地址"),
    label_plural=T("Blocked addresses", "停发地址"),
    title="address",
    icon="user-x",
    group="settings",
    section="mail",
    columns=("address", "kind", "note", "created_at"),
    quick=("address", "kind", "note"),
    match=("address",),
    timeline=False,
    rules=(rules.address_is_small,),
    default_sort="-created_at",
)

SEQUENCES = (mail_sequence, mail_enrolment, mail_block)
