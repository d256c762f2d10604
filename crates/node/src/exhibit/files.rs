//! An exhibit as somebody works with it: its custody, what its files came to, and its files page by page. What a file came to
//! is decided here anew by the claims that stand now; nothing is kept of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use casework::exhibit::Exhibit;
use casework::file::{FileId, Mark, MediaKind, Occurrence, Place, is_to_be_read};
use casework::id::{CaseId, ExhibitId, RecordId};
use casework::list::ListTerms;
use casework::matching::{self, Match, Outcome};
use casework::place::Located;
use casework::problem::ProblemCode;
use casework::protected::Protected;
use casework::unit::Unit;
use store::{
    AnyRecord, Held, House, KindsIn, LIST_MAX, ListState, PlaceSeen, PlacesWanted, decode_place, encode_place,
};

use crate::casebook::{self, Listed, no_such};
use crate::error::Error;
use crate::holding::{HoldingView, UnitToCall};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Files on one page, and on one that is drawn as a map.
const PAGE_FILES: usize = 50;
const PAGE_LOCATED: usize = 200;
/// Exhibits on one page.
const PAGE_EXHIBITS: usize = 100;
/// Exhibits read at once, and how often for one page: where cases are handled so that they do not reach the reader, a page that
/// found less says where to go on.
const EXHIBITS_AT_ONCE: u32 = PAGE_EXHIBITS as u32 + 1;
const EXHIBIT_READINGS_MAX: usize = 4;
/// Places read at once, and how often for one page: a page that found less says where to go on. Where it has to be looked up
/// of each who else holds it, they are read once.
const PLACES_AT_ONCE: u32 = 4_096;
const READINGS_MAX: usize = 2;
/// Of so many files that no list knows it is looked up who else holds them; of more it is said at each file.
const HELD_COUNTED_MAX: usize = 4_096;

/// Which files of an exhibit are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesWanted {
    /// Only those that came to this.
    pub outcome: Option<Outcome>,
    /// Only of this kind.
    pub kind: Option<MediaKind>,
    /// Only what lies beneath this folder.
    pub beneath: Option<String>,
    /// Only files whose camera says where they were made: of these more are shown at once, for a map.
    pub located: bool,
}

/// An exhibit and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitAsk {
    /// Which.
    pub exhibit: ExhibitId,
    /// Which of its files.
    pub wanted: FilesWanted,
    /// Only files after this one: the `next` of the page before.
    pub after: Option<String>,
}

/// An exhibit, what its files came to, and some of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitPage {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// The cases it stands in, as far as the reader may see them.
    pub cases: Vec<CaseId>,
    /// Distinct files by outcome: known, near, altered, new, set aside, unreadable, held.
    pub counts: Vec<OutcomeCount>,
    /// Whether *new* was counted without asking who else holds those files: then it is said at each of them.
    pub held_uncounted: bool,
    /// The files.
    pub files: Vec<ExhibitFile>,
    /// What to ask with for the next page; none when this is the last.
    pub next: Option<String>,
    /// The numbers of all the cases named here that the reader may open.
    pub numbers: BTreeMap<CaseId, Protected>,
}

/// How many distinct files came to one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeCount {
    /// Which.
    pub outcome: Outcome,
    /// Pictures and videos.
    pub n_media: u64,
    /// Everything else; of what is unreadable nobody knows the kind, so it is here.
    pub n_others: u64,
}

/// One place of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitFile {
    /// Where.
    pub place: Place,
    /// Bytes.
    pub size: u64,
    /// The file; none when its bytes were not all read.
    pub file: Option<FileId>,
    /// The type by content.
    pub mime: Option<String>,
    /// The type's family.
    pub kind: Option<MediaKind>,
    /// What it came to; none for what was not to be read, and while it is withheld.
    pub outcome: Option<Outcome>,
    /// That it is withheld while the reader grades the file blind: lists say what others think of it.
    pub withheld: bool,
    /// What is remarkable about it.
    pub marks: BTreeSet<Mark>,
    /// Why it was not read, or not examined.
    pub problem: Option<ProblemCode>,
    /// Units whose cases hold it.
    pub call: Vec<UnitToCall>,
    /// Cases that hold it and that the reader may see, besides those of the exhibit.
    pub cases: Vec<CaseId>,
    /// Where its camera says it was made: it can be wrong, and can be made to lie.
    pub located: Option<Located>,
}

/// How files that no list knows stand in the node.
type Standings = BTreeMap<FileId, HoldingView>;

