//! What is shown instead of a page: what happened, what to do next, and the way back.

use askama::Template;
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};
use axum::response::{Html, IntoResponse as _, Response};

use super::frame::Frame;
use super::frontdoor::language_for;
use super::sentence::Sentence;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble {
    frame: Frame,
    detail: Sentence,
}

/// A problem as a page in this frame.
pub(crate) fn page_of(problem: &Problem, mut frame: Frame) -> Response {
    let (title, detail) = sentences_of(problem, frame.words());
    frame.title = title;
    let page = Trouble { frame, detail: Sentence::of(&detail) };
    // Without words the status is still true.
    let html = page.render().unwrap_or_default();
    let mut response = (problem.status, Html(html)).into_response();
    if let Some(seconds) = problem.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The same for whoever it is that asked, before anybody looked.
pub(crate) fn bare_page_of(served: &Served, problem: &Problem, headers: &HeaderMap) -> Response {
    page_of(problem, Frame::for_stranger(&served.vocabulary, language_for(headers, None), "/"))
}
