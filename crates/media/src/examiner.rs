//! The seam between the room that meets hostile bytes and the rest of the house: files in, findings out.
//!
//! An [`Examiner`] belongs to one thread, which starts it, uses it and drops it; every thread that examines has its own.
//! It reads and digests on this side, and has everything that needs understanding done in the cage.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casework::file::{File, Look, Mark, MediaKind};
use casework::problem::{Problem, ProblemCode};
use fingerprint::pdq::screen::ScreeningHash;
use fingerprint::view::Search;

use casework::views::Views;
use fingerprint::Pdq;

use crate::archive::MemberHead;
use crate::archive::limits::{ArchiveLimits, Budget};
use crate::cage::{CageError, CageReport};
use crate::findings::Findings;
use crate::helper_program::Helpers;
use crate::hold::{self, Held, Holding, MEMORY_BYTES_MAX};
use crate::pool::{Worker, WorkerSettings, Workers};
use crate::wire::{Ask, Say};
use crate::{convert, heif, picture, several};

/// How to examine.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program that is the worker when its first argument is `decode-worker`: `sanad` itself.
    pub worker_program: PathBuf,
    /// Examine without the cage; the caller records and prints it.
    pub uncaged: bool,
    /// A folder of ours (0700), never inside an exhibit, for members of archives too large for memory.
    pub spool: PathBuf,
    /// What an archive may unpack to.
    pub archive_limits: ArchiveLimits,
    /// No progress for this long ends a decoder.
    pub stall: Duration,
    /// How many views of a picture are taken, so that altered copies can be found.
    pub search: Search,
    /// Whoever says which pictures need no look; without, all are looked at. It goes with a plain search only: what is
    /// screened has no views.
    pub screen: Option<Screen>,
    /// Set by whoever wants the examiner to leave the file in hand, however long that still is. What it then says of
    /// that file is worth nothing: whoever set it throws it away.
    pub stop: Arc<AtomicBool>,
}

impl Settings {
    /// The settings of a normal run.
    pub fn new(worker_program: impl Into<PathBuf>, spool: impl Into<PathBuf>) -> Settings {
        Settings {
            worker_program: worker_program.into(),
            uncaged: false,
            spool: spool.into(),
            archive_limits: ArchiveLimits::default(),
            stall: Duration::from_secs(60),
            search: Search::Plain,
            screen: None,
            stop: Arc::default(),
        }
    }
}

/// Says of a picture that was screened whether anything that is searched for may look like it. Then, and only then, it
/// is looked at exactly.
#[derive(Clone)]
pub struct Screen(Arc<HasCandidate>);

/// Told the screening hash, where the picture is comparable at all, and the thumbnail's look, which is exact.
type HasCandidate = dyn Fn(Option<&ScreeningHash>, Option<&Look>) -> bool + Send + Sync;

impl Screen {
    /// `has_candidate` is asked by many threads, and knows how far the screening hash is to be searched.
    pub fn new(
        has_candidate: impl Fn(Option<&ScreeningHash>, Option<&Look>) -> bool + Send + Sync + 'static,
    ) -> Screen {
        Screen(Arc::new(has_candidate))
    }
}

impl std::fmt::Debug for Screen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Screen(..)")
    }
}

/// What to examine.
#[derive(Debug)]
pub enum Source {
    /// A file of the exhibit, opened by [`crate::walk::open_beneath`], not read yet.
    Disk(OwnedFd),
    /// Bytes already in hand and digested: a member of an archive.
    Held(Held),
}

/// What examining one place came to.
#[derive(Debug)]
pub struct Examined {
    /// The file; none when its bytes were not all read, or not read at all because it is a disk image.
    pub file: Option<File>,
    /// Its bytes, for what comes next: members of an archive, frames of a video.
    pub held: Option<Held>,
    /// Marks of the place.
    pub marks: BTreeSet<Mark>,
    /// Why there is no file. What went wrong *inside* a file that was read stands in the file.
    pub problem: Option<Problem>,
}

/// A member of an archive.
#[derive(Debug)]
pub struct Member {
    /// What the archive says of it.
    pub head: MemberHead,
    /// Its bytes, digested; none for links and special members, and when they could not all be unpacked.
    pub held: Option<Held>,
    /// Why there are none.
    pub problem: Option<Problem>,
}

