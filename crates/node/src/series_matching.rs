//! Stored files meet series that changed, and exhibits that came meet the series that were there: what is found is proposed,
//! and those who hold it are told. Durable behind the verbs: what a change noted is matched after it, or when the program
//! runs again. It decides nothing, and makes no link.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casework::file::{File, FileId};
use casework::id::{RecordId, SeriesId};
use casework::link::{Link, LinkKind};
use casework::match_decision::Closeness;
use casework::series::SeriesBook;
use casework::series_proposal::Likeness;
use fingerprint::{Digests, Pdq, pdq};
use index::near::{NearEntry, NearIndex, Plan};
use store::{LedgerEntry, ToMatch, Tx};
use tokio::sync::{Mutex, Notify};

use crate::error::Error;
use crate::open::{Node, note_failure};
use crate::principal::{Action, Principal};
use crate::stack_decision::is_same_bytes;
use crate::triage::claims::Shown;

mod telling;

/// Before it is tried again what the store would not do.
const PAUSE: Duration = Duration::from_secs(2);
/// Members whose facts are read at once: of each only its looks and digests are kept.
const MEMBERS_AT_ONCE: usize = 500;
/// Files whose looks are asked at once; between two such batches others have their turn.
const FILES_AT_ONCE: usize = 256;
/// Files of one series that are written in one change.
const WRITTEN_AT_ONCE: usize = 200;

/// Who matches what was noted: the verb that noted it, or, while a server runs, one task behind all of them.
#[derive(Default)]
pub(crate) struct SeriesMatching {
    in_background: AtomicBool,
    wanted: Notify,
    /// One matching at a time: what two found at once, both would tell.
    turn: Mutex<()>,
}

/// However the task ends, a panic included: verbs match by themselves from then on.
struct InBackground<'m>(&'m SeriesMatching);

impl InBackground<'_> {
    fn of(matching: &SeriesMatching) -> InBackground<'_> {
        matching.in_background.store(true, Ordering::SeqCst);
        InBackground(matching)
    }
}

impl Drop for InBackground<'_> {
    fn drop(&mut self) {
        self.0.in_background.store(false, Ordering::SeqCst);
    }
}

/// What matching series came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SeriesMatched {
    /// Times that exhibits were gone through.
    pub(crate) n_passes: u64,
    /// Exhibits whose files were compared.
    pub(crate) n_exhibits: u64,
    /// Files compared, each once in an exhibit.
    pub(crate) n_files: u64,
    /// Proposals that were not there before.
    pub(crate) n_proposed: u64,
    /// Pieces of news.
    pub(crate) n_told: u64,
}

