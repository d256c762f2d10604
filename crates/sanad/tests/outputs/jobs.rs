//! An exhibit examined by the API of the program itself: in its turn, watched, stopped, killed in the middle and gone on with;
//! what it writes is the program's own report.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::world::{World, photo};

/// Long for a loaded machine; nothing is asserted of how long it took.
const PATIENCE: Duration = Duration::from_secs(240);

struct Served {
    server: Child,
    address: String,
    token: String,
}

impl Served {
    fn start(world: &World, token: &str) -> Served {
        let intake = world.path("intake");
        let args = ["serve", "--listen", "127.0.0.1:0", "--json", "--intake", intake.to_str().unwrap()];
        let mut server = world.started(args, Stdio::piped());
        let mut line = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        Served { server, address: line["address"].as_str().unwrap().to_owned(), token: token.to_owned() }
    }

    /// Status, headers and bytes of an answer.
    fn call(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.token,
            body.len()
        )
        .unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
        let body = answer[end + 4..].to_vec();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = if head.contains("transfer-encoding: chunked") { joined(&body) } else { body };
        (status, head, body)
    }

    fn json(&self, method: &str, path: &str, body: &Value) -> Value {
        let text = if method == "GET" { String::new() } else { body.to_string() };
        let (status, _, answer) = self.call(method, path, "application/json", text.as_bytes());
        let answer = String::from_utf8(answer).unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    fn until(&self, job: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let view = self.json("GET", &format!("/jobs/{job}"), &Value::Null);
            if is_so(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "{view}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn end(mut self, signal: Signal) -> Option<i32> {
        kill_process(Pid::from_child(&self.server), signal).unwrap();
        self.server.wait().unwrap().code()
    }
}

/// What came in chunks.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|part| part == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap().trim(), 16).unwrap();
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[(end + 4 + size).min(body.len())..];
    }
    whole
}

fn is_over(view: &Value) -> bool {
    ["done", "failed", "stopped"].contains(&view["state"].as_str().unwrap())
}

/// A node with a list, an examiner with a token, and an intake folder with an exhibit of photos.
fn prepared(n_copies: usize) -> (World, String) {
    let world = World::new();
    std::fs::create_dir_all(world.path("intake/2026/phone")).unwrap();
    let (moon, cat) = (photo("moon.jpg"), photo("cat.jpg"));
    std::fs::write(world.path("intake/2026/phone/canary-moon.jpg"), &moon).unwrap();
    for number in 0..n_copies {
        // Other bytes and the same look: each is examined.
        let mut bytes = cat.clone();
        bytes.extend_from_slice(format!("{number}").as_bytes());
        std::fs::write(world.path(format!("intake/2026/phone/cat-{number}.jpg")), bytes).unwrap();
    }
    let digest = fingerprint::Digests::of(&moon).sha256.unwrap();
    let list = world.put_beside("list.csv", format!("id,sha256\nL-1,{digest}\n"));
    world.sanad(["list", "import", list.to_str().unwrap()]).ended(0);
    world.sanad(["unit", "add", "Amman", "--country", "jo", "--victim-prefix", "JO-AM"]).ended(0);
    let user = ["user", "add", "rana", "--name", "Rana", "--unit", "amman", "--role", "examiner"];
    world.sanad(user).ended(0);
    let mut token = vec!["token", "add", "rana", "--name", "test", "--days", "1", "--json"];
    for verb in ["triage", "find", "verify", "job-show", "job-stop", "job-read-report", "exhibit-show"] {
        token.extend(["--scope", verb]);
    }
    let given = world.sanad(token).ended(0).lines().remove(0);
    (world, given["secret"].as_str().unwrap().to_owned())
}

