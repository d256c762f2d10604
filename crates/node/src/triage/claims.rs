//! From fingerprints to claims: files against the catalogue of the lists asked, many in one call, as they are and then,
//! where that finds nothing, as they may have been before they were altered.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use casework::file::{File, FileId};
use casework::list;
use casework::list::{HashKind, ListVersion};
use casework::matching::{self, Match, Part, WORTH_A_LOOK_MAX, WorthALook};
use casework::views::{SeenView, Views};
use fingerprint::video::TimedFrame;
use fingerprint::view::{DISTANCE_BITS_WORTH_A_LOOK_MAX, Family, Search, View};
use fingerprint::{Digests, Pdq, Turn, pdq};
use index::catalogue::{Among, Answer, Catalogue, Covered, CoveredList, Look, LookHit, Question};
use index::near::RADIUS_BITS_MAX;
use store::Store;

use super::ranges::ranges;
use super::refine::{Candidate, candidate_bits};
use crate::error::Error;

/// Files asked about in one call; their views are about a megabyte at 64 views each.
const FILES_AT_ONCE: usize = 256;
/// Frames of videos asked about in one call; a single video may have more.
const FRAMES_AT_ONCE: usize = 65_536;

/// What the lists say of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Claims, in the order in which they are read out.
    pub matches: Vec<Match>,
    /// Entries that are none, the nearest first.
    pub worth_a_look: Vec<WorthALook>,
}

/// What the lists say of files.
#[derive(Debug, Default)]
pub(crate) struct Claimed {
    /// Of each file of which they say anything.
    pub said: BTreeMap<FileId, Said>,
    /// Entries that were not near enough to any view of a file, the nearest first.
    pub(super) candidates: BTreeMap<FileId, Vec<Candidate>>,
    /// What the lists were asked.
    pub(crate) asked: AskedOf,
}

/// What the lists were asked, as far as the index tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AskedOf {
    /// Their entries, in the order in which the catalogue numbers the lists.
    pub lists: Vec<CoveredList>,
    /// The farthest that a look was searched.
    pub radius_bits: Option<u32>,
    /// The lists asked about altered copies of any file.
    pub altered: BTreeSet<u32>,
}

impl AskedOf {
    /// What was asked in both.
    pub(crate) fn and(mut self, other: AskedOf) -> AskedOf {
        if self.lists.is_empty() {
            self.lists = other.lists;
        }
        self.radius_bits = self.radius_bits.max(other.radius_bits);
        self.altered.extend(other.altered);
        self
    }
}

/// The lists asked, open.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The catalogue over them.
    pub catalogue: &'a Catalogue,
    /// The lists, in the order in which the catalogue numbers them.
    pub lists: &'a [ListVersion],
    /// How many views of a picture are asked.
    pub search: Search,
}

/// A claim before its entry's words are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    list: usize,
    row: u64,
    kind: HashKind,
    distance: u32,
    quality: Option<u8>,
    turn: Turn,
    part: Part,
    pub(super) view: Option<View>,
    /// The look that agrees; none for a digest.
    pub(super) look: Option<Pdq>,
    /// Frames of the file that agree with the entry, by their numbers among its frames.
    pub(super) frames: Vec<usize>,
    /// Only worth a look.
    is_worth: bool,
}

/// Which of two agreements with the same entry is read out: the stronger digest; for looks the smaller distance, the
/// whole before a part, the plain turn before another.
fn rank(found: &Found) -> (u8, u32, Part, Turn) {
    let strength = match found.kind {
        HashKind::Sha256 => 0,
        HashKind::Sha1 => 1,
        HashKind::Md5 => 2,
        HashKind::Pdq => 3,
    };
    (strength, found.distance, found.part, found.turn)
}

