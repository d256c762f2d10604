//! What pages and their verbs cost in a large casebook: `write FOLDER FILES SERIES LINKS` makes one, `ask FOLDER TIMES` asks
//! its verbs and `browse FOLDER TIMES` opens its pages; both print a JSON line each. Run by `cargo xtask bench store`, which
//! says what is good.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use casework::id::{CaseId, UnitId, UserId};
use casework::role::Role;
use casework::who::Actor;
use node::clock::Clock;
use node::folder::NodeFolder;
use node::principal::Caller;
use node::{Node, Principal};

mod asking;
mod browsing;
mod waiting;
mod writing;

fn main() -> Result<()> {
    // `cargo bench` and `cargo test` add an argument of their own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")?;
    match *words {
        ["write", folder, n_files, n_series, n_links] => {
            let size = Size { n_files: n_files.parse()?, n_series: n_series.parse()?, n_links: n_links.parse()? };
            runtime.block_on(writing::write(Path::new(folder), size))
        }
        ["ask", folder, n_times] => runtime.block_on(asking::ask(Path::new(folder), n_times.parse()?)),
        ["browse", folder, n_times] => runtime.block_on(browsing::browse(Path::new(folder), n_times.parse()?)),
        [] => Ok(()),
        _ => bail!("usage: casebook write FOLDER FILES SERIES LINKS | casebook (ask | browse) FOLDER TIMES"),
    }
}

/// How large a casebook is.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
struct Size {
    n_files: u64,
    n_series: u64,
    n_links: u64,
}

impl Size {
    fn n_units(self) -> u64 {
        20
    }

    fn n_cases(self) -> u64 {
        (self.n_series / 25).max(4)
    }

    fn n_exhibits(self) -> u64 {
        (self.n_files / 500).max(1)
    }

    /// Victims, persons, places, accounts and clues, of each so many.
    fn n_each(self) -> u64 {
        (self.n_series / 5).max(1)
    }

    fn n_graded(self) -> u64 {
        (self.n_files / 20).max(1)
    }

    /// Matches of files with lists; a fifth of them waits for somebody.
    fn n_claims(self) -> u64 {
        self.n_files / 5
    }

    /// Entries of the list that claims most of them.
    fn n_listed(self) -> u64 {
        self.n_files / 2
    }

    fn n_news(self) -> u64 {
        self.n_files / 50
    }

    /// The numbers of the people who work on the nth case, three of the ten of its unit.
    fn people_of_case(self, n: u64) -> [u64; 3] {
        [0, 1, 2].map(|person| n % self.n_units() + self.n_units() * ((n / self.n_units() + person) % 10))
    }

    /// The files on exhibits of the cases that the asker works on, who is the first person of the first unit: by number.
    fn files_of_asker(self) -> Vec<u64> {
        let is_theirs = |exhibit: &u64| self.people_of_case(exhibit % self.n_cases()).contains(&0);
        (0..self.n_exhibits()).filter(is_theirs).flat_map(|exhibit| self.files_of_exhibit(exhibit)).collect()
    }

    fn files_of_exhibit(self, n: u64) -> std::ops::Range<u64> {
        n * self.n_files / self.n_exhibits()..(n + 1) * self.n_files / self.n_exhibits()
    }

    /// The exhibit on which the nth file lies first.
    fn exhibit_of_file(self, n: u64) -> u64 {
        // The first guess is right unless a division above left something over.
        let guess = n * self.n_exhibits() / self.n_files;
        if self.files_of_exhibit(guess).contains(&n) { guess } else { guess + 1 }
    }
}

/// Somebody in every role that these verbs ask for.
fn caller(user: UserId, unit: UnitId, cases: BTreeSet<CaseId>) -> Principal {
    let roles = [Role::VictimIdentificationOfficer, Role::Coordinator, Role::Supervisor, Role::Grader].into();
    let purpose = Some("how long it takes".to_owned());
    Principal::User(Box::new(Caller {
        actor: Actor { user, unit },
        roles,
        cases,
        opened: BTreeSet::new(),
        scope: None,
        purpose,
    }))
}

async fn open(folder: &Path, clock: Clock) -> Result<Node> {
    let folder = NodeFolder::open_at(&folder.join("node")).context("opening the node folder")?;
    Node::open(folder, clock, "/nowhere".into()).await.context("opening the node")
}
