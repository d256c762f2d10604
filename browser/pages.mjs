// Every page that somebody can open, for the tests that load each and for the pictures.
//
// name    of the picture's file
// path    where it is; a function where it depends on what `fill` has put into the node
// role    whose page it is: a login name of PEOPLE in node.mjs; none for whoever is not signed in

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['ar', 'en', 'es', 'fr'];
// Pictures are made in these, and at these widths.
export const PICTURED = { languages: ['ar', 'en'], schemes: ['light', 'dark'], widths: [1280, 390] };

const OFFICER = 'victim-identification-officer';

export const pages = [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'recover', path: '/recover' },
    { name: 'today', path: '/', role: 'victim-identification-officer' },
    { name: 'search', path: '/search', role: OFFICER },
    { name: 'reports', path: '/reports', role: 'hotline-analyst' },
    { name: 'report', path: ({ report }) => `/reports/${report}`, role: 'hotline-analyst' },
    { name: 'exhibits', path: '/exhibits', role: 'examiner' },
    { name: 'exhibit', path: ({ exhibit }) => `/exhibits/${exhibit}`, role: 'examiner' },
    { name: 'jobs', path: '/exhibits/jobs', role: 'examiner' },
    { name: 'sorting', path: '/sorting', role: 'grader' },
    { name: 'sorting-table', path: ({ exhibit }) => `/sorting?exhibit=${exhibit}`, role: 'grader' },
    { name: 'sorting-case', path: ({ one }) => `/sorting?case=${one}`, role: 'grader' },
    { name: 'matches', path: '/matches', role: 'examiner' },
    { name: 'match', path: ({ near }) => `/matches/${near}`, role: 'examiner' },
    { name: 'differing', path: '/gradings', role: 'supervisor' },
    { name: 'gradings', path: ({ differing }) => `/gradings/${differing}?shown=1`, role: 'supervisor' },
    { name: 'all-series', path: '/series', role: OFFICER },
    { name: 'series', path: ({ series }) => `/series/${series}`, role: OFFICER },
    { name: 'proposals', path: ({ series }) => `/series/${series}/proposals`, role: OFFICER },
    { name: 'victims', path: '/victims', role: OFFICER },
    { name: 'victim', path: ({ victim }) => `/victims/${victim}`, role: 'social-worker' },
    { name: 'persons', path: '/persons', role: OFFICER },
    { name: 'person', path: ({ person }) => `/persons/${person}`, role: OFFICER },
    { name: 'things', path: '/things', role: OFFICER },
    { name: 'place', path: ({ place }) => `/things/${place}`, role: OFFICER },
    { name: 'clue', path: ({ clue }) => `/clues/${clue}`, role: OFFICER },
    { name: 'links', path: ({ victim, place }) => `/links?from=${victim}&to=${place}`, role: OFFICER },
    { name: 'links-around', path: ({ victim }) => `/links/around/${victim}?steps=3`, role: OFFICER },
    { name: 'cases', path: '/cases', role: OFFICER },
    { name: 'case', path: ({ one }) => `/cases/${one}`, role: OFFICER },
    { name: 'disclosure', path: ({ one }) => `/cases/${one}/disclosure`, role: OFFICER },
    { name: 'handling', path: ({ victim }) => `/handling/${victim}`, role: OFFICER },
    { name: 'keeping', path: '/keeping', role: 'data-protection-officer' },
    { name: 'keeping-record', path: ({ victim }) => `/keeping/${victim}`, role: 'supervisor' },
    { name: 'lists', path: '/lists', role: 'examiner' },
    { name: 'list', path: ({ list }) => `/lists/${list}`, role: 'examiner' },
    { name: 'list-matches', path: ({ list }) => `/lists/${list}/matches`, role: 'examiner' },
    { name: 'ledger', path: '/ledger', role: 'auditor' },
    { name: 'ledger-record', path: ({ victim }) => `/ledger/${victim}`, role: OFFICER },
    { name: 'ledger-all', path: '/ledger/all', role: 'auditor' },
    { name: 'checkpoint', path: '/ledger/checkpoint', role: 'auditor' },
    { name: 'rules', path: '/rules', role: 'data-protection-officer' },
    { name: 'rules-words', path: '/rules/words', role: 'grader' },
    { name: 'settings', path: '/settings', role: 'grader' },
    { name: 'renew', path: '/renew', role: 'grader' },
    { name: 'second-persons', path: '/second-persons', role: 'supervisor' },
    { name: 'wellbeing', path: '/wellbeing', role: 'grader' },
    { name: 'wellbeing-people', path: '/wellbeing/people', role: 'welfare-officer' },
    { name: 'wellbeing-of', path: ({ grader }) => `/wellbeing/people/${grader}`, role: 'welfare-officer' },
    { name: 'administration', path: '/administration', role: 'administrator' },
    { name: 'health', path: '/administration/health?now=1', role: 'administrator' },
    { name: 'administration-person', path: ({ grader }) => `/administration/people/${grader}`, role: 'administrator' },
];

