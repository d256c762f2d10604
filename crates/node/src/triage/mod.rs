//! From a seized folder to an answer: examine exhibits, match them against lists, say what is known, new and alike.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use casework::audience::{Audience, Shared, for_audience};
use casework::exhibit::{Custody, Exhibit};
use casework::file::MediaKind;
use casework::list::{ListTerms, ListVersion};
use casework::matching::Match;
use casework::report::{Header, Report, SelfTest, WrittenReport};
use casework::stack::Stack;
use casework::summary::{Summary, summarise};
use fingerprint::view::Search;
use formats::list_spec::ListSpec;
use index::catalogue::Catalogue;
use words::Words;

use crate::error::Error;
use crate::holding::{UnitToCall, call_about};
use crate::intake_folder::Beneath;
use crate::log::{self, LogId};
use crate::open::{Node, radius_bits_of};
use crate::principal::{Action, Principal};

pub(crate) mod claims;
pub(crate) mod examine;
mod intake;
mod listed;
mod queue;
mod ranges;
mod refine;
mod rows;
mod run_record;
mod screen;
mod threads;
pub(crate) mod versions;
mod videos;
mod write;

pub(crate) use rows::stack_candidates;

use screen::Screening;

/// One exhibit to examine.
#[derive(Debug, Clone)]
pub struct ExhibitAsk {
    /// The folder, file or hash-only export.
    pub path: PathBuf,
    /// Under whose authority.
    pub custody: Custody,
    /// Whether it is the export of a lab's tool, to be read as a list of files that are not here.
    pub hash_only: bool,
    /// Beneath which folder it is opened, where whoever named it is not at the machine; `path` then only names it.
    pub beneath: Option<Beneath>,
}

/// What to examine, against what, and what to write.
pub struct TriageAsk {
    /// The exhibits, each an own one.
    pub exhibits: Vec<ExhibitAsk>,
    /// The lists to ask; without any, all that the node has.
    pub lists: Vec<ListSpec>,
    /// Reports to write, format by extension.
    pub reports: Vec<PathBuf>,
    /// For whom they are written.
    pub audience: Audience,
    /// What a partner is told all the same.
    pub shared: Vec<Shared>,
    /// In which language HTML is written.
    pub words: Words,
    /// Whether HTML shows file names.
    pub reveal_names: bool,
    /// VICS flavour of VICS reports, e.g. `US`.
    pub flavour: String,
    /// Threads.
    pub n_jobs: usize,
    /// Which frames of a video.
    pub frames: media::video::FrameChoice,
    /// How many views of a picture are taken and asked, so that altered copies are found.
    pub search: Search,
    /// Whether pictures are screened, and only those looked at that something on the lists may look like. Altered copies
    /// are then not looked for, whatever `search` says.
    pub screen: bool,
    /// Whether decoders may run where the kernel cannot cage them.
    pub uncaged: bool,
    /// Two pictures of one stack differ by at most this from its representative.
    pub stack_threshold_bits: u32,
    /// `SOURCE_DATE_EPOCH`.
    pub dated: Option<i64>,
    /// Set by whoever wants the run to stop.
    pub stop: Arc<AtomicBool>,
    /// Hears how far the run is.
    pub events: Events,
}

/// Hears of progress, from many threads.
pub type Events = Arc<dyn Fn(Event) + Send + Sync>;

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A list is being read.
    ReadingList {
        /// Its name.
        name: String,
    },
    /// An exhibit was listed.
    Listed {
        /// Which of the exhibits asked.
        exhibit: usize,
        /// Places with bytes to examine in this run.
        n_files: u64,
        /// Bytes to read in this run.
        n_bytes: u64,
        /// Places that an earlier run has done.
        n_done_before: u64,
    },
    /// Bytes were read.
    Read {
        /// How many more.
        bytes: u64,
    },
    /// A file was examined.
    FileDone {
        /// What it is.
        kind: MediaKind,
    },
    /// Frames of videos are being taken, after all other files.
    Videos {
        /// How many videos.
        n_files: u64,
    },
    /// Within a video.
    Video {
        /// Where, in milliseconds.
        at_ms: u64,
    },
    /// Everything was read; files are being matched.
    Matching {
        /// Which pass: 2 when a list changed while the first was running.
        pass: u32,
    },
    /// A list file changed while the run was going on: a second pass follows.
    ListChanged {
        /// Its name.
        name: String,
    },
}

