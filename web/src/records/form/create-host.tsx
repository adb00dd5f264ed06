import { lazy, Suspense } from "react";
import { useObject } from "@/metadata/meta";
import { useCreateRequest } from "./create-store";

const CreateDialog = lazy(() =>
  import("./create-dialog").then((module) => ({ default: module.CreateDialog })),
);

/** Where the create dialog appears, whoever asked for it. */
export function CreateHost() {
  const request = useCreateRequest();
  const object = useObject(request?.object);
  if (!request || !object) return null;
  return (
    <Suspense>
      <CreateDialog key={object.key} object={object} request={request} />
    </Suspense>
  );
}
