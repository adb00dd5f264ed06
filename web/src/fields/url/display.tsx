import { Outward } from "../shared/outward";
import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value }: DisplayProps) {
  const url = asText(value);
  const href = /^https?:\/\//i.test(url) ? url : /^[a-z][a-z\d+.-]*:/i.test(url) ? null : `https://${url}`;
  const shown = url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
  if (!href) return <span className="ellipsis">{url}</span>;
  return (
    <Outward href={href} external>
      {shown}
    </Outward>
  );
}

export const display: FieldUi = { Display, text: asText, width: 170 };
