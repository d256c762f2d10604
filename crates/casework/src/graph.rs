//! The graph of links: what ties one record to another, over the fewest steps, with the evidence on each.
//!
//! It loads nothing: whoever searches is asked for the links of some records at a time, and gives only those that the
//! reader may see. So a hidden record is neither passed through nor counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::id::{LinkId, RecordId};
use crate::link::{Confidence, Evidence, Link, LinkKind};
use crate::who::Moment;

/// A link as a search walks it, in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// The link.
    pub link: LinkId,
    /// Where the link begins.
    pub from: RecordId,
    /// Where it leads.
    pub to: RecordId,
    /// What it says.
    pub kind: LinkKind,
    /// How surely.
    pub confidence: Confidence,
    /// When it was asserted.
    pub at: Moment,
    /// The evidence that the reader may know of.
    pub evidence: Vec<Evidence>,
}

impl Edge {
    /// The link as this reader may walk it: none when it was taken back or is hidden from them.
    pub fn of(link: &Link, may_see: impl Fn(RecordId) -> bool) -> Option<Edge> {
        let evidence = link.stands().then(|| link.evidence_for(may_see))??;
        let asserted = link.asserted();
        Some(Edge {
            link: link.id(),
            from: asserted.from,
            to: asserted.to,
            kind: asserted.kind,
            confidence: asserted.confidence,
            at: link.said().at,
            evidence: evidence.into_iter().cloned().collect(),
        })
    }

    fn other_end(&self, end: RecordId) -> RecordId {
        if self.from == end { self.to } else { self.from }
    }
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The record that the step leads to.
    pub reaches: RecordId,
    /// The link, as it was asserted: it may lead the other way.
    pub over: Edge,
}

/// What a search found. Written as `{"answer": "found", …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum PathAnswer {
    /// The best of the shortest paths.
    Found {
        /// From the first record to the second; empty when they are one.
        steps: Vec<Step>,
    },
    /// Every record that can be reached was seen: nothing that this reader may see ties them.
    NotLinked,
    /// Nothing was found among so many records, and there are more: no *not linked* may be said.
    Stopped {
        /// How many were visited.
        n_records: usize,
    },
}

/// The best shortest path between two records: fewest steps, then fewest guesses, then fewest that are only likely, then
/// the one whose newest link is the oldest, then the smallest ids of links in the order of the path.
///
/// `links_of` gives every visible link that begins or ends at one of these records; see [`PathSearch`] for callers that
/// cannot answer at once.
pub fn shortest_path<E>(
    from: RecordId,
    to: RecordId,
    n_records_max: usize,
    mut links_of: impl FnMut(&[RecordId]) -> Result<Vec<Edge>, E>,
) -> Result<PathAnswer, E> {
    let mut search = PathSearch::new(from, to, n_records_max);
    loop {
        match search.next() {
            Next::LinksOf(records) => {
                let links = links_of(&records)?;
                search.give(links);
            }
            Next::Done(answer) => return Ok(answer),
        }
    }
}

/// A search that asks and waits: it works from both ends, a whole ring of records at a time, the smaller ring first.
#[derive(Debug, Clone)]
pub struct PathSearch {
    n_records_max: usize,
    n_records: usize,
    sides: [Side; 2],
    /// Which side waits for links.
    asking: usize,
    edges: BTreeMap<LinkId, Edge>,
    answer: Option<PathAnswer>,
}

/// What a search needs next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Every visible link of these records; in order, none twice.
    LinksOf(Vec<RecordId>),
    /// Nothing: this is the answer.
    Done(PathAnswer),
}

/// What is known from one end.
#[derive(Debug, Clone)]
struct Side {
    end: RecordId,
    steps_from_end: BTreeMap<RecordId, usize>,
    ring: BTreeSet<RecordId>,
    n_rings: usize,
}

impl Side {
    fn of(end: RecordId) -> Side {
        Side { end, steps_from_end: BTreeMap::from([(end, 0)]), ring: BTreeSet::from([end]), n_rings: 0 }
    }
}

impl PathSearch {
    /// A search between these records, which the reader may see, that gives up beyond so many.
    pub fn new(from: RecordId, to: RecordId, n_records_max: usize) -> PathSearch {
        PathSearch {
            n_records_max,
            n_records: 2,
            sides: [Side::of(from), Side::of(to)],
            asking: 0,
            edges: BTreeMap::new(),
            answer: (from == to).then(|| PathAnswer::Found { steps: Vec::new() }),
        }
    }

