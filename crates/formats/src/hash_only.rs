//! A hash-only exhibit: what a lab's tool says of files that are not here. Matched by digest and look, never opened.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

use casework::file::{File, Inode, Look, Mark, MediaKind, Occurrence, Place, Times};
use casework::list::Entry;
use casework::problem::{Problem, ProblemCode};
use fingerprint::{PdqHash, Sha256, pdq};

use crate::csv_list::columns::{Column, Role, has_hash, known_column};
use crate::csv_list::read::kind_of;
use crate::csv_list::table::{TableRow, delimiter_of, each_row, fields_of};
use crate::entry_row::{EntryRow, count_problem, flag};
use crate::hashdeep;
use crate::json::Json;
use crate::list_file::{ReadOptions, read_digested};
use crate::list_format::{ListFormat, text_of};
use crate::row::{RowCode, RowProblem, Tally, Unreadable, closed_set};
use crate::text::with_escapes;
use crate::vics::{Media, each_media, hash_kind, read_ns};

closed_set! {
    /// The formats that hash-only exhibits come in.
    HashOnlyFormat {
        /// A VICS case, or a hash set that says where its files lay.
        VicsCase = "vics-case",
        /// hashdeep 1.0.
        Hashdeep = "hashdeep",
        /// A table with a column of hashes and one of paths or names.
        Csv = "csv",
    }
}

/// A place that the tool listed, and the file that it says lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashOnlyRow {
    /// The place, marked *not seen here*, and *deleted* or *unallocated* by the tool's word.
    pub occurrence: Occurrence,
    /// The file, by the tool's word; at least one digest of it is known.
    pub file: File,
}

/// What takes the rows, in the order of the document.
pub type EachPlace<'e> = dyn FnMut(Result<HashOnlyRow, RowProblem>) + 'e;

/// Recognises a hash-only exhibit by its first bytes, up to [`crate::list_format::HEAD_BYTES`] of them. A list that says
/// nothing of places is none.
pub fn recognise(head: &[u8]) -> Option<HashOnlyFormat> {
    match crate::list_format::recognise(head)? {
        ListFormat::Vics => {
            let text = text_of(head).to_ascii_lowercase();
            let says = |word: &[u8]| text.windows(word.len()).any(|window| window == word);
            (says(b"$metadata#cases") || says(b"\"mediafiles\"")).then_some(HashOnlyFormat::VicsCase)
        }
        ListFormat::Hashdeep => Some(HashOnlyFormat::Hashdeep),
        ListFormat::Csv => {
            let text = text_of(head);
            let first =
                text.split(|byte| *byte == b'\n').find(|line| !matches!(line.first(), None | Some(b'#' | b'\r')))?;
            let header = fields_of(first, delimiter_of(first));
            let mut columns = header.iter().filter_map(|name| known_column(name));
            columns.any(|column| matches!(column, Column::Path | Column::Name)).then_some(HashOnlyFormat::Csv)
        }
        _ => None,
    }
}

/// Reads a hash-only exhibit, one row at a time in constant memory. A row of the tally is a place.
///
/// Places are written with `/` between names. A PDQ whose quality the tool does not tell is taken as just comparable,
/// for a near match waits for a person anyhow.
///
/// # Errors
///
/// [`Unreadable`] where the bytes end early or are not of the format; rows before it were handed out.
pub fn read_hash_only(
    from: &mut dyn BufRead,
    format: HashOnlyFormat,
    options: &ReadOptions,
    each: &mut EachPlace<'_>,
) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: format.code().to_owned(), ..Tally::default() };
    match format {
        HashOnlyFormat::VicsCase => {
            let done = each_media(from, false, &mut |_, media| match media {
                Ok(media) => hand_out(of_media(&media), &mut tally, each),
                Err(problem) => {
                    count_problem(&mut tally, &problem);
                    each(Err(problem));
                }
            })?;
            tally.n_ids_unchecked = done.n_ids_unchecked;
        }
        HashOnlyFormat::Hashdeep => hashdeep::each_line(from, &mut |number, line| {
            match line {
                Ok(line) => hand_out(of_hashdeep(number, &line), &mut tally, each),
                Err((code, detail)) => {
                    let problem = RowProblem { row: number, code, detail, rest_used: false };
                    count_problem(&mut tally, &problem);
                    each(Err(problem));
                }
            }
            Ok(())
        })?,
        HashOnlyFormat::Csv => {
            let accept = |roles: &[Role]| has_hash(roles) && roles.iter().any(is_place);
            each_row(from, &options.columns, &accept, &mut |row| {
                hand_out(of_table_row(&row, options), &mut tally, each);
                Ok(())
            })?;
        }
    }
    Ok(tally)
}

