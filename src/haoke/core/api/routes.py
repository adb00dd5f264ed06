"""The list of every endpoint: what the dispatcher serves, OpenAPI documents and the access matrix checks."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

from haoke.core import registry
from haoke.core.metadata import derived

if TYPE_CHECKING:
    from django.http import HttpRequest
    from pydantic import BaseModel

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.core.text import T

PREFIX = "/api/v1"
#: Tag of what tells programs whether we are there.
HEALTH = "health"


class Access(StrEnum):
    """Who may call a route at all; rights on rows and fields come on top."""

    PUBLIC = "public"
    #: Who has given a password, whether or not the second step is done.
    HALF = "half"
    SIGNED_IN = "signed_in"
    ADMIN = "admin"
    OBJECT = "object"


@dataclass(slots=True)
class Call:
    """One request, parsed: `query` and `body` are instances of the route's models, a body without one is a dict."""

    request: HttpRequest
    actor: Actor
    route: Route
    params: Mapping[str, str]
    query: Any = None
    body: Any = None

    @property
    def spec(self) -> ObjectSpec:
        """The object this route belongs to."""
        return registry.get(self.route.object or "")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, JSON-ready body (None: empty) and headers; `raw` or `pieces` are sent as they are with `content_type`."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    pieces: Iterator[bytes] | None = None
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint; `object` and `verb` say which right it needs when `access` is OBJECT.

    `keyed`: an Idempotency-Key keeps the answer for a day; not for answers that carry a secret.
    `guarded`: only for somebody who has proved lately who he is. `looking`: whether an administrator who looks as
    somebody else may call it; None: when it reads. `own`: a person's own affairs, closed to keys made for a few things.
    `form`: of a page without scripts, or another program's: the session counts for nothing and the body is not looked
    at.
    """

    method: str
    path: str
    handle: Callable[[Call], Answer]
    summary: T
    access: Access = Access.SIGNED_IN
    object: str | None = None
    verb: str | None = None
    query: type[BaseModel] | None = None
    body: type[BaseModel] | str | None = None
    answer: str = "any"
    multipart: bool = False
    keyed: bool = True
    guarded: bool = False
    looking: bool | None = None
    own: bool = False
    form: bool = False
    tag: str = ""

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def looked(self) -> bool:
        """Whether it may be called while looking as somebody else."""
        return not self.writes if self.looking is None else self.looking


@derived
def routes() -> tuple[Route, ...]:
    """All routes: those of every object, then each app's own (`ROUTES` in its `api.py`)."""
    from haoke.core.api.records import object_routes  # noqa: PLC0415 (it declares routes itself)

    found = [route for spec in registry.objects().values() if not spec.internal for route in object_routes(spec)]
    own = [config.name for config in apps.get_app_configs() if config.name.startswith("haoke.")]
    names = ["haoke.core.api.system", *(f"{package}.api" for package in (*own, *settings.HAOKE_PACKAGES))]
    for name in names:
        if find_spec(name):
            found.extend(getattr(importlib.import_module(name), "ROUTES", ()))
    _refuse_twins(found)
    return tuple(found)


def _refuse_twins(found: list[Route]) -> None:
    seen: set[tuple[str, str]] = set()
    for route in found:
        if (route.method, route.path) in seen:
            raise ValueError(f"route {route.method} {route.path} is declared twice")
        seen.add((route.method, route.path))


Tree = dict[str, Any]


@derived
def _tree() -> Tree:
    tree: Tree = {}
    for route in routes():
        node = tree
        for part in route.path.strip("/").split("/"):
            node = node.setdefault("{}" if part.startswith("{") else part, {})
        node.setdefault("", {})[route.method] = route
    return tree


def find(method: str, path: str) -> tuple[Route | None, dict[str, str], tuple[str, ...]]:
    """(route or None, path parameters, methods the path knows); `path` is relative to the prefix, no slashes around."""
    values: list[str] = []
    node: Tree | None = _tree()
    for part in path.split("/"):
        if node is not None and part in node and part not in ("", "{}"):
            node = node[part]
        elif node is not None and "{}" in node and part:
            node = node["{}"]
            values.append(part)
        else:
            return None, {}, ()
    methods: dict[str, Route] = (node or {}).get("", {})
    route = methods.get(method)
    if route is None:
        return None, {}, tuple(methods)
    names = [part[1:-1] for part in route.path.strip("/").split("/") if part.startswith("{")]
    return route, dict(zip(names, values, strict=True)), tuple(methods)
