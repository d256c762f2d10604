//! The sorting table: a grid of stacks of an exhibit or of all exhibits of a case, what somebody sees in them, and what they say. Words and labels come first; nothing on
//! it says what others said. It works by keys, by pressing, and without script.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use casework::facts::{AgeBand, Ages, Annotation, Facts, Label, Origin, Section, Seen};
use casework::file::{FileId, MediaKind};
use casework::grading::Verdict;
use casework::matching::Outcome;
use casework::opt_out::OptOutRefusal;
use casework::refusal::Refusal as _;
use casework::stack_decision::CannotDecideStack;
use node::sorting::{
    FoundAt, OwnOpinion, PAGE_STACKS_MAX, SortStacks, SortingAsk, SortingView, StackSeen, TableOf, UnsortStacks,
};
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

use super::form::{Fields, parameter_of};
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::previews::{Offer, grey_path};
use super::record::next_of;
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/sorting", get(show))
        .route("/sorting/rows", get(rows))
        .route("/sorting/stack", get(show_stack))
        .route("/sorting/decide", post(decide))
        .route("/sorting/undo", post(undo))
}

/// Stacks in a row. A narrow screen shows a row as several.
const COLUMNS: u64 = 4;
/// What a category is computed by where no country is named.
const USUAL_LAW: &str = "interpol-baseline";

#[derive(Template)]
#[template(path = "sorting_exhibits.html")]
struct ExhibitsPage {
    frame: Frame,
    exhibits: Vec<ExhibitLine>,
    next: Option<String>,
}

struct ExhibitLine {
    id: String,
    number: Option<String>,
    name: String,
    path: String,
}

#[derive(Template)]
#[template(path = "sorting.html")]
struct TablePage {
    frame: Frame,
    trouble: Option<Sentence>,
    rows: Rows,
    form: FactsForm,
    /// What is on the table, as forms name it: an exhibit, or a case.
    exhibit: String,
    is_case: bool,
    /// Whether it is a case whose page the reader may open.
    opens_case: bool,
    called: String,
    version: i64,
    n_stacks: u64,
    n_rows: u64,
    may_decide: bool,
    /// To the first page, the one before, the one after and the last.
    ways: [String; 4],
    is_one_page: bool,
    offer: Offer,
}

impl TablePage {
    /// Where a preview without script leads back to.
    fn reveal_from(&self) -> u64 {
        self.rows.from
    }

    fn reveal_stack(&self) -> &'static str {
        ""
    }
}

/// A page of the grid alone.
#[derive(Template)]
#[template(path = "sorting_rows.html")]
struct RowsPart {
    frame: Frame,
    rows: Rows,
    may_decide: bool,
    offer: Offer,
}

struct Rows {
    from: u64,
    /// Which they are of how many. It stands in an attribute too, so it is no markup.
    shown: String,
    rows: Vec<Row>,
}

struct Row {
    /// From 1, as the accessibility tree counts.
    number: u64,
    cells: Vec<Cell>,
}

struct Cell {
    at: u64,
    number: u64,
    column: u64,
    select: String,
    stack: Option<Stack>,
}

struct Stack {
    id: String,
    path: String,
    name: String,
    outcome: &'static str,
    kind: &'static str,
    n_files: u64,
    size: Sentence,
    own: Option<Own>,
    /// The address of its grey picture; none where its exhibit is not mounted.
    grey: Option<String>,
    /// Whether its first file is known, and a reason is asked before it is shown.
    is_known: bool,
}

/// What the reader said of a file.
struct Own {
    said: Sentence,
    viewing: Sentence,
    labels: Vec<Sentence>,
    verdict: &'static str,
}

/// The part of a form in which somebody says what they see.
struct FactsForm {
    sections: Vec<(&'static str, Vec<&'static str>)>,
    ages: Vec<&'static str>,
    origins: Vec<&'static str>,
    annotations: Vec<&'static str>,
    under: String,
}

impl FactsForm {
    fn new() -> FactsForm {
        let labels = |section: &Section| {
            let of_section = Label::ALL.iter().filter(|label| label.section() == *section);
            (section.code(), of_section.map(|label| label.code()).collect())
        };
        FactsForm {
            sections: Section::ALL.iter().map(labels).collect(),
            ages: AgeBand::ALL.iter().map(|band| band.code()).collect(),
            origins: Origin::ALL.iter().map(|origin| origin.code()).collect(),
            annotations: Annotation::ALL.iter().map(|annotation| annotation.code()).collect(),
            under: USUAL_LAW.to_owned(),
        }
    }
}

