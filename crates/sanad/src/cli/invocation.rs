//! What was asked for, typed and checked: arguments and settings together.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use casework::audience::{Audience, Shared};
use clap::ArgMatches;
use fingerprint::view::Search;
use media::video::FrameChoice;

use super::REPORT_ENDINGS;
use super::backup::Backups;
use super::mapping::Mappings;
use super::people::People;
use crate::complaint::Complaint;
use crate::config::{Source, Values};
use crate::exit::Exit;

/// One command with all it was told.
#[derive(Debug, Clone, PartialEq)]
pub enum Invocation {
    /// `sanad triage`.
    Triage(Box<TriageArgs>),
    /// `sanad fingerprint`.
    Fingerprint(FingerprintArgs),
    /// `sanad find`.
    Find(FindArgs),
    /// `sanad list import`: lists as `--list` takes them.
    ListImport {
        /// At least one.
        lists: Vec<OsString>,
    },
    /// `sanad list show`.
    ListShow {
        /// One list, or all.
        name: Option<String>,
    },
    /// `sanad list export`.
    ListExport {
        /// Which.
        name: String,
        /// Where to.
        to: PathBuf,
    },
    /// `sanad list remove`.
    ListRemove {
        /// Which.
        name: String,
    },
    /// `sanad exhibit list`.
    ExhibitList,
    /// `sanad exhibit show`.
    ExhibitShow {
        /// Id or number.
        id: String,
    },
    /// `sanad exhibit remove`.
    ExhibitRemove {
        /// Id or number.
        id: String,
    },
    /// `sanad verify`.
    Verify {
        /// At least one.
        reports: Vec<PathBuf>,
    },
    /// `sanad doctor`.
    Doctor {
        /// Whether decoders may run without a cage.
        uncaged: bool,
    },
    /// `sanad index build`.
    IndexBuild {
        /// The hashes.
        entries: PathBuf,
        /// Where to.
        out: PathBuf,
        /// The largest distance that it shall answer, in bits; none: the usual one.
        distance_bits: Option<u32>,
    },
    /// `sanad index query`.
    IndexQuery(IndexQueryArgs),
    /// `sanad index check`.
    IndexCheck {
        /// The index.
        path: PathBuf,
    },
    /// `sanad ledger show`.
    LedgerShow,
    /// `sanad ledger verify`.
    LedgerVerify(LedgerVerifyArgs),
    /// `sanad ledger prove`.
    LedgerProve {
        /// The entry's place in the log, from 0.
        index: u64,
        /// Where to write the proof.
        to: PathBuf,
    },
    /// `sanad serve`.
    Serve(ServeArgs),
    /// `sanad backup` or `sanad restore`.
    Backups(Backups),
    /// `sanad mapping`.
    Mappings(Mappings),
    /// `sanad unit`, `sanad user` or `sanad token`.
    People(People),
    /// `sanad config show`.
    ConfigShow,
    /// `sanad completions`.
    Completions {
        /// The shell's name.
        shell: String,
    },
    /// `sanad man-pages`.
    ManPages {
        /// Where to.
        folder: PathBuf,
    },
}

/// Which frames of a video are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Key frames.
    Key,
    /// One every second.
    Second,
    /// All.
    All,
}

impl Frames {
    /// As the room of media has it.
    pub fn choice(self) -> FrameChoice {
        match self {
            Frames::Key => FrameChoice::KeyFrames,
            Frames::Second => FrameChoice::EverySecond,
            Frames::All => FrameChoice::All,
        }
    }
}

/// What makes the program exit with 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    /// A known file.
    Known,
    /// A near match.
    Near,
    /// A possible altered copy.
    Altered,
    /// A new file.
    New,
    /// A file that could not be examined.
    Problem,
}

