//! What the gradings of a file come to: how many independent opinions agree, whether that confirms, and where they differ.
//!
//! It is always computed and never stored: a grading replaced, taken back, disputed or settled changes it at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::category::{MappingTable, TableStamp, categorise};
use crate::dispute::Settlement;
use crate::facts::{AgeBand, Ages, Origin};
use crate::grading::{Grader, Grading, Independence, Opinions, Verdict, Viewing};
use crate::id::GradingId;
use crate::problem::codes;

/// Concordant independent opinions, from as many people, that confirm a grading.
pub const OPINIONS_WANTED: usize = 3;

codes! {
    /// Apparent age in steps at which laws and lists part: what two graders must agree on. Bands are finer than two
    /// people can be expected to see alike.
    AgeSection {
        /// No person is shown.
        Nobody = "nobody",
        /// The youngest appears to be 10 or younger.
        UpTo10 = "up-to-10",
        /// The youngest appears to be 11 to 13.
        From11To13 = "11-13",
        /// The youngest appears to be 14 to 17.
        From14To17 = "14-17",
        /// Only adults are shown.
        Adults = "adults",
    }
}

impl AgeSection {
    /// The section of the youngest shown; none when that cannot be told.
    pub fn of(ages: &Ages) -> Option<AgeSection> {
        let shown = match ages {
            Ages::NotSaid => return None,
            Ages::Nobody => return Some(AgeSection::Nobody),
            Ages::Shown(shown) => shown,
        };
        // Bands stand in the order of age, *unknown* last.
        let section = match shown.first()? {
            AgeBand::From0To2 | AgeBand::From3To6 | AgeBand::From7To10 => return Some(AgeSection::UpTo10),
            AgeBand::From11To13 => AgeSection::From11To13,
            AgeBand::From14To15 | AgeBand::From16To17 => AgeSection::From14To17,
            AgeBand::Adult => AgeSection::Adults,
            AgeBand::Unknown => return None,
        };
        // Somebody of unknown age may be younger.
        (!shown.contains(&AgeBand::Unknown)).then_some(section)
    }
}

codes! {
    /// What two gradings can differ in.
    Aspect {
        /// Illegal or not, under one law. Under different laws nothing is compared.
        Verdict = "verdict",
        /// The category under the node's scheme, where both come to one.
        Category = "category",
        /// The section of the apparent age, where both say it.
        AgeSection = "age-section",
        /// Whether a real child is in it, where both say so or otherwise.
        RealChild = "real-child",
    }
}

/// One side of a disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which grading.
    pub grading: GradingId,
    /// Whose.
    pub by: Grader,
    /// What they say of the law.
    pub verdict: Verdict,
    /// The category that it comes to, if it comes to one.
    pub category: Option<String>,
    /// The apparent age that it says, if it says one.
    pub age_section: Option<AgeSection>,
    /// How the file came to be.
    pub origin: Origin,
}

/// That graders differ: an item of a queue, until somebody settles it or they come to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Everybody who holds an opinion, oldest first.
    pub positions: Vec<Position>,
    /// What differs between any two of them.
    pub differs: BTreeSet<Aspect>,
}

codes! {
    /// Why an opinion is not counted among the independent ones.
    NotCounted {
        /// They cannot tell.
        CannotTell = "cannot-tell",
        /// They had seen others' opinions, or may have.
        NotBlind = "not-blind",
        /// They decided for a stack and had other pixels before them.
        NotViewed = "not-viewed",
        /// It comes to no category, and so agrees with none.
        NoCategory = "no-category",
        /// It neither differs from the counted ones nor says the same.
        NotComparable = "not-comparable",
        /// Somebody settled otherwise.
        Overruled = "overruled",
    }
}

/// How a file's gradings stand. Written as a code, or an object of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody holds an opinion.
    Ungraded,
    /// Somebody does and nobody differs; fewer than [`OPINIONS_WANTED`] are counted. Small units work with this.
    Graded,
    /// [`OPINIONS_WANTED`] independent opinions agree.
    Confirmed,
    /// Graders differ.
    Disagreement(Disagreement),
    /// Somebody objects.
    Disputed {
        /// Objections that nobody has answered.
        n_open: usize,
        /// Whether graders differ as well.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disagreement: Option<Disagreement>,
    },
}

impl State {
    /// The state as queues and documents name it.
    pub fn code(&self) -> &'static str {
        match self {
            State::Ungraded => "ungraded",
            State::Graded => "graded",
            State::Confirmed => "confirmed",
            State::Disagreement(_) => "disagreement",
            State::Disputed { .. } => "disputed",
        }
    }
}

