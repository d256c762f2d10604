//! For what and until when records are kept, which wait for a review, holds, and erasing. What a record says is in no answer
//! here: whoever looks after its keeping need not read it.

use std::collections::BTreeMap;

use casework::clock_rules::RuleSet;
use casework::id::{CaseId, LinkId, RecordId, UserId};
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::record::{Access, Circle};
use casework::retention::{
    ErasedBecause, Extension, Hold, Keeping, KeepingRefusal, Purpose, Standing, due_by_rule_if_made_before,
};
use casework::who::{Moment, Said};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::LetGo;
use utoipa::ToSchema;

use crate::backup::BackupView;
use crate::casebook::no_such;
use crate::deadline::rules_for;
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Records in one answer about what waits for a review.
const DUE_MAX: u32 = 200;

/// Facts of ledger entries that tell what a record said: their bodies are erased with it. Ids, counts and verbs stay.
pub(crate) const TELLING_FACTS: &[&str] = &["person_state", "queue"];

/// For what and until when a record is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepRecord {
    /// Which record.
    #[schema(value_type = String, example = "clu_0000000000000000")]
    pub record: RecordId,
    /// What for.
    #[schema(value_type = String, example = "investigate")]
    pub purpose: Purpose,
    /// The law it rests on.
    pub legal_basis: String,
    /// When it is looked at again, at the latest.
    #[schema(value_type = String, example = "2027-11-22")]
    pub review_on: Date,
    /// To the end of this day.
    #[schema(value_type = String, example = "2028-11-22")]
    pub until: Date,
}

/// Until when a record is kept after a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendKeeping {
    /// Which record.
    #[schema(value_type = String, example = "clu_0000000000000000")]
    pub record: RecordId,
    /// When it is looked at again, at the latest.
    #[schema(value_type = String, example = "2028-11-22")]
    pub review_on: Date,
    /// To the end of this day.
    #[schema(value_type = String, example = "2029-11-22")]
    pub until: Date,
    /// Why, in words.
    pub reason: String,
}

/// Why a hold is placed or lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AboutHold {
    /// Which record.
    #[schema(value_type = String, example = "clu_0000000000000000")]
    pub record: RecordId,
    /// Which order, in words.
    pub reason: String,
}

/// On what ground a record is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseRecord {
    /// Which record.
    #[schema(value_type = String, example = "clu_0000000000000000")]
    pub record: RecordId,
    /// `expired`, `objection-upheld`, `ordered`, `written-in-error`. The ask for a second person names it as the detail
    /// `because`.
    #[schema(value_type = String, example = "expired")]
    pub because: ErasedBecause,
}

/// For what and until when a record is kept, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeepingView {
    /// The record.
    #[schema(value_type = String)]
    pub record: RecordId,
    /// What it is.
    #[schema(value_type = String)]
    pub noun: Noun,
    /// What it is kept for.
    #[schema(value_type = String)]
    pub purpose: Purpose,
    /// The law it rests on; none when nobody has named one.
    pub legal_basis: Option<String>,
    /// Kept from this day.
    #[schema(value_type = String)]
    pub from: Date,
    /// To the end of this day.
    #[schema(value_type = String)]
    pub until: Date,
    /// When it is looked at again.
    #[schema(value_type = String)]
    pub review_on: Date,
    /// How it stands: `kept`, `review-due`, `held`, `expired`.
    #[schema(value_type = Object)]
    pub standing: Standing,
    /// Each time it was kept longer.
    #[schema(value_type = Vec<Object>)]
    pub extensions: Vec<Extension>,
    /// Holds, lifted ones too.
    #[schema(value_type = Vec<Object>)]
    pub holds: Vec<Hold>,
    /// Whether somebody wrote it down; otherwise it is what the rule for its noun says.
    pub is_written_down: bool,
    /// The law, policy or standard that the rule comes from.
    pub rule_source: String,
}

/// For what and until when a record is kept, and how those are called who said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepingPage {
    /// How it is kept.
    pub view: KeepingView,
    /// How the colleagues are called.
    pub colleagues: BTreeMap<UserId, Protected>,
}

/// What waits for a review or is to be erased, those that wait longest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueView {
    /// The records.
    pub due: Vec<KeepingView>,
    /// Whether there are more than one answer holds.
    pub has_more: bool,
}

