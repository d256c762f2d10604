// Where an exhibit's files were made, as their cameras say: asked for in the sentence, drawn, and in the table that says the same.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, closeBrowser, inPage, untranslated } from '../chrome.mjs';
import { startNode } from '../node.mjs';

const PHOTOS = fileURLToPath(new URL('../../samples/photos/', import.meta.url));
let node;

// A JPEG with an Exif segment that says where it was made: degrees, minutes and hundredths of seconds, north and east of zero.
function saying(jpeg, latitude, longitude) {
    const tiff = Buffer.alloc(128);
    tiff.write('II*\0', 0, 'latin1');
    tiff.writeUInt32LE(8, 4);
    const field = (at, tag, kind, count, value) => {
        tiff.writeUInt16LE(tag, at);
        tiff.writeUInt16LE(kind, at + 2);
        tiff.writeUInt32LE(count, at + 4);
        tiff.writeUInt32LE(value, at + 8);
    };
    const angle = (at, degrees) => {
        const hundredths = Math.round(degrees * 360_000);
        [[Math.floor(hundredths / 360_000), 1], [Math.floor(hundredths / 6_000) % 60, 1], [hundredths % 6_000, 100]]
            .flat()
            .forEach((number, n) => tiff.writeUInt32LE(number, at + n * 4));
    };
    tiff.writeUInt16LE(1, 8);
    field(10, 0x8825, 4, 1, 26);
    tiff.writeUInt16LE(4, 26);
    field(28, 1, 2, 2, 'N'.charCodeAt(0));
    field(40, 2, 5, 3, 80);
    field(52, 3, 2, 2, 'E'.charCodeAt(0));
    field(64, 4, 5, 3, 104);
    angle(80, latitude);
    angle(104, longitude);
    const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
    const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 0xff]);
    return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

before(async () => {
    node = await startNode({
        people: ['ar', 'en'].map((language) => ({ login: `maher-${language}`, name: 'Maher', roles: ['examiner'], language })),
        prepare: (made) => {
            const phone = join(made.folder, 'phone');
            mkdirSync(phone, { recursive: true });
            const photo = (name) => readFileSync(join(PHOTOS, `${name}.jpg`));
            writeFileSync(join(phone, 'amman.jpg'), saying(photo('cat'), 31.95, 35.91));
            writeFileSync(join(phone, 'tunis.jpg'), saying(photo('coffee'), 36.8, 10.18));
            writeFileSync(join(phone, 'nowhere.jpg'), photo('moon'));
            made.sanad(['triage', phone, '--exhibit-number', 'EX-2', '--authority', 'Order 2/2026']);
        },
    });
});

after(async () => {
    await closeBrowser();
    await node?.stop();
});

for (const [language, asked, shown] of [['en', 'whose cameras say where', 'Show'], ['ar', 'التي تذكر الكاميرا موقعها', 'إظهار']]) {
    test(`an examiner sees where an exhibit's files were made, in ${language}`, async () => {
        const cookie = await node.session(`maher-${language}`);
        await inPage({ origin: node.origin, cookie, lang: language }, async (page) => {
            await page.goto(`${node.origin}/exhibits`);
            await page.locator('main a[href^="/exhibits/exh_"]').first().click();
            await page.locator('select[name=position]').selectOption({ label: asked });
            await page.getByRole('button', { name: shown, exact: true }).click();
            await page.locator('#map[data-drawn="2"]').waitFor();
            const rows = await page.locator('tr[data-spot]').evaluateAll((all) => all.map(({ dataset }) => [dataset.spot, dataset.latitude, dataset.longitude]));
            assert.deepEqual(rows, [['amman.jpg', '31.95000', '35.91000'], ['tunis.jpg', '36.80000', '10.18000']]);
            assert.equal(await page.locator('table.files tbody tr').count(), 2, 'what says nothing of it is left out');
            assert.deepEqual(await axe(page), []);
            assert.deepEqual(await untranslated(page), []);
        });
    });
}