/// What the lists say about `files`; files of which they say nothing are left out.
///
/// Looks are asked only where the quality is at least [`pdq::QUALITY_MIN`] on both sides, and never of lists to set
/// aside: those hold no looks in the catalogue. Views are asked only of lists that know nothing of the file by then, and
/// whose owner lets altered copies be looked for. A file that was handed in with its views brings them; those of others
/// come from the store. Those `refined` are asked after them.
pub(crate) async fn claim(
    files: &HashMap<FileId, Arc<File>>,
    asked: Asked<'_>,
    refined: &HashMap<FileId, Vec<SeenView>>,
    store: &Store,
) -> Result<Claimed, Error> {
    let mut candidates = BTreeMap::new();
    let mut said: BTreeMap<FileId, Said> = BTreeMap::new();
    // No question, and all the same an answer: what there is to be asked.
    let (_, covered) = agreements(std::iter::empty(), asked.catalogue, Among::All)?;
    let mut asked_of = AskedOf { lists: covered.lists, ..AskedOf::default() };
    for ids in batches(files) {
        let (found, covered) = agreements(ids.iter().map(|id| &*files[id]), asked.catalogue, Among::All)?;
        asked_of.radius_bits = asked_of.radius_bits.max(covered.radius_bits);
        let found = ids.iter().copied().zip(found).collect();
        say(found, files, asked.lists, store, &mut said).await?;
    }
    if asked.search != Search::Plain {
        for (lists, ids) in lists_left(files, asked.lists, &said) {
            for ids in ids.chunks(FILES_AT_ONCE) {
                let mut views = store.views_of(ids).await?;
                views.extend(ids.iter().filter_map(|id| Some((*id, Views::clone(files[id].views.as_deref()?)))));
                for (id, more) in ids.iter().filter_map(|id| Some((id, refined.get(id)?))) {
                    views.entry(*id).and_modify(|views| views.seen.extend(more));
                }
                let mut found = BTreeMap::new();
                let (seen, covered) = altered(ids, files, &views, asked, &lists)?;
                asked_of.radius_bits = asked_of.radius_bits.max(covered.radius_bits);
                asked_of.altered.extend(covered.lists.iter().map(|list| list.list));
                for (id, (agreements, beyond)) in ids.iter().zip(seen) {
                    found.insert(*id, agreements);
                    candidates.insert(*id, beyond);
                }
                say(found, files, asked.lists, store, &mut said).await?;
            }
        }
    }
    let terms: HashMap<&str, &ListVersion> = asked.lists.iter().map(|list| (list.id.as_str(), list)).collect();
    for said in said.values_mut() {
        drop_looks_of_exact(&mut said.matches);
        matching::order(&mut said.matches, |list| &terms[list].terms);
        let key = |worth: &WorthALook| (worth.distance, worth.list.clone(), worth.row);
        said.worth_a_look.sort_by_key(key);
        said.worth_a_look.truncate(WORTH_A_LOOK_MAX);
    }
    Ok(Claimed { said, candidates, asked: asked_of })
}

/// What some of the lists, by their numbers, say about things of which only hashes are known: an answer each, in their
/// order. The other lists are left out before anything is searched.
pub(crate) async fn claim_by_hashes(
    things: Vec<File>,
    asked: Asked<'_>,
    only: &[u32],
    store: &Store,
) -> Result<Vec<Vec<Match>>, Error> {
    let (found, _) = agreements(things.iter(), asked.catalogue, Among::Only(only))?;
    // Things asked for twice are answered twice, so that none goes by its own hash here.
    let number = |position: usize| FileId::Md5(fingerprint::Md5((position as u128).to_be_bytes()));
    let n_things = things.len();
    let files: HashMap<FileId, Arc<File>> =
        things.into_iter().enumerate().map(|(position, thing)| (number(position), Arc::new(thing))).collect();
    let found = found.into_iter().enumerate().map(|(position, found)| (number(position), found)).collect();
    let mut said = BTreeMap::new();
    say(found, &files, asked.lists, store, &mut said).await?;
    let terms: HashMap<&str, &ListVersion> = asked.lists.iter().map(|list| (list.id.as_str(), list)).collect();
    let matches = (0..n_things).map(|position| {
        let mut matches = said.remove(&number(position)).unwrap_or_default().matches;
        drop_looks_of_exact(&mut matches);
        matching::order(&mut matches, |list| &terms[list].terms);
        matches
    });
    Ok(matches.collect())
}

