/* The quote page by keyboard: whatever carries data-key is opened, followed or gone to by its key. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (box && box.type !== "checkbox") {
      if (event.key === "Escape") box.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const thing = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!thing) return;
    event.preventDefault();
    if (thing.matches("summary")) open(thing);
    else if (thing.matches("a, button")) thing.click();
    else thing.focus();
    thing.scrollIntoView({ block: "nearest" });
  });

  /* A folded form is opened, and its first box waits for words; pressed again it folds. */
  function open(summary) {
    const part = summary.parentElement;
    part.open = !part.open;
    const first = part.open ? part.querySelector("select, input:not([type=hidden]), textarea") : null;
    (first ?? summary).focus();
  }
})();
