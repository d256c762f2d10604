//! What people decide about matches: seeing the claims about a file, confirming or rejecting one, and the decision that
//! others ask for before they lean on a match.

pub mod why;

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::id::RecordId;
use casework::link::leaning_on_match;
use casework::list::Category;
use casework::match_decision::{
    Closeness, Compared, EntryHash, MatchDecision, MatchState, Pair, counts, may_leave_as_known, rematch,
};
use serde::{Deserialize, Serialize};
use store::{Claimed, House, NumberedDecision};
use utoipa::ToSchema;

use crate::casebook::{ListAsk, Listed, no_such};
use crate::claimed_pairs::ClaimedPair;
use crate::error::Error;
use crate::holding::HoldingView;
use crate::list::handling::untold_in;
use crate::match_query::OwnersWord;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Files that one page looks at; of a queue they need not all be shown.
const PAGE_FILES: u32 = 50;
const PAGE_FILES_MAX: u32 = 200;

/// A match of a file with an entry of a list, as an ask names it. Asks flatten it, and refuse fields that they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MatchNamed {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// The list's name.
    pub list: String,
    /// The owner's id of the entry, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owner_id: Option<String>,
    /// A hash of the entry, where it has no id. Written as `{"md5": "…"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub hash: Option<EntryHash>,
}

/// What somebody decides about a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideMatch {
    /// Which match.
    #[serde(flatten)]
    pub named: MatchNamed,
    /// Whether they are the same.
    pub confirms: bool,
    /// Whether both pictures were seen side by side. A near or altered match is confirmed by that, or with a reason.
    #[serde(default)]
    pub side_by_side: bool,
    /// Why, in words. A rejection needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// A claim, and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimView {
    /// The file. Written as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// The list's name.
    pub list: String,
    /// The owner's id of the entry.
    pub owner_id: Option<String>,
    /// The hashes of the entry that agree.
    #[schema(value_type = Vec<Object>)]
    pub hashes: BTreeSet<EntryHash>,
    /// `exact`, `near`, `altered`, or `contradicted`.
    #[schema(value_type = String, example = "near")]
    pub closeness: Closeness,
    /// Bits that differ; 0 for a digest.
    pub distance_bits: u32,
    /// The entry's category, in the owner's scheme.
    #[schema(value_type = Option<Object>)]
    pub category: Option<Category>,
    /// The owner's words. Untrusted text.
    pub words: Vec<OwnersWord>,
    /// Whether the list is handled so that words, id and category of its entries are not told to the reader.
    pub words_withheld: bool,
    /// `"claimed"`, or who confirmed or rejected it, when and why.
    #[schema(value_type = Value)]
    pub state: MatchState,
    /// Whether counts and exports may call the file known because of it.
    pub counts: bool,
}

impl ClaimView {
    fn of(decision: MatchDecision, of: &ClaimedPair) -> ClaimView {
        let counts = counts(&decision) && may_leave_as_known(&decision).is_ok();
        let Pair { file, list, owner_id, hashes } = decision.claim.pair;
        let first = of.matches.first();
        ClaimView {
            file,
            list,
            owner_id,
            hashes,
            closeness: decision.claim.closeness,
            distance_bits: of.matches.iter().map(|claim| claim.distance).min().unwrap_or(0),
            category: first.and_then(|claim| claim.category.clone()),
            words: first
                .into_iter()
                .flat_map(|claim| claim.words.clone())
                .map(|(name, text)| OwnersWord { name, text })
                .collect(),
            words_withheld: false,
            state: decision.state,
            counts,
        }
    }

    /// The same for a reader to whom the words of these lists are not told.
    fn without(mut self, untold: &BTreeSet<String>) -> ClaimView {
        if untold.contains(&self.list) {
            (self.owner_id, self.category, self.words, self.words_withheld) = (None, None, Vec::new(), true);
        }
        self
    }
}

/// The claims about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimsView {
    /// The claims, by list.
    pub claims: Vec<ClaimView>,
    /// That they are withheld while the reader grades the file blind: lists say what others think of it.
    pub withheld: bool,
    /// Which cases hold it: a file without a claim is not new where one does.
    pub holding: HoldingView,
}

