//! Runs our programs and their peers in turns, and keeps what each round cost in CPU seconds. It judges nothing.
//!
//! On a machine that does other work beside, wall time says little: what counts is the CPU time of a command with all
//! its children. Rounds alternate (ours, peer, ours, peer …), so that a slow minute falls on both.

use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

/// What a program said of one piece of work, or what a whole command cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lap {
    /// Which piece of work.
    pub what: String,
    /// How many things were done: pictures, bytes, look-ups.
    pub n: f64,
    /// CPU seconds for all of them.
    pub cpu_s: f64,
    /// Everything else that the program said.
    pub facts: Map<String, Value>,
}

/// Where a runner's figures come from.
enum Source {
    /// The program measures itself and prints JSON lines with `what`, `n`, `cpu_s`.
    Lines,
    /// The program prints JSON lines of another kind, and this finds the laps in them.
    Answer(fn(&[Value]) -> Option<Vec<Lap>>),
    /// The whole command is measured, start and end included.
    Whole { what: String, n: f64 },
}

/// A program to be measured.
pub(super) struct Runner {
    /// Its name and version, as the figures shall have it.
    pub name: String,
    command: Vec<OsString>,
    variables: Vec<(String, String)>,
    source: Source,
}

/// All rounds of one program; or why there are none.
pub(super) struct Rounds {
    /// Its name and version.
    pub name: String,
    /// The laps of each round.
    pub laps: Vec<Vec<Lap>>,
    /// Why it could not be measured.
    pub failure: Option<String>,
}

impl Runner {
    /// A program that prints JSON lines with `what`, `n` and `cpu_s`.
    pub(super) fn of_lines<T: AsRef<OsStr>>(name: &str, command: impl IntoIterator<Item = T>) -> Runner {
        Runner::new(name, command, Source::Lines)
    }

    /// A program that prints JSON lines of its own kind.
    pub(super) fn of_answer<T: AsRef<OsStr>>(
        name: &str,
        read: fn(&[Value]) -> Option<Vec<Lap>>,
        command: impl IntoIterator<Item = T>,
    ) -> Runner {
        Runner::new(name, command, Source::Answer(read))
    }

    /// A command of which all is measured; `n` is how many things it does.
    pub(super) fn of_whole<T: AsRef<OsStr>>(
        name: &str,
        what: &str,
        n: f64,
        command: impl IntoIterator<Item = T>,
    ) -> Runner {
        Runner::new(name, command, Source::Whole { what: what.to_owned(), n })
    }

    fn new<T: AsRef<OsStr>>(name: &str, command: impl IntoIterator<Item = T>, source: Source) -> Runner {
        let command = command.into_iter().map(|word| word.as_ref().to_owned()).collect();
        Runner { name: name.to_owned(), command, variables: Vec::new(), source }
    }

    /// The same, with a variable in its environment.
    pub(super) fn with_variable(mut self, name: &str, value: &str) -> Runner {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn run(&self) -> Result<Vec<Lap>> {
        let done = measure(&self.command, &self.variables)?;
        match &self.source {
            Source::Lines => done.output.lines().filter_map(|line| lap_of(line, &done).transpose()).collect(),
            Source::Answer(read) => {
                let lines: Vec<Value> =
                    done.output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
                read(&lines).with_context(|| format!("no figures in what it printed: {}", done.output))
            }
            Source::Whole { what, n } => {
                let mut facts = Map::new();
                facts.insert("wall_s".into(), done.wall_s.into());
                facts.insert("memory_peak_mib".into(), done.memory_peak_mib.into());
                Ok(vec![Lap { what: what.clone(), n: *n, cpu_s: done.cpu_s, facts }])
            }
        }
    }
}

/// Two programs in turns: ours, which must not fail, and a peer, which may.
pub(super) fn duel(ours: Runner, peer: Runner, n_rounds: usize) -> Result<(Rounds, Rounds)> {
    let mut both = race(&[ours, peer], n_rounds).into_iter();
    let (ours, peer) = (both.next().context("ours did not run")?, both.next().context("the peer did not run")?);
    Ok((ours.or_fail()?, peer))
}

/// Runs all, round after round. A program that fails is left out of further rounds, and the reason kept.
pub(super) fn race(runners: &[Runner], n_rounds: usize) -> Vec<Rounds> {
    let mut all: Vec<Rounds> =
        runners.iter().map(|runner| Rounds { name: runner.name.clone(), laps: Vec::new(), failure: None }).collect();
    for _ in 0..n_rounds {
        for (runner, rounds) in runners.iter().zip(&mut all).filter(|(_, rounds)| rounds.failure.is_none()) {
            match runner.run() {
                Ok(laps) => rounds.laps.push(laps),
                Err(error) => rounds.failure = Some(format!("{error:#}")),
            }
        }
    }
    all
}

impl Rounds {
    /// In the place of a program that is not there.
    pub(super) fn missing(name: &str, why: &str) -> Rounds {
        Rounds { name: name.to_owned(), laps: Vec::new(), failure: Some(why.to_owned()) }
    }

