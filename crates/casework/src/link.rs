//! Links: that one record has to do with another, who says so, how surely, and on what evidence.
//!
//! A link is never changed and never deleted here: it is taken back, and asserted anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::id::{ClueId, IncomingId, LinkId, RecordId, UnitId};
pub use crate::link_kind::{LinkKind, Noun};
use crate::match_decision::{LinkableMatch, MatchDecision, MayNotLean, Pair, may_link};
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::Record;
use crate::series_proposal::TakenLikeness;
use crate::who::Said;

codes! {
    /// How sure somebody is, the surest first.
    Confidence {
        /// Certain.
        Certain = "certain",
        /// Likely.
        Likely = "likely",
        /// A guess.
        Guess = "guess",
    }
}

/// What a link leans on. Written as `{"by": "file", …}`.
///
/// Invariant: no near or altered match that nobody confirmed can stand here: [`Evidence::of_match`] alone makes the
/// [`LinkableMatch`] inside, by asking [`may_link`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Evidence {
    /// A file, as it was seen or examined.
    File {
        /// Which.
        file: FileId,
    },
    /// A match of a file with an entry of a list.
    Match {
        /// Which, and how they agree.
        matched: LinkableMatch,
    },
    /// That a file looks like one that is in the series already, which a person took for a reason to add it.
    Likeness {
        /// To which member, and how much.
        taken: TakenLikeness,
    },
    /// A report that came in.
    Report {
        /// Which.
        report: IncomingId,
    },
    /// A clue.
    Clue {
        /// Which.
        clue: ClueId,
    },
    /// What somebody stated; the link's [`Said`] says who wrote it down.
    Statement {
        /// In their words.
        words: Protected,
    },
    /// Another link.
    Link {
        /// Which.
        link: LinkId,
    },
}

impl Evidence {
    /// The match as evidence, if a link may lean on it: what nobody confirmed or somebody rejected is refused.
    pub fn of_match(decision: &MatchDecision) -> Result<Evidence, MayNotLean> {
        may_link(decision).map(|matched| Evidence::Match { matched })
    }

    /// The record that it is; none for a statement, which is part of the link.
    pub fn record(&self) -> Option<RecordId> {
        match self {
            Evidence::File { file } => Some(RecordId::File(*file)),
            Evidence::Match { matched } => Some(RecordId::File(matched.pair().file)),
            Evidence::Likeness { taken } => Some(RecordId::File(taken.likeness().member)),
            Evidence::Report { report } => Some((*report).into()),
            Evidence::Clue { clue } => Some((*clue).into()),
            Evidence::Link { link } => Some((*link).into()),
            Evidence::Statement { .. } => None,
        }
    }
}

/// What somebody wants to assert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Where it begins.
    pub from: RecordId,
    /// Where it leads.
    pub to: RecordId,
    /// What it says.
    pub kind: LinkKind,
    /// How surely.
    pub confidence: Confidence,
    /// On what.
    pub evidence: Vec<Evidence>,
}

/// A link as it was asserted, and whether it was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Link {
    id: LinkId,
    #[serde(flatten)]
    asserted: Assertion,
    said: Said,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taken_back: Option<Said>,
}

/// Why a link was not made or not taken back, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum LinkRefusal {
    /// Choose another kind.
    #[error("{} does not lead from {} to {}", kind.code(), from.code(), to.code())]
    WrongNouns {
        /// The kind that was asked for.
        kind: LinkKind,
        /// What it would begin with.
        from: Noun,
        /// What it would lead to.
        to: Noun,
    },
    /// Choose two records.
    #[error("a record is not linked with itself")]
    ToItself,
    /// Say on what it leans.
    #[error("a link needs evidence: a file, a match, a report, a clue, a statement or another link")]
    NoEvidence,
    /// A statement needs words.
    #[error("a statement without words is no evidence")]
    EmptyStatement,
    /// Name other evidence.
    #[error("a link cannot lean on itself")]
    LeansOnItself,
    /// Nothing is left to do.
    #[error("the link was taken back already")]
    AlreadyTakenBack,
    /// Write down why.
    #[error("a link is taken back with a reason")]
    NoReason,
}

