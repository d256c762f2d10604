// The days of the people who work here, as they walk them through pages, in Arabic and in English: a victim-identification
// officer, a digital forensic examiner, a hotline analyst. What they do is asked for by forms; each page on the way is fit.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';
import { prepare, sha256Of } from '../pages.mjs';

const WORDS = {
    ar: { series: 'الأريكة الزرقاء', clue: 'قابس من النوع D قرب الباب', why: 'الغرفة نفسها في الصورتين', tell: 'مديرية الحماية', text: 'رأيت صورًا لطفل على صفحة' },
    en: { series: 'Blue sofa', clue: 'A plug of type D by the door', why: 'The same room in both pictures', tell: 'Protection service', text: 'I saw pictures of a child on a page' },
};

// Each language has a node of its own: what one reader wrote down is nothing to the other.
const nodes = {};
before(async () => {
    for (const lang of Object.keys(WORDS)) nodes[lang] = await startNode({ prepare });
});
after(async () => {
    await closeBrowser();
    for (const node of Object.values(nodes)) await node.stop();
});

// Somebody at work: opens pages, sends forms, and finds every page fit for use.
const atWork = async (lang, login, what) => {
    const node = nodes[lang];
    const cookie = await node.session(login);
    await inPage({ origin: node.origin, cookie, lang }, async (page) => {
        const fit = async () => {
            const where = `${page.url()} (${lang})`;
            assert.deepEqual(await untranslated(page), [], where);
            assert.deepEqual(await axe(page), [], where);
        };
        const open = async (path) => {
            const answer = await page.goto(new URL(path, node.origin).href);
            assert.equal(answer.status(), 200, path);
            await fit();
        };
        // Fills a form and sends it; the page after it says what was done.
        const send = async (action, fields, button = 'button') => {
            const form = page.locator(`form[action="${action}"]`).filter({ has: page.locator(button) }).first();
            const closed = form.locator('xpath=ancestor::details[not(@open)]');
            while (await closed.count() > 0) await closed.last().evaluate((details) => { details.open = true; });
            for (const [name, value] of Object.entries(fields)) {
                const field = form.locator(`[name=${name}]`).first();
                const kind = await field.evaluate((element) => element.type);
                if (kind === 'radio') await form.locator(`[name=${name}][value="${value}"]`).check();
                else if (kind === 'checkbox') await field.check();
                else if (kind.startsWith('select')) await field.selectOption(value);
                else await field.fill(value);
            }
            await Promise.all([page.waitForURL(/[?&]done=/), form.locator(button).first().click()]);
            assert.equal(await page.locator('[role=alert]').count(), 0, `${action} is refused`);
            assert.ok((await page.locator('[role=status]').first().textContent()).trim().length > 0, action);
            await fit();
        };
        await what({ page, open, send, at: () => new URL(page.url()).pathname });
    });
};

for (const lang of Object.keys(WORDS)) {
    const words = WORDS[lang];

    test(`a victim-identification officer finds a series, a child and who is told (${lang})`, async () => {
        await atWork(lang, 'victim-identification-officer', async ({ page, open, send, at }) => {
            await open('/');
            await open('/cases');
            await send('/cases', { number: `WF/${lang}`, legal_basis: 'Order 1/2026' }, 'button.main');
            const one = at();
            await open('/series');
            await send('/series', { name: words.series, case: one.split('/').pop() }, 'button.main');
            const series = at();
            const files = [sha256Of(2), sha256Of(3)].map((hash) => `sha256:${hash}`).join('\n');
            await send(`${series}/add`, { files, confidence: 'likely', statement: words.why });
            assert.equal(await page.locator('main').getByText(sha256Of(2).slice(0, 16)).count() > 0, true);
            await send(`${series}/clue`, { kind: 'plug', words: words.clue, certainty: 'certain' });
            assert.ok((await page.textContent('main')).includes(words.clue));
            await open('/victims');
            await send('/victims', { case: `WF/${lang}` }, 'button.main');
            const victim = at();
            await send('/links/add', {
                direction: 'to', kind: 'depicts', other: `sha256:${sha256Of(2)}`, confidence: 'likely', statement: words.why,
            });
            await send(`${victim}/safety`, { safety: 'at-risk', risk: 'very-high', case: one.split('/').pop(), reason: words.why }, 'button.main');
            // A clock runs at once; the officer writes down whom they told, and it stands still no more.
            const told = await page.locator('form[action$="/told"]').getAttribute('action');
            await send(told, { whom: words.tell }, 'button.main');
            assert.ok((await page.textContent('main')).includes(words.tell));
            await open(`/links/around/${victim.split('/').pop()}`);
            await open(one);
            assert.ok((await page.textContent('main')).includes(words.series));
            await open(`${one}/disclosure`);
            await open('/wellbeing');
            await send('/wellbeing', { severity: 'severe', minutes: '30' });
        });
    });

    test(`an examiner decides a match, graders differ, and a supervisor settles it (${lang})`, async () => {
        await atWork(lang, 'examiner', async ({ page, open, at }) => {
            await open('/exhibits');
            await page.locator('main table a').first().click();
            assert.match(at(), /^\/exhibits\/exh_/);
            const exhibit = at();
            // What the sentence asks for, and nothing else.
            await page.locator('.sentence select[name=outcome]').selectOption('near');
            await page.locator('.sentence button').click();
            const near = page.locator('table.files tbody tr');
            assert.equal(await near.count(), 1);
            await near.locator('a[href^="/matches/"]').click();
            const match = at();
            await page.locator('main form [name=side_by_side]').first().check();
            await page.locator('main form [name=reason]').first().fill(words.why);
            await page.locator('main form button[value=yes]').first().click();
            await page.waitForURL(/done=/);
            assert.ok((await page.textContent('main')).includes(words.why));
            await open('/lists');
            await page.locator('main table a').first().click();
            assert.match(at(), /^\/lists\//);
            await open(`/ledger/${match.split('/').pop()}`);
            await open(exhibit);
        });
        // Blind votes, and a third person where they differ.
        for (const [login, verdict] of [['grader', 'illegal'], ['grader-2', 'not-illegal']]) {
            await atWork(lang, login, async ({ page, open }) => {
                await open('/sorting');
                await page.locator('main .lines a').first().click();
                await page.locator('[role=gridcell].stack').first().waitFor();
                await page.locator('[role=gridcell].stack input[name=stack]').last().check();
                await page.locator('#decide [name=under]').fill('Law 1').catch(() => null);
                await page.locator(`#decide button[value=${verdict}]`).click();
                await page.locator('.done').first().waitFor();
            });
        }
        await atWork(lang, 'supervisor', async ({ page, open, send }) => {
            await open('/');
            const way = page.locator('a[href^="/gradings/sha256"]').first();
            const file = await way.getAttribute('href');
            await open(`${file}?shown=1`);
            const stands = await page.locator('[name=stands]').first().getAttribute('value');
            await send(`${file}/settle`, { stands, reason: words.why }, 'button.main');
        });
    });

    test(`a hotline analyst takes a report, reads it and ends the shift (${lang})`, async () => {
        await atWork(lang, 'hotline-analyst', async ({ page, open, send, at }) => {
            await open('/reports');
            await send('/reports', { source: 'public', weight: 'referral', text: words.text }, 'button.main');
            const report = at();
            await page.locator(`form[action="${report}/text"] button`).click();
            await page.getByText(words.text).first().waitFor();
            await open('/search');
            await open('/wellbeing');
            await send('/wellbeing', { severity: 'severe', minutes: '95' });
            await send('/wellbeing/break', {});
            await open('/');
        });
    });
}
