//! The sample node's people and what they have done, so that whoever tries Sanad can sign in as each role and find something:
//! made by the program's own command line and API, as a unit would.
//!
//! `demo-people DIR --sanad PROGRAM --node FOLDER` adds them before the node is served; `demo-day DIR ADDRESS` has each of them
//! choose a password and do a day's work; `code DIR LOGIN` is the authenticator app of one of them.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};

/// Login name, name, role. The supervisor comes last: from then on two say who works here.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("lina", "Lina Haddad", "grader"),
    ("noor", "Noor Salem", "grader"),
    ("rana", "Rana Khalil", "victim-identification-officer"),
    ("omar", "Omar Nasser", "examiner"),
    ("hana", "Hana Aziz", "hotline-analyst"),
    ("karim", "Karim Fares", "coordinator"),
    ("dina", "Dina Mansour", "social-worker"),
    ("salma", "Salma Idris", "welfare-officer"),
    ("tariq", "Tariq Amin", "programme-officer"),
    ("yara", "Yara Sabbagh", "data-protection-officer"),
    ("ziad", "Ziad Hamdan", "auditor"),
    ("amal", "Amal Rashid", "administrator"),
    ("bassam", "Bassam Odeh", "administrator"),
    ("huda", "Huda Karam", "supervisor"),
];

/// Until they choose their own.
const FIRST_PASSWORD: &str = "a first password for the demo";
/// What everybody in the demo has chosen.
const PASSWORD: &str = "plain words for the demo";
const WHERE_THEY_STAND: &str = "people.json";

/// `demo-people DIR --sanad PROGRAM --node FOLDER`.
pub(crate) fn add(arguments: &[String]) -> Result<()> {
    let (folder, program) = (folder_of(arguments)?, option(arguments, "--sanad")?);
    let node = option(arguments, "--node")?;
    let unit =
        ["unit", "add", "Sample unit", "--country", "JO", "--victim-prefix", "JO-SU", "--contact", "+962 6 000 0000"];
    sanad(&program, &node, &unit, "")?;
    let mut people = serde_json::Map::new();
    for (login, name, role) in PEOPLE {
        let said = ["user", "add", login, "--name", name, "--unit", "Sample unit", "--role", role, "--password-stdin"];
        let given = sanad(&program, &node, &said, &format!("{FIRST_PASSWORD}\n"))?;
        let key = given["secrets"]["totp"].as_str().context("a user without a key for codes")?;
        people.insert((*login).to_owned(), json!({ "role": role, "key": key }));
    }
    write_people(&folder, &Value::Object(people))
}

/// `demo-day DIR ADDRESS`.
pub(crate) fn work(arguments: &[String]) -> Result<()> {
    let folder = folder_of(arguments)?;
    let address = arguments.get(1).context("at which address? `cargo xtask demo-day DIR ADDRESS`")?;
    let mut people = read_people(&folder)?;
    let mut all = Vec::new();
    for (login, ..) in PEOPLE {
        let person = Person::renewed(address, login, key_of(&people, login)?)?;
        people[login]["key"] = person.key.clone().into();
        all.push(person);
    }
    write_people(&folder, &people)?;
    let who = |login: &str| all.iter().find(|person| person.login == login).context("somebody of the demo");
    a_day(who("rana")?, who("hana")?, who("lina")?, who("noor")?, &folder)?;
    let mut shown = String::new();
    for (login, _, role) in PEOPLE {
        let _ = writeln!(shown, "  {login:<8} {role}");
    }
    println!("{shown}  password of all: {PASSWORD}");
    Ok(())
}

/// `code DIR LOGIN`.
pub(crate) fn code(arguments: &[String]) -> Result<()> {
    let people = read_people(&folder_of(arguments)?)?;
    let login = arguments.get(1).context("whose? `xtask code DIR LOGIN`")?;
    println!("{}", code_of(key_of(&people, login)?, now_s()?)?);
    Ok(())
}

