//! One decision for a whole stack, and undoing it. Members that are not like the stack's representative are refused, so
//! that nobody decides for what they did not mean.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use casework::facts::Facts;
use casework::file::{File, FileId};
use casework::grading::{Independence, Sameness, Verdict, Viewing, independence};
use casework::id::{GradingId, RecordId};
use casework::pixel_digest::PixelDigest;
use casework::stack::Stack;
use casework::stack_decision::{CannotDecideStack, Left, StackAsk, ViewingCounts, decide_stack, undo_stack};
use fingerprint::{Digests, pdq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::casebook::{new_id, new_ids};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Files of one decision.
const STACK_FILES_MAX: usize = 5_000;

/// What somebody decides for a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideStack {
    /// The stack's representative, as the triage says, as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub representative: FileId,
    /// Its members; the representative may be left out.
    #[schema(value_type = Vec<Object>, max_items = 5000)]
    pub members: BTreeSet<FileId>,
    /// The files that were looked at: one at least.
    #[schema(value_type = Vec<Object>, min_items = 1)]
    pub viewed: BTreeSet<FileId>,
    /// What they saw.
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// What they say of the law.
    #[schema(value_type = Value)]
    pub verdict: Verdict,
}

/// A decision on a stack that is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoStack {
    /// Which.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub decision: GradingId,
    /// Why.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// A file that a decision on its stack reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachedFile {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// `"viewed"`, or `{"by-stack-not-viewed": …}` with the file that was looked at and how much this one is like it.
    #[schema(value_type = Value)]
    pub viewing: Viewing,
}

/// A file that a decision on its stack did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftFile {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// `only-near`, or `viewed-before`.
    #[schema(value_type = String, example = "only-near")]
    pub why: Left,
}

/// What a decision on a stack reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StackDecisionView {
    /// The decision's id, by which it is undone.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub id: GradingId,
    /// Each file that it reached.
    pub reached: Vec<ReachedFile>,
    /// Members that it did not reach.
    pub left: Vec<LeftFile>,
    /// Files that were looked at.
    pub n_viewed: u64,
    /// Files that were not.
    pub n_by_stack_not_viewed: u64,
}

/// What undoing a decision on a stack changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UndoneStackView {
    /// Files whose grading was taken back.
    #[schema(value_type = Vec<Object>)]
    pub files: BTreeSet<FileId>,
}

impl Node {
    /// Decides for a stack. *Illegal* reaches every member; *not illegal* and *cannot tell* reach copies of the same bytes
    /// and those that are proved to show the same pixels and nothing beside them that was not there to be seen. A look
    /// alike proves neither.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file that the caller may not see; [`Error::Refused`] when nothing was looked at, or a
    /// member is not like the representative.
    pub async fn decide_stack(&self, who: &Principal, ask: DecideStack) -> Result<StackDecisionView, Error> {
        self.permitted(who, Action::DecideStack, async {
            let caller = who.caller(Action::DecideStack)?;
            let user = caller.actor.user;
            if ask.members.len() > STACK_FILES_MAX {
                return Err(Error::TooMany { what: "members", n_max: STACK_FILES_MAX as u64 });
            }
            let files = self.files_alike(ask.representative, &ask.members).await?;
            self.must_see_files(caller, &files.keys().copied().collect()).await?;
            let others = ask.members.iter().copied().filter(|file| *file != ask.representative);
            let members: Vec<FileId> = std::iter::once(ask.representative).chain(others).collect();
            let stack = Stack { representative: ask.representative, members };
            let open = self.store.open_blinds(user).await?;
            let mut tx = self.store.begin().await?;
            let mut viewed_before = BTreeSet::new();
            let mut is_blind = true;
            for file in &stack.members {
                let opinions = tx.opinions(*file).await?;
                let was_shown = self.store.was_shown_gradings(user, &BTreeSet::from([*file])).await?;
                is_blind &= independence(user, &opinions, &open, was_shown) == Independence::Blind;
                let own =
                    opinions.gradings.iter().filter(|grading| grading.by.is(user) && grading.taken_back.is_none());
                if own.into_iter().any(|grading| grading.viewing == Viewing::Viewed) {
                    viewed_before.insert(*file);
                }
            }
            let asked = StackAsk {
                id: new_id(GradingId::new)?,
                facts: ask.facts,
                verdict: ask.verdict,
                viewed: ask.viewed,
                by: caller.actor,
                at: self.now(),
                independence: if is_blind { Independence::Blind } else { Independence::Informed },
            };
            let mut ids = new_ids(GradingId::new, stack.members.len())?;
            let decision = decide_stack(
                &stack,
                &asked,
                |one, two| sameness(&files[one], &files[two]),
                |file| viewed_before.contains(file),
                || ids.next().expect("there is an id for each member"),
            )
            .map_err(Error::refused)?;
            for grading in &decision.gradings {
                tx.add_grading(grading).await?;
                tx.close_blind(user, grading.file).await?;
            }
            let graded: Vec<FileId> = decision.gradings.iter().map(|grading| grading.file).collect();
            self.note_states(&mut tx, &graded).await?;
            let ViewingCounts { n_viewed, n_by_stack_not_viewed } = decision.counts();
            let entry = self.entry(who, Action::DecideStack.verb()).about("gradings", vec![decision.id.to_string()]);
            tx.commit(entry.about("n_viewed", n_viewed).about("n_by_stack_not_viewed", n_by_stack_not_viewed)).await?;
            Ok(StackDecisionView {
                id: decision.id,
                reached: decision
                    .gradings
                    .iter()
                    .map(|grading| ReachedFile { file: grading.file, viewing: grading.viewing })
                    .collect(),
                left: decision.left.into_iter().map(|(file, why)| LeftFile { file, why }).collect(),
                n_viewed,
                n_by_stack_not_viewed,
            })
        })
        .await
    }

