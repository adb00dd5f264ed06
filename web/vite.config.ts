/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const mock = process.env.VITE_MOCK === "1";
const backend = process.env.HAOKE_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig(({ mode }) => ({
  plugins: [react()],
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
  },
  test: { environment: "jsdom", setupFiles: ["src/testing/setup.ts"], testTimeout: 20000 },
}));
