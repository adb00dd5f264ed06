"""What is always true of customers and products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import clock
from haoke.core.fieldtypes import currencies
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.customers.queries import is_below

if TYPE_CHECKING:
    from haoke.core.spec import Change

_SIZES = ((19, "micro"), (99, "small"), (499, "medium"), (1999, "large"))
_FIRST_YEAR = 500


def account_is_not_its_own_parent(change: Change) -> None:
    """No account stands above itself, however far up."""
    _no_loop(change, "customers_account")


def category_is_not_its_own_parent(change: Change) -> None:
    """No category stands above itself, however far up."""
    _no_loop(change, "customers_productcategory")


def _no_loop(change: Change, table: str) -> None:
    parent = change.after.get("parent")
    if parent is None or "parent" not in change.changed or change.before is None:
        return
    own = change.before["id"]
    if parent == own or is_below(table, parent, own):
        raise RuleBroken.at("parent", "loop", T("A record cannot stand below itself", "上级不能是自己或自己的下级"))


def size_follows_employees(change: Change) -> None:
    """The size class of the number of employees, unless a class is given with it."""
    employees = change.after.get("employees")
    if employees is not None and "employees" in change.changed and "size" not in change.changed:
        change.after["size"] = next((size for most, size in _SIZES if employees <= most), "giant")


def founded_is_a_year(change: Change) -> None:
    """The year of foundation lies in the past."""
    founded = change.after.get("founded")
    if founded is not None and "founded" in change.changed and not _FIRST_YEAR <= founded <= clock.today().year + 1:
        raise RuleBroken.at("founded", "year", T("That is no year in the past", "请填写正确的年份"))


def period_is_in_order(change: Change) -> None:
    """A role does not end before it begins."""
    since, until = change.after.get("since"), change.after.get("until")
    if since and until and until < since:
        raise RuleBroken.at("until", "order", T("The end lies before the beginning", "结束日期不能早于开始日期"))


def currency_is_known(change: Change) -> None:
    """A rate is for a currency there is, other than the company's own, above nothing."""
    code = currencies.named(str(change.after.get("currency") or ""))
    if code is None or code == currencies.base():
        raise RuleBroken.at("currency", "currency", T("Name another currency, such as EUR", "请填写其他币种，例如 EUR"))
    change.after["currency"] = code
    if (change.after.get("rate") or 0) <= 0:
        raise RuleBroken.at("rate", "range", T("A rate is above zero", "汇率必须大于零"))


def line_is_between_two(change: Change) -> None:
    """Nobody reports to himself or influences himself."""
    if change.after.get("contact") is not None and change.after["contact"] == change.after.get("to"):
        raise RuleBroken.at("to", "same", T("Choose another person", "请选择另一位联系人"))


def position_is_on_earth(change: Change) -> None:
    """Latitude and longitude are within what there is."""
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = change.after.get(name)
        if value is not None and abs(value) > most:
            raise RuleBroken.at(
                name, "out_of_range", T("Degrees from -{n} to {n}", "应在 -{n} 至 {n} 度之间").fill(n=most)
            )
