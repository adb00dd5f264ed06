import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, listRecords } from "@/api/records";
import type { Ref } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjectByPlural } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { keepDraft } from "./draft";
import { automationKeys, readTemplates } from "./requests";
import { kindIcons } from "./steps";
import { type Automation, blank, plural, runsPlural, type Template } from "./types";
import "./automation.css";

const asked = { fields: "name,object,trigger,steps,active,stopped,owner", sort: "name" };

/** All rules with what each does in a line; one is switched on and off where it stands. */
export function AutomationsPage() {
  const { t } = useTranslation();
  const mine = useObjectByPlural(plural);
  const [choosing, setChoosing] = useState(false);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, { ...asked, limit: 200 }, signal),
  });
  const failed = useFailed();
  const rules = (list.data?.items ?? []) as unknown as Automation[];
  return (
    <main className="card">
      <header className="head">
        <h1>{mine?.label_plural}</h1>
        <span className="grow" />
        {mine?.rights.create && (
          <Button type="primary" icon={<Plus size={14} />} onClick={() => setChoosing(true)}>
            {t("automation:new")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        {list.error && <p className="form__error">{list.error.message}</p>}
        {list.data && rules.length === 0 && (
          <Empty icon="workflow" title={t("automation:none")} hint={t("automation:noneHint")} />
        )}
        {rules.length > 0 && (
          <ul className="rows">
            {rules.map((rule) => (
              <Line key={rule.id} rule={rule} failed={failed.get(rule.id ?? "") ?? 0} />
            ))}
          </ul>
        )}
      </div>
      {choosing && <Beginnings onClose={() => setChoosing(false)} />}
    </main>
  );
}

const unmended = { field: "state", op: "in", value: ["failed"] };
const most = 200;

/** How many of the latest runs of each rule failed and were not carried on since. */
function useFailed(): Map<string, number> {
  const query = useQuery({
    queryKey: keys.list(runsPlural, { filter: unmended, fields: "automation" }),
    queryFn: ({ signal }) =>
      listRecords(runsPlural, { filter: unmended, fields: "automation", limit: most }, signal),
    retry: false,
  });
  const counted = new Map<string, number>();
  for (const run of query.data?.items ?? []) {
    const rule = (run.automation as Ref | null)?.id ?? "";
    counted.set(rule, (counted.get(rule) ?? 0) + 1);
  }
  return counted;
}

function Line({ rule, failed }: { rule: Automation; failed: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mine = useObjectByPlural(plural);
  const object = useObject(rule.object);
  const toggle = useMutation({
    mutationFn: (active: boolean) => changeRecord(plural, rule.id ?? "", { active }, rule.version ?? 0),
    onSettled: () => refresh(client, plural),
  });
  return (
    <li>
      <div className="grow auto-line">
        <Link
          to="/settings/$section/$id"
          params={{ section: plural, id: rule.id ?? "" }}
          className="auto-hit__title ellipsis"
        >
          {rule.name}
        </Link>
        <span className="muted row auto-line__what">
          <span className="ellipsis">
            {object?.label ?? rule.object} · {t(`automation:when.${rule.trigger}`)}
          </span>
          {(rule.steps ?? []).slice(0, 6).map((step) => (
            <span key={step.id} title={t(`automation:kind.${step.kind}`)}>
              <Icon name={kindIcons[step.kind]} size={13} />
            </span>
          ))}
        </span>
      </div>
      {failed > 0 && <Tag text={t("automation:failedRuns", { count: failed })} colour="red" />}
      {rule.stopped && <Tag text={t("automation:switchedOff")} colour="orange" />}
      <Switch
        checked={rule.active}
        loading={toggle.isPending}
        disabled={!mine?.rights.update}
        aria-label={t("automation:activeOf", { name: rule.name })}
        onChange={(active) => toggle.mutate(active)}
      />
    </li>
  );
}

/** A rule begins empty or with what others have found useful. */
function Beginnings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: automationKeys.templates(currentLanguage()),
    queryFn: ({ signal }) => readTemplates(signal),
  });
  const begin = (template: Template | null) => {
    const { code: _code, description: _description, ...given } = template ?? { code: "", description: "" };
    keepDraft({ ...blank, ...given });
    void navigate({ to: "/settings/$section/$id", params: { section: plural, id: "new" } });
  };
  return (
    <Dialog title={t("automation:begin")} width={560} footer={null} onCancel={onClose}>
      <ul className="auto-beginnings">
        <li>
          <button type="button" className="auto-beginning" onClick={() => begin(null)}>
            <Icon name="plus" />
            <span>
              <strong>{t("automation:empty")}</strong>
              <span className="muted">{t("automation:emptyHint")}</span>
            </span>
          </button>
        </li>
        {query.data?.items.map((template) => (
          <li key={template.code}>
            <button type="button" className="auto-beginning" onClick={() => begin(template)}>
              <Icon name="workflow" />
              <span>
                <strong>{template.name}</strong>
                <span className="muted">{template.description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
