//! NSRL's reference data set, version 3: an SQLite file of known software, from outside. It is hostile like anything else
//! from outside, and cannot be linked to: one program holds one SQLite. So the `sqlite3` tool reads it, as a helper in the
//! cage, read-only and without its own commands (`-safe`), and only text comes out. Bare digests leave this file; names of
//! files and packages are never asked for.
//!
//! `immutable=1` keeps the tool from looking for a journal beside the file and from locking it. It also keeps it from
//! rolling back what a crashed writer left: such a file was not published by anybody.

use std::io::{BufRead, BufReader, Read};
use std::os::fd::BorrowedFd;

use casework::problem::{Problem, ProblemCode};
use fingerprint::{Digests, Md5, Sha1, Sha256};

use crate::helper_program::{HelperJob, Helpers, RunningHelper, Tool};

/// How many rows were read, and how many could not be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows given.
    pub n_rows: u64,
    /// Rows told as a problem.
    pub n_refused: u64,
}

/// Reads every row's digests: `each` is given the row's number, counted from 1, and its digests or why they cannot be
/// used. Constant memory whatever the size; the last error wins over rows already given, so nothing may be believed of a
/// list whose reading ended in `Err`.
///
/// Asks the base table: `FILE` in a minimal set, `METADATA` in a full one, whose `FILE` is a view. Of the columns sha256,
/// sha1 and md5 any may be missing, not all.
///
/// # Errors
/// [`ProblemCode::HelperMissing`] without the tool, [`ProblemCode::OverLimit`] for more rows than bytes could hold, and
/// [`ProblemCode::NotDecoded`] with the tool's words when the file is no such list, is damaged, or is built to do harm.
pub fn read_nsrl(
    helpers: &Helpers,
    list: BorrowedFd<'_>,
    each: &mut dyn FnMut(u64, Result<Digests, Problem>),
) -> Result<Tally, Problem> {
    let columns = probe(helpers, list)?;
    let mut tool = helpers.start(job(list, &columns.query()))?;
    // A row costs the file a few bytes at least; a view that makes up rows without end does not.
    let size = rustix::fs::fstat(list).map_or(0, |facts| u64::try_from(facts.st_size).unwrap_or(0));
    let n_rows_max = size / 4 + 1000;
    let mut output = BufReader::with_capacity(1 << 16, HelperOutput(&mut tool));
    let read = read_rows(&mut output, n_rows_max, each);
    match read {
        Ok(tally) => {
            let end = tool.finish()?;
            if !end.ended_well {
                return Err(words_of(&end.words));
            }
            Ok(tally)
        }
        Err(Stopped::Odd(problem)) => {
            tool.stop();
            Err(problem)
        }
        Err(Stopped::Helper(error)) => {
            // A killed tool's own words say more than the closed pipe.
            let words = tool.words();
            tool.stop();
            Err(if words.is_empty() { Problem::new(ProblemCode::NotDecoded, error) } else { words_of(&words) })
        }
    }
}

/// A table and which digests it has.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Columns {
    table: &'static str,
    has: [bool; 3],
}

const COLUMNS: [&str; 3] = ["sha256", "sha1", "md5"];

impl Columns {
    /// The best table of a schema told as lines of `type|table|column`: base tables before views, for a full set's `FILE`
    /// is a view that joins each digest to every package it came with; then `FILE` before `METADATA`.
    fn best_of(schema: &str) -> Option<Columns> {
        let wanted = [("table", "FILE"), ("table", "METADATA"), ("view", "FILE"), ("view", "METADATA")];
        wanted.into_iter().find_map(|(kind, table)| {
            let has = COLUMNS.map(|column| schema.lines().any(|line| line == format!("{kind}|{table}|{column}")));
            has.contains(&true).then_some(Columns { table, has })
        })
    }

    /// Every row; text only, and no longer than a digest: a cell can hold a gigabyte of anything.
    fn query(&self) -> String {
        let cells: Vec<String> = COLUMNS
            .iter()
            .zip(self.has)
            .map(|(column, has)| match has {
                true => format!("CASE typeof({column}) WHEN 'text' THEN substr({column},1,65) ELSE '' END"),
                false => "''".to_owned(),
            })
            .collect();
        format!("SELECT {} FROM {};", cells.join("||'|'||"), self.table)
    }
}

/// Which of the tables and columns are there. Reads the schema, no row.
fn probe(helpers: &Helpers, list: BorrowedFd<'_>) -> Result<Columns, Problem> {
    const OUTPUT_BYTES_MAX: usize = 64 << 10;
    const QUERY: &str = "SELECT m.type||'|'||upper(m.name)||'|'||lower(p.name) \
        FROM sqlite_schema AS m, pragma_table_info(m.name) AS p \
        WHERE upper(m.name) IN ('FILE','METADATA') AND lower(p.name) IN ('sha256','sha1','md5');";
    let (output, end) = helpers.run(job(list, QUERY), OUTPUT_BYTES_MAX)?;
    if !end.ended_well {
        return Err(words_of(&end.words));
    }
    Columns::best_of(&String::from_utf8_lossy(&output))
        .ok_or_else(|| Problem::new(ProblemCode::NotDecoded, "no table FILE or METADATA with sha256, sha1 or md5"))
}

