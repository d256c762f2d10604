//! A case written out as CASE/UCO for a partner or a court: with a second person, with what may leave, and with the names of
//! what was held back.

use std::collections::{BTreeMap, BTreeSet};

use casework::account::Account;
use casework::address::Address;
use casework::case::{Case, CaseState};
use casework::clue::Clue;
use casework::device::Device;
use casework::file::FileId;
use casework::id::{CaseId, RecordId, SeriesId};
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
}

impl Node {
    /// Writes a case out as CASE 1.5.0 JSON-LD: what stands in it as far as the caller may see it, and the links among that.
    ///
    /// A person of whom nobody said what they are, or whose state is contested, does not leave: the document names the record
    /// and the reason. A link that leans on a match that nobody confirmed cannot exist, so none leaves.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] while no second person has agreed to exactly this.
    pub async fn export_case(&self, who: &Principal, ask: ExportCase) -> Result<Vec<u8>, Error> {
        self.permitted(who, Action::ExportCase, async {
            let caller = who.caller(Action::ExportCase)?;
            let id = ask.case;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::ExportCase, id).await?;
            let details = BTreeMap::from([("with_names".to_owned(), ask.with_names.to_string())]);
            let second = self.need_second_person(&mut tx, who, Action::ExportCase, &id.to_string(), details).await?;
            let export = self.gather(caller, held.record, ask.with_names).await?;
            let mut document = Vec::new();
            write_case(&export, &mut document).expect("memory takes every byte");
            let records = export.records.iter().map(|record| record.id().to_string()).collect::<Vec<_>>();
            let withheld = export.withheld.iter().map(|(record, _)| record.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, Action::ExportCase.verb()).about("record", id.to_string());
            let entry =
                entry.about("records", records).about("withheld", withheld).about("second_person", second.fact());
            let digest = ledger::leaf_hash(&document).to_string();
            tx.commit(entry.about("n_files", export.files.len() as u64).about("document", digest)).await?;
            Ok(document)
        })
        .await
    }

    async fn gather(&self, caller: &Caller, case: Case, with_names: bool) -> Result<CaseExport, Error> {
        let outcome = match case.state() {
            CaseState::Closed { outcome } => self.store.record::<Outcome>(outcome).await?.map(|held| held.record),
            CaseState::Open => None,
        };
        let mut visible = self.visible(caller, self.store.records_of_case(case.id()).await?).await?;
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
                RecordId::Victim(id) => {
                    records.extend(self.store.record::<Victim>(id).await?.map(|held| Exported::Victim(held.record)));
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
        Ok(CaseExport {
            case,
            outcome,
            files: files.into_iter().collect(),
            records,
            links: links.into_values().collect(),
            withheld,
            with_names,
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
