//! JSON as a stream: values of bounded size and depth, whatever the document holds.
//!
//! The grammar is serde_json's. This file bounds what one value may cost, and says where a document broke.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;

use crate::row::{At, Unreadable};
use crate::suspicion::Suspicion;
use crate::text::{ROW_BYTES_MAX, Watch};

/// Values in one record.
const NODES_MAX: u32 = 100_000;
/// Bytes of text in one record.
const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// Arrays and objects within one another in one record; the formats need four.
const DEPTH_MAX: u32 = 32;

/// A JSON value; the members of an object in the order written, names that occur twice included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A number, as text.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The text of a scalar; none for null, arrays and objects.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Json::Bool(value) => Some(value.to_string()),
            Json::Number(text) | Json::Text(text) => Some(text.clone()),
            Json::Null | Json::List(_) | Json::Object(_) => None,
        }
    }

    /// The member of this name, whatever its case; the first if there are several.
    pub(crate) fn member(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => member(members, name),
            _ => None,
        }
    }
}

/// The member of this name, whatever its case; the first if there are several.
pub(crate) fn member<'m>(members: &'m [(String, Json)], name: &str) -> Option<&'m Json> {
    members.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// What one record may still cost, and what was met in it.
pub(crate) struct Budget {
    nodes_left: Cell<u32>,
    text_left: Cell<usize>,
    is_too_deep: Cell<bool>,
    is_too_long: Cell<bool>,
    is_image: Cell<bool>,
}

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget {
            nodes_left: Cell::new(NODES_MAX),
            text_left: Cell::new(TEXT_BYTES_MAX),
            is_too_deep: Cell::new(false),
            is_too_long: Cell::new(false),
            is_image: Cell::new(false),
        }
    }

    pub(crate) fn is_too_deep(&self) -> bool {
        self.is_too_deep.get()
    }

    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long.get()
    }

    /// Whether something that could be an image was too long to be kept.
    pub(crate) fn is_image(&self) -> bool {
        self.is_image.get()
    }

    fn keep_text(&self, text: &str) -> Option<String> {
        match self.text_left.get().checked_sub(text.len()) {
            Some(left) => {
                self.text_left.set(left);
                Some(text.to_owned())
            }
            None => {
                let mut suspicion = Suspicion::default();
                suspicion.look_at(text.as_bytes());
                self.is_image.set(self.is_image.get() | suspicion.is_found());
                self.is_too_long.set(true);
                None
            }
        }
    }
}

/// Takes one value within a budget. What is beyond it is read past, and noted.
#[derive(Clone, Copy)]
pub(crate) struct Within<'b> {
    budget: &'b Budget,
    depth: u32,
}