/// Opens, recognises and reads a hash-only exhibit, and takes the file's digest in the same read.
///
/// # Errors
///
/// [`Unreadable`], [`Unreadable::NotRecognised`] among them. Rows before the break were handed out.
pub fn read_hash_only_file(
    path: &Path,
    options: &ReadOptions,
    each: &mut EachPlace<'_>,
) -> Result<(Tally, Sha256), Unreadable> {
    let decide = |head: &[u8]| recognise(head).ok_or(Unreadable::NotRecognised);
    let (tally, sha256, _) = read_digested(path, decide, |from, format| read_hash_only(from, format, options, each))?;
    Ok((tally, sha256))
}

/// One file as listed, before it is known whether its hashes can be used.
struct Listed {
    row: EntryRow,
    size: u64,
    mime: String,
    places: Vec<(Place, Times, BTreeSet<Mark>)>,
}

fn hand_out(listed: Listed, tally: &mut Tally, each: &mut EachPlace<'_>) {
    let Listed { row, size, mime, places } = listed;
    let number = row.entry.row;
    let (problems, entry) = row.finish();
    let is_used = entry.as_ref().is_some_and(|entry| !entry.digests.is_empty());
    for problem in problems {
        let problem = RowProblem { rest_used: problem.rest_used && is_used, ..problem };
        count_problem(tally, &problem);
        each(Err(problem));
    }
    let Some(entry) = entry else { return };
    if !is_used {
        let problem = RowProblem { row: number, code: RowCode::NoHash, detail: String::new(), rest_used: false };
        count_problem(tally, &problem);
        return each(Err(problem));
    }
    for (mut place, times, marks) in places {
        if place.path.is_empty() {
            let id = casework::file::FileId::of(&entry.digests).map(|id| id.to_string());
            place.path = id.unwrap_or_default().into_bytes();
        }
        let file = file(&entry, size, &mime, place.name());
        let occurrence = Occurrence {
            place,
            size,
            times,
            inode: Inode::default(),
            link_target: None,
            file: file.id(),
            marks,
            problem: Some(Problem::new(ProblemCode::NotSeenHere, "")),
        };
        tally.n_rows += 1;
        each(Ok(HashOnlyRow { occurrence, file }));
    }
}

fn file(entry: &Entry, size: u64, mime: &str, name: &[u8]) -> File {
    let (mime, kind) = type_of(mime, name);
    let look = entry.pdq.map(|hash| Look {
        pdq: PdqHash { hash, quality: entry.pdq_quality.unwrap_or(pdq::QUALITY_MIN) },
        turns: Vec::new(),
        version: "pdq-as-listed".to_owned(),
        decoder: "as-listed".to_owned(),
    });
    File { look, ..File::of_type(entry.digests, size, mime, kind) }
}

/// The type by the tool's word, which may be a family only, or else by the name's ending: there is no content to ask.
fn type_of(mime: &str, name: &[u8]) -> (String, MediaKind) {
    let mime = mime.trim().to_ascii_lowercase();
    let is_type = |text: &str| {
        text.contains('/')
            && text.len() < 100
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte))
    };
    let stated = if is_type(&mime) { mime.clone() } else { "application/octet-stream".to_owned() };
    let ending = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default().to_ascii_lowercase();
    let kind = match mime.split('/').next().unwrap_or_default() {
        "image" => MediaKind::Picture,
        "video" => MediaKind::Video,
        _ => match ending.as_slice() {
            b"jpg" | b"jpeg" | b"png" | b"gif" | b"webp" | b"bmp" | b"tif" | b"tiff" | b"heic" | b"heif" | b"avif"
            | b"jxl" => MediaKind::Picture,
            b"mp4" | b"m4v" | b"mov" | b"avi" | b"mkv" | b"webm" | b"wmv" | b"flv" | b"3gp" | b"mpg" | b"mpeg"
            | b"ts" | b"mts" => MediaKind::Video,
            b"zip" | b"7z" | b"rar" | b"tar" | b"gz" => MediaKind::Archive,
            _ => MediaKind::Other,
        },
    };
    (stated, kind)
}

