//! Our programs beside their peers, in the same run, in turns: one JSON line a figure. What the figures mean is told in
//! `docs/benchmarks.md`.
//!
//! A subject is a file in `bench/`. None of them decides what is good: the goals are numbers beside the figures.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

mod altered;
mod altered_table;
mod codes;
mod digests;
mod exact;
mod figure;
mod http_calls;
mod jpeg;
mod machine;
mod matching;
mod near;
mod pairs;
mod pdq;
mod peers;
mod pictures;
mod plot;
mod process_cpu;
mod program;
mod race;
mod screen;
mod store;
mod table;
mod triage;
mod video;
mod video_recall;

use figure::Figure;
use machine::Machine;
use peers::Peers;

/// What measures one subject.
type Subject = fn(&mut Bench) -> Result<()>;

/// The subjects by name, in the order of the table.
const SUBJECTS: &[(&str, Subject)] = &[
    ("pdq", pdq::run),
    ("jpeg", jpeg::run),
    ("screen", screen::run),
    ("digests", digests::run),
    ("video", video::run),
    ("triage", triage::run),
    ("near", near::run),
    ("pairs", pairs::run),
    ("exact", exact::run),
    ("altered", altered::run),
    ("match", matching::run),
    ("store", store::run),
];

const USAGE: &str = "\
usage: cargo xtask bench [SUBJECT…] [OPTION…]

subjects: pdq jpeg screen digests video triage near pairs exact altered match store; all of them when none is named
  --quick          small sizes, one round: whether it runs, not how fast
  --huge           also the sizes that need 20 GB of memory or disk
  --rounds N       rounds of each program (3)
  --photos DIR     the photos to measure with; else those of `cargo xtask photos`, else the samples
  --python FILE    the Python that has the peers; else that of --install-peers, else python3
  --hma DIR        `hasher-matcher-actioner` of a checkout, for match; else the one of --install-peers
  --program FILE   the sanad that match serves with; else one that is built for release
  --install-peers  installs the peers into target/bench/peers, and ends
  --table [FILE]   writes the README's tables and the plot from the figures of the last run, and ends
";

/// One run of the benches.
struct Bench {
    /// The subject that is measured now.
    subject: String,
    quick: bool,
    huge: bool,
    n_rounds: usize,
    photos: Option<String>,
    hma: Option<String>,
    program: Option<String>,
    peers: Peers,
    scratch: PathBuf,
    machine: Machine,
    lines: Vec<Value>,
}

/// `bench [SUBJECT…] [OPTION…]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let scratch = crate::root().join("target/bench");
    std::fs::create_dir_all(&scratch).context("making target/bench")?;
    let ask = Ask::read(arguments)?;
    if ask.install {
        return peers::install(&scratch);
    }
    let kept = scratch.join(if ask.quick { "quick.jsonl" } else { "last.jsonl" });
    if let Some(file) = ask.table {
        let is_asked = |is: &dyn Fn(&str) -> bool| ask.subjects.is_empty() || ask.subjects.iter().any(|name| is(name));
        if is_asked(&|name| name != "altered") {
            table::write(&file.map_or(kept, PathBuf::from))?;
        }
        return if is_asked(&|name| name == "altered") { altered_table::write(&scratch) } else { Ok(()) };
    }
    let mut bench = Bench {
        subject: String::new(),
        quick: ask.quick,
        huge: ask.huge,
        n_rounds: ask.n_rounds.unwrap_or(if ask.quick { 1 } else { 3 }),
        photos: ask.photos,
        hma: ask.hma,
        program: ask.program,
        peers: Peers::find(ask.python.as_deref(), &scratch),
        scratch,
        machine: Machine::here(),
        lines: Vec::new(),
    };
    let mut failures = Vec::new();
    for (name, measure) in SUBJECTS.iter().filter(|(name, _)| ask.subjects.is_empty() || ask.subjects.contains(name)) {
        eprintln!("bench: {name}");
        bench.subject = (*name).to_owned();
        if let Err(error) = measure(&mut bench) {
            eprintln!("bench: {name}: {error:#}");
            failures.push(*name);
        }
        table::keep(&kept, &bench.lines)?;
    }
    if !failures.is_empty() {
        bail!("not measured: {}", failures.join(", "));
    }
    Ok(())
}

