//! A provider of sign-ins that somebody else wrote, `oidc-provider-mock` of PyPI, and the line to it: a tap that writes down
//! what was asked, and may lie. It claims nothing itself.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What the tap makes of an answer: the path that was asked, and head and body as they came.
type Lie = Box<dyn Fn(&str, &str) -> Option<String> + Send>;

pub(crate) struct ForeignProvider {
    program: PathBuf,
    running: Mutex<Option<Child>>,
    /// Where it listens, and where its tap does: the node knows the tap only.
    own_port: u16,
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    lie: Arc<Mutex<Option<Lie>>>,
}

impl ForeignProvider {
    /// None where it is not installed.
    pub(crate) async fn started() -> Option<ForeignProvider> {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&folders).map(|folder| folder.join("oidc-provider-mock"));
        let Some(program) = found.into_iter().find(|path| path.is_file()) else {
            println!("skipped: oidc-provider-mock is not installed (scripts/install-tools.sh test)");
            return None;
        };
        let own_port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let tap = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = tap.local_addr().unwrap().port();
        let (asked, lie) = (Arc::default(), Arc::new(Mutex::new(None)));
        tokio::spawn(serve_tap(tap, own_port, Arc::clone(&asked), Arc::clone(&lie)));
        let provider = ForeignProvider { program, running: Mutex::new(None), own_port, port, asked, lie };
        provider.start().await;
        Some(provider)
    }

    /// Starts it, with new keys and no users.
    pub(crate) async fn start(&self) {
        let mut command = Command::new(&self.program);
        command.args(["--port", &self.own_port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        *self.running.lock().unwrap() = Some(command.spawn().unwrap());
        while TcpStream::connect(("127.0.0.1", self.own_port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) fn stop(&self) {
        if let Some(mut running) = self.running.lock().unwrap().take() {
            running.kill().unwrap();
            running.wait().unwrap();
        }
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What was asked through the tap since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// Lets the tap answer otherwise, until it is told to stop by [`ForeignProvider::speak_the_truth`].
    pub(crate) fn lie(&self, lie: impl Fn(&str, &str) -> Option<String> + Send + 'static) {
        *self.lie.lock().unwrap() = Some(Box::new(lie));
    }

    pub(crate) fn speak_the_truth(&self) {
        *self.lie.lock().unwrap() = None;
    }

    /// What its tokens say of somebody, in place of what it would say itself.
    pub(crate) async fn says_of(&self, subject: &str, claims: &serde_json::Value) {
        let (head, _) = self.ask("PUT", &format!("/users/{subject}"), "application/json", &claims.to_string()).await;
        assert!(head.starts_with("HTTP/1.1 204"), "{head}");
    }

    /// Somebody signs in there, in the browser that was sent to this address: where it is sent back to.
    pub(crate) async fn sign_in(&self, address: &str, subject: &str) -> Url {
        let url: Url = address.parse().unwrap();
        let path = format!("{}?{}", url.path(), url.query().unwrap());
        let (head, body) =
            self.ask("POST", &path, "application/x-www-form-urlencoded", &format!("sub={subject}")).await;
        let back = head.lines().find_map(|line| line.to_ascii_lowercase().starts_with("location:").then(|| &line[9..]));
        back.unwrap_or_else(|| panic!("{head} {body}")).trim().parse().unwrap()
    }

    /// Asks it past the tap, under the name by which the tap is known.
    async fn ask(&self, method: &str, path: &str, kind: &str, body: &str) -> (String, String) {
        let host = format!("127.0.0.1:{}", self.port);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: {kind}\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = forwarded(self.own_port, request.as_bytes()).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for ForeignProvider {
    fn drop(&mut self) {
        self.stop();
    }
}

/// One answer of a server with this body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

async fn serve_tap(tap: TcpListener, to: u16, asked: Arc<Mutex<Vec<String>>>, lie: Arc<Mutex<Option<Lie>>>) {
    loop {
        let (mut stream, _) = tap.accept().await.unwrap();
        let (asked, lie) = (Arc::clone(&asked), Arc::clone(&lie));
        tokio::spawn(async move {
            let Some(request) = read_request(&mut stream).await else { return };
            asked.lock().unwrap().push(request.clone());
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            let request = request.replacen("\r\n", "\r\nconnection: close\r\n", 1);
            let truth = forwarded(to, request.as_bytes()).await;
            let told = lie.lock().unwrap().as_ref().and_then(|lie| lie(&path, &truth));
            // Who asked may have gone.
            let _ = stream.write_all(told.unwrap_or(truth).as_bytes()).await;
        });
    }
}

/// The answer of whoever listens there; nothing when nobody does.
async fn forwarded(port: u16, request: &[u8]) -> String {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { return String::new() };
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