/// A path beneath the exhibit from what a tool calls path and name; the path may hold the name already.
fn joined(path: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = path.to_vec();
    if !path.contains(&b'/') {
        // Without any `/` the `\` stands between names, as Windows tools write it.
        path.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
    }
    let start = path.iter().take_while(|byte| **byte == b'/').count();
    path.drain(..start);
    let has_name = path.rsplit(|byte| *byte == b'/').next() == Some(name);
    if !name.is_empty() && !has_name {
        if !path.is_empty() && path.last() != Some(&b'/') {
            path.push(b'/');
        }
        path.extend_from_slice(name);
    }
    path
}

fn marks(is_deleted: bool, is_unallocated: bool) -> BTreeSet<Mark> {
    let marks = [(Mark::NotSeenHere, true), (Mark::Deleted, is_deleted), (Mark::Unallocated, is_unallocated)];
    marks.into_iter().filter(|(_, is_set)| *is_set).map(|(mark, _)| mark).collect()
}

fn of_hashdeep(number: u64, line: &hashdeep::Line<'_>) -> Listed {
    let mut row = EntryRow::of_exhibit(number);
    row.look_at_path(line.filename);
    for (kind, text) in &line.hashes {
        row.hash(*kind, kind.code(), text);
    }
    let place = Place::on_disk(joined(line.filename, b""));
    Listed {
        row,
        size: line.size.unwrap_or_default(),
        mime: String::new(),
        places: vec![(place, Times::default(), marks(false, false))],
    }
}

fn is_place(role: &Role) -> bool {
    matches!(role, Role::Is(Column::Path | Column::Name))
}

fn of_table_row(table_row: &TableRow<'_>, options: &ReadOptions) -> Listed {
    let mut row = EntryRow::of_exhibit(table_row.line);
    if let Some((code, detail)) = table_row.flaw() {
        row.refuse(code, detail);
    }
    let (mut path, mut name, mut size, mut mime) = (&b""[..], &b""[..], 0, String::new());
    let (mut is_deleted, mut is_unallocated) = (false, false);
    for (role, bytes) in &table_row.fields {
        let text = || with_escapes(bytes);
        if !is_place(role) {
            row.look_at_path(bytes);
        }
        match role {
            Role::Is(Column::Path) => path = bytes,
            Role::Is(Column::Name) => name = bytes,
            Role::Is(Column::Size) if !bytes.trim_ascii().is_empty() => match text().trim().parse() {
                Ok(found) => size = found,
                Err(_) => row.refuse_value(RowCode::BadNumber, "size"),
            },
            Role::Is(Column::Mime) => mime = text(),
            Role::Is(Column::PdqQuality) => row.quality("pdq-quality", &text()),
            Role::Is(Column::Deleted) => is_deleted = flag(&text()) == Some(true),
            Role::Is(Column::Unallocated) => is_unallocated = flag(&text()) == Some(true),
            Role::Is(Column::Hash) => match kind_of(text().trim(), options.kind) {
                Some(kind) => row.hash(kind, kind.code(), &text()),
                None if bytes.trim_ascii().is_empty() => {}
                None => row.refuse_value(RowCode::Ambiguous64Hex, ""),
            },
            Role::Is(Column::PhotoDna) => row.photo_dna("PhotoDNA", &text()),
            Role::Is(column) => match column.hash_kind() {
                Some(kind) => row.hash(kind, kind.code(), &text()),
                None => row.look_at(bytes),
            },
            Role::Word(_) => row.look_at(bytes),
        }
    }
    row.look_at_path(path);
    row.look_at_path(name);
    let place = Place::on_disk(joined(path, name));
    Listed { row, size, mime, places: vec![(place, Times::default(), marks(is_deleted, is_unallocated))] }
}

