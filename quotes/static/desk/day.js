/* One box ticks all. A changed choice has to be shown again before it can be undone. */
(() => {
  "use strict";
  const all = document.querySelector("[data-all]");
  const boxes = () => [...document.querySelectorAll(`[name="${all.dataset.all}"]`)];
  const undo = document.querySelector("button[value=undo]");
  if (!all) return;

  function stale() {
    if (undo) undo.disabled = true;
  }

  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    stale();
  });
  for (const box of boxes()) box.addEventListener("change", stale);
})();
