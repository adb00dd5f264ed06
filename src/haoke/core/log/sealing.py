"""Proves the Log: every sealed entry is as it was, none is missing, none was put in between.

The digests are computed here from the rows; the database's own functions, which an intruder could have replaced, are
not asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BATCH = 20  # seals read at a time
LATE = 3600  # seconds an entry may wait for its seal before somebody should look

CHANGED = T(
    "Seal {number} ({day}): one or more of the entries {first}–{last} were changed.",
    "封存 {number}（{day}）：第 {first}–{last} 条记录中有内容被改动。",
)
REMOVED = T(
    "Seal {number} ({day}): of the entries {first}–{last}, {count} are missing.",
    "封存 {number}（{day}）：第 {first}–{last} 条记录缺少 {count} 条。",
)
INSERTED = T(
    "Seal {number} ({day}): among the entries {first}–{last}, {count} were put in later.",
    "封存 {number}（{day}）：第 {first}–{last} 条记录中有 {count} 条是后来插入的。",
)
BROKEN = T("Seal {number} does not follow the one before it.", "封存 {number} 与前一个不相连。")
BEFORE = T(
    "{count} entries stand before the first that was ever written: they were put in later.",
    "有 {count} 条记录排在最早的记录之前，是后来插入的。",
)
UNTOLD = T(
    "Entry {entry} is blank as if erased, but no erasure tells of it.",
    "第 {entry} 条记录如同已删除，但没有对应的删除记录。",
)
REFILLED = T("Entry {entry} was erased and holds values again.", "第 {entry} 条记录已被删除，却又含有内容。")
HEADLESS = T(
    "The chain does not contain the head kept elsewhere ({head}): its end was cut off or all of it was made anew.",
    "链中没有另行保存的封存值（{head}）：末尾被截去，或整条链被重做。",
)
WAITING = T(
    "{count} entries wait for their seal for over an hour: a job does not run, or a transaction never ends.",
    "有 {count} 条记录等待封存已超过一小时：任务未运行，或有事务一直未结束。",
)

# The same as in sealing.sql, on purpose written again.
_DIGEST: Final = """sha256(convert_to(jsonb_build_array(
    e.id, e.xid::text, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor, e.behalf, e.via, e.action, e.change,
    e.object, e.record, e.verb, e.version, encode(coalesce(x.commitment, sha256(
        coalesce(t.salt, sha256(s.secret || int8send(e.id)))
        || convert_to(jsonb_build_array(e.reason, e.data)::text, 'UTF8')
    )), 'hex'))::text, 'UTF8'))"""
_SEALS: Final = f"""
SELECT s.number, s.made_at, (extract(epoch FROM s.made_at) * 1000000)::bigint, s.first_id,
    s.last_id, s.entries, s.digest, r.found, r.rows
FROM (SELECT * FROM log.seal WHERE number > %s ORDER BY number LIMIT {BATCH}) s
LEFT JOIN LATERAL (
    SELECT count(*) AS found, sha256(coalesce(string_agg({_DIGEST}, ''::bytea ORDER BY e.id), ''::bytea)) AS rows
    FROM log.entry e LEFT JOIN log.salt t ON t.entry = e.id LEFT JOIN log.erased x ON x.entry = e.id
    WHERE e.id BETWEEN s.first_id AND s.last_id
) r ON true ORDER BY s.number"""
_ERASED: Final = """SELECT x.entry, e.reason = '' AND (e.data IS NULL OR e.data = '{}' OR NOT EXISTS (
    SELECT 1 FROM jsonb_each(e.data) side, jsonb_each(side.value) cell WHERE cell.value <> 'null')),
    EXISTS (SELECT 1 FROM log.entry told WHERE told.record = e.record AND told.verb = 'x:erase'
        AND told.data -> 'entries' @> to_jsonb(x.entry))
