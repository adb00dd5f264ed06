"""People, departments, teams, roles and shares as people and machines meet them."""

from __future__ import annotations

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.spec import ObjectSpec, Weight
from haoke.core.text import T
from haoke.identity.models import Department, RecordShare, Role, Team, TeamMember, User, UserRole

user = ObjectSpec(
    key="user",
    plural="users",
    model=User,
    label=T("User", "用户"),
    label_plural=T("Users", "用户"),
    title="name",
    icon="user",
    group="settings",
    columns=("name", "title", "department", "manager", "email", "phone", "state"),
    sections={
        T("Person", "基本信息"): ("name", "email", "phone", "title"),
        T("Place in the company", "组织"): ("department", "manager", "state", "language"),
    },
    quick=("name", "email", "department", "manager"),
    search={"name": Weight.HIGH, "email": Weight.EXACT, "phone": Weight.EXACT},
    search_kinds={"name": SearchKind.NAME},
    match=("email", "name"),
    locked=("state",),
    open=True,
    timeline=False,
    aliases={
        "name": (
            "user", "employee", "employee name", "full name", "sales agent", "sales rep", "rep", "staff",
            "员工", "员工姓名", "用户", "人员", "销售", "业务员", "姓名",
        ),
        "email": ("e-mail", "mail", "email address", "邮箱", "电子邮箱", "账号"),
        "phone": ("mobile", "telephone", "tel", "手机", "手机号", "电话"),
        "title": ("position", "job", "job title", "职位", "岗位", "职务"),
        "manager": ("reports to", "supervisor", "boss", "上级", "主管", "经理", "直属上级"),
        "department": ("office", "regional office", "branch", "division", "部门", "分公司", "办事处", "大区"),
    },
    default_sort="name",
)  # fmt: skip

department = ObjectSpec(
    key="department",
    plural="departments",
    model=Department,
    label=T("Department", "部门"),
    label_plural=T("Departments", "部门"),
    title="name",
    icon="network",
    group="settings",
    columns=("name", "parent", "head"),
    quick=("name", "parent"),
    search={"name": Weight.HIGH},
    match=("name",),
    open=True,
    timeline=False,
    aliases={
        "name": ("department", "office", "division", "部门", "部门名称", "分公司", "办事处"),
        "parent": ("parent", "belongs to", "上级", "上级部门"),
        "head": ("head", "manager", "lead", "负责人", "主管"),
    },
    default_sort="name",
)

team = ObjectSpec(
    key="team",
    plural="teams",
    model=Team,
    label=T("Team", "团队"),
    label_plural=T("Teams", "团队"),
    title="name",
    icon="users",
    group="settings",
    columns=("name", "lead"),
    search={"name": Weight.HIGH},
    match=("name",),
    open=True,
    timeline=False,
    default_sort="name",
)

team_member = ObjectSpec(
    key="team_member",
    plural="team-members",
    model=TeamMember,
    label=T("Team member", "团队成员"),
    label_plural=T("Team members", "团队成员"),
    title="user",
    icon="user-check",
    group="settings",
    columns=("team", "user"),
    match=(("team", "user"),),
    open=True,
    timeline=False,
)

role = ObjectSpec(
    key="role",
    plural="roles",
    model=Role,
    label=T("Role", "角色"),
    label_plural=T("Roles", "角色"),
    title="name",
    icon="shield",
    group="settings",
    columns=("name", "description"),
    search={"name": Weight.HIGH},
    match=("name",),
    timeline=False,
)

user_role = ObjectSpec(
    key="user_role",
    plural="user-roles",
    model=UserRole,
    label=T("Role of a user", "用户角色"),
    label_plural=T("Roles of users", "用户角色"),
    title="role",
    icon="shield-check",
    group="settings",
    internal=True,
    timeline=False,
)

record_share = ObjectSpec(
    key="record_share",
    plural="record-shares",
    model=RecordShare,
    label=T("Share", "共享"),
    label_plural=T("Shares", "共享"),
    title="object",
    icon="share-2",
    group="settings",
    internal=True,
    timeline=False,
)

OBJECTS = (department, user, team, team_member, role, user_role, record_share)
