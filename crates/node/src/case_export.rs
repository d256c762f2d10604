//! A case written out as CASE/UCO for a partner or a court: with a second person, with what may leave, and with the names of
//! what was held back.

use std::collections::{BTreeMap, BTreeSet};

use casework::account::Account;
use casework::address::Address;
use casework::case::{Case, CaseState};
use casework::clue::Clue;
use casework::country::Country;
use casework::device::Device;
use casework::file::FileId;
use casework::handling::{Circle, Destination, Use, may_leave};
use casework::id::{CaseId, RecordId, SeriesId, UnitId};
use casework::link::Link;
use casework::outcome::Outcome;
use casework::person::Person;
use casework::place::Place;
use casework::refusal::Refusal as _;
use casework::series::{Series, SeriesBook};
use casework::victim::Victim;
use formats::case_uco::{CaseExport, Exported, write_case};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::open::{COMMIT, Node};
use crate::principal::{Action, Caller, Principal};

mod categories;

/// What of a case is written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Whether names of persons, words of places and handles are written. A child's name never is.
    #[serde(default)]
    pub with_names: bool,
    /// To whom it goes; where nobody says, to somebody for whom the unit works, to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub to: Option<ExportTo>,
    /// That no law asks for it and it rests on consent: a victim without a standing consent to sharing stays behind.
    #[serde(default)]
    pub by_consent: bool,
}

/// To whom something goes, as far as its owners' handling asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportTo {
    /// The country. What its owner keeps from any country goes nowhere that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "JO")]
    pub country: Option<Country>,
    /// The unit, where it is one of this node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub unit: Option<UnitId>,
    /// How near it stands: `organisation`, `client`, `community` or `public`.
    #[schema(value_type = String, example = "community")]
    pub circle: Circle,
    /// What it will do with it: `match`, `store` or `onward`.
    #[schema(value_type = String, example = "store")]
    pub for_use: Use,
}

