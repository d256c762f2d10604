//! Holding matches back: suppressing an entry or a hash that somebody asks about, releasing what is held back, and seeing
//! all of it. What it does to answers is decided in [`casework::match_stop`] and done in [`crate::match_query`].

use casework::file::FileId;
use casework::id::RecordId;
use casework::list::ListVersion;
use casework::match_decision::EntryHash;
use casework::match_stop::{FloodRule, Hold, MatchStop, StopState, StopTarget};
use fingerprint::{Md5, Pdq, Sha1, Sha256};
use index::segment::Segment;
use serde::{Deserialize, Serialize};
use store::{Holder, NumberedStop, Tx};
use utoipa::ToSchema;

use crate::casebook::{ListAsk, Listed};
use crate::error::Error;
use crate::list::segments_of;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Stops on one page.
const PAGE_STOPS: u32 = 50;
const PAGE_STOPS_MAX: u32 = 200;

/// What is to be held back: an entry, named by list and row as an answer names it or by one of its hashes; or, without a
/// list, a hash that somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppressMatch {
    /// The list, by name or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub list: Option<String>,
    /// The entry's row in the list's current version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub row: Option<u64>,
    /// A hash of the entry, or of what is asked about. Written as `{"pdq": "…"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub hash: Option<EntryHash>,
    /// Without a list: looks up to so far from this one are no match either, 0 to 31.
    #[serde(default)]
    #[schema(maximum = 31)]
    pub distance_bits: u32,
    /// Why, in words.
    pub reason: String,
    /// For how long: 1 to 366 days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u32,
}

/// What is to be answered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseMatch {
    /// The number of what is held back.
    pub stop: u64,
    /// Why, in words.
    pub reason: String,
}

/// Something that is or was held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StopView {
    /// Its number.
    pub id: u64,
    /// What: `{"entry": {…}}` or `{"asked": {…}}`.
    #[schema(value_type = Object)]
    pub target: StopTarget,
    /// What holds, with who, when and why: `{"suppressed": {…}}`, `{"quarantined": {…}}` or `{"released": {…}}`.
    #[schema(value_type = Object)]
    pub state: StopState,
    /// Whether answers are held back by it now: not once its time is over.
    pub holds: bool,
    /// What held before, oldest first.
    #[schema(value_type = Vec<Object>)]
    pub earlier: Vec<StopState>,
}

impl Node {
    /// Holds matches back for a time: they are counted in an answer and not told. What was seized is matched all the same.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list or row that is not there; [`Error::NotAHash`] where no entry and no hash is named;
    /// [`Error::Refused`] with a [`casework::match_stop::StopRefusal`].
    pub async fn suppress_match(&self, who: &Principal, ask: SuppressMatch) -> Result<StopView, Error> {
        self.permitted(who, Action::SuppressMatch, async {
            let caller = who.caller(Action::SuppressMatch)?;
            let target = self.target_of(&ask).await?;
            let said = self.said(caller, Some(&ask.reason));
            let mut tx = self.store.begin().await?;
            let before = tx.match_stop_of(&target).await?.map(|numbered| numbered.stop);
            let stop = MatchStop::suppress(target, before.as_ref(), said, ask.days).map_err(Error::refused)?;
            let id = tx.put_match_stop(&stop).await?;
            tx.commit(self.entry(who, Action::SuppressMatch.verb()).about("stop", id)).await?;
            self.asked_lists.forget_stops().await;
            Ok(self.stop_view(NumberedStop { id, stop }))
        })
        .await
    }

    /// Lets matches be answered again that a person or the node held back. An entry that was released is never quarantined
    /// again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when it is not held back.
    pub async fn release_match(&self, who: &Principal, ask: ReleaseMatch) -> Result<StopView, Error> {
        self.permitted(who, Action::ReleaseMatch, async {
            let caller = who.caller(Action::ReleaseMatch)?;
            let missing = || Error::NotFound { what: "stop", name: ask.stop.to_string() };
            let mut tx = self.store.begin().await?;
            let held = tx.match_stop(ask.stop).await?.ok_or_else(missing)?;
            let stop = held.stop.release(self.said(caller, Some(&ask.reason))).map_err(Error::refused)?;
            tx.put_match_stop(&stop).await?;
            tx.commit(self.entry(who, Action::ReleaseMatch.verb()).about("stop", held.id)).await?;
            self.asked_lists.forget_stops().await;
            Ok(self.stop_view(NumberedStop { id: held.id, stop }))
        })
        .await
    }

