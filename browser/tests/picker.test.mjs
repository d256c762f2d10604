// A record is chosen by what it is called: by keys and by pressing while a list of what could be meant stands open, and without
// script from what the server asks back. In Arabic and in English.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
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

const opened = async (ask, path, what) => {
    const cookie = await node.session(OFFICER);
    await inPage({ origin: node.origin, cookie, ...ask }, async (page) => {
        await page.goto(`${node.origin}${path}`);
        await page.locator('main details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
        await what(page);
    });
};
const fit = async (page) => {
    assert.deepEqual(await untranslated(page), []);
    assert.deepEqual(await axe(page), []);
};

for (const lang of ['ar', 'en']) {
    test(`one record is chosen by keys, and the list says where one is (${lang})`, async () => {
        await opened({ lang }, `/series/${filled.series}`, async (page) => {
            const field = page.locator('form[action$="/merge"] [name=absorb]');
            const list = page.locator(`#${await field.getAttribute('aria-controls')}`);
            await field.click();
            await page.keyboard.type('blue so');
            await list.locator('[data-value]').first().waitFor();
            assert.equal(await field.getAttribute('aria-expanded'), 'true');
            await page.keyboard.press('ArrowDown');
            const active = await field.getAttribute('aria-activedescendant');
            assert.equal(await page.getAttribute(`#${active}`, 'aria-selected'), 'true');
            await fit(page);
            await page.keyboard.press('Escape');
            assert.deepEqual([await list.isVisible(), await field.inputValue()], [false, 'blue so']);
            await page.keyboard.type('f');
            await list.locator('[data-value]').first().waitFor();
            await page.keyboard.press('ArrowUp');
            await page.keyboard.press('Enter');
            assert.match(await field.inputValue(), new RegExp(`Blue sofa.*${filled.series}`));
            assert.equal(await list.isVisible(), false);
        });
    });

    test(`several are chosen one after the other, and what was only typed is sent as well (${lang})`, async () => {
        await opened({ lang }, `/cases/${filled.two}`, async (page) => {
            const form = page.locator(`form[action="/cases/${filled.two}/add"]`);
            const field = form.locator('[role=combobox]');
            const lines = async () => (await form.locator('[name=records]').inputValue()).split('\n');
            await field.fill('type d');
            await form.locator('[role=option][data-value]').first().click();
            assert.equal(await field.inputValue(), '');
            await field.fill('Blue sofa');
            await field.blur();
            const [clue, series] = await lines();
            assert.ok(clue.includes(filled.clue) && series === 'Blue sofa');
            await Promise.all([page.waitForURL(/done=case-filled/), form.locator('button').last().click()]);
            const held = await page.textContent('main');
            assert.ok(held.includes(filled.clue) && held.includes(filled.series));
        });
    });

    test(`without script the answer asks which is meant (${lang})`, async () => {
        await opened({ lang, script: false, expects: [/status of 409/] }, '/links', async (page) => {
            await page.fill('[name=from]', 'SAMPLE');
            await page.fill('[name=to]', filled.victim);
            await page.click('main form button');
            assert.equal(await page.locator('[role=alert]').count(), 1);
            await page.check(`[name=from][value="${filled.one}"]`);
            await page.click('main form button');
            await page.waitForURL(new RegExp(`from=${filled.one}&to=${filled.victim}`));
        });
    });
}
