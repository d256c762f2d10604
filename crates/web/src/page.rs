//! Pages of long answers: where one ends, the next begins, whatever was added meanwhile.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use node::casebook::ListAsk;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::{At, Problem};

const LIMIT: u16 = 50;
const LIMIT_MAX: u16 = 200;

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageAsk {
    /// The `next` of the page before. It says nothing else; keep it as it is.
    #[param(nullable = false)]
    after: Option<String>,
    /// How many, 1 to 200; 50 where nothing is said.
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Which page of records, and in which state.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordsAsk {
    /// Only records in this state.
    #[param(nullable = false)]
    state: Option<String>,
    /// The `next` of the page before. It says nothing else; keep it as it is.
    #[param(nullable = false)]
    after: Option<String>,
    /// How many, 1 to 200; 50 where nothing is said.
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

impl RecordsAsk {
    /// As verbs take it.
    pub(crate) fn read(self) -> Result<ListAsk, Problem> {
        let limit = limit_of(self.limit)?;
        Ok(ListAsk { state: self.state, after: self.after, limit: Some(limit.into()) })
    }
}

/// A page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// What is on it.
    items: Vec<T>,
    /// What to ask the next page with; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

impl PageAsk {
    /// How many are wanted.
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        limit_of(self.limit).map(usize::from)
    }

    /// The key that the page before ended with.
    pub(crate) fn after(&self) -> Result<Option<String>, Problem> {
        let Some(cursor) = &self.after else { return Ok(None) };
        let key = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        key.map(Some).ok_or_else(|| unfit("after"))
    }

    /// The page of `all`, which are in the order of their keys.
    pub(crate) fn of<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, Problem> {
        let (after, limit) = (self.after()?, self.limit()?);
        let mut rest = all.into_iter().skip_while(|item| after.as_ref().is_some_and(|after| key(item) <= *after));
        let items: Vec<T> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(items.last()).map(|last| cursor_of(&key(last)));
        Ok(Page { items, next })
    }
}

/// How many are wanted.
pub(crate) fn limit_of(limit: Option<u16>) -> Result<u16, Problem> {
    match limit {
        None => Ok(LIMIT),
        Some(limit @ 1..=LIMIT_MAX) => Ok(limit),
        Some(_) => Err(unfit("limit")),
    }
}

fn cursor_of(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

fn unfit(field: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "query-unfit").at(At { field: field.to_owned(), ..At::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_meet_and_miss_nothing() {
        let all: Vec<String> = (0..120).map(|number| format!("{number:03}")).collect();
        let mut seen = Vec::new();
        let mut ask = PageAsk { after: None, limit: Some(50) };
        loop {
            let page = ask.of(all.clone(), Clone::clone).unwrap();
            seen.extend(page.items);
            match page.next {
                Some(next) => ask.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, all);
        assert!(PageAsk { after: None, limit: Some(0) }.limit().is_err());
        assert!(PageAsk { after: None, limit: Some(201) }.limit().is_err());
        assert!(PageAsk { after: Some("!".into()), limit: None }.after().is_err());
    }
}
