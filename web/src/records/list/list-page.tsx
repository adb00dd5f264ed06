import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useObjectByPlural } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";
import { dateFields } from "../calendar/days";
import { addressFields } from "../tiles/fields";
import { useListState } from "../use-list-state";
import { ListHead } from "./list-head";
import { ListView } from "./list-view";
import "./list.css";

const BoardView = lazy(() => import("../board/board-view").then((module) => ({ default: module.BoardView })));

const CalendarView = lazy(() =>
  import("../calendar/calendar-view").then((module) => ({ default: module.CalendarView })),
);

const TilesView = lazy(() => import("../tiles/tiles-view").then((module) => ({ default: module.TilesView })));

/** The page of one object: its table, or its board. */
export function ListPage() {
  const { plural } = useParams({ strict: false });
  return <ObjectList plural={plural ?? ""} />;
}

export function ObjectList({ plural }: { plural: string }) {
  const { t } = useTranslation();
  const object = useObjectByPlural(plural);
  const [state] = useListState();
  if (!object?.rights.read)
    return (
      <main className="card">
        <Empty icon="lock" title={t("list.closed")} hint={t("list.closedHint")} />
      </main>
    );
  const board = state.view === "board" && object.board;
  const calendar = state.view === "calendar" && dateFields(object).length > 0;
  const tiles = state.view === "tiles" && addressFields(object).length > 0;
  return (
    <main className="card">
      {tiles ? (
        <Suspense fallback={<Waiting />}>
          <TilesView key={object.key} object={object} />
        </Suspense>
      ) : board ? (
        <Suspense fallback={<Waiting />}>
          <BoardView key={object.key} object={object} />
        </Suspense>
      ) : calendar ? (
        <Suspense fallback={<Waiting />}>
          <CalendarView key={object.key} object={object} />
        </Suspense>
      ) : (
        <ListView key={object.key} object={object} Head={ListHead} />
      )}
    </main>
  );
}
