//! Exhibits: which there are, what one came to, the sentence that filters its files, and its custody. To have one examined is
//! asked for here; how far that is stands in `jobs`.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use casework::exhibit::{Exhibit, ExhibitKind};
use casework::file::{MediaKind, Place};
use casework::id::CaseId;
use casework::matching::Outcome;
use casework::protected::Protected;
use node::exhibit::files::{ExhibitAsk, ExhibitFile, ExhibitPage, FilesWanted};
use node::job::AskTriage;
use node::principal::Action;
use serde::Deserialize;
use words::visible;

use super::form::{Form, parameter_of};
use super::frame::Frame;
use super::frontdoor::to;
use super::map::Degrees;
use super::plain::{Shown, page};
use super::record::next_of;
use super::refusal::{Refused, refused_for};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/exhibits", get(show_all).post(examine)).route("/exhibits/{id}", get(show))
}

#[derive(Template)]
#[template(path = "exhibits/all.html")]
struct ExhibitsPage {
    frame: Frame,
    trouble: Option<Sentence>,
    exhibits: Vec<ExhibitLine>,
    next: Option<String>,
    may_examine: bool,
    may_see_jobs: bool,
    form: ExamineForm,
}

struct ExhibitLine {
    id: String,
    number: Option<String>,
    kind: Sentence,
    place: String,
    custody: Sentence,
    is_complete: bool,
}

async fn show_all(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    shown(&served, visitor, parameter_of(&uri, "after"), None, ExamineForm::default()).await
}

async fn shown(
    served: &Served,
    visitor: Visitor,
    after: Option<String>,
    trouble: Option<Sentence>,
    form: ExamineForm,
) -> Shown {
    let listed = served.node.open_exhibits_of(&visitor.who, after).await?;
    let frame = visitor.frame(Room::Exhibits, "room-exhibits");
    let next = next_of("/exhibits", None, listed.next.as_deref());
    let exhibits = listed.items.into_iter().map(|exhibit| line_of(&frame, exhibit)).collect();
    let may = |action| served.node.may(&visitor.who, action);
    let (may_examine, may_see_jobs) = (may(Action::Triage), may(Action::ShowJobs));
    page(&ExhibitsPage { frame, trouble, exhibits, next, may_examine, may_see_jobs, form })
}

fn line_of(frame: &Frame, exhibit: Exhibit) -> ExhibitLine {
    let n_missing = exhibit.custody.missing().len() as u64;
    let custody = match n_missing {
        0 => frame.say("custody-complete"),
        n => frame.say_n("custody-missing", n),
    };
    ExhibitLine {
        kind: frame.say_code("exhibit-kind", kind_code(exhibit.kind)),
        place: visible(&exhibit.root),
        number: exhibit.custody.number.filter(|number| !number.trim().is_empty()),
        id: exhibit.id,
        custody,
        is_complete: n_missing == 0,
    }
}

fn kind_code(kind: ExhibitKind) -> &'static str {
    match kind {
        ExhibitKind::Folder => "folder",
        ExhibitKind::File => "file",
        ExhibitKind::HashOnly => "hash-only",
    }
}

#[derive(Default, Deserialize)]
struct ExamineForm {
    path: String,
    #[serde(default)]
    authority: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    seal: String,
    #[serde(default)]
    examiner: String,
    #[serde(default)]
    search: String,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    csv: Option<String>,
    #[serde(default)]
    jsonl: Option<String>,
}

impl ExamineForm {
    const SEARCHES: [&'static str; 4] = ["altered", "plain", "thorough", "exhaustive"];

    fn ask(&self, lang: &str) -> Option<AskTriage> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let reports = [("html", &self.html), ("csv", &self.csv), ("jsonl", &self.jsonl)];
        let reports: Vec<&str> =
            reports.into_iter().filter(|(_, asked)| asked.is_some()).map(|(name, _)| name).collect();
        // As a program would ask for it: what is left out is what is usual.
        let mut ask = serde_json::json!({ "path": self.path.trim(), "reports": reports, "language": lang });
        let search = ExamineForm::SEARCHES.iter().find(|search| **search == self.search);
        ask["search"] = (*search.unwrap_or(&"altered")).into();
        for (name, text) in [
            ("authority", &self.authority),
            ("number", &self.number),
            ("seal", &self.seal),
            ("examiner", &self.examiner),
        ] {
            if let Some(text) = some(text) {
                ask[name] = text.into();
            }
        }
        serde_json::from_value(ask).ok()
    }
}

