// Pictures of pages, to be looked at: node screenshots.mjs FOLDER [NAME…]. It judges nothing but what the browser complains of.

import { closeBrowser, inPage, screenshot } from './chrome.mjs';
import { startNode } from './node.mjs';
import { fill, pages, prepare, shotsOf } from './pages.mjs';

// Takes each of {name, path, role, lang, scheme, width} into the folder: the files' paths.
export async function take(node, shots, folder) {
    const taken = [];
    for (const { name, path, role, lang, scheme, width } of shots) {
        const cookie = role && await node.session(role);
        await inPage({ origin: node.origin, cookie, lang, scheme, width }, async (page) => {
            const answer = await page.goto(`${node.origin}${path}`, { waitUntil: 'load' });
            if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}`);
            taken.push(await screenshot(page, `${name}.${lang}.${scheme}.${width}`, folder));
        });
    }
    return taken;
}

async function main([folder, ...names]) {
    if (!folder) throw new Error('usage: node screenshots.mjs FOLDER [NAME…]');
    const strange = names.filter((name) => !pages.some((page) => page.name === name));
    if (strange.length > 0) throw new Error(`no page is called ${strange.join(', ')}`);
    const wanted = pages.filter((page) => names.length === 0 || names.includes(page.name));
    const node = await startNode({ prepare });
    try {
        const filled = await fill(node);
        const taken = await take(node, wanted.flatMap((page) => shotsOf(page, filled)), folder);
        taken.forEach((path) => console.log(path));
    } finally {
        await closeBrowser();
        await node.stop();
    }
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
    main(process.argv.slice(2)).catch((error) => {
        console.error(`screenshots: ${error.message}`);
        process.exitCode = 1;
    });
}
