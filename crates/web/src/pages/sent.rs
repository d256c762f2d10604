//! What forms of many kinds of fields send: read field by field, and shown again where a rule refused it. What does not fit is
//! a problem with its place, never a panic.

use std::str::FromStr;

use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use casework::protected::Protected;
use serde::de::DeserializeOwned;

use super::frame::Frame;
use super::frontdoor::to;
use super::picker::is_between;
use super::plain::Shown;
use super::record::Line;
use super::sentence::Sentence;
use crate::problem::{At, Problem};
use crate::speak::sentences_of;

/// The fields of a form, as they were sent.
#[derive(Clone, Default)]
pub(crate) struct Sent {
    fields: Vec<(String, String)>,
    unsettled: Vec<Unsettled>,
}

/// A field that names a record in words which could mean several, or mean none.
#[derive(Clone)]
struct Unsettled {
    field: &'static str,
    could_mean: Vec<Line>,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection| Problem::of_status(rejection.status()))?;
        Ok(Sent { fields: form_urlencoded::parse(&bytes).into_owned().collect(), unsettled: Vec::new() })
    }
}

impl Sent {
    /// A field's text without white space around it; empty where nothing was sent.
    pub(crate) fn text(&self, name: &str) -> String {
        self.maybe(name).unwrap_or_default()
    }

    /// The same, or none where nothing was written.
    pub(crate) fn maybe(&self, name: &str) -> Option<String> {
        self.texts(name).next().map(str::to_owned)
    }

    /// Everything that was written into fields of this name.
    fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        let sent = self.fields.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.trim());
        sent.filter(|text| !text.is_empty())
    }

    /// What a field names records by: of one that takes several, each part by itself. What was chosen stands before what was
    /// typed, and of one that takes one record nothing else counts.
    pub(crate) fn named_in(&self, name: &str, is_many: bool) -> Vec<String> {
        let mut texts = self.texts(name);
        match is_many {
            false => texts.next().into_iter().map(str::to_owned).collect(),
            true => {
                let parts = texts.flat_map(|text| text.split(is_between)).map(str::trim);
                parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
            }
        }
    }

    /// Puts ids in the place of what a field named them by. What nothing is called stays as it was written; of what several are
    /// called, the form shows which.
    pub(crate) fn settle(
        &mut self,
        field: &'static str,
        ids: Vec<String>,
        nothing: Vec<String>,
        could_mean: Vec<Line>,
    ) {
        self.fields.retain(|(name, _)| name != field);
        if !nothing.is_empty() || !could_mean.is_empty() {
            self.unsettled.push(Unsettled { field, could_mean });
        }
        let stay: Vec<String> = ids.into_iter().chain(nothing).collect();
        self.fields.push((field.to_owned(), stay.join("\n")));
    }

    /// That what a field names is one record, or each of several.
    fn settled(&self, name: &str) -> Result<(), Problem> {
        match self.unsettled.iter().find(|one| one.field == name) {
            None => Ok(()),
            Some(one) if one.could_mean.is_empty() => Err(Problem::new(StatusCode::CONFLICT, "record-not-called-so")),
            Some(_) => Err(Problem::new(StatusCode::CONFLICT, "records-called-so")),
        }
    }

    /// What nobody but the reader is shown.
    pub(crate) fn protected(&self, name: &str) -> Protected {
        Protected::new(self.text(name))
    }

    /// The same, or none where nothing was written.
    pub(crate) fn maybe_protected(&self, name: &str) -> Option<Protected> {
        self.maybe(name).map(Protected::new)
    }

    /// Whether a box was ticked.
    pub(crate) fn is_ticked(&self, name: &str) -> bool {
        self.maybe(name).is_some()
    }

    /// An id, as it was typed or chosen.
    pub(crate) fn id<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.maybe_id(name)?.ok_or_else(no_id)
    }

    /// The same, or none where nothing was written.
    pub(crate) fn maybe_id<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.settled(name)?;
        self.maybe(name).map(|text| text.parse().map_err(|_| no_id())).transpose()
    }

    /// All the ids that a field holds, however they are parted: several fields of one name, or lines of one.
    pub(crate) fn ids<T: FromStr + Ord>(&self, name: &str) -> Result<std::collections::BTreeSet<T>, Problem> {
        self.settled(name)?;
        let parts =
            self.texts(name).flat_map(|text| text.split(|letter: char| letter.is_whitespace() || letter == ','));
        parts.filter(|text| !text.is_empty()).map(|text| text.parse().map_err(|_| no_id())).collect()
    }

    /// A code of a closed set.
    pub(crate) fn code<T: DeserializeOwned>(&self, name: &str) -> Result<T, Problem> {
        code_of(name, &self.text(name))
    }

    /// The same, or none where nothing was chosen.
    pub(crate) fn maybe_code<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.maybe(name).map(|text| code_of(name, &text)).transpose()
    }

    /// All the codes that were ticked.
    pub(crate) fn codes<T: DeserializeOwned + Ord>(
        &self,
        name: &str,
    ) -> Result<std::collections::BTreeSet<T>, Problem> {
        let texts = self.fields.iter().filter(|(field, text)| field == name && !text.is_empty());
        texts.map(|(_, text)| code_of(name, text)).collect()
    }
}

