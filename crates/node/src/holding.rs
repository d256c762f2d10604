//! Who holds a file: what is known of it to the reader, whom to call where it is known to others only, and which owners stay
//! unnamed. Of a case that somebody may not see nobody is told more than the unit.

use std::collections::{BTreeMap, BTreeSet};

use casework::case::Case;
use casework::exhibit::Exhibit;
use casework::file::FileId;
use casework::holding::{self, Holder, Holding, SeriesHolder, Silence, SilenceRefusal, Standing};
use casework::id::{CaseId, RecordId, SeriesId, UnitId, UserId};
use casework::matching::Outcome;
use casework::protected::Protected;
use casework::report::Row;
use casework::series::Series;
use casework::unit::Unit;
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Holdings;
use utoipa::ToSchema;

use crate::casebook::no_such;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::second_person::SecondPerson;

/// A unit to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitToCall {
    /// Which.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub unit: UnitId,
    /// How it is called.
    pub name: String,
    /// How it is reached, where that was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub contact: Option<String>,
}

/// What a file is to whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldingView {
    /// The file. Written as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// `new`: no case of this node holds it, or none whose owner wants that told; `known`: it is in cases that the reader may
    /// see; `held-in-this-node`: it is in cases of others only, and they are called.
    #[schema(value_type = String, example = "held-in-this-node")]
    pub standing: &'static str,
    /// The cases that the reader may see.
    #[schema(value_type = Vec<String>)]
    pub cases: BTreeSet<CaseId>,
    /// The units that hold it in other cases.
    pub call: Vec<UnitToCall>,
}

/// Who else holds something of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesHoldersView {
    /// The series.
    #[schema(value_type = String, example = "ser_0000000000000000")]
    pub series: SeriesId,
    /// Cases of other units that the reader may see, with how many files of the series each holds.
    pub cases: Vec<CaseOfSeries>,
    /// Units that hold something of it in cases that the reader may not see: how much is not told.
    pub call: Vec<UnitToCall>,
}

/// A case of another unit that holds something of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseOfSeries {
    /// Its unit.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// How many files of the series it holds.
    pub n_files: u64,
}

/// A case whose owner stays unnamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SilenceHolding {
    /// The case. A second person has agreed to `holding-silence` about it, for the reason that was given there.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub case: CaseId,
}

/// A case whose owner is named again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakOfHolding {
    /// The case.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub case: CaseId,
}

/// A case whose owner stays unnamed: to others what it holds is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SilentView {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Since when, in microseconds since 1970.
    pub since_us: i64,
    /// Who asked for it.
    #[schema(value_type = String)]
    pub asked_by: UserId,
    /// Who agreed.
    #[schema(value_type = String)]
    pub agreed_by: UserId,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Protected,
}

/// Cases of the unit whose holdings are silent, those longest so first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SilentList {
    /// Those that the reader needs to know of.
    pub silent: Vec<SilentView>,
    /// How many more there are, in closed circles.
    pub n_others: u64,
}

/// That an owner is named again, or was all the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpokenView {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Whether it was silent until now.
    pub was_silent: bool,
}

