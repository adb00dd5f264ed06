"""What lines of cards and signatures are taken for, one line at a time and together."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.cards.rules import read


def found(text: str) -> dict[str, Any]:
    """{`contact.mobile`: value} of a text."""
    return {f"{each.object}.{each.field}": each.value for each in read(text.strip().splitlines()).guesses}


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("手机：13800138000", "contact.mobile", "13800138000"),
        ("手 机：138-0013-8000", "contact.mobile", "138-0013-8000"),
        ("13912345678", "contact.mobile", "13912345678"),
        ("电话：13912345678（微信同号）", "contact.mobile", "13912345678"),
        ("M +86 138 0013 8000", "contact.mobile", "+86 138 0013 8000"),
        ("Mob.: +44 7911 123456", "contact.mobile", "+44 7911 123456"),
        ("Cell (415) 555-2671", "contact.mobile", "(415) 555-2671"),
        ("ＴＥＬ：０２１－５８８８１２３４", "contact.phone", "021-58881234"),
        ("电话 0755-26770000转8012", "contact.phone", "0755-26770000转8012"),
        ("Tel/Fax: 010-82151515-606", "contact.phone", "010-82151515-606"),
        ("T: +1 (415) 555-2671 ext. 204", "contact.phone", "+1 (415) 555-2671 ext. 204"),
        ("直线：+852 2345 6789", "contact.phone", "+852 2345 6789"),
        ("总机：400-820-8820", "account.phone", "400-820-8820"),
        ("邮箱：Wang.XM@Example.COM", "contact.email", "Wang.XM@Example.COM"),
        ("发件人：赵丽 <zhaoli@126.com>", "contact.email", "zhaoli@126.com"),
        ("邮 箱：jay @ jvr.com.tw", "contact.email", "jay@jvr.com.tw"),
        ("网址：www.yunshan.example", "account.website", "www.yunshan.example"),
        ("https://acme.example/contact", "account.website", "https://acme.example/contact"),
        ("mueller-soehne.de", "account.website", "mueller-soehne.de"),
        ("统一社会信用代码：914403001922038216", "account.uscc", "914403001922038216"),
        ("微信号：ouyang_nana", "contact.im", [{"kind": "wechat", "id": "ouyang_nana"}]),
        ("QQ：12345678", "contact.im", [{"kind": "qq", "id": "12345678"}]),
        ("linkedin.com/in/jane-doe", "contact.im", [{"kind": "linkedin", "id": "jane-doe"}]),
        ("WhatsApp: +491711234567", "contact.im", [{"kind": "whatsapp", "id": "+491711234567"}]),
        ("深圳市云杉精密制造有限公司", "account.name", "深圳市云杉精密制造有限公司"),
        ("華瑞資訊（香港）有限公司", "account.name", "華瑞資訊(香港)有限公司"),
        ("Müller & Söhne GmbH", "account.name", "Müller & Söhne GmbH"),
        ("Shanghai Huarui Co., Ltd.", "account.name", "Shanghai Huarui Co., Ltd."),
        ("单位：北京字节未来科技", "account.name", "北京字节未来科技"),
        ("销售总监", "contact.title", "销售总监"),
        ("董事长 兼 CEO", "contact.title", "董事长兼CEO"),
        ("VP, Global Sourcing", "contact.title", "VP, Global Sourcing"),
        ("Senior Sales Manager", "contact.title", "Senior Sales Manager"),
        ("职务：党支部书记", "contact.title", "党支部书记"),
        ("采购部", "contact.unit", "采购部"),
        ("Research & Development Department", "contact.unit", "Research & Development Department"),
        ("王小明", "contact.name", "王小明"),
        ("王 小 明", "contact.name", "王小明"),
        ("欧阳娜娜女士", "contact.name", "欧阳娜娜"),
        ("姓名：刘德华", "contact.name", "刘德华"),
        ("Dr. Anna-Maria Müller", "contact.name", "Anna-Maria Müller"),
        ("Jan van der Berg, MBA", "contact.name", "Jan van der Berg"),
        ("地址：广东省深圳市南山区科技园南路10号", "contact.address", "广东省深圳市南山区科技园南路10号"),
        ("上海市浦东新区世纪大道88号金茂大厦32层", "contact.address", "上海市浦东新区世纪大道88号金茂大厦32层"),
        ("1455 Market Street, Suite 600", "contact.address", "1455 Market Street, Suite 600"),
    ],
)  # fmt: skip
def test_a_line_alone(line: str, field: str, value: Any) -> None:
    assert found(line).get(field) == value


@pytest.mark.parametrize(
    "line",
    [
        "传真：0755-26770001", "F: +1 415 555 2672", "祝好", "谢谢", "此致", "发自我的 iPhone", "名片",
        "This email is confidential and intended only for the addressee", "ISO 9001:2015", "2024-05-01", "￥ 12,000.00",
        "<script>alert(1)</script>", "-----", "914403001922038217", "6222 0202 0011 2233 445",
    ],
)  # fmt: skip
def test_what_says_nothing_of_a_person_is_left(line: str) -> None:
    card = read([line])
    assert (list(card.guesses), card.unused) == ([], [0])


def test_a_card_in_two_languages() -> None:
    text = """张伟 David Zhang
