//! Victims: a code that everybody uses, how the child is, and the clocks. Names are on a page of their own, which asks for a
//! purpose, is never kept, and is reached by no link.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use casework::clock_rules::RiskBand;
use casework::id::VictimId;
use casework::protected::Protected;
use casework::victim::{
    ConsentIs, ConsentScope, Consents, Identification, MustStop, Notification, ReadingPurpose, Safety, Through,
};
use casework::who::Said;
use node::Principal;
use node::consent::{GiveConsent, SetNotificationWish, WishAsk, WithdrawConsent};
use node::record_page::Around;
use node::victim::{
    ContactAsk, IdentifyVictim, OpenVictim, ReadVictimIdentity, SafetyAsk, SetVictimSafety, VictimView, WhoKnows,
    WriteVictimIdentity,
};

use super::frame::Frame;
use super::picker::{INTO, settled};
use super::plain::{Shown, page};
use super::record::{Beside, May, Named, Offer, SaidLine, list_ask, next_of, offers, placement_sent};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/victims", get(list).post(open))
        .route("/victims/{id}", get(show))
        .route("/victims/{id}/safety", post(safety))
        .route("/victims/{id}/identify", post(identify))
        .route("/victims/{id}/wish", post(wish))
        .route("/victims/{id}/consent", post(consent))
        .route("/victims/{id}/withdraw", post(withdraw))
        .route("/victims/{id}/identity", post(identity))
        .route("/victims/{id}/write", post(write))
}

#[derive(Template)]
#[template(path = "victims.html")]
struct VictimsPage {
    frame: Frame,
    may: May,
    again: Again,
    state: Option<String>,
    victims: Vec<VictimLine>,
    next: Option<String>,
}

struct VictimLine {
    id: VictimId,
    code: String,
    identification: Sentence,
    safety: Sentence,
    is_at_risk: bool,
    circle: Sentence,
    tlp: String,
    tlp_code: &'static str,
}

fn identification_code(known: &Identification) -> &'static str {
    match known {
        Identification::Unidentified => "unidentified",
        Identification::Identified { .. } => "identified",
        Identification::IdentifiedElsewhere { .. } => "identified-elsewhere",
    }
}

fn safety_code(safety: &Safety) -> &'static str {
    match safety {
        Safety::NotKnown => "not-known",
        Safety::AtRisk { .. } => "at-risk",
        Safety::InCare { .. } => "in-care",
        Safety::Safe { .. } => "safe",
    }
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let ask = list_ask(uri);
    let state = ask.state.clone();
    let listed = served.node.list_victims(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Victims, "room-victims");
    let next = next_of("/victims", state.as_deref(), listed.next.as_deref());
    let line = |victim: VictimView| {
        let tlp = victim.access.handling.tlp.code();
        VictimLine {
            id: victim.id,
            code: victim.code.to_string(),
            identification: frame.say_code("identification", identification_code(&victim.identification)),
            safety: frame.say_code("safety", safety_code(&victim.safety)),
            is_at_risk: matches!(victim.safety, Safety::AtRisk { .. }),
            circle: frame.say_code("circle", victim.access.circle.code()),
            tlp: format!("TLP:{}", tlp.to_uppercase()),
            tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
        }
    };
    let victims = listed.items.into_iter().map(line).collect();
    page(&VictimsPage { may: May::of(&served.node, &visitor.who), again, state, victims, next, frame })
}

async fn open(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let opened = async {
        let into = placement_sent(&sent)?;
        Ok(served.node.open_victim(&visitor.who, OpenVictim { into }).await?.id)
    };
    let opened: Result<VictimId, Problem> = opened.await;
    let on = opened.as_ref().map(|id| format!("/victims/{id}?done=victim-opened")).unwrap_or_default();
    let frame = visitor.frame(Room::Victims, "room-victims");
    answer(opened.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await)
        .await
}

#[derive(Template)]
#[template(path = "victim.html")]
struct VictimPage {
    frame: Frame,
    may: May,
    again: Again,
    id: VictimId,
    path: String,
    beside: Beside,
    identification: Sentence,
    partner: Option<String>,
    identification_said: Option<SaidLine>,
    safety: Sentence,
    is_at_risk: bool,
    safety_said: Option<SaidLine>,
    wish: Sentence,
    wish_said: Option<SaidLine>,
    consents: Vec<ConsentLine>,
    withdrawn: Vec<ConsentLine>,
    /// What somebody must stop for what was withdrawn.
    must_stop: Vec<Sentence>,
    scopes: Vec<Offer>,
    risks: Vec<Offer>,
    purposes: Vec<Offer>,
    through: Vec<Offer>,
}