#[test]
fn an_exhibit_is_examined_in_its_turn_and_its_report_is_taken() {
    let (world, token) = prepared(2);
    let served = Served::start(&world, &token);
    let ask = json!({ "path": "2026/phone", "number": "E-7", "authority": "Order 1", "seal": "S", "examiner": "R",
                      "reports": ["jsonl", "csv"], "search": "plain" });
    let job = served.json("POST", "/jobs/triage", &ask);
    let id = job["id"].as_str().unwrap();
    let (status, head, told) = served.call("GET", &format!("/jobs/{id}/events"), "application/json", b"");
    assert_eq!(status, 200, "{head}");
    assert!(head.contains("content-type: text/event-stream"), "{head}");
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("event: state\n") && told.contains("\"state\":\"done\""), "{told}");
    let done = served.until(id, is_over);
    assert_eq!(done["state"], "done", "{done}");
    let (media, progress) = (&done["outcome"]["media"], &done["progress"]);
    assert_eq!((&media["known"], &media["new"]), (&json!(1), &json!(2)), "{done}");
    assert_eq!((&done["outcome"]["for_evidence"], &progress["n_files_before"]), (&json!(true), &json!(0)), "{done}");
    let names: Vec<&str> =
        done["reports"].as_array().unwrap().iter().map(|report| report["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["report.jsonl", "report.csv"]);
    let path = format!("/jobs/{id}/reports/report.jsonl");
    let (status, head, report) = served.call("GET", &path, "application/json", b"");
    assert!(status == 200 && head.contains("attachment; filename=\"report.jsonl\""), "{head}");
    assert_eq!(report.len() as u64, done["reports"][0]["size"].as_u64().unwrap());
    assert!(String::from_utf8(report.clone()).unwrap().contains("canary-moon.jpg"));
    let (_, _, verified) = served.call("POST", "/verify", "application/octet-stream", &report);
    let verified: Value = serde_json::from_slice(&verified).unwrap();
    assert_eq!((&verified["is_ours"], &verified["sha256"]), (&json!(true), &done["reports"][0]["sha256"]));
    let (status, _, _) = served.call("GET", &format!("/jobs/{id}/reports/..%2F..%2Fformat"), "application/json", b"");
    assert_eq!(status, 404);
    // A file that comes with a call is examined in the cage as those of an exhibit are, and not kept.
    let (status, _, found) =
        served.call("POST", "/find/file?search=plain", "application/octet-stream", &photo("moon.jpg"));
    let found: Value = serde_json::from_slice(&found).unwrap();
    assert_eq!(status, 200, "{found}");
    let answer = &found["answers"][0];
    assert_eq!((&answer["asked_as"], answer["matches"].as_array().unwrap().len()), (&json!("file"), 1), "{found}");
    assert_eq!(answer["held"][0]["exhibits"], json!([done["exhibit"]]));
    assert_eq!(std::fs::read_dir(world.path("node/spool")).unwrap().count(), 0);
    assert_eq!(served.end(Signal::TERM), Some(0));
    let log = std::fs::read_to_string(world.path("node/logs/sanad.log.jsonl")).unwrap();
    assert!(!log.contains("canary") && !log.contains("phone"), "{log}");
    // The same run at the terminal writes the same rows.
    let again = ["triage", "intake/2026/phone", "--exhibit-number", "E-7", "--report", "again.jsonl"];
    world.sanad(again).ended(0);
    let rows = |text: &str| {
        let mut rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        rows.retain(|row| row.get("outcome").is_some() && row.get("path").is_some());
        rows.iter().map(|row| (row["path"].clone(), row["outcome"].clone(), row["sha256"].clone())).collect::<Vec<_>>()
    };
    let here = std::fs::read_to_string(world.path("again.jsonl")).unwrap();
    assert_eq!(rows(&here), rows(std::str::from_utf8(&report).unwrap()));
    // An exhibit that is forgotten takes its reports along. Nobody supervises here, so its owner does it alone.
    assert!(world.path(format!("node/jobs/{id}/report.csv")).exists());
    world.sanad(["exhibit", "remove", "E-7"]).ended(0);
    assert!(!world.path(format!("node/jobs/{id}")).exists());
    let served = Served::start(&world, &token);
    let (status, _, _) = served.call("GET", &path, "application/json", b"");
    assert_eq!(status, 404);
    let shown = served.json("GET", &format!("/jobs/{id}"), &Value::Null);
    assert!(shown.get("path").is_none() && shown["reports"] == json!([]), "{shown}");
    assert_eq!(served.end(Signal::TERM), Some(0));
}

#[test]
fn what_was_killed_goes_on_and_what_was_stopped_does_not() {
    let (world, token) = prepared(60);
    let served = Served::start(&world, &token);
    let ask = json!({ "path": "2026/phone", "number": "E-8", "reports": ["jsonl"], "search": "exhaustive" });
    let killed = served.json("POST", "/jobs/triage", &ask)["id"].as_str().unwrap().to_owned();
    let waits = json!({ "path": "2026/phone/canary-moon.jpg", "number": "E-9" });
    let stopped = served.json("POST", "/jobs/triage", &waits)["id"].as_str().unwrap().to_owned();
    served.until(&killed, |view| view["state"] == "running" || is_over(view));
    assert_eq!(served.end(Signal::KILL), None);
    let served = Served::start(&world, &token);
    let view = served.json("POST", &format!("/jobs/{stopped}/stop"), &json!({}));
    assert_eq!((&view["state"], &view["stop_asked"]), (&json!("stopped"), &json!(true)), "{view}");
    // Asked to end in the middle, the program puts it back, and the next one goes on with it.
    served.until(&killed, |view| view["state"] == "running" || is_over(view));
    assert_eq!(served.end(Signal::TERM), Some(0));
    let served = Served::start(&world, &token);
    let done = served.until(&killed, is_over);
    assert_eq!((&done["state"], &done["outcome"]["media"]["known"]), (&json!("done"), &json!(1)), "{done}");
    assert_eq!(done["outcome"]["media"]["new"], 60, "{done}");
    let progress = &done["progress"];
    assert_eq!(served.json("GET", &format!("/jobs/{stopped}"), &Value::Null)["state"], "stopped", "{progress}");
    assert_eq!(served.end(Signal::TERM), Some(0));
    world.sanad(["ledger", "verify", "node/ledger"]).ended(0);
}