/// What the gradings of a file come to, under one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How they stand.
    pub state: State,
    /// Opinions that are counted: shown as *so many of three*, with their sources.
    pub counted: Vec<(GradingId, Grader)>,
    /// The others that are held, and why they are not counted.
    pub not_counted: Vec<(GradingId, NotCounted)>,
    /// The grading whose facts and verdict may be used; none while nobody graded, graders differ or somebody objects.
    pub stands: Option<GradingId>,
    /// The category of that one.
    pub category: Option<String>,
    /// By which table.
    pub table: TableStamp,
    /// Held opinions whose grader looked at this very file.
    pub n_viewed: usize,
    /// Held opinions that a decision on a stack brought, without a look at this file.
    pub n_by_stack: usize,
}

/// What the gradings of a file come to.
///
/// Two opinions *differ* in any [`Aspect`] that both speak of. They *agree* when they do not differ and come to the same
/// category under the table, or both say *not illegal* under one law. Counted is each voice once, when it is blind, had
/// these pixels before it, and can tell.
pub fn standing(opinions: &Opinions, table: &MappingTable) -> Standing {
    let settled = settled(opinions);
    let overruled: BTreeSet<GradingId> = settled.iter().flat_map(|settlement| &settlement.overruled).copied().collect();
    let held: Vec<Opinion<'_>> = opinions.current().into_iter().map(|grading| Opinion::of(grading, table)).collect();
    let mut not_counted = Vec::new();
    let mut speaking = Vec::new();
    for opinion in &held {
        match overruled.contains(&opinion.grading.id) {
            true => not_counted.push((opinion.grading.id, NotCounted::Overruled)),
            false => speaking.push(opinion),
        }
    }
    let mut groups: BTreeMap<Says<'_>, Vec<&Opinion<'_>>> = BTreeMap::new();
    for opinion in &speaking {
        match opinion.says() {
            Ok(says) => groups.entry(says).or_default().push(opinion),
            Err(why) => not_counted.push((opinion.grading.id, why)),
        }
    }
    let settled_on = settled.last().map(|settlement| settlement.stands);
    // The largest group; among equals the one that holds what was settled, then the one that spoke first.
    let counted = groups
        .values()
        .max_by_key(|group| {
            let holds_settled = group.iter().any(|opinion| Some(opinion.grading.id) == settled_on);
            let first = group.iter().map(|opinion| (opinion.grading.at, opinion.grading.id)).min();
            (group.len(), holds_settled, std::cmp::Reverse(first))
        })
        .cloned()
        .unwrap_or_default();
    let is_counted = |id: GradingId| counted.iter().any(|opinion| opinion.grading.id == id);
    let others = groups.values().flatten().filter(|opinion| !is_counted(opinion.grading.id));
    not_counted.extend(others.map(|opinion| (opinion.grading.id, NotCounted::NotComparable)));
    not_counted.sort();
    let state = state_of(opinions, &settled, &speaking, counted.len());
    let usable = matches!(state, State::Graded | State::Confirmed);
    let stands = usable.then(|| which_stands(&speaking, &counted, settled_on)).flatten();
    let viewed = |opinion: &&Opinion<'_>| opinion.grading.viewing == Viewing::Viewed;
    let n_viewed = held.iter().filter(viewed).count();
    Standing {
        state,
        counted: counted.iter().map(|opinion| (opinion.grading.id, opinion.grading.by.clone())).collect(),
        not_counted,
        stands: stands.map(|opinion| opinion.grading.id),
        category: stands.and_then(|opinion| opinion.category.clone()),
        table: table.stamp.clone(),
        n_viewed,
        n_by_stack: held.len() - n_viewed,
    }
}

/// Of the gradings that are held, those that differ from this one; none when nobody holds it.
pub(crate) fn differing_from(
    opinions: &Opinions,
    table: &MappingTable,
    stands: GradingId,
) -> Option<BTreeSet<GradingId>> {
    let held: Vec<Opinion<'_>> = opinions.current().into_iter().map(|grading| Opinion::of(grading, table)).collect();
    let stands = held.iter().find(|opinion| opinion.grading.id == stands)?;
    let differing = held.iter().filter(|opinion| !opinion.differs(stands).is_empty());
    Some(differing.map(|opinion| opinion.grading.id).collect())
}

/// Settlements that still hold, oldest first.
fn settled(opinions: &Opinions) -> Vec<&Settlement> {
    opinions.settlements.iter().filter(|settlement| opinions.live(settlement.stands).is_some()).collect()
}

