//! What graders said of a file, what it comes to, objections, and how they are settled; and about which files they differ.
//! Who sees it grades that file independently no more: it is shown to those only who ask for it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::{get, post};
use casework::facts::Seen;
use casework::file::FileId;
use casework::grading::{Grader, Verdict, Viewing};
use casework::id::GradingId;
use casework::who::Said;
use node::grading::{DisputeAsk, GradingView, GradingsPage, SettleAsk, StandingView, TakeBackGrading};
use node::principal::Action;
use words::{Value, visible};

use super::form::parameter_of;
use super::frame::Frame;
use super::plain::{Shown, page};
use super::record::{May, Named, list_ask, next_of};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/gradings", get(differing))
        .route("/gradings/{file}", get(show))
        .route("/gradings/{file}/object", post(object))
        .route("/gradings/{file}/settle", post(settle))
        .route("/gradings/{file}/take-back", post(take_back))
}

#[derive(Template)]
#[template(path = "gradings_differing.html")]
struct DifferingPage {
    frame: Frame,
    files: Vec<DifferingLine>,
    next: Option<String>,
}

struct DifferingLine {
    file: FileId,
    state: Sentence,
    since: Sentence,
    differs: Vec<Sentence>,
}

async fn differing(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let listed = served.node.disagreements(&visitor.who, list_ask(&uri)).await?;
    let frame = visitor.frame(Room::Sorting, "page-differing");
    let line = |one: node::grading::DisagreementView| DifferingLine {
        file: one.file,
        state: frame.say_code("grading-state", one.standing.state),
        since: frame.moment(one.since_us),
        differs: differs_of(&frame, &one.standing),
    };
    let files = listed.items.into_iter().map(line).collect();
    page(&DifferingPage { files, next: next_of("/gradings", None, listed.next.as_deref()), frame })
}

fn differs_of(frame: &Frame, standing: &StandingView) -> Vec<Sentence> {
    let aspects = standing.disagreement.iter().flat_map(|disagreement| &disagreement.differs);
    aspects.map(|aspect| frame.say_code("grading-aspect", aspect.code())).collect()
}

#[derive(Template)]
#[template(path = "gradings.html")]
struct GradingsOfFile {
    frame: Frame,
    may: May,
    again: Again,
    file: FileId,
    /// None until the reader asks for it.
    shown: Option<ShownGradings>,
}

struct ShownGradings {
    withheld: bool,
    /// Whether somebody has to say what stands.
    is_open: bool,
    standings: Vec<StandingLine>,
    gradings: Vec<GradingLine>,
    objections: Vec<ObjectionLine>,
    settlements: Vec<SettlementLine>,
}

struct StandingLine {
    state: Sentence,
    table: String,
    category: Option<String>,
    is_for_court: bool,
    /// So many independent opinions of those that confirm.
    agree: Sentence,
    differs: Vec<Sentence>,
}

struct GradingLine {
    id: GradingId,
    by: String,
    is_own: bool,
    when: Sentence,
    verdict: Sentence,
    independence: Sentence,
    is_viewed: bool,
    labels: Vec<Sentence>,
    /// Why the table by which graders are compared does not count it.
    not_counted: Option<Sentence>,
    taken_back: Option<Sentence>,
}

struct ObjectionLine {
    by: String,
    when: Sentence,
    reason: String,
}

