// What pages do beyond links and forms. Nothing is kept in the browser, and nothing is asked of another server.
"use strict";

document.documentElement.classList.add("scripted");

// A choice that is sent as soon as it is made.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
});

// A gentle hint where an outdated word was typed, once the field is left. It proposes and changes nothing.
document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!field.matches("textarea:not([spellcheck=false])")) return;
  const body = new URLSearchParams({ text: field.value });
  const answer = await fetch("/rules/words/hints", { method: "POST", body, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const label = field.closest("label") ?? field;
  let hints = label.nextElementSibling;
  if (!hints?.matches(".hints")) {
    hints = document.createElement("div");
    hints.className = "hints";
    hints.setAttribute("role", "status");
    label.after(hints);
  }
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  hints.replaceChildren(part.content);
});

// On a narrow page a table's cells stand below each other, each under its column's name. Where a template says it itself, or
// keeps its table, it stays so.
for (const table of document.querySelectorAll("table")) {
  const names = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.tBodies.length > 0 && names.length > 1 ? table.querySelectorAll("tbody tr") : []) {
    for (const [at, cell] of [...row.cells].entries()) {
      if (at > 0 && names[at] && cell.tagName === "TD" && !cell.querySelector(".cell-name")) cell.dataset.column = names[at];
    }
  }
}

// Shortcuts, never while somebody types.
const typing = (element) => element && (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const shortcuts = document.getElementById("shortcuts");
  if (event.key === "?" && shortcuts && !shortcuts.open) {
    event.preventDefault();
    shortcuts.showModal();
  } else if (event.key === "/") {
    const first = [...document.querySelectorAll("nav.rooms a, .menu-small summary")].find((way) => way.offsetParent);
    if (first) {
      event.preventDefault();
      first.focus();
    }
  }
});
