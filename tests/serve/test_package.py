"""The build hook: when assets are built, from what, and with which Node."""

from __future__ import annotations

import importlib.util
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.architecture.shape import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def hook() -> Any:
    """The hook's module."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, hook: Any) -> Path:
    """A project whose assets are built."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "main.ts").write_text("1")
    hook.assets(tmp_path).mkdir(parents=True)
    hook.stamp(tmp_path).write_text(hook.digest(tmp_path / "web"))
    return tmp_path


def test_assets_are_built_when_a_source_changed(hook: Any, project: Path) -> None:
    assert hook.fresh(project)
    (project / "web" / "src" / "main.ts").write_text("2")
    assert not hook.fresh(project)


@pytest.mark.parametrize("place", ["node_modules/x.js", "dist/x.js", "src/node_modules/y.js"])
def test_what_is_no_source_does_not_count(hook: Any, project: Path, place: str) -> None:
    path = project / "web" / place
    path.parent.mkdir(parents=True)
    path.write_text("x")
    assert hook.fresh(project)


def test_an_sdist_brings_its_assets(hook: Any, project: Path) -> None:
    (project / "web").rename(project / "gone")
    assert hook.fresh(project)
    hook.stamp(project).unlink()
    assert not hook.fresh(project)


@pytest.mark.parametrize(
    ("version", "fits"), [("v22.22.0", True), ("v24.1.0", True), ("v22.21.9", False), ("v20.20.2", False), ("", False)]
)
def test_an_old_node_is_passed_over(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, fits: bool
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.node_on_path() is fits


def test_without_node_its_wheel_is_asked_for_only_when_needed(
    hook: Any, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(project))
    made = hook.FrontendHook.__new__(hook.FrontendHook)
    monkeypatch.setattr(hook.FrontendHook, "root", str(project), raising=False)
    assert made.dependencies() == []
    (project / "web" / "src" / "main.ts").write_text("2")
    assert hook.NODE_WHEEL in made.dependencies()
    monkeypatch.setattr(hook, "node_on_path", lambda: True)
    assert made.dependencies() == hook.COMPRESSORS
    monkeypatch.setenv("HAOKE_SKIP_FRONTEND", "1")
    assert made.dependencies() == []


def test_an_editable_install_builds_nothing(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Any] = []
    monkeypatch.setattr(hook, "build", built.append)
    monkeypatch.setattr(hook.FrontendHook, "root", "/x", raising=False)
    made = hook.FrontendHook.__new__(hook.FrontendHook)
    made.initialize("editable", {})
    assert built == []
    made.initialize("standard", {})
    assert len(built) == 1


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_pin_everything_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in line for line in pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_the_locks_hold_what_the_package_asks_for() -> None:
    import tomllib  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = {line.split(" ")[0] for line in (ROOT / "requirements-dev.lock").read_text().splitlines()}
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    plain = {name.partition("[")[0] + name.partition("]")[2] if "[" in name else name for name in asked}
    assert plain <= pins


def test_ci_runs_the_tests_and_fails_with_them(tmp_path: Path) -> None:
    """`.ci/run` hands on make's exit code."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text())
    for recipe, code in (("true", 0), ("false", 2)):
        (tmp_path / "Makefile").write_text(f"test:\n\t@{recipe}\n")
        assert subprocess.run(["bash", ".ci/run"], cwd=tmp_path, check=False, capture_output=True).returncode == code
