import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleDashed, Map as MapIcon, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { type Checklist, checklistKey, putAway, readChecklist } from "./requests";
import "./setup.css";

const Tour = lazy(() => import("./touring").then((module) => ({ default: module.Touring })));

/** On the page a day begins with: what somebody new does first, ticked by what has happened. */
export function ChecklistToday() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [touring, setTouring] = useState(false);
  const list = useQuery({ queryKey: checklistKey, queryFn: ({ signal }) => readChecklist(signal) });
  const away = useMutation({
    mutationFn: () => putAway("checklist"),
    onSuccess: (next: Checklist) => {
      client.setQueryData(checklistKey, next);
      toast(t("setup:first.gone"));
    },
  });
  const items = list.data?.items ?? [];
  const done = items.filter((item) => item.done).length;
  const due = list.data?.due.map((each) => (
    <Note key={each.key}>
      <Link className="setup__link" to={each.to as "/today"}>
        {each.label}
      </Link>
    </Note>
  ));
  if (items.length === 0) return due;
  return (
    <>
      {due}
      <section className="first" aria-label={t("setup:first.title")}>
        <header className="first__head">
          <h3>{t("setup:first.title")}</h3>
          <span className="muted num">{t("setup:first.done", { done, count: items.length })}</span>
          <span className="grow" />
          <PlainButton
            icon={<MapIcon size={14} aria-hidden="true" />}
            label={t("setup:first.tour")}
            onClick={() => setTouring(true)}
          />
          <PlainButton
            bare
            icon={<X size={14} aria-hidden="true" />}
            label={t("setup:first.away")}
            onClick={() => away.mutate()}
          />
        </header>
        <ul>
          {items.map((item) => (
            <li key={item.key} className={item.done ? "first__item first__item--done" : "first__item"}>
              {item.done ? (
                <CircleCheck size={16} role="img" aria-label={t("setup:first.ticked")} />
              ) : (
                <CircleDashed size={16} role="img" aria-label={t("setup:first.open")} />
              )}
              <Link to={item.to as "/today"}>{item.label}</Link>
              <span className="muted">{item.hint}</span>
            </li>
          ))}
        </ul>
        {done === items.length && <p className="muted">{t("setup:first.all")}</p>}
        <Suspense>{touring && <Tour onClose={() => setTouring(false)} />}</Suspense>
      </section>
    </>
  );
}
