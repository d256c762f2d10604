//! Videos as entries of a list: the lines that `sanad fingerprint` prints, the text of vPDQ's own tool, and the JSON in
//! which vPDQ's Python users exchange a video; and our own line of an entry, written. Times and hashes; no frame is ever
//! seen here.

use std::io::{BufRead, Read as _};

use casework::list::{Entry, HashKind};
use fingerprint::video::TimedFrame;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::entry_row::{EntryRow, refuse_row};
use crate::lines::Lines;
use crate::list_file::ReadOptions;
use crate::row::{At, EachEntry, RowCode, Tally, Unreadable};
use crate::text::{IllFormed, ROW_BYTES_MAX, TextReader, Watch};

/// The schemas whose lines are read here: what `sanad fingerprint` prints, and what `sanad list export` writes of a list
/// that holds videos.
const SCHEMAS: [&str; 2] = ["sanad.fingerprint", EXPORTED];

/// The schema of [`own_line`].
const EXPORTED: &str = "sanad.list-entry";

/// Whether a document begins as our own lines do.
pub(crate) fn is_own_lines(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line: Vec<u8> = line.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let names = |schema: &&str| {
        let member = format!("\"schema\":\"{schema}\"");
        line.windows(member.len()).any(|window| window == member.as_bytes())
    };
    SCHEMAS.iter().any(names)
}

/// Whether a line is one of vPDQ's text: `frameNumber,quality,pdqhex,timestamp`.
pub(crate) fn is_vpdq_line(line: &[u8]) -> bool {
    let mut fields = line.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let mut is = |good: fn(&[u8]) -> bool| fields.next().is_some_and(good);
    is(is_number) && is(is_number) && is(is_hash) && is(|time| !time.is_empty())
}

/// Whether a document begins as vPDQ's exchange JSON does: an array of `pdqhex,quality,timestamp`.
pub(crate) fn is_vpdq_json(text: &[u8]) -> bool {
    let first = text.strip_prefix(b"[").map(<[u8]>::trim_ascii_start).and_then(|text| text.strip_prefix(b"\""));
    first.is_some_and(|text| text.len() > 64 && is_hash(&text[..64]) && text[64] == b',')
}

fn is_number(text: &[u8]) -> bool {
    (1..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}

fn is_hash(text: &[u8]) -> bool {
    text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit)
}

/// What is used of a line; everything else in it is read past.
#[derive(Deserialize)]
struct OwnLine {
    schema: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    inside: Vec<String>,
    #[serde(default)]
    md5: Option<String>,
    #[serde(default)]
    sha1: Option<String>,
    #[serde(default)]
    sha256: Option<String>,
    #[serde(default)]
    pdq: Option<OwnLook>,
    #[serde(default)]
    frames: Vec<OwnFrame>,
    #[serde(default)]
    category: Option<OwnCategory>,
}

#[derive(Deserialize)]
struct OwnLook {
    hash: String,
    #[serde(default)]
    quality: Option<u8>,
}

#[derive(Deserialize)]
struct OwnFrame {
    at_ms: u64,
    hash: String,
    quality: u8,
}

#[derive(Deserialize)]
struct OwnCategory {
    #[serde(default)]
    scheme: Option<String>,
    code: String,
}

/// The line of an entry, as [`read_own_lines`] reads it: its hashes and frames, and of its words the owner's id, the
/// category and the quality of its look.
pub fn own_line(hashes: &Entry, words: &Entry) -> String {
    let mut line = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Value>| value.map(|value| line.insert(name.to_owned(), value));
    put("schema", Some(EXPORTED.into()));
    put("schema_version", Some(1.into()));
    put("id", words.owner_id.clone().map(Into::into));
    put("md5", hashes.digests.md5.map(|digest| digest.to_string().into()));
    put("sha1", hashes.digests.sha1.map(|digest| digest.to_string().into()));
    put("sha256", hashes.digests.sha256.map(|digest| digest.to_string().into()));
    put("pdq", hashes.pdq.map(|hash| json!({ "hash": hash.to_string(), "quality": words.pdq_quality })));
    let frame = |frame: &TimedFrame| json!({ "at_ms": frame.at_ms, "hash": frame.pdq.hash.to_string(), "quality": frame.pdq.quality });
    put("frames", (!hashes.frames.is_empty()).then(|| hashes.frames.iter().map(frame).collect()));
    let category = words.category.as_ref();
    put("category", category.map(|category| json!({ "scheme": category.scheme, "code": category.code })));
    Value::Object(line).to_string()
}

