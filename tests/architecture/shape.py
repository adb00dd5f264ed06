"""What the shape of the code forbids, each as a function from source to complaints."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "haoke"
FILE_LINES, FUNCTION_LINES = 400, 40
APPS = (
    "identity",
    "inbox",
    "approvals",
    "integrations",
    "automation",
    "assignment",
    "pools",
    "handover",
    "insight",
    "dataquality",
    "labels",
    "customers",
    "sales",
    "registration",
    "cards",
)
ABOVE = frozenset({"cli", "config", "demo", "setup"})  # put the apps together; they may use all of them
APP_FILES = frozenset(
    [
        "__init__",
        "apps",
        "models",
        "choices",
        "objects",
        "rules",
        "actions",
        "queries",
        "jobs",
        "notices",
        "mail",
        "visits",
        "complaints",
        "registry",
        "api",
        "tests",
        "migrations",
    ]
)
NEVER = frozenset(["utils", "helpers", "services", "managers", "signals", "common", "misc"])
PUBLIC = frozenset(["actions", "queries", "objects", "choices"])
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
WRITES = frozenset(
    [
        "save",
        "create",
        "update",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "acreate",
        "asave",
        "adelete",
        "aupdate",
    ]
)
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")
PICKLES = ("pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib")
HOSTS = re.compile(
    r"(?:pypi|npmjs|pythonhosted|debian|crates|golang|yarnpkg|npmmirror|tsinghua|aliyun\w*)\.(?:org|com|io|cn|edu)"
)


@dataclass(frozen=True)
class Module:
    """One file of the package: its place below `haoke`, its text and its tree."""

    place: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """Its dotted parts below `haoke`: `sales/rules/stages.py` → ("sales", "rules", "stages")."""
        return tuple(part for part in Path(self.place).with_suffix("").parts if part != "__init__")

    @property
    def tests(self) -> bool:
        """Whether it belongs to tests."""
        return "tests" in self.parts or self.place.startswith("core/testing/")

    @property
    def migration(self) -> bool:
        """Whether it is a migration."""
        return "migrations" in self.parts


def modules() -> Iterator[Module]:
    """Every file of the package."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield Module(str(path.relative_to(SOURCE)), path.read_text("utf-8"))


def long_file(module: Module) -> Iterator[str]:
    """A file over 400 lines becomes a package of the same name."""
    lines = len(module.text.splitlines())
    if lines > FILE_LINES and not module.migration:
        yield f"{module.place}: {lines} lines, {FILE_LINES} at most"


def long_function(module: Module) -> Iterator[str]:
    """A function over 40 lines hides several."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{module.place}:{node.lineno} {node.name}: {lines} lines, {FUNCTION_LINES} at most"


def strange_name(module: Module) -> Iterator[str]:
    """An app has the same files as the others, and nothing anywhere is called utils."""
    parts = module.parts
    if set(parts) & NEVER:
        yield f"{module.place}: no module is called {', '.join(set(parts) & NEVER)}"
    if len(parts) > 1 and parts[0] in APPS[1:] and parts[1] not in APP_FILES:
        yield f"{module.place}: an app has no {parts[1]}"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported, names out of modules included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def hidden_import(module: Module) -> Iterator[str]:
    """From another app only what it offers: actions, queries, objects, choices."""
    if module.tests:
        return
    for line, name in imports(module.tree):
        parts = name.split(".")
        another = parts[0] == "haoke" and len(parts) > 2 and parts[1] in APPS and parts[1] != module.parts[0]
        if another and parts[2] not in PUBLIC and module.parts[0] not in ABOVE:
            yield f"{module.place}:{line} imports {name}; only {', '.join(sorted(PUBLIC))} are offered"


def signal(module: Module) -> Iterator[str]:
    """Django signals run where nobody looks; the Log is there to be read."""
    for line, name in imports(module.tree):
        if name.startswith(SIGNALS):
            yield f"{module.place}:{line} imports {name}"


def pickled(module: Module) -> Iterator[str]:
    """Formats that run code when read are not read."""
    for line, name in imports(module.tree):
        if name.split(".")[0] in PICKLES:
            yield f"{module.place}:{line} imports {name}"


def untold_write(module: Module, system_table: Callable[[Module, str], bool]) -> Iterator[str]:
    """Business records are written by a Change; tables that are no records may be written by their own module.

    `system_table` judges the model before `.objects`, or with "" whatever a variable of the module may hold.
    """
    if module.tests or module.migration or module.place.startswith(("core/records/", "core/log/")):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            model = manager_owner(node.func.value)
            bare = node.func.attr in {"save", "delete", "asave", "adelete"} and not node.args
            if (model or bare) and not system_table(module, model):
                yield f"{module.place}:{node.lineno} {ast.unparse(node.func)}"


def manager_owner(chain: ast.expr) -> str:
    """The model's name in `Model.objects.filter(…)…`; empty when the chain begins with no manager."""
    while True:
        if isinstance(chain, ast.Call):
            chain = chain.func
        elif isinstance(chain, ast.Attribute):
            if chain.attr in MANAGERS:
                return ast.unparse(chain.value)
            chain = chain.value
        elif isinstance(chain, ast.Subscript):
            chain = chain.value
        else:
            return ""


def registry_host(place: str, text: str) -> Iterator[str]:
    """No committed file names a package registry's host: people may use another."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := HOSTS.search(line):
            yield f"{place}:{number} names {found.group()}"
