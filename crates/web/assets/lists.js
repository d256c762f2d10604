// A list's file is sent with the form, as it is, where somebody chose one. Without script its place beneath an intake folder is typed.
"use strict";

const form = document.querySelector("form[data-upload]");
const file = form?.querySelector("input[type=file]");
if (file) {
  const path = form.elements.namedItem("path");
  const said = form.querySelector("[data-said]");
  form.querySelectorAll("[data-only-with-script]").forEach((element) => { element.hidden = false; });
  const choose = () => { path.disabled = file.files.length > 0; };
  file.addEventListener("change", choose);
  choose();
  form.addEventListener("submit", async (event) => {
    if (file.files.length === 0) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    said.textContent = form.dataset.sending;
    try {
      const headers = { "content-type": "application/octet-stream" };
      const terms = new URLSearchParams(new FormData(form));
      const answer = await fetch(`${form.dataset.upload}?${terms}`, { method: "POST", body: file.files[0], headers, cache: "no-store" });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      // The page with what was refused: its sentence is said here, where the file is still chosen.
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      said.textContent = page.querySelector("[role=alert]")?.textContent ?? form.dataset.failed;
    } catch {
      said.textContent = form.dataset.failed;
    }
    button.disabled = false;
  });
}
