// What pages do beyond links and forms. Nothing is kept in the browser, and nothing is asked of another server.
"use strict";

document.documentElement.classList.add("scripted");

// A choice that is sent as soon as it is made.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
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