async fn show(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let Some(of) = table_named(&uri) else { return choose(&served, &visitor, &uri).await };
    table(&served, &visitor, &of, number_of(&uri, "from"), None).await
}

/// What an address lays on the table; none where it names nothing.
fn table_named(uri: &Uri) -> Option<String> {
    parameter_of(uri, "case").or_else(|| parameter_of(uri, "exhibit"))
}

/// Which exhibit is laid on the table.
async fn choose(served: &Served, visitor: &Visitor, uri: &Uri) -> Shown {
    let listed = served.node.sorting_exhibits(&visitor.who, parameter_of(uri, "after")).await?;
    let line = |exhibit: casework::exhibit::Exhibit| {
        let root = exhibit.root.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        ExhibitLine {
            path: table_path(&exhibit.id, 0),
            name: words::visible(root),
            number: exhibit.custody.number.map(words::visible),
            id: exhibit.id,
        }
    };
    let exhibits = listed.items.into_iter().map(line).collect();
    let next = next_of("/sorting", None, listed.next.as_deref());
    page(&ExhibitsPage { frame: visitor.frame(Room::Sorting, "room-sorting"), exhibits, next })
}

async fn table(served: &Served, visitor: &Visitor, of: &str, from: u64, trouble: Option<Sentence>) -> Shown {
    let ask = SortingAsk { of: TableOf::named(of), from: on_page(from), limit: PAGE_STACKS_MAX };
    let view = served.node.sorting_table(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Sorting, "room-sorting");
    let last = view.n_stacks.saturating_sub(1) / PAGE_STACKS_MAX * PAGE_STACKS_MAX;
    let exhibit = view.of.to_string();
    let way = |from: u64| table_path(&exhibit, from.min(last));
    let ways = [0, view.from.saturating_sub(PAGE_STACKS_MAX), view.from + PAGE_STACKS_MAX, last].map(way);
    page(&TablePage {
        rows: rows_of(&frame, &view),
        trouble,
        form: FactsForm::new(),
        called: view.called.as_ref().map_or_else(|| exhibit.clone(), |called| words::visible(called.reveal())),
        is_case: matches!(view.of, TableOf::Case(_)),
        opens_case: matches!(view.of, TableOf::Case(_)) && view.called.is_some(),
        exhibit,
        version: view.version,
        n_stacks: view.n_stacks,
        n_rows: view.n_stacks.div_ceil(COLUMNS),
        may_decide: view.may_decide,
        ways,
        is_one_page: last == 0,
        offer: Offer::of(visitor, &frame, view.previews, view.may_decide),
        frame,
    })
}

/// A page of the grid for a table that is open. Of another examination than the table's: conflict, and the table is laid anew.
async fn rows(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let ask = SortingAsk {
        of: TableOf::named(&table_named(&uri).unwrap_or_default()),
        from: on_page(number_of(&uri, "from")),
        limit: PAGE_STACKS_MAX,
    };
    let view = served.node.sorting_table(&visitor.who, ask).await?;
    if parameter_of(&uri, "version").is_some_and(|version| version != view.version.to_string()) {
        let code: &'static str = CannotDecideStack::ExaminedMeanwhile.into();
        return Err(Problem::new(StatusCode::CONFLICT, code));
    }
    let frame = visitor.frame(Room::Sorting, "room-sorting");
    let offer = Offer::of(&visitor, &frame, view.previews, view.may_decide);
    page(&RowsPart { rows: rows_of(&frame, &view), may_decide: view.may_decide, offer, frame })
}

fn rows_of(frame: &Frame, view: &SortingView) -> Rows {
    let cells: Vec<Cell> =
        view.stacks.iter().zip(view.from..).map(|(stack, at)| cell(frame, view, stack, at)).collect();
    let to = view.from + cells.len() as u64;
    let from_shown = (view.from + 1).min(to);
    let args = [("from", from_shown.into()), ("to", to.into()), ("n", view.n_stacks.into())];
    let mut rows: Vec<Row> = Vec::new();
    for cell in cells {
        let number = cell.at / COLUMNS + 1;
        match rows.last_mut().filter(|row| row.number == number) {
            Some(row) => row.cells.push(cell),
            None => rows.push(Row { number, cells: vec![cell] }),
        }
    }
    Rows { from: view.from, shown: frame.words().say_plain("sorting-shown", &args), rows }
}

