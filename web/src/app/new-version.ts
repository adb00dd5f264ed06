import { isWriting } from "@/api/client";
import { translate } from "@/lib/i18n";
import { toast } from "@/ui/toast";

const reloaded = "haoke.reloaded";
/** Milliseconds within which a page that has just been reloaded is not reloaded again. */
const pause = 30_000;
const choosing = "[role=option], [role=switch], [role=checkbox], [role=menuitem]";

let typedAt: string | null = null;
let offered = false;

/** Notes on which page somebody types or chooses something. */
export function watchTyping(): void {
  const note = () => {
    typedAt = location.pathname;
  };
  document.addEventListener("input", note, true);
  document.addEventListener("change", note, true);
  document.addEventListener(
    "click",
    ({ target }) => {
      if (target instanceof Element && target.closest(choosing)) note();
    },
    true,
  );
}

/** Whether a reload would lose something, or leave somebody in doubt whether it was saved. */
const inTheMiddle = (): boolean =>
  isWriting() || typedAt === location.pathname || document.querySelector("[role=dialog]") !== null;

function offer(reload: () => void): void {
  if (offered) return;
  offered = true;
  const again = () => {
    offered = false;
    reload();
  };
  toast(translate("errors.newVersion"), {
    action: { label: translate("errors.reload"), run: again },
    stays: true,
  });
}

/** A part of the page is no longer there: Haoke was brought up to date. Reloads where nobody is in the middle of anything. */
export function meetNewVersion(reload: () => void = () => location.reload()): void {
  if (!navigator.onLine) return;
  if (inTheMiddle()) offer(reload);
  else if (Date.now() - Number(sessionStorage.getItem(reloaded) ?? 0) >= pause) {
    sessionStorage.setItem(reloaded, String(Date.now()));
    reload();
  }
}