    /// What the search needs next.
    #[expect(clippy::should_implement_trait, reason = "it is no iterator: it waits for what it asked for")]
    pub fn next(&mut self) -> Next {
        if let Some(answer) = &self.answer {
            return Next::Done(answer.clone());
        }
        if self.sides.iter().any(|side| side.ring.is_empty()) {
            return Next::Done(PathAnswer::NotLinked);
        }
        self.asking = usize::from(self.sides[1].ring.len() < self.sides[0].ring.len());
        Next::LinksOf(self.sides[self.asking].ring.iter().copied().collect())
    }

    /// Takes the links that were asked for. What touches none of the records asked for is passed over.
    pub fn give(&mut self, mut links: Vec<Edge>) {
        if self.answer.is_some() {
            return;
        }
        // The store's order must not decide where a search stops.
        links.sort_by_key(|edge| edge.link);
        let [first, second] = &mut self.sides;
        let (side, other) = if self.asking == 0 { (first, &*second) } else { (second, &*first) };
        let ring = std::mem::take(&mut side.ring);
        let mut have_met = false;
        for edge in links {
            let touched = [edge.from, edge.to].into_iter().filter(|end| ring.contains(end));
            for reached in touched.map(|end| edge.other_end(end)).collect::<Vec<_>>() {
                if side.steps_from_end.contains_key(&reached) {
                    continue;
                }
                if other.steps_from_end.contains_key(&reached) {
                    have_met = true;
                } else if self.n_records == self.n_records_max {
                    self.answer = Some(PathAnswer::Stopped { n_records: self.n_records });
                    return;
                } else {
                    self.n_records += 1;
                }
                side.steps_from_end.insert(reached, side.n_rings + 1);
                side.ring.insert(reached);
            }
            self.edges.insert(edge.link, edge);
        }
        side.n_rings += 1;
        if have_met {
            self.answer = Some(PathAnswer::Found { steps: self.best_path() });
        }
    }

    /// The best path, once both sides have met.
    ///
    /// Invariant: a record known from both ends lies on a shortest path, for otherwise they had met a ring earlier. So
    /// each record has one place on the way, and a link that leads one place further is a step of a shortest path.
    fn best_path(&self) -> Vec<Step> {
        let [first, second] = &self.sides;
        let n_steps = first.n_rings + second.n_rings;
        let place = |record: &RecordId| {
            let from_first = first.steps_from_end.get(record).copied();
            from_first.or_else(|| second.steps_from_end.get(record).map(|steps| n_steps - steps))
        };
        let mut steps_at: Vec<Vec<(RecordId, Step)>> = vec![Vec::new(); n_steps];
        for edge in self.edges.values() {
            for (leaves, reaches) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if let (Some(here), Some(there)) = (place(&leaves), place(&reaches))
                    && here + 1 == there
                    && here < n_steps
                {
                    steps_at[here].push((leaves, Step { reaches, over: edge.clone() }));
                }
            }
        }
        // How weak the rest of the way is from each record, at best: guesses, then likelies.
        let mut weakest: BTreeMap<RecordId, (usize, usize)> = BTreeMap::from([(second.end, (0, 0))]);
        for steps in steps_at.iter().rev() {
            for (leaves, step) in steps {
                let Some(rest) = weakest.get(&step.reaches).copied() else { continue };
                let whole = weaker(rest, step.over.confidence);
                let best = weakest.entry(*leaves).or_insert(whole);
                *best = whole.min(*best);
            }
        }
        for steps in &mut steps_at {
            steps.retain(|(leaves, step)| {
                let rest = weakest.get(&step.reaches);
                rest.is_some_and(|rest| weakest.get(leaves) == Some(&weaker(*rest, step.over.confidence)))
            });
        }
        // Of those: when the newest link of the rest of the way was asserted, at the earliest.
        let mut newest: BTreeMap<RecordId, Moment> = BTreeMap::from([(second.end, Moment(i64::MIN))]);
        for steps in steps_at.iter().rev() {
            for (leaves, step) in steps {
                let Some(rest) = newest.get(&step.reaches).copied() else { continue };
                let whole = rest.max(step.over.at);
                let best = newest.entry(*leaves).or_insert(whole);
                *best = whole.min(*best);
            }
        }
        let bound = newest.get(&first.end).copied();
        let mut here = first.end;
        let mut path = Vec::with_capacity(n_steps);
        for steps in steps_at {
            let good = |(leaves, step): &(RecordId, Step)| {
                *leaves == here
                    && Some(step.over.at) <= bound
                    && newest.get(&step.reaches).is_some_and(|rest| Some(*rest) <= bound)
            };
            // Links come in the order of their ids, so the first is the one of the smallest id.
            let Some((_, step)) = steps.into_iter().find(good) else { break };
            here = step.reaches;
            path.push(step);
        }
        path
    }
}

