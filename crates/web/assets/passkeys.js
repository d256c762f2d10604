// Asks a device for a passkey: to sign in with it, or to keep a new one. Stands only where the browser can do either.
"use strict";

(() => {
  const can = typeof PublicKeyCredential === "function" && PublicKeyCredential.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;
  if (!can) return;
  const post = async (path, body) => {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
    const isJson = (answer.headers.get("content-type") || "").includes("application/json");
    const said = isJson ? await answer.json() : {};
    if (!answer.ok) throw new Error(said.trouble || "");
    return said;
  };
  // One thing at a time; what is wrong is said beside the button, in the page's own words where the device gives none.
  const guarded = (part, doing) => {
    const trouble = part.querySelector("[role=alert]");
    const button = part.querySelector("button");
    return async () => {
      trouble.hidden = true;
      button.disabled = true;
      try {
        location.assign((await doing()).next);
      } catch (error) {
        const isTheDevice = error instanceof DOMException || !error.message;
        trouble.textContent = isTheDevice ? part.dataset.failed : error.message;
        trouble.hidden = false;
        button.disabled = false;
      }
    };
  };
  const signingIn = document.querySelector("[data-passkey=sign-in]");
  if (signingIn) {
    signingIn.hidden = false;
    const doing = guarded(signingIn, async () => {
      const { options, challenge } = await post("/sign-in/passkey/begin", {});
      const answer = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      return post("/sign-in/passkey", { challenge, answer: answer.toJSON(), next: signingIn.dataset.next });
    });
    signingIn.querySelector("button").addEventListener("click", doing);
  }
  const adding = document.querySelector("[data-passkey=add]");
  if (adding) {
    adding.hidden = false;
    const form = adding.querySelector("form");
    const doing = guarded(adding, async () => {
      const fields = new FormData(form);
      const { options, challenge } = await post("/settings/passkeys/begin", { password: fields.get("password") });
      const answer = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
      return post("/settings/passkeys", { name: fields.get("name"), challenge, answer: answer.toJSON() });
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      doing();
    });
  }
})();
