//! What the verbs of the casebook have in common: who says something now, records as far as somebody may see them, and
//! pages of them. It has no verb of its own.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::holding::Holding;
use casework::id::{CaseId, RecordId, UnitId};
use casework::record::{Access, Circle, Record};
use casework::who::{Moment, Said};
use serde::{Deserialize, Serialize};
use store::{Held, Page, Reader, SeenBy, Tx};
use utoipa::ToSchema;

use crate::chance;
use crate::error::Error;
use crate::handling::{HandlingAsk, HandlingView};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Records on one page of a list, at most.
pub(crate) const PAGE_RECORDS_MAX: u32 = 200;
/// Records on one page where nobody says how many.
pub(crate) const PAGE_RECORDS: u32 = 50;

/// Who may see a record, as the record says: every answer about one carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccessView {
    /// The unit that owns it.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub unit: UnitId,
    /// `unit`: the unit and the people of its cases; `cases`: the people of its cases alone.
    #[schema(value_type = String, example = "unit")]
    pub circle: Circle,
    /// The cases it stands in that the reader works on.
    #[schema(value_type = Vec<String>)]
    pub cases: BTreeSet<CaseId>,
    /// What its owner says of its handling: the colour of TLP 2.0, whom red names, what is restricted and what is allowed.
    pub handling: HandlingView,
}

impl AccessView {
    /// What a reader is told: of cases, only their own.
    pub(crate) fn of(access: &Access, caller: &Caller) -> AccessView {
        let cases = access.cases.intersection(&caller.cases).copied().collect();
        let handling = HandlingView::of(&access.handling);
        AccessView { unit: access.unit, circle: access.circle, cases, handling }
    }
}

/// Into which circle a new record goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Placement {
    /// The case that it belongs to from the start; one that the asker works on.
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
    /// Whether only the people of its cases may see it, and not the whole unit.
    pub closed_circle: bool,
    /// How it is handled; where nobody says, as `amber`.
    pub handling: Option<HandlingAsk>,
}

/// What part of a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListAsk {
    /// Only records in this state.
    pub state: Option<String>,
    /// Where the page before ended, as it said.
    pub after: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// One page of records, those made last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listed<V> {
    /// The records.
    pub items: Vec<V>,
    /// What to ask with for the next page; none when this is the last.
    pub next: Option<String>,
}

impl Node {
    /// The node's time.
    pub(crate) fn now(&self) -> Moment {
        Moment(self.clock.now_us())
    }

    /// That a caller says something now.
    pub(crate) fn said(&self, caller: &Caller, reason: Option<&str>) -> Said {
        Said { by: caller.actor, at: self.now(), reason: reason.map(str::to_owned) }
    }

    /// For whom a list is made.
    pub(crate) fn reader(&self, caller: &Caller) -> Reader {
        Reader { user: caller.actor.user, unit: caller.actor.unit, now_us: self.clock.now_us() }
    }

    /// A record that this may be asked about: [`Error::NotFound`] when there is none, or none that they need know of.
    pub(crate) async fn load<R: Record>(&self, who: &Principal, action: Action, id: R::Id) -> Result<Held<R>, Error> {
        let held = self.store.record::<R>(id).await?.ok_or_else(|| no_such(id.into()))?;
        self.permit_about(who, action, &held.access)?;
        Ok(held)
    }

