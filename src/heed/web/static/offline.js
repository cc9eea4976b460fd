// Asks the keeper to hold today's edition and to send what waited; says where an answer has to wait.
async function ask() {
  await navigator.serviceWorker.register("/keeper.js");
  const ready = await navigator.serviceWorker.ready;
  const pieces = [...document.querySelectorAll(".piece h3 a")].map((one) => one.href);
  ready.active.postMessage({ edition: pieces.length ? [location.href.split("#")[0], ...pieces] : null });
}

// A private window may forbid it; heed reads as well without.
if ("serviceWorker" in navigator) ask().catch(() => {});
addEventListener("online", () => ask().catch(() => {}));

document.body.addEventListener("heed-waits", () => {
  document.querySelector("#verdict .waits")?.removeAttribute("hidden");
});
