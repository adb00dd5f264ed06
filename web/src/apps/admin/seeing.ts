import { call } from "@/api/client";

/** Everything on the page belongs to one person: another one begins with a fresh page. */
const begin = (address: string): void => globalThis.location.assign(address);

export async function seeAs(user: string): Promise<void> {
  await call("POST", "/session/see-as", { body: { user } });
  begin("/today");
}

export async function seeAsOneself(user: string): Promise<void> {
  await call("DELETE", "/session/see-as", { body: {} });
  begin(`/users/${user}`);
}
