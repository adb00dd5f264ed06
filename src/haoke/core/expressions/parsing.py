"""From text to a checked tree: one pass, every part typed as it is read, every refusal with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from haoke.core.expressions import refusals
from haoke.core.expressions.nodes import NAMES, Call, Field, Literal, Node, Type
from haoke.core.expressions.operations import FUNCTIONS, MOST_PLACES, OPERATIONS
from haoke.core.expressions.refusals import BadExpression
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: Tells the field of a name; raises BadExpression at that place.
    Lookup = Callable[[str, int], Field]

LONGEST: Final = 2_000
MOST: Final = 200
DEEPEST: Final = 24
DIGITS: Final = 30
#: What a Chinese keyboard makes of signs, one for one so that places stay.
_WIDE: Final = str.maketrans("（），＋－×÷＊／＜＞＝！＆“”‘’｛｝。", "(),+-*/*/<>=!&\"\"''{}.")
_TOKEN: Final = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<label>\{[^{}]*\})"
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)?)|(?P<sign><=|>=|!=|<>|[-+*/&=<>(),])"
    r"|(?P<open>['\"{])|(?P<other>.)",
    re.DOTALL,
)
_ALIKE: Final = {"<>": "!=", "≥": ">=", "≤": "<=", "≠": "!="}
#: Signs between two values, by how tightly they bind.
_BINDING: Final[Mapping[str, int]] = {
    "or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "&": 5, "+": 6, "-": 6, "*": 7, "/": 7,
}  # fmt: skip
_NOT, _COMPARING, _NEGATIVE = 3, 4, 8
_TRUE: Final = {"true": True, "false": False}
_RESERVED: Final = frozenset({"and", "or", "not", *_TRUE})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


def parse(text: str, lookup: Lookup) -> Node:
    """The tree of an expression; raises BadExpression."""
    if len(text) > LONGEST:
        raise BadExpression(LONGEST + 1, "too_long", refusals.TOO_LONG.fill(most=LONGEST))
    return _Parser(_tokens(text), lookup).whole()


def printed(text: str, names: Mapping[str, str]) -> str:
    """The text with fields called by their names where it called them by their labels, which may change."""
    made, at = [], 0
    tokens = _tokens(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        end = token.at - 1 + len(token.text)
        called = token.text[1:-1].strip() if token.kind == "label" else token.text
        operation = following is not None and following.text.translate(_WIDE) == "("
        field = token.kind == "label" or (
            token.kind == "name" and not operation and token.text.lower() not in _RESERVED
        )
        made += [
            text[at : token.at - 1],
            names.get(called, text[token.at - 1 : end]) if field else text[token.at - 1 : end],
        ]
        at = end
    return "".join([*made, text[at:]])


def _tokens(text: str) -> list[Token]:
    plain = text.translate(_WIDE)
    found = []
    for match in _TOKEN.finditer(plain):
        kind, word, at = str(match.lastgroup), match.group(), match.start() + 1
        if kind == "space":
            continue
        if kind == "open":
            raise BadExpression(at, "unclosed", refusals.UNCLOSED)
        if kind == "other" and word not in _ALIKE:
            raise BadExpression(
                at, "unknown_sign", refusals.UNKNOWN_SIGN.fill(sign=word if word.isprintable() else "?")
            )
        if kind in ("text", "label"):
            word = text[match.start() : match.end()]
        found.append(Token("sign" if kind == "other" else kind, word, at))
    return found


class _Parser:
    """Reads by binding strength; counts what it has read and how deep it is."""

    def __init__(self, tokens: list[Token], lookup: Lookup) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.place = 0
        self.end = tokens[-1].at + len(tokens[-1].text) if tokens else 1
        self.count = 0
        self.depth = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise BadExpression(1, "empty", refusals.EMPTY)
        found = self.expression(0)
        rest = self._next()
        if rest is not None:
            raise BadExpression(rest.at, "unexpected", refusals.UNKNOWN_SIGN.fill(sign=rest.text[:40]))
        return found

    def _next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self) -> Token:
        token = self._next()
        if token is None:
            raise BadExpression(self.end, "value", refusals.VALUE_EXPECTED)
        self.place += 1
        return token

    def _expect(self, sign: str) -> None:
        token = self._next()
        if token is None or token.text.translate(_WIDE) != sign:
            raise BadExpression(token.at if token else self.end, "expected", refusals.EXPECTED.fill(sign=sign))
        self.place += 1

    def _sign(self) -> str:
        token = self._next()
        word = token.text.lower() if token and token.kind in ("sign", "name") else ""
        return _ALIKE.get(word, word)

    def _counted(self, node: Node) -> Node:
        self.count += 1
        if self.count > MOST:
            raise BadExpression(node.at, "too_many", refusals.TOO_MANY.fill(most=MOST))
        return node

    def expression(self, binding: int) -> Node:
        """What binds tighter than that."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadExpression(self._take().at, "too_deep", refusals.TOO_DEEP.fill(most=DEEPEST))
        found = self.operand()
        while (strength := _BINDING.get(sign := self._sign(), 0)) > binding:
            at = self._take().at
            found = self._call(sign, (found, self.expression(strength)), at)
        self.depth -= 1
        return found

    def operand(self) -> Node:
        token = self._take()
        word = token.text.lower()
        if word == "not":
            return self._call("not", (self.expression(_NOT),), token.at)
        if word == "-":
            return self._call("neg", (self.expression(_NEGATIVE),), token.at)
        if word == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        return self._value(token, word)

    def _value(self, token: Token, word: str) -> Node:
        if token.kind == "number":
            if len(word) > DIGITS:
                raise BadExpression(token.at, "too_big", refusals.TOO_BIG)
            return self._counted(Literal(Decimal(word), Type.NUMBER, token.at))
        if token.kind == "text":
            return self._counted(Literal(token.text[1:-1], Type.TEXT, token.at))
        if word in _TRUE:
            return self._counted(Literal(_TRUE[word], Type.BOOLEAN, token.at))
        if token.kind == "name" and self._sign() == "(":
            return self._function(word, token.at)
        if token.kind in ("name", "label"):
            name = token.text[1:-1].strip() if token.kind == "label" else token.text
            return self._counted(self.lookup(name, token.at))
        raise BadExpression(token.at, "value", refusals.VALUE_EXPECTED)

    def _function(self, name: str, at: int) -> Node:
        if name not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise BadExpression(at, "unknown_function", refusals.UNKNOWN_FUNCTION.fill(name=name[:40], known=known))
        self._expect("(")
        args = [self.expression(0)]
        while self._sign() == ",":
            self._take()
            args.append(self.expression(0))
        self._expect(")")
        return self._call(name, tuple(args), at)

    def _call(self, name: str, args: tuple[Node, ...], at: int) -> Node:
        takes = OPERATIONS[name].takes
        given = tuple(each.type for each in args)
        said = "-" if name == "neg" else name
        if len(given) != len(takes[0][0]):
            raise BadExpression(at, "count", refusals.COUNT.fill(name=said, count=len(takes[0][0])))
        result = next((gives for types, gives in takes if types == given), None)
        if result is None:
            raise _wrong(said, takes, args)
        if name in ("=", "!="):
            _of_choices(args)
        if name == "round":
            _places(args[1])
        return self._counted(Call(name, args, result, at))


