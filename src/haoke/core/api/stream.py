"""Server-sent events: a small ASGI application that tells open windows what changed, ids and versions only."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson

from haoke.core.limits.metering import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    from haoke.core.access.actor import Actor

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]

log = logging.getLogger("haoke.stream")

PING_SECONDS = 15
QUEUE_LIMIT = 200
#: When somebody who has too many windows open may ask again, in seconds.
RETRY_AFTER = 60
MOST_IDS = 500
POLL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Happened:
    """One log entry as the stream needs it."""

    object: str
    record: UUID
    version: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A job whose state or progress has changed, and who started it (None: nobody)."""

    job: UUID
    actor: UUID | None


@dataclass(slots=True, eq=False)
class Window:
    """One open stream: whose it is, which lists and records it shows, and what is waiting to be sent."""

    actor: Actor
    objects: frozenset[str]
    ids: frozenset[UUID]
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LIMIT))

    def events(self, entries: Sequence[Happened]) -> list[dict[str, Any]]:
        """What this window is told of the entries: records it opened, and that a list it shows has changed."""
        records = {e.record: e for e in entries if e.record in self.ids}
        lists = {e.object for e in entries if e.object in self.objects}
        told: list[dict[str, Any]] = [
            {"type": "record", "object": e.object, "id": str(e.record), "version": e.version} for e in records.values()
        ]
        return told + [{"type": "list", "object": key} for key in sorted(lists)]

    def progress(self, moved: Sequence[Moved]) -> list[dict[str, Any]]:
        """What this window is told of jobs: that those its own person started have moved."""
        return [{"type": "job", "id": str(each.job)} for each in moved if each.actor == self.actor.id]

    def personal(self, people: Collection[UUID]) -> list[dict[str, Any]]:
        """That something has come to this window's own person; what, it asks for itself."""
        return [{"type": "notice"}] if self.actor.id in people else []


class Hub:
    """All open windows of this process."""

    def __init__(self) -> None:
        self.windows: set[Window] = set()

    def publish(self, entries: Sequence[Happened], moved: Sequence[Moved] = (), people: Collection[UUID] = ()) -> None:
        """Queue the entries for every window they concern; a window that does not keep up is closed and reconnects."""
        for window in tuple(self.windows):
            for event in (*window.events(entries), *window.progress(moved), *window.personal(people)):
                self._put(window, b"data: " + orjson.dumps(event) + b"\n\n")

    def full(self, actor: Actor) -> bool:
        """Whether somebody has as many windows open as anybody may."""
        return sum(each.actor.id == actor.id for each in self.windows) >= WINDOWS

    def close(self, window: Window) -> None:
        """End a window's stream."""
        self.windows.discard(window)
        while not window.queue.empty():
            window.queue.get_nowait()
        window.queue.put_nowait(None)

    def _put(self, window: Window, data: bytes) -> None:
        try:
            window.queue.put_nowait(data)
        except asyncio.QueueFull:
            self.close(window)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the stream gets its facts; they are synchronous and run on one thread with its own connection.

    `allows(origin, host)`: may a page from that origin listen · `authenticate(headers)`: actor or None ·
    `visible(actor, ids)`: those it may read ·
    `open_to(actor, objects)`: those of which it may read anything ·
    `fresh()`: entries since the last call · `moved()`: jobs that did since ·
    `reached()`: people to whom something has come since ·
    `alive(actors)`: those whose session still holds · `wait(seconds)`: blocks until something may be new.
    """

    allows: Callable[[str, str], bool]
    authenticate: Callable[[Mapping[str, str]], Actor | None]
    visible: Callable[[Actor, frozenset[UUID]], frozenset[UUID]]
    open_to: Callable[[Actor, frozenset[str]], frozenset[str]]
    fresh: Callable[[], Sequence[Happened]]
    moved: Callable[[], Sequence[Moved]]
    reached: Callable[[], Collection[UUID]]
    alive: Callable[[Sequence[Actor]], Sequence[Actor]]
    wait: Callable[[float], None]


class Stream:
    """The ASGI application."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.hub = Hub()
        self._reader = ThreadPoolExecutor(1, "stream-read")
        self._waiter = ThreadPoolExecutor(1, "stream-wait")
        self._pump: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _read(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work, *args)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._pump is None:
            self._pump = asyncio.create_task(self._run())
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get("origin", "")
        if origin and not self.source.allows(origin, headers.get("host", "")):
            await _reply(send, 403)
            return
        window, status = await self._admitted(headers, scope["query_string"].decode("latin-1"))
        if window is not None and self.hub.full(window.actor):
            # Not the oldest one: its browser would take the line up again, and close the next, without end.
            window, status = None, 429
        if window is None:
            await _reply(send, status, [*_cors(origin), *_AGAIN.get(status, ())])
            return
        self.hub.windows.add(window)
        try:
            await self._stream(window, receive, send, _cors(origin))
        finally:
            self.hub.windows.discard(window)

    async def _admitted(self, headers: Mapping[str, str], query: str) -> tuple[Window | None, int]:
        """A window, or why there is none: without an answer of ours a browser would blame the origin."""
        try:
            actor = await self._read(self.source.authenticate, headers)
            return (None, 401) if actor is None else (await self._open(actor, query), 200)
        except Exception:
            log.exception("a window was not let in; it tries again")
            return None, 503

    async def _open(self, actor: Actor, query: str) -> Window:
        wanted = parse_qs(query, max_num_fields=20)
        ids = frozenset(_uuids(wanted.get("ids", [])))
        seen = await self._read(self.source.visible, actor, ids) if ids else frozenset()
        named = frozenset(",".join(wanted.get("objects", [])).split(",")) - {""}
        return Window(actor, await self._read(self.source.open_to, actor, named) if named else named, seen)

    async def _stream(self, window: Window, receive: Receive, send: Send, cors: list[tuple[bytes, bytes]]) -> None:
        headers = [
            *cors,
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        gone = asyncio.create_task(_until_disconnect(receive))
        try:
            while not gone.done():
                data = await _next(window.queue)
                if data is None:
                    break
                await send({"type": "http.response.body", "body": data, "more_body": True})
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.run_in_executor(self._waiter, self.source.wait, POLL_SECONDS / 2)
                entries, moved = await self._read(self.source.fresh), await self._read(self.source.moved)
                self.hub.publish(entries, moved, await self._read(self.source.reached))
                await self._end_dead()
            except Exception:
                log.exception("stream reader failed; trying again")
                await asyncio.sleep(POLL_SECONDS)

    async def _end_dead(self) -> None:
        windows = tuple(self.hub.windows)
        if windows:
            alive = {id(actor) for actor in await self._read(self.source.alive, [w.actor for w in windows])}
            for window in windows:
                if id(window.actor) not in alive:
                    self.hub.close(window)


#: What goes with an answer that is no stream.
_AGAIN: Mapping[int, list[tuple[bytes, bytes]]] = {429: [(b"retry-after", str(RETRY_AFTER).encode())]}


async def _next(queue: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(queue.get(), PING_SECONDS)
    except TimeoutError:
        return b": ping\n\n"


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _reply(send: Send, status: int, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), *headers]})
    await send({"type": "http.response.body", "body": b""})


def _uuids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in ",".join(texts).split(",")[:MOST_IDS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
