"""The language: what it gives, the same in Python and in SQL, and what it refuses and where."""

from __future__ import annotations

import datetime as dt
import random
import time
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core.expressions import BadExpression, Field, Type, compile, evaluate, fields, parse, printed
from haoke.core.expressions.operations import OPERATIONS
from haoke.core.expressions.parsing import DEEPEST, LONGEST, MOST
from haoke.core.expressions.refusals import UNKNOWN_FIELD
from haoke.core.sql import Sql
from haoke.core.testing.lots import SLOW, examples
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = {
    "amount": Type.NUMBER, "rate": Type.NUMBER, "name": Type.TEXT, "level": Type.TEXT, "won": Type.BOOLEAN,
    "since": Type.DATE, "until": Type.DATE, "account": Type.RECORD, "account.rate": Type.NUMBER,
    "price": Type.MONEY, "made": Type.MOMENT, "ended": Type.MOMENT,
}  # fmt: skip
LABELS = {"金额": "amount", "客户 名称": "name"}
SQL = {Type.NUMBER: "numeric", Type.TEXT: "text", Type.BOOLEAN: "boolean", Type.DATE: "date", Type.RECORD: "uuid",
    Type.MOMENT: "timestamptz", Type.MONEY: "numeric",
}  # fmt: skip
VALUES: dict[str, Any] = {
    "amount": Decimal("120.50"), "rate": 3, "name": "好客 CRM", "level": "a", "won": True,
    "since": dt.date(2026, 1, 31), "until": dt.date(2026, 3, 1), "account.rate": Decimal("0.7"),
    "price": Decimal("99.90"), "made": dt.datetime(2026, 1, 31, 20, 0, 0, 123457, dt.UTC),
    "ended": dt.datetime(2026, 2, 3, 8, 0, 0, 123457, dt.UTC),
}  # fmt: skip


MOMENTS = (
    "0001-01-02T00:00Z", "1970-01-01T00:00Z", "2024-02-29T23:59:59.999999Z", "2026-11-22T03:04:05.000007Z",
    "9999-12-30T00:00Z",
)  # fmt: skip


def lookup(name: str, at: int) -> Field:
    name = LABELS.get(name, name)
    if name not in KNOWN:
        raise BadExpression(at, "unknown_field", UNKNOWN_FIELD.fill(name=name))
    return Field(name, KNOWN[name], at, frozenset("abc") if name == "level" else frozenset())


def worth(text: str, **values: Any) -> Any:
    return evaluate(parse(text, lookup), VALUES | values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("-amount + 0.5", Decimal("-120.00")),
        ("2 - 3 - 4", Decimal(-5)),
        ("金额 × 2", Decimal("241.00")),
        ("{客户 名称} & '!'", "好客 CRM!"),
        ("round（金额 ÷ 7，2）", Decimal("17.21")),
        ("1 / 3", Decimal("0.333333333333")),
        ("amount / 0", None),
        ("if(amount >= 100 and not won, 'big', “小”)", "小"),
        ("if(level = 'a', 1, 2)", Decimal(1)),
        ("until - since", Decimal(29)),
        ("since + 1", dt.date(2026, 2, 1)),
        ("since - 31.9", dt.date(2025, 12, 30)),
        ("since + 10000000", None),
        ("since + 10000000 > until", True),
        ("date(2026, 2, 28) + 1", dt.date(2026, 3, 1)),
        ("date(2026, 2, 30)", None),
        ("year(since) * 100 + month(since)", Decimal(202601)),
        ("day(since + 10000000)", None),
        ("is_empty(account)", True),
        ("default(rate, 0) + default(amount, 0)", Decimal("123.50")),
        ("min(rate, amount) + max(1, 2)", Decimal(5)),
        ("floor(-1.5) + ceil(1.2) + abs(-3)", Decimal(3)),
        ("length(name)", Decimal(6)),
        ("account.rate * 2", Decimal("1.4")),
        ("won != false", True),
        ("1 <> 1 or 2 ≥ 2", True),
        ("price * 2 - 1", Decimal("198.80")),
        ("price / price", Decimal(1)),
        ("if(price > 50, price, 0)", Decimal("99.90")),
        ("made + 3", dt.datetime(2026, 2, 3, 20, 0, 0, 123457, dt.UTC)),
        ("made + hours(-20.5)", dt.datetime(2026, 1, 30, 23, 30, 0, 123457, dt.UTC)),
        ("ended - made", Decimal("2.5")),
        ("day_of(made)", dt.date(2026, 2, 1)),
        ("made + 3000000", None),
        ("max(made, ended) = ended", True),
    ],
)
def test_what_it_gives(text: str, expected: Any) -> None:
    assert worth(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount + 1", None),
        ("amount > 1", None),
        ("amount > 1 and false", False),
        ("amount > 1 or true", True),
        ("amount > 1 or false", None),
        ("not (amount > 1)", None),
        ("if(amount > 1, 'a', 'b')", "b"),
        ("name & name", None),
        ("is_empty(amount)", True),
        ("min(amount, 5)", Decimal(5)),
        ("max(amount, amount)", None),
        ("default(amount, 7)", Decimal(7)),
    ],
)
def test_what_it_gives_of_nothing(text: str, expected: Any) -> None:
    assert worth(text, amount=None, name="") == expected


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("", 1, "empty"),
        ("1 +", 4, "value"),
        ("1 + * 2", 5, "value"),
        ("(1 + 2", 7, "expected"),
        ("1 2", 3, "unexpected"),
        ("1 @ 2", 3, "unknown_sign"),
        ("'abc", 1, "unclosed"),
        ("amounts", 1, "unknown_field"),
        ("nothing(1)", 1, "unknown_function"),
        ("round(1)", 1, "count"),
        ("round(1, rate)", 10, "places"),
        ("round(1, 9)", 10, "places"),
        ("1 + 'a'", 5, "type"),
        ("won + 1", 1, "type"),
        ("1 = 'a'", 5, "type"),
        ("since + until", 9, "type"),
        ("level = 'z'", 9, "no_choice"),
        ("price * price", 9, "type"),
        ("made > since", 8, "type"),
        ("year(made)", 6, "type"),
        ("1" * 31, 1, "too_big"),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), DEEPEST + 1, "too_deep"),
        ("1" + "+1" * MOST, 200, "too_many"),
        ("1" * (LONGEST + 1), LONGEST + 1, "too_long"),
    ],
)
def test_what_it_refuses_and_where(text: str, at: int, code: str) -> None:
    with pytest.raises(BadExpression) as refused:
        parse(text, lookup)
    assert (refused.value.at, refused.value.code) == (at, code)
    assert str(at) in say(refused.value.message, "zh")


