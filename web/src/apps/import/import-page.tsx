import { useParams } from "@tanstack/react-router";
import { Begin } from "./begin";
import { ready } from "./texts";
import { Wizard } from "./wizard";
import "./import.css";

await ready;

/** Files in: drop or paste, see what they mean, mend, import, undo. */
export function ImportPage() {
  const { id } = useParams({ strict: false });
  return id ? <Wizard key={id} id={id} /> : <Begin />;
}