    /// What is and was held back, the latest first; of one state, when one is given: `suppressed`, `quarantined` or
    /// `released`.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn match_stops(&self, who: &Principal, ask: ListAsk) -> Result<Listed<StopView>, Error> {
        self.permitted(who, Action::ShowStops, async {
            let n_max = ask.limit.unwrap_or(PAGE_STOPS).clamp(1, PAGE_STOPS_MAX) as usize;
            let wrong = |text: &String| Error::NotACursor { text: text.clone() };
            let before: u64 = match &ask.after {
                Some(text) => text.parse().map_err(|_| wrong(text))?,
                None => u64::MAX,
            };
            let mut stops = self.store.match_stops().await?;
            stops.retain(|held| held.id < before);
            stops.retain(|held| ask.state.as_deref().is_none_or(|state| state == state_code(&held.stop.state)));
            stops.reverse();
            let next = stops.get(n_max).and_then(|_| stops.get(n_max - 1)).map(|last| last.id.to_string());
            stops.truncate(n_max);
            let ids: Vec<String> = stops.iter().map(|held| held.id.to_string()).collect();
            let entry = self.entry(who, Action::ShowStops.verb()).about("stops", ids);
            self.store.record_alone(entry).await?;
            Ok(Listed { items: stops.into_iter().map(|held| self.stop_view(held)).collect(), next })
        })
        .await
    }

    /// With how many different things an entry may agree before it waits for a person.
    pub fn quarantine_by(&self, rule: FloodRule) {
        self.asked_lists.set_flood_rule(rule);
    }

    /// Holds back an entry that agreed with too much, and tells everybody who reads news. Part of another verb.
    pub(crate) async fn quarantine(
        &self,
        tx: &mut Tx,
        list: &ListVersion,
        row: u64,
        rule: &FloodRule,
    ) -> Result<Option<u64>, Error> {
        let Some(hash) = self.hash_of_row(list, row).await? else { return Ok(None) };
        let target = StopTarget::Entry { list: list.terms.name.clone(), hash };
        let before = tx.match_stop_of(&target).await?.map(|numbered| numbered.stop);
        if before.as_ref().is_some_and(|stop| stop.hold(self.now()).is_some()) {
            // Somebody, or another call at the same moment, was quicker.
            return Ok(None);
        }
        let stop = MatchStop::quarantine(target, before.as_ref(), self.now(), rule);
        let id = tx.put_match_stop(&stop).await?;
        let news = NewsBody::EntryQuarantined { list: list.terms.name.clone(), stop: id, n_things: rule.n_things_max };
        // Of a list there is a file, which its digest names.
        let about = RecordId::File(FileId::Sha256(list.sha256));
        tx.add_news(Holder::Everybody, news.code(), about, &news, self.now()).await?;
        Ok(Some(id))
    }

    fn stop_view(&self, held: NumberedStop) -> StopView {
        let holds = matches!(held.stop.hold(self.now()), Some(Hold::Suppressed | Hold::Quarantined));
        let MatchStop { target, state, earlier } = held.stop;
        StopView { id: held.id, target, state, holds, earlier }
    }

    async fn target_of(&self, ask: &SuppressMatch) -> Result<StopTarget, Error> {
        let not_named = || Error::NotAHash { text: String::new() };
        let Some(name) = &ask.list else {
            let hash = ask.hash.ok_or_else(not_named)?;
            return Ok(StopTarget::Asked { hash, distance_bits: ask.distance_bits });
        };
        let lists = self.store.current_lists().await?;
        let found = lists.into_iter().find(|list| list.terms.name == *name || list.id == *name);
        let list = found.ok_or_else(|| Error::NotFound { what: "list", name: name.clone() })?;
        let hash = match (ask.hash, ask.row) {
            (Some(hash), _) => hash,
            (None, Some(row)) => {
                let missing = || Error::NotFound { what: "row", name: format!("{name} {row}") };
                self.hash_of_row(&list, row).await?.ok_or_else(missing)?
            }
            (None, None) => return Err(not_named()),
        };
        Ok(StopTarget::Entry { list: list.terms.name, hash })
    }

    /// The strongest hash of an entry: a digest before a look. Its segments are gone through once.
    async fn hash_of_row(&self, list: &ListVersion, row: u64) -> Result<Option<EntryHash>, Error> {
        let segments = segments_of(&self.folder, list, 0);
        let found = tokio::task::spawn_blocking(move || {
            for segment in [segments.sha256, segments.sha1, segments.md5, segments.pdq].into_iter().enumerate() {
                let (kind, Some(path)) = segment else { continue };
                if let Some(key) = key_of_row(path, row)? {
                    return Ok(entry_hash(kind, &key));
                }
            }
            Ok(None)
        });
        found.await.map_err(|panic| Error::Index(Box::new(panic)))?
    }
}

fn key_of_row(path: std::path::PathBuf, row: u64) -> Result<Option<Vec<u8>>, Error> {
    let damaged = |error: index::segment::SegmentError| Error::Index(Box::new(error));
    for entry in Segment::open(path).map_err(damaged)?.iter() {
        let (key, found) = entry.map_err(damaged)?;
        if found == row {
            return Ok(Some(key.to_vec()));
        }
    }
    Ok(None)
}

fn entry_hash(kind: usize, key: &[u8]) -> Option<EntryHash> {
    match kind {
        0 => key.try_into().ok().map(Sha256).map(EntryHash::Sha256),
        1 => key.try_into().ok().map(Sha1).map(EntryHash::Sha1),
        2 => key.try_into().ok().map(Md5).map(EntryHash::Md5),
        _ => key.try_into().ok().map(Pdq).map(EntryHash::Pdq),
    }
}

fn state_code(state: &StopState) -> &'static str {
    match state {
        StopState::Suppressed { .. } => "suppressed",
        StopState::Quarantined { .. } => "quarantined",
        StopState::Released { .. } => "released",
    }
}

#[cfg(test)]
mod tests;
