//! What the pages of records have in common: the head, the clocks and the links of one, and how a record is named in a line.
//! It reads nothing itself.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use casework::clock::{Answer, ClockState, End, MetBy, StopReason};
use casework::id::{ClockId, LinkId, RecordId};
use casework::link::{Confidence, Evidence, LinkKind, Noun};
use casework::who::Said;
use node::casebook::{AccessView, ListAsk, Placement};
use node::link::LinkView;
use node::principal::Action;
use node::record_page::{Around, ClockOnPage, Label};
use node::{Node, Principal};

use super::form::parameter_of;
use super::frame::Frame;
use super::handling::HandlingForm;
use super::sent::Sent;
use super::sentence::Sentence;
use crate::problem::Problem;

/// What a page's address names; what is no such id is not there.
pub(crate) struct Named<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named<T>, Problem> {
        let none = || Problem::of_status(StatusCode::NOT_FOUND);
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| none())?;
        text.parse().map(Named).map_err(|_| none())
    }
}

/// Which part of a list the address asks for.
pub(crate) fn list_ask(uri: &axum::http::Uri) -> ListAsk {
    let filled = |name: &str| parameter_of(uri, name).filter(|text| !text.is_empty());
    ListAsk { state: filled("state"), after: filled("after"), limit: None }
}

/// The way to the next part of the same list.
pub(crate) fn next_of(path: &str, state: Option<&str>, next: Option<&str>) -> Option<String> {
    let next = next?;
    let mut query = form_urlencoded::Serializer::new(format!("{path}?"));
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    Some(query.append_pair("after", next).finish())
}

/// What the reader may do, for what a page offers; the verb asks again.
pub(crate) struct May {
    allowed: Vec<&'static str>,
}

impl May {
    /// All that this reader may ask for.
    pub(crate) fn of(node: &Node, who: &Principal) -> May {
        let allowed = Action::ALL.iter().filter(|action| node.may(who, **action)).map(|action| action.verb());
        May { allowed: allowed.collect() }
    }

    /// Whether they may ask for this verb.
    pub(crate) fn ask(&self, verb: &str) -> bool {
        debug_assert!(Action::of_verb(verb).is_some(), "{verb}");
        self.allowed.contains(&verb)
    }
}

/// Where the page of a record is; none for what has no page among those of the casebook.
pub(crate) fn path_of(id: RecordId) -> Option<String> {
    match id {
        RecordId::Case(id) => Some(format!("/cases/{id}")),
        RecordId::Series(id) => Some(format!("/series/{id}")),
        RecordId::Victim(id) => Some(format!("/victims/{id}")),
        RecordId::Person(id) => Some(format!("/persons/{id}")),
        RecordId::Place(_) | RecordId::Account(_) | RecordId::Device(_) | RecordId::Address(_) => {
            Some(format!("/things/{id}"))
        }
        RecordId::Clue(id) => Some(format!("/clues/{id}")),
        RecordId::Incoming(id) => Some(format!("/reports/{id}")),
        _ => None,
    }
}

/// The same of exhibits and files, whose pages say nothing of links.
pub(crate) fn page_of(id: RecordId) -> Option<String> {
    match id {
        RecordId::File(id) => Some(format!("/matches/{id}")),
        RecordId::Exhibit(id) => Some(format!("/exhibits/{id}")),
        id => path_of(id),
    }
}

/// A record as one line names it.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) noun: Sentence,
    pub(crate) id: String,
    /// Where its page is, where the reader may open it.
    pub(crate) path: Option<String>,
    /// People's words for it, or a code in words.
    pub(crate) says: Option<Sentence>,
}

impl Line {
    /// A record that a page names.
    pub(crate) fn of(frame: &Frame, around: &Around, id: RecordId) -> Line {
        let label = around.labels.get(&id);
        let says = match label {
            Some(Label::Words(words)) => {
                Some(Sentence::of(&format!("\u{2068}{}\u{2069}", shortened(&words::visible(words.reveal())))))
            }
            Some(Label::Code { set, code }) => Some(frame.say_code(set, code)),
            Some(Label::Bare) | None => None,
        };
        let path = label.and_then(|_| page_of(id));
        Line { noun: frame.say_code("noun", Noun::of(id).code()), id: id.to_string(), path, says }
    }
}

/// A record as text without markup: what it says of itself, or its id.
pub(crate) fn plainly(frame: &Frame, around: &Around, id: RecordId) -> String {
    match around.labels.get(&id) {
        Some(Label::Words(text)) => words::visible(text.reveal()),
        Some(Label::Code { set, code }) => frame.words().say_plain(&format!("{set}-{code}"), &[]),
        Some(Label::Bare) | None => id.to_string(),
    }
}

