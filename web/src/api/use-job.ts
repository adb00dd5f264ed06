import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { readJob } from "./session";
import { isHearing } from "./stream";
import type { Job } from "./types";

/** Milliseconds between two questions: the live updates say when there is something new, unless they do not reach us. */
const pause = { heard: 4000, unheard: 700 };

const over = (job: Job | undefined) => job?.state === "done" || job?.state === "failed";

/** Follows a job until it ends; `onDone` is called once, when it has succeeded. */
export function useJob(id: string | null, onDone: (job: Job) => void): Job | undefined {
  const query = useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => readJob(id ?? "", signal),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (current) =>
      over(current.state.data) ? false : isHearing() ? pause.heard : pause.unheard,
  });
  const told = useRef<string | null>(null);
  const job = query.data;
  useEffect(() => {
    if (job?.state !== "done" || told.current === job.id) return;
    told.current = job.id;
    onDone(job);
  }, [job, onDone]);
  return job;
}