def test_labels_become_names() -> None:
    assert printed("{客户 名称} & '金额' & (金额+1) ", LABELS) == "name & '金额' & (amount+1) "
    taken = {"Year": "cf_year", "Not": "cf_not", "year": "cf_other"}
    assert printed("Year （since） + Year and Not {Not}", taken) == "Year （since） + cf_year and Not cf_not"


def test_it_says_what_it_looks_at() -> None:
    assert set(fields(parse("if(won, account.rate, amount) + 1", lookup))) == {"won", "account.rate", "amount"}


def in_sql(node: Any, values: dict[str, Any]) -> Any:
    made = compile(node, lambda name: Sql(f"%s::{SQL[KNOWN[name]]}", (values.get(name),)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {made.text}", made.params)
        return cursor.fetchone()[0]


class Maker:
    """Random expressions of a type, as text."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def text(self, kind: Type, depth: int) -> str:
        calls = [
            (name, types)
            for name, each in OPERATIONS.items()
            for types, gives in each.takes
            if gives is kind and (name != "round")
        ]
        if depth == 0 or not calls or self.rng.random() < 0.2:
            return self.leaf(kind)
        name, types = self.rng.choice(calls)
        args = [self.text(each, depth - 1) for each in types]
        if name == "neg":
            return f"(-{args[0]})"
        if name == "not":
            return f"(not {args[0]})"
        if OPERATIONS[name].form:
            return f"{name}({', '.join(args)})"
        return f"({args[0]} {name} {args[1]})"

    def leaf(self, kind: Type) -> str:
        named = [name for name, each in KNOWN.items() if each is kind and name != "level"]
        plain: dict[Type, Callable[[], str]] = {
            Type.NUMBER: lambda: str(self.rng.choice((0, 1, 7, "0.001", "12345.678", 10**9))),
            Type.TEXT: lambda: self.rng.choice(("'a'", "'好'", "''")),
            Type.BOOLEAN: lambda: self.rng.choice(("true", "false")),
            Type.DATE: lambda: "since",
            Type.MOMENT: lambda: "made",
            Type.MONEY: lambda: "price",
            Type.RECORD: lambda: "account",
        }
        return self.rng.choice(named) if named and self.rng.random() < 0.6 else plain[kind]()


@pytest.mark.django_db
def test_python_and_sql_give_the_same() -> None:
    rng = random.Random(20261122)
    maker = Maker(rng)
    choices: dict[Type, list[Any]] = {
        Type.NUMBER: [None, Decimal(0), Decimal("-3.25"), Decimal("99999.999"), 12],
        Type.TEXT: [None, "", "甲乙", "a"],
        Type.BOOLEAN: [None, True, False],
        Type.DATE: [None, dt.date(1, 1, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)],
        Type.RECORD: [None],
        Type.MOMENT: [None, *map(dt.datetime.fromisoformat, MOMENTS)],
        Type.MONEY: [None, Decimal("0.00"), Decimal("-12.34"), Decimal(1000000)],
    }
    for _ in range(examples(1500)):
        kind = rng.choice((Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE, Type.MOMENT, Type.MONEY))
        text = maker.text(kind, rng.randrange(1, 4))
        node = parse(text, lookup)
        values = {name: rng.choice(choices[each]) for name, each in KNOWN.items()}
        assert evaluate(node, values) == in_sql(node, values), (text, values)


def cost(text: str) -> float:
    """Seconds of the processor that reading and evaluating take: the least of three, since rubbish is collected."""
    took = SLOW
    for _ in range(3):
        began = time.process_time()
        with suppress(BadExpression):
            evaluate(parse(text, lookup), VALUES)
        took = time.process_time() - began
        if took < SLOW:
            break
    return took


def test_nothing_typed_costs_much() -> None:
    rng = random.Random(7)
    signs = [*"()+-*/&=<>.,'\"{}0123456789 ", "if", "amount", "round(", "金额", "not ", "（"]
    typed = ["".join(rng.choice(signs) for _ in range(rng.randrange(600))) for _ in range(examples(300))]
    typed += ["not " * 500, "(" * 2000, "-" * 2000, "'" * 2000, "1" + "*999999999999999999999999999999" * 60]
    assert max(map(cost, typed)) < SLOW