/// What `sanad triage` is told.
#[derive(Debug, Clone, PartialEq)]
pub struct TriageArgs {
    /// The exhibits, at least one.
    pub exhibits: Vec<PathBuf>,
    /// Lists as given: a path and terms.
    pub lists: Vec<OsString>,
    /// Reports to write; each name ends as one of [`REPORT_ENDINGS`].
    pub reports: Vec<PathBuf>,
    /// Legal basis.
    pub authority: Option<String>,
    /// One number for each exhibit, in their order.
    pub exhibit_numbers: Vec<Option<String>>,
    /// The seal.
    pub seal: Option<String>,
    /// Who examines.
    pub examiner: Option<String>,
    /// Files worked on at once; none: as many as there are processors.
    pub jobs: Option<usize>,
    /// Which frames of a video are compared.
    pub video: Frames,
    /// How many views of a picture are asked.
    pub search: Search,
    /// Whether pictures are screened first.
    pub screen: bool,
    /// For whom the reports are.
    pub audience: Audience,
    /// What a partner is told nevertheless.
    pub share: Vec<Shared>,
    /// The VICS flavour.
    pub flavour: Option<String>,
    /// Whether decoders may run without a cage.
    pub uncaged: bool,
    /// What makes the program exit with 10.
    pub fail_on: BTreeSet<FailOn>,
    /// Whether the exhibits are exports of a lab's tool.
    pub hash_only: bool,
    /// Largest distance within a stack, in bits; none: the usual one.
    pub threshold_bits: Option<u32>,
}

/// What `sanad fingerprint` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerprintArgs {
    /// At least one.
    pub paths: Vec<PathBuf>,
    /// Files worked on at once; none: as many as there are processors.
    pub jobs: Option<usize>,
    /// Which frames of videos are taken.
    pub video: Frames,
    /// Whether decoders may run without a cage.
    pub uncaged: bool,
}

/// What `sanad find` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindArgs {
    /// Paths or hashes, as given but for invisible marks around them; at least one.
    pub asked: Vec<OsString>,
    /// Further lists to ask, as `--list` takes them.
    pub lists: Vec<OsString>,
    /// Largest distance, in bits; none: each list's own.
    pub distance_bits: Option<u32>,
    /// How many views of a picture are asked.
    pub search: Search,
    /// Whether decoders may run without a cage.
    pub uncaged: bool,
}

/// What `sanad ledger verify` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerVerifyArgs {
    /// A copied folder, or a proof.
    pub path: PathBuf,
    /// The key that was handed over apart from it.
    pub key: Option<String>,
    /// Checkpoints that were carried away earlier.
    pub checkpoints: Vec<PathBuf>,
}

/// What `sanad serve` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeArgs {
    /// Address and port, as typed.
    pub listen: String,
    /// The certificate chain.
    pub tls_cert: Option<PathBuf>,
    /// Its private key.
    pub tls_key: Option<PathBuf>,
    /// Whether only matching is served.
    pub only_match: bool,
    /// Whether hashes may be asked for by GET.
    pub match_by_get: bool,
    /// An entry that agrees with more different things than this waits for a person; 0 for never.
    pub quarantine_things: u32,
    /// Within so many minutes.
    pub quarantine_minutes: u32,
}

/// What `sanad index query` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexQueryArgs {
    /// Hashes, or an index of them.
    pub entries: PathBuf,
    /// Hashes to look up.
    pub queries: PathBuf,
    /// Largest distance, in bits; none: the usual one.
    pub distance_bits: Option<u32>,
    /// Look-ups at once; none: as many as there are processors.
    pub jobs: Option<usize>,
    /// Where each match is written.
    pub pairs: Option<PathBuf>,
}

