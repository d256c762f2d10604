//! What is asked about gradings, and what is shown of them.

use std::collections::{BTreeMap, BTreeSet};

use casework::category::TableStamp;
use casework::dispute::{Dispute, Recheck, Settlement};
use casework::facts::Facts;
use casework::file::FileId;
use casework::grading::{Grader, Grading, Independence, Verdict, Viewing};
use casework::id::{GradingId, UserId};
use casework::list::Category;
use casework::protected::Protected;
use casework::standing::{Disagreement, NotCounted, OPINIONS_WANTED, Standing, State};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Files that somebody wants to grade, or not to grade after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlindAsk {
    /// The files, each as `{"sha256": "…"}`.
    #[schema(value_type = Vec<Object>, min_items = 1, max_items = 1000)]
    pub files: BTreeSet<FileId>,
}

/// What is hidden from a grader now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlindView {
    /// The files that were asked for and their copies, as far as stored hashes tell copies.
    #[schema(value_type = Vec<Object>)]
    pub files: BTreeSet<FileId>,
    /// Since when, in microseconds since 1970.
    pub since_us: i64,
}

/// An opinion of a file that somebody has looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeAsk {
    /// The file, as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// What they saw.
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// `{"illegal": {"under": "…"}}`, `{"not-illegal": {"under": "…"}}`, or `"cannot-tell"`.
    #[schema(value_type = Value)]
    pub verdict: Verdict,
}

/// What another organisation says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerGradeAsk {
    /// The file, as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Its name.
    #[schema(min_length = 1)]
    pub organisation: String,
    /// Which of its people, under a name of its own. Without one all that it says is one voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub person: Option<String>,
    /// What they saw, where they say it.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// The category as they say it, in their scheme: `{"scheme": "…", "code": "…"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub stated: Option<Category>,
    /// What they say of the law.
    #[schema(value_type = Value)]
    pub verdict: Verdict,
    /// Whether they formed it without seeing others', as they say; it counts as an independent opinion only then.
    pub independent: bool,
}

/// An objection to how a file is graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeAsk {
    /// The file, as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Why.
    #[schema(value_type = String, min_length = 1)]
    pub reason: Protected,
}

/// Which grading stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleAsk {
    /// The file, as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// The grading that stands; somebody holds it now.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub stands: GradingId,
    /// Why.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// A grading of one's own that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackGrading {
    /// Which.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub grading: GradingId,
    /// Why.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// An opinion that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountedOpinion {
    /// The grading.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub grading: GradingId,
    /// Whose it is: a person of this node, or a partner.
    #[schema(value_type = Object)]
    pub by: Grader,
}

/// An opinion that is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UncountedOpinion {
    /// The grading.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub grading: GradingId,
    /// Why, e.g. `not-blind`.
    #[schema(value_type = String, example = "not-blind")]
    pub why: NotCounted,
}

/// What gradings of a file come to, by one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingView {
    /// `ungraded`, `graded`, `confirmed`, `disagreement` or `disputed`.
    #[schema(example = "graded")]
    pub state: &'static str,
    /// How graders differ, where they do.
    #[schema(value_type = Option<Object>)]
    pub disagreement: Option<Disagreement>,
    /// Objections that nobody has answered.
    pub n_disputes_open: u64,
    /// Independent opinions that agree: so many of `n_wanted`.
    pub n_counted: u64,
    /// How many confirm.
    #[schema(example = 3)]
    pub n_wanted: u64,
    /// Which they are, with their source.
    pub counted: Vec<CountedOpinion>,
    /// Gradings that are not counted, and why.
    pub not_counted: Vec<UncountedOpinion>,
    /// The grading that may be used.
    #[schema(value_type = Option<String>)]
    pub stands: Option<GradingId>,
    /// The category that it comes to.
    pub category: Option<String>,
    /// By which table: scheme, version, digest, who approved it and when.
    #[schema(value_type = Object)]
    pub table: TableStamp,
    /// Whether somebody approved the table. Without that its categories are not for court.
    pub is_for_court: bool,
    /// Opinions whose grader looked at this very file.
    pub n_viewed: u64,
    /// Opinions by a decision on a stack, without a look at this file.
    pub n_by_stack_not_viewed: u64,
}