/// What was erased, and what is left to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErasedView {
    /// The record: from now on there is none of this id.
    #[schema(value_type = String)]
    pub record: RecordId,
    /// Links at it, which went with it.
    #[schema(value_type = Vec<String>)]
    pub links: Vec<LinkId>,
    /// What was about it alone and went with it: clocks, outcomes.
    #[schema(value_type = Vec<String>)]
    pub with_it: Vec<RecordId>,
    /// Records that leaned on it and stay: those who hold them are told to look at them again.
    #[schema(value_type = Vec<String>)]
    pub look_again_at: Vec<RecordId>,
    /// Ledger entries whose bodies told what it said, and which say nothing any more. Their leaves stay.
    pub n_entries_erased: u64,
    /// Copies of the database in the node's folder that still hold it: files that were put aside before a new version of the
    /// program changed it. Remove them.
    pub copies: Vec<String>,
    /// Whether bytes of it linger in the database's write-ahead log, because somebody was reading an older moment: the log is
    /// emptied when they have ended, or by `sanad doctor`.
    pub lingers_in_log: bool,
    /// Backups that were made while it was here, and are not said to be destroyed: it is in them until they are.
    pub backups: Vec<BackupView>,
}

impl Node {
    /// Says for what, on which law and until when a record is kept, within what its country's rule allows at first.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`KeepingRefusal`].
    pub async fn keep_record(&self, who: &Principal, ask: KeepRecord) -> Result<KeepingView, Error> {
        self.change_keeping(who, Action::KeepRecord, ask.record, |keeping, rules, _| {
            let days = (keeping.from, ask.review_on, ask.until);
            let rule = rules.keeping(ask.purpose);
            let fresh = Keeping::new(ask.purpose, &ask.legal_basis, days, rule, &rules.calendar)?;
            // What was extended or held stays so.
            Ok(Keeping { extensions: keeping.extensions.clone(), holds: keeping.holds.clone(), ..fresh })
        })
        .await
    }

    /// For what and until when a record is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] for what is not kept by itself.
    pub async fn show_keeping(&self, who: &Principal, id: RecordId) -> Result<KeepingView, Error> {
        self.permitted(who, Action::ShowKeeping, self.keeping_seen(who, id)).await
    }

    /// The same with how those are called who said so.
    ///
    /// # Errors
    /// As for seeing it.
    pub async fn keeping_page(&self, who: &Principal, id: RecordId) -> Result<KeepingPage, Error> {
        self.permitted(who, Action::ShowKeeping, async {
            let view = self.keeping_seen(who, id).await?;
            Ok(KeepingPage { view, colleagues: self.colleagues().await? })
        })
        .await
    }

    async fn keeping_seen(&self, who: &Principal, id: RecordId) -> Result<KeepingView, Error> {
        let action = Action::ShowKeeping;
        who.caller(action)?;
        let access = self.store.access(id).await?.ok_or_else(|| no_such(id))?;
        self.permit_about(who, action, &access)?;
        let rules = self.rules_by_unit().await?;
        let view = self.keeping_view(id, rules_for(&rules, access.unit)).await?;
        let entry = self.entry(who, action.verb()).about("record", id.to_string());
        self.store.record_alone(entry).await?;
        Ok(view)
    }