fn weaker((n_guesses, n_likely): (usize, usize), by: Confidence) -> (usize, usize) {
    match by {
        Confidence::Certain => (n_guesses, n_likely),
        Confidence::Likely => (n_guesses, n_likely + 1),
        Confidence::Guess => (n_guesses + 1, n_likely),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, VictimId};
    use crate::link::Assertion;
    use crate::link::tests::{bytes, link, said, stated};

    fn person(n: u64) -> RecordId {
        PersonId::new(bytes(n)).into()
    }

    fn edge(n: u64, from: u64, to: u64, confidence: Confidence, at: i64) -> Edge {
        let (from, to, kind) = (person(from), person(to), LinkKind::ContactOf);
        Edge { link: LinkId::new(bytes(n)), from, to, kind, confidence, at: Moment(at), evidence: stated() }
    }

    fn certain(n: u64, from: u64, to: u64) -> Edge {
        edge(n, from, to, Confidence::Certain, 0)
    }

    fn search(edges: &[Edge], from: u64, to: u64, n_records_max: usize) -> PathAnswer {
        let links_of = |asked: &[RecordId]| {
            let touches = |edge: &&Edge| asked.contains(&edge.from) || asked.contains(&edge.to);
            Ok::<_, std::convert::Infallible>(edges.iter().filter(touches).cloned().collect())
        };
        let Ok(answer) = shortest_path(person(from), person(to), n_records_max, links_of);
        answer
    }

    /// The ids of the links of a path, or nothing.
    fn ids(answer: &PathAnswer) -> Option<Vec<LinkId>> {
        match answer {
            PathAnswer::Found { steps } => Some(steps.iter().map(|step| step.over.link).collect()),
            _ => None,
        }
    }

    fn check(edges: &[Edge], from: u64, to: u64, expected: &[u64]) {
        let expected: Vec<LinkId> = expected.iter().map(|n| LinkId::new(bytes(*n))).collect();
        assert_eq!(ids(&search(edges, from, to, 100)), Some(expected));
    }

    #[test]
    fn fewest_steps_then_strongest_then_oldest_then_smallest_id() {
        use Confidence::*;
        check(&[certain(1, 1, 2), certain(2, 2, 3), edge(3, 3, 1, Guess, 0)], 1, 3, &[3]);
        check(&[edge(1, 1, 2, Guess, 0), edge(2, 2, 1, Likely, 9)], 1, 2, &[2]);
        check(&[edge(1, 1, 2, Likely, 5), edge(2, 1, 2, Likely, 4)], 1, 2, &[2]);
        check(&[edge(7, 1, 2, Likely, 5), edge(3, 1, 2, Likely, 5)], 1, 2, &[3]);
        // One guess is weaker than two that are likely.
        let both = [edge(1, 1, 2, Guess, 0), certain(2, 2, 4), edge(3, 1, 3, Likely, 0), edge(4, 3, 4, Likely, 0)];
        check(&both, 1, 4, &[3, 4]);
        check(&[], 1, 1, &[]);
    }

    #[test]
    fn not_linked_is_said_only_when_everything_was_seen() {
        let chain: Vec<Edge> = (1..50).map(|n| certain(n, n, n + 1)).collect();
        assert_eq!(search(&chain, 1, 99, 1000), PathAnswer::NotLinked);
        assert_eq!(search(&chain, 1, 50, 10), PathAnswer::Stopped { n_records: 10 });
        assert_eq!(ids(&search(&chain, 1, 50, 50)).map(|ids| ids.len()), Some(49));
        assert_eq!(search(&chain, 1, 50, 49), PathAnswer::Stopped { n_records: 49 });
    }

    fn next_random(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        *state >> 33
    }

    fn random_graph(seed: u64) -> Vec<Edge> {
        let mut state = seed;
        let n_edges = 4 + next_random(&mut state) % 14;
        let mut edges = Vec::new();
        for n in 0..n_edges {
            let (from, to) = (next_random(&mut state) % 8, next_random(&mut state) % 8);
            let confidence = Confidence::ALL[next_random(&mut state) as usize % 3];
            let at = next_random(&mut state) as i64 % 3;
            if from != to {
                // Ids that do not follow the order of assertion.
                edges.push(edge(n * 7 % 31, from, to, confidence, at));
            }
        }
        edges
    }

    /// All paths, compared: the truth that the search is held to.
    fn best_by_trying_all(edges: &[Edge], from: u64, to: u64) -> Option<Vec<LinkId>> {
        type Key = (usize, (usize, usize), Moment, Vec<LinkId>);
        fn walk(edges: &[Edge], seen: &mut Vec<RecordId>, to: RecordId, key: &Key, best: &mut Option<Key>) {
            let here = seen[seen.len() - 1];
            if here == to {
                if best.as_ref().is_none_or(|best| key < best) {
                    *best = Some(key.clone());
                }
                return;
            }
            for edge in edges.iter().filter(|edge| edge.from == here || edge.to == here) {
                let reached = edge.other_end(here);
                if !seen.contains(&reached) {
                    seen.push(reached);
                    let mut ids = key.3.clone();
                    ids.push(edge.link);
                    let key = (key.0 + 1, weaker(key.1, edge.confidence), key.2.max(edge.at), ids);
                    walk(edges, seen, to, &key, best);
                    seen.pop();
                }
            }
        }
        let mut best = None;
        walk(edges, &mut vec![person(from)], person(to), &(0, (0, 0), Moment(i64::MIN), vec![]), &mut best);
        best.map(|best| best.3)
    }

    #[test]
    fn the_path_is_the_best_of_all_whatever_order_links_come_in() {
        let mut n_found = 0;
        for seed in 0..400 {
            let mut edges = random_graph(seed);
            let answer = search(&edges, 0, 1, 100);
            assert_eq!(ids(&answer), best_by_trying_all(&edges, 0, 1), "seed {seed}");
            edges.reverse();
            assert_eq!(search(&edges, 0, 1, 100), answer, "seed {seed}");
            n_found += usize::from(ids(&answer).is_some());
        }
        assert!(n_found > 100, "{n_found}");
    }

    #[test]
    fn steps_join_up_from_the_first_record_to_the_second() {
        for seed in 0..200 {
            if let PathAnswer::Found { steps } = search(&random_graph(seed), 0, 1, 100) {
                let mut here = person(0);
                for step in &steps {
                    assert!([step.over.from, step.over.to].contains(&here), "seed {seed}");
                    assert_eq!(step.over.other_end(here), step.reaches, "seed {seed}");
                    here = step.reaches;
                }
                assert_eq!(here, person(1), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_hidden_record_is_neither_passed_through_nor_counted() {
        let links = [(1, 1, 2), (2, 2, 3), (3, 1, 4), (4, 4, 5), (5, 5, 3)]
            .map(|(n, from, to)| link(n, person(from), LinkKind::ContactOf, person(to)).unwrap());
        let seen_by = |hidden: &[RecordId]| -> Vec<Edge> {
            links.iter().filter_map(|link| Edge::of(link, |id| !hidden.contains(&id))).collect()
        };
        check(&seen_by(&[]), 1, 3, &[1, 2]);
        check(&seen_by(&[person(2)]), 1, 3, &[3, 4, 5]);
        assert_eq!(search(&seen_by(&[person(2), person(5)]), 1, 3, 100), PathAnswer::NotLinked);
        // Four records may be seen, and four are enough.
        assert!(ids(&search(&seen_by(&[person(2)]), 1, 3, 4)).is_some());
    }

    #[test]
    fn what_was_taken_back_ties_nothing_and_each_step_carries_its_evidence() {
        let victim: RecordId = VictimId::new([1; 10]).into();
        let asserted = Assertion {
            from: person(1),
            to: victim,
            kind: LinkKind::HasAccessTo,
            confidence: Confidence::Likely,
            evidence: stated(),
        };
        let link = Link::assert(LinkId::new(bytes(1)), asserted, said(3)).unwrap();
        let edge = Edge::of(&link, |_| true).unwrap();
        assert_eq!((edge.evidence, edge.at, edge.kind), (stated(), Moment(3), LinkKind::HasAccessTo));
        assert_eq!(Edge::of(&link.take_back(said(4)).unwrap(), |_| true), None);
    }
}
