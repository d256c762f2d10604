//! NSRL lists through the caged `sqlite3`: honest ones of every shape, and hostile ones, which end in a problem.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::fs::File;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use casework::problem::{Problem, ProblemCode};
use fingerprint::{Digests, Md5, Sha1, Sha256};
use media::foreign_sqlite::{Tally, read_nsrl};
use media::helper_program::{Helpers, Tool};

fn helpers() -> Helpers {
    Helpers::find(Path::new(env!("CARGO_BIN_EXE_media-test-worker")), false, Duration::from_secs(20))
}

/// A list made by these statements.
fn list_of(folder: &Path, sql: &str) -> PathBuf {
    let path = folder.join("list.db");
    let made = Command::new("sqlite3").arg(&path).arg(sql).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    path
}

fn read(path: &Path) -> (Vec<Result<Digests, Problem>>, Result<Tally, Problem>) {
    let mut rows = Vec::new();
    let file = File::open(path).unwrap();
    let tally = read_nsrl(&helpers(), file.as_fd(), &mut |_, row| rows.push(row));
    (rows, tally)
}

fn read_sql(sql: &str) -> (Vec<Result<Digests, Problem>>, Result<Tally, Problem>) {
    let folder = tempfile::tempdir().unwrap();
    read(&list_of(folder.path(), sql))
}

const FILE: &str = "CREATE TABLE FILE(sha256 TEXT, sha1 TEXT, md5 TEXT, crc32 TEXT, file_name TEXT, file_size INTEGER, package_id INTEGER);";

#[test]
fn the_tool_is_installed() {
    assert!(helpers().has(Tool::Sqlite3), "install the Debian package {}", Tool::Sqlite3.package());
}

#[test]
fn a_minimal_set_gives_its_digests_and_never_its_names() {
    let abc = Digests::of(b"abc");
    let (sha256, sha1, md5) = (abc.sha256.unwrap(), abc.sha1.unwrap(), abc.md5.unwrap());
    let (rows, tally) = read_sql(&format!(
        "{FILE} INSERT INTO FILE VALUES(upper('{sha256}'),upper('{sha1}'),upper('{md5}'),'0','a.txt',3,1),
         (NULL,'{sha1}','',0,'b',3,1), (NULL,NULL,NULL,0,'c',3,1), (x'00ff','not hex',7,0,'d',3,1);"
    ));
    assert_eq!(tally, Ok(Tally { n_rows: 2, n_refused: 2 }));
    assert_eq!(rows[0], Ok(abc));
    assert_eq!(rows[1], Ok(Digests { sha1: Some(sha1), ..Digests::default() }));
    assert!(rows[2..].iter().all(|row| row.as_ref().unwrap_err().code == ProblemCode::BadRow));
}

#[test]
fn a_full_set_is_read_from_its_base_table() {
    let (rows, tally) = read_sql(
        "CREATE TABLE METADATA(object_id INTEGER, SHA1 TEXT, md5 TEXT, extension TEXT);
         INSERT INTO METADATA VALUES(1,'A9993E364706816ABA3E25717850C26C9CD0D89D','900150983CD24FB0D6963F7D28E17F72','txt');
         CREATE VIEW FILE AS SELECT m.SHA1 AS sha1, m.md5 AS md5 FROM METADATA m, (SELECT 1 UNION ALL SELECT 2);",
    );
    let abc = Digests::of(b"abc");
    assert_eq!((rows, tally), (vec![Ok(Digests { sha256: None, ..abc })], Ok(Tally { n_rows: 1, n_refused: 0 })));
}

