//! Opening a node: its folder, its store, its log, and the self-test that comes before every answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casework::list::ListVersion;
use casework::report::SelfTest;
use casework::views::Views;
use fingerprint::view::{DISTANCE_BITS_WORTH_A_LOOK_MAX, Family, Search};
use index::catalogue::Catalogue;
use index::self_test::self_test;
use media::cage::CageReport;
use media::examiner::{Examiner, Settings};
use store::{LedgerEntry, Store};

use crate::clock::Clock;
use crate::database;
use crate::deadline::RulesUnderstood;
use crate::error::Error;
use crate::folder::NodeFolder;
use crate::founding::Founding;
use crate::job::Jobs;
use crate::list::AskedRows;
use crate::list::segments_of;
use crate::log::{Event, Log};
use crate::match_query::AskedLists;
use crate::origin::Origin;
use crate::preview::Previews;
use crate::principal::{Action, Principal};
use crate::provider::Provider;
use crate::publishing::Publishing;
use crate::series_matching::SeriesMatching;
use crate::set_up::SetUp;
use crate::sorting::LaidTables;

/// The commit this program was built from; `unknown` outside a checkout.
pub const COMMIT: &str = env!("SANAD_COMMIT");

/// A node that is open: nobody else writes to its folder meanwhile.
pub struct Node {
    pub(crate) folder: NodeFolder,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) log: Log,
    /// The program that is the decode worker: this one.
    pub(crate) worker_program: PathBuf,
    pub(crate) owner_uid: u32,
    /// Who lays the ledger out after a verb.
    pub(crate) publishing: Publishing,
    /// The lists that are asked by hashes, kept open.
    pub(crate) asked_lists: AskedLists,
    /// The lists that are asked by rows.
    pub(crate) asked_rows: AskedRows,
    /// Where exhibits and lists may be taken from by the API.
    pub(crate) intake_folders: Vec<PathBuf>,
    /// The rules of countries that were read.
    pub(crate) rules_understood: RulesUnderstood,
    /// The way in while nobody works here.
    pub(crate) founding: Founding,
    /// Which jobs run.
    pub(crate) jobs: Jobs,
    /// Who matches series that changed.
    pub(crate) series_matching: SeriesMatching,
    /// Exhibits laid out in stacks, for the sorting table.
    pub(crate) laid_tables: LaidTables,
    /// Whether it has what a new node needs.
    pub(crate) set_up: SetUp,
    /// Who makes previews, and which may be asked for.
    pub(crate) previews: Previews,
    /// Under which address browsers reach it; none where nobody said so.
    pub(crate) origin: Option<Origin>,
    /// Who says who people are; none where nobody named one.
    pub(crate) provider: Option<Provider>,
}

/// What a run that was killed has left: nobody else works in this folder, so it is nobody's.
fn empty_spool(spool: &Path) -> Result<(), Error> {
    let failed = |source| Error::Disk { doing: "emptying the spool folder", path: spool.to_owned(), source };
    for entry in std::fs::read_dir(spool).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.map_err(failed)?;
    }
    Ok(())
}

/// What a person asked for wrongly is theirs to mend; what did not work here is whoever keeps the node's.
pub(crate) fn note_failure(log: &Log, error: &Error) {
    if error.is_of_the_node() {
        log.note(&Event::Failed { code: error.code() });
    }
}

/// How far a search asks a catalogue, beside each list's own threshold.
pub(crate) fn radius_bits_of(search: Search) -> u32 {
    if search == Search::Plain { 0 } else { DISTANCE_BITS_WORTH_A_LOOK_MAX }
}

/// A worker that gave the right answer.
pub(crate) struct TestedWorker {
    /// Names and versions of everything that decodes.
    pub decoders: Vec<(String, String)>,
    /// What it gave up.
    pub cage: CageReport,
    /// Views of the built-in picture after it was altered; none for a plain search.
    altered: Option<Views>,
}

impl TestedWorker {
    /// Whether the very index in use finds the built-in picture's altered copy.
    pub(crate) fn test_altered(&self, catalogue: &Catalogue, self_test: &mut SelfTest) -> Result<(), Error> {
        let Some(views) = &self.altered else { return Ok(()) };
        let is_found = views.seen.iter().any(|seen| {
            let distance_bits = catalogue.distance_of_planted(0, &seen.pdq.hash);
            seen.view.family == Family::Cropped
                && distance_bits.is_some_and(|distance_bits| distance_bits <= seen.view.distance_bits_max())
        });
        self_test.planted += 1;
        self_test.right += u64::from(is_found);
        let SelfTest { planted, right, .. } = *self_test;
        if is_found { Ok(()) } else { Err(Error::SelfTest { planted, right, worker_right: true }) }
    }
}