/// Examines files, one after the other, for one thread.
#[derive(Debug)]
pub struct Examiner {
    pub(crate) workers: Workers,
    pub(crate) helpers: Helpers,
    pub(crate) settings: Settings,
    converted: Option<tempfile::TempDir>,
}

impl Examiner {
    /// Starts the first worker. Fails where the kernel cannot cage and `uncaged` was not asked for.
    pub fn start(settings: &Settings) -> Result<Examiner, CageError> {
        let mut workers = WorkerSettings::new(&settings.worker_program);
        workers.uncaged = settings.uncaged;
        workers.stall = settings.stall;
        Ok(Examiner {
            workers: Workers::start(workers)?,
            helpers: Helpers::find(&settings.worker_program, settings.uncaged, settings.stall),
            settings: settings.clone(),
            converted: None,
        })
    }

    /// What the workers gave up.
    pub fn cage(&self) -> &CageReport {
        self.workers.report()
    }

    /// The helper programs found, and which are missing.
    pub fn helpers(&self) -> &Helpers {
        &self.helpers
    }

    /// What the archive on disk that is about to be opened may cost, everything nested in it included.
    pub fn budget(&self, archive: &Held) -> Budget {
        self.settings.archive_limits.budget(archive.size())
    }

    /// Reads once: digests on this side, content in the cage. `name` serves for its extension alone. `progress` hears
    /// the bytes read so far.
    ///
    /// A disk image is recognised by its first and last bytes and not read. A video's frames are not taken here but by
    /// [`Examiner::video`], for a run leaves all videos to its end.
    pub fn examine(&mut self, source: Source, name: &[u8], progress: &mut dyn FnMut(u64)) -> Examined {
        let extension = extension_of(name);
        let held = match source {
            Source::Held(held) => held,
            Source::Disk(file) => {
                if let Some(problem) = self.disk_image(&file, &extension) {
                    return Examined { file: None, held: None, marks: BTreeSet::new(), problem: Some(problem) };
                }
                let holding = self.hold(file, progress);
                return self.examine_holding(holding, name);
            }
        };
        self.examine_held(held, BTreeSet::new(), extension)
    }

    /// Reads a file of the exhibit to its end and digests it, without looking into it.
    pub fn hold(&mut self, file: OwnedFd, progress: &mut dyn FnMut(u64)) -> Holding {
        hold::hold_until(file, &self.settings.stop, progress)
    }

    /// The same for some small files, one after the other, digested together: cheaper than each on its own. An answer for
    /// each, in their order. `progress` hears the bytes read of which of them.
    pub fn hold_several(&mut self, files: Vec<OwnedFd>, progress: &mut dyn FnMut(usize, u64)) -> Vec<Holding> {
        several::hold_several(files, &self.settings.stop, progress)
    }

    /// Goes on where [`Examiner::hold_several`] ended.
    pub fn examine_holding(&mut self, holding: Holding, name: &[u8]) -> Examined {
        match holding {
            Holding { held: Some(held), marks, .. } => self.examine_held(held, marks, extension_of(name)),
            Holding { held: None, marks, problem } => Examined { file: None, held: None, marks, problem },
        }
    }

    /// Whether the file in hand is to be left.
    pub(crate) fn is_stopped(&self) -> bool {
        self.settings.stop.load(Ordering::Relaxed)
    }

    /// The members of an archive just examined, in its own order; each is handed over with its bytes in hand or with
    /// the problem that kept them away. The examiner comes with it, to examine it and to open it in turn.
    ///
    /// `mime` is what [`Examined::file`] says; `name` the archive's own name, after which a lone compressed file is
    /// called. `budget` is [`Examiner::budget`] of the outermost archive on disk, handed down. The answer says why not
    /// all members came, and which marks the archive itself has earned.
    pub fn members(
        &mut self,
        archive: &Held,
        mime: &str,
        name: &[u8],
        budget: &mut Budget,
        each: &mut dyn FnMut(&mut Examiner, &mut Budget, Member) -> ControlFlow<()>,
    ) -> (BTreeSet<Mark>, Option<Problem>) {
        crate::unpack::members(self, archive, mime, name, &BTreeSet::new(), budget, each)
    }

