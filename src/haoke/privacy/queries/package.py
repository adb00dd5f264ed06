"""All that is held of a person, as one ZIP: data for machines, a page, files; what concerns others is masked."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any, Final

import orjson

from haoke.core import clock, registry
from haoke.core.access.actor import system
from haoke.core.erasing import known
from haoke.core.erasing.extent import TEXTS, extent
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.records import gate, storage
from haoke.core.records.files.models import File, FileUse
from haoke.core.records.files.storing import pieces
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, current_language, say
from haoke.privacy import choices
from haoke.privacy.queries.people import person_objects, persons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from haoke.core.erasing.extent import Extent, Part
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec
    from haoke.privacy.models import PrivacyRequest

#: Bytes of files that go into one package; of the others the names.
MOST_BYTES: Final = 50_000_000
#: Records of others that name the person, of each object.
MOST: Final = 500
GONE: Final = "■"
_REFERENCES: Final = frozenset({"reference", "user", "department", "multireference"})
_SILENT: Final = frozenset(SYSTEM_COLUMNS) - {"number", "created_at"}
_REACHED: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|\+?\d[\d -]{5,18}\d")
_NO_DIGIT: Final = re.compile(r"\D")

TITLE = T("What we hold about {name}", "我们持有的关于{name}的个人信息")
MADE = T("Request {number}, made on {day}", "请求编号 {number}，生成日期 {day}")
MASKED = T("Numbers and addresses of other persons are replaced by ■.", "其他人的号码与地址以 ■ 代替。")
ALONE = T("About this person alone", "仅与本人有关")
TOGETHER = T("Together with others", "同时涉及他人")
NAMED = T("Named elsewhere", "其他提及")
FILES = T("Files", "文件")
TOO_LARGE = T("{name} (too large for this package; ask for it)", "{name}（文件过大，未包含在内，可另行索取）")
ERASED_ANSWER = T("The person was erased and told so", "已删除此人信息并告知本人")
_STAYS = (
    T("figures, choices and references, which say nothing of the person", "不含个人信息的数字、选项与关联"),
    T(
        "an address that asked not to be written to, so that it is not written to again",
        "要求停发的地址，用于避免再次发信",
    ),
    T("that something was erased, when and on what grounds", "删除的时间与依据"),
    T("mails at other servers, and backups made before until they expire", "其他服务器上的邮件，以及到期前的备份"),
)
_DONE: Final = {
    "copy": T("Enclosed is a copy of the personal data we hold about you.", "随信附上我们持有的您的个人信息副本。"),
    "export": T("Enclosed is your data in a form other programs can read.", "随信附上可供其他系统读取的您的个人信息。"),
    "correct": T("We have corrected your data as you asked.", "我们已按您的要求更正您的个人信息。"),
    "delete": T("We have erased your personal data. What stays: {stays}.", "我们已删除您的个人信息。仍保留：{stays}。"),
    "withdraw": T(
        "We have noted that you withdraw your consent and no longer use your data for it.",
        "我们已登记您撤回同意，今后不再为此使用您的个人信息。",
    ),
    "explain": T("You asked us to explain how we handle your data:", "您要求我们说明个人信息的处理规则："),
}
_LETTER = T(
    "Dear {name},\n\non {day} we received your request ({kind}, {number}).\n\n{done}\n\nIf you are not content with"
    " this answer, write to us, or to the authority for the protection of personal information.",
    "{name}：\n\n我们于{day}收到您的{kind}请求（编号 {number}）。\n\n{done}\n\n"
    "如对本答复有异议，可再次联系我们，或向个人信息保护主管部门投诉。",
)


def stays() -> list[str]:
    """What an erasure leaves, and why, in words."""
    return [say(each) for each in _STAYS]


def letter(request: PrivacyRequest) -> str:
    """An answer to begin with, in the current language."""
    kind = next(each.label for each in choices.KINDS if each.value == request.kind)
    done = say(_DONE[request.kind].fill(stays="; ".join(stays()) if current_language() == "en" else "；".join(stays())))
    day = request.received.isoformat() if request.received else ""
    return say(_LETTER.fill(name=str(request.name), day=day, kind=say(kind), number=str(request.number), done=done))


def make(
    request: PrivacyRequest, chosen: Sequence[tuple[str, UUID]], step: Callable[[int, int], None]
) -> tuple[bytes, str]:
    """(ZIP, its SHA-256) of all that is held in these records and about them, in the current language; `step(done,
    total)` hears how far it is."""
    told: list[dict[str, Any]] = []
    for key, record in chosen:
        step(len(told), len(chosen) + 1)
        told.append(_told(registry.get(key), record))
    head = {"request": request.number, "made": clock.now(), "language": current_language()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        files = _files(packed, chosen)
        packed.writestr(
            "data.json", orjson.dumps({**head, "records": told, "files": files}, option=orjson.OPT_INDENT_2)
        )
        packed.writestr("report.html", _page(request, told, files))
    content = out.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def _told(spec: ObjectSpec, record: UUID) -> dict[str, Any]:
    """{object, fields, alone, together, named} of one record of the person."""
    found = extent(spec, record)
    mask = _masking(found)
    return {
        "object": say(spec.label), "fields": _fields(spec, record, mask),
        "alone": [each for part in found.whole for each in _part(part, record, mask)],
        "together": [each for part in found.shared for each in _part(part, record, mask)],
        "named": [each for part in found.named for each in _saying(part, found, mask)],
    }  # fmt: skip


def _part(part: Part, person: UUID, mask: Callable[[str], str]) -> Iterable[dict[str, Any]]:
    for each in part.ids[:MOST]:
        if each != person:
            yield {"object": say(part.spec.label), "fields": _fields(part.spec, each, mask)}


def _saying(part: Part, found: Extent, mask: Callable[[str], str]) -> Iterable[dict[str, Any]]:
    """Of records of others only the texts in which the person is named."""
    names = re.compile(known.pattern(found.words) or known.NOTHING, re.IGNORECASE)
    for each in part.ids[:MOST]:
        fields = [line for line in _fields(part.spec, each, mask, part.fields) if names.search(line["value"])]
        if fields:
            yield {"object": say(part.spec.label), "fields": fields}


def _fields(
    spec: ObjectSpec, record: UUID, mask: Callable[[str], str], only: Sequence[str] = ()
) -> list[dict[str, str]]:
    """[{label, value}] of what is filled in."""
    values = storage.values(spec, gate.relock(spec, record))
    fields = {name: each for name, each in registry.fields(spec.key).items() if name not in _SILENT}
    titles = _titles(fields, values)
    found = []
    for name, each in fields.items():
        if (only and name not in only) or values.get(name) is None:
            continue
        text = _said(each, values[name], titles)
        if text:
            found.append({"label": say(each.label), "value": mask(text) if each.type.kind in TEXTS else text})
    return found


def _said(field: FieldDef, value: Any, titles: dict[str, dict[str, str | None]]) -> str:
    if field.type.kind not in _REFERENCES:
        return str(field.type.format(value, current_language()))
    target = str(field.type.meta().get("target"))
    ids = value if isinstance(value, list | tuple) else [value]
    masked = set(persons(registry.get(target), ids)) if registry.get(target) in person_objects() else set()
    names = ((each, titles.get(target, {}).get(str(each)) or "") for each in ids)
    return ", ".join(f"{name[:1]}{GONE}" if each in masked else name for each, name in names if name)


def _titles(fields: dict[str, FieldDef], values: dict[str, Any]) -> dict[str, dict[str, str | None]]:
    wanted: dict[str, set[str]] = {}
    for name, each in fields.items():
        if each.type.kind in _REFERENCES and values.get(name):
            ids = values[name] if isinstance(values[name], list | tuple) else [values[name]]
            wanted.setdefault(str(each.type.meta().get("target")), set()).update(map(str, ids))
    return lookup(system(), wanted) if wanted else {}


def _masking(found: Extent) -> Callable[[str], str]:
    """Replaces numbers and addresses in a text that are not the person's own."""
    own = {word.lower() for word in found.words}
    digits = {_NO_DIGIT.sub("", word) for word in found.words} - {""}

    def replaced(match: re.Match[str]) -> str:
        text = match.group()
        number = _NO_DIGIT.sub("", text)
        his = text.lower() in own or ("@" not in text and any(each.endswith(number) for each in digits))
        return text if his or ("@" not in text and len(number) < 7) else GONE  # noqa: PLR2004 (shorter is no number)

    return lambda text: _REACHED.sub(replaced, text)


