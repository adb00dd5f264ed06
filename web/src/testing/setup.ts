import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startTexts, switchLanguage } from "@/lib/i18n";

configure({ asyncUtilTimeout: 8000, getElementError: (message) => new Error(message ?? "") });

beforeAll(async () => {
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      addEventListener() {},
      removeEventListener() {},
    }) as unknown as MediaQueryList;
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  await startTexts();
  await switchLanguage("en");
});

afterEach(cleanup);
