//! The sorting table: the pictures and videos of an exhibit, or of all exhibits of a case, as stacks, a page at a time, and what
//! the reader says of them. What others say of a file is never on it, so that whoever sorts grades blind; nobody's work is counted.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use casework::case::Case;
use casework::exhibit::Exhibit;
use casework::facts::Facts;
use casework::file::{FileId, MediaKind, Place};
use casework::grading::{Grading, Verdict, Viewing};
use casework::holding::{self, Holding, Standing};
use casework::id::{CaseId, ExhibitId, GradingId, RecordId};
use casework::list::ListTerms;
use casework::matching::{self, Match, Outcome};
use casework::opt_out::{OptOutRefusal, OptOuts};
use casework::preview::PreviewRefusal;
use casework::protected::Protected;
use casework::stack::Candidate;
use casework::stack_decision::CannotDecideStack;
use fingerprint::pdq;
use store::{Held, LedgerEntry, SaidOf, Stackable};

use crate::casebook::Listed;
use crate::error::Error;
use crate::grading::{BlindAsk, TakeBackGrading};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::stack_decision::{DecideStack, StackDecisionView, UndoStack};
use crate::triage::stack_candidates;

/// Stacks on one page.
pub const PAGE_STACKS_MAX: u64 = 200;
/// Files of one stack that are shown one by one.
const MEMBERS_MAX: usize = 500;
/// Files of a stack that are opened blind at once: those of larger stacks are graded by somebody who may have read of them.
const BLIND_MAX: usize = 1_000;
/// Tables that stay laid out.
const LAID_MAX: usize = 3;

/// What is laid on the table. A form calls it by one text, which is an exhibit's id or a case's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableOf {
    /// An exhibit.
    Exhibit(String),
    /// All exhibits that stand in a case.
    Case(CaseId),
}

impl TableOf {
    /// What a form names.
    pub fn named(text: &str) -> TableOf {
        text.parse().map_or_else(|_| TableOf::Exhibit(text.to_owned()), TableOf::Case)
    }
}

impl fmt::Display for TableOf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableOf::Exhibit(id) => out.write_str(id),
            TableOf::Case(id) => id.fmt(out),
        }
    }
}

/// What somebody sees of what is laid on the table.
struct OnTable {
    of: TableOf,
    called: Option<Protected>,
    /// Those of which previews can be made first.
    exhibits: Vec<Exhibit>,
    /// Other exhibits, or one of them examined again, are another version.
    version: i64,
}

impl OnTable {
    fn ids(&self) -> Vec<String> {
        self.exhibits.iter().map(|exhibit| exhibit.id.clone()).collect()
    }
}

/// Exhibits laid out in stacks. Laying them out reads every look of them, and they stay so until one is examined again.
#[derive(Default)]
pub(crate) struct LaidTables(Mutex<VecDeque<Arc<LaidTable>>>);

/// What is on the table, as it was examined last.
pub(crate) struct LaidTable {
    of: TableOf,
    version: i64,
    /// In the order of the first place of any of their files.
    stacks: Vec<LaidStack>,
    /// Where each representative's stack is.
    at: HashMap<FileId, usize>,
}

struct LaidStack {
    kind: MediaKind,
    /// The representative's bytes.
    size: u64,
    /// On which of the exhibits, and where, the representative was found first.
    exhibit: usize,
    place: Place,
    /// The representative first.
    members: Vec<FileId>,
}

impl LaidTables {
    fn laid(&self, of: &TableOf, version: i64) -> Option<Arc<LaidTable>> {
        let tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tables.iter().find(|table| table.of == *of && table.version == version).cloned()
    }

    fn keep(&self, table: Arc<LaidTable>) {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tables.retain(|kept| kept.of != table.of);
        tables.push_front(table);
        tables.truncate(LAID_MAX);
    }
}

