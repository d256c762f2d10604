//! Looking for one file or one hash, in the lists and among everything the node has seen.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use casework::coverage::{AskedBy, Coverage, NotAsked, NotAskedWhy, not_brought};
use casework::file::{File, FileId, MediaKind, Place};
use casework::id::{CaseId, RecordId};
use casework::list::{HashKind, ListVersion};
use casework::list_handling::withhold_worth;
use casework::matching::{Match, Outcome, WorthALook};
pub use fingerprint::view::Search;
use fingerprint::view::{Family, View};
use fingerprint::{Digests, Pdq, PdqHash, Turn, pdq};
use formats::list_spec::ListSpec;
use index::catalogue::Catalogue;
use index::near::{NearEntry, NearIndex, Plan};
use store::FingerprintKind;

use crate::error::Error;
use crate::fingerprint::{FingerprintAsk, fingerprint};
use crate::holding::UnitToCall;
use crate::list::handling::{ids_of, withhold_of};
use crate::open::{Node, radius_bits_of};
use crate::principal::{Action, Principal};
use crate::triage::Events;
use crate::triage::claims::{Asked, AskedOf, claim};

/// What to look for.
pub struct FindAsk {
    /// Files or hashes, as typed.
    pub asked: Vec<PathBuf>,
    /// Lists to take in first; without any, those that the node has.
    pub lists: Vec<ListSpec>,
    /// How far a look may be away, in the lists and among the files the node has seen; without one, each list's own
    /// threshold, and [`pdq::DISTANCE_BITS_MAX`] among the files.
    pub distance_bits: Option<u32>,
    /// How many views of a picture are asked, so that altered copies are found.
    pub search: Search,
    /// Whether decoders may run where the kernel cannot cage them.
    pub uncaged: bool,
    /// Whether only hashes are meant: names of files of this machine are then not looked at.
    pub hashes_only: bool,
    /// Set by whoever wants it to stop.
    pub stop: Arc<AtomicBool>,
    /// Hears how far it is.
    pub events: Events,
}

/// As what something was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedAs {
    /// A file that was read.
    File,
    /// A hash of this kind. 64 digits are looked for as SHA-256 and as PDQ, and answered apart.
    Hash(HashKind),
}

/// A file of the node's own that agrees.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which.
    pub file: FileId,
    /// By which hash.
    pub kind: HashKind,
    /// Bits that differ.
    pub distance: u32,
    /// How what was asked for must be turned.
    pub turn: Turn,
    /// What seems to have been done to it to make what was asked for; none where it agrees as it is.
    pub view: Option<View>,
    /// Where it stands: exhibit and place.
    pub places: Vec<(String, Place)>,
}

impl Held {
    /// What the agreement comes to.
    pub fn outcome(&self) -> Outcome {
        match self {
            Held { view: Some(_), .. } => Outcome::Altered,
            Held { kind: HashKind::Pdq, .. } => Outcome::Near,
            _ => Outcome::Known,
        }
    }
}

/// What of the node's own files was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldCoverage {
    /// Looks that can be compared.
    pub n_looks: u64,
    /// Up to how many bits they are found, and never farther than a view allows.
    pub distance_bits: u32,
}

/// The answer to one thing asked for, as one kind of thing.
#[derive(Debug, Clone)]
pub struct FindAnswer {
    /// As typed.
    pub asked: PathBuf,
    /// As what.
    pub asked_as: AskedAs,
    /// Its own fingerprints, when it was a file.
    pub file: Option<Arc<File>>,
    /// Claims of the lists.
    pub matches: Vec<Match>,
    /// Entries that are no match and that a person may want to see all the same.
    pub worth_a_look: Vec<WorthALook>,
    /// Files of the node's exhibits.
    pub held: Vec<Held>,
    /// Cases that hold the very file, which whoever asks may see; at the terminal, where nobody is known by name, none.
    pub cases: BTreeSet<CaseId>,
    /// Units that hold the very file in other cases: it is new to nobody, and they are called.
    pub call: Vec<UnitToCall>,
    /// What the lists were asked about it.
    pub covered: Coverage,
    /// What it could not be looked for by.
    pub not_brought: Vec<NotAsked>,
}

