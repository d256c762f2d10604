//! Takes a version of a list in: its entries become segments, its words rows, its bad rows a list of their own.

use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};

use casework::handling::Tlp;
use casework::list::{Entry, ListVersion};
use casework::list_handling::ListHandling;
use fingerprint::Sha256;
use formats::list_spec::ListSpec;
use formats::row::{RowCode, RowProblem, Tally, Unreadable};
use media::helper_program::Helpers;
use sha2::Digest as _;
use store::{ListState, RefusedRow};
use tokio::sync::mpsc;

use crate::error::Error;
use crate::list::{folder_of, segments::Segments};
use crate::log::{Event, LogId};
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Entries with words go to the store this many at a time.
const N_ENTRIES_AT_ONCE: usize = 1_000;

/// Fewer of them where they are videos of so many frames.
const N_FRAMES_AT_ONCE: usize = 100_000;

/// Bad rows are remembered one by one up to this many; beyond it they are only counted.
const N_REFUSED_MAX: usize = 10_000;

/// A list version that was taken in, now or before.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The file it was read from.
    pub path: PathBuf,
    /// The version.
    pub version: ListVersion,
    /// The list's colour now.
    pub tlp: Tlp,
    /// Whether an earlier import had it already.
    pub was_known: bool,
    /// Rows that were refused, at most 10,000 of them.
    pub refused: Vec<RefusedRow>,
}

/// What the reading thread hands over.
enum Step {
    Entries(Vec<Entry>),
    Done { format: String, scheme: Option<String>, n_rows: u64, n_refused: u64, refused: Vec<RefusedRow> },
    Failed(Error),
}

impl Node {
    /// Takes a version of a list in. Importing the same file under the same terms twice changes nothing. Files that were
    /// there before meet it, and those who hold one that it knows are told.
    pub async fn import_list(&self, who: &Principal, spec: &ListSpec) -> Result<Imported, Error> {
        self.permitted(who, Action::ImportList, async {
            let imported = self.take_in_list(who, spec).await?;
            self.rematch_with_new(who, &imported.version).await?;
            Ok(imported)
        })
        .await
    }

    pub(crate) async fn take_in_list(&self, who: &Principal, spec: &ListSpec) -> Result<Imported, Error> {
        // A list that cannot be opened is a list that cannot be used, as one that cannot be understood is.
        let sha256 = file_sha256(&spec.path).map_err(|error| match error {
            Error::Disk { path, source, .. } => Error::List { path, source: source.into() },
            other => other,
        })?;
        let id = version_id(&sha256, spec);
        self.handle_as_said(who, spec).await?;
        let tlp = self.colour_of(&spec.terms.name).await?;
        if let Some(known) = self.known_version(who, &id).await? {
            let refused = self.store.refused_rows(&id).await?;
            return Ok(Imported { path: spec.path.clone(), version: known, tlp, was_known: true, refused });
        }
        let folder = folder_of(&self.folder, &id);
        let fresh = folder.with_extension("new");
        self.empty_folder(&fresh)?;
        let (to, mut from) = mpsc::channel(8);
        let reading = (spec.clone(), fresh.clone(), self.helper_settings());
        let thread = std::thread::spawn(move || {
            let (spec, fresh, settings) = reading;
            let last = read(&spec, &fresh, &settings, &to).unwrap_or_else(Step::Failed);
            // The receiver is gone only when the import has failed already.
            let _ = to.blocking_send(last);
        });
        let mut tx = self.store.begin().await?;
        let mut version = ListVersion {
            id: id.clone(),
            terms: spec.terms.clone(),
            format: String::new(),
            sha256,
            n_rows: 0,
            n_refused: 0,
        };
        tx.put_list_version(&version).await?;
        tx.empty_list_version(&id).await?;
        let mut refused_rows = Vec::new();
        while let Some(step) = from.recv().await {
            match step {
                Step::Entries(entries) => tx.put_entries(&id, &entries).await?,
                Step::Failed(error) => {
                    tx.roll_back().await?;
                    return Err(error);
                }
                Step::Done { format, scheme, n_rows, n_refused, refused } => {
                    version.format = format;
                    version.terms.scheme = version.terms.scheme.or(scheme);
                    (version.n_rows, version.n_refused) = (n_rows, n_refused);
                    refused_rows = refused;
                }
            }
        }
        if thread.join().is_err() {
            tx.roll_back().await?;
            return Err(self.list_error(&spec.path, "the reader gave up"));
        }
        // The file may have been replaced while it was read: then what was read is no version of anything.
        if file_sha256(&spec.path)? != sha256 {
            tx.roll_back().await?;
            return Err(self.list_error(&spec.path, "the file changed while it was read; import it again"));
        }
        tx.put_list_version(&version).await?;
        tx.put_refused(&id, &refused_rows).await?;
        self.put_in_place(&fresh, &folder)?;
        let entry = self
            .entry(who, Action::ImportList.verb())
            .about("list", id.as_str())
            .about("sha256", sha256.to_string())
            .about("n_used", version.n_rows)
            .about("n_refused", version.n_refused);
        tx.commit(entry).await?;
        let ListVersion { n_rows, n_refused, .. } = version;
        self.log.note(&Event::ListImported { list: LogId::of(&id), n_rows, n_refused });
        Ok(Imported { path: spec.path.clone(), version, tlp, was_known: false, refused: refused_rows })
    }