async fn examine(State(served): State<Served>, visitor: Visitor, Form(form): Form<ExamineForm>) -> Shown {
    let frame = visitor.frame(Room::Exhibits, "room-exhibits");
    let ask = form.ask(frame.lang()).ok_or_else(Problem::internal)?;
    match served.node.ask_triage(&visitor.who, ask).await {
        Ok(job) => Ok(to(&format!("/exhibits/jobs/{}?done=job-asked", job.id))),
        Err(error) => {
            let refused = refused_for(error, &frame)?;
            let status = refused.status();
            let page = shown(&served, visitor, None, Some(refused.sentence), form).await?;
            Ok(Refused::on(status, page))
        }
    }
}

#[derive(Template)]
#[template(path = "exhibits/one.html")]
struct ExhibitShown {
    frame: Frame,
    id: String,
    number: Option<String>,
    kind: Sentence,
    place: String,
    custody: Vec<CustodyFact>,
    n_missing: u64,
    manifest: Option<String>,
    changed_meanwhile: bool,
    cases: Vec<CaseCalled>,
    counts: Vec<CountLine>,
    held_uncounted: bool,
    sentence: Vec<SentencePart>,
    kinds: Vec<Choice>,
    outcomes: Vec<Choice>,
    folder: String,
    positions: Vec<Choice>,
    /// Whether the files are drawn on a map.
    has_map: bool,
    disputed: &'static str,
    files: Vec<FileLine>,
    next: Option<String>,
    may_see_entries: bool,
    may_examine: bool,
}

struct CustodyFact {
    label: Sentence,
    text: Option<String>,
}

struct CountLine {
    code: &'static str,
    name: Sentence,
    n_media: Sentence,
    n_others: Sentence,
    href: String,
}

/// A piece of the sentence that filters: words, or a control.
enum SentencePart {
    Words(String),
    Kind,
    Outcome,
    Folder,
    Position,
}

struct Choice {
    code: String,
    name: Sentence,
    is_chosen: bool,
}

struct FileLine {
    place: Vec<String>,
    /// What a map calls it.
    called: String,
    /// Where it was made, where the page draws that.
    located: Option<Degrees>,
    folder_href: Option<String>,
    size: Sentence,
    kind: Option<Sentence>,
    mime: Option<String>,
    outcome: Option<Sentence>,
    code: &'static str,
    withheld: bool,
    marks: Vec<Sentence>,
    problem: Option<Sentence>,
    call: Vec<Sentence>,
    cases: Vec<CaseCalled>,
    why: Option<String>,
}

/// A case and how people call it.
struct CaseCalled {
    id: CaseId,
    /// None where the reader may not open it.
    number: Option<String>,
}

fn called(cases: &[CaseId], numbers: &BTreeMap<CaseId, Protected>) -> Vec<CaseCalled> {
    let called = |id: &CaseId| CaseCalled { id: *id, number: numbers.get(id).map(|number| visible(number.reveal())) };
    cases.iter().map(called).collect()
}

async fn show(State(served): State<Served>, visitor: Visitor, Path(id): Path<String>, uri: Uri) -> Shown {
    let exhibit = id.parse().map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))?;
    let wanted = wanted_of(&uri);
    let ask = ExhibitAsk { exhibit, wanted: wanted.clone(), after: parameter_of(&uri, "after") };
    let view = served.node.exhibit_page(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Exhibits, "page-exhibit");
    let may = |action| served.node.may(&visitor.who, action);
    let rights = (may(Action::ShowMatches), may(Action::ShowRecordEntries), may(Action::Triage));
    let disputed = served.settings.disputed_borders.code();
    page(&shown_exhibit(frame, view, &wanted, rights, disputed))
}

/// What the sentence says. What nobody offered is passed over.
fn wanted_of(uri: &Uri) -> FilesWanted {
    let chosen = |name: &str| parameter_of(uri, name).filter(|text| !text.trim().is_empty());
    FilesWanted {
        outcome: chosen("outcome").and_then(|code| Outcome::ALL.iter().copied().find(|one| one.code() == code)),
        kind: chosen("kind").and_then(|code| KINDS.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind)),
        beneath: chosen("folder").map(|folder| folder.trim().to_owned()),
        located: chosen("position").is_some_and(|code| code == LOCATED),
    }
}

/// Files that say where they were made, as addresses spell it.
const LOCATED: &str = "camera";

