//! One row of a list on its way to an entry: every format puts its fields in here, and what is refused is refused here.

use std::sync::LazyLock;

use casework::list::{Category, Entry, HashKind};
use fingerprint::video::TimedFrame;
use fingerprint::{Digests, Pdq, PdqHash, hex::HexError, pdq};

use crate::row::{EachEntry, RowCode, RowProblem, Tally};
use crate::suspicion::Suspicion;

/// Frames that one row may carry: more than five days at one a second.
const FRAMES_MAX: usize = 500_000;
/// Bytes of words that one row may carry.
const WORDS_BYTES_MAX: usize = 64 * 1024;

/// A row being read.
pub(crate) struct EntryRow {
    pub(crate) entry: Entry,
    values_refused: Vec<(RowCode, String)>,
    refused: Option<(RowCode, String)>,
    suspicion: Suspicion,
    n_word_bytes: usize,
    is_of_exhibit: bool,
}

impl EntryRow {
    pub(crate) fn new(row: u64) -> EntryRow {
        EntryRow {
            entry: Entry { row, ..Entry::default() },
            values_refused: Vec::new(),
            refused: None,
            suspicion: Suspicion::default(),
            n_word_bytes: 0,
            is_of_exhibit: false,
        }
    }

    /// A row of an exhibit: it has empty files, and a placeholder instead of one hash does not undo the others.
    pub(crate) fn of_exhibit(row: u64) -> EntryRow {
        EntryRow { is_of_exhibit: true, ..EntryRow::new(row) }
    }

    /// Refuses the row; the first reason counts, but an image counts before all.
    pub(crate) fn refuse(&mut self, code: RowCode, detail: impl Into<String>) {
        if code == RowCode::CouldBeAnImage {
            self.suspicion.found();
        }
        self.refused.get_or_insert((code, detail.into()));
    }

    /// Refuses one value; the row goes on without it.
    pub(crate) fn refuse_value(&mut self, code: RowCode, detail: impl Into<String>) {
        self.values_refused.push((code, detail.into()));
    }

    /// A hash field. Nothing in it is no problem.
    pub(crate) fn hash(&mut self, kind: HashKind, field: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let Entry { digests, pdq: look, .. } = &mut self.entry;
        let taken = match kind {
            HashKind::Md5 => take(&mut digests.md5, text, |hash| &hash.0),
            HashKind::Sha1 => take(&mut digests.sha1, text, |hash| &hash.0),
            HashKind::Sha256 => take(&mut digests.sha256, text, |hash| &hash.0),
            HashKind::Pdq => take(look, text, |hash| &hash.0),
        };
        match taken {
            Ok(()) => {
                if is_of_no_bytes(digests) && !self.is_of_exhibit {
                    self.refuse(RowCode::EmptyFile, field);
                }
            }
            Err((RowCode::BlankHash, _)) if !self.is_of_exhibit => self.refuse(RowCode::BlankHash, field),
            Err((code, detail)) => {
                // What is no hash may be anything.
                self.suspicion.look_at(text.as_bytes());
                let joint = if detail.is_empty() { "" } else { ": " };
                self.refuse_value(code, format!("{field}{joint}{detail}"));
            }
        }
    }

    /// A PhotoDNA field: 192 characters of base64, 288 hexadecimal digits or 144 numbers; kept as a word, never matched.
    pub(crate) fn photo_dna(&mut self, field: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if is_photo_dna(text) {
            if self.entry.words.iter().any(|(name, before)| name == "PhotoDNA" && before == text) {
                return;
            }
            self.keep_word("PhotoDNA", text);
        } else {
            self.suspicion.look_at(text.as_bytes());
            self.refuse_value(RowCode::WrongLength, format!("{field}: {} ≠ 192", text.chars().count()));
        }
    }

    /// The quality of the PDQ field.
    pub(crate) fn quality(&mut self, field: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match text.parse::<u8>() {
            Ok(quality) if quality <= 100 => self.entry.pdq_quality = Some(quality),
            _ => self.refuse_value(RowCode::BadNumber, format!("{field}: 0 … 100")),
        }
    }

