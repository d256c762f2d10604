//! What people decide about matches: a claim is confirmed or rejected by somebody, and until then most may not lean on it.
//!
//! Every rule that would lean on a match asks here, and here only. Nothing here finds a match; [`crate::matching`] says
//! what one is.

use std::collections::BTreeSet;

use fingerprint::{Md5, Pdq, Sha1, Sha256};
use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::list::HashKind;
use crate::matching::{Match, Part};
use crate::problem::codes;
use crate::who::{Moment, Said};

/// A hash of a list's entry that agrees with a file, exactly or nearly. Written as `{"md5": "…"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryHash {
    /// MD5.
    Md5(Md5),
    /// SHA-1.
    Sha1(Sha1),
    /// SHA-256.
    Sha256(Sha256),
    /// PDQ.
    Pdq(Pdq),
}

/// A file and the entry that it meets, however many versions of the list bring it: decisions are about this.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pair {
    /// The file.
    pub file: FileId,
    /// The list's name, which its versions share.
    pub list: String,
    /// The owner's id of the entry, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// The hashes of the entry that agree with the file.
    pub hashes: BTreeSet<EntryHash>,
}

impl Pair {
    /// Whether both are about one file and one entry: by the owner's id or by a hash of the entry.
    pub fn is(&self, other: &Pair) -> bool {
        let by_id = self.owner_id.is_some() && self.owner_id == other.owner_id;
        self.file == other.file && self.list == other.list && (by_id || self.shares_a_hash(other))
    }

    fn shares_a_hash(&self, other: &Pair) -> bool {
        !self.hashes.is_disjoint(&other.hashes)
    }
}

codes! {
    /// How a file and an entry agree, the closest first.
    Closeness {
        /// The bytes are listed.
        Exact = "exact",
        /// It looks like the entry.
        Near = "near",
        /// It looks like an altered copy of the entry.
        Altered = "altered",
        /// A digest agrees and a stronger one of the same entry says that the bytes are others.
        Contradicted = "contradicted",
    }
}

impl Closeness {
    /// How one match agrees. A digest of a thumbnail or a frame says nothing about the whole file's bytes.
    pub fn of(claim: &Match) -> Closeness {
        match claim {
            claim if claim.contradicted => Closeness::Contradicted,
            claim if claim.is_altered() => Closeness::Altered,
            claim if claim.kind != HashKind::Pdq && claim.part == Part::Whole => Closeness::Exact,
            _ => Closeness::Near,
        }
    }
}

/// That a file meets an entry, before anybody decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Which file and entry.
    pub pair: Pair,
    /// The closest way in which they agree.
    pub closeness: Closeness,
    /// Of a near claim: bits in which the looks differ. A decision keeps how far the entry was when it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_bits: Option<u32>,
}

codes! {
    /// What a person had before them when they confirmed.
    Compared {
        /// Both pictures, side by side.
        SideBySide = "side-by-side",
        /// Something else, which their reason says.
        Otherwise = "otherwise",
    }
}

/// What has been decided about a claim. Written as `"claimed"`, `{"confirmed": …}` or `{"rejected": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchState {
    /// Nobody decided yet.
    Claimed,
    /// Somebody says that they are the same.
    Confirmed {
        /// Who, when, why.
        said: Said,
        /// What they had before them.
        compared: Compared,
    },
    /// Somebody says that they are not.
    Rejected {
        /// Who, when, why.
        said: Said,
    },
}

/// A claim with its decision, and the decisions before that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchDecision {
    /// What is decided about.
    #[serde(flatten)]
    pub claim: Claim,
    /// What holds now.
    pub state: MatchState,
    /// What held before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<MatchState>,
}

impl MatchDecision {
    /// A claim that waits for a person.
    pub fn claimed(claim: Claim) -> MatchDecision {
        MatchDecision { claim, state: MatchState::Claimed, earlier: Vec::new() }
    }

