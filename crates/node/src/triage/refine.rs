//! Pictures that come near an entry, and not near enough for a match, are opened once more and their margins moved until
//! they are nearest to it. Which they then are near enough to is for the claims to say.
//!
//! What a view comes to depends on the picture, the view and the listed look alone, and is remembered under these: so it
//! changes no answer whether an earlier run has refined a file, towards these lists or others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use casework::file::{File, FileId, Mark, MediaKind, Occurrence, Place};
use casework::problem::Problem;
use casework::views::{Refined, SeenView};
use fingerprint::view::{DISTANCE_BITS_WORTH_A_LOOK_MAX, Search, View};
use fingerprint::{Pdq, PdqHash, pdq};
use index::segment::Segment;
use media::cage::CageError;
use media::examiner::{Examiner, Settings};
use media::hold::Held;
use media::walk::Root;
use media::wire::REFINED_MAX;
use tokio::sync::mpsc;

use super::claims::{self, Asked, Claimed, Said};
use super::{TriageAsk, intake, threads};
use crate::error::Error;
use crate::list::segments_of;
use crate::members_again::{Archive, go_through};
use crate::open::Node;
use crate::principal::Principal;

/// From this distance on no view is refined.
pub(super) const CANDIDATE_BITS_MAX: u32 = 60;

/// Candidates of one file that are looked into; neighbours may stand on several lists with one look.
const CANDIDATES_MAX: usize = 64;

/// Files remembered in one change.
const N_BATCH_FILES: usize = 256;

/// An entry that is near a view, and no match.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// Bits that differ.
    pub distance: u32,
    /// The list, as the catalogue numbers it.
    pub list: u32,
    /// The entry.
    pub row: u64,
    /// The nearest of the file's views.
    pub view: View,
    /// And its hash.
    pub hash: Pdq,
}

impl Candidate {
    /// The nearest of these.
    pub(super) fn nearest(mut all: Vec<Candidate>) -> Vec<Candidate> {
        all.sort_by_key(|one| (one.distance, one.list, one.row));
        all.truncate(CANDIDATES_MAX);
        all
    }
}

/// How far views are asked: where they are refined, as far as the catalogue reaches at no more cost.
pub(super) fn candidate_bits(asked: Asked<'_>) -> u32 {
    if asked.search < Search::Thorough {
        return DISTANCE_BITS_WORTH_A_LOOK_MAX;
    }
    asked.catalogue.plan().radius_bits_max().clamp(DISTANCE_BITS_WORTH_A_LOOK_MAX, CANDIDATE_BITS_MAX)
}

/// What is refined, for whom.
#[derive(Clone, Copy)]
pub(super) struct Refining<'a> {
    pub who: &'a Principal,
    pub ask: &'a TriageAsk,
    /// Which of the exhibits asked.
    pub number: usize,
    /// The exhibit's id.
    pub exhibit: &'a str,
    /// Its files.
    pub files: &'a HashMap<FileId, Arc<File>>,
    /// The lists.
    pub asked: Asked<'a>,
}

/// A view and the listed look that it is moved towards.
type Pair = (View, Pdq);

/// A picture to be opened once more.
struct Picture {
    id: FileId,
    place: Place,
    file: Arc<File>,
    pairs: Vec<Pair>,
}

/// What is opened once more on disk.
enum Task {
    Picture(Picture),
    /// An archive, at any depth of which these stand.
    Archive {
        archive: Place,
        file: Arc<File>,
        pictures: Vec<Picture>,
    },
}

impl Task {
    /// The picture of this number.
    fn picture(&self, number: usize) -> &Picture {
        match self {
            Task::Picture(picture) => picture,
            Task::Archive { pictures, .. } => &pictures[number],
        }
    }
}

/// What each view of a picture comes to.
type Fitted = Result<Vec<(View, PdqHash)>, Problem>;

/// What became of a picture: of which task, which of its pictures.
type Answer = (usize, usize, Fitted);

/// What a thread says.
type Told = Result<Answer, CageError>;