impl Node {
    /// The claims about a file and what was decided about each.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see.
    pub async fn claims_of(&self, who: &Principal, file: FileId) -> Result<ClaimsView, Error> {
        self.permitted(who, Action::ShowMatches, async {
            let caller = who.caller(Action::ShowMatches)?;
            self.must_see(caller, RecordId::File(file)).await?;
            let hidden = self.hidden_by_blind(caller).await?;
            let withheld = hidden.contains(&file);
            let claims = if withheld { Vec::new() } else { self.claims_among(who, &[file]).await? };
            let entry = self.entry(who, Action::ShowMatches.verb()).about("files", vec![file.to_string()]);
            self.store.record_alone(entry).await?;
            let holding =
                self.standings(caller, [file]).await?.remove(&file).ok_or_else(|| no_such(RecordId::File(file)))?;
            Ok(ClaimsView { claims, withheld, holding })
        })
        .await
    }

    /// Claims about the files that the caller may see, by file; of one state, when one is given: `claimed`, `confirmed` or
    /// `rejected`. A page may have fewer than asked for and still not be the last.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn claims(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ClaimView>, Error> {
        self.permitted(who, Action::ShowMatches, async {
            let caller = who.caller(Action::ShowMatches)?;
            let n_max = ask.limit.unwrap_or(PAGE_FILES).clamp(1, PAGE_FILES_MAX);
            let wrong = |text: &String| Error::NotACursor { text: text.clone() };
            let after = ask.after.as_ref().map(|text| text.parse().map_err(|_| wrong(text))).transpose()?;
            let mut files = self.store.files_with_matches(after, n_max + 1).await?;
            let is_last = files.len() <= n_max as usize;
            files.truncate(n_max as usize);
            let next = files.last().filter(|_| !is_last).map(ToString::to_string);
            let hidden = self.hidden_by_blind(caller).await?;
            let named = self.files_to_name(caller, &hidden, &files.iter().copied().collect()).await?;
            files.retain(|file| named.contains(file));
            let mut items = self.claims_among(who, &files).await?;
            if let Some(state) = &ask.state {
                items.retain(|view| state_code(&view.state) == state);
            }
            let shown: BTreeSet<String> = items.iter().map(|view| view.file.to_string()).collect();
            let entry = self.entry(who, Action::ShowMatches.verb()).about("files", Vec::from_iter(shown));
            self.store.record_alone(entry).await?;
            Ok(Listed { items, next })
        })
        .await
    }

    /// The claims about those of these files that the caller may see in a list: part of verbs that permit and record it.
    pub(crate) async fn claims_about(
        &self,
        who: &Principal,
        caller: &Caller,
        mut files: Vec<FileId>,
    ) -> Result<Vec<ClaimView>, Error> {
        let open = self.open_files(caller, files.iter().copied()).await?;
        let hidden = self.hidden_by_blind(caller).await?;
        files.retain(|file| open.contains(file) && !hidden.contains(file));
        self.claims_among(who, &files).await
    }

    /// Confirms or rejects a match. What leans on a match that is rejected is to be looked at again, and those who hold it
    /// are told.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see, or when the file has no such match;
    /// [`Error::Refused`] with a [`casework::match_decision::CannotDecide`].
    pub async fn decide_match(&self, who: &Principal, ask: DecideMatch) -> Result<ClaimView, Error> {
        self.permitted(who, Action::DecideMatch, async {
            let caller = who.caller(Action::DecideMatch)?;
            let (named, file) = (&ask.named, ask.named.file);
            self.must_see(caller, RecordId::File(file)).await?;
            if self.hidden_by_blind(caller).await?.contains(&file) {
                // To them there are no claims now.
                return Err(no_match(named));
            }
            let decided = self.decided(named).await?;
            let (pair, decision) = pick(&decided, named).ok_or_else(|| no_match(named))?;
            let said = self.said(caller, ask.reason.as_deref());
            let compared = if ask.side_by_side { Compared::SideBySide } else { Compared::Otherwise };
            let decision = if ask.confirms { decision.confirm(said, compared) } else { decision.reject(said) }
                .map_err(Error::refused)?;
            let stored = self.store.match_decisions(file, &named.list).await?;
            let same = stored.iter().find(|held| held.decision.claim.pair.is(&decision.claim.pair));
            let links = if ask.confirms { Vec::new() } else { self.links_on_matches().await? };
            let leaning = leaning_on_match(&decision.claim.pair, &links);
            let mut tx = self.store.begin().await?;
            tx.put_match_decision(&decision, same.map(|held| held.ordinal)).await?;
            for link in leaning {
                let news = NewsBody::Recheck { leaned_on: RecordId::File(file) };
                self.tell_of_record(&mut tx, link.into(), &news).await?;
            }
            tx.commit(self.entry(who, Action::DecideMatch.verb()).about("file", file.to_string())).await?;
            Ok(ClaimView::of(decision, pair).without(&self.untold_lists(who).await?))
        })
        .await
    }

    /// What holds of a match of this file with an entry of this list, named by the owner's id or by a hash: the claim, or
    /// what somebody decided. Whoever leans on a match asks this, and the rules of [`casework::match_decision`] next.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the file has no such match.
    pub(crate) async fn decided_match(&self, named: &MatchNamed) -> Result<MatchDecision, Error> {
        let decided = self.decided(named).await?;
        let found = pick(&decided, named).map(|(_, decision)| decision.clone());
        found.ok_or_else(|| no_match(named))
    }

    /// The claims about a file, of one list, with what holds of each.
    async fn decided(&self, named: &MatchNamed) -> Result<Vec<(ClaimedPair, MatchDecision)>, Error> {
        let mut pairs = self.pairs_of_file(named.file).await?;
        pairs.retain(|pair| pair.claim.pair.list == named.list);
        self.with_decisions(named.file, pairs).await
    }

    /// These claims about one file with what holds of each.
    pub(crate) async fn with_decisions(
        &self,
        file: FileId,
        pairs: Vec<ClaimedPair>,
    ) -> Result<Vec<(ClaimedPair, MatchDecision)>, Error> {
        let lists: BTreeSet<String> = pairs.iter().map(|pair| pair.claim.pair.list.clone()).collect();
        let mut stored: Vec<MatchDecision> = Vec::new();
        for list in lists {
            let of_list: Vec<NumberedDecision> = self.store.match_decisions(file, &list).await?;
            stored.extend(of_list.into_iter().map(|numbered| numbered.decision));
        }
        Ok(decided_of(pairs, &stored).collect())
    }

    /// The claims about these files, which the caller may see and does not grade blind, asked for at once, in their order; the
    /// verb that asks records it.
    pub(crate) async fn claims_among(&self, who: &Principal, files: &[FileId]) -> Result<Vec<ClaimView>, Error> {
        let house = self.store.house(self.now()).await?;
        self.claims_that_stand(who, &house, files, &self.store.claimed(files).await?).await
    }

    /// The same of what was read already.
    pub(crate) async fn claims_that_stand(
        &self,
        who: &Principal,
        house: &House,
        files: &[FileId],
        claimed: &Claimed,
    ) -> Result<Vec<ClaimView>, Error> {
        let wanted: BTreeSet<FileId> = files.iter().copied().collect();
        let matches = claimed.matches.iter().filter(|(file, _)| wanted.contains(file)).cloned();
        let mut pairs: BTreeMap<FileId, Vec<ClaimedPair>> = BTreeMap::new();
        for pair in self.claimed_pairs(&house.lists, &claimed.files, matches).await? {
            pairs.entry(pair.claim.pair.file).or_default().push(pair);
        }
        let mut stored: BTreeMap<FileId, Vec<MatchDecision>> = BTreeMap::new();
        for decision in &claimed.decisions {
            stored.entry(decision.claim.pair.file).or_default().push(decision.clone());
        }
        let untold = untold_in(house, who, |_| true);
        let mut views = Vec::new();
        for file in files {
            let pairs = pairs.remove(file).unwrap_or_default();
            let decided = decided_of(pairs, &stored.remove(file).unwrap_or_default());
            views.extend(decided.map(|(pair, decision)| ClaimView::of(decision, &pair).without(&untold)));
        }
        Ok(views)
    }

    /// Files whose gradings the caller must not see now.
    pub(crate) async fn hidden_by_blind(&self, caller: &Caller) -> Result<BTreeSet<FileId>, Error> {
        let open = self.store.open_blinds(caller.actor.user).await?;
        Ok(open.into_iter().flat_map(|open| open.files).collect())
    }
}

