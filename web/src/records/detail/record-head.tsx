import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { Ellipsis, Eye, Link2, Merge, Share2, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { inputsOf } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { useContextActions } from "@/ui/context-actions";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { useExtensions } from "../extensions";
import { people } from "../people";
import { Write } from "./mail";
import { useAction } from "./use-action";
import { useForesee } from "./use-foresee";
import { useDelete } from "./use-record";

const InputDialog = lazy(() =>
  import("../form/input-dialog").then((module) => ({ default: module.InputDialog })),
);
const Erasure = lazy(() => import("./erasure").then((module) => ({ default: module.Erasure })));
const ShareDialog = lazy(() =>
  import("../share/share-dialog").then((module) => ({ default: module.ShareDialog })),
);

type Props = { object: ObjectMeta; record: RecordData };

const ownValues = ({ input }: ActionMeta, record: RecordData) =>
  Object.fromEntries(input.filter((field) => field.own).map(({ name }) => [name, record[name]]));

/** What the record is, and what can be done with it: the first steps as buttons, the rest in a menu. */
export function RecordHead({ object, record }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const title = titleOf(object, record, currentLanguage());
  const remove = useDelete(object, title);
  const act = useAction(object, record);
  const { before, dialog } = useForesee(object, record);
  const { Tool, Why, Standing } = useExtensions();
  const { user } = useSignedIn();
  const [asking, setAsking] = useState(false);
  const [sharing, setSharing] = useState(false);
  const navigate = useNavigate();
  const merge = () =>
    void navigate({ to: "/$plural/$id/merge", params: { plural: object.plural, id: record.id } });
  const mayShare = record._can?.share ?? false;
  const mayDelete = record._can?.delete ?? object.rights.delete;
  const visible = phone ? 1 : 2;
  const actions = object.actions.filter(
    ({ offered }) => !offered || offered.values.includes(String(record[offered.field] ?? "")),
  );
  const buttons = actions.filter((action) => !action.danger && !action.minor).slice(0, visible);
  const others = actions.filter((action) => !buttons.includes(action));
  useContextActions([
    ...actions.map((action) => ({
      key: action.name,
      label: action.label,
      icon: action.icon,
      run: () => act.start(action),
    })),
    ...(mayShare
      ? [{ key: "share", label: t("share.share"), icon: "share-2", run: () => setSharing(true) }]
      : []),
    ...(record._can?.merge ? [{ key: "merge", label: t("record.merge"), icon: "merge", run: merge }] : []),
  ]);
  const copy = () => void navigator.clipboard?.writeText(location.href).then(() => toast(t("common.copied")));
  const items = [
    ...others.map((action) => ({
      key: action.name,
      label: action.label,
      danger: action.danger,
      icon: <Icon name={action.icon} size={14} />,
      onClick: () => act.start(action),
    })),
    ...(others.length > 0 ? [{ type: "divider" as const }] : []),
    ...(mayShare
      ? [
          {
            key: "share",
            label: t("share.share"),
            icon: <Share2 size={14} />,
            onClick: () => setSharing(true),
          },
        ]
      : []),
    ...(Why && user.admin
      ? [
          {
            key: "why",
            label: t("record.whoSees"),
            icon: <Eye size={14} />,
            onClick: () => setAsking(true),
          },
        ]
      : []),
    ...(record._can?.merge
      ? [{ key: "merge", label: t("record.merge"), icon: <Merge size={14} />, onClick: merge }]
      : []),
    { key: "copy", label: t("record.copyLink"), icon: <Link2 size={14} />, onClick: copy },
    ...(mayDelete
      ? [
          {
            key: "delete",
            label: t("bulk.delete"),
            danger: true,
            icon: <Trash2 size={14} />,
            onClick: () => void remove(record),
          },
        ]
      : []),
  ];
  return (
    <header className="head">
      <Link className="muted hide-phone" to="/$plural" params={{ plural: object.plural }}>
        {object.label_plural}
      </Link>
      <span className="muted hide-phone" aria-hidden="true">
        /
      </span>
      <Avatar title={title} person={people.has(object.key)} size="large" />
      <h1 className="ellipsis">{title}</h1>
      {record.number && <span className="head__count num hide-phone">{record.number}</span>}
      <Suspense>{Standing && <Standing object={object} record={record} />}</Suspense>
      <span className="grow" />
      {buttons.map((action, at) => (
        <Button
          key={action.name}
          type={at === 0 ? "primary" : "default"}
          icon={<Icon name={action.icon} size={14} />}
          onClick={() => act.start(action)}
        >
          {action.label}
        </Button>
      ))}
      {Tool && object.timeline !== false && (
        <Suspense>
          <Write object={object} record={record} />
          <Tool object={object} record={record} />
        </Suspense>
      )}
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <PlainButton bare label={t("common.more")} icon={<Ellipsis size={16} />} />
      </Dropdown>
      <Suspense>
        {act.asking && (
          <InputDialog
            key={act.asking.name}
            title={act.asking.label}
            ok={act.asking.label}
            fields={inputsOf(act.asking)}
            start={ownValues(act.asking, record)}
            danger={act.asking.danger}
            busy={act.busy}
            errors={act.errors}
            refused={act.refused}
            onSubmit={(input) => before([act.asking?.name ?? ""], input, () => act.submit(input))}
            onCancel={act.cancel}
          >
            {act.asking.name === "erase" && <Erasure object={object} record={record} />}
            {act.Asked && <act.Asked object={object} record={record} />}
          </InputDialog>
        )}
        {dialog}
        {sharing && <ShareDialog object={object} record={record} onClose={() => setSharing(false)} />}
        {asking && Why && <Why object={object} record={record} onClose={() => setAsking(false)} />}
        {act.Answer && <act.Answer result={act.answer?.result} onClose={act.closeAnswer} />}
      </Suspense>
    </header>
  );
}
