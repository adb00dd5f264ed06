"""The live stream, driven as a server drives an ASGI application."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from haoke.core.access.actor import Actor
from haoke.core.api.stream import QUEUE_LIMIT, RETRY_AFTER, Happened, Hub, Moved, Source, Stream, Window
from haoke.core.ids import uuid7
from haoke.core.limits.metering import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from uuid import UUID

ANNA, BERT = Actor(id=uuid7(), name="Anna"), Actor(id=uuid7(), name="Bert")
SEEN, UNSEEN = uuid7(), uuid7()


class Facts:
    """A source whose entries and sessions the test decides."""

    def __init__(self) -> None:
        self.entries: list[Happened] = []
        self.jobs: list[Moved] = []
        self.people: set[UUID] = set()
        self.ended = False
        self.broken = False
        self._news = threading.Event()

    def happen(self, *entries: Happened) -> None:
        self.entries.extend(entries)
        self._news.set()

    def move(self, *jobs: Moved) -> None:
        self.jobs.extend(jobs)
        self._news.set()

    def reach(self, *people: UUID) -> None:
        self.people.update(people)
        self._news.set()

    def end(self) -> None:
        self.ended = True
        self._news.set()

    def source(self) -> Source:
        return Source(
            self._allows,
            self._authenticate,
            self._visible,
            self._open_to,
            self._fresh,
            self._moved,
            self._reached,
            self._alive,
            self._wait,
        )

    def _allows(self, origin: str, host: str) -> bool:
        return f"//{host.split(chr(58), maxsplit=1)[0]}:" in origin

    def _open_to(self, _actor: Actor, objects: frozenset[str]) -> frozenset[str]:
        return objects - {"closed"}

    def _authenticate(self, headers: Mapping[str, str]) -> Actor | None:
        if headers.get("cookie") == "haoke_session=trouble":
            raise RuntimeError("the database went away")
        return {"haoke_session=anna": ANNA, "haoke_session=bert": BERT}.get(headers.get("cookie", ""))

    def _visible(self, _actor: Actor, ids: frozenset[Any]) -> frozenset[Any]:
        return ids & {SEEN}

    def _fresh(self) -> Sequence[Happened]:
        if self.broken:
            self.broken = False
            raise RuntimeError("the database went away")
        found, self.entries = self.entries, []
        return found

    def _moved(self) -> Sequence[Moved]:
        found, self.jobs = self.jobs, []
        return found

    def _reached(self) -> set[UUID]:
        found, self.people = self.people, set()
        return found

    def _alive(self, actors: Sequence[Actor]) -> Sequence[Actor]:
        return [] if self.ended else actors

    def _wait(self, seconds: float) -> None:
        self._news.wait(seconds)
        self._news.clear()


class Client:
    """One request to the stream; `lines` collects what the browser would read."""

    def __init__(self, app: Stream, query: str, headers: dict[str, str]) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self._gone = asyncio.Event()
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "headers": raw, "query_string": query.encode()}
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> Mapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.text += message["body"].decode()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(120):
            while not true():
                await asyncio.sleep(0.01)

    def leave(self) -> None:
        self._gone.set()


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def test_a_window_learns_of_what_it_shows_and_of_nothing_else() -> None:
    async def test() -> None:
        facts = Facts()
        query = f"objects=account,contact&ids={SEEN},{UNSEEN},nonsense"
        client = Client(Stream(facts.source()), query, {"cookie": "haoke_session=anna"})
        await client.until(lambda: "retry" in client.text)
        facts.happen(
            Happened("opportunity", SEEN, 4), Happened("opportunity", UNSEEN, 9), Happened("account", uuid7(), 2)
        )
        await client.until(lambda: '"list"' in client.text)
        assert client.status == 200
        assert str(SEEN) in client.text
        assert '"version":4' in client.text
        assert str(UNSEEN) not in client.text
        assert '"object":"account"' in client.text
        assert '{"type":"list","object":"opportunity"}' not in client.text
        client.leave()

    run(test)


def test_a_job_is_told_to_whoever_started_it_only() -> None:
    async def test() -> None:
        facts = Facts()
        client = Client(Stream(facts.source()), "objects=account", {"cookie": "haoke_session=anna"})
        await client.until(lambda: "retry" in client.text)
        mine, strange, nobodys = uuid7(), uuid7(), uuid7()
        facts.move(Moved(strange, uuid7()), Moved(nobodys, None), Moved(mine, ANNA.id))
        await client.until(lambda: str(mine) in client.text)
        assert f'{{"type":"job","id":"{mine}"}}' in client.text
        assert str(strange) not in client.text
        assert str(nobodys) not in client.text
        client.leave()

    run(test)


def test_a_notice_is_told_to_its_person_only_and_says_nothing_more() -> None:
    async def test() -> None:
        facts = Facts()
        client = Client(Stream(facts.source()), "objects=account", {"cookie": "haoke_session=anna"})
        await client.until(lambda: "retry" in client.text)
        facts.reach(uuid7())
        marker = uuid7()
        facts.move(Moved(marker, ANNA.id))
        await client.until(lambda: str(marker) in client.text)
        assert "notice" not in client.text
        facts.reach(ANNA.id)
        await client.until(lambda: 'data: {"type":"notice"}\n\n' in client.text)
        client.leave()

    run(test)


def test_nobody_listens_without_signing_in_or_from_a_foreign_page() -> None:
    async def test() -> None:
        app = Stream(Facts().source())
        stranger = Client(app, "", {"origin": "http://crm.local:8000", "host": "crm.local:8001"})
        await stranger.task
        assert (stranger.status, stranger.headers["access-control-allow-origin"]) == (401, "http://crm.local:8000")
        foreign = Client(
            app, "", {"cookie": "haoke_session=anna", "origin": "http://evil.example", "host": "crm.local:8001"}
        )
        await foreign.task
        assert (foreign.status, foreign.text) == (403, "")

    run(test)


def test_a_page_of_ours_is_told_that_nothing_works_just_now() -> None:
    async def test() -> None:
        own = {"cookie": "haoke_session=trouble", "origin": "http://crm.local:8000", "host": "crm.local:8001"}
        client = Client(Stream(Facts().source()), "", own)
        await client.task
        assert (client.status, client.headers["access-control-allow-origin"]) == (503, "http://crm.local:8000")

    run(test)


def test_a_stream_ends_with_its_session_and_survives_a_failing_database() -> None:
    async def test() -> None:
        facts = Facts()
        facts.broken = True
        client = Client(Stream(facts.source()), "objects=account", {"cookie": "haoke_session=anna"})
        await client.until(lambda: "retry" in client.text)
        facts.happen(Happened("account", uuid7(), 1))
        await client.until(lambda: '"list"' in client.text)
        facts.end()
        async with asyncio.timeout(120):
            await client.task

    run(test)


def test_one_person_opens_only_so_many_windows() -> None:
    async def test() -> None:
        app = Stream(Facts().source())
        own = {"cookie": "haoke_session=anna", "origin": "http://crm.local:8000", "host": "crm.local:8001"}
        first = Client(app, "", own)
        await first.until(lambda: "retry" in first.text)
        app.hub.windows.update(Window(ANNA, frozenset(), frozenset()) for _ in range(WINDOWS - 1))
        refused = Client(app, "", own)
        await refused.task
        assert (refused.status, refused.headers["retry-after"]) == (429, str(RETRY_AFTER))
        assert refused.headers["access-control-allow-origin"] == "http://crm.local:8000"
        other = Client(app, "", {"cookie": "haoke_session=bert"})
        await other.until(lambda: "retry" in other.text)
        first.leave()
        app.hub.publish([], (), {ANNA.id})  # wakes it, so that it sees it has been left
        await first.task
        again = Client(app, "", own)
        await again.until(lambda: "retry" in again.text)
        assert (other.status, again.status) == (200, 200)
        for each in (other, again):
            each.leave()

    run(test)


def test_a_window_that_does_not_keep_up_is_closed() -> None:
    async def test() -> None:
        hub, window = Hub(), Window(ANNA, frozenset({"account"}), frozenset())
        hub.windows.add(window)
        for _ in range(QUEUE_LIMIT + 1):
            hub.publish([Happened("account", uuid7(), 1)])
        assert hub.windows == set()
        assert window.queue.get_nowait() is None

    run(test)