    /// The same for those members whose [`MemberHead::called`] is among `only`: the others are passed over, and of a zip not even
    /// unpacked. All of them come where it is empty, or too long to be handed on.
    pub fn members_called(
        &mut self,
        archive: &Held,
        mime: &str,
        name: &[u8],
        only: &BTreeSet<Vec<u8>>,
        budget: &mut Budget,
        each: &mut dyn FnMut(&mut Examiner, &mut Budget, Member) -> ControlFlow<()>,
    ) -> (BTreeSet<Mark>, Option<Problem>) {
        crate::unpack::members(self, archive, mime, name, only, budget, each)
    }

    /// One built-in picture through a worker: whether its look is the one it must have.
    pub fn self_test_picture(&mut self) -> bool {
        crate::self_test::picture(self)
    }

    /// The views of a built-in picture after it was cut and mirrored, through a worker; none when a worker could not
    /// give them. One of them is near [`self_test_look`].
    pub fn self_test_altered(&mut self) -> Option<Views> {
        crate::self_test::altered(self)
    }

    /// Names and versions of everything that decodes, for the head of a report.
    pub fn decoders(&self) -> Vec<(String, String)> {
        let split = |words: &&str| words.split_once(' ').map(|(name, version)| (name.to_owned(), version.to_owned()));
        let mut decoders: Vec<(String, String)> = picture::DECODERS.iter().filter_map(split).collect();
        decoders.extend(self.helpers.versions());
        decoders.sort();
        decoders
    }

    fn examine_held(&mut self, held: Held, mut marks: BTreeSet<Mark>, extension: Vec<u8>) -> Examined {
        let before = rustix::fs::fstat(held.file());
        let mut findings = self.findings(&held, &extension).unwrap_or_else(|problem| Findings {
            problem: Some(problem),
            ..Findings::of_type("application/octet-stream", MediaKind::Other)
        });
        // What is decoded from the exhibit itself may have changed after the digests were taken.
        if before.is_ok_and(|before| hold::changed_since(held.file(), &before)) {
            marks.insert(Mark::ChangedWhileRead);
            // It would speak of other bytes than the file is called by.
            findings.pixel_digest = None;
        }
        // A lie is the name's, and the same bytes may stand elsewhere under an honest one.
        if findings.marks.remove(&Mark::ExtensionLies) {
            marks.insert(Mark::ExtensionLies);
        }
        if findings.kind == MediaKind::DiskImage {
            let problem = Some(Problem::new(ProblemCode::DiskImage, &findings.mime));
            return Examined { file: None, held: None, marks, problem };
        }
        let file = File {
            digests: held.digests(),
            size: held.size(),
            mime: findings.mime,
            kind: findings.kind,
            look: findings.look,
            thumbnail: findings.thumbnail,
            pixel_digest: findings.pixel_digest,
            frames: findings.frames,
            frames_made_by: findings.frames_made_by,
            metadata: findings.metadata,
            marks: findings.marks,
            problem: findings.problem,
            views: findings.views.map(Arc::new),
        };
        Examined { file: Some(file), held: Some(held), marks, problem: None }
    }

    /// Whether a file on disk is a disk image, told before it is read. Small ones are read first and told then.
    fn disk_image(&mut self, file: &OwnedFd, extension: &[u8]) -> Option<Problem> {
        let size = rustix::fs::fstat(file).map_or(0, |facts| u64::try_from(facts.st_size).unwrap_or(0));
        if size <= MEMORY_BYTES_MAX {
            return None;
        }
        let ask = Ask::Recognise { extension: extension.to_vec() };
        match self.ask_once(&ask, file) {
            Ok(Say::Recognised(findings)) if findings.kind == MediaKind::DiskImage => {
                Some(Problem::new(ProblemCode::DiskImage, bounded(*findings).mime))
            }
            // Whatever else happened will happen again when it is examined, and be said then.
            _ => None,
        }
    }

    fn findings(&mut self, held: &Held, extension: &[u8]) -> Result<Findings, Problem> {
        let ask = |screen: bool| Ask::Examine { extension: extension.to_vec(), search: self.settings.search, screen };
        let (first, exact) = (ask(self.settings.screen.is_some()), ask(false));
        let mut said = self.ask_once(&first, held.file())?;
        if let (Say::Screened(screening), Some(screen)) = (&mut said, &self.settings.screen) {
            let mut findings = bounded(std::mem::replace(
                &mut screening.findings,
                Findings::of_type("image/jpeg", MediaKind::Picture),
            ));
            // A worker that was taken over may name looks all the same.
            (findings.look, findings.views) = (None, None);
            findings.frames.clear();
            if !screen.0(screening.hash.as_deref(), findings.thumbnail.as_ref()) {
                findings.marks.insert(Mark::Screened);
                return Ok(findings);
            }
            said = self.ask_once(&exact, held.file())?;
        }
        match said {
            Say::Findings(findings) => {
                let findings = bounded(*findings);
                let by_helper = findings.kind == MediaKind::Picture && picture::needs_helper(&findings.mime);
                Ok(if by_helper { convert::complete(self, held, findings) } else { findings })
            }
            _ => Err(Problem::new(ProblemCode::DecoderCrashed, "an answer to another ask")),
        }
    }