impl Node {
    /// Refines what is to be refined, and gives what the lists say then. Of a picture that cannot be read again, or not as
    /// it was, the place tells why.
    pub(super) async fn refine(
        &self,
        refining: Refining<'_>,
        mut claimed: Claimed,
        occurrences: &mut [Occurrence],
    ) -> Result<BTreeMap<FileId, Said>, Error> {
        let Refining { ask, files, asked, .. } = refining;
        if asked.search < Search::Thorough || ask.exhibits[refining.number].hash_only {
            return Ok(claimed.said);
        }
        let places = places_of(occurrences);
        let pairs = self.pairs(&refining, &claimed, &places).await?;
        if pairs.is_empty() {
            return Ok(claimed.said);
        }
        let ids: Vec<FileId> = pairs.keys().copied().collect();
        let known = |kept: HashMap<FileId, Vec<Refined>>| -> HashMap<(FileId, View, Pdq), SeenView> {
            let each = kept.into_iter().flat_map(|(id, all)| all.into_iter().map(move |one| (id, one)));
            each.map(|(id, one)| ((id, one.from, one.towards), one.to)).collect()
        };
        let before = known(self.store.refined_of(&ids).await?);
        let mut pictures = Vec::new();
        for (id, pairs) in &pairs {
            let is_left = |(view, towards): &&Pair| !before.contains_key(&(*id, *view, *towards));
            let left: Vec<Pair> = pairs.iter().filter(is_left).copied().collect();
            if !left.is_empty() {
                pictures.push(Picture {
                    id: *id,
                    place: places[id].clone(),
                    file: Arc::clone(&files[id]),
                    pairs: left,
                });
            }
        }
        let tasks = tasks_of(pictures, occurrences, files);
        if !tasks.is_empty() {
            let problems = self.refine_files(&refining, tasks).await?;
            for occurrence in occurrences.iter_mut().filter(|occurrence| occurrence.problem.is_none()) {
                occurrence.problem = problems.get(&occurrence.place).cloned();
            }
        }
        let now = known(self.store.refined_of(&ids).await?);
        let mut refined: HashMap<FileId, Vec<SeenView>> = HashMap::new();
        for (id, pairs) in pairs {
            let seen = pairs.iter().filter_map(|(view, towards)| now.get(&(id, *view, *towards)));
            let seen: Vec<SeenView> = seen.filter(|seen| seen.pdq.quality >= pdq::QUALITY_MIN).copied().collect();
            if !seen.is_empty() {
                refined.insert(id, seen);
            }
        }
        let files = refined.keys().map(|id| (*id, Arc::clone(&files[id]))).collect();
        claimed.said.extend(claims::claim(&files, asked, &refined, &self.store).await?.said);
        Ok(claimed.said)
    }

