import type { Choice, FieldKind, FieldMeta, Meta, ObjectMeta } from "@/api/types";
import type { Language } from "@/lib/language";

type Two = [zh: string, en: string];
const operators: Partial<Record<FieldKind, string[]>> = {
  money: ["eq", "lt", "lte", "gt", "gte", "between", "empty", "nempty"],
  integer: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "empty", "nempty"],
  percent: ["eq", "lt", "lte", "gt", "gte", "between", "empty", "nempty"],
  rating: ["eq", "gte", "lte", "empty", "nempty"],
  date: ["eq", "lt", "lte", "gt", "gte", "between", "within", "empty", "nempty"],
  datetime: ["lt", "gt", "between", "within", "empty", "nempty"],
  choice: ["eq", "ne", "in", "nin", "empty", "nempty"],
  user: ["eq", "ne", "in", "nin", "empty", "nempty"],
  department: ["eq", "ne", "in", "nin", "empty", "nempty"],
  reference: ["eq", "ne", "in", "nin", "empty", "nempty"],
  multireference: ["has_any", "has_all", "has_none", "empty", "nempty"],
  tags: ["has_any", "has_all", "has_none", "empty", "nempty"],
  boolean: ["eq"],
};
const textual = ["eq", "ne", "contains", "ncontains", "starts", "ends", "in", "nin", "empty", "nempty"];

