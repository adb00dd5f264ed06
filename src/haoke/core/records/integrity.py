"""What the database's own constraints refuse, said about fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from psycopg import errors

from haoke.core import registry
from haoke.core.custom.naming import unique_index
from haoke.core.errors import Conflict, Invalid, Problem, Refused
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import IntegrityError

    from haoke.core.spec import ObjectSpec

DUPLICATE = T("Another record already has this value", "已有其他记录使用此内容")
NOT_ALLOWED = T("These values do not go together", "这些内容不能同时成立")
IN_USE = T("Other records need this one", "其他记录仍在使用此记录")


def refusal(spec: ObjectSpec, error: IntegrityError) -> Refused:
    """The refusal that tells a person what a violated constraint means."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, errors.IntegrityError) else None
    # The model says what its indexes and triggers refuse: `refusals = {name: text}`.
    told = getattr(spec.model, "refusals", {}).get(name)
    if isinstance(cause, errors.UniqueViolation):
        return _at(_fields_of(spec, name), "duplicate", told or DUPLICATE)
    if isinstance(cause, errors.CheckViolation):
        return Invalid(told, code=name) if told else _at(_fields_of(spec, name), "not_allowed", NOT_ALLOWED)
    if isinstance(cause, errors.NotNullViolation):
        column = cause.diag.column_name or ""
        return _at(_names(spec, {column}), "required", T("Please fill this in", "请填写"))
    return Conflict(IN_USE, code="in_use")


def _at(names: list[str], code: str, message: T) -> Invalid:
    return Invalid(message, code=code, problems=[Problem(name, code, message) for name in names or [""]])


def _fields_of(spec: ObjectSpec, name: str | None) -> list[str]:
    constraint = _constraint(spec, name)
    if constraint is None:
        return [f.name for f in registry.columns(spec.key) if _is_index_of(spec, f, name or "")]
    if isinstance(constraint, models.UniqueConstraint):
        named = {*constraint.fields, *(name for part in constraint.expressions for name in _mentioned(part))}
        return [f.name for f in registry.columns(spec.key) if f.name in named]
    condition = getattr(constraint, "condition", None)
    return _leaves(spec, condition) if isinstance(condition, models.Q) else []


def _is_index_of(spec: ObjectSpec, column: models.Field[Any, Any], name: str) -> bool:
    """Whether that is the index of a unique column: PostgreSQL's own name, or a run-time field's."""
    table = spec.model._meta.db_table
    if name in (f"{table}_{column.column}_key", unique_index(table, str(column.column))):
        return True
    return column.unique and f"_{column.column}_" in name


def _leaves(spec: ObjectSpec, condition: models.Q) -> list[str]:
    named = set(_named(condition))
    return [f.name for f in registry.columns(spec.key) if f.name in named]


def _named(condition: models.Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _named(child)
        elif isinstance(child, tuple):
            yield child[0].split("__")[0]
            yield from _mentioned(child[1])


def _mentioned(part: object) -> Iterator[str]:
    """Names of the fields an expression is made of."""
    if isinstance(part, models.F):
        yield str(vars(part)["name"])
    elif isinstance(part, models.Expression):
        for inner in part.get_source_expressions():
            yield from _mentioned(inner)


def _constraint(spec: ObjectSpec, name: str | None) -> models.BaseConstraint | None:
    return next((c for c in spec.model._meta.constraints if c.name == name), None)


def _names(spec: ObjectSpec, columns: set[str]) -> list[str]:
    return [f.name for f in registry.columns(spec.key) if f.column in columns]
