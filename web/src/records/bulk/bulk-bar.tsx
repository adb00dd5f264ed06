import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { ChevronDown, Merge, Pencil, Trash2, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkWork } from "@/api/bulk";
import type { ListParams } from "@/api/records";
import type { ActionMeta, FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { givingWay } from "@/fields/tags/use-groups";
import { canEdit, fieldOf, inputsOf } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { useBoardOwner } from "../board/use-board-owner";
import { given } from "../detail/use-action";
import type { Selection } from "../list/use-selection";
import { useLater } from "../use-later";
import { Chosen, sizeOf, targetOf } from "./chosen";
import { Elsewhere, nearInputs, useSpread } from "./spread";
import { few, useBulk } from "./use-bulk";
import "./bulk.css";

const BulkDialog = lazy(() => import("./bulk-dialog").then((module) => ({ default: module.BulkDialog })));
const InputDialog = lazy(() =>
  import("../form/input-dialog").then((module) => ({ default: module.InputDialog })),
);

/** Adding to lists; of tags those of the same single choice give way. */
function adding(client: QueryClient, field: FieldMeta, add: Record<string, unknown>): BulkWork {
  const gone = field.kind === "tags" ? givingWay(client, field.of, add[field.name]) : [];
  return gone.length > 0 ? { add, remove: { [field.name]: gone } } : { add };
}

type Props = {
  object: ObjectMeta;
  selection: Selection;
  rows: RecordData[];
  count: number | undefined;
  params: ListParams;
};
type Asking = {
  title: string;
  ok?: string;
  fields: FieldMeta[];
  action?: ActionMeta;
  run: (values: Record<string, unknown>) => void;
};

/** Work on everything ticked: assign, set a field, run an action, delete; each can be undone. */
export function BulkBar({ object, selection, rows, count, params }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { FollowSeveral, HandSeveral, TrySeveral } = useLater();
  const { user } = useSignedIn();
  const [asking, setAsking] = useState<Asking | null>(null);
  const target = targetOf(selection, params);
  const chosen = sizeOf(selection, count);
  const work = useBulk(object, target, () => setAsking(null), selection.clear);
  const owner = fieldOf(object, "owner");
  const assigning = object.actions.some(
    (action) => action.bulk && action.input.some((input) => input.name === "owner"),
  );
  const byRules = object.actions.some((action) => action.input.some((input) => input.name === "by_rules"));
  const settable = object.fields.filter(
    (field) => canEdit(object, field) && field.name !== "owner" && !field.editor,
  );
  const board = useBoardOwner(object);
  const spread = useSpread(object, board, { selection, rows, params, wanted: asking !== null });
  const askFor = (title: string, fields: FieldMeta[], run: Asking["run"], action?: ActionMeta) => {
    work.reset();
    setAsking({ title, ok: action?.label, fields, run, action });
  };
  const act = (action: ActionMeta) => {
    const run = (input: Record<string, unknown>) => work.mutate({ action: action.name, input: given(input) });
    if (action.input.length === 0) run({});
    else askFor(action.label, inputsOf(action), run, action);
  };
  const remove = async () => {
    const sure = await ask({
      title: t("bulk.deleteAsk", {
        count: chosen,
        object: chosen === 1 ? object.label : object.label_plural,
      }),
      text: t("bulk.deleteHint"),
      yes: t("bulk.delete"),
      danger: true,
    });
    if (sure) work.mutate({ delete: true });
  };
  const navigate = useNavigate();
  const merge = () => {
    const [id = "", other] = [...selection.chosen];
    void navigate({
      to: "/$plural/$id/merge",
      params: { plural: object.plural, id },
      search: { with: other },
    });
  };
  const several = settable.filter((field) => field.operators?.includes("has_any"));
  const setting = (field: FieldMeta, key: string, how: (set: Record<string, unknown>) => BulkWork) => ({
    key: `${key} ${field.name}`,
    label: key === "setField" ? field.label : t(`bulk.${key}`, { field: field.label }),
    onClick: () =>
      askFor(
        t(`bulk.${key}`, { field: field.label }),
        [{ ...field, required: key !== "setField" || field.required }],
        (set) => work.mutate(how(set)),
      ),
  });
  return (
    <section className="bulk" aria-label={t("bulk.title")}>
      <Chosen selection={selection} loaded={rows.length} count={count} />
      {object.rights.assign && owner && !assigning && (
        <Button
          onClick={() =>
            askFor(t("bulk.assign"), [{ ...owner, required: true, readonly: false }], (set) =>
              work.mutate({ set }),
            )
          }
        >
          {t("bulk.assign")}
        </Button>
      )}
      {object.rights.update && (
        <Dropdown
          trigger={["click"]}
          placement="top"
          menu={{
            style: { maxHeight: 340, overflow: "auto" },
            items: [
              ...several.map((field) => setting(field, "addTo", (add) => adding(client, field, add))),
              ...several.map((field) => setting(field, "removeFrom", (remove) => ({ remove }))),
              ...settable.map((field) => setting(field, "setField", (set) => ({ set }))),
            ],
          }}
        >
          <Button icon={<Pencil size={13} />}>
            {t("bulk.set")} <ChevronDown size={12} />
          </Button>
        </Dropdown>
      )}
      {object.actions
        .filter((action) => action.bulk)
        .map((action) => (
          <Button key={action.name} icon={<Icon name={action.icon} size={13} />} onClick={() => act(action)}>
            {action.label}
          </Button>
        ))}
      {FollowSeveral && object.timeline !== false && (
        <Suspense>
          <FollowSeveral
            object={object}
            ids={selection.all ? null : [...selection.chosen]}
            rows={rows}
            params={params}
          />
        </Suspense>
      )}
      {TrySeveral && user.admin && byRules && (
        <Suspense>
          <TrySeveral object={object} target={target} />
        </Suspense>
      )}
      {HandSeveral && object.rights.assign && owner && object.group !== "settings" && (
        <Suspense>
          <HandSeveral object={object} target={target} count={chosen} />
        </Suspense>
      )}
      {object.rights.merge && !selection.all && selection.chosen.size === 2 && (
        <Button icon={<Merge size={13} />} onClick={merge}>
          {t("bulk.merge")}
        </Button>
      )}
      {object.rights.delete && (
        <Button danger icon={<Trash2 size={13} />} loading={work.isPending} onClick={() => void remove()}>
          {t("bulk.delete")}
        </Button>
      )}
      <PlainButton bare label={t("bulk.clear")} icon={<X size={15} />} onClick={selection.clear} />
      <Suspense>
        {asking && (
          <InputDialog
            title={asking.title}
            ok={asking.ok ?? (chosen > few ? t("bulk.try") : t("bulk.go", { count: chosen }))}
            hint={t("bulk.chosen", { count: chosen })}
            fields={asking.action ? nearInputs(object, asking.action, board, spread) : asking.fields}
            note={(values) =>
              asking.action?.name === object.board_action && (
                <Elsewhere board={board} chosen={values[object.board ?? ""]} spread={spread} />
              )
            }
            busy={work.isPending}
            errors={work.errors}
            onCancel={() => setAsking(null)}
            onSubmit={asking.run}
          />
        )}
        {work.run && <BulkDialog object={object} id={work.run} onClose={work.close} />}
      </Suspense>
    </section>
  );
}