const digest = (kind, text) => createHash(kind).update(text).digest('hex');

// The digest of the sample exhibit's file of this number.
export const sha256Of = (n) => digest('sha256', `file ${n}`);

// What stands in the node before it is served: an exhibit, as a lab's tool exports it, and a list that knows some of it.
export async function prepare(node) {
    const look = digest('sha256', 'look 1');
    const row = (path, text, pdq) => [path, digest('md5', text), digest('sha256', text), pdq, 2_000_000, 'image/jpeg'].join(',');
    const files = [1, 2, 3, 4, 5, 6].map((n) => row(`DCIM/صور/IMG_000${n}.jpg`, `file ${n}`, digest('sha256', `look ${n}`)));
    const near = row('DCIM/IMG_0007.jpg', 'file 7', `${look[0] === '0' ? '1' : '0'}${look.slice(1)}`);
    const exhibit = join(node.folder, 'exhibit.csv');
    writeFileSync(exhibit, `${['path,md5,sha256,pdq,size,mime', ...files, near].join('\n')}\n`);
    const list = join(node.folder, 'list.csv');
    writeFileSync(list, `id,md5,pdq,category\nS-1,${digest('md5', 'file 1')},${look},1\n`);
    // While no supervisor has signed in, whoever owns the node makes a token alone.
    node.sanad(['token', 'add', 'grader', '--name', 'Export for the lab', '--scope', 'grading-show', '--scope', 'match-show', '--days', '90']);
    node.sanad(['triage', '--hash-only', exhibit, '--exhibit-number', 'EX-1', '--authority', 'Order 1/2026', '--list',
        `${list},name=Sample list,owner=An owner,scheme=sample`]);
}

