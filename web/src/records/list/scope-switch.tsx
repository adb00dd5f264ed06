import { ChevronDown, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/metadata/session";
import { Menu } from "@/ui/menu";

type Props = { scope: string | undefined; onChange: (scope: string | undefined) => void; mine?: boolean };

/** Whose records: mine, a team's, a department's; shown to those who may see more than their own. */
export function ScopeSwitch({ scope, onChange, mine = false }: Props) {
  const { t } = useTranslation();
  const { teams } = useSignedIn();
  if (teams.length < 2) return null;
  const chosen = teams.find((team) => team.id === scope || (team.kind === "me" && scope === "me"));
  const items = [
    { key: "", label: t("list.everyone"), onClick: () => onChange(mine ? "all" : undefined) },
    ...teams.map((team) => ({
      key: team.id,
      label: team.kind === "me" ? t("list.mine") : team.name,
      onClick: () => onChange(team.kind === "me" ? "me" : team.id),
    })),
  ];
  return (
    <Menu items={items} selected={chosen?.id ?? ""}>
      <button type="button" className="plain">
        <Users size={15} strokeWidth={1.8} aria-hidden="true" />
        <span className="hide-phone">
          {chosen ? (chosen.kind === "me" ? t("list.mine") : chosen.name) : t("list.everyone")}
        </span>
        <span className="sr-only only-phone">{t("list.scope")}</span>
        <ChevronDown size={13} aria-hidden="true" />
      </button>
    </Menu>
  );
}
