import "./texts";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import { switchEarly } from "@/lib/i18n";
import { languages } from "@/lib/language";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { type Document, partsOf, useDocument } from "./document";
import { OperationView } from "./operation-view";
import "./docs.css";

function Head() {
  const { t, i18n } = useTranslation("docs");
  const { t: common } = useTranslation();
  return (
    <header className="docs__head">
      <h1>{t("title")}</h1>
      <Link to="/">{t("back")}</Link>
      {languages.map((language) => (
        <PlainButton
          key={language}
          label={common(`language.${language}`)}
          aria-pressed={language === i18n.language}
          onClick={() => switchEarly(language)}
        />
      ))}
    </header>
  );
}

function Introduction() {
  const { t } = useTranslation("docs");
  return (
    <div className="docs__intro">
      {(["intro", "key", "keyed", "errors"] as const).map((name) => (
        <p key={name}>{t(name)}</p>
      ))}
      <p>
        <a href={apiUrl("/openapi.json")}>{t("file")}</a>
      </p>
    </div>
  );
}

function Reference({ document }: { document: Document }) {
  const { t } = useTranslation("docs");
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed);
  const parts = useMemo(() => partsOf(document, wanted), [document, wanted]);
  const count = parts.reduce((sum, part) => sum + part.operations.length, 0);
  return (
    <div className="docs__body">
      <nav className="docs__nav" aria-label={t("parts")}>
        {parts.map((part) => (
          <a key={part.name} href={`#part-${part.name}`}>
            {part.label}
          </a>
        ))}
      </nav>
      <main className="docs__main">
        <Introduction />
        <div className="docs__search">
          <input
            type="search"
            className="field-input"
            aria-label={t("search")}
            placeholder={t("search")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <span className="muted num" role="status">
            {count > 0 ? t("count", { count }) : t("none")}
          </span>
        </div>
        {parts.map((part) => (
          <section key={part.name} id={`part-${part.name}`} className="docs__part">
            <h2>{part.label}</h2>
            {part.operations.map((operation) => (
              <OperationView key={operation.operationId} document={document} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </div>
  );
}

/** The API, readable: made of the document every client reads, so that it cannot be out of date. */
export function DocsPage() {
  const { i18n } = useTranslation();
  const { data, error } = useDocument(i18n.language);
  if (error) throw error;
  return (
    <div className="docs">
      <Head />
      {data ? <Reference document={data} /> : <Waiting />}
    </div>
  );
}