fn cell(frame: &Frame, view: &SortingView, stack: &Option<StackSeen>, at: u64) -> Cell {
    let select = frame.words().say_plain("sorting-select", &[("n", (at + 1).into())]);
    let stack = stack.as_ref().map(|stack| {
        let id = stack.representative.to_string();
        Stack {
            path: stack_path(&view.of.to_string(), &id),
            name: words::visible(stack.place.name()),
            outcome: stack.outcome.code(),
            kind: if stack.kind == MediaKind::Video { "video" } else { "picture" },
            n_files: stack.n_files,
            size: frame.size(stack.size),
            own: stack.own.as_ref().map(|own| own_of(frame, own)),
            grey: stack.has_previews.then(|| grey_path(&stack.exhibit, &id)),
            is_known: stack.outcome_of_representative == Outcome::Known,
            id,
        }
    });
    Cell { at, number: at + 1, column: at % COLUMNS + 1, select, stack }
}

fn own_of(frame: &Frame, own: &OwnOpinion) -> Own {
    let verdict = verdict_code(&own.verdict);
    let said = frame.words().say_plain(&format!("verdict-{verdict}"), &[]);
    let there = own.facts.labels.iter().filter(|(_, seen)| **seen == Seen::There);
    Own {
        said: frame.say_of("sorting-own", "verdict", &said),
        viewing: frame.say(if own.viewed { "sorting-viewed" } else { "sorting-not-viewed" }),
        labels: there.map(|(label, _)| frame.say_code("label", label.code())).collect(),
        verdict,
    }
}

fn verdict_code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Illegal { .. } => "illegal",
        Verdict::NotIllegal { .. } => "not-illegal",
        Verdict::CannotTell => "cannot-tell",
    }
}

#[derive(Template)]
#[template(path = "sorting_stack.html")]
struct StackPage {
    frame: Frame,
    trouble: Option<Sentence>,
    form: FactsForm,
    exhibit: String,
    version: i64,
    from: u64,
    stack: String,
    back: String,
    files: Vec<FileLine>,
    n_files: u64,
    may_decide: bool,
    offer: Offer,
}

impl StackPage {
    fn reveal_from(&self) -> u64 {
        self.from
    }

    fn reveal_stack(&self) -> &str {
        &self.stack
    }

    fn is_cut(&self) -> bool {
        self.files.len() as u64 != self.n_files
    }

    fn first_files(&self) -> Sentence {
        let args = [("shown", (self.files.len() as u64).into()), ("n", self.n_files.into())];
        self.frame.say_with("sorting-first-files", &args)
    }
}

struct FileLine {
    id: String,
    name: String,
    paths: Vec<String>,
    outcome: &'static str,
    own: Option<Own>,
    is_first: bool,
    /// The address of its grey picture; none where its exhibit is not mounted.
    grey: Option<String>,
    is_known: bool,
}

async fn show_stack(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let exhibit = table_named(&uri).unwrap_or_default();
    let stack = parameter_of(&uri, "stack").unwrap_or_default().parse().map_err(|_| unfit("stack"))?;
    stack_shown(&served, &visitor, &exhibit, stack, None).await
}

async fn stack_shown(
    served: &Served,
    visitor: &Visitor,
    exhibit: &str,
    stack: FileId,
    trouble: Option<Sentence>,
) -> Shown {
    let of = TableOf::named(exhibit);
    let back = table_path(exhibit, 0);
    let view = match served.node.sorting_stack(&visitor.who, of, stack).await.map_err(Problem::from) {
        Err(problem) if problem.code == OptOutRefusal::NotOffered.code() => {
            return not_offered(visitor, back, &problem);
        }
        answered => answered?,
    };
    let frame = visitor.frame(Room::Sorting, "page-sorting-stack");
    let line = |file: &node::sorting::StackFile| FileLine {
        id: file.file.to_string(),
        name: file.places.first().map(|found| words::visible(found.place.name())).unwrap_or_default(),
        paths: file.places.iter().map(|found| path_text(&view.of, found)).collect(),
        outcome: Outcome::code(file.outcome),
        own: file.own.as_ref().map(|own| own_of(&frame, own)),
        is_first: file.file == view.representative,
        grey: {
            let found = file.places.iter().find(|found| found.has_previews);
            found.map(|found| grey_path(&found.exhibit, &file.file.to_string()))
        },
        is_known: file.outcome == Outcome::Known,
    };
    page(&StackPage {
        trouble,
        form: FactsForm::new(),
        version: view.version,
        from: on_page(view.at),
        stack: view.representative.to_string(),
        back: format!("{}#stacks", table_path(&view.of.to_string(), on_page(view.at))),
        files: view.files.iter().map(line).collect(),
        n_files: view.n_files,
        may_decide: view.may_decide,
        offer: Offer::of(visitor, &frame, view.previews, view.may_decide),
        exhibit: view.of.to_string(),
        frame,
    })
}