    /// For each picture the nearest few entries of lists that do not know it, each with the view nearest to it.
    async fn pairs(
        &self,
        refining: &Refining<'_>,
        claimed: &Claimed,
        places: &BTreeMap<FileId, Place>,
    ) -> Result<BTreeMap<FileId, Vec<Pair>>, Error> {
        let Asked { lists, .. } = refining.asked;
        let mut left: BTreeMap<FileId, Vec<Candidate>> = BTreeMap::new();
        let mut rows: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); lists.len()];
        for (id, candidates) in &claimed.candidates {
            if refining.files[id].kind != MediaKind::Picture || !places.contains_key(id) {
                continue;
            }
            let claims = claimed.said.get(id).map_or(&[][..], |said| &said.matches);
            let knows =
                |list: u32| claims.iter().any(|claim| claim.list == lists[list as usize].id && !claim.contradicted);
            let of_id: Vec<Candidate> = candidates.iter().filter(|one| !knows(one.list)).copied().collect();
            for one in &of_id {
                rows[one.list as usize].insert(one.row);
            }
            if !of_id.is_empty() {
                left.insert(*id, of_id);
            }
        }
        let mut looks: HashMap<(u32, u64), Vec<Pdq>> = HashMap::new();
        for ((number, list), rows) in (0u32..).zip(lists).zip(rows) {
            let Some(path) = segments_of(&self.folder, list, number).pdq.filter(|_| !rows.is_empty()) else { continue };
            let ordered: Vec<u64> = rows.iter().copied().collect();
            let entries = self.store.entries(&list.id, &ordered).await?;
            let is_fit = |row: &u64| {
                let quality = entries.get(row).and_then(|entry| entry.pdq_quality);
                quality.is_none_or(|quality| quality >= pdq::QUALITY_MIN)
            };
            let damaged = |error: index::segment::SegmentError| Error::Index(Box::new(error));
            for entry in Segment::open(path).map_err(damaged)?.iter() {
                let (key, row) = entry.map_err(damaged)?;
                if rows.contains(&row) && is_fit(&row) {
                    looks.entry((number, row)).or_default().push(Pdq(std::array::from_fn(|n| key[n])));
                }
            }
        }
        let mut pairs = BTreeMap::new();
        for (id, candidates) in left {
            let mut of_id: Vec<Pair> = Vec::new();
            for one in candidates {
                // A video's entry has many looks.
                let of_row = looks.get(&(one.list, one.row)).into_iter().flatten();
                let towards = of_row.filter(|look| look.distance(&one.hash) == one.distance).min().copied();
                let pair = towards.map(|look| (one.view, look));
                of_id.extend(pair.filter(|pair| of_id.len() < REFINED_MAX && !of_id.contains(pair)));
            }
            if !of_id.is_empty() {
                pairs.insert(id, of_id);
            }
        }
        Ok(pairs)
    }

    /// Goes through these pictures, remembers what each view comes to, and gives the problems met by place.
    async fn refine_files(&self, refining: &Refining<'_>, tasks: Vec<Task>) -> Result<BTreeMap<Place, Problem>, Error> {
        let Refining { ask, number, .. } = *refining;
        let intake::Opened::Here(root) = intake::open(&ask.exhibits[number])? else { return Ok(BTreeMap::new()) };
        let tasks = Arc::new(tasks);
        let mut answers = start(root, self.examiner_settings(ask), Arc::clone(&tasks), ask.n_jobs);
        let mut problems = BTreeMap::new();
        let mut batch = Vec::new();
        while let Some(answer) = answers.recv().await {
            let (task, number, refined) = answer.map_err(Error::Cage)?;
            let picture = tasks[task].picture(number);
            match refined {
                Ok(refined) => {
                    let each = picture.pairs.iter().zip(refined).map(|((from, towards), (view, pdq))| Refined {
                        from: *from,
                        towards: *towards,
                        to: SeenView { view, pdq, search: Search::Thorough },
                    });
                    batch.push((picture.id, each.collect::<Vec<Refined>>()));
                }
                Err(problem) => drop(problems.insert(picture.place.clone(), problem)),
            }
            if batch.len() >= N_BATCH_FILES {
                self.remember_refined(refining, &mut batch).await?;
            }
        }
        self.remember_refined(refining, &mut batch).await?;
        if ask.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(problems) }
    }

    async fn remember_refined(
        &self,
        refining: &Refining<'_>,
        batch: &mut Vec<(FileId, Vec<Refined>)>,
    ) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        for (id, refined) in batch.drain(..) {
            tx.add_refined(&id, &refined).await?;
        }
        tx.commit(self.entry(refining.who, "triage-refine").about("exhibit", refining.exhibit)).await?;
        Ok(())
    }
}

/// Where each file is opened again: on disk where it stands there, else in the first archive that holds its bytes.
fn places_of(occurrences: &[Occurrence]) -> BTreeMap<FileId, Place> {
    let mut places: BTreeMap<FileId, Place> = BTreeMap::new();
    for occurrence in occurrences {
        let Some(id) = occurrence.file else { continue };
        let is_on_disk = occurrence.place.inside.is_empty();
        // An entry that only points to another one has no bytes.
        if !is_on_disk && occurrence.marks.contains(&Mark::HardLink) {
            continue;
        }
        let better = |known: &Place| is_on_disk && !known.inside.is_empty();
        if places.get(&id).is_none_or(better) {
            places.insert(id, occurrence.place.clone());
        }
    }
    places
}

