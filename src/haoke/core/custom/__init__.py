"""Objects and fields administrators make while Haoke runs."""

from haoke.core.custom.installing import install
from haoke.core.custom.loading import VERSION, go_on_at, latest, tentative, whole

__all__ = ["VERSION", "go_on_at", "install", "latest", "tentative", "whole"]
