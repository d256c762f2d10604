// Previews that somebody reveals: while a key is held, or from one press to the next, and never for longer than some seconds.
// What is hidden is taken out of the page; its address is of no use a second time.
"use strict";

(() => {
  const form = document.getElementById("reveal");
  const panel = document.getElementById("revealed");
  const why = document.getElementById("reveal-why");
  if (!form || !panel || !why) return;
  const status = panel.querySelector("[role=status]");
  const byPress = form.dataset.press === "true";
  const KEY = "KeyV";
  const TOLD_MS = 6000;

  // What is shown, or on its way: its button, and the clock that hides it. A later wish makes an earlier answer void.
  let now = null;
  let clock = 0;

  function say(text, isTrouble = false) {
    status.textContent = text;
    status.className = isTrouble ? "trouble" : "visually-hidden";
  }

  function hide() {
    if (!now) return;
    const { button, picture } = now;
    now = null;
    clearTimeout(clock);
    picture?.remove();
    // An image that is gone from the page lets go of its pixels with its address.
    picture?.removeAttribute("src");
    button.setAttribute("aria-pressed", "false");
    panel.classList.remove("is-shown");
    if (picture) say(form.dataset.hidden);
  }

  function trouble(text) {
    hide();
    say(text, true);
    clock = setTimeout(() => say(""), TOLD_MS);
  }

  // Known material asks why, before anything is sent.
  function asked(button) {
    if (!("known" in button.dataset)) return Promise.resolve("");
    why.querySelectorAll("input").forEach((input) => { input.checked = false; });
    why.returnValue = "";
    why.showModal();
    return new Promise((answer) => {
      why.addEventListener("close", () => {
        const chosen = why.querySelector("input:checked");
        answer(why.returnValue === "show" && chosen ? chosen.value : null);
      }, { once: true });
    });
  }

  async function reveal(button, isHeld) {
    hide();
    clearTimeout(clock);
    const wish = { button, picture: null, isHeld };
    const isKnown = "known" in button.dataset;
    // Whoever chose a reason holds no key any more: it is shown until it hides itself, or a press hides it.
    if (isKnown) wish.isHeld = false;
    const reason = await asked(button);
    if (reason === null) return;
    now = wish;
    button.setAttribute("aria-pressed", "true");
    const body = new URLSearchParams(new FormData(form));
    body.set("file", button.value);
    body.set("reason", reason);
    body.set("part", "1");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, cache: "no-store" });
      if (answer.redirected) return location.reload();
      const told = await answer.json();
      // Let go of before it came: it was counted, and is not fetched.
      if (now !== wish) return;
      if (!answer.ok) return trouble(told.said);
      const picture = document.createElement("img");
      picture.alt = form.dataset.picture;
      picture.addEventListener("error", () => { if (now === wish) trouble(form.dataset.failed); });
      wish.picture = picture;
      picture.src = told.address;
      panel.append(picture);
      panel.classList.add("is-shown");
      say(form.dataset.shown);
      clock = setTimeout(hide, told.shown_s * 1000);
    } catch {
      if (now === wish) trouble(form.dataset.failed);
    }
  }

  const isShown = (button) => now?.button === button;
  const toggle = (button) => { if (isShown(button)) hide(); else reveal(button, false); };
  const buttonOf = (element) => element.closest?.("[role=gridcell], [data-reveals]")?.querySelector("button.reveal");

  document.querySelectorAll("button.reveal").forEach((button) => button.setAttribute("aria-pressed", "false"));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) toggle(event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && now) {
      event.stopPropagation();
      event.preventDefault();
      return hide();
    }
    if (event.code !== KEY || event.shiftKey) return;
    const button = event.target.matches("input:not([type=checkbox]), select, textarea") ? null : buttonOf(event.target);
    if (!button) return;
    event.preventDefault();
    if (event.repeat) return;
    if (byPress) toggle(button);
    else reveal(button, true);
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.code === KEY && now?.isHeld) hide();
  });

  // Whoever looks elsewhere, or shows the screen to somebody, leaves nothing on it.
  window.addEventListener("blur", hide);
  window.addEventListener("pagehide", hide);
  window.addEventListener("beforeprint", hide);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hide(); });
  document.addEventListener("focusin", (event) => {
    if (now && buttonOf(event.target) !== now.button && !event.target.closest("dialog")) hide();
  });

  // A grey picture that cannot be made leaves no broken one behind.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("img.grey")) event.target.remove();
  }, true);
})();
