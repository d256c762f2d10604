// Shows on a map what the table below it says, row by row: places as circles, countries shaded. Nothing comes from elsewhere.
"use strict";

(() => {
  const place = document.getElementById("map");
  if (!place || typeof L !== "object") return;
  const rows = [...document.querySelectorAll("[data-spot]")];
  const number = (text) => (text === undefined ? undefined : Number(text));
  const spots = rows.map(({ dataset }) => ({ says: dataset.spot, latitude: number(dataset.latitude), longitude: number(dataset.longitude), country: dataset.country }));
  const located = spots.filter((spot) => spot.latitude !== undefined);
  // A country that something lies in of which no more is known.
  const shaded = new Set(spots.filter((spot) => spot.latitude === undefined).map((spot) => spot.country));
  const colour = (name) => {
    const probe = document.createElement("span");
    probe.hidden = true;
    probe.className = `probe-${name}`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, { attributionControl: false, zoomControl: false, preferCanvas: true, minZoom: 1, maxZoom: 9, zoomSnap: 0.5, worldCopyJump: true, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still });
  map.setView([20, 20], 1);
  const hidesDisputed = place.dataset.disputed === "hidden";
  const style = (feature) => {
    const line = colour("line"), soft = colour("soft");
    if (feature.properties.kind === "country") {
      const isShaded = shaded.has(feature.id);
      return { stroke: false, fill: true, fillColor: isShaded ? colour("accent") : line, fillOpacity: isShaded ? 0.45 : 0.55, interactive: false };
    }
    return { color: soft, weight: 0.8, opacity: 0.8, dashArray: feature.properties.kind === "disputed-border" ? "3 4" : null, fill: false, interactive: false };
  };
  const dot = () => ({ radius: 7, weight: 2, color: colour("sheet"), fillColor: colour("accent"), fillOpacity: 1 });
  // As text, never as markup: people wrote it.
  const words = (text) => {
    const element = document.createElement("bdi");
    element.textContent = text;
    return element;
  };
  const dots = located.map((spot) => L.circleMarker([spot.latitude, spot.longitude], dot()).bindTooltip(words(spot.says)));
  let world;
  let all = L.latLngBounds(located.map((spot) => [spot.latitude, spot.longitude]));
  const fit = () => {
    if (all.isValid()) map.fitBounds(all, { padding: [30, 30], maxZoom: 5, animate: !still });
    else map.setView([20, 20], 1);
  };
  const draw = (drawn) => {
    const filter = (feature) => !(hidesDisputed && feature.properties.kind === "disputed-border");
    world = L.geoJSON(drawn, { style, filter, interactive: false }).addTo(map);
    world.eachLayer((layer) => {
      if (shaded.has(layer.feature.id)) all.extend(layer.getBounds());
    });
    for (const one of dots) one.addTo(map);
    fit();
    place.dataset.drawn = String(dots.length + shaded.size);
  };
  const acts = { in: () => map.zoomIn(), out: () => map.zoomOut(), fit };
  for (const button of document.querySelectorAll("[data-map]")) button.addEventListener("click", () => acts[button.dataset.map]());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    world?.setStyle(style);
    for (const one of dots) one.setStyle(dot());
  });
  fetch(place.dataset.source, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(draw)
    .catch(() => {
      place.hidden = true;
    });
})();
