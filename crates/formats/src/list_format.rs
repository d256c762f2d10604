//! Which format a list is in, by its first bytes. A name's ending decides nothing.

use crate::csv_list::columns::known_column;
use crate::csv_list::table::{delimiter_of, fields_of};
use crate::icse;
use crate::listed_videos;
use crate::row::closed_set;
use crate::text::{IllFormed, TextReader, Watch};

closed_set! {
    /// The formats that lists come in.
    ListFormat {
        /// Project VIC JSON, 1.2 to 2.0.
        Vics = "vics",
        /// NCMEC hash-sharing XML.
        Ncmec = "ncmec",
        /// INTERPOL ICSE's table.
        Icse = "icse",
        /// hashdeep 1.0.
        Hashdeep = "hashdeep",
        /// A table with a header, or with mapped columns.
        Csv = "csv",
        /// One hash a line.
        Plain = "plain",
        /// The lines that `sanad fingerprint` prints, videos with their frames.
        OwnLines = "sanad",
        /// The text of vPDQ's own tool: one video.
        Vpdq = "vpdq",
        /// vPDQ's exchange JSON: one video.
        VpdqJson = "vpdq-json",
        /// An SQLite database such as NSRL RDS v3; the caged worker reads it.
        NsrlSqlite = "nsrl-sqlite",
    }
}

/// So many first bytes are enough.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Recognises a list by its first bytes, up to [`HEAD_BYTES`] of them.
pub fn recognise(head: &[u8]) -> Option<ListFormat> {
    if head.starts_with(b"SQLite format 3\0") {
        return Some(ListFormat::NsrlSqlite);
    }
    let text = text_of(head);
    let text = text.trim_ascii_start();
    match text.first()? {
        b'{' if listed_videos::is_own_lines(text) => return Some(ListFormat::OwnLines),
        b'[' if listed_videos::is_vpdq_json(text) => return Some(ListFormat::VpdqJson),
        b'{' | b'[' => return Some(ListFormat::Vics),
        b'<' => return Some(ListFormat::Ncmec),
        _ => {}
    }
    if text.starts_with(b"%%%% HASHDEEP-") {
        return Some(ListFormat::Hashdeep);
    }
    let is_remark = |line: &&[u8]| line.is_empty() || [&b"#"[..], b"//"].iter().any(|sign| line.starts_with(sign));
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !is_remark(line));
    let first = lines.next()?;
    if first.len() >= icse::HEADER_BEGINNING.len()
        && first[..icse::HEADER_BEGINNING.len()].eq_ignore_ascii_case(icse::HEADER_BEGINNING)
    {
        return Some(ListFormat::Icse);
    }
    if listed_videos::is_vpdq_line(first) {
        return Some(ListFormat::Vpdq);
    }
    if has_hash_column(first) {
        return Some(ListFormat::Csv);
    }
    // A stray line or a remark of another kind may come first.
    std::iter::once(first).chain(lines.take(20)).any(is_hash_line).then_some(ListFormat::Plain)
}

/// The head as UTF-8, whatever mark it begins with.
pub(crate) fn text_of(mut head: &[u8]) -> Vec<u8> {
    use std::io::Read as _;
    let watch = Watch::default();
    let mut text = Vec::new();
    // Reading from memory, of less than a row's limit, cannot fail.
    let _ = TextReader::new(&mut head, &watch, IllFormed::Keep).read_to_end(&mut text);
    text
}

fn has_hash_column(line: &[u8]) -> bool {
    use crate::csv_list::Column;
    let columns = fields_of(line, delimiter_of(line));
    columns
        .iter()
        .filter_map(|name| known_column(name))
        .any(|column| column == Column::Hash || column.hash_kind().is_some())
}

fn is_hash_line(line: &[u8]) -> bool {
    let hash = line.strip_prefix(b"\\").unwrap_or(line);
    let n_digits = hash.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let is_bare =
        matches!(n_digits, 32 | 40 | 64) && !hash.get(n_digits).is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_bsd = [&b"MD5"[..], b"SHA1", b"SHA256", b"SHA2-256", b"PDQ"]
        .iter()
        .any(|name| line.strip_prefix(*name).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"(")));
    is_bare || is_bsd
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], expected: Option<ListFormat>) {
        assert_eq!(recognise(head), expected, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn formats_by_their_first_bytes() {
        check(b"SQLite format 3\0...", Some(ListFormat::NsrlSqlite));
        check(b"\xEF\xBB\xBF {\"odata.metadata\":", Some(ListFormat::Vics));
        check(b"\xFF\xFE{\0\"\0", Some(ListFormat::Vics));
        check(b"<?xml version=\"1.0\"?><queryResult/>", Some(ListFormat::Ncmec));
        check(b"MD5;SHA1;PhotoDNA;Image ID;Is distributed\n", Some(ListFormat::Icse));
        check(b"%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n", Some(ListFormat::Hashdeep));
        check(b"# remark\nid,\"md5\",note\n1,2,3\n", Some(ListFormat::Csv));
        check(b"md5\n", Some(ListFormat::Csv));
        check(b"\"SHA-1\",\"MD5\",\"CRC32\"\r\n", Some(ListFormat::Csv));
        check(b"327f507d570ab1988284e40f4eb39512\n", Some(ListFormat::Plain));
        check(b"hello\n327f507d570ab1988284e40f4eb39512  a\n", Some(ListFormat::Plain));
        check(b"MD5 (a) = 327f507d570ab1988284e40f4eb39512\n", Some(ListFormat::Plain));
        check(b"{\"schema\":\"sanad.fingerprint\",\"schema_version\":1,", Some(ListFormat::OwnLines));
        check(b"{ \"schema\": \"sanad.list-entry\"}\n", Some(ListFormat::OwnLines));
        check(b"{\"schema\":\"sanad.triage\"}", Some(ListFormat::Vics));
        let hash = "f8f8f0cce0f4a84d0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22";
        check(format!("0,100,{hash},0.000\n30,98,{hash},1.001\n").as_bytes(), Some(ListFormat::Vpdq));
        check(format!("[\n  \"{hash},100,0.0\"]").as_bytes(), Some(ListFormat::VpdqJson));
        check(format!("[\"{hash}\"]").as_bytes(), Some(ListFormat::Vics));
        check(b"", None);
        check(b"hello, world\n", None);
        check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", None);
    }
}
