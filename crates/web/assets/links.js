// Draws what is linked with a record. Everything drawn stands in the table beside it; arrows walk from record to record, Enter
// opens one.
"use strict";

(() => {
  const place = document.getElementById("drawing");
  const here = document.getElementById("drawing-here");
  if (!place || !here || typeof cytoscape !== "function") return;
  const colour = (name) => {
    // The browser's own answer, so that light and dark are the page's.
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    probe.className = `probe-${name}`;
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const shapes = { victim: "star", person: "ellipse", place: "pentagon", account: "round-rectangle", device: "rectangle", address: "round-tag", clue: "diamond", incoming: "rhomboid", case: "hexagon", series: "octagon", file: "rectangle" };
  const short = (text) => (text.length > 28 ? `${text.slice(0, 27)}…` : text);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const draw = (drawn) => {
    const style = () => {
      const ink = colour("ink"), soft = colour("soft"), line = colour("line"), accent = colour("accent"), sheet = colour("sheet");
      return [
        { selector: "node", style: { label: "data(label)", shape: "data(shape)", width: 30, height: 30, "background-color": sheet, "border-width": 2, "border-color": soft, color: ink, "font-family": "Sanad Sans, system-ui, sans-serif", "font-size": 13, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 130, "text-background-color": sheet, "text-background-opacity": 0.85, "text-background-padding": 2 } },
        { selector: "node[?isFirst]", style: { width: 42, height: 42, "border-color": accent, "border-width": 4 } },
        { selector: "node:selected", style: { "background-color": accent, "border-color": accent } },
        { selector: "edge", style: { label: "data(label)", width: 1.5, "line-color": line, "target-arrow-color": soft, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier", "font-family": "Sanad Sans, system-ui, sans-serif", "font-size": 11, color: soft, "text-rotation": "autorotate", "text-background-color": sheet, "text-background-opacity": 0.85, "text-background-padding": 1 } },
        { selector: "edge[sure = 'guess']", style: { "line-style": "dotted" } },
        { selector: "edge[sure = 'likely']", style: { "line-style": "dashed" } },
        { selector: "edge[sure = 'certain']", style: { "line-color": soft, width: 2 } },
      ];
    };
    const elements = [
      ...drawn.records.map((one) => ({ data: { id: one.id, label: `${one.called}\n${one.noun === "file" ? `${one.says.slice(0, 15)}…` : short(one.says)}`, shape: shapes[one.noun] || "ellipse", isFirst: one.id === drawn.of, whole: `${one.called}: ${one.says}`, path: one.path, steps: one.steps } })),
      ...drawn.links.map((one) => ({ data: { id: one.id, source: one.from, target: one.to, label: one.says, sure: one.sure } })),
    ];
    const layout = { name: "breadthfirst", roots: [drawn.of], directed: false, spacingFactor: 1.15, avoidOverlap: true, animate: false, padding: 28 };
    const graph = cytoscape({ container: place, elements, style: style(), layout, minZoom: 0.2, maxZoom: 3, selectionType: "single", boxSelectionEnabled: false });
    const centre = (node) => (still ? graph.center(node) : graph.animate({ center: { eles: node }, duration: 150 }));
    const choose = (node) => {
      graph.nodes().unselect();
      node.select();
      const links = node.connectedEdges().map((edge) => {
        const other = edge.source().same(node) ? edge.target() : edge.source();
        return `${edge.data("label")} – ${other.data("whole")}`;
      });
      here.textContent = [node.data("whole"), ...links.slice(0, 6)].join(" · ");
      centre(node);
    };
    const chosen = () => graph.nodes(":selected").first();
    const open = (node) => {
      if (node.nonempty() && node.data("path")) location.assign(node.data("path"));
    };
    graph.on("tap", "node", (event) => choose(event.target));
    graph.on("dbltap", "node", (event) => open(event.target));
    place.addEventListener("keydown", (event) => {
      const from = chosen().nonempty() ? chosen() : graph.getElementById(drawn.of);
      const directions = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
      if (event.key in directions) {
        event.preventDefault();
        const [x, y] = directions[event.key];
        const at = from.position();
        // The nearest record that lies that way.
        const ways = graph.nodes().filter((node) => !node.same(from)).map((node) => {
          const there = node.position();
          const [dx, dy] = [there.x - at.x, there.y - at.y];
          const along = dx * x + dy * y;
          const aside = Math.abs(dx * y) + Math.abs(dy * x);
          return { node, along, cost: along + 2 * aside };
        });
        const best = ways.filter((way) => way.along > 1).sort((a, b) => a.cost - b.cost)[0];
        choose(best ? best.node : from);
      } else if (event.key === "Enter") {
        event.preventDefault();
        open(from);
      } else if (event.key === "Home") {
        event.preventDefault();
        choose(graph.getElementById(drawn.of));
      }
    });
    const zoom = (factor) => graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
    const acts = { in: () => zoom(1.3), out: () => zoom(1 / 1.3), fit: () => graph.fit(undefined, 30) };
    for (const button of document.querySelectorAll("[data-drawing]")) button.addEventListener("click", () => acts[button.dataset.drawing]());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
    if (drawn.links.length === 0) here.textContent = here.dataset.empty;
  };

  fetch(place.dataset.source, { headers: { accept: "application/json" }, credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(draw)
    .catch(() => {
      here.textContent = here.dataset.empty;
    });
})();
