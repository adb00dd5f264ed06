import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { openCreate } from "@/records/form/create-store";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import "./roles.css";

await ready;

const asked = { fields: "name,description,code", sort: "created_at" };

/** The roles there are; each opens as a matrix. */
export function RolesPage() {
  const { t } = useTranslation();
  const object = useObject("role");
  const language = currentLanguage();
  const navigate = useNavigate();
  const open = (id: string) => navigate({ to: "/settings/$section/$id", params: { section: "roles", id } });
  const list = useQuery({
    queryKey: keys.list("roles", asked),
    queryFn: ({ signal }) => listRecords("roles", { ...asked, limit: 200 }, signal),
    enabled: object?.rights.read === true,
  });
  if (!object?.rights.read) return <Empty icon="lock" title={t("list.closed")} />;
  return (
    <main className="card">
      <header className="head">
        <h1>{object.label_plural}</h1>
        <span className="grow" />
        {object.rights.create && (
          <Button
            type="primary"
            icon={<Plus size={14} />}
            onClick={() => openCreate({ object: "role", onCreated: (made) => void open(made.id) })}
          >
            {t("admin:newRole")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        <p className="muted">{t("admin:rolesHint")}</p>
        {list.isPending && <Waiting />}
        <ul className="rows">
          {list.data?.items.map((role) => (
            <li key={role.id}>
              <Link
                className="roles__row"
                to="/settings/$section/$id"
                params={{ section: "roles", id: role.id }}
              >
                <Icon name="shield" />
                <span className="grow">
                  <strong>{translatedText(role.name, language)}</strong>
                  <span className="muted roles__said">{translatedText(role.description, language)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