/// A report comes in, a series is begun, a child is at risk, two graders differ.
fn a_day(officer: &Person, analyst: &Person, one: &Person, other: &Person, folder: &Path) -> Result<()> {
    let report = std::fs::read_to_string(folder.join("reports/triage.jsonl")).context("reading the demo's report")?;
    let mut files = std::collections::BTreeMap::new();
    for row in report.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if let (Some(path), Some(sha256)) = (row["path"].as_str(), row["sha256"].as_str()) {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            files.insert(name, json!({ "sha256": sha256 }));
        }
    }
    let pictures: Vec<&Value> = files.iter().filter(|(name, _)| name.ends_with(".jpg")).map(|(_, file)| file).collect();
    ensure!(pictures.len() > 4, "the demo's exhibit holds {} pictures", pictures.len());
    let case = id_of(&officer.ask("/cases", &json!({ "number": "SAMPLE/1", "legal_basis": "Sample order 1/2026" }))?)?;
    let into = json!({ "case": case });
    let series = id_of(&officer.ask("/series", &json!({ "name": "Blue sofa", "into": into }))?)?;
    let seen = json!([{ "by": "statement", "words": "The same room in both pictures." }]);
    let members = json!({ "series": series, "files": &pictures[..2], "confidence": "likely", "evidence": seen });
    officer.ask("/series/add-files", &members)?;
    let victim = id_of(&officer.ask("/victims", &json!({ "into": into }))?)?;
    let clue =
        json!({ "kind": "plug", "words": "A plug of type D by the door.", "certainty": "certain", "into": into });
    let clue = id_of(&officer.ask("/clues", &clue)?)?;
    let person = json!({ "names": ["Sample Person"], "under_18": false, "into": into });
    let person = id_of(&officer.ask("/persons", &person)?)?;
    let place = json!({ "what": { "thing": "place", "kind": "home", "country": "JO" }, "into": into });
    let place = id_of(&officer.ask("/things", &place)?)?;
    let link = |from: &str, to: &str, kind: &str, evidence: Value| {
        let link = json!({ "from": from, "to": to, "kind": kind, "confidence": "likely", "evidence": [evidence] });
        officer.ask("/links", &link)
    };
    let file = format!("sha256:{}", pictures[0]["sha256"].as_str().unwrap_or_default());
    link(&file, &victim, "depicts", json!({ "by": "file", "file": pictures[0] }))?;
    link(&person, &victim, "has-access-to", json!({ "by": "statement", "words": "An uncle, says the school." }))?;
    link(&person, &place, "lives-at", json!({ "by": "clue", "clue": clue }))?;
    let at_risk = json!({ "safety": "at-risk", "risk": "very-high", "reason": "Lives with the person.", "case": case });
    officer.ask("/victims/set-safety", &json!({ "victim": victim, "is": at_risk }))?;
    for (grader, verdict) in [(one, "not-illegal"), (other, "illegal")] {
        grader.ask("/gradings/open-blind", &json!({ "files": [pictures[2]] }))?;
        let verdict = json!({ verdict: { "under": "interpol-baseline" } });
        grader.ask("/gradings", &json!({ "file": pictures[2], "facts": {}, "verdict": verdict }))?;
    }
    let words = "Somebody saw pictures of a child on a page, and wrote down its address.";
    let report = json!({ "source": "public", "says": { "weight": "referral", "text": words } });
    analyst.ask("/reports", &report).map(|_| ())
}

/// Somebody of the demo, signed in.
struct Person {
    login: &'static str,
    address: String,
    session: String,
    /// The secret of their codes.
    key: String,
}

impl Person {
    /// Signs in as somebody who was just added, chooses the demo's password, and signs in again.
    fn renewed(address: &str, login: &'static str, key: &str) -> Result<Person> {
        let first = Person::signed_in(address, login, FIRST_PASSWORD, key)?;
        let given = first.ask("/users/renew-own", &json!({ "password": FIRST_PASSWORD, "new_password": PASSWORD }))?;
        let key = given["totp"].as_str().context("a renewal without a key for codes")?;
        Person::signed_in(address, login, PASSWORD, key)
    }

    fn signed_in(address: &str, login: &'static str, password: &str, key: &str) -> Result<Person> {
        let ask = json!({ "login": login, "password": password, "totp": code_of(key, now_s()?)? });
        let answered = call(address, "/sign-in", None, &ask)?;
        ensure!(answered.status == 200, "{login} cannot sign in: {}", answered.body);
        let session = answered.head.lines().find_map(|line| line.strip_prefix("set-cookie: __Host-sanad="));
        let session = session.and_then(|rest| rest.split(';').next()).context("a sign-in without a session")?;
        Ok(Person { login, address: address.to_owned(), session: session.to_owned(), key: key.to_owned() })
    }