/// Files that are asked about together.
fn batches(files: &HashMap<FileId, Arc<File>>) -> Vec<Vec<FileId>> {
    let mut batches: Vec<Vec<FileId>> = Vec::new();
    let mut n_frames = 0;
    for (id, file) in files {
        n_frames += file.frames.len();
        match batches.last_mut().filter(|batch| batch.len() < FILES_AT_ONCE && n_frames <= FRAMES_AT_ONCE) {
            Some(batch) => batch.push(*id),
            None => {
                n_frames = file.frames.len();
                batches.push(vec![*id]);
            }
        }
    }
    batches
}

/// Puts agreements into words.
async fn say(
    found: BTreeMap<FileId, Vec<Found>>,
    files: &HashMap<FileId, Arc<File>>,
    lists: &[ListVersion],
    store: &Store,
    said: &mut BTreeMap<FileId, Said>,
) -> Result<(), Error> {
    let entries = entries_of(&found, lists, store).await?;
    let videos = listed_videos(&found, lists, store).await?;
    for (id, agreements) in found {
        for agreement in agreements {
            let (list, entry) = (&lists[agreement.list], entries[agreement.list].get(&agreement.row));
            if is_unfit(&agreement, entry) {
                continue;
            }
            let said = said.entry(id).or_default();
            if agreement.is_worth {
                said.worth_a_look.extend(worth(agreement, list, entry));
            } else {
                let video = videos[agreement.list].get(&agreement.row).map(Vec::as_slice);
                let ranges = ranges(&agreement, &files[&id], list, video);
                said.matches.push(Match { ranges, ..worded(agreement, &files[&id], list, entry) });
            }
        }
    }
    Ok(())
}

/// The pictures of which some lists do not know by now, by those lists: only these are asked about altered copies.
fn lists_left(
    files: &HashMap<FileId, Arc<File>>,
    lists: &[ListVersion],
    said: &BTreeMap<FileId, Said>,
) -> BTreeMap<Vec<u32>, Vec<FileId>> {
    let mut left: BTreeMap<Vec<u32>, Vec<FileId>> = BTreeMap::new();
    for (id, _) in files.iter().filter(|(_, file)| file.look.is_some()) {
        let claims = said.get(id).map_or(&[][..], |said| &said.matches);
        let knows = |list: &ListVersion| claims.iter().any(|claim| claim.list == list.id && !claim.contradicted);
        let lists = (0u32..).zip(lists).filter(|(_, list)| list.terms.altered && !list.terms.set_aside && !knows(list));
        let lists: Vec<u32> = lists.map(|(number, _)| number).collect();
        if !lists.is_empty() {
            left.entry(lists).or_default().push(*id);
        }
    }
    left
}

async fn entries_of(
    found: &BTreeMap<FileId, Vec<Found>>,
    lists: &[ListVersion],
    store: &Store,
) -> Result<Vec<HashMap<u64, list::Entry>>, Error> {
    let mut entries = Vec::with_capacity(lists.len());
    for (list, rows) in lists.iter().zip(rows_of(found, lists, |_| true)) {
        entries.push(store.entries(&list.id, &rows).await?);
    }
    Ok(entries)
}

/// The frames of those entries that are videos and agree by look.
async fn listed_videos(
    found: &BTreeMap<FileId, Vec<Found>>,
    lists: &[ListVersion],
    store: &Store,
) -> Result<Vec<HashMap<u64, Vec<TimedFrame>>>, Error> {
    let mut videos = Vec::with_capacity(lists.len());
    let by_look = |found: &Found| found.kind == HashKind::Pdq && !found.is_worth;
    for (list, rows) in lists.iter().zip(rows_of(found, lists, by_look)) {
        videos.push(store.frames_of_entries(&list.id, &rows).await?);
    }
    Ok(videos)
}