    /// Undoes a decision on a stack: each file stands as its other gradings say.
    ///
    /// # Errors
    /// [`Error::NotFound`] when a file of it is none that the caller may see; [`Error::Refused`] when there is nothing to
    /// undo.
    pub async fn undo_stack(&self, who: &Principal, ask: UndoStack) -> Result<UndoneStackView, Error> {
        self.permitted(who, Action::UndoStack, async {
            let caller = who.caller(Action::UndoStack)?;
            let reached = self.store.files_of_stack_decision(ask.decision).await?;
            self.must_see_files(caller, &reached.iter().copied().collect()).await?;
            let mut tx = self.store.begin().await?;
            let mut opinions = BTreeMap::new();
            for file in reached {
                opinions.insert(file, tx.opinions(file).await?);
            }
            let said = self.said(caller, Some(&ask.reason));
            let files = undo_stack(&mut opinions, ask.decision, &said).map_err(Error::refused)?;
            for opinions in opinions.values() {
                let of_decision = opinions.gradings.iter().filter(|grading| grading.of_stack == Some(ask.decision));
                for grading in of_decision.filter(|grading| grading.taken_back.as_ref() == Some(&said)) {
                    tx.take_back_grading(grading).await?;
                }
            }
            let taken_back: Vec<FileId> = files.iter().copied().collect();
            self.note_states(&mut tx, &taken_back).await?;
            let entry = self.entry(who, Action::UndoStack.verb()).about("gradings", vec![ask.decision.to_string()]);
            tx.commit(entry.about("n_files", files.len() as u64)).await?;
            Ok(UndoneStackView { files })
        })
        .await
    }

    /// The files of a stack, when each is like its representative.
    async fn files_alike(
        &self,
        representative: FileId,
        members: &BTreeSet<FileId>,
    ) -> Result<HashMap<FileId, Arc<File>>, Error> {
        let mut files: HashMap<FileId, Arc<File>> = HashMap::new();
        for file in members.iter().chain([&representative]) {
            let missing = || crate::casebook::no_such(RecordId::File(*file));
            files.insert(*file, self.store.file(file).await?.ok_or_else(missing)?.0);
        }
        let first = &files[&representative];
        let stranger = members.iter().find(|member| !is_alike(first, &files[*member]));
        match stranger {
            Some(stranger) => Err(Error::refused(CannotDecideStack::NotInStack(*stranger))),
            None => Ok(files),
        }
    }
}

fn is_alike(one: &File, two: &File) -> bool {
    let shows_same = |one: PixelDigest, two: PixelDigest| one.picture == two.picture;
    if sameness(one, two) == Sameness::Bytes
        || one.pixel_digest.zip(two.pixel_digest).is_some_and(|(one, two)| shows_same(one, two))
    {
        return true;
    }
    match (&one.look, &two.look) {
        (Some(one), Some(two)) => {
            let is_good = one.pdq.quality.min(two.pdq.quality) >= pdq::QUALITY_MIN;
            is_good && one.pdq.hash.distance(&two.pdq.hash) <= pdq::DISTANCE_BITS_MAX
        }
        _ => false,
    }
}

/// How much a file is like the one that was viewed, as far as stored hashes prove it: a digest that both have decides on
/// the bytes, the strongest first, and the pixel digests on whether it shows nothing that the viewed one does not. A look
/// proves neither.
fn sameness(viewed: &File, file: &File) -> Sameness {
    let shows_all_of = |(viewed, file): (PixelDigest, PixelDigest)| viewed.shows_all_of(&file);
    match () {
        () if is_same_bytes(&viewed.digests, &file.digests) => Sameness::Bytes,
        () if viewed.pixel_digest.zip(file.pixel_digest).is_some_and(shows_all_of) => Sameness::Pixels,
        () => Sameness::Near,
    }
}

/// Whether two files have the same bytes, as far as their digests prove it.
pub(crate) fn is_same_bytes(one: &Digests, two: &Digests) -> bool {
    let strongest = [
        one.sha256.zip(two.sha256).map(|(one, two)| one == two),
        one.sha1.zip(two.sha1).map(|(one, two)| one == two),
        one.md5.zip(two.md5).map(|(one, two)| one == two),
    ];
    strongest.into_iter().flatten().next() == Some(true)
}

#[cfg(test)]
mod tests;