export function metaIn(language: Language): Meta {
  const say = (two: Two) => (language === "zh" ? two[0] : two[1]);
  const choices = (list: [string, Two, string?][]): Choice[] =>
    list.map(([value, label, color]) => ({ value, label: say(label), color }));
  const field = (
    name: string,
    label: Two,
    kind: FieldKind = "text",
    more: Partial<FieldMeta> = {},
  ): FieldMeta => ({
    name,
    label: say(label),
    kind,
    required: false,
    readonly: false,
    sortable: !["tags", "multireference", "address", "phone", "richtext", "longtext"].includes(kind),
    filterable: true,
    groupable: ["choice", "user", "reference"].includes(kind),
    operators: operators[kind] ?? textual,
    ...more,
  });
  const standard = (): FieldMeta[] => [
    field("number", ["编号", "Number"], "autonumber", { readonly: true }),
    field("owner", ["负责人", "Owner"], "user"),
    field("department", ["部门", "Department"], "department", { readonly: true }),
    field("created_at", ["创建时间", "Created"], "datetime", { readonly: true }),
    field("updated_at", ["更新时间", "Updated"], "datetime", { readonly: true }),
  ];
  const rights = {
    read: true,
    create: true,
    update: true,
    delete: true,
    export: true,
    import: true,
    assign: true,
    merge: true,
  };
  const object = (
    key: string,
    plural: string,
    label: Two,
    labelPlural: Two,
    icon: string,
    group: ObjectMeta["group"],
    fields: FieldMeta[],
    more: Partial<ObjectMeta> = {},
  ): ObjectMeta => ({
    key,
    plural,
    label: say(label),
    label_plural: say(labelPlural),
    icon,
    group,
    title: "name",
    columns: fields.slice(0, 9).map((item) => item.name),
    sections: [
      { label: say(["基本信息", "Basics"]), fields: fields.map((item) => item.name) },
      { label: say(["系统", "System"]), fields: standard().map((item) => item.name) },
    ],
    quick: fields.slice(0, 3).map((item) => item.name),
    board: null,
    rights,
    actions: [],
    related: [],
    fields: [...fields, ...standard()],
    ...more,
  });
  const industries = choices([
    ["software", ["企业软件", "Software"], "blue"],
    ["health", ["医疗", "Healthcare"], "green"],
    ["finance", ["金融", "Finance"], "purple"],
    ["manufacturing", ["制造业", "Manufacturing"], "orange"],
    ["education", ["教育", "Education"], "yellow"],
    ["logistics", ["物流", "Logistics"], "teal"],
    ["retail", ["零售", "Retail"], "pink"],
  ]);
  const name = field("name", ["名称", "Name"], "text", { required: true });
  const kinds = choices([
    ["call", ["电话", "Call"], "green"],
    ["task", ["任务", "Task"], "blue"],
    ["meeting", ["会议", "Meeting"], "purple"],
    ["visit", ["拜访", "Visit"], "orange"],
    ["note", ["备注", "Note"], "grey"],
    ["complaint", ["投诉", "Complaint"], "red"],
  ]);
  return {
    version: "mock",
    language,
    base_currency: "CNY",
    objects: [
      object(
        "account",
        "accounts",
        ["客户", "Account"],
        ["客户", "Accounts"],
        "building-2",
        "data",
        [
          { ...name, label: say(["客户名称", "Account name"]) },
          field("level", ["级别", "Level"], "choice", {
            choices: choices([
              ["a", ["重点", "Key"], "red"],
              ["b", ["普通", "Regular"], "blue"],
              ["c", ["潜在", "Prospect"], "grey"],
            ]),
          }),
          field("industry", ["行业", "Industry"], "choice", { choices: industries }),
          field("revenue", ["年收入", "Annual revenue"], "money"),
          field("phone", ["电话", "Phone"], "phone"),
          field("next_contact", ["下次联系", "Next contact"], "date"),
          field("employees", ["员工数", "Employees"], "integer"),
          field("website", ["网站", "Website"], "url"),
          field("address", ["地址", "Address"], "address"),
          field("rating", ["评级", "Rating"], "rating"),
          field("tags", ["标签", "Tags"], "tags"),
          field("description", ["说明", "Description"], "longtext"),
        ],
        {
          columns: [
            "name",
            "level",
            "owner",
            "revenue",
            "rating",
            "next_contact",
            "industry",
            "phone",
            "website",
            "tags",
            "updated_at",
          ],
          quick: ["name", "phone", "industry"],
          related: [
            { object: "contact", field: "account", label: say(["联系人", "Contacts"]), name: "contacts" },
            {
              object: "opportunity",
              field: "account",
              label: say(["商机", "Opportunities"]),
              name: "opportunities",
            },
          ],
        },
      ),
      object(
        "contact",
        "contacts",
        ["联系人", "Contact"],
        ["联系人", "Contacts"],
        "users",
        "data",
        [
          { ...name, label: say(["姓名", "Name"]) },
          field("account", ["客户", "Account"], "reference", { target: "account" }),
          field("job", ["职务", "Job title"]),
          field("mobile", ["手机", "Mobile"], "phone"),
          field("email", ["邮箱", "E-mail"], "email"),
          field("im", ["即时通讯", "Messengers"], "im"),
          field("birthday", ["生日", "Birthday"], "date"),
        ],
        {
          columns: ["name", "account", "job", "mobile", "email", "owner", "updated_at"],
          quick: ["name", "account", "mobile"],
        },
      ),
      object("product", "products", ["产品", "Product"], ["产品", "Products"], "package", "data", [
        name,
        field("price", ["价格", "Price"], "money"),
        field("active", ["在售", "On sale"], "boolean"),
      ]),
      object("lead", "leads", ["线索", "Lead"], ["线索", "Leads"], "zap", "sales", [
        name,
        field("company", ["公司", "Company"]),
        field("phone", ["电话", "Phone"], "phone"),
        field("source", ["来源", "Source"], "choice", {
          choices: choices([
            ["web", ["官网", "Web"], "blue"],
            ["expo", ["展会", "Expo"], "purple"],
            ["referral", ["转介绍", "Referral"], "green"],
          ]),
        }),
      ]),
      object(
        "opportunity",
        "opportunities",
        ["商机", "Opportunity"],
        ["商机", "Opportunities"],
        "target",
        "sales",
        [
          { ...name, label: say(["商机名称", "Opportunity"]) },
          field("account", ["客户", "Account"], "reference", { target: "account" }),
          field("stage", ["阶段", "Stage"], "reference", { target: "stage", readonly: true }),
          field("amount", ["金额", "Amount"], "money"),
          field("expected_close", ["预计成交", "Expected close"], "date"),
          field("probability", ["赢率", "Probability"], "percent"),
          field("next_step", ["下一步", "Next step"]),
          field("pipeline", ["销售流程", "Pipeline"], "reference", { target: "pipeline" }),
        ],
        {
          board: "stage",
          columns: [
            "name",
            "account",
            "stage",
            "amount",
            "expected_close",
            "owner",
            "probability",
            "next_step",
            "updated_at",
          ],
          quick: ["name", "account", "amount"],
          actions: [
            {
              name: "advance",
              label: say(["推进阶段", "Move stage"]),
              icon: "arrow-right",
              input: [field("stage", ["阶段", "Stage"], "reference", { target: "stage", required: true })],
            },
            { name: "win", label: say(["赢单", "Win"]), icon: "trophy", input: [] },
            {
              name: "lose",
              label: say(["输单", "Lose"]),
              icon: "circle-x",
              danger: true,
              bulk: true,
              input: [
                field("reason", ["原因", "Reason"], "choice", {
                  required: true,
                  choices: choices([
                    ["price", ["价格", "Price"]],
                    ["rival", ["竞品", "Competitor"]],
                  ]),
                }),
              ],
            },
          ],
        },
      ),
      object(
        "activity",
        "activities",
        ["跟进", "Activity"],
        ["跟进", "Activities"],
        "calendar-check",
        "sales",
        [
          field("subject", ["主题", "Subject"], "text", { required: true }),
          field("kind", ["类型", "Kind"], "choice", { required: true, choices: kinds }),
          field("due", ["到期", "Due"], "datetime"),
          field("done", ["已完成", "Done"], "boolean"),
          field("related", ["相关", "Related to"], "multireference", { target: "account" }),
          field("body", ["内容", "Content"], "richtext"),
          field("next_contact", ["下次联系", "Next contact"], "date"),
        ],
        { title: "subject" },
      ),
      object(
        "pipeline",
        "pipelines",
        ["销售流程", "Pipeline"],
        ["销售流程", "Pipelines"],
        "workflow",
        "settings",
        [field("name", ["名称", "Name"], "translated", { required: true })],
      ),
      object("stage", "stages", ["阶段", "Stage"], ["阶段", "Stages"], "milestone", "settings", [
        field("name", ["名称", "Name"], "translated", { required: true }),
        field("pipeline", ["销售流程", "Pipeline"], "reference", { target: "pipeline" }),
        field("probability", ["赢率", "Probability"], "percent"),
      ]),
      object(
        "user",
        "users",
        ["用户", "User"],
        ["用户", "Users"],
        "user",
        "settings",
        [
          name,
          field("email", ["邮箱", "E-mail"], "email", { required: true }),
          field("manager", ["上级", "Manager"], "user"),
          field("active", ["启用", "Active"], "boolean"),
        ],
        {
          columns: ["name", "email", "department", "manager", "active"],
          actions: [{ name: "invite", label: say(["邀请", "Invite"]), icon: "mail", input: [] }],
        },
      ),
      object(
        "department",
        "departments",
        ["部门", "Department"],
        ["部门", "Departments"],
        "network",
        "settings",
        [field("name", ["名称", "Name"], "translated", { required: true })],
      ),
      object("role", "roles", ["角色", "Role"], ["角色", "Roles"], "shield", "settings", [
        field("name", ["名称", "Name"], "translated", { required: true }),
      ]),
    ],
  };
}