/// What a triage came to.
#[derive(Debug, Clone)]
pub struct TriageView {
    /// What every output begins with.
    pub header: Header,
    /// The counts.
    pub summary: Summary,
    /// The run record, run-dependent facts in it.
    pub run_record: PathBuf,
    /// The reports written.
    pub reports: Vec<WrittenReport>,
    /// Rows of lists that were refused in this run's imports, by list.
    pub refused: Vec<(String, u64)>,
    /// Units whose cases hold files that no list knows, and how many: they are called before anything is called new. The rows
    /// of those files say it, too.
    pub held: Vec<(UnitToCall, u64)>,
    /// What is known of the first few matches, to be printed: the whole is in the reports.
    pub rows: Vec<casework::report::Row>,
}

impl Node {
    /// Examines exhibits and matches them. Nothing of an exhibit is written to; everything found is remembered as it is
    /// found, so that a run which was cut off goes on where it stopped.
    pub async fn triage(&self, who: &Principal, ask: TriageAsk) -> Result<TriageView, Error> {
        self.permitted(who, Action::Triage, self.triage_permitted(who, ask)).await
    }

    async fn triage_permitted(&self, who: &Principal, mut ask: TriageAsk) -> Result<TriageView, Error> {
        if ask.screen {
            ask.search = Search::Plain;
        }
        if ask.exhibits.is_empty() {
            return Err(Error::NothingToExamine);
        }
        write::formats(&ask.reports)?;
        self.refuse_foreign_files(&ask.reports).await?;
        let begun_us = self.clock.now_us();
        let opened = self.open_exhibits(&ask)?;
        let mut imported = Vec::new();
        for spec in &ask.lists {
            (ask.events)(Event::ReadingList { name: spec.terms.name.clone() });
            let import = self.take_in_list(who, spec).await?;
            if import.version.n_rows == 0 {
                // Asked of a list without rows, every file is new: an answer that nobody should get by mistake.
                return Err(Error::ListWithoutRows { path: spec.path.clone() });
            }
            imported.push(import);
        }
        let mut lists: Vec<ListVersion> = imported.iter().map(|import| import.version.clone()).collect();
        if ask.lists.is_empty() {
            lists = self.store.current_lists().await?;
        }
        lists.sort_by(|one, two| one.terms.name.cmp(&two.terms.name).then_with(|| one.id.cmp(&two.id)));
        lists.dedup_by(|one, two| one.id == two.id);

        let (mut catalogue, mut self_test) = self.open_catalogue_for(&ask, &lists)?;
        let worker = self.test_worker(&self.examiner_settings(&ask), &mut self_test)?;
        worker.test_altered(&catalogue, &mut self_test)?;

        let mut exhibits = Vec::new();
        let mut intakes = Vec::new();
        for (n, (asked, opened)) in ask.exhibits.iter().zip(opened).enumerate() {
            let against = intake::Against { lists: &lists, screening: screening(&ask, &catalogue, &lists) };
            let intake = self.take_in_exhibit(who, &ask, n, asked, opened, against).await?;
            exhibits.push(intake.exhibit.clone());
            intakes.push(intake);
        }

        let mut pass = 1;
        let mut report = loop {
            (ask.events)(Event::Matching { pass });
            let report =
                self.match_exhibits(who, &ask, &exhibits, &lists, &catalogue, &worker.decoders, &self_test).await?;
            let changed = changed_lists(&ask.lists, &imported);
            if changed.is_empty() || pass == 2 {
                break report;
            }
            for spec in changed {
                (ask.events)(Event::ListChanged { name: spec.terms.name.clone() });
                let pinned = lists.iter().find(|list| list.terms.name == spec.terms.name);
                if let (Some(list), Some(intake)) = (pinned, intakes.first()) {
                    self.log.note(&log::Event::SecondPass { run: LogId::of(intake.run), list: LogId::of(&list.id) });
                }
                let import = self.take_in_list(who, spec).await?;
                lists.retain(|list| list.terms.name != import.version.terms.name);
                lists.push(import.version.clone());
                imported.push(import);
            }
            lists.sort_by(|one, two| one.terms.name.cmp(&two.terms.name).then_with(|| one.id.cmp(&two.id)));
            (catalogue, self_test) = {
                let (catalogue, fresh) = self.open_catalogue_for(&ask, &lists)?;
                let mut fresh = SelfTest { worker_right: self_test.worker_right, ..fresh };
                worker.test_altered(&catalogue, &mut fresh)?;
                (catalogue, fresh)
            };
            if let Some(screening) = screening(&ask, &catalogue, &lists) {
                // What was left out was left out by the lists as they were.
                for (n, (asked, opened)) in ask.exhibits.iter().zip(self.open_exhibits(&ask)?).enumerate() {
                    let against = intake::Against { lists: &lists, screening: Some(screening.clone()) };
                    let again = self.take_in_exhibit(who, &ask, n, asked, opened, against).await?;
                    exhibits[n] = again.exhibit.clone();
                    let (n_examined, n_done_before) =
                        (intakes[n].n_examined + again.n_examined, intakes[n].n_done_before);
                    intakes[n] = intake::Intake { n_examined, n_done_before, ..again };
                }
            }
            pass += 1;
        };

        self.match_series_after_verb().await;
        let held = call_about(&report.rows);
        self.withhold_in_report(who, &mut report, ask.audience).await?;
        let report = for_audience(report, ask.audience, &ask.shared);
        let run = intakes.last().map(|intake| intake.run).ok_or(Error::NothingToExamine)?;
        let reports = self.write_reports(who, &ask, &report, run).await?;
        let run_record = self.write_run_record(&ask, &report, &intakes, pass, begun_us, &reports)?;
        Ok(TriageView {
            header: report.header,
            summary: report.summary,
            run_record,
            reports,
            refused: imported.iter().map(|i| (i.version.terms.name.clone(), i.version.n_refused)).collect(),
            held,
            rows: report.rows,
        })
    }