/// The beginning of a long text: a line names a record, and its page has all of it.
fn shortened(text: &str) -> String {
    const LETTERS_MAX: usize = 90;
    match text.char_indices().nth(LETTERS_MAX) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// Who said something, when and why.
pub(crate) struct SaidLine {
    pub(crate) who: String,
    pub(crate) when: Sentence,
    pub(crate) why: Option<String>,
}

impl SaidLine {
    /// As the page says it.
    pub(crate) fn of(frame: &Frame, around: &Around, said: &Said) -> SaidLine {
        let who = around.name_of(said).map_or_else(|| said.by.user.to_string(), str::to_owned);
        SaidLine { who, when: frame.moment(said.at.0), why: said.reason().map(words::visible) }
    }
}

/// What stands above every record's page.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) circle: Sentence,
    /// The colour of TLP 2.0, in English capitals as its authors ask.
    pub(crate) tlp: String,
    pub(crate) tlp_code: &'static str,
    pub(crate) cases: Vec<Line>,
}

impl Head {
    /// The head of a record.
    pub(crate) fn of(frame: &Frame, around: &Around, id: RecordId, access: &AccessView) -> Head {
        let unit = around.units.get(&access.unit).cloned().unwrap_or_else(|| access.unit.to_string());
        let cases = access.cases.iter().filter(|case| RecordId::from(**case) != id);
        let tlp = access.handling.tlp.code();
        Head {
            id: id.to_string(),
            unit,
            circle: frame.say_code("circle", access.circle.code()),
            tlp: format!("TLP:{}", tlp.to_uppercase()),
            tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
            cases: cases.map(|case| Line::of(frame, around, (*case).into())).collect(),
        }
    }
}

/// One piece of evidence.
pub(crate) struct EvidenceLine {
    /// What it is, where the record that it is does not say so itself.
    pub(crate) by: Option<Sentence>,
    pub(crate) record: Option<Line>,
    pub(crate) words: Option<String>,
}

impl EvidenceLine {
    /// As the page says it.
    pub(crate) fn of(frame: &Frame, around: &Around, evidence: &Evidence) -> EvidenceLine {
        let code = match evidence {
            Evidence::File { .. } => "file",
            Evidence::Match { .. } => "match",
            Evidence::Likeness { .. } => "likeness",
            Evidence::Report { .. } => "report",
            Evidence::Clue { .. } => "clue",
            Evidence::Statement { .. } => "statement",
            Evidence::Link { .. } => "link",
        };
        let words = match evidence {
            Evidence::Statement { words } => Some(words::visible(words.reveal())),
            _ => None,
        };
        let record = evidence.record().map(|id| Line::of(frame, around, id));
        let says_itself = matches!(code, "file" | "report" | "clue" | "link") && record.is_some();
        EvidenceLine { by: (!says_itself).then(|| frame.say_code("evidence", code)), record, words }
    }
}

/// One link, as it is read from one of its ends.
pub(crate) struct LinkLine {
    pub(crate) id: LinkId,
    /// Read from the record: *lives at*; or towards it: *of whom …*.
    pub(crate) says: Sentence,
    pub(crate) from: Line,
    pub(crate) to: Line,
    /// The other end.
    pub(crate) other: Line,
    pub(crate) is_outward: bool,
    pub(crate) confidence: Sentence,
    pub(crate) evidence: Vec<EvidenceLine>,
    pub(crate) said: SaidLine,
    pub(crate) taken_back: Option<SaidLine>,
}

impl LinkLine {
    /// A link as it is read from a record.
    pub(crate) fn of(frame: &Frame, around: &Around, of: RecordId, link: &LinkView) -> LinkLine {
        let is_outward = link.from == of;
        let line = |id| Line::of(frame, around, id);
        LinkLine {
            id: link.id,
            says: frame.say_code("link-kind", link.kind.code()),
            from: line(link.from),
            to: line(link.to),
            other: line(if is_outward { link.to } else { link.from }),
            is_outward,
            confidence: frame.say_code("confidence", link.confidence.code()),
            evidence: link.evidence.iter().map(|one| EvidenceLine::of(frame, around, one)).collect(),
            said: SaidLine::of(frame, around, &link.said),
            taken_back: link.taken_back.as_ref().map(|said| SaidLine::of(frame, around, said)),
        }
    }
}

/// A code that a form offers, in words.
pub(crate) struct Offer {
    pub(crate) code: &'static str,
    pub(crate) says: Sentence,
}

