import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { refresh } from "./keys";

test("a first answer that is older than a change is not taken for the newest", async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const ask = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ["record", "deals", "1", "log"], queryFn: ask });
  const stop = observer.subscribe(() => undefined);
  refresh(client, "deals", "1");
  refresh(client, "deals", "1");
  answers[0]?.("before");
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.("after");
  await expect.poll(() => observer.getCurrentResult().data).toBe("after");
  expect(answers).toHaveLength(2);
  stop();
});
