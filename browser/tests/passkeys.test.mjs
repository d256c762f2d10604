// A passkey from the settings to signing in, in a browser whose device is Chromium's own pretence of one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';

let node;
before(async () => {
    const people = ['ar', 'en'].map((language) => ({ login: `rana-${language}`, name: 'Rana', roles: ['grader'], language }));
    node = await startNode({ people });
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

const NAMES = { ar: 'هاتف العمل', en: 'Work telephone' };

const fit = async (page, where) => {
    assert.deepEqual(await untranslated(page), [], where);
    assert.deepEqual(await axe(page), [], where);
};

for (const lang of ['ar', 'en']) {
    test(`a passkey is added, signs in and is removed (${lang})`, async () => {
        const login = `rana-${lang}`;
        const { origin } = node;
        const cookie = await node.session(login);
        const { password } = node.person(login);
        await inPage({ origin, cookie, lang }, async (page) => {
            const device = await page.context().newCDPSession(page);
            await device.send('WebAuthn.enable');
            await device.send('WebAuthn.addVirtualAuthenticator', {
                options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
            });
            await page.goto(`${origin}/settings`);
            const part = page.locator('[data-passkey=add]');
            await part.locator('[name=name]').fill(NAMES[lang]);
            await part.locator('[name=password]').fill(password);
            await part.locator('button').click();
            await page.waitForURL(/done=passkey-added/);
            assert.equal(await page.locator('section[aria-labelledby=passkeys] td').first().textContent(), NAMES[lang]);

            await page.click('form[action="/sign-out"] button');
            await page.waitForURL(/sign-in/);
            await page.goto(`${origin}/sign-in?next=/settings`);
            await page.locator('[data-passkey=sign-in] button').click();
            await page.waitForURL(`${origin}/settings`);

            // From here on no device is asked: axe ends the debugger's session, and the pretended device goes with it.
            await fit(page, 'settings');
            await page.locator('[name=passkey]').click();
            await page.waitForURL(/done=passkey-removed/);
            await fit(page, 'sign-in');
            await page.goto(`${origin}/settings`);
            assert.equal(new URL(page.url()).pathname, '/sign-in', 'every session is over');
        });
    });
}
