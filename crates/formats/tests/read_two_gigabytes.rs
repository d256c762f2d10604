//! A VICS hash set that is never whole anywhere, read in constant memory. Alone in its process, for it looks at the
//! process's own peak.
//!
//! 64 MiB when run by hand; 2 GiB with `SANAD_LONG=1`, as `make test` sets it.

use std::fmt::Write as _;
use std::io::{BufReader, Read};

use formats::list_file::ReadOptions;

/// Makes the document as it is read: an envelope, then records until there are enough bytes.
struct HashSet {
    piece: String,
    at: usize,
    n_records: u64,
    bytes_left: u64,
    is_over: bool,
}

impl HashSet {
    fn of_bytes(n_bytes: u64) -> HashSet {
        let context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media";
        let piece = format!("{{\"@odata.context\":\"{context}\",\"value\":[");
        HashSet { piece, at: 0, n_records: 0, bytes_left: n_bytes, is_over: false }
    }

    fn write_next(&mut self) {
        self.at = 0;
        self.piece.clear();
        if self.is_over {
            return;
        }
        if self.bytes_left == 0 {
            self.is_over = true;
            self.piece.push_str("]}");
            return;
        }
        if self.n_records > 0 {
            self.piece.push(',');
        }
        self.n_records += 1;
        let number = self.n_records;
        // Ids out of order, so that remembering them is no free ride.
        let id = number ^ 0x5;
        let photo_dna = "q".repeat(192);
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        write!(
            self.piece,
            "{{\"MediaID\":{id},\"Category\":{},\"MD5\":\"{mixed:016X}{number:016X}\",\"SHA1\":\"{mixed:016X}{number:024X}\",\
             \"MediaSize\":{number},\"VictimIdentified\":\"false\",\"IsDistributed\":\"true\",\"Series\":\"\",\
             \"Tags\":\"one, two\",\"PhotoDNA\":\"{photo_dna}\",\"Exifs\":[{{\"PropertyName\":\"Make\",\"PropertyValue\":\"NoCam\"}}]}}",
            number % 5,
        )
        .expect("memory");
        self.bytes_left = self.bytes_left.saturating_sub(self.piece.len() as u64);
    }
}

impl Read for HashSet {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.piece.len() {
            self.write_next();
        }
        let rest = &self.piece.as_bytes()[self.at..];
        let n_bytes = rest.len().min(into.len());
        into[..n_bytes].copy_from_slice(&rest[..n_bytes]);
        self.at += n_bytes;
        Ok(n_bytes)
    }
}

/// The most memory that this process ever had, in bytes.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a Linux kernel");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("VmHWM");
    let kib: u64 = line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("a number");
    kib * 1024
}

#[test]
fn a_hash_set_larger_than_memory_goes_through() {
    let is_long = std::env::var_os("SANAD_LONG").is_some_and(|value| value == "1");
    let n_bytes: u64 = if is_long { 2 * 1024 * 1024 * 1024 } else { 64 * 1024 * 1024 };
    let mut hash_set = HashSet::of_bytes(n_bytes);
    let mut from = BufReader::with_capacity(256 * 1024, &mut hash_set);
    let (mut n_entries, mut n_problems, mut last_row) = (0u64, 0u64, 0);
    let tally = formats::vics::read::read(&mut from, &ReadOptions::default(), &mut |row| match row {
        Ok(entry) => {
            n_entries += 1;
            last_row = entry.row;
        }
        Err(_) => n_problems += 1,
    })
    .unwrap();
    let peak = peak_bytes();
    println!("{} MiB, {n_entries} records, peak memory {} MiB", n_bytes >> 20, peak >> 20);
    assert_eq!((n_problems, n_entries, last_row), (0, hash_set.n_records, hash_set.n_records));
    assert_eq!((tally.n_rows, tally.format.as_str()), (n_entries, "vics-2.0"));
    // Far below the document in the short run already, and below the promise in the long one.
    let bound = if is_long { 512 << 20 } else { 48 << 20 };
    assert!(peak < bound, "peak memory {peak} bytes");
}
