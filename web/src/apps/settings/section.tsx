import { useParams } from "@tanstack/react-router";
import { ObjectList } from "@/records/list/list-page";
import { ApiKeys } from "./api-keys";
import { Backups } from "./backups";
import { Profile } from "./profile";
import { RulesPage } from "./rules/rules-page";
import { Sessions } from "./sessions";

const own = {
  profile: Profile,
  sessions: Sessions,
  "api-keys": ApiKeys,
  backups: Backups,
  "field-rules": RulesPage,
};

export function Section() {
  const { section = "" } = useParams({ strict: false });
  const Own = own[section as keyof typeof own];
  return Own ? <Own /> : <ObjectList key={section} plural={section} />;
}
