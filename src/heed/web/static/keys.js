// Keys, as the help page lists them. j and k walk the pieces, 1-4 or n h a m answer at the end of one,
// g and a letter go to a page, and whatever carries data-key is pressed by its letter.
const ANSWERS = { 1: "none", 2: "half", 3: "all", 4: "more", n: "none", h: "half", a: "all", m: "more" };
const PLACES = { t: "/", l: "/left-out", n: "/newest", s: "/sources", r: "/rules", f: "/search", a: "/ask", e: "/ledger", y: "/you", m: "/team" };
const AT_ONCE = { "/": "/search", "?": "/help" };
let going = false;

function walk(step) {
  const links = [...document.querySelectorAll(".piece h3 a, .rows h3 a")];
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

function press(key) {
  const answer = ANSWERS[key] && document.querySelector(`.answers [value="${ANSWERS[key]}"]`);
  (answer ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`))?.click();
}

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const place = going ? PLACES[key] : AT_ONCE[key];
  const went = going;
  going = !going && key === "g";
  if (place) { event.preventDefault(); location.assign(place); }
  else if (went || going) return;
  else if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "o") document.activeElement?.closest("a")?.click();
  else press(key);
});