def _wrong(name: str, takes: tuple[tuple[tuple[Type, ...], Type], ...], args: tuple[Node, ...]) -> BadExpression:
    """Which of the values is none it could take, the first one if each could be alone."""
    for place, arg in enumerate(args):
        wanted = [types[place] for types, _ in takes]
        if arg.type not in wanted:
            either = [NAMES[each] for each in dict.fromkeys(wanted)]
            said = T(" or ".join(str.__str__(each) for each in either), "或".join(each.zh for each in either))
            why = refusals.WRONG_TYPE.fill(name=name, wanted=said, given=NAMES[arg.type])
            return BadExpression(arg.at, "type", why)
    return BadExpression(args[-1].at, "type", refusals.NOT_ALIKE.fill(name=name))


def _of_choices(args: tuple[Node, ...]) -> None:
    """A text compared to a choice is one of its values."""
    for field, other in (args, args[::-1]):
        if (
            isinstance(field, Field)
            and field.choices
            and isinstance(other, Literal)
            and other.value not in field.choices
        ):
            known = ", ".join(sorted(field.choices)[:20])
            why = refusals.NO_CHOICE.fill(field=field.name, value=str(other.value)[:40], known=known)
            raise BadExpression(other.at, "no_choice", why)


def _places(node: Node) -> None:
    value = node.value if isinstance(node, Literal) else None
    if not isinstance(value, Decimal) or value not in range(MOST_PLACES + 1):
        raise BadExpression(node.at, "places", refusals.WHOLE.fill(name="round", low=0, high=MOST_PLACES))