/// A consent as it was given or withdrawn last.
struct ConsentLine {
    says: Sentence,
    by: Sentence,
    said: SaidLine,
}

/// Consents that went this way last.
fn consents_that(frame: &Frame, around: &Around, consents: &Consents, is: ConsentIs) -> Vec<ConsentLine> {
    let line = |scope: &ConsentScope| {
        let last = consents.history(*scope).last().filter(|last| last.is == is)?;
        let by = frame.say_plain(&format!("through-{}", last.by.code()));
        Some(ConsentLine {
            says: frame.say_code("consent", scope.code()),
            by: frame.say_of("consent-said-by", "by", &by),
            said: SaidLine::of(frame, around, &last.said),
        })
    };
    ConsentScope::ALL.iter().filter_map(line).collect()
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: VictimId, again: Again) -> Shown {
    let seen = served.node.victim_page(&visitor.who, id).await?;
    let (view, around) = (seen.view, seen.around);
    let mut frame = visitor.frame(Room::Victims, "room-victims");
    frame.title = frame.words().say_plain("victim-titled", &[("code", view.code.to_string().as_str().into())]);
    let said_of = |said: Option<&Said>| said.map(|said| SaidLine::of(&frame, &around, said));
    let (partner, identified) = match &view.identification {
        Identification::Unidentified => (None, None),
        Identification::Identified { said } => (None, Some(said)),
        Identification::IdentifiedElsewhere { partner, said } => (Some(words::visible(partner)), Some(said)),
    };
    let safety_said = match &view.safety {
        Safety::NotKnown => None,
        Safety::AtRisk { said } | Safety::InCare { said } | Safety::Safe { said } => Some(said),
    };
    let wish = match &view.wish {
        Notification::NotAsked => frame.say("wish-not-asked"),
        Notification::Wants { through, .. } => {
            frame.say_of("wish-wants", "through", &frame.say_plain(&format!("through-{}", through.code())))
        }
        Notification::DoesNotWant { .. } => frame.say("wish-does-not-want"),
    };
    let wish_said = match &view.wish {
        Notification::NotAsked => None,
        Notification::Wants { said, .. } | Notification::DoesNotWant { said } => Some(said),
    };
    let is_withdrawn = |scope: &&ConsentScope| {
        view.consents.history(**scope).last().is_some_and(|last| last.is == ConsentIs::Withdrawn)
    };
    let withdrawn = ConsentScope::ALL.iter().filter(is_withdrawn);
    let must_stop: BTreeSet<MustStop> = withdrawn.flat_map(|scope| scope.must_stop()).copied().collect();
    page(&VictimPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: format!("/victims/{id}"),
        beside: Beside::of(&frame, &around, id.into(), &view.access),
        identification: frame.say_code("identification", identification_code(&view.identification)),
        partner,
        identification_said: said_of(identified),
        safety: frame.say_code("safety", safety_code(&view.safety)),
        is_at_risk: matches!(view.safety, Safety::AtRisk { .. }),
        safety_said: said_of(safety_said),
        wish,
        wish_said: said_of(wish_said),
        consents: consents_that(&frame, &around, &view.consents, ConsentIs::Given),
        withdrawn: consents_that(&frame, &around, &view.consents, ConsentIs::Withdrawn),
        must_stop: must_stop.into_iter().map(|what| frame.say_code("stop", what.code())).collect(),
        scopes: offers(&frame, "consent", ConsentScope::ALL.iter().map(|scope| scope.code())),
        risks: offers(&frame, "risk", RiskBand::ALL.iter().map(|risk| risk.code())),
        purposes: offers(&frame, "reading-purpose", ReadingPurpose::ALL.iter().map(|purpose| purpose.code())),
        through: offers(&frame, "through", Through::ALL.iter().map(|one| one.code())),
        frame,
    })
}

/// What a form on a victim's page is answered.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    id: VictimId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Victims, "room-victims");
    let on = format!("/victims/{id}?done={code}");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, id, again).await).await
}

