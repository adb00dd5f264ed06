"""The record of processing a company has to be able to show, as a workbook: a sheet in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.text import T, say, speaking
from haoke.core.transfer.exporting import mark_of, workbook
from haoke.privacy.queries.register import MISSING, SET, SUGGESTED, register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.text import Language
    from haoke.core.transfer.exporting import Sheet

TITLE: Final = T("Record of processing", "个人信息处理活动记录")
HEADER: Final = (
    T("Object", "对象"),
    T("Which records", "适用记录"),
    T("Field", "字段"),
    T("Name in programs", "字段代码"),
    T("Purposes", "处理目的"),
    T("Legal basis", "合法性基础"),
    T("Kept for (months)", "保留月数"),
    T("After", "起算点"),
    T("Then", "到期处理"),
    T("Said by", "来源"),
    T("Note", "备注"),
)
ORIGINS: Final = {
    SET: T("The company", "公司设定"),
    SUGGESTED: T("Haoke's suggestion", "系统建议"),
    MISSING: T("Not described", "未说明"),
}


def file_of(actor: Actor) -> bytes:
    """The register as a workbook (.xlsx)."""
    return workbook([_sheet("zh"), _sheet("en")], mark_of(actor, say(TITLE)), actor.name)[0]


def _sheet(language: Language) -> Sheet:
    with speaking(language):
        return say(TITLE), [say(each) for each in HEADER], list(_rows(register()))


def _rows(told: Mapping[str, Any]) -> Iterator[list[Any]]:
    labels = {name: {each["value"]: each["label"] for each in values} for name, values in told["choices"].items()}
    for one in told["objects"]:
        dates = {each["value"]: each["label"] for each in one["dates"]}
        for each in one["fields"]:
            yield [
                one["label"], one["only"] or "", each["label"], f"{one['object']}.{each['field']}",
                "; ".join(labels["purposes"].get(value, value) for value in each["purposes"]),
                labels["bases"].get(each["basis"], ""), each["months"],
                (dates.get(each["date_field"]) or labels["after"][each["after"]]) if each["months"] else "",
                labels["then"][each["then"]], say(ORIGINS[each["origin"]]), each["note"] or "",
            ]  # fmt: skip
