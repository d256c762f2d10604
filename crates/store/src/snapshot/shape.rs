//! Which tables and columns there are, read from the schema that all migrations add up to: a new table is kept without
//! anybody having thought of it.

use std::collections::BTreeSet;

/// What a column holds, alike in both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A signed number of 64 bits.
    Integer,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Bytes,
}

impl ColumnKind {
    /// Its code in what is written down.
    pub fn code(self) -> &'static str {
        match self {
            ColumnKind::Integer => "integer",
            ColumnKind::Text => "text",
            ColumnKind::Bytes => "bytes",
        }
    }

    /// The kind of this code.
    pub fn of_code(code: &str) -> Option<ColumnKind> {
        [ColumnKind::Integer, ColumnKind::Text, ColumnKind::Bytes].into_iter().find(|kind| kind.code() == code)
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A table: its name, its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Each column's name and kind.
    pub columns: Vec<(String, ColumnKind)>,
}

/// All tables, those that others refer to first.
pub(super) fn tables() -> Vec<TableShape> {
    let mut left: Vec<(TableShape, BTreeSet<String>)> =
        include_str!("../../schema/sanad.sql").split(";\n").filter_map(read).collect();
    let mut sorted: Vec<TableShape> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_there = |name: &String| sorted.iter().any(|table| table.name == *name);
        let (ready, waiting): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, needs)| needs.iter().all(is_there));
        assert!(!ready.is_empty(), "tables of our own schema do not refer to each other in a circle");
        sorted.extend(ready.into_iter().map(|(table, _)| table));
        left = waiting;
    }
    sorted
}

/// A table and which others it refers to; none for a statement that makes another thing.
fn read(statement: &str) -> Option<(TableShape, BTreeSet<String>)> {
    let lines = statement.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text: String = lines.collect::<Vec<_>>().join(" ");
    let (name, rest) = text.trim().strip_prefix("CREATE TABLE ")?.split_once(" (")?;
    let (mut columns, mut needs) = (Vec::new(), BTreeSet::new());
    for part in split_at_top(rest) {
        let words: Vec<&str> = part.split_whitespace().collect();
        if let Some(at) = words.iter().position(|word| *word == "REFERENCES") {
            let other = words.get(at + 1)?;
            needs.extend((*other != name).then(|| other.split('(').next().unwrap_or(other).to_owned()));
        }
        let kind = match words.get(1) {
            Some(&"BIGINT") => ColumnKind::Integer,
            Some(&"TEXT") => ColumnKind::Text,
            Some(&"BYTEA") => ColumnKind::Bytes,
            // A constraint of the table.
            _ => continue,
        };
        columns.push((words[0].to_owned(), kind));
    }
    Some((TableShape { name: name.to_owned(), columns }, needs))
}

/// What commas divide that stand in no brackets, up to the bracket that closes all.
fn split_at_top(text: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            _ => {}
        }
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("there is one from the beginning").push(letter);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::column::get;

    #[tokio::test]
    async fn every_table_and_column_of_the_database_is_read_from_the_schema() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
        let rows = sqlx::query(
            "SELECT m.name || ' ' || c.name || ' ' || c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' ORDER BY m.name, c.cid",
        )
        .fetch_all(&store.pool)
        .await
        .unwrap();
        let there: Vec<String> = rows.iter().map(|row| get(row, 0).unwrap()).collect();
        let mut tables = tables();
        tables.sort_by(|one, two| one.name.cmp(&two.name));
        let name = |kind: &ColumnKind| match kind {
            ColumnKind::Integer => "BIGINT",
            ColumnKind::Text => "TEXT",
            ColumnKind::Bytes => "BYTEA",
        };
        let read: Vec<String> = tables
            .iter()
            .flat_map(|table| {
                table.columns.iter().map(|(column, kind)| format!("{} {column} {}", table.name, name(kind)))
            })
            .collect();
        assert_eq!(read, there);
    }

    #[test]
    fn what_others_refer_to_comes_first() {
        let tables = tables();
        let at = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
        assert!(at("units") < at("users") && at("users") < at("user_secrets") && at("files") < at("occurrences"));
        assert!(at("list_versions") < at("list_entries") && at("records") < at("keepings"));
    }
}