async fn safety(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let done = async {
        let reason = sent.text("reason");
        let is = match sent.text("safety").as_str() {
            "in-care" => SafetyAsk::InCare { reason },
            "safe" => SafetyAsk::Safe { reason },
            // Where nobody chose, the child is not taken to be safe.
            _ => SafetyAsk::AtRisk { risk: sent.code("risk")?, reason, case: sent.maybe_id("case")? },
        };
        served.node.set_victim_safety(&visitor.who, SetVictimSafety { victim: id, is }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("safety", "safety-set"), sent).await
}

async fn identify(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let done = async {
        let reason = sent.text("reason");
        let known = match sent.text("known").as_str() {
            "identified" => WhoKnows::Here { reason },
            "identified-elsewhere" => WhoKnows::Elsewhere { partner: sent.text("partner") },
            _ => WhoKnows::Nobody { reason },
        };
        served.node.identify_victim(&visitor.who, IdentifyVictim { victim: id, known }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("identify", "victim-identified"), sent).await
}

async fn wish(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let done = async {
        let is = match sent.text("wish").as_str() {
            "wants" => WishAsk::Wants { through: sent.code("through")? },
            "does-not-want" => WishAsk::DoesNotWant {},
            _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
        };
        served.node.set_notification_wish(&visitor.who, SetNotificationWish { victim: id, is }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("wish", "wish-set"), sent).await
}

async fn consent(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let done = async {
        let ask = GiveConsent { victim: id, scopes: sent.codes("scopes")?, by: sent.code("by")? };
        served.node.give_consent(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("consent", "consent-given"), sent).await
}

async fn withdraw(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let done = async {
        let ask = WithdrawConsent { victim: id, scopes: sent.codes("scopes")?, by: sent.code("by")? };
        served.node.withdraw_consent(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("withdraw", "consent-withdrawn"), sent).await
}

/// The same reader with a purpose, which the ledger keeps.
fn with_purpose(who: &Principal, purpose: Option<String>) -> Principal {
    let mut who = who.clone();
    if let Principal::User(caller) = &mut who {
        caller.purpose = purpose;
    }
    who
}

#[derive(Template)]
#[template(path = "names.html")]
struct NamesPage {
    frame: Frame,
    names: Vec<String>,
    contacts: Vec<ContactLine>,
    back: String,
}

struct ContactLine {
    of: Sentence,
    words: String,
}

/// The page of somebody's names, once their reading is recorded.
pub(crate) fn names_page(frame: Frame, names: &[Protected], contacts: &[ContactAsk], back: String) -> Shown {
    let line = |contact: &ContactAsk| ContactLine {
        of: frame.say_code("through", contact.of.code()),
        words: words::visible(contact.words.reveal()),
    };
    let contacts = contacts.iter().map(line).collect();
    let names = names.iter().map(|name| words::visible(name.reveal())).collect();
    page(&NamesPage { names, contacts, back, frame })
}

async fn identity(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let who = with_purpose(&visitor.who, sent.maybe("why"));
    let purpose: ReadingPurpose = sent.code("purpose")?;
    match served.node.read_victim_identity(&who, ReadVictimIdentity { victim: id, purpose }).await {
        Ok(read) => {
            let frame = visitor.frame(Room::Victims, "names-page");
            names_page(frame, &read.names, &read.contacts, format!("/victims/{id}"))
        }
        // That no name was written down is said on the page; that there is no such victim, by the page itself.
        Err(node::Error::NotFound { .. }) => {
            served.node.victim_page(&visitor.who, id).await?;
            let frame = visitor.frame(Room::Victims, "names-page");
            names_page(frame, &[], &[], format!("/victims/{id}"))
        }
        Err(error) => {
            answered(&served, &visitor, id, Err(Problem::from(error)), ("identity", "identity-read"), sent).await
        }
    }
}

async fn write(State(served): State<Served>, visitor: Visitor, Named(id): Named<VictimId>, sent: Sent) -> Shown {
    let done = async {
        let names = lines_of(&sent.text("names"));
        let contact = sent.maybe_protected("contact");
        let contacts = match contact {
            Some(words) => vec![ContactAsk { of: sent.code("of")?, words }],
            None => Vec::new(),
        };
        let ask = WriteVictimIdentity { victim: id, names, contacts };
        served.node.write_victim_identity(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    // What was written is not shown again: it may be a name.
    answered(&served, &visitor, id, done, ("write", "identity-written"), Sent::default()).await
}

/// Names, one a line.
pub(crate) fn lines_of(text: &str) -> Vec<Protected> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Protected::new).collect()
}
