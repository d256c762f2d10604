//! Every statement in this room's sources is prepared on both databases: a word that only one of the two knows is found
//! without a test of its own.

use std::path::{Path, PathBuf};

use sqlx::{AnyConnection, AssertSqlSafe, Executor as _, SqlSafeStr as _};

use super::tests::on_server;
use crate::Store;
use crate::reach::{exhibit_is_reached, file_is_reached, is_reached};

/// Sources that speak to one of the two, about its tables, or of any table there is.
const APART: [&str; 5] = ["connection", "connection.rs", "schema", "snapshot", "snapshot.rs"];

/// Where a list of values begins: at the end of a statement, which says nothing without it.
const LISTS_BEGIN: [&str; 25] = [
    "WHERE file",
    "AND file",
    "list_row",
    "WHERE record",
    "WHERE link",
    "WHERE case_id",
    "AND id",
    "AND records.id",
    "AND about",
    "AND held.record",
    "WHERE held.record",
    "WHERE occurrences.file",
    "AND ends.record",
    "AND link_ends.record",
    "WHERE link_ends.record",
    "FROM exhibits WHERE id",
    "AND exhibit",
    "AND o.exhibit",
    "AND o.file",
    "FROM list_versions WHERE id",
    "AND keys.key",
    "AND occurrences.file",
    "WHERE letters",
    "AND record_words.stem",
    "AND series",
];

/// What stands behind a list: what is counted is grouped, what is asked among other things ends there.
const GROUPED: [(&str, &str); 4] = [
    (crate::desk::WAITING_BEGINS, crate::desk::WAITING_ENDS),
    ("file > $1 AND series", " ORDER BY file LIMIT $2"),
    ("problem IS NOT NULL AND exhibit", " GROUP BY exhibit, problem"),
    ("'%\"problem\":{%' AND o.exhibit", " GROUP BY o.exhibit, f.file, f.facts"),
];

#[tokio::test]
async fn every_statement_is_understood_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let (_database, at) = on_server().await;
    let stores = [Store::open(&folder.path().join("sanad.db")).await.unwrap(), Store::open_at(&at).await.unwrap()];
    let (mut n_statements, mut not_understood) = (0, Vec::new());
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = std::fs::read_to_string(&file).unwrap();
        assert!(!source.contains("QueryBuilder::new"), "{}: see column::query_in", file.display());
        for sql in statements(&source) {
            n_statements += 1;
            for store in &stores {
                let mut connection = store.pool.acquire().await.unwrap();
                if let Err(wrong) = prepare(&mut connection, &sql).await {
                    not_understood.push(format!("{}, {:?}: {wrong}\n{sql}", file.display(), store.engine()));
                }
            }
        }
    }
    assert!(not_understood.is_empty(), "{}", not_understood.join("\n\n"));
    assert!(n_statements > 60, "{n_statements} statements found");
}

async fn prepare(connection: &mut AnyConnection, sql: &str) -> Result<(), sqlx::Error> {
    // Some end where a list of values begins.
    let groups = GROUPED.iter().find(|(end, _)| sql.ends_with(end)).map_or("", |(_, groups)| groups);
    let has_list = LISTS_BEGIN.iter().any(|end| sql.ends_with(end));
    let whole = if has_list { format!("{sql} IN (NULL){groups}") } else { sql.to_owned() };
    connection.prepare(AssertSqlSafe(whole).into_sql_str()).await.map(drop)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if APART.contains(&name) {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "schema.rs" {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// String literals that begin as a statement does.
fn statements(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for begin in ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"WITH known ", "\"WITH RECURSIVE "] {
        for (at, _) in source.match_indices(begin) {
            let mut sql = String::new();
            let mut letters = source[at + 1..].chars();
            while let Some(letter) = letters.next() {
                match letter {
                    '"' => match after_reach(letters.as_str()) {
                        Some((said, goes_on)) => {
                            sql.push_str(said);
                            letters = goes_on.chars();
                        }
                        None => break,
                    },
                    '\\' => sql.extend(letters.next().filter(|escaped| *escaped != '\n')),
                    letter => sql.push(letter),
                }
            }
            found.push(sql);
        }
    }
    found
}

/// What a statement says that asks in between who reaches something, and where it goes on.
fn after_reach(source: &str) -> Option<(&'static str, &str)> {
    let rest = source.trim_start().strip_prefix(',')?.trim_start();
    let asked = [
        ("is_reached!(),", is_reached!()),
        ("exhibit_is_reached!(),", exhibit_is_reached!()),
        ("file_is_reached!(),", file_is_reached!()),
    ];
    let (said, rest) = asked.iter().find_map(|(name, said)| Some((*said, rest.strip_prefix(name)?)))?;
    Some((said, rest.trim_start().strip_prefix('"')?))
}

#[test]
fn statements_are_found_whole() {
    let source = r#"query("SELECT a FROM b"); query("DELETE FROM
        b WHERE c = \"d\""); words("selected"); concat!("SELECT e WHERE ",
        is_reached!(), " AND f")"#;
    let of_reach = concat!("SELECT e WHERE ", is_reached!(), " AND f");
    assert_eq!(statements(source), ["SELECT a FROM b", of_reach, "DELETE FROM\n        b WHERE c = \"d\""]);
}
