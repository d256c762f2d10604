// The sorting table's keys, its window of at most 400 stacks, and which stacks are chosen. Nothing of it outlives the page.
"use strict";

(() => {
  const grid = document.getElementById("stacks");
  if (!grid) return;
  const COLUMNS = 4;
  const PAGE = 200;
  const PAGES_MAX = 2;
  const ROWS_JUMPED = 5;
  const VERDICTS = { KeyI: "illegal", KeyN: "not-illegal", KeyC: "cannot-tell" };
  const { exhibit, version } = grid.dataset;
  const total = Number(grid.dataset.total);
  const form = document.getElementById("decide");
  const said = document.getElementById("sorting-said");
  const status = document.getElementById("sorting-shown");
  const isRtl = getComputedStyle(grid).direction === "rtl";

  // Chosen stacks by id, whether their page is here or not.
  const chosen = new Set();
  let at = Number(grid.querySelector("[data-at]").dataset.at);
  // Where a range that is chosen with Shift begins.
  let anchor = at;
  // One thing at a time, in the order in which it was asked for.
  let turn = Promise.resolve();
  const inTurn = (work) => { turn = turn.then(work).catch(() => tell(grid.dataset.failed)); return turn; };

  const pages = () => [...grid.querySelectorAll("[role=rowgroup]")];
  const fromOf = (page) => Number(page.dataset.from);
  const pageOf = (number) => number - (number % PAGE);
  const cellAt = (number) => grid.querySelector(`[data-at="${number}"]`);
  const numberOf = (cell) => Number(cell.dataset.at);

  function tell(text) {
    if (!said) return;
    const line = document.createElement("p");
    line.className = "trouble";
    line.textContent = text;
    said.replaceChildren(line);
  }

  // Within the grid one cell is in the order of the tab key: the one that has the focus, or had it last.
  function decorate(page) {
    page.querySelectorAll("[role=gridcell]").forEach((cell) => {
      cell.tabIndex = numberOf(cell) === at ? 0 : -1;
      if (form && cell.dataset.stack) cell.setAttribute("aria-selected", chosen.has(cell.dataset.stack));
      cell.querySelectorAll("a, button, input").forEach((inner) => { inner.tabIndex = -1; });
      const box = cell.querySelector("input[name=stack]");
      if (box) box.checked = chosen.has(cell.dataset.stack);
    });
  }

  function parsed(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }

  async function fetched(from) {
    // A case is named as an exhibit is: the server knows which it is by its id.
    const query = new URLSearchParams({ exhibit, from, version });
    const answer = await fetch(`/sorting/rows?${query}`, { cache: "no-store" });
    // Examined again, or signed out: the page says which.
    if (answer.status === 409 || answer.redirected) location.reload();
    if (!answer.ok) throw new Error(`${answer.status}`);
    return parsed(await answer.text());
  }

  // Makes the page of this stack stand in the grid. What is furthest away goes, so that two pages at most are here.
  async function bring(number) {
    const from = pageOf(number);
    if (pages().some((page) => fromOf(page) === from)) return;
    const page = await fetched(from);
    const after = pages().find((other) => fromOf(other) > from);
    grid.insertBefore(page, after ?? null);
    decorate(page);
    const far = (other) => Math.abs(fromOf(other) - from);
    const others = pages().filter((other) => other !== page).sort((one, two) => far(one) - far(two));
    // Pages with a gap between them would be read as one.
    others.forEach((other, place) => { if (place >= PAGES_MAX - 1 || far(other) > PAGE) other.remove(); });
  }

  async function again() {
    for (const page of pages()) {
      const fresh = await fetched(fromOf(page));
      decorate(fresh);
      const hadFocus = page.contains(document.activeElement);
      page.replaceWith(fresh);
      if (hadFocus) cellAt(at)?.focus({ preventScroll: true });
    }
  }

  async function go(number, { choosing = false } = {}) {
    const to = Math.min(Math.max(number, 0), total - 1);
    await bring(to);
    const before = cellAt(at);
    if (before) before.tabIndex = -1;
    at = to;
    const cell = cellAt(at);
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
    status.textContent = cell.closest("[role=rowgroup]").dataset.shown;
    if (choosing) chooseTo(at);
    else anchor = at;
  }

  function choose(cell, isChosen) {
    const { stack } = cell.dataset;
    if (!form || !stack) return;
    if (isChosen) chosen.add(stack);
    else chosen.delete(stack);
    cell.setAttribute("aria-selected", isChosen);
    const box = cell.querySelector("input[name=stack]");
    if (box) box.checked = isChosen;
    document.getElementById("sorting-chosen").textContent = chosen.size;
  }

  // All from the anchor to here, as far as they are here.
  function chooseTo(number) {
    const [first, last] = [Math.min(anchor, number), Math.max(anchor, number)];
    grid.querySelectorAll("[role=gridcell]").forEach((cell) => {
      if (numberOf(cell) >= first && numberOf(cell) <= last) choose(cell, true);
    });
  }

  // Sends what is chosen, or else the stack that has the focus, and shows what came of it. Choice and focus stay.
  async function send(path, verdict) {
    const here = cellAt(at)?.dataset.stack;
    const stacks = chosen.size > 0 ? [...chosen] : [here].filter(Boolean);
    if (stacks.length === 0) return tell(grid.dataset.nothing);
    const body = new URLSearchParams(new FormData(form));
    body.delete("stack");
    stacks.forEach((stack) => body.append("stack", stack));
    if (verdict) body.set("verdict", verdict);
    body.set("part", "1");
    const answer = await fetch(path, { method: "POST", body, cache: "no-store" });
    if (answer.redirected) return location.reload();
    const part = parsed(await answer.text());
    if (part) said.replaceChildren(part);
    await again();
  }

  grid.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { key, code, shiftKey } = event;
    const onward = isRtl ? -1 : 1;
    const moves = {
      ArrowRight: onward, ArrowLeft: -onward, ArrowDown: COLUMNS, ArrowUp: -COLUMNS,
      PageDown: ROWS_JUMPED * COLUMNS, PageUp: -ROWS_JUMPED * COLUMNS,
    };
    const cell = event.target.closest("[role=gridcell]");
    if (!cell) return;
    if (key in moves) {
      const to = at + moves[key];
      // Up and down stay in their column at the ends; a page key goes as far as there is.
      const fits = to >= 0 && to < total;
      if (fits || key.startsWith("Page")) inTurn(() => go(at + moves[key], { choosing: shiftKey && form }));
    } else if (key === "Home") inTurn(() => go(0));
    else if (key === "End") inTurn(() => go(total - 1));
    else if (key === " " && event.target.closest("button")) return;
    else if (key === " " && form) {
      if (shiftKey) chooseTo(at);
      else {
        choose(cell, !chosen.has(cell.dataset.stack));
        anchor = at;
      }
    } else if (key === "Enter" && event.target === cell) {
      if (cell.dataset.open) location.assign(cell.dataset.open);
    } else if (key === "Escape" && form) {
      grid.querySelectorAll("[aria-selected=true]").forEach((one) => choose(one, false));
      chosen.clear();
      document.getElementById("sorting-chosen").textContent = 0;
    } else if (code in VERDICTS && form && !shiftKey) inTurn(() => send("/sorting/decide", VERDICTS[code]));
    else if (code === "KeyU" && form && !shiftKey) inTurn(() => send("/sorting/undo"));
    else if (code === "KeyL" && form && !shiftKey) form.querySelector("summary").focus();
    else return;
    event.preventDefault();
  });

  grid.addEventListener("change", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (cell && event.target.name === "stack") choose(cell, event.target.checked);
  });

  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || numberOf(cell) === at) return;
    const before = cellAt(at);
    if (before) before.tabIndex = -1;
    at = numberOf(cell);
    anchor = at;
    cell.tabIndex = 0;
  });

  grid.addEventListener("click", (event) => {
    if (event.target.closest("a, label")) return;
    const cell = event.target.closest("[role=gridcell]");
    if (cell) cell.focus({ preventScroll: true });
  });

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    if (name === "undo") inTurn(() => send("/sorting/undo"));
    else if (name === "verdict") inTurn(() => send("/sorting/decide", value));
  });
  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    inTurn(() => go(at));
  });

  // The ways through the groups, without leaving the page and what is chosen on it.
  document.querySelector(".sorting-ways")?.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-way]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const here = pageOf(at);
    const to = [0, here - PAGE, here + PAGE, total - 1][Number(way.dataset.way)];
    inTurn(() => go(to));
  });

  pages().forEach(decorate);
})();
