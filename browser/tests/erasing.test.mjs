// A record is erased by two: one asks, another agrees, and the answer says where the record still is. In Arabic and in English.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';

let node;
before(async () => { node = await startNode(); });
after(async () => {
    await closeBrowser();
    await node?.stop();
});

const as = async (role, ask, what) => {
    const cookie = await node.session(role);
    await inPage({ origin: node.origin, cookie, ...ask }, what);
};
const fit = async (page) => {
    assert.deepEqual(await untranslated(page), []);
    assert.deepEqual(await axe(page), []);
};
const clue = async () => {
    const cookie = await node.session('victim-identification-officer');
    const body = { kind: 'plug', words: 'A plug by the door.', certainty: 'likely', into: {} };
    return (await node.call('POST', '/api/v1/clues', { cookie, body })).body.id;
};

for (const [lang, width] of [['ar', 390], ['en', 1280]]) {
    test(`who erases asks somebody else first, and reads where it still is (${lang})`, async () => {
        const id = await clue();
        await as('data-protection-officer', { lang, width, expects: [/409/] }, async (page) => {
            await page.goto(`${node.origin}/keeping/${id}`);
            const erase = page.locator('section[aria-labelledby=erase]');
            await erase.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
            await fit(page);
            const alone = erase.locator('form[action$="/erase"]');
            await alone.locator('select').selectOption('ordered');
            await alone.locator('button').click();
            await page.locator('[role=alert]').first().waitFor();
            assert.equal(await alone.locator('select').inputValue(), 'ordered');
            await fit(page);
            const ask = erase.locator('form[action="/second-persons/ask"]');
            await erase.locator('details').first().evaluate((details) => { details.open = true; });
            await ask.locator('select').selectOption('ordered');
            await ask.locator('textarea').fill('Order 5 of the court.');
            await ask.locator('button').click();
            await page.waitForURL('**/second-persons?*');
            await fit(page);
        });
        await as('supervisor', { lang, width }, async (page) => {
            await page.goto(`${node.origin}/second-persons`);
            const waits = page.locator('form', { hasText: id });
            await fit(page);
            await waits.locator('button[value=true]').click();
            await page.waitForURL('**/second-persons?*');
        });
        await as('data-protection-officer', { lang, width, expects: [/404/] }, async (page) => {
            await page.goto(`${node.origin}/keeping/${id}`);
            const erase = page.locator('section[aria-labelledby=erase]');
            await erase.locator('details').last().evaluate((details) => { details.open = true; });
            await erase.locator('form[action$="/erase"] select').selectOption('ordered');
            await erase.locator('form[action$="/erase"] button').click();
            await page.locator('section[aria-labelledby=stays]').waitFor();
            assert.match(await page.locator('main').innerText(), new RegExp(id));
            await fit(page);
            assert.equal((await page.goto(`${node.origin}/keeping/${id}`)).status(), 404);
        });
    });
}
