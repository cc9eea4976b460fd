// Honest time: a second counts only while the page is visible and the reader moved within 30 s.
// What is counted goes to /reading when the page is left, or along with the answer.
const IDLE_MS = 30_000;
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

function send() {
  const seconds = take();
  if (!seconds) return;
  const body = new URLSearchParams({ item: article.dataset.reading, seconds });
  fetch("/reading", { method: "POST", body, keepalive: true }).catch(() => { counted += seconds; });
}

if (article) {
  for (const sign of ["pointermove", "pointerdown", "keydown", "scroll", "touchmove", "wheel"]) {
    addEventListener(sign, () => { moved = performance.now(); }, { passive: true });
  }
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
    else moved = performance.now();
  });
  addEventListener("pagehide", send);
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".answers button")?.form;
    if (form) form.elements.active_s.value = take();
  }, { capture: true });
}