/// A task for each picture on disk, and after them one for each archive on disk that holds some.
fn tasks_of(pictures: Vec<Picture>, occurrences: &[Occurrence], files: &HashMap<FileId, Arc<File>>) -> Vec<Task> {
    let (on_disk, inside): (Vec<Picture>, Vec<Picture>) =
        pictures.into_iter().partition(|picture| picture.place.inside.is_empty());
    let mut tasks: Vec<Task> = on_disk.into_iter().map(Task::Picture).collect();
    let mut by_archive: BTreeMap<Place, Vec<Picture>> = BTreeMap::new();
    for picture in inside {
        by_archive.entry(Place::on_disk(picture.place.path.clone())).or_default().push(picture);
    }
    let ids: BTreeMap<&Place, FileId> =
        occurrences.iter().filter_map(|occurrence| Some((&occurrence.place, occurrence.file?))).collect();
    for (archive, pictures) in by_archive {
        if let Some(file) = ids.get(&archive).and_then(|id| files.get(id)) {
            tasks.push(Task::Archive { archive, file: Arc::clone(file), pictures });
        }
    }
    tasks
}

/// What all threads share.
struct Work {
    root: Root,
    stop: Arc<AtomicBool>,
    tasks: Arc<Vec<Task>>,
    next: AtomicUsize,
}

/// Starts threads over these tasks; the receiver ends when all are done, or when somebody asks to stop.
fn start(root: Root, settings: Settings, tasks: Arc<Vec<Task>>, n_threads: usize) -> mpsc::Receiver<Told> {
    let n_threads = n_threads.clamp(1, tasks.len().max(1));
    let work = Work { root, stop: Arc::clone(&settings.stop), tasks, next: AtomicUsize::new(0) };
    threads::start(settings, n_threads, Err, move |examiner, to| {
        // Broken off only when nobody wants to hear any more.
        let _ = work.go_through(examiner, to);
    })
}

impl Work {
    fn go_through(&self, examiner: &mut Examiner, to: &mpsc::Sender<Told>) -> ControlFlow<()> {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            match self.tasks.get(number) {
                None => return ControlFlow::Break(()),
                Some(Task::Picture(picture)) => {
                    let opened = self.root.open(&picture.place.path);
                    let held = opened.and_then(|opened| Held::again(opened, picture.file.size, picture.file.digests));
                    let refined = held.and_then(|held| examiner.refine(&held, &picture.file.mime, &picture.pairs));
                    self.tell(to, (number, 0, refined))?;
                }
                Some(Task::Archive { archive, file, pictures }) => {
                    self.go_into(examiner, (archive, file), pictures, &mut |n, refined| {
                        self.tell(to, (number, n, refined))
                    })?;
                }
            }
        }
    }

    fn go_into(
        &self,
        examiner: &mut Examiner,
        archive: (&Place, &File),
        pictures: &[Picture],
        tell: &mut dyn FnMut(usize, Fitted) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let numbers: BTreeMap<&Place, usize> = pictures.iter().map(|picture| &picture.place).zip(0..).collect();
        let wanted = pictures.iter().map(|picture| (picture.place.clone(), Arc::clone(&picture.file))).collect();
        let met = &mut |examiner: &mut Examiner, place: &Place, held: &Held, file: &File| {
            let number = numbers[place];
            tell(number, examiner.refine(held, &file.mime, &pictures[number].pairs))
        };
        let (place, file) = archive;
        let archive = Archive { place, file, opened: self.root.open(&place.path), bytes_max: u64::MAX };
        let (left, problem) = go_through(examiner, archive, wanted, &self.stop, met)?;
        left.keys().try_for_each(|place| tell(numbers[place], Err(problem.clone())))
    }

    fn tell(&self, to: &mpsc::Sender<Told>, answer: Answer) -> ControlFlow<()> {
        // What is said after somebody asked to stop is worth nothing.
        let is_over = self.stop.load(Ordering::Relaxed) || to.blocking_send(Ok(answer)).is_err();
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
