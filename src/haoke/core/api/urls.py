"""Addresses served by the API: everything under the prefix, and the two health probes at the root."""

from __future__ import annotations

from django.urls import re_path

from haoke.core.api.dispatch import URL_PATTERN, serve

urlpatterns = [
    re_path(URL_PATTERN, serve, name="api"),
    re_path(r"^(?P<path>livez|readyz)$", serve),
]
