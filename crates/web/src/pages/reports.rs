//! Reports that came in: the queues, one with both scores and their reasons, its words apart, and taking one in. The scores
//! stand beside each other and are never made into one.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::{get, post};
use casework::file::FileId;
use casework::id::{IncomingId, RecordId};
use casework::incoming::{MentionedAs, Queue, Sign, SourceKind, ViewedBySender, Weight, YoungestAge};
use casework::link::Noun;
use casework::who::Moment;
use node::report_in::{AddReportVersion, AttachedAsk, MentionAsk, ReportInList, ReportSays, TakeReport};

use super::form::parameter_of;
use super::frame::Frame;
use super::picker::{INTO, Pick, settled};
use super::plain::{Shown, page};
use super::record::{Beside, Line, May, Named, Offer, SaidLine, list_ask, next_of, offers, placement_sent};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::things::country_sent;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/reports", get(list).post(take))
        .route("/reports/{id}", get(show))
        .route("/reports/{id}/text", post(read_text))
        .route("/reports/{id}/version", post(add_version))
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    frame: Frame,
    may: May,
    again: Again,
    state: Option<String>,
    /// Whether the most urgent come first, and not the newest.
    by_priority: bool,
    /// The orders there are: the way to each, and whether it is this one.
    orders: [(Sentence, String, bool); 2],
    queues: Vec<Offer>,
    reports: Vec<ReportLine>,
    next: Option<String>,
    sources: Vec<Offer>,
    now: SaysNow,
    offers: SaysOffers,
}

struct ReportLine {
    id: IncomingId,
    came_in: Sentence,
    source: Sentence,
    queue: Sentence,
    because: Sentence,
    priority: Sentence,
    completeness: Sentence,
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let ask = list_ask(uri);
    let state = ask.state.clone();
    let by_priority = parameter_of(uri, "order").is_some_and(|order| order == BY_PRIORITY);
    let listed = match by_priority {
        true => served.node.list_urgent_reports(&visitor.who, ask).await?,
        false => served.node.list_reports(&visitor.who, ask).await?,
    };
    let frame = visitor.frame(Room::Reports, "room-reports");
    let line = |report: &ReportInList| ReportLine {
        id: report.id,
        came_in: frame.moment(report.came_in_us),
        source: frame.say_code("report-source", report.source.code()),
        queue: frame.say_code("queue", report.queue.code()),
        because: frame.say_code("queued-because", report.because.code()),
        priority: frame.say_n("report-points-n", u64::from(report.protection_priority.points)),
        completeness: frame.say_n("report-points-of-100", u64::from(report.completeness.points)),
    };
    page(&ReportsPage {
        may: May::of(&served.node, &visitor.who),
        again,
        queues: offers(&frame, "queue", Queue::ALL.iter().map(|queue| queue.code())),
        reports: listed.items.iter().map(line).collect(),
        next: next_of("/reports", state.as_deref(), listed.next.as_deref()).map(|next| in_order(next, by_priority)),
        orders: [(false, "reports-newest"), (true, "reports-by-priority")]
            .map(|(order, words)| (frame.say(words), way_to(state.as_deref(), order), order == by_priority)),
        sources: offers(&frame, "report-source", SourceKind::ALL.iter().map(|source| source.code())),
        now: SaysNow { youngest: YoungestAge::NotKnown.code(), ..SaysNow::default() },
        offers: SaysOffers::of(&frame),
        state,
        by_priority,
        frame,
    })
}

/// As the address says it.
const BY_PRIORITY: &str = "protection-priority";

/// The way to the reports of a queue, or to all of them.
fn way_to(state: Option<&str>, by_priority: bool) -> String {
    let mut query = form_urlencoded::Serializer::new("/reports?".to_owned());
    query.append_pair("state", state.unwrap_or_default());
    in_order(query.finish(), by_priority)
}

fn in_order(way: String, by_priority: bool) -> String {
    if by_priority { format!("{way}&order={BY_PRIORITY}") } else { way }
}

impl ReportsPage {
    /// The way to another queue, in the same order.
    fn way_to(&self, state: &str) -> String {
        way_to(Some(state), self.by_priority)
    }
}