/// For each list the rows that agree, each once.
fn rows_of(
    found: &BTreeMap<FileId, Vec<Found>>,
    lists: &[ListVersion],
    counts: impl Fn(&Found) -> bool,
) -> Vec<Vec<u64>> {
    let mut rows: Vec<Vec<u64>> = vec![Vec::new(); lists.len()];
    for agreement in found.values().flatten().filter(|found| counts(found)) {
        rows[agreement.list].push(agreement.row);
    }
    for rows in &mut rows {
        rows.sort_unstable();
        rows.dedup();
    }
    rows
}

/// For each file what it agrees with as it is: each entry at most once by a digest and once by a look.
fn agreements<'f>(
    files: impl Iterator<Item = &'f File>,
    catalogue: &Catalogue,
    among: Among<'_>,
) -> Result<(Vec<Vec<Found>>, Covered), Error> {
    let shown: Vec<Shown> = files.map(Shown::of).collect();
    let questions: Vec<Question<'_>> = shown.iter().map(Shown::question).collect();
    let answers = catalogue.ask(&questions, among).map_err(|error| Error::Index(Box::new(error)))?;
    let found = shown.iter().zip(answers.each).map(|(shown, answer)| shown.best_of(answer)).collect();
    Ok((found, answers.covered))
}

/// What a file shows that can be asked about, in the order in which it is asked.
pub(crate) struct Shown {
    digests: Digests,
    looks: Vec<Look>,
    /// Of each look: which part it is, its quality, how it is turned.
    parts: Vec<(Part, u8, Turn)>,
    frames: Vec<Pdq>,
    /// Of each frame: its number among the file's, when it is shown, its quality.
    frame_parts: Vec<(usize, Part, u8)>,
}

impl Shown {
    pub(crate) fn of(file: &File) -> Shown {
        let whole = file.look.iter().map(|look| (Part::Whole, look));
        let looks = whole.chain(file.thumbnail.iter().map(|look| (Part::Thumbnail, look)));
        let good = looks.filter(|(_, look)| look.pdq.quality >= pdq::QUALITY_MIN);
        let turned = good.flat_map(|(part, look)| {
            let turns = if look.turns.is_empty() { std::slice::from_ref(&look.pdq.hash) } else { &look.turns };
            let turned = Turn::ALL.into_iter().zip(turns);
            turned.map(move |(turn, hash)| (Look::plain(*hash), (part, look.pdq.quality, turn)))
        });
        let (looks, parts) = turned.unzip();
        let frames = file.frames.iter().enumerate().filter(|(_, frame)| frame.pdq.quality >= pdq::QUALITY_MIN);
        let (frames, frame_parts) = frames
            .map(|(number, frame)| (frame.pdq.hash, (number, Part::FrameAtMs(frame.at_ms), frame.pdq.quality)))
            .unzip();
        Shown { digests: file.digests, looks, parts, frames, frame_parts }
    }

    /// Every look that is asked: those in all turns, then the frames.
    pub(crate) fn looks(&self) -> impl Iterator<Item = Pdq> {
        self.looks.iter().map(|look| look.hash).chain(self.frames.iter().copied())
    }

