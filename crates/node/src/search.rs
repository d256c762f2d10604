//! Searching: the words of records, and exactly by account, number, address, code or hash. Nobody finds what they may not
//! see, and what was searched for is written down nowhere.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use casework::account::{mail_key, phone_key};
use casework::address::address_key;
use casework::case::{Case, CaseState};
use casework::device::{imei_key, mac_key, serial_key};
use casework::file::FileId;
use casework::id::{CaseId, RecordId, UnitId, UserId};
use casework::incoming::Incoming;
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::purpose::PurposeMissing;
use casework::record::{KeyKind, Record};
use casework::retention::Purpose;
use casework::search_text::Agreement;
use casework::victim::{Victim, VictimCode};
use serde::{Deserialize, Serialize};
use store::SearchAlert;
use utoipa::ToSchema;

use crate::error::Error;
use crate::holding::UnitToCall;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, Label};
use crate::report_in::digests_of;
use crate::thing::OnService;

/// Records that one search finds, at most.
const FOUND_MAX: u32 = 200;
/// Records that it finds where nobody says how many.
const FOUND: u32 = 50;
/// Searches for people in a day, without an open case, that nobody is asked about. Sorting a day's reports takes some before
/// a case is opened; somebody who looks up their neighbours takes more.
const SEARCHES_A_DAY_MAX: u64 = 20;
const DAY_US: i64 = 86_400_000_000;
/// Alerts in one answer.
const ALERTS_MAX: u32 = 200;

/// Words to search for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchAsk {
    /// The words. A record is found when it has all of them, in one form or another.
    #[schema(value_type = String, min_length = 1)]
    pub words: Protected,
    /// At most so many records.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// What to find exactly, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindExact {
    /// What.
    pub what: FindBy,
    /// The open case that it is for. An account, a number or an address asks for this or for a purpose.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
    /// The purpose, where there is no open case.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "protect-a-child")]
    pub purpose: Option<Purpose>,
}

/// By what a record is found. Written as `{"by": "mail", "written": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum FindBy {
    /// A name on a service.
    Handle {
        /// The service and the name.
        #[serde(flatten)]
        named: OnService,
    },
    /// A number that a service gave.
    ServiceNumber {
        /// The service and the number.
        #[serde(flatten)]
        named: OnService,
    },
    /// A mail address.
    Mail {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A telephone number, with its country code.
    Phone {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A telephone's own number.
    Imei {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A maker's serial number.
    Serial {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A network card's number.
    Mac {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// An address on the internet.
    Address {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// A case's number in the unit's books.
    CaseNumber {
        /// As it was written.
        #[schema(value_type = String)]
        written: Protected,
    },
    /// What a victim is called by everybody.
    VictimCode {
        /// The code.
        #[schema(value_type = String)]
        code: VictimCode,
    },
    /// A file, by its best digest: the file itself when it is held, and reports that brought it.
    File {
        /// Which.
        #[schema(value_type = Object)]
        file: FileId,
    },
}

/// How well a record agrees with what was searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Agrees {
    /// All words are there.
    Same,
    /// All are there without article and endings.
    SameStem,
    /// One is nearly there.
    Alike,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// Which.
    #[schema(value_type = String, example = "clu_0000000000000000")]
    pub id: RecordId,
    /// What it is.
    #[schema(value_type = String, example = "clue")]
    pub noun: Noun,
    /// How well it agrees.
    pub agrees: Agrees,
}

/// What was found, the best agreement first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundView {
    /// The records.
    pub found: Vec<Found>,
    /// Whether there are more than one answer holds: search for more words.
    pub has_more: bool,
    /// Of a file that was asked for: the units that hold it in cases which the reader may not see. It is not new then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub call: Vec<UnitToCall>,
}

/// What was found, with a line about each record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPage {
    /// What was found.
    pub view: FoundView,
    /// A line about each record.
    pub around: Around,
}

/// Somebody who searched often without an open case. For what is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchAlertView {
    /// Who.
    #[schema(value_type = String)]
    pub user: UserId,
    /// Of which unit.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// The first of these searches, in microseconds since 1970.
    pub since_us: i64,
    /// The last of them.
    pub last_us: i64,
    /// How many.
    pub n_searches: u64,
}

/// Alerts, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchAlertList {
    /// The alerts.
    pub alerts: Vec<SearchAlertView>,
}