impl Link {
    /// The link, if its kind joins these records and it has evidence.
    pub fn assert(id: LinkId, asserted: Assertion, said: Said) -> Result<Link, LinkRefusal> {
        let (from, to) = (Noun::of(asserted.from), Noun::of(asserted.to));
        if asserted.from == asserted.to {
            return Err(LinkRefusal::ToItself);
        }
        if !asserted.kind.joins(from, to) {
            return Err(LinkRefusal::WrongNouns { kind: asserted.kind, from, to });
        }
        if asserted.evidence.is_empty() {
            return Err(LinkRefusal::NoEvidence);
        }
        for evidence in &asserted.evidence {
            match evidence {
                Evidence::Statement { words } if words.is_blank() => return Err(LinkRefusal::EmptyStatement),
                Evidence::Link { link } if *link == id => return Err(LinkRefusal::LeansOnItself),
                _ => {}
            }
        }
        Ok(Link { id, asserted, said, taken_back: None })
    }

    /// The link taken back: it stands no more, and stays readable.
    pub fn take_back(mut self, said: Said) -> Result<Link, LinkRefusal> {
        if self.taken_back.is_some() {
            return Err(LinkRefusal::AlreadyTakenBack);
        }
        if said.reason().is_none() {
            return Err(LinkRefusal::NoReason);
        }
        self.taken_back = Some(said);
        Ok(self)
    }

    /// Its id.
    pub fn id(&self) -> LinkId {
        self.id
    }

    /// What it says.
    pub fn asserted(&self) -> &Assertion {
        &self.asserted
    }

    /// Who asserted it, and when.
    pub fn said(&self) -> &Said {
        &self.said
    }

    /// Who took it back, when and why.
    pub fn taken_back(&self) -> Option<&Said> {
        self.taken_back.as_ref()
    }

    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.taken_back.is_none()
    }

    /// What it leans on, as far as this reader may know; none when the link itself is hidden from them: an end that they
    /// may not see hides it, and so does evidence of which they may see nothing.
    pub fn evidence_for(&self, may_see: impl Fn(RecordId) -> bool) -> Option<Vec<&Evidence>> {
        if !may_see(self.asserted.from) || !may_see(self.asserted.to) {
            return None;
        }
        let seen = |evidence: &&Evidence| evidence.record().is_none_or(&may_see);
        let evidence: Vec<&Evidence> = self.asserted.evidence.iter().filter(seen).collect();
        (!evidence.is_empty()).then_some(evidence)
    }
}

/// Standing links that lean on this one, directly or through others, by id: when it is taken back, each is looked at again.
pub fn leaning_on(link: LinkId, links: &[Link]) -> Vec<LinkId> {
    leaning(links, BTreeSet::from([link]), &|_| false)
}

/// Standing links that lean on a match of this pair, directly or through others, by id: when the match is rejected, each
/// is looked at again.
pub fn leaning_on_match(pair: &Pair, links: &[Link]) -> Vec<LinkId> {
    leaning(
        links,
        BTreeSet::new(),
        &|evidence| matches!(evidence, Evidence::Match { matched } if matched.pair().is(pair)),
    )
}

fn leaning(links: &[Link], start: BTreeSet<LinkId>, directly: &dyn Fn(&Evidence) -> bool) -> Vec<LinkId> {
    let mut leant_on = start.clone();
    loop {
        let leans = |evidence: &Evidence| match evidence {
            Evidence::Link { link } => leant_on.contains(link),
            other => directly(other),
        };
        let more: Vec<LinkId> = links
            .iter()
            .filter(|link| link.stands() && !leant_on.contains(&link.id) && link.asserted.evidence.iter().any(leans))
            .map(|link| link.id)
            .collect();
        if more.is_empty() {
            break;
        }
        leant_on.extend(more);
    }
    leant_on.difference(&start).copied().collect()
}

/// A link as it is stored: read back through the same rules, so that a damaged row is said and never used.
#[derive(Deserialize)]
struct Stored {
    id: LinkId,
    #[serde(flatten)]
    asserted: Assertion,
    said: Said,
    #[serde(default)]
    taken_back: Option<Said>,
}