    /// Makes the list's handling as strict as was said of this version, before anybody is told what is in it.
    async fn handle_as_said(&self, who: &Principal, spec: &ListSpec) -> Result<(), Error> {
        let Some(tlp) = spec.tlp else { return Ok(()) };
        let name = &spec.terms.name;
        let mut tx = self.store.begin().await?;
        let before = tx.list_handling(name).await?;
        let mut handling = ListHandling::with_import(before.as_ref(), tlp);
        if let (None, Principal::User(caller)) = (&handling.said, who) {
            handling.said = Some(self.said(caller, None));
        }
        if before.as_ref() != Some(&handling) {
            tx.put_list_handling(name, &handling).await?;
            let entry =
                self.entry(who, Action::ImportList.verb()).about("sha256", file_sha256(&spec.path)?.to_string());
            tx.commit(entry.about("tlp", tlp.code())).await?;
        }
        Ok(())
    }

    /// The version, when it stands as it was imported; made the current one of its name again.
    async fn known_version(&self, who: &Principal, id: &str) -> Result<Option<ListVersion>, Error> {
        let Some(stored) = self.store.list_version(id).await? else { return Ok(None) };
        if stored.state == ListState::Removed || !folder_of(&self.folder, id).is_dir() {
            return Ok(None);
        }
        if stored.state == ListState::Superseded {
            let mut tx = self.store.begin().await?;
            tx.put_list_version(&stored.version).await?;
            tx.commit(self.entry(who, Action::ImportList.verb()).about("list", id).about("again", "yes")).await?;
        }
        Ok(Some(stored.version))
    }

    fn empty_folder(&self, folder: &Path) -> Result<(), Error> {
        let failed = |source| Error::Disk { doing: "making the folder of a list", path: folder.to_owned(), source };
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(failed)?;
        }
        std::fs::create_dir_all(folder).map_err(failed)
    }

    fn put_in_place(&self, fresh: &Path, folder: &Path) -> Result<(), Error> {
        let failed = |source| Error::Disk { doing: "keeping the segments of a list", path: folder.to_owned(), source };
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(failed)?;
        }
        std::fs::rename(fresh, folder).map_err(failed)?;
        // The rename is durable only when the folder above is.
        std::fs::File::open(self.folder.lists()).and_then(|lists| lists.sync_all()).map_err(failed)
    }

    fn list_error(&self, path: &Path, what: &str) -> Error {
        Error::List { path: path.to_owned(), source: what.into() }
    }
}

/// SHA-256 of a file of the unit's own, a list or a report.
pub(crate) fn file_sha256(path: &Path) -> Result<Sha256, Error> {
    let failed = |source| Error::Disk { doing: "reading", path: path.to_owned(), source };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let mut digest = sha2::Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    loop {
        match file.read(&mut piece).map_err(failed)? {
            0 => return Ok(Sha256(digest.finalize().into())),
            n => digest.update(&piece[..n]),
        }
    }
}

/// The same file under other terms is another version: a threshold changes what the list says.
fn version_id(sha256: &Sha256, spec: &ListSpec) -> String {
    let mut digest = sha2::Sha256::new();
    digest.update(sha256.0);
    digest.update(serde_json::to_vec(&spec.terms).expect("terms are plain values"));
    digest.update(format!("{:?}", spec.options));
    let hex: String = digest.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("lst_{hex}")
}

