//! Reading `sanad.toml`: every key is known, every value has its type, or the line is named.

use std::ffi::OsString;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Kind, Raw, SPECS, Source, Spec, Values, with_expectation};
use crate::complaint::Complaint;
use crate::exit::Exit;

/// Reads a settings file.
///
/// # Errors
/// A file that cannot be read or is no TOML, a key that does not exist, a value of the wrong type: with file, line and
/// what would be right.
pub fn read(values: &mut Values, path: &Path) -> Result<(), Complaint> {
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Complaint::new(Exit::Usage, "config-unreadable", vec![("path", path.to_string_lossy().into())]).because(cause)
    })?;
    add(values, path, &text)
}

/// As [`read`], from text that was read.
pub(super) fn add(values: &mut Values, path: &Path, text: &str) -> Result<(), Complaint> {
    let reader = Reader { path, text };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        // The parser's own words, for there are no codes; its drawing of the line is left out.
        reader.complaint("config-no-toml", at, vec![("detail", error.message().into())])
    })?;
    reader.add_table(values, "", table.get_ref())
}

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

impl Reader<'_> {
    fn add_table(&self, values: &mut Values, prefix: &str, table: &DeTable<'_>) -> Result<(), Complaint> {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            if let Some(spec) = SPECS.iter().find(|spec| spec.key == key) {
                let raw = self.raw(spec, value.get_ref()).ok_or_else(|| {
                    let args = vec![("key", key.as_str().into())];
                    with_expectation(self.complaint("config-bad-value", value.span().start, args), spec.kind)
                })?;
                values.set(
                    spec,
                    raw,
                    Source::File { path: self.path.to_path_buf(), line: self.line(name.span().start) },
                );
            } else if let (true, Some(inner)) = (is_table(&key), value.get_ref().as_table()) {
                self.add_table(values, &format!("{key}."), inner)?;
            } else {
                let complaint =
                    self.complaint("config-unknown-key", name.span().start, vec![("key", key.as_str().into())]);
                return Err(match nearest(&key) {
                    Some(near) => complaint.with_hint("usage-suggestion", vec![("suggestion", near.into())]),
                    None => complaint.with_hint("config-known-keys", vec![("keys", known_keys().into())]),
                });
            }
        }
        Ok(())
    }

    fn raw(&self, spec: &Spec, value: &DeValue<'_>) -> Option<Raw> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        match spec.kind {
            Kind::Text | Kind::Database => value.as_str().map(|text| Raw::Text(text.into())),
            Kind::Path => value.as_str().map(|text| Raw::Text(folder.join(text).into())),
            Kind::Switch => value.as_bool().map(Raw::Switch),
            Kind::Number(min, max) => {
                let integer = value.as_integer()?;
                let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
                (min..=max).contains(&number).then_some(Raw::Number(number))
            }
            Kind::Choice(codes) => {
                value.as_str().filter(|code| codes.contains(code)).map(|code| Raw::Text(code.into()))
            }
            Kind::Choices(codes) => texts(value.as_array()?, |code| codes.contains(&code).then(|| code.into())),
            // One exhibit is the common case: its number need not stand in brackets.
            Kind::Texts if value.is_str() => value.as_str().map(|text| Raw::Many(vec![text.into()])),
            Kind::Texts => texts(value.as_array()?, |text| Some(text.into())),
            Kind::Lists | Kind::Paths => texts(value.as_array()?, |text| Some(folder.join(text).into())),
        }
    }

    fn complaint(&self, key: &'static str, at: usize, args: Vec<(&'static str, words::Value)>) -> Complaint {
        let place = [("path", self.path.to_string_lossy().into()), ("line", self.line(at).to_string().into())];
        Complaint::new(Exit::Usage, key, place.into_iter().chain(args).collect())
    }

    /// The line of a byte, counted from 1.
    fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
    }
}

fn texts(array: &DeArray<'_>, each: impl Fn(&str) -> Option<OsString>) -> Option<Raw> {
    let one = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().and_then(&each);
    array.iter().map(one).collect::<Option<Vec<_>>>().map(Raw::Many)
}

fn is_table(key: &str) -> bool {
    SPECS.iter().any(|spec| spec.key.split_once('.').is_some_and(|(table, _)| table == key))
}

fn known_keys() -> String {
    SPECS.iter().map(|spec| spec.key).collect::<Vec<_>>().join(", ")
}

/// The known key that differs least, if few letters differ, or that stands in another table.
fn nearest(key: &str) -> Option<&'static str> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let mut near: Vec<(usize, &'static str)> = SPECS
        .iter()
        .map(|spec| {
            (letters_differing(key, spec.key).min(letters_differing(&last(key), &last(spec.key)) + 1), spec.key)
        })
        .filter(|(differing, _)| *differing <= 3)
        .collect();
    near.sort();
    near.first().map(|(_, key)| *key)
}

/// Levenshtein's distance of two short words.
pub(super) fn letters_differing(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (down, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = down + 1;
        for (across, other) in two.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[across + 1];
            row[across + 1] = replaced.min(diagonal + 1).min(row[across] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Lang, Words};

    fn refused(text: &str) -> String {
        let complaint = add(&mut Values::default(), Path::new("/u/sanad.toml"), text).unwrap_err();
        assert_eq!(complaint.exit, Exit::Usage);
        complaint.in_words(&Words::in_language(Lang::English)).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn a_mistake_is_named_with_file_line_and_mend() {
        let check = |text: &str, expected: &[&str]| {
            let said = refused(text);
            expected.iter().for_each(|part| assert!(said.contains(part), "{part} is not in: {said}"));
        };
        check("lang = \"en\"\nauthorty = \"x\"\n", &["/u/sanad.toml", "2", "authorty", "custody.authority"]);
        check("[custody]\n\nautority = \"x\"\n", &["3", "custody.autority", "custody.authority"]);
        check("[colours]\nred = 1\n", &["1", "colours", "custody.seal"]);
        check("jobs = \"four\"\n", &["1", "jobs", "1,024"]);
        check("jobs = 0\n", &["jobs"]);
        check("jobs = -1\n", &["jobs"]);
        check("quiet = 1\n", &["quiet", "true"]);
        check("[report]\nfor = \"press\"\n", &["2", "report.for", "own, partner, court"]);
        check("[triage]\nlists = \"a.csv\"\n", &["triage.lists"]);
        check("custody = 3\n", &["custody"]);
        check("lang = \n", &["1"]);
        check("a = 1\na = 2\n", &["2"]);
    }

    #[test]
    fn paths_are_the_file_s_neighbours() {
        let mut values = Values::default();
        let text = "node = \"unit\"\n[triage]\nlists = [\"known.csv,name=K\", \"/l/n.db\"]\n[custody]\nexhibit-number = \"E-1\"\n";
        add(&mut values, Path::new("/u/sanad.toml"), text).unwrap();
        assert_eq!(values.path_of("node"), Some("/u/unit".into()));
        assert_eq!(values.many_of("triage.lists"), ["/u/known.csv,name=K", "/l/n.db"]);
        assert_eq!(values.many_of("custody.exhibit-number"), ["E-1"]);
    }
}
