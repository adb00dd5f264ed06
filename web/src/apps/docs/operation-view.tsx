import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { curlOf, type Document, type Operation, parametersOf, typeText } from "./document";
import { SchemaView } from "./schema-view";

type Props = { document: Document; operation: Operation };

function Example({ document, operation }: Props) {
  const { t } = useTranslation("docs");
  const { t: common } = useTranslation();
  const text = curlOf(document, operation, globalThis.location.origin);
  const copy = () => void navigator.clipboard?.writeText(text).then(() => toast(common("common.copied")));
  return (
    <section>
      <h4>
        {t("example")}
        <PlainButton bare label={common("common.copy")} icon={<Copy size={13} />} onClick={copy} />
      </h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled to by keyboard too */}
      <pre className="docs__code" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

function Whole({ document, operation }: Props) {
  const { t } = useTranslation("docs");
  const parameters = parametersOf(document, operation);
  const bodies = Object.entries(operation.requestBody?.content ?? {});
  const answers = Object.entries(operation.responses).filter(([status]) => status !== "default");
  return (
    <div className="docs__whole">
      {parameters.length > 0 && (
        <section>
          <h4>{t("parameters")}</h4>
          <ul className="docs__fields">
            {parameters.map((parameter) => (
              <li key={`${parameter.in}.${parameter.name}`}>
                <p className="docs__property">
                  <code>{parameter.name}</code>
                  <span className="docs__type">{typeText(parameter.schema)}</span>
                  <span className="muted">{t(parameter.in as "path" | "query" | "header")}</span>
                  {parameter.required && <span className="docs__required">{t("required")}</span>}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {bodies.map(([type, { schema }]) => (
        <section key={type}>
          <h4>
            {t("body")} <code>{type}</code>
          </h4>
          <SchemaView document={document} schema={schema ?? {}} />
        </section>
      ))}
      {answers.map(([status, { content }]) =>
        Object.entries(content ?? {}).map(([type, { schema }]) => (
          <section key={status + type}>
            <h4>
              {t("answer")} <code>{status}</code> <code>{type}</code>
            </h4>
            <SchemaView document={document} schema={schema ?? {}} />
          </section>
        )),
      )}
      <Example document={document} operation={operation} />
    </div>
  );
}

/** One endpoint, folded to a line until it is opened. */
export function OperationView({ document, operation }: Props) {
  const { t } = useTranslation("docs");
  const [opened, setOpened] = useState(false);
  return (
    <details
      id={operation.operationId}
      className="docs__operation"
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>
        <span className={`docs__method docs__method--${operation.method.toLowerCase()}`}>
          {operation.method}
        </span>
        <code className="docs__path">{operation.path}</code>
        <span className="docs__summary">{operation.summary}</span>
        {operation.security?.length === 0 && <span className="muted">{t("open")}</span>}
      </summary>
      {opened && <Whole document={document} operation={operation} />}
    </details>
  );
}
