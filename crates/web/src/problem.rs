//! What is answered instead of what was asked for: RFC 9457 problem details. The sentences are `words`' and are put in by
//! `speak`, which knows the language.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// How long a client is asked to wait before it tries again, in seconds.
pub(crate) const RETRY_AFTER_S: u64 = 1;

/// A problem before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What programs branch on, e.g. `not-found`, `series-with-itself`.
    pub code: Cow<'static, str>,
    /// The status.
    pub status: StatusCode,
    /// Where in what was sent, when that is known.
    pub at: Option<Box<At>>,
    /// After how many seconds it may be tried again.
    pub retry_after_s: Option<u64>,
}

/// A place in what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct At {
    /// The member, parameter or header, e.g. `asked[0].md5`.
    pub field: String,
    /// The line of the body, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub line: Option<usize>,
    /// The column of the line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub column: Option<usize>,
    /// What the reader said, in English, for whoever writes the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub why: Option<String>,
}

/// Problem details: `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// The kind of problem, the same for ever: `/problems/` and the code.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-found")]
    pub kind: String,
    /// What happened, in the caller's language.
    pub title: String,
    /// The status, once more.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What can be done about it, in the caller's language.
    pub detail: String,
    /// The code alone.
    #[schema(example = "not-found")]
    pub code: String,
    /// The id of this call, as in the header `X-Request-Id`: whoever keeps the node is told it.
    pub request: String,
    /// Where in what was sent, when that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at: Option<At>,
}

impl Problem {
    /// A problem that is its code and its status.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Problem {
        Problem { code: code.into(), status, at: None, retry_after_s: None }
    }

    /// The same in a place of what was sent.
    pub fn at(mut self, at: At) -> Problem {
        self.at = Some(Box::new(at));
        self
    }

    /// The same for a while.
    pub fn for_a_while(mut self, retry_after_s: u64) -> Problem {
        self.retry_after_s = Some(retry_after_s);
        self
    }

    /// Something of ours did not work; what, is in the node's log and in no answer.
    pub fn internal() -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// The node has too much to do.
    pub fn busy() -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy").for_a_while(RETRY_AFTER_S)
    }

    /// Nobody that the node knows.
    pub fn sign_in() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "sign-in")
    }

    /// What an answer without words comes to: one that the framework gave.
    pub fn of_status(status: StatusCode) -> Problem {
        let code = match status {
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "body-too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "body-not-of-type",
            StatusCode::BAD_REQUEST => "request-unfit",
            StatusCode::UNAUTHORIZED => "sign-in",
            StatusCode::FORBIDDEN => "denied",
            _ => return Problem::internal(),
        };
        Problem::new(status, code)
    }
}

/// Every code of this room and of `node` that a caller may meet, beside those of refusals. Each has its words.
pub const CODES: &[&str] = &[
    "not-found",
    "denied",
    "sign-in",
    "sign-in-wait",
    "refused",
    "not-a-hash",
    "too-many",
    "body-not-json",
    "body-unfit",
    "body-too-large",
    "body-not-of-type",
    "body-no-file",
    "query-unfit",
    "request-unfit",
    "not-acceptable",
    "method-not-allowed",
    "other-site",
    "record-not-called-so",
    "records-called-so",
    "day-malformed",
    "rate-limited",
    "busy",
    "takes-long",
    "idempotency-key-unfit",
    "idempotency-key-reused",
    "idempotency-key-in-use",
    "idempotency-outcome-unknown",
    "internal",
];

// The body is written by `speak`, which knows the caller's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
