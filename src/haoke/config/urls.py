"""Every address of the server."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("haoke.core.api.urls"):
    urlpatterns = import_module("haoke.core.api.urls").urlpatterns