/// All answers, and the lists that were asked for them.
#[derive(Debug, Clone)]
pub struct FindView {
    /// The lists asked.
    pub lists: Vec<ListVersion>,
    /// The answers, in the order asked.
    pub answers: Vec<FindAnswer>,
    /// What of the node's own files was asked.
    pub held: HeldCoverage,
}

impl Node {
    /// Looks for files and hashes.
    pub async fn find(&self, who: &Principal, ask: FindAsk) -> Result<FindView, Error> {
        self.permitted(who, Action::Find, async {
            let mut lists = Vec::new();
            for spec in &ask.lists {
                lists.push(self.take_in_list(who, spec).await?.version);
            }
            if ask.lists.is_empty() {
                lists = self.store.current_lists().await?;
            }
            if let Some(distance_bits) = ask.distance_bits {
                // What is asked here asks wider or narrower than the lists' owners say, and is only looked at.
                lists.iter_mut().for_each(|list| list.terms.threshold_bits = distance_bits);
            }
            let distance_bits = ask.distance_bits.unwrap_or(pdq::DISTANCE_BITS_MAX);
            let (catalogue, mut self_test) = self.open_catalogue(&lists, radius_bits_of(ask.search))?;
            let seen = self.seen_looks(distance_bits).await?;
            let untold = ids_of(&lists, &self.untold_lists(who).await?);
            let mut answers = Vec::new();
            for asked in &ask.asked {
                for (asked_as, file) in self.questions(asked, &ask, &catalogue, &mut self_test).await? {
                    let id = file.id().unwrap_or(FileId::Md5(fingerprint::Md5([0; 16])));
                    let files = HashMap::from([(id, Arc::new(file.clone()))]);
                    let asked_of = Asked { catalogue: &catalogue, lists: &lists, search: ask.search };
                    let mut claimed = claim(&files, asked_of, &HashMap::new(), &self.store).await?;
                    let mut said = claimed.said.remove(&id).unwrap_or_default();
                    withhold_of(&mut said.matches, &untold);
                    said.worth_a_look.iter_mut().filter(|entry| untold.contains(&entry.list)).for_each(withhold_worth);
                    let mut held = self.held(&file, &seen, distance_bits, ask.search).await?;
                    self.keep_seen_places(who, &mut held).await?;
                    let same = held.iter().filter(|held| held.kind != HashKind::Pdq).map(|held| held.file);
                    let (cases, call) = self.who_holds_files(who, same).await?;
                    let covered = self.covered_of(&claimed.asked, &file, &lists, ask.search).await?;
                    let not_brought = not_brought(&file);
                    answers.push(FindAnswer {
                        asked: asked.clone(),
                        asked_as,
                        file: (asked_as == AskedAs::File).then(|| Arc::new(file)),
                        matches: said.matches,
                        worth_a_look: said.worth_a_look,
                        held,
                        cases,
                        call,
                        covered,
                        not_brought,
                    });
                }
            }
            let list_ids: Vec<String> = lists.iter().map(|list| list.id.clone()).collect();
            let entry = self.entry(who, Action::Find.verb()).about("lists", list_ids);
            self.store.record_alone(entry.about("n_asked", ask.asked.len() as u64)).await?;
            let held = HeldCoverage { n_looks: seen.0.len() as u64, distance_bits };
            Ok(FindView { lists, answers, held })
        })
        .await
    }

    /// Where a file stands is told as far as whoever asks may see the exhibit.
    async fn keep_seen_places(&self, who: &Principal, held: &mut [Held]) -> Result<(), Error> {
        let Principal::User(caller) = who else { return Ok(()) };
        let ids: HashMap<String, RecordId> = held
            .iter()
            .flat_map(|held| &held.places)
            .filter_map(|(exhibit, _)| Some((exhibit.clone(), RecordId::Exhibit(exhibit.parse().ok()?))))
            .collect();
        let seen = self.visible(caller, ids.values().copied()).await?;
        let sees = |exhibit: &String| ids.get(exhibit).is_some_and(|id| seen.contains(id));
        held.iter_mut().for_each(|held| held.places.retain(|(exhibit, _)| sees(exhibit)));
        Ok(())
    }