    /// These rounds, or the error that stopped them: for our own side, which must not be missing.
    pub(super) fn or_fail(self) -> Result<Rounds> {
        match self.failure {
            Some(failure) => bail!("{}: {failure}", self.name),
            None => Ok(self),
        }
    }

    /// The same, each lap having done `n` things: for a program that does not know how many.
    pub(super) fn counting(mut self, n: f64) -> Rounds {
        self.laps.iter_mut().flatten().for_each(|lap| lap.n = n);
        self
    }

    /// The laps of one piece of work, a round each; of a program that repeats it by itself the median of each run.
    pub(super) fn of(&self, what: &str) -> Vec<Lap> {
        let median_of = |round: &Vec<Lap>| {
            let mut laps: Vec<&Lap> = round.iter().filter(|lap| lap.what == what).collect();
            laps.sort_by(|one, two| one.cpu_s.total_cmp(&two.cpu_s));
            laps.get(laps.len() / 2).copied().cloned()
        };
        self.laps.iter().filter_map(median_of).collect()
    }

    /// The CPU seconds of the median round of one piece of work.
    pub(super) fn cpu_s(&self, what: &str) -> Option<f64> {
        median(self.of(what).iter().map(|lap| lap.cpu_s))
    }

    /// The median, over the rounds, of a number that the program told beside its time.
    pub(super) fn fact(&self, what: &str, name: &str) -> Option<f64> {
        median(self.of(what).iter().filter_map(|lap| lap.facts.get(name)?.as_f64()))
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// What a command that has ended left behind.
struct Done {
    output: String,
    cpu_s: f64,
    wall_s: f64,
    memory_peak_mib: u64,
}

fn measure(command: &[OsString], variables: &[(String, String)]) -> Result<Done> {
    // bash's own `time` counts the CPU seconds of all descendants that were waited for. It writes last.
    let begun = Instant::now();
    let mut child = Command::new("bash")
        .args(["-c", "TIMEFORMAT='%3U %3S'; time \"$@\"", "bash"])
        .args(command)
        .env("OMP_NUM_THREADS", "1")
        .env("LC_ALL", "C")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .current_dir(crate::root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting bash")?;
    let mut errors = child.stderr.take().context("bash has no standard error")?;
    let mut output = child.stdout.take().context("bash has no standard output")?;
    let ended = AtomicBool::new(false);
    let id = child.id();
    let (printed, said, memory_peak_mib) = std::thread::scope(|scope| {
        let said = scope.spawn(move || {
            let mut bytes = Vec::new();
            errors.read_to_end(&mut bytes).map(|_| bytes)
        });
        let peak = scope.spawn(|| watch_memory(id, &ended));
        let mut printed = Vec::new();
        let read = output.read_to_end(&mut printed);
        let said = said.join().expect("reading does not panic");
        ended.store(true, Ordering::Release);
        let peak = peak.join().expect("watching does not panic");
        read.and(said).map(|said| (printed, said, peak))
    })
    .context("reading what the command printed")?;
    let status = child.wait().context("waiting for bash")?;
    let said = String::from_utf8_lossy(&said);
    let times = said.lines().next_back().unwrap_or_default();
    let seconds: Vec<f64> = times.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match (status.success(), seconds.as_slice()) {
        (true, [user_s, system_s]) => Ok(Done {
            output: String::from_utf8_lossy(&printed).into_owned(),
            cpu_s: user_s + system_s,
            wall_s: begun.elapsed().as_secs_f64(),
            memory_peak_mib,
        }),
        _ => bail!("{status}: {}", said.lines().rev().nth(1).unwrap_or("it said nothing")),
    }
}

/// The most that the process and its descendants held at once. A shared page counts once, except in a process that
/// the kernel lets nobody look into: there it counts as its own.
fn watch_memory(id: u32, ended: &AtomicBool) -> u64 {
    let mut peak_kib = 0;
    while !ended.load(Ordering::Acquire) {
        peak_kib = peak_kib.max(family_of(id).into_iter().filter_map(memory_kib).sum());
        std::thread::sleep(Duration::from_millis(200));
    }
    peak_kib / 1024
}

fn family_of(id: u32) -> Vec<u32> {
    let mut family = vec![id];
    let mut next = 0;
    while let Some(parent) = family.get(next) {
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        let children: Vec<u32> = children
            .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
            .collect();
        family.extend(children);
        next += 1;
    }
    family
}

fn memory_kib(id: u32) -> Option<u64> {
    let field = |file: &str, name: &str| -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{id}/{file}")).ok()?;
        text.lines().find(|line| line.starts_with(name))?.split_whitespace().nth(1)?.parse().ok()
    };
    field("smaps_rollup", "Pss:").or_else(|| field("status", "VmRSS:"))
}

/// A line of figures; nothing when the line is something else.
fn lap_of(line: &str, done: &Done) -> Result<Option<Lap>> {
    let Ok(Value::Object(mut facts)) = serde_json::from_str(line) else { return Ok(None) };
    let Some(Value::String(what)) = facts.remove("what") else { return Ok(None) };
    let n = facts.remove("n").and_then(|n| n.as_f64()).with_context(|| format!("{what} comes without `n`"))?;
    let cpu_s =
        facts.remove("cpu_s").and_then(|s| s.as_f64()).with_context(|| format!("{what} comes without `cpu_s`"))?;
    facts.entry("memory_peak_mib").or_insert_with(|| done.memory_peak_mib.into());
    Ok(Some(Lap { what, n, cpu_s, facts }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_prints_beside_its_figures_is_passed_over() {
        let line = r#"echo reading; echo '{"what":"look-ups","n":4,"cpu_s":0.5,"hits":3}'; echo '{"other":1}'"#;
        let rounds = race(&[Runner::of_lines("echo", ["sh", "-c", line])], 2).remove(0).or_fail().unwrap();
        let laps = rounds.of("look-ups");
        assert_eq!(laps.len(), 2);
        assert_eq!((laps[0].n, laps[0].cpu_s, laps[0].facts["hits"].as_u64()), (4.0, 0.5, Some(3)));
        assert!(rounds.of("others").is_empty());
    }

    #[test]
    fn the_time_of_children_counts_and_memory_is_seen() {
        let spin = "x=$(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo $i); echo \"$x\" >&2";
        let runner = Runner::of_whole("spin", "spin", 1.0, ["sh", "-c", spin]).with_variable("ANY", "1");
        let lap = race(&[runner], 1).remove(0).or_fail().unwrap().of("spin").remove(0);
        assert!(lap.cpu_s > 0.0 && lap.facts["wall_s"].as_f64().unwrap() > 0.0);
    }

    #[test]
    fn a_program_that_fails_is_not_run_again_and_says_why() {
        let rounds =
            race(&[Runner::of_lines("none", ["sh", "-c", "echo 'missing: faiss-cpu' >&2; exit 3"])], 3).remove(0);
        assert_eq!(rounds.laps.len(), 0);
        assert!(rounds.failure.clone().unwrap().contains("missing: faiss-cpu"));
        assert!(rounds.or_fail().is_err());
    }
}
