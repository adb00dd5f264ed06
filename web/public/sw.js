// Lets Haoke open without a network: the page and the scripts it has used. Customers' data is never kept here.
const PAGE = "/";
const KEPT = 2;
const PATIENCE = 4000;

const cacheOf = (html) => `haoke-${/\/assets\/shell-([\w-]+)\.js/.exec(html)?.[1] ?? "page"}`;
const assetsOf = (html) => [...html.matchAll(/(?:src|href)="(\/(?:assets|icons)\/[^"]+|\/favicon\.svg)"/g)].map((m) => m[1]);
const ours = async () => (await caches.keys()).filter((name) => name.startsWith("haoke-"));

async function keepPage(response) {
  const html = await response.clone().text();
  const name = cacheOf(html);
  const cache = await caches.open(name);
  const known = await cache.match(PAGE);
  await cache.put(PAGE, response);
  if (known) return;
  await cache.addAll(assetsOf(html));
  const old = (await ours()).filter((other) => other !== name);
  await Promise.all(old.slice(0, Math.max(0, old.length + 1 - KEPT)).map((other) => caches.delete(other)));
}

async function newest() {
  const names = await ours();
  return names.length > 0 ? caches.open(names[names.length - 1]) : null;
}

const late = () => new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));

async function page(event) {
  const fresh = fetch(event.request);
  event.waitUntil(
    fresh.then((response) => (response.ok ? keepPage(response.clone()) : undefined)).catch(() => undefined),
  );
  const kept = await (await newest())?.match(PAGE);
  if (!kept) return fresh;
  return Promise.race([fresh, late()]).catch(() => kept);
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await newest())?.put(request, response.clone());
  return response;
}

/** Those of the paths that are not kept yet; one that cannot be fetched does not keep the others away. */
async function keepAll(paths) {
  const cache = await newest();
  await Promise.allSettled(paths.map(async (path) => (await caches.match(path)) ?? cache?.add(path)));
}

self.addEventListener("install", (event) => {
  event.waitUntil(fetch(PAGE).then(keepPage).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(assets|icons)\/|^\/favicon\.svg$/.test(url.pathname)) event.respondWith(asset(request));
});
