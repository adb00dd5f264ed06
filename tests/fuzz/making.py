"""Requests made at random from the API's document: mostly sensible, now and then what nobody should send."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

import orjson

from haoke.core import registry
from haoke.core.fieldtypes.base import Op

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STRANGE = 0.12  # share of values that follow no schema
BROKEN = 0.03  # share of bodies that are no JSON
DEEPEST = 6
TEXTS = (
    "", " ", "%", "\\", "'; --", "{}", "[]", "null", "1e5", "NaN", "\x00", "\ud800", "𠮷", "e\u0301" * 40, "x" * 5000,
    "=1+1", "<script>", "../../etc/passwd", "{{7*7}}", "%s", "\r\nX-A: b", "2024-02-30", "0001-01-01", "9999-12-31",
    "2026-01-01T00:00:00+99:99", "客户", "+86 139 1234 5678", "a@b.example", "https://x.example", "javascript:1",
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**15, 2**31, 2**53 + 1, 2**63, 2**64, 10**30, -(10**40), 1e308, -0.0, 5e-324, 0.1)
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"id": 3},
    {"": ""},
    {"id": None},
    {"amount": "1e9"},
)
BODIES = (
    b"",
    b"{",
    b"[1,",
    b'"',
    b"nul",
    b"\xff\xfe",
    b"[" * 20_000,
    b'{"a":' * 5_000,
    b"NaN",
    b"1e400",
    b'{"a":1,"a":2}',
)
RELATIVE = ("today", "this_quarter", "last_year", "last_days", "days_ahead", "days_ago", "never")


@dataclass(frozen=True)
class Asked:
    """One request, as it is sent."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Maker:
    """Makes requests; `known` are ids of records by object, there for the person or hidden."""

    def __init__(self, seed: int, document: Mapping[str, Any], known: Sequence[Mapping[str, UUID]]) -> None:
        self.random = random.Random(seed)
        self.schemas = document["components"]["schemas"]
        self.prefix = "/api/v1"
        self.operations = [
            (method.upper(), path.removeprefix(f"{self.prefix}/"), operation)
            for path, methods in sorted(document["paths"].items())
            for method, operation in sorted(methods.items())
        ]
        self.known = known
        self.ids = [str(each) for records in known for each in records.values()]
        self.objects = {spec.plural: spec.key for spec in registry.objects().values()}
        self.cursors = [""]

    def requests(self, count: int) -> Iterator[Asked]:
        """So many requests, every operation in its turn."""
        for number in range(count):
            if number % len(self.operations) == 0:
                self.random.shuffle(self.operations)
            yield self.request(*self.operations[number % len(self.operations)])

    def request(self, method: str, path: str, operation: Mapping[str, Any]) -> Asked:
        """One call of an operation."""
        key = self.objects.get(path.split("/", maxsplit=1)[0], "account")
        address = path.replace("{id}", self.record(key)).replace("{token}", self.text())
        query = [
            f"{part['name']}={self.quoted(self.parameter(part, key))}"
            for part in operation.get("parameters", ())
            if part.get("in") == "query" and (part.get("required") or self.random.random() < 0.4)
        ]
        content = operation.get("requestBody", {}).get("content", {})
        headers = {"Idempotency-Key": self.text()} if self.random.random() < 0.05 else {}
        headers = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
        whole = address + ("?" + "&".join(query) if query else "")
        if "multipart/form-data" in content:
            return Asked(method, whole, self.form(), "multipart/form-data; boundary=x", headers)
        schema = content.get("application/json", {}).get("schema")
        return Asked(method, whole, b"" if schema is None else self.body(schema, key), headers=headers)

    def record(self, key: str) -> str:
        """An id for a path: mostly of the right object."""
        if self.random.random() < STRANGE:
            return quote(self.text(), safe="", errors="replace") or "-"
        fitting = [str(records[key]) for records in self.known if key in records]
        return self.random.choice(fitting if fitting and self.random.random() < 0.8 else self.ids)

    def quoted(self, value: Any) -> str:
        """A query parameter as it is sent."""
        text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
        return quote(text, errors="replace")

    def parameter(self, part: Mapping[str, Any], key: str) -> Any:
        """A value of a query parameter, by what it means."""
        if self.random.random() < STRANGE:
            return self.random.choice(TEXTS)
        names = [*registry.fields(key), "id", "nothing"]
        if part["name"] == "filter":
            return orjson.dumps(clean(self.criteria(key))).decode()
        if part["name"] in ("sort", "fields", "sum", "group", "field"):
            chosen = self.random.choices(names, k=self.random.randint(1, 3))
            return ",".join(self.random.choice(("", "-")) + name for name in chosen)
        if part["name"] == "cursor":
            return self.spoiled(self.random.choice(self.cursors))
        return self.value(part["schema"])

    def criteria(self, key: str, depth: int = 0) -> Any:
        """A tree of conditions over an object's fields."""
        kind = self.random.random()
        if depth > DEEPEST or kind < 0.6:
            return self.condition(key)
        if kind < 0.8:
            inner = [self.criteria(key, depth + 1) for _ in range(self.random.randint(0, 3))]
            return {self.random.choice(("and", "or")): inner}
        if kind < 0.9:
            return {"not": self.criteria(key, depth + 1)}
        relations = registry.relations(key)
        if not relations:
            return self.anything()
        name = self.random.choice(sorted(relations))
        where = {"where": self.criteria(relations[name].child, depth + 1)} if self.random.random() < 0.8 else {}
        return {"related": name, "op": self.random.choice(("some", "none", "every")), **where}

    def condition(self, key: str) -> Any:
        """One field compared."""
        name = self.random.choice(sorted(registry.fields(key)))
        found = registry.field(key, name)
        operators = [*found.type.operators] if self.random.random() > STRANGE else [*Op]
        value = self.random.choice(
            (self.sample(found.type), self.anything(), {"rel": self.random.choice(RELATIVE), "n": 3})
        )
        return {"field": name, "op": str(self.random.choice(operators or [*Op])), "value": value}

    def sample(self, kind: Any) -> Any:
        """What the field's type gives as an example, alone or in a list."""
        one = self.random.choice(self.ids) if "target" in getattr(kind, "__dict__", {}) else kind.sample(self.random)
        return self.random.choice((one, one, [one], [one, one]))

    def body(self, schema: Mapping[str, Any], key: str) -> bytes:
        """A body by its schema, or bytes that are none."""
        if self.random.random() < BROKEN:
            return self.random.choice(BODIES)
        made = self.value(schema)
        if isinstance(made, dict) and "filter" in made and self.random.random() < 0.7:
            made["filter"] = self.criteria(key)
        return orjson.dumps(clean(made), default=str)

    def form(self) -> bytes:
        """A form with a file, or something like it."""
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        file = head + b"name,phone\r\nA,1\r\n--x--\r\n"
        return self.random.choice((file, file[: self.random.randrange(len(file))], *BODIES))

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        """A value that fits, mostly."""
        if self.random.random() < STRANGE and depth:
            return self.anything()
        if "$ref" in schema:
            return self.value(self.schemas[schema["$ref"].rpartition("/")[2]], depth)
        if "anyOf" in schema:
            return self.value(self.random.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kinds = schema.get("type", "object")
        kind = self.random.choice(kinds) if isinstance(kinds, list) else kinds
        return self.of_kind(kind, schema, depth)

    def of_kind(self, kind: str, schema: Mapping[str, Any], depth: int) -> Any:
        """A value of a JSON type."""
        if kind == "object":
            return self.object(schema, depth)
        if kind == "array":
            fewest = schema.get("minItems", 0)
            return [
                self.value(schema.get("items", {}), depth + 1) for _ in range(self.random.randint(fewest, fewest + 2))
            ]
        if kind == "string":
            return self.string(schema)
        if kind in ("integer", "number"):
            least = schema.get("minimum", -3)
            return self.random.choice((least, self.random.randint(int(least), int(schema.get("maximum", 1000)))))
        return {"boolean": self.random.random() < 0.5}.get(kind)

    def object(self, schema: Mapping[str, Any], depth: int) -> Any:
        """An object with what is required and some of the rest."""
        required, wanted = set(schema.get("required", ())), schema.get("properties", {})
        made = {
            name: self.value(inner, depth + 1)
            for name, inner in wanted.items()
            if depth < DEEPEST and (name in required or self.random.random() < 0.5)
        }
        if self.random.random() < STRANGE / 3:
            made[self.random.choice(TEXTS)] = self.anything()
        return made

    def string(self, schema: Mapping[str, Any]) -> str:
        """A text by its format."""
        made = {
            "uuid": lambda: self.random.choice([*self.ids, str(UUID(int=self.random.getrandbits(128)))]),
            "date": lambda: (
                f"20{self.random.randint(10, 30)}-0{self.random.randint(1, 9)}-1{self.random.randint(0, 9)}"
            ),
            "date-time": lambda: f"2026-0{self.random.randint(1, 9)}-01T00:00:00Z",
        }.get(schema.get("format", ""))
        if made is not None:
            return made()
        if "pattern" in schema:
            return self.random.choice(("1", "12.50", "CNY", "-3"))
        return self.random.choice(TEXTS)[: schema.get("maxLength", 5000)]

    def text(self) -> str:
        """Any text."""
        return self.random.choice(TEXTS)

    def anything(self) -> Any:
        """Any JSON value."""
        return self.random.choice((*TEXTS, *NUMBERS, *OTHERS, self.random.choice(self.ids)))

    def spoiled(self, text: str) -> str:
        """A text with one character other than it was, or as it was."""
        if not text or self.random.random() < 0.3:
            return text
        place = self.random.randrange(len(text))
        return text[:place] + self.random.choice("aZ0_-=%\x00客") + text[place + 1 :]


def clean(value: Any) -> Any:
    """The same without what JSON cannot carry: numbers beyond 64 bits become text, lone surrogates go."""
    if isinstance(value, dict):
        return {clean(str(name)): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return str(value)
    return value
