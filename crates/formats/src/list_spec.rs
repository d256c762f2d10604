//! What is said of a list on the command line and in the TOML beside it, made into its terms.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use casework::handling::Tlp;
use casework::list::{HashKind, ListTerms, Purpose};
use words::{Value, Words};

use crate::csv_list::{Column, ColumnMap};
use crate::list_file::ReadOptions;
use crate::row::closed_set;

/// The largest threshold that a list may ask for, in bits.
pub const THRESHOLD_BITS_MAX: u32 = 64;

closed_set! {
    /// What may be said of a list, on the command line (`,owner=…`) and in TOML alike.
    Field {
        /// Its name, unique in the node; the file's name without its ending where nothing is said.
        Name = "name",
        /// Whose it is.
        Owner = "owner",
        /// The scheme of its categories.
        Scheme = "scheme",
        /// What its unnamed hashes are: `md5`, `sha1`, `sha256`, `pdq`.
        Kind = "kind",
        /// Near matches up to this many bits, 0 to 64.
        Threshold = "threshold",
        /// Whether it holds known software to be set aside.
        SetAside = "set-aside",
        /// Which list speaks first; higher first.
        Precedence = "precedence",
        /// Whether altered copies of its entries are looked for: `on`, as when nothing is said, or `off`.
        Altered = "altered",
        /// Why it may be asked, from the closed set of purposes.
        Purpose = "purpose",
        /// Its colour of TLP 2.0, which a later version makes stricter and never wider.
        Tlp = "tlp",
        /// What stands between the fields of a table.
        Delimiter = "delimiter",
        /// Whether a table's first line names its columns.
        Header = "header",
    }
}

/// A list as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSpec {
    /// Where it is.
    pub path: PathBuf,
    /// Its terms.
    pub terms: ListTerms,
    /// How it is to be read.
    pub options: ReadOptions,
    /// The colour that came with it, where it is said.
    pub tlp: Option<Tlp>,
}

/// Why what is said of a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// A field that there is not.
    #[error("no field `{field}`; there are {known}")]
    UnknownField {
        /// As written. Untrusted text.
        field: String,
        /// Those that there are.
        known: String,
    },
    /// A value that the field cannot have.
    #[error("`{field}` cannot be `{value}`; {wanted}")]
    BadValue {
        /// The field.
        field: String,
        /// As written. Untrusted text.
        value: String,
        /// What it may be.
        wanted: String,
    },
    /// One field said twice in one place.
    #[error("`{field}` is said twice")]
    Repeated {
        /// The field.
        field: String,
    },
    /// Two fields that exclude one another.
    #[error("`set-aside` and `purpose` contradict each other")]
    Contradiction,
    /// Not TOML.
    #[error("not TOML at line {line}: {detail}")]
    NotToml {
        /// Line, from 1.
        line: u64,
        /// What the grammar's reader said.
        detail: String,
    },
    /// The TOML beside the list could not be read.
    #[error("{} could not be read", path.display())]
    NotRead {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl SpecError {
    /// All codes; the locale files hold a sentence for each, `list-spec-<code>`.
    pub const CODES: &'static [&'static str] =
        &["unknown-field", "bad-value", "repeated", "contradiction", "not-toml", "not-read"];

    /// The code.
    pub fn code(&self) -> &'static str {
        match self {
            SpecError::UnknownField { .. } => "unknown-field",
            SpecError::BadValue { .. } => "bad-value",
            SpecError::Repeated { .. } => "repeated",
            SpecError::Contradiction => "contradiction",
            SpecError::NotToml { .. } => "not-toml",
            SpecError::NotRead { .. } => "not-read",
        }
    }

    /// The sentence for a person: which field, and how to mend it.
    pub fn sentence(&self, words: &Words) -> String {
        let text = |text: &str| Value::from(words::visible::visible(text));
        let args: Vec<(&str, Value)> = match self {
            SpecError::UnknownField { field, known } => vec![("field", text(field)), ("fields", text(known))],
            SpecError::BadValue { field, value, wanted } => {
                vec![("field", text(field)), ("value", text(value)), ("wanted", text(wanted))]
            }
            SpecError::Repeated { field } => vec![("field", text(field))],
            SpecError::Contradiction => vec![],
            SpecError::NotToml { line, detail } => vec![("line", Value::from(*line)), ("detail", text(detail))],
            SpecError::NotRead { path, source } => vec![
                ("path", Value::from(words::visible::visible(path.as_os_str().as_bytes()))),
                ("detail", text(&source.to_string())),
            ],
        };
        words.say(&format!("list-spec-{}", self.code()), &args)
    }
}

