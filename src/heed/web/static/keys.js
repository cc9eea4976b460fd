// Keys: j and k walk the pieces, 1-4 or n h a m answer at the end of a story, s puts a piece by, / goes to search.
const ANSWERS = { 1: "none", 2: "half", 3: "all", 4: "more", n: "none", h: "half", a: "all", m: "more" };

function walk(step) {
  const links = [...document.querySelectorAll(".piece h3 a, .rows h3 a")];
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "/") { event.preventDefault(); location.assign("/search"); }
  else if (key === "s") document.querySelector("[data-key=s]")?.click();
  else if (ANSWERS[key]) document.querySelector(`.answers [value="${ANSWERS[key]}"]`)?.click();
});
