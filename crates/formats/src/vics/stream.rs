//! The rows of a VICS document, one at a time: no array of records is ever held.

use std::collections::BTreeMap;
use std::fmt;
use std::io::BufRead;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sha2::{Digest, Sha256};

use super::envelope::{Envelope, Holds};
use super::record::Media;
use crate::json::{self, Budget, Json, Name, Within};
use crate::row::{RowCode, RowProblem, Unreadable};
use crate::text::{IllFormed, TextReader, Watch};

/// What takes the records, with what the document said of itself before them.
pub(crate) type EachMedia<'e> = dyn FnMut(Option<&Envelope>, Result<Media, RowProblem>) + 'e;

/// What a document came to.
pub(crate) struct Done {
    pub(crate) envelope: Option<Envelope>,
    pub(crate) n_ids_unchecked: u64,
}

/// Reads all Media records, of a hash set or of all cases, numbered from 1 in the order of the document.
///
/// With `needs_flavour` a document whose rows come before its context is refused: its categories would mean nothing.
pub(crate) fn each_media(
    from: &mut dyn BufRead,
    needs_flavour: bool,
    each: &mut EachMedia<'_>,
) -> Result<Done, Unreadable> {
    let watch = Watch::default();
    let text = TextReader::new(from, &watch, IllFormed::Replace);
    let mut parser = serde_json::Deserializer::from_reader(text);
    let mut walk = Walk {
        watch: &watch,
        envelope: None,
        needs_flavour,
        has_rows: false,
        n_rows: 0,
        seen: SeenIds::default(),
        stopped: None,
        each,
    };
    let parsed = Document(&mut walk).deserialize(&mut parser).and_then(|()| parser.end());
    if let Some(stopped) = walk.stopped {
        return Err(stopped);
    }
    parsed.map_err(|error| json::unreadable(error, &watch, walk.n_rows))?;
    if !walk.has_rows {
        let detail = "{ \"@odata.context\": …, \"value\": [ … ] }".to_owned();
        return Err(Unreadable::WrongShape { detail });
    }
    Ok(Done { envelope: walk.envelope, n_ids_unchecked: walk.seen.n_unchecked })
}

struct Walk<'w, 'e> {
    watch: &'w Watch,
    envelope: Option<Envelope>,
    needs_flavour: bool,
    has_rows: bool,
    n_rows: u64,
    seen: SeenIds,
    stopped: Option<Unreadable>,
    each: &'w mut EachMedia<'e>,
}

impl Walk<'_, '_> {
    fn begin_rows(&mut self) -> Result<(), ()> {
        self.has_rows = true;
        if self.needs_flavour && self.envelope.is_none() {
            self.stopped = Some(Unreadable::FlavourMissing);
            return Err(());
        }
        Ok(())
    }

    fn refuse(&mut self, code: RowCode, detail: &str) {
        self.n_rows += 1;
        let problem = RowProblem { row: self.n_rows, code, detail: detail.to_owned(), rest_used: false };
        (self.each)(self.envelope.as_ref(), Err(problem));
    }

    fn take(&mut self, members: Vec<(String, Json)>, budget: &Budget) {
        if budget.is_image() {
            return self.refuse(RowCode::CouldBeAnImage, "");
        }
        if self.watch.is_ill_formed() {
            return self.refuse(RowCode::NotText, "");
        }
        if budget.is_too_deep() {
            return self.refuse(RowCode::TooDeep, "");
        }
        if budget.is_too_long() {
            return self.refuse(RowCode::TooLong, "");
        }
        let id = json::member(&members, "MediaID").and_then(Json::scalar).filter(|id| !id.trim().is_empty());
        if id.is_some_and(|id| !self.seen.insert(id.trim())) {
            return self.refuse(RowCode::RepeatedId, "MediaID");
        }
        self.n_rows += 1;
        (self.each)(self.envelope.as_ref(), Ok(Media { row: self.n_rows, members }));
    }
}

/// The whole document.
struct Document<'d, 'w, 'e>(&'d mut Walk<'w, 'e>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a VICS document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        loop {
            self.0.watch.begin_row();
            let budget = Budget::new();
            let Some(name) = from.next_key_seed(Name(&budget))? else { return Ok(()) };
            let name = name.unwrap_or_default().to_ascii_lowercase();
            match name.as_str() {
                "@odata.context" | "odata.metadata" | "odata.context" | "@odata.metadata" => {
                    let value = from.next_value_seed(Within::new(&budget))?;
                    let envelope = value.scalar().and_then(|context| Envelope::of_context(&context));
                    if self.0.envelope.is_none() {
                        self.0.envelope = envelope;
                    }
                }
                "value" | "media" => from.next_value_seed(Rows { walk: self.0, are_cases: name == "value" })?,
                _ => {
                    from.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    /// A bare array of records: some tools write it. It says no flavour.
    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        Rows { walk: self.0, are_cases: true }.visit_seq(from)
    }
}

/// An array of records, or of cases.
struct Rows<'d, 'w, 'e> {
    walk: &'d mut Walk<'w, 'e>,
    are_cases: bool,
}

