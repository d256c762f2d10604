//! Whether hashes are known, asked over HTTP: `sanad serve --only match` beside HMA's own server, on the same list, with the
//! same clients. What counts is the CPU time of the processes that serve; calls a second and waits are told beside it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::codes::{Codes, Spread, codes};
use super::figure::{Figure, Goal};
use super::http_calls::{Call, Called, call_all};
use super::process_cpu::cpu_s_of;
use super::program;
use super::race::{Lap, Rounds, race};
use super::{Bench, power_of_ten};

/// Clients that ask at the same time, each over one connection as long as the server keeps it.
const N_CLIENTS: usize = 4;
/// Things in one of our calls, at most.
const N_AT_ONCE: usize = 1_000;
const OURS: &str = "sanad serve --only match";
const THEIRS: &str = "HMA 1.1.7 (gunicorn, PostgreSQL)";
const THEIR_INDEX: &str = "HMA's index without its server (threatexchange 1.2.17)";

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let sanad = match &bench.program {
        Some(path) => PathBuf::from(path),
        None => program::build_sanad()?,
    };
    let sizes: &[u64] = if bench.quick { &[10_000] } else { &[100_000, 1_000_000] };
    let (n_alone, n_batched) = if bench.quick { (200, 2_000) } else { (4_000, 100_000) };
    for n_entries in sizes {
        let codes = codes(&bench.scratch, Spread::Uniform, *n_entries, n_batched)?;
        let folder = bench.scratch.join(format!("match-{n_entries}"));
        // What an earlier run left has another server's state in it.
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        measure(bench, &sanad, &codes, &folder, n_alone)?;
        std::fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

fn measure(bench: &mut Bench, sanad: &Path, codes: &Codes, folder: &Path, n_alone: usize) -> Result<()> {
    let questions = hex_of(&codes.queries)?;
    let alone = &questions[..n_alone.min(questions.len())];
    let node = OurNode::make(sanad, &codes.entries, folder)?;
    let peer = PeerServer::start(bench, &codes.entries, folder);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..bench.n_rounds {
        let server = node.serve(sanad)?;
        let one = server.lap("one", alone.len(), |client| Ok(node.calls(alone, 1, client)))?;
        let many = server.lap("thousand", questions.len(), |client| Ok(node.calls(&questions, N_AT_ONCE, client)))?;
        ours.push(vec![one, many]);
        drop(server);
        if let Ok(peer) = &peer {
            theirs.push(vec![peer.server.lap("one", alone.len(), |client| Ok(their_calls(alone, client)))?]);
        }
    }
    let ours = Rounds { name: OURS.to_owned(), laps: ours, failure: None };
    let theirs = match peer {
        Ok(_) => Rounds { name: THEIRS.to_owned(), laps: theirs, failure: None },
        Err(why) => {
            eprintln!("bench: match: HMA's server cannot be run, its index is asked instead: {why:#}");
            let n = alone.len().min(400).to_string();
            let paths = [&codes.entries, &codes.queries].map(|path| path.to_string_lossy().into_owned());
            let arguments = [&paths[..], &[n]].concat();
            race(&[bench.peers.of_lines(THEIR_INDEX, "hma_index.py", &arguments)], bench.n_rounds).remove(0)
        }
    };
    let size = power_of_ten(hex_count(&codes.entries)?);
    let matched = |rounds: &Rounds| rounds.fact("one", "n_matched");
    if let (Some(ours), Some(theirs)) = (matched(&ours), matched(&theirs).filter(|_| theirs.name == THEIRS)) {
        // Both claim up to 31 bits: what one finds and the other does not would be measured as speed.
        ensure!((ours - theirs).abs() <= 0.01 * theirs.max(1.0), "ours found {ours}, HMA {theirs}");
    }
    let tell = |name: &str, what: &str| {
        Figure::race_of(&format!("{size}, {name}"), "look-ups", (&ours, what), (&theirs, "one"), Goal::None)
    };
    bench.tell(tell("one a call on both sides", "one"))?;
    bench.tell(tell("a thousand a call, of HMA one", "thousand"))
}

/// A node with the list in it, and a token for each client: how often somebody may ask is counted by user.
struct OurNode {
    folder: PathBuf,
    tokens: Vec<String>,
}

impl OurNode {
    fn make(sanad: &Path, entries: &Path, folder: &Path) -> Result<OurNode> {
        let node = OurNode { folder: folder.join("node"), tokens: Vec::new() };
        node.run(sanad, &["unit", "add", "Bench", "--country", "JO", "--victim-prefix", "JO-B"])?;
        let mut tokens = Vec::new();
        for client in 0..N_CLIENTS {
            let login = format!("client-{client}");
            node.run(sanad, &["user", "add", &login, "--name", &login, "--unit", "Bench", "--role", "matcher"])?;
            let token = ["token", "add", &login, "--name", "bench", "--days", "30", "--scope", "match-query"];
            let given = node.run(sanad, &token)?;
            tokens.push(given["secret"].as_str().context("sanad token add gave no secret")?.to_owned());
        }
        let list = folder.join("list.csv");
        let mut text = String::from("id,pdq\n");
        for (number, code) in hex_of(entries)?.iter().enumerate() {
            let _ = writeln!(text, "E-{number},{code}");
        }
        std::fs::write(&list, text).with_context(|| format!("writing {}", list.display()))?;
        node.run(sanad, &["list", "import", &format!("{},name=Bench", list.display())])?;
        Ok(OurNode { tokens, ..node })
    }

    fn command(&self, sanad: &Path) -> Command {
        let mut command = Command::new(sanad);
        command.env("SANAD_NODE", &self.folder).stdin(Stdio::null()).args(["--json"]);
        command
    }

    fn run(&self, sanad: &Path, arguments: &[&str]) -> Result<Value> {
        let output = self.command(sanad).args(arguments).output().context("starting sanad")?;
        if !output.status.success() {
            bail!("sanad {}: {}", arguments[..2].join(" "), String::from_utf8_lossy(&output.stderr));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.lines().next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default())
    }

    fn serve(&self, sanad: &Path) -> Result<Server> {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--only", "match", "--quarantine-things", "0"];
        let mut process = self.command(sanad).args(serve).stdout(Stdio::piped()).spawn().context("starting sanad")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no standard output")?).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line).context("sanad serve did not say where it listens")?;
        let address = said["address"].as_str().context("sanad serve named no address")?.to_owned();
        let server = Server { roots: vec![process.id()], process, address, stdin: None };
        let ready = Call { method: "GET", path: "/api/v1/match/lists".into(), ..self.call(0, String::new()) };
        call_all(&server.address, &[vec![ready]]).context("the lists do not open")?;
        Ok(server)
    }

    fn call(&self, client: usize, body: String) -> Call {
        let headers = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", self.tokens[client]);
        Call { method: "POST", path: "/api/v1/match".into(), headers, body, n_matched: our_matched }
    }

    /// The questions of one client, so many a call.
    fn calls(&self, questions: &[String], n_at_once: usize, client: usize) -> Vec<Call> {
        let own: Vec<&String> = questions.iter().skip(client).step_by(N_CLIENTS).collect();
        let asked = |some: &[&String]| {
            let asked: Vec<Value> = some.iter().map(|code| json!({ "pdq": code })).collect();
            self.call(client, json!({ "asked": asked }).to_string())
        };
        own.chunks(n_at_once).map(asked).collect()
    }
}

fn our_matched(answer: &Value) -> u64 {
    let answers = answer["answers"].as_array().map(Vec::as_slice).unwrap_or_default();
    answers.iter().filter(|answer| answer["outcome"] != "new").count() as u64
}

/// The same questions as HMA is asked them: each in an address.
fn their_calls(questions: &[String], client: usize) -> Vec<Call> {
    let own = questions.iter().skip(client).step_by(N_CLIENTS);
    let call = |code: &String| Call {
        method: "GET",
        path: format!("/m/lookup?signal_type=pdq&signal={code}"),
        headers: String::new(),
        body: String::new(),
        n_matched: |answer| u64::from(answer.as_object().is_some_and(|banks| !banks.is_empty())),
    };
    own.map(call).collect()
}

/// A server under way, and the processes whose CPU time is its own, with all that they start.
struct Server {
    process: Child,
    address: String,
    roots: Vec<u32>,
    /// Where it ends by itself when this is closed.
    stdin: Option<ChildStdin>,
}

impl Server {
    /// Asks from all clients at once, and measures what it costs.
    fn lap(&self, what: &str, n: usize, calls: impl Fn(usize) -> Result<Vec<Call>>) -> Result<Lap> {
        let all = (0..N_CLIENTS).map(calls).collect::<Result<Vec<_>>>()?;
        let before = cpu_s_of(&self.roots)?;
        let Called { wall_s, mut waits_ms, n_matched } = call_all(&self.address, &all)?;
        let cpu_s = cpu_s_of(&self.roots)? - before;
        waits_ms.sort_by(f64::total_cmp);
        let p95_ms = waits_ms.get(waits_ms.len() * 95 / 100).copied().unwrap_or_default();
        let facts = Map::from_iter([
            ("calls_per_s".to_owned(), (waits_ms.len() as f64 / wall_s).round().into()),
            ("call_p95_ms".to_owned(), super::figure::rounded(p95_ms).into()),
            ("n_matched".to_owned(), n_matched.into()),
            ("n_clients".to_owned(), N_CLIENTS.into()),
        ]);
        Ok(Lap { what: what.to_owned(), n: n as f64, cpu_s, facts })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A peer stops its own processes when nobody holds its input any more; ours survives anything.
        if self.stdin.take().is_none() {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}

/// HMA's server on the same list.
struct PeerServer {
    server: Server,
}

impl PeerServer {
    fn start(bench: &Bench, entries: &Path, folder: &Path) -> Result<PeerServer> {
        let own = folder.join("hma");
        std::fs::create_dir_all(&own).with_context(|| format!("making {}", own.display()))?;
        let said = own.join("said");
        let hma = bench.peers.hma(bench.hma.as_deref(), &bench.scratch);
        let arguments = [entries, &hma, &own].map(|path| path.as_os_str().to_owned());
        let mut process = bench
            .peers
            .command("hma_server.py")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&said).with_context(|| format!("making {}", said.display()))?)
            .spawn()
            .context("starting Python")?;
        let stdin = process.stdin.take();
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no standard output")?).read_line(&mut line)?;
        let Ok(serving) = serde_json::from_str::<Value>(&line) else {
            drop(stdin);
            drop(process.wait());
            let said = std::fs::read_to_string(&said).unwrap_or_default();
            bail!("{}", said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing"));
        };
        let roots = serving["processes"].as_array().into_iter().flatten().filter_map(Value::as_u64);
        let roots = roots.map(|id| u32::try_from(id).context("a process number")).collect::<Result<Vec<_>>>()?;
        let address = serving["address"].as_str().context("HMA named no address")?.to_owned();
        Ok(PeerServer { server: Server { process, address, roots, stdin } })
    }
}

/// Records of 32 bytes, as digits.
fn hex_of(path: &Path) -> Result<Vec<String>> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let digits = |code: &[u8]| code.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"));
    Ok(bytes.chunks_exact(32).map(digits).collect())
}

fn hex_count(path: &Path) -> Result<u64> {
    Ok(path.metadata().with_context(|| format!("looking at {}", path.display()))?.len() / 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_both_are_counted_alike() {
        let ours = json!({ "answers": [{ "outcome": "near" }, { "outcome": "new" }, { "outcome": "known" }] });
        assert_eq!(our_matched(&ours), 2);
        let questions: Vec<String> = (0..9).map(|n| format!("{n:064}")).collect();
        let theirs: Vec<Call> = (0..N_CLIENTS).flat_map(|client| their_calls(&questions, client)).collect();
        assert_eq!(theirs.len(), questions.len(), "each question is asked once");
        let counted = |answer: Value| (theirs[0].n_matched)(&answer);
        assert_eq!((counted(json!({})), counted(json!({ "BENCH": [{ "bank_content_id": 1 }] }))), (0, 1));
        let node = OurNode { folder: PathBuf::new(), tokens: vec!["t".into(); N_CLIENTS] };
        let calls: Vec<Call> = (0..N_CLIENTS).flat_map(|client| node.calls(&questions, 2, client)).collect();
        let asked: usize = calls.iter().map(|call| call.body.matches("\"pdq\"").count()).sum();
        assert_eq!((asked, calls.len()), (questions.len(), 5));
    }
}