/// Claims about one file with what holds of each, by what was decided about the lists that make them.
fn decided_of(
    pairs: Vec<ClaimedPair>,
    stored: &[MatchDecision],
) -> impl Iterator<Item = (ClaimedPair, MatchDecision)> + use<> {
    let lists: BTreeSet<&str> = pairs.iter().map(|pair| pair.claim.pair.list.as_str()).collect();
    let of_lists = stored.iter().filter(|decision| lists.contains(decision.claim.pair.list.as_str()));
    let stored: Vec<MatchDecision> = of_lists.cloned().collect();
    let claims = pairs.iter().map(|pair| pair.claim.clone()).collect();
    let decisions = rematch(&stored, claims).decisions;
    pairs.into_iter().zip(decisions)
}

fn pick<'d>(
    decided: &'d [(ClaimedPair, MatchDecision)],
    named: &MatchNamed,
) -> Option<(&'d ClaimedPair, &'d MatchDecision)> {
    let is_meant = |pair: &Pair| match (named.owner_id.as_deref(), named.hash) {
        (None, None) => decided.len() == 1,
        (owner_id, hash) => {
            owner_id.is_none_or(|id| pair.owner_id.as_deref() == Some(id))
                && hash.is_none_or(|hash| pair.hashes.contains(&hash))
        }
    };
    decided.iter().find(|(pair, _)| is_meant(&pair.claim.pair)).map(|(pair, decision)| (pair, decision))
}

