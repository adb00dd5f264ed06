import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useSignedIn } from "@/metadata/session";
import { Avatar } from "@/ui/avatar";
import { logoOf } from "../logo";

const load = () => import("./user-menu");
const UserMenu = lazy(() => load().then((module) => ({ default: module.UserMenu })));

/** Company and person; opens the menu of the account. */
export function CompanyButton({ onGo }: { onGo?: () => void }) {
  const { user, company } = useSignedIn();
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  const button = (
    <button
      type="button"
      className="nav__company"
      aria-haspopup="menu"
      aria-expanded={open}
      // Fetched ahead, but put in place by the click only: a button replaced under the pointer takes no click.
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        if (wanted) return;
        setWanted(true);
        setOpen(true);
      }}
    >
      <img src={logoOf(company)} alt="" width={20} height={20} />
      <span className="ellipsis grow">{company.name}</span>
      <Avatar title={user.name} person />
      <ChevronsUpDown size={13} aria-hidden="true" />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <UserMenu open={open} onOpen={setOpen} onGo={onGo}>
        {button}
      </UserMenu>
    </Suspense>
  );
}
