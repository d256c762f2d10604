//! One hash a line: bare, as md5sum and its kin write it, and as BSD tools write it.

use std::io::BufRead;

use casework::list::HashKind;

use crate::ambiguity::Ambiguity;
use crate::entry_row::{EntryRow, refuse_row};
use crate::lines::Lines;
use crate::list_file::ReadOptions;
use crate::row::{EachEntry, RowCode, Tally, Unreadable};
use crate::suspicion::Suspicion;
use crate::text::{IllFormed, TextReader, Watch, with_escapes};

/// Reads a list of hashes, one a line: `hash`, `hash  name`, `hash *name`, `\hash  name` with escapes, `KIND (name) = hash`.
/// Blank lines and lines that begin with `#`, `;` or `//` say nothing.
///
/// 32 digits are MD5 and 40 are SHA-1. 64 are SHA-256 or PDQ only where the line (BSD form) or `options.kind` says so.
/// With a kind in `options` every line is of that kind. File names are kept as the word `filename`.
///
/// # Errors
///
/// [`Unreadable::KindMissing`] for a list of nothing but 64-digit lines that does not say what they are.
pub fn read(from: &mut dyn BufRead, options: &ReadOptions, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "plain".to_owned(), ..Tally::default() };
    let mut ambiguity = Ambiguity::default();
    let watch = Watch::default();
    let mut lines = Lines::new(TextReader::new(from, &watch, IllFormed::Keep));
    while let Some(line) = lines.next(|| watch.begin_row()).map_err(|source| Unreadable::Bytes { source })? {
        let text = line.bytes.trim_ascii();
        if text.is_empty() || [&b"#"[..], b";", b"//"].iter().any(|sign| text.starts_with(sign)) {
            // A remark is not kept, but may not be a picture either.
            let mut suspicion = Suspicion::default();
            suspicion.look_at(text);
            if suspicion.is_found() {
                refuse_row(line.number, RowCode::CouldBeAnImage, "", &mut tally, each);
            }
            continue;
        }
        let parts = take_apart(text);
        let mut row = EntryRow::new(line.number);
        if line.is_cut {
            row.look_at(text);
            row.refuse(RowCode::TooLong, "");
            row.hand_out(&mut tally, each);
            continue;
        }
        let hash = String::from_utf8_lossy(parts.hash);
        let is_64_hex = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let kind = parts.kind.or(options.kind).or(match hash.len() {
            32 => Some(HashKind::Md5),
            40 => Some(HashKind::Sha1),
            _ => None,
        });
        match kind {
            None if is_64_hex => {
                ambiguity.meet(line.number, &mut tally, each)?;
                continue;
            }
            None => {
                row.look_at(text);
                row.refuse(RowCode::WrongLength, hash.chars().count().to_string());
            }
            Some(kind) => row.hash(kind, kind.code(), &hash),
        }
        row.look_at_path(parts.name);
        row.file_name("filename", &with_escapes(parts.name));
        if !row.entry.digests.is_empty() || row.entry.pdq.is_some() {
            ambiguity.meet_usable(&mut tally, each);
        }
        row.hand_out(&mut tally, each);
    }
    ambiguity.end()?;
    Ok(tally)
}

struct Parts<'l> {
    hash: &'l [u8],
    kind: Option<HashKind>,
    name: &'l [u8],
}

fn take_apart(text: &[u8]) -> Parts<'_> {
    if let Some(parts) = take_bsd_apart(text) {
        return parts;
    }
    let text = text.strip_prefix(b"\\").unwrap_or(text);
    let end = text.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b',' || *byte == b';');
    let (hash, rest) = text.split_at(end.unwrap_or(text.len()));
    // One sign between hash and name, and a second one that tells text from binary mode.
    let rest = rest.get(1..).unwrap_or_default();
    let name = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"*")).unwrap_or(rest);
    Parts { hash, kind: None, name }
}

/// `MD5 (name) = hash`, `SHA2-256(name)= hash`.
fn take_bsd_apart(text: &[u8]) -> Option<Parts<'_>> {
    let opening = text.iter().position(|byte| *byte == b'(')?;
    let kind = match text[..opening].trim_ascii().to_ascii_lowercase().as_slice() {
        b"md5" => HashKind::Md5,
        b"sha1" | b"sha-1" => HashKind::Sha1,
        b"sha256" | b"sha-256" | b"sha2-256" => HashKind::Sha256,
        b"pdq" => HashKind::Pdq,
        _ => return None,
    };
    let closing =
        text.windows(2).rposition(|pair| pair == b")=").or(text.windows(3).rposition(|three| three == b") ="))?;
    let name = text.get(opening + 1..closing)?;
    let equals = closing + text[closing..].iter().position(|byte| *byte == b'=')?;
    Some(Parts { hash: text[equals + 1..].trim_ascii(), kind: Some(kind), name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, hash: &str, kind: Option<HashKind>, name: &str) {
        let parts = take_apart(line.as_bytes());
        assert_eq!((parts.hash, parts.kind, parts.name), (hash.as_bytes(), kind, name.as_bytes()), "{line}");
    }

    #[test]
    fn forms_of_a_line() {
        check("327f", "327f", None, "");
        check("327f  a b.txt", "327f", None, "a b.txt");
        check("327f *a.txt", "327f", None, "a.txt");
        check("327f a.txt", "327f", None, "a.txt");
        check("\\327f  a\\nb", "327f", None, "a\\nb");
        check("327f,a", "327f", None, "a");
        check("MD5 (a (1).txt) = 327f", "327f", Some(HashKind::Md5), "a (1).txt");
        check("SHA256(a.txt)= 327f", "327f", Some(HashKind::Sha256), "a.txt");
        check("PDQ () = 327f", "327f", Some(HashKind::Pdq), "");
        check("MD5 (", "MD5", None, "(");
    }
}
