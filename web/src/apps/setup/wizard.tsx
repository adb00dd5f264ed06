import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Check } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import { CompanyStep, type Leave, YearStep } from "./company";
import { Modules } from "./modules";
import { PresetChoice } from "./presets";
import "./setup.css";

const steps = ["company", "calendar", "preset", "modules", "finish"] as const;
type Step = (typeof steps)[number];

/** Where one was, on this device. */
const stored = "haoke.setup.step";
const read = (raw: string | null): Step => steps.find((step) => raw === step) ?? "company";

const ways = [
  { key: "import", icon: "upload", to: "/import", params: {} },
  { key: "invite", icon: "user-plus", to: "/settings/$section", params: { section: "users" } },
  { key: "rights", icon: "shield", to: "/settings/$section", params: { section: "roles" } },
  { key: "own", icon: "boxes", to: "/settings/$section", params: { section: "objects" } },
] as const;

/** The first set-up in five steps; each can be skipped, and come back to at any time. */
export function Wizard() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [step, show] = useState(() => read(localStorage.getItem(stored)));
  const leave: Leave = useRef(null);
  const setStep = async (to: Step) => {
    // What was refused is said beside its field; one stays there.
    const saved = await leave.current?.().then(
      () => true,
      () => false,
    );
    if (saved === false) return;
    localStorage.setItem(stored, to);
    show(to);
  };
  const at = steps.indexOf(step);
  const next = steps[at + 1];
  const before = steps[at - 1];
  return (
    <main className="card">
      <header className="head">
        <h1>{t("setup:title")}</h1>
      </header>
      <div className="setup">
        <ol className="setup__steps">
          {steps.map((each, place) => (
            <li key={each}>
              <button
                type="button"
                aria-current={each === step ? "step" : undefined}
                onClick={() => void setStep(each)}
              >
                <span className="setup__number num">
                  {place < at ? <Check size={12} aria-hidden="true" /> : place + 1}
                </span>
                <span>{t(`setup:step.${each}`)}</span>
              </button>
            </li>
          ))}
        </ol>
        <section className="setup__step" aria-label={t(`setup:step.${step}`)}>
          {step === "company" && <CompanyStep leave={leave} />}
          {step === "calendar" && <YearStep />}
          {step === "preset" && <PresetChoice />}
          {step === "modules" && <Modules />}
          {step === "finish" && <Finish />}
        </section>
        <div className="setup__foot setup__foot--steps">
          {before && <Button onClick={() => void setStep(before)}>{t("setup:back")}</Button>}
          <span className="grow" />
          {next ? (
            <Button type="primary" onClick={() => void setStep(next)}>
              {t("setup:next")}
            </Button>
          ) : (
            <Button type="primary" onClick={() => void navigate({ to: "/today" })}>
              {t("setup:today")}
            </Button>
          )}
        </div>
      </div>
    </main>
  );
}

function Finish() {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t("setup:done")}</h2>
      <p className="muted">{t("setup:doneHint")}</p>
      <div className="setup__cards">
        {ways.map((way) => (
          <Link key={way.key} to={way.to} params={way.params} className="setup__card">
            <Icon name={way.icon} size={20} />
            <strong>{t(`setup:way.${way.key}`)}</strong>
            <span className="muted">{t(`setup:wayHint.${way.key}`)}</span>
          </Link>
        ))}
      </div>
    </>
  );
}

/** The switches of modules alone. */
export function ModulesPage() {
  const { t } = useTranslation();
  return (
    <main className="card">
      <header className="head">
        <h1>{t("setup:step.modules")}</h1>
      </header>
      <div className="setup">
        <Modules />
      </div>
    </main>
  );
}
