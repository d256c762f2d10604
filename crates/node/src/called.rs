//! Records by what they are called, for whoever chooses one in a form: by code, by label, by words that are begun. Persons,
//! accounts, devices and addresses are not found so: whoever looks for those says what for, by [`crate::search`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use casework::id::RecordId;
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::record::KeyKind;
use casework::search_text::normalise;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, Label};

/// Records in one answer, at most.
pub const CALLED_MAX: usize = 20;
/// Records that are looked at for one answer, at most.
const LOOKED_AT_MAX: usize = 100;
/// Fewer letters begin nearly everything.
const LETTERS_MIN: usize = 2;

/// What somebody typed to choose a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledAsk {
    /// An id, a code, or words.
    pub words: Protected,
    /// Only records of these nouns; of all where none is named.
    pub nouns: BTreeSet<Noun>,
}

/// A record that could be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Which.
    pub id: RecordId,
    /// Whether it is called just so, and not only begins so or says more.
    pub is_exact: bool,
}

/// Records that could be meant, those that are called just so first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalledPage {
    /// At most [`CALLED_MAX`].
    pub found: Vec<Called>,
    /// Whether there are more: somebody types on.
    pub has_more: bool,
    /// A line about each.
    pub around: Around,
}

impl Node {
    /// Records that could be meant by what somebody typed, as far as they may open them one by one.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn records_called(&self, who: &Principal, ask: &CalledAsk) -> Result<CalledPage, Error> {
        let action = Action::NameRecords;
        self.permitted(who, action, async {
            let text = ask.words.reveal().trim();
            let mut ids = self.could_mean(who, ask, text).await?;
            ids.truncate(LOOKED_AT_MAX);
            let named = self.named(who, ids.iter().copied().collect()).await?;
            let mut labels: BTreeMap<RecordId, Label> =
                named.iter().map(|held| (held.access.record, Label::of(&held.record))).collect();
            let asked = normalise(text);
            let mut found: Vec<(Reverse<bool>, String, RecordId)> = Vec::new();
            for (id, label) in &labels {
                let called = match label {
                    Label::Words(words) => normalise(words.reveal()),
                    Label::Code { .. } | Label::Bare => String::new(),
                };
                let is_exact = id.to_string() == text || (!asked.is_empty() && called == asked);
                found.push((Reverse(is_exact), called, *id));
            }
            found.sort_unstable();
            let has_more = found.len() > CALLED_MAX;
            found.truncate(CALLED_MAX);
            let found: Vec<Called> =
                found.into_iter().map(|(Reverse(is_exact), _, id)| Called { id, is_exact }).collect();
            labels.retain(|id, _| found.iter().any(|one| one.id == *id));
            let shown: Vec<String> = found.iter().map(|one| one.id.to_string()).collect();
            self.store.record_alone(self.entry(who, action.verb()).about("records", shown)).await?;
            Ok(CalledPage { found, has_more, around: Around { labels, ..Around::default() } })
        })
        .await
    }

    /// What a text could stand for: codes first, then words.
    async fn could_mean(&self, who: &Principal, ask: &CalledAsk, text: &str) -> Result<Vec<RecordId>, Error> {
        let reader = self.reader(who.caller(Action::NameRecords)?);
        let is_asked_for = |noun: Noun| ask.nouns.is_empty() || ask.nouns.contains(&noun);
        if let Ok(id) = text.parse::<RecordId>() {
            return Ok(if is_asked_for(Noun::of(id)) { vec![id] } else { Vec::new() });
        }
        if text.chars().count() < LETTERS_MIN {
            return Ok(Vec::new());
        }
        let mut keys: BTreeSet<(KeyKind, String)> = BTreeSet::new();
        // Whoever types a number in small letters means the same case. A victim's code has capitals alone.
        let capitals = text.to_uppercase();
        if is_asked_for(Noun::Case) {
            keys.extend([(KeyKind::CaseNumber, text.to_owned()), (KeyKind::CaseNumber, capitals.clone())]);
        }
        if is_asked_for(Noun::Victim) {
            keys.insert((KeyKind::VictimCode, capitals));
        }
        let mut found = Vec::new();
        for (kind, key) in keys {
            found.extend(self.store.records_key_begins(&reader, kind, &key).await?);
        }
        found.extend(self.store.records_word_begins(&reader, text).await?);
        let mut is_new = BTreeSet::new();
        found.retain(|id| is_asked_for(Noun::of(*id)) && is_new.insert(*id));
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
