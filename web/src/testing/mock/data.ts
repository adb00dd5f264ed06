import type { RecordData, Ref } from "@/api/types";

export const marker = "haoke-mock-data";
export type Store = Record<string, RecordData[]>;

const cities = [
  "上海",
  "北京",
  "深圳",
  "杭州",
  "苏州",
  "武汉",
  "重庆",
  "宁波",
  "青岛",
  "厦门",
  "南京",
  "成都",
];
const words = [
  "鼎明",
  "合联",
  "恒峰",
  "云鸿",
  "智图",
  "新鸿",
  "华芯",
  "蓝图",
  "星能",
  "启明",
  "瀚蓝",
  "恒泰",
];
const trades = ["物流", "医疗", "教育", "软件", "能源", "电子", "传媒", "智能"];
const western = [
  "Rivet",
  "Solace",
  "Vertex",
  "Northwind",
  "Quanta",
  "Harbor",
  "Acme",
  "Lumen",
  "Cobalt",
  "Juniper",
];
const lines = ["Foods", "Health", "Logistics", "Motors", "Systems", "Studio", "Labs"];
const people = [
  "赵一鸣",
  "王珊",
  "陈宇",
  "林晓",
  "Maya Chen",
  "Leo Park",
  "周明远",
  "李倩",
  "Grace Wu",
  "孙浩然",
];
const steps = ["确认预算", "安排产品演示", "Security review", "季度回访", "发送报价单", "跟进合同条款", null];

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const day = 86_400_000;
const at = (offset: number) => new Date(Date.now() + offset * day).toISOString();
const dateAt = (offset: number) => at(offset).slice(0, 10);

/** A small believable company, the same each time. */
export function makeStore(size = 640): Store {
  const next = random(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const whole = (low: number, high: number) => Math.floor(low + next() * (high - low));
  const base = (id: string, owner: Ref): RecordData => ({
    id,
    number: id.toUpperCase(),
    version: 1,
    owner,
    department: { id: "d1", title: "华东销售部" },
    created_at: at(-whole(30, 700)),
    updated_at: at(-whole(0, 60)),
    _can: { update: true, delete: true, share: true },
  });
  const users: RecordData[] = people.slice(0, 6).map((name, i) => ({
    ...base(`u${i}`, { id: `u${i}`, title: name }),
    name,
    email: `user${i}@example.com`,
    active: true,
    manager: i ? { id: "u0", title: people[0] ?? "" } : null,
  }));
  const owner = (): Ref => {
    const user = pick(users);
    return { id: user.id, title: String(user.name) };
  };
  const stageNames = [
    ["初步接洽", "Contacted", "open", "grey"],
    ["需求确认", "Qualified", "open", "blue"],
    ["方案报价", "Proposal", "open", "purple"],
    ["商务谈判", "Negotiation", "open", "orange"],
    ["赢单", "Won", "won", "green"],
    ["输单", "Lost", "lost", "red"],
  ] as const;
  const stages: RecordData[] = stageNames.map(([zh, en, kind, color], i) => ({
    ...base(`s${i}`, owner()),
    name: { zh, en },
    kind,
    color,
    pipeline: { id: "p0", title: "新客销售" },
    probability: String(i * 20),
  }));
  const accounts: RecordData[] = Array.from({ length: size }, (_, i) => ({
    ...base(`a${i}`, owner()),
    name: next() < 0.6 ? pick(cities) + pick(words) + pick(trades) : `${pick(western)} ${pick(lines)}`,
    level: pick(["a", "b", "b", "c"]),
    industry: pick(["software", "health", "finance", "manufacturing", "education", "logistics", "retail"]),
    revenue: next() < 0.9 ? { amount: `${whole(5, 9000)}0000.00`, currency: "CNY" } : null,
    phone:
      i % 7 === 0
        ? { masked: `138****00${whole(10, 99)}` }
        : { raw: `021-5${whole(1000000, 9999999)}`, e164: `+86215${whole(1000000, 9999999)}`, ext: null },
    next_contact: next() < 0.7 ? dateAt(whole(-6, 20)) : null,
    employees: whole(5, 4000),
    website: `https://www.example${i}.com`,
    address: {
      country: "CN",
      province: "上海市",
      city: "上海市",
      district: "浦东新区",
      line: `世纪大道 ${whole(1, 999)} 号`,
    },
    rating: whole(0, 6) || null,
    tags: next() < 0.4 ? [pick(["战略", "华东", "续费", "Expo 2026"])] : [],
    description: null,
  }));
  const refOf = (record: RecordData): Ref => ({ id: record.id, title: String(record.name) });
  const contacts: RecordData[] = Array.from({ length: Math.floor(size / 2) }, (_, i) => ({
    ...base(`c${i}`, owner()),
    name: pick(people),
    account: refOf(pick(accounts)),
    job: pick(["CTO", "采购总监", "Finance", "总经理", "IT 主管"]),
    mobile: { raw: `138${whole(10000000, 99999999)}`, e164: `+86138${whole(10000000, 99999999)}`, ext: null },
    email: `contact${i}@example.com`,
    im: [{ kind: "wechat", id: `wx_${i}` }],
  }));
  const opportunities: RecordData[] = Array.from({ length: size }, (_, i) => {
    const stage = pick([0, 0, 1, 1, 2, 2, 3, 4, 4, 5]);
    return {
      ...base(`o${i}`, owner()),
      name: `${pick(["年度订阅", "私有化部署", "增购席位", "POC", "续约", "咨询服务"])} ${2025 + (i % 3)}`,
      account: next() < 0.95 ? refOf(pick(accounts)) : null,
      stage: { id: `s${stage}`, title: stageNames[stage]?.[0] ?? "" },
      pipeline: { id: "p0", title: "新客销售" },
      amount: next() < 0.94 ? { amount: `${whole(1, 400)}0000.00`, currency: "CNY" } : null,
      expected_close: dateAt(whole(-40, 120)),
      probability: String(stage * 20),
      next_step: pick(steps),
    };
  });
  const activities: RecordData[] = Array.from({ length: 240 }, (_, i) => ({
    ...base(`v${i}`, owner()),
    subject: pick(["回访客户", "确认预算区间", "产品演示", "催合同", "Intro call with CTO", "上门拜访"]),
    kind: pick(["call", "task", "meeting", "visit", "note"]),
    due: at(whole(-3, 6)),
    done: next() < 0.3,
    related: [refOf(pick(accounts))],
    body: "<p>确认预算区间 <b>80–120 万</b>，采购流程需要法务先审合同模板。</p>",
    next_contact: next() < 0.5 ? dateAt(whole(0, 14)) : null,
  }));
  const one = (id: string, name: object) => ({ ...base(id, owner()), name });
  return {
    accounts,
    contacts,
    opportunities,
    activities,
    users,
    stages,
    products: ["GTX Pro", "GTX Basic", "MG Special", "好客专业版"].map((name, i) => ({
      ...base(`g${i}`, owner()),
      name,
      price: { amount: `${(i + 1) * 980}.00`, currency: "CNY" },
      active: true,
    })),
    leads: [],
    pipelines: [one("p0", { zh: "新客销售", en: "New business" })],
    departments: [
      one("d1", { zh: "华东销售部", en: "East sales" }),
      one("d2", { zh: "华南销售部", en: "South sales" }),
    ],
    roles: [one("r1", { zh: "管理员", en: "Administrator" }), one("r2", { zh: "销售", en: "Sales rep" })],
  };
}
