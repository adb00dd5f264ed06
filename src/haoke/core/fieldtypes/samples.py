"""Words samples are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_WHO = ("华东", "华南", "旗舰", "标准", "年度", "新能源", "Northern", "Premium", "Harbour", "Cloud")
_WHAT = ("设备", "服务", "方案", "项目", "合作", "平台", "Platform", "Service", "Renewal", "Supplies")
SURNAMES = ("王", "李", "张", "刘", "陈", "杨", "单", "曾", "解", "欧阳", "Müller", "Smith")
GIVEN = ("伟", "芳", "娜", "敏", "静", "秀英", "建国", "晓明", "Anna", "James")


def phrase(rng: random.Random) -> str:
    """Two words and a number."""
    return f"{rng.choice(_WHO)} {rng.choice(_WHAT)} {rng.randrange(1, 1000)}"


def word(rng: random.Random) -> str:
    """A Latin word of six letters."""
    return "".join(rng.choice("abcdefghiklmnoprstuvwz") for _ in range(6))