impl StandingView {
    pub(crate) fn of(standing: Standing) -> StandingView {
        let state = standing.state.code();
        let (disagreement, n_open) = match standing.state {
            State::Disagreement(disagreement) => (Some(disagreement), 0),
            State::Disputed { n_open, disagreement } => (disagreement, n_open),
            State::Ungraded | State::Graded | State::Confirmed => (None, 0),
        };
        StandingView {
            state,
            disagreement,
            n_disputes_open: n_open as u64,
            n_counted: standing.counted.len() as u64,
            n_wanted: OPINIONS_WANTED as u64,
            counted: standing.counted.into_iter().map(|(grading, by)| CountedOpinion { grading, by }).collect(),
            not_counted: standing
                .not_counted
                .into_iter()
                .map(|(grading, why)| UncountedOpinion { grading, why })
                .collect(),
            stands: standing.stands,
            category: standing.category,
            is_for_court: standing.table.is_for_court(),
            table: standing.table,
            n_viewed: standing.n_viewed as u64,
            n_by_stack_not_viewed: standing.n_by_stack as u64,
        }
    }
}

/// One opinion of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GradingView {
    /// Its id.
    #[schema(value_type = String, example = "grd_0000000000000000")]
    pub id: GradingId,
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// What they saw.
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// The category as a partner says it, in the partner's scheme.
    #[schema(value_type = Option<Object>)]
    pub stated: Option<Category>,
    /// What they say of the law.
    #[schema(value_type = Value)]
    pub verdict: Verdict,
    /// `"viewed"`, or which file of the stack they looked at instead and how much this one is like it.
    #[schema(value_type = Value)]
    pub viewing: Viewing,
    /// Whose it is: a person of this node, or a partner.
    #[schema(value_type = Object)]
    pub by: Grader,
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// `blind`, or `informed`: then it is kept and shown, and is not counted as an independent opinion.
    #[schema(value_type = String, example = "blind")]
    pub independence: Independence,
    /// The decision on a stack that it is part of.
    #[schema(value_type = Option<String>)]
    pub of_stack: Option<GradingId>,
    /// Who took it back, when and why.
    #[schema(value_type = Option<Object>)]
    pub taken_back: Option<Said>,
}

impl GradingView {
    pub(super) fn of(grading: &Grading) -> GradingView {
        let Grading { id, file, facts, stated, verdict, viewing, by, at, independence, of_stack, taken_back } =
            grading.clone();
        let at_us = at.0;
        GradingView { id, file, facts, stated, verdict, viewing, by, at_us, independence, of_stack, taken_back }
    }
}

/// What somebody may see of how a file is graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GradingsView {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Whether the reader grades it blind at this moment: then only their own gradings are here, and nothing tells whether
    /// there are others.
    pub withheld: bool,
    /// Gradings, oldest first.
    pub gradings: Vec<GradingView>,
    /// Objections.
    #[schema(value_type = Vec<Object>)]
    pub disputes: Vec<Dispute>,
    /// How they and disagreements were settled.
    #[schema(value_type = Vec<Object>)]
    pub settlements: Vec<Settlement>,
    /// What they come to, by each table that the node has; the first is the one that graders are compared by.
    pub standings: Vec<StandingView>,
}

/// What a page shows of how a file is graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradingsPage {
    /// What somebody may see of it.
    pub view: GradingsView,
    /// How the colleagues are called who said it.
    pub colleagues: BTreeMap<UserId, Protected>,
}

impl GradingsPage {
    /// How somebody is called; none for whoever has no account here any more.
    pub fn name_of(&self, user: UserId) -> Option<String> {
        self.colleagues.get(&user).map(|name| name.reveal().to_owned())
    }
}

/// A file about which graders differ, or somebody objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisagreementView {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Since when, in microseconds since 1970.
    pub since_us: i64,
    /// How it stands.
    pub standing: StandingView,
}

/// An objection that was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisputedView {
    /// How the file stands now.
    pub standing: StandingView,
    /// What leaned on it and is to be looked at again, the nearest first. Those who hold it are told.
    #[schema(value_type = Vec<Object>)]
    pub recheck: Vec<Recheck>,
}
