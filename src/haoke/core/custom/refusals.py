"""What the database refuses of a definition, in words; keys are the names its triggers and constraints give."""

from __future__ import annotations

from typing import Final

from haoke.core.text import T

NAME: Final = T(
    "A name is cf_ and then small letters, digits and single underscores, at most 40 in all, such as cf_budget_year",
    "标识应以 cf_ 开头，后接小写字母、数字和单个下划线，最多 40 个字符，如 cf_budget_year",
)
KEY: Final = T(
    "A key is co_ and then small letters, digits and single underscores, 30 characters at most, such as co_project",
    "标识应以 co_ 开头，后接小写字母、数字和单个下划线，最多 30 个字符，如 co_project",
)
FIXED: Final = T(
    "Object and name of a field stay as they are, and its kind where values are kept otherwise; make another field",
    "字段的对象和标识不能修改，类型只能改为存储方式相同的类型；请另建字段",
)
FIXED_OBJECT: Final = T(
    "The key of an object stays as it is, because data and addresses depend on it; change its label instead",
    "对象标识关系到数据和地址，不能修改；可以修改名称",
)
KEPT: Final = T(
    "Definitions are retired, never removed: data depends on them", "定义只能停用，不能彻底删除，因为数据依赖于它"
)
BUSY: Final = T(
    "Somebody is writing to this object just now, an import perhaps; try again in a moment",
    "此对象正在被写入（可能正在导入），请稍后再试",
)
FIELD: Final = {
    "customfield_name": NAME,
    "customfield_object": T("Fields cannot be added to this object", "不能为此对象添加字段"),
    "customfield_limit": T(
        "An object has at most 300 fields of its own, retired ones included; use one of them again",
        "每个对象最多 300 个自定义字段（含已停用的），请重新启用其中的字段",
    ),
    "customfield_kind": T("There is no such kind of field", "没有此字段类型"),
    "customfield_target": T("There is no such object to refer to", "没有可引用的此对象"),
    "customfield_unique": T(
        "Fields of this kind may repeat; switch “no two the same” off", "此类字段不支持“不可重复”，请关闭"
    ),
    "customfield_fixed": FIXED,
    "customfield_taken": T(
        "This object has a field or column of that name, perhaps a retired one: restore that, or choose another name",
        "此对象已有同名字段或列（可能已停用），请恢复该字段或换一个标识",
    ),
    "customfield_repeats": T(
        "Records already have the same value here; make them different first", "已有记录的此字段内容相同，请先改为不同"
    ),
    "custom_busy": BUSY,
    "custom_kept": KEPT,
}
OBJECT: Final = {
    "customobject_key": KEY,
    "customobject_limit": T(
        "There are at most 200 objects of your own, retired ones included; use one of them again",
        "最多 200 个自定义对象（含已停用的），请重新启用其中的对象",
    ),
    "customobject_taken": T("There is an object of that key, perhaps a retired one", "已有此标识的对象（可能已停用）"),
    "customobject_fixed": FIXED_OBJECT,
    "custom_busy": BUSY,
    "custom_kept": KEPT,
}
