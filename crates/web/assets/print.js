// A button that prints the page. Without script, the browser's own way does.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