    /// Somebody confirms. A near or altered match asks for both pictures side by side, or for a reason; what was
    /// rejected is confirmed with a reason only.
    pub fn confirm(&self, said: Said, compared: Compared) -> Result<MatchDecision, CannotDecide> {
        match self.claim.closeness {
            Closeness::Contradicted => return Err(CannotDecide::OtherBytes),
            Closeness::Near | Closeness::Altered if compared == Compared::Otherwise && said.reason().is_none() => {
                return Err(CannotDecide::LookOrReason);
            }
            _ if matches!(self.state, MatchState::Rejected { .. }) && said.reason().is_none() => {
                return Err(CannotDecide::Reason);
            }
            _ => {}
        }
        self.moved(MatchState::Confirmed { said, compared })
    }

    /// Somebody rejects, and says why: the owner of the list will ask.
    pub fn reject(&self, said: Said) -> Result<MatchDecision, CannotDecide> {
        match said.reason() {
            Some(_) => self.moved(MatchState::Rejected { said }),
            None => Err(CannotDecide::Reason),
        }
    }

    /// When it was decided; none while it is a claim.
    pub fn decided_at(&self) -> Option<Moment> {
        match &self.state {
            MatchState::Claimed => None,
            MatchState::Confirmed { said, .. } | MatchState::Rejected { said } => Some(said.at),
        }
    }

    fn moved(&self, state: MatchState) -> Result<MatchDecision, CannotDecide> {
        let mut earlier = self.earlier.clone();
        if self.state != MatchState::Claimed {
            earlier.push(self.state.clone());
        }
        Ok(MatchDecision { claim: self.claim.clone(), state, earlier })
    }
}

/// Why a decision was not taken, and what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum CannotDecide {
    /// Look at both, or write down why.
    #[error("a near or altered match is confirmed by seeing both side by side, or with a reason")]
    LookOrReason,
    /// Write down why.
    #[error("a match is rejected with a reason, and so is a rejection undone")]
    #[strum(serialize = "no-reason")]
    Reason,
    /// There is nothing to confirm: report the collision to the list's owner.
    #[error("a stronger digest of the entry says that these are other bytes")]
    OtherBytes,
}

/// Why nothing may lean on a match, and what must happen first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum MayNotLean {
    /// A person must confirm it.
    #[error("nobody has confirmed this match yet")]
    Unconfirmed,
    /// A person rejected it: only a new decision changes that.
    #[error("somebody has rejected this match")]
    Rejected,
}

/// A match that a link may lean on. Only [`may_link`] makes one, so that no rule can forget to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkableMatch {
    pair: Pair,
    closeness: Closeness,
}

impl LinkableMatch {
    /// Which file and entry.
    pub fn pair(&self) -> &Pair {
        &self.pair
    }

    /// How they agree.
    pub fn closeness(&self) -> Closeness {
        self.closeness
    }
}

/// Whether a link may be made of it: listed bytes, or what a person confirmed.
pub fn may_link(decision: &MatchDecision) -> Result<LinkableMatch, MayNotLean> {
    leans_as_listed(decision)?;
    Ok(LinkableMatch { pair: decision.claim.pair.clone(), closeness: decision.claim.closeness })
}

/// Whether a person's state may rest on it: only on what a person confirmed, listed bytes included, for no machine
/// accuses anybody.
pub fn may_set_person_state(decision: &MatchDecision) -> Result<(), MayNotLean> {
    match decision.state {
        MatchState::Confirmed { .. } => Ok(()),
        MatchState::Claimed => Err(MayNotLean::Unconfirmed),
        MatchState::Rejected { .. } => Err(MayNotLean::Rejected),
    }
}

/// Whether an export may call the file known because of it: listed bytes, or what a person confirmed.
pub fn may_leave_as_known(decision: &MatchDecision) -> Result<(), MayNotLean> {
    leans_as_listed(decision)
}

/// Whether a count of matches counts it: listed bytes, or what a person confirmed.
pub fn counts(decision: &MatchDecision) -> bool {
    leans_as_listed(decision).is_ok()
}