/// A stack of a kind that the reader asked not to be offered, and where they change that.
#[derive(Template)]
#[template(path = "sorting_not_offered.html")]
struct NotOfferedPage {
    frame: Frame,
    said: Sentence,
    back: String,
}

fn not_offered(visitor: &Visitor, back: String, problem: &Problem) -> Shown {
    let frame = visitor.frame(Room::Sorting, "page-sorting-stack");
    let said = Sentence::of(&sentences_of(problem, frame.words()).1);
    let shown = page(&NotOfferedPage { said, back, frame })?;
    Ok((problem.status, shown).into_response())
}

/// A place as people read it: of a case the exhibit, the path, and after it what lies inside of archives.
fn path_text(of: &TableOf, found: &FoundAt) -> String {
    let exhibit = match of {
        TableOf::Exhibit(_) => None,
        TableOf::Case(_) => Some(words::visible(found.number.as_ref().unwrap_or(&found.exhibit))),
    };
    let names = std::iter::once(&found.place.path).chain(&found.place.inside).map(words::visible);
    exhibit.into_iter().chain(names).collect::<Vec<_>>().join(" › ")
}

/// What a script puts beside the grid after a decision.
#[derive(Template)]
#[template(path = "sorting_done.html")]
struct DonePart {
    done: Sentence,
}

#[derive(Template)]
#[template(path = "sorting_trouble.html")]
struct TroublePart {
    trouble: Sentence,
}

async fn decide(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let ask = SortStacks {
        of: TableOf::named(fields.one("exhibit")),
        version: fields.one("version").parse().map_err(|_| unfit("version"))?,
        stacks: files_of(&fields, "stack")?,
        viewed: files_of(&fields, "viewed")?,
        facts: facts_of(&fields)?,
        verdict: verdict_of(&fields)?,
    };
    if ask.stacks.is_empty() {
        return nothing_chosen(&served, &visitor, &fields).await;
    }
    let decided = match served.node.sort_stacks(&visitor.who, ask).await {
        Ok(decided) => decided,
        Err(error) => return refused(&served, &visitor, &fields, Problem::from(error)).await,
    };
    let (mut n_viewed, mut n_by_stack, mut n_left) = (0, 0, 0);
    for one in &decided {
        n_viewed += one.n_viewed;
        n_by_stack += one.n_by_stack_not_viewed;
        n_left += one.left.len() as u64;
    }
    if is_part(&fields) {
        let args = [("viewed", n_viewed.into()), ("by_stack", n_by_stack.into()), ("left", n_left.into())];
        return page(&DonePart { done: visitor.frame_apart("room-sorting").say_with("sorting-reached", &args) });
    }
    Ok(back_to(&fields, "sorted"))
}

async fn undo(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let frame = visitor.frame_apart("room-sorting");
    let ask = UnsortStacks {
        of: TableOf::named(fields.one("exhibit")),
        stacks: files_of(&fields, "stack")?,
        reason: frame.say_plain("sorting-undo-reason"),
    };
    if ask.stacks.is_empty() {
        return nothing_chosen(&served, &visitor, &fields).await;
    }
    match served.node.unsort_stacks(&visitor.who, ask).await {
        Ok(_) if is_part(&fields) => page(&DonePart { done: frame.say("done-sorting-undone") }),
        Ok(_) => Ok(back_to(&fields, "sorting-undone")),
        Err(error) => refused(&served, &visitor, &fields, Problem::from(error)).await,
    }
}

async fn nothing_chosen(served: &Served, visitor: &Visitor, fields: &Fields) -> Shown {
    let said = visitor.frame_apart("room-sorting").say("sorting-nothing-chosen");
    with_trouble(served, visitor, fields, StatusCode::CONFLICT, said).await
}

async fn refused(served: &Served, visitor: &Visitor, fields: &Fields, problem: Problem) -> Shown {
    if problem.status != StatusCode::CONFLICT && !is_part(fields) {
        return Err(problem);
    }
    let frame = visitor.frame_apart("room-sorting");
    let said = Sentence::of(&sentences_of(&problem, frame.words()).1);
    with_trouble(served, visitor, fields, problem.status, said).await
}

