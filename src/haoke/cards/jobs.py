"""Reading a photo of a card: later, one at a time, and forgotten as soon as its reader has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from haoke.cards import rules
from haoke.cards.queries import pictures, told
from haoke.core import jobs
from haoke.core.errors import Conflict, Missing, TooMany
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import kind_of
from haoke.core.records.files import attaching, storing
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

#: Photos of one person that wait or are read.
WAITING: Final = 20
#: What nobody fetched is kept so long.
KEEP: Final = timedelta(hours=1)
ABSENT: Final = T(
    "Photos cannot be read here yet; an administrator has to install haoke[cards]",
    "尚未启用图片识别，请管理员安装 haoke[cards]",
)
ENOUGH: Final = T("Many photos are being read already; wait for them", "正在识别的图片较多，请稍候")
GONE: Final = T("What was read is gone already; read the photo again", "识别结果已清除，请重新识别图片")
READING: Final = T("Reading the photo", "正在识别图片")


def start(actor: Actor, file: UUID) -> UUID:
    """The job that reads a photo the actor uploaded or may read."""
    if not pictures.available():
        raise Conflict(ABSENT, code="no_reader")
    if not attaching.readable(actor, [file]):
        raise Missing
    if attaching.known([file])[file].type not in pictures.TYPES:
        raise pictures.Unreadable(pictures.FORMAT)
    if _mine(actor).filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).count() >= WAITING:
        raise TooMany(ENOUGH, extra={"retry_after": 60})
    return jobs.defer(read_job, actor=actor, file=str(file))


@jobs.job("cards.read", T("Reading of a card", "名片识别"), retry=2, lock="cards.read")
def read_job(file: str) -> list[dict[str, Any]]:
    """[{text, box, score}] of a photo; one is read at a time, for each takes half a gigabyte."""
    jobs.Progress().step(0, message=READING)
    _, digest = attaching.described(UUID(file))
    found = pictures.look(b"".join(storing.pieces(digest)))
    return [{"text": piece.text, "box": piece.box, "score": piece.score} for piece in found]


def take(actor: Actor, job: UUID) -> dict[str, Any]:
    """What a photo said, as `told` gives it, each line with `box` and `score`; it is kept nowhere from then on."""
    with transaction.atomic():
        found = _mine(actor).select_for_update().filter(id=job, state=Job.State.DONE).first()
        if found is None:
            raise Missing
        lines = found.result
        if lines is None:
            raise Missing(GONE, code="gone")
        found.result = None
        found.save(update_fields=["result"])
    answer = told(actor, rules.read([line["text"] for line in lines]))
    return answer | {"lines": [line | read for line, read in zip(lines, answer["lines"], strict=True)]}


def _mine(actor: Actor) -> Any:
    return Job.objects.filter(kind=kind_of(read_job).name, actor=actor.id)


@jobs.job("cards.forget", T("Forget what photos of cards said", "清除名片识别结果"), every="*/20 * * * *")
def forget() -> int:
    """Clear what was read and not fetched within an hour; how many."""
    old = Job.objects.filter(kind=kind_of(read_job).name, result__isnull=False, finished_at__lt=Now() - KEEP)
    return old.update(result=None)
