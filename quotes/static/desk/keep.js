/* What is typed into a form survives a lost session: it is kept in this browser until the row is
   saved, and offered when the form is opened again. */
(() => {
  "use strict";
  const _ = globalThis.gettext ?? ((words) => words);
  const form = document.querySelector("form[id$=_form]");
  const version = form?.querySelector("[name=edit_version]");
  if (!form || form.method !== "post") return;
  const place = `desk:${location.pathname}:`;
  const key = place + (version?.value ?? "new");
  const skip = new Set(["csrfmiddlewaretoken", "edit_version"]);

  for (const old of Object.keys(localStorage)) {
    if (old.startsWith(place) && old !== key) localStorage.removeItem(old);
  }

  const values = () =>
    [...new FormData(form)].filter(([name, value]) => !skip.has(name) && typeof value === "string");
  const start = JSON.stringify(values());
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && JSON.stringify(kept.values) !== start) offer(kept);

  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const now = values();
      if (JSON.stringify(now) === start) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), values: now }));
    }, 400);
  });

  function offer(draft) {
    const bar = document.createElement("p");
    bar.className = "notice kept";
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang);
    bar.append(
      _("What you typed here on %s was not saved. It is kept in this browser.").replace("%s", when),
      " ",
      button(_("Put it back"), () => put(draft.values)),
      " ",
      button(_("Drop it"), () => {}),
    );
    form.before(bar);

    function button(label, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        localStorage.removeItem(key);
        bar.remove();
      });
      return made;
    }
  }

  function put(pairs) {
    for (const [name, value] of pairs) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else if (!field.multiple) field.value = value;
    }
  }
})();