impl Bench {
    #[cfg(test)]
    fn of(subject: &str, quick: bool, machine: Machine) -> Bench {
        let scratch = PathBuf::from("target/bench");
        let peers = Peers::find(None, &scratch);
        let (huge, n_rounds, photos, lines) = (false, 1, None, Vec::new());
        let (subject, hma, program) = (subject.to_owned(), None, None);
        Bench { subject, quick, huge, n_rounds, photos, hma, program, peers, scratch, machine, lines }
    }

    /// Prints the figure's line, and keeps it.
    fn tell(&mut self, figure: Figure) -> Result<()> {
        let line = figure.line(self);
        writeln!(std::io::stdout(), "{line}").context("printing a figure")?;
        self.lines.push(line);
        Ok(())
    }
}

/// A size as the figures have it.
fn power_of_ten(n: u64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    format!("10{}", DIGITS[n.ilog10() as usize % 10])
}

#[derive(Default)]
struct Ask<'a> {
    subjects: Vec<&'a str>,
    quick: bool,
    huge: bool,
    install: bool,
    table: Option<Option<String>>,
    n_rounds: Option<usize>,
    photos: Option<String>,
    hma: Option<String>,
    program: Option<String>,
    python: Option<String>,
}

impl<'a> Ask<'a> {
    fn read(arguments: &'a [String]) -> Result<Ask<'a>> {
        let mut ask = Ask::default();
        let mut words = arguments.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            let mut value =
                || words.next().map(str::to_owned).with_context(|| format!("{word} wants a value\n{USAGE}"));
            match word {
                "--quick" => ask.quick = true,
                "--huge" => ask.huge = true,
                "--install-peers" => ask.install = true,
                "--rounds" => ask.n_rounds = Some(value()?.parse::<usize>().context("--rounds wants a number")?.max(1)),
                "--photos" => ask.photos = Some(value()?),
                "--hma" => ask.hma = Some(value()?),
                "--program" => ask.program = Some(value()?),
                "--help" => bail!("{USAGE}"),
                "--python" => ask.python = Some(value()?),
                "--table" => ask.table = Some(words.next_if(|next| !next.starts_with('-')).map(str::to_owned)),
                name if SUBJECTS.iter().any(|(known, _)| *known == name) => ask.subjects.push(name),
                other => bail!("{other} is no subject and no option\n{USAGE}"),
            }
        }
        Ok(ask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let ask = Ask::read(&words)?;
        Ok(format!("{:?} {} {:?} {:?}", ask.subjects, ask.quick, ask.table, ask.n_rounds))
    }

    #[test]
    fn subjects_and_options_are_told_apart() {
        assert_eq!(read("near --quick --rounds 2 pdq").unwrap(), r#"["near", "pdq"] true None Some(2)"#);
        assert_eq!(read("--table").unwrap(), "[] false Some(None) None");
        assert_eq!(read("--table some.jsonl").unwrap(), r#"[] false Some(Some("some.jsonl")) None"#);
        assert!(read("--rounds").is_err());
        assert!(read("everything").is_err());
    }

    #[test]
    fn sizes_are_powers_of_ten() {
        assert_eq!((power_of_ten(1_000_000), power_of_ten(100_000_000)), ("10⁶".into(), "10⁸".into()));
    }

    #[test]
    fn every_subject_stands_in_the_usage_and_in_the_document() {
        let document = std::fs::read_to_string(crate::root().join("docs/benchmarks.md")).unwrap();
        for (name, _) in SUBJECTS {
            assert!(USAGE.contains(name), "{name}");
            assert!(document.contains(&format!("`{name}`")), "docs/benchmarks.md does not tell of {name}");
        }
    }
}