/// Says what is wrong where it was asked: beside the grid, or on the page that was sent.
async fn with_trouble(
    served: &Served,
    visitor: &Visitor,
    fields: &Fields,
    status: StatusCode,
    said: Sentence,
) -> Shown {
    if is_part(fields) {
        return Ok((status, page(&TroublePart { trouble: said })?).into_response());
    }
    let exhibit = fields.one("exhibit");
    let page = match fields.one("page") {
        "stack" => {
            let stack = fields.one("stack").parse().map_err(|_| unfit("stack"))?;
            stack_shown(served, visitor, exhibit, stack, Some(said)).await?
        }
        _ => table(served, visitor, exhibit, fields.one("from").parse().unwrap_or(0), Some(said)).await?,
    };
    Ok((status, page).into_response())
}

/// Whether a script asks, which shows the answer beside the grid.
fn is_part(fields: &Fields) -> bool {
    fields.one("part") == "1"
}

fn back_to(fields: &Fields, done: &str) -> Response {
    let (exhibit, stack) = (fields.one("exhibit"), fields.one("stack"));
    let path = match fields.one("page") {
        "stack" => stack_path(exhibit, stack),
        _ => table_path(exhibit, fields.one("from").parse().unwrap_or(0)),
    };
    to(&format!("{path}&done={done}"))
}

fn facts_of(fields: &Fields) -> Result<Facts, Problem> {
    let labels: BTreeSet<Label> = coded_all(fields, "label")?;
    let bands: BTreeSet<AgeBand> = coded_all(fields, "age")?;
    let ages = match (bands.is_empty(), fields.one("nobody")) {
        (false, _) => Ages::Shown(bands),
        (true, "1") => Ages::Nobody,
        (true, _) => Ages::NotSaid,
    };
    Ok(Facts {
        labels: labels.into_iter().map(|label| (label, Seen::There)).collect(),
        gone_through: coded_all(fields, "gone_through")?,
        ages,
        origin: if fields.one("origin").is_empty() { Origin::Unknown } else { coded("origin", fields.one("origin"))? },
        annotations: coded_all(fields, "annotation")?,
    })
}

fn verdict_of(fields: &Fields) -> Result<Verdict, Problem> {
    let under = Some(fields.one("under").trim()).filter(|under| !under.is_empty()).unwrap_or(USUAL_LAW).to_owned();
    match fields.one("verdict") {
        "illegal" => Ok(Verdict::Illegal { under }),
        "not-illegal" => Ok(Verdict::NotIllegal { under }),
        "cannot-tell" => Ok(Verdict::CannotTell),
        _ => Err(unfit("verdict")),
    }
}

/// All values of a field that comes several times, each a code of a closed set.
fn coded_all<T: DeserializeOwned + Ord>(fields: &Fields, name: &'static str) -> Result<BTreeSet<T>, Problem> {
    fields.all(name).into_iter().map(|text| coded(name, text)).collect()
}

/// The same of files.
fn files_of(fields: &Fields, name: &'static str) -> Result<BTreeSet<FileId>, Problem> {
    fields.all(name).into_iter().map(|text| text.parse().map_err(|_| unfit(name))).collect()
}

fn coded<T: DeserializeOwned>(name: &'static str, text: &str) -> Result<T, Problem> {
    let reader: StrDeserializer<'_, serde::de::value::Error> = serde::de::IntoDeserializer::into_deserializer(text);
    T::deserialize(reader).map_err(|_| unfit(name))
}

pub(super) fn unfit(field: &'static str) -> Problem {
    let at = crate::problem::At { field: field.to_owned(), ..Default::default() };
    Problem::new(StatusCode::BAD_REQUEST, "request-unfit").at(at)
}

fn number_of(uri: &Uri, name: &str) -> u64 {
    parameter_of(uri, name).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The first stack of the page that this one stands on.
fn on_page(at: u64) -> u64 {
    at / PAGE_STACKS_MAX * PAGE_STACKS_MAX
}

/// Where what a form names is laid on the table.
pub(super) fn table_path(exhibit: &str, from: u64) -> String {
    let mut query = query_of(exhibit);
    if from > 0 {
        query.append_pair("from", &from.to_string());
    }
    format!("/sorting?{}", query.finish())
}

/// Where a stack of it is shown file by file.
pub(super) fn stack_path(exhibit: &str, stack: &str) -> String {
    format!("/sorting/stack?{}", query_of(exhibit).append_pair("stack", stack).finish())
}

fn query_of(exhibit: &str) -> form_urlencoded::Serializer<'static, String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let name = match TableOf::named(exhibit) {
        TableOf::Exhibit(_) => "exhibit",
        TableOf::Case(_) => "case",
    };
    query.append_pair(name, exhibit);
    query
}
