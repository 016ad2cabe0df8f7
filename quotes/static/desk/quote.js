/* The quote page by keyboard: whatever carries data-key is opened, followed or gone to by its key.
   A box with data-names offers, while one types, the names it may mean. */
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

  let pause;
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.dataset.names || box.value.trim().length < 2) return;
    clearTimeout(pause);
    pause = setTimeout(() => offer(box), 150);
  });

  async function offer(box) {
    const url = `${box.dataset.names}?${new URLSearchParams({ q: box.value })}`;
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return; // the box takes what is typed all the same
    const { names } = await answer.json();
    box.list.replaceChildren(...names.map((name) => new Option(name, name)));
  }
})();