impl Node {
    /// What a file is to the caller: new, known in their own cases, or held by a unit that they should call.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn holders_of_file(&self, who: &Principal, file: FileId) -> Result<HoldingView, Error> {
        self.permitted(who, Action::ShowHolding, async {
            let caller = who.caller(Action::ShowHolding)?;
            let view =
                self.standings(caller, [file]).await?.remove(&file).ok_or_else(|| no_such(RecordId::File(file)))?;
            let entry = self.entry(who, Action::ShowHolding.verb()).about("files", vec![file.to_string()]);
            self.store.record_alone(entry.about("standing", view.standing)).await?;
            Ok(view)
        })
        .await
    }

    /// Who else holds something of a series, or of one that it was joined with.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a series that the caller may not see.
    pub async fn holders_of_series(&self, who: &Principal, id: SeriesId) -> Result<SeriesHoldersView, Error> {
        self.permitted(who, Action::ShowHolding, async {
            let caller = who.caller(Action::ShowHolding)?;
            self.load::<Series>(who, Action::ShowHolding, id).await?;
            let series = self.series_view(id).await?;
            let holdings = self.store.holdings_of(series.files.keys().copied()).await?;
            let may_see = |case: CaseId| holdings.accesses.get(&case).is_some_and(|access| caller.may_know(access));
            let (mut cases, mut call) = (Vec::new(), BTreeSet::new());
            for holder in holding::who_else_holds(&series, &holdings.all, caller.actor.unit, may_see) {
                match holder {
                    SeriesHolder::Case { unit, case, n_files } => {
                        cases.push(CaseOfSeries { unit, case, n_files: n_files as u64 });
                    }
                    SeriesHolder::Call { unit } => drop(call.insert(unit)),
                }
            }
            let entry = self.entry(who, Action::ShowHolding.verb()).about("record", id.to_string());
            let shown = cases.iter().map(|case| case.case.to_string()).collect::<Vec<_>>();
            self.store.record_alone(entry.about("cases", shown)).await?;
            Ok(SeriesHoldersView { series: id, cases, call: self.to_call(&call).await? })
        })
        .await
    }

    /// Keeps a case's owner unnamed: to others, what it holds is new from now on. That is the price, and a second person has
    /// agreed to it for a reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case; [`Error::Refused`] with a [`SilenceRefusal`], or while nobody has agreed.
    pub async fn silence_holding(&self, who: &Principal, ask: SilenceHolding) -> Result<SilentView, Error> {
        self.permitted(who, Action::SilenceHolding, async {
            let caller = who.caller(Action::SilenceHolding)?;
            let id = ask.case;
            let mut tx = self.store.begin().await?;
            let owner = self.load_in::<Case>(&mut tx, who, Action::SilenceHolding, id).await?.access.unit;
            if owner != caller.actor.unit {
                return Err(Error::refused(SilenceRefusal::NotTheOwner));
            }
            let action = Action::SilenceHolding;
            let second = self.need_second_person(&mut tx, who, action, &id.to_string(), BTreeMap::new()).await?;
            let none = || Error::refused(SilenceRefusal::NoSecondPerson);
            let SecondPerson::Agreed(agreed) = second else { return Err(none()) };
            let asked = tx.second_person_ask(agreed).await?.ok_or_else(none)?;
            let answer = asked.answer.ok_or_else(none)?;
            let said =
                |by, at, reason: Option<&Protected>| Said { by, at, reason: reason.map(|why| why.reveal().to_owned()) };
            let silence = Silence::new(
                owner,
                said(asked.by, asked.at, Some(&asked.reason)),
                said(answer.by, answer.at, answer.reason.as_ref()),
            );
            let silence = silence.map_err(Error::refused)?;
            tx.put_silence(id, owner, &silence).await?;
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            tx.commit(entry.about("second_person", second.fact())).await?;
            Ok(SilentView::of(id, &silence))
        })
        .await
    }

    /// Names a case's owner again.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case; [`Error::Refused`] for anybody but its owner.
    pub async fn speak_of_holding(&self, who: &Principal, ask: SpeakOfHolding) -> Result<SpokenView, Error> {
        self.permitted(who, Action::SpeakOfHolding, async {
            let caller = who.caller(Action::SpeakOfHolding)?;
            let id = ask.case;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::SpeakOfHolding, id).await?;
            if held.access.unit != caller.actor.unit {
                return Err(Error::refused(SilenceRefusal::NotTheOwner));
            }
            let was_silent = tx.end_silence(id).await?;
            tx.commit(self.entry(who, Action::SpeakOfHolding.verb()).about("record", id.to_string())).await?;
            Ok(SpokenView { case: id, was_silent })
        })
        .await
    }

    /// Which cases of the caller's unit hold silently, and since when.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn silent_holdings(&self, who: &Principal) -> Result<SilentList, Error> {
        self.permitted(who, Action::ShowSilentHoldings, async {
            let caller = who.caller(Action::ShowSilentHoldings)?;
            let all = self.store.silent_cases(caller.actor.unit).await?;
            let accesses = self.store.accesses(all.iter().map(|(case, _)| (*case).into())).await?;
            let may_know = |case: CaseId| accesses.get(&case.into()).is_some_and(|access| caller.may_know(access));
            let silent: Vec<SilentView> = all
                .iter()
                .filter(|(case, _)| may_know(*case))
                .map(|(case, silence)| SilentView::of(*case, silence))
                .collect();
            let shown = silent.iter().map(|view| view.case.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, Action::ShowSilentHoldings.verb()).about("records", shown);
            self.store.record_alone(entry).await?;
            let n_others = (all.len() - silent.len()) as u64;
            Ok(SilentList { silent, n_others })
        })
        .await
    }

    /// What each of these files is to a caller: part of other verbs, which permit and record it. Whoever says of a file that
    /// it is new or not known asks this first.
    pub(crate) async fn standings(
        &self,
        caller: &Caller,
        files: impl IntoIterator<Item = FileId>,
    ) -> Result<BTreeMap<FileId, HoldingView>, Error> {
        let files: BTreeSet<FileId> = files.into_iter().collect();
        let holdings = self.store.holdings_of(files.iter().copied()).await?;
        let owners = holdings.all.iter().map(|held| &held.owner);
        let known = self.called(owners).await?;
        Ok(standings_in(caller, files, holdings, &known))
    }

    /// The same where all units were read already.
    pub(crate) async fn standings_among(
        &self,
        caller: &Caller,
        files: BTreeSet<FileId>,
        units: &[Unit],
    ) -> Result<BTreeMap<FileId, HoldingView>, Error> {
        let holdings = self.store.holdings_of(files.iter().copied()).await?;
        let owners = holdings.all.iter().map(|held| held.owner).collect();
        let known = to_call_of(&owners, units).into_iter().map(|call| (call.unit, call)).collect();
        Ok(standings_in(caller, files, holdings, &known))
    }

    /// These units with how they are reached.
    async fn called(&self, units: impl Iterator<Item = &UnitId>) -> Result<BTreeMap<UnitId, UnitToCall>, Error> {
        let call = self.to_call(&units.copied().collect()).await?;
        Ok(call.into_iter().map(|call| (call.unit, call)).collect())
    }

    /// Says in these rows which units hold their files in cases, and calls none of those new. The cases of the exhibits
    /// themselves are passed over: there everybody knows it. Many read a report, so that who asked for it may see another case
    /// changes nothing.
    pub(crate) async fn mark_held(&self, rows: &mut [Row], exhibits: &[Exhibit]) -> Result<(), Error> {
        let holdings = self.store.holdings_of(rows.iter().filter_map(|row| row.occurrence.file)).await?;
        let exhibits = exhibits.iter().filter_map(|exhibit| exhibit.id.parse().ok()).map(RecordId::Exhibit);
        let own: BTreeSet<CaseId> = self.store.cases_of_all(exhibits).await?.into_values().flatten().collect();
        let mut holders_of: BTreeMap<FileId, BTreeSet<UnitId>> = BTreeMap::new();
        for held in holdings.all.into_iter().filter(|held| held.silence.is_none() && !own.contains(&held.case)) {
            holders_of.entry(held.file).or_default().insert(held.owner);
        }
        let known = self.called(holders_of.values().flatten()).await?;
        for row in rows {
            let units = row.occurrence.file.and_then(|file| holders_of.get(&file)).into_iter().flatten();
            row.call = units.filter_map(|unit| known.get(unit)).cloned().map(UnitToCall::holder).collect();
            row.outcome = row.outcome.map(|outcome| outcome.unless_held(!row.call.is_empty()));
        }
        Ok(())
    }

    /// The cases that hold one of these files and that whoever asks may see, and the units that hold one in other cases, to be
    /// called. At the terminal, where nobody is known by name, no case is named and all units are.
    pub(crate) async fn who_holds_files(
        &self,
        who: &Principal,
        files: impl IntoIterator<Item = FileId>,
    ) -> Result<(BTreeSet<CaseId>, Vec<UnitToCall>), Error> {
        let (mut cases, mut units) = (BTreeSet::new(), BTreeSet::new());
        match who {
            Principal::User(caller) => {
                for view in self.standings(caller, files).await?.into_values() {
                    cases.extend(view.cases);
                    units.extend(view.call.into_iter().map(|call| call.unit));
                }
            }
            Principal::Terminal { .. } => {
                let holdings = self.store.holdings_of(files).await?.all.into_iter();
                units.extend(holdings.filter(|held| held.silence.is_none()).map(|held| held.owner));
            }
        }
        Ok((cases, self.to_call(&units).await?))
    }

    /// These units with how they are reached, by id.
    pub(crate) async fn to_call(&self, units: &BTreeSet<UnitId>) -> Result<Vec<UnitToCall>, Error> {
        if units.is_empty() {
            return Ok(Vec::new());
        }
        Ok(to_call_of(units, &self.store.units().await?))
    }
}