fn leans_as_listed(decision: &MatchDecision) -> Result<(), MayNotLean> {
    match (&decision.state, decision.claim.closeness) {
        (MatchState::Rejected { .. }, _) => Err(MayNotLean::Rejected),
        (MatchState::Confirmed { .. }, _) | (MatchState::Claimed, Closeness::Exact) => Ok(()),
        (MatchState::Claimed, _) => Err(MayNotLean::Unconfirmed),
    }
}

/// What a new list version brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rematched {
    /// A decision for each claim of the new version, in the order of the claims.
    pub decisions: Vec<MatchDecision>,
    /// The claims among them that were not there before: their holders are told.
    pub fresh: Vec<Claim>,
    /// Decisions whose pair the new version no longer brings: what leaned on them is checked again.
    pub gone: Vec<MatchDecision>,
}

/// Meets the claims of a list's new version with what was decided under earlier ones.
///
/// A rejected pair stays rejected, by the owner's id or by a hash; yet a rejected likeness never hides that the bytes
/// themselves are listed now. A confirmed pair stays confirmed only while a hash that agreed then agrees now and the
/// claim is no weaker. Everything else starts as a claim. `earlier` holds what was decided under any earlier version.
pub fn rematch(earlier: &[MatchDecision], claims: Vec<Claim>) -> Rematched {
    let mut answer = Rematched::default();
    let mut met = vec![false; earlier.len()];
    for claim in claims {
        let same: Vec<&MatchDecision> = earlier
            .iter()
            .zip(&mut met)
            .filter(|(decision, _)| decision.claim.pair.is(&claim.pair))
            .map(|(decision, met)| {
                *met = true;
                decision
            })
            .collect();
        let held = same
            .iter()
            .filter(|decision| holds_for(decision, &claim))
            .max_by_key(|decision| (matches!(decision.state, MatchState::Rejected { .. }), decision.decided_at()));
        if same.is_empty() {
            answer.fresh.push(claim.clone());
        }
        answer.decisions.push(match held {
            Some(held) => MatchDecision { claim, state: held.state.clone(), earlier: held.earlier.clone() },
            None => MatchDecision {
                claim,
                state: MatchState::Claimed,
                earlier: same
                    .iter()
                    .flat_map(|decision| decision.earlier.iter().chain([&decision.state]))
                    .filter(|state| **state != MatchState::Claimed)
                    .cloned()
                    .collect(),
            },
        });
    }
    answer.gone = earlier.iter().zip(met).filter(|(_, met)| !met).map(|(decision, _)| decision.clone()).collect();
    answer
}