impl Invocation {
    /// The command of `matches`, with what its flags leave open taken from `values`, which have the flags in them.
    ///
    /// # Errors
    /// Arguments that contradict each other.
    pub fn of(matches: &ArgMatches, values: &Values) -> Result<Invocation, Complaint> {
        let (command, given) = leaf(matches);
        Ok(match command.as_str() {
            "triage" => Invocation::Triage(Box::new(triage(given, values)?)),
            "fingerprint" => Invocation::Fingerprint(FingerprintArgs {
                paths: paths(given, "path"),
                jobs: jobs(values),
                video: frames(values),
                uncaged: values.is_on("triage.uncaged"),
            }),
            "find" => Invocation::Find(FindArgs {
                asked: raw(given, "file-or-hash").into_iter().map(without_isolates).collect(),
                // Only those on the line: lists of the settings are a triage's, and here would hide the unit's others.
                lists: raw(given, "list"),
                distance_bits: bits(values, "find.distance"),
                search: search(values),
                uncaged: values.is_on("triage.uncaged"),
            }),
            "list import" => Invocation::ListImport { lists: raw(given, "list-file") },
            "list show" => Invocation::ListShow { name: given.get_one::<String>("list-name").cloned() },
            "list export" => Invocation::ListExport { name: text(given, "list-name"), to: path(given, "to") },
            "list remove" => Invocation::ListRemove { name: text(given, "list-name") },
            "exhibit list" => Invocation::ExhibitList,
            "exhibit show" => Invocation::ExhibitShow { id: text(given, "exhibit-id") },
            "exhibit remove" => Invocation::ExhibitRemove { id: text(given, "exhibit-id") },
            "verify" => Invocation::Verify { reports: paths(given, "report-file") },
            "doctor" => Invocation::Doctor { uncaged: values.is_on("triage.uncaged") },
            "index build" => Invocation::IndexBuild {
                entries: path(given, "entries"),
                out: path(given, "out"),
                distance_bits: bits(values, "find.distance"),
            },
            "index query" => Invocation::IndexQuery(IndexQueryArgs {
                entries: path(given, "entries"),
                queries: path(given, "queries"),
                distance_bits: bits(values, "find.distance"),
                jobs: jobs(values),
                pairs: given.get_one::<PathBuf>("pairs").cloned(),
            }),
            "ledger show" => Invocation::LedgerShow,
            "ledger verify" => Invocation::LedgerVerify(LedgerVerifyArgs {
                path: path(given, "ledger-folder"),
                key: given.get_one::<String>("key").cloned(),
                checkpoints: given.get_many::<PathBuf>("checkpoint").into_iter().flatten().cloned().collect(),
            }),
            "ledger prove" => Invocation::LedgerProve {
                index: given.get_one::<u64>("ledger-entry").copied().unwrap_or_default(),
                to: path(given, "to"),
            },
            "index check" => Invocation::IndexCheck { path: path(given, "index-file") },
            "serve" => Invocation::Serve(ServeArgs {
                listen: text(given, "listen"),
                tls_cert: given.get_one::<PathBuf>("tls-cert").cloned(),
                tls_key: given.get_one::<PathBuf>("tls-key").cloned(),
                only_match: given.get_one::<String>("only").is_some(),
                match_by_get: given.get_flag("match-by-get"),
                quarantine_things: given.get_one::<u32>("quarantine-things").copied().unwrap_or_default(),
                quarantine_minutes: given.get_one::<u32>("quarantine-minutes").copied().unwrap_or_default(),
            }),
            "config show" => Invocation::ConfigShow,
            "completions" => Invocation::Completions { shell: text(given, "shell") },
            "man-pages" => Invocation::ManPages { folder: path(given, "man-folder") },
            other => {
                let backups = || Backups::of(other, given, values).map(Invocation::Backups);
                let mappings = || Mappings::of(other, given).map(Invocation::Mappings);
                let people = People::of(other, given).map(Invocation::People);
                let unknown = || Complaint::new(Exit::Usage, "usage-unknown-command", vec![("command", other.into())]);
                people.or_else(backups).or_else(mappings).ok_or_else(unknown)?
            }
        })
    }
}

/// The innermost command: its names with blanks between, and its arguments.
pub fn leaf(matches: &ArgMatches) -> (String, &ArgMatches) {
    let (mut names, mut given) = (Vec::new(), matches);
    while let Some((name, inner)) = given.subcommand() {
        names.push(name);
        given = inner;
    }
    (names.join(" "), given)
}

fn triage(given: &ArgMatches, values: &Values) -> Result<TriageArgs, Complaint> {
    let exhibits = paths(given, "exhibit");
    let reports: Vec<PathBuf> = given.get_many::<PathBuf>("report").into_iter().flatten().cloned().collect();
    check_reports(&reports)?;
    let audience = values.audience();
    let share = values.shared();
    if !share.is_empty() && audience != Audience::Partner {
        return Err(Complaint::new(Exit::Usage, "usage-share-without-partner", vec![("argument", "--share".into())]));
    }
    let screen = given.get_flag("screen");
    let asks_for_altered = search(values) != Search::Plain
        && matches!(values.get("triage.search").map(|said| &said.from), Some(Source::Flag { .. }));
    if screen && asks_for_altered {
        return Err(Complaint::new(Exit::Usage, "usage-screen-with-search", vec![]));
    }
    let fail_on = |code: OsString| match code.to_str()? {
        "known" => Some(FailOn::Known),
        "near" => Some(FailOn::Near),
        "altered" => Some(FailOn::Altered),
        "new" => Some(FailOn::New),
        "problem" => Some(FailOn::Problem),
        _ => None,
    };
    Ok(TriageArgs {
        exhibit_numbers: exhibit_numbers(exhibits.len(), &values.many_of("custody.exhibit-number"))?,
        exhibits,
        lists: values.many_of("triage.lists"),
        reports,
        authority: values.text_of("custody.authority"),
        seal: values.text_of("custody.seal"),
        examiner: values.text_of("custody.examiner"),
        jobs: jobs(values),
        video: frames(values),
        // A setting for all runs gives way to what is asked of this one.
        search: if screen { Search::Plain } else { search(values) },
        screen,
        audience,
        share,
        flavour: values.text_of("report.flavour"),
        uncaged: values.is_on("triage.uncaged"),
        fail_on: values.many_of("triage.fail-on").into_iter().filter_map(fail_on).collect(),
        hash_only: given.get_flag("hash-only"),
        threshold_bits: bits(values, "triage.threshold"),
    })
}

