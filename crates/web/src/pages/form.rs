//! What a page sends: a form, and the parameters of its address. What does not fit is a problem with its place, never a panic.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde::de::DeserializeOwned;

use crate::problem::{At, Problem};

/// The fields of a form.
pub(crate) struct Form<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Form<T>, Problem> {
        if !is_form(request.headers()) {
            return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection| Problem::of_status(rejection.status()))?;
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(&bytes));
        serde_path_to_error::deserialize(reader).map(Form).map_err(|error| {
            let at = At { field: error.path().to_string(), ..At::default() };
            Problem::new(StatusCode::BAD_REQUEST, "request-unfit").at(at)
        })
    }
}

/// Fields of a form that may come several times, as boxes that are ticked do.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first of this name; nothing where there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Those of other names than these, where anything was sent.
    pub(crate) fn others<'f>(&'f self, names: &'f [&str]) -> impl Iterator<Item = &'f (String, String)> {
        self.0.iter().filter(|(known, value)| !names.contains(&known.as_str()) && !value.is_empty())
    }

    /// All of this name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Fields, Problem> {
        Form::from_request(request, state).await.map(|Form(fields)| Fields(fields))
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// One parameter of an address.
pub(crate) fn parameter_of(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// What was just done, as the page after it is told.
pub(crate) fn done_of(uri: &Uri) -> Option<String> {
    parameter_of(uri, "done")
}
