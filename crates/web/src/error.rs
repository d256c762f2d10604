//! From what a verb answers to a problem with a status. No other file does it.

use axum::http::StatusCode;
use node::Error;
use node::sign_in::NotSignedIn;

use crate::problem::{At, Problem, RETRY_AFTER_S};

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match &error {
            // What somebody may not know of is not found either: the number of a case is itself a secret.
            Error::NotFound { .. } => Problem::new(StatusCode::NOT_FOUND, "not-found"),
            Error::Denied { .. } => Problem::new(StatusCode::FORBIDDEN, "denied"),
            Error::NotAHash { .. } => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-a-hash"),
            Error::TooMany { .. } => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many"),
            Error::NotACursor { .. } => {
                let at = At { field: "after".to_owned(), ..At::default() };
                Problem::new(StatusCode::BAD_REQUEST, "query-unfit").at(at)
            }
            Error::SignIn(NotSignedIn::Refused) => Problem::sign_in(),
            Error::SignIn(NotSignedIn::Wait { wait_s }) => {
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "sign-in-wait").for_a_while(*wait_s)
            }
            Error::Refused(refusal) => Problem::new(StatusCode::CONFLICT, refusal.code()),
            other if other.code() == "store-busy" => Problem::busy().for_a_while(RETRY_AFTER_S),
            // The node has it in its log; a caller learns nothing about the machine.
            _ => Problem::internal(),
        }
    }
}
