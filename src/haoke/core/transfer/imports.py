"""One import from upload to undo; every step is a job whose progress can be seen."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haoke.core import access, jobs, records, registry
from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.errors import Conflict, Denied, Invalid, Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.records.lanes import run_beside
from haoke.core.records.uncollected import uncollected
from haoke.core.text import T
from haoke.core.transfer import (
    actors,
    describing,
    finding,
    ground,
    keeping,
    moving,
    obstacles,
    overriding,
    rejecting,
    resuming,
    staging,
    writing,
)
from haoke.core.transfer.bridge import known_header, targets
from haoke.core.transfer.following import STOPPED, Steps, Stopped
from haoke.core.transfer.given import Given
from haoke.core.transfer.insisting import insisted
from haoke.core.transfer.models import Import, ImportFile, ImportMemory, ImportRow
from haoke.core.transfer.planning import Plan, plan
from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.errors import Unreadable
from haoke.core.transfer.reading.tables import read_sheets
from haoke.core.transfer.tables import Table, relations, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor

State = Import.State
TOO_MANY = T(f"At most {limits.MAX_FILES} files at once", f"一次最多 {limits.MAX_FILES} 个文件")
NOTHING = T("Choose at least one file", "请至少选择一个文件")
NOT_NOW = T("This import is busy or finished", "该导入正在执行或已结束")
READING = T("Reading {name}", "正在读取 {name}")
CHECKING = T("Checking the rows", "正在检查数据")
TRYING = T("Trying it out; nothing is written yet", "正在试运行，尚未写入任何数据")
WRITING = T("Importing", "正在导入")
UNDOING = T("Undoing", "正在撤销")
BROKEN = T("The import stopped: {why}", "导入已停止：{why}")
UNEXPECTED = T("something went wrong; an administrator can see what", "出现意外错误，管理员可查看详情")
_OPEN = (State.READING, State.MAPPING, State.CHECKING, State.READY, State.FAILED)


# -- what a person does ----------------------------------------------------------------------------------
#: A file's bytes, or something that reads them when their turn comes, so that only one file is in memory at a time.
Upload = bytes | Callable[[], bytes]


def create(
    actor: Actor, files: Sequence[tuple[str, Upload]], given: Mapping[str, Any] | None = None, *, later: bool = True
) -> Import:
    """Keep the files and start reading them (`later`: in the worker); raises Denied, Invalid, Conflict."""
    _may_import(actor)
    obstacles.refuse()
    if not files:
        raise Invalid.at("files", "required", NOTHING)
    if len(files) > limits.MAX_FILES:
        raise Invalid.at("files", "too_many", TOO_MANY)
    with transaction.atomic():
        made = Import.objects.create(
            actor=actor.id, name=", ".join(name for name, _ in files)[:300], given=dict(given or {}), via=actor.via,
            key_scopes=actors.scopes_of(actor),
        )  # fmt: skip
        for position, (name, upload) in enumerate(files):
            data = upload() if callable(upload) else upload
            packed = zlib.compress(data, 1) if len(data) <= limits.MAX_FILE_BYTES else b""
            ImportFile.objects.create(batch=made, position=position, name=name[-300:], size=len(data), content=packed)
        if later:
            made.job = jobs.defer(check_job, actor=actor, lock=f"import:{made.id}", batch=str(made.id))
            made.save(update_fields=["job"])
    return made


def get(actor: Actor, batch: UUID) -> Import:
    """An import its owner or an administrator may see; raises Missing."""
    found = seen(actor).filter(id=batch).first()
    if found is None:
        raise Missing
    return found


def seen(actor: Actor) -> QuerySet[Import]:
    """The person's own imports, an administrator's all; of a key made for a few things those it began itself."""
    if actor.key_scopes is not None:
        return Import.objects.filter(actor=actor.id, key_scopes=actors.scopes_of(actor))
    return Import.objects.all() if actor.admin else Import.objects.filter(actor=actor.id)


def change(actor: Actor, batch: UUID, body: Mapping[str, Any]) -> Import:
    """Merge decisions ({tables, answers, fixes, options}) and check again."""
    with transaction.atomic():
        found = _locked(actor, batch, _OPEN)
        overriding.validate(actor, body.get("tables", {}), _objects_of(found), targets())
        found.given = overriding.merged(found.given, body)
        found.state = State.CHECKING
        found.job = jobs.defer(check_job, actor=actor, lock=f"import:{found.id}", batch=str(found.id))
        found.save(update_fields=["given", "state", "job"])
    return found


def _objects_of(found: Import) -> dict[str, str | None]:
    """{table: object} as last understood."""
    return {table["id"]: table["object"] for file in found.files.defer("content") for table in file.tables}


def start(actor: Actor, batch: UUID) -> Import:
    """Carry out a checked import."""
    obstacles.refuse()
    with transaction.atomic():
        found = _locked(actor, batch, (State.READY,))
        found.state, found.change = State.RUNNING, found.change or uuid7()
        found.job = jobs.defer(run_job, actor=actor, lock=f"import:{found.id}", batch=str(found.id))
        found.save(update_fields=["state", "change", "job"])
    return found


def undo(actor: Actor, batch: UUID) -> Import:
    """Take back everything an import did that nobody has edited since."""
    with transaction.atomic():
        found = _locked(actor, batch, (State.DONE,))
        found.state = State.RUNNING
        found.job = jobs.defer(undo_job, actor=actor, lock=f"import:{found.id}", batch=str(found.id))
        found.save(update_fields=["state", "job"])
    return found


def stop(actor: Actor, batch: UUID) -> Import:
    """End whatever is being done to an import; what a run has written already is taken back."""
    with transaction.atomic():
        found = _locked(actor, batch, (State.READING, State.CHECKING, State.RUNNING))
        if found.state != State.RUNNING:
            found.state, found.job, found.message = State.FAILED, None, describing.both(STOPPED)
        elif _is_run(found):
            found.job = jobs.defer(undo_job, actor=actor, lock=f"import:{found.id}", batch=str(found.id))
        else:
            raise Conflict(NOT_NOW, code="not_now")
        found.save(update_fields=["state", "job", "message"])
    return found


def _is_run(found: Import) -> bool:
    return found.job is not None and jobs.kind(found.job) == RUN


def _locked(actor: Actor, batch: UUID, states: Sequence[str]) -> Import:
    get(actor, batch)
    found = Import.objects.select_for_update().get(id=batch)
    if found.state not in states:
        raise Conflict(NOT_NOW, code="not_now")
    return found


def _may_import(actor: Actor) -> None:
    for spec in registry.objects().values():
        try:
            access.require(actor, spec, Verb.IMPORT)
        except Refused:
            continue
        return
    raise Denied


# -- what the worker does ----------------------------------------------------------------------------------
RUN = "transfer.run"


@jobs.job("transfer.check", T("Check an import", "检查导入文件"), about=("batch", "import"), retry=5)
def check_job(batch: str) -> None:
    """Read, guess, plan and dry-run one import."""
    with _attended(batch) as (actor, found):
        check(actor, found, Steps(found.id, CHECKING))


@jobs.job(RUN, T("Carry out an import", "执行导入"), about=("batch", "import"), retry=5)
def run_job(batch: str) -> dict[str, Any]:
    """Write one import; run again after a crash it finds what is done already by its memory."""
    with _attended(batch) as (actor, found):
        return run(actor, found, Steps(found.id, WRITING))


@jobs.job("transfer.undo", T("Take an import back", "撤销导入"), about=("batch", "import"), retry=5)
def undo_job(batch: str) -> dict[str, Any]:
    """Take one import back."""
    with _attended(batch) as (actor, found):
        return take_back(actor, found, Steps(found.id, UNDOING))


@contextmanager
def _attended(batch: str) -> Iterator[tuple[Actor, Import]]:
    """Whoever imports, and his import; what ends early is marked as failed, so that nobody waits for it."""
    found = Import.objects.get(id=batch)
    attempt = jobs.current()
    if attempt is not None and found.job != attempt.job:
        raise Stopped(STOPPED)
    finished = False
    why: T = UNEXPECTED
    try:
        with actors.at_work(actors.load(found.actor, scopes=found.key_scopes)) as actor:
            yield actor, found
        finished = True
    except Stopped:
        finished = True
        raise
    except Refused as refused:
        why = refused.message
        raise
    finally:
        if not finished:
            failed(found.id, why)


@uncollected()
@insisted
def check(actor: Actor, found: Import, step: Steps) -> None:
    """Work out everything there is to show before a run; the import is READY, or MAPPING when no table is known."""
    _save(found, state=State.READING)
    staging.drop(found)
    tables = read(found, step)
    _save(found, state=State.CHECKING, result={**(found.result or {}), "progress": None})
    then = ground.now()
    given = given_of(actor, found, tables)
    made = plan(actor, tables, relations(tables, targets()), targets(), given, step)
    if not made.sources:
        found.state, found.message = State.MAPPING, describing.both(describing.why_not(tables))
        _describe(found, tables, made, given, [], [])
        return
    with staging.Staging() as kept:
        with step.beside(TRYING) as beside:
            carried = writing.dry_run(actor, made, given, beside, kept, found.id)
        run_beside([
            partial(keeping.store_rows, found, made, carried),
            partial(kept.store, found, actor, made, given, then),
        ])  # fmt: skip
    found.state, found.message = State.READY, None
    _describe(found, tables, made, given, carried.counts(made), [])


@uncollected()
@insisted
def run(actor: Actor, found: Import, step: Any) -> dict[str, Any]:
    """Carry a checked import out; gives its counts."""
    change = found.change or uuid7()
    begun = bool(resuming.written(change))
    if not begun and moving.moved(actor, found, change, step):
        rejecting.renew(found)
        items = describing.plain(finding.found(actor, finding.names_of(found), targets()))
        _save(found, state=State.DONE, change=change, finished_at=timezone.now(), message=None, found=items)
    else:
        _anew(actor, found, change, step)
    staging.drop(found)
    return {"counts": found.counts}


def _anew(actor: Actor, found: Import, change: UUID, step: Any) -> None:
    """Work everything out again and write what is not written yet."""
    tables = read(found, step)
    given = given_of(actor, found, tables)
    made = plan(actor, tables, relations(tables, targets()), targets(), given, step)
    before = resuming.written(change)
    carried = writing.run(actor, made, given, change, found, step)
    resuming.recount(actor, carried, before)
    keeping.store_rows(found, made, carried)
    found.state, found.change, found.finished_at, found.message = State.DONE, change, timezone.now(), None
    items = finding.found(actor, finding.names_in(carried), targets())
    _describe(found, tables, made, given, carried.counts(made), items)


def take_back(actor: Actor, found: Import, step: Any) -> dict[str, Any]:
    """Undo a finished import; what was edited since is kept and named."""
    result: dict[str, Any] = {"undone": 0, "kept": []}
    if found.change is not None:
        total = sum(item["create"] + item["update"] for item in found.counts)
        with suppress(Missing):  # it had changed nothing
            result = records.undo(actor, found.change, progress=lambda done: step(done, max(done, total)))
            result["undone"] = min(result["undone"], total - len({item["id"] for item in result["kept"]}))
    with transaction.atomic():
        _forget(found, {UUID(item["id"]) for item in result["kept"]})
        found.state, found.result = State.UNDONE, describing.plain(result)
        found.save(update_fields=["state", "result"])
    return result


def _forget(found: Import, kept: set[UUID]) -> None:
    """Memory goes back to what it was before the import; records that were kept stay known."""
    before = {
        row.record: row.memory
        for row in ImportRow.objects.filter(batch=found, verdict__in=("update", "conflict")).exclude(memory=None)
        if row.record is not None
    }
    gone = ImportMemory.objects.filter(batch=found.id).exclude(record__in=kept)
    gone.exclude(record__in=list(before)).delete()
    for record, memory in before.items():
        ImportMemory.objects.filter(batch=found.id, record=record).update(values=memory, version=-1)


def read(found: Import, step: Any) -> list[Table]:
    """Tables of all files as guessed and overridden; a file that cannot be read keeps its reason."""
    tables: list[Table] = []
    files = list(found.files.order_by("position"))
    for number, file in enumerate(files):
        step(number, len(files) + 1, READING.fill(name=file.name))
        try:
            if file.size > limits.MAX_FILE_BYTES:
                raise Unreadable("too_large")
            if not file.content:
                raise Unreadable("erased")
            sheets = read_sheets(zlib.decompress(bytes(file.content)))
        except Unreadable as bad:
            ImportFile.objects.filter(id=file.id).update(
                error={"code": bad.code, **describing.both(bad.message)}, tables=[]
            )
            continue
        ImportFile.objects.filter(id=file.id).update(
            encoding=sheets[0].encoding, delimiter=sheets[0].delimiter, error=None
        )
        for place, sheet in enumerate(sheets):
            ident = f"{file.position}.{place}"
            rule = found.given.get("tables", {}).get(ident, {})
            table = table_of(sheet, file.name, ident, targets(), known_header, rule.get("header_row"))
            tables.append(overriding.applied(table, rule, targets()))
    return tables


def given_of(actor: Actor, found: Import, tables: Sequence[Table]) -> Given:
    """Decisions, with "historical" as the default wherever it is allowed and the files bring a history."""
    allowed = all(_may_history(actor, table.object) for table in tables if table.object)
    given = Given.load(found.given, historical=allowed)
    return given if allowed or not given.historical else Given.load({**found.given, "options": {"historical": False}})


def _may_history(actor: Actor, key: str) -> bool:
    if actor.id == SYSTEM_ID:
        return True
    try:
        access.require(actor, registry.get(key), Verb.HISTORY)
    except Refused:
        return False
    return True


def _describe(
    found: Import,
    tables: Sequence[Table],
    made: Plan,
    given: Given,
    counts: list[dict[str, Any]],
    items: list[dict[str, Any]],
) -> None:
    for file in found.files.all():
        mine = [describing.table(table) for table in tables if table.id.split(".")[0] == str(file.position)]
        ImportFile.objects.filter(id=file.id).update(tables=describing.plain(mine))
    found.questions = describing.plain([describing.question(item) for item in made.questions])
    found.issues = describing.plain([describing.issue(item) for item in made.issues] + describing.notices(made))
    found.counts, found.found = counts, describing.plain(items)
    problems = rejecting.keep(found, tables)
    found.result = {"historical": given.historical, "repeated": made.repeated, "problems": problems}
    names = ("state", "message", "change", "finished_at", "questions", "issues", "counts", "found", "result")
    _save(found, **{name: getattr(found, name) for name in names})


def _save(batch: Import, /, **values: Any) -> None:
    """Write what a step found out, unless another has begun in its place; raises Stopped."""
    if not Import.objects.filter(id=batch.id, job=batch.job).update(**values):
        raise Stopped(STOPPED)
    for name, value in values.items():
        setattr(batch, name, value)


def failed(batch: UUID, why: T | str) -> None:
    """Mark an import whose job cannot go on."""
    message = describing.both(BROKEN.fill(why=why))
    Import.objects.filter(id=batch).update(state=State.FAILED, message=message)
