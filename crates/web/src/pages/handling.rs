//! How a record is handled: its colour, whom red names, who must not have it and what whoever receives it may do. The form
//! stands beneath the head of each record's page, and on a page of its own, where it is shown again when a rule refuses it.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use casework::handling::{Tlp, Use};
use casework::id::{RecordId, UnitId, UserId};
use node::handling::{HandlingAsk, HandlingPage as HandlingSeen, HandlingView, SetHandling};
use node::record_page::Around;

use super::frame::Frame;
use super::frontdoor::path_here;
use super::plain::{Shown, page};
use super::record::{May, Named, Offer, path_of};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/handling/{id}", get(show).post(set))
}

/// What the form about a record's handling offers, and how it is handled now.
pub(crate) struct HandlingForm {
    pub(crate) tlps: Vec<TlpOffer>,
    pub(crate) people: Vec<Choice>,
    pub(crate) units: Vec<Choice>,
    pub(crate) countries: String,
    pub(crate) uses: Vec<UseOffer>,
    /// What its owner restricts beyond the colour, in words.
    pub(crate) restricts: Vec<Sentence>,
}

/// A colour of TLP 2.0, in English capitals as its authors ask, and what it means.
pub(crate) struct TlpOffer {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) means: Sentence,
    pub(crate) is_set: bool,
}

/// Somebody, or a unit, that can be named.
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) is_set: bool,
}

/// What whoever receives a record may do with it.
pub(crate) struct UseOffer {
    pub(crate) offer: Offer,
    pub(crate) is_set: bool,
}

impl HandlingForm {
    /// Of a record on its own page.
    pub(crate) fn around(frame: &Frame, around: &Around, unit: UnitId, handling: &HandlingView) -> HandlingForm {
        let works_here = |id: &UserId| around.at_work.get(id) == Some(&unit);
        let people = around.colleagues.iter().filter(|(id, _)| works_here(id));
        let people = people.map(|(id, name)| (*id, name.reveal().to_owned())).collect();
        let units = around.units.iter().map(|(id, name)| (*id, name.clone())).collect();
        HandlingForm::of(frame, handling, unit, people, units)
    }

    fn of(
        frame: &Frame,
        handling: &HandlingView,
        owner: UnitId,
        people: Vec<(UserId, String)>,
        units: Vec<(UnitId, String)>,
    ) -> HandlingForm {
        let tlp = |tlp: &Tlp| TlpOffer {
            code: tlp.code(),
            name: format!("TLP:{}", tlp.code().to_uppercase()),
            means: frame.say_code("tlp", &tlp.code().replace('+', "-")),
            is_set: *tlp == handling.tlp,
        };
        let of_use = |one: &Use| UseOffer {
            offer: Offer { code: one.code(), says: frame.say_code("use", one.code()) },
            is_set: handling.uses.contains(one),
        };
        let person = |(id, name): (UserId, String)| {
            let is_set = handling.named.contains(&id);
            Choice { id: id.to_string(), name, is_set }
        };
        let unit = |(id, name): (UnitId, String)| {
            let is_set = handling.not_to_units.contains(&id);
            Choice { id: id.to_string(), name, is_set }
        };
        let mut people: Vec<Choice> = people.into_iter().map(person).collect();
        frame.words().lang().sort_by_text(&mut people, |one| one.name.clone());
        let others = units.into_iter().filter(|(id, _)| *id != owner);
        let mut units: Vec<Choice> = others.map(unit).collect();
        frame.words().lang().sort_by_text(&mut units, |one| one.name.clone());
        let countries: Vec<String> = handling.not_to_countries.iter().map(ToString::to_string).collect();
        let countries = countries.join(" ");
        let uses: Vec<UseOffer> = Use::ALL.iter().map(of_use).collect();
        let mut restricts = Vec::new();
        let mut restrict = |key: &str, names: Vec<&str>| {
            if !names.is_empty() {
                restricts.push(frame.say_of(key, "names", &words::visible(names.join(", "))));
            }
        };
        let set = |all: &[Choice]| -> Vec<String> {
            all.iter().filter(|one| one.is_set).map(|one| one.name.clone()).collect()
        };
        let (named, not_to) = (set(&people), set(&units));
        restrict("handling-names", named.iter().map(String::as_str).collect());
        restrict("handling-not-to-units", not_to.iter().map(String::as_str).collect());
        restrict("handling-not-to-countries", countries.split_whitespace().collect());
        restricts.extend(
            Use::ALL.iter().filter(|one| !handling.uses.contains(one)).map(|one| frame.say_code("use-not", one.code())),
        );
        HandlingForm { tlps: Tlp::ALL.iter().map(tlp).collect(), people, units, countries, uses, restricts }
    }
}

