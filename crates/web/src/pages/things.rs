//! Places, accounts, devices and addresses: lists, and one with what it is linked with.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use casework::address::AddressState;
use casework::country::Country;
use casework::device::DeviceKind;
use casework::id::{AddressId, RecordId};
use casework::link::Noun;
use casework::place::PlaceKind;
use casework::who::Said;
use node::thing::{OnService, OpenThing, OpenThingAsk, SetAddressState, ThingIs, ThingView};

use super::form::parameter_of;
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

/// What a form opens; an account is opened as what it is called by.
const OPENABLE: [&str; 7] = ["place", "handle", "service-number", "mail", "phone", "device", "address"];

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/things", get(list).post(open))
        .route("/things/{id}", get(show))
        .route("/things/{id}/state", post(set_state))
}

#[derive(Template)]
#[template(path = "things.html")]
struct ThingsPage {
    frame: Frame,
    may: May,
    again: Again,
    noun: String,
    things: Vec<ThingLine>,
    next: Option<String>,
    openable: Vec<Offer>,
    place_kinds: Vec<Offer>,
    device_kinds: Vec<Offer>,
}

struct ThingLine {
    id: RecordId,
    called: String,
    /// Whether it is a number or an address, which is read from left to right in every language.
    is_code: bool,
    kind: Sentence,
    circle: Sentence,
    tlp: String,
    tlp_code: &'static str,
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let noun = parameter_of(uri, "noun").unwrap_or_else(|| "place".to_owned());
    let (node, who, ask) = (&served.node, &visitor.who, list_ask(uri));
    let listed = match noun.as_str() {
        "place" => node.list_places(who, ask).await?,
        "account" => node.list_accounts(who, ask).await?,
        "device" => node.list_devices(who, ask).await?,
        "address" => node.list_addresses(who, ask).await?,
        _ => return Err(Problem::of_status(StatusCode::NOT_FOUND)),
    };
    let frame = visitor.frame(Room::Things, "room-things");
    let next = next_of("/things", None, listed.next.as_deref()).map(|next| format!("{next}&noun={noun}"));
    let things = listed.items.iter().map(|thing| line(&frame, thing)).collect();
    let kinds = |set: &str, codes: Vec<&'static str>| offers(&frame, set, codes);
    page(&ThingsPage {
        may: May::of(&served.node, &visitor.who),
        again,
        noun,
        things,
        next,
        openable: kinds("thing", OPENABLE.to_vec()),
        place_kinds: kinds("place-kind", PlaceKind::ALL.iter().map(|kind| kind.code()).collect()),
        device_kinds: kinds("device-kind", DeviceKind::ALL.iter().map(|kind| kind.code()).collect()),
        frame,
    })
}

fn line(frame: &Frame, thing: &ThingView) -> ThingLine {
    let tlp = thing.access.handling.tlp.code();
    let (kind, called, is_code) = kind_and_name(frame, thing);
    ThingLine {
        id: thing.id,
        called: called.unwrap_or_else(|| thing.id.to_string()),
        is_code,
        kind,
        circle: frame.say_code("circle", thing.access.circle.code()),
        tlp: format!("TLP:{}", tlp.to_uppercase()),
        tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
    }
}

/// Of what kind a thing is, what it is called, and whether that is a number or an address.
fn kind_and_name(frame: &Frame, thing: &ThingView) -> (Sentence, Option<String>, bool) {
    match &thing.what {
        ThingIs::Place(place) => {
            let words = place.words.as_ref().map(|words| words::visible(words.reveal()));
            (frame.say_code("place-kind", place.kind.code()), words, false)
        }
        ThingIs::Account(account) => {
            let written = words::visible(account.written.reveal());
            (frame.say_code("account-kind", account.key.kind.code()), Some(written), true)
        }
        ThingIs::Device(device) => {
            (frame.say_code("device-kind", device.kind.code()), device.model.as_ref().map(words::visible), false)
        }
        ThingIs::Address(address) => {
            let written = words::visible(address.written.reveal());
            (frame.say_code("address-kind", address.kind.code()), Some(written), true)
        }
    }
}

