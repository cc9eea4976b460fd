// Pointing at a piece lights up its stretch of the budget. Nothing is lost without it.
const bar = document.querySelector(".bar");

function point(piece) {
  bar.classList.toggle("pointing", Boolean(piece));
  for (const part of bar.querySelectorAll(".part")) {
    part.classList.toggle("here", part.dataset.part === piece?.dataset.piece);
  }
}

if (bar) {
  for (const piece of document.querySelectorAll("[data-piece]")) {
    piece.addEventListener("pointerenter", () => point(piece));
    piece.addEventListener("pointerleave", () => point(null));
    piece.addEventListener("focusin", () => point(piece));
    piece.addEventListener("focusout", () => point(null));
  }
}
