//! One decision for a whole stack: whom it reaches, who was looked at, and how it is undone.
//!
//! Which files are a stack is [`crate::stack`]'s business; whether two files hold the same pixels is the caller's. It
//! never says that a file was viewed which was not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::file::FileId;
use crate::grading::{Grader, Grading, Independence, Opinions, Sameness, Verdict, Viewing};
use crate::id::GradingId;
use crate::problem::codes;
use crate::stack::Stack;
use crate::who::{Actor, Moment, Said};

/// What somebody decides for a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackAsk {
    /// The decision's id.
    pub id: GradingId,
    /// What they saw.
    pub facts: Facts,
    /// What they say of the law.
    pub verdict: Verdict,
    /// The files of the stack that they looked at: at least one.
    pub viewed: BTreeSet<FileId>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// Whether they had seen others' opinions of any of the files.
    pub independence: Independence,
}

/// A decision on a stack: a grading for each file that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackDecision {
    /// Its id, which each of its gradings carries.
    pub id: GradingId,
    /// The stack's representative.
    pub stack: FileId,
    /// The gradings, in the order of the stack's members.
    pub gradings: Vec<Grading>,
    /// Members that it does not reach, and why.
    #[serde(default)]
    pub left: Vec<(FileId, Left)>,
}

codes! {
    /// Why a decision does not reach a member of its stack.
    Left {
        /// *Not illegal* and *cannot tell* reach identical copies of what was viewed, and this one only looks like it, or
        /// may show something more: look at it.
        OnlyNear = "only-near",
        /// The same person has looked at this one before: what they said then stays.
        ViewedBefore = "viewed-before",
    }
}

/// How many files were looked at, and how many a stack's decision reached without a look. Reports print both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewingCounts {
    /// Looked at.
    pub n_viewed: u64,
    /// By stack, not viewed.
    pub n_by_stack_not_viewed: u64,
}

impl ViewingCounts {
    /// The counts over gradings; those taken back are in neither.
    pub fn of<'g>(gradings: impl IntoIterator<Item = &'g Grading>) -> ViewingCounts {
        let mut counts = ViewingCounts::default();
        for grading in gradings.into_iter().filter(|grading| grading.taken_back.is_none()) {
            match grading.viewing {
                Viewing::Viewed => counts.n_viewed += 1,
                Viewing::ByStackNotViewed { .. } => counts.n_by_stack_not_viewed += 1,
            }
        }
        counts
    }
}

/// Why a stack was not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum CannotDecideStack {
    /// Look at one of them.
    #[error("none of the stack's files was looked at")]
    NothingViewed,
    /// That file is decided by itself.
    #[error("{0} is not in this stack")]
    NotInStack(FileId),
    /// Look at the table again: what was examined meanwhile may have made the stack another one.
    #[error("the exhibit was examined again meanwhile")]
    ExaminedMeanwhile,
}

/// One decision for a stack.
///
/// *Illegal* reaches every member. *Not illegal* and *cannot tell* reach the files that were looked at, and those of the
/// same bytes or pixels as one of them. `sameness` says how much one file is like another; `viewed_before` whether the
/// person's own grading of a file, after a look, is there already; `ids` gives an id for each grading.
pub fn decide_stack(
    stack: &Stack,
    ask: &StackAsk,
    sameness: impl Fn(&FileId, &FileId) -> Sameness,
    viewed_before: impl Fn(&FileId) -> bool,
    mut ids: impl FnMut() -> GradingId,
) -> Result<StackDecision, CannotDecideStack> {
    if let Some(stranger) = ask.viewed.iter().find(|file| !stack.members.contains(file)) {
        return Err(CannotDecideStack::NotInStack(*stranger));
    }
    if ask.viewed.is_empty() {
        return Err(CannotDecideStack::NothingViewed);
    }
    let mut decision =
        StackDecision { id: ask.id, stack: stack.representative, gradings: Vec::new(), left: Vec::new() };
    for file in &stack.members {
        let viewing = match ask.viewed.contains(file) {
            true => Viewing::Viewed,
            false => {
                let closest = ask.viewed.iter().map(|viewed| (sameness(viewed, file), *viewed)).min();
                let (sameness, viewed) = closest.ok_or(CannotDecideStack::NothingViewed)?;
                Viewing::ByStackNotViewed { viewed, sameness }
            }
        };
        let left = match viewing {
            Viewing::Viewed => None,
            _ if viewed_before(file) => Some(Left::ViewedBefore),
            _ if !matches!(ask.verdict, Verdict::Illegal { .. }) && !viewing.saw_these_pixels() => Some(Left::OnlyNear),
            _ => None,
        };
        match left {
            Some(why) => decision.left.push((*file, why)),
            None => decision.gradings.push(Grading {
                id: ids(),
                file: *file,
                facts: ask.facts.clone(),
                stated: None,
                verdict: ask.verdict.clone(),
                viewing,
                by: Grader::Person(ask.by),
                at: ask.at,
                independence: ask.independence,
                of_stack: Some(ask.id),
                taken_back: None,
            }),
        }
    }
    Ok(decision)
}