/// Whether what was decided then is an answer to this claim of the same pair.
fn holds_for(decision: &MatchDecision, claim: &Claim) -> bool {
    let then = decision.claim.closeness;
    match decision.state {
        MatchState::Claimed => false,
        // A look was rejected: that the bytes are listed is news.
        MatchState::Rejected { .. } => claim.closeness != Closeness::Exact || then == Closeness::Exact,
        MatchState::Confirmed { .. } => decision.claim.pair.shares_a_hash(&claim.pair) && claim.closeness <= then,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{UnitId, UserId};
    use crate::who::Actor;

    fn said(at: i64, reason: &str) -> Said {
        let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([2; 10]) };
        Said { by, at: Moment(at), reason: Some(reason.to_owned()) }
    }

    fn hash(byte: u8, closeness: Closeness) -> EntryHash {
        match closeness {
            Closeness::Near | Closeness::Altered => EntryHash::Pdq(Pdq([byte; 32])),
            _ => EntryHash::Md5(Md5([byte; 16])),
        }
    }

    fn claim(owner_id: Option<&str>, byte: u8, closeness: Closeness) -> Claim {
        let pair = Pair {
            file: FileId::Sha256(Sha256([9; 32])),
            list: "national".to_owned(),
            owner_id: owner_id.map(str::to_owned),
            hashes: [hash(byte, closeness)].into(),
        };
        Claim { pair, closeness, near_bits: None }
    }

    /// What may lean on a match: link, person's state, known in an export, count.
    fn leans(decision: &MatchDecision) -> [bool; 4] {
        [
            may_link(decision).is_ok(),
            may_set_person_state(decision).is_ok(),
            may_leave_as_known(decision).is_ok(),
            counts(decision),
        ]
    }

    #[test]
    fn nothing_leans_on_an_unconfirmed_near_or_altered_match() {
        for (closeness, claimed) in [
            (Closeness::Exact, [true, false, true, true]),
            (Closeness::Near, [false; 4]),
            (Closeness::Altered, [false; 4]),
            (Closeness::Contradicted, [false; 4]),
        ] {
            let waiting = MatchDecision::claimed(claim(None, 1, closeness));
            assert_eq!(leans(&waiting), claimed, "{closeness:?} claimed");
            let rejected = waiting.reject(said(1, "another child")).unwrap();
            assert_eq!(leans(&rejected), [false; 4], "{closeness:?} rejected");
            match waiting.confirm(said(1, ""), Compared::SideBySide) {
                Ok(confirmed) => assert_eq!(leans(&confirmed), [true; 4], "{closeness:?} confirmed"),
                Err(refusal) => assert_eq!((closeness, refusal), (Closeness::Contradicted, CannotDecide::OtherBytes)),
            }
        }
        let near = MatchDecision::claimed(claim(None, 1, Closeness::Near));
        assert_eq!(may_link(&near), Err(MayNotLean::Unconfirmed));
        assert_eq!(may_link(&near.reject(said(1, "no")).unwrap()), Err(MayNotLean::Rejected));
    }

    #[test]
    fn a_likeness_is_confirmed_by_looking_or_with_a_reason_and_rejected_with_one() {
        for closeness in [Closeness::Near, Closeness::Altered] {
            let waiting = MatchDecision::claimed(claim(None, 1, closeness));
            assert_eq!(waiting.confirm(said(1, " \t"), Compared::Otherwise), Err(CannotDecide::LookOrReason));
            assert!(waiting.confirm(said(1, ""), Compared::SideBySide).is_ok());
            assert!(waiting.confirm(said(1, "same room, same frame"), Compared::Otherwise).is_ok());
        }
        let exact = MatchDecision::claimed(claim(None, 1, Closeness::Exact));
        assert!(exact.confirm(said(1, ""), Compared::Otherwise).is_ok());
        assert_eq!(exact.reject(said(1, "  ")), Err(CannotDecide::Reason));
    }

    #[test]
    fn a_changed_mind_keeps_what_was_decided_before() {
        let first = MatchDecision::claimed(claim(None, 1, Closeness::Near)).reject(said(1, "looks other")).unwrap();
        assert_eq!(first.confirm(said(2, ""), Compared::SideBySide), Err(CannotDecide::Reason));
        let second = first.confirm(said(2, "the owner sent a larger copy"), Compared::Otherwise).unwrap();
        assert_eq!(second.earlier, [first.state]);
        assert_eq!(second.decided_at(), Some(Moment(2)));
        let json = serde_json::to_string(&second).unwrap();
        assert_eq!(serde_json::from_str::<MatchDecision>(&json).unwrap(), second);
    }

    fn states(rematched: &Rematched) -> Vec<&'static str> {
        let word = |decision: &MatchDecision| match decision.state {
            MatchState::Claimed => "claimed",
            MatchState::Confirmed { .. } => "confirmed",
            MatchState::Rejected { .. } => "rejected",
        };
        rematched.decisions.iter().map(word).collect()
    }

    #[test]
    fn a_rejected_pair_stays_rejected_in_every_later_version() {
        use Closeness::{Altered, Exact, Near};
        let check = |then: Claim, now: Claim, expected: &str| {
            let rejected = MatchDecision::claimed(then.clone()).reject(said(1, "no")).unwrap();
            let again = rematch(std::slice::from_ref(&rejected), vec![now.clone()]);
            assert_eq!(states(&again), [expected], "{then:?} then {now:?}");
            // And in the version after that.
            let later = rematch(&again.decisions, vec![now]);
            assert_eq!(states(&later), [expected]);
        };
        check(claim(Some("a"), 1, Near), claim(Some("a"), 1, Near), "rejected");
        check(claim(Some("a"), 1, Near), claim(Some("a"), 2, Near), "rejected");
        check(claim(Some("a"), 1, Near), claim(None, 1, Near), "rejected");
        check(claim(Some("a"), 1, Near), claim(Some("b"), 1, Altered), "rejected");
        check(claim(Some("a"), 1, Near), claim(Some("b"), 2, Near), "claimed");
        check(claim(None, 1, Near), claim(None, 2, Near), "claimed");
        check(claim(None, 1, Exact), claim(None, 1, Exact), "rejected");
        // A likeness was rejected; now the very bytes are listed.
        check(claim(Some("a"), 1, Near), claim(Some("a"), 1, Exact), "claimed");
    }

    #[test]
    fn a_rejection_outlives_a_confirmation_of_the_same_pair_and_other_lists_and_files_are_other_pairs() {
        let near = claim(Some("a"), 1, Closeness::Near);
        let rejected = MatchDecision::claimed(near.clone()).reject(said(1, "no")).unwrap();
        let confirmed = MatchDecision::claimed(near.clone()).confirm(said(2, ""), Compared::SideBySide).unwrap();
        assert_eq!(states(&rematch(&[rejected.clone(), confirmed.clone()], vec![near.clone()])), ["rejected"]);
        assert_eq!(states(&rematch(&[confirmed, rejected.clone()], vec![near.clone()])), ["rejected"]);
        let mut other_list = near.clone();
        other_list.pair.list = "other".to_owned();
        let mut other_file = near;
        other_file.pair.file = FileId::Sha256(Sha256([8; 32]));
        assert_eq!(states(&rematch(&[rejected], vec![other_list, other_file])), ["claimed", "claimed"]);
    }

    #[test]
    fn a_new_version_starts_with_claims_tells_what_is_new_and_what_is_gone() {
        use Closeness::Near;
        let confirm = |claim: Claim| MatchDecision::claimed(claim).confirm(said(1, ""), Compared::SideBySide).unwrap();
        let kept = confirm(claim(Some("kept"), 1, Near));
        let rehashed = confirm(claim(Some("rehashed"), 2, Near));
        let withdrawn = confirm(claim(Some("withdrawn"), 3, Near));
        let new = claim(Some("new"), 4, Near);
        let now = vec![claim(Some("kept"), 1, Near), claim(Some("rehashed"), 5, Near), new.clone()];
        let after = rematch(&[kept, rehashed.clone(), withdrawn.clone()], now);
        assert_eq!(states(&after), ["confirmed", "claimed", "claimed"]);
        assert_eq!(after.decisions[1].earlier, [rehashed.state]);
        assert_eq!(after.fresh, [new]);
        assert_eq!(after.gone, [withdrawn]);
        // Confirmed as listed bytes without a look: that it only looks alike now is another claim.
        let exact = confirm(claim(Some("a"), 1, Closeness::Exact));
        let weaker = Claim { closeness: Near, ..exact.claim.clone() };
        assert_eq!(states(&rematch(&[exact], vec![weaker])), ["claimed"]);
    }

    #[test]
    fn the_closeness_of_a_match_is_that_of_the_whole_file() {
        let plain = Match {
            list: "lst_1".into(),
            row: 1,
            owner_id: None,
            kind: HashKind::Md5,
            distance: 0,
            quality: None,
            turn: fingerprint::Turn::Original,
            part: Part::Whole,
            view: None,
            ranges: None,
            contradicted: false,
            category: None,
            words: Vec::new(),
        };
        let check = |claim: Match, expected| assert_eq!(Closeness::of(&claim), expected);
        check(plain.clone(), Closeness::Exact);
        check(Match { kind: HashKind::Pdq, ..plain.clone() }, Closeness::Near);
        check(Match { part: Part::Thumbnail, ..plain.clone() }, Closeness::Near);
        check(
            Match { kind: HashKind::Pdq, view: Some(fingerprint::view::View::PLAIN), ..plain.clone() },
            Closeness::Altered,
        );
        check(Match { contradicted: true, ..plain }, Closeness::Contradicted);
    }
}