impl<'b> Within<'b> {
    pub(crate) fn new(budget: &'b Budget) -> Within<'b> {
        Within { budget, depth: 0 }
    }

    fn deeper(self) -> Within<'b> {
        Within { depth: self.depth + 1, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        let Some(left) = self.budget.nodes_left.get().checked_sub(1) else {
            self.budget.is_too_long.set(true);
            return IgnoredAny::deserialize(from).map(|_| Json::Null);
        };
        self.budget.nodes_left.set(left);
        if self.depth > DEPTH_MAX {
            self.budget.is_too_deep.set(true);
            return IgnoredAny::deserialize(from).map(|_| Json::Null);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(self.budget.keep_text(value).map_or(Json::Null, Json::Text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = from.next_element_seed(self.deeper())? {
            // Past the budget every element is null: they need not be kept.
            if !self.budget.is_too_long() {
                list.push(value);
            }
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = from.next_key_seed(Name(self.budget))? {
            let value = from.next_value_seed(self.deeper())?;
            if let (Some(name), false) = (name, self.budget.is_too_long()) {
                members.push((name, value));
            }
        }
        Ok(Json::Object(members))
    }
}

/// Takes the name of a member within a budget.
pub(crate) struct Name<'b>(pub(crate) &'b Budget);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_> {
    type Value = Option<String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Option<String>, E> {
        // A name of a thousand bytes is no name of any format, and must be no way around the budget of values.
        if name.len() > 1000 {
            self.0.is_too_long.set(true);
            return Ok(None);
        }
        Ok(self.0.keep_text(name))
    }
}

/// Turns the parser's error into ours.
pub(crate) fn unreadable(error: serde_json::Error, watch: &Watch, after_row: u64) -> Unreadable {
    if watch.is_over() {
        return Unreadable::RowTooLong { after_row, bytes_max: ROW_BYTES_MAX };
    }
    match error.classify() {
        Category::Io => Unreadable::Bytes { source: error.into() },
        Category::Data => Unreadable::WrongShape { detail: error.to_string() },
        Category::Syntax | Category::Eof => Unreadable::Syntax {
            grammar: "JSON",
            at: At::Line(error.line() as u64, error.column() as u64),
            detail: error.to_string(),
        },
    }
}

/// The error that stops a parse from within, when a better one is at hand.
pub(crate) fn stop<E: serde::de::Error>() -> E {
    E::custom("stopped")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{IllFormed, TextReader};
    use std::io::{BufReader, Read};
    use std::process::Command;

    /// The whole layer on one document: text, grammar, budget, end.
    fn read(bytes: &[u8]) -> Result<(Json, Budget), Unreadable> {
        let watch = Watch::default();
        let mut from = BufReader::new(bytes);
        let text = TextReader::new(&mut from, &watch, IllFormed::Replace);
        let mut parser = serde_json::Deserializer::from_reader(text);
        let budget = Budget::new();
        let value = Within::new(&budget).deserialize(&mut parser).map_err(|error| unreadable(error, &watch, 0))?;
        parser.end().map_err(|error| unreadable(error, &watch, 0))?;
        if watch.is_ill_formed() {
            return Err(Unreadable::WrongShape { detail: "not text".into() });
        }
        Ok((value, budget))
    }

    #[test]
    fn a_hundred_thousand_deep_is_an_error_or_a_note_and_never_a_crash() {
        for opening in ["[", "{\"a\":", "[{\"a\":"] {
            assert!(read(opening.repeat(100_000).as_bytes()).is_err());
        }
        let closed = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(closed.as_bytes()).unwrap().1.is_too_deep());
    }

    #[test]
    fn a_record_beyond_its_budget_is_noted_and_not_kept() {
        let (_, budget) = read(format!("[{}1]", "1,".repeat(200_000)).as_bytes()).unwrap();
        assert!(budget.is_too_long() && !budget.is_image());
        let (_, budget) = read(format!("[\"{}\"]", "word ".repeat(300_000)).as_bytes()).unwrap();
        assert!(budget.is_too_long() && !budget.is_image());
        let (_, budget) = read(format!("[\"{}\"]", "A".repeat(2_000_000)).as_bytes()).unwrap();
        assert!(budget.is_image());
    }

    #[test]
    fn verdicts_are_those_of_json_test_suite() {
        let Some(folder) = crate::testing::corpora() else {
            return println!("skipped: JSONTestSuite (SANAD_CORPORA is not set and the default folder is not there)");
        };
        let archive = folder.join("json-test-suite.tar.xz");
        if !archive.exists() {
            return println!("skipped: {} is not there", archive.display());
        }
        let unpacked = tempfile::tempdir().unwrap();
        let done = Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(unpacked.path()).status().unwrap();
        assert!(done.success());
        let (mut n_accepted, mut n_refused) = (0, 0);
        for file in std::fs::read_dir(unpacked.path().join("test_parsing")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            std::fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
            let verdict = read(&bytes);
            match name.as_bytes()[0] {
                b'y' => {
                    assert!(verdict.is_ok(), "{name}: {:?}", verdict.err());
                    n_accepted += 1;
                }
                b'n' => {
                    assert!(verdict.is_err(), "{name} was accepted");
                    n_refused += 1;
                }
                _ => {}
            }
        }
        assert_eq!((n_accepted, n_refused), (95, 188));
        println!("JSONTestSuite: 95 accepted, 188 refused, as the suite says");
    }
}
