"""The API guide's commands do what it says, in both languages; the administrator's guide shows roles that work."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.serve.test_demo import call

if TYPE_CHECKING:
    from tests.serving import Served

DOCS = Path(__file__).resolve().parents[2] / "docs"
API = ("api.md", "api.zh-CN.md")
ADMIN = ("admin/README.md", "admin/README.zh-CN.md")


def blocks(guide: str, language: str) -> list[str]:
    """Code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / guide).read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def key(served: Served) -> str:
    """A key of the administrator."""
    return served.run("token", "create", "--user", "admin@example.com", "--name", "guide").strip()


@pytest.mark.parametrize("guide", API)
def test_the_commands_work_as_they_are_written(served: Served, key: str, guide: str) -> None:
    script = "\n".join(["set -euo pipefail", *blocks(guide, "sh")])
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "KEY": key, "HAOKE": served.url},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr[-2000:]}\n{done.stdout[-2000:]}"
    assert '"lost_reason":"price"' in done.stdout
    assert '"code":"not_a_phone"' in done.stdout
    deal = call(served, key, "GET", "opportunities?limit=1&sort=-created_at")["items"][0]
    assert deal["stage"]["title"] in {"Lost", "输单"}
    customer = call(served, key, "GET", f"accounts/{deal['account']['id']}")
    assert (customer["level"], customer["source"], customer["next_contact"]) == ("a", None, "2027-01-15")
    assert call(served, key, "GET", f"contacts/{deal['contact']['id']}")["name"] == "Clara Weber"


def test_a_retry_of_the_guide_is_one_write(served: Served, key: str) -> None:
    named = json.dumps({"field": "name", "op": "starts", "value": "Südwind"})
    assert call(served, key, "GET", f"accounts?count=1&filter={quote(named)}")["count"] == 1


def test_both_languages_have_the_same_commands() -> None:
    assert blocks(API[0], "sh") == blocks(API[1], "sh")
    assert sum(block.count("api ") for block in blocks(API[0], "sh")) > 20
    assert blocks(ADMIN[0], "json") == blocks(ADMIN[1], "json")


def test_the_roles_of_the_guide_are_taken(served: Served, key: str) -> None:
    shown = blocks(ADMIN[0], "json")
    assert shown
    for place, text in enumerate(shown):
        name = {"en": f"Guide {place}", "zh": f"手册 {place}"}
        made = call(served, key, "POST", "roles", {"name": name, "grants": json.loads(text)})
        assert made["grants"] == json.loads(text)