/// What each of these files is to a caller, as those hold it of whom this says how they are reached.
fn standings_in(
    caller: &Caller,
    files: BTreeSet<FileId>,
    holdings: Holdings,
    known: &BTreeMap<UnitId, UnitToCall>,
) -> BTreeMap<FileId, HoldingView> {
    let Holdings { all, accesses, .. } = holdings;
    let may_see = |case: CaseId| accesses.get(&case).is_some_and(|access| caller.may_know(access));
    let mut of_file: BTreeMap<FileId, Vec<Holding>> = BTreeMap::new();
    for held in all {
        of_file.entry(held.file).or_default().push(held);
    }
    let view = |file: FileId| {
        let held = of_file.remove(&file).unwrap_or_default();
        let (standing, cases, call) = match holding::standing(file, &held, may_see) {
            Standing::New => ("new", BTreeSet::new(), BTreeSet::new()),
            Standing::Known { cases, call } => ("known", cases, call),
            Standing::HeldInThisNode { call } => (Outcome::Held.code(), BTreeSet::new(), call),
        };
        let call = call.iter().filter_map(|unit| known.get(unit)).cloned().collect();
        (file, HoldingView { file, standing, cases, call })
    };
    files.into_iter().map(view).collect()
}

/// The same of units that were read already.
pub(crate) fn to_call_of(units: &BTreeSet<UnitId>, known: &[Unit]) -> Vec<UnitToCall> {
    let call = |id: &UnitId| match known.iter().find(|unit| unit.id == *id) {
        Some(Unit { name, contact, .. }) => UnitToCall { unit: *id, name: name.clone(), contact: contact.clone() },
        None => UnitToCall { unit: *id, name: id.to_string(), contact: None },
    };
    units.iter().map(call).collect()
}

