//! What reading a document comes to: used rows, refused rows named one by one, and documents that cannot be read.
//!
//! Sentences for people are in the locale files under the codes; this file holds the closed sets.

use std::io;

use casework::list::Entry;
use words::{Value, Words};

macro_rules! closed_set {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every code there is.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code as machine outputs and locale keys spell it.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}
pub(crate) use closed_set;

closed_set! {
    /// Why a row, or a value in it, was not used. The locale files hold a sentence for each, `list-problem-<code>`.
    RowCode {
        /// It holds no hash that could be used.
        NoHash = "no-hash",
        /// A hash of another length than its kind has.
        WrongLength = "wrong-length",
        /// A hash with something in it that is no hexadecimal digit.
        NotHexadecimal = "not-hexadecimal",
        /// The digest of no bytes at all: every empty file would match it.
        EmptyFile = "empty-file",
        /// All bits 0 or all bits 1: a placeholder, not a hash.
        BlankHash = "blank-hash",
        /// 64 hexadecimal digits that may be SHA-256 or PDQ, with nothing that says which.
        Ambiguous64Hex = "ambiguous-64-hex",
        /// Something that could be an image: embedded binary, a data URI, long base64. Refused and never kept.
        CouldBeAnImage = "could-be-an-image",
        /// Longer than a row of hashes and words can sensibly be.
        TooLong = "too-long",
        /// Nested deeper than any format asks for.
        TooDeep = "too-deep",
        /// Not of the shape that its format asks for.
        Malformed = "malformed",
        /// Not well-formed text, where the format asks for Unicode.
        NotText = "not-text",
        /// Its id stood in the document before: the first one counts.
        RepeatedId = "repeated-id",
        /// A second value where one belongs: the first one counts.
        RepeatedValue = "repeated-value",
        /// A number outside its range, a quality beyond 100 for instance.
        BadNumber = "bad-number",
        /// Withdrawn by its owner.
        Withdrawn = "withdrawn",
    }
}

/// One row, or one value of a row, that was not used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowProblem {
    /// Which row, counted from 1: line of a text file, element of a JSON or XML document.
    pub row: u64,
    /// From the closed set.
    pub code: RowCode,
    /// Which field, and figures: lengths found and wanted (`md5: 31 ≠ 32`), a place in it (`md5: @7`), a limit. It may
    /// quote a field's name: untrusted text, to be escaped before it is shown. It never quotes a value, which could be
    /// what must not be kept; an owner's id of a withdrawn entry apart.
    pub detail: String,
    /// Whether the rest of the row is used all the same: its entry follows.
    pub rest_used: bool,
}

impl RowProblem {
    /// The sentence for a person, the row named in it.
    pub fn sentence(&self, words: &Words) -> String {
        let what = words.say(&format!("list-problem-{}", self.code.code()), &[]);
        let key = match (self.rest_used, self.detail.is_empty()) {
            (false, true) => "list-problem-row",
            (false, false) => "list-problem-row-detail",
            (true, _) => "list-problem-value",
        };
        let detail = words::visible::visible(&self.detail);
        words.say(key, &[("row", Value::from(self.row)), ("what", what.into()), ("detail", detail.into())])
    }
}

/// What a reader counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// The format with its version, e.g. `vics-2.0`, as [`casework::list::ListVersion::format`] keeps it.
    pub format: String,
    /// The scheme that the document itself states for its categories, e.g. `vics-us`.
    pub scheme: Option<String>,
    /// Rows that are used.
    pub n_rows: u64,
    /// Rows that were refused.
    pub n_refused: u64,
    /// Values that were refused while the rest of their row is used.
    pub n_values_refused: u64,
    /// Rows whose id could not be checked for repetition, for want of memory.
    pub n_ids_unchecked: u64,
}

/// What takes the rows of a list, one at a time, in the order of the document.
pub type EachEntry<'e> = dyn FnMut(Result<Entry, RowProblem>) + 'e;

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A line and a column of it in bytes, both from 1.
    Line(u64, u64),
    /// A byte, from 0.
    Byte(u64),
}

impl std::fmt::Display for At {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            At::Line(line, column) => write!(out, "at line {line}, column {column}"),
            At::Byte(byte) => write!(out, "at byte {byte}"),
        }
    }
}

