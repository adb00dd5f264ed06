"""Accounts with instant messengers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, documents, normal, refusals, samples
from haoke.core.fieldtypes.base import Choice, Hints, Op, SearchKind
from haoke.core.sql import Sql
from haoke.core.text import Language, T, say

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

#: Accounts of one person, and characters of one id.
MOST, LONGEST = 20, 100

KINDS = (
    Choice("wechat", T("WeChat", "微信")),
    Choice("wecom", T("WeCom", "企业微信")),
    Choice("qq", T("QQ", "QQ")),
    Choice("dingtalk", T("DingTalk", "钉钉")),
    Choice("feishu", T("Feishu", "飞书")),
    Choice("whatsapp", T("WhatsApp", "WhatsApp")),
    Choice("telegram", T("Telegram", "Telegram")),
    Choice("line", T("LINE", "LINE")),
    Choice("skype", T("Skype", "Skype")),
    Choice("linkedin", T("LinkedIn", "领英")),
    Choice("weibo", T("Weibo", "微博")),
    Choice("other", T("Other", "其他")),
)
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_WRITTEN = {
    **{normal.key(kind.value): kind.value for kind in KINDS},
    **{normal.key(say(kind.label, language)): kind.value for kind in KINDS for language in _LANGUAGES},
    **normal.table("wx wechat vx wechat weixin wechat 微信号 wechat v信 wechat 企微 wecom qq号 qq"),
    **normal.table("lark feishu tg telegram"),
}  # fmt: skip
_KNOWN = frozenset(_WRITTEN.values())
_PIECES = re.compile(r"[;；\n]")
_ID = re.compile(r"[^\s;；:：]+(?: [^\s;；:：]+)*")
_QQ = re.compile(r"[1-9][0-9]{4,9}")


@dataclass(frozen=True, slots=True)
class ImAccount:
    """One account: kind (of KINDS) and id."""

    kind: str
    id: str


class ImType(compare.Comparing):
    """A list of accounts; operators compare their ids without regard to case."""

    kind = "im"
    words = True
    operators = (Op.EQ, Op.NE, Op.CONTAINS, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY)
    sortable = False
    sql_type = "jsonb"

    def clean(self, raw: Any) -> list[ImAccount] | None:
        if raw is None:
            return None
        if not isinstance(raw, (list, tuple)):
            raise refusals.not_list()
        if len(raw) > MOST:
            raise refusals.too_many(MOST, len(raw))
        return list(dict.fromkeys(self._account(item) for item in raw)) or None

    def _account(self, raw: Any) -> ImAccount:
        if isinstance(raw, ImAccount):
            return raw
        if not isinstance(raw, dict):
            raise refusals.not_object()
        kind, name = raw.get("kind"), normal.clean(raw.get("id"), LONGEST)
        if not isinstance(kind, str) or kind not in _KNOWN:
            message = T("“{value}” is no messenger Haoke knows; use “other”", "不认识的即时通讯“{value}”，请用“其他”")
            raise BadValue("bad_messenger", message.fill(value=refusals.shown(kind)))
        if name is None or not _ID.fullmatch(name):
            raise BadValue(
                "bad_account", T("An account id has no colon or semicolon", "账号不能为空，且不含冒号、分号")
            )
        return ImAccount(kind, name)

    def parse(self, text: str, hints: Hints) -> Any:
        """Accounts divided by ; each `微信: id` or a bare id, five to ten digits being QQ and all else WeChat."""
        if len(text) > MOST * LONGEST:
            raise refusals.too_long(MOST * LONGEST, len(text))
        return self.clean([self._read(piece) for piece in _PIECES.split(text) if piece.strip()])

    def _read(self, piece: str) -> dict[str, str]:
        name, colon, account = piece.replace("：", ":").partition(":")
        if not colon:
            return {"kind": "qq" if _QQ.fullmatch(piece.strip()) else "wechat", "id": piece}
        return {"kind": _WRITTEN.get(normal.key(name), "other"), "id": account}

    def format(self, value: Any, language: str) -> str:
        labels = {kind.value: say(kind.label, "zh" if language == "zh" else "en") for kind in KINDS}
        return "; ".join(f"{labels[each.kind]}: {each.id}" for each in value or ())

    def dump(self, value: Any) -> Any:
        return None if value is None else [{"kind": each.kind, "id": each.id} for each in value]

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else documents.stored(self.dump(value)),)

    def load(self, columns: Sequence[Any]) -> Any:
        return [ImAccount(each["kind"], each["id"]) for each in documents.loaded(columns[0]) or ()] or None

    def one(self, raw: Any) -> str:
        text = normal.clean(raw, LONGEST)
        if text is None:
            raise refusals.no_operand()
        return text

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        each = compare.ComparingText().test(op, Sql("lower(a->>'id')"), operand)
        return left.wrap("EXISTS (SELECT 1 FROM jsonb_array_elements(", ") a WHERE ") + each + Sql(")")

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        if value is None or op in (Op.NE, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY):
            return super().matches(op, value, operand)
        return any(compare.ComparingText().matches(op, each.id, operand) for each in value)

    def schema(self, *, write: bool) -> dict[str, Any]:
        kind = {"type": "string", "enum": [kind.value for kind in KINDS]}
        name = {"type": "string", "maxLength": LONGEST}
        item = {"type": "object", "properties": {"kind": kind, "id": name}, "required": ["kind", "id"]}
        return {"type": ["array", "null"], "items": item, "maxItems": MOST}

    def meta(self) -> dict[str, Any]:
        return {"choices": [{"value": kind.value, "label": kind.label, "color": kind.color} for kind in KINDS]}

    def sample(self, rng: random.Random) -> Any:
        return [{"kind": "wechat", "id": samples.word(rng)}, {"kind": "qq", "id": str(rng.randrange(10**5, 10**10))}]

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.CODE, each.id) for each in value)
