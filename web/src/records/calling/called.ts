import type { Ref } from "@/api/types";

/** Somebody, or a team, chosen for an "@name". */
export type Chosen = { id: string; title: string; team: boolean };
export type Calls = { mentions: string[]; mention_teams: string[] };

/** Those chosen whose "@name" still stands in the text. */
export function called(text: string, chosen: Chosen[]): Calls {
  const kept = chosen.filter(({ title }) => text.includes(`@${title}`));
  const ids = (team: boolean) => kept.filter((each) => each.team === team).map(({ id }) => id);
  return { mentions: ids(false), mention_teams: ids(true) };
}

/** The beginning of a name that stands at the end of the text; null when none is asked for there. */
export const asking = (text: string): string | null => /@([^@\s]*)$/.exec(text)?.[1] ?? null;

export type Part = { text: string; called: boolean };

/** The text cut where somebody is called: the longest name first, so that 张伟 does not cut 张伟强. */
export function parts(text: string, mentions: Ref[]): Part[] {
  const names = mentions
    .flatMap(({ title }) => (title ? [`@${title}`] : []))
    .sort((a, b) => b.length - a.length);
  const found: Part[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const name = names.find((each) => text.startsWith(each, at));
    if (name) {
      if (plain) found.push({ text: plain, called: false });
      found.push({ text: name, called: true });
      plain = "";
    } else plain += text[at];
    at += name?.length ?? 1;
  }
  if (plain) found.push({ text: plain, called: false });
  return found;
}
