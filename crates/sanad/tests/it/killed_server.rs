//! A server that is killed while people write and read: what it acknowledged is there afterwards, every effect has its
//! entry in the ledger, and no entry is without its effect.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Desk, text};

/// Clients that ask at the same time.
const N_CLIENTS: u64 = 3;

fn n_kills() -> u64 {
    match (std::env::var_os("SANAD_SOAK"), std::env::var_os("SANAD_LONG")) {
        (Some(_), _) => 200,
        (None, Some(_)) => 50,
        (None, None) => 10,
    }
}

/// A server under way, and where it listens.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(desk: &Desk) -> Server {
        let mut process = desk
            .sanad(&["--json", "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let serving: Value = serde_json::from_str(&line).unwrap();
        Server { process, address: serving["address"].as_str().unwrap().parse().unwrap() }
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// What one call answered, when it was answered whole: a body makes it a POST.
fn ask(address: SocketAddr, token: &str, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let body = body.map(Value::to_string);
    let method = if body.is_some() { "POST" } else { "GET" };
    let mut call = format!("{method} /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n");
    call += "Connection: close\r\n";
    if let Some(body) = &body {
        call += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    }
    call += "\r\n";
    call += body.as_deref().unwrap_or_default();
    stream.write_all(call.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}

#[test]
fn what_a_killed_server_acknowledged_is_there_with_its_entry() {
    let desk = Desk::new();
    desk.json(&["unit", "add", "Amman", "--country", "JO", "--victim-prefix", "JO-AM"]);
    let password = desk.write("password", "three plain words of mine\n");
    let role = "victim-identification-officer";
    let added = desk
        .sanad(&[
            "--json",
            "user",
            "add",
            "rana",
            "--name",
            "Rana",
            "--unit",
            "Amman",
            "--role",
            role,
            "--password-stdin",
        ])
        .stdin(std::fs::File::open(password).unwrap())
        .output()
        .unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let scope = ["--scope", "series-open", "--scope", "series-show", "--scope", "clue-add", "--scope", "clue-show"];
    let token = [&["token", "add", "rana", "--name", "load", "--days", "1"], &scope[..]].concat();
    let token = desk.json(&token)[0]["secret"].as_str().unwrap().to_owned();

    let acknowledged: Mutex<BTreeSet<String>> = Mutex::default();
    // Reproducible moments, spread over the first quarter of a second after the first write was acknowledged.
    let mut moment = 0x5eed_u64;
    for _ in 0..n_kills() {
        let server = Server::start(&desk);
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let has_written = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for client in 0..N_CLIENTS {
                let (token, acknowledged, address) = (&token, &acknowledged, server.address);
                let has_written = &has_written;
                scope.spawn(move || {
                    for n in 0.. {
                        let clue = json!({ "kind": "plug", "words": format!("words {n}"), "certainty": "guess" });
                        let (path, body) = match (client + n) % 3 {
                            0 => ("/series", Some(json!({ "name": format!("series {n}") }))),
                            1 => ("/clues", Some(clue)),
                            _ => ("/series?limit=5", None),
                        };
                        match ask(address, token, path, body.as_ref()) {
                            Some((200, answer)) if body.is_some() => {
                                let id = answer["id"].as_str().unwrap().to_owned();
                                acknowledged.lock().unwrap().insert(format!("{path}/{id}"));
                                has_written.store(true, Ordering::SeqCst);
                            }
                            // Too many a second, for a rate holds for everybody: a moment later.
                            Some((429, _)) => std::thread::sleep(Duration::from_millis(20)),
                            Some((200, _)) => {}
                            Some((status, answer)) => panic!("{status} {answer}"),
                            None => return,
                        }
                    }
                });
            }
            while !has_written.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(moment >> 32 & 0xff));
            server.kill();
        });
    }

    let server = Server::start(&desk);
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(!acknowledged.is_empty(), "no server lived long enough to write anything");
    let mut kept: BTreeSet<String> = BTreeSet::new();
    for noun in ["/series", "/clues"] {
        let mut after = String::new();
        loop {
            let page = patiently(server.address, &token, &format!("{noun}?limit=200{after}"));
            let items = page["items"].as_array().unwrap();
            kept.extend(items.iter().map(|item| format!("{noun}/{}", item["id"].as_str().unwrap())));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
    }
    assert!(acknowledged.is_subset(&kept), "lost: {:?}", acknowledged.difference(&kept).collect::<Vec<_>>());
    server.kill();

    // The server lays the ledger out after its answers; whoever opens the unit next brings it up to date.
    let shown = &desk.json(&["ledger", "show"])[0];
    let verified = desk.run(&["--json", "ledger", "verify", text(&desk.path("node/ledger"))]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
    let verified: Value = serde_json::from_str(verified.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(verified["n_entries"], shown["n_entries"]);
    let mut with_entry: BTreeSet<String> = BTreeSet::new();
    for path in std::fs::read_dir(desk.path("node/ledger/bodies")).unwrap().map(|entry| entry.unwrap().path()) {
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let entry: Value = serde_json::from_str(line).unwrap();
            let body = &entry["body"];
            if let ("series-open" | "clue-add", Some(id)) =
                (body["verb"].as_str().unwrap_or_default(), body["record"].as_str())
            {
                let noun = if id.starts_with("ser_") { "/series" } else { "/clues" };
                with_entry.insert(format!("{noun}/{id}"));
            }
        }
    }
    assert_eq!(kept, with_entry);
}

/// Asks until the rate allows it.
fn patiently(address: SocketAddr, token: &str, path: &str) -> Value {
    loop {
        match ask(address, token, path, None) {
            Some((200, answer)) => return answer,
            Some((429, _)) => std::thread::sleep(Duration::from_millis(50)),
            other => panic!("{path}: {other:?}"),
        }
    }
}
