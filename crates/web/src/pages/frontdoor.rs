//! Pages for whoever is not known yet, and the ways from one page to the next.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use words::Lang;

use super::form::{done_of, parameter_of};
use super::frame::Frame;
use super::trouble::page_of;
use crate::caller::refuse_other_site;
use crate::language::language_of;
use crate::problem::Problem;
use crate::router::Served;

/// The language that somebody chose before they signed in. It says nothing else of them.
pub(crate) const LANGUAGE_COOKIE: &str = "sanad-language";

/// Somebody whom nobody knows yet.
#[derive(Clone)]
pub(crate) struct Stranger {
    frame: Frame,
}

impl Stranger {
    /// The frame for a page of theirs.
    pub(crate) fn frame(&self, title: &str) -> Frame {
        self.frame.clone().titled(title)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Stranger {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Stranger, Problem> {
        parts.extensions.get::<Stranger>().cloned().ok_or_else(Problem::internal)
    }
}

/// The layer of every page for strangers. `?language=` chooses one, which the browser keeps.
pub(crate) async fn receive(State(served): State<Served>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = parameter_of(&parts.uri, "language").and_then(|tag| Lang::from_tag(&tag));
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let lang = language_for(&parts.headers, asked);
    let frame = Frame::for_stranger(&served.vocabulary, lang, path).after(done_of(&parts.uri).as_deref());
    if let Err(problem) = refuse_other_site(&parts.method, &parts.headers) {
        return page_of(&problem, frame);
    }
    parts.extensions.insert(Stranger { frame: frame.clone() });
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = page_of(&problem, frame);
    }
    if let Some(lang) = asked {
        let cookie = format!("{LANGUAGE_COOKIE}={}; Path=/; SameSite=Strict; Max-Age=31536000", lang.code());
        response.headers_mut().append(header::SET_COOKIE, cookie.parse().expect("ASCII letters"));
    }
    response
}

/// The language of a page for whoever has chosen none of their own: asked for, kept by the browser, or the browser's.
pub(crate) fn language_for(headers: &HeaderMap, asked: Option<Lang>) -> Lang {
    let kept = || {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == LANGUAGE_COOKIE).and_then(|(_, code)| Lang::from_tag(code))
    };
    asked.or_else(kept).unwrap_or_else(|| language_of(headers))
}

/// Sends a browser on, by reading: a page that is loaded again repeats nothing.
pub(crate) fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

/// A path of this server, as a browser understands it; none for an address that leads elsewhere.
pub(crate) fn path_here(text: &str) -> Option<&str> {
    let is_here = text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_here.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_server() {
        let check = |text: &str, is_here: bool| assert_eq!(path_here(text).is_some(), is_here, "{text}");
        check("/", true);
        check("/exhibits/exh_1?state=new", true);
        check("//elsewhere.example", false);
        check("/\\elsewhere.example", false);
        check("https://elsewhere.example", false);
        check("/a\tb", false);
        check("/a\nSet-Cookie: x", false);
        check("", false);
    }
}
