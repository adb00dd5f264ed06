"""The live updates, for an ASGI server: the stream of `core.api` with its facts from the Log, identity and policy."""

from __future__ import annotations

import os
import socket
from http.cookies import CookieError, SimpleCookie
from queue import SimpleQueue
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")
django.setup()

from django.db import close_old_connections, connection  # noqa: E402 - the apps come first

from haoke.config import environment  # noqa: E402
from haoke.config.lifeline import end_with_server  # noqa: E402
from haoke.core import custom, jobs, registry  # noqa: E402
from haoke.core.access import scope_of, visible_to  # noqa: E402
from haoke.core.access.actor import Scope, Verb  # noqa: E402
from haoke.core.api.stream import Happened, Moved, Source, Stream  # noqa: E402
from haoke.core.log import CHANNEL, Reader  # noqa: E402
from haoke.core.log.names import PERSONAL  # noqa: E402
from haoke.core.sql import ident  # noqa: E402
from haoke.identity import sessions  # noqa: E402
from haoke.identity.middleware import COOKIE, SAFE_COOKIE  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

P = ParamSpec("P")
R = TypeVar("R")
BEARER = "Bearer "


def allows(origin: str, host: str) -> bool:
    """Whether a page of `origin` may listen: it is ours by its public address, or on the very host it asks."""
    if environment.public_url() and origin == environment.public_url():
        return True
    name = urlsplit(origin).hostname
    return bool(name) and name == urlsplit(f"//{host}").hostname and name in known_hosts()


def known_hosts() -> set[str]:
    """Our host names, without the brackets of IPv6."""
    return {host.strip("[]") for host in environment.hosts()}


def authenticate(headers: Mapping[str, str]) -> Actor | None:
    """The person of a key or a session cookie; a request with a key is never judged by its cookies."""
    given = headers.get("authorization", "")
    if given:
        return sessions.by_key(given.removeprefix(BEARER)) if given.startswith(BEARER) else None
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    token = next((cookies[name].value for name in (SAFE_COOKIE, COOKIE) if name in cookies), None)
    return sessions.by_token(token) if token else None


def visible(actor: Actor, ids: frozenset[UUID]) -> frozenset[UUID]:
    """Those of the records that the person may read, whatever objects they are of."""
    found: set[UUID] = set()
    with custom.latest():
        for spec in registry.objects().values():
            found |= _visible(actor, spec, ids - found)
    return frozenset(found)


def _visible(actor: Actor, spec: ObjectSpec, ids: frozenset[UUID]) -> set[UUID]:
    seen = visible_to(actor, spec)
    table = ident(spec.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.id FROM {table} r WHERE r.id = ANY(%s) AND {seen.text}", [list(ids), *seen.params])
        return {row[0] for row in cursor.fetchall()}


def open_to(actor: Actor, objects: frozenset[str]) -> frozenset[str]:
    """Those of the objects of which the person may read anything: of others he does not learn that they are used."""
    with custom.latest():
        known = (registry.objects().get(key) for key in objects)
        return frozenset(spec.key for spec in known if spec and scope_of(actor, spec, Verb.READ) is not Scope.NONE)


class News:
    """What the Log and the jobs say since the last question, and a wait that ends when they may say more."""

    def __init__(self) -> None:
        #: Ids of jobs heard of; the waiting thread adds to it, the reading one empties it.
        self.heard: SimpleQueue[UUID] = SimpleQueue()
        #: Ids of people to whom something has come.
        self.called: SimpleQueue[UUID] = SimpleQueue()
        self.reader = Reader(f"stream@{socket.gethostname()}:{environment.events_port()}")
        self.listener: psycopg.Connection[tuple[object, ...]] | None = None

    def fresh(self) -> Sequence[Happened]:
        """Entries since the last call."""
        with self.reader.chunk() as entries:
            return [Happened(entry.object, entry.record, entry.version) for entry in entries]

    def moved(self) -> Sequence[Moved]:
        """Jobs that were heard of since the last call, each once."""
        return [Moved(job, actor) for job, actor in jobs.starters(emptied(self.heard)).items()]

    def reached(self) -> set[UUID]:
        """People to whom something has come since the last call."""
        return emptied(self.called)

    def wait(self, seconds: float) -> None:
        """Block until something happened, at most `seconds`; a lost connection is made again at the next call."""
        try:
            if self.listener is None or self.listener.closed:
                self.listener = psycopg.connect(environment.application_address().url, autocommit=True)
                self.listener.execute(f"LISTEN {CHANNEL}")
                self.listener.execute(f"LISTEN {jobs.CHANNEL}")
                self.listener.execute(f"LISTEN {PERSONAL}")
            # All that came together, not only the first.
            for notice in self.listener.notifies(timeout=seconds, stop_after=1):
                if notice.channel in {jobs.CHANNEL, PERSONAL}:
                    (self.heard if notice.channel == jobs.CHANNEL else self.called).put(UUID(notice.payload))
        except psycopg.OperationalError:
            self.listener = None
            raise


def emptied(heard: SimpleQueue[UUID]) -> set[UUID]:
    """What has been put into it, each id once."""
    ids: set[UUID] = set()
    while not heard.empty():
        ids.add(heard.get_nowait())
    return ids


def connected(ask: Callable[P, R]) -> Callable[P, R]:
    """The same question, asked on a new connection when the last one broke."""

    def asked(*given: P.args, **named: P.kwargs) -> R:
        close_old_connections()
        return ask(*given, **named)

    return asked


def source(news: News) -> Source:
    """The stream's facts."""
    return Source(
        allows,
        connected(authenticate),
        connected(visible),
        connected(open_to),
        connected(news.fresh),
        connected(news.moved),
        news.reached,
        connected(sessions.alive),
        news.wait,
    )


end_with_server()
application = Stream(source(News()))
