// A unit's node for a test: a folder of its own, people in it, the real program serving it. Nothing of it is left behind.

import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = process.env.SANAD ?? join(ROOT, 'target/debug/sanad');

export const COOKIE = '__Host-sanad';

// Everybody who signs in as a person, and the second ones that some verbs ask for. The login name is the role's code.
export const PEOPLE = [
    'grader', 'victim-identification-officer', 'examiner', 'hotline-analyst', 'coordinator', 'social-worker',
    'welfare-officer', 'programme-officer', 'supervisor', 'data-protection-officer', 'auditor', 'administrator',
].map((role) => ({ login: role, name: role.replace(/-/g, ' '), roles: [role] })).concat([
    { login: 'grader-2', name: 'second grader', roles: ['grader'] },
    { login: 'supervisor-2', name: 'second supervisor', roles: ['supervisor'] },
    { login: 'administrator-2', name: 'second administrator', roles: ['administrator'] },
]);

// Starts a node.
//   people   who works there: {login, name, roles, language?}
//   empty    nobody works there and no unit is open: `foundingCode` is what its terminal shows
//   args     what `sanad serve` is told besides; `folder` is where its `--intake` folders may lie
//   prepare  called with (node) before it is served, while the command line may still be used
export async function startNode({ empty = false, people = PEOPLE, args = () => [], prepare = async () => {} } = {}) {
    const node = new Node(mkdtempSync(join(tmpdir(), 'sanad-browser-')));
    try {
        if (!empty) {
            node.sanad(['unit', 'add', 'Amman', '--country', 'jo', '--victim-prefix', 'JO-AM']);
            people.forEach((person) => node.add(person));
        }
        await prepare(node);
        await node.serve(args(node.folder));
    } catch (error) {
        await node.stop();
        throw error;
    }
    return node;
}

class Node {
    #server = null;
    #people = new Map();
    #killed = () => this.#server?.kill('SIGKILL');

    // The folder of the test, in which the node's own folder lies.
    folder;
    // Where browsers reach it, and where this program does: the name may stand for an address on which nobody listens.
    origin;
    #address;
    // What whoever started the program reads, while nobody works here.
    foundingCode;

    constructor(folder) {
        this.folder = folder;
        mkdirSync(join(folder, 'home'));
        process.on('exit', this.#killed);
    }

    #environment() {
        const { folder } = this;
        const { PATH, TMPDIR = tmpdir() } = process.env;
        return { PATH, TMPDIR, HOME: join(folder, 'home'), LANG: 'C.UTF-8', SANAD_NODE: join(folder, 'node') };
    }

    // The command line: what it printed, read as JSON. Only while nobody serves the folder.
    sanad(args, input = '') {
        const options = { env: this.#environment(), cwd: this.folder, input, encoding: 'utf8' };
        const done = spawnSync(PROGRAM, [...args, '--json'], options);
        if (done.error) throw new Error(`${PROGRAM} cannot be started: ${done.error.message}`);
        if (done.status !== 0) throw new Error(`sanad ${args.join(' ')} ended with ${done.status}: ${done.stderr}`);
        return done.stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
    }

    // Adds a person.
    add({ login, name, roles, language }) {
        const password = 'first plain words in a test';
        const said = ['user', 'add', login, '--name', name, '--unit', 'Amman', '--password-stdin'];
        roles.forEach((role) => said.push('--role', role));
        if (language) said.push('--language', language);
        const [{ user, secrets }] = this.sanad(said, `${password}\n`);
        this.#people.set(login, { user, password, totp: secrets.totp, step: 0, session: null });
    }

    async serve(args = []) {
        const server = spawn(PROGRAM, ['serve', '--listen', '127.0.0.1:0', '--json', ...args], {
            env: this.#environment(), cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.#server = server;
        let complaint = '';
        server.stderr.setEncoding('utf8').on('data', (text) => { complaint += text; });
        const line = await new Promise((resolve, reject) => {
            createInterface(server.stdout).once('line', resolve);
            server.once('error', reject);
            server.once('exit', (code) => reject(new Error(`sanad serve ended with ${code}: ${complaint}`)));
        });
        const { address, founding_code: foundingCode } = JSON.parse(line);
        this.foundingCode = foundingCode;
        this.#address = `http://${address}`;
        this.origin = `http://localhost:${address.split(':').pop()}`;
    }

    // Ends the program as an operator does, and removes everything.
    async stop() {
        process.off('exit', this.#killed);
        const server = this.#server;
        this.#server = null;
        if (server && server.exitCode === null) {
            const ended = new Promise((resolve) => { server.once('exit', resolve); });
            server.kill('SIGTERM');
            await ended;
        }
        rmSync(this.folder, { recursive: true, force: true });
    }

    // A person, with what they sign in with.
    person(login) {
        const person = this.#people.get(login);
        if (!person) throw new Error(`nobody called ${login} works here`);
        return person;
    }

    // The six digits that a person's authenticator shows. No code is taken twice: the next one is taken early, and where that
    // is too early as well, waited for.
    async code(login) {
        const person = this.person(login);
        const now = () => Math.floor(Date.now() / 30_000);
        person.step = Math.max(person.step + 1, now());
        while (person.step > now() + 1) await sleep(1_000);
        return totp(person.totp, person.step);
    }

    // A call of the API. Answers what came, whatever it is; waits when told that it is too early.
    async call(method, path, { cookie, body } = {}) {
        const headers = { accept: 'application/json', ...(cookie && { cookie: `${COOKIE}=${cookie}` }) };
        if (body !== undefined) headers['content-type'] = 'application/json';
        for (;;) {
            const answer = await fetch(`${this.#address}${path}`, {
                method, headers, body: body === undefined ? undefined : JSON.stringify(body),
            });
            const given = await answer.json();
            if (answer.status === 429) {
                await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1));
                continue;
            }
            return { status: answer.status, headers: answer.headers, body: given };
        }
    }

    // The session of a person who has renewed what they were given: one, kept for the whole node.
    async session(login) {
        const person = this.person(login);
        person.session ??= this.#begin(login);
        return person.session;
    }

    // Another session of theirs.
    async signIn(login) {
        const { password } = this.person(login);
        const answer = await this.call('POST', '/api/v1/sign-in', {
            body: { login, password, totp: await this.code(login) },
        });
        if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${JSON.stringify(answer.body)}`);
        const [, cookie] = answer.headers.get('set-cookie').match(/^__Host-sanad=([^;]+)/);
        return cookie;
    }

    async #begin(login) {
        const person = this.person(login);
        const cookie = await this.signIn(login);
        const password = 'second plain words in a test';
        const answer = await this.call('POST', '/api/v1/users/renew-own', {
            cookie, body: { password: person.password, new_password: password },
        });
        if (answer.status !== 200) throw new Error(`${login} cannot renew: ${JSON.stringify(answer.body)}`);
        Object.assign(person, { password, totp: answer.body.totp });
        return this.signIn(login);
    }
}

// RFC 6238 with HMAC-SHA-1 and six digits; `step` is the number of the half minute.
export function totp(secret, step) {
    const bits = [...secret.replace(/[\s=]/g, '')]
        .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
        .join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', key).update(counter).digest();
    const at = mac[mac.length - 1] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
