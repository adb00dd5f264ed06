import i18next, { type Interpolator, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, languageTag, toLanguage } from "./language";

const stored = "haoke.language";
const loaders: Record<Language, () => Promise<{ default: object }>> = {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
};

type Texts = Record<Language, () => Promise<{ default: object }>>;
const extra = new Map<string, Texts>();

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", (await loaders[language]()).default);
  for (const [namespace, texts] of extra)
    if (!i18next.hasResourceBundle(language, namespace))
      i18next.addResourceBundle(language, namespace, (await texts[language]()).default);
}

export const currentLanguage = (): Language => toLanguage(i18next.language ?? preferredLanguage());

/** Several names as a row of them; the plain form of `Intl.ListFormat` writes Chinese ones without a sign between. */
export const inRow = (names: Iterable<string>, language: Language = currentLanguage()): string =>
  new Intl.ListFormat(language, { type: "conjunction", style: "narrow" }).format(names);

export const preferredLanguage = (): Language =>
  toLanguage(localStorage.getItem(stored) ?? globalThis.navigator?.language);

/** An object's name within a sentence: English writes it small, unless it is an abbreviation. */
const inside = (name: unknown, language?: string): string =>
  language === "en" ? String(name).replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase()) : String(name);

const han = /\p{Script=Han}/u;
const edge = /[A-Za-z0-9]/;

/** Whether a Chinese character meets a word with Latin letters at a letter or figure. */
const touch = (sign: string, letter: string, word: string): boolean =>
  han.test(sign) && edge.test(letter) && /[A-Za-z]/.test(word);

/** A space stands between Chinese characters of a text and Latin words put beside them. */
function spaceWords(interpolator: Interpolator): void {
  const fill = interpolator.interpolate.bind(interpolator);
  interpolator.interpolate = (text, data: Record<string, unknown>, language, options) => {
    const spaced = text.replace(/\{\{(\w+)[^}]*\}\}/g, (place, name: string, at: number) => {
      const word = String(data[name] ?? "");
      const left = touch(text.charAt(at - 1), word.charAt(0), word) ? " " : "";
      const right = touch(text.charAt(at + place.length), word.charAt(word.length - 1), word) ? " " : "";
      return left + place + right;
    });
    return fill(spaced, data, language, options);
  };
}

export async function startTexts(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  i18next.services.formatter?.add("inside", inside);
  spaceWords(i18next.services.interpolator);
  await switchLanguage(language);
}

/** Switches every text; kept for the next visit on this device. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(stored, language);
  document.documentElement.lang = languageTag(language);
  await i18next.changeLanguage(language);
}

let early: Language | null = null;

/** A choice made before anybody is signed in; it is for whoever signs in next. */
export function switchEarly(language: Language): void {
  early = language;
  void switchLanguage(language);
}

/** That choice, once. */
export function takeEarlyLanguage(): Language | null {
  const taken = early;
  early = null;
  return taken;
}

/** Texts of a lazily loaded app, under a namespace of its own (keys are written `namespace:key`). */
export async function registerTexts(namespace: string, texts: Texts): Promise<void> {
  extra.set(namespace, texts);
  const language = currentLanguage();
  if (!i18next.hasResourceBundle(language, namespace))
    i18next.addResourceBundle(language, namespace, (await texts[language]()).default);
}

export type Translate = TFunction;
/** Outside React, e.g. for error messages. */
export const translate: Translate = i18next.t;
