/* A long import goes on in turns of two seconds while the page is open; pausing loses nothing. */
(() => {
  "use strict";
  const form = document.querySelector("[data-import]");
  const button = form?.querySelector("button[value=on]");
  const bar = document.getElementById("progress");
  const label = document.querySelector("label[for=progress]");
  if (!button) return;
  let working = false;

  async function turn() {
    const data = new FormData(form);
    data.set("do", "on");
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!answer.ok || answer.redirected) throw new Error("stopped");
    return answer.json();
  }

  async function work() {
    working = true;
    button.textContent = button.dataset.pause;
    while (working) {
      let told;
      try {
        told = await turn();
      } catch {
        break;
      }
      bar.value = told.done;
      label.textContent = label.textContent.replace(/\d+/, told.done);
      if (told.done >= told.total) break;
    }
    location.reload();
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter !== button) return;
    event.preventDefault();
    if (working) working = false;
    else work();
  });
  if (!("going" in form.dataset) && bar.value === 0) work();
})();