fn search(values: &Values) -> Search {
    let name = values.text_of("triage.search");
    let named = Search::ALL.into_iter().find(|search| Some(search.name()) == name.as_deref());
    named.unwrap_or(Search::Altered)
}

fn frames(values: &Values) -> Frames {
    match values.text_of("triage.video").as_deref() {
        Some("second") => Frames::Second,
        Some("all") => Frames::All,
        _ => Frames::Key,
    }
}

fn exhibit_numbers(n_exhibits: usize, numbers: &[OsString]) -> Result<Vec<Option<String>>, Complaint> {
    let text = |number: &OsString| Some(number.to_string_lossy().into_owned());
    match numbers {
        [] => Ok(vec![None; n_exhibits]),
        [one] => Ok(vec![text(one); n_exhibits]),
        many if many.len() == n_exhibits => Ok(many.iter().map(text).collect()),
        many => {
            let args = vec![("exhibits", n_exhibits.into()), ("numbers", many.len().into())];
            Err(Complaint::new(Exit::Usage, "usage-exhibit-numbers", args))
        }
    }
}

fn check_reports(reports: &[PathBuf]) -> Result<(), Complaint> {
    for (position, report) in reports.iter().enumerate() {
        let shown = report.to_string_lossy().into_owned();
        let name = report.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if !REPORT_ENDINGS.iter().any(|ending| name.strip_suffix(ending).is_some_and(|stem| !stem.is_empty())) {
            let endings = REPORT_ENDINGS.iter().rev().copied().collect::<Vec<_>>().join(" ");
            let args = vec![("path", shown.into()), ("extensions", endings.into())];
            return Err(Complaint::new(Exit::Usage, "usage-report-extension", args));
        }
        if reports[..position].contains(report) {
            return Err(Complaint::new(Exit::Usage, "usage-same-report", vec![("path", shown.into())]));
        }
    }
    Ok(())
}

/// What was copied from a terminal or a page may still stand in its isolates: a hash has none.
fn without_isolates(asked: OsString) -> OsString {
    match asked.to_str() {
        Some(text) if text.starts_with('\u{2068}') && text.ends_with('\u{2069}') => {
            text.trim_matches(['\u{2068}', '\u{2069}']).into()
        }
        _ => asked,
    }
}

fn raw(given: &ArgMatches, id: &str) -> Vec<OsString> {
    given.get_many::<OsString>(id).into_iter().flatten().cloned().collect()
}

fn paths(given: &ArgMatches, id: &str) -> Vec<PathBuf> {
    raw(given, id).into_iter().map(PathBuf::from).collect()
}

fn path(given: &ArgMatches, id: &str) -> PathBuf {
    given.get_one::<PathBuf>(id).cloned().unwrap_or_default()
}

fn text(given: &ArgMatches, id: &str) -> String {
    given.get_one::<String>(id).cloned().unwrap_or_default()
}

fn jobs(values: &Values) -> Option<usize> {
    values.number_of("jobs").and_then(|jobs| jobs.try_into().ok())
}

