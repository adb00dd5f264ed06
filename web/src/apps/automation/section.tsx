import { useParams } from "@tanstack/react-router";
import { AutomationsPage } from "./automations-page";
import { BuilderPage } from "./builder-page";

/** All rules, or one of them. */
export function AutomationSection() {
  const { id } = useParams({ strict: false });
  return id ? <BuilderPage id={id} /> : <AutomationsPage />;
}
