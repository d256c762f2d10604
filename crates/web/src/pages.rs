//! The pages: what people read and press. A page is one verb of `node` that returns its whole view, shown in the reader's
//! language; it never calls the API. Each works without script, and what a script adds it says itself.

mod assets;
mod form;
mod frame;
mod frontdoor;
mod picker;
mod plain;
mod record;
mod refusal;
mod room;
mod sent;
mod sentence;
mod set_up;
mod size;
mod trouble;
mod visitor;

mod passkey_sign_in;
mod passkeys;
mod provider_sign_in;
mod renew;
mod sign_in;
mod start;

mod administration;
mod cases;
mod clocks;
mod clues;
mod disclosure;
mod exhibits;
mod gradings;
mod handling;
mod jobs;
mod keeping;
mod ledger;
mod links;
mod lists;
mod map;
mod matches;
mod persons;
mod previews;
mod reports;
mod rules;
mod search;
mod second_persons;
mod series;
mod settings;
mod sorting;
mod things;
mod today;
mod victims;
mod wellbeing;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tower_http::compression::CompressionLayer;

pub(crate) use previews::GREY_PATH;
pub(crate) use trouble::bare_page_of;

use crate::router::Served;

/// Every page, and what they are drawn with.
pub(crate) fn routes(served: &Served) -> Router<Served> {
    let private = Router::new()
        .merge(renew::routes())
        .merge(today::routes())
        .merge(search::routes())
        .merge(picker::routes())
        .merge(reports::routes())
        .merge(exhibits::routes())
        .merge(jobs::routes())
        .merge(sorting::routes())
        .merge(gradings::routes())
        .merge(previews::routes())
        .merge(matches::routes())
        .merge(series::routes())
        .merge(victims::routes())
        .merge(persons::routes())
        .merge(things::routes())
        .merge(clues::routes())
        .merge(links::routes())
        .merge(cases::routes())
        .merge(disclosure::routes())
        .merge(clocks::routes())
        .merge(handling::routes())
        .merge(keeping::routes())
        .merge(lists::routes())
        .merge(ledger::routes())
        .merge(second_persons::routes())
        .merge(wellbeing::routes())
        .merge(administration::routes())
        .merge(rules::routes())
        .merge(settings::routes())
        .merge(passkeys::routes())
        .layer(from_fn_with_state(served.clone(), visitor::let_in));
    let public = sign_in::routes()
        .merge(passkey_sign_in::routes())
        .merge(provider_sign_in::routes())
        .merge(start::routes())
        .layer(from_fn_with_state(served.clone(), frontdoor::receive));
    Router::new().merge(private).merge(public).merge(assets::routes()).layer(CompressionLayer::new().gzip(true))
}