    /// The catalogue as far as it is asked, beside each list's own threshold.
    fn open_catalogue_for(&self, ask: &TriageAsk, lists: &[ListVersion]) -> Result<(Arc<Catalogue>, SelfTest), Error> {
        let radius_bits = if ask.screen { screen::radius_bits(lists)? } else { radius_bits_of(ask.search) };
        let is_refined = ask.search >= Search::Thorough;
        let free_bits = if is_refined { refine::CANDIDATE_BITS_MAX } else { radius_bits };
        self.open_catalogue_reaching(lists, radius_bits, free_bits)
    }

    /// Opens the exhibits, refusing what would be written inside one of them.
    fn open_exhibits(&self, ask: &TriageAsk) -> Result<Vec<intake::Opened>, Error> {
        let mut opened = Vec::new();
        for asked in &ask.exhibits {
            let there = asked.path.canonicalize();
            there.map_err(|source| Error::ExhibitNotOpened { path: asked.path.clone(), source })?;
            self.folder.refuse_inside(&asked.path)?;
            for report in &ask.reports {
                crate::folder::refuse_inside(report, &asked.path)?;
            }
            opened.push(intake::open(asked)?);
        }
        Ok(opened)
    }

    /// Matches everything known of the exhibits and makes the report, remembering the claims.
    #[expect(clippy::too_many_arguments, reason = "the parts of one report, each from another step of the verb")]
    async fn match_exhibits(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        exhibits: &[Exhibit],
        lists: &[ListVersion],
        catalogue: &Catalogue,
        decoders: &[(String, String)],
        self_test: &SelfTest,
    ) -> Result<Report, Error> {
        let by_id: HashMap<&str, &ListTerms> = lists.iter().map(|list| (list.id.as_str(), &list.terms)).collect();
        let terms = |id: &str| *by_id.get(id).expect("claims name only the lists asked");
        let mut all_rows = Vec::new();
        let mut asked_of = claims::AskedOf::default();
        for (n, exhibit) in exhibits.iter().enumerate() {
            let files = self.store.files_of(&exhibit.id).await?;
            let asked = claims::Asked { catalogue, lists, search: ask.search };
            let mut claimed = claims::claim(&files, asked, &HashMap::new(), &self.store).await?;
            asked_of = asked_of.and(std::mem::take(&mut claimed.asked));
            let mut occurrences = self.store.occurrences(&exhibit.id).await?;
            let refining = refine::Refining { who, ask, number: n, exhibit: &exhibit.id, files: &files, asked };
            let said = self.refine(refining, claimed, &mut occurrences).await?;
            self.remember_claims(who, exhibit, lists, &said).await?;
            let stacks = rows::stack(&files, ask.stack_threshold_bits);
            let stack_of = stacks_by_member(&stacks);
            let seen_in = self.store.exhibit_counts(&exhibit.id).await?;
            let from = rows::Ingredients {
                exhibit: n,
                occurrences,
                files: &files,
                said: &said,
                stack_of: &stack_of,
                seen_in: &seen_in,
            };
            all_rows.extend(rows::rows(from, terms));
        }
        let covered = self.coverage(&asked_of, lists, ask.search, ask.screen).await?;
        let header = Header {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: crate::open::COMMIT.to_owned(),
            audience: ask.audience,
            exhibits: exhibits.to_vec(),
            lists: lists.to_vec(),
            covered,
            settings: settings(ask),
            decoders: decoders.to_vec(),
            self_test: self_test.clone(),
            uncaged: ask.uncaged,
            dated: ask.dated,
        };
        self.mark_held(&mut all_rows, exhibits).await?;
        let summary = summarise(&all_rows);
        Ok(Report { header, rows: all_rows, summary })
    }