/// Why a document could not be read, or not to its end. Rows handed over before stay handed over: a caller that wants
/// the whole or nothing drops them.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system would not give the bytes.
    #[error("the bytes could not be read")]
    Bytes {
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Not of the grammar of JSON, XML or CSV.
    #[error("not {grammar} {at}: {detail}")]
    Syntax {
        /// Which grammar.
        grammar: &'static str,
        /// Where it broke.
        at: At,
        /// What the grammar's reader said.
        detail: String,
    },
    /// A row goes on for longer than any row does: an unclosed quotation mark, for instance.
    #[error("the row after row {after_row} is longer than {bytes_max} bytes")]
    RowTooLong {
        /// The last row that was whole.
        after_row: u64,
        /// The longest row that is read.
        bytes_max: u64,
    },
    /// Well-formed, but nothing of what the format asks for.
    #[error("not a document of this format: {detail} is not there")]
    WrongShape {
        /// What was wanted and is not there, in the format's own signs.
        detail: String,
    },
    /// A document type or an entity of its own: never expanded, whatever it holds.
    #[error("the document defines or uses entities of its own near byte {at}")]
    EntitiesRefused {
        /// Where.
        at: u64,
    },
    /// Categories without the flavour that gives them their meaning.
    #[error("the document does not say its flavour before its rows")]
    FlavourMissing,
    /// 64 digits on every line, and nothing says what they are.
    #[error("{n_lines} lines of 64 hexadecimal digits and nothing that says SHA-256 or PDQ")]
    KindMissing {
        /// How many lines were seen.
        n_lines: u64,
    },
    /// A table without a column of hashes.
    #[error("no column of hashes among: {columns}")]
    NoHashColumn {
        /// The header as read. Untrusted text.
        columns: String,
    },
    /// A column that the mapping names is not there.
    #[error("no column {column} in the table")]
    ColumnMissing {
        /// As the mapping writes it.
        column: String,
    },
    /// Nothing that is known here.
    #[error("not a list in a known format")]
    NotRecognised,
    /// An SQLite file: read by the caged worker, not here.
    #[error("an SQLite database is read by the caged worker")]
    ForeignDatabase,
}

impl Unreadable {
    /// The code, closed set; the locale files hold place and mend under `list-unreadable-<code>`.
    pub fn code(&self) -> &'static str {
        match self {
            Unreadable::Bytes { .. } => "bytes",
            Unreadable::Syntax { .. } => "syntax",
            Unreadable::RowTooLong { .. } => "row-too-long",
            Unreadable::WrongShape { .. } => "wrong-shape",
            Unreadable::EntitiesRefused { .. } => "entities-refused",
            Unreadable::FlavourMissing => "flavour-missing",
            Unreadable::KindMissing { .. } => "kind-missing",
            Unreadable::NoHashColumn { .. } => "no-hash-column",
            Unreadable::ColumnMissing { .. } => "column-missing",
            Unreadable::NotRecognised => "not-recognised",
            Unreadable::ForeignDatabase => "foreign-database",
        }
    }

    /// All codes, for the test that each has its sentence.
    pub const CODES: &'static [&'static str] = &[
        "bytes",
        "syntax",
        "row-too-long",
        "wrong-shape",
        "entities-refused",
        "flavour-missing",
        "kind-missing",
        "no-hash-column",
        "column-missing",
        "not-recognised",
        "foreign-database",
    ];

    /// The sentence for a person: what is wrong, where, and how to mend it.
    pub fn sentence(&self, words: &Words) -> String {
        let text = |text: &str| Value::from(words::visible::visible(text));
        let args: Vec<(&str, Value)> = match self {
            Unreadable::Bytes { source } => vec![("detail", text(&source.to_string()))],
            Unreadable::Syntax { grammar, at, detail } => {
                let (line, column) = match at {
                    At::Line(line, column) => (*line, *column),
                    // Line 0 is the one that a byte is counted from.
                    At::Byte(byte) => (0, *byte),
                };
                vec![
                    ("grammar", text(grammar)),
                    ("line", Value::from(line)),
                    ("column", Value::from(column)),
                    ("detail", text(detail)),
                ]
            }
            Unreadable::RowTooLong { after_row, bytes_max } => {
                vec![("row", Value::from(*after_row)), ("bytes", Value::from(*bytes_max))]
            }
            Unreadable::WrongShape { detail } => vec![("detail", text(detail))],
            Unreadable::EntitiesRefused { at } => vec![("at", Value::from(*at))],
            Unreadable::KindMissing { n_lines } => vec![("lines", Value::from(*n_lines))],
            Unreadable::NoHashColumn { columns } => vec![("columns", text(columns))],
            Unreadable::ColumnMissing { column } => vec![("column", text(column))],
            Unreadable::FlavourMissing | Unreadable::NotRecognised | Unreadable::ForeignDatabase => vec![],
        };
        words.say(&format!("list-unreadable-{}", self.code()), &args)
    }
}
