import { call } from "@/api/client";

export type Invited = { id: string; name: string; email: string; url: string; expires: string };
export type Asked = { lines: string[]; roles: string[]; department: string | null };

export const inviteSeveral = (body: Asked): Promise<{ items: Invited[] }> =>
  call("POST", "/invitations", { body });

/** [number of the line from 1 on, what is wrong with it], of a refusal's fields `lines.<n>`. */
export function lineProblems(errors: { field: string | null; message: string }[]): [number, string][] {
  return errors.flatMap(({ field, message }) => {
    const place = /^lines\.(\d+)/.exec(field ?? "")?.[1];
    return place === undefined ? [] : [[Number(place) + 1, message] satisfies [number, string]];
  });
}