async fn take(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[HARMED, WHEREABOUTS, INTO]).await?;
    let taken = async { Ok(served.node.take_report(&visitor.who, report_sent(&served, &sent)?).await?.id) };
    let taken: Result<IncomingId, Problem> = taken.await;
    let on = taken.as_ref().map(|id| format!("/reports/{id}?done=report-taken")).unwrap_or_default();
    let frame = visitor.frame(Room::Reports, "room-reports");
    answer(taken.map(drop), &on, &frame, "take", sent, async |again| listed(&served, &visitor, &uri, again).await).await
}

const HARMED: Pick = Pick::many("harmed", &[Noun::Victim]);
const WHEREABOUTS: Pick = Pick::many("whereabouts", &[Noun::Place]);

fn report_sent(served: &Served, sent: &Sent) -> Result<TakeReport, Problem> {
    let says = says_sent(served, sent)?;
    let (source, country, reference) = (sent.code("source")?, country_sent(sent)?, sent.maybe("reference"));
    Ok(TakeReport { source, country, reference, says, into: placement_sent(sent)? })
}

/// What a report says, as a form says it.
fn says_sent(served: &Served, sent: &Sent) -> Result<ReportSays, Problem> {
    let viewed: ViewedBySender = sent.code("viewed")?;
    let attached = |file: FileId| AttachedAsk { file, said_to_be_viral: false, viewed_by_sender: viewed };
    let mut mentions = Vec::new();
    for (field, mentioned_as) in [
        ("reported", MentionedAs::Reported),
        ("harmed", MentionedAs::Harmed),
        ("whereabouts", MentionedAs::Whereabouts),
    ] {
        let records = sent.ids::<RecordId>(field)?;
        mentions.extend(records.into_iter().map(|record| MentionAsk { record, mentioned_as }));
    }
    Ok(ReportSays {
        weight: sent.code("weight")?,
        text: sent.maybe_protected("text"),
        files: sent.ids::<FileId>("files")?.into_iter().map(attached).collect(),
        mentions,
        signs: sent.codes("signs")?,
        youngest: sent.code("youngest")?,
        happened_at: None,
        preserved_since: sent.is_ticked("preserved").then(|| Moment(served.node.now_us())),
        connection_given: sent.is_ticked("connection_given"),
        sender_reachable: sent.is_ticked("sender_reachable"),
    })
}

