// What is drawn around a record is seen, whichever way the reader's language runs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, inPage } from '../chrome.mjs';
import { startNode } from '../node.mjs';
import { fill, prepare } from '../pages.mjs';

const OFFICER = 'victim-identification-officer';

let node;
let filled;
before(async () => {
    node = await startNode({ prepare });
    filled = await fill(node);
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

for (const lang of ['ar', 'en']) {
    test(`records and links stand inside the drawing (${lang})`, async () => {
        const cookie = await node.session(OFFICER);
        await inPage({ origin: node.origin, cookie, lang }, async (page) => {
            await page.goto(`${node.origin}/links/around/${filled.victim}`);
            await page.waitForFunction(() => document.querySelectorAll('#drawing canvas').length > 0);
            // Ink on a canvas counts only where the canvas lies over its frame.
            const inked = () => page.evaluate(() => {
                const frame = document.getElementById('drawing').getBoundingClientRect();
                const lies = (canvas) => {
                    const { left, right } = canvas.getBoundingClientRect();
                    return left >= frame.left - 2 && right <= frame.right + 2;
                };
                const ink = (canvas) => {
                    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                    return data.some((sample, at) => at % 4 === 3 && sample > 0);
                };
                return [...document.querySelectorAll('#drawing canvas')].some((canvas) => lies(canvas) && ink(canvas));
            });
            let isInked = await inked();
            for (let n = 0; n < 50 && !isInked; n += 1) {
                await page.waitForTimeout(100);
                isInked = await inked();
            }
            assert.ok(isInked, 'nothing is drawn');
        });
    });
}
