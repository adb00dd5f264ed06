import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Note } from "./note";
import { PlainButton } from "./plain-button";
import "./ui.css";

type Asked = { error: Error | null; isFetching: boolean; refetch: () => unknown };

/** What could not be read and why, with a way to try again, or on from what is not there; nothing while all is well. */
export function Broken({ query }: { query: Asked }) {
  const { t } = useTranslation();
  if (!query.error) return null;
  const gone = "status" in query.error && query.error.status === 404;
  return (
    <Note danger>
      <span className="broken">
        {query.error.message}
        {gone ? (
          <Link to="/today">{t("errors.goHome")}</Link>
        ) : (
          <PlainButton
            label={t("common.retry")}
            disabled={query.isFetching}
            onClick={() => void query.refetch()}
          />
        )}
      </span>
    </Note>
  );
}
