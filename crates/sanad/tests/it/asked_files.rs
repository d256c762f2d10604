//! A file in a question: a served node says what the lists say of its bytes, and keeps none of them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::exhibits;
use crate::program::{Desk, text};

/// A server of matches, and a token for it.
struct Served {
    process: Child,
    address: SocketAddr,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Served {
    fn start(desk: &Desk) -> Served {
        desk.json(&["unit", "add", "Amman", "--country", "JO", "--victim-prefix", "JO-AM"]);
        desk.json(&["user", "add", "uploads", "--name", "Uploads", "--unit", "Amman", "--role", "matcher"]);
        let made = desk.json(&["token", "add", "uploads", "--name", "t", "--days", "1", "--scope", "match-query"]);
        let token = made[0]["secret"].as_str().unwrap().to_owned();
        let mut process = desk
            .sanad(&["--json", "serve", "--listen", "127.0.0.1:0", "--only", "match"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let serving: Value = serde_json::from_str(&line).unwrap();
        Served { process, address: serving["address"].as_str().unwrap().parse().unwrap(), token }
    }

    /// What the lists say of these bytes.
    fn asked(&self, bytes: &[u8], lists: &str) -> Value {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let head = format!(
            "POST /api/v1/match/file{lists} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.token,
            bytes.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(body).unwrap()
    }
}

/// Imports a list of what `sanad fingerprint` says of a file.
fn list_of(desk: &Desk, name: &str, file: &Path) {
    let said = desk.json(&["fingerprint", text(file)]);
    let facts = said.iter().find(|line| line["pdq"].is_object()).unwrap();
    let row =
        format!("id,md5,pdq\nE-1,{},{}\n", facts["md5"].as_str().unwrap(), facts["pdq"]["hash"].as_str().unwrap());
    let path = desk.write("list.csv", row);
    desk.json(&["list", "import", &format!("{},name={name}", text(&path))]);
}

/// Every file below a folder.
fn files_below(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files_below(&entry.path())),
            false => found.push(std::fs::read(entry.path()).unwrap()),
        }
    }
    found
}

#[test]
fn a_file_is_known_near_or_new_and_nothing_of_it_stays() {
    let desk = Desk::new();
    let names = ["cat.jpg", "coffee.jpg"];
    let listed = exhibits::photo(names[0]);
    list_of(&desk, "Sample", &listed);
    let served = Served::start(&desk);
    let bytes = std::fs::read(&listed).unwrap();

    let known = served.asked(&bytes, "");
    assert_eq!(known["answer"]["outcome"], "known", "{known}");
    assert_eq!(known["answer"]["matches"][0]["owner_id"], "E-1");
    assert_eq!((&known["file"]["media_type"], &known["file"]["n_bytes"]), (&"image/jpeg".into(), &bytes.len().into()));
    assert!(known["file"]["pdq"].is_string() && known["file"]["problem"].is_null(), "{known}");

    let mirrored = desk.path("mirrored.png");
    exhibits::alter_photo(names[0], "hflip", &mirrored);
    let near = served.asked(&std::fs::read(&mirrored).unwrap(), "?lists=Sample");
    assert_eq!(near["answer"]["outcome"], "near", "a turned copy is asked in eight turns: {near}");

    let other = served.asked(&std::fs::read(exhibits::photo(names[1])).unwrap(), "");
    assert_eq!((&other["answer"]["outcome"], other["answer"]["matches"].as_array().unwrap().len()), (&"new".into(), 0));

    // A picture that ends early is said to be one, and what is there of it is asked.
    let torn = served.asked(&bytes[..bytes.len() / 2], "");
    assert!(torn["file"]["problem"].is_string(), "{torn}");
    let canary = b"canary 5b1f, no picture at all, and in no list";
    let text = served.asked(canary, "");
    assert_eq!((&text["answer"]["outcome"], &text["file"]["pdq"]), (&"new".into(), &Value::Null));
    drop(served);
    let node = desk.node();
    assert_eq!(std::fs::read_dir(node.join("spool")).unwrap().count(), 0, "nothing lies about");
    let kept = files_below(&node);
    assert!(!kept.iter().any(|file| file.windows(canary.len()).any(|window| window == canary)));
}
