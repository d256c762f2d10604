//! What the ledger says of a record, of oneself, and of all that was done: pages of entries and their proofs. No answer lists
//! entries by person, but to that person, and to an auditor who broke glass for it, of which the person is told.

use std::collections::BTreeSet;

use casework::break_glass::GlassRefusal;
use casework::id::{RecordId, UserId};
use casework::link_kind::Noun;
use ledger::body::Body;
use ledger::proof::EntryProof;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{Spoken, StoredEntry};
use utoipa::ToSchema;

use crate::casebook::no_such;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::search::show_action;

/// Entries on one page.
const PAGE_ENTRIES: u32 = 50;
const PAGE_ENTRIES_MAX: u32 = 200;

/// Entries about a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordEntries {
    /// The record, file or exhibit.
    #[schema(value_type = String, example = "ser_0000000000000000")]
    pub record: RecordId,
    /// Only entries before this one: the `next` of the page before.
    #[serde(default)]
    pub before: Option<u64>,
    /// At most so many, 1 to 200; 50 where nothing is said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Entries by and about oneself, or all without anybody's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntries {
    /// Only entries before this one: the `next` of the page before.
    #[serde(default)]
    pub before: Option<u64>,
    /// At most so many, 1 to 200; 50 where nothing is said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Entries by and about somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonEntries {
    /// Who. Break-glass has to have opened their entries to whoever asks.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// Only entries before this one: the `next` of the page before.
    #[serde(default)]
    pub before: Option<u64>,
    /// At most so many, 1 to 200; 50 where nothing is said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// One entry, as far as whoever asked may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerEntryView {
    /// Its place in the ledger, from 0.
    pub index: u64,
    /// When, in microseconds since 1970; none of an entry whose words were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at_us: Option<i64>,
    /// What was done; none of an entry whose words were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "series-show")]
    pub verb: Option<String>,
    /// Who did it. Left out where entries are shown without people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "usr_0000000000000000")]
    pub who: Option<String>,
    /// Which records it names; only to whoever did it themselves, and to an auditor who broke glass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// How many rows it changed.
    pub n_rows: u64,
}

/// One page of entries, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerPage {
    /// The entries.
    pub entries: Vec<LedgerEntryView>,
    /// What to ask with for the next page; none when this is the last.
    pub next: Option<u64>,
    /// That they are withheld while the reader grades the file blind: they say who graded it, and when.
    pub withheld: bool,
}

/// Proofs of the entries about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordProofs {
    /// Each as `sanad ledger verify` takes it from a file, the newest entry first.
    pub proofs: Vec<String>,
    /// Entries of this page that are not among them: they were erased, or name other records that whoever asks does not see.
    pub n_left_out: u64,
    /// What to ask with for the next page; none when this is the last.
    pub next: Option<u64>,
}

/// How much of an entry is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Without people and records.
    Bare,
    /// With who did it.
    Who,
    /// With who did it and which records it names.
    Whole,
}