/// What is known of the exhibit's files before any place is read.
struct Known {
    /// What lists say; of a file that is not here, nothing.
    said: HashMap<FileId, (Outcome, BTreeSet<Mark>)>,
    /// Files that the reader grades blind.
    blind: BTreeSet<FileId>,
    /// Cases that the exhibit stands in: that they hold its files everybody knows.
    own: BTreeSet<CaseId>,
    /// All units: those that hold files are called.
    units: Vec<Unit>,
}

impl Node {
    /// The exhibits that the caller needs to know of, those examined last first. A page may have fewer than are shown at once and
    /// still not be the last.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn open_exhibits_of(&self, who: &Principal, after: Option<String>) -> Result<Listed<Exhibit>, Error> {
        let action = Action::ShowExhibits;
        self.permitted(who, action, self.exhibits_seen(who, action, after)).await
    }

    /// The same for another verb that shows them.
    pub(crate) async fn exhibits_seen(
        &self,
        who: &Principal,
        action: Action,
        after: Option<String>,
    ) -> Result<Listed<Exhibit>, Error> {
        let caller = who.caller(action)?;
        let mut last = after.as_deref().map(casebook::read_cursor).transpose()?;
        let (mut shown, mut is_last) = (Vec::new(), false);
        for _ in 0..EXHIBIT_READINGS_MAX {
            let exhibits = self.store.exhibits_after(&self.reader(caller), last.clone(), EXHIBITS_AT_ONCE).await?;
            let n_read = exhibits.len();
            let ids = exhibits.iter().filter_map(|(exhibit, _)| exhibit.id.parse().ok()).map(RecordId::Exhibit);
            let visible = self.visible(caller, ids).await?;
            let is_open =
                |exhibit: &Exhibit| exhibit.id.parse().is_ok_and(|id| visible.contains(&RecordId::Exhibit(id)));
            let mut n_looked_at = 0;
            for (exhibit, entry) in exhibits {
                if shown.len() == PAGE_EXHIBITS {
                    break;
                }
                n_looked_at += 1;
                last = Some((entry, exhibit.id.clone()));
                shown.extend(is_open(&exhibit).then_some(exhibit));
            }
            is_last = n_read < EXHIBITS_AT_ONCE as usize && n_looked_at == n_read;
            if is_last || shown.len() == PAGE_EXHIBITS {
                break;
            }
        }
        let ids: Vec<String> = shown.iter().map(|exhibit| exhibit.id.clone()).collect();
        self.store.record_alone(self.entry(who, action.verb()).about("exhibits", ids)).await?;
        let next = last.filter(|_| !is_last).map(|(entry, id)| format!("{entry}.{id}"));
        Ok(Listed { items: shown, next })
    }

    /// An exhibit with what its files came to and a page of them. What a list only likens stays a claim: near and altered wait
    /// for a person.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit that the caller may not see.
    pub async fn exhibit_page(&self, who: &Principal, ask: ExhibitAsk) -> Result<ExhibitPage, Error> {
        let action = Action::ShowExhibits;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let id = RecordId::Exhibit(ask.exhibit);
            let exhibit = self.store.exhibit(&ask.exhibit.to_string()).await?.ok_or_else(|| no_such(id))?;
            let (own, cases) = self.cases_of_open(caller, id).await?;
            let known = self.known_of(caller, &exhibit.id, own).await?;
            let (counts, standings) = self.counts_of(caller, &exhibit.id, &known).await?;
            let held_uncounted = standings.is_none();
            let (files, next) = self.files_page(caller, &exhibit.id, &ask, &known, standings).await?;
            let named: BTreeSet<CaseId> = files.iter().flat_map(|file| &file.cases).chain(&cases).copied().collect();
            let numbers = self.numbers_of(who, &named).await?;
            let shown: BTreeSet<String> =
                files.iter().filter_map(|file| file.file).map(|file| file.to_string()).collect();
            let entry = self.entry(who, action.verb()).about("exhibit", exhibit.id.as_str());
            let entry = entry.about("records", numbers.keys().map(CaseId::to_string).collect::<Vec<_>>());
            self.store.record_alone(entry.about("files", Vec::from_iter(shown))).await?;
            let cases = cases.into_iter().collect();
            Ok(ExhibitPage { exhibit, cases, counts, held_uncounted, files, next, numbers })
        })
        .await
    }

    /// The numbers of those of these cases that the reader may open.
    async fn numbers_of(
        &self,
        who: &Principal,
        cases: &BTreeSet<CaseId>,
    ) -> Result<BTreeMap<CaseId, Protected>, Error> {
        let open = self.named(who, cases.iter().map(|case| RecordId::from(*case)).collect()).await?;
        let number = |held: &Held<AnyRecord>| match &held.record {
            AnyRecord::Case(case) => Some((case.id(), case.number().clone())),
            _ => None,
        };
        Ok(open.iter().filter_map(number).collect())
    }

    /// What is known of the exhibit's files. Lists that were removed say nothing any more.
    async fn known_of(&self, caller: &Caller, exhibit: &str, own: BTreeSet<CaseId>) -> Result<Known, Error> {
        let House { lists, units, .. } = self.store.house(self.now()).await?;
        let terms: HashMap<String, ListTerms> = lists
            .into_iter()
            .filter(|list| list.state != ListState::Removed)
            .map(|list| (list.version.id, list.version.terms))
            .collect();
        let (matches, blind) = self.store.matches_and_blind(exhibit, caller.actor.user).await?;
        let mut claims: HashMap<FileId, Vec<Match>> = HashMap::new();
        for (file, claim) in matches {
            if terms.contains_key(&claim.list) {
                claims.entry(file).or_default().push(claim);
            }
        }
        let decided = claims.into_iter().map(|(file, claims)| (file, matching::decide(&claims, |id| &terms[id])));
        Ok(Known { said: decided.collect(), blind, own, units })
    }

    async fn counts_of(
        &self,
        caller: &Caller,
        exhibit: &str,
        known: &Known,
    ) -> Result<(Vec<OutcomeCount>, Option<Standings>), Error> {
        let KindsIn { files: kinds, without_file } = self.store.kinds_in(exhibit).await?;
        let is_new = |file: &FileId| known.said.get(file).is_none_or(|(outcome, _)| *outcome == Outcome::New);
        let new: BTreeSet<FileId> = kinds.iter().map(|(file, _)| *file).filter(is_new).collect();
        let standings = match new.len() > HELD_COUNTED_MAX {
            true => None,
            false => Some(self.standings_among(caller, new, &known.units).await?),
        };
        let is_held = |(file, view): (&FileId, &HoldingView)| known.is_held(view).then_some(*file);
        let held: HashSet<FileId> = standings.iter().flatten().filter_map(is_held).collect();
        let mut counts: BTreeMap<Outcome, (u64, u64)> = BTreeMap::new();
        for (file, kind) in kinds {
            let outcome = known.said.get(&file).map_or(Outcome::New, |(outcome, _)| *outcome);
            let (n_media, n_others) = counts.entry(outcome.unless_held(held.contains(&file))).or_default();
            let n = if matches!(kind, MediaKind::Picture | MediaKind::Video) { n_media } else { n_others };
            *n += 1;
        }
        let unread = without_file.iter().filter(|places| is_to_be_read(&places.marks, places.problem.as_ref()));
        counts.entry(Outcome::Unreadable).or_default().1 += unread.map(|places| places.n).sum::<u64>();
        let count = |outcome: Outcome| {
            let (n_media, n_others) = counts.get(&outcome).copied().unwrap_or_default();
            OutcomeCount { outcome, n_media, n_others }
        };
        Ok((READ_OUT.map(count).to_vec(), standings))
    }

    async fn files_page(
        &self,
        caller: &Caller,
        exhibit: &str,
        ask: &ExhibitAsk,
        known: &Known,
        of_all: Option<Standings>,
    ) -> Result<(Vec<ExhibitFile>, Option<String>), Error> {
        let FilesWanted { outcome, kind, beneath, located } = &ask.wanted;
        let page_files = if *located { PAGE_LOCATED } else { PAGE_FILES };
        let mut last = ask.after.as_deref().map(read_cursor).transpose()?;
        // What lists speak of is most often little beside all else, and so is what others hold: what one list of the store takes is
        // gone to directly. Of more there is some on every few places.
        let is_shown = |file: &FileId| !known.blind.contains(file);
        let among: Option<Vec<FileId>> = match (outcome, &of_all) {
            (Some(wanted @ (Outcome::Known | Outcome::Near | Outcome::Altered | Outcome::SetAside)), _) => {
                let of_outcome = known.said.iter().filter(|(_, (outcome, _))| outcome == wanted);
                Some(of_outcome.map(|(file, _)| *file).filter(is_shown).collect())
            }
            (Some(wanted @ (Outcome::Held | Outcome::New)), Some(of_all)) => {
                let wants_held = *wanted == Outcome::Held;
                let of_outcome = of_all.iter().filter(|(_, view)| known.is_held(view) == wants_held);
                Some(of_outcome.map(|(file, _)| *file).filter(is_shown).collect())
            }
            _ => None,
        };
        let among = among.filter(|files| files.len() <= LIST_MAX);
        let n_readings = if of_all.is_some() { READINGS_MAX } else { 1 };
        let with_file = outcome.map(|outcome| outcome != Outcome::Unreadable);
        let mut shown: Vec<ExhibitFile> = Vec::new();
        for _ in 0..n_readings {
            let n_max = if outcome.is_none() || among.is_some() { page_files as u32 + 1 } else { PLACES_AT_ONCE };
            let wanted = PlacesWanted {
                after: last.as_ref(),
                beneath: beneath.as_deref().map(|folder| folder.trim_matches('/').as_bytes()),
                kind: *kind,
                with_file,
                located: *located,
                among: among.as_deref(),
            };
            let places = self.store.places_wanted(exhibit, &wanted, n_max).await?;
            let is_last = places.len() < n_max as usize;
            let new = places.iter().filter_map(|seen| seen.occurrence.file).filter(|file| known.is_new(file));
            let standings = match &of_all {
                Some(of_all) => Cow::Borrowed(of_all),
                None => Cow::Owned(self.standings_among(caller, new.collect(), &known.units).await?),
            };
            for seen in places {
                if shown.len() == page_files {
                    return Ok((shown, last.as_ref().map(cursor)));
                }
                last = Some(seen.occurrence.place.clone());
                let file = known.show(seen, &standings);
                let is_wanted = match outcome {
                    // What a file came to is not told by the way in which it is found either.
                    Some(outcome) => file.outcome == Some(*outcome),
                    None => true,
                };
                if is_wanted {
                    shown.push(file);
                }
            }
            if is_last {
                return Ok((shown, None));
            }
        }
        Ok((shown, last.as_ref().map(cursor)))
    }
}

