//! Every file under `testdata/` read and compared with the answer beside it. `UPDATE_EXPECT=1` writes the answers anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use formats::hash_only::read_hash_only_file;
use formats::list_file::read_list_file;
use formats::list_spec::{ListSpec, SpecError};
use formats::row::{RowCode, Unreadable};
use words::{Lang, Words};

fn inputs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("test data")
        .map(|entry| entry.expect("test data").path())
        .filter(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            name.contains(".in.") && !name.ends_with(".toml")
        })
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{}", folder.display());
    inputs
}

fn answer_path(input: &Path) -> PathBuf {
    let name = input.file_name().expect("a file").to_string_lossy().into_owned();
    input.with_file_name(format!("{}.out.json", name.split(".in.").next().expect("a part")))
}

/// One JSON value a line, in brackets: easy to review line by line, and JSON as a whole.
fn lines(values: Vec<String>) -> String {
    let mut text = String::from("[\n");
    for (n, value) in values.iter().enumerate() {
        let comma = if n + 1 < values.len() { "," } else { "" };
        writeln!(text, "{value}{comma}").expect("memory");
    }
    text + "]\n"
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("serialisable")
}

fn unreadable(error: &Unreadable) -> String {
    json(&serde_json::json!({ "unreadable": error.code(), "says": error.to_string() }))
}

#[test]
fn lists() {
    for folder in ["vics", "ncmec", "icse", "hashdeep", "plain", "csv_list", "listed_videos"] {
        for input in inputs(folder) {
            let spec = ListSpec::read(input.as_os_str()).unwrap();
            let mut answer = vec![json(&spec.terms)];
            let (mut n_rows, mut n_refused, mut n_values) = (0, 0, 0);
            let read = read_list_file(&spec.path, &spec.options, &mut |row| match row {
                Ok(entry) => {
                    n_rows += 1;
                    answer.push(json(&entry));
                }
                Err(problem) => {
                    if problem.rest_used {
                        n_values += 1
                    } else {
                        n_refused += 1
                    }
                    answer.push(json(&problem));
                }
            });
            match read {
                Ok(read) => {
                    let tally = &read.tally;
                    let counted = (tally.n_rows, tally.n_refused, tally.n_values_refused);
                    assert_eq!(counted, (n_rows, n_refused, n_values), "{}", input.display());
                    let bytes = std::fs::read(&input).unwrap();
                    assert_eq!(Some(read.sha256), fingerprint::Digests::of(&bytes).sha256);
                    assert_eq!(read.size, bytes.len() as u64);
                    answer.push(json(tally));
                }
                Err(error) => answer.push(unreadable(&error)),
            }
            expect_file![answer_path(&input)].assert_eq(&lines(answer));
        }
    }
}

#[test]
fn hash_only_exhibits() {
    for input in inputs("hash_only") {
        let mut answer = Vec::new();
        let read = read_hash_only_file(&input, &Default::default(), &mut |row| match row {
            Ok(row) => answer.push(json(&serde_json::json!({ "occurrence": row.occurrence, "file": row.file }))),
            Err(problem) => answer.push(json(&problem)),
        });
        answer.push(read.map_or_else(|error| unreadable(&error), |(tally, _)| json(&tally)));
        expect_file![answer_path(&input)].assert_eq(&lines(answer));
    }
}

#[test]
fn every_code_has_its_sentence_in_four_languages() {
    let rows = RowCode::ALL.iter().map(|code| format!("list-problem-{}", code.code()));
    let lists = Unreadable::CODES.iter().map(|code| format!("list-unreadable-{code}"));
    let specs = SpecError::CODES.iter().map(|code| format!("list-spec-{code}"));
    let keys: Vec<String> = rows.chain(lists).chain(specs).collect();
    for lang in Lang::ALL {
        let words = Words::in_language(lang);
        let missing: Vec<&String> = keys.iter().filter(|key| !words.has(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", lang.code());
    }
}

#[test]
fn a_refused_row_and_an_unreadable_list_are_told_in_a_sentence() {
    let english = Words::in_language(Lang::English);
    let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
    let problem = |row, code, detail: &str, rest_used| {
        let problem = formats::row::RowProblem { row, code, detail: detail.into(), rest_used };
        plain(problem.sentence(&english))
    };
    assert_eq!(problem(7, RowCode::NoHash, "", false), "Row 7 was not used: it holds no hash that could be used.");
    assert_eq!(
        problem(7, RowCode::WrongLength, "md5: 2 ≠ 32\u{202e}", true),
        "Row 7 is used without one of its values: a hash has the wrong length (md5: 2 ≠ 32\\u{202E})."
    );
    assert_eq!(
        plain(Unreadable::KindMissing { n_lines: 5 }.sentence(&english)),
        "All 5 lines are 64 hexadecimal digits, which may be SHA-256 or PDQ. Say which with kind=sha256 or kind=pdq."
    );
}
