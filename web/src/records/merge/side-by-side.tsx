import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowLeftRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MergePreview, MergeRule } from "@/api/merging";
import { needsApproval } from "@/api/problem";
import type { ObjectMeta, RecordData } from "@/api/types";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { Waiting } from "@/ui/waiting";
import { people } from "../people";
import { Fields } from "./fields";
import { Outcome } from "./outcome";
import { type Outcome as Ended, useMerge } from "./use-merge";

type Props = {
  object: ObjectMeta;
  id: string;
  other: string;
  onDone: (done: Ended) => void;
};

const rules = ["own", "newest", "oldest", "complete"] as const;

/** Both records beside each other, a choice for each field that differs, and what would come of it. */
export function SideBySide({ object, id, other, onDone }: Props) {
  const { t } = useTranslation("merge");
  const merge = useMerge(object, id, other, onDone);
  const found = merge.preview.data;
  if (merge.preview.isPending) return <Waiting />;
  const { error } = merge.preview;
  if (!found)
    return error && "status" in error && error.status !== 404 ? (
      <Broken query={merge.preview} />
    ) : (
      <Empty icon="signpost" title={t("missing")} hint={t("missingHint")} />
    );
  const refused = merge.run.error && !needsApproval(merge.run.error) ? merge.run.error.message : null;
  return (
    <form
      className="merge__form"
      onSubmit={(event) => {
        event.preventDefault();
        merge.run.mutate();
      }}
    >
      <Sides object={object} found={found} />
      <div className="merge__presets">
        <span id="merge-presets">{t("presets")}</span>
        <Segments<(typeof rules)[number]>
          label={t("presets")}
          value={merge.rule ?? "own"}
          options={rules.map((value) => ({ value, label: t(value) }))}
          onChange={(next) => merge.follow(next === "own" ? null : (next as MergeRule))}
        />
      </div>
      <Fields object={object} found={found} onTake={merge.choose} onAll={merge.takeAll} />
      <Outcome object={object} found={found} />
      {refused && <Note danger>{refused}</Note>}
      <div className="merge__foot">
        <Button
          type="primary"
          htmlType="submit"
          loading={merge.run.isPending}
          disabled={merge.preview.isPlaceholderData || (found.problem !== null && !asks(found))}
        >
          {t("merge")}
        </Button>
      </div>
    </form>
  );
}

/** Whether somebody only has to be asked first: trying it offers that. */
const asks = (found: MergePreview) => found.problem?.code === "approval_needed";

function Sides({ object, found }: { object: ObjectMeta; found: MergePreview }) {
  const { t } = useTranslation("merge");
  const navigate = useNavigate();
  const swap = () =>
    void navigate({
      to: "/$plural/$id/merge",
      params: { plural: object.plural, id: found.other.id },
      search: { with: found.keep.id },
      replace: true,
    });
  return (
    <div className="merge__sides">
      <Side object={object} record={found.keep} role={t("stays")} stays />
      <Button icon={<ArrowLeftRight size={14} />} onClick={swap}>
        {t("swap")}
      </Button>
      <Side object={object} record={found.other} role={t("goes")} />
    </div>
  );
}

type SideProps = { object: ObjectMeta; record: RecordData; role: string; stays?: boolean };

function Side({ object, record, role, stays = false }: SideProps) {
  const { t } = useTranslation("merge");
  const title = titleOf(object, record, currentLanguage());
  const told = [
    record.number,
    record.updated_at && t("changed", { at: fullDateTime(record.updated_at, currentLanguage()) }),
  ];
  return (
    <section className={`merge__side ${stays ? "merge__side--stays" : ""}`} aria-label={role}>
      <span className="merge__role">{role}</span>
      <span className="row">
        <Avatar title={title} person={people.has(object.key)} size="large" />
        <strong className="ellipsis">{title}</strong>
      </span>
      <span className="muted">{told.filter(Boolean).join(" · ")}</span>
    </section>
  );
}
