"""People, departments, teams, roles and shares as people and machines meet them."""

from __future__ import annotations

from haoke.core.erasing import ERASE
from haoke.core.erasing.places import Place
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.spec import Action, News, ObjectSpec, Person, Weight
from haoke.core.text import T
from haoke.identity import actions, roles, rules
from haoke.identity.choices import State
from haoke.identity.models import Company, Department, RecordShare, Role, Team, TeamMember, User

user = ObjectSpec(
    key="user",
    plural="users",
    model=User,
    label=T("User", "用户"),
    label_plural=T("Users", "用户"),
    title="name",
    icon="user",
    group="settings",
    section="people",
    columns=("name", "title", "department", "manager", "email", "roles", "state"),
    sections={
        T("Person", "基本信息"): ("name", "email", "phone", "title"),
        T("Place in the company", "组织"): ("department", "manager", "roles", "state", "language"),
    },
    quick=("name", "email", "department", "manager"),
    search={"name": Weight.HIGH, "email": Weight.EXACT, "phone": Weight.EXACT},
    search_kinds={"name": SearchKind.NAME},
    match=("email", "name"),
    locked=("state", "roles"),
    personal=("phone",),
    open=True,
    placing=True,
    rules=(rules.belongs_to_nobody, rules.only_administrators_place_people, rules.access_is_not_imported,
        rules.speaks_the_companys_language, roles.address_is_not_above),
    bin_rules=(roles.account_is_not_above,),
    actions=(
        Action("invite", actions.invite_user, T("Invite", "邀请"), actions.Invite, icon="mail-plus", secret=True,
            guarded=True),
        Action("assign_roles", actions.assign_roles, T("Roles", "分配角色"), actions.Roles, icon="shield",
            guarded=True),
        Action("disable", actions.disable_user, T("Disable", "停用"), icon="user-x", danger=True, bulk=True,
            offered=("state", (State.LISTED, State.INVITED, State.ACTIVE))),
        Action("enable", actions.enable_user, T("Enable", "启用"), icon="user-check", bulk=True,
            offered=("state", (State.DISABLED,))),
        Action("end_sessions", actions.end_sessions, T("Sign out everywhere", "强制下线"), icon="log-out", danger=True,
            offered=("state", (State.ACTIVE,))),
        Action("reset_two_step", actions.reset_two_step, T("Reset two-step sign-in", "重置两步验证"), icon="smartphone",
            danger=True, guarded=True, offered=("state", (State.ACTIVE,))),
        ERASE,
    ),
    news={
        "exported": News(
            T(
                "{who} has exported many records; administrators see which, how many and why under Settings, What left",
                "{who}导出了大量记录；管理员可在“设置 > 数据外流”中查看内容、数量与理由",
            ),
            T("You are the superior, or an administrator where there is none", "您是其上级；无上级时通知管理员"),
        ),
        "asked": News(
            T(
                "{who} met a record of yours and asks you for it: answer under Data quality, Requests",
                "{who}发现您负责的记录并请求使用，请在“数据质量 > 申请”中答复",
            ),
            T("It is in your charge", "由您负责"),
        ),
        "answered": News(
            T(
                "{who} answered what you asked for: see Data quality, Requests",
                "{who}已答复您的申请，请在“数据质量 > 申请”中查看",
            ),
            T("You asked", "由您申请"),
        ),
        "two_step_reset": News(
            T(
                "{who} has reset your two-step sign-in: your password alone lets you in. If you did not ask for it,"
                " tell an administrator at once",
                "{who}已重置您的两步验证，现在仅凭密码即可登录。若非您本人要求，请立即联系管理员",
            ),
            T("It is your account", "这是您的账号"),
        ),
    },
    person=Person("state", "disabled", T("Only somebody who has left can be erased: disable them first",
        "只能删除已离职人员的个人信息，请先停用此用户")),
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
    section="people",
    columns=("name", "parent", "head"),
    rules=(rules.belongs_to_nobody, rules.only_administrators_move_departments),
    quick=("name", "parent"),
    search={"name": Weight.HIGH},
    match=("name",),
    open=True,
    placing=True,
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
    section="people",
    columns=("name", "lead"),
    rules=(rules.belongs_to_nobody,),
    search={"name": Weight.HIGH},
    match=("name",),
    open=True,
    placing=True,
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
    section=None,
    columns=("team", "user"),
    rules=(rules.belongs_to_nobody, rules.only_administrators_fill_teams),
    match=(("team", "user"),),
    open=True,
    placing=True,
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
    section="people",
    carried=("name",),
    columns=("name", "description", "two_step"),
    rules=(rules.belongs_to_nobody, rules.role_makes_sense, rules.role_gives_no_more_than_its_author_holds),
    bin_rules=(roles.role_is_not_above,),
    search={"name": Weight.HIGH},
    match=("name",),
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

company = ObjectSpec(
    key="company",
    plural="companies",
    model=Company,
    label=T("Company", "公司"),
    label_plural=T("Company", "公司"),
    title="name",
    icon="building",
    group="settings",
    section="people",
    columns=(
        "name",
        "logo",
        "currency",
        "language",
        "time_zone",
        "fiscal_start",
        "visit_radius",
        "position_days",
        "answer_days",
        "only_agreed",
        "retention",
        "cleaning_day",
    ),
    locked=("started", "preset"),
    open=True,
    rules=(rules.company_settings_exist,),
    timeline=False,
)

_SIGNING_IN = T("What the person signed in with", "此人的登录信息")
ERASED = tuple(
    Place(f"identity_{table}", _SIGNING_IN, "user_id = ANY(%(records)s)")
    for table in ("session", "apikey", "credential", "secondfactor", "token", "externalidentity")
)
OBJECTS = (company, department, user, team, team_member, role, record_share)
