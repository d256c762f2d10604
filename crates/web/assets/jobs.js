// A job's page brings itself up to date. What an event brings was drawn and escaped by this server; without script a link does it.
"use strict";

const box = document.querySelector("[data-events]");
if (box && "EventSource" in window) {
  document.querySelectorAll("[data-only-with-script]").forEach((element) => { element.hidden = false; });
  const events = new EventSource(box.dataset.events);
  const take = (event) => {
    box.innerHTML = event.data;
    const state = box.querySelector("[data-state]");
    if (state && !["waiting", "running"].includes(state.dataset.state)) {
      events.close();
      // Said once, when it is over, and not at every file.
      state.setAttribute("role", "status");
      document.querySelectorAll("[data-only-with-script], form[action$='/stop']").forEach((element) => { element.hidden = true; });
    }
  };
  events.addEventListener("progress", take);
  events.addEventListener("state", take);
  addEventListener("pagehide", () => events.close());
}
