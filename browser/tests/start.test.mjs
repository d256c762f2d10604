// The first minutes of a node: an empty folder becomes a unit with people, in Arabic and in English, and they sign in.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode, totp } from '../node.mjs';

after(closeBrowser);

const NAMES = { ar: { unit: 'وحدة عمّان', name: 'رنا خليل', other: 'سامي حداد' }, en: { unit: 'Unit Amman', name: 'Rana Khalil', other: 'Sami Haddad' } };
const PASSWORD = 'four plain words in a test';

const fit = async (page, where) => {
    assert.deepEqual(await untranslated(page), [], where);
    assert.deepEqual(await axe(page), [], where);
};

const secrets = (page) => page.locator('code.secret').allTextContents();

// Codes work once: each sign-in of a person takes the next half minute's, which is taken a little early.
const signIn = async (page, login, password, secret, ahead) => {
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', password);
    await page.fill('[name=code]', totp(secret, Math.floor(Date.now() / 30_000) + ahead));
    await page.click('main button.main');
};

for (const lang of ['ar', 'en']) {
    test(`an empty folder becomes a unit (${lang})`, async () => {
        const node = await startNode({ empty: true });
        const { unit, name, other } = NAMES[lang];
        try {
            // A wrong code is answered with 401, which the browser's console notes.
            await inPage({ origin: node.origin, lang, expects: [/status of 401/] }, async (page) => {
                await page.goto(`${node.origin}/`);
                assert.equal(new URL(page.url()).pathname, '/start');
                await fit(page, 'start');
                const fill = async (code) => {
                    const fields = { code, unit, country: 'JO', victim_prefix: 'JO-AM', name, login: 'rana', password: PASSWORD, again: PASSWORD };
                    for (const [field, text] of Object.entries(fields)) await page.fill(`[name=${field}]`, text);
                    await page.click('main button.main');
                };
                await fill('AAAA-AAAA');
                await page.waitForSelector('[role=alert]');
                assert.equal(await page.inputValue('[name=unit]'), unit, 'what was typed is still there');
                await fill(node.foundingCode);
                await page.waitForSelector('code.secret');
                await fit(page, 'secrets');
                const [code] = await secrets(page);
                await page.click('main a.button');
                await signIn(page, 'rana', PASSWORD, code, 0);
                await page.waitForURL(`${node.origin}/`);
                await fit(page, 'today');
                // A second administrator, as the page asks for.
                await page.goto(`${node.origin}/administration`);
                assert.equal(await page.locator('main p.notice').count(), 1);
                await page.fill('form[action="/administration/people"] [name=name]', other);
                await page.fill('[name=login]', 'sami');
                await page.check('[name=role][value=administrator]');
                await page.click('form[action="/administration/people"] button.main');
                await page.waitForSelector('code.secret');
                const [otherCode, otherPassword] = await secrets(page);
                await page.click('main a.button');
                assert.equal(await page.locator('main p.notice').count(), 0);
                assert.ok((await page.textContent('main table')).includes(other));
                // They sign in, choose a password that nobody else knows, and sign in with it.
                await page.click('form[action="/sign-out"] button');
                await page.waitForURL(/sign-in/);
                await signIn(page, 'sami', otherPassword, otherCode, 0);
                await page.waitForURL(`${node.origin}/renew`);
                await fit(page, 'renew');
                const fields = { password: otherPassword, new_password: PASSWORD, again: PASSWORD };
                for (const [field, text] of Object.entries(fields)) await page.fill(`[name=${field}]`, text);
                await page.click('main button.main');
                await page.waitForSelector('code.secret');
                const [newCode] = await secrets(page);
                await page.click('main a.button');
                await signIn(page, 'sami', PASSWORD, newCode, 0);
                await page.waitForURL(`${node.origin}/`);
            });
        } finally {
            await node.stop();
        }
    });
}
