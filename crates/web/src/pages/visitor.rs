//! Who reads a page: whoever the session's cookie names. Nobody else gets past this layer; they are shown the way to sign in.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use node::Principal;
use node::preferences::OwnPreferences;
use words::Lang;

use super::form::done_of;
use super::frame::Frame;
use super::frontdoor::{language_for, to};
use super::renew::RENEW_PATH;
use super::room::Room;
use super::sign_in::SIGN_IN_PATH;
use super::trouble::page_of;
use crate::caller::{Credential, admitted_reader};
use crate::problem::Problem;
use crate::router::Served;

/// Whoever reads, as this call knows them.
#[derive(Clone)]
pub(crate) struct Visitor {
    /// Whom the verbs are told.
    pub(crate) who: Principal,
    /// Who they are, and how they want to read.
    pub(crate) own: OwnPreferences,
    frame: Frame,
}

impl Visitor {
    /// The frame for a page of theirs.
    pub(crate) fn frame(&self, room: Room, title: &str) -> Frame {
        self.frame.clone().in_room(room).titled(title)
    }

    /// The frame for a page that is in no room.
    pub(crate) fn frame_apart(&self, title: &str) -> Frame {
        self.frame.clone().titled(title)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Visitor, Problem> {
        // A page that forgot the layer lets nobody in.
        parts.extensions.get::<Visitor>().cloned().ok_or_else(Problem::sign_in)
    }
}

/// The layer of every page for somebody known. What goes wrong behind it becomes a page within the reader's own frame.
pub(crate) async fn let_in(State(served): State<Served>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = match visitor(&served, &parts).await {
        Ok(visitor) => visitor,
        Err(problem) if problem.status == StatusCode::UNAUTHORIZED => return to_sign_in(&parts),
        Err(problem) => return problem.into_response(),
    };
    if visitor.own.user.must_renew && parts.uri.path() != RENEW_PATH {
        return to(RENEW_PATH);
    }
    let frame = visitor.frame.clone();
    parts.extensions.insert(visitor);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => page_of(&problem, frame),
        None => response,
    }
}

async fn visitor(served: &Served, parts: &Parts) -> Result<Visitor, Problem> {
    let credential = Credential::of(&parts.headers).ok_or_else(Problem::sign_in)?;
    // A token is for programs: it opens no page.
    let Credential::Session(secret) = &credential else { return Err(Problem::sign_in()) };
    let (who, own) = admitted_reader(served, parts, secret).await?;
    let lang = own.user.language.and_then(|language| Lang::from_tag(language.code()));
    let lang = lang.unwrap_or_else(|| language_for(&parts.headers, None));
    let rooms = Room::open_to(&served.node, &who);
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let frame = Frame::for_reader(&served.vocabulary, lang, &own, rooms, path).after(done_of(&parts.uri).as_deref());
    Ok(Visitor { who, own, frame })
}

/// Whoever only wanted to look is brought back there; what was sent is not repeated.
fn to_sign_in(parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let is_read = parts.method == Method::GET && path != "/";
    let mut next = form_urlencoded::Serializer::new(String::new());
    if is_read {
        next.append_pair("next", path);
    }
    let next = next.finish();
    let mut response = to(&if next.is_empty() { SIGN_IN_PATH.to_owned() } else { format!("{SIGN_IN_PATH}?{next}") });
    // A page that a browser had kept would still be there after somebody signed out.
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
