export type Language = "zh" | "en";

export const languages: readonly Language[] = ["zh", "en"];

/** All languages, that of the reader first. */
export const readersFirst = (own: Language): Language[] => [own, ...languages.filter((each) => each !== own)];

const tags: Record<Language, string> = { zh: "zh-CN", en: "en-US" };

/** BCP 47 tag for Intl and `Accept-Language`. */
export const languageTag = (language: Language): string => tags[language];

/** The closest language we speak to a browser's or server's tag. */
export const toLanguage = (tag: string | null | undefined): Language =>
  tag?.toLowerCase().startsWith("en") ? "en" : "zh";
