//! One line of what `sanad fingerprint` says, schema `sanad.fingerprint` version 1. No list is asked, nothing is judged.
//!
//! The schema is `docs/schema/sanad.fingerprint-1.json`.

use std::io::{self, Write};

use casework::file::{File, Occurrence};

use super::facts::{base64_of, mark_codes, place_text};
use super::json_text::write_line;
use super::jsonl::{Fields, problem_value, put_file};

/// Writes one line, its end included. Every line names the schema, for there is no header on a pipe.
///
/// # Errors
/// What `out` answers.
pub fn write(occurrence: &Occurrence, file: Option<&File>, out: &mut dyn Write) -> io::Result<()> {
    let mut fields = Fields::default();
    fields.put("schema", "sanad.fingerprint");
    fields.put("schema_version", 1);
    let (path, path_b64) = place_text(&occurrence.place.path);
    fields.put("path", path);
    fields.put_known("path_b64", path_b64);
    let inside = &occurrence.place.inside;
    if !inside.is_empty() {
        fields.put("inside", inside.iter().map(|name| place_text(name).0).collect::<Vec<_>>());
        if inside.iter().any(|name| std::str::from_utf8(name).is_err()) {
            fields.put("inside_b64", inside.iter().map(|name| base64_of(name)).collect::<Vec<_>>());
        }
    }
    fields.put("size", occurrence.size);
    put_file(&mut fields, file);
    let mut marks = occurrence.marks.clone();
    marks.extend(file.into_iter().flat_map(|file| &file.marks));
    fields.put("marks", mark_codes(&marks));
    let problem = occurrence.problem.as_ref().or(file.and_then(|file| file.problem.as_ref()));
    fields.put("problem", problem.map(problem_value));
    write_line(&fields.0, out)?;
    out.write_all(b"\n")
}