fn of_media(media: &Media) -> Listed {
    let mut row = EntryRow::of_exhibit(media.row);
    for (name, value) in &media.members {
        match (hash_kind(name), value.scalar()) {
            (Some(kind), Some(text)) => row.hash(kind, kind.code(), &text),
            (None, Some(text)) if name.eq_ignore_ascii_case("PhotoDNA") => row.photo_dna("PhotoDNA", &text),
            (None, Some(text)) if name.eq_ignore_ascii_case("RelativeFilePath") => row.look_at_path(text.as_bytes()),
            (None, Some(text)) => row.look_at(text.as_bytes()),
            _ => {}
        }
    }
    for element in media.list("AlternativeHashes") {
        let text = |name: &str| element.member(name).and_then(Json::scalar).unwrap_or_default();
        if let Some(kind) = hash_kind(&text("HashName")) {
            row.hash(kind, kind.code(), &text("HashValue"));
        }
    }
    let size = match media.text("MediaSize").filter(|text| !text.trim().is_empty()).map(|text| text.trim().parse()) {
        None => 0,
        Some(Ok(size)) => size,
        Some(Err(_)) => {
            row.refuse_value(RowCode::BadNumber, "MediaSize");
            0
        }
    };
    let mut places: Vec<_> = media.list("MediaFiles").iter().map(of_media_file).collect();
    if places.is_empty() {
        let path = media.text("RelativeFilePath").unwrap_or_default();
        places.push((Place::on_disk(joined(path.as_bytes(), b"")), Times::default(), marks(false, false)));
    }
    places.iter().for_each(|(place, ..)| {
        row.look_at_path(&place.path);
        place.inside.iter().for_each(|name| row.look_at_path(name));
    });
    Listed { row, size, mime: media.text("MimeType").unwrap_or_default(), places }
}

fn of_media_file(element: &Json) -> (Place, Times, BTreeSet<Mark>) {
    let text = |name: &str| element.member(name).and_then(Json::scalar).unwrap_or_default();
    let is_set = |name: &str| flag(&text(name)) == Some(true);
    let time = |name: &str| read_ns(&text(name));
    let path = joined(text("FilePath").as_bytes(), text("FileName").as_bytes());
    let parent = joined(text("ParentFilePath").as_bytes(), text("ParentFileName").as_bytes());
    let place = if parent.is_empty() { Place::on_disk(path) } else { Place::on_disk(parent).member(path) };
    let times = Times {
        modified_ns: time("Written").or_else(|| time("Modified")),
        changed_ns: None,
        accessed_ns: time("Accessed"),
        created_ns: time("Created"),
    };
    (place, times, marks(is_set("Deleted"), is_set("Unallocated")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, name: &str, expected: &str) {
        assert_eq!(String::from_utf8(joined(path.as_bytes(), name.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn paths_of_tools() {
        check("EX-1\\docs\\a.txt", "a.txt", "EX-1/docs/a.txt");
        check("EX-1\\docs\\", "a.txt", "EX-1/docs/a.txt");
        check("dir", "c.txt", "dir/c.txt");
        check("", "c.txt", "c.txt");
        check("/home/a\\b.txt", "", "home/a\\b.txt");
        check("", "", "");
    }

    #[test]
    fn exhibits_are_told_from_lists() {
        let head = |text: &str| recognise(text.as_bytes());
        assert_eq!(
            head("{\"@odata.context\":\"x/DataModels/2.0.xml/UK/$metadata#Cases\""),
            Some(HashOnlyFormat::VicsCase)
        );
        assert_eq!(head("{\"@odata.context\":\"x/DataModels/2.0.xml/UK/$metadata#Media\""), None);
        assert_eq!(head("%%%% HASHDEEP-1.0\n"), Some(HashOnlyFormat::Hashdeep));
        assert_eq!(head("path,size,md5\n"), Some(HashOnlyFormat::Csv));
        assert_eq!(head("id,md5\n"), None);
    }
}