    fn ask(&self, path: &str, body: &Value) -> Result<Value> {
        let answered = call(&self.address, path, Some(&self.session), body)?;
        ensure!(answered.status == 200, "{} {path}: {} {}", self.login, answered.status, answered.body);
        serde_json::from_str(&answered.body).with_context(|| format!("the answer to {path} is no JSON"))
    }
}

struct Answered {
    status: u16,
    head: String,
    body: String,
}

/// One call of the API; waits where it is told that it came too early.
fn call(address: &str, path: &str, session: Option<&str>, body: &Value) -> Result<Answered> {
    let body = body.to_string();
    let cookie = session.map_or(String::new(), |session| format!("Cookie: __Host-sanad={session}\r\n"));
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         {cookie}Content-Length: {}\r\n\r\n",
        body.len()
    );
    for _ in 0..60 {
        let mut stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
        stream.write_all(head.as_bytes()).context("asking")?;
        stream.write_all(body.as_bytes()).context("asking")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).context("reading an answer")?;
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
        let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).context("an answer without a status")?;
        if status != 429 {
            return Ok(Answered { status, head: head.to_owned(), body: body.to_owned() });
        }
        let wait = head.lines().find_map(|line| line.strip_prefix("retry-after: ")).and_then(|text| text.parse().ok());
        std::thread::sleep(Duration::from_secs(wait.unwrap_or(1)));
    }
    bail!("{path} is asked too often")
}

/// The code of this half minute (RFC 6238).
fn code_of(key: &str, now_s: u64) -> Result<String> {
    let mut bits = String::new();
    for letter in key.bytes() {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => bail!("{key} is no key for codes"),
        };
        let _ = write!(bits, "{five:05b}");
    }
    let bytes = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|eight| u8::from_str_radix(std::str::from_utf8(eight)?, 2).context("a byte"));
    let bytes = bytes.collect::<Result<Vec<u8>>>()?;
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).context("a key of any length")?;
    mac.update(&(now_s / 30).to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let four = [hash[at], hash[at + 1], hash[at + 2], hash[at + 3]];
    Ok(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000))
}

#[expect(clippy::disallowed_methods, reason = "codes of an authenticator are those of this half minute")]
fn now_s() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH).context("a clock before 1970")?.as_secs())
}

fn id_of(answer: &Value) -> Result<String> {
    answer["id"].as_str().map(str::to_owned).with_context(|| format!("no id in {answer}"))
}

fn sanad(program: &str, node: &str, args: &[&str], input: &str) -> Result<Value> {
    let mut started = Command::new(program)
        .args(["--node", node])
        .args(args)
        .arg("--json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {program}"))?;
    started.stdin.take().context("a program without input")?.write_all(input.as_bytes())?;
    let done = started.wait_with_output()?;
    ensure!(done.status.success(), "sanad {} ended with {}", args.join(" "), done.status);
    let text = String::from_utf8(done.stdout)?;
    serde_json::from_str(text.lines().next().unwrap_or_default()).context("no line of JSON")
}

fn folder_of(arguments: &[String]) -> Result<PathBuf> {
    Ok(std::path::absolute(arguments.first().context("which folder is the demo's?")?)?)
}

fn option(arguments: &[String], name: &str) -> Result<String> {
    let at = arguments.iter().position(|argument| argument == name);
    at.and_then(|at| arguments.get(at + 1)).cloned().with_context(|| format!("{name} is missing"))
}

fn read_people(folder: &Path) -> Result<Value> {
    let path = folder.join(WHERE_THEY_STAND);
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

fn write_people(folder: &Path, people: &Value) -> Result<()> {
    let path = folder.join(WHERE_THEY_STAND);
    std::fs::write(&path, people.to_string()).with_context(|| format!("writing {}", path.display()))
}

fn key_of<'p>(people: &'p Value, login: &str) -> Result<&'p str> {
    people[login]["key"].as_str().with_context(|| format!("nobody is called {login} in the demo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, of the ASCII secret 12345678901234567890; the last six of its eight digits.
        let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code_of(key, seconds).unwrap(), code);
        }
        assert!(code_of("not a key", 0).is_err());
    }
}