impl<'de> DeserializeSeed<'de> for Rows<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of Media records or cases")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.walk.has_rows = true;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        self.walk.begin_rows().map_err(|()| json::stop())?;
        while from.next_element_seed(Row { walk: &mut *self.walk, may_be_case: self.are_cases })?.is_some() {}
        Ok(())
    }
}

/// One record, or one case with its records.
struct Row<'d, 'w, 'e> {
    walk: &'d mut Walk<'w, 'e>,
    may_be_case: bool,
}

impl Row<'_, '_, '_> {
    fn refuse<E>(self) -> Result<(), E> {
        self.walk.refuse(RowCode::Malformed, "{ … }");
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Row<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.walk.watch.begin_row();
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a Media record or a case")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        let budget = Budget::new();
        let mut members = Vec::new();
        let states_cases = self.walk.envelope.as_ref().is_some_and(|envelope| envelope.holds == Some(Holds::Cases));
        let mut is_case = false;
        while let Some(name) = from.next_key_seed(Name(&budget))? {
            if self.may_be_case && name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case("media")) {
                is_case = true;
                from.next_value_seed(Rows { walk: &mut *self.walk, are_cases: false })?;
                continue;
            }
            let value = from.next_value_seed(Within::new(&budget))?;
            if let Some(name) = name {
                members.push((name, value));
            }
        }
        // A case without media is no row.
        is_case |= self.may_be_case && states_cases && json::member(&members, "MD5").is_none();
        if !is_case {
            self.walk.take(members, &budget);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        while from.next_element::<IgnoredAny>()?.is_some() {}
        self.refuse()
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.refuse()
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.refuse()
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.refuse()
    }
}

/// Ids met so far. Ids in sequence, which is what exporters write, cost nothing.
#[derive(Default)]
struct SeenIds {
    numbers: BTreeMap<u64, u64>,
    others: BTreeMap<u64, u64>,
    n_unchecked: u64,
}

/// Stretches of ids that are remembered: some 100 MiB at most.
const STRETCHES_MAX: usize = 2_000_000;

impl SeenIds {
    /// Remembers an id; false when it was met before.
    fn insert(&mut self, id: &str) -> bool {
        let is_full = self.numbers.len() + self.others.len() >= STRETCHES_MAX;
        let (stretches, number) = match id.parse::<u64>() {
            Ok(number) => (&mut self.numbers, number),
            Err(_) => {
                let digest = Sha256::digest(id.as_bytes());
                let head: [u8; 8] = std::array::from_fn(|at| digest[at]);
                (&mut self.others, u64::from_be_bytes(head))
            }
        };
        let before = stretches.range(..=number).next_back().map(|(first, last)| (*first, *last));
        if before.is_some_and(|(_, last)| last >= number) {
            return false;
        }
        let after = number.checked_add(1).and_then(|next| stretches.get(&next).copied());
        let last = after.unwrap_or(number);
        match before {
            Some((first, end)) if end + 1 == number => {
                stretches.insert(first, last);
            }
            _ if is_full && after.is_none() => {
                self.n_unchecked += 1;
                return true;
            }
            _ => {
                stretches.insert(number, last);
            }
        }
        if after.is_some() {
            stretches.remove(&(number + 1));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once() {
        let mut seen = SeenIds::default();
        let mut known = std::collections::BTreeSet::new();
        let mut state = 1u64;
        for _ in 0..5000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let id = state >> 54;
            assert_eq!(seen.insert(&id.to_string()), known.insert(id));
        }
        assert!(seen.insert("18446744073709551615") && !seen.insert("18446744073709551615"));
        assert!(seen.insert("{a}") && !seen.insert("{a}") && seen.insert("-1"));
        for (first, last) in &seen.numbers {
            assert!(first <= last);
        }
    }

    #[test]
    fn ids_in_sequence_are_one_stretch() {
        let mut seen = SeenIds::default();
        for id in (1..1000).rev().chain(1000..2000) {
            assert!(seen.insert(&id.to_string()));
        }
        assert_eq!(seen.numbers.len(), 1);
    }
}
