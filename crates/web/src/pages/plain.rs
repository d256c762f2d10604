//! From a template to an answer.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};

use crate::problem::Problem;

/// What a page answers.
pub(crate) type Shown = Result<Response, Problem>;

/// A page.
pub(crate) fn page(template: &impl Template) -> Shown {
    // Writing into memory fails for no reason of the reader's.
    let html = template.render().map_err(|_| Problem::internal())?;
    Ok(Html(html).into_response())
}
