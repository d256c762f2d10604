//! The node's health, each line in words and, where something is amiss, with what to do next. It is examined when somebody asks.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use node::doctor::{DoctorView, missed_without};
use node::folder::Encryption;
use node::principal::Action;
use words::{Value, visible};

use crate::examined::examined;
use crate::pages::form::parameter_of;
use crate::pages::frame::Frame;
use crate::pages::plain::{Shown, page};
use crate::pages::room::Room;
use crate::pages::sentence::Sentence;
use crate::pages::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(super) fn routes() -> Router<Served> {
    Router::new().route("/administration/health", get(show))
}

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage {
    frame: Frame,
    /// Nothing before somebody asked.
    found: Option<Found>,
    may_see_people: bool,
}

/// What was found.
struct Found {
    lines: Vec<Line>,
    /// What decodes, and in which version; and the program's own.
    versions: Vec<Sentence>,
}

/// One thing about the node.
struct Line {
    state: Health,
    said: Sentence,
    /// What it means, and what to do next.
    more: Vec<Sentence>,
    way: Option<&'static str>,
}

/// How one thing stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    Amiss,
    Unknown,
}

impl Health {
    /// As locale keys spell it: `health-<code>`.
    fn code(self) -> &'static str {
        match self {
            Health::Good => "good",
            Health::Amiss => "amiss",
            Health::Unknown => "unknown",
        }
    }
}

impl Found {
    fn n_amiss(&self) -> u64 {
        self.lines.iter().filter(|line| line.state == Health::Amiss).count() as u64
    }
}

async fn show(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let frame = visitor.frame(Room::Administration, "page-health");
    let may_see_people = served.node.may(&visitor.who, Action::ShowUsers);
    let found = if parameter_of(&uri, "now").is_some() {
        let may_see_lists = served.node.may(&visitor.who, Action::ShowLists);
        Some(found_in(&frame, &examined(served, visitor.who).await?, may_see_lists))
    } else {
        if !served.node.may(&visitor.who, Action::Doctor) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
        }
        None
    };
    page(&HealthPage { frame, found, may_see_people })
}

fn found_in(frame: &Frame, view: &DoctorView, may_see_lists: bool) -> Found {
    let say = |key: &str, args: &[(&str, Value)]| frame.say_with(key, args);
    let line = |state, said| Line { state, said, more: Vec::new(), way: None };
    let good = |said| line(Health::Good, said);
    let amiss = |said, next: &str| Line { more: vec![frame.say(next)], ..line(Health::Amiss, said) };
    let mut lines = Vec::new();
    match (&view.self_test, &view.self_test_problem) {
        (Some(test), _) => {
            lines
                .push(good(say("doctor-self-test", &[("right", test.right.into()), ("planted", test.planted.into())])));
            if test.fell_back_to_brute_force {
                lines.push(amiss(say("doctor-brute-force", &[]), "health-do-index"));
            }
        }
        (None, problem) => {
            let what = visible(problem.as_deref().unwrap_or_default());
            lines.push(amiss(say("doctor-self-test-failed", &[("what", what.into())]), "health-do-self-test"));
        }
    }
    match &view.cage {
        Some(cage) if cage.caged => {
            lines.push(good(say("doctor-caged", &[("landlock", u64::from(cage.landlock_abi).into())])));
        }
        _ => lines.push(amiss(say("doctor-uncaged", &[]), "health-do-cage")),
    }
    for tool in &view.missing {
        let args = [("tool", tool.name().into()), ("package", tool.package().into())];
        let without = frame.say(&format!("doctor-without-{}", missed_without(*tool)));
        let next = say("health-do-package", &[("package", tool.package().into())]);
        lines.push(Line { more: vec![without, next], ..line(Health::Amiss, say("doctor-missing", &args)) });
    }
    lines.push(match view.encryption {
        Encryption::Yes => good(say("doctor-disk-encrypted", &[])),
        Encryption::No => amiss(say("doctor-disk-plain", &[]), "health-do-disk"),
        Encryption::Unknown => {
            let more = vec![frame.say("health-do-disk-unknown")];
            Line { more, ..line(Health::Unknown, say("doctor-disk-unknown", &[])) }
        }
    });
    let args = [("version", visible(&view.database.0).into()), ("at", visible(&view.database.1).into())];
    lines.push(good(say("doctor-database", &args)));
    if view.lingers_in_log {
        lines.push(line(Health::Amiss, say("doctor-lingers", &[])));
    }
    let args = [("entries", view.n_ledger_entries.into()), ("root", view.ledger_root.as_str().into())];
    lines.push(good(say("doctor-ledger", &args)));
    let lists = say("doctor-lists", &[("lists", view.n_lists.into())]);
    lines.push(match view.n_lists {
        0 => Line { way: Some("/lists").filter(|_| may_see_lists), ..amiss(lists, "health-do-lists") },
        _ => good(lists),
    });
    lines.push(good(say("doctor-exhibits", &[("exhibits", view.n_exhibits.into())])));
    // What somebody must look at comes first; the rest stays in its order.
    lines.sort_by_key(|line| match line.state {
        Health::Amiss => 0,
        Health::Unknown => 1,
        Health::Good => 2,
    });
    let version = [("version", view.version.as_str().into()), ("commit", view.commit.as_str().into())];
    let decoder = |(name, version): &(String, String)| {
        say("doctor-decoder", &[("name", visible(name).into()), ("version", visible(version).into())])
    };
    let own = std::iter::once(say("doctor-version", &version));
    Found { versions: own.chain(view.decoders.iter().map(decoder)).collect(), lines }
}