    /// The private folder of [`convert`], made when it is first needed.
    pub(crate) fn converted_folder(&mut self) -> std::io::Result<PathBuf> {
        let folder = match self.converted.take() {
            Some(folder) => folder,
            None => convert::make_folder(&self.settings.spool)?,
        };
        Ok(self.converted.insert(folder).path().to_owned())
    }

    pub(crate) fn ask_once(&mut self, ask: &Ask, file: impl std::os::fd::AsFd) -> Result<Say, Problem> {
        let mut worker = self.workers.take()?;
        let was_fresh = worker.is_fresh();
        let answer = self.ask_worker(&mut worker, ask, file.as_fd());
        let is_lost = !worker.is_usable() && !was_fresh;
        self.workers.put_back(worker);
        match answer {
            // It may have died of what earlier files did to it, or of the system's need for memory. What is said of a
            // file must depend on that file alone: so it is asked about once more, of a worker without a past.
            Err(problem) if is_lost && problem.code != ProblemCode::DecoderStalled => {
                let mut worker = self.workers.take_fresh()?;
                let answer = self.ask_worker(&mut worker, ask, file.as_fd());
                self.workers.put_back(worker);
                answer
            }
            answer => answer,
        }
    }

    fn ask_worker(&self, worker: &mut Worker, ask: &Ask, file: BorrowedFd<'_>) -> Result<Say, Problem> {
        worker.ask(ask, &[file])?;
        worker.last_answer(self.settings.stall.saturating_mul(10))
    }
}

/// The look of the built-in picture that [`Examiner::self_test_altered`] alters, before that.
pub fn self_test_look() -> Pdq {
    crate::self_test::look_of_discs()
}

/// The extension of a name, without its dot; empty where there is none.
pub fn extension_of(name: &[u8]) -> Vec<u8> {
    let last = name.rsplit(|byte| *byte == b'/' || *byte == b'\\').next().unwrap_or(name);
    match last.iter().rposition(|byte| *byte == b'.') {
        Some(dot) if dot > 0 => last[dot + 1..].to_vec(),
        _ => Vec::new(),
    }
}

/// Findings as an honest worker gives them: one that has been taken over can lie about what it saw, but not in a way
/// that reaches further than its own file.
pub(crate) fn bounded(mut findings: Findings) -> Findings {
    const TEXT_BYTES_MAX: usize = 4096;
    // The longest search takes about half as many.
    const VIEWS_MAX: usize = 2048;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-._".contains(&byte);
    if findings.mime.len() > 127 || !findings.mime.bytes().all(plain) || findings.mime.matches('/').count() != 1 {
        findings.mime = "application/octet-stream".to_owned();
    }
    findings.transform_notes.truncate(heif::TRANSFORM_NOTES_MAX);
    let cut = |text: &mut String| {
        let mut end = TEXT_BYTES_MAX.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    };
    let metadata = &mut findings.metadata;
    let texts = [
        &mut metadata.make,
        &mut metadata.model,
        &mut metadata.serial,
        &mut metadata.software,
        &mut metadata.container,
        &mut metadata.codec,
        &mut findings.frames_made_by,
    ];
    texts.into_iter().flatten().for_each(cut);
    if let Some(taken) = &mut metadata.taken {
        cut(&mut taken.text);
        taken.offset.iter_mut().for_each(cut);
    }
    if let Some(problem) = &mut findings.problem {
        cut(&mut problem.detail);
    }
    if let Some(views) = &mut findings.views {
        cut(&mut views.version);
        views.seen.truncate(VIEWS_MAX);
    }
    for look in [&mut findings.look, &mut findings.thumbnail].into_iter().flatten() {
        cut(&mut look.version);
        cut(&mut look.decoder);
        if look.turns.len() != fingerprint::Turn::ALL.len() {
            look.turns.clear();
        }
    }
    findings
}