impl LaidTable {
    fn of(of: TableOf, version: i64, files: Vec<Stackable>) -> LaidTable {
        let candidate = |file: &Stackable| {
            let (hash, quality) = file.look.filter(|_| file.kind == MediaKind::Picture)?;
            Some(Candidate { file: file.file, hash, quality })
        };
        let candidates = files.iter().filter_map(candidate).collect();
        let mut members_of: HashMap<FileId, Vec<FileId>> = HashMap::new();
        let mut stack_of: HashMap<FileId, FileId> = HashMap::new();
        for stack in stack_candidates(candidates, pdq::DISTANCE_BITS_MAX) {
            stack_of.extend(stack.members.iter().map(|member| (*member, stack.representative)));
            members_of.insert(stack.representative, stack.members);
        }
        // A stack stands where its first file was found.
        let mut order: Vec<FileId> = Vec::new();
        let mut facts: HashMap<FileId, Stackable> = HashMap::new();
        let mut is_placed = BTreeSet::new();
        for file in files {
            let representative = stack_of.get(&file.file).copied().unwrap_or(file.file);
            if is_placed.insert(representative) {
                order.push(representative);
            }
            if representative == file.file {
                facts.insert(file.file, file);
            }
        }
        let laid = |id: FileId| {
            let Stackable { kind, size, exhibit, place, .. } = facts.remove(&id)?;
            Some(LaidStack { kind, size, exhibit, place, members: members_of.remove(&id).unwrap_or_else(|| vec![id]) })
        };
        let stacks: Vec<LaidStack> = order.into_iter().filter_map(laid).collect();
        let at = stacks.iter().enumerate().map(|(at, stack)| (stack.members[0], at)).collect();
        LaidTable { of, version, stacks, at }
    }
}

/// Which stacks somebody wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortingAsk {
    /// What is on the table.
    pub of: TableOf,
    /// The number of the first stack, from 0.
    pub from: u64,
    /// How many; [`PAGE_STACKS_MAX`] at most.
    pub limit: u64,
}

/// A page of stacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortingView {
    /// What is on the table.
    pub of: TableOf,
    /// The number that people call it by, where there is one and the reader may see it.
    pub called: Option<Protected>,
    /// Which examination of it this is, for [`SortStacks::version`].
    pub version: i64,
    /// The number of the first stack shown, from 0.
    pub from: u64,
    /// How many stacks there are, without those that the reader asked not to be offered.
    pub n_stacks: u64,
    /// The stacks; none in the place of one that stands in cases of others only.
    pub stacks: Vec<Option<StackSeen>>,
    /// Whether the reader may decide.
    pub may_decide: bool,
    /// Whether previews are offered, to those who may decide; or why not.
    pub previews: Result<(), PreviewRefusal>,
}

/// A stack as its reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackSeen {
    /// The file that all of it are like.
    pub representative: FileId,
    /// How many files it has, the representative included.
    pub n_files: u64,
    /// Picture or video.
    pub kind: MediaKind,
    /// The representative's bytes.
    pub size: u64,
    /// Where the representative was found first.
    pub place: Place,
    /// The exhibit on which that is.
    pub exhibit: String,
    /// Whether previews of that exhibit can be made here.
    pub has_previews: bool,
    /// What the lists, and this node, say of the file that they know best.
    pub outcome: Outcome,
    /// What they say of the representative.
    pub outcome_of_representative: Outcome,
    /// What the reader said of it last.
    pub own: Option<OwnOpinion>,
}

/// What somebody said of a file themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOpinion {
    /// Of the law.
    pub verdict: Verdict,
    /// What they saw.
    pub facts: Facts,
    /// Whether they looked at it, or decided by stack.
    pub viewed: bool,
    /// The decision on a stack that it is part of, by which it is undone.
    pub decision: Option<GradingId>,
}