    pub(crate) async fn remember_claims(
        &self,
        who: &Principal,
        exhibit: &Exhibit,
        lists: &[ListVersion],
        said: &BTreeMap<casework::file::FileId, claims::Said>,
    ) -> Result<(), Error> {
        let flat: Vec<(casework::file::FileId, Match)> =
            said.iter().flat_map(|(id, said)| said.matches.iter().map(|claim| (*id, claim.clone()))).collect();
        let mut tx = self.store.begin().await?;
        tx.replace_matches(&exhibit.id, &flat).await?;
        if let Ok(id) = exhibit.id.parse() {
            tx.note_to_match(casework::id::RecordId::Exhibit(id)).await?;
        }
        let lists: Vec<String> = lists.iter().map(|list| list.id.clone()).collect();
        let entry = self.entry(who, "match").about("exhibit", exhibit.id.as_str()).about("lists", lists);
        tx.commit(entry).await?;
        Ok(())
    }
}

fn screening(ask: &TriageAsk, catalogue: &Arc<Catalogue>, lists: &[ListVersion]) -> Option<Screening> {
    ask.screen.then(|| Screening::by(Arc::clone(catalogue), lists))
}

/// Settings that change an answer.
fn settings(ask: &TriageAsk) -> Vec<(String, String)> {
    let mut settings = vec![
        ("stack-threshold-bits".to_owned(), ask.stack_threshold_bits.to_string()),
        ("video-frames".to_owned(), ask.frames.code().to_owned()),
        ("quality-min".to_owned(), fingerprint::pdq::QUALITY_MIN.to_string()),
        ("turned-and-mirrored".to_owned(), "searched".to_owned()),
        ("search".to_owned(), ask.search.name().to_owned()),
    ];
    settings.extend(ask.screen.then(|| ("screen".to_owned(), "on".to_owned())));
    settings.push(("flavour".to_owned(), ask.flavour.clone()));
    if ask.audience == Audience::Partner {
        let mut shared: Vec<&str> = ask.shared.iter().map(|field| field.code()).collect();
        shared.sort_unstable();
        shared.dedup();
        settings.push(("shared-with-partner".to_owned(), shared.join(" ")));
    }
    settings
}

fn stacks_by_member(stacks: &[Stack]) -> HashMap<casework::file::FileId, casework::file::FileId> {
    let pairs = stacks.iter().flat_map(|stack| stack.members.iter().map(|member| (*member, stack.representative)));
    pairs.collect()
}

/// Lists whose file is another one now than when it was read.
fn changed_lists<'a>(specs: &'a [ListSpec], imported: &[crate::list::import::Imported]) -> Vec<&'a ListSpec> {
    let known: HashSet<_> = imported.iter().map(|import| (import.path.clone(), import.version.sha256)).collect();
    specs
        .iter()
        .filter(|spec| {
            crate::list::import::file_sha256(&spec.path)
                .is_ok_and(|sha256| !known.contains(&(spec.path.clone(), sha256)))
        })
        .collect()
}

/// The id of an exhibit: stable over runs, and another for another number or root.
pub(crate) fn exhibit_id(number: Option<&str>, root: &[u8]) -> String {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    hash.update(number.unwrap_or_default().as_bytes());
    hash.update([0]);
    hash.update(root);
    let hex: String = hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("exh_{hex}")
}
