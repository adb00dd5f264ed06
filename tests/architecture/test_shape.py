"""The shape of the code holds, and each check refuses a bad example."""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.db.models import Model

from haoke.core import registry
from haoke.core.records.model import Record
from tests.architecture import shape
from tests.architecture.shape import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[[Module], Iterator[str]]


def system_table(module: Module, name: str) -> bool:
    """Whether `name` in this module is a model that is no business record; a variable, when all its models are."""
    home = import_module(".".join(("haoke", *module.parts)))
    found: object = home
    for part in name.split("."):
        found = getattr(found, part, None)
    models = [each for each in vars(home).values() if isinstance(each, type) and issubclass(each, Model)]
    if isinstance(found, type):
        models = [found]
    return bool(models) and not any(issubclass(each, Record) for each in models)


def untold_write(module: Module) -> Iterator[str]:
    return shape.untold_write(module, system_table)


CHECKS: tuple[Check, ...] = (
    shape.long_file,
    shape.long_function,
    shape.strange_name,
    shape.hidden_import,
    shape.signal,
    shape.pickled,
    untold_write,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_code_keeps_its_shape(check: Check) -> None:
    assert [complaint for module in shape.modules() for complaint in check(module)] == []


BAD: tuple[tuple[Check, str, str], ...] = (
    (shape.long_file, "core/x.py", "x = 1\n" * 401),
    (shape.long_function, "core/x.py", "def f():\n" + "    x = 1\n" * 40),
    (shape.long_function, "core/x.py", "async def f():\n" + "    x = 1\n" * 40),
    (shape.strange_name, "sales/utils.py", ""),
    (shape.strange_name, "core/helpers/x.py", ""),
    (shape.strange_name, "sales/pipelines.py", ""),
    (shape.hidden_import, "sales/rules.py", "from haoke.customers.models import Account"),
    (shape.hidden_import, "sales/rules.py", "from haoke.customers import models"),
    (shape.signal, "sales/rules.py", "from django.db.models.signals import post_save"),
    (shape.signal, "sales/rules.py", "from django import dispatch"),
    (shape.pickled, "core/x.py", "import pickle"),
    (shape.pickled, "core/x.py", "from joblib import load"),
    (untold_write, "sales/models.py", "Opportunity.objects.filter(a=1).update(b=2)"),
    (untold_write, "sales/models.py", "Opportunity._base_manager.bulk_create([])"),
    (untold_write, "sales/models.py", "Opportunity.objects.all()[:3].delete()"),
    (untold_write, "sales/models.py", "unknown.objects.create(a=1)"),
    (untold_write, "sales/models.py", "record.save()"),
    (untold_write, "sales/models.py", "record.save(update_fields=['a'])"),
    (untold_write, "sales/models.py", "record.delete()"),
)


@pytest.mark.parametrize(("check", "place", "text"), BAD, ids=lambda value: getattr(value, "__name__", None))
def test_a_bad_example_is_refused(check: Check, place: str, text: str) -> None:
    assert list(check(Module(place, text)))


GOOD: tuple[tuple[Check, str, str], ...] = (
    (shape.long_file, "core/x.py", "x = 1\n" * 400),
    (shape.long_file, "core/migrations/0001_x.py", "x = 1\n" * 401),
    (shape.long_function, "core/x.py", "def f():\n" + "    x = 1\n" * 39),
    (shape.strange_name, "sales/rules/stages.py", ""),
    (shape.hidden_import, "sales/rules.py", "from haoke.customers import queries\nfrom haoke.sales.models import A"),
    (shape.hidden_import, "sales/tests/test_x.py", "from haoke.customers.models import Account"),
    (shape.hidden_import, "cli/x.py", "from haoke.identity.keys import make"),
    (untold_write, "core/jobs/models.py", "Job.objects.filter(a=1).delete()"),
    (untold_write, "core/records/change.py", "record.save()"),
    (
        untold_write,
        "core/jobs/models.py",
        "made.save(update_fields=['job'])\nfor each in (Job,): each.objects.all().delete()",
    ),
    (untold_write, "sales/models.py", "tx.update('opportunity', record, {})\nbook.save(path)\n{}.update(a=1)"),
)


@pytest.mark.parametrize(("check", "place", "text"), GOOD, ids=lambda value: getattr(value, "__name__", None))
def test_a_good_example_passes(check: Check, place: str, text: str) -> None:
    assert list(check(Module(place, text))) == []


def test_the_client_carries_every_icon_that_is_named() -> None:
    """It draws a ring for one it has not."""
    web = shape.ROOT / "web" / "src"
    carried = set(re.findall(r'^  "?([\w-]+)"?: L\.', (web / "ui" / "icon.tsx").read_text(), re.MULTILINE))
    specs = registry.objects().values()
    named = {spec.icon for spec in specs} | {action.icon for spec in specs for action in spec.actions}
    named |= {icon for path in web.rglob("*.tsx") for icon in re.findall(r'\bicon="([\w-]+)"', path.read_text())}
    assert named - carried == set()


def test_no_committed_file_names_a_registry() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=shape.ROOT, check=True, capture_output=True, text=True).stdout
    found: list[str] = []
    for name in filter(None, names.split("\0")):
        path = shape.ROOT / name
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += shape.registry_host(name, text)
    assert found == []


def test_a_registrys_name_is_seen() -> None:
    assert list(shape.registry_host("lock", "--index-url https://" + "pypi" + ".org/simple"))
    assert list(shape.registry_host("lock", '"resolved": "https://registry.' + "npmjs" + '.org/x"'))
    assert list(shape.registry_host("lock", "django==5.2")) == []