impl ListSpec {
    /// Reads `PATH[,name=,owner=,scheme=,kind=,threshold=,set-aside=,precedence=,altered=,purpose=,tlp=,delimiter=,header=]` and the
    /// file `PATH.toml` where there is one; the command line is stronger.
    ///
    /// A text that names a file as a whole is a path. Otherwise the path ends at the first comma that a known field and
    /// `=` follow. A value goes on to the next comma that a word and `=` follow, so that it may hold commas:
    /// `known.csv,owner=Unit A, Second Desk,threshold=20`.
    ///
    /// # Errors
    ///
    /// [`SpecError`], which names the field and what it may be. Whether the list itself is there is not looked at.
    pub fn read(text: &OsStr) -> Result<ListSpec, SpecError> {
        let (path, said) = take_apart(text, &|path| path.exists())?;
        let mut beside = path.clone().into_os_string();
        beside.push(".toml");
        let beside = PathBuf::from(beside);
        let toml = match std::fs::read_to_string(&beside) {
            Ok(toml) => toml,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(SpecError::NotRead { path: beside, source }),
        };
        let (mut fields, columns) = read_toml(&toml)?;
        fields.extend(said);
        make(path, &fields, columns)
    }
}

type Said = BTreeMap<Field, String>;

/// The path, and what is said after it.
fn take_apart(text: &OsStr, exists: &dyn Fn(&Path) -> bool) -> Result<(PathBuf, Said), SpecError> {
    let bytes = text.as_bytes();
    if exists(Path::new(text)) {
        return Ok((PathBuf::from(text), Said::new()));
    }
    let commas: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b',').collect();
    let field_at = |comma: &usize| field_name(&bytes[comma + 1..]);
    let first = commas.iter().position(|comma| field_at(comma).is_some_and(|name| field_of(name).is_some()));
    let path_end = first.map_or(bytes.len(), |first| commas[first]);
    let path = PathBuf::from(OsString::from_vec(bytes[..path_end].to_vec()));
    if let (Some(name), false) = (commas.iter().filter(|at| **at < path_end).find_map(field_at), exists(&path)) {
        return Err(unknown(name));
    }
    let mut said = Said::new();
    let starts: Vec<usize> =
        commas[first.unwrap_or(commas.len())..].iter().copied().filter(|comma| field_at(comma).is_some()).collect();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(bytes.len());
        let name = field_name(&bytes[start + 1..end]).unwrap_or_default();
        let field = field_of(name).ok_or_else(|| unknown(name))?;
        let value = String::from_utf8_lossy(&bytes[start + 1 + name.len() + 1..end]).trim().to_owned();
        if said.insert(field, value).is_some() {
            return Err(SpecError::Repeated { field: name.to_owned() });
        }
    }
    Ok((path, said))
}

/// The word before `=`, where a piece begins with one.
fn field_name(piece: &[u8]) -> Option<&str> {
    let equals = piece.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_".contains(byte)))?;
    (equals > 0 && piece[equals] == b'=').then_some(())?;
    std::str::from_utf8(&piece[..equals]).ok()
}

fn field_of(name: &str) -> Option<Field> {
    let name = name.replace('_', "-");
    Field::ALL.iter().copied().find(|field| field.code() == name)
}

fn unknown(field: &str) -> SpecError {
    SpecError::UnknownField { field: field.to_owned(), known: names(Field::ALL, Field::code, ", ") }
}

/// The fields of a TOML, and its `[columns]`.
fn read_toml(text: &str) -> Result<(Said, BTreeMap<Column, String>), SpecError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| SpecError::NotToml {
        line: error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count() as u64),
        detail: error.message().to_owned(),
    })?;
    let mut said = Said::new();
    let mut columns = BTreeMap::new();
    for (name, value) in &table {
        if name == "columns" {
            let Some(table) = value.as_table() else {
                return Err(bad("columns", &value.to_string(), "[columns]"));
            };
            for (name, value) in table {
                let plain = name.replace('_', "-");
                let column = Column::ALL.iter().copied().find(|column| column.code() == plain);
                let column = column.ok_or_else(|| SpecError::UnknownField {
                    field: format!("columns.{name}"),
                    known: names(Column::ALL, Column::code, ", "),
                })?;
                let wanted = "\"…\" | 1, 2, …";
                let text = scalar(value).ok_or_else(|| bad(&format!("columns.{name}"), &value.to_string(), wanted))?;
                columns.insert(column, text);
            }
            continue;
        }
        let field = field_of(name).ok_or_else(|| unknown(name))?;
        let text = scalar(value).ok_or_else(|| bad(name, &value.to_string(), "\"…\" | 1, 2, … | true | false"))?;
        if said.insert(field, text).is_some() {
            return Err(SpecError::Repeated { field: name.clone() });
        }
    }
    Ok((said, columns))
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(value) => Some(value.to_string()),
        _ => None,
    }
}

