//! How values stand in columns: unsigned numbers as the signed ones of the same bits, facts as JSON, ids as bytes.

use casework::file::FileId;
use fingerprint::{Md5, Sha1, Sha256};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, ColumnIndex, Decode, Row as _, Type};

use crate::error::{Error, damaged};

/// A statement that ends in a list of `n` values, `… IN ($2, $3)`, of which the first is `first`. The values before it and
/// those of the list are bound in this order.
///
/// Not `sqlx::QueryBuilder`: it writes `?`, which PostgreSQL does not know.
pub(crate) fn query_in(begins: &'static str, first: usize, n: usize) -> Query<'static, Any, AnyArguments> {
    query_around(begins, first, n, "")
}

/// The same of a statement that goes on after its list.
pub(crate) fn query_around(
    begins: &'static str,
    first: usize,
    n: usize,
    ends: &'static str,
) -> Query<'static, Any, AnyArguments> {
    // Texts of ours and numbers, nothing that was given.
    sqlx::query(AssertSqlSafe(format!("{begins}{}{ends}", list(first, n))))
}

/// The rows of several statements at once, each of which ends in the same list of `n` values, of which the first is `first`; they
/// are bound once.
pub(crate) fn query_in_each(parts: &[&'static str], first: usize, n: usize) -> Query<'static, Any, AnyArguments> {
    joined("", &listing(parts, first, n), "")
}

/// A statement around the rows of several others, of two kinds: the first end in a list of `n` values of one kind, the others in
/// one of `n` of the other.
pub(crate) fn query_of_both(
    begins: &'static str,
    firsts: &[&'static str],
    others: &[&'static str],
    n: usize,
    ends: &'static str,
) -> Query<'static, Any, AnyArguments> {
    joined(begins, &[listing(firsts, 1, n), listing(others, 1 + n, n)].concat(), ends)
}

fn listing(parts: &[&'static str], first: usize, n: usize) -> Vec<String> {
    let list = list(first, n);
    parts.iter().map(|part| format!("{part}{list}")).collect()
}

fn joined(begins: &'static str, parts: &[String], ends: &'static str) -> Query<'static, Any, AnyArguments> {
    // Texts of ours and numbers, nothing that was given.
    sqlx::query(AssertSqlSafe(format!("{begins}{}{ends}", parts.join(" UNION ALL "))))
}

/// ` IN ($2, $3)`, from the number `first`.
fn list(first: usize, n: usize) -> String {
    let mut text = String::from(" IN (");
    for number in first..first + n {
        text.push_str(if number == first { "$" } else { ", $" });
        text.push_str(&number.to_string());
    }
    text.push(')');
    text
}

/// One column of a row; a value of another type means that the database is not what was written.
pub(crate) fn get<'r, T>(row: &'r AnyRow, column: usize) -> Result<T, Error>
where
    T: Decode<'r, Any> + Type<Any>,
    usize: ColumnIndex<AnyRow>,
{
    row.try_get(column).map_err(|source| Error::Damaged { what: format!("column {column}"), source: Some(source) })
}

/// An unsigned column.
pub(crate) fn get_u64(row: &AnyRow, column: usize) -> Result<u64, Error> {
    get::<i64>(row, column).map(i64::cast_unsigned)
}

/// A JSON column.
pub(crate) fn get_json<T: DeserializeOwned>(row: &AnyRow, column: usize) -> Result<T, Error> {
    from_json(get::<&str>(row, column)?)
}

/// A JSON column that may be empty.
pub(crate) fn get_json_option<T: DeserializeOwned>(row: &AnyRow, column: usize) -> Result<Option<T>, Error> {
    get::<Option<String>>(row, column)?.as_deref().map(from_json).transpose()
}

/// A file's id.
pub(crate) fn get_file_id(row: &AnyRow, column: usize) -> Result<FileId, Error> {
    file_id(get::<&[u8]>(row, column)?)
}

/// A file's id that may be absent.
pub(crate) fn get_file_id_option(row: &AnyRow, column: usize) -> Result<Option<FileId>, Error> {
    get::<Option<Vec<u8>>>(row, column)?.as_deref().map(file_id).transpose()
}

/// A fixed number of bytes.
pub(crate) fn get_bytes<const N: usize>(row: &AnyRow, column: usize) -> Result<[u8; N], Error> {
    let bytes = get::<&[u8]>(row, column)?;
    bytes.try_into().map_err(|_| damaged(format!("column {column} holds {} bytes, not {N}", bytes.len())))
}

/// JSON text of a value of ours.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our own types have text keys and no failing serialiser")
}

/// A value of ours from its JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|wrong| damaged(format!("a JSON column cannot be read: {wrong}")))
}

/// The bytes of a file's id: a tag and the digest, ordered as [`FileId`] is.
pub(crate) fn file_id_bytes(id: &FileId) -> Vec<u8> {
    let (tag, digest): (u8, &[u8]) = match id {
        FileId::Sha256(digest) => (1, &digest.0),
        FileId::Sha1(digest) => (2, &digest.0),
        FileId::Md5(digest) => (3, &digest.0),
    };
    let mut bytes = Vec::with_capacity(1 + digest.len());
    bytes.push(tag);
    bytes.extend_from_slice(digest);
    bytes
}

/// A file's id from [`file_id_bytes`].
pub(crate) fn file_id(bytes: &[u8]) -> Result<FileId, Error> {
    let read = match bytes.split_first() {
        Some((1, digest)) => digest.try_into().ok().map(|digest| FileId::Sha256(Sha256(digest))),
        Some((2, digest)) => digest.try_into().ok().map(|digest| FileId::Sha1(Sha1(digest))),
        Some((3, digest)) => digest.try_into().ok().map(|digest| FileId::Md5(Md5(digest))),
        _ => None,
    };
    read.ok_or_else(|| damaged("the id of a file cannot be read"))
}