    fn question(&self) -> Question<'_> {
        Question { digests: self.digests, looks: &self.looks, frames: &self.frames }
    }

    fn best_of(&self, answer: Answer) -> Vec<Found> {
        let mut best: BTreeMap<(u32, u64, bool), Found> = BTreeMap::new();
        let mut keep = |list: u32, row: u64, found: Found| {
            let by_look = found.kind == HashKind::Pdq;
            match best.entry((list, row, by_look)) {
                Entry::Vacant(slot) => drop(slot.insert(found)),
                Entry::Occupied(mut slot) => {
                    let mut frames = std::mem::take(&mut slot.get_mut().frames);
                    frames.extend(&found.frames);
                    if rank(&found) < rank(slot.get()) {
                        slot.insert(found);
                    }
                    slot.get_mut().frames = frames;
                }
            }
        };
        for hit in answer.exact {
            let kind = digest_kind(hit.kind);
            keep(hit.list, hit.row, Found::of_digest(hit.list, hit.row, kind));
        }
        for hit in answer.near {
            let (part, quality, turn) = self.parts[hit.look];
            let look = self.looks[hit.look].hash;
            keep(hit.list, hit.row, Found { turn, ..Found::of_look(hit, look, part, quality) });
        }
        for hit in answer.frames {
            let (number, part, quality) = self.frame_parts[hit.look];
            let found = Found::of_look(hit, self.frames[hit.look], part, quality);
            keep(hit.list, hit.row, Found { frames: vec![number], ..found });
        }
        best.into_values().collect()
    }
}

impl Found {
    fn of_digest(list: u32, row: u64, kind: HashKind) -> Found {
        Found {
            list: list as usize,
            row,
            kind,
            distance: 0,
            quality: None,
            turn: Turn::Original,
            part: Part::Whole,
            view: None,
            look: None,
            frames: Vec::new(),
            is_worth: false,
        }
    }

    fn of_look(hit: LookHit, look: Pdq, part: Part, quality: u8) -> Found {
        Found {
            distance: hit.distance,
            quality: Some(quality),
            part,
            look: Some(look),
            ..Found::of_digest(hit.list, hit.row, HashKind::Pdq)
        }
    }
}

fn digest_kind(kind: index::catalogue::DigestKind) -> HashKind {
    match kind {
        index::catalogue::DigestKind::Md5 => HashKind::Md5,
        index::catalogue::DigestKind::Sha1 => HashKind::Sha1,
        index::catalogue::DigestKind::Sha256 => HashKind::Sha256,
    }
}

/// A look that is asked, with what it supposes. Those of the picture as it is can only be worth a look by now.
struct Supposed {
    look: Look,
    view: View,
    quality: u8,
    is_own: bool,
}

fn supposed(file: &File, views: Option<&Views>, search: Search, worth_bits_max: u32) -> Vec<Supposed> {
    let mut all = Vec::new();
    if let Some(look) = file.look.as_ref().filter(|look| look.pdq.quality >= pdq::QUALITY_MIN) {
        let turns = if look.turns.is_empty() { std::slice::from_ref(&look.pdq.hash) } else { &look.turns };
        all.extend(Turn::ALL.into_iter().zip(turns).map(|(turn, hash)| Supposed {
            look: Look { hash: *hash, near_bits_max: RADIUS_BITS_MAX, worth_bits_max },
            view: View {
                family: if turn == Turn::Original { Family::Plain } else { Family::Turned },
                turn,
                ..View::PLAIN
            },
            quality: look.pdq.quality,
            is_own: true,
        }));
    }
    let seen = views.into_iter().flat_map(|views| views.of(search));
    // The plain view is about the picture's own look, which has been asked, and which others can check.
    all.extend(seen.filter(|seen| seen.view.family != Family::Plain).map(|seen| Supposed {
        look: Look { hash: seen.pdq.hash, near_bits_max: seen.view.distance_bits_max(), worth_bits_max },
        view: seen.view,
        quality: seen.pdq.quality,
        is_own: false,
    }));
    all
}

/// What the views of one file agree with, and what they only come near to.
type Seen = (Vec<Found>, Vec<Candidate>);

