//! Matches: which wait for a person, and why one file is claimed to be an entry of a list. A claim stays a claim until a person
//! has decided; while somebody grades a file blind its claims are not shown to them.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use casework::file::FileId;
use casework::list::HashKind;
use casework::match_decision::{EntryHash, MatchState};
use casework::matching::Part;
use node::casebook::ListAsk;
use node::match_decision::why::{TwoHashes, WayOfAgreeing, WhyClaim, WhyMatch};
use node::match_decision::{ClaimView, DecideMatch, MatchNamed};
use node::principal::Action;
use serde::Deserialize;
use words::{Value, visible};

use super::exhibits::names_of;
use super::form::{Form, parameter_of};
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::refusal::{Refused, refused_for};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/matches", get(show_all)).route("/matches/{file}", get(show).post(decide))
}

#[derive(Template)]
#[template(path = "matches/all.html")]
struct MatchesPage {
    frame: Frame,
    filters: Vec<Filter>,
    claims: Vec<ClaimLine>,
    next: Option<String>,
}

struct Filter {
    name: Sentence,
    href: String,
    is_here: bool,
}

/// A claim in a table.
pub(crate) struct ClaimLine {
    pub(crate) file: String,
    pub(crate) closeness: Sentence,
    pub(crate) code: &'static str,
    pub(crate) difference: Option<Sentence>,
    pub(crate) list: String,
    pub(crate) state: Sentence,
}

impl ClaimLine {
    pub(crate) fn of(frame: &Frame, claim: &ClaimView) -> ClaimLine {
        ClaimLine {
            file: claim.file.to_string(),
            closeness: frame.say_code("closeness", claim.closeness.code()),
            code: claim.closeness.code(),
            difference: (claim.distance_bits > 0).then(|| bits_words(frame, claim.distance_bits)),
            list: visible(&claim.list),
            state: frame.say_code("match-state", state_code(&claim.state)),
        }
    }
}

fn bits_words(frame: &Frame, distance: u32) -> Sentence {
    frame.say_with("why-bits", &[("distance", distance.into())])
}

fn state_code(state: &MatchState) -> &'static str {
    match state {
        MatchState::Claimed => "claimed",
        MatchState::Confirmed { .. } => "confirmed",
        MatchState::Rejected { .. } => "rejected",
    }
}

const STATES: [&str; 3] = ["claimed", "confirmed", "rejected"];

async fn show_all(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let asked = parameter_of(&uri, "state").unwrap_or_else(|| "claimed".to_owned());
    let state = STATES.iter().find(|state| **state == asked).map(|state| (*state).to_owned());
    let ask = ListAsk { state: state.clone(), after: parameter_of(&uri, "after"), limit: None };
    let listed = served.node.claims(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Matches, "room-matches");
    let filter = |code: &str, name: Sentence| Filter {
        name,
        href: format!("/matches?state={code}"),
        is_here: state.as_deref().unwrap_or("all") == code,
    };
    let mut filters: Vec<Filter> =
        STATES.iter().map(|code| filter(code, frame.say_code("match-state", code))).collect();
    filters.push(filter("all", frame.say("matches-state-all")));
    let next = listed.next.map(|next| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", state.as_deref().unwrap_or("all")).append_pair("after", &next);
        format!("/matches?{}", query.finish())
    });
    let claims = listed.items.iter().map(|claim| ClaimLine::of(&frame, claim)).collect();
    page(&MatchesPage { frame, filters, claims, next })
}

#[derive(Template)]
#[template(path = "matches/why.html")]
struct WhyPage {
    frame: Frame,
    trouble: Option<Sentence>,
    file: String,
    kind: Sentence,
    mime: String,
    size: Sentence,
    digests: Vec<(Sentence, String)>,
    places: Vec<(String, Vec<String>)>,
    more_places: bool,
    cases: Vec<String>,
    call: Vec<Sentence>,
    withheld: bool,
    claims: Vec<ClaimShown>,
    may_decide: bool,
    may_see_entries: bool,
    may_see_gradings: bool,
    reason: String,
}

