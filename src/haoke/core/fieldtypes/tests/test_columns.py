"""Django fields: what migrations see, which FieldType each has, and how values reach the database."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter

from haoke.core import fieldtypes, registry
from haoke.core.fieldtypes import choices, columns, dates, money
from haoke.core.fieldtypes.base import Choice, FieldType, Hints, Op
from haoke.core.fieldtypes.documents import Document, Documents
from haoke.core.sql import Sql
from haoke.core.text import T

LABEL = T("Label", "标签")
CHOICES = (Choice("a", T("A", "甲")),)
FIELDS: dict[str, tuple[models.Field[Any, Any], str, str]] = {
    "phone": (columns.PhoneField(LABEL), "phone", "models.JSONField()"),
    "translated": (columns.TranslatedField(LABEL, max_length=50), "translated", "models.JSONField()"),
    "im": (columns.ImField(LABEL, null=True), "im", "models.JSONField(null=True)"),
    "address": (columns.AddressField(LABEL), "address", "models.JSONField()"),
    "file": (columns.FileField(LABEL), "file", "models.JSONField()"),
    "files": (columns.FileField(LABEL, multiple=True), "file", "models.JSONField()"),
    "year": (columns.YearField(LABEL), "integer", "models.PositiveSmallIntegerField()"),
    "json": (columns.JsonField(LABEL), "json", "models.JSONField()"),
    "choice": (
        columns.ChoiceField(LABEL, choices=CHOICES, default="a"),
        "choice",
        "models.CharField(default='a', max_length=40)",
    ),
    "uscc": (columns.UsccField(LABEL), "text", "models.CharField(max_length=18)"),
    "email": (columns.EmailField(LABEL), "email", "models.CharField(max_length=254)"),
    "url": (columns.UrlField(LABEL), "url", "models.CharField(max_length=2000)"),
    "long": (columns.LongTextField(LABEL), "longtext", "models.TextField()"),
    "rich": (columns.RichTextField(LABEL), "richtext", "models.TextField()"),
    "rating": (columns.RatingField(LABEL), "rating", "models.PositiveSmallIntegerField()"),
    "percent": (columns.PercentField(LABEL), "percent", "models.DecimalField(decimal_places=2, max_digits=7)"),
    "multi": (
        columns.MultiChoiceField(LABEL, choices=CHOICES),
        "multichoice",
        "django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)",
    ),
    "tags": (
        columns.TagsField(LABEL),
        "tags",
        "django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)",
    ),
    "refs": (
        columns.MultiReferenceField(LABEL, to="core.X"),
        "multireference",
        "django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)",
    ),
    "money": (
        columns.MoneyField(LABEL, null=True),
        "money",
        "models.DecimalField(decimal_places=4, max_digits=20, null=True)",
    ),
}
PLAIN: dict[str, tuple[models.Field[Any, Any], str]] = {
    "char": (models.CharField(max_length=5), "text"),
    "number": (models.CharField(max_length=5, editable=False), "autonumber"),
    "text": (models.TextField(), "longtext"),
    "mail": (models.EmailField(), "email"),
    "link": (models.URLField(), "url"),
    "yes": (models.BooleanField(), "boolean"),
    "small": (models.SmallIntegerField(), "integer"),
    "count": (models.PositiveIntegerField(), "integer"),
    "big": (models.BigIntegerField(), "integer"),
    "whole": (models.IntegerField(), "integer"),
    "price": (models.DecimalField(max_digits=5, decimal_places=2), "decimal"),
    "day": (models.DateField(), "date"),
    "moment": (models.DateTimeField(), "datetime"),
    "id": (models.UUIDField(), "text"),
    "document": (models.JSONField(), "json"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_migrations_see_plain_fields_without_labels(name: str) -> None:
    field, kind, written = FIELDS[name]
    assert fieldtypes.of(field).kind == kind
    text, imports = MigrationWriter.serialize(field)
    assert text == written
    assert not any("haoke" in each for each in imports)
    assert type(field.clone()) is type(field)


@pytest.mark.parametrize("name", PLAIN)
def test_fields_of_django_have_their_kind(name: str) -> None:
    field, kind = PLAIN[name]
    field.name = name
    assert fieldtypes.of(field).kind == kind


def test_a_field_without_a_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="BinaryField"):
        fieldtypes.of(models.BinaryField())


def test_the_mixin_alone_has_no_kind() -> None:
    with pytest.raises(NotImplementedError):
        columns.Column().fieldtype()


def test_bounds_come_from_the_column() -> None:
    assert fieldtypes.of(models.PositiveSmallIntegerField()).schema(write=True)["maximum"] == 32767
    assert fieldtypes.of(models.SmallIntegerField()).schema(write=True)["minimum"] == -32768
    assert fieldtypes.of(models.CharField(max_length=7)).meta() == {"max_length": 7}
    assert fieldtypes.of(columns.LongTextField(max_length=9)).meta() == {"max_length": 9}


def test_references_point_at_objects() -> None:
    for name, kind, target in (("owner", "user", "user"), ("department", "department", "department")):
        field = registry.field("account", name)
        assert (field.type.kind, field.type.meta()) == (kind, {"target": target})
    assert registry.field("contact", "account").type.meta() == {"target": "account"}
    assert fieldtypes.of(columns.MultiReferenceField(to="customers.Account")).meta() == {"target": "account"}


def isolated() -> type[models.Model]:
    """A model that belongs to no app, inheriting money from an abstract one."""
    options = {"app_label": "tried", "apps": Apps()}
    base = type(
        "Base",
        (models.Model,),
        {
            "__module__": __name__,
            "fee": columns.MoneyField(null=True),
            "Meta": type("Meta", (), {**options, "abstract": True}),
        },
    )
    return type(
        "Deal", (base,), {"__module__": __name__, "amount": columns.MoneyField(), "Meta": type("Meta", (), options)}
    )


def test_money_brings_its_columns_once() -> None:
    names = [field.name for field in isolated()._meta.concrete_fields]
    assert len(names) == len(set(names))
    for field in ("fee", "amount"):
        parts = [f"{field}{part}" for part in money.PARTS]
        assert set(parts) <= set(names)
    part: Any = isolated()._meta.get_field("amount_currency")
    assert (part.part_of, part.null, part.editable) == ("amount", True, False)


def test_migrations_bring_the_columns_of_money_themselves() -> None:
    options = {"app_label": "tried", "apps": Apps()}
    fake: Any = type(
        "Fake",
        (models.Model,),
        {"__module__": "__fake__", "amount": columns.MoneyField(), "Meta": type("Meta", (), options)},
    )
    assert [field.name for field in fake._meta.concrete_fields] == ["id", "amount"]


@pytest.mark.django_db
def test_documents_go_in_as_parameters_and_by_copy() -> None:
    value: Any = Document(a=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_typeof(%s), jsonb_typeof(%s)", [value, Documents([1, 2])])
        assert cursor.fetchone() == ("object", "array")
        cursor.execute("CREATE TEMP TABLE tried (d jsonb, l jsonb, t text[], u uuid[], n numeric) ON COMMIT DROP")
        with cursor.copy("COPY tried FROM STDIN") as copy:
            copy.write_row([value, Documents([{"k": "v"}]), ["a,b", "c"], [UUID(int=1)], Decimal("1.50")])
        cursor.execute("SELECT d->>'a', l->0->>'k', t[1], u[1], n FROM tried")
        assert cursor.fetchone() == ("1", "v", "a,b", UUID(int=1), Decimal("1.50"))


def test_the_base_says_nothing_of_its_own() -> None:
    kind, hints = FieldType(), Hints()
    assert (kind.dump(1), kind.store(1), kind.load([1]), kind.output([1])) == (1, (1,), 1, 1)
    assert (kind.is_empty(""), kind.meta(), list(kind.search(1)), kind.mask(1)) == (True, {}, [], "***")
    assert kind.sort_key(Sql("c")) == Sql("c")
    column = Sql("c")
    for work in (
        lambda: kind.operand(Op.EQ, 1),
        lambda: kind.condition(Op.EQ, column, 1),
        lambda: kind.matches(Op.EQ, 1, 1),
        lambda: choices.ListType().one("a"),
        lambda: choices.ListType().clean([]),
        lambda: dates.Timed().span(1),
        lambda: kind.clean(1),
        lambda: kind.parse("", hints),
        lambda: kind.format(1, "zh"),
        lambda: kind.schema(write=True),
        lambda: kind.sample(random.Random(0)),
    ):
        with pytest.raises(NotImplementedError):
            work()


def test_a_name_brings_its_sort_key_once() -> None:
    options = {"app_label": "tried", "apps": Apps()}
    meta = type("Meta", (), {**options, "abstract": True})
    base = type("Named", (models.Model,), {"__module__": __name__, "name": columns.NameField(LABEL), "Meta": meta})
    tail = {"__module__": __name__, "nick": columns.NameField(LABEL, null=True), "Meta": type("Meta", (), options)}
    made: Any = type("Person", (base,), tail)
    names = [field.name for field in made._meta.concrete_fields]
    assert sorted(names) == ["id", "name", "name_sort", "nick", "nick_sort"]
    assert (made._meta.get_field("name_sort").null, made._meta.get_field("nick_sort").null) == (False, True)
    written = {"__module__": "__fake__", "name": columns.NameField(LABEL), "Meta": type("Meta", (), options)}
    fake: Any = type("Written", (models.Model,), written)
    assert [field.name for field in fake._meta.concrete_fields] == ["id", "name"]