/// A stack, one file after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackFilesView {
    /// What is on the table.
    pub of: TableOf,
    /// Which examination of it this is.
    pub version: i64,
    /// The number of the stack, from 0.
    pub at: u64,
    /// The file that all of it are like.
    pub representative: FileId,
    /// How many files the stack has.
    pub n_files: u64,
    /// Its files, the representative first; 500 at most.
    pub files: Vec<StackFile>,
    /// Picture or video: all of them are one or the other.
    pub kind: MediaKind,
    /// Whether the reader may decide.
    pub may_decide: bool,
    /// Whether previews are offered, to those who may decide; or why not.
    pub previews: Result<(), PreviewRefusal>,
}

/// A file of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackFile {
    /// Which.
    pub file: FileId,
    /// Where it was found: of a case's exhibits, those of which previews can be made first.
    pub places: Vec<FoundAt>,
    /// What lists and node say of it.
    pub outcome: Outcome,
    /// What the reader said of it last.
    pub own: Option<OwnOpinion>,
}

/// Where a file was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAt {
    /// The exhibit's id.
    pub exhibit: String,
    /// The number that people call it by.
    pub number: Option<String>,
    /// Whether previews of it can be made here.
    pub has_previews: bool,
    /// Where on it.
    pub place: Place,
}

/// One decision for several stacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortStacks {
    /// What is on the table.
    pub of: TableOf,
    /// The examination of it that was looked at.
    pub version: i64,
    /// The stacks, by their representatives. Whoever decides has looked at each of these.
    pub stacks: BTreeSet<FileId>,
    /// Further files that they looked at.
    pub viewed: BTreeSet<FileId>,
    /// What they saw.
    pub facts: Facts,
    /// What they say of the law.
    pub verdict: Verdict,
}

/// Stacks of which somebody takes back what they said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsortStacks {
    /// What is on the table.
    pub of: TableOf,
    /// The stacks, by their representatives.
    pub stacks: BTreeSet<FileId>,
    /// Why.
    pub reason: String,
}

