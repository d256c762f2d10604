// Offers records by what they are called while somebody types into a field that takes one, or several, one a line. The server
// reads what was typed as well: nothing needs this.
"use strict";

let n = 0;
for (const field of document.querySelectorAll("[data-pick]")) {
  const many = field.matches("textarea");
  const input = many ? document.createElement("input") : field;
  const list = document.createElement("ul");
  list.id = `pick-${n += 1}`;
  list.className = "picker";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.find);
  const says = { role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": false, autocomplete: "off" };
  if (many) says["aria-label"] = says.placeholder = field.dataset.find;
  for (const name in says) input.setAttribute(name, says[name]);
  const label = field.closest("label");
  if (many) label.after(input);
  (many ? input : label).after(list);

  const options = () => [...list.querySelectorAll("[data-value]")];
  let at = -1, asked = 0, wait;
  const go = (to) => {
    at = to;
    options().forEach((option, place) => option.setAttribute("aria-selected", place === at));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const show = (is) => {
    list.hidden = !is;
    input.setAttribute("aria-expanded", is);
    go(-1);
  };
  const add = (text) => {
    if (many) field.value = `${field.value}\n${text}`.trim();
    input.value = many ? "" : text;
  };
  const choose = (option) => {
    add(option.dataset.value);
    show(false);
  };
  const ask = async () => {
    const turn = asked += 1;
    const body = new URLSearchParams({ words: input.value, nouns: field.dataset.pick });
    const answer = await fetch("/records/called", { method: "POST", body, cache: "no-store" }).catch(() => null);
    const found = answer?.ok && !answer.redirected && await answer.text();
    if (turn !== asked || document.activeElement !== input) return;
    list.innerHTML = found || "";
    options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
    show(!!found);
  };

  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(input.value.trim().length > 1 ? ask : () => show(false), 200);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Enter" && many) event.preventDefault();
    if (list.hidden) return;
    if (event.key === "ArrowDown") go(at < last ? at + 1 : 0);
    else if (event.key === "ArrowUp") go(at > 0 ? at - 1 : last);
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
  });
  // What was typed and not chosen is sent as it stands.
  input.addEventListener("blur", () => {
    show(false);
    if (many && input.value.trim()) add(input.value.trim());
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-value]");
    if (option) choose(option);
  });
}
