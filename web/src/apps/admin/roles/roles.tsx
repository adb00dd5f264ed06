import { useParams } from "@tanstack/react-router";
import { RolePage } from "./role-page";
import { RolesPage } from "./roles-page";

/** All roles, or one. */
export function Roles() {
  const { id } = useParams({ strict: false });
  return id ? <RolePage /> : <RolesPage />;
}
