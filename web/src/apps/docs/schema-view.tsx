import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Document, resolved, type Schema, typeText } from "./document";

type Props = { document: Document; schema: Schema; depth?: number };

const open = 2;

function Property({ document, name, schema, required, depth }: Props & { name: string; required: boolean }) {
  const { t } = useTranslation("docs");
  const inner = schema.items ?? schema;
  const { schema: found } = resolved(document, inner);
  // Where nobody gave a title, one was made of the name.
  const said = schema.title?.replaceAll(" ", "_").toLowerCase() === name ? null : schema.title;
  return (
    <li>
      <p className="docs__property">
        <code>{name}</code>
        <span className="docs__type">{typeText(schema)}</span>
        {required && <span className="docs__required">{t("required")}</span>}
        <span className="muted">{[said, schema.description].filter(Boolean).join(" · ")}</span>
      </p>
      {schema.enum && <p className="docs__enum">{schema.enum.map(String).join(" · ")}</p>}
      {found.properties && <SchemaView document={document} schema={inner} depth={(depth ?? 0) + 1} />}
    </li>
  );
}

/** The fields of a value, each with its kind; what is deep inside is unfolded by hand. */
export function SchemaView({ document, schema: given, depth = 0 }: Props) {
  const { t } = useTranslation("docs");
  const [unfolded, setUnfolded] = useState(depth < open);
  const { name, schema } = resolved(document, given);
  if (!schema.properties)
    return schema.anyOf ? (
      <div className="docs__any">
        <p className="muted">{t("oneOf")}</p>
        {schema.anyOf.map((each) => (
          <SchemaView key={JSON.stringify(each)} document={document} schema={each} depth={depth} />
        ))}
      </div>
    ) : (
      <p className="docs__type">{typeText(given) || t("any")}</p>
    );
  if (!unfolded)
    return (
      <button type="button" className="docs__more" onClick={() => setUnfolded(true)}>
        {t("more", { name: name ?? "{…}" })}
      </button>
    );
  return (
    <ul className="docs__fields">
      {Object.entries(schema.properties).map(([key, property]) => (
        <Property
          key={key}
          document={document}
          name={key}
          schema={property}
          required={schema.required?.includes(key) ?? false}
          depth={depth}
        />
      ))}
    </ul>
  );
}
