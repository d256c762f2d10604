//! The whole document judged by somebody else's program: `schemathesis` of PyPI asks what the document allows and what it
//! does not, and looks whether the answers are those that it describes.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use web::Settings;
use web::rates::Rates;
use web::server::{Listen, Server};

use crate::world::world;

/// Calls, at least; with `SANAD_LONG` as in `make test`.
const N_CALLS: u32 = 300;
const N_CALLS_LONG: u32 = 2_000;

/// `schemathesis`, where it is installed.
fn schemathesis() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).map(|folder| folder.join("schemathesis")).find(|path| path.is_file())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_that_can_be_thought_of_breaks_the_document() {
    let Some(schemathesis) = schemathesis() else {
        println!("skipped: schemathesis is not installed (scripts/install-tools.sh test)");
        return;
    };
    let is_long = std::env::var_os("SANAD_LONG").is_some();
    let n_calls = if is_long { N_CALLS_LONG } else { N_CALLS };
    let world = world().await;
    let server = Server::listen(&Listen { address: "127.0.0.1:0".parse().unwrap(), tls: None }).await.unwrap();
    let address = server.address();
    let many = NonZeroU32::new(100_000).unwrap();
    let rates = Rates { person: many, matcher: many, stranger: many };
    let settings =
        Settings { rates, match_by_get: true, answer_within: Duration::from_secs(60), ..Settings::default() };
    let serving = tokio::spawn(server.serve(Arc::clone(&world.node), settings, std::future::pending()));
    let folder = tempfile::tempdir().unwrap();
    let n_operations = world.get("/api/v1/openapi.json").await.body["paths"].as_object().unwrap().len() as u32;
    let token = world.everybody.clone();
    let mut command = Command::new(schemathesis);
    // One worker: with several, its generator's own caches are raced for and it fails now and then; it is no faster with them.
    command
        .current_dir(folder.path())
        .arg("run")
        .arg(format!("http://{address}/api/v1/openapi.json"))
        .arg("--header")
        .arg(format!("Authorization: Bearer {token}"))
        .args(["--phases", "examples,coverage,fuzzing", "--mode", "all", "--seed", "20261122", "--workers", "1"])
        .args(["--checks", CHECKS, "--no-color", "--generation-deterministic", "--suppress-health-check", "all"])
        // Each of them starts decoders, which this node has none of: calls are asked of them elsewhere.
        .args(["--exclude-operation-id", "doctor", "--exclude-operation-id", "match-query-file"])
        .args(["--exclude-operation-id", "find-file"])
        .args(["--max-examples", &(2 * n_calls / n_operations).max(5).to_string()]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    println!("{said}");
    assert!(output.status.success(), "schemathesis found something; see above");
    let n_made = n_calls_served(&format!("http://{address}")).await;
    assert!(n_made >= n_calls, "only {n_made} calls were made");
    println!("{n_made} calls");
    serving.abort();
}

/// What it looks at in each answer. Five of its checks stay off:
///
/// - `positive_data_acceptance`: a schema cannot say that an id must be there, or that a rule may refuse;
/// - `negative_data_rejection`: the node takes more than the document promises where nothing is lost by it: null for what may
///   be left out, a page's limit outside its bounds, an empty choice of lists, a header that it does not know;
/// - `use_after_free`, `ensure_resource_availability`: they follow one record through links of the document, and what is made
///   here is often not its maker's to see (a closed circle, a case that is handed over);
/// - `object_level_authorization`: it knows two users and no roles; `roles.rs` and `canary.rs` ask every role.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,missing_required_header,unsupported_method,allow_header_conformance,\
                      ignored_auth";

/// How many calls the server has numbered.
async fn n_calls_served(server: &str) -> u32 {
    let mut stream = TcpStream::connect(server.trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"GET /api/v1/alive HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    id.rsplit('-').next().unwrap().trim().parse().unwrap()
}
