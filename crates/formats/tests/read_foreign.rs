//! Lists as the tools of others write them: hashdeep and the checksum programs, run on our own test data.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use fingerprint::Digests;
use formats::hash_only::read_hash_only_file;
use formats::list_file::read_list_file;
use formats::list_spec::ListSpec;

fn test_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

/// What a program prints about the test data; none where it is not installed.
fn printed(program: &str, args: &[&str]) -> Option<Vec<u8>> {
    let shell = format!(
        "cd \"$0\" && find . -type f -size +0 -print0 | LC_ALL=C sort -z | xargs -0 {program} {}",
        args.join(" ")
    );
    let found = Command::new("sh").arg("-c").arg(format!("command -v {program}")).output().expect("a shell");
    if !found.status.success() {
        println!("skipped: {program} is not installed");
        return None;
    }
    let output = Command::new("sh").arg("-c").arg(shell).arg(test_data()).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

fn digests_of_test_data() -> BTreeSet<Digests> {
    let mut all = BTreeSet::new();
    for folder in std::fs::read_dir(test_data()).expect("test data") {
        for file in std::fs::read_dir(folder.expect("test data").path()).expect("test data") {
            all.insert(Digests::of(&std::fs::read(file.expect("test data").path()).expect("test data")));
        }
    }
    all
}

fn check(program: &str, args: &[&str], keep: fn(Digests) -> Digests) {
    let Some(text) = printed(program, args) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.txt");
    std::fs::write(&path, text).expect("a file");
    let spec = ListSpec::read(format!("{},kind=sha256", path.display()).as_ref()).expect("a spec");
    let mut options = spec.options;
    if program != "sha256sum" {
        options.kind = None;
    }
    let mut found = BTreeSet::new();
    let read = read_list_file(&path, &options, &mut |row| {
        let entry = row.expect("no row is refused");
        found.insert(entry.digests);
    })
    .expect("a list");
    let expected: BTreeSet<Digests> = digests_of_test_data().into_iter().map(keep).collect();
    assert_eq!(found, expected, "{program}: {:?}", read.tally);
    println!("{program} {}: {} rows", args.join(" "), read.tally.n_rows);
}

#[test]
fn what_other_tools_write_is_read() {
    check("hashdeep", &["-c", "md5,sha1,sha256"], |digests| digests);
    check("hashdeep", &[], |digests| Digests { sha1: None, ..digests });
    check("md5sum", &[], |digests| Digests { md5: digests.md5, ..Digests::default() });
    check("sha1sum", &[], |digests| Digests { sha1: digests.sha1, ..Digests::default() });
    check("sha256sum", &[], |digests| Digests { sha256: digests.sha256, ..Digests::default() });
    check("sha256sum", &["--tag"], |digests| Digests { sha256: digests.sha256, ..Digests::default() });
    check("md5sum", &["--tag"], |digests| Digests { md5: digests.md5, ..Digests::default() });
}

#[test]
fn a_hashdeep_file_is_an_exhibit_too() {
    let Some(text) = printed("hashdeep", &["-c", "md5,sha1,sha256"]) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("exhibit.txt");
    std::fs::write(&path, text).expect("a file");
    let mut n_rows = 0;
    read_hash_only_file(&path, &Default::default(), &mut |row| {
        let row = row.expect("no row is refused");
        // hashdeep writes whole paths; beneath the root they are the files themselves.
        let path = Path::new("/").join(String::from_utf8(row.occurrence.place.path.clone()).expect("text"));
        let bytes = std::fs::read(&path).expect("the file that was listed");
        assert_eq!((row.file.size, row.file.digests), (bytes.len() as u64, Digests::of(&bytes)));
        n_rows += 1;
    })
    .expect("an exhibit");
    assert!(n_rows > 10);
}