struct ClaimShown {
    is_claimed: bool,
    closeness: Sentence,
    code: &'static str,
    list: String,
    owner: Option<String>,
    purpose: Option<Sentence>,
    threshold: Option<Sentence>,
    owner_id: Option<String>,
    category: Option<String>,
    words: Vec<(String, String)>,
    words_withheld: bool,
    ways: Vec<WayShown>,
    said: Vec<SaidLine>,
    /// What the form names the claim by.
    named: Named,
}

struct Named {
    list: String,
    owner_id: String,
    hash: String,
}

struct WayShown {
    heading: Sentence,
    facts: Vec<(Sentence, Sentence)>,
    contradicted: bool,
    is_digest: bool,
    hashes: Option<TwoHashes>,
    bits: Option<Sentence>,
    gone: Option<Sentence>,
    /// Column and row of each bit that differs.
    differing: Vec<(usize, usize)>,
}

struct SaidLine {
    said: Sentence,
    is_earlier: bool,
    compared: Option<Sentence>,
    reason: Option<String>,
}

async fn show(State(served): State<Served>, visitor: Visitor, Path(file): Path<String>) -> Shown {
    shown(&served, visitor, file_of(&file)?, None, String::new()).await
}

fn file_of(text: &str) -> Result<FileId, Problem> {
    text.parse().map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))
}

async fn shown(served: &Served, visitor: Visitor, file: FileId, trouble: Option<Sentence>, reason: String) -> Shown {
    let view = served.node.why_match(&visitor.who, file).await?;
    let may = |action| served.node.may(&visitor.who, action);
    let (may_see_entries, may_see_gradings) = (may(Action::ShowRecordEntries), may(Action::ShowGradings));
    let frame = visitor.frame(Room::Matches, "page-why");
    let WhyMatch { size, mime, kind, digests, places, more_places, withheld, claims, holding, may_decide, .. } = view;
    page(&WhyPage {
        trouble,
        file: file.to_string(),
        kind: frame.say_code("kind", &code_of(&kind)),
        mime,
        size: frame.size(size),
        digests: digests.into_iter().map(|(kind, hex)| (frame.say_code("why-digest", kind.code()), hex)).collect(),
        places: places.iter().map(|(exhibit, place)| (exhibit.clone(), names_of(place))).collect(),
        more_places,
        cases: holding.cases.iter().map(ToString::to_string).collect(),
        call: holding
            .call
            .iter()
            .map(|unit| match &unit.contact {
                Some(contact) => {
                    let args = [("unit", visible(&unit.name).into()), ("contact", visible(contact).into())];
                    frame.say_with("file-call", &args)
                }
                None => frame.say_of("file-call-bare", "unit", &visible(&unit.name)),
            })
            .collect(),
        withheld,
        claims: claims.into_iter().map(|claim| claim_shown(&frame, claim)).collect(),
        may_decide,
        may_see_entries,
        may_see_gradings,
        reason,
        frame,
    })
}

/// A code as JSON spells it.
fn code_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn claim_shown(frame: &Frame, claim: WhyClaim) -> ClaimShown {
    let WhyClaim { view, earlier, terms, ways } = claim;
    let hash = view.hashes.first().and_then(|hash| serde_json::to_string(hash).ok()).unwrap_or_default();
    let mut said: Vec<SaidLine> = Vec::new();
    said.extend(said_line(frame, &view.state, false));
    said.extend(earlier.iter().rev().filter_map(|state| said_line(frame, state, true)));
    ClaimShown {
        is_claimed: view.state == MatchState::Claimed,
        closeness: frame.say_code("closeness", view.closeness.code()),
        code: view.closeness.code(),
        owner: terms.as_ref().and_then(|terms| terms.owner.as_deref().map(visible)),
        purpose: terms.as_ref().map(|terms| frame.say_code("purpose", terms.purpose.code())),
        threshold: terms
            .as_ref()
            .map(|terms| frame.say_with("why-threshold-bits", &[("threshold", terms.threshold_bits.into())])),
        owner_id: view.owner_id.as_deref().map(visible),
        category: view.category.as_ref().map(|one| format!("{} {}", visible(&one.scheme), visible(&one.code))),
        words: view.words.iter().map(|word| (visible(&word.name), visible(&word.text))).collect(),
        words_withheld: view.words_withheld,
        ways: ways.iter().map(|way| way_shown(frame, way)).collect(),
        said,
        named: Named { list: view.list.clone(), owner_id: view.owner_id.clone().unwrap_or_default(), hash },
        list: visible(&view.list),
    }
}

