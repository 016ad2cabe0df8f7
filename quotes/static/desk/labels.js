/* Names for what Django's lists and forms leave without one: boxes that open a list, empty heads
   of tables. Screen readers and voice control need them. */
(() => {
  "use strict";
  const _ = globalThis.gettext ?? ((words) => words);

  function labelOf(select) {
    return (
      select.getAttribute("aria-label") ||
      document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.replace(/:\s*$/, "") ||
      select.name
    );
  }

  function name() {
    for (const box of document.querySelectorAll(".select2-container")) {
      const select = box.previousElementSibling;
      if (!select?.matches("select")) continue;
      const label = labelOf(select);
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", label);
      }
      box.querySelector("ul.select2-selection__rendered")?.setAttribute("role", "group");
    }
    for (const item of document.querySelectorAll("ul.select2-selection__rendered > li")) {
      item.setAttribute("role", "none");
    }
    for (const link of document.querySelectorAll("#changelist-filter a:empty")) {
      link.textContent = _("not recorded");
    }
    for (const box of document.querySelectorAll("input.vDateField, input.vTimeField")) {
      const named = box.closest(".form-row, td")?.querySelector("label, legend")?.textContent;
      const day = box.classList.contains("vDateField") ? _("day") : _("time");
      if (!box.labels?.length) box.setAttribute("aria-label", `${named ?? ""} ${day}`.trim());
    }
    document.getElementById("searchbar")?.setAttribute("aria-label", _("Search"));
    for (const head of document.querySelectorAll("th:empty")) {
      const words = document.createElement("span");
      words.className = "vh";
      words.textContent = head.classList.contains("original") ? _("Row") : _("Remove");
      head.append(words);
    }
  }

  addEventListener("load", () => setTimeout(name, 0));
  document.addEventListener("formset:added", () => setTimeout(name, 0));
})();
