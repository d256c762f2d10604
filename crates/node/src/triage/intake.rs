//! Takes one exhibit in: lists it, sees what an earlier run has done, has the rest examined, remembers it in batches.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use casework::exhibit::{Exhibit, ExhibitKind};
use casework::file::{File, FileId, MediaKind, Occurrence, Place};
use casework::list::ListVersion;
use casework::problem::ProblemCode;
use media::examiner::Settings;
use media::walk::Root;
use store::{KnownPlace, RunId, RunOpening, RunState, encode_place};
use tokio::sync::mpsc;

use super::examine::{self, Found, Task, Work};
use super::screen::Screening;
use super::versions::{Versions, WITHOUT_FRAMES};
use super::videos::{n_videos, one_task_per_video};
use super::{Event, ExhibitAsk, TriageAsk};
use crate::error::Error;
use crate::log::{self, LogId};
use crate::open::Node;
use crate::principal::Principal;

/// Rows of one change, at least, unless the time below is up first.
const N_BATCH_ROWS: usize = 1_000;

/// What has been found waits at most this long before it is remembered: a cut-off run loses no more.
const BATCH_AGE_MAX: Duration = Duration::from_secs(2);

/// Names that come after all others, for what is inside takes long and their neighbours' answers should come first.
const ARCHIVE_EXTENSIONS: &[&[u8]] =
    &[b"zip", b"rar", b"7z", b"tar", b"gz", b"tgz", b"bz2", b"xz", b"zst", b"iso", b"cab", b"cpio"];

/// An exhibit that was taken in.
pub(super) struct Intake {
    /// As reports name it.
    pub exhibit: Exhibit,
    /// The run that took it in.
    pub run: RunId,
    /// Places examined in this run.
    pub n_examined: u64,
    /// Places that an earlier run had done.
    pub n_done_before: u64,
    /// Places that an earlier run had seen and that are gone.
    pub n_gone: u64,
}

/// What the exhibit is asked about.
pub(super) struct Against<'a> {
    /// The lists.
    pub lists: &'a [ListVersion],
    /// The same lists, where pictures are screened by them.
    pub screening: Option<Screening>,
}

/// What an exhibit is read from.
pub(super) enum Opened {
    /// A folder or file, held open.
    Here(Root),
    /// An export of a lab's tool.
    HashOnly,
}

/// Opens an exhibit without reading it.
pub(super) fn open(asked: &ExhibitAsk) -> Result<Opened, Error> {
    match &asked.beneath {
        _ if asked.hash_only => Ok(Opened::HashOnly),
        Some(beneath) => Ok(Opened::Here(beneath.open_root()?)),
        None => Ok(Opened::Here(media::walk::open_root(&asked.path)?)),
    }
}

/// What is to be done with the places of one exhibit.
#[derive(Default)]
struct Plan {
    tasks: Vec<Task>,
    hard_links: HashMap<Place, Vec<Occurrence>>,
    /// Untouched since an earlier run.
    untouched: Vec<Place>,
    /// Links, special files, folders that cannot be listed: rows without bytes.
    without_bytes: Vec<Occurrence>,
    /// Archives that stand as they did and that an earlier run could not finish, by [`encode_place`].
    half_done: HashSet<Vec<u8>>,
    /// Videos whose frames an earlier run has not taken, or has taken in another way.
    videos: Vec<(Place, FileId)>,
    n_bytes: u64,
}

impl Node {
    /// Takes the exhibit in and says what became of it. Stopped by `ask.stop`, everything found is remembered first.
    pub(super) async fn take_in_exhibit(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        number: usize,
        asked: &ExhibitAsk,
        opened: Opened,
        against: Against<'_>,
    ) -> Result<Intake, Error> {
        let mut exhibit = describe(asked, &opened)?;
        let run = self.open_run(who, ask, &exhibit, against.lists).await?;
        let taken = match opened {
            Opened::Here(root) => {
                self.take_in_files(who, ask, number, &mut exhibit, root, run, against.screening).await
            }
            Opened::HashOnly => self.take_in_listed(who, ask, number, asked, &exhibit, run).await,
        };
        let state = match &taken {
            Ok(_) => RunState::Finished,
            Err(Error::Stopped) => RunState::Stopped,
            Err(_) => RunState::Failed,
        };
        let mut tx = self.store.begin().await?;
        tx.put_exhibit(&exhibit).await?;
        tx.close_run(run, state, &serde_json::Value::Null, self.clock.now_us()).await?;
        tx.commit(self.entry(who, "triage-close").about("exhibit", exhibit.id.as_str()).about("state", state.code()))
            .await?;
        self.log.note(&log::Event::RunClosed { run: LogId::of(run), state: state.code() });
        let (n_examined, n_done_before, n_gone) = taken?;
        Ok(Intake { exhibit, run, n_examined, n_done_before, n_gone })
    }