impl Node {
    /// Matches what is noted until `stop`, first what an earlier run was cut off from. Without this every verb that notes
    /// something matches it before it answers.
    pub async fn match_series_in_background(&self, stop: impl Future<Output = ()>) {
        let _in_background = InBackground::of(&self.series_matching);
        let work = async {
            loop {
                match self.match_noted(false).await {
                    Ok(_) => {
                        self.publish_after_verb().await;
                        self.series_matching.wanted.notified().await;
                    }
                    Err(error) => {
                        note_failure(&self.log, &error);
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }
        };
        tokio::select! {
            () = work => {}
            () = stop => {}
        }
    }

    /// After a verb that noted something: it is matched, now or soon. The verb is done by then, whatever becomes of this: what
    /// was noted stays until it is matched.
    pub(crate) async fn match_series_after_verb(&self) {
        if self.series_matching.in_background.load(Ordering::SeqCst) {
            self.series_matching.wanted.notify_one();
        } else if let Err(error) = Box::pin(self.match_noted(false)).await {
            note_failure(&self.log, &error);
        }
    }

    /// Notes, in the change that makes or takes back these links, the series whose files they change.
    pub(crate) async fn note_series_of<'l>(
        &self,
        tx: &mut Tx,
        links: impl IntoIterator<Item = &'l Link>,
    ) -> Result<bool, Error> {
        let kinds = [LinkKind::BelongsToSeries, LinkKind::SameSeries];
        let of_series = links.into_iter().map(Link::asserted).filter(|asserted| kinds.contains(&asserted.kind));
        let series: BTreeSet<RecordId> = of_series
            .flat_map(|asserted| [asserted.from, asserted.to])
            .filter(|end| matches!(end, RecordId::Series(_)))
            .collect();
        for id in &series {
            tx.note_to_match(*id).await?;
        }
        Ok(!series.is_empty())
    }

    /// Matches everything that is noted; with `all_exhibits`, every exhibit as if it had just come.
    pub(crate) async fn match_noted(&self, all_exhibits: bool) -> Result<SeriesMatched, Error> {
        let _turn = self.series_matching.turn.lock().await;
        let mut done = SeriesMatched::default();
        let mut all: BTreeSet<String> = BTreeSet::new();
        if all_exhibits {
            all.extend(self.store.exhibits().await?.into_iter().map(|exhibit| exhibit.id));
        }
        loop {
            let noted = self.store.series_to_match().await?;
            if noted.is_empty() && all.is_empty() {
                return Ok(done);
            }
            let mut came = std::mem::take(&mut all);
            let mut changed = BTreeSet::new();
            for ToMatch { id, .. } in &noted {
                match id {
                    RecordId::Series(series) => drop(changed.insert(*series)),
                    other => drop(came.insert(other.to_string())),
                }
            }
            let n_before = done.n_proposed;
            let found = self.compare_stored(&changed, &came, &mut done).await?;
            self.write_found(found, &mut done).await?;
            let mut tx = self.store.begin().await?;
            for noted in &noted {
                tx.end_to_match(noted).await?;
            }
            // No ids: whoever reads the entries of their exhibit is not shown the series that waited beside it.
            let n_found = done.n_proposed - n_before;
            tx.commit(self.entry_of_matching().about("n_found", n_found)).await?;
        }
    }

    /// The entry of what nobody said: whoever triages an exhibit is not shown among their own entries which series it met.
    fn entry_of_matching(&self) -> LedgerEntry {
        self.entry(&Principal::of_this_process(), Action::RematchFiles.verb())
    }

    /// Goes through the exhibits once: those that came against every series, the others against those that changed.
    async fn compare_stored(
        &self,
        changed: &BTreeSet<SeriesId>,
        came: &BTreeSet<String>,
        done: &mut SeriesMatched,
    ) -> Result<Found, Error> {
        let links = if came.is_empty() {
            self.links_of_these_series(changed).await?
        } else {
            self.store.links_of_series().await?
        };
        let book = SeriesBook::of(&links);
        let members = self.members_in(&book).await?;
        let mut found = Found::default();
        for series in changed {
            let view = book.view(*series);
            found.changed.insert(view.kept, view.series);
        }
        let changed: BTreeSet<SeriesId> = found.changed.keys().copied().collect();
        for (file, series) in &members.series_of {
            for series in series.intersection(&changed) {
                found.members.insert((*series, *file));
            }
        }
        let exhibits = if changed.is_empty() {
            came.iter().cloned().collect()
        } else {
            self.store.exhibits().await?.into_iter().map(|exhibit| exhibit.id).collect::<Vec<_>>()
        };
        done.n_passes += 1;
        for exhibit in exhibits {
            let has_come = came.contains(&exhibit);
            let files = self.store.files_of(&exhibit).await?;
            done.n_exhibits += 1;
            done.n_files += files.len() as u64;
            let meets = |series: &SeriesId| has_come || changed.contains(series);
            let mut ids: Vec<FileId> = files.keys().copied().collect();
            ids.sort_unstable();
            for ids in ids.chunks(FILES_AT_ONCE) {
                members.compare(ids, &files, meets, &mut found)?;
                tokio::task::yield_now().await;
            }
            if has_come {
                let here = files.keys().filter_map(|file| Some((*file, members.series_of.get(file)?)));
                found.members.extend(here.flat_map(|(file, all)| all.iter().map(move |series| (*series, file))));
            }
        }
        Ok(found)
    }

    /// The links of these series and of all that are one with them.
    async fn links_of_these_series(&self, series: &BTreeSet<SeriesId>) -> Result<Vec<Link>, Error> {
        let mut links: BTreeMap<casework::id::LinkId, Link> = BTreeMap::new();
        for id in series {
            links.extend(self.links_of_series(*id).await?.into_iter().map(|link| (link.id(), link)));
        }
        Ok(links.into_values().collect())
    }

    async fn members_in(&self, book: &SeriesBook) -> Result<Members, Error> {
        let series_of = book.members();
        let (mut all, mut entries) = (Vec::new(), Vec::new());
        let ids: Vec<FileId> = series_of.keys().copied().collect();
        for ids in ids.chunks(MEMBERS_AT_ONCE) {
            let files = self.store.files_among(ids).await?;
            for id in ids {
                let Some(file) = files.get(id) else { continue };
                let row = all.len() as u64;
                entries.extend(looks_of_member(file).map(|hash| NearEntry { hash, list: 0, row }));
                all.push((*id, file.digests));
            }
        }
        let mut by_digest: HashMap<FileId, Vec<usize>> = HashMap::new();
        for (number, (_, digests)) in all.iter().enumerate() {
            for digest in each_digest(digests) {
                by_digest.entry(digest).or_default().push(number);
            }
        }
        let plan = Plan::choose(entries.len(), pdq::DISTANCE_BITS_MAX);
        Ok(Members { all, series_of, by_digest, near: NearIndex::build_by(plan, entries) })
    }
}

/// What a pass found, by series and file.
#[derive(Debug, Default)]
struct Found {
    /// The series with which every file was compared, by the names that are kept, with all that are one with each.
    changed: BTreeMap<SeriesId, BTreeSet<SeriesId>>,
    /// Files that are like a member: the closest member speaks.
    like: BTreeMap<(SeriesId, FileId), Likeness>,
    /// Members of series that changed, or that lie on an exhibit that came.
    members: BTreeSet<(SeriesId, FileId)>,
}

/// The members of the series that are asked.
struct Members {
    all: Vec<(FileId, Digests)>,
    /// By the names that are kept.
    series_of: BTreeMap<FileId, BTreeSet<SeriesId>>,
    /// By each of their digests, written as the id of a file that has no other.
    by_digest: HashMap<FileId, Vec<usize>>,
    near: NearIndex,
}

impl Members {
    /// Which of these files are like a member of a series that they are to meet and are in no part of.
    fn compare(
        &self,
        ids: &[FileId],
        files: &HashMap<FileId, Arc<File>>,
        meets: impl Fn(&SeriesId) -> bool,
        found: &mut Found,
    ) -> Result<(), Error> {
        let none = BTreeSet::new();
        let mut keep = |file: FileId, number: usize, closeness: Closeness, distance_bits: u32| {
            let (member, _) = self.all[number];
            let likeness = Likeness { closeness, distance_bits, member };
            let own = self.series_of.get(&file).unwrap_or(&none);
            for series in self.series_of[&member].iter().filter(|series| meets(series) && !own.contains(series)) {
                let best = found.like.entry((*series, file)).or_insert(likeness);
                *best = likeness.min(*best);
            }
        };
        let (mut looks, mut of) = (Vec::new(), Vec::new());
        for id in ids {
            let file = &files[id];
            for digest in each_digest(&file.digests) {
                for number in self.by_digest.get(&digest).into_iter().flatten().copied() {
                    if is_same_bytes(&self.all[number].1, &file.digests) {
                        keep(*id, number, Closeness::Exact, 0);
                    }
                }
            }
            let shown = Shown::of(file);
            for hash in shown.looks() {
                looks.push(hash);
                of.push(*id);
            }
        }
        let visit = |query: usize, hit: index::near::NearHit| {
            let number = usize::try_from(hit.row).expect("a row is a member's number");
            keep(of[query], number, Closeness::Near, hit.distance);
        };
        self.near.search_each(&looks, pdq::DISTANCE_BITS_MAX, visit).map_err(|error| Error::Index(Box::new(error)))
    }
}

/// The looks of a member that others are compared with: the picture as it lies, and the frames of a video.
fn looks_of_member(file: &File) -> impl Iterator<Item = Pdq> {
    let frames = file.frames.iter().map(|frame| frame.pdq);
    let all = file.look.iter().map(|look| look.pdq).chain(frames);
    all.filter(|look| look.quality >= pdq::QUALITY_MIN).map(|look| look.hash)
}

fn each_digest(digests: &Digests) -> impl Iterator<Item = FileId> + use<> {
    let sha256 = digests.sha256.map(FileId::Sha256);
    [sha256, digests.sha1.map(FileId::Sha1), digests.md5.map(FileId::Md5)].into_iter().flatten()
}

#[cfg(test)]
mod tests;
