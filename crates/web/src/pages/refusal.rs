//! What a form was refused for: the page is shown again with the sentence, and everything else is a page of trouble.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::frame::Frame;
use super::sentence::Sentence;
use crate::problem::Problem;
use crate::speak::sentences_of;

/// The sentence of a refusal that whoever sent the form can mend.
///
/// # Errors
/// Every other problem, as it is.
pub(crate) fn refused_for(error: node::Error, frame: &Frame) -> Result<Refused, Problem> {
    let problem = Problem::from(error);
    match problem.status {
        StatusCode::CONFLICT => {
            let sentence = Sentence::of(&sentences_of(&problem, frame.words()).1);
            Ok(Refused { status: problem.status, sentence })
        }
        _ => Err(problem),
    }
}

/// A refusal with its sentence.
pub(crate) struct Refused {
    status: StatusCode,
    /// What is wrong, and what to do about it.
    pub(crate) sentence: Sentence,
}

impl Refused {
    /// The page that says it.
    pub(crate) fn on(status: StatusCode, page: Response) -> Response {
        (status, page).into_response()
    }

    /// The status of that page.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }
}
