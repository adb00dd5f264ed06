import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { goToProvider, unlinkProvider } from "@/api/two-step";
import { useSignedIn } from "@/metadata/session";
import { Tag } from "@/ui/tag";

/** In one's profile: whether one comes in by the company's own sign-in. */
export function ProviderLink() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { user, provider } = useSignedIn();
  const end = useMutation({
    mutationFn: unlinkProvider,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
  });
  const link = useMutation({ mutationFn: () => goToProvider({ link: true }) });
  if (!provider) return null;
  return (
    <section className="settings__block stack">
      <h2 className="row">
        {provider.label}
        {user.linked && <Tag text={t("twoStep:linked")} colour="green" />}
      </h2>
      <p className="muted">{t("twoStep:linkHint", { label: provider.label })}</p>
      <div>
        {user.linked ? (
          <Button danger onClick={() => end.mutate()} loading={end.isPending}>
            {t("twoStep:unlink")}
          </Button>
        ) : (
          <Button onClick={() => link.mutate()} loading={link.isPending}>
            {t("twoStep:link")}
          </Button>
        )}
      </div>
    </section>
  );
}