fn bad(field: &str, value: &str, wanted: &str) -> SpecError {
    SpecError::BadValue { field: field.to_owned(), value: value.to_owned(), wanted: wanted.to_owned() }
}

fn make(path: PathBuf, said: &Said, columns: BTreeMap<Column, String>) -> Result<ListSpec, SpecError> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut spec = ListSpec {
        path,
        terms: ListTerms::named(stem),
        options: ReadOptions { columns: ColumnMap { columns, ..ColumnMap::default() }, ..ReadOptions::default() },
        tlp: None,
    };
    let (mut purpose, mut set_aside) = (None, None);
    for (field, value) in said {
        let wrong = |wanted: &str| bad(field.code(), value, wanted);
        match field {
            Field::Name if value.is_empty() => return Err(wrong("\"…\"")),
            Field::Name => spec.terms.name = value.clone(),
            Field::Owner => spec.terms.owner = Some(value.clone()).filter(|owner| !owner.is_empty()),
            Field::Scheme => spec.terms.scheme = Some(value.clone()).filter(|scheme| !scheme.is_empty()),
            Field::Kind => {
                let found = HashKind::ALL.iter().copied().find(|kind| kind.code() == value.to_ascii_lowercase());
                spec.options.kind = Some(found.ok_or_else(|| wrong(&names(HashKind::ALL, HashKind::code, " | ")))?);
            }
            Field::Threshold => {
                let found = value.parse().ok().filter(|bits| *bits <= THRESHOLD_BITS_MAX);
                spec.terms.threshold_bits = found.ok_or_else(|| wrong("0 … 64"))?;
            }
            Field::SetAside => {
                let found = crate::entry_row::flag(value);
                set_aside = Some(found.ok_or_else(|| wrong("true | false"))?);
            }
            Field::Precedence => {
                spec.terms.precedence = value.parse().map_err(|_| wrong("… -1, 0, 1, 2 …"))?;
            }
            Field::Altered => {
                let found = match value.to_ascii_lowercase().as_str() {
                    "on" => Some(true),
                    "off" => Some(false),
                    other => crate::entry_row::flag(other),
                };
                spec.terms.altered = found.ok_or_else(|| wrong("on | off"))?;
            }
            Field::Purpose => {
                let found = Purpose::ALL.iter().copied().find(|purpose| purpose.code() == value);
                purpose = Some(found.ok_or_else(|| wrong(&names(Purpose::ALL, Purpose::code, " | ")))?);
            }
            Field::Tlp => {
                let found = Tlp::ALL.iter().copied().find(|tlp| tlp.code() == value.to_ascii_lowercase());
                spec.tlp = Some(found.ok_or_else(|| wrong(&names(Tlp::ALL, Tlp::code, " | ")))?);
            }
            Field::Delimiter => {
                spec.options.columns.delimiter = Some(delimiter(value).ok_or_else(|| wrong(", ; | tab"))?)
            }
            Field::Header => {
                spec.options.columns.has_header = crate::entry_row::flag(value).ok_or_else(|| wrong("true | false"))?;
            }
        }
    }
    if set_aside.is_some_and(|aside| purpose.is_some_and(|purpose| aside != (purpose == Purpose::SetAside))) {
        return Err(SpecError::Contradiction);
    }
    spec.terms.set_aside = set_aside.unwrap_or(purpose == Some(Purpose::SetAside));
    let default = if spec.terms.set_aside { Purpose::SetAside } else { spec.terms.purpose };
    spec.terms.purpose = purpose.unwrap_or(default);
    spec.options.scheme.clone_from(&spec.terms.scheme);
    Ok(spec)
}

fn names<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, joint: &str) -> String {
    let codes: Vec<&str> = all.iter().map(|one| code(*one)).collect();
    codes.join(joint)
}