fn code_of<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| {
        let at = At { field: name.to_owned(), ..At::default() };
        Problem::new(StatusCode::BAD_REQUEST, "request-unfit").at(at)
    })
}

fn no_id() -> Problem {
    Problem::new(StatusCode::CONFLICT, "id-malformed")
}

/// A form that was refused: which, what it held, and why. A page without one shows empty forms.
#[derive(Clone, Default)]
pub(crate) struct Again {
    form: &'static str,
    sent: Sent,
    trouble: Option<Sentence>,
}

impl Again {
    /// A form that was answered on its own page: what it held stays in it.
    pub(crate) fn kept(form: &'static str, sent: Sent) -> Again {
        Again { form, sent, trouble: None }
    }

    /// Why the form was refused.
    pub(crate) fn trouble(&self) -> Option<&Sentence> {
        self.trouble.as_ref()
    }

    /// What somebody had written into a field of this form.
    pub(crate) fn text(&self, form: &str, name: &str) -> String {
        if self.form == form { self.sent.text(name) } else { String::new() }
    }

    /// The records that what was written into a field could mean, to choose from.
    pub(crate) fn could_mean(&self, form: &str, name: &str) -> &[Line] {
        let unsettled = self.sent.unsettled.iter().find(|one| self.form == form && one.field == name);
        unsettled.map_or(&[], |one| &one.could_mean)
    }

    /// Whether this form was refused: then it stands open.
    pub(crate) fn is_of(&self, form: &str) -> bool {
        self.trouble.is_some() && self.form == form
    }

    /// Whether a field of this form held this code.
    pub(crate) fn held(&self, form: &str, name: &str, code: &str) -> bool {
        self.form == form && self.sent.fields.iter().any(|(field, text)| field == name && text == code)
    }
}

/// What a form is answered: the way on, or the same page with what a rule says to it.
pub(crate) async fn answer(
    done: Result<(), Problem>,
    on: &str,
    frame: &Frame,
    form: &'static str,
    sent: Sent,
    page: impl AsyncFnOnce(Again) -> Shown,
) -> Shown {
    let problem = match done {
        Ok(()) => return Ok(to(on)),
        Err(problem) if problem.status == StatusCode::CONFLICT => problem,
        Err(problem) => return Err(problem),
    };
    let trouble = Sentence::of(&sentences_of(&problem, frame.words()).1);
    let shown: Response = page(Again { form, sent, trouble: Some(trouble) }).await?;
    Ok((problem.status, shown).into_response())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use casework::id::CaseId;
    use casework::link::Confidence;

    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Sent { fields, unsettled: Vec::new() }
    }

    #[test]
    fn what_was_typed_is_read_as_it_was_meant_or_refused() {
        let form = sent(&[("a", " x "), ("b", "  "), ("c", "cas_0123456789abcdef"), ("d", "likely"), ("e", "maybe")]);
        assert_eq!((form.text("a"), form.maybe("b"), form.maybe("z")), ("x".into(), None, None));
        assert!(form.id::<CaseId>("c").is_ok());
        assert_eq!(form.id::<CaseId>("a").unwrap_err().code, "id-malformed");
        assert_eq!(form.id::<CaseId>("z").unwrap_err().status, StatusCode::CONFLICT);
        assert_eq!(form.code::<Confidence>("d"), Ok(Confidence::Likely));
        assert_eq!(form.code::<Confidence>("e").unwrap_err().status, StatusCode::BAD_REQUEST);
        assert_eq!(form.maybe_code::<Confidence>("b"), Ok(None));
    }

    #[test]
    fn many_ids_are_lines_or_fields() {
        let (one, two) = ("cas_0000000000000001", "cas_0000000000000002");
        let read = |fields: &[(&str, &str)]| sent(fields).ids::<CaseId>("id");
        let wanted: BTreeSet<CaseId> = [one, two].iter().map(|id| id.parse().unwrap()).collect();
        assert_eq!(read(&[("id", &format!("{one}\r\n {two},"))]), Ok(wanted.clone()));
        assert_eq!(read(&[("id", one), ("id", two)]), Ok(wanted));
        assert_eq!(read(&[]), Ok(BTreeSet::new()));
        assert!(read(&[("id", "nonsense")]).is_err());
    }

    #[test]
    fn what_a_field_calls_records_by_is_settled_or_says_that_it_is_not() {
        let one = "cas_0000000000000001";
        let mut form =
            sent(&[("case", ""), ("case", "SAMPLE/1"), ("records", "Blue sofa, cas_x"), ("records", "a clue")]);
        assert_eq!(form.named_in("case", false), ["SAMPLE/1"], "an empty field says nothing");
        assert_eq!(form.named_in("records", true), ["Blue sofa", "cas_x", "a clue"]);
        form.settle("case", vec![one.into()], Vec::new(), Vec::new());
        assert_eq!(form.id::<CaseId>("case").unwrap().to_string(), one);
        form.settle("records", vec![one.into()], vec!["a clue".into()], Vec::new());
        assert_eq!(form.ids::<CaseId>("records").unwrap_err().code, "record-not-called-so");
        assert_eq!(form.text("records"), format!("{one}\na clue"), "what was written stays in the field");
    }
}