    async fn open_run(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        exhibit: &Exhibit,
        lists: &[ListVersion],
    ) -> Result<RunId, Error> {
        let mut tx = self.store.begin().await?;
        tx.put_exhibit(exhibit).await?;
        let list_ids: Vec<String> = lists.iter().map(|list| list.id.clone()).collect();
        let settings = super::settings(ask).into_iter().map(|(name, value)| (name, value.into()));
        let opening = RunOpening {
            exhibits: vec![exhibit.id.clone()],
            lists: list_ids.clone(),
            settings: serde_json::Value::Object(settings.collect()),
            at_us: self.clock.now_us(),
        };
        let run = tx.open_run(&opening).await?;
        let entry = self.entry(who, "triage-open").about("exhibit", exhibit.id.as_str()).about("lists", list_ids);
        tx.commit(entry.about("run", run.to_string())).await?;
        let n_lists = lists.len() as u64;
        self.log.note(&log::Event::RunOpened { run: LogId::of(run), n_exhibits: 1, n_lists });
        if ask.uncaged {
            self.log.note(&log::Event::Uncaged { run: LogId::of(run) });
        }
        Ok(run)
    }

    /// Walks, examines, remembers; the numbers of [`Intake`].
    #[expect(clippy::too_many_arguments, reason = "what is examined, for whom, how, and what stands by it")]
    async fn take_in_files(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        number: usize,
        exhibit: &mut Exhibit,
        root: Root,
        run: RunId,
        screening: Option<Screening>,
    ) -> Result<(u64, u64, u64), Error> {
        let mut listed = Vec::new();
        let walked = root.walk(&mut |occurrence| {
            listed.push(occurrence);
            std::ops::ControlFlow::Continue(())
        });
        exhibit.manifest = Some(walked.manifest);
        let versions =
            Versions::of(ask.frames, ask.search).screening(screening.as_ref().map(|screening| screening.lists));
        let mut settings = self.examiner_settings(ask);
        settings.screen = screening.map(|screening| screening.screen);
        let known = self.store.known_places(&exhibit.id).await?;
        let files = if known.is_empty() { HashMap::new() } else { self.store.files_of(&exhibit.id).await? };
        let mut plan = plan(listed, &known, &files, versions);
        let members_known = self.members_of(&exhibit.id, &plan.half_done, &files).await?;
        let (n_to_do, n_done_before) = (plan.tasks.len() as u64, plan.untouched.len() as u64);
        (ask.events)(Event::Listed { exhibit: number, n_files: n_to_do, n_bytes: plan.n_bytes, n_done_before });

        let mut memory = Memory::new(self, who, &exhibit.id, run);
        for occurrence in plan.without_bytes.drain(..) {
            memory.keep_place(occurrence, None, "").await?;
        }
        memory.see(&plan.untouched).await?;

        let root = Arc::new(root);
        let work = |tasks: Vec<Task>| Work {
            root: Arc::clone(&root),
            settings: settings.clone(),
            frames: ask.frames,
            frames_at_once: false,
            tasks,
            members_known: members_known.clone(),
            hard_links: plan.hard_links.clone(),
            versions,
            stop: Arc::clone(&ask.stop),
            events: Arc::clone(&ask.events),
        };
        let tasks = std::mem::take(&mut plan.tasks);
        let found = examine::start(work(tasks), ask.n_jobs);
        let mut videos = memory.keep_all(found, ask).await?;
        videos.extend(plan.videos.iter().filter_map(|(place, id)| Some((place.clone(), *id, files.get(id)?.clone()))));

        let mut tasks = one_task_per_video(videos);
        let inside = self.member_videos(&exhibit.id, run, versions, &tasks).await?;
        tasks.extend(inside);
        if !tasks.is_empty() {
            (ask.events)(Event::Videos { n_files: tasks.iter().map(n_videos).sum() });
            let found = examine::start(work(tasks), ask.n_jobs);
            memory.keep_all(found, ask).await?;
        }
        let n_gone = memory.forget_unseen().await?;
        exhibit.changed_meanwhile = Some(root.manifest()) != exhibit.manifest;
        Ok((n_to_do, n_done_before, n_gone))
    }