impl StackDecision {
    /// How many of its files were looked at, and how many were not.
    pub fn counts(&self) -> ViewingCounts {
        ViewingCounts::of(&self.gradings)
    }
}

/// The decision was undone before, or no file carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no grading of this decision is in force")]
pub struct NothingToUndo;

/// Undoes a decision on a stack: its gradings are taken back, and each file stands as its other gradings say. The
/// gradings stay in the history. Gives the files that it changed.
pub fn undo_stack(
    files: &mut BTreeMap<FileId, Opinions>,
    decision: GradingId,
    said: &Said,
) -> Result<BTreeSet<FileId>, NothingToUndo> {
    let mut changed = BTreeSet::new();
    for grading in files.values_mut().flat_map(|opinions| &mut opinions.gradings) {
        if grading.of_stack == Some(decision) && grading.taken_back.is_none() {
            grading.taken_back = Some(said.clone());
            changed.insert(grading.file);
        }
    }
    if changed.is_empty() { Err(NothingToUndo) } else { Ok(changed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::tests::{actor, caid, file, graded, illegal, not_illegal, said};
    use crate::standing::standing;

    fn stack(members: &[u8]) -> Stack {
        let members: Vec<FileId> = members.iter().map(|byte| file(*byte)).collect();
        Stack { representative: members[0], members }
    }

    fn ask(id: u8, verdict: Verdict, viewed: &[u8]) -> StackAsk {
        let one = graded(id, 1, verdict.clone());
        StackAsk {
            id: GradingId::new([id; 10]),
            facts: one.facts,
            verdict,
            viewed: viewed.iter().map(|byte| file(*byte)).collect(),
            by: actor(1),
            at: Moment(i64::from(id)),
            independence: Independence::Blind,
        }
    }

    /// Files 1 and 2 hold the same pixels, and so do 3 and 4; all others only look alike.
    fn sameness(one: &FileId, two: &FileId) -> Sameness {
        let same = |pair: [u8; 2]| pair.map(file).contains(one) && pair.map(file).contains(two);
        if same([1, 2]) || same([3, 4]) { Sameness::Pixels } else { Sameness::Near }
    }

    fn ids(seed: u8) -> impl FnMut() -> GradingId {
        let mut n = 0;
        move || {
            n += 1;
            GradingId::new([seed, 200, n, 0, 0, 0, 0, 0, 0, 0])
        }
    }

    fn decide(ask: &StackAsk) -> StackDecision {
        decide_stack(&stack(&[1, 2, 3, 4, 5]), ask, sameness, |_| false, ids(ask.at.0 as u8)).unwrap()
    }

    #[test]
    fn every_file_says_whether_it_was_viewed_and_both_are_counted() {
        let decision = decide(&ask(9, illegal(), &[1, 5]));
        assert_eq!(decision.counts(), ViewingCounts { n_viewed: 2, n_by_stack_not_viewed: 3 });
        assert_eq!(decision.left, []);
        let by_stack = |viewed: u8, sameness| Viewing::ByStackNotViewed { viewed: file(viewed), sameness };
        let viewings: Vec<Viewing> = decision.gradings.iter().map(|grading| grading.viewing).collect();
        let near = by_stack(1, Sameness::Near);
        assert_eq!(viewings, [Viewing::Viewed, by_stack(1, Sameness::Pixels), near, near, Viewing::Viewed]);
        assert!(decision.gradings.iter().all(|grading| grading.of_stack == Some(decision.id)));
        let json = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<StackDecision>(&json).unwrap(), decision);
    }

    #[test]
    fn not_illegal_reaches_identical_copies_only_and_never_near_ones() {
        let reached = |verdict: Verdict, viewed: &[u8]| -> Vec<FileId> {
            let decision = decide(&ask(9, verdict, viewed));
            assert!(decision.left.iter().all(|(_, why)| *why == Left::OnlyNear));
            assert_eq!(decision.gradings.len() + decision.left.len(), 5);
            decision.gradings.iter().map(|grading| grading.file).collect()
        };
        assert_eq!(reached(not_illegal(), &[1]), [1, 2].map(file));
        assert_eq!(reached(not_illegal(), &[5]), [file(5)]);
        assert_eq!(reached(not_illegal(), &[2, 3]), [1, 2, 3, 4].map(file));
        assert_eq!(reached(Verdict::CannotTell, &[1]), [1, 2].map(file));
        assert_eq!(reached(illegal(), &[1]), [1, 2, 3, 4, 5].map(file));
    }

    #[test]
    fn somebody_must_have_looked_and_only_at_this_stack() {
        let ask_of = |viewed: &[u8]| {
            decide_stack(&stack(&[1, 2]), &ask(9, illegal(), viewed), sameness, |_| false, ids(9)).map(|_| ())
        };
        assert_eq!(ask_of(&[]), Err(CannotDecideStack::NothingViewed));
        assert_eq!(ask_of(&[1, 7]), Err(CannotDecideStack::NotInStack(file(7))));
        assert_eq!(ask_of(&[2]), Ok(()));
    }

    #[test]
    fn what_the_person_viewed_before_is_not_replaced_unseen() {
        let decision =
            decide_stack(&stack(&[1, 2, 3]), &ask(9, illegal(), &[1]), sameness, |one| *one == file(3), ids(9))
                .unwrap();
        assert_eq!(decision.left, [(file(3), Left::ViewedBefore)]);
    }

    #[test]
    fn a_near_copy_decided_unseen_is_no_independent_opinion_and_an_identical_one_is() {
        let table = caid();
        let counted = |byte: u8| {
            let decision = decide(&ask(9, illegal(), &[1]));
            let gradings = decision.gradings.into_iter().filter(|grading| grading.file == file(byte)).collect();
            standing(&Opinions { gradings, ..Opinions::none_of(file(byte)) }, &table).counted.len()
        };
        assert_eq!([1, 2, 3].map(counted), [1, 1, 0]);
    }

    #[test]
    fn undoing_a_stack_restores_what_each_file_said_before() {
        let mut state = 0x00c0_ffee_u64;
        let mut chance = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        };
        let mut n_undone = 0;
        for _ in 0..200 {
            let empty = |byte: u8| (file(byte), Opinions::none_of(file(byte)));
            let mut files: BTreeMap<FileId, Opinions> = (1..=5).map(empty).collect();
            let mut without_stacks = files.clone();
            let mut decisions = Vec::new();
            for id in 1..=12u8 {
                let verdict = if chance(2) == 0 { illegal() } else { not_illegal() };
                if chance(2) == 0 {
                    let mut grading = graded(id, 1 + chance(3) as u8, verdict);
                    grading.file = file(1 + chance(5) as u8);
                    for files in [&mut files, &mut without_stacks] {
                        files.get_mut(&grading.file).unwrap().gradings.push(grading.clone());
                    }
                } else {
                    let decision = decide(&ask(id, verdict, &[1 + chance(5) as u8]));
                    decisions.push(decision.id);
                    for grading in decision.gradings {
                        files.get_mut(&grading.file).unwrap().gradings.push(grading);
                    }
                }
            }
            let n_said: usize = files.values().map(|opinions| opinions.gradings.len()).sum();
            // In any order.
            while !decisions.is_empty() {
                let id = decisions.swap_remove(chance(decisions.len() as u64) as usize);
                assert!(!undo_stack(&mut files, id, &said(99, "wrong stack")).unwrap().is_empty());
                assert_eq!(undo_stack(&mut files, id, &said(99, "again")), Err(NothingToUndo));
                n_undone += 1;
            }
            for (one, two) in files.values().zip(without_stacks.values()) {
                assert_eq!(one.current(), two.current());
            }
            let n_kept: usize = files.values().map(|opinions| opinions.gradings.len()).sum();
            assert_eq!(n_kept, n_said, "the history keeps what was taken back");
        }
        assert!(n_undone > 500, "{n_undone}");
    }
}
