"""What a list says persons consented to, as columns of an import: each yes and no with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.access.scopes import key_allows
from haoke.core.errors import BadValue
from haoke.core.records import gate
from haoke.core.records.batch import Batch
from haoke.core.records.reach import CHANNELS
from haoke.core.text import T, say
from haoke.core.transfer.converting import as_datetime, moment_in
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.targets import Aside
from haoke.core.transfer.reading.cells import Cell, text_of
from haoke.privacy import choices
from haoke.privacy.actions.consenting import NO_PERSON, NOT_YET, Said, values_of
from haoke.privacy.models import Consent
from haoke.privacy.queries.people import person_objects, persons
from haoke.privacy.rules.words import word_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import Choice
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.core.transfer.asides import Line
    from haoke.core.transfer.guessing.dates import Reading

PREFIX: Final = "@consent/"
AT, PROOF = f"{PREFIX}at", f"{PREFIX}proof"
GROUP: Final = T("Consents", "同意记录")
_LABEL: Final = T("Consent: {channel}, {purpose}", "同意：{channel}，{purpose}")
LONGEST: Final = 1_500
CLOSED: Final = T(
    "You may not note what persons of “{object}” consented to: ask for the right to change them,"
    " or leave these columns out",
    "您无权登记“{object}”的同意记录，请申请修改权限，或不导入这些列",
)
NOT_YOURS: Final = T(
    "You may not change this record, so its consents are not noted", "您不能修改此记录，因此未登记其同意"
)
NO_DAY: Final = T(
    "“{value}” is no day, so the consents of this row are not noted: write it as 2024-05-01",
    "“{value}”不是日期，因此未登记此行的同意，请写成 2024-05-01",
)
TOO_LONG: Final = T("Say it in at most {most} characters", "请用不超过 {most} 个字说明")
SAID_NO: Final = T(
    "The person said no on {day}: a yes without a day does not outweigh that. Give the day of the consent",
    "此人已于 {day} 拒绝或退订，没有日期的同意不能取代。请提供同意日期",
)
SOURCE: Final = T("Import “{file}”, row {row}", "导入“{file}”第 {row} 行")
TOLD: Final = T("What persons said to being reached is noted: {count}", "将登记同意记录 {count} 条")
#: What lists call a yes to a channel; `{0}` is the channel.
_HEADERS: Final = (
    "{0} consent", "{0} opt in", "{0} opt-in", "{0} marketing", "{0} marketing consent", "consent {0}",
    "consent to {0}", "consent: marketing, {0}", "marketing by {0}", "同意{0}", "{0}同意", "{0}订阅", "订阅{0}",
    "接收{0}", "同意接收{0}", "是否接收{0}", "{0}营销", "{0}营销同意", "同意：{0}营销", "是否同意{0}",
)  # fmt: skip
_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "email": (
        "newsletter", "newsletters", "newsletter subscription", "subscribed to newsletter", "mailing list",
        "email opt in", "email consent", "email marketing", "邮件列表", "电子邮件订阅", "邮箱订阅",
    ),
    "sms": ("sms opt in", "sms consent", "sms marketing", "text consent"),
    "phone": ("call consent", "可致电", "允许致电"),
}  # fmt: skip
_AT_CALLED: Final = (
    "consent date", "consented on", "opt in date", "opt-in date", "date of consent", "subscribed on", "同意时间",
    "订阅日期", "订阅时间", "授权日期",
)  # fmt: skip
_PROOF_CALLED: Final = (
    "proof of consent", "consent proof", "consent source", "opt in source", "opt-in source", "source of consent",
    "how consented", "同意来源", "同意方式", "同意凭证", "订阅来源", "授权方式",
)  # fmt: skip
_BAD: Final = "no_day"


def _asides() -> Iterator[Aside]:
    for purpose in choices.PURPOSES:
        if purpose.value in choices.SEPARATE:
            continue
        for channel in CHANNELS:
            label = _LABEL.fill(channel=channel.label, purpose=purpose.label)
            called = _called(channel) if purpose.value == "marketing" else ()
            yield Aside(f"{PREFIX}{channel.value}/{purpose.value}", label, called, GROUP, dated=True)
    yield Aside(AT, T("Day of the consents", "同意日期"), _AT_CALLED, GROUP, dated=True)
    yield Aside(PROOF, T("Proof of the consents", "同意证明"), _PROOF_CALLED, GROUP)


def _called(channel: Choice) -> tuple[str, ...]:
    names = [say(channel.label, language) for language in ("en", "zh")]
    return (*(each.format(name) for each in _HEADERS for name in names), *_CALLED.get(channel.value, ()))


_ASIDES: Final = tuple(_asides())


@dataclass(slots=True)
class _Filed:
    """What the lines of one change come to."""

    tx: Tx
    spec: ObjectSpec
    closed: set[UUID]
    persons: set[UUID]
    former: dict[tuple[UUID, str, str], list[Consent]]

    def lines(self, line: Line) -> Iterator[tuple[Said | None, Trouble | None]]:
        """Each consent a row says that is not known yet, or why it is not noted."""
        words = {path: word for path, word in line.said.items() if path not in (AT, PROOF) and word is not None}
        against = NOT_YOURS if line.record in self.closed else None if line.record in self.persons else NO_PERSON
        if against is not None or (AT in line.said and line.said[AT] is None):
            yield from ((None, Trouble(path, "closed", against)) for path in words if against is not None)
            return
        for path, (state, day) in words.items():
            _, channel, purpose = path.split("/")
            at = _past(day or line.said.get(AT), self.tx.now)
            yield self._one(line, path, (channel, purpose, state), at)

    def _one(
        self, line: Line, path: str, what: tuple[str, str, str], at: datetime | None
    ) -> tuple[Said | None, Trouble | None]:
        channel, purpose, state = what
        former = self.former.get((line.record, channel, purpose), [])
        if at is not None and at > self.tx.now:
            return None, Trouble(path, "future", NOT_YET)
        if any(each.state == state and at in (None, each.at) for each in (former[:1] if at is None else former)):
            return None, None
        if at is None and state == choices.GIVEN and former and former[0].state != choices.GIVEN:
            day = f"{former[0].at.astimezone(clock.timezone()):%Y-%m-%d}"
            return None, Trouble(path, "said_no", SAID_NO.fill(day=day))
        proof = " · ".join(filter(None, (line.said.get(PROOF), say(SOURCE.fill(file=line.file, row=line.row)))))
        said = Said.model_validate({
            "channel": channel, "purpose": purpose, "state": state, "how": "import", "at": at or self.tx.now,
            "proof": proof,
        })  # fmt: skip
        return said, None

    def counts(self, record: UUID, said: Said) -> bool:
        """Whether a new word is the latest; the one that was is no longer."""
        former = self.former.get((record, said.channel, said.purpose), [])
        latest = not former or (said.at or self.tx.now) >= former[0].at
        if latest and former and former[0].current:
            self.tx.set("consent", former[0].id, {"current": False})
        return latest


class Consents:
    """Consents as columns of an import (`core.transfer.asides.Teller`)."""

    prefix = PREFIX

    def asides(self, spec: ObjectSpec) -> Sequence[Aside]:
        """Of persons: each channel by each purpose that needs no separate consent, the day, the proof."""
        return _ASIDES if spec.key in {each.key for each in person_objects()} else ()

    def closed(self, actor: Actor, spec: ObjectSpec) -> T | None:
        """Whoever may change a person's record notes what he said."""
        noting = key_allows(actor, registry.get("consent"), Verb.CREATE)
        may = noting and access.scope_of(actor, spec, Verb.UPDATE) is not Scope.NONE
        return None if may else CLOSED.fill(object=spec.label_plural)

    def read(self, path: str, cell: Cell, dates: Reading) -> Any:
        """(state, moment or None), a moment, or the proof; raises BadValue."""
        text = text_of(cell).strip()
        if path == PROOF:
            if len(text) > LONGEST:
                raise BadValue("too_long", TOO_LONG.fill(most=LONGEST))
            return text
        if path != AT:
            return word_of(cell, dates)
        try:
            return as_datetime(moment_in(cell, text, dates))
        except (BadValue, ArithmeticError):
            raise BadValue(_BAD, NO_DAY.fill(value=text[:40])) from None

    def write(self, tx: Tx, spec: ObjectSpec, lines: Sequence[Line]) -> tuple[int, Mapping[UUID, list[Trouble]]]:
        """Note what is new; what is known already is not noted twice."""
        ids = [line.record for line in lines]
        filed = _Filed(
            tx, spec, gate.lost(tx.actor, spec, ids, Verb.UPDATE), set(persons(spec, ids)), _former(spec.key, ids)
        )
        troubles: dict[UUID, list[Trouble]] = {}
        rows = []
        for line in lines:
            for said, trouble in filed.lines(line):
                if trouble is not None:
                    troubles.setdefault(line.record, []).append(trouble)
                if said is not None:
                    current = filed.counts(line.record, said)
                    rows.append((None, None, values_of(tx, spec.key, line.record, said) | {"current": current}))
        for verdict in Batch(tx, registry.get("consent"), trusted=True).rows(rows):
            if verdict.error is not None:
                raise verdict.error
        return len(rows), troubles

    def told(self, count: int) -> T:
        return TOLD.fill(count=f"{count:,}")


def _past(at: datetime | None, now: datetime) -> datetime | None:
    """The moment; noon of today, which a bare day of today means, is now at the latest."""
    zone = clock.timezone()
    same = at is not None and at.astimezone(zone).date() == now.astimezone(zone).date()
    return min(at, now) if at is not None and same else at


def _former(key: str, ids: Sequence[UUID]) -> dict[tuple[UUID, str, str], list[Consent]]:
    """{(record, channel, purpose): what was said of it, the latest first}."""
    found: dict[tuple[UUID, str, str], list[Consent]] = {}
    for each in Consent._base_manager.filter(object=key, record__in=ids, deleted_at=None).order_by("-at", "-id"):
        found.setdefault((each.record, each.channel, each.purpose), []).append(each)
    return found


CONSENTS: Final = Consents()