impl Node {
    /// Entries about a record, for whoever may see the record: what was done with it, when, by whom.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a record that the caller may not see, and for people and units, which are none.
    pub async fn entries_of_record(&self, who: &Principal, ask: RecordEntries) -> Result<LedgerPage, Error> {
        let action = Action::ShowRecordEntries;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            self.may_read_entries_of(who, action, ask.record).await?;
            let withheld = self.is_graded_blind(caller, ask.record).await?;
            let n_max = n_of(ask.limit);
            let found = match withheld {
                true => Vec::new(),
                false => self.store.entries_speaking_of(ask.record, Spoken::About, ask.before, n_max + 1).await?,
            };
            let page = page_of(found, n_max, Shown::Who)?;
            let entry = self.entry(who, action.verb()).about("record", ask.record.to_string());
            self.store.record_alone(entry.about("n_entries", page.entries.len() as u64)).await?;
            Ok(LedgerPage { withheld, ..page })
        })
        .await
    }

    /// What whoever asks has done, and what others did that was about them.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn own_entries(&self, who: &Principal, ask: LedgerEntries) -> Result<LedgerPage, Error> {
        let action = Action::ShowOwnEntries;
        self.permitted(who, action, async {
            let user = who.caller(action)?.actor.user;
            let (n_max, either) = (n_of(ask.limit), Spoken::Either);
            let found = self.store.entries_speaking_of(user.into(), either, ask.before, n_max + 1).await?;
            let mut page = page_of(found, n_max, Shown::Whole)?;
            let own = user.to_string();
            // What somebody else did that was about them may be about others too.
            page.entries.iter_mut().filter(|view| view.who.as_ref() != Some(&own)).for_each(|view| view.about.clear());
            let entry = self.entry(who, action.verb()).about("n_entries", page.entries.len() as u64);
            self.store.record_alone(entry).await?;
            Ok(page)
        })
        .await
    }

    /// What somebody has done, for an auditor to whom break-glass has opened it. The person finds each reading among what
    /// was done about them.
    ///
    /// # Errors
    /// [`Error::Refused`] with [`GlassRefusal::NotBroken`]; [`Error::NotFound`] when there is nobody of this id.
    pub async fn entries_of_person(&self, who: &Principal, ask: PersonEntries) -> Result<LedgerPage, Error> {
        let action = Action::ShowPersonEntries;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let id = RecordId::User(ask.user);
            self.store.user(ask.user).await?.ok_or_else(|| no_such(id))?;
            if !caller.opened.contains(&id) {
                return Err(Error::refused(GlassRefusal::NotBroken));
            }
            let n_max = n_of(ask.limit);
            let found = self.store.entries_speaking_of(id, Spoken::Asker, ask.before, n_max + 1).await?;
            let page = page_of(found, n_max, Shown::Whole)?;
            let entry = self.entry(who, action.verb()).about("user", ask.user.to_string());
            self.store.record_alone(entry.about("n_entries", page.entries.len() as u64)).await?;
            Ok(page)
        })
        .await
    }

    /// All entries, the newest first, without people and records: that something was done, and when.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn ledger_entries(&self, who: &Principal, ask: LedgerEntries) -> Result<LedgerPage, Error> {
        let action = Action::ShowLedgerEntries;
        self.permitted(who, action, async {
            let n_max = u64::from(n_of(ask.limit));
            let size = self.store.ledger_root().await?.size;
            let end = ask.before.unwrap_or(size).min(size);
            let first = end.saturating_sub(n_max);
            let mut found = self.store.ledger_entries(first, end - first).await?;
            found.reverse();
            let entries = found.iter().map(|entry| view_of(entry, Shown::Bare)).collect::<Result<Vec<_>, _>>()?;
            let entry = self.entry(who, action.verb()).about("n_entries", entries.len() as u64);
            self.store.record_alone(entry).await?;
            Ok(LedgerPage { entries, next: Some(first).filter(|first| *first > 0), withheld: false })
        })
        .await
    }

    /// The proofs of the entries about a record, for whoever may see it: what a court verifies with nothing else.
    ///
    /// # Errors
    /// As [`Node::entries_of_record`]; [`Error::Ledger`] when the folder was changed.
    pub async fn prove_record(&self, who: &Principal, ask: RecordEntries) -> Result<RecordProofs, Error> {
        let action = Action::ProveEntry;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            self.may_read_entries_of(who, action, ask.record).await?;
            if self.is_graded_blind(caller, ask.record).await? {
                return Ok(RecordProofs { proofs: Vec::new(), n_left_out: 0, next: None });
            }
            let n_max = n_of(ask.limit);
            let mut found = self.store.entries_speaking_of(ask.record, Spoken::About, ask.before, n_max + 1).await?;
            let is_last = found.len() <= n_max as usize;
            found.truncate(n_max as usize);
            let next = found.last().filter(|_| !is_last).map(|last| last.index);
            let n_found = found.len() as u64;
            let mut indexes = Vec::new();
            for entry in &found {
                if self.may_know_all_of(who, entry).await? {
                    indexes.push(entry.index);
                }
            }
            let proofs: Vec<String> =
                self.proofs_of(&indexes).await?.into_iter().map(|proof| proof.to_string()).collect();
            let given = self.entry(who, action.verb()).about("record", ask.record.to_string());
            self.store.record_alone(given.about("n_entries", proofs.len() as u64)).await?;
            Ok(RecordProofs { n_left_out: n_found - proofs.len() as u64, proofs, next })
        })
        .await
    }

    /// That one entry may be handed out whole: to the terminal's owner, who keeps the folder; to others, when they may see
    /// every record that it names, and it is about a record, their own, or what the terminal or a machine did. So nobody reads what a person did
    /// by going from entry to entry.
    pub(crate) async fn may_prove(&self, who: &Principal, index: u64) -> Result<(), Error> {
        let Principal::User(_) = who else { return Ok(()) };
        let missing = || Error::NotFound { what: "ledger-entry", name: index.to_string() };
        let entry = self.store.ledger_entries(index, 1).await?.pop().filter(|entry| entry.index == index);
        let entry = entry.ok_or_else(missing)?;
        let body = body_of(&entry)?.ok_or_else(missing)?;
        let asker = text_of(&body, "who").unwrap_or_default().to_owned();
        let machine = match asker.parse::<UserId>() {
            Ok(user) => self.store.user(user).await?.is_some_and(|user| user.is_machine()),
            Err(_) => asker.starts_with("uid:"),
        };
        let is_of_nobody_else = machine || asker == who.name();
        let is_about_a_record = ids_of(&body).iter().any(|id| !matches!(id, RecordId::User(_) | RecordId::Unit(_)));
        let may = (is_of_nobody_else || is_about_a_record) && self.may_know_all_of(who, &entry).await?;
        if may { Ok(()) } else { Err(missing()) }
    }

    /// Whether every record that an entry names is there for them, and none is graded blind by them now.
    async fn may_know_all_of(&self, who: &Principal, entry: &StoredEntry) -> Result<bool, Error> {
        let action = Action::ProveEntry;
        let caller = who.caller(action)?;
        let Some(body) = body_of(entry)? else { return Ok(false) };
        let own = caller.actor.user;
        let is_own = text_of(&body, "who") == Some(own.to_string().as_str());
        let mut records = BTreeSet::new();
        for id in ids_of(&body) {
            match id {
                RecordId::Unit(_) => {}
                RecordId::User(user) if user == own => {}
                RecordId::User(_) if is_own => {}
                RecordId::User(_) => return Ok(false),
                id => drop(records.insert(id)),
            }
        }
        let hidden = self.hidden_by_blind(caller).await?;
        for id in records {
            let is_hidden = matches!(id, RecordId::File(file) if hidden.contains(&file));
            if is_hidden || self.may_read_entries_of(who, action, id).await.is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// That they may see the record, in a role that may see such records: a token's scope says only what it may ask for here.
    async fn may_read_entries_of(&self, who: &Principal, action: Action, id: RecordId) -> Result<(), Error> {
        let caller = who.caller(action)?;
        let whoever = Principal::User(Box::new(Caller { scope: None, ..caller.clone() }));
        match id {
            RecordId::User(_) | RecordId::Unit(_) => Err(no_such(id)),
            RecordId::File(_) | RecordId::Exhibit(_) | RecordId::Link(_) => {
                let shows = if matches!(id, RecordId::Link(_)) { Action::ShowLinks } else { Action::ShowExhibits };
                self.permit(&whoever, shows)?;
                self.must_see(caller, id).await
            }
            id => {
                let access = self.store.access(id).await?.ok_or_else(|| no_such(id))?;
                let shows = show_action(Noun::of(id)).unwrap_or(Action::ShowCase);
                self.permit_about(&whoever, shows, &access)
            }
        }
    }

    async fn is_graded_blind(&self, caller: &Caller, id: RecordId) -> Result<bool, Error> {
        let RecordId::File(file) = id else { return Ok(false) };
        Ok(self.hidden_by_blind(caller).await?.contains(&file))
    }

    /// The proofs of these entries under one checkpoint; of those that were erased none.
    pub(crate) async fn proofs_of(&self, indexes: &[u64]) -> Result<Vec<EntryProof>, Error> {
        if indexes.is_empty() {
            return Ok(Vec::new());
        }
        let signer = self.ledger_signer()?;
        let checkpoint = self.lay_out_ledger(&signer).await?;
        let signed = checkpoint.sign(&signer).to_string();
        let mut proofs = Vec::with_capacity(indexes.len());
        for &index in indexes.iter().filter(|index| **index < checkpoint.size) {
            let logged = self.store.logged_entries(index..index + 1).await?.remove(0);
            let Body::Whole { salt, json } = logged.body else { continue };
            let Some(path) = self.store.prove_entry(index, checkpoint.size).await? else { continue };
            let body = String::from_utf8_lossy(&json).into_owned();
            proofs.push(EntryProof { index, path, checkpoint: signed.clone(), salt, body, row: None });
        }
        Ok(proofs)
    }
}

fn n_of(limit: Option<u32>) -> u32 {
    limit.unwrap_or(PAGE_ENTRIES).clamp(1, PAGE_ENTRIES_MAX)
}

/// A page of what was found, one more than the page holds.
fn page_of(mut found: Vec<StoredEntry>, n_max: u32, shown: Shown) -> Result<LedgerPage, Error> {
    let is_last = found.len() <= n_max as usize;
    found.truncate(n_max as usize);
    let next = found.last().filter(|_| !is_last).map(|last| last.index);
    let entries = found.iter().map(|entry| view_of(entry, shown)).collect::<Result<Vec<_>, _>>()?;
    Ok(LedgerPage { entries, next, withheld: false })
}

fn view_of(entry: &StoredEntry, shown: Shown) -> Result<LedgerEntryView, Error> {
    let Some(body) = body_of(entry)? else {
        return Ok(LedgerEntryView {
            index: entry.index,
            at_us: None,
            verb: None,
            who: None,
            about: Vec::new(),
            n_rows: 0,
        });
    };
    let asker = text_of(&body, "who").map(str::to_owned);
    Ok(LedgerEntryView {
        index: entry.index,
        at_us: body.get("at_us").and_then(Value::as_i64),
        verb: text_of(&body, "verb").map(str::to_owned),
        who: asker.filter(|_| shown != Shown::Bare),
        about: match shown {
            Shown::Whole => ids_of(&body).iter().map(ToString::to_string).collect(),
            Shown::Bare | Shown::Who => Vec::new(),
        },
        n_rows: body.get("n_rows").and_then(Value::as_u64).unwrap_or_default(),
    })
}

fn body_of(entry: &StoredEntry) -> Result<Option<Map<String, Value>>, Error> {
    let damaged =
        |_| store::Error::Damaged { what: format!("ledger entry {} is no JSON object", entry.index), source: None };
    let body = entry.body.as_deref().map(serde_json::from_slice).transpose().map_err(damaged)?;
    Ok(body)
}

fn text_of<'b>(body: &'b Map<String, Value>, name: &str) -> Option<&'b str> {
    body.get(name).and_then(Value::as_str)
}

/// The records that an entry names in what it was about.
fn ids_of(body: &Map<String, Value>) -> BTreeSet<RecordId> {
    let values = body.iter().filter(|(name, _)| name.as_str() != "who").map(|(_, value)| value);
    let texts = values.flat_map(|value| match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    });
    texts.filter_map(|text| text.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
