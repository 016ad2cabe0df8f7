/* Who else has this page open. The page says every 20 seconds that it is there, while it is looked
   at, and when it is left. No connection is held. */
(() => {
  "use strict";
  const EVERY = 20000;
  const place = document.querySelector("[data-here]");
  const main = document.getElementById("main") ?? document.getElementById("content");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!place || !main || !token) return;
  const url = place.dataset.here;
  const bar = document.createElement("p");
  bar.className = "company";
  bar.setAttribute("role", "status");
  main.before(bar);

  function form(gone) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token);
    if (gone) data.set("gone", "1");
    return data;
  }

  async function beat() {
    if (document.hidden) return;
    try {
      const answer = await fetch(url, { method: "POST", body: form(false), credentials: "same-origin" });
      if (!answer.ok) return;
      const said = (await answer.json()).say;
      if (said !== bar.textContent) bar.textContent = said;
    } catch {
      bar.textContent = "";
    }
  }

  addEventListener("pagehide", () => navigator.sendBeacon(url, form(true)));
  document.addEventListener("visibilitychange", beat);
  setInterval(beat, EVERY);
  beat();
})();