/// The order in which outcomes are read out.
const READ_OUT: [Outcome; 7] = [
    Outcome::Known,
    Outcome::Near,
    Outcome::Altered,
    Outcome::New,
    Outcome::SetAside,
    Outcome::Unreadable,
    Outcome::Held,
];

impl Known {
    fn is_new(&self, file: &FileId) -> bool {
        self.said.get(file).is_none_or(|(outcome, _)| *outcome == Outcome::New)
    }

    /// Whether a case besides those of the exhibit holds it.
    fn is_held(&self, view: &HoldingView) -> bool {
        !view.call.is_empty() || view.cases.iter().any(|case| !self.own.contains(case))
    }

    fn show(&self, seen: PlaceSeen, standings: &BTreeMap<FileId, HoldingView>) -> ExhibitFile {
        let PlaceSeen { occurrence, mime, kind, file_marks, position } = seen;
        let to_be_read = occurrence.is_to_be_read();
        let Occurrence { place, size, file, mut marks, problem, .. } = occurrence;
        marks.extend(file_marks);
        let mut view = ExhibitFile {
            place,
            size,
            file,
            mime,
            kind,
            outcome: None,
            withheld: file.is_some_and(|file| self.blind.contains(&file)),
            marks,
            problem: problem.map(|problem| problem.code),
            call: Vec::new(),
            cases: Vec::new(),
            located: position.and_then(|position| position.try_into().ok()),
        };
        let Some(file) = file else {
            view.outcome = to_be_read.then_some(Outcome::Unreadable);
            return view;
        };
        if view.withheld {
            return view;
        }
        let (outcome, of_claims) = self.said.get(&file).cloned().unwrap_or((Outcome::New, BTreeSet::new()));
        view.marks.extend(of_claims);
        let holding = standings.get(&file);
        view.outcome = Some(outcome.unless_held(holding.is_some_and(|holding| self.is_held(holding))));
        if let Some(holding) = holding {
            view.call = holding.call.clone();
            view.cases = holding.cases.iter().copied().filter(|case| !self.own.contains(case)).collect();
        }
        view
    }
}

/// A place as an address can carry it.
fn cursor(place: &Place) -> String {
    encode_place(place).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_cursor(text: &str) -> Result<Place, Error> {
    let wrong = || Error::NotACursor { text: text.to_owned() };
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = pairs.map(byte).collect();
    bytes.and_then(|bytes| decode_place(&bytes)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests;