fn state_of(opinions: &Opinions, settled: &[&Settlement], speaking: &[&Opinion<'_>], n_counted: usize) -> State {
    if speaking.is_empty() {
        return State::Ungraded;
    }
    let pairs = speaking.iter().enumerate().flat_map(|(n, one)| speaking[n + 1..].iter().map(move |two| (one, two)));
    let differs: BTreeSet<Aspect> = pairs.flat_map(|(one, two)| one.differs(two)).collect();
    let disagreement = (!differs.is_empty())
        .then(|| Disagreement { positions: speaking.iter().map(|opinion| opinion.position()).collect(), differs });
    let n_answered = settled.iter().map(|settlement| settlement.n_disputes_answered).max().unwrap_or(0);
    match (opinions.disputes.len().saturating_sub(n_answered), disagreement) {
        (0, Some(disagreement)) => State::Disagreement(disagreement),
        (0, None) if n_counted >= OPINIONS_WANTED => State::Confirmed,
        (0, None) => State::Graded,
        (n_open, disagreement) => State::Disputed { n_open, disagreement },
    }
}

/// What was settled on while it is held; else the latest that is counted; else the latest that can tell.
fn which_stands<'o, 'g>(
    speaking: &[&'o Opinion<'g>],
    counted: &[&'o Opinion<'g>],
    settled_on: Option<GradingId>,
) -> Option<&'o Opinion<'g>> {
    let chosen = speaking.iter().find(|opinion| Some(opinion.grading.id) == settled_on);
    let latest = |of: &[&'o Opinion<'g>]| {
        let can_tell = of.iter().filter(|opinion| opinion.grading.verdict != Verdict::CannotTell);
        can_tell
            .max_by_key(|opinion| {
                let viewed = opinion.grading.viewing == Viewing::Viewed;
                (viewed, opinion.category.is_some(), opinion.grading.at, opinion.grading.id)
            })
            .copied()
    };
    chosen.copied().or_else(|| latest(counted)).or_else(|| latest(speaking))
}

/// A grading with what it comes to.
struct Opinion<'g> {
    grading: &'g Grading,
    category: Option<String>,
    age_section: Option<AgeSection>,
}

/// What a counted opinion says: opinions that say the same agree.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Says<'o> {
    Category(&'o str),
    NotIllegal { under: &'o str },
}

impl<'g> Opinion<'g> {
    fn of(grading: &'g Grading, table: &MappingTable) -> Opinion<'g> {
        let computed = categorise(&grading.facts, table).category.category().map(str::to_owned);
        let stated = grading.stated.as_ref().filter(|stated| stated.scheme == table.stamp.scheme);
        let category = computed.or_else(|| stated.map(|stated| stated.code.clone()));
        Opinion { grading, category, age_section: AgeSection::of(&grading.facts.ages) }
    }

    fn differs(&self, other: &Opinion<'_>) -> BTreeSet<Aspect> {
        let verdicts = (&self.grading.verdict, &other.grading.verdict);
        let verdict = match verdicts {
            (Verdict::Illegal { under: one }, Verdict::NotIllegal { under: two })
            | (Verdict::NotIllegal { under: one }, Verdict::Illegal { under: two }) => one == two,
            _ => false,
        };
        let real_child = |opinion: &Opinion<'_>| {
            let origin = opinion.grading.facts.origin;
            (origin != Origin::Unknown).then_some(origin.counts_as_victim())
        };
        let aspects = [
            (Aspect::Verdict, verdict),
            (Aspect::Category, both_say_and_differ(self.category.as_ref(), other.category.as_ref())),
            (Aspect::AgeSection, both_say_and_differ(self.age_section, other.age_section)),
            (Aspect::RealChild, both_say_and_differ(real_child(self), real_child(other))),
        ];
        aspects.into_iter().filter_map(|(aspect, differs)| differs.then_some(aspect)).collect()
    }

    fn says(&self) -> Result<Says<'_>, NotCounted> {
        match (&self.grading.verdict, &self.category) {
            (Verdict::CannotTell, _) => Err(NotCounted::CannotTell),
            _ if self.grading.independence == Independence::Informed => Err(NotCounted::NotBlind),
            _ if !self.grading.viewing.saw_these_pixels() => Err(NotCounted::NotViewed),
            (_, Some(category)) => Ok(Says::Category(category)),
            (Verdict::NotIllegal { under }, None) => Ok(Says::NotIllegal { under }),
            (Verdict::Illegal { .. }, None) => Err(NotCounted::NoCategory),
        }
    }

    fn position(&self) -> Position {
        Position {
            grading: self.grading.id,
            by: self.grading.by.clone(),
            verdict: self.grading.verdict.clone(),
            category: self.category.clone(),
            age_section: self.age_section,
            origin: self.grading.facts.origin,
        }
    }
}

/// Two values that are there and are not the same.
fn both_say_and_differ<T: PartialEq>(one: Option<T>, two: Option<T>) -> bool {
    matches!((one, two), (Some(one), Some(two)) if one != two)
}
