import { useTranslation } from "react-i18next";
import { Note } from "./note";
import { PlainButton } from "./plain-button";
import "./ui.css";

type Asked = { error: Error | null; isFetching: boolean; refetch: () => unknown };

/** What could not be read and why, with a way to try again; nothing while all is well. */
export function Broken({ query }: { query: Asked }) {
  const { t } = useTranslation();
  if (!query.error) return null;
  return (
    <Note danger>
      <span className="broken">
        {query.error.message}
        <PlainButton
          label={t("common.retry")}
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        />
      </span>
    </Note>
  );
}
