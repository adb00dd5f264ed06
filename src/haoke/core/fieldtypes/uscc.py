"""The unified social credit code of Chinese organisations (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import normal, refusals, texts
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from haoke.core.fieldtypes.base import Hints
    from haoke.core.sql import Sql

LENGTH: Final = 18
#: The characters a code is written with, in the order of their values; I, O, S, V and Z are none.
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {sign: value for value, sign in enumerate(_SIGNS)}
_MOD: Final = len(_SIGNS)
_WEIGHTS: Final = tuple(pow(3, place, _MOD) for place in range(LENGTH - 1))
#: Signs people put between its parts.
_BETWEEN: Final = str.maketrans("", "", " -·.'")
_HEADS: Final = ("91", "92", "93", "12", "51")

ODD_SIGNS: Final = T(
    "“{value}” is no credit code: it has 18 digits and capital letters other than I, O, S, V and Z; this has {length}",
    "“{value}”不是统一社会信用代码：应为 18 位数字和大写字母（不含 I、O、S、V、Z），当前 {length} 位",
)
ODD_CHECK: Final = T(
    "The last character of “{value}” does not fit the others, so one of them is mistyped; "
    "compare it with the business licence",
    "“{value}”的最后一位校验码与前面不符，可能有一位输错，请对照营业执照核对",
)


def check(body: str) -> str:
    """The 18th character of a code's first 17."""
    return _SIGNS[-sum(_VALUES[sign] * weight for sign, weight in zip(body, _WEIGHTS, strict=True)) % _MOD]


def fits(code: str) -> bool:
    """Whether a text is a code as it is kept."""
    return len(code) == LENGTH and _VALUES.keys() >= set(code) and check(code[:-1]) == code[-1]


class UsccType(texts.TextType):
    """A credit code in half width and capitals whose last character checks the others."""

    key_kinds = ("uscc",)

    def __init__(self, *, null: bool = True) -> None:
        super().__init__(LENGTH, null=null)

    def clean(self, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise refusals.not_text()
        code = normal.plain(raw, texts.NAME).translate(_BETWEEN).upper()
        if not code:
            return None
        if len(code) != LENGTH or not _VALUES.keys() >= set(code):
            raise BadValue("not_a_uscc", ODD_SIGNS.fill(value=refusals.shown(raw), length=len(code)))
        if not fits(code):
            raise BadValue("uscc_check", ODD_CHECK.fill(value=code))
        return code

    def parse(self, text: str, hints: Hints) -> Any:
        return self.clean(text)

    def doubt(self, column: Sql) -> Sql:
        """Its last character does not fit the others, as `fits` reckons it."""
        places = (
            f"(strpos('{_SIGNS}', substr(c, {place}, 1)) - 1) * {weight}" for place, weight in enumerate(_WEIGHTS, 1)
        )
        last = (
            f"strpos('{_SIGNS}', substr(c, {LENGTH}, 1)) - 1 = mod({_MOD} - mod({' + '.join(places)}, {_MOD}), {_MOD})"
        )
        right = f"SELECT c ~ '^[{_SIGNS}]{{{LENGTH}}}$' AND {last}"
        return column.wrap(f"coalesce(NOT ({right} FROM (SELECT ", " AS c) code), false)")

    def sample(self, rng: random.Random) -> Any:
        body = rng.choice(_HEADS) + f"{rng.randrange(10**6):06}" + "".join(rng.choices(_SIGNS, k=9))
        return body + check(body)

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.CODE, value),)

    def keys(self, value: Any) -> Iterable[tuple[str, str]]:
        return (("uscc", value),)

    def mask(self, value: Any) -> str:
        return f"{value[:4]}****{value[-4:]}" if value else ""