    /// A frame of a video: which one in the document, when it is shown, its quality and hash. Of frames that cannot be
    /// used the first of a kind is told.
    pub(crate) fn frame(&mut self, number: usize, at_ms: u64, quality: &str, hash: &str) {
        let refused = match (quality.parse::<u8>(), hash.parse::<Pdq>()) {
            (Ok(quality @ 0..=100), Ok(hash)) => {
                let is_blank = [0x00, 0xFF].iter().any(|bits| hash.0.iter().all(|byte| byte == bits));
                // A frame of one colour is no placeholder: its quality says that it is not to be compared.
                if !is_blank || quality < pdq::QUALITY_MIN {
                    self.entry.frames.push(TimedFrame { at_ms, pdq: PdqHash { hash, quality } });
                    if self.entry.frames.len() > FRAMES_MAX {
                        self.refuse(RowCode::TooLong, format!("frames > {FRAMES_MAX}"));
                        self.entry.frames.clear();
                    }
                    return;
                }
                RowCode::BlankHash
            }
            (_, Err(HexError::Length { .. })) => RowCode::WrongLength,
            (_, Err(HexError::Digit { .. })) => RowCode::NotHexadecimal,
            _ => RowCode::BadNumber,
        };
        self.suspicion.look_at(hash.as_bytes());
        if self.values_refused.iter().all(|(code, _)| *code != refused) {
            self.refuse_value(refused, format!("frames @{number}"));
        }
    }

    /// The owner's id.
    pub(crate) fn id(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.look_at_word("", text);
            self.entry.owner_id = Some(text.to_owned());
        }
    }

    /// The category. Nothing in it means none; 0 means something.
    pub(crate) fn category(&mut self, scheme: Option<&str>, code: &str) {
        let (scheme, code) = (scheme.unwrap_or(SCHEME_UNSTATED), code.trim());
        if !code.is_empty() {
            self.look_at_word(scheme, code);
            self.entry.category = Some(Category { scheme: scheme.to_owned(), code: code.to_owned() });
        }
    }

    /// Something else that the owner says, verbatim. Nothing is no word.
    pub(crate) fn word(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.look_at_word(name, text);
            self.keep_word(name, text);
        }
    }

    /// A file's name among the words.
    pub(crate) fn file_name(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.suspicion.look_at_path(text.as_bytes());
            self.keep_word(name, text);
        }
    }

    /// Looks at something that is not kept.
    pub(crate) fn look_at(&mut self, text: &[u8]) {
        self.suspicion.look_at(text);
    }

    /// Looks at a path that is not kept.
    pub(crate) fn look_at_path(&mut self, text: &[u8]) {
        self.suspicion.look_at_path(text);
    }

    fn look_at_word(&mut self, name: &str, text: &str) {
        self.suspicion.look_at(name.as_bytes());
        self.suspicion.look_at(text.as_bytes());
    }

    fn keep_word(&mut self, name: &str, text: &str) {
        self.n_word_bytes += name.len() + text.len();
        if self.n_word_bytes > WORDS_BYTES_MAX {
            self.refuse(RowCode::TooLong, format!("> {WORDS_BYTES_MAX}"));
            self.entry.words.clear();
            self.n_word_bytes = 0;
        } else if self.refused.is_none() {
            self.entry.words.push((name.to_owned(), text.to_owned()));
        }
    }

    /// The row is over: what was refused of it, and what is left.
    pub(crate) fn finish(mut self) -> (Vec<RowProblem>, Option<Entry>) {
        self.entry.frames.sort_by_key(|frame| frame.at_ms);
        let row = self.entry.row;
        let problem = |(code, detail): (RowCode, String), rest_used| RowProblem { row, code, detail, rest_used };
        if self.suspicion.is_found() {
            return (vec![problem((RowCode::CouldBeAnImage, String::new()), false)], None);
        }
        if let Some(refused) = self.refused {
            return (vec![problem(refused, false)], None);
        }
        if self.entry.digests.is_empty() && self.entry.looks().is_empty() {
            let first = self.values_refused.into_iter().next();
            return (vec![problem(first.unwrap_or((RowCode::NoHash, String::new())), false)], None);
        }
        let problems = self.values_refused.into_iter().map(|refused| problem(refused, true)).collect();
        (problems, Some(self.entry))
    }

    /// The row is over: hands out what came of it, and counts.
    pub(crate) fn hand_out(self, tally: &mut Tally, each: &mut EachEntry<'_>) {
        let (problems, entry) = self.finish();
        for problem in problems {
            count_problem(tally, &problem);
            each(Err(problem));
        }
        if let Some(entry) = entry {
            tally.n_rows += 1;
            each(Ok(entry));
        }
    }
}

/// Hands out a row that never became an entry.
pub(crate) fn refuse_row(row: u64, code: RowCode, detail: &str, tally: &mut Tally, each: &mut EachEntry<'_>) {
    let problem = RowProblem { row, code, detail: detail.to_owned(), rest_used: false };
    count_problem(tally, &problem);
    each(Err(problem));
}