/// Kinds of files as addresses and locale keys spell them.
const KINDS: [(&str, MediaKind); 5] = [
    ("picture", MediaKind::Picture),
    ("video", MediaKind::Video),
    ("archive", MediaKind::Archive),
    ("disk-image", MediaKind::DiskImage),
    ("other", MediaKind::Other),
];

/// The address of the exhibit with these files.
fn address(id: &str, wanted: &FilesWanted, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some((code, _)) = wanted.kind.and_then(|kind| KINDS.iter().find(|(_, known)| *known == kind)) {
        query.append_pair("kind", code);
    }
    if let Some(outcome) = wanted.outcome {
        query.append_pair("outcome", outcome.code());
    }
    if let Some(folder) = &wanted.beneath {
        query.append_pair("folder", folder);
    }
    if wanted.located {
        query.append_pair("position", LOCATED);
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    match query.finish() {
        query if query.is_empty() => format!("/exhibits/{id}"),
        query => format!("/exhibits/{id}?{query}#files"),
    }
}

fn shown_exhibit(
    frame: Frame,
    view: ExhibitPage,
    wanted: &FilesWanted,
    (may_see_matches, may_see_entries, may_examine): (bool, bool, bool),
    disputed: &'static str,
) -> ExhibitShown {
    let ExhibitPage { exhibit, cases, counts, held_uncounted, files, next, numbers } = view;
    let id = exhibit.id.clone();
    let custody = [
        ("custody-ask-authority", &exhibit.custody.authority),
        ("custody-ask-exhibit-number", &exhibit.custody.number),
        ("custody-ask-seal", &exhibit.custody.seal),
        ("custody-ask-examiner", &exhibit.custody.examiner),
    ];
    let fact = |(key, text): (&str, &Option<String>)| CustodyFact {
        label: frame.say(key),
        text: text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(visible),
    };
    let count = |count: &node::exhibit::files::OutcomeCount| CountLine {
        code: count.outcome.code(),
        name: frame.say_code("outcome", count.outcome.code()),
        n_media: frame.number(count.n_media),
        n_others: frame.number(count.n_others),
        href: address(&id, &FilesWanted { outcome: Some(count.outcome), ..FilesWanted::default() }, None),
    };
    let kinds = std::iter::once(Choice {
        code: String::new(),
        name: frame.say("exhibit-sentence-everything"),
        is_chosen: wanted.kind.is_none(),
    });
    let kinds = kinds.chain(KINDS.iter().map(|(code, kind)| Choice {
        code: (*code).to_owned(),
        name: frame.say_code("exhibit-sentence", code),
        is_chosen: wanted.kind == Some(*kind),
    }));
    let outcomes = std::iter::once(Choice {
        code: String::new(),
        name: frame.say("exhibit-sentence-anything"),
        is_chosen: wanted.outcome.is_none(),
    });
    let outcomes = outcomes.chain(counts.iter().map(|count| Choice {
        code: count.outcome.code().to_owned(),
        name: frame.say_code("outcome", count.outcome.code()),
        is_chosen: wanted.outcome == Some(count.outcome),
    }));
    let positions = [("", "exhibit-sentence-anywhere"), (LOCATED, "exhibit-sentence-located")];
    let position = |(code, key): (&str, &str)| Choice {
        code: code.to_owned(),
        name: frame.say(key),
        is_chosen: wanted.located == (code == LOCATED),
    };
    ExhibitShown {
        positions: positions.into_iter().map(position).collect(),
        has_map: wanted.located && !files.is_empty(),
        disputed,
        number: exhibit.custody.number.clone().filter(|number| !number.trim().is_empty()).map(visible),
        kind: frame.say_code("exhibit-kind", kind_code(exhibit.kind)),
        place: visible(&exhibit.root),
        custody: custody.into_iter().map(fact).collect(),
        n_missing: exhibit.custody.missing().len() as u64,
        manifest: exhibit.manifest.map(|digest| digest.to_string()),
        changed_meanwhile: exhibit.changed_meanwhile,
        cases: called(&cases, &numbers),
        counts: counts.iter().map(count).collect(),
        held_uncounted,
        sentence: sentence(&frame),
        kinds: kinds.collect(),
        outcomes: outcomes.collect(),
        folder: wanted.beneath.clone().unwrap_or_default(),
        files: files.into_iter().map(|file| file_line(&frame, &id, wanted, file, &numbers, may_see_matches)).collect(),
        next: next.map(|next| address(&id, wanted, Some(&next))),
        may_see_entries,
        may_examine,
        id,
        frame,
    }
}

/// One message of the language, with the controls where that language has them.
fn sentence(frame: &Frame) -> Vec<SentencePart> {
    const CONTROLS: [(&str, &str); 4] =
        [("kind", "[kind]"), ("outcome", "[outcome]"), ("folder", "[folder]"), ("position", "[position]")];
    let args: Vec<(&str, words::Value)> = CONTROLS.iter().map(|(name, mark)| (*name, (*mark).into())).collect();
    let said = frame.words().say_plain("exhibit-sentence", &args);
    let mut parts = Vec::new();
    let mut rest = said.as_str();
    while let Some((at, (name, mark))) =
        CONTROLS.iter().filter_map(|control| Some((rest.find(control.1)?, *control))).min_by_key(|(at, _)| *at)
    {
        parts.push(SentencePart::Words(rest[..at].to_owned()));
        parts.push(match name {
            "kind" => SentencePart::Kind,
            "outcome" => SentencePart::Outcome,
            "position" => SentencePart::Position,
            _ => SentencePart::Folder,
        });
        rest = &rest[at + mark.len()..];
    }
    parts.push(SentencePart::Words(rest.to_owned()));
    parts
}

fn file_line(
    frame: &Frame,
    id: &str,
    wanted: &FilesWanted,
    file: ExhibitFile,
    numbers: &BTreeMap<CaseId, Protected>,
    may_see_matches: bool,
) -> FileLine {
    let has_claims =
        matches!(file.outcome, Some(Outcome::Known | Outcome::Near | Outcome::Altered | Outcome::SetAside));
    let why = file.file.filter(|_| has_claims && may_see_matches).map(|file| format!("/matches/{file}"));
    let call = file.call.iter().map(|unit| match &unit.contact {
        Some(contact) => {
            let (unit, contact) = (visible(&unit.name), visible(contact));
            frame.say_with("file-call", &[("unit", unit.into()), ("contact", contact.into())])
        }
        None => frame.say_of("file-call-bare", "unit", &visible(&unit.name)),
    });
    FileLine {
        called: names_of(&file.place).join(" › "),
        located: file.located.filter(|_| wanted.located).map(Degrees::of),
        place: names_of(&file.place),
        folder_href: folder_of(&file.place)
            .filter(|folder| wanted.beneath.as_ref() != Some(folder))
            .map(|folder| address(id, &FilesWanted { beneath: Some(folder), ..wanted.clone() }, None)),
        size: frame.size(file.size),
        kind: file.kind.and_then(|kind| {
            let (code, _) = KINDS.iter().find(|(_, known)| *known == kind)?;
            Some(frame.say_code("kind", code))
        }),
        mime: file.mime,
        outcome: file.outcome.map(|outcome| frame.say_code("outcome", outcome.code())),
        code: file.outcome.map_or("", Outcome::code),
        withheld: file.withheld,
        marks: file.marks.iter().map(|mark| frame.say_code("mark", mark.code())).collect(),
        problem: file.problem.map(|problem| frame.say_code("problem", problem.code())),
        call: call.collect(),
        cases: called(&file.cases, numbers),
        why,
    }
}

/// The path, then each name inside, made visible.
pub(crate) fn names_of(place: &Place) -> Vec<String> {
    std::iter::once(&place.path).chain(&place.inside).map(visible).collect()
}

/// The folder on disk that a place is in, where it can be typed.
fn folder_of(place: &Place) -> Option<String> {
    let path = std::str::from_utf8(&place.path).ok()?;
    let folder = match place.inside.is_empty() {
        true => path.rsplit_once('/')?.0,
        false => path,
    };
    Some(folder.to_owned()).filter(|folder| !folder.is_empty() && !folder.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use words::Lang;

    use super::*;

    #[test]
    fn the_sentence_holds_each_control_once_in_every_language() {
        for lang in Lang::ALL {
            let parts = sentence(&Frame::in_language(lang));
            let count = |is: fn(&SentencePart) -> bool| parts.iter().filter(|part| is(part)).count();
            assert_eq!(count(|part| matches!(part, SentencePart::Kind)), 1, "{}", lang.code());
            assert_eq!(count(|part| matches!(part, SentencePart::Outcome)), 1, "{}", lang.code());
            assert_eq!(count(|part| matches!(part, SentencePart::Folder)), 1, "{}", lang.code());
            assert_eq!(count(|part| matches!(part, SentencePart::Position)), 1, "{}", lang.code());
            let has_words = |part: &SentencePart| matches!(part, SentencePart::Words(words) if words.len() > 3);
            assert!(parts.iter().any(has_words), "{}", lang.code());
        }
    }
}
