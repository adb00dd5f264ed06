import { Button } from "antd";
import { Route } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import type { ObjectMeta } from "@/api/types";
import { TrialDialog } from "./trial-dialog";

type Props = { object: ObjectMeta; target: BulkTarget };

/** Who would get the records chosen in a list by the rules in use; nothing is done. */
export function TrySeveral({ object, target }: Props) {
  const { t } = useTranslation("assignment");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Route size={13} />} onClick={() => setOpen(true)}>
        {t("trySeveral")}
      </Button>
      {open && <TrialDialog object={object} rule={null} target={target} onClose={() => setOpen(false)} />}
    </>
  );
}