/// For each file what its views agree with in these lists, each entry once, and which entries they only come near to.
fn altered(
    ids: &[FileId],
    files: &HashMap<FileId, Arc<File>>,
    views: &HashMap<FileId, Views>,
    asked: Asked<'_>,
    lists: &[u32],
) -> Result<(Vec<Seen>, Covered), Error> {
    let bits_max = candidate_bits(asked);
    let supposed: Vec<Vec<Supposed>> =
        ids.iter().map(|id| supposed(&files[id], views.get(id), asked.search, bits_max)).collect();
    let looks: Vec<Vec<Look>> = supposed.iter().map(|all| all.iter().map(|one| one.look).collect()).collect();
    let questions: Vec<Question<'_>> = looks.iter().map(|looks| Question { looks, ..Question::default() }).collect();
    let answers = asked.catalogue.ask(&questions, Among::Only(lists)).map_err(|error| Error::Index(Box::new(error)))?;
    let found = supposed.iter().zip(answers.each).map(|(supposed, answer)| {
        // A match before what is only worth a look, then the nearest, then the likeliest view.
        let mut best: BTreeMap<(u32, u64), (bool, LookHit)> = BTreeMap::new();
        let near = answer.near.into_iter().map(|hit| (false, hit));
        for (is_worth, hit) in near.chain(answer.worth.into_iter().map(|hit| (true, hit))) {
            // What the picture as it is agrees with was found before, and left out for a reason.
            if supposed[hit.look].is_own && !is_worth {
                continue;
            }
            let slot = best.entry((hit.list, hit.row)).or_insert((is_worth, hit));
            if (is_worth, hit.distance, hit.look) < (slot.0, slot.1.distance, slot.1.look) {
                *slot = (is_worth, hit);
            }
        }
        let beyond = best.values().filter(|(is_worth, _)| *is_worth).map(|(_, hit)| {
            let Supposed { look, view, .. } = supposed[hit.look];
            Candidate { distance: hit.distance, list: hit.list, row: hit.row, view, hash: look.hash }
        });
        let beyond = Candidate::nearest(beyond.collect());
        best.retain(|_, (is_worth, hit)| !*is_worth || hit.distance <= DISTANCE_BITS_WORTH_A_LOOK_MAX);
        let found = best.into_values().map(|(is_worth, hit)| {
            let Supposed { view, quality, .. } = supposed[hit.look];
            let found = Found::of_look(hit, supposed[hit.look].look.hash, Part::Whole, quality);
            Found { turn: view.turn, view: Some(view), is_worth, ..found }
        });
        (found.collect(), beyond)
    });
    Ok((found.collect(), answers.covered))
}

/// Whether the entry's owner took its look at too low a quality to compare.
fn is_unfit(found: &Found, entry: Option<&list::Entry>) -> bool {
    let quality = entry.and_then(|entry| entry.pdq_quality);
    found.kind == HashKind::Pdq && quality.is_some_and(|quality| quality < pdq::QUALITY_MIN)
}

/// The claim with its entry's words.
fn worded(found: Found, file: &File, list: &ListVersion, entry: Option<&list::Entry>) -> Match {
    let contradicted = entry.is_some_and(|entry| matching::contradicts(found.kind, &file.digests, &entry.digests));
    Match {
        list: list.id.clone(),
        row: found.row,
        owner_id: entry.and_then(|entry| entry.owner_id.clone()),
        kind: found.kind,
        distance: found.distance,
        quality: found.quality,
        turn: found.turn,
        part: found.part,
        view: found.view,
        ranges: None,
        contradicted,
        category: entry.and_then(|entry| entry.category.clone()),
        words: entry.map(|entry| entry.words.clone()).unwrap_or_default(),
    }
}

fn worth(found: Found, list: &ListVersion, entry: Option<&list::Entry>) -> Option<WorthALook> {
    Some(WorthALook {
        list: list.id.clone(),
        row: found.row,
        owner_id: entry.and_then(|entry| entry.owner_id.clone()),
        distance: found.distance,
        quality: found.quality?,
        view: found.view?,
    })
}

/// An entry whose bytes agree is not read out a second time for looking alike.
fn drop_looks_of_exact(claims: &mut Vec<Match>) {
    let exact: Vec<(String, u64)> = claims
        .iter()
        .filter(|claim| claim.is_exact() && !claim.contradicted)
        .map(|claim| (claim.list.clone(), claim.row))
        .collect();
    claims
        .retain(|claim| claim.is_exact() || !exact.iter().any(|(list, row)| *list == claim.list && *row == claim.row));
}