impl Node {
    /// Searches the words of clues, reports, places, leads and series, across languages and slips of the pen. It finds what the
    /// caller may see one by one.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn search_words(&self, who: &Principal, ask: SearchAsk) -> Result<FoundView, Error> {
        Ok(self.search_page(who, ask).await?.view)
    }

    /// The same with a line about each record that was found.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn search_page(&self, who: &Principal, ask: SearchAsk) -> Result<FoundPage, Error> {
        self.permitted(who, Action::SearchWords, async {
            let reader = self.reader(who.caller(Action::SearchWords)?);
            let n_max = ask.limit.unwrap_or(FOUND).clamp(1, FOUND_MAX) as usize;
            let agreeing = self.store.search_words(&reader, ask.words.reveal()).await?;
            let mut agreeing: Vec<(RecordId, Agreement)> = agreeing.into_iter().collect();
            agreeing.sort_unstable_by_key(|(id, agreement)| (Reverse(*agreement), *id));
            let mut found = Vec::new();
            for agreeing in agreeing.chunks(n_max + 1) {
                if found.len() > n_max {
                    break;
                }
                let shown = self.may_find(who, agreeing.iter().map(|(id, _)| *id)).await?;
                let shown = agreeing.iter().filter(|(id, _)| shown.contains(id));
                let agrees = |(id, agreement): &(RecordId, Agreement)| Found {
                    id: *id,
                    noun: Noun::of(*id),
                    agrees: Agrees::of(*agreement),
                };
                found.extend(shown.map(agrees));
            }
            let has_more = found.len() > n_max;
            found.truncate(n_max);
            let entry = self.entry(who, Action::SearchWords.verb()).about("records", ids_of(&found));
            self.store.record_alone(entry).await?;
            self.found_page(who, FoundView { found, has_more, call: Vec::new() }).await
        })
        .await
    }

    /// Finds records exactly. A search for an account, a number or an address is for an open case that the caller works on, or
    /// for a purpose; the ledger keeps which of them, of what kind and how many were found, never what was searched for.
    ///
    /// # Errors
    /// [`Error::Refused`] without case and purpose, or for what is none of the kind that was said; [`Error::NotFound`] for a
    /// case that the caller may not see.
    pub async fn find_exact(&self, who: &Principal, ask: FindExact) -> Result<FoundView, Error> {
        Ok(self.find_page(who, ask).await?.view)
    }

    /// The same with a line about each record that was found.
    ///
    /// # Errors
    /// As for finding exactly.
    pub async fn find_page(&self, who: &Principal, ask: FindExact) -> Result<FoundPage, Error> {
        self.permitted(who, Action::FindExact, async {
            let caller = who.caller(Action::FindExact)?;
            let is_in_open_case = match ask.case {
                None => false,
                Some(case) => {
                    let held = self.load::<Case>(who, Action::ShowCase, case).await?;
                    caller.cases.contains(&case) && held.record.state() == CaseState::Open
                }
            };
            let is_for_people = ask.what.is_for_people();
            if is_for_people && !is_in_open_case && ask.purpose.is_none() {
                return Err(Error::refused(PurposeMissing));
            }
            let agreeing = self.find_by(&ask.what).await?;
            let shown = self.may_find(who, agreeing.iter().copied()).await?;
            let agreeing = agreeing.into_iter().filter(|id| shown.contains(id));
            let mut found: Vec<Found> =
                agreeing.map(|id| Found { id, noun: Noun::of(id), agrees: Agrees::Same }).collect();
            let has_more = found.len() > FOUND_MAX as usize;
            found.truncate(FOUND_MAX as usize);
            let call = match &ask.what {
                FindBy::File { file } => {
                    let files = self.files_of_digests(digests_of(*file)).await?;
                    let units = self.standings(caller, files).await?.into_values().flat_map(|view| view.call);
                    let units: BTreeSet<UnitId> = units.map(|call| call.unit).collect();
                    self.to_call(&units).await?
                }
                _ => Vec::new(),
            };
            let mut entry = self.entry(who, Action::FindExact.verb()).about("kind", ask.what.code());
            if let Some(case) = ask.case {
                entry = entry.about("case", case.to_string());
            }
            if let Some(purpose) = ask.purpose {
                entry = entry.about("purpose", purpose.code());
            }
            let mut tx = self.store.begin().await?;
            if is_for_people {
                let (now_us, actor) = (self.clock.now_us(), caller.actor);
                let (since_us, n_searches) =
                    tx.note_search(actor.user, now_us, is_in_open_case, now_us.saturating_sub(DAY_US)).await?;
                if !is_in_open_case && n_searches > SEARCHES_A_DAY_MAX {
                    let (user, unit) = (actor.user, actor.unit);
                    tx.put_search_alert(&SearchAlert { user, unit, since_us, last_us: now_us, n_searches }).await?;
                }
            }
            tx.commit(entry.about("records", ids_of(&found)).about("n_found", found.len() as u64)).await?;
            self.found_page(who, FoundView { found, has_more, call }).await
        })
        .await
    }

    /// Who searched for people more than 20 times a day without an open case.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn show_search_alerts(&self, who: &Principal) -> Result<SearchAlertList, Error> {
        self.permitted(who, Action::ShowSearchAlerts, async {
            who.caller(Action::ShowSearchAlerts)?;
            let alerts = self.store.search_alerts(ALERTS_MAX).await?;
            let entry = self.entry(who, Action::ShowSearchAlerts.verb()).about("n_alerts", alerts.len() as u64);
            self.store.record_alone(entry).await?;
            let view = |SearchAlert { user, unit, since_us, last_us, n_searches }: SearchAlert| SearchAlertView {
                user,
                unit,
                since_us,
                last_us,
                n_searches,
            };
            Ok(SearchAlertList { alerts: alerts.into_iter().map(view).collect() })
        })
        .await
    }

    async fn found_page(&self, who: &Principal, view: FoundView) -> Result<FoundPage, Error> {
        let named = self.named(who, view.found.iter().map(|found| found.id).collect()).await?;
        let labels = named.iter().map(|held| (held.access.record, Label::of(&held.record))).collect();
        Ok(FoundPage { view, around: Around { labels, ..Around::default() } })
    }

    /// Those of these records that a search may show: as if each had been asked for by its id.
    async fn may_find(
        &self,
        who: &Principal,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<BTreeSet<RecordId>, Error> {
        let (files, records): (Vec<RecordId>, Vec<RecordId>) =
            ids.into_iter().partition(|id| matches!(id, RecordId::File(_)));
        let mut shown = match files.is_empty() {
            true => BTreeSet::new(),
            false => self.visible(who.caller(Action::FindExact)?, files).await?,
        };
        let accesses = self.store.accesses(records).await?;
        shown.extend(self.permitted_among(who, show_action, accesses.values()));
        Ok(shown)
    }

    async fn find_by(&self, what: &FindBy) -> Result<Vec<RecordId>, Error> {
        let account = |key: Result<casework::account::AccountKey, _>| key.map(|key| key.text()).map_err(Error::refused);
        let device = |key: Result<casework::device::DeviceKey, _>| key.map(|key| key.text()).map_err(Error::refused);
        let (kind, key) = match what {
            FindBy::Handle { named } => (KeyKind::Account, account(named.handle_key())?),
            FindBy::ServiceNumber { named } => (KeyKind::Account, account(named.number_key())?),
            FindBy::Mail { written } => (KeyKind::Account, account(mail_key(written.reveal()))?),
            FindBy::Phone { written } => (KeyKind::Account, account(phone_key(written.reveal(), None))?),
            FindBy::Imei { written } => (KeyKind::Device, device(imei_key(written.reveal()))?),
            FindBy::Serial { written } => (KeyKind::Device, device(serial_key(written.reveal()))?),
            FindBy::Mac { written } => (KeyKind::Device, device(mac_key(written.reveal()))?),
            FindBy::Address { written } => match address_key(written.reveal()) {
                Some((_, key)) => (KeyKind::Address, key),
                None => return Ok(Vec::new()),
            },
            FindBy::CaseNumber { written } => (KeyKind::CaseNumber, written.reveal().trim().to_owned()),
            FindBy::VictimCode { code } => (KeyKind::VictimCode, code.to_string()),
            FindBy::File { file } => (KeyKind::File, file.to_string()),
        };
        match kind {
            KeyKind::Account => self.keyed::<casework::account::Account>(kind, &key).await,
            KeyKind::Device => self.keyed::<casework::device::Device>(kind, &key).await,
            KeyKind::Address => self.keyed::<casework::address::Address>(kind, &key).await,
            KeyKind::CaseNumber => self.keyed::<Case>(kind, &key).await,
            KeyKind::VictimCode => self.keyed::<Victim>(kind, &key).await,
            _ => {
                let mut found = self.keyed::<Incoming>(kind, &key).await?;
                if let FindBy::File { file } = what
                    && self.store.file(file).await?.is_some()
                {
                    found.insert(0, RecordId::File(*file));
                }
                Ok(found)
            }
        }
    }

    async fn keyed<R: Record>(&self, kind: KeyKind, key: &str) -> Result<Vec<RecordId>, Error> {
        let held = self.store.records_keyed::<R>(kind, key).await?;
        Ok(held.iter().map(|held| held.record.id().into()).collect())
    }
}

