// The sorting table in a browser: its keys in both directions of writing, its window, and that choice and focus outlive
// loading, a decision and its undoing. The exhibit is the export of a lab's tool: no picture is anywhere.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';

const N_STACKS = 10_000;
let node;
let exhibit;

// Ten thousand looks that are far from each other: each is a stack of its own, but the first, of which there are three.
function table() {
    const digest = (kind, text) => createHash(kind).update(text).digest('hex');
    const lines = ['path,md5,sha256,pdq,size,mime'];
    const add = (name, look) => {
        lines.push([name, digest('md5', name), digest('sha256', name), look, 2_000_000, 'image/jpeg'].join(','));
    };
    for (let n = 0; n < N_STACKS; n += 1) {
        const look = digest('sha256', `look ${n}`);
        const name = `IMG_${String(n).padStart(5, '0')}`;
        add(`${name}.jpg`, look);
        if (n === 0) ['00', '01'].forEach((byte) => add(`${name}_${byte}.jpg`, `${byte}${look.slice(2)}`));
    }
    return `${lines.join('\n')}\n`;
}

before(async () => {
    node = await startNode({
        people: [
            { login: 'grader', name: 'Layla', roles: ['grader'] },
            { login: 'officer', name: 'Rana', roles: ['victim-identification-officer'] },
        ],
        prepare: async (made) => {
            const path = join(made.folder, 'exhibit.csv');
            writeFileSync(path, table());
            made.sanad(['triage', '--hash-only', path, '--exhibit-number', 'EX-1', '--authority', 'Order 1']);
        },
    });
});
after(async () => {
    await closeBrowser();
    await node?.stop();
});

const onTable = async (ask, what) => inPage({ origin: node.origin, cookie: await node.session('grader'), ...ask }, async (page) => {
    await page.goto(`${node.origin}/sorting`);
    await page.locator('main .lines a').first().click();
    await page.waitForSelector('[role=grid]');
    exhibit = new URL(page.url()).searchParams.get('exhibit');
    await what(page);
});
const focused = (page) => page.evaluate(() => Number(document.activeElement.dataset.at));
const nCells = (page) => page.locator('[role=gridcell]').count();
// Presses keys one by one, and waits until this stack has the focus.
async function press(page, keys, at) {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForFunction((number) => document.activeElement.dataset.at === String(number), at);
    assert.ok(await nCells(page) <= 400);
}
const chosen = (page) => page.locator('[role=gridcell][aria-selected=true]').count();

test('arrows go where they point in both directions of writing', async () => {
    for (const [lang, onward] of [['en', 'ArrowRight'], ['ar', 'ArrowLeft']]) {
        await onTable({ lang }, async (page) => {
            await page.locator('[data-at="0"]').focus();
            await press(page, [onward], 1);
            await press(page, ['ArrowDown'], 5);
            await press(page, ['PageDown'], 25);
            await press(page, ['ArrowUp', 'PageUp'], 1);
            assert.deepEqual(await untranslated(page), []);
            assert.deepEqual(await axe(page), []);
        });
    }
});

test('End reaches the last of ten thousand, Home the first, and no more than 400 are ever here', async () => {
    await onTable({}, async (page) => {
        await page.locator('[data-at="0"]').focus();
        await press(page, ['End'], N_STACKS - 1);
        assert.equal(await page.getAttribute('[data-at="9999"]', 'aria-colindex'), '4');
        await press(page, Array(12).fill('PageUp'), N_STACKS - 1 - 12 * 20);
        assert.equal(await nCells(page), 400);
        await press(page, ['Home'], 0);
        await press(page, Array(30).fill('PageDown'), 600);
        assert.equal(await page.getAttribute('[role=grid]', 'aria-rowcount'), '2500');
        const numbers = await page.locator('[role=gridcell]').evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.at)));
        numbers.forEach((number, place) => { if (place > 0) assert.equal(number, numbers[place - 1] + 1); });
    });
});

test('choice and focus outlive loading, a decision and its undoing', async () => {
    await onTable({}, async (page) => {
        await page.locator('[data-at="0"]').focus();
        await page.keyboard.press(' ');
        await press(page, ['Shift+ArrowRight', 'Shift+ArrowRight'], 2);
        assert.equal(await chosen(page), 3);
        await press(page, ['End'], N_STACKS - 1);
        await press(page, ['Home'], 0);
        assert.equal(await chosen(page), 3);
        await page.keyboard.press('i');
        await page.waitForSelector('#sorting-said .done');
        await page.waitForFunction(() => document.querySelectorAll('.said-illegal').length === 3);
        assert.match(await page.textContent('#sorting-said'), /3 viewed, 2 by group/);
        assert.deepEqual([await chosen(page), await focused(page)], [3, 0]);
        await page.keyboard.press('u');
        await page.waitForFunction(() => document.querySelectorAll('.said-illegal').length === 0);
        assert.deepEqual([await chosen(page), await focused(page)], [3, 0]);
        await page.keyboard.press('Escape');
        assert.equal(await chosen(page), 0);
    });
});

test('a group is opened file by file and decided there without script', async () => {
    await onTable({ script: false }, async (page) => {
        await page.locator('[data-at="0"] .stack-open').click();
        assert.equal(await page.locator('tbody tr').count(), 3);
        await page.check('input[name=label][value=nudity]');
        await page.click('button[value=cannot-tell]');
        await page.waitForURL(/done=sorted/);
        assert.equal(await page.locator('p.done[role=status]').count(), 1);
        await page.click('button[name=undo]');
        await page.waitForURL(/done=sorting-undone/);
        assert.ok(exhibit.startsWith('exh_'));
    });
});

test('the exhibits of a case are one table, by the same keys', async () => {
    const cookie = await node.session('officer');
    const ask = async (path, body) => (await node.call('POST', `/api/v1${path}`, { cookie, body })).body;
    await onTable({}, async () => {});
    const { id } = await ask('/cases', { number: 'SORT/1', legal_basis: 'Order 1' });
    await ask('/cases/add-records', { case: id, records: [exhibit] });
    await inPage({ origin: node.origin, cookie: await node.session('grader') }, async (page) => {
        await page.goto(`${node.origin}/sorting?case=${id}`);
        assert.deepEqual(await axe(page), []);
        await page.locator('[data-at="0"]').focus();
        await press(page, ['End'], N_STACKS - 1);
        await press(page, ['Home'], 0);
        await press(page, ['ArrowRight'], 1);
        await page.keyboard.press('c');
        await page.waitForFunction(() => document.querySelectorAll('.said-cannot-tell').length === 1);
        await page.keyboard.press('u');
        await page.waitForFunction(() => document.querySelectorAll('.said-cannot-tell').length === 0);
    });
});

test('no page of the table holds a picture, and none is asked for', async () => {
    await onTable({}, async (page) => {
        const pictures = await page.locator('main img, main picture, main canvas, main video, main svg').count();
        assert.equal(pictures, 0);
    });
});
