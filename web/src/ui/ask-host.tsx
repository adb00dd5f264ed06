import { lazy, Suspense } from "react";
import { useQuestion } from "./ask";

const AskDialog = lazy(() => import("./ask-dialog").then((module) => ({ default: module.AskDialog })));

/** Where the questions of `ask` appear. */
export function AskHost() {
  const question = useQuestion();
  return <Suspense>{question && <AskDialog question={question} />}</Suspense>;
}