impl Node {
    /// Writes a case out as CASE 1.5.0 JSON-LD: what stands in it as far as the caller may see it, and the links among that.
    ///
    /// A person of whom nobody said what they are, or whose state is contested, does not leave: the document names the record
    /// and the reason. What its owner's handling keeps from the receiver does not leave either: the document says how many
    /// records, and not which. A link that leans on a match that nobody confirmed cannot exist, so none leaves.
    ///
    /// Each file carries its category by each mapping table in force, as far as whoever exports may see gradings, with the
    /// table's version and who approved it. Of a file that anybody grades blind at this moment it is left out.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] while no second person has agreed to exactly this, or when the case itself may
    /// not leave.
    pub async fn export_case(&self, who: &Principal, ask: ExportCase) -> Result<Vec<u8>, Error> {
        self.permitted(who, Action::ExportCase, async {
            let caller = who.caller(Action::ExportCase)?;
            let id = ask.case;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::ExportCase, id).await?;
            let going = Going::of(&ask);
            may_leave(&held.access.handling, &going.to(held.access.unit)).map_err(Error::refused)?;
            let details = details_of(&ask);
            let second = self.need_second_person(&mut tx, who, Action::ExportCase, &id.to_string(), details).await?;
            let mut export = self.gather(caller, held.record, &ask, &going).await?;
            export.categories = self.categories_of(&mut tx, who, &export.files).await?;
            let mut document = Vec::new();
            write_case(&export, &mut document).expect("memory takes every byte");
            let records = export.records.iter().map(|record| record.id().to_string()).collect::<Vec<_>>();
            let withheld = export.withheld.iter().map(|(record, _)| record.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, Action::ExportCase.verb()).about("record", id.to_string());
            let entry =
                entry.about("records", records).about("withheld", withheld).about("second_person", second.fact());
            let entry = entry.about("n_kept_back", export.n_kept_back as u64);
            let n_graded = export.categories.as_ref().map_or(0, BTreeMap::len);
            let entry = entry.about("n_categorised", n_graded as u64);
            let digest = ledger::leaf_hash(&document).to_string();
            tx.commit(entry.about("n_files", export.files.len() as u64).about("document", digest)).await?;
            Ok(document)
        })
        .await
    }

    async fn gather(&self, caller: &Caller, case: Case, ask: &ExportCase, going: &Going) -> Result<CaseExport, Error> {
        let outcome = match case.state() {
            CaseState::Closed { outcome } => self.store.record::<Outcome>(outcome).await?.map(|held| held.record),
            CaseState::Open => None,
        };
        let mut visible = self.visible(caller, self.store.records_of_case(case.id()).await?).await?;
        let accesses = self.store.accesses(visible.iter().copied()).await?;
        let is_kept_back = |id: &RecordId| {
            accesses.get(id).is_some_and(|access| may_leave(&access.handling, &going.to(access.unit)).is_err())
        };
        let n_kept_back = visible.iter().filter(|id| is_kept_back(id)).count();
        visible.retain(|id| !is_kept_back(id));
        let (mut files, mut records, mut withheld) = (BTreeSet::<FileId>::new(), Vec::new(), Vec::new());
        let mut links: BTreeMap<_, Link> = BTreeMap::new();
        for id in &visible {
            for link in self.store.links_of(*id, false).await? {
                links.insert(link.id(), link);
            }
        }
        let book = SeriesBook::of(&links.values().cloned().collect::<Vec<_>>());
        for id in visible.clone() {
            match id {
                RecordId::File(file) => {
                    files.insert(file);
                }
                RecordId::Series(series) => {
                    let members = self.members(caller, &book, series).await?;
                    files.extend(&members);
                    visible.extend(members.iter().map(|file| RecordId::File(*file)));
                    let held = self.store.record::<Series>(series).await?;
                    records.extend(held.map(|held| Exported::Series(held.record, members)));
                }
                RecordId::Person(person) => {
                    let Some(held) = self.store.record::<Person>(person).await? else { continue };
                    match held.record.may_share() {
                        Ok(()) => records.push(Exported::Person(held.record)),
                        Err(refusal) => withheld.push((id, refusal.code())),
                    }
                }
                RecordId::Victim(victim) => {
                    let Some(held) = self.store.record::<Victim>(victim).await? else { continue };
                    match held.record.may_share_by_consent() {
                        Err(refusal) if ask.by_consent => withheld.push((id, refusal.code())),
                        _ => records.push(Exported::Victim(held.record)),
                    }
                }
                RecordId::Place(id) => {
                    records.extend(self.store.record::<Place>(id).await?.map(|held| Exported::Place(held.record)));
                }
                RecordId::Account(id) => {
                    records.extend(self.store.record::<Account>(id).await?.map(|held| Exported::Account(held.record)));
                }
                RecordId::Device(id) => {
                    records.extend(self.store.record::<Device>(id).await?.map(|held| Exported::Device(held.record)));
                }
                RecordId::Address(id) => {
                    records.extend(self.store.record::<Address>(id).await?.map(|held| Exported::Address(held.record)));
                }
                RecordId::Clue(id) => {
                    records.extend(self.store.record::<Clue>(id).await?.map(|held| Exported::Clue(held.record)));
                }
                RecordId::Incoming(id) => records.push(Exported::Report(id)),
                _ => {}
            }
        }
        let leaving: BTreeSet<RecordId> = records.iter().map(Exported::id).collect();
        let leaves = |end: RecordId| match end {
            RecordId::File(file) => files.contains(&file),
            end => leaving.contains(&end),
        };
        links.retain(|_, link| leaves(link.asserted().from) && leaves(link.asserted().to));
        let of_links = self.store.accesses(links.keys().map(|link| RecordId::Link(*link))).await?;
        let n_before = links.len();
        links.retain(|id, _| {
            let access = of_links.get(&RecordId::Link(*id));
            access.is_some_and(|access| may_leave(&access.handling, &going.to(access.unit)).is_ok())
        });
        let n_kept_back = n_kept_back + n_before - links.len();
        Ok(CaseExport {
            case,
            outcome,
            files: files.into_iter().collect(),
            categories: None,
            records,
            links: links.into_values().collect(),
            withheld,
            n_kept_back,
            with_names: ask.with_names,
            at: self.now(),
            version: (env!("CARGO_PKG_VERSION").to_owned(), COMMIT.to_owned()),
        })
    }

    /// The files of a series that the caller may see.
    async fn members(&self, caller: &Caller, book: &SeriesBook, series: SeriesId) -> Result<Vec<FileId>, Error> {
        let files = book.view(series).files;
        let visible = self.visible(caller, files.keys().map(|file| RecordId::File(*file))).await?;
        Ok(files.into_keys().filter(|file| visible.contains(&RecordId::File(*file))).collect())
    }
}

/// Where an export goes, before it is known whose record it is about.
struct Going {
    country: Option<Country>,
    unit: Option<UnitId>,
    circle: Circle,
    for_use: Use,
}

impl Going {
    fn of(ask: &ExportCase) -> Going {
        match &ask.to {
            None => Going { country: None, unit: None, circle: Circle::Client, for_use: Use::Store },
            Some(to) => Going { country: to.country, unit: to.unit, circle: to.circle, for_use: to.for_use },
        }
    }

    fn to(&self, owner: UnitId) -> Destination {
        let Going { country, unit, circle, for_use } = *self;
        Destination { country, unit, circle, for_use, is_owner: unit == Some(owner) }
    }
}

/// What a second person agrees to, beside the case: everything that was said of the export.
fn details_of(ask: &ExportCase) -> BTreeMap<String, String> {
    let mut details = BTreeMap::from([("with_names".to_owned(), ask.with_names.to_string())]);
    if ask.by_consent {
        details.insert("by_consent".to_owned(), "true".to_owned());
    }
    if let Some(to) = &ask.to {
        details.insert("circle".to_owned(), to.circle.code().to_owned());
        details.insert("for_use".to_owned(), to.for_use.code().to_owned());
        details.extend(to.country.map(|country| ("country".to_owned(), country.to_string())));
        details.extend(to.unit.map(|unit| ("unit".to_owned(), unit.to_string())));
    }
    details
}

#[cfg(test)]
mod tests;
