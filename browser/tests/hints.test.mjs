// A hint at an outdated word stands beside its field, in the reader's language, and goes with the word.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage } from '../chrome.mjs';
import { startNode } from '../node.mjs';

let node;
before(async () => {
    node = await startNode();
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

for (const [lang, word] of [['ar', 'مواد إباحية للأطفال'], ['en', 'child pornography']]) {
    test(`an outdated word is hinted at when its field is left (${lang})`, async () => {
        const cookie = await node.session('hotline-analyst');
        await inPage({ origin: node.origin, cookie, lang }, async (page) => {
            await page.goto(`${node.origin}/reports`);
            await page.locator('main details summary').first().click();
            const field = page.locator('[name=text]');
            await field.fill(word);
            await field.blur();
            const hint = page.locator('.hints .hint');
            await hint.first().waitFor();
            assert.ok((await hint.first().textContent()).includes(word));
            assert.deepEqual(await axe(page), []);
            await field.fill('…');
            await field.blur();
            await hint.first().waitFor({ state: 'detached' });
        });
    });
}