    /// What one thing asked for may mean: a file that exists is a file, whatever it is called.
    async fn questions(
        &self,
        asked: &Path,
        ask: &FindAsk,
        catalogue: &Catalogue,
        self_test: &mut casework::report::SelfTest,
    ) -> Result<Vec<(AskedAs, File)>, Error> {
        if !ask.hashes_only && asked.is_file() {
            let mut settings = self.helper_settings();
            settings.uncaged = ask.uncaged;
            settings.search = ask.search;
            let worker = self.test_worker(&settings, self_test)?;
            worker.test_altered(catalogue, self_test)?;
            return Ok(vec![(AskedAs::File, self.read_file(asked, ask).await?)]);
        }
        let not_a_hash = || Error::NotAHash { text: asked.to_string_lossy().into_owned() };
        let text = asked.to_str().ok_or_else(not_a_hash)?.trim();
        let of_digests = |digests| file_of(digests, None);
        let mut questions = Vec::new();
        match text.len() {
            32 => {
                let md5 = Some(text.parse().map_err(|_| not_a_hash())?);
                questions.push((HashKind::Md5, of_digests(Digests { md5, ..Digests::default() })));
            }
            40 => {
                let sha1 = Some(text.parse().map_err(|_| not_a_hash())?);
                questions.push((HashKind::Sha1, of_digests(Digests { sha1, ..Digests::default() })));
            }
            64 => {
                let sha256 = Some(text.parse().map_err(|_| not_a_hash())?);
                questions.push((HashKind::Sha256, of_digests(Digests { sha256, ..Digests::default() })));
                let hash: Pdq = text.parse().map_err(|_| not_a_hash())?;
                questions.push((HashKind::Pdq, file_of(Digests::default(), Some(hash))));
            }
            _ => return Err(not_a_hash()),
        }
        Ok(questions.into_iter().map(|(kind, file)| (AskedAs::Hash(kind), file)).collect())
    }

    async fn read_file(&self, path: &Path, ask: &FindAsk) -> Result<File, Error> {
        let read = FingerprintAsk {
            paths: vec![path.to_owned()],
            n_jobs: 1,
            frames: media::video::FrameChoice::KeyFrames,
            search: ask.search,
            uncaged: ask.uncaged,
            worker_program: self.worker_program.clone(),
            stop: Arc::clone(&ask.stop),
            events: Arc::clone(&ask.events),
        };
        let mut found = None;
        let mut why = None;
        fingerprint(&read, &mut |occurrence, file| {
            if occurrence.place.inside.is_empty() {
                found = file.cloned();
                why = occurrence.problem.clone();
            }
            Ok(())
        })
        .await?;
        let words = why.map(|problem| problem.detail).unwrap_or_default();
        let source = std::io::Error::other(words);
        found.ok_or_else(|| Error::Disk { doing: "reading", path: path.to_owned(), source })
    }

    /// What the lists were asked about one file.
    async fn covered_of(
        &self,
        asked_of: &AskedOf,
        file: &File,
        lists: &[ListVersion],
        search: Search,
    ) -> Result<Coverage, Error> {
        let mut covered = self.coverage(asked_of, lists, search, false).await?;
        let brings_views = file.views.as_ref().is_some_and(|views| !views.seen.is_empty());
        for (list, number) in covered.lists.iter_mut().zip(0..) {
            let by = AskedBy::Altered;
            if brings_views && list.why_not(by).is_none() && !asked_of.altered.contains(&number) {
                list.not_asked.push(NotAsked { by, why: NotAskedWhy::KnownAlready });
            }
        }
        Ok(covered)
    }

    /// Everything the node has seen that can be compared by look.
    async fn seen_looks(&self, radius_bits: u32) -> Result<(Vec<FileId>, NearIndex), Error> {
        let mut files = Vec::new();
        let mut entries = Vec::new();
        for seen in self.store.fingerprints().await? {
            if seen.pdq.quality >= pdq::QUALITY_MIN && seen.kind != FingerprintKind::Thumbnail {
                entries.push(NearEntry { hash: seen.pdq.hash, list: 0, row: files.len() as u64 });
                files.push(seen.file);
            }
        }
        let plan = Plan::choose(entries.len(), radius_bits.max(pdq::DISTANCE_BITS_MAX));
        Ok((files, NearIndex::build_by(plan, entries)))
    }