高级销售经理 Senior Sales Manager
华东大区 销售一部
上海华瑞信息技术股份有限公司
Shanghai Huarui Information Technology Co., Ltd.
Tel: 021-5888 1234 / 5888 1235  Fax: 021-58881236
Mobile: 139 1688 2233 (微信同号)
E-mail: david.zhang@huarui.example
上海市浦东新区世纪大道88号
邮编：200121"""
    card = read(text.splitlines())
    values = {f"{each.object}.{each.field}": (each.value, each.lines) for each in card.guesses}
    assert values["contact.name"] == ("张伟", (0,))
    assert values["contact.title"] == ("高级销售经理", (1,))
    assert values["contact.unit"] == ("销售一部", (2,))
    assert values["account.name"] == ("上海华瑞信息技术股份有限公司", (3,))
    assert values["contact.phone"] == ("021-5888 1234", (5,))
    assert values["contact.im"] == ([{"kind": "wechat", "id": "13916882233"}], (6,))
    assert values["contact.address"] == ("上海市浦东新区世纪大道88号 邮编200121", (8, 9))
    others = {(each.field, each.value) for each in card.others}
    assert {("name", "David Zhang"), ("title", "Senior Sales Manager")} <= others
    assert ("name", "Shanghai Huarui Information Technology Co., Ltd.") in others


def test_a_signature_below_a_letter() -> None:
    text = """Best regards,
John A. Smith
VP, Global Sourcing | Acme Robotics
T: +1 (415) 555-2671 ext. 204 | M: +1 415 555 0132 | F: +1 415 555 2672
john.smith@acmerobotics.example | www.acmerobotics.example
1455 Market Street, Suite 600
San Francisco, CA 94103
USA"""
    values = found(text)
    assert values["contact.name"] == "John A. Smith"
    assert values["account.name"] == "Acme Robotics"
    assert values["contact.mobile"] == "+1 415 555 0132"
    assert values["contact.address"] == "1455 Market Street, Suite 600, San Francisco, CA 94103, USA"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王小明总经理\n云杉有限公司", "王小明"),
        ("李娜, Sales Director", "李娜"),
        ("方案经理\n方敏\nfangmin@a.example", "方敏"),
        ("马上有限公司\n周 杰\n张 敏\nzhangmin@a.example", "张敏"),
        ("Tim\nSales Manager\ntim@foo.example", "Tim"),
        ("> Regards\n> Maria García López\n> Compras", "Maria García López"),
        ("赵丽 13800138000 zhaoli@a.example", "赵丽"),
    ],
)
def test_whose_card_it_is(text: str, name: str) -> None:
    assert found(text)["contact.name"] == name


def test_two_mobiles_are_a_mobile_and_a_phone() -> None:
    values = found("王小明\n手机：13800138000 / 13900139000")
    assert (values["contact.mobile"], values["contact.phone"]) == ("13800138000", "13900139000")