#[test]
fn two_hundred_thousand_rows_stream_through() {
    let folder = tempfile::tempdir().unwrap();
    let path = list_of(
        folder.path(),
        &format!(
            "{FILE} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200000)
             INSERT INTO FILE SELECT printf('%064X',i), printf('%040X',i), printf('%032X',i),'','f',i,1 FROM n;"
        ),
    );
    let file = File::open(&path).unwrap();
    let mut sum: u64 = 0;
    let tally = read_nsrl(&helpers(), file.as_fd(), &mut |number, row| {
        let digests = row.unwrap();
        let last_of = |bytes: &[u8]| u64::from_be_bytes(bytes[bytes.len() - 8..].try_into().unwrap());
        let (Some(Sha256(sha256)), Some(Sha1(sha1)), Some(Md5(md5))) = (digests.sha256, digests.sha1, digests.md5)
        else {
            panic!("row {number} lacks a digest");
        };
        assert_eq!([last_of(&sha256), last_of(&sha1), last_of(&md5)], [number; 3]);
        sum += number;
    });
    assert_eq!((tally, sum), (Ok(Tally { n_rows: 200_000, n_refused: 0 }), 200_000 * 200_001 / 2));
}

#[test]
fn what_is_no_such_list_is_a_problem() {
    let code = |result: Result<Tally, Problem>| result.unwrap_err().code;
    assert_eq!(code(read_sql("CREATE TABLE other(x);").1), ProblemCode::NotDecoded);
    assert_eq!(code(read_sql("CREATE TABLE FILE(name TEXT);").1), ProblemCode::NotDecoded);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    for bytes in [&b""[..], b"not a database, only text that is long enough to be one\n", &[0xff; 4096]] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(code(read(&path).1), ProblemCode::NotDecoded);
    }
}

#[test]
fn a_damaged_list_is_a_problem_and_never_half_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = list_of(
        folder.path(),
        &format!(
            "{FILE} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<20000)
             INSERT INTO FILE SELECT printf('%064X',i), printf('%040X',i), printf('%032X',i),'','f',i,1 FROM n;"
        ),
    );
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(read(&path).1.unwrap_err().code, ProblemCode::NotDecoded);
    let mut scribbled = whole.clone();
    scribbled[40_960..81_920].fill(0xa5);
    std::fs::write(&path, &scribbled).unwrap();
    assert_eq!(read(&path).1.unwrap_err().code, ProblemCode::NotDecoded);
}

#[test]
fn hostile_schemas_end_in_a_problem() {
    // Rows without end.
    let (_, endless) = read_sql(
        "CREATE VIEW FILE AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT printf('%032x',i) AS md5 FROM n;",
    );
    assert_eq!(endless.unwrap_err().code, ProblemCode::OverLimit);
    // A view that reads files, runs programs or loads code: not known, or refused, in a view of a foreign schema.
    for call in [
        "readfile('/etc/passwd')",
        "edit('x','sh')",
        "load_extension('x')",
        "fts3_tokenizer('simple')",
        "writefile('/tmp/x','y')",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = list_of(folder.path(), &format!("CREATE VIEW FILE AS SELECT {call} AS md5;"));
        let (rows, tally) = read(&path);
        assert!(rows.iter().all(Result::is_err), "{call}");
        assert_eq!(tally.unwrap_err().code, ProblemCode::NotDecoded, "{call}");
    }
    // A cell of a hundred megabytes is one bad row, not memory.
    let (rows, tally) = read_sql(&format!(
        "{FILE} INSERT INTO FILE(md5) VALUES(zeroblob(100000000)); INSERT INTO FILE(md5) VALUES(printf('%.*c',50000000,'a'));"
    ));
    assert!(rows.iter().all(|row| row.as_ref().unwrap_err().code == ProblemCode::BadRow));
    assert_eq!(tally, Ok(Tally { n_rows: 0, n_refused: 2 }));
    // Views that name each other without end.
    let (_, circle) =
        read_sql("CREATE VIEW FILE AS SELECT md5 FROM METADATA; CREATE VIEW METADATA AS SELECT md5 FROM FILE;");
    assert_eq!(circle.unwrap_err().code, ProblemCode::NotDecoded);
}

#[test]
fn reading_changes_nothing_and_leaves_nothing_beside_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = list_of(
        folder.path(),
        &format!("PRAGMA journal_mode=WAL; {FILE} INSERT INTO FILE(md5) VALUES('900150983cd24fb0d6963f7d28e17f72');"),
    );
    let before = (std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap());
    assert_eq!(read(&path).1, Ok(Tally { n_rows: 1, n_refused: 0 }));
    assert_eq!((std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap()), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
