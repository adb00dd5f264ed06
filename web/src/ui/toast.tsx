import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import "./ui.css";

type Toast = {
  id: number;
  text: string;
  tone: "good" | "error";
  action?: { label: string; run: () => void };
  life: number;
  at: number;
};

/** Milliseconds in which the same words are one answer to two clicks. */
const atOnce = 300;

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const dismiss = (id: number) => publish(toasts.filter((toast) => toast.id !== id));

/** Says something at the bottom of the screen; with an action (undo) it stays longer, or until it is closed. */
export function toast(
  text: string,
  options: { tone?: "good" | "error"; action?: Toast["action"]; stays?: boolean } = {},
): void {
  const at = performance.now();
  if (toasts.some((shown) => shown.text === text && at - shown.at < atOnce)) return;
  const id = ++last;
  const life = options.action ? 10_000 : options.tone === "error" ? 8_000 : 4_000;
  publish([
    ...toasts.slice(-2),
    { id, text, tone: options.tone ?? "good", action: options.action, life, at },
  ]);
  if (!options.stays) setTimeout(() => dismiss(id), life);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className={`toast toast--${item.tone}`}>
          <span className="toast__mark">
            {item.tone === "error" ? <CircleAlert size={16} /> : <CircleCheck size={16} />}
          </span>
          <span className="toast__text">{item.text}</span>
          {item.action && (
            <button
              type="button"
              onClick={() => {
                dismiss(item.id);
                item.action?.run();
              }}
            >
              {item.action.label}
            </button>
          )}
          <button type="button" aria-label={t("common.close")} onClick={() => dismiss(item.id)}>
            <X size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
