/* The embed section of a page: choices change the snippets and the preview; buttons copy. The
   section says everything without this script. */
(function () {
  "use strict";
  var section = document.querySelector("[data-embed]");
  if (!section) return;
  var preview = section.querySelector("[data-preview]");
  var choices = section.querySelector("[data-choices]");
  var snippets = section.querySelectorAll("[data-snippet]");
  var card = preview.getAttribute("src");
  var address = new URL(card);
  var path = address.pathname;
  var shown = path + address.search;
  var originals = Array.prototype.map.call(snippets, function (snippet) {
    return snippet.textContent;
  });

  function chosen() {
    var version = section.querySelector("[data-version]");
    var params = new URLSearchParams();
    section.querySelectorAll("[data-param]").forEach(function (choice) {
      if (choice.value) params.set(choice.dataset.param, choice.value);
    });
    var query = params.toString();
    return path + (version ? version.value : "") + (query ? "?" + query : "");
  }

  function show() {
    var wanted = chosen();
    preview.src = new URL(wanted, card).href;
    snippets.forEach(function (snippet, number) {
      snippet.textContent = originals[number].split(shown + '"').join(wanted.replace(/&/g, "&amp;") + '"');
    });
  }

  section.querySelectorAll("[data-param]").forEach(function (choice) {
    choice.value = address.searchParams.get(choice.dataset.param) || "";
  });
  choices.hidden = false;
  choices.addEventListener("change", show);
  window.addEventListener("message", function (event) {
    var height = event.data && event.data.type === "quotetrack" && Number(event.data.height);
    if (event.source === preview.contentWindow && height >= 50) {
      preview.height = Math.min(height, 4000);
    }
  });
  if (!navigator.clipboard) return;
  section.querySelectorAll("[data-copy]").forEach(function (button) {
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.previousElementSibling.textContent).then(function () {
        button.textContent = button.dataset.copied;
        setTimeout(function () {
          button.textContent = label;
        }, 2000);
      });
    });
  });
})();