def _files(packed: zipfile.ZipFile, chosen: Sequence[tuple[str, UUID]]) -> list[str]:
    """Names of the files in records that are the person's alone; their bytes go into the ZIP while there is room."""
    ids = [each for key, record in chosen for part in extent(registry.get(key), record).whole for each in part.ids]
    uses = FileUse.objects.filter(record__in=ids).values("file_id")
    names, room = [], MOST_BYTES
    for number, file in enumerate(File.objects.filter(id__in=uses).select_related("content").order_by("id"), 1):
        size = file.content.size
        if size > room:
            names.append(say(TOO_LARGE.fill(name=file.name)))
            continue
        room -= size
        name = f"files/{number:03}-{file.name.replace('/', '_')}"
        packed.writestr(name, b"".join(pieces(file.content_id)))
        names.append(name)
    return names


_STYLE: Final = (
    "body{font:15px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f2329}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}h3{font-size:1rem;color:#555}"
    "table{width:100%;border-collapse:collapse;margin:.5rem 0 1.5rem}th{width:11rem;font-weight:500;color:#555}"
    "th,td{padding:.3rem .5rem;border-bottom:1px solid #e5e7eb;text-align:start;vertical-align:top;"
    "white-space:pre-wrap;overflow-wrap:anywhere}"
)


def _page(request: PrivacyRequest, told: Sequence[dict[str, Any]], files: Sequence[str]) -> str:
    title = escape(say(TITLE.fill(name=str(request.name))))
    made = escape(say(MADE.fill(number=str(request.number), day=clock.today().isoformat())))
    body = "".join(_section(each) for each in told)
    listed = "".join(f"<li>{escape(each)}</li>" for each in files)
    lang = "zh-CN" if current_language() == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1><p>{made}<br>{escape(say(MASKED))}</p>{body}"
        + (f"<h2>{escape(say(FILES))}</h2><ul>{listed}</ul>" if listed else "")
        + "</body></html>"
    )


def _section(told: dict[str, Any]) -> str:
    parts = [f"<h2>{escape(told['object'])}</h2>{_table(told['fields'])}"]
    for name, label in (("alone", ALONE), ("together", TOGETHER), ("named", NAMED)):
        if told[name]:
            parts.append(f"<h2>{escape(say(label))}</h2>")
            parts += [f"<h3>{escape(each['object'])}</h3>{_table(each['fields'])}" for each in told[name]]
    return "".join(parts)


def _table(fields: Sequence[dict[str, str]]) -> str:
    rows = "".join(f"<tr><th>{escape(each['label'])}</th><td>{escape(each['value'])}</td></tr>" for each in fields)
    return f"<table>{rows}</table>"