pub(crate) fn count_problem(tally: &mut Tally, problem: &RowProblem) {
    if problem.rest_used {
        tally.n_values_refused += 1;
    } else {
        tally.n_refused += 1;
    }
}

/// The scheme of a category whose owner names none: the code is kept and means nothing to anybody else.
pub(crate) const SCHEME_UNSTATED: &str = "unstated";

/// Reads a flag as exporters write it; none when it is no flag.
pub(crate) fn flag(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["true", "t", "yes", "y", "1"]) {
        Some(true)
    } else if is(&["false", "f", "no", "n", "0"]) {
        Some(false)
    } else {
        None
    }
}

fn take<T: std::str::FromStr<Err = HexError> + PartialEq>(
    field: &mut Option<T>,
    text: &str,
    bytes: impl Fn(&T) -> &[u8],
) -> Result<(), (RowCode, String)> {
    let hash: T = text.parse().map_err(|error: HexError| match error {
        // Figures only: a detail is shown in whatever language the reader has.
        HexError::Length { wanted, found } => (RowCode::WrongLength, format!("{found} ≠ {wanted}")),
        HexError::Digit { at } => (RowCode::NotHexadecimal, format!("@{at}")),
    })?;
    if bytes(&hash).iter().all(|byte| *byte == 0) || bytes(&hash).iter().all(|byte| *byte == 0xFF) {
        return Err((RowCode::BlankHash, String::new()));
    }
    match field {
        Some(before) if *before == hash => Ok(()),
        Some(_) => Err((RowCode::RepeatedValue, String::new())),
        None => {
            *field = Some(hash);
            Ok(())
        }
    }
}

/// The digests of no bytes at all.
static OF_NO_BYTES: LazyLock<Digests> = LazyLock::new(|| Digests::of(b""));

fn is_of_no_bytes(digests: &Digests) -> bool {
    (digests.md5.is_some() && digests.md5 == OF_NO_BYTES.md5)
        || (digests.sha1.is_some() && digests.sha1 == OF_NO_BYTES.sha1)
        || (digests.sha256.is_some() && digests.sha256 == OF_NO_BYTES.sha256)
}

fn is_photo_dna(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    (bytes.len() == 192 && bytes.iter().all(is_base64))
        || (bytes.len() == 288 && bytes.iter().all(u8::is_ascii_hexdigit))
        || (bytes.len() <= 144 * 5
            && text.split(',').count() == 144
            && text.split(',').all(|number| number.trim().parse::<u8>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[(HashKind, &str)], expected: &str) {
        let mut row = EntryRow::new(1);
        fields.iter().for_each(|(kind, text)| row.hash(*kind, kind.code(), text));
        let (problems, entry) = row.finish();
        let mut found: Vec<String> =
            problems.iter().map(|problem| format!("{} {}", problem.code.code(), problem.rest_used)).collect();
        found.extend(entry.map(|_| "used".to_owned()));
        assert_eq!(found.join(", "), expected);
    }

    #[test]
    fn what_is_refused_of_hashes() {
        let md5 = "327f507d570ab1988284e40f4eb39512";
        check(&[(HashKind::Md5, md5)], "used");
        check(&[(HashKind::Md5, &md5.to_uppercase())], "used");
        check(&[(HashKind::Md5, "")], "no-hash false");
        check(&[(HashKind::Md5, "327f")], "wrong-length false");
        check(&[(HashKind::Md5, &md5.replace('3', "x"))], "not-hexadecimal false");
        check(&[(HashKind::Md5, md5), (HashKind::Sha1, "12")], "wrong-length true, used");
        check(&[(HashKind::Md5, md5), (HashKind::Md5, &md5.replace('3', "4"))], "repeated-value true, used");
        for (kind, digits) in [(HashKind::Md5, 32), (HashKind::Sha1, 40), (HashKind::Sha256, 64), (HashKind::Pdq, 64)] {
            check(&[(kind, &"0".repeat(digits))], "blank-hash false");
            check(&[(kind, &"f".repeat(digits))], "blank-hash false");
        }
        check(&[(HashKind::Md5, "D41D8CD98F00B204E9800998ECF8427E")], "empty-file false");
        check(&[(HashKind::Sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709")], "empty-file false");
        let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        check(&[(HashKind::Sha256, sha256), (HashKind::Md5, md5)], "empty-file false");
    }
}