    /// Members that an earlier run remembered of archives which it could not finish. An archive that has changed since
    /// is not among them: its members are others now, whatever they are called.
    async fn members_of(
        &self,
        exhibit: &str,
        half_done: &HashSet<Vec<u8>>,
        files: &HashMap<FileId, Arc<File>>,
    ) -> Result<HashMap<Place, Option<FileId>>, Error> {
        if half_done.is_empty() {
            return Ok(HashMap::new());
        }
        let places = self.store.occurrences(exhibit).await?.into_iter();
        Ok(places
            .filter(|occurrence| {
                let outermost = Place::on_disk(occurrence.place.path.clone());
                // An archive inside may itself be half-done: it is gone into again, its members are not.
                let file = occurrence.file.and_then(|id| files.get(&id));
                let is_plain = file.is_none_or(|file| file.kind != MediaKind::Archive);
                !occurrence.place.inside.is_empty() && is_plain && half_done.contains(&encode_place(&outermost))
            })
            .map(|occurrence| (occurrence.place, occurrence.file))
            .collect())
    }
}

fn describe(asked: &ExhibitAsk, opened: &Opened) -> Result<Exhibit, Error> {
    use std::os::unix::ffi::OsStrExt as _;
    let root =
        asked.path.canonicalize().map_err(|source| Error::ExhibitNotOpened { path: asked.path.clone(), source })?;
    let root = root.as_os_str().as_bytes().to_vec();
    let kind = match opened {
        Opened::HashOnly => ExhibitKind::HashOnly,
        Opened::Here(root) if root.is_one_file() => ExhibitKind::File,
        Opened::Here(_) => ExhibitKind::Folder,
    };
    let id = super::exhibit_id(asked.custody.number.as_deref(), &root);
    Ok(Exhibit { id, kind, root, custody: asked.custody.clone(), manifest: None, changed_meanwhile: false })
}

fn plan(
    listed: Vec<Occurrence>,
    known: &HashMap<Vec<u8>, KnownPlace>,
    files: &HashMap<FileId, Arc<File>>,
    versions: Versions,
) -> Plan {
    let mut plan = Plan::default();
    let mut first_of_inode: HashMap<(u64, u64), Place> = HashMap::new();
    let mut groups: HashMap<Place, Vec<Occurrence>> = HashMap::new();
    let mut firsts = Vec::new();
    for occurrence in listed {
        if occurrence.problem.is_some() {
            plan.without_bytes.push(occurrence);
            continue;
        }
        let inode = occurrence.inode;
        if inode.links > 1 {
            let first = first_of_inode.entry((inode.device, inode.number)).or_insert_with(|| occurrence.place.clone());
            if *first != occurrence.place {
                groups.entry(first.clone()).or_default().push(occurrence);
                continue;
            }
        }
        firsts.push(occurrence);
    }
    let mut later = Vec::new();
    for occurrence in firsts {
        let links = groups.remove(&occurrence.place).unwrap_or_default();
        let standing = known.get(&encode_place(&occurrence.place)).filter(|place| is_untouched(&occurrence, place));
        let links_untouched = links
            .iter()
            .all(|link| known.get(&encode_place(&link.place)).is_some_and(|place| is_untouched(link, place)));
        if let (Some(place), true) = (standing, links_untouched)
            && is_done(place, files, versions)
        {
            if is_video(place, files) && place.versions != versions.with_frames {
                plan.videos.extend(place.file.map(|id| (occurrence.place.clone(), id)));
            }
            plan.untouched.push(occurrence.place);
            plan.untouched.extend(links.into_iter().map(|link| link.place));
            continue;
        }
        if standing.is_some_and(|place| place.versions == versions.plain && is_archive(place, files)) {
            plan.half_done.insert(encode_place(&occurrence.place));
        }
        plan.n_bytes += occurrence.size;
        if !links.is_empty() {
            plan.hard_links.insert(occurrence.place.clone(), links);
        }
        let task = Task::Examine(Box::new(occurrence));
        if comes_last(&task) { later.push(task) } else { plan.tasks.push(task) }
    }
    plan.tasks.extend(later);
    plan
}

