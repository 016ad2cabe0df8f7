/* What is typed into any form of the desk survives a lost session, a refusal and a closed window:
   it is kept in this browser, for this person, until the desk has taken it, and offered when the
   form is opened again. */
(() => {
  "use strict";
  const _ = globalThis.gettext ?? ((words) => words);
  const SENT = "desk:sent";
  const REFUSED = "[data-refused], .errornote, .errorlist, .messages .error, .messagelist .error, .notice.grave";
  const SKIP = new Set(["csrfmiddlewaretoken", "edit_version", "seen", "then", "snapshot", "order"]);
  const person = document.querySelector("[data-person]")?.dataset.person;
  if (!person) {
    sessionStorage.removeItem(SENT); // the log-in page: what was sent has not arrived
    return;
  }
  const place = `desk:${person}:`;
  const starts = new WeakMap();
  const waiting = new Map();

  const keyOf = (form) => {
    const path = new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
    const name = form.id || [...form.elements].find((one) => one.name && !SKIP.has(one.name))?.name;
    return `${place}${path}:${name ?? ""}`;
  };
  const pathOf = (key) => key.slice(0, key.lastIndexOf(":") + 1);
  const values = (form) =>
    [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
  const counts = (form) =>
    form.method === "post" &&
    form.id !== "changelist-form" &&
    !form.querySelector("[type=password]") &&
    form.querySelector("textarea, select, input:not([type=hidden]):not([type=file])");

  const refused = forgetWhatArrived();
  for (const form of document.querySelectorAll("form")) {
    if (!counts(form)) continue;
    starts.set(form, values(form));
    const kept = read(keyOf(form));
    if (!kept || changed(kept).every(([name, value]) => has(form, name, value))) continue;
    unfold(form);
    if (refused.includes(keyOf(form))) put(form, kept);
    else offer(form, kept);
  }

  document.addEventListener("focusin", (event) => {
    const form = event.target.form;
    if (form && counts(form) && !starts.has(form)) starts.set(form, values(form));
  });
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.form;
      if (!form || !starts.has(form)) return;
      clearTimeout(waiting.get(form));
      waiting.set(form, setTimeout(() => keep(form), 250));
    });
  }
  addEventListener("pagehide", () => {
    for (const form of waiting.keys()) keep(form);
  });
  document.addEventListener("submit", (event) => {
    if (!starts.has(event.target)) return;
    keep(event.target);
    const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
    sessionStorage.setItem(SENT, JSON.stringify([...sent, keyOf(event.target)]));
  }, true);

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  function keep(form) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    if (!form.isConnected) return;
    const now = { at: new Date().toISOString(), start: starts.get(form), values: values(form) };
    try {
      if (JSON.stringify(now.start) === JSON.stringify(now.values)) localStorage.removeItem(keyOf(form));
      else localStorage.setItem(keyOf(form), JSON.stringify(now));
    } catch {
      /* no room: the form itself still holds it */
    }
  }

  /* What was sent and not refused is the desk's now; the keys of the forms that were refused. */
  function forgetWhatArrived() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
    sessionStorage.removeItem(SENT);
    if (document.querySelector(REFUSED)) return sent;
    const paths = sent.map(pathOf);
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(place) && paths.includes(pathOf(key))) localStorage.removeItem(key);
    }
    return [];
  }

  function unfold(form) {
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
  }

  /* The boxes that the person changed: names and what was typed. */
  function changed(draft) {
    const before = new Set((draft.start ?? []).map((pair) => JSON.stringify(pair)));
    return (draft.values ?? []).filter((pair) => !before.has(JSON.stringify(pair)));
  }

  function has(form, name, value) {
    return values(form).some(([one, other]) => one === name && other === value);
  }

  function offer(form, draft) {
    const bar = document.createElement("p");
    bar.className = "notice kept";
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang);
    bar.append(
      _("What you typed here on %s was not saved. It is kept in this browser.").replace("%s", when),
      " ",
      button(_("Put it back"), () => put(form, draft)),
      " ",
      button(_("Drop it"), () => localStorage.removeItem(keyOf(form))),
    );
    form.before(bar);

    function button(label, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        bar.remove();
      });
      return made;
    }
  }

  /* Only what the person changed goes back: what others changed meanwhile stays theirs. */
  function put(form, draft) {
    for (const [name, value] of changed(draft)) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field instanceof RadioNodeList && field.value !== undefined) {
        for (const one of field) if (one.value === value) one.checked = true;
      } else if (field.type === "checkbox") field.checked = true;
      else if (field.multiple) {
        for (const one of field.options) if (one.value === value) one.selected = true;
      } else field.value = value;
    }
    keep(form);
  }
})();