impl Node {
    /// Opens the folder and what is remembered in it, migrating an older one.
    pub async fn open(folder: NodeFolder, clock: Clock, worker_program: PathBuf) -> Result<Node, Error> {
        Node::open_at(folder, None, clock, worker_program).await
    }

    /// The same for a folder whose records are in a database of a PostgreSQL server, by its address: whether they are is the
    /// folder's to know.
    ///
    /// # Errors
    /// [`Error::NotTogether`] when the two are not each other's.
    pub async fn open_at(
        folder: NodeFolder,
        database: Option<&str>,
        clock: Clock,
        worker_program: PathBuf,
    ) -> Result<Node, Error> {
        use std::os::unix::fs::MetadataExt as _;
        let path = folder.path().to_owned();
        let facts = std::fs::metadata(&path).map_err(|source| Error::Disk {
            doing: "looking at the node folder",
            path,
            source,
        })?;
        empty_spool(&folder.spool())?;
        let log = Log::in_folder(&folder.logs(), clock.clone());
        if let Some((from, to)) = folder.migrated() {
            let (from, to) = (from.cast_signed(), to.cast_signed());
            log.note(&Event::Migrated { what: "folder", from, to });
        }
        let opened = async {
            let store = Store::open_at(&database::place(&folder, database)?).await?;
            database::hold_together(&folder, &store).await?;
            Ok(store)
        };
        let store = opened.await.inspect_err(|error| note_failure(&log, error))?;
        if let Some((from, to)) = store.migrated() {
            log.note(&Event::Migrated { what: "database", from, to });
        }
        Ok(Node::of(folder, store, (clock, log), worker_program, facts.uid(), Publishing::default()))
    }

    /// Opens a node in which another program works, to read a moment of it: nothing is migrated, emptied or laid out.
    ///
    /// # Errors
    /// As [`Node::open_at`]; and when the other program is of an older version.
    pub async fn open_beside(
        folder: NodeFolder,
        database: Option<&str>,
        clock: Clock,
        worker_program: PathBuf,
    ) -> Result<Node, Error> {
        let log = Log::in_folder(&folder.logs(), clock.clone());
        let store = Store::open_beside(&database::place(&folder, database)?).await?;
        database::hold_together(&folder, &store).await?;
        let owner_uid = rustix::process::geteuid().as_raw();
        // Whoever holds the folder lays the ledger out.
        Ok(Node::of(folder, store, (clock, log), worker_program, owner_uid, Publishing::by_another()))
    }

    /// A node that nobody has told anything yet.
    fn of(
        folder: NodeFolder,
        store: Store,
        (clock, log): (Clock, Log),
        worker_program: PathBuf,
        owner_uid: u32,
        publishing: Publishing,
    ) -> Node {
        Node {
            folder,
            store,
            clock,
            log,
            worker_program,
            owner_uid,
            publishing,
            asked_lists: AskedLists::default(),
            asked_rows: AskedRows::default(),
            intake_folders: Vec::new(),
            rules_understood: RulesUnderstood::default(),
            jobs: Jobs::default(),
            founding: Founding::default(),
            series_matching: SeriesMatching::default(),
            laid_tables: LaidTables::default(),
            set_up: SetUp::default(),
            previews: Previews::default(),
            origin: None,
            provider: None,
        }
    }

    /// Where the node remembers.
    pub fn folder(&self) -> &NodeFolder {
        &self.folder
    }

    /// The node's time, in microseconds since 1970 UTC.
    pub fn now_us(&self) -> i64 {
        self.clock.now_us()
    }

    /// Writes down that a call ended in a panic: a mistake of ours that cost nothing but the call.
    pub fn note_panic(&self) {
        self.log.note(&Event::Failed { code: "panic" });
    }

    /// The second beat of every verb, then the verb: its beginning and its end stand in the log.
    pub(crate) async fn permitted<T>(
        &self,
        who: &Principal,
        action: Action,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let verb = action.verb();
        self.permit(who, action).inspect_err(|_| self.log.note(&Event::Denied { verb }))?;
        self.logged(verb, work).await
    }

