"""Amounts with their currency, and what they are worth in the company's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, currencies, numbers, numerals, refusals
from haoke.core.fieldtypes.base import Hints, Op
from haoke.core.sql import FALSE, Sql, ident, join
from haoke.core.text import T

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Mapping, Sequence

PARTS = ("", "_currency", "_base", "_rate", "_rate_date")
#: Digits before the decimal point of an amount, as the columns hold them.
_LIMIT = Decimal(10) ** 16


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `base` (company currency), `rate`, `rate_date` are set once, when its record is posted or closed."""

    amount: Decimal
    currency: str
    base: Decimal | None = None
    rate: Decimal | None = None
    rate_date: dt.date | None = None

    def posted(self, rate: Decimal, on: dt.date) -> Money:
        """The same amount with its worth in the company's currency fixed: amount × rate."""
        base = numbers.rounded(self.amount * rate, currencies.decimals(currencies.base()))
        return replace(self, base=base, rate=rate, rate_date=on)

    def opened(self) -> Money:
        """The same amount, converted by today's rate again."""
        return Money(self.amount, self.currency)

    def in_base(self, rates: Mapping[str, Decimal], base_currency: str) -> Decimal | None:
        """What `base_amount` computes in SQL: the fixed worth, else amount × rates[currency]; None without a rate."""
        rate = Decimal(1) if self.currency == base_currency else rates.get(self.currency)
        if self.base is not None or rate is None:
            return self.base
        return numbers.rounded(self.amount * rate, currencies.decimals(base_currency))


class MoneyType(compare.Comparing):
    """Money. Operators compare the number given as `column`: pass `base_amount(…)` to compare worth."""

    kind = "money"
    operators = (*compare.ORDER, Op.UNRATED)
    parts = PARTS
    sql_type = "numeric"

    def clean(self, raw: Any) -> Money | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, Money):
            return raw
        if not isinstance(raw, dict):
            raw = {"amount": raw}
        if raw.get("amount") is None or raw["amount"] == "":
            return None
        currency = self._currency(raw.get("currency"))
        return self._money(numbers.fitted(numbers.decimal(raw["amount"]), currencies.decimals(currency)), currency)

    def _currency(self, raw: Any) -> str:
        if raw is None or raw == "":
            return currencies.base()
        code = currencies.named(raw) if isinstance(raw, str) and len(raw) <= numerals.LONGEST else None
        if code is None:
            message = T(
                "“{value}” is not a currency; write a code such as CNY", "“{value}”不是币种，请填写 CNY 这样的代码"
            )
            raise BadValue("not_a_currency", message.fill(value=refusals.shown(raw)))
        return code

    def _money(self, amount: Decimal, currency: str) -> Money:
        if abs(amount) >= _LIMIT:
            raise refusals.out_of_range(-_LIMIT, _LIMIT)
        return Money(amount, currency)

    def parse(self, text: str, hints: Hints) -> Any:
        """The amount in a text, in the currency it names or the one of `hints`; excess decimals are rounded half up."""
        if not text.strip():
            return None
        read = numerals.read(text, hints.decimal_mark)
        if read.percent:
            raise refusals.not_number(text)
        currency = read.currency or hints.currency
        if read.currency == "CNY" and hints.currency == "JPY" and "¥" in text.replace("￥", "¥"):
            currency = "JPY"
        return self._money(numbers.rounded(read.value, currencies.decimals(currency)), currency)

    def format(self, value: Any, language: str) -> str:
        if value is None:
            return ""
        sign = currencies.SIGNS.get(value.currency, f"{value.currency} ")
        return f"{'-' if value.amount < 0 else ''}{sign}{abs(value.amount):,f}"

    def dump(self, value: Any) -> Any:
        if value is None:
            return None
        dumped = {"amount": f"{value.amount:f}", "currency": value.currency}
        return dumped if value.base is None else {**dumped, "base": f"{value.base:f}"}

    def store(self, value: Any) -> tuple[Any, ...]:
        if value is None:
            return (None,) * len(PARTS)
        return value.amount, value.currency, value.base, value.rate, value.rate_date

    def load(self, columns: Sequence[Any]) -> Any:
        amount, currency, base, rate, rate_date = columns
        if amount is None:
            return None
        currency = currency or currencies.base()
        fixed = None if base is None else numbers.rounded(base, currencies.decimals(currencies.base()))
        return Money(numbers.rounded(amount, currencies.decimals(currency)), currency, fixed, rate, rate_date)

    def base_amount(self, alias: str, column: str, rates: Mapping[str, Decimal], base_currency: str) -> Sql:
        """The amount stored in `alias.column` in base currency: as fixed, else × rates[currency]; NULL without a rate.

        `rates`: {currency: units of base currency for one of it}; the base currency itself need not be in it.
        """
        amount, currency, base = (f"{alias}.{ident(column + part)}" for part in PARTS[:3])
        places = currencies.decimals(base_currency)
        cases = [Sql(f"WHEN %s::text THEN {amount}", (base_currency,))]
        cases += [
            Sql(f"WHEN %s::text THEN round({amount} * %s::numeric, {places})", (code, rate))
            for code, rate in rates.items()
            if code != base_currency
        ]
        start = Sql(f"coalesce({base}, CASE coalesce({currency}, %s::text) ", (base_currency,))
        return start + join(" ", cases).wrap("", " END)")

    def condition(self, op: Op, column: Sql, operand: Any) -> Sql:
        # A number that is given has a worth; which amounts have none is a question about rates.
        return FALSE if op is Op.UNRATED else super().condition(op, column, operand)

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        return op is not Op.UNRATED and super().matches(op, value, operand)

    def one(self, raw: Any) -> Any:
        amount = raw.get("amount") if isinstance(raw, dict) else raw.amount if isinstance(raw, Money) else raw
        if amount is None or amount == "":
            raise refusals.no_operand()
        return numbers.decimal(amount)

    def key(self, value: Any) -> Any:
        return value.amount

    def schema(self, *, write: bool) -> dict[str, Any]:
        number = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
        fields: dict[str, Any] = {"amount": number, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}
        if not write:
            fields["base"] = number
        whole = {
            "type": ["object", "null"],
            "properties": fields,
            "required": ["amount"] if write else ["amount", "currency"],
        }
        return {"anyOf": [whole, number, {"type": "number"}]} if write else whole

    def meta(self) -> dict[str, Any]:
        return {"precision": currencies.decimals(currencies.base()), "unit": currencies.base()}

    def sample(self, rng: random.Random) -> Any:
        return {
            "amount": f"{rng.randrange(100, 10**8) / 100:.2f}",
            "currency": rng.choice(("CNY", "CNY", "CNY", "USD", "EUR")),
        }