#[derive(Template)]
#[template(path = "handling.html")]
struct HandlingPage {
    frame: Frame,
    may: May,
    again: Again,
    id: RecordId,
    /// Where the form leads back to, and the way back.
    path: String,
    is_path_own: bool,
    unit: String,
    set_by: Option<String>,
    set_at: Option<Sentence>,
    reason: Option<String>,
    tlp: String,
    tlp_code: &'static str,
    form: HandlingForm,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: RecordId, again: Again) -> Shown {
    let HandlingSeen { view, people, units } = served.node.handling_page(&visitor.who, id).await?;
    let frame = visitor.frame(Room::Search, "handling-title");
    let set_by = view.set_by.map(|user| people.get(&user).map_or(user.to_string(), |name| name.reveal().to_owned()));
    let unit = units.get(&view.unit).cloned().unwrap_or_else(|| view.unit.to_string());
    let people = people.into_iter().map(|(id, name)| (id, name.reveal().to_owned())).collect();
    let code = view.handling.tlp.code();
    let own = path_of(id);
    page(&HandlingPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        is_path_own: own.is_some(),
        path: own.unwrap_or_else(|| format!("/handling/{id}")),
        unit,
        set_by,
        set_at: view.set_at_us.map(|us| frame.moment(us)),
        reason: view.reason.as_ref().map(words::visible),
        tlp: format!("TLP:{}", code.to_uppercase()),
        tlp_code: if code == "amber+strict" { "amber" } else { code },
        form: HandlingForm::of(&frame, &view.handling, view.unit, people, units.into_iter().collect()),
        frame,
    })
}

async fn set(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let done = async {
        let countries = sent.text("not_to_countries");
        let countries = countries.split(|letter: char| letter.is_whitespace() || letter == ',');
        let country = |text: &str| {
            let wrong = |_| Problem::new(axum::http::StatusCode::CONFLICT, "country-malformed");
            text.to_uppercase().parse().map_err(wrong)
        };
        let not_to_countries: Result<BTreeSet<_>, Problem> =
            countries.filter(|text| !text.is_empty()).map(country).collect();
        let handling = HandlingAsk {
            tlp: sent.code("tlp")?,
            named: sent.ids("named")?,
            not_to_countries: not_to_countries?,
            not_to_units: sent.ids("not_to_units")?,
            uses: Some(sent.codes("uses")?),
        };
        let ask = SetHandling { record: id, handling, reason: sent.maybe("reason") };
        served.node.set_handling(&visitor.who, ask).await?;
        Ok(())
    };
    let done: Result<(), Problem> = done.await;
    let back = path_here(&sent.text("next")).map_or_else(|| format!("/handling/{id}"), str::to_owned);
    let on = format!("{back}?done=handling-set");
    let frame = visitor.frame(Room::Search, "handling-title");
    answer(done, &on, &frame, "handling", sent, async |again| shown(&served, &visitor, id, again).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_and_use_has_its_words() {
        for lang in words::Lang::ALL {
            let frame = Frame::in_language(lang);
            for tlp in Tlp::ALL {
                assert!(frame.words().has(&format!("tlp-{}", tlp.code().replace('+', "-"))), "{}", tlp.code());
            }
            for code in Use::ALL.iter().map(|one| one.code()) {
                assert!(frame.words().has(&format!("use-{code}")) && frame.words().has(&format!("use-not-{code}")));
            }
        }
    }
}
