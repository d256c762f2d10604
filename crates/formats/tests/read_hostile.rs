//! Hostile documents: every reader ends in an answer or an error, never in a panic, and spends no memory on it.

use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use casework::list::HashKind;
use formats::hash_only::{HashOnlyFormat, read_hash_only};
use formats::list_file::{ReadOptions, read_list};
use formats::list_format::{ListFormat, recognise};
use formats::row::{RowCode, Unreadable};

/// A generator of test choices, from a fixed seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn golden_inputs() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut paths = Vec::new();
    for format in std::fs::read_dir(folder).expect("test data") {
        for file in std::fs::read_dir(format.expect("test data").path()).expect("test data") {
            let path = file.expect("test data").path();
            if path.to_string_lossy().contains(".in.") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("test data")).collect()
}

fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    const PIECES: &[&[u8]] = &[
        b"\"",
        b",",
        b";",
        b"\n",
        b"\r\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b">",
        b"&x;",
        b"\0",
        b"\xFF",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"null",
        b"1e999",
        b"\\uD800",
        b"<![CDATA[",
        b"%%%% ",
        b"data:image/png;base64,",
        b"'",
        b"-",
        b"/",
    ];
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].iter().copied())),
            2 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            3 => {
                let end = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + chance.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
}

#[test]
fn mutated_documents_never_panic() {
    let inputs = golden_inputs();
    let n_rounds = if std::env::var_os("SANAD_LONG").is_some() { 200_000 } else { 20_000 };
    let mut chance = Chance(20_261_121);
    let (mut n_read, mut n_unreadable) = (0u64, 0u64);
    for round in 0..n_rounds {
        let mut bytes = inputs[chance.below(inputs.len())].clone();
        mutate(&mut bytes, &mut chance);
        let recognised = recognise(&bytes);
        // A third of the time under a format that it is not.
        let format = match (chance.below(3), recognised) {
            (0, _) | (_, None) => ListFormat::ALL[chance.below(ListFormat::ALL.len())],
            (_, Some(format)) => format,
        };
        let kind = [None, Some(HashKind::Sha256), Some(HashKind::Pdq)][chance.below(3)];
        let scheme = [None, Some("test".to_owned())][chance.below(2)].clone();
        let options = ReadOptions { scheme, kind, ..ReadOptions::default() };
        let capacity = [1, 7, 8192][chance.below(3)];
        let mut counted = (0, 0, 0);
        let read =
            read_list(&mut BufReader::with_capacity(capacity, &bytes[..]), format, &options, &mut |row| match row {
                Ok(entry) => {
                    assert!(
                        !entry.digests.is_empty() || !entry.looks().is_empty(),
                        "round {round}: an entry without a hash"
                    );
                    counted.0 += 1;
                }
                Err(problem) if problem.rest_used => counted.2 += 1,
                Err(_) => counted.1 += 1,
            });
        match read {
            Ok(tally) => {
                assert_eq!((tally.n_rows, tally.n_refused, tally.n_values_refused), counted, "round {round}");
                n_read += 1;
            }
            Err(_) => n_unreadable += 1,
        }
        let format = HashOnlyFormat::ALL[chance.below(HashOnlyFormat::ALL.len())];
        let _ = read_hash_only(&mut &bytes[..], format, &options, &mut |row| {
            if let Ok(row) = row {
                assert!(row.file.id().is_some() && !row.occurrence.place.path.is_empty(), "round {round}");
            }
        });
    }
    // Both must happen, or the mutations reach nothing.
    assert!(n_read > n_rounds / 20 && n_unreadable > n_rounds / 20, "{n_read} read, {n_unreadable} unreadable");
}

fn read(format: ListFormat, from: impl Read) -> (Vec<RowCode>, u64, Option<Unreadable>) {
    let (mut codes, mut n_rows) = (Vec::new(), 0);
    let read = read_list(&mut BufReader::new(from), format, &ReadOptions::default(), &mut |row| match row {
        Ok(_) => n_rows += 1,
        Err(problem) => codes.push(problem.code),
    });
    (codes, n_rows, read.err())
}

const ENVELOPE: &str = "{\"@odata.context\":\"x/DataModels/2.0.xml/US/$metadata#Media\",\"value\":[";
const MEDIA: &str = "{\"MediaID\":7,\"MD5\":\"327f507d570ab1988284e40f4eb39512\"}";

#[test]
fn nesting_a_hundred_thousand_deep_costs_its_row() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{ENVELOPE}{{\"MD5\":\"327f507d570ab1988284e40f4eb39513\",\"x\":{deep}}},{deep},{MEDIA}]}}");
    let (codes, n_rows, error) = read(ListFormat::Vics, text.as_bytes());
    assert_eq!((codes, n_rows), (vec![RowCode::TooDeep, RowCode::Malformed], 1));
    assert!(error.is_none(), "{error:?}");
    for text in
        [format!("{ENVELOPE}{{\"x\":{}", "[".repeat(100_000)), "[".repeat(100_000), "{\"value\":".repeat(100_000)]
    {
        let (_, _, error) = read(ListFormat::Vics, text.as_bytes());
        assert!(error.is_some());
    }
    let deep = "<image>".repeat(100_000);
    let (_, _, error) = read(ListFormat::Ncmec, format!("<queryResult>{deep}").as_bytes());
    assert!(matches!(error, Some(Unreadable::Syntax { .. })));
}

#[test]
fn a_row_without_end_is_given_up() {
    let endless = |head: &str| Cursor::new(head.as_bytes().to_vec()).chain(std::io::repeat(b'a'));
    let (_, n_rows, error) = read(ListFormat::Vics, endless(&format!("{ENVELOPE}{MEDIA},{{\"MD5\":\"")));
    assert!(matches!((n_rows, error), (1, Some(Unreadable::RowTooLong { after_row: 1, .. }))));
    let (_, _, error) = read(ListFormat::Ncmec, endless("<queryResult><images><image><id>"));
    assert!(matches!(error, Some(Unreadable::RowTooLong { .. })));
    // Lines that are too long are read past, and what comes after them is read.
    let long = std::io::repeat(b'a').take(100 << 20).chain(&b"\n327f507d570ab1988284e40f4eb39512\n"[..]);
    let (codes, n_rows, error) = read(ListFormat::Plain, long);
    assert_eq!((codes, n_rows, error.is_none()), (vec![RowCode::CouldBeAnImage], 1, true));
}

#[test]
fn an_image_within_a_record_costs_that_record() {
    let image = "iVBORw0KGgo".to_owned() + &"A8b".repeat(3_000_000);
    let text = format!("{ENVELOPE}{{\"MD5\":\"327f507d570ab1988284e40f4eb39513\",\"Picture\":\"{image}\"}},{MEDIA}]}}");
    let (codes, n_rows, error) = read(ListFormat::Vics, text.as_bytes());
    assert_eq!((codes, n_rows, error.is_none()), (vec![RowCode::CouldBeAnImage], 1, true));
}