/// Reads lines of `sanad fingerprint` or `sanad list export`, a file a line: digests, look, frames. The name is kept as
/// the word `filename`.
///
/// # Errors
/// The bytes cannot be read. Lines that are no such lines are refused one by one.
pub fn read_own_lines(
    from: &mut dyn BufRead,
    options: &ReadOptions,
    each: &mut EachEntry<'_>,
) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "sanad-1".to_owned(), ..Tally::default() };
    let watch = Watch::default();
    let mut lines = Lines::up_to(TextReader::new(from, &watch, IllFormed::Keep), ROW_BYTES_MAX as usize);
    while let Some(line) = lines.next(|| watch.begin_row()).map_err(|source| Unreadable::Bytes { source })? {
        let text = line.bytes.trim_ascii();
        if text.is_empty() {
            continue;
        }
        if line.is_cut {
            refuse_row(line.number, RowCode::TooLong, "", &mut tally, each);
            continue;
        }
        let Ok(own) = serde_json::from_slice::<OwnLine>(text) else {
            let mut row = EntryRow::new(line.number);
            row.look_at(text);
            row.refuse(RowCode::Malformed, "");
            row.hand_out(&mut tally, each);
            continue;
        };
        let mut row = EntryRow::new(line.number);
        if !SCHEMAS.contains(&own.schema.as_str()) {
            row.refuse(RowCode::Malformed, "schema");
        }
        take_own_line(&mut row, &own, options);
        row.hand_out(&mut tally, each);
    }
    Ok(tally)
}

fn take_own_line(row: &mut EntryRow, own: &OwnLine, options: &ReadOptions) {
    row.id(own.id.as_deref().unwrap_or_default());
    for (kind, digest) in [(HashKind::Md5, &own.md5), (HashKind::Sha1, &own.sha1), (HashKind::Sha256, &own.sha256)] {
        row.hash(kind, kind.code(), digest.as_deref().unwrap_or_default());
    }
    if let Some(look) = &own.pdq {
        row.hash(HashKind::Pdq, "pdq", &look.hash);
        row.quality("pdq", &look.quality.map(|quality| quality.to_string()).unwrap_or_default());
    }
    for (number, frame) in own.frames.iter().enumerate() {
        row.frame(number, frame.at_ms, &frame.quality.to_string(), &frame.hash);
    }
    if let Some(category) = &own.category {
        row.category(category.scheme.as_deref().or(options.scheme.as_deref()), &category.code);
    }
    let name: Vec<&str> = own.path.iter().chain(&own.inside).map(String::as_str).collect();
    row.look_at_path(name.join("/").as_bytes());
    row.file_name("filename", name.last().and_then(|name| name.rsplit('/').next()).unwrap_or_default());
}

/// Reads vPDQ's text, one video a file: lines of `frameNumber,quality,pdqhex,timestamp`, in seconds. All of it is row 1.
///
/// # Errors
/// The bytes cannot be read.
pub fn read_vpdq_text(from: &mut dyn BufRead, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "vpdq".to_owned(), ..Tally::default() };
    let watch = Watch::default();
    let mut lines = Lines::new(TextReader::new(from, &watch, IllFormed::Keep));
    let mut row = EntryRow::new(1);
    while let Some(line) = lines.next(|| watch.begin_row()).map_err(|source| Unreadable::Bytes { source })? {
        let text = String::from_utf8_lossy(line.bytes.trim_ascii()).into_owned();
        if text.is_empty() {
            continue;
        }
        let number = usize::try_from(line.number).unwrap_or(usize::MAX);
        let mut fields = text.splitn(5, ',').map(str::trim).skip(1);
        match (fields.next(), fields.next(), fields.next()) {
            (Some(quality), Some(hash), Some(time)) if !line.is_cut => {
                take_vpdq_frame(&mut row, number, quality, hash, time);
            }
            _ => {
                row.look_at(text.as_bytes());
                row.refuse_value(RowCode::Malformed, format!("@{number}"));
            }
        }
    }
    row.hand_out(&mut tally, each);
    Ok(tally)
}