/// Whether a place is what it was: size, times and inode agree. The time of the last reading proves nothing.
fn is_untouched(now: &Occurrence, before: &KnownPlace) -> bool {
    now.size == before.size
        && now.inode == before.inode
        && now.times.modified_ns == before.times.modified_ns
        && now.times.changed_ns == before.times.changed_ns
}

/// Whether an earlier run examined it as this one would, its frames apart.
fn is_done(place: &KnownPlace, files: &HashMap<FileId, Arc<File>>, versions: Versions) -> bool {
    let Some(file) = place.file.and_then(|id| files.get(&id)) else {
        // A disk image is not read; anything else without a file is tried again.
        return place.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::DiskImage);
    };
    match file.kind {
        MediaKind::Archive => place.versions == versions.plain && place.container_done,
        MediaKind::Video => place.versions == WITHOUT_FRAMES || place.versions.starts_with(versions.plain),
        MediaKind::Picture => versions.cover_picture(&place.versions),
        _ => place.versions == versions.plain,
    }
}

fn is_video(place: &KnownPlace, files: &HashMap<FileId, Arc<File>>) -> bool {
    place.file.and_then(|id| files.get(&id)).is_some_and(|file| file.kind == MediaKind::Video)
}

fn is_archive(place: &KnownPlace, files: &HashMap<FileId, Arc<File>>) -> bool {
    place.file.and_then(|id| files.get(&id)).is_some_and(|file| file.kind == MediaKind::Archive)
}

fn comes_last(task: &Task) -> bool {
    let Task::Examine(occurrence) = task else { return false };
    let name = occurrence.place.name();
    let extension = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    ARCHIVE_EXTENSIONS.iter().any(|archive| extension.eq_ignore_ascii_case(archive))
}

/// Remembers what is found, a batch at a time: one change, one ledger entry with the count and root of its rows.
pub(super) struct Memory<'n> {
    node: &'n Node,
    who: &'n Principal,
    exhibit: &'n str,
    run: RunId,
    files: Vec<(File, String)>,
    occurrences: Vec<Occurrence>,
    again: Vec<Place>,
    archives_done: Vec<Place>,
}

impl<'n> Memory<'n> {
    pub(super) fn new(node: &'n Node, who: &'n Principal, exhibit: &'n str, run: RunId) -> Memory<'n> {
        Memory {
            node,
            who,
            exhibit,
            run,
            files: Vec::new(),
            occurrences: Vec::new(),
            again: Vec::new(),
            archives_done: Vec::new(),
        }
    }

    /// Takes everything the threads find; the videos whose frames are still to be taken.
    async fn keep_all(
        &mut self,
        mut found: mpsc::Receiver<Found>,
        ask: &TriageAsk,
    ) -> Result<Vec<(Place, FileId, Arc<File>)>, Error> {
        let mut videos = Vec::new();
        let mut age = tokio::time::interval(BATCH_AGE_MAX);
        loop {
            tokio::select! {
                next = found.recv() => match next {
                    Some(Found::Place { occurrence, file, versions }) => {
                        // Those inside archives are asked of the store when all is remembered.
                        let is_left = versions == WITHOUT_FRAMES && occurrence.place.inside.is_empty();
                        if let (Some(file), Some(id), true) = (&file, occurrence.file, is_left) {
                            videos.push((occurrence.place.clone(), id, Arc::new(File::clone(file))));
                        }
                        self.keep_place(*occurrence, file.map(|file| *file), &versions).await?;
                    }
                    Some(Found::Again { place }) => self.again.push(place),
                    Some(Found::ArchiveDone { place }) => self.archives_done.push(place),
                    Some(Found::Frames { file, versions }) => self.files.push((*file, versions.to_owned())),
                    Some(Found::Broken(error)) => return Err(Error::Cage(error)),
                    None => break,
                },
                _ = age.tick() => self.flush().await?,
            }
        }
        self.flush().await?;
        if ask.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(videos) }
    }

