"""Finding all jobs there are: for the worker that carries them out, and for whoever wants to know their names."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils.module_loading import autodiscover_modules


@cache
def load() -> None:
    """Import every app's `jobs` module, so that all jobs and subscribers are declared."""
    autodiscover_modules("jobs")
    for package in settings.HAOKE_PACKAGES:
        if find_spec(f"{package}.jobs"):
            import_module(f"{package}.jobs")
    from haoke.core.jobs import maintenance  # noqa: F401, PLC0415 (declares the core's own)
