import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useObject } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { Progress, Steps, Why } from "./follow-bar";
import {
  followKeys,
  type Place,
  readFigures,
  readPeople,
  type State,
  stateColours,
  states,
} from "./requests";

/** Who is in a sequence, of the records one sees; by state. */
export function People({ sequence }: { sequence: string }) {
  const { t } = useTranslation("follow");
  const [state, setState] = useState<State | undefined>();
  const figures = useQuery({
    queryKey: followKeys.figures(sequence),
    queryFn: ({ signal }) => readFigures(sequence, signal),
  });
  const query = useInfiniteQuery({
    queryKey: followKeys.people(sequence, state ?? ""),
    queryFn: ({ pageParam, signal }) => readPeople(sequence, state, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const places = query.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = figures.data?.states ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <section>
      <h2>{t("people")}</h2>
      {all > 0 && (
        <fieldset className="sequence__states" aria-label={t("people")}>
          <button type="button" aria-pressed={state === undefined} onClick={() => setState(undefined)}>
            {t("all")} {all}
          </button>
          {states
            .filter((each) => counts[each])
            .map((each) => (
              <button key={each} type="button" aria-pressed={state === each} onClick={() => setState(each)}>
                {t(`state.${each}`)} {counts[each]}
              </button>
            ))}
        </fieldset>
      )}
      {query.isPending && <Waiting />}
      {query.error && <Note danger>{query.error.message}</Note>}
      {query.data && places.length === 0 && <Empty icon="users" title={t("nobody")} hint={t("nobodyHint")} />}
      <ul className="rows">
        {places.map((place) => (
          <Person key={place.id} place={place} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}

function Person({ place }: { place: Place }) {
  const { t } = useTranslation("follow");
  const object = useObject(place.object);
  return (
    <li>
      <div className="grow sequence__person">
        <div className="follow__line">
          {object ? (
            <Link
              to="/$plural/$id"
              params={{ plural: object.plural, id: place.record }}
              className="ellipsis mail__link"
            >
              {place.title}
            </Link>
          ) : (
            place.title
          )}
          <Tag text={t(`state.${place.state}`)} colour={stateColours[place.state]} />
        </div>
        <p className="muted ellipsis">{[place.address, place.owner?.title].filter(Boolean).join(" · ")}</p>
        <Progress place={place} />
        <Why place={place} />
      </div>
      <Steps place={place} />
    </li>
  );
}