    async fn held(
        &self,
        file: &File,
        (ids, looks): &(Vec<FileId>, NearIndex),
        distance_bits: u32,
        search: Search,
    ) -> Result<Vec<Held>, Error> {
        let mut best: HashMap<FileId, Agreement> = HashMap::new();
        let digests = &file.digests;
        let by_digest: [(HashKind, Option<Vec<u8>>); 3] = [
            (HashKind::Sha256, digests.sha256.map(|digest| digest.0.to_vec())),
            (HashKind::Sha1, digests.sha1.map(|digest| digest.0.to_vec())),
            (HashKind::Md5, digests.md5.map(|digest| digest.0.to_vec())),
        ];
        for (kind, digest) in by_digest {
            let Some(digest) = digest else { continue };
            for id in self.store.files_with(kind, &digest).await? {
                best.entry(id).or_insert(Agreement { kind, distance: 0, turn: Turn::Original, view: None });
            }
        }
        if let Some(look) = file.look.as_ref().filter(|look| look.pdq.quality >= pdq::QUALITY_MIN) {
            let turns = if look.turns.is_empty() { vec![look.pdq.hash] } else { look.turns.clone() };
            for (turn, hash) in Turn::ALL.into_iter().zip(turns) {
                for hit in looks.search(&hash, distance_bits).expect("planned for this radius") {
                    let found = Agreement { kind: HashKind::Pdq, distance: hit.distance, turn, view: None };
                    keep_nearer(&mut best, ids[hit.row as usize], found);
                }
            }
        }
        // What agrees as it is needs no supposing. Views are asked of the rest, by the limits that hold for lists.
        let mut altered: HashMap<FileId, Agreement> = HashMap::new();
        let views = file.views.iter().flat_map(|views| views.of(search));
        for seen in views.filter(|seen| seen.view.family != Family::Plain && seen.pdq.quality >= pdq::QUALITY_MIN) {
            let bits_max = distance_bits.min(seen.view.distance_bits_max());
            for hit in looks.search(&seen.pdq.hash, bits_max).expect("planned for this radius") {
                let id = ids[hit.row as usize];
                if !best.contains_key(&id) {
                    let (turn, view) = (seen.view.turn, Some(seen.view));
                    let found = Agreement { kind: HashKind::Pdq, distance: hit.distance, turn, view };
                    keep_nearer(&mut altered, id, found);
                }
            }
        }
        let found: Vec<(FileId, Agreement)> = best.into_iter().chain(altered).collect();
        let mut places = self.store.places_of(&found.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
        let held = found.into_iter().map(|(file, Agreement { kind, distance, turn, view })| {
            let places = places.remove(&file).unwrap_or_default();
            Held { file, kind, distance, turn, view, places }
        });
        let mut held: Vec<Held> = held.collect();
        held.sort_by_key(|held| (held.view.is_some(), held.kind == HashKind::Pdq, held.distance, held.file));
        Ok(held)
    }
}

/// How a file of the node's own agrees.
struct Agreement {
    kind: HashKind,
    distance: u32,
    turn: Turn,
    view: Option<View>,
}

/// Of two agreements by look the nearer one stays, of equal ones the first: the likeliest view. A digest stays.
fn keep_nearer(best: &mut HashMap<FileId, Agreement>, id: FileId, found: Agreement) {
    match best.entry(id) {
        Entry::Vacant(slot) => drop(slot.insert(found)),
        Entry::Occupied(mut slot) => {
            if slot.get().kind == HashKind::Pdq && found.distance < slot.get().distance {
                slot.insert(found);
            }
        }
    }
}

/// What is known of something that is only a hash. Its quality is not known: taken as just comparable, as a near answer
/// waits for a person anyhow.
pub(crate) fn file_of(digests: Digests, hash: Option<Pdq>) -> File {
    let look = hash.map(|hash| casework::file::Look {
        pdq: PdqHash { hash, quality: pdq::QUALITY_MIN },
        turns: Vec::new(),
        version: pdq::VERSION.to_owned(),
        decoder: String::new(),
    });
    File { look, ..File::of_type(digests, 0, "application/octet-stream", MediaKind::Other) }
}