impl FindBy {
    /// Whether it leads to people: then it asks for a case or a purpose.
    fn is_for_people(&self) -> bool {
        !matches!(self, FindBy::CaseNumber { .. } | FindBy::VictimCode { .. } | FindBy::File { .. })
    }

    fn code(&self) -> &'static str {
        match self {
            FindBy::Handle { .. } => "handle",
            FindBy::ServiceNumber { .. } => "service-number",
            FindBy::Mail { .. } => "mail",
            FindBy::Phone { .. } => "phone",
            FindBy::Imei { .. } => "imei",
            FindBy::Serial { .. } => "serial",
            FindBy::Mac { .. } => "mac",
            FindBy::Address { .. } => "address",
            FindBy::CaseNumber { .. } => "case-number",
            FindBy::VictimCode { .. } => "victim-code",
            FindBy::File { .. } => "file",
        }
    }
}

impl Agrees {
    fn of(agreement: Agreement) -> Agrees {
        match agreement {
            Agreement::Same => Agrees::Same,
            Agreement::SameStem => Agrees::SameStem,
            Agreement::Alike => Agrees::Alike,
        }
    }
}

/// By which verb a record of this noun is seen; none for one that nobody sees by itself.
pub(crate) fn show_action(noun: Noun) -> Option<Action> {
    match noun {
        Noun::Series => Some(Action::ShowSeries),
        Noun::Victim => Some(Action::ShowVictim),
        Noun::Person => Some(Action::ShowPerson),
        Noun::Place | Noun::Account | Noun::Device | Noun::Address => Some(Action::ShowThing),
        Noun::Clue => Some(Action::ShowClue),
        Noun::Incoming => Some(Action::ShowReport),
        Noun::Case => Some(Action::ShowCase),
        Noun::Lead => Some(Action::ShowLead),
        Noun::Operation => Some(Action::ShowOperation),
        Noun::Outcome => Some(Action::ShowOutcomes),
        _ => None,
    }
}

fn ids_of(found: &[Found]) -> Vec<String> {
    found.iter().map(|found| found.id.to_string()).collect()
}

#[cfg(test)]
mod tests;