fn said_line(frame: &Frame, state: &MatchState, is_earlier: bool) -> Option<SaidLine> {
    let (key, said, compared) = match state {
        MatchState::Claimed => return None,
        MatchState::Confirmed { said, compared } => ("why-said-confirmed", said, Some(*compared)),
        MatchState::Rejected { said } => ("why-said-rejected", said, None),
    };
    let args = [("who", said.by.user.to_string().into()), ("when", frame.moment_text(said.at.0).into())];
    Some(SaidLine {
        said: frame.say_with(key, &args),
        is_earlier,
        compared: compared.map(|compared| frame.say_code("why-compared", compared.code())),
        reason: said.reason().map(str::to_owned),
    })
}

fn way_shown(frame: &Frame, way: &WayOfAgreeing) -> WayShown {
    let is_digest = way.kind != HashKind::Pdq;
    let kind = frame.say_plain(&format!("why-kind-{}", way.kind.code()));
    let row = Value::from(way.row.to_string());
    let mut facts = vec![(frame.say("why-part"), part_words(frame, way.part))];
    if let Some(view) = way.view_words(frame.words()) {
        facts.push((frame.say("why-view"), Sentence::of(&view)));
    } else if !is_digest {
        facts.push((frame.say("why-turn"), frame.say_code("turn", way.turn_code())));
    }
    if let Some(quality) = way.quality {
        facts.push((frame.say("why-quality"), frame.say_n("why-quality-of", u64::from(quality))));
    }
    let differs = way.hashes.as_ref().map(|hashes| hashes.differs.as_slice()).unwrap_or_default();
    let differing = differs.iter().enumerate().filter(|(_, differs)| **differs).map(|(bit, _)| (bit % 16, bit / 16));
    let gone = (!is_digest && way.hashes.is_none())
        .then(|| frame.say_with("why-hashes-gone", &[("distance", way.distance_bits.into())]));
    WayShown {
        heading: frame.say_with("why-way", &[("kind", kind.into()), ("row", row)]),
        facts,
        contradicted: way.contradicted,
        is_digest,
        bits: (!is_digest && gone.is_none()).then(|| bits_words(frame, way.distance_bits)),
        gone,
        differing: differing.collect(),
        hashes: way.hashes.clone(),
    }
}

fn part_words(frame: &Frame, part: Part) -> Sentence {
    match part {
        Part::Whole => frame.say("why-part-whole"),
        Part::Thumbnail => frame.say("why-part-thumbnail"),
        Part::FrameAtMs(at_ms) => frame.say_with("why-part-frame", &[("seconds", Value::from(at_ms as f64 / 1_000.0))]),
    }
}

#[derive(Deserialize)]
struct DecideForm {
    list: String,
    #[serde(default)]
    owner_id: String,
    #[serde(default)]
    hash: String,
    confirms: String,
    #[serde(default)]
    side_by_side: Option<String>,
    #[serde(default)]
    reason: String,
}

async fn decide(
    State(served): State<Served>,
    visitor: Visitor,
    Path(file): Path<String>,
    Form(form): Form<DecideForm>,
) -> Shown {
    let file = file_of(&file)?;
    let frame = visitor.frame(Room::Matches, "page-why");
    let hash: Option<EntryHash> = serde_json::from_str(&form.hash).ok();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    // One of the two names the entry: a list that withholds its ids is named by the hash.
    let owner_id = some(&form.owner_id).filter(|_| hash.is_none());
    let confirms = match form.confirms.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::new(StatusCode::BAD_REQUEST, "request-unfit")),
    };
    let ask = DecideMatch {
        named: MatchNamed { file, list: form.list, owner_id, hash },
        confirms,
        side_by_side: form.side_by_side.is_some(),
        reason: some(&form.reason),
    };
    match served.node.decide_match(&visitor.who, ask).await {
        Ok(_) => {
            let done = if confirms { "match-confirmed" } else { "match-rejected" };
            Ok(to(&format!("/matches/{file}?done={done}")))
        }
        Err(error) => {
            let refused = refused_for(error, &frame)?;
            let status = refused.status();
            let page = shown(&served, visitor, file, Some(refused.sentence), form.reason).await?;
            Ok(Refused::on(status, page))
        }
    }
}