    /// Records of the caller's unit and cases that wait for a review, or whose time is over.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn due_for_review(&self, who: &Principal) -> Result<DueView, Error> {
        let action = Action::ShowKeeping;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let (rules, reader, now) = (self.rules_by_unit().await?, self.reader(caller), self.now());
            let own = rules_for(&rules, caller.actor.unit);
            let today = own.calendar.date_of(now).to_string();
            let mut found: Vec<Found> = Vec::new();
            let written = self.store.keepings_due(&reader, &today, DUE_MAX + 1).await?;
            found.extend(written.into_iter().map(|(id, keeping)| Found { id, keeping, made_at_us: None }));
            // Most purposes end alike, and what ends alike is asked for at once.
            let mut by_end: BTreeMap<i64, Vec<Noun>> = BTreeMap::new();
            for noun in Noun::ALL {
                let Some(purpose) = Purpose::usual(*noun) else { continue };
                let made_before = due_by_rule_if_made_before(now, own.keeping(purpose), &own.calendar);
                by_end.entry(made_before.0).or_default().push(*noun);
            }
            for (made_before_us, nouns) in by_end {
                let old = self.store.records_without_keeping(&reader, &nouns, made_before_us, DUE_MAX + 1).await?;
                found.extend(old.into_iter().filter_map(|(id, made_at_us)| {
                    let keeping = by_rule(made_at_us, Purpose::usual(Noun::of(id))?, own);
                    Some(Found { id, keeping, made_at_us: Some(made_at_us) })
                }));
            }
            found.sort_by_key(|found| (found.keeping.review_on, found.id));
            let mut due = Vec::with_capacity(DUE_MAX as usize + 1);
            for found in found.chunks(DUE_MAX as usize + 1) {
                if due.len() > DUE_MAX as usize {
                    break;
                }
                let accesses = self.store.accesses(found.iter().map(|found| found.id)).await?;
                let shown = self.permitted_among(who, |_| Some(action), accesses.values());
                for Found { id, keeping, made_at_us } in found.iter().filter(|found| shown.contains(&found.id)) {
                    // What nobody wrote down goes by its own unit's rule.
                    let rules = rules_for(&rules, accesses[id].unit);
                    let keeping = match made_at_us {
                        Some(made_at_us) => by_rule(*made_at_us, keeping.purpose, rules),
                        None => keeping.clone(),
                    };
                    due.push(KeepingView::of(*id, keeping, made_at_us.is_none(), rules, now));
                }
            }
            due.sort_by_key(|view| (view.review_on, view.record));
            let has_more = due.len() > DUE_MAX as usize;
            due.truncate(DUE_MAX as usize);
            let shown = due.iter().map(|view| view.record.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, action.verb()).about("records", shown);
            self.store.record_alone(entry).await?;
            Ok(DueView { due, has_more })
        })
        .await
    }

    /// Keeps a record longer after a review, with a reason, as long and as often as the rule allows.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`KeepingRefusal`].
    pub async fn extend_keeping(&self, who: &Principal, ask: ExtendKeeping) -> Result<KeepingView, Error> {
        self.change_keeping(who, Action::ExtendKeeping, ask.record, |keeping, rules, said| {
            let said = Said { reason: Some(ask.reason), ..said };
            keeping.extend((ask.review_on, ask.until), said, rules.keeping(keeping.purpose), &rules.calendar)
        })
        .await
    }

    /// Forbids erasing a record.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason.
    pub async fn hold_keeping(&self, who: &Principal, ask: AboutHold) -> Result<KeepingView, Error> {
        let reason = Some(ask.reason);
        self.change_keeping(who, Action::HoldKeeping, ask.record, |keeping, _, said| {
            keeping.hold(Said { reason, ..said })
        })
        .await
    }

    /// Lifts the hold that was placed last and still stands.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when none stands.
    pub async fn lift_hold(&self, who: &Principal, ask: AboutHold) -> Result<KeepingView, Error> {
        let reason = Some(ask.reason);
        self.change_keeping(who, Action::LiftHold, ask.record, |keeping, _, said| {
            keeping.lift_hold(Said { reason, ..said })
        })
        .await
    }

    /// Erases a record: what it said, its words and keys, what was sealed for it, the links at it, its clocks, and what ledger
    /// entries told of it. Its id stays taken, and the ledger proves that it was. It cannot be undone, and needs a second person.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`KeepingRefusal`], or when no second person agreed to it.
    pub async fn erase_record(&self, who: &Principal, ask: EraseRecord) -> Result<ErasedView, Error> {
        let (action, id) = (Action::EraseRecord, ask.record);
        self.permitted(who, action, async {
            who.caller(action)?;
            let access = self.store.access(id).await?.ok_or_else(|| no_such(id))?;
            self.permit_about(who, action, &access)?;
            let rules = self.rules_by_unit().await?;
            let rules = rules_for(&rules, access.unit);
            let (keeping, _) = self.keeping_of(id, rules).await?;
            keeping.may_erase(ask.because, self.now(), &rules.calendar).map_err(Error::refused)?;
            if let RecordId::Case(case) = id {
                self.refuse_orphans(case).await?;
            }
            let made_at = Moment(self.store.made_at_us(id).await?.unwrap_or(i64::MIN));
            // Looked for before the change begins, for nobody else can write meanwhile.
            let telling = self.store.entries_telling(id, TELLING_FACTS).await?;
            let leaning = self.leaning_directly(id).await?;
            let mut tx = self.store.begin().await?;
            let details = BTreeMap::from([("because".to_owned(), ask.because.code().to_owned())]);
            let second = self.need_second_person(&mut tx, who, action, &id.to_string(), details).await?;
            if tx.access(id).await?.is_none() {
                return Err(no_such(id));
            }
            let erased = tx.erase_record(id).await?;
            let gone = |id: &RecordId| matches!(id, RecordId::Link(link) if erased.links.contains(link));
            let look_again_at: Vec<RecordId> = leaning.into_iter().filter(|leans| !gone(leans)).collect();
            for leans in &look_again_at {
                self.tell_of_record(&mut tx, *leans, &NewsBody::Recheck { leaned_on: id }).await?;
            }
            tx.erase_bodies(&telling).await?;
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            let entry = entry.about("because", ask.because.code()).about("second_person", second.fact());
            tx.commit(entry.about("n_links", erased.links.len() as u64)).await?;
            // What was erased must not linger in the write-ahead log.
            let let_go = self.let_go().await?;
            Ok(ErasedView {
                record: id,
                links: erased.links.into_iter().collect(),
                with_it: erased.with_it.into_iter().collect(),
                look_again_at,
                n_entries_erased: telling.len() as u64,
                copies: self.copies_of_database()?,
                lingers_in_log: let_go == LetGo::Lingers,
                backups: self.backups_holding(made_at).await?,
            })
        })
        .await
    }

    /// Refuses to erase a case when that would leave records that nobody can ever see again.
    async fn refuse_orphans(&self, case: CaseId) -> Result<(), Error> {
        let mut n_records = 0;
        for record in self.store.records_of_case(case).await? {
            let goes_with_it = matches!(record, RecordId::Clock(_) | RecordId::Outcome(_));
            if record == RecordId::Case(case) || goes_with_it {
                continue;
            }
            let access = self.store.access(record).await?;
            let is_alone = |access: Access| access.circle == Circle::Cases && access.cases.len() == 1;
            n_records += u64::from(access.is_some_and(is_alone));
        }
        if n_records > 0 { Err(Error::refused(KeepingRefusal::OthersStandInIt { n_records })) } else { Ok(()) }
    }

    async fn change_keeping(
        &self,
        who: &Principal,
        action: Action,
        id: RecordId,
        decide: impl FnOnce(&Keeping, &RuleSet, Said) -> Result<Keeping, KeepingRefusal>,
    ) -> Result<KeepingView, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let rules = self.rules_by_unit().await?;
            let mut tx = self.store.begin().await?;
            let access = tx.access(id).await?.ok_or_else(|| no_such(id))?;
            self.permit_about(who, action, &access)?;
            let rules = rules_for(&rules, access.unit);
            let (keeping, _) = self.keeping_of(id, rules).await?;
            let keeping = decide(&keeping, rules, self.said(caller, None)).map_err(Error::refused)?;
            tx.put_keeping(id, &keeping).await?;
            tx.commit(self.entry(who, action.verb()).about("record", id.to_string())).await?;
            Ok(KeepingView::of(id, keeping, true, rules, self.now()))
        })
        .await
    }

    async fn keeping_view(&self, id: RecordId, rules: &RuleSet) -> Result<KeepingView, Error> {
        let (keeping, is_written_down) = self.keeping_of(id, rules).await?;
        Ok(KeepingView::of(id, keeping, is_written_down, rules, self.now()))
    }

    /// How a record is kept, and whether somebody wrote it down.
    async fn keeping_of(&self, id: RecordId, rules: &RuleSet) -> Result<(Keeping, bool), Error> {
        let usual = Purpose::usual(Noun::of(id)).ok_or_else(|| Error::refused(KeepingRefusal::NotByItself))?;
        if let Some(keeping) = self.store.keeping(id).await? {
            return Ok((keeping, true));
        }
        let made_at_us = self.store.made_at_us(id).await?.ok_or_else(|| no_such(id))?;
        Ok((by_rule(made_at_us, usual, rules), false))
    }

    /// Copies of the database that lie in the node's folder.
    fn copies_of_database(&self) -> Result<Vec<String>, Error> {
        let folder = self.folder.path();
        let failed =
            |source| Error::Disk { doing: "looking for copies of the database", path: folder.to_owned(), source };
        let database = self.folder.database();
        let name = database.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut copies = Vec::new();
        for entry in std::fs::read_dir(database.parent().unwrap_or(folder)).map_err(failed)? {
            let found = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            if found.starts_with(&format!("{name}.before-")) {
                copies.push(found);
            }
        }
        copies.sort_unstable();
        Ok(copies)
    }
}