struct SettlementLine {
    said: Sentence,
    reason: Option<String>,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(file): Named<FileId>, uri: Uri) -> Shown {
    let is_asked = parameter_of(&uri, "shown").is_some();
    shown(&served, &visitor, file, is_asked, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, file: FileId, is_asked: bool, again: Again) -> Shown {
    // What is on the page before anything is shown is nothing to whoever may see no gradings.
    if !served.node.may(&visitor.who, Action::ShowGradings) {
        return Err(Problem::from(node::Error::Denied { verb: Action::ShowGradings.verb() }));
    }
    let frame = visitor.frame(Room::Sorting, "page-gradings");
    let shown = match is_asked {
        true => Some(shown_of(&frame, visitor, &served.node.gradings_page(&visitor.who, file).await?)),
        false => None,
    };
    page(&GradingsOfFile { may: May::of(&served.node, &visitor.who), again, file, shown, frame })
}

fn shown_of(frame: &Frame, visitor: &Visitor, page: &GradingsPage) -> ShownGradings {
    let standing = |one: &StandingView| StandingLine {
        state: frame.say_code("grading-state", one.state),
        table: format!("{} {}", visible(&one.table.scheme), visible(&one.table.version)),
        category: one.category.as_deref().map(visible),
        is_for_court: one.is_for_court,
        agree: frame.say_with("grading-agree-of", &[("n", one.n_counted.into()), ("wanted", one.n_wanted.into())]),
        differs: differs_of(frame, one),
    };
    let compared = page.view.standings.first();
    let objection = |one: &casework::dispute::Dispute| ObjectionLine {
        by: name_of(page, &one.by),
        when: frame.moment(one.at.0),
        reason: visible(one.reason.reveal()),
    };
    let settlement = |one: &casework::dispute::Settlement| {
        let stands = page.view.gradings.iter().find(|grading| grading.id == one.stands);
        let whose = stands.map(|grading| name_of(page, &grading.by)).unwrap_or_default();
        SettlementLine {
            said: frame.say_with("grading-settled", &said_args(frame, page, &one.said, Some(&whose))),
            reason: one.said.reason().map(visible),
        }
    };
    ShownGradings {
        withheld: page.view.withheld,
        is_open: compared.is_some_and(|one| one.disagreement.is_some() || one.n_disputes_open > 0),
        standings: page.view.standings.iter().map(standing).collect(),
        gradings: page.view.gradings.iter().map(|one| grading_line(frame, visitor, page, one)).collect(),
        objections: page.view.disputes.iter().map(objection).collect(),
        settlements: page.view.settlements.iter().map(settlement).collect(),
    }
}

fn grading_line(frame: &Frame, visitor: &Visitor, page: &GradingsPage, grading: &GradingView) -> GradingLine {
    let verdict = match &grading.verdict {
        Verdict::Illegal { under } => frame.say_of("grading-illegal", "law", &visible(under)),
        Verdict::NotIllegal { under } => frame.say_of("grading-not-illegal", "law", &visible(under)),
        Verdict::CannotTell => frame.say("verdict-cannot-tell"),
    };
    let uncounted = page.view.standings.first().into_iter().flat_map(|standing| &standing.not_counted);
    let why = uncounted.filter(|one| one.grading == grading.id).map(|one| one.why).next();
    let there = grading.facts.labels.iter().filter(|(_, seen)| **seen == Seen::There);
    let taken_back = grading.taken_back.as_ref();
    GradingLine {
        id: grading.id,
        by: name_of(page, &grading.by),
        is_own: grading.by.is(visitor.own.user.id) && taken_back.is_none(),
        when: frame.moment(grading.at_us),
        verdict,
        independence: frame.say_code("grading-independence", grading.independence.code()),
        is_viewed: grading.viewing == Viewing::Viewed,
        labels: there.map(|(label, _)| frame.say_code("label", label.code())).collect(),
        not_counted: why.map(|why| frame.say_code("grading-not-counted", why.code())),
        taken_back: taken_back.map(|said| frame.say_with("grading-taken-back", &said_args(frame, page, said, None))),
    }
}

fn said_args(frame: &Frame, page: &GradingsPage, said: &Said, whose: Option<&str>) -> Vec<(&'static str, Value)> {
    let who = page.name_of(said.by.user).unwrap_or_else(|| said.by.user.to_string());
    let mut args = vec![("who", who.into()), ("when", frame.moment_text(said.at.0).into())];
    args.extend(whose.map(|whose| ("whose", whose.to_owned().into())));
    args
}

fn name_of(page: &GradingsPage, by: &Grader) -> String {
    match by {
        Grader::Person(actor) => page.name_of(actor.user).unwrap_or_else(|| actor.user.to_string()),
        Grader::Partner(partner) => visible(&partner.organisation),
    }
}

async fn object(State(served): State<Served>, visitor: Visitor, Named(file): Named<FileId>, sent: Sent) -> Shown {
    let ask = DisputeAsk { file, reason: sent.protected("reason") };
    let done = served.node.dispute_grading(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, file, done, ("object", "grading-objected"), sent).await
}

async fn settle(State(served): State<Served>, visitor: Visitor, Named(file): Named<FileId>, sent: Sent) -> Shown {
    let done = async {
        let ask = SettleAsk { file, stands: sent.id("stands")?, reason: sent.text("reason") };
        served.node.settle_grading(&visitor.who, ask).await?;
        Ok(())
    };
    let done: Result<(), Problem> = done.await;
    answered(&served, &visitor, file, done, ("settle", "grading-settled"), sent).await
}

async fn take_back(State(served): State<Served>, visitor: Visitor, Named(file): Named<FileId>, sent: Sent) -> Shown {
    let done = async {
        let ask = TakeBackGrading { grading: sent.id("grading")?, reason: sent.text("reason") };
        served.node.take_back_grading(&visitor.who, ask).await?;
        Ok(())
    };
    let done: Result<(), Problem> = done.await;
    answered(&served, &visitor, file, done, ("take-back", "grading-taken-back"), sent).await
}

/// The page again, with what was done or why not. Whoever sent a form from it was shown it.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    file: FileId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &str),
    sent: Sent,
) -> Shown {
    let on = format!("/gradings/{file}?shown=1&done={code}");
    let frame = visitor.frame(Room::Sorting, "page-gradings");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, file, true, again).await).await
}

impl ShownGradings {
    /// Those that could stand: somebody holds them.
    fn held(&self) -> impl Iterator<Item = &GradingLine> {
        self.gradings.iter().filter(|grading| grading.taken_back.is_none())
    }

    /// Those that the reader holds.
    fn own(&self) -> impl Iterator<Item = &GradingLine> {
        self.gradings.iter().filter(|grading| grading.is_own)
    }
}