impl HoldingView {
    /// Whether it is in cases of others only.
    pub(crate) fn is_held(&self) -> bool {
        self.standing == Outcome::Held.code()
    }
}

impl UnitToCall {
    fn holder(self) -> Holder {
        Holder { unit: self.unit, name: self.name, contact: self.contact }
    }
}

/// Whom to call about files that rows call held, and about how many, those that hold most first.
pub(crate) fn call_about(rows: &[Row]) -> Vec<(UnitToCall, u64)> {
    let mut files_of: BTreeMap<&Holder, BTreeSet<FileId>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.outcome == Some(Outcome::Held)) {
        for holder in &row.call {
            files_of.entry(holder).or_default().extend(row.occurrence.file);
        }
    }
    let call = |(holder, files): (&Holder, BTreeSet<FileId>)| {
        let Holder { unit, name, contact } = holder.clone();
        (UnitToCall { unit, name, contact }, files.len() as u64)
    };
    let mut held: Vec<(UnitToCall, u64)> = files_of.into_iter().map(call).collect();
    held.sort_by_key(|(_, n_files)| std::cmp::Reverse(*n_files));
    held
}

impl SilentView {
    fn of(case: CaseId, silence: &Silence) -> SilentView {
        let [asked, agreed] = silence.persons();
        SilentView {
            case,
            since_us: agreed.at.0,
            asked_by: asked.by.user,
            agreed_by: agreed.by.user,
            reason: Protected::new(asked.reason().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests;