fn job<'l>(list: BorrowedFd<'l>, query: &str) -> HelperJob<'l> {
    // Little is needed to walk a table; a schema that sorts or joins without end runs into this or the stall limit.
    const MEMORY_BYTES: u64 = 1 << 30;
    HelperJob::new(Tool::Sqlite3)
        .limits(MEMORY_BYTES, 0)
        .text(["-readonly", "-safe", "-bail", "-batch", "-noheader", "-list"])
        // Views and generated columns of the file's may call no function that could do harm (SQLite: "Defense Against
        // The Dark Arts").
        .text(["-cmd", "PRAGMA trusted_schema=OFF;"])
        .file_within("file:", list, "?immutable=1")
        .text([query])
}

fn words_of(words: &[u8]) -> Problem {
    let words = String::from_utf8_lossy(words);
    let line = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("sqlite3 ended badly");
    Problem::new(ProblemCode::NotDecoded, line.chars().take(300).collect::<String>())
}

enum Stopped {
    Odd(Problem),
    Helper(std::io::Error),
}

/// Reads `sha256|sha1|md5` lines.
fn read_rows(
    lines: &mut impl BufRead,
    n_rows_max: u64,
    each: &mut dyn FnMut(u64, Result<Digests, Problem>),
) -> Result<Tally, Stopped> {
    // Three cells, cut to a digest and one more, and what stands between them.
    const LINE_BYTES_MAX: u64 = 4 * 65 * 3 + 3;
    let mut tally = Tally::default();
    let mut line = Vec::with_capacity(256);
    loop {
        line.clear();
        let n = lines.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line).map_err(Stopped::Helper)?;
        if n == 0 {
            return Ok(tally);
        }
        let Some(row) = line.strip_suffix(b"\n") else {
            return Err(Stopped::Odd(Problem::new(ProblemCode::NotDecoded, "a row without end")));
        };
        if tally.n_rows + tally.n_refused == n_rows_max {
            return Err(Stopped::Odd(Problem::new(ProblemCode::OverLimit, "more rows than the file can hold")));
        }
        let read = read_row(row);
        match &read {
            Ok(_) => tally.n_rows += 1,
            Err(_) => tally.n_refused += 1,
        }
        each(tally.n_rows + tally.n_refused, read);
    }
}

fn read_row(row: &[u8]) -> Result<Digests, Problem> {
    let bad = |what: &str| Problem::new(ProblemCode::BadRow, what);
    let row = std::str::from_utf8(row).map_err(|_| bad("not text"))?;
    let mut cells = row.split('|');
    let (Some(sha256), Some(sha1), Some(md5), None) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
        return Err(bad("not three cells"));
    };
    let digests = Digests {
        sha256: read_cell::<Sha256>(sha256).map_err(|error| bad(&format!("sha256: {error}")))?,
        sha1: read_cell::<Sha1>(sha1).map_err(|error| bad(&format!("sha1: {error}")))?,
        md5: read_cell::<Md5>(md5).map_err(|error| bad(&format!("md5: {error}")))?,
    };
    if digests.is_empty() { Err(bad("no digest")) } else { Ok(digests) }
}

fn read_cell<D: std::str::FromStr>(cell: &str) -> Result<Option<D>, D::Err> {
    let cell = cell.trim();
    if cell.is_empty() { Ok(None) } else { cell.parse().map(Some) }
}

/// A helper's output as a reader.
struct HelperOutput<'h>(&'h mut RunningHelper);

impl Read for HelperOutput<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0
            .read(into)
            .map_err(|problem| std::io::Error::other(format!("{}: {}", problem.code.code(), problem.detail)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(text: &str) -> (Vec<Result<Digests, Problem>>, Result<Tally, ()>) {
        let mut rows = Vec::new();
        let tally = read_rows(&mut text.as_bytes(), 1000, &mut |_, row| rows.push(row));
        (rows, tally.map_err(|_| ()))
    }

    #[test]
    fn rows_have_any_of_three_digests() {
        let abc = Digests::of(b"abc");
        let (sha256, sha1, md5) = (abc.sha256.unwrap(), abc.sha1.unwrap(), abc.md5.unwrap());
        let upper = sha256.to_string().to_uppercase();
        let (rows, tally) = rows_of(&format!("{upper}|{sha1}|{md5}\n|{sha1}|\n||\nxyz||\n{sha256}|{sha1}\n"));
        assert_eq!(rows[0], Ok(abc));
        assert_eq!(rows[1], Ok(Digests { sha1: Some(sha1), ..Digests::default() }));
        assert!(rows[2..].iter().all(|row| row.as_ref().unwrap_err().code == ProblemCode::BadRow));
        assert_eq!(tally, Ok(Tally { n_rows: 2, n_refused: 3 }));
    }

    #[test]
    fn a_line_without_end_is_no_row() {
        assert!(rows_of(&"a".repeat(10_000)).1.is_err());
    }

    #[test]
    fn base_tables_come_before_views() {
        let schema = "view|FILE|sha1\nview|FILE|md5\ntable|METADATA|sha1\ntable|METADATA|sha256\n";
        assert_eq!(Columns::best_of(schema), Some(Columns { table: "METADATA", has: [true, true, false] }));
        assert_eq!(Columns::best_of("view|FILE|md5\n"), Some(Columns { table: "FILE", has: [false, false, true] }));
        assert_eq!(Columns::best_of("table|PKG|md5\n"), None);
    }

    #[test]
    fn columns_that_are_missing_are_left_empty() {
        let query = Columns { table: "FILE", has: [false, true, false] }.query();
        assert_eq!(
            query,
            "SELECT ''||'|'||CASE typeof(sha1) WHEN 'text' THEN substr(sha1,1,65) ELSE '' END||'|'||'' FROM FILE;"
        );
    }
}
