import { lazy, Suspense, useState } from "react";
import type { ObjectMeta } from "@/api/types";
import type { ListState } from "@/lib/list-state";
import { useSaved } from "../views/use-saved";
import "../views/views.css";
import { ViewBar } from "../views/view-bar";
import { ListHead } from "./list-head";
import { Toolbar } from "./toolbar";

const FilterBar = lazy(() =>
  import("../filters/filter-bar").then((module) => ({ default: module.FilterBar })),
);

type Props = {
  object: ObjectMeta;
  state: ListState;
  change: (part: Partial<ListState>, push?: boolean) => void;
  count?: number;
};

/** What stands above a list that is shown in another way than as a table: name, views, tools, filter. */
export function Above({ object, state, change, count }: Props) {
  const saved = useSaved(object, state, change);
  const [picking, setPicking] = useState(false);
  const [opened, setOpened] = useState(false);
  const pick = () => {
    setOpened(true);
    setPicking(true);
  };
  return (
    <>
      <ListHead object={object} count={count} />
      <ViewBar object={object} state={state} change={change} saved={saved} />
      <Toolbar object={object} state={state} change={change} onFilter={pick} />
      <Suspense>
        {(state.filter || opened) && (
          <FilterBar
            object={object}
            filter={state.filter}
            onChange={(filter) => change({ filter })}
            picking={picking}
            onPicking={setPicking}
          />
        )}
      </Suspense>
    </>
  );
}