impl TryFrom<Stored> for Link {
    type Error = LinkRefusal;

    fn try_from(stored: Stored) -> Result<Link, LinkRefusal> {
        let link = Link::assert(stored.id, stored.asserted, stored.said)?;
        match stored.taken_back {
            Some(said) => link.take_back(said),
            None => Ok(link),
        }
    }
}

impl Record for Link {
    type Id = LinkId;
    const NOUN: Noun = Noun::Link;

    fn id(&self) -> LinkId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.said.by.unit
    }

    fn state_code(&self) -> &'static str {
        if self.stands() { "stands" } else { "taken-back" }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::*;
    use crate::match_decision::{Claim, Closeness, Compared};
    use crate::who::{Actor, Moment};

    /// Somebody who says why, at this moment.
    pub(crate) fn said(at: i64) -> Said {
        Said {
            by: Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) },
            at: Moment(at),
            reason: Some("seen".into()),
        }
    }

    /// An id's bytes out of a number.
    pub(crate) fn bytes(n: u64) -> [u8; ID_BYTES] {
        let mut bytes = [0; ID_BYTES];
        bytes[2..].copy_from_slice(&n.to_be_bytes());
        bytes
    }

    /// A file out of a number.
    pub(crate) fn file(n: u64) -> FileId {
        format!("md5:{n:032x}").parse().unwrap()
    }

    /// A statement as evidence.
    pub(crate) fn stated() -> Vec<Evidence> {
        vec![Evidence::Statement { words: Protected::new("as told by the unit of the place") }]
    }

    /// A link between these, or why not.
    pub(crate) fn link(
        n: u64,
        from: impl Into<RecordId>,
        kind: LinkKind,
        to: impl Into<RecordId>,
    ) -> Result<Link, LinkRefusal> {
        let asserted =
            Assertion { from: from.into(), to: to.into(), kind, confidence: Confidence::Likely, evidence: stated() };
        Link::assert(LinkId::new(bytes(n)), asserted, said(n as i64))
    }

    fn claimed(closeness: Closeness) -> MatchDecision {
        let pair = Pair { file: file(1), list: "icse".into(), owner_id: Some("e1".into()), hashes: BTreeSet::new() };
        MatchDecision::claimed(Claim { pair, closeness, near_bits: None })
    }

    #[test]
    fn an_unconfirmed_near_or_altered_match_makes_no_link() {
        for closeness in Closeness::ALL.iter().copied() {
            let refused = Evidence::of_match(&claimed(closeness)).is_err();
            assert_eq!(refused, closeness != Closeness::Exact, "{closeness:?}");
        }
        let near = claimed(Closeness::Near);
        assert_eq!(Evidence::of_match(&near), Err(MayNotLean::Unconfirmed));
        assert_eq!(Evidence::of_match(&near.reject(said(2)).unwrap()), Err(MayNotLean::Rejected));
        assert!(Evidence::of_match(&near.confirm(said(2), Compared::SideBySide).unwrap()).is_ok());
    }

    #[test]
    fn each_kind_joins_only_what_it_can_be_said_of() {
        let victim = VictimId::new([1; 10]);
        let person = PersonId::new([1; 10]);
        let series = SeriesId::new([1; 10]);
        assert!(link(1, RecordId::File(file(1)), LinkKind::Depicts, victim).is_ok());
        assert!(link(1, person, LinkKind::HasAccessTo, victim).is_ok());
        assert_eq!(
            link(1, victim, LinkKind::HasAccessTo, person),
            Err(LinkRefusal::WrongNouns { kind: LinkKind::HasAccessTo, from: Noun::Victim, to: Noun::Person })
        );
        assert_eq!(link(1, series, LinkKind::SameSeries, series), Err(LinkRefusal::ToItself));
    }

    #[test]
    fn a_link_without_evidence_is_refused() {
        let id = LinkId::new(bytes(1));
        let with = |evidence| {
            let (from, to) = (RecordId::File(file(1)), SeriesId::new([1; 10]).into());
            let asserted =
                Assertion { from, to, kind: LinkKind::BelongsToSeries, confidence: Confidence::Guess, evidence };
            Link::assert(id, asserted, said(1)).err()
        };
        assert_eq!(with(vec![]), Some(LinkRefusal::NoEvidence));
        assert_eq!(with(vec![Evidence::Link { link: id }]), Some(LinkRefusal::LeansOnItself));
        let blank = Evidence::Statement { words: Protected::new(" ") };
        assert_eq!(with(vec![blank]), Some(LinkRefusal::EmptyStatement));
        assert_eq!(with(stated()), None);
    }

    #[test]
    fn a_link_is_taken_back_once_with_a_reason_and_stays_readable() {
        let made = link(1, RecordId::File(file(1)), LinkKind::BelongsToSeries, SeriesId::new([1; 10])).unwrap();
        let silent = Said { reason: Some("  ".into()), ..said(2) };
        assert_eq!(made.clone().take_back(silent), Err(LinkRefusal::NoReason));
        let gone = made.clone().take_back(said(3)).unwrap();
        assert_eq!((gone.stands(), gone.asserted(), gone.taken_back()), (false, made.asserted(), Some(&said(3))));
        assert_eq!(gone.clone().take_back(said(4)), Err(LinkRefusal::AlreadyTakenBack));
        let json = serde_json::to_string(&gone).unwrap();
        assert_eq!(serde_json::from_str::<Link>(&json).unwrap(), gone);
        assert!(!format!("{gone:?}").contains("as told"), "words of a statement are withheld");
    }

    #[test]
    fn a_stored_link_that_breaks_a_rule_is_not_read() {
        let made = link(1, RecordId::File(file(1)), LinkKind::BelongsToSeries, SeriesId::new([1; 10])).unwrap();
        let mut json = serde_json::to_value(&made).unwrap();
        json["evidence"] = serde_json::json!([]);
        let error = serde_json::from_value::<Link>(json).unwrap_err().to_string();
        assert!(error.contains("needs evidence"), "{error}");
    }

    #[test]
    fn a_link_whose_end_or_whole_evidence_is_hidden_is_hidden() {
        let victim = VictimId::new([1; 10]);
        let clue = ClueId::new([1; 10]);
        let evidence = vec![Evidence::Clue { clue }, Evidence::File { file: file(2) }];
        let (from, confidence) = (RecordId::File(file(1)), Confidence::Certain);
        let asserted = Assertion { from, to: victim.into(), kind: LinkKind::Depicts, confidence, evidence };
        let link = Link::assert(LinkId::new(bytes(1)), asserted, said(1)).unwrap();
        let n_shown = |hidden: &[RecordId]| link.evidence_for(|id| !hidden.contains(&id)).map(|shown| shown.len());
        assert_eq!(n_shown(&[]), Some(2));
        assert_eq!(n_shown(&[clue.into()]), Some(1));
        assert_eq!(n_shown(&[clue.into(), RecordId::File(file(2))]), None);
        assert_eq!(n_shown(&[victim.into()]), None);
    }

    #[test]
    fn what_leaned_on_a_link_or_a_match_is_looked_at_again() {
        let series = SeriesId::new([1; 10]);
        let leaning = |n: u64, evidence: Evidence| {
            let (from, kind) = (RecordId::File(file(n)), LinkKind::BelongsToSeries);
            let evidence = vec![evidence];
            let asserted = Assertion { from, to: series.into(), kind, confidence: Confidence::Likely, evidence };
            Link::assert(LinkId::new(bytes(n)), asserted, said(1)).unwrap()
        };
        let id = |n| LinkId::new(bytes(n));
        let decision = claimed(Closeness::Exact);
        let links = [
            leaning(1, Evidence::of_match(&decision).unwrap()),
            leaning(2, Evidence::Link { link: id(1) }),
            leaning(3, Evidence::Link { link: id(2) }),
            leaning(4, Evidence::Link { link: id(1) }).take_back(said(2)).unwrap(),
            leaning(5, Evidence::File { file: file(9) }),
        ];
        assert_eq!(leaning_on(id(1), &links), [id(2), id(3)]);
        assert_eq!(leaning_on(id(5), &links), []);
        assert_eq!(leaning_on_match(&decision.claim.pair, &links), [id(1), id(2), id(3)]);
    }
}
