import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Departed, type Looked, readExports, readUnmaskings } from "@/api/limits";
import type { Ref } from "@/api/types";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Segments } from "@/ui/segments";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import "../settings.css";
import "./limits.css";

function Line({ person, at, children }: { person: Ref; at: string; children: ReactNode }) {
  const name = person.title ?? "—";
  return (
    <li>
      <Avatar title={name} person />
      <div className="grow">
        <p className="row tags--wrap">
          <strong>{name}</strong>
          <time className="muted num" dateTime={at}>
            {fullDateTime(at, currentLanguage())}
          </time>
        </p>
        {children}
      </div>
    </li>
  );
}

function Export({ item }: { item: Departed }) {
  const { t } = useTranslation();
  const told = [
    t("limits:records", { count: item.rows ?? 0, rows: (item.rows ?? 0).toLocaleString(currentLanguage()) }),
    item.object,
    item.narrowed ? t("limits:narrowed") : t("limits:everything"),
    item.fields.length > 0 ? item.fields.join(", ") : t("limits:allFields"),
  ];
  return (
    <Line person={item.person} at={item.at}>
      <p>
        {item.rows === null ? t("limits:notMade") : told.join(" · ")}{" "}
        <Tag
          text={t("limits:downloads", { count: item.downloads })}
          colour={item.downloads ? "orange" : "grey"}
        />
      </p>
      <p className="muted">
        {item.reason ? t("limits:because", { reason: item.reason }) : t("limits:noReason")}
        {item.name && ` · ${item.name}`}
        {!item.kept && item.rows !== null && ` · ${t("limits:gone")}`}
      </p>
    </Line>
  );
}

function Look({ item }: { item: Looked }) {
  const { t } = useTranslation();
  const title = item.record.title ?? "—";
  return (
    <Line person={item.person} at={item.at}>
      <p>
        {t("limits:looked", { field: item.field, object: item.object })}{" "}
        {item.plural && item.record.title ? (
          <Link to="/$plural/$id" params={{ plural: item.plural, id: item.record.id }}>
            {title}
          </Link>
        ) : (
          title
        )}
      </p>
    </Line>
  );
}

const kinds = ["exports", "unmaskings"] as const;
const none = {
  exports: { title: "empty_exports", hint: "hint_exports" },
  unmaskings: { title: "empty_unmaskings", hint: "hint_unmaskings" },
} as const;

/** What left the house: files with their reasons, and masked values that were shown. */
export function Departures() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof kinds)[number]>("exports");
  const exports = useInfiniteQuery({
    queryKey: ["departures", "exports"],
    queryFn: ({ pageParam, signal }) => readExports(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: kind === "exports",
  });
  const looks = useInfiniteQuery({
    queryKey: ["departures", "unmaskings"],
    queryFn: ({ pageParam, signal }) => readUnmaskings(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: kind === "unmaskings",
  });
  const shown = kind === "exports" ? exports : looks;
  const lines =
    kind === "exports"
      ? exports.data?.pages.flatMap((page) => page.items.map((item) => <Export key={item.id} item={item} />))
      : looks.data?.pages.flatMap((page) => page.items.map((item) => <Look key={item.id} item={item} />));
  return (
    <main className="card">
      <header className="head">
        <h1>{t("limits:departures")}</h1>
        <Link className="settings__docs" to="/settings/$section" params={{ section: "reading-limits" }}>
          {t("limits:change")}
        </Link>
      </header>
      <div className="settings__body">
        <p className="muted">{t("limits:departuresHint")}</p>
        <Segments
          label={t("limits:departures")}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`limits:${value}`) }))}
          onChange={setKind}
        />
        {shown.isPending && <Waiting />}
        <Broken query={shown} />
        {lines?.length === 0 && (
          <Empty
            icon="download"
            title={t(`limits:${none[kind].title}`)}
            hint={t(`limits:${none[kind].hint}`)}
          />
        )}
        <ul className="rows">{lines}</ul>
        {shown.hasNextPage && (
          <Button loading={shown.isFetchingNextPage} onClick={() => void shown.fetchNextPage()}>
            {t("limits:older")}
          </Button>
        )}
      </div>
    </main>
  );
}
