// The first minutes of a node: an empty folder becomes a unit with people, in Arabic and in English, they sign in, and one of
// them takes the first list in.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode, totp } from '../node.mjs';

after(closeBrowser);

const NAMES = {
    ar: { unit: 'وحدة عمّان', name: 'رنا خليل', other: 'سامي حداد', third: 'هدى سليم', list: 'قائمة شريك' },
    en: { unit: 'Unit Amman', name: 'Rana Khalil', other: 'Sami Haddad', third: 'Huda Salim', list: 'List of a partner' },
};
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

// Somebody's first sign-in, with what a colleague handed over: they choose a password that nobody else knows.
const firstSignIn = async (page, origin, login, password, code) => {
    await signIn(page, login, password, code, 0);
    await page.waitForURL(`${origin}/renew`);
    await fit(page, 'renew');
    const fields = { password, new_password: PASSWORD, again: PASSWORD };
    for (const [field, text] of Object.entries(fields)) await page.fill(`[name=${field}]`, text);
    await page.click('main button.main');
    await page.waitForSelector('code.secret');
    const [newCode] = await secrets(page);
    await page.click('main a.button');
    await signIn(page, login, PASSWORD, newCode, 0);
    await page.waitForURL(`${origin}/`);
};

const ADD = 'form[action="/administration/people"]';

// Adds somebody on the page of administration: what they sign in with.
const addSomebody = async (page, name, login, role) => {
    await page.fill(`${ADD} [name=name]`, name);
    await page.fill(`${ADD} [name=login]`, login);
    await page.check(`${ADD} [name=role][value=${role}]`);
    await page.click(`${ADD} button.main`);
    await page.waitForSelector('code.secret');
    const [code, password] = await secrets(page);
    await page.click('main a.button');
    return { code, password };
};

const signOut = async (page) => {
    await page.click('form[action="/sign-out"] button');
    await page.waitForURL(/sign-in/);
};

for (const lang of ['ar', 'en']) {
    test(`an empty folder becomes a unit (${lang})`, async () => {
        const node = await startNode({ empty: true });
        const { unit, name, other, third, list } = NAMES[lang];
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
                // What is still to be done stands there, each with its way: first a second administrator.
                assert.equal(await page.locator('[aria-labelledby=set-up] li').count(), 4);
                await page.click('[aria-labelledby=set-up] li:first-child a');
                await page.waitForURL(`${node.origin}/administration`);
                assert.equal(await page.locator('main p.notice').count(), 1);
                const sami = await addSomebody(page, other, 'sami', 'administrator');
                assert.equal(await page.locator('main p.notice').count(), 0);
                assert.ok((await page.textContent('main table')).includes(other));
                await signOut(page);
                await firstSignIn(page, node.origin, 'sami', sami.password, sami.code);
                // Then somebody who takes lists in, for administrators take none.
                await fit(page, 'today of an administrator');
                await page.click('[aria-labelledby=set-up] li:first-child a');
                const huda = await addSomebody(page, third, 'huda', 'examiner');
                await fit(page, 'administration');
                await signOut(page);
                await firstSignIn(page, node.origin, 'huda', huda.password, huda.code);
                // And the list itself, whose file is sent: its bad row is named.
                await page.click('[aria-labelledby=set-up] a[href="/lists#import"]');
                await page.waitForSelector('input[type=file]:visible');
                await fit(page, 'lists');
                const rows = 'md5\n0123456789abcdef0123456789abcdef\nno hash\n';
                await page.setInputFiles('input[type=file]', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
                await page.fill('[name=name]', list);
                await page.selectOption('[name=tlp]', 'amber');
                await page.click('form[action="/lists"] button.main');
                await page.waitForSelector('[data-state=done]');
                await fit(page, 'job');
                await page.click('#progress a[href^="/lists/"]');
                await page.waitForSelector('main h1');
                assert.ok((await page.textContent('main')).includes(list));
                assert.equal(await page.locator('[aria-labelledby=refused] tbody tr').count(), 1);
                await fit(page, 'list');
                await page.goto(`${node.origin}/`);
                assert.equal(await page.locator('[aria-labelledby=set-up]').count(), 0, 'nothing is left to do');
            });
        } finally {
            await node.stop();
        }
    });
}
