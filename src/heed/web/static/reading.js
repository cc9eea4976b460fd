// Honest time: a second counts only while the page is visible and the reader moved within 30 s.
// What is counted goes to /reading when the page is left, or along with the answer; so does the
// place the reader was at.
const IDLE_MS = 30_000;
const PATIENCE_MS = 400;
const article = document.querySelector("[data-reading]");
let counted = 0;
let moved = performance.now();

function tick() {
  const awake = performance.now() - moved < IDLE_MS;
  if (document.visibilityState === "visible" && awake) counted += 1;
}

function take() {
  const seconds = counted;
  counted = 0;
  return seconds;
}

function share() {
  const box = article.getBoundingClientRect();
  const unseen = innerHeight < box.height ? innerHeight : 0;
  return box.bottom <= innerHeight ? 1 : Math.max(0, Math.min(1, -box.top / (box.height - unseen || 1)));
}

function keepPlace() {
  const body = new URLSearchParams({ item: article.dataset.reading, share: share().toFixed(3) });
  return fetch("/reading/place", { method: "POST", body, keepalive: true }).catch(() => {});
}

function send() {
  const seconds = take();
  if (!seconds) return Promise.resolve();
  const body = new URLSearchParams({ item: article.dataset.reading, seconds });
  return fetch("/reading", { method: "POST", body, keepalive: true }).catch(() => { counted += seconds; });
}

// The page a link leads to shows today's minutes, so the count goes there first, if it goes quickly.
function leave(event) {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || !counted || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  const waited = new Promise((done) => { setTimeout(done, PATIENCE_MS); });
  Promise.race([send(), waited]).then(() => location.assign(link.href));
}

if (article) {
  for (const sign of ["pointermove", "pointerdown", "keydown", "scroll", "touchmove", "wheel"]) {
    addEventListener(sign, () => { moved = performance.now(); }, { passive: true });
  }
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { send(); keepPlace(); }
    else moved = performance.now();
  });
  addEventListener("pagehide", () => { send(); keepPlace(); });
  document.addEventListener("click", leave);
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".answers button")?.form;
    if (form) form.elements.active_s.value = take();
  }, { capture: true });
}
