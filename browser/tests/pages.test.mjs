// Each page, as whoever it is for: in four languages, and in Arabic and English dark and as wide as a phone. Nothing complains,
// nothing is asked of another server, axe finds nothing, no message is missing, and nothing runs over the side.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe, closeBrowser, drawn, inPage, untranslated, weigh } from '../chrome.mjs';
import { startNode } from '../node.mjs';
import { fill, LANGUAGES, pages, prepare, shotsOf } from '../pages.mjs';

let node;
let filled;

const WAYS = [
    { languages: LANGUAGES, schemes: ['light'], widths: [1280] },
    { languages: ['ar', 'en'], schemes: ['dark'], widths: [1280] },
    { languages: ['ar', 'en'], schemes: ['light'], widths: [390] },
];

// What a page may bring over the wire, in bytes; more only where something is drawn.
const WEIGHT_MAX = 150 * 1024;
const WEIGHT_DRAWN_MAX = 400 * 1024;
const FONTS_MAX = 200 * 1024;

// Two at a time: the server is busy while a browser draws.
describe('pages', { concurrency: 2 }, () => {
    before(async () => {
        node = await startNode({ prepare });
        filled = await fill(node);
    });
    after(async () => {
        await closeBrowser();
        await node?.stop();
    });

    for (const one of pages) {
        test(`${one.name} is fit for everybody`, async () => {
            for (const shot of WAYS.flatMap((way) => shotsOf(one, filled, way))) {
                const { path, role, lang, scheme, width } = shot;
                const where = `${path} (${lang}, ${scheme}, ${width})`;
                const cookie = role && await node.session(role);
                await inPage({ origin: node.origin, cookie, lang, scheme, width }, async (page) => {
                    const weight = await weigh(page);
                    const answer = await page.goto(`${node.origin}${path}`, { waitUntil: 'load' });
                    assert.equal(answer.status(), 200, where);
                    await drawn(page);
                    assert.equal(await page.getAttribute('html', 'lang'), lang, where);
                    assert.equal(await page.getAttribute('html', 'dir'), lang === 'ar' ? 'rtl' : 'ltr', where);
                    assert.deepEqual(await untranslated(page), [], where);
                    assert.deepEqual(await axe(page), [], where);
                    const { fonts, rest } = weight();
                    const restMax = await page.$('[data-drawn]') ? WEIGHT_DRAWN_MAX : WEIGHT_MAX;
                    assert.ok(rest > 0 && rest <= restMax && fonts <= FONTS_MAX, `${where} weighs ${rest}, fonts ${fonts}`);
                    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                    assert.ok(over <= 0, `${where} runs ${over} px over the side`);
                });
            }
        });
    }
});