fn read(
    spec: &ListSpec,
    fresh: &Path,
    settings: &media::examiner::Settings,
    to: &mpsc::Sender<Step>,
) -> Result<Step, Error> {
    let mut segments = Segments::begin(fresh);
    let mut batch: Vec<Entry> = Vec::new();
    let mut n_frames = 0;
    let mut refused: Vec<RefusedRow> = Vec::new();
    let mut broken = None;
    let set_aside = spec.terms.set_aside;
    let mut each = |row: Result<Entry, RowProblem>| match row {
        Err(problem) => {
            if refused.len() < N_REFUSED_MAX {
                let code = problem.code.code().to_owned();
                refused.push(RefusedRow { row: problem.row, code, detail: problem.detail });
            }
        }
        Ok(entry) => {
            if let Err(error) = segments.push(&entry) {
                broken.get_or_insert(error);
            }
            if is_remembered(&entry, set_aside) {
                n_frames += entry.frames.len();
                batch.push(entry);
            }
            if batch.len() >= N_ENTRIES_AT_ONCE || n_frames >= N_FRAMES_AT_ONCE {
                n_frames = 0;
                let _ = to.blocking_send(Step::Entries(std::mem::take(&mut batch)));
            }
        }
    };
    let tally = read_any(spec, settings, &mut each)?;
    if let Some(error) = broken {
        return Err(Error::Index(Box::new(error)));
    }
    segments.finish().map_err(|error| Error::Index(Box::new(error)))?;
    if !batch.is_empty() {
        let _ = to.blocking_send(Step::Entries(batch));
    }
    Ok(Step::Done {
        format: tally.format,
        scheme: tally.scheme,
        n_rows: tally.n_rows,
        n_refused: tally.n_refused,
        refused,
    })
}

/// Entries whose words a match must carry, whose frames say from when to when, or whose other digests must be compared with those of a file that agrees in
/// one. A list to set aside is asked by SHA alone; 10⁸ rows of it have no place in SQL.
fn is_remembered(entry: &Entry, set_aside: bool) -> bool {
    let digests = &entry.digests;
    let n_digests = [digests.md5.is_some(), digests.sha1.is_some(), digests.sha256.is_some()];
    let n_digests = n_digests.into_iter().filter(|there| *there).count();
    !set_aside && (entry.has_words() || !entry.frames.is_empty() || n_digests > 1)
}

/// Reads a list in whatever format it comes. A foreign database is opened by the caged helper alone.
fn read_any(
    spec: &ListSpec,
    settings: &media::examiner::Settings,
    each: &mut formats::row::EachEntry<'_>,
) -> Result<Tally, Error> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::List { path: spec.path.clone(), source };
    match formats::list_file::read_list_file(&spec.path, &spec.options, each) {
        Ok(read) => Ok(read.tally),
        Err(Unreadable::ForeignDatabase) => read_foreign(spec, settings, each),
        Err(error) => Err(failed(Box::new(error))),
    }
}

fn read_foreign(
    spec: &ListSpec,
    settings: &media::examiner::Settings,
    each: &mut formats::row::EachEntry<'_>,
) -> Result<Tally, Error> {
    if !spec.terms.set_aside {
        // Millions of ordinary programs would be called known material.
        return Err(Error::SoftwareNotSetAside { path: spec.path.clone() });
    }
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::List { path: spec.path.clone(), source };
    let file = std::fs::File::open(&spec.path).map_err(|error| failed(Box::new(error)))?;
    let helpers = Helpers::find(&settings.worker_program, settings.uncaged, settings.stall);
    let read = media::foreign_sqlite::read_nsrl(&helpers, file.as_fd(), &mut |row, digests| match digests {
        Ok(digests) => each(Ok(Entry { row, digests, ..Entry::default() })),
        Err(problem) => each(Err(RowProblem { row, code: RowCode::NoHash, detail: problem.detail, rest_used: false })),
    });
    let read = read.map_err(|problem| failed(format!("{}: {}", problem.code.code(), problem.detail).into()))?;
    let format = formats::list_format::ListFormat::NsrlSqlite.code().to_owned();
    Ok(Tally { format, n_rows: read.n_rows, n_refused: read.n_refused, ..Tally::default() })
}