    /// Reads one record: permitted, and recorded.
    pub(crate) async fn read<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        id: R::Id,
        show: impl FnOnce(&Held<R>, &Caller) -> V,
    ) -> Result<V, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.load::<R>(who, action, id).await?;
            let entry = self.entry(who, action.verb()).about("record", id.into().to_string());
            self.store.record_alone(entry).await?;
            Ok(show(&held, caller))
        })
        .await
    }

    /// Changes one record by a rule: loaded, permitted, decided, recorded.
    pub(crate) async fn change<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        id: R::Id,
        decide: impl FnOnce(&R, &Caller) -> Result<R, Error>,
        show: impl FnOnce(&Held<R>, &Caller) -> V,
    ) -> Result<V, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<R>(&mut tx, who, action, id).await?;
            let record = decide(&held.record, caller)?;
            tx.change_record(&record).await?;
            tx.commit(self.entry(who, action.verb()).about("record", id.into().to_string())).await?;
            Ok(show(&Held { record, version: held.version + 1, ..held }, caller))
        })
        .await
    }

    /// The same inside a change.
    pub(crate) async fn load_in<R: Record>(
        &self,
        tx: &mut Tx,
        who: &Principal,
        action: Action,
        id: R::Id,
    ) -> Result<Held<R>, Error> {
        let held = tx.record::<R>(id).await?.ok_or_else(|| no_such(id.into()))?;
        self.permit_about(who, action, &held.access)?;
        Ok(held)
    }

    /// Those of these records that a caller needs to know of. A file or an exhibit that stands in no case is open to all who
    /// work here; one that does, to those who may see one of its cases.
    pub(crate) async fn visible(
        &self,
        caller: &Caller,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<BTreeSet<RecordId>, Error> {
        let ids: BTreeSet<RecordId> = ids.into_iter().collect();
        let links = ids.iter().filter_map(|id| if let RecordId::Link(link) = id { Some(*link) } else { None });
        // Whoever sees both ends may know that somebody linked them.
        let ends = self.store.ends_of_links(links).await?;
        let seen: BTreeSet<RecordId> = ids.iter().copied().chain(ends.values().flatten().copied()).collect();
        let seen_by = self.store.seen_by(seen).await?;
        let sees = |id: &RecordId| match id {
            RecordId::Link(link) => {
                let reaches = |access: &Access| access.reaches(caller.actor.user, caller.actor.unit).is_ok();
                seen_by.accesses.get(id).is_some_and(reaches)
                    && ends.get(link).is_some_and(|ends| ends.iter().all(|end| caller.sees(&seen_by, *end)))
            }
            id => caller.sees(&seen_by, *id),
        };
        Ok(ids.into_iter().filter(sees).collect())
    }

    /// The cases in which a file or an exhibit stands that is open to a caller, as [`Node::visible`] says; and those of them that
    /// they may see.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is not open to them.
    pub(crate) async fn cases_of_open(
        &self,
        caller: &Caller,
        id: RecordId,
    ) -> Result<(BTreeSet<CaseId>, BTreeSet<CaseId>), Error> {
        let SeenBy { accesses, cases } = self.store.seen_by([id]).await?;
        let all: BTreeSet<CaseId> = cases.into_values().flatten().collect();
        let may_know = |case: &CaseId| accesses.get(&(*case).into()).is_some_and(|access| caller.may_know(access));
        let seen: BTreeSet<CaseId> = all.iter().copied().filter(may_know).collect();
        match all.is_empty() || !seen.is_empty() {
            true => Ok((all, seen)),
            false => Err(no_such(id)),
        }
    }

    /// Of these files those that a caller may see and that no case holds, or one that they may see. Lists show these: whoever
    /// asks by a hash has the hash, but a list would tell it of what lies on exhibits of others' cases.
    pub(crate) async fn open_files(
        &self,
        caller: &Caller,
        files: impl IntoIterator<Item = FileId>,
    ) -> Result<BTreeSet<FileId>, Error> {
        let files: BTreeSet<FileId> = files.into_iter().collect();
        let holdings = self.store.holdings_of(files.iter().copied()).await?;
        let held: BTreeSet<FileId> = holdings.all.iter().map(|holding| holding.file).collect();
        let is_known = |holding: &&Holding| caller.may_know_holder(&holdings, &holding.case);
        let known: BTreeSet<FileId> = holdings.all.iter().filter(is_known).map(|holding| holding.file).collect();
        let is_open = |file: &FileId| !held.contains(file) || known.contains(file);
        Ok(files.into_iter().filter(|file| caller.sees_file(&holdings, file) && is_open(file)).collect())
    }

    /// That a caller may see this record, file or exhibit, and that it is there.
    pub(crate) async fn must_see(&self, caller: &Caller, id: RecordId) -> Result<(), Error> {
        let is_there = match id {
            RecordId::File(file) => self.store.file(&file).await?.is_some(),
            _ => true,
        };
        if is_there && self.visible(caller, [id]).await?.contains(&id) { Ok(()) } else { Err(no_such(id)) }
    }

    /// The same of many files: all of them are there, and the caller may see each.
    pub(crate) async fn must_see_files(&self, caller: &Caller, files: &BTreeSet<FileId>) -> Result<(), Error> {
        let there = self.store.files_among(&Vec::from_iter(files.iter().copied())).await?;
        let visible = self.visible(caller, files.iter().map(|file| RecordId::File(*file))).await?;
        let is_seen = |file: &FileId| there.contains_key(file) && visible.contains(&RecordId::File(*file));
        match files.iter().find(|file| !is_seen(file)) {
            Some(hidden) => Err(no_such(RecordId::File(*hidden))),
            None => Ok(()),
        }
    }

    /// Remembers a new record of a caller's, in the circle and case that they chose.
    pub(crate) async fn add<R: Record>(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        record: R,
        into: &Placement,
    ) -> Result<Held<R>, Error> {
        let circle = if into.closed_circle { Circle::Cases } else { Circle::Unit };
        if let Some(case) = into.case {
            let access = tx.access(case.into()).await?.ok_or_else(|| no_such(case.into()))?;
            if !caller.may_know(&access) {
                return Err(no_such(case.into()));
            }
        }
        let (id, made_at_us) = (record.id().into(), self.clock.now_us());
        tx.add_record(&record, circle, made_at_us).await?;
        if let Some(case) = into.case {
            tx.put_in_case(id, case).await?;
        }
        let mut access = Access::usual(id, record.owner(), circle, into.case.into_iter().collect());
        if let Some(ask) = &into.handling {
            let set = self.handling_of_new(tx, caller, record.owner(), ask).await?;
            tx.put_handling(id, &set).await?;
            access = tx.access(id).await?.ok_or_else(|| no_such(id))?;
        }
        Ok(Held { record, access, made_at_us, version: 1 })
    }

    /// A page of a noun's records that the caller needs to know of, each shown by `show`.
    pub(crate) async fn page<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        ask: &ListAsk,
        show: impl Fn(&Held<R>, &Caller) -> V,
    ) -> Result<Listed<V>, Error> {
        self.permitted(who, action, self.read_page(who, action, ask, show)).await
    }

    async fn read_page<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        ask: &ListAsk,
        show: impl Fn(&Held<R>, &Caller) -> V,
    ) -> Result<Listed<V>, Error> {
        let caller = who.caller(action)?;
        let n_max = ask.limit.unwrap_or(PAGE_RECORDS).clamp(1, PAGE_RECORDS_MAX);
        let after = ask.after.as_deref().map(read_cursor).transpose()?;
        let page = Page { after, n_max: n_max + 1 };
        let held = self.store.records::<R>(&self.reader(caller), ask.state.as_deref(), &page).await?;
        self.show_page(who, action, held, n_max, |last| cursor(last.made_at_us, last.record.id().into()), show).await
    }

    /// A page of records of which one more was read than are shown, so that it is known whether there is another. `cursor` says
    /// where the next one begins.
    pub(crate) async fn show_page<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        mut held: Vec<Held<R>>,
        n_max: u32,
        cursor: impl Fn(&Held<R>) -> String,
        show: impl Fn(&Held<R>, &Caller) -> V,
    ) -> Result<Listed<V>, Error> {
        let caller = who.caller(action)?;
        let is_last = held.len() <= n_max as usize;
        held.truncate(n_max as usize);
        let next = held.last().filter(|_| !is_last).map(cursor);
        let ids = held.iter().map(|held| held.record.id().into().to_string()).collect::<Vec<_>>();
        let items = held.iter().map(|held| show(held, caller)).collect();
        // One entry for everything that one answer shows.
        let entry = self.entry(who, action.verb()).about("records", ids);
        self.store.record_alone(entry).await?;
        Ok(Listed { items, next })
    }
}

/// What there is not, or not for them.
pub(crate) fn no_such(id: RecordId) -> Error {
    Error::NotFound { what: "record", name: id.to_string() }
}

/// A new id of this kind.
pub(crate) fn new_id<Id>(of: fn([u8; casework::id::ID_BYTES]) -> Id) -> Result<Id, Error> {
    chance::id_bytes().map(of)
}

/// So many ids, for rules that ask for them one by one.
pub(crate) fn new_ids<Id>(
    of: fn([u8; casework::id::ID_BYTES]) -> Id,
    n: usize,
) -> Result<std::vec::IntoIter<Id>, Error> {
    Ok((0..n).map(|_| new_id(of)).collect::<Result<Vec<_>, _>>()?.into_iter())
}

fn cursor(made_at_us: i64, id: RecordId) -> String {
    format!("{made_at_us}.{id}")
}

pub(crate) fn read_cursor(text: &str) -> Result<(i64, String), Error> {
    let wrong = || Error::NotACursor { text: text.to_owned() };
    let (made_at_us, id) = text.split_once('.').ok_or_else(wrong)?;
    Ok((made_at_us.parse().map_err(|_| wrong())?, id.to_owned()))
}

#[cfg(test)]
pub(crate) mod tests;
