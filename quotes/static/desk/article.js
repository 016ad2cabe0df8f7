/* The article desk by keyboard. The page works without this file: every act is a plain form.
   With it, acts are sent in order, rows are replaced in place, and the text follows. */
(() => {
  "use strict";
  const _ = globalThis.gettext ?? ((words) => words);

  const UNDECIDED = ["ready", "unsure", "term", "marked"];
  const NEEDS_PANEL = new Set(["s", "m", "t", "o", "w", "e", "1", "2", "3"]);
  const main = document.getElementById("main");
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const desk = () => document.getElementById("desk");
  const item = (id) => all("#list > li[data-row]").find((li) => li.dataset.row === id);
  const open = () => find("#list .open");

  let current = open()?.dataset.panel ?? "";
  let line = Promise.resolve(); // acts run one after the other
  let picked = []; // stretches selected in the text
  const done = []; // what `u` takes back, newest last
  const ahead = new Map(); // panels fetched before they are asked for

  /* Talking to the desk */
  async function ask(url, options = {}, again = true) {
    const answer = await fetch(url, {
      ...options,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      if (again && options.body && (await renew(options.body))) return ask(url, options, false);
      throw new Error(_("The desk did not answer. Log in again in another tab; what you decided before is kept."));
    }
    const body = await answer.json();
    return { ok: answer.ok, status: answer.status, ...body };
  }

  /* Whoever logged in anew in another tab goes on here: the page's token is brought up to date. */
  async function renew(data) {
    const page = await fetch(location.href, { credentials: "same-origin" });
    if (!page.ok || new URL(page.url).pathname !== location.pathname) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = find("input[name=csrfmiddlewaretoken]", fresh)?.value;
    if (!token) return false;
    for (const box of all("input[name=csrfmiddlewaretoken]")) box.value = token;
    data.set("csrfmiddlewaretoken", token);
    return true;
  }

  /* Fields that are a function are read when it is their turn: versions as they stand by then. */
  function send(url, fields) {
    const then = current;
    ahead.clear();
    const sent = line
      .then(() => ask(url, { method: "POST", body: bodyOf(fields, then) }))
      .then(take, failed);
    line = sent.then(() => undefined);
    return sent;
  }

  function bodyOf(given, then) {
    const fields = typeof given === "function" ? given() : given;
    const data = fields instanceof FormData ? fields : new FormData();
    if (!(fields instanceof FormData)) {
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
    }
    data.set("csrfmiddlewaretoken", find("input[name=csrfmiddlewaretoken]").value);
    data.set("snapshot", desk().dataset.snapshot);
    data.set("order", desk().dataset.order);
    data.delete("onward");
    if (then) data.set("then", then);
    return data;
  }

  function failed(error) {
    say(error.message || _("The desk cannot be reached. Nothing was changed; try again."), "error");
    return { ok: false };
  }

  function take(answer) {
    if (answer.main) main.innerHTML = answer.main;
    if (answer.say) say(answer.say, answer.ok ? "success" : "error");
    if (answer.main) {
      current = answer.at;
      drop();
      show(current);
      return answer;
    }
    for (const [id, row] of Object.entries(answer.rows ?? {})) put(id, row);
    if (answer.head) document.getElementById("acts").innerHTML = answer.head;
    if (answer.counts) document.getElementById("h-list").textContent = answer.counts;
    if (answer.panel && answer.panel.id === current) place(answer.panel);
    if (answer.asks === "speaker") find("[data-speaker] input[name=speaker_name]")?.focus();
    return answer;
  }

  function say(words, kind = "success") {
    const list = document.createElement("ul");
    const entry = document.createElement("li");
    list.className = "messages";
    entry.className = kind;
    entry.textContent = words;
    list.append(entry);
    document.getElementById("said").replaceChildren(list);
  }

  /* Rows, the open row, and the text */
  function put(id, row) {
    const li = item(id);
    if (!li) return;
    const panel = find(".open", li);
    if (panel) find("template", panel).innerHTML = row.html;
    else li.innerHTML = row.html;
    for (const stretch of all(`#source [data-candidate="${CSS.escape(id)}"]`)) {
      stretch.dataset.decision = row.decision;
      stretch.className = row.look + (id === current ? " is-now" : "");
    }
  }

  function place(panel) {
    const li = item(panel.id);
    if (!li) return;
    const focused = li.contains(document.activeElement) ? document.activeElement.id : "";
    li.innerHTML = panel.html;
    if (focused) document.getElementById(focused)?.focus();
  }

  function close() {
    const panel = open();
    if (!panel) return;
    const own = find("template", panel);
    panel.closest("li").innerHTML = own ? own.innerHTML : "";
  }

  let opening = Promise.resolve();

  function select(id) {
    opening = opened(id);
    return opening;
  }

  async function opened(id) {
    if (!id || !item(id)) return;
    if (id === current && open()) return show(id);
    close();
    current = id;
    for (const stretch of all("#source .is-now")) {
      stretch.classList.remove("is-now");
      stretch.removeAttribute("aria-current");
    }
    for (const stretch of all(`#source [data-candidate="${CSS.escape(id)}"]`)) {
      stretch.classList.add("is-now");
    }
    find("a.row", item(id))?.setAttribute("aria-current", "true");
    const query = new URLSearchParams(location.search);
    query.set("at", id);
    history.replaceState(null, "", `?${query}`);
    show(id);
    try {
      const answer = ahead.get(id) ?? (await line.then(() => ask(panelOf(id))));
      if (current === id && answer.panel) {
        place(answer.panel);
        show(id);
        if (find(".unseen", item(id)) || open()?.dataset.unseen) look(id);
        fetchAhead(id);
      }
    } catch (error) {
      failed(error);
    }
  }

  const panelOf = (id) => `${desk().dataset.candidates}${id}/?order=${desk().dataset.order}`;

  function fetchAhead(id) {
    const after = neighbour(id, 1);
    if (!after || ahead.has(after)) return;
    line.then(() => ask(panelOf(after))).then((answer) => ahead.set(after, answer), () => {});
  }

  const wide = matchMedia("(min-width: 64rem)");

  function show(id) {
    item(id)?.scrollIntoView({ block: "nearest" });
    if (wide.matches) find("#source .is-now")?.scrollIntoView({ block: "nearest" });
  }

  function ids() {
    return all("#list > li[data-row]").map((li) => li.dataset.row);
  }

  function neighbour(id, step) {
    const known = ids();
    return known[known.indexOf(id) + step];
  }

  function stateOf(id) {
    return find("[data-state]", item(id))?.dataset.state ?? "";
  }

  function versionOf(id) {
    return find("[data-version]", item(id))?.dataset.version ?? "";
  }

  function quoteVersionOf(id) {
    return find("[data-quote-version]", item(id))?.dataset.quoteVersion ?? "";
  }

  /* What an act about several rows was made for: the version of each, as it stands on the page. */
  function versions(of) {
    return Object.fromEntries(ids().map((id) => [`version-${id}`, of(id)]).filter((one) => one[1]));
  }

  const undecided = (id) => UNDECIDED.includes(stateOf(id));

  function onward() {
    const known = ids();
    const at = known.indexOf(current);
    const next = [...known.slice(at + 1), ...known.slice(0, at)].find(undecided);
    if (next) select(next);
    else say(_("All suggestions of this text are decided."));
  }

  /* Acts */
  const urlOf = (id, act) => `${desk().dataset.candidates}${id}/${act}/`;

  function fieldsOf(id) {
    const form = find(".open form[data-decide]", item(id));
    const data = form ? new FormData(form) : new FormData();
    data.set("edit_version", versionOf(id));
    return data;
  }

  async function decide(act) {
    const id = current;
    if (!id) return;
    if (act === "reject" && stateOf(id) !== "rejected" && !undecided(id)) {
      return say(_("It is decided. Undo that first."));
    }
    if (!undecided(id)) return onward();
    item(id).firstElementChild?.classList.add("is-waiting");
    const answer = await send(urlOf(id, act), fieldsOf(id));
    item(id)?.firstElementChild?.classList.remove("is-waiting");
    if (answer.ok) done.push([id]);
  }

  async function undo() {
    const last = done.pop();
    if (!last) {
      await send(`${desk().dataset.acts}undo/`, () => versions(versionOf));
      return;
    }
    for (const id of last) {
      await select(id);
      await send(urlOf(id, "undo"), { edit_version: versionOf(id) });
    }
  }

  async function acceptReady() {
    const before = new Set(ids().filter(undecided));
    const answer = await send(`${desk().dataset.acts}accept-ready/`, () => versions(versionOf));
    const taken = Object.keys(answer.rows ?? {}).filter((id) => before.has(id) && !undecided(id));
    if (taken.length) done.push(taken);
    if (taken.length && taken.includes(current)) look(current);
  }

  function publish() {
    if (undecided(current)) return say(_("Accept it first: a suggestion is never published."), "error");
    send(urlOf(current, "publish"), {
      edit_version: versionOf(current),
      other_version: quoteVersionOf(current),
    });
  }

  function look(id) {
    send(urlOf(id, "look"), {});
  }

  /* Where the words begin and end */
  function nudge(edge, by) {
    if (!undecided(current)) return say(_("It is decided. Undo that first."));
    send(urlOf(current, "stretch"), { edit_version: versionOf(current), edge, by });
  }

  function reshape() {
    if (!picked.length) return say(_("Select the words in the text first."));
    const spans = JSON.stringify(picked.map((one) => [one.start, one.end]));
    send(urlOf(current, "stretch"), { edit_version: versionOf(current), spans });
  }

  /* The look-alike that m has led to, else the first */
  function alike(act) {
    const here = document.activeElement?.closest(".open [data-alike]") ?? find(".open [data-alike]");
    if (here) find(`button[data-act="${act}"]`, here)?.click();
  }

  /* The button of the next look-alike; after the last comes the first again */
  function nextAlike() {
    const blocks = all(".open [data-alike]").filter((one) => find("button", one));
    const at = blocks.indexOf(document.activeElement?.closest("[data-alike]"));
    return blocks.length ? find("button", blocks[(at + 1) % blocks.length]) : null;
  }

  const keys = {
    j: () => select(neighbour(current, 1) ?? current),
    k: () => select(neighbour(current, -1) ?? current),
    ArrowDown: () => keys.j(),
    ArrowUp: () => keys.k(),
    a: () => decide("accept"),
    r: () => decide("reject"),
    e: () => edit(),
    s: () => {
      const box = find(".open [data-speaker] input[name=speaker_name]");
      if (!box) return say(_("The speaker of a published quote is corrected on its page."), "error");
      box.focus();
      box.select();
    },
    m: () => {
      const next = nextAlike();
      if (next) return next.focus();
      const seek = find(".open details.seek");
      if (!seek) return say(_("It is decided. Undo that first."));
      seek.open = true;
      find("input[name=seek]", seek).focus();
    },
    t: () => find(".open [data-topic] input[name=topics]")?.select(),
    o: () => {
      const details = find(".open details.occasion");
      if (!details) return;
      details.open = !details.open;
      if (details.open) find("button, select", details)?.focus();
    },
    v: () => begin(false),
    V: () => begin(true),
    "[": () => nudge("start", "out"),
    "]": () => nudge("start", "in"),
    "{": () => nudge("end", "in"),
    "}": () => nudge("end", "out"),
    b: () => reshape(),
    w: () => {
      const why = find(".open details.why");
      if (why) why.open = !why.open;
      else say(_("Nothing is recorded about why."));
    },
    p: () => publish(),
    P: () => send(`${desk().dataset.acts}publish/`, () => versions(quoteVersionOf)),
    u: () => undo(),
    A: () => acceptReady(),
    1: () => alike("same"),
    2: () => alike("again"),
    3: () => alike("unrelated"),
    "?": () => document.getElementById("all-keys").showModal(),
    Enter: () => picked.length && keep(),
    Escape: () => drop(),
  };

  function edit() {
    const details = find(".open details.edit");
    if (!details) {
      const link = find('.open a[data-act="edit"]');
      if (link) location.assign(link.href);
      return;
    }
    details.open = !details.open;
    if (details.open) find("select", details)?.focus();
  }

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("input, textarea, select");
    if (box) return inBox(event, box);
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const choice = event.target.closest?.(".choice");
    if (choice && ["ArrowDown", "ArrowUp"].includes(event.key)) return step(event, choice);
    if (event.key === "Enter" && (!picked.length || event.target.closest?.("a, button, summary"))) return;
    if (span && ["ArrowLeft", "ArrowRight"].includes(event.key)) return stepWord(event);
    const act = keys[event.key];
    if (!act || !desk()) return;
    event.preventDefault();
    if (NEEDS_PANEL.has(event.key) && !open()) opening.then(act);
    else act();
  });

  /* Inside a box: Escape leaves it; the speaker's box opens its list */
  function inBox(event, box) {
    if (event.key === "Escape") {
      event.preventDefault();
      box.blur();
      return;
    }
    const form = box.closest("[data-speaker]");
    if (!form) return;
    const first = find(".choice:not(.new)", form);
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const fresh = find("button[name=create]", form);
      if (event.ctrlKey || event.metaKey) form.requestSubmit(fresh);
      else if (box.dataset.typed && first) form.requestSubmit(first);
      else form.requestSubmit();
    }
  }

  document.addEventListener("focusin", async (event) => {
    const list = document.getElementById("topics");
    if (event.target.name !== "topics" || !list || list.options.length) return;
    try {
      const answer = await ask(desk().dataset.topics);
      for (const name of answer.names) list.append(new Option(name, name));
    } catch (error) {
      failed(error);
    }
  });

  function step(event, choice) {
    event.preventDefault();
    const choices = all(".choice", choice.closest("[data-choices]"));
    const to = choices[choices.indexOf(choice) + (event.key === "ArrowDown" ? 1 : -1)];
    (to ?? find("input[name=speaker_name]", choice.closest("form"))).focus();
  }

  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-speaker]");
    if (!form || event.target.name !== "speaker_name") return;
    event.target.dataset.typed = "1";
    clearTimeout(pause);
    pause = setTimeout(async () => {
      try {
        const query = new URLSearchParams({ q: event.target.value });
        const answer = await ask(`${desk().dataset.speakers}?${query}`);
        find("[data-choices]", form).innerHTML = answer.html;
        find(".choice", form)?.classList.add("is-first");
      } catch (error) {
        failed(error);
      }
    }, 120);
  });

  /* Plain forms of this page, sent without a page load */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method === "dialog" || !form.closest("#desk, #acts")) return;
    event.preventDefault();
    if ("seek" in form.dataset) return seek(form);
    const batch = form.dataset.batch;
    if (batch === "accept-ready") return acceptReady();
    if (batch === "undo") return undo();
    const button = event.submitter;
    const url = button?.getAttribute("formaction") || form.getAttribute("action");
    const act = url.split("/").at(-2);
    if (act === "undo") {
      done.splice(0, done.length, ...done.filter((entry) => !entry.includes(current)));
    }
    const data = new FormData(form, button?.name ? button : undefined);
    if (button?.dataset.edge) return nudge(button.dataset.edge, button.dataset.by);
    const id = current;
    if (data.has("edit_version")) data.set("edit_version", versionOf(id));
    const answer = await send(url, data);
    if (answer.ok && ["accept", "reject", "same", "again"].includes(act)) done.push([id]);
  });

  async function seek(form) {
    const words = find("input[name=seek]", form).value;
    try {
      const answer = await ask(`${panelOf(current)}&${new URLSearchParams({ seek: words })}`);
      if (answer.panel?.id === current) place(answer.panel);
      (find(".open .seek ~ [data-alike] button") ?? find(".open input[name=seek]"))?.focus();
    } catch (error) {
      failed(error);
    }
  }

  document.addEventListener("click", (event) => {
    if (event.shiftKey && event.target.closest("#source")) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const row = event.target.closest("#list a.row[data-version]");
    const stretch = event.target.closest("#source [data-candidate]");
    if (!row && !stretch) return;
    if (stretch && String(getSelection())) return event.preventDefault();
    event.preventDefault();
    select(row ? row.closest("li").dataset.row : stretch.dataset.candidate);
  });

  /* Marking what was missed: selected words of the text, several parts with Shift */
  const length = (text) => [...text].length;

  function offset(node, at) {
    const paragraph = (node.nodeType === 1 ? node : node.parentElement).closest("p[data-start]");
    if (!paragraph) return null;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, at);
    return Number(paragraph.dataset.start) + length(range.toString());
  }

  function selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!document.getElementById("source").contains(range.commonAncestorContainer)) return null;
    let words = chosen.toString();
    let start = offset(range.startContainer, range.startOffset);
    let end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    start += length(words) - length(words.trimStart());
    end -= length(words) - length(words.trimEnd());
    words = words.trim();
    if (/^[“„"«‘「].*[”“"»’」]$/su.test(words)) {
      start += 1;
      end -= 1;
      words = words.slice(1, -1);
    }
    return end > start ? { start, end, words, range: range.cloneRange() } : null;
  }

  /* With Shift another part begins, where the browser would stretch the last one; and inside a
     highlighted stretch, which is a link, it would carry the link away. So both are done here. */
  let from = null;
  document.addEventListener("mousedown", (event) => {
    if (event.button || !desk() || !event.target.closest("#source")) return;
    if (!event.shiftKey && !event.target.closest("a")) return;
    from = caret(event);
    if (!from) return;
    event.preventDefault();
    document.activeElement?.blur();
    getSelection().removeAllRanges();
  });
  document.addEventListener("mousemove", (event) => {
    const to = from && caret(event);
    if (to) getSelection().setBaseAndExtent(from.node, from.at, to.node, to.at);
  });
  document.addEventListener("mouseup", () => {
    from = null;
  });

  function caret(event) {
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (place) return { node: place.offsetNode, at: place.offset };
    const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    return range ? { node: range.startContainer, at: range.startOffset } : null;
  }

  document.addEventListener("mouseup", (event) => {
    if (!desk() || !event.target.closest("#text-pane")) return;
    setTimeout(() => pick(event.shiftKey), 0);
  });
  document.addEventListener("keyup", (event) => {
    if (!span && event.shiftKey && event.key.startsWith("Arrow")) pick(false);
  });

  function pick(more) {
    const part = selected();
    if (!part || !document.getElementById("mark")) return;
    span = null;
    picked = more ? [...picked.filter((one) => one.end <= part.start || one.start >= part.end), part] : [part];
    picked.sort((one, other) => one.start - other.start);
    bar();
  }

  /* By keyboard: v takes the word after the open stretch, V another part; arrows go on by a word,
     with Shift they widen. */
  let span = null; // first and last word, and the parts that were picked before it

  function words() {
    const found = [];
    const walk = document.createTreeWalker(document.getElementById("source"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      for (const one of walk.currentNode.data.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu)) {
        found.push({ node: walk.currentNode, start: one.index, end: one.index + one[0].length });
      }
    }
    return found;
  }

  function begin(more) {
    const known_ = words();
    const last = more && picked.length ? picked.at(-1).range.endContainer : all("#source .is-now").at(-1);
    const after = last
      ? known_.findIndex((one) => last.compareDocumentPosition(one.node) & Node.DOCUMENT_POSITION_FOLLOWING && !last.contains(one.node))
      : 0;
    const at = more && span ? Math.min(span.last + 1, known_.length - 1) : Math.max(after, 0);
    span = { first: at, last: at, before: more ? [...picked] : [], all: known_ };
    choose();
  }

  function choose() {
    const [one, other] = [span.all[span.first], span.all[span.last]];
    if (!one) return;
    getSelection().setBaseAndExtent(one.node, one.start, other.node, other.end);
    one.node.parentElement.scrollIntoView({ block: "nearest" });
    picked = span.before;
    const { before, first, last, all: known } = span;
    pick(before.length > 0);
    span = { before, first, last, all: known };
  }

  function stepWord(event) {
    const by = event.key === "ArrowRight" ? 1 : -1;
    const last = Math.min(Math.max(span.last + by, 0), span.all.length - 1);
    if (event.shiftKey) span.last = Math.max(last, span.first);
    else span.first = span.last = last;
    event.preventDefault();
    choose();
  }

  function bar() {
    let strip = find(".chosen");
    if (!strip) {
      strip = document.createElement("div");
      strip.className = "chosen acts";
      strip.setAttribute("role", "status");
      document.getElementById("text-pane").append(strip);
    }
    const words = document.createElement("span");
    words.textContent = `“${picked.map((one) => one.words).join(" … ").slice(0, 120)}”`;
    strip.replaceChildren(words, button(_("Mark as a quote"), "Enter", keep), button(_("Words of the open one"), "b", reshape), button(_("Drop"), "Esc", drop));
    strip.hidden = false;
    paint();
  }

  /* All parts that are picked stay marked in the text, not only the last one. */
  function paint() {
    if (!("highlights" in CSS)) return;
    CSS.highlights.set("picked", new Highlight(...picked.map((one) => one.range)));
  }

  function button(label, key, act) {
    const made = document.createElement("button");
    const hint = document.createElement("kbd");
    made.type = "button";
    hint.textContent = key;
    made.append(label, " ", hint);
    made.addEventListener("click", act);
    return made;
  }

  function keep() {
    const spans = JSON.stringify(picked.map((one) => [one.start, one.end]));
    send(`${desk().dataset.acts}mark/`, { spans });
  }

  function drop() {
    picked = [];
    span = null;
    paint();
    find(".chosen")?.remove();
    getSelection()?.removeAllRanges();
  }

  if (current) {
    if (wide.matches) show(current);
    fetchAhead(current);
    if (open()?.dataset.unseen) look(current);
  }
})();