fn no_match(named: &MatchNamed) -> Error {
    Error::NotFound { what: "match", name: format!("{} {}", named.file, named.list) }
}

/// The state as filters name it.
pub(crate) fn state_code(state: &MatchState) -> &'static str {
    match state {
        MatchState::Claimed => "claimed",
        MatchState::Confirmed { .. } => "confirmed",
        MatchState::Rejected { .. } => "rejected",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::EvidenceAsk;
    use crate::person::BasisAsk;
    use crate::search::FindBy;
    use crate::thing::OpenThing;

    /// An ask that shares a part with others still refuses what it does not know: a field that is spelt wrong would
    /// otherwise name something else than was meant.
    #[test]
    fn a_shared_part_of_an_ask_leaves_no_room_for_unknown_fields() {
        fn check<A: serde::de::DeserializeOwned + Serialize>(json: &str) {
            let read: A = serde_json::from_str(json).unwrap();
            let again: serde_json::Value = serde_json::to_value(&read).unwrap();
            let fields: serde_json::Value = serde_json::from_str(json).unwrap();
            for (name, value) in fields.as_object().unwrap() {
                assert_eq!(again.get(name), Some(value), "{name} of {json}");
            }
            let unknown = json.replacen('{', r#"{"ownerid":"e2","#, 1);
            assert!(serde_json::from_str::<A>(&unknown).is_err(), "{unknown}");
        }
        let (sha256, md5) = ("7".repeat(64), "0".repeat(32));
        let file = serde_json::to_string(&format!("sha256:{sha256}").parse::<FileId>().unwrap()).unwrap();
        let named = format!(r#""file":{file},"list":"national","owner_id":"e1","hash":{{"md5":"{md5}"}}}}"#);
        check::<DecideMatch>(&format!(r#"{{"confirms":true,{named}"#));
        check::<EvidenceAsk>(&format!(r#"{{"by":"match",{named}"#));
        check::<BasisAsk>(&format!(r#"{{"rests-on":"match",{named}"#));
        let account = r#""service":"example.org","written":"rana"}"#;
        for kind in ["handle", "service-number"] {
            check::<OpenThing>(&format!(r#"{{"thing":"{kind}",{account}"#));
            check::<FindBy>(&format!(r#"{{"by":"{kind}",{account}"#));
        }
    }
}
