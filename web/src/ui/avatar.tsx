import { initials, softColour } from "@/lib/soft";
import "./ui.css";

type Props = { title: string; person?: boolean; size?: "large" | "huge" };

/** Soft avatar: a circle for people, a rounded square for everything else. */
export function Avatar({ title, person = false, size }: Props) {
  const classes = ["avatar", `soft-${softColour(null, title)}`];
  if (person) classes.push("avatar--person");
  if (size) classes.push(`avatar--${size}`);
  return (
    <span className={classes.join(" ")} aria-hidden="true">
      {initials(title, person)}
    </span>
  );
}