// Puts into a node what its pages show: an object from which paths are made. Called with a node that is served.
export async function fill(node) {
    const call = async (method, role, path, body) => {
        const answer = await node.call(method, `/api/v1${path}`, { cookie: await node.session(role), body });
        if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
        return answer.body;
    };
    const ask = (path, body, role = OFFICER) => call('POST', role, path, body);
    const file = (n) => ({ sha256: sha256Of(n) });
    const one = (await ask('/cases', { number: 'SAMPLE/1', legal_basis: 'Order 1/2026' })).id;
    const into = { case: one };
    const series = (await ask('/series', { name: 'Blue sofa', into })).id;
    const seen = [{ by: 'statement', words: 'The same room in both pictures.' }];
    await ask('/series/add-files', { series, files: [file(2), file(3)], confidence: 'likely', evidence: seen });
    const victim = (await ask('/victims', { into })).id;
    const clue = (await ask('/clues', { kind: 'plug', words: 'A plug of type D by the door.', certainty: 'certain', into })).id;
    const person = (await ask('/persons', { names: ['Sample Person'], under_18: false, into })).id;
    const place = (await ask('/things', { what: { thing: 'place', kind: 'home', country: 'JO' }, into })).id;
    const link = (from, to, kind, evidence) => ask('/links', { from, to, kind, confidence: 'likely', evidence: [evidence] });
    await link(`sha256:${sha256Of(2)}`, victim, 'depicts', { by: 'file', file: file(2) });
    await link(person, victim, 'has-access-to', { by: 'statement', words: 'An uncle, says the school.' });
    await link(person, place, 'lives-at', { by: 'clue', clue });
    // A place that is known to the metre, and a clue that leads to a country and no further.
    const position = { latitude_e7: 319_539_000, longitude_e7: 359_106_000 };
    const school = (await ask('/things', { what: { thing: 'place', kind: 'school', position }, into })).id;
    await link(victim, school, 'lives-at', seen[0]);
    const country = (await ask('/things', { what: { thing: 'place', kind: 'area', country: 'TN' }, into })).id;
    await link(clue, country, 'points-to', seen[0]);
    await link(series, country, 'taken-at', seen[0]);
    await ask('/series/write-note', { series, to: 'examiner', words: 'Have you seen this sofa in another exhibit?' });
    await link(clue, `sha256:${sha256Of(2)}`, 'seen-in', { by: 'file', file: file(2) });
    // A child at risk, of whom the protection service must be told; and somebody who looked at hard material for long.
    await ask('/victims/set-safety', {
        victim, is: { safety: 'at-risk', risk: 'very-high', reason: 'lives with the suspect', case: one },
    });
    // What a child wishes and withdrew, and an order that forbids erasing the record.
    await ask('/victims/set-notification-wish', { victim, is: { wish: 'wants', through: 'counsel' } });
    await ask('/victims/give-consent', { victim, scopes: ['sharing', 'support'], by: 'guardian' });
    await ask('/victims/withdraw-consent', { victim, scopes: ['sharing'], by: 'victim' });
    await ask('/keeping/hold', { record: victim, reason: 'Order 5 of the court.' }, 'supervisor');
    const said = { from: person, to: country, kind: 'lives-at', confidence: 'guess', evidence: [seen[0]] };
    const slip = (await ask('/links', said)).id;
    await ask('/links/take-back', { link: slip, reason: 'It was another person.' });
    const says = { weight: 'referral', text: 'Somebody saw pictures of a child on a page.' };
    const report = (await ask('/reports', { source: 'public', says }, 'hotline-analyst')).id;
    const graded = { file: file(4), facts: {} };
    await ask('/gradings', { ...graded, verdict: { illegal: { under: 'Law 1' } } }, 'grader');
    await ask('/gradings', { ...graded, verdict: { 'not-illegal': { under: 'Law 1' } } }, 'grader-2');
    await ask('/exposure', { severity: 'severe', minutes: 95, repeats: 0, sound: true }, 'grader');
    const social = await call('GET', 'administrator', '/users/social-worker');
    await ask('/cases/staff', { case: one, join: [social.id], leave: [] }, 'supervisor');
    const exhibit = (await call('GET', 'examiner', '/exhibits')).items[0].id;
    // A second case whose number begins alike, and the exhibit in the first.
    const two = (await ask('/cases', { number: 'SAMPLE/2', legal_basis: 'Order 2/2026' })).id;
    await ask('/cases/add-records', { case: one, records: [exhibit] });
    const list = (await call('GET', 'examiner', '/lists')).items[0].id;
    const grader = node.person('grader').user.id;
    await ask('/deputies', { user: node.person('grader-2').user.id, days: 14 }, 'supervisor');
    return { one, two, series, victim, clue, person, place, report, exhibit, list, grader, near: `sha256:${sha256Of(7)}`,
        differing: `sha256:${sha256Of(4)}` };
}

// A page once in each way: {name, path, role, lang, scheme, width}.
export function shotsOf(page, filled, { languages, schemes, widths } = PICTURED) {
    const path = typeof page.path === 'function' ? page.path(filled) : page.path;
    return languages.flatMap((lang) => schemes.flatMap((scheme) => widths.map((width) => ({
        name: page.name, path, role: page.role, lang, scheme, width,
    }))));
}
