/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const mock = process.env.VITE_MOCK === "1";
const backend = process.env.HAOKE_BACKEND ?? "http://127.0.0.1:8000";

// A slow phone pays for every file, not only for its size: what every page needs comes as one, and so does what the
// frame and what a list needs besides; the page asks for all three at once.
const firstPaint = [
  { name: "shell", tags: ["$initial" as const], priority: 2 },
  { name: "frame", test: /src\/app\/signed-in\.tsx$/, priority: 1 },
  { name: "table", test: /src\/records\/list\/list-page\.tsx$/, priority: 0 },
];

const asksAhead: Plugin = {
  name: "haoke-asks-ahead",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /^assets\/(frame|table)-[\w-]{8}\.(css|js)$/.test(file))
        .map((file) => ({
          tag: "link",
          attrs: {
            rel: file.endsWith(".css") ? "stylesheet" : "modulepreload",
            crossorigin: true,
            href: `/${file}`,
          },
          injectTo: "head" as const,
        })),
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [react(), asksAhead],
  define: { __MOCK__: JSON.stringify(mock || mode === "test") },
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  server: {
    port: Number(process.env.PORT ?? 5173),
    proxy: { "/api": { target: backend, changeOrigin: false } },
  },
  build: {
    target: "es2023",
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: firstPaint } } },
  },
  test: { environment: "jsdom", setupFiles: ["src/testing/setup.ts"], testTimeout: 20000 },
}));