/// Codes that a form offers.
pub(crate) fn offers(frame: &Frame, set: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<Offer> {
    codes.into_iter().map(|code| Offer { code, says: frame.say_code(set, code) }).collect()
}

/// One clock, with what may be done about it.
pub(crate) struct ClockLine {
    pub(crate) id: ClockId,
    pub(crate) kind: &'static str,
    pub(crate) says: Sentence,
    pub(crate) state: Sentence,
    pub(crate) is_late: bool,
    pub(crate) is_open: bool,
    pub(crate) is_paused: bool,
    pub(crate) risk: Option<Sentence>,
    pub(crate) about: Line,
    pub(crate) started: SaidLine,
    /// What ended it: who was told, what was answered.
    pub(crate) ended: Option<EndedLine>,
    pub(crate) pause_reasons: Vec<Offer>,
    pub(crate) stop_reasons: Vec<Offer>,
}

/// How a clock ended.
pub(crate) struct EndedLine {
    pub(crate) says: Sentence,
    pub(crate) words: Option<String>,
    pub(crate) when: Option<Sentence>,
    pub(crate) record: Option<Line>,
    pub(crate) said: SaidLine,
}

impl ClockLine {
    /// A clock as the page says it.
    pub(crate) fn of(frame: &Frame, around: &Around, clock: &ClockOnPage) -> ClockLine {
        let view = &clock.view;
        let at = |key: &str, us: i64| frame.say_of(key, "when", &frame.moment_text(us));
        let (state, is_late) = match &view.state {
            ClockState::Running { due } => (at("clock-due", due.at.0), false),
            ClockState::Breached { since } => (at("clock-late-since", since.0), true),
            ClockState::Paused { since, .. } => (at("clock-paused-since", since.0), false),
            ClockState::Met { at: met } => (at("clock-met-at", met.0), false),
            ClockState::MetLate { at: met, .. } => (at("clock-met-late-at", met.0), false),
            ClockState::Stopped { at: stopped, .. } => (at("clock-stopped-at", stopped.0), false),
        };
        let pauses = clock.may_pause_for.iter().map(|reason| reason.code());
        let stops = StopReason::allowed_for(view.kind).iter().map(|reason| reason.code());
        ClockLine {
            id: view.id,
            kind: view.kind.code(),
            says: frame.say_code("clock-kind", view.kind.code()),
            state,
            is_late,
            is_open: clock.end.is_none(),
            is_paused: matches!(view.state, ClockState::Paused { .. }),
            risk: view.risk.map(|risk| frame.say_code("risk", risk.code())),
            about: Line::of(frame, around, view.about),
            started: SaidLine::of(frame, around, &view.started),
            ended: clock.end.as_ref().map(|end| EndedLine::of(frame, around, end)),
            pause_reasons: offers(frame, "pause-reason", pauses),
            stop_reasons: offers(frame, "stop-reason", stops),
        }
    }
}

impl EndedLine {
    fn of(frame: &Frame, around: &Around, end: &End) -> EndedLine {
        match end {
            End::Stopped { reason, said } => EndedLine {
                says: frame.say_code("stop-reason", reason.code()),
                words: None,
                when: None,
                record: None,
                said: SaidLine::of(frame, around, said),
            },
            End::Met { by, said } => {
                let (key, words, when, record) = match by {
                    MetBy::Told(told) => ("met-told", Some(&told.whom), Some(frame.moment(told.at.0)), None),
                    MetBy::Answered(Answer::Accepted { reference }) => ("met-accepted", Some(reference), None, None),
                    MetBy::Answered(Answer::Refused { reason }) => ("met-refused", Some(reason), None, None),
                    MetBy::Record(id) => ("met-record", None, None, Some(Line::of(frame, around, *id))),
                };
                let words = words.filter(|words| !words.is_blank()).map(|words| words::visible(words.reveal()));
                EndedLine { says: frame.say(key), words, when, record, said: SaidLine::of(frame, around, said) }
            }
        }
    }
}

/// What stands on every record's page beside the record.
pub(crate) struct Beside {
    pub(crate) head: Head,
    pub(crate) handling: HandlingForm,
    pub(crate) clocks: Vec<ClockLine>,
    pub(crate) links: Vec<LinkLine>,
    /// Links that were taken back.
    pub(crate) taken_back: Vec<LinkLine>,
    pub(crate) new_link: NewLink,
}

/// What the form of a new link offers.
pub(crate) struct NewLink {
    /// What it may say, of those that can begin or end here.
    pub(crate) kinds: Vec<Offer>,
    pub(crate) confidences: Vec<Offer>,
}

impl NewLink {
    /// At this record.
    pub(crate) fn of(frame: &Frame, id: RecordId) -> NewLink {
        let noun = Noun::of(id);
        let is_of =
            |kind: &&LinkKind| Noun::ALL.iter().any(|other| kind.joins(noun, *other) || kind.joins(*other, noun));
        NewLink {
            kinds: offers(frame, "link-kind", LinkKind::ALL.iter().filter(is_of).map(|kind| kind.code())),
            confidences: offers(frame, "confidence", Confidence::ALL.iter().map(|one| one.code())),
        }
    }
}

impl Beside {
    /// Of this record.
    pub(crate) fn of(frame: &Frame, around: &Around, id: RecordId, access: &AccessView) -> Beside {
        let line = |link: &&LinkView| LinkLine::of(frame, around, id, link);
        let (standing, taken): (Vec<&LinkView>, Vec<&LinkView>) =
            around.links.iter().partition(|link| link.taken_back.is_none());
        Beside {
            head: Head::of(frame, around, id, access),
            handling: HandlingForm::around(frame, around, access.unit, &access.handling),
            clocks: around.clocks.iter().map(|clock| ClockLine::of(frame, around, clock)).collect(),
            links: standing.iter().map(line).collect(),
            taken_back: taken.iter().map(line).collect(),
            new_link: NewLink::of(frame, id),
        }
    }
}

/// Where a new record goes, as a form says it.
pub(crate) fn placement_sent(sent: &Sent) -> Result<Placement, Problem> {
    Ok(Placement { case: sent.maybe_id("case")?, closed_circle: sent.is_ticked("closed_circle"), handling: None })
}