/// Reads vPDQ's exchange JSON, one video a file: an array of `pdqhex,quality,timestamp`, in seconds. All of it is row 1.
///
/// # Errors
/// It is no such array, or longer than a row may be.
pub fn read_vpdq_json(from: &mut dyn BufRead, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "vpdq-json".to_owned(), ..Tally::default() };
    let mut text = Vec::new();
    from.take(ROW_BYTES_MAX + 1).read_to_end(&mut text).map_err(|source| Unreadable::Bytes { source })?;
    if text.len() as u64 > ROW_BYTES_MAX {
        return Err(Unreadable::RowTooLong { after_row: 0, bytes_max: ROW_BYTES_MAX });
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let frames: Vec<String> = serde_json::from_slice(text).map_err(|error| Unreadable::Syntax {
        grammar: "JSON",
        at: At::Line(error.line() as u64, error.column() as u64),
        detail: "an array of text".to_owned(),
    })?;
    let mut row = EntryRow::new(1);
    for (number, frame) in frames.iter().enumerate() {
        let mut fields = frame.splitn(4, ',').map(str::trim);
        match (fields.next(), fields.next(), fields.next()) {
            (Some(hash), Some(quality), Some(time)) => {
                take_vpdq_frame(&mut row, number + 1, quality, hash, time);
            }
            _ => {
                row.look_at(frame.as_bytes());
                row.refuse_value(RowCode::Malformed, format!("@{}", number + 1));
            }
        }
    }
    row.hand_out(&mut tally, each);
    Ok(tally)
}

fn take_vpdq_frame(row: &mut EntryRow, number: usize, quality: &str, hash: &str, time: &str) {
    // Three significant digits in the exchange JSON, so that 1.23e+03 is a time; a day of video is 86,400 seconds.
    let seconds = time.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && (0.0..=1e9).contains(seconds));
    match seconds {
        Some(seconds) => row.frame(number, (seconds * 1000.0).round() as u64, quality, hash),
        None => row.refuse_value(RowCode::BadNumber, format!("timestamp @{number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::list::Category;
    use fingerprint::{Digests, Pdq, PdqHash};

    #[test]
    fn an_entry_that_is_written_is_read_again() {
        let frame = |n: u8| TimedFrame {
            at_ms: u64::from(n) * 1_000,
            pdq: PdqHash { hash: Pdq(std::array::from_fn(|at| (at as u8).wrapping_mul(37) ^ n)), quality: 60 + n },
        };
        let entry = Entry {
            row: 1,
            owner_id: Some("K-1, \"quoted\"".into()),
            digests: Digests::of(b"a video"),
            pdq: Some(frame(9).pdq.hash),
            pdq_quality: Some(88),
            frames: (1..4).map(frame).collect(),
            category: Some(Category { scheme: "vics-us".into(), code: "1".into() }),
            words: Vec::new(),
        };
        let bare = Entry { digests: Digests::of(b"a file"), row: 2, ..Entry::default() };
        let text = format!("{}\n{}\n", own_line(&entry, &entry), own_line(&bare, &bare));
        assert!(is_own_lines(text.as_bytes()));
        let mut read = Vec::new();
        let options = ReadOptions::default();
        read_own_lines(&mut text.as_bytes(), &options, &mut |row| read.push(row.unwrap())).unwrap();
        assert_eq!(read, [entry, bare]);
    }
}