FROM log.erased x JOIN log.entry e ON e.id = x.entry ORDER BY x.entry"""
_WAITING: Final = """SELECT count(*) FROM log.entry WHERE at < now() - make_interval(secs => %s)
    AND id > coalesce((SELECT max(last_id) FROM log.seal), 0)"""
#: Numbers begin at 1, and so does the first seal: what stands before is in none.
_BEFORE: Final = "SELECT count(*) FROM log.entry WHERE id < 1"
_HEAD: Final = "SELECT number || ':' || encode(digest, 'hex') FROM log.seal ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it is kept, and what its entries give now."""

    number: int
    made_at: Any
    moment: int
    first: int
    last: int
    entries: int
    digest: bytes
    found: int
    rows: bytes

    def chained(self, before: Seal | None) -> bytes:
        """The digest this seal must have after `before`."""
        numbers = (self.number, self.moment, self.first, self.last, self.entries)
        packed = b"".join(number.to_bytes(8, "big", signed=True) for number in numbers)
        return hashlib.sha256((before.digest if before else b"") + packed + self.rows).digest()

    @property
    def head(self) -> str:
        """What may be kept elsewhere of the chain up to here."""
        return f"{self.number}:{self.digest.hex()}"


@dataclass(slots=True)
class Verdict:
    """What a verification found: nothing in `faults` when the Log is whole up to `head`."""

    faults: list[T]
    head: str | None = None
    seals: int = 0
    entries: int = 0


def seal_up(most: int = 100) -> int:
    """Seal what is complete, at most so many thousands of entries; how many entries were sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT log.seal_up(%s)", [most])
        return int(cursor.fetchone()[0])


def head() -> str | None:
    """Number and digest of the latest seal, to keep where nobody who writes the database can; None without one."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return str(row[0]) if row else None


def verify(kept: str | None = None) -> Verdict:
    """Compute the whole chain anew, in one snapshot; `kept` is a head noted earlier, which the chain must contain."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found, heads = Verdict([]), set[str]()
        before: Seal | None = None
        for seal in _seals(cursor):
            found.faults.extend(_wrong(seal, before))
            heads.add(seal.head)
            found.head, found.seals, found.entries = seal.head, found.seals + 1, found.entries + seal.entries
            before = seal
        if kept and kept not in heads:
            found.faults.append(HEADLESS.fill(head=kept))
        found.faults.extend(_before_all(cursor))
        found.faults.extend(_erasures(cursor))
        found.faults.extend(_late(cursor))
    return found


def _seals(cursor: Any) -> Iterator[Seal]:
    last = 0
    while True:
        cursor.execute(_SEALS, [last])
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
        for row in rows:
            number, made_at, moment, first, end, entries, digest, count, sums = row
            yield Seal(number, made_at, moment, first, end, entries, bytes(digest), count, bytes(sums))
            last = number
        if not rows:
            return


def _wrong(seal: Seal, before: Seal | None) -> Iterator[T]:
    number, last = (before.number, before.last) if before else (0, 0)
    if (seal.number, seal.first) != (number + 1, last + 1):
        yield BROKEN.fill(number=seal.number)
    elif seal.chained(before) == seal.digest:
        return
    about = {"number": seal.number, "day": f"{seal.made_at:%Y-%m-%d}", "first": seal.first, "last": seal.last}
    if seal.found < seal.entries:
        yield REMOVED.fill(**about, count=seal.entries - seal.found)
    elif seal.found > seal.entries:
        yield INSERTED.fill(**about, count=seal.found - seal.entries)
    elif seal.chained(before) != seal.digest:
        yield CHANGED.fill(**about)


def _before_all(cursor: Any) -> Iterator[T]:
    cursor.execute(_BEFORE)
    count = cursor.fetchone()[0]
    if count:
        yield BEFORE.fill(count=count)


def _erasures(cursor: Any) -> Iterator[T]:
    cursor.execute(_ERASED)
    for entry, blank, told in cursor.fetchall():
        if not blank:
            yield REFILLED.fill(entry=entry)
        if not told:
            yield UNTOLD.fill(entry=entry)


def _late(cursor: Any) -> Iterator[T]:
    cursor.execute(_WAITING, [LATE])
    count = cursor.fetchone()[0]
    if count:
        yield WAITING.fill(count=count)
