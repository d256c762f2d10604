// The world as the map draws it: countries and borders of Natural Earth, as GeoJSON, small enough to be sent with a page.
// Run by scripts/vendor.sh in a folder that has the packages. It decides nothing about whose a place is: borders that
// somebody disputes are told apart, so that a node can leave them out.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature, mesh } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const require = createRequire(import.meta.url);
const iso = require('iso-3166-1');

// Corners of triangles smaller than this, in square degrees, are left out.
const SIMPLER_BELOW = 0.008;
// A hundredth of a degree is about a kilometre.
const DECIMALS = 2;
// What would vanish is drawn in full, to about a hundred metres.
const DECIMALS_OF_SMALL = 3;

// Borders that are widely drawn as not final, because a side of them says so. Chosen by us, for drawing only, and no
// judgement: who knows better changes this line. Areas without a code in ISO 3166 are disputed all around.
const DISPUTED = [
    ['IN', 'PK'], ['IN', 'CN'], ['MA', 'EH'], ['MR', 'EH'], ['DZ', 'EH'], ['IL', 'PS'], ['IL', 'SY'], ['RU', 'UA'],
    ['SD', 'SS'], ['KP', 'KR'], ['EG', 'SD'], ['KE', 'SS'], ['GY', 'VE'], ['GE', 'RU'], ['AM', 'AZ'],
].map((pair) => pair.sort().join('-'));

const full = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'));
const simple = simplify(presimplify(full), SIMPLER_BELOW);

const codeOf = (country) => (country.id === undefined ? undefined : iso.whereNumeric(country.id)?.alpha2);

function rounded(value, decimals) {
    if (!Array.isArray(value)) return Number(value.toFixed(decimals));
    const list = value.map((each) => rounded(each, decimals));
    // Corners that have become one.
    return Array.isArray(list[0]) && typeof list[0][0] === 'number'
        ? list.filter((point, at) => at === 0 || point[0] !== list[at - 1][0] || point[1] !== list[at - 1][1])
        : list;
}

const isSeen = (ring) => {
    let doubled = 0;
    for (let at = 1; at < ring.length; at += 1) {
        doubled += ring[at - 1][0] * ring[at][1] - ring[at][0] * ring[at - 1][1];
    }
    return ring.length > 3 && doubled !== 0;
};

// A ring that crosses the 180th meridian comes as if the world were round. It is unrolled, and closed around the pole
// where it goes round one.
function unrolled(ring) {
    let turn = 0;
    const flat = ring.map(([longitude, latitude], at) => {
        const step = at === 0 ? 0 : longitude - ring[at - 1][0];
        if (step > 180) turn -= 360;
        if (step < -180) turn += 360;
        return [longitude + turn, latitude];
    });
    const [first, last] = [flat[0], flat[flat.length - 1]];
    if (first[0] !== last[0]) {
        const pole = first[1] < 0 ? -90 : 90;
        flat.push([last[0], pole], [first[0], pole], first);
    }
    return flat;
}

// The part of a closed ring on one side of a meridian (Sutherland and Hodgman).
function beside(ring, meridian, isEast) {
    const isIn = ([longitude]) => (isEast ? longitude >= meridian : longitude <= meridian);
    const kept = [];
    for (let at = 1; at < ring.length; at += 1) {
        const [from, to] = [ring[at - 1], ring[at]];
        if (isIn(from) !== isIn(to)) {
            const share = (meridian - from[0]) / (to[0] - from[0]);
            kept.push([meridian, from[1] + share * (to[1] - from[1])]);
        }
        if (isIn(to)) kept.push(to);
    }
    return kept.length === 0 ? [] : [...kept, kept[0]];
}

// What RFC 7946 asks for: nothing beyond 180 degrees, parts instead.
function cut(rings) {
    const flat = rings.map(unrolled);
    return [-360, 0, 360]
        .map((shift) => flat
            .map((ring) => ring.map(([longitude, latitude]) => [longitude + shift, latitude]))
            .map((ring) => beside(beside(ring, -180, true), 180, false))
            .filter((ring) => ring.length > 0))
        .filter((parts) => parts.length > 0);
}

function polygonsOf(geometry, decimals) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return rounded(polygons.flatMap(cut), decimals)
        .filter((rings) => isSeen(rings[0]))
        .map((rings) => rings.filter(isSeen));
}

const inFull = feature(full, full.objects.countries).features;
const countries = feature(simple, simple.objects.countries).features.map((country, at) => {
    let coordinates = polygonsOf(country.geometry, DECIMALS);
    if (coordinates.length === 0) coordinates = polygonsOf(inFull[at].geometry, DECIMALS_OF_SMALL);
    if (coordinates.length === 0) throw new Error(`${inFull[at].properties.name} has vanished`);
    const code = codeOf(country);
    const geometry = { type: 'MultiPolygon', coordinates };
    return { type: 'Feature', ...(code && { id: code }), properties: { kind: 'country' }, geometry };
});

const isDisputed = (one, other) => {
    const codes = [codeOf(one), codeOf(other)];
    return codes.includes(undefined) || DISPUTED.includes(codes.sort().join('-'));
};
const borders = [['border', false], ['disputed-border', true]].map(([kind, disputed]) => {
    const lines = mesh(simple, simple.objects.countries, (one, other) => one !== other && isDisputed(one, other) === disputed);
    const coordinates = rounded(lines.coordinates, DECIMALS).filter((line) => line.length > 1);
    return { type: 'Feature', properties: { kind }, geometry: { type: 'MultiLineString', coordinates } };
});

process.stdout.write(`${JSON.stringify({ type: 'FeatureCollection', features: [...countries, ...borders] })}\n`);
