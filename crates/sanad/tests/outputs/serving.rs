//! `sanad serve` as a program: it says where it listens, keeps the unit's folder to itself, and ends when it is asked to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::world::World;

/// A server, and the line with which it began.
fn serve(world: &World, args: &[&str]) -> (Child, Value) {
    let args = ["serve", "--listen", "127.0.0.1:0", "--json"].iter().chain(args);
    let mut server = world.started(args, Stdio::piped());
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (server, serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}")))
}

fn end(mut server: Child) -> Option<i32> {
    kill_process(Pid::from_child(&server), Signal::TERM).unwrap();
    server.wait().unwrap().code()
}

/// What it prints, for the test of all outputs.
pub(crate) fn line(world: &World) -> Value {
    let (server, line) = serve(world, &[]);
    assert_eq!(end(server), Some(0));
    line
}

fn ask(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_answers_keeps_the_folder_to_itself_and_ends_well() {
    let world = World::new();
    let (server, line) = serve(&world, &[]);
    let address = line["address"].as_str().unwrap();
    assert!(ask(address, "/api/v1/alive").starts_with("HTTP/1.1 200"));
    assert!(ask(address, "/api/v1/lists").starts_with("HTTP/1.1 401"));
    assert_eq!(world.sanad(["list", "show"]).ended(5).text(), "", "the folder is in use");
    assert_eq!(end(server), Some(0));
    world.sanad(["list", "show"]).ended(0);
    let (server, line) = serve(&world, &["--only", "match"]);
    assert!(ask(line["address"].as_str().unwrap(), "/api/v1/lists").starts_with("HTTP/1.1 404"));
    assert_eq!(end(server), Some(0));
    let log = std::fs::read_to_string(world.path("node/logs/sanad.log.jsonl")).unwrap();
    assert!(!log.contains("/api/v1"), "the log names no address: {log}");
}

#[test]
fn passkeys_are_bound_to_the_address_that_browsers_are_told() {
    let world = World::new();
    for (args, name) in [(&[][..], "localhost"), (&["--origin", "https://sanad.example"], "sanad.example")] {
        let (server, line) = serve(&world, args);
        let mut stream = TcpStream::connect(line["address"].as_str().unwrap()).unwrap();
        // What a stranger calls the host by decides nothing.
        write!(
            stream,
            "POST /api/v1/sign-in/passkey/begin HTTP/1.1\r\nhost: other.example\r\ncontent-length: 0\r\n\
             connection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let asked: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
        assert_eq!(asked["options"]["rpId"], name, "{answer}");
        assert_eq!(end(server), Some(0));
    }
}

#[test]
fn what_cannot_be_served_is_said_with_the_way_out() {
    let world = World::new();
    let check = |args: &[&str], part: &str| {
        let said = world.sanad([&["serve"], args].concat()).ended(2).err_text();
        assert!(said.contains(part), "{said}");
    };
    check(&["--listen", "0.0.0.0:0"], "--tls-cert");
    check(&["--listen", "here"], "127.0.0.1:8443");
    check(&["--intake", "nowhere"], "nowhere");
    check(&["--intake", "."], "unit");
    check(&["--listen", "127.0.0.1:0", "--origin", "http://sanad.example"], "https://");
    check(&["--listen", "127.0.0.1:0", "--origin", "https://192.0.2.7"], "https://192.0.2.7");
    check(&["--listen", "127.0.0.1:0", "--oidc-client", "sanad"], "--oidc-issuer");
    let asking = ["--listen", "127.0.0.1:0", "--oidc-issuer", "https://login.example", "--oidc-client", "sanad"];
    check(&[&asking[..], &["--oidc-secret-file", "nowhere"]].concat(), "nowhere");
    if cfg!(feature = "oidc") {
        check(&asking[..4], "--oidc-client");
        check(&[&asking[..], &["--oidc-second-factor", "mfa"]].concat(), "amr:mfa");
        check(&["--listen", "127.0.0.1:0", "--oidc-issuer", "http://login.example", "--oidc-client", "x"], "https://");
    } else {
        check(&asking, "--features oidc");
    }
    check(&["--tls-cert", "a.pem"], "--tls-key");
    check(&["--tls-cert", "a.pem", "--tls-key", "b.pem"], "a.pem");
}
