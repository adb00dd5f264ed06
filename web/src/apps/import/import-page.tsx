import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";

type ImportRow = { id: string; name?: string; state: string };

/** Imports so far. */
export function ImportPage() {
  const { t } = useTranslation();
  const imports = useQuery({
    queryKey: ["import", "list"],
    queryFn: ({ signal }) => call<{ items: ImportRow[] }>("GET", "/imports", { signal }),
  });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("app.import")}</h1>
      </header>
      {imports.isPending ? (
        <Waiting />
      ) : imports.data?.items.length ? (
        <ul className="stack" style={{ padding: 14 }}>
          {imports.data.items.map((item) => (
            <li key={item.id} className="row">
              <span className="grow">{item.name ?? item.id}</span>
              <span className="muted">{item.state}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Empty icon="upload" title={t("common.nothingFound")} />
      )}
    </main>
  );
}
