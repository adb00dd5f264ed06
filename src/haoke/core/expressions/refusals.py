"""What is wrong with an expression, and where."""

from __future__ import annotations

from typing import Final

from haoke.core.errors import BadValue
from haoke.core.text import T

_AT: Final = T("Character {at}: {why}", "第 {at} 个字符：{why}")
TOO_LONG: Final = T("At most {most} characters", "最多 {most} 个字符")
TOO_MANY: Final = T("At most {most} values and operations", "最多 {most} 个值和运算")
TOO_DEEP: Final = T("Nested more than {most} deep", "嵌套超过 {most} 层")
EMPTY: Final = T("Write an expression", "请填写公式")
UNKNOWN_SIGN: Final = T("“{sign}” means nothing here", "此处不能使用“{sign}”")
UNCLOSED: Final = T("The text that begins here does not end", "此处开始的文本没有结束引号")
EXPECTED: Final = T("“{sign}” is missing here", "此处缺少“{sign}”")
VALUE_EXPECTED: Final = T("A value is missing here", "此处缺少值")
UNKNOWN_FIELD: Final = T("There is no field “{name}”", "没有字段“{name}”")
NO_VALUE: Final = T("“{name}” cannot be calculated with", "“{name}”不能参与计算")
UNKNOWN_FUNCTION: Final = T(
    "There is no function “{name}”; there are: {known}", "没有函数“{name}”，可用的函数：{known}"
)
COUNT: Final = T("“{name}” takes {count} values", "“{name}”需要 {count} 个值")
WRONG_TYPE: Final = T("“{name}” takes {wanted}, not {given}", "“{name}”应使用{wanted}，不能使用{given}")
NOT_ALIKE: Final = T("“{name}” takes two values of the same kind", "“{name}”两边应为同类的值")
NO_CHOICE: Final = T(
    "“{field}” has no choice “{value}”; there are: {known}", "“{field}”没有选项“{value}”，可用的选项：{known}"
)
RESULT: Final = T("This gives {given}; the field takes {wanted}", "计算结果为{given}，而字段应为{wanted}")
TOO_BIG: Final = T("This number is too long", "数字过长")
WHOLE: Final = T("“{name}” takes a whole number from {low} to {high} here", "“{name}”此处应为 {low} 至 {high} 的整数")


class BadExpression(BadValue):
    """An expression that cannot be taken; `at` is the place of the character, from 1."""

    def __init__(self, at: int, code: str, why: T) -> None:
        super().__init__(code, _AT.fill(at=at, why=why))
        self.at = at
        self.why = why
