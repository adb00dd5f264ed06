"""Provinces, cities and districts of China, for the address picker; it is asked for once and kept by the browser."""

from __future__ import annotations

import hashlib
from functools import cache

from haoke.core.api.dispatch import dumps
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.fieldtypes import regions
from haoke.core.text import T

#: Seconds a browser need not ask again.
_KEEP = 24 * 3600


@cache
def _packed() -> tuple[bytes, str]:
    """(JSON, its tag): {places: [[code, name, reading in Latin letters], …]}, each before the places inside it."""
    places = [[code, name, regions.latin(code)] for code, name in regions.names().items()]
    packed = dumps({"places": places})
    return packed, f'"{hashlib.sha256(packed).hexdigest()[:32]}"'


def read_regions(call: Call) -> Answer:
    """All regions by their six-digit codes; a name is empty where a city only gathers districts."""
    packed, tag = _packed()
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={_KEEP}"}
    if call.request.headers.get("If-None-Match") == tag:
        return Answer(status=304, headers=headers)
    return Answer(raw=packed, headers=headers)


ROUTES = (Route("GET", "regions", read_regions, T("Regions of China", "中国行政区划"), tag="meta"),)
