// What the harness promises: that it hears a browser complain. A watch that hears nothing would pass every page.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, tabTo, untranslated } from '../chrome.mjs';
import { totp } from '../node.mjs';

const CSP = "default-src 'self'; img-src data:; script-src 'self'; style-src 'self'; object-src 'none'";
const WELL = '<main><h1>Bench</h1><p>Text.</p><button>One</button><button id="two">Two</button></main>';
const SCRIPTS = {
    '/warns.js': "console.warn('careful')",
    '/throws.js': "throw new Error('broken')",
    '/evals.js': "try { new Function('return 1')() } catch { /* the policy has spoken */ }",
    '/fetches.js': "fetch('https://sanad.example/track').catch(() => {})",
    '/reads.js': "document.querySelector('p').textContent = 'read'",
};

let server;
let origin;
before(async () => {
    server = createServer((request, answer) => {
        const { pathname, searchParams } = new URL(request.url, 'http://localhost');
        const script = SCRIPTS[pathname];
        answer.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8');
        answer.setHeader('content-security-policy', CSP);
        if (script) return answer.end(script);
        answer.statusCode = pathname === '/' ? 200 : 404;
        const head = '<!doctype html><html lang="en"><head><title>Bench</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body>';
        return answer.end(`${head}${searchParams.get('body') ?? WELL}</body></html>`);
    });
    await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
    origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
    await closeBrowser();
    server.closeAllConnections();
    await new Promise((closed) => { server.close(closed); });
});

const loads = (body, ask, what = async () => {}, until = 'load') => inPage({ origin, ...ask }, async (page) => {
    await page.goto(`${origin}/${body === undefined ? '' : `?body=${encodeURIComponent(body)}`}`, { waitUntil: until });
    await what(page);
});

test('a page that is well passes in every look', async () => {
    for (const [lang, scheme, width] of [['ar', 'dark', 390], ['en', 'light', 1280]]) {
        await loads(`${WELL}<script src="/reads.js"></script>`, { lang, scheme, width }, async (page) => {
            assert.equal(await page.textContent('p'), 'read');
            const seen = await page.evaluate(() => [
                navigator.language, matchMedia('(prefers-color-scheme: dark)').matches, innerWidth,
            ]);
            assert.deepEqual(seen, [lang, scheme === 'dark', width]);
        });
    }
});

test('every complaint of the browser fails the test', async () => {
    const check = (body, said) => assert.rejects(loads(`${WELL}${body}`, {}, undefined, 'networkidle'), said);
    await check('<script src="/warns.js"></script>', /console warning: careful/);
    await check('<script src="/throws.js"></script>', /error of the page: broken/);
    await check('<script src="/nowhere.js"></script>', /console error: .*404/);
    await check('<script>1</script>', /content-security policy: script-src-elem of inline/);
    await check('<p style="color: red">', /content-security policy: style-src-attr of inline/);
    await check('<script src="/evals.js"></script>', /content-security policy: script-src of eval/);
    await check('<script src="/fetches.js"></script>', /content-security policy: connect-src of https:\/\/sanad.example/);
    await check('<a href="https://sanad.example/">x</a><meta http-equiv="refresh" content="0; url=https://sanad.example/">',
        /request to elsewhere: https:\/\/sanad.example\//);
});

test('a complaint that is expected has to come', async () => {
    const body = `${WELL}<script src="/warns.js"></script>`;
    await loads(body, { expects: [/careful/] });
    await assert.rejects(loads(undefined, { expects: [/careful/] }), /expected and not seen: \/careful\//);
});

test('without script a page is a page', async () => {
    await loads(`${WELL}<script src="/reads.js"></script>`, { script: false }, async (page) => {
        assert.equal(await page.textContent('p'), 'Text.');
    });
});

test('axe sees through the policy, and finds', async () => {
    await loads(undefined, {}, async (page) => assert.deepEqual(await axe(page), []));
    await loads('<main><h1>Bench</h1><img src="data:,"><h4>Deep</h4></main>', {}, async (page) => {
        const found = (await axe(page)).map((line) => line.split(':')[0]);
        assert.ok(found.includes('image-alt') && found.includes('heading-order'), found.join());
    });
});

test('words without text are found in text, title and attributes', async () => {
    await loads(undefined, {}, async (page) => assert.deepEqual(await untranslated(page), []));
    const body = '<main><h1>‹today-title›</h1><p title="‹today›">‹withheld by law› of { $n_files } files</p></main>';
    await loads(body, {}, async (page) => {
        assert.deepEqual(await untranslated(page), ['‹today-title›', '‹today›', '{ $n_files }']);
    });
});

test('the Tab key is walked, and what it does not reach is said', async () => {
    await loads(undefined, {}, async (page) => {
        assert.equal(await tabTo(page, page.locator('#two')), 2);
        await assert.rejects(tabTo(page, page.locator('h1'), { nMax: 5 }), /not reached by 5/);
    });
});

test('codes are those of RFC 6238', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const check = (seconds, code) => assert.equal(totp(secret, Math.floor(seconds / 30)), code);
    check(59, '287082');
    check(1111111109, '081804');
    check(20000000000, '353130');
});
