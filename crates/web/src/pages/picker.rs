//! Choosing a record in a form: by its id, its code or what it is called. With script, what could be meant is offered while
//! somebody types; without, what was sent is read here, and where it could mean several the form shows them to choose from.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use casework::id::RecordId;
use casework::link::Noun;
use casework::protected::Protected;
use node::called::{Called, CalledAsk, CalledPage};
use node::principal::Action;

use super::frame::Frame;
use super::plain::{Shown, page};
use super::record::{Line, plainly};
use super::sent::Sent;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

/// Names that one form is searched for, at most: whoever sends more writes ids.
const NAMES_MAX: usize = 10;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/records/called", post(called))
}

/// A field of a form that names records.
pub(crate) struct Pick {
    field: &'static str,
    nouns: &'static [Noun],
    is_many: bool,
}

impl Pick {
    /// One record, of one of these nouns; of any where none is named.
    pub(crate) const fn one(field: &'static str, nouns: &'static [Noun]) -> Pick {
        Pick { field, nouns, is_many: false }
    }

    /// Any number of records, one a line.
    pub(crate) const fn many(field: &'static str, nouns: &'static [Noun]) -> Pick {
        Pick { field, nouns, is_many: true }
    }
}

/// The case that a new record goes into.
pub(crate) const INTO: Pick = Pick::one("case", &[Noun::Case]);
/// What a form names as evidence.
pub(crate) const EVIDENCE: Pick = Pick::many("evidence", &[Noun::Incoming, Noun::Clue, Noun::File, Noun::Link]);

/// The form with ids in the place of what they were called by. Where that could mean several records, or none, the field says
/// so to whoever reads it.
pub(crate) async fn settled(
    served: &Served,
    visitor: &Visitor,
    mut sent: Sent,
    picks: &[Pick],
) -> Result<Sent, Problem> {
    if !served.node.may(&visitor.who, Action::NameRecords) {
        return Ok(sent);
    }
    let frame = visitor.frame_apart("pick-which");
    let mut n_names = 0;
    for pick in picks {
        let (mut ids, mut nothing, mut could_mean) = (Vec::new(), Vec::new(), Vec::new());
        for text in sent.named_in(pick.field, pick.is_many) {
            let in_text = ids_in(&text);
            if !in_text.is_empty() {
                ids.extend(in_text.into_iter().map(|id| id.to_string()));
                continue;
            }
            n_names += 1;
            let found = match n_names <= NAMES_MAX {
                true => meant_by(served, visitor, &text, pick.nouns).await?,
                false => CalledPage::default(),
            };
            match found.found.as_slice() {
                [Called { id, is_exact: true }] => ids.push(id.to_string()),
                [Called { id, is_exact: true }, Called { is_exact: false, .. }, ..] => ids.push(id.to_string()),
                [] => nothing.push(text),
                all => could_mean.extend(all.iter().map(|one| Line::of(&frame, &found.around, one.id))),
            }
        }
        sent.settle(pick.field, ids, nothing, could_mean);
    }
    Ok(sent)
}

async fn meant_by(served: &Served, visitor: &Visitor, text: &str, nouns: &[Noun]) -> Result<CalledPage, Problem> {
    let ask = CalledAsk { words: Protected::new(text), nouns: nouns.iter().copied().collect() };
    Ok(served.node.records_called(&visitor.who, &ask).await?)
}

/// The ids in a text: it can hold words beside one, as what was chosen from the list does.
fn ids_in(text: &str) -> Vec<RecordId> {
    let parts = text.split(|letter: char| letter.is_whitespace() || ",;()\u{2068}\u{2069}".contains(letter));
    parts.filter_map(|part| part.parse().ok()).collect()
}

#[derive(Template)]
#[template(path = "called.html")]
struct CalledPart {
    frame: Frame,
    found: Vec<OfferedLine>,
    has_more: bool,
}

struct OfferedLine {
    line: Line,
    /// What the field holds once it was chosen: words for whoever reads it, and the id.
    value: String,
}

/// What could be meant by what somebody is typing, for the page that asks.
async fn called(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let asked = sent.text("nouns");
    let asked: BTreeSet<&str> = asked.split(',').collect();
    let nouns: Vec<Noun> = Noun::ALL.iter().copied().filter(|noun| asked.contains(noun.code())).collect();
    let found = meant_by(&served, &visitor, &sent.text("words"), &nouns).await?;
    let frame = visitor.frame_apart("pick-which");
    let offered = |one: &Called| OfferedLine {
        line: Line::of(&frame, &found.around, one.id),
        value: value_of(&plainly(&frame, &found.around, one.id), one.id),
    };
    page(&CalledPart { found: found.found.iter().map(offered).collect(), has_more: found.has_more, frame })
}

/// Words and id in one line, without what parts one record from the next.
fn value_of(says: &str, id: RecordId) -> String {
    const LETTERS_MAX: usize = 60;
    let id = id.to_string();
    if says == id {
        return id;
    }
    let parts_no_records = |letter: char| if is_between(letter) { ' ' } else { letter };
    let says: String = says.chars().take(LETTERS_MAX).map(parts_no_records).collect();
    format!("{} ({id})", says.trim())
}

/// What stands between two records in a field that takes several.
pub(crate) fn is_between(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | ',' | ';' | '،' | '؛')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_for_the_ids_in_it() {
        let (one, two) = ("cas_0000000000000001", "vic_0000000000000002");
        let read = |text: &str| ids_in(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(read(one), [one]);
        assert_eq!(read(&format!("SAMPLE/1 (\u{2068}{one}\u{2069})")), [one]);
        assert_eq!(read(&format!("{one} {two}")), [one, two]);
        assert_eq!(read("SAMPLE/1"), [""; 0]);
    }

    #[test]
    fn what_was_chosen_is_one_record_when_it_is_read_again() {
        let id: RecordId = "clu_0000000000000001".parse().unwrap();
        let value = value_of("A plug, of type D;\nby the door", id);
        assert_eq!(value, format!("A plug  of type D  by the door ({id})"));
        assert_eq!((value.split(is_between).count(), ids_in(&value)), (1, vec![id]));
        assert_eq!(value_of(&id.to_string(), id), id.to_string());
    }
}
