// Previews at the sorting table: grey before, revealed while a key is held or from press to press, hidden by themselves, and
// nowhere afterwards. The drawings are made here.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';

const FONT = fileURLToPath(new URL('../../crates/web/assets/vendor/fonts/noto-sans-latin.woff2', import.meta.url));
let node;

// As PNG's chunks end, bit by bit: it is a few megabytes at most.
function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return (crc ^ 0xffffffff) >>> 0;
}

// A drawing of this size as a PNG: a ramp of colours, and discs that differ by the number.
function drawing(width, height, number) {
    const rows = Buffer.alloc(height * (1 + width * 3));
    for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
            const isDisc = (x * (number + 2)) % 97 < 30 && (y * (number + 3)) % 83 < 40;
            const at = y * (1 + width * 3) + 1 + x * 3;
            rows.set(isDisc ? [240, 60 + number * 20, 40] : [(x * 255) / width, (y * 255) / height, number * 35], at);
        }
    }
    const chunk = (kind, data) => {
        const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
        const ends = Buffer.alloc(8);
        ends.writeUInt32BE(data.length, 0);
        ends.writeUInt32BE(crc32(body), 4);
        return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head.set([8, 2, 0, 0, 0], 8);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

before(async () => {
    node = await startNode({
        people: [
            { login: 'holder', name: 'Layla', roles: ['grader'] },
            { login: 'presser', name: 'Sami', roles: ['grader'] },
        ],
        args: (folder) => ['--intake', join(folder, 'intake')],
        prepare: async (made) => {
            const phone = join(made.folder, 'intake', 'phone');
            mkdirSync(phone, { recursive: true });
            for (let n = 0; n < 6; n += 1) writeFileSync(join(phone, `drawing ${n}.png`), drawing(800 - n * 40, 500 + n * 30, n));
            const known = join(made.folder, 'known.csv');
            const md5 = createHash('md5').update(readFileSync(join(phone, 'drawing 5.png'))).digest('hex');
            writeFileSync(known, `id,md5\nK-1,${md5}\n`);
            made.sanad([
                'triage', phone, '--exhibit-number', 'EX-1', '--authority', 'Order 1',
                '--list', `${known},name=Known,owner=An owner,scheme=sample`,
            ]);
        },
    });
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

const onTable = async (ask, what) => inPage({ origin: node.origin, cookie: await node.session(ask.login ?? 'holder'), ...ask }, async (page) => {
    await page.goto(`${node.origin}/sorting`);
    await page.locator('main .lines a').first().click();
    await page.waitForSelector('[role=grid]');
    await what(page);
});
const cell = (page, number) => page.locator(`[data-at="${number}"]`);
const nShown = (page) => page.locator('#revealed img').count();
const isThere = (page) => page.waitForFunction(() => document.querySelector('#revealed img')?.naturalWidth > 24);
const isGone = (page) => page.waitForFunction(() => !document.querySelector('#revealed img'));
const told = (page) => page.textContent('#revealed [role=status]');

test('a key shows the picture while it is held, in both directions of writing', async () => {
    for (const lang of ['en', 'ar']) {
        await onTable({ lang }, async (page) => {
            await page.waitForFunction(() => [...document.querySelectorAll('img.grey')].every((grey) => grey.complete));
            const sides = await page.locator('img.grey').evaluateAll((greys) => greys.map((grey) => [grey.naturalWidth, grey.naturalHeight]));
            assert.equal(sides.length, 6);
            sides.forEach((side) => assert.ok(Math.max(...side) === 24, `${side}`));
            await cell(page, 0).focus();
            await page.keyboard.down('v');
            await isThere(page);
            assert.deepEqual(await untranslated(page), []);
            assert.deepEqual(await axe(page), []);
            assert.ok((await told(page)).length > 0);
            await page.keyboard.up('v');
            await isGone(page);
            assert.ok((await told(page)).length > 0);
        });
    }
});

test('one press shows and the next hides, for whoever set it so, and by the button for everybody', async () => {
    await onTable({ login: 'presser' }, async (page) => {
        await page.goto(`${node.origin}/settings`);
        await page.check('input[name=reveal][value=press]');
        await page.click('form[action="/settings"] button.main');
        await page.goto(`${node.origin}/sorting`);
        await page.locator('main .lines a').first().click();
        await cell(page, 1).focus();
        await page.keyboard.press('v');
        await isThere(page);
        await page.keyboard.press('v');
        await isGone(page);
    });
    await onTable({}, async (page) => {
        const button = cell(page, 2).locator('button.reveal');
        await button.click();
        await isThere(page);
        assert.equal(await button.getAttribute('aria-pressed'), 'true');
        await button.click();
        await isGone(page);
        assert.equal(await button.getAttribute('aria-pressed'), 'false');
        await button.click();
        await isThere(page);
        await page.keyboard.press('Escape');
        await isGone(page);
    });
});

test('it hides by itself, when another stack is chosen, when the window is left, and in print', async () => {
    await onTable({}, async (page) => {
        await page.clock.install();
        const button = cell(page, 0).locator('button.reveal');
        await button.click();
        await isThere(page);
        await page.clock.runFor(6_500);
        assert.equal(await nShown(page), 1);
        await page.clock.runFor(1_600);
        assert.equal(await nShown(page), 0);
        for (const leave of [
            () => page.keyboard.press('ArrowDown'),
            () => page.evaluate(() => window.dispatchEvent(new Event('blur'))),
            () => page.evaluate(() => {
                Object.defineProperty(document, 'hidden', { value: true, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
                delete document.hidden;
            }),
            () => page.evaluate(() => window.dispatchEvent(new Event('pagehide'))),
        ]) {
            await button.click();
            await isThere(page);
            await leave();
            await isGone(page);
        }
        await button.click();
        await isThere(page);
        await page.emulateMedia({ media: 'print' });
        const seen = await page.locator('img').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
        assert.equal(seen, 0);
    });
});

test('known material asks why first, and nothing is sent when no reason is given', async () => {
    for (const lang of ['en', 'ar']) {
        await onTable({ lang }, async (page) => {
            const asked = [];
            page.on('request', (request) => { if (request.url().includes('/sorting/reveal')) asked.push(request.url()); });
            const button = page.locator('button.reveal[data-known]');
            assert.equal(await button.count(), 1);
            await button.click();
            await page.waitForSelector('#reveal-why[open]');
            assert.deepEqual(await axe(page), []);
            await page.click('#reveal-why button[value=""]');
            assert.deepEqual([await nShown(page), asked.length], [0, 0]);
            await button.click();
            await page.check('#reveal-why input[value=check-match]');
            await page.click('#reveal-why button[value=show]');
            await isThere(page);
            assert.equal(asked.length, 2);
        });
    }
});

test('a group is looked at file by file, and without script', async () => {
    await onTable({}, async (page) => {
        await cell(page, 0).locator('.stack-open').click();
        await page.locator('button.reveal').first().focus();
        await page.keyboard.down('v');
        await isThere(page);
        await page.keyboard.up('v');
        await isGone(page);
        assert.deepEqual(await axe(page), []);
    });
    await onTable({ script: false }, async (page) => {
        await cell(page, 0).locator('button.reveal').click();
        const picture = page.locator('img.revealed-once');
        assert.equal(await picture.count(), 1);
        await picture.waitFor({ state: 'hidden' });
    });
});

test('no cache of the browser holds a picture afterwards, and none is had a second time', async () => {
    // A profile on disk, as people have one: what lies in its folder can be read.
    const profile = mkdtempSync(join(tmpdir(), 'sanad-profile-'));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: process.getuid() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
    });
    const pictures = [];
    try {
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        await session.send('Network.setCookie', {
            name: '__Host-sanad', value: await node.session('holder'), url: `${node.origin}/`, path: '/', secure: true, httpOnly: true, sameSite: 'Strict',
        });
        page.on('response', (response) => {
            if (response.headers()['content-type'] === 'image/png') pictures.push({ url: response.url(), body: response.body() });
        });
        await page.goto(`${node.origin}/sorting`);
        await page.locator('main .lines a').first().click();
        await cell(page, 0).locator('button.reveal').click();
        await isThere(page);
        await page.keyboard.press('Escape');
        await isGone(page);
        const revealed = pictures.filter(({ url }) => url.includes('/sorting/revealed/'));
        assert.equal(revealed.length, 1);
        for (const { url } of pictures) {
            const isKept = await page.evaluate(async (address) => {
                try {
                    return (await fetch(address, { cache: 'only-if-cached', mode: 'same-origin' })).ok;
                } catch {
                    return false;
                }
            }, url);
            assert.equal(isKept, false, url);
        }
        const again = await context.request.get(revealed[0].url);
        assert.equal(again.ok(), false);
    } finally {
        const bodies = await Promise.all(pictures.map(({ body }) => body));
        await context.close();
        const found = holding(profile, bodies.map((body) => body.subarray(41, 89)));
        // What may be kept is found there: so would a picture be.
        const nKept = holding(profile, [readFileSync(FONT).subarray(2_000, 2_048)]).length;
        rmSync(profile, { recursive: true, force: true });
        assert.deepEqual([found, nKept], [[], 1]);
        assert.ok(bodies.length >= 2 && bodies.every((body) => body.length >= 89));
    }
});

// Files beneath a folder that hold any of these bytes.
function holding(folder, parts) {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => {
            const bytes = readFileSync(path);
            return parts.some((part) => bytes.includes(part));
        });
}
