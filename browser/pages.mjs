// Every page that somebody can open, for the tests that load each and for the pictures.
//
// name    of the picture's file
// path    where it is; a function where it depends on what `fill` has put into the node
// role    whose page it is: a login name of PEOPLE in node.mjs; none for whoever is not signed in

export const LANGUAGES = ['ar', 'en', 'es', 'fr'];
// Pictures are made in these, and at these widths.
export const PICTURED = { languages: ['ar', 'en'], schemes: ['light', 'dark'], widths: [1280, 390] };

export const pages = [
    { name: 'alive', path: '/api/v1/alive' },
    { name: 'me', path: '/api/v1/me', role: 'grader' },
];

// Puts into a node what its pages show: an object from which paths are made. Called with a node that is served.
export async function fill(node) {
    return { grader: node.person('grader').user.id };
}

// A page once in each way: {name, path, role, lang, scheme, width}.
export function shotsOf(page, filled, { languages, schemes, widths } = PICTURED) {
    const path = typeof page.path === 'function' ? page.path(filled) : page.path;
    return languages.flatMap((lang) => schemes.flatMap((scheme) => widths.map((width) => ({
        name: page.name, path, role: page.role, lang, scheme, width,
    }))));
}