fn delimiter(value: &str) -> Option<u8> {
    match value {
        "," | "comma" => Some(b','),
        ";" | "semicolon" => Some(b';'),
        "|" | "pipe" => Some(b'|'),
        "\t" | "tab" => Some(b'\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spec of a command line and a TOML, no file but `existing` being there.
    fn spec(text: &str, toml: &str, existing: &str) -> Result<ListSpec, SpecError> {
        let (path, said) = take_apart(OsStr::new(text), &|path| path == Path::new(existing))?;
        let (mut fields, columns) = read_toml(toml)?;
        fields.extend(said);
        make(path, &fields, columns)
    }

    fn check_error(text: &str, toml: &str, expected: &str) {
        assert_eq!(spec(text, toml, "").unwrap_err().to_string(), expected);
    }

    #[test]
    fn nothing_said_is_known_material_by_the_files_name() {
        let spec = spec("dir/known.json", "", "").unwrap();
        assert_eq!(spec.path, Path::new("dir/known.json"));
        assert_eq!(spec.terms, ListTerms::named("known"));
    }

    #[test]
    fn the_command_line_is_stronger_than_the_file_beside() {
        let toml = "name = \"a\"\nthreshold = 10\nset-aside = true\n[columns]\nmd5 = \"Fingerprint\"\nid = 2\n";
        let spec = spec("k.csv,name=b,precedence=-3,kind=PDQ,scheme=caid", toml, "").unwrap();
        assert_eq!((spec.terms.name.as_str(), spec.terms.threshold_bits, spec.terms.precedence), ("b", 10, -3));
        assert_eq!((spec.terms.set_aside, spec.terms.purpose), (true, Purpose::SetAside));
        assert_eq!((spec.options.kind, spec.options.scheme.as_deref()), (Some(HashKind::Pdq), Some("caid")));
        let columns = [(Column::Md5, "Fingerprint".to_owned()), (Column::Id, "2".to_owned())].into();
        assert_eq!(spec.options.columns.columns, columns);
    }

    #[test]
    fn altered_copies_are_looked_for_unless_the_owner_says_no() {
        let altered = |text: &str, toml: &str| spec(text, toml, "").unwrap().terms.altered;
        assert!(altered("a", "") && altered("a,altered=on", "altered = false"));
        assert!(
            !altered("a,altered=off", "") && !altered("a", "altered = false") && !altered("a", "altered = \"off\"")
        );
    }

    #[test]
    fn commas_in_paths_and_values() {
        let at = |text: &str, existing: &str| {
            let spec = spec(text, "", existing).unwrap();
            (spec.path.display().to_string(), spec.terms.owner.unwrap_or_default())
        };
        assert_eq!(at("a,b.json,owner=x", ""), ("a,b.json".into(), "x".into()));
        assert_eq!(at("a,owner=x", "a,owner=x"), ("a,owner=x".into(), String::new()));
        assert_eq!(
            at("a.csv,owner=Unit A, Second Desk,threshold=2", ""),
            ("a.csv".into(), "Unit A, Second Desk".into())
        );
        assert_eq!(at("a,n=1.csv,owner=x", "a,n=1.csv"), ("a,n=1.csv".into(), "x".into()));
    }

    #[test]
    fn errors_name_the_field_and_what_it_may_be() {
        let fields =
            "name, owner, scheme, kind, threshold, set-aside, precedence, altered, purpose, tlp, delimiter, header";
        check_error("a,nmae=x", "", &format!("no field `nmae`; there are {fields}"));
        check_error("a,name=x,colour=red", "", &format!("no field `colour`; there are {fields}"));
        check_error("a,threshold=65", "", "`threshold` cannot be `65`; 0 … 64");
        check_error("a,kind=sha512", "", "`kind` cannot be `sha512`; md5 | sha1 | sha256 | pdq");
        let purposes = "victim-identification | investigation | removal | set-aside";
        check_error("a,purpose=curiosity", "", &format!("`purpose` cannot be `curiosity`; {purposes}"));
        check_error("a,altered=perhaps", "", "`altered` cannot be `perhaps`; on | off");
        check_error("a,name=x,name=y", "", "`name` is said twice");
        check_error("a,tlp=blue", "", "`tlp` cannot be `blue`; clear | green | amber | amber+strict | red");
        check_error("a,set-aside=true,purpose=removal", "", "`set-aside` and `purpose` contradict each other");
        check_error("a", "threshold = [1]", "`threshold` cannot be `[1]`; \"…\" | 1, 2, … | true | false");
        let columns = names(Column::ALL, Column::code, ", ");
        check_error("a", "[columns]\ncolour = \"x\"", &format!("no field `columns.colour`; there are {columns}"));
        assert!(matches!(spec("a", "\n= x", ""), Err(SpecError::NotToml { line: 2, .. })));
    }
}