impl Node {
    /// The exhibits that can be laid on the table, those examined last first, as [`Node::open_exhibits_of`] lists them.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn sorting_exhibits(&self, who: &Principal, after: Option<String>) -> Result<Listed<Exhibit>, Error> {
        let action = Action::ShowGradings;
        self.permitted(who, action, self.exhibits_seen(who, action, after)).await
    }

    /// A page of the stacks of an exhibit or a case, in the order of the place at which the first file of each was found. Asked
    /// for stacks beyond the last, it answers the last page.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit or a case that the caller may not see.
    pub async fn sorting_table(&self, who: &Principal, ask: SortingAsk) -> Result<SortingView, Error> {
        self.permitted(who, Action::ShowGradings, async {
            let caller = who.caller(Action::ShowGradings)?;
            let (on, table) = self.laid_table(who, caller, ask.of).await?;
            let limit = ask.limit.clamp(1, PAGE_STACKS_MAX) as usize;
            let (opted, preferences) = self.ways_of_looking(caller).await?;
            let offered = self.offered_of(&opted, &on, &table).await?;
            let n_stacks = offered.as_ref().map_or(table.stacks.len(), Vec::len);
            let last_page = n_stacks.saturating_sub(1) / limit * limit;
            let from = usize::try_from(ask.from).unwrap_or(usize::MAX).min(last_page);
            let shown = from..n_stacks.min(from.saturating_add(limit));
            let page: Vec<&LaidStack> =
                shown.map(|at| &table.stacks[offered.as_ref().map_or(at, |offered| offered[at])]).collect();
            let members: Vec<FileId> = page.iter().flat_map(|stack| &stack.members).copied().collect();
            let seen = self.files_seen(caller, &on.ids(), &members).await?;
            let mounted = self.with_previews(&on.exhibits);
            let stacks: Vec<Option<StackSeen>> =
                page.iter().map(|stack| seen.stack(stack, &on.exhibits[stack.exhibit], &mounted)).collect();
            let shown: Vec<String> = stacks.iter().flatten().map(|stack| stack.representative.to_string()).collect();
            let may_decide = self.may(who, Action::DecideStack);
            let previews = self.offers_previews(&preferences, &on.exhibits);
            let entry = self.table_entry(who, &on.of, may_decide && previews.is_ok());
            self.store.record_alone(entry.about("files", shown)).await?;
            Ok(SortingView {
                version: table.version,
                from: from as u64,
                n_stacks: n_stacks as u64,
                stacks,
                may_decide,
                previews,
                of: on.of,
                called: on.called,
            })
        })
        .await
    }

    /// One stack, file by file. Whoever may decide begins to grade it blind, as far as they have not read of it before: from
    /// here on nothing tells them what others said, until they have decided.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit or stack that the caller may not see; [`Error::Refused`] with an [`OptOutRefusal`]
    /// where they asked not to be offered it.
    pub async fn sorting_stack(
        &self,
        who: &Principal,
        of: TableOf,
        representative: FileId,
    ) -> Result<StackFilesView, Error> {
        let may_decide = self.may(who, Action::DecideStack);
        let view = self.permitted(who, Action::ShowGradings, async {
            let caller = who.caller(Action::ShowGradings)?;
            let (on, table) = self.laid_table(who, caller, of).await?;
            let no_such = || crate::casebook::no_such(RecordId::File(representative));
            let at = *table.at.get(&representative).ok_or_else(no_such)?;
            let stack = &table.stacks[at];
            let seen = self.files_seen(caller, &on.ids(), &stack.members).await?;
            if !seen.open.contains(&representative) {
                return Err(no_such());
            }
            let (opted, preferences) = self.ways_of_looking(caller).await?;
            let at = match self.offered_of(&opted, &on, &table).await? {
                None => at,
                Some(offered) => offered.binary_search(&at).map_err(|_| Error::refused(OptOutRefusal::NotOffered))?,
            };
            let shown: Vec<FileId> =
                stack.members.iter().filter(|file| seen.open.contains(file)).take(MEMBERS_MAX).copied().collect();
            let mut places = self.store.places_of(&shown).await?;
            let mounted = self.with_previews(&on.exhibits);
            let mut places_of =
                |file: &FileId| found_at(places.remove(file).unwrap_or_default(), &on.exhibits, &mounted);
            let files = shown
                .iter()
                .map(|file| StackFile {
                    file: *file,
                    places: places_of(file),
                    outcome: seen.outcome(file),
                    own: seen.own(file),
                })
                .collect();
            let previews = self.offers_previews(&preferences, &on.exhibits);
            let entry = self.table_entry(who, &on.of, may_decide && previews.is_ok());
            let shown: Vec<String> = shown.iter().map(FileId::to_string).collect();
            self.store.record_alone(entry.about("files", shown)).await?;
            let n_files = stack.members.iter().filter(|file| seen.open.contains(file)).count() as u64;
            let (version, kind, at) = (table.version, stack.kind, at as u64);
            Ok(StackFilesView { of: on.of, version, at, representative, n_files, files, kind, may_decide, previews })
        });
        let view = view.await?;
        if may_decide && view.files.len() as u64 == view.n_files {
            self.begin_blind(who, view.files.iter().map(|file| file.file).collect()).await?;
        }
        Ok(view)
    }

    /// Decides for stacks: one decision each, undone one by one. Those decided before one that is refused stay decided.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit or stack that the caller may not see; [`Error::Refused`] when the exhibit was
    /// examined again since they looked, or as [`Node::decide_stack`].
    pub async fn sort_stacks(&self, who: &Principal, ask: SortStacks) -> Result<Vec<StackDecisionView>, Error> {
        let caller = who.caller(Action::DecideStack)?;
        self.permit(who, Action::DecideStack)?;
        let SortStacks { of, version, stacks, viewed, facts, verdict } = ask;
        if stacks.len() as u64 > PAGE_STACKS_MAX {
            return Err(Error::TooMany { what: "stacks", n_max: PAGE_STACKS_MAX });
        }
        let (_, table) = self.laid_table(who, caller, of).await?;
        if table.version != version {
            return Err(Error::refused(CannotDecideStack::ExaminedMeanwhile));
        }
        let mut found = Vec::new();
        for representative in &stacks {
            let missing = || crate::casebook::no_such(RecordId::File(*representative));
            found.push(&table.stacks[*table.at.get(representative).ok_or_else(missing)?]);
        }
        let members: Vec<FileId> = found.iter().flat_map(|stack| stack.members.iter().copied()).collect();
        let open = self.files_visible(caller, members).await?;
        let mut decided = Vec::new();
        for stack in found {
            let representative = stack.members[0];
            if !open.contains(&representative) {
                return Err(crate::casebook::no_such(RecordId::File(representative)));
            }
            let members: BTreeSet<FileId> = stack.members.iter().filter(|file| open.contains(file)).copied().collect();
            let mut viewed: BTreeSet<FileId> = viewed.intersection(&members).copied().collect();
            viewed.insert(representative);
            self.begin_blind(who, members.clone()).await?;
            let (facts, verdict) = (facts.clone(), verdict.clone());
            let ask = DecideStack { representative, members, viewed, facts, verdict };
            let done = self.decide_stack(who, ask).await?;
            // What it did not reach is nobody's blind grading until they open it.
            if !done.left.is_empty() {
                let files = done.left.iter().map(|left| left.file).collect();
                self.close_blind(who, BlindAsk { files }).await?;
            }
            decided.push(done);
        }
        Ok(decided)
    }

    /// Takes back what the caller said last of these stacks: the decision that their first file was looked at for, or the
    /// grading of that file alone. Gives how many it was; a stack of which they have said nothing is none.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit or stack that the caller may not see.
    pub async fn unsort_stacks(&self, who: &Principal, ask: UnsortStacks) -> Result<u64, Error> {
        let caller = who.caller(Action::UndoStack)?;
        self.permit(who, Action::UndoStack)?;
        let UnsortStacks { of, stacks, reason } = ask;
        if stacks.len() as u64 > PAGE_STACKS_MAX {
            return Err(Error::TooMany { what: "stacks", n_max: PAGE_STACKS_MAX });
        }
        self.laid_table(who, caller, of).await?;
        let files: Vec<FileId> = stacks.into_iter().collect();
        let open = self.files_visible(caller, files.iter().copied()).await?;
        if let Some(hidden) = files.iter().find(|file| !open.contains(file)) {
            return Err(crate::casebook::no_such(RecordId::File(*hidden)));
        }
        let own = self.store.said_of(caller.actor.user, &[], &files).await?.own;
        let (mut decisions, mut gradings) = (BTreeSet::new(), BTreeSet::new());
        for last in own.values().filter_map(|gradings| last_said(gradings)) {
            match last.of_stack {
                Some(decision) => drop(decisions.insert(decision)),
                None => drop(gradings.insert(last.id)),
            }
        }
        let n_undone = decisions.len() + gradings.len();
        for decision in decisions {
            self.undo_stack(who, UndoStack { decision, reason: reason.clone() }).await?;
        }
        for grading in gradings {
            self.take_back_grading(who, TakeBackGrading { grading, reason: reason.clone() }).await?;
        }
        Ok(n_undone as u64)
    }

    /// Which stacks of a table are offered to somebody who opted out of this, by their places on it; none where all are.
    async fn offered_of(&self, opted: &OptOuts, on: &OnTable, table: &LaidTable) -> Result<Option<Vec<usize>>, Error> {
        let stacks = table.stacks.iter().map(|stack| (stack.kind, stack.members.as_slice()));
        self.stacks_offered(opted, &on.ids(), stacks).await
    }

    /// The entry of what the table showed: that small grey pictures were offered with it stands in it once, and not for each.
    fn table_entry(&self, who: &Principal, of: &TableOf, offers_grey: bool) -> LedgerEntry {
        let entry = self.entry(who, Action::ShowGradings.verb());
        let entry = match of {
            TableOf::Exhibit(id) => entry.about("exhibit", id.as_str()),
            TableOf::Case(id) => entry.about("case", id.to_string()),
        };
        if offers_grey { entry.about("previews", "grey") } else { entry }
    }

    /// The ids of those of these exhibits of which previews can be made here.
    fn with_previews(&self, exhibits: &[Exhibit]) -> BTreeSet<String> {
        let has = exhibits.iter().filter(|exhibit| self.has_previews(exhibit).is_ok());
        has.map(|exhibit| exhibit.id.clone()).collect()
    }

    /// Hides from the caller what others say of these files, which they see, where nothing of it was shown to them.
    async fn begin_blind(&self, who: &Principal, files: BTreeSet<FileId>) -> Result<(), Error> {
        if files.len() > BLIND_MAX {
            return Ok(());
        }
        let caller = who.caller(Action::OpenBlind)?;
        let before = self.store.before_blind(&files, caller.actor.user).await?;
        if before.hidden.is_superset(&files) {
            return Ok(());
        }
        match self.permitted(who, Action::OpenBlind, self.sit_blind(who, caller, files, before)).await {
            // Whoever has read of one grades informed, and that is written beside their grading.
            Ok(_) | Err(Error::Refused(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// What somebody sees of what is to be laid on the table.
    async fn on_table(&self, who: &Principal, caller: &Caller, of: TableOf) -> Result<OnTable, Error> {
        match &of {
            TableOf::Exhibit(id) => {
                let (exhibit, version) = self.exhibit_on_table(caller, id).await?;
                let called = exhibit.custody.number.clone().map(Protected::new);
                Ok(OnTable { of, called, exhibits: vec![exhibit], version })
            }
            TableOf::Case(id) => {
                let (held, exhibits) = self.exhibits_of_case(caller, *id).await?;
                let may_see = self.permit_about(who, Action::ShowCase, &held.access).is_ok();
                let called = may_see.then(|| held.record.number().clone());
                let mut hasher = DefaultHasher::new();
                exhibits.iter().for_each(|(exhibit, version)| (&exhibit.id, version).hash(&mut hasher));
                let exhibits = exhibits.into_iter().map(|(exhibit, _)| exhibit).collect();
                Ok(OnTable { of, called, exhibits, version: hasher.finish().cast_signed() })
            }
        }
    }

    /// An exhibit that the caller may see, and which examination of it is the last.
    async fn exhibit_on_table(&self, caller: &Caller, id: &str) -> Result<(Exhibit, i64), Error> {
        let missing = || Error::NotFound { what: "exhibit", name: id.to_owned() };
        // Before its files are read: what is examined meanwhile makes it another version.
        let examined = self.store.exhibits_examined(&[id.to_owned()]).await?.pop().ok_or_else(missing)?;
        match record_of(&examined.0) {
            Some(record) if !self.visible(caller, [record]).await?.contains(&record) => Err(missing()),
            _ => Ok(examined),
        }
    }

    /// A case that the caller may know of with its exhibits, those of which previews can be made first. Whoever may see a case
    /// may see the exhibits that stand in it.
    async fn exhibits_of_case(&self, caller: &Caller, id: CaseId) -> Result<(Held<Case>, Vec<(Exhibit, i64)>), Error> {
        let missing = || crate::casebook::no_such(id.into());
        let held = self.store.record::<Case>(id).await?.filter(|held| caller.may_know(&held.access));
        let held = held.ok_or_else(missing)?;
        let records = self.store.records_of_case(id).await?.into_iter();
        let ids = records.filter_map(|id| if let RecordId::Exhibit(id) = id { Some(id.to_string()) } else { None });
        let mut exhibits = self.store.exhibits_examined(&ids.collect::<Vec<_>>()).await?;
        exhibits.sort_by_key(|(exhibit, _)| (self.has_previews(exhibit).is_err(), exhibit.id.clone()));
        Ok((held, exhibits))
    }

    /// An exhibit of what is on the table on which the caller may see this file: of a case, one of which previews can be made
    /// where there is any. Whether an exhibit that was named holds the file, its places say.
    pub(crate) async fn file_on_table(&self, caller: &Caller, of: &str, file: FileId) -> Result<Exhibit, Error> {
        let no_such = || crate::casebook::no_such(RecordId::File(file));
        let exhibit = match TableOf::named(of) {
            TableOf::Exhibit(id) => self.exhibit_on_table(caller, &id).await?.0,
            TableOf::Case(id) => {
                let (_, exhibits) = self.exhibits_of_case(caller, id).await?;
                let places = self.store.places_of(&[file]).await?.remove(&file).unwrap_or_default();
                let holds = |exhibit: &Exhibit| places.iter().any(|(of, _)| *of == exhibit.id);
                let holding = exhibits.into_iter().map(|(exhibit, _)| exhibit).find(holds);
                holding.ok_or_else(no_such)?
            }
        };
        match self.files_visible(caller, [file]).await?.contains(&file) {
            true => Ok(exhibit),
            false => Err(no_such()),
        }
    }

    /// What lists and node say of one file, as the table shows it.
    pub(crate) async fn outcome_on_table(
        &self,
        caller: &Caller,
        exhibit: &str,
        file: FileId,
    ) -> Result<Outcome, Error> {
        Ok(self.files_seen(caller, &[exhibit.to_owned()], &[file]).await?.outcome(&file))
    }

    /// What is on the table as the caller may see it, laid out.
    async fn laid_table(
        &self,
        who: &Principal,
        caller: &Caller,
        of: TableOf,
    ) -> Result<(OnTable, Arc<LaidTable>), Error> {
        let on = self.on_table(who, caller, of).await?;
        if let Some(table) = self.laid_tables.laid(&on.of, on.version) {
            return Ok((on, table));
        }
        let files = self.store.stackables_of(&on.ids()).await?;
        let (of, version) = (on.of.clone(), on.version);
        let laid = tokio::task::spawn_blocking(move || LaidTable::of(of, version, files)).await;
        let table = Arc::new(laid.map_err(|source| Error::Disk {
            doing: "laying stacks out",
            path: self.folder.path().to_owned(),
            source: std::io::Error::other(source),
        })?);
        self.laid_tables.keep(Arc::clone(&table));
        Ok((on, table))
    }

    /// What the caller may see of these files.
    async fn files_seen(&self, caller: &Caller, exhibits: &[String], files: &[FileId]) -> Result<FilesSeen, Error> {
        let holdings = self.store.holdings_of(files.iter().copied()).await?;
        let open: BTreeSet<FileId> = files.iter().filter(|file| caller.sees_file(&holdings, file)).copied().collect();
        let files: Vec<FileId> = open.iter().copied().collect();
        let SaidOf { matches, own } = self.store.said_of(caller.actor.user, exhibits, &files).await?;
        let terms = match matches.is_empty() {
            true => HashMap::new(),
            false => {
                let lists = self.store.list_versions().await?.into_iter();
                lists.map(|list| (list.version.id, list.version.terms)).collect()
            }
        };
        let mut held: BTreeMap<FileId, Vec<Holding>> = BTreeMap::new();
        let is_asked = |of: &&Holding| open.contains(&of.file) && !matches.contains_key(&of.file);
        for holding in holdings.all.iter().filter(is_asked) {
            held.entry(holding.file).or_default().push(holding.clone());
        }
        // None of those that stand in cases of others only, who want that told, is new.
        let may_see = |case| caller.may_know_holder(&holdings, &case);
        held.retain(|file, held| matches!(holding::standing(*file, held, may_see), Standing::HeldInThisNode { .. }));
        Ok(FilesSeen { open, matches, terms, held: held.into_keys().collect(), own })
    }

    /// Files of these that the caller may see: of an exhibit in hand also what others hold as well.
    async fn files_visible(
        &self,
        caller: &Caller,
        files: impl IntoIterator<Item = FileId>,
    ) -> Result<BTreeSet<FileId>, Error> {
        let seen = self.visible(caller, files.into_iter().map(RecordId::File)).await?;
        Ok(seen.into_iter().filter_map(|id| if let RecordId::File(file) = id { Some(file) } else { None }).collect())
    }
}

/// Those of these places that are on these exhibits, in the order of the exhibits.
fn found_at(places: Vec<(String, Place)>, exhibits: &[Exhibit], mounted: &BTreeSet<String>) -> Vec<FoundAt> {
    let on = |(of, place): (String, Place)| {
        let at = exhibits.iter().position(|exhibit| exhibit.id == of)?;
        let number = exhibits[at].custody.number.clone();
        Some((at, FoundAt { has_previews: mounted.contains(&of), exhibit: of, number, place }))
    };
    let mut found: Vec<(usize, FoundAt)> = places.into_iter().filter_map(on).collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, found)| found).collect()
}

fn record_of(exhibit: &Exhibit) -> Option<RecordId> {
    exhibit.id.parse::<ExhibitId>().ok().map(RecordId::Exhibit)
}

/// What somebody may see of some files.
struct FilesSeen {
    /// Those of them that they may know of.
    open: BTreeSet<FileId>,
    matches: HashMap<FileId, Vec<Match>>,
    terms: HashMap<String, ListTerms>,
    /// Those that no list knows and others hold.
    held: BTreeSet<FileId>,
    own: BTreeMap<FileId, Vec<Grading>>,
}

impl FilesSeen {
    fn stack(&self, stack: &LaidStack, exhibit: &Exhibit, mounted: &BTreeSet<String>) -> Option<StackSeen> {
        let representative = stack.members[0];
        if !self.open.contains(&representative) {
            return None;
        }
        let open = || stack.members.iter().filter(|file| self.open.contains(file));
        Some(StackSeen {
            representative,
            n_files: open().count() as u64,
            kind: stack.kind,
            size: stack.size,
            place: stack.place.clone(),
            has_previews: mounted.contains(&exhibit.id),
            exhibit: exhibit.id.clone(),
            // Codes stand in the order of what matters most.
            outcome: open().map(|file| self.outcome(file)).min().unwrap_or(Outcome::New),
            outcome_of_representative: self.outcome(&representative),
            own: self.own(&representative),
        })
    }

    fn outcome(&self, file: &FileId) -> Outcome {
        let Some(matches) = self.matches.get(file) else {
            return Outcome::New.unless_held(self.held.contains(file));
        };
        // A list that was removed says nothing any more.
        let of_lists = matches.iter().filter(|claim| self.terms.contains_key(&claim.list));
        let matches: Vec<Match> = of_lists.cloned().collect();
        matching::decide(&matches, |list| &self.terms[list]).0
    }

    fn own(&self, file: &FileId) -> Option<OwnOpinion> {
        let last = last_said(self.own.get(file)?)?;
        Some(OwnOpinion {
            verdict: last.verdict.clone(),
            facts: last.facts.clone(),
            viewed: last.viewing == Viewing::Viewed,
            decision: last.of_stack,
        })
    }
}

/// What somebody says of a file by these gradings: what they looked at is not replaced by what they decided without looking.
fn last_said(gradings: &[Grading]) -> Option<&Grading> {
    gradings.iter().max_by_key(|grading| (grading.viewing == Viewing::Viewed, grading.at, grading.id))
}

#[cfg(test)]
mod tests;
