// Every page that somebody can open, for the tests that load each and for the pictures.
//
// name    of the picture's file
// path    where it is; a function where it depends on what `fill` has put into the node
// role    whose page it is: a login name of PEOPLE in node.mjs; none for whoever is not signed in

export const LANGUAGES = ['ar', 'en', 'es', 'fr'];
// Pictures are made in these, and at these widths.
export const PICTURED = { languages: ['ar', 'en'], schemes: ['light', 'dark'], widths: [1280, 390] };

export const pages = [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'recover', path: '/recover' },
    { name: 'today', path: '/', role: 'victim-identification-officer' },
    { name: 'rules', path: '/rules', role: 'data-protection-officer' },
    { name: 'rules-words', path: '/rules/words', role: 'grader' },
    { name: 'settings', path: '/settings', role: 'grader' },
    { name: 'renew', path: '/renew', role: 'grader' },
    { name: 'second-persons', path: '/second-persons', role: 'supervisor' },
    { name: 'wellbeing', path: '/wellbeing', role: 'grader' },
    { name: 'wellbeing-people', path: '/wellbeing/people', role: 'welfare-officer' },
    { name: 'wellbeing-of', path: ({ grader }) => `/wellbeing/people/${grader}`, role: 'welfare-officer' },
    { name: 'administration', path: '/administration', role: 'administrator' },
    { name: 'administration-person', path: ({ grader }) => `/administration/people/${grader}`, role: 'administrator' },
];

// Puts into a node what its pages show: an object from which paths are made. Called with a node that is served.
export async function fill(node) {
    const call = async (role, path, body) => {
        const answer = await node.call('POST', `/api/v1${path}`, { cookie: await node.session(role), body });
        if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
        return answer.body;
    };
    // A child at risk, of whom the protection service must be told; and somebody who looked at hard material for long.
    const officer = 'victim-identification-officer';
    const victim = await call(officer, '/victims', {});
    await call(officer, '/victims/set-safety', {
        victim: victim.id, is: { safety: 'at-risk', risk: 'very-high', reason: 'lives with the suspect', case: null },
    });
    await call('grader', '/exposure', { severity: 'severe', minutes: 95, repeats: 0, sound: true });
    return { grader: node.person('grader').user.id, victim: victim.id };
}

// A page once in each way: {name, path, role, lang, scheme, width}.
export function shotsOf(page, filled, { languages, schemes, widths } = PICTURED) {
    const path = typeof page.path === 'function' ? page.path(filled) : page.path;
    return languages.flatMap((lang) => schemes.flatMap((scheme) => widths.map((width) => ({
        name: page.name, path, role: page.role, lang, scheme, width,
    }))));
}
