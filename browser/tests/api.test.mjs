// The harness on the real program: it answers a browser, and knows who is signed in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, inPage } from '../chrome.mjs';
import { startNode, totp } from '../node.mjs';

let node;
before(async () => {
    node = await startNode({ people: [
        { login: 'grader', name: 'ليلى', roles: ['grader'], language: 'ar' },
        { login: 'auditor', name: 'Noor', roles: ['auditor'] },
    ] });
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

const read = async (page, path) => {
    const answer = await page.goto(`${node.origin}${path}`);
    return { status: answer.status(), body: JSON.parse(await answer.text()) };
};

test('the server answers a browser', async () => {
    await inPage({ origin: node.origin }, async (page) => {
        assert.deepEqual(await read(page, '/api/v1/alive'), { status: 200, body: { alive: true } });
    });
});

test('whoever is not signed in is told so in their language', async () => {
    const expects = [/status of 401/];
    await inPage({ origin: node.origin, lang: 'fr', expects }, async (page) => {
        const { status, body } = await read(page, '/api/v1/me');
        assert.equal(status, 401);
        assert.match(body.title, /[éèàç]|connect/i);
    });
});

test('a person signs in with password and code, and the browser is them', async () => {
    for (const login of ['grader', 'auditor']) {
        await inPage({ origin: node.origin, cookie: await node.session(login), lang: 'ar' }, async (page) => {
            const { status, body } = await read(page, '/api/v1/me');
            assert.equal(status, 200, JSON.stringify(body));
            assert.deepEqual([body.login, body.must_renew], [login, false]);
        });
    }
});

test('a wrong code signs nobody in', async () => {
    const { password, totp: secret } = node.person('auditor');
    // It was theirs half a century ago.
    const wrong = totp(secret, 1);
    const answer = await node.call('POST', '/api/v1/sign-in', { body: { login: 'auditor', password, totp: wrong } });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('set-cookie'), null);
});