impl KeepingView {
    fn of(record: RecordId, keeping: Keeping, is_written_down: bool, rules: &RuleSet, now: Moment) -> KeepingView {
        let standing = keeping.standing(now, &rules.calendar);
        let Keeping { purpose, legal_basis, from, until, review_on, extensions, holds } = keeping;
        KeepingView {
            record,
            noun: Noun::of(record),
            purpose,
            legal_basis: (!legal_basis.is_empty()).then_some(legal_basis),
            from,
            until,
            review_on,
            standing,
            extensions,
            holds,
            is_written_down,
            rule_source: rules.keeping(purpose).source.clone(),
        }
    }
}

/// The first moment of a day as a clock without a zone shows it, in microseconds since 1970.
pub fn showing_us(day: Date) -> i64 {
    const DAY_US: i64 = 86_400_000_000;
    let since = day.since(Date::constant(1970, 1, 1)).map(|span| i64::from(span.get_days()));
    since.unwrap_or_default() * DAY_US
}

/// A record that may be due.
struct Found {
    id: RecordId,
    /// As somebody wrote it down, or as the reader's own rules have it.
    keeping: Keeping,
    /// Where nobody wrote it down.
    made_at_us: Option<i64>,
}

fn by_rule(made_at_us: i64, purpose: Purpose, rules: &RuleSet) -> Keeping {
    let from = rules.calendar.date_of(Moment(made_at_us));
    Keeping::by_rule(from, rules.keeping(purpose), &rules.calendar)
}

#[cfg(test)]
mod tests;
