// Debian's Chromium for a test: a context of its own each time, watched. Whatever the browser complains of, and whatever
// leaves for elsewhere, fails the test.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { COOKIE } from './node.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Where pictures of pages go.
export const PICTURES = process.env.SANAD_SCREENSHOTS ?? join(ROOT, 'target/browser');

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const ARGS = [
    '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync',
    // No name but this machine's own can be looked up, whatever a page asks for.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
];

let launched = null;

// The browser, one for all tests of a file.
export function browser() {
    launched ??= chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        // Root has no sandbox to give away; everybody else keeps it.
        args: process.getuid() === 0 ? ['--no-sandbox', ...ARGS] : ARGS,
    });
    return launched;
}

// Ends it. Every file calls this in an `after`.
export async function closeBrowser() {
    const running = launched;
    launched = null;
    await (await running)?.close();
}

// Opens a page, does `what` with it, and fails when anything was amiss that the test did not expect.
//   origin   the only place that may be asked
//   cookie   the session, if somebody is signed in
//   lang     the browser's language
//   scheme   'light' or 'dark'
//   width, height   in CSS pixels
//   script   whether scripts run
//   expects  patterns of complaints that belong to the test; each has to come
export async function inPage(ask, what) {
    const { origin, cookie, lang = 'en', scheme = 'light', width = 1280, height = 800, script = true, expects = [] } = ask;
    const context = await (await browser()).newContext({
        locale: lang,
        colorScheme: scheme,
        reducedMotion: 'reduce',
        viewport: { width, height },
        isMobile: width < 600,
        hasTouch: width < 600,
        javaScriptEnabled: script,
        timezoneId: 'Asia/Amman',
        serviceWorkers: 'block',
    });
    const complaints = [];
    try {
        await watch(context, origin, complaints);
        const page = await context.newPage();
        if (cookie) await signIn(page, origin, cookie);
        try {
            await ended(what(page));
            // What the page has said by now is heard before it is judged. Without script there are no timers.
            if (script) await ended(page.evaluate(() => new Promise((done) => { setTimeout(done, 0); })));
        } catch (error) {
            error.message += complaints.map((complaint) => `\n  the browser said: ${complaint}`).join('');
            throw error;
        }
    } finally {
        await context.close();
    }
    const unexpected = complaints.filter((complaint) => !expects.some((pattern) => pattern.test(complaint)));
    const missing = expects.filter((pattern) => !complaints.some((complaint) => pattern.test(complaint)));
    const breaches = [...unexpected, ...missing.map((pattern) => `expected and not seen: ${pattern}`)];
    if (breaches.length > 0) throw new Error(`in the browser (${lang}, ${scheme}, ${width}):\n  ${breaches.join('\n  ')}`);
}

// A page that never answers must not keep a push waiting.
function ended(doing) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('the page did not answer for three minutes')), 180_000);
    });
    return Promise.race([doing, late]).finally(() => clearTimeout(timer));
}

async function watch(context, origin, complaints) {
    const isOurs = (address) => {
        const { protocol, origin: its } = new URL(address);
        return its === origin || protocol === 'data:' || address === 'about:blank';
    };
    const goingOut = (address) => {
        if (!isOurs(address)) complaints.push(`request to elsewhere: ${address}`);
    };
    context.on('request', (request) => goingOut(request.url()));
    context.on('console', (message) => {
        if (['error', 'warning', 'assert'].includes(message.type())) {
            complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
    });
    context.on('weberror', (error) => complaints.push(`error of the page: ${error.error().message}`));
    context.on('page', (page) => {
        page.on('websocket', (socket) => goingOut(socket.url().replace(/^ws/, 'http')));
        page.on('crash', () => complaints.push('the page crashed'));
    });
    await context.exposeBinding('sanadTestsReport', (_, text) => { complaints.push(text); });
    await context.addInitScript(() => {
        const report = window.sanadTestsReport;
        document.addEventListener('securitypolicyviolation', (event) => {
            report(`content-security policy: ${event.effectiveDirective} of ${event.blockedURI}`);
        });
    });
}

// The cookie's name asks for a secure cookie of this host alone; Playwright would give it a domain.
async function signIn(page, origin, cookie) {
    const session = await page.context().newCDPSession(page);
    const { success } = await session.send('Network.setCookie', {
        name: COOKIE, value: cookie, url: `${origin}/`, path: '/', secure: true, httpOnly: true, sameSite: 'Strict',
    });
    if (!success) throw new Error('the browser refused the cookie of the session');
    await session.detach();
}

// What axe finds against WCAG 2.0, 2.1 and 2.2 at A and AA, and against good practice: a line each, none when all is well.
export async function axe(page) {
    // By the debugger, which asks no content-security policy.
    const session = await page.context().newCDPSession(page);
    const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: AXE });
    await session.detach();
    if (exceptionDetails) throw new Error(`axe cannot be loaded: ${exceptionDetails.text}`);
    const { violations } = await page.evaluate((tags) => window.axe.run(document, {
        runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
    }), AXE_TAGS);
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
}

// Weighs what a page brings from now on, as it travels: a function that tells {fonts, rest} in bytes.
export async function weigh(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const kinds = new Map();
    const weight = { fonts: 0, rest: 0 };
    session.on('Network.responseReceived', ({ requestId, type }) => { kinds.set(requestId, type); });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        weight[kinds.get(requestId) === 'Font' ? 'fonts' : 'rest'] += encodedDataLength;
    });
    return () => ({ ...weight });
}

// Words that have no text: `‹key›` where a message is missing, `{$name}` where a variable is.
export async function untranslated(page) {
    return page.evaluate(() => {
        const pattern = /‹[a-z][a-z0-9]*(?:-[a-z0-9]+)*›|\{\s*\$[\w-]+\s*\}/g;
        const found = new Set();
        const look = (text) => (text.match(pattern) ?? []).forEach((key) => found.add(key));
        look(document.title);
        const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        for (let node = walker.currentNode; node; node = walker.nextNode()) {
            if (node.nodeType === Node.TEXT_NODE) look(node.data);
            else for (const { value } of node.attributes) look(value);
        }
        return [...found];
    });
}

// Walks by the Tab key until `locator` has the focus: how many presses it took.
export async function tabTo(page, locator, { backwards = false, nMax = 200 } = {}) {
    for (let n = 1; n <= nMax; n += 1) {
        await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
        if (await locator.evaluate((element) => element === document.activeElement)) return n;
    }
    throw new Error(`${locator} is not reached by ${nMax} presses of Tab`);
}

// Waits for what a page draws after it is there: a map.
export async function drawn(page) {
    if (await page.locator('#map').count() > 0) await page.waitForSelector('#map[data-drawn]');
}

// A picture of the whole page: the file's path.
export async function screenshot(page, name, folder = PICTURES) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.evaluate(() => document.fonts.ready.then(() => null));
    await drawn(page);
    await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'hide' });
    return path;
}
