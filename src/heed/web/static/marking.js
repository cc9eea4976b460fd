// Words selected in the piece can be marked with one press. Without it: sentences by their number.
const article = document.querySelector("[data-reading]");
const form = document.querySelector("#mark-selected");

function selected() {
  const chosen = getSelection();
  const inside = chosen.rangeCount && article.contains(chosen.getRangeAt(0).commonAncestorContainer);
  return inside ? chosen.toString().trim() : "";
}

if (article && form) {
  document.addEventListener("selectionchange", () => {
    const words = selected();
    if (words) form.elements.quote.value = words;
    if (words || !form.contains(document.activeElement)) form.hidden = !words;
  });
}
