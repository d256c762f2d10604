//! A list as those who lean on it see it: whose it is, how old, how often it erred, how it is handled, and what it claims now.

use std::collections::{BTreeSet, HashMap};

use casework::file::FileId;
use casework::list_handling::ListHandling;
use store::{RefusedRow, StoredEntry};

use super::handling::ListHandlingView;
use super::measured::MeasuredView;
use super::show::KeptList;
use crate::casebook::Listed;
use crate::error::Error;
use crate::match_decision::ClaimView;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Files whose claims one page shows.
const PAGE_FILES: u32 = 50;
/// Refused rows that a page names.
pub const REFUSED_SHOWN_MAX: usize = 100;
/// A list that nobody has brought for so long may lack what others have known for weeks.
const STALE_AFTER_US: i64 = 30 * 24 * 3_600 * 1_000_000;

/// A list in the order of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// Its current version and colour.
    pub list: KeptList,
    /// When that version was taken in, in microseconds since 1970; none where the ledger says it no more.
    pub taken_in_us: Option<i64>,
    /// Whether that is long ago.
    pub is_stale: bool,
}

/// One list, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOverview {
    /// The list.
    pub line: ListLine,
    /// Whether every stored file has met this version.
    pub is_rematched: bool,
    /// Rows that were refused, the first [`REFUSED_SHOWN_MAX`].
    pub refused: Vec<RefusedRow>,
    /// How often near claims were wrong, as far as people decided.
    pub measured: MeasuredView,
    /// How it is handled; none for who may not see that.
    pub handling: Option<ListHandlingView>,
}

/// How the index of a list answered what was planted in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListTested {
    /// How many hashes were asked for.
    pub planted: u64,
    /// How many were found.
    pub right: u64,
    /// Whether every entry is compared one by one, because the index did not answer right.
    pub fell_back: bool,
}

impl Node {
    /// The lists, each with its age, by name.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn list_lines(&self, who: &Principal) -> Result<Vec<ListLine>, Error> {
        let action = Action::ShowLists;
        self.permitted(who, action, async {
            let lists = self.kept_lists().await?;
            let came = self.store.entries_of_lists().await?;
            let lines = lists.into_iter().map(|list| self.line_of(list, &came)).collect();
            self.store.record_alone(self.entry(who, action.verb())).await?;
            Ok(lines)
        })
        .await
    }

    /// One list with everything that is to be said of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list that is not there.
    pub async fn list_overview(&self, who: &Principal, name: &str) -> Result<ListOverview, Error> {
        let action = Action::ShowLists;
        self.permitted(who, action, async {
            let version = self.list_called(name).await?;
            let mut refused = self.store.refused_rows(&version.id).await?;
            refused.truncate(REFUSED_SHOWN_MAX);
            let measured = self.measured_of(&version).await?;
            let is_rematched = version.terms.set_aside || self.store.is_rematched(&version.id).await?;
            let handling = self.store.list_handlings().await?.remove(&version.terms.name);
            let handling = handling.unwrap_or_else(ListHandling::usual);
            let tlp = handling.handling.marking.tlp();
            let handling = match who {
                Principal::User(caller) if self.may(who, Action::ShowListHandling) => {
                    Some(self.list_handling_view(caller, version.terms.name.clone(), handling).await?)
                }
                _ => None,
            };
            let came = self.store.entries_of_lists().await?;
            let entry = self.entry(who, action.verb()).about("list", version.id.as_str());
            self.store.record_alone(entry).await?;
            let line = self.line_of(KeptList { version, tlp }, &came);
            Ok(ListOverview { line, is_rematched, refused, measured, handling })
        })
        .await
    }

    /// Asks a list's index for what was planted in it, now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list that is not there; [`Error::SelfTest`] for one that may not answer at all.
    pub async fn test_list(&self, who: &Principal, name: &str) -> Result<ListTested, Error> {
        let action = Action::ShowLists;
        self.permitted(who, action, async {
            let version = self.list_called(name).await?;
            let (_, test) = self.open_catalogue(std::slice::from_ref(&version), version.terms.threshold_bits)?;
            let entry = self.entry(who, action.verb()).about("list", version.id.as_str());
            self.store.record_alone(entry.about("planted", test.planted).about("right", test.right)).await?;
            Ok(ListTested { planted: test.planted, right: test.right, fell_back: test.fell_back_to_brute_force })
        })
        .await
    }

    /// What a list claims now of files that the caller may see: what would match today, with what people decided. A page may
    /// have fewer than asked for and still not be the last.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list that is not there.
    pub async fn claims_of_list(
        &self,
        who: &Principal,
        name: &str,
        after: Option<String>,
    ) -> Result<Listed<ClaimView>, Error> {
        let action = Action::ShowMatches;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let version = self.list_called(name).await?;
            let name = &version.terms.name;
            let wrong = |text: &String| Error::NotACursor { text: text.clone() };
            let after: Option<FileId> = after.as_ref().map(|text| text.parse().map_err(|_| wrong(text))).transpose()?;
            let mut files = self.store.files_matched_by(name, after, PAGE_FILES + 1).await?;
            let is_last = files.len() <= PAGE_FILES as usize;
            files.truncate(PAGE_FILES as usize);
            let next = files.last().filter(|_| !is_last).map(ToString::to_string);
            let mut items = self.claims_about(who, caller, files).await?;
            items.retain(|claim| claim.list == *name);
            let shown: BTreeSet<String> = items.iter().map(|claim| claim.file.to_string()).collect();
            let entry = self.entry(who, action.verb()).about("list", version.id.as_str());
            self.store.record_alone(entry.about("files", Vec::from_iter(shown))).await?;
            Ok(Listed { items, next })
        })
        .await
    }

    fn line_of(&self, list: KeptList, came: &HashMap<String, StoredEntry>) -> ListLine {
        let body = came.get(&list.version.id).and_then(|entry| entry.body.as_deref());
        let body: Option<serde_json::Value> = body.and_then(|body| serde_json::from_slice(body).ok());
        let taken_in_us = body.and_then(|body| body.get("at_us")?.as_i64());
        let is_stale = taken_in_us.is_some_and(|at_us| self.now_us().saturating_sub(at_us) > STALE_AFTER_US);
        ListLine { list, taken_in_us, is_stale }
    }
}

#[cfg(test)]
mod tests;