    /// A verb that needs no permission, for whoever asks is not known yet; or one that was permitted.
    pub(crate) async fn logged<T>(
        &self,
        verb: &'static str,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.log.note(&Event::Started { verb, version: env!("CARGO_PKG_VERSION") });
        let began_us = self.clock.now_us();
        let done = work.await;
        if let Err(error) = &done {
            note_failure(&self.log, error);
        }
        self.publish_after_verb().await;
        let ended = done.as_ref().map_or_else(Error::code, |_| "done");
        self.log.note(&Event::Ended { verb, ended, took_ms: self.ms_since(began_us) });
        done
    }

    /// How long it is since the clock showed `began_us`.
    pub(crate) fn ms_since(&self, began_us: i64) -> u64 {
        u64::try_from(self.clock.now_us().saturating_sub(began_us) / 1_000).unwrap_or(0)
    }

    /// The ledger entry of a verb, now.
    pub(crate) fn entry(&self, who: &Principal, verb: &'static str) -> LedgerEntry {
        LedgerEntry::new(verb, who.name(), self.clock.now_us())
    }

    /// How helpers run outside a triage.
    pub(crate) fn helper_settings(&self) -> Settings {
        Settings::new(&self.worker_program, self.folder.spool())
    }

    /// Opens the segments of `lists`, numbered in their order, and proves that they answer.
    ///
    /// An index that fails its self-test falls back to comparing everything, and is tested again; failing that too, it
    /// may not answer at all.
    /// Each list's own threshold is what the catalogue is opened for at least; `radius_bits` is what else is to be asked.
    pub(crate) fn open_catalogue(
        &self,
        lists: &[ListVersion],
        radius_bits: u32,
    ) -> Result<(Arc<Catalogue>, SelfTest), Error> {
        self.open_catalogue_reaching(lists, radius_bits, radius_bits)
    }

    /// The same for up to `free_bits` where that costs no more: where there are so few entries that all are compared anyway.
    pub(crate) fn open_catalogue_reaching(
        &self,
        lists: &[ListVersion],
        radius_bits: u32,
        free_bits: u32,
    ) -> Result<(Arc<Catalogue>, SelfTest), Error> {
        let open = |radius_bits: u32| {
            let segments = lists.iter().zip(0..).map(|(list, number)| segments_of(&self.folder, list, number));
            Catalogue::open_planting(segments.collect(), radius_bits, &[media::examiner::self_test_look()])
                .map_err(|error| Error::Index(Box::new(error)))
        };
        let mut catalogue = open(radius_bits)?;
        if free_bits > radius_bits && catalogue.plan().is_brute_force() {
            catalogue = open(free_bits)?;
        }
        let mut answer = self_test(&catalogue);
        let fell_back = !answer.is_right();
        if fell_back {
            catalogue.fall_back_to_brute_force();
            answer = self_test(&catalogue);
        }
        let (planted, right) = (answer.planted, answer.right);
        self.log.note(&Event::SelfTest { planted, right, fell_back });
        if !answer.is_right() {
            return Err(Error::SelfTest { planted, right, worker_right: true });
        }
        let test = SelfTest { planted, right, fell_back_to_brute_force: fell_back, worker_right: true };
        Ok((Arc::new(catalogue), test))
    }

    /// Sends the built-in picture through a worker.
    pub(crate) fn test_worker(&self, settings: &Settings, self_test: &mut SelfTest) -> Result<TestedWorker, Error> {
        let mut examiner = Examiner::start(settings).map_err(Error::Cage)?;
        self_test.worker_right = examiner.self_test_picture();
        if !self_test.worker_right {
            let SelfTest { planted, right, .. } = *self_test;
            return Err(Error::SelfTest { planted, right, worker_right: false });
        }
        let altered = match settings.search {
            Search::Plain => None,
            _ => examiner.self_test_altered(),
        };
        self_test.worker_right = settings.search == Search::Plain || altered.is_some();
        if !self_test.worker_right {
            let SelfTest { planted, right, .. } = *self_test;
            return Err(Error::SelfTest { planted, right, worker_right: false });
        }
        Ok(TestedWorker { decoders: examiner.decoders(), cage: examiner.cage().clone(), altered })
    }
}