/// What came to be known of a report since: a version of its own beside the one before.
async fn add_version(
    State(served): State<Served>,
    visitor: Visitor,
    Named(id): Named<IncomingId>,
    sent: Sent,
) -> Shown {
    let sent = settled(&served, &visitor, sent, &[HARMED, WHEREABOUTS]).await?;
    let done = async {
        let ask = AddReportVersion { report: id, says: says_sent(&served, &sent)?, adds: true };
        served.node.add_report_version(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    let frame = visitor.frame(Room::Reports, "room-reports");
    let on = format!("/reports/{id}?done=report-version-added");
    answer(done, &on, &frame, "version", sent, async |again| shown(&served, &visitor, id, None, again).await).await
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    may: May,
    again: Again,
    id: IncomingId,
    path: String,
    beside: Beside,
    source: Sentence,
    country: Option<String>,
    reference: Option<String>,
    queue: Sentence,
    because: Sentence,
    weight: Sentence,
    youngest: Sentence,
    happened: Option<Sentence>,
    preserved: Option<Sentence>,
    signs: Vec<Sentence>,
    versions: Vec<SaidLine>,
    priority: Sentence,
    reasons: Vec<ReasonLine>,
    completeness: Sentence,
    given: Vec<GivenLine>,
    has_words: bool,
    words_unread: bool,
    /// The words, where their reading was recorded just now.
    text: Option<String>,
    files: Vec<FileLine>,
    mentions: Vec<MentionLine>,
    now: SaysNow,
    offers: SaysOffers,
}

/// What a form about a report offers.
struct SaysOffers {
    weights: Vec<Offer>,
    viewed: Vec<Offer>,
    signs: Vec<Offer>,
    ages: Vec<Offer>,
}

impl SaysOffers {
    fn of(frame: &Frame) -> SaysOffers {
        SaysOffers {
            weights: offers(frame, "weight", Weight::ALL.iter().map(|weight| weight.code())),
            viewed: offers(frame, "viewed", ViewedBySender::ALL.iter().map(|viewed| viewed.code())),
            signs: offers(frame, "sign", Sign::ALL.iter().map(|sign| sign.code())),
            ages: offers(frame, "youngest", YoungestAge::ALL.iter().map(|age| age.code())),
        }
    }
}

/// What a report says now, as the fields of a form hold it.
#[derive(Default)]
struct SaysNow {
    weight: &'static str,
    youngest: &'static str,
    signs: Vec<&'static str>,
    connection_given: bool,
    sender_reachable: bool,
}

struct ReasonLine {
    says: Sentence,
    points: i32,
}

struct GivenLine {
    says: Sentence,
    is_given: bool,
}

struct FileLine {
    file: String,
    knownness: Sentence,
    viewed: Sentence,
}

struct MentionLine {
    mentioned_as: Sentence,
    record: Line,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<IncomingId>) -> Shown {
    shown(&served, &visitor, id, None, Again::default()).await
}

/// The words are part of the answer to whoever asked for them, and of no address that a browser remembers.
async fn read_text(State(served): State<Served>, visitor: Visitor, Named(id): Named<IncomingId>) -> Shown {
    let read = served.node.read_report_text(&visitor.who, id).await?;
    let text = read.words.map(|words| words.reveal().lines().map(words::visible).collect::<Vec<_>>().join("\n"));
    shown(&served, &visitor, id, Some(text.unwrap_or_default()), Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: IncomingId, text: Option<String>, again: Again) -> Shown {
    let seen = served.node.report_page(&visitor.who, id).await?;
    let (view, around) = (seen.view, seen.around);
    let mut frame = visitor.frame(Room::Reports, "room-reports");
    frame.title = frame.words().say_plain("report-titled", &[("id", id.to_string().as_str().into())]);
    let reason = |one: &casework::protection_priority::PriorityPoint| ReasonLine {
        says: frame.say_code("priority", one.reason.code()),
        points: one.points,
    };
    let given = |one: &casework::completeness::CompletenessPoint| GivenLine {
        says: frame.say_code("given", one.what.code()),
        is_given: one.given,
    };
    let file = |one: &casework::incoming::Attached| FileLine {
        file: one.file.to_string(),
        knownness: frame.say_code("knownness", one.knownness.code()),
        viewed: frame.say_code("viewed", one.viewed_by_sender.code()),
    };
    let mention = |one: &casework::incoming::Mention| MentionLine {
        mentioned_as: frame.say_code("mentioned-as", one.mentioned_as.code()),
        record: Line::of(&frame, &around, one.record),
    };
    page(&ReportPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: format!("/reports/{id}"),
        beside: Beside::of(&frame, &around, id.into(), &view.access),
        source: frame.say_code("report-source", view.source.code()),
        country: view.country.map(|country| country.to_string()),
        reference: view.reference.as_ref().map(words::visible),
        queue: frame.say_code("queue", view.queue.code()),
        because: frame.say_code("queued-because", view.because.code()),
        weight: frame.say_code("weight", view.weight.code()),
        youngest: frame.say_code("youngest", view.youngest.code()),
        happened: view.happened_at.map(|at| frame.moment(at.0)),
        preserved: view.preserved_since.map(|at| frame.moment(at.0)),
        signs: view.signs.iter().map(|sign| frame.say_code("sign", sign.code())).collect(),
        versions: view.versions.iter().map(|said| SaidLine::of(&frame, &around, said)).collect(),
        priority: frame.say_n("report-points-n", u64::from(view.protection_priority.points)),
        reasons: view.protection_priority.reasons.iter().map(reason).collect(),
        completeness: frame.say_n("report-points-of-100", u64::from(view.completeness.points)),
        given: view.completeness.reasons.iter().map(given).collect(),
        has_words: view.has_words,
        words_unread: view.words_unread,
        text: text.filter(|text| !text.is_empty()),
        files: view.files.iter().map(file).collect(),
        mentions: view.mentions.iter().map(mention).collect(),
        now: SaysNow {
            weight: view.weight.code(),
            youngest: view.youngest.code(),
            signs: view.signs.iter().map(|sign| sign.code()).collect(),
            connection_given: view.connection_given,
            sender_reachable: view.sender_reachable,
        },
        offers: SaysOffers::of(&frame),
        frame,
    })
}