    pub(super) async fn keep_place(
        &mut self,
        occurrence: Occurrence,
        file: Option<File>,
        versions: &str,
    ) -> Result<(), Error> {
        self.files.extend(file.map(|file| (file, versions.to_owned())));
        self.occurrences.push(occurrence);
        if self.occurrences.len() >= N_BATCH_ROWS { self.flush().await } else { Ok(()) }
    }

    async fn see(&mut self, places: &[Place]) -> Result<(), Error> {
        if places.is_empty() {
            return Ok(());
        }
        let mut tx = self.node.store.begin().await?;
        tx.mark_seen(self.exhibit, self.run, places).await?;
        let entry = self.node.entry(self.who, "triage-see-again").about("exhibit", self.exhibit);
        tx.commit(entry.about("n_places", places.len() as u64)).await?;
        Ok(())
    }

    pub(super) async fn flush(&mut self) -> Result<(), Error> {
        let nothing = self.files.is_empty() && self.occurrences.is_empty() && self.again.is_empty();
        if nothing && self.archives_done.is_empty() {
            return Ok(());
        }
        let began_us = self.node.clock.now_us();
        let problems = self.problems();
        let mut tx = self.node.store.begin().await?;
        for (file, versions) in self.files.drain(..) {
            tx.put_file(&file, &versions).await?;
        }
        tx.put_occurrences(self.exhibit, self.run, &self.occurrences).await?;
        tx.mark_seen(self.exhibit, self.run, &self.again).await?;
        self.again.clear();
        for place in self.archives_done.drain(..) {
            tx.finish_container(self.exhibit, &place).await?;
        }
        self.occurrences.clear();
        let entry = self.node.entry(self.who, "triage-add-files").about("exhibit", self.exhibit);
        let committed = tx.commit(entry).await?;
        let run = LogId::of(self.run);
        for (code, n_places) in problems {
            self.node.log.note(&log::Event::Problem { run: run.clone(), code, n_places });
        }
        let (n_rows, ledger_index) = (committed.n_rows, committed.index);
        let took_ms = self.node.ms_since(began_us);
        self.node.log.note(&log::Event::BatchCommitted { run, n_rows, ledger_index, took_ms });
        Ok(())
    }

    /// What went wrong with the places and in the files of this batch.
    fn problems(&self) -> BTreeMap<ProblemCode, u64> {
        let of_places = self.occurrences.iter().filter_map(|occurrence| occurrence.problem.as_ref());
        let of_files = self.files.iter().filter_map(|(file, _)| file.problem.as_ref());
        let mut problems = BTreeMap::new();
        for problem in of_places.chain(of_files).filter(|problem| !problem.code.means_no_bytes()) {
            *problems.entry(problem.code).or_default() += 1;
        }
        problems
    }

    pub(super) async fn forget_unseen(&mut self) -> Result<u64, Error> {
        let mut tx = self.node.store.begin().await?;
        let n_gone = tx.forget_unseen(self.exhibit, self.run).await?;
        if n_gone == 0 {
            tx.roll_back().await?;
            return Ok(0);
        }
        let entry = self.node.entry(self.who, "triage-places-gone").about("exhibit", self.exhibit);
        tx.commit(entry.about("n_places", n_gone)).await?;
        Ok(n_gone)
    }
}

impl Node {
    /// How threads examine.
    pub(crate) fn examiner_settings(&self, ask: &TriageAsk) -> Settings {
        let mut settings = Settings::new(&self.worker_program, self.folder.spool());
        settings.uncaged = ask.uncaged;
        settings.search = ask.search;
        settings.stop = Arc::clone(&ask.stop);
        settings
    }
}
