/* The box for an article: Ctrl+Enter sends it, and long work says so. */
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-long-work]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.addEventListener("submit", () => {
      const button = form.querySelector("button");
      button.textContent = form.dataset.longWork;
      button.setAttribute("aria-busy", "true");
    });
  }
})();
