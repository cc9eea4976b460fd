// Keys for a card: space shows the answer, 1 to 4 answer. Time is counted while the card is here.
const MOST_S = 60;
const turn = document.querySelector(".turn");
const began = performance.now();

if (turn) {
  const form = turn.querySelector("form");
  form.addEventListener("submit", () => {
    form.elements.seconds.value = Math.min(MOST_S, Math.round((performance.now() - began) / 1000));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest("input, textarea, select, summary, button, a");
    if (event.key === " " && !turn.open && !onControl) { event.preventDefault(); turn.open = true; }
    else if (turn.open && "1234".includes(event.key)) form.querySelectorAll(".grades button")[event.key - 1]?.click();
  });
}