async fn open(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let opened = async {
        let written = sent.protected("written");
        let named = || OnService { service: sent.text("service"), written: written.clone() };
        let what = match sent.text("thing").as_str() {
            "place" => OpenThing::Place {
                kind: sent.code("place_kind")?,
                words: sent.maybe_protected("written"),
                country: country_sent(&sent)?,
                position: None,
            },
            "handle" => OpenThing::Handle { named: named() },
            "service-number" => OpenThing::ServiceNumber { named: named() },
            "mail" => OpenThing::Mail { written },
            "phone" => OpenThing::Phone { written },
            "device" => OpenThing::Device {
                kind: sent.code("device_kind")?,
                model: sent.maybe("written"),
                imei: Vec::new(),
                serial: None,
                mac: Vec::new(),
            },
            _ => OpenThing::Address { written },
        };
        let into = placement_sent(&sent)?;
        Ok(served.node.open_thing(&visitor.who, OpenThingAsk { what, into }).await?.id)
    };
    let opened: Result<RecordId, Problem> = opened.await;
    let on = opened.as_ref().map(|id| format!("/things/{id}?done=thing-opened")).unwrap_or_default();
    let frame = visitor.frame(Room::Things, "room-things");
    answer(opened.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await)
        .await
}

/// A country as somebody typed it.
pub(crate) fn country_sent(sent: &Sent) -> Result<Option<Country>, Problem> {
    let wrong = |_| Problem::new(StatusCode::CONFLICT, "country-malformed");
    sent.maybe("country").map(|text| text.parse().map_err(wrong)).transpose()
}

#[derive(Template)]
#[template(path = "thing.html")]
struct ThingPage {
    frame: Frame,
    may: May,
    again: Again,
    id: RecordId,
    path: String,
    beside: Beside,
    noun: Sentence,
    kind: Sentence,
    facts: Vec<Fact>,
    said: SaidLine,
    address_state: Option<Sentence>,
    follows: Vec<Offer>,
}

struct Fact {
    name: Sentence,
    value: String,
    is_code: bool,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: RecordId, again: Again) -> Shown {
    let seen = served.node.thing_page(&visitor.who, id).await?;
    let (view, around) = (seen.view, seen.around);
    let mut frame = visitor.frame(Room::Things, "room-things");
    let (kind, called, _) = kind_and_name(&frame, &view);
    frame.title = called.clone().unwrap_or_else(|| {
        let noun = frame.say_plain(&format!("noun-{}", Noun::of(id).code()));
        frame
            .words()
            .say_plain("thing-titled", &[("noun", noun.as_str().into()), ("id", id.to_string().as_str().into())])
    });
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String, is_code: bool| facts.push(Fact { name: frame.say(key), value, is_code });
    let (said, address): (&Said, Option<AddressState>) = match &view.what {
        ThingIs::Place(place) => {
            if let Some(words) = &place.words {
                fact("place-words", words::visible(words.reveal()), false);
            }
            if let Some(country) = place.country {
                fact("thing-country", country.to_string(), true);
            }
            (&place.said, None)
        }
        ThingIs::Account(account) => {
            fact("thing-written", words::visible(account.written.reveal()), true);
            if !account.key.service.is_empty() {
                fact("thing-service", words::visible(&account.key.service), false);
            }
            (&account.said, None)
        }
        ThingIs::Device(device) => {
            if let Some(model) = &device.model {
                fact("device-model", words::visible(model), false);
            }
            for key in &device.keys {
                fact(&format!("device-key-{}", key.kind.code()), words::visible(key.key.reveal()), true);
            }
            (&device.said, None)
        }
        ThingIs::Address(address) => {
            fact("thing-written", words::visible(address.written.reveal()), true);
            (&address.current().said, Some(address.current().state))
        }
    };
    let follows = address.map(AddressState::may_become).unwrap_or_default();
    page(&ThingPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: format!("/things/{id}"),
        beside: Beside::of(&frame, &around, id, &view.access),
        noun: frame.say_code("noun", Noun::of(id).code()),
        kind,
        said: SaidLine::of(&frame, &around, said),
        address_state: address.map(|state| frame.say_code("address-state", state.code())),
        follows: offers(&frame, "address-state", follows.iter().map(|state| state.code())),
        facts,
        frame,
    })
}

async fn set_state(State(served): State<Served>, visitor: Visitor, Named(id): Named<AddressId>, sent: Sent) -> Shown {
    let done = async {
        let ask = SetAddressState { address: id, state: sent.code("state")?, reason: sent.maybe("reason") };
        served.node.set_address_state(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    let frame = visitor.frame(Room::Things, "room-things");
    let on = format!("/things/{id}?done=address-state-set");
    answer(done, &on, &frame, "state", sent, async |again| shown(&served, &visitor, id.into(), again).await).await
}
