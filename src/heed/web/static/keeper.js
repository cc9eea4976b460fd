// Keeps today's edition on this device, answers from it when heed cannot be reached, and keeps
// what the reader answered until it can. What belongs to an earlier edition is forgotten.
const KEPT = "heed-kept";
const WAITING = "heed-waiting";
const OFFLINE = "/offline";

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// Keeps a page and whatever static files it names; returns the addresses of all of them.
async function keepPage(cache, address) {
  const fresh = await fetch(address);
  if (!fresh.ok || fresh.redirected) return [];
  const names = (await fresh.clone().text()).match(/\/static\/[\w./-]+\?v=\w+/g) ?? [];
  await cache.put(address, fresh);
  for (const name of names) if (!await cache.match(name)) await cache.add(name);
  return [address, ...names];
}

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  const held = new Set();
  for (const address of [OFFLINE, ...addresses]) {
    for (const one of await keepPage(cache, address)) held.add(new URL(one, location.href).href);
  }
  for (const request of await cache.keys()) if (!held.has(request.url)) await cache.delete(request);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (unreachable) {
    const cache = await caches.open(KEPT);
    const kept = await cache.match(request, { ignoreVary: true });
    const instead = request.mode === "navigate" ? await cache.match(OFFLINE) : undefined;
    if (!kept && !instead) throw unreachable;
    return kept ?? instead;
  }
}

// A cache holds responses, so an answer waits as the body of one, under the address it goes to.
async function answer(request) {
  const body = await request.clone().text();
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(WAITING);
    await cache.put(request.url, new Response(body));
    return new Response(null, { status: 204, headers: { "HX-Trigger": "heed-waits" } });
  }
}

async function send() {
  const cache = await caches.open(WAITING);
  for (const { url } of await cache.keys()) {
    const body = new URLSearchParams(await (await cache.match(url)).text());
    await fetch(url, { method: "POST", body });
    await cache.delete(url);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = new URL(request.url);
  if (asked.origin !== location.origin) return;
  const answers = request.method === "POST" && /^\/story\/\d+\/verdict$/.test(asked.pathname);
  if (answers) event.respondWith(answer(request));
  else if (request.method === "GET") event.respondWith(page(request));
});

// Both fail where heed cannot be reached; the next page that can be shown asks again.
addEventListener("message", (event) => {
  const { edition } = event.data;
  event.waitUntil(send().then(() => edition && keep(edition)).catch(() => {}));
});
