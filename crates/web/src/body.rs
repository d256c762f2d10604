//! What a call brings: a JSON body, or parameters of its address. What is wrong with them is answered with the place.

use std::str::FromStr;

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::problem::{At, Problem};

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(_) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE)
            }
            // The rest of it never came.
            _ => Problem::of_status(StatusCode::BAD_REQUEST),
        })?;
        read(&bytes).map(Body)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        problem_of(error.inner(), field)
    })?;
    reader.end().map_err(|error| problem_of(&error, String::new()))?;
    Ok(value)
}

fn problem_of(error: &serde_json::Error, field: String) -> Problem {
    let (status, code) = match error.classify() {
        serde_json::error::Category::Data => (StatusCode::UNPROCESSABLE_ENTITY, "body-unfit"),
        _ => (StatusCode::BAD_REQUEST, "body-not-json"),
    };
    let field = if field == "." { String::new() } else { field };
    let why = Some(error.to_string());
    Problem::new(status, code).at(At { field, line: Some(error.line()), column: Some(error.column()), why })
}

/// Parameters of the address, after the `?`.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Query<T>, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(reader).map(Query).map_err(|error| {
            let field = error.path().to_string();
            let field = if field == "." { String::new() } else { field };
            let why = Some(error.inner().to_string());
            Problem::new(StatusCode::BAD_REQUEST, "query-unfit").at(At { field, why, ..At::default() })
        })
    }
}

/// An id in an address, as people write it: `ser_…`, `sha256:…`.
pub(crate) struct Named<T>(pub(crate) T);

impl<'de, T: FromStr> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Named<T>, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Named).map_err(|_| D::Error::custom("no id of this kind"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ask {
        #[expect(dead_code, reason = "read by nobody but the reader")]
        n: Vec<u8>,
    }

    #[test]
    fn what_is_wrong_is_answered_with_its_place() {
        let check = |text: &str, code: &str, field: &str, line: usize| {
            let problem = read::<Ask>(text.as_bytes()).unwrap_err();
            let at = problem.at.unwrap();
            assert_eq!((&*problem.code, &*at.field, at.line), (code, field, Some(line)), "{text}");
        };
        check("", "body-not-json", "", 1);
        check("{\"n\": [1,\n 2", "body-not-json", "n", 2);
        check("{\"n\": [1,\n 300]}", "body-unfit", "n[1]", 2);
        check("{\"m\": 1}", "body-unfit", "m", 1);
        check("{\"n\": []} {}", "body-not-json", "", 1);
        check("\u{feff}{}", "body-not-json", "", 1);
    }
}
