import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { switchEarly } from "@/lib/i18n";
import { languages } from "@/lib/language";
import { PlainButton } from "@/ui/plain-button";
import { logoOf } from "../logo";
import { useSession } from "../session-gate";
import "./texts";
import "./public.css";

type Props = { title: string; hint?: string; wide?: boolean; children: ReactNode };

/** Frame of the pages seen before signing in. */
export function PublicPage({ title, hint, wide = false, children }: Props) {
  const { t, i18n } = useTranslation();
  const company = useSession().data?.company;
  return (
    <main className="public">
      <div className={`public__box ${wide ? "public__box--wide" : ""}`}>
        <header className="public__head">
          <img src={logoOf(company)} alt="" width={44} height={44} />
          <h1>{title}</h1>
          {hint && <p className="muted">{hint}</p>}
        </header>
        {children}
        <footer className="public__foot">
          {languages.map((language) => (
            <PlainButton
              key={language}
              label={t(`language.${language}`)}
              aria-pressed={language === i18n.language}
              onClick={() => switchEarly(language)}
            />
          ))}
        </footer>
      </div>
    </main>
  );
}