fn bits(values: &Values, key: &str) -> Option<u32> {
    values.number_of(key).and_then(|bits| bits.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Lang, Words};

    fn parse(line: &str) -> Result<Invocation, Complaint> {
        let words = Words::in_language(Lang::English);
        let matches = crate::cli::command(&words).try_get_matches_from(line.split(' ')).unwrap();
        let mut values = Values::default();
        values.add_flags(leaf(&matches).1);
        Invocation::of(&matches, &values)
    }

    fn triage_of(line: &str) -> TriageArgs {
        match parse(line).unwrap() {
            Invocation::Triage(args) => *args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_triage_is_read_whole() {
        let args = triage_of(
            "sanad triage disk1 disk2 --list a.csv,name=A --list b.json --report r.html --report r.vics.json \
             --authority W-1 --exhibit-number 7 --seal S --examiner E --jobs 3 --video second --search thorough \
             --for partner --share names --share gps --flavour us --uncaged --fail-on near --fail-on altered --threshold 20 --node /n",
        );
        assert_eq!(args.exhibits, [PathBuf::from("disk1"), "disk2".into()]);
        assert_eq!(args.lists, ["a.csv,name=A", "b.json"]);
        assert_eq!(args.exhibit_numbers, vec![Some("7".to_owned()); 2]);
        assert_eq!((args.jobs, args.video, args.threshold_bits), (Some(3), Frames::Second, Some(20)));
        assert_eq!((args.audience, args.share), (Audience::Partner, vec![Shared::Names, Shared::Gps]));
        assert_eq!(args.fail_on, BTreeSet::from([FailOn::Near, FailOn::Altered]));
        assert_eq!((args.search, triage_of("sanad triage a").search), (Search::Thorough, Search::Altered));
        assert!(args.uncaged && !args.hash_only && !args.screen);
        for line in ["sanad triage a --screen", "sanad triage a --screen --search plain"] {
            let args = triage_of(line);
            assert!(args.screen && args.search == Search::Plain, "{line}");
        }
    }

    #[test]
    fn contradictions_are_usage_errors() {
        let check = |line: &str, expected: &str| {
            let complaint = parse(line).unwrap_err();
            assert_eq!((complaint.key, complaint.exit), (expected, Exit::Usage), "{line}");
        };
        check("sanad triage a b c --exhibit-number 1 --exhibit-number 2", "usage-exhibit-numbers");
        check("sanad triage a --report r.pdf", "usage-report-extension");
        check("sanad triage a --report .csv", "usage-report-extension");
        check("sanad triage a --report r.json", "usage-report-extension");
        check("sanad triage a --report r.csv --report r.csv", "usage-same-report");
        check("sanad triage a --share names", "usage-share-without-partner");
        check("sanad triage a --screen --search altered", "usage-screen-with-search");
    }

    #[test]
    fn every_command_comes_through() {
        let check = |line: &str, expected: Invocation| assert_eq!(parse(line).unwrap(), expected, "{line}");
        check("sanad list show", Invocation::ListShow { name: None });
        check("sanad list export K --to k.csv", Invocation::ListExport { name: "K".into(), to: "k.csv".into() });
        check("sanad list remove K --json", Invocation::ListRemove { name: "K".into() });
        check("sanad list import a b", Invocation::ListImport { lists: vec!["a".into(), "b".into()] });
        check("sanad exhibit list", Invocation::ExhibitList);
        check("sanad exhibit show exh_1", Invocation::ExhibitShow { id: "exh_1".into() });
        check("sanad exhibit remove exh_1", Invocation::ExhibitRemove { id: "exh_1".into() });
        check("sanad verify r.html", Invocation::Verify { reports: vec!["r.html".into()] });
        check("sanad doctor", Invocation::Doctor { uncaged: false });
        let (entries, out) = ("e.bin".into(), "e.index".into());
        let built = Invocation::IndexBuild { entries, out, distance_bits: Some(40) };
        check("sanad index build --entries e.bin --out e.index --distance 40", built);
        check("sanad index check e.index", Invocation::IndexCheck { path: "e.index".into() });
        let asked = IndexQueryArgs {
            entries: "e.bin".into(),
            queries: "q.txt".into(),
            distance_bits: None,
            jobs: Some(3),
            pairs: Some("p.csv".into()),
        };
        let line = "sanad index query --entries e.bin --queries q.txt --jobs 3 --pairs p.csv";
        check(line, Invocation::IndexQuery(asked));
        check("sanad config show --lang ar", Invocation::ConfigShow);
        check("sanad completions zsh", Invocation::Completions { shell: "zsh".into() });
        let asked = "\u{2068}d41d8cd98f00b204e9800998ecf8427e\u{2069}";
        let Invocation::Find(find) = parse(&format!("sanad find {asked} --distance 12")).unwrap() else { panic!() };
        assert_eq!((find.asked, find.distance_bits), (vec!["d41d8cd98f00b204e9800998ecf8427e".into()], Some(12)));
    }
}
