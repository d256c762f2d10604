//! An index of hashes that lie in a file: built, asked and checked, so that anyone can measure what this program
//! promises. Apart from any unit: no node is opened, nothing is remembered, no list is asked.
//!
//! A file of hashes holds records of 32 bytes, or lines of 64 hexadecimal digits. A row is its number in the file,
//! beginning with 0; empty lines and lines that begin with `#` are none.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fingerprint::Pdq;
use index::near::{NearDamage, NearError, NearFileError, RADIUS_BITS_MAX};
use index::{NearEntry, NearIndex, Plan};

/// Digits of a hash that is written as text.
const DIGITS: usize = 64;

/// Questions that a thread is handed at a time, at most: so many the index answers together, reading each table once.
const QUERIES_AT_ONCE: usize = 1 << 16;

/// Comparisons that the sample for recall may take, so that it stays a matter of seconds.
const COMPARISONS_MAX: usize = 1 << 30;

/// Questions whose answers are compared with brute force, at most.
const SAMPLE_MAX: usize = 200;

/// Questions that are asked one by one to see what one alone takes, at most.
const SINGLES_MAX: usize = 1_000;

/// Why a file of hashes or an index could not be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexFileError {
    /// A file could not be read. React: check the path.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Written {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file holds no hashes. React: mend the line, or give records of 32 bytes.
    #[error("{} holds no PDQ hash at {at}", path.display())]
    NotHashes {
        /// Which.
        path: PathBuf,
        /// The line, or the record, beginning with 1.
        at: u64,
    },
    /// More than the index answers.
    #[error("{distance_bits} bits, where the index answers up to {distance_bits_max}")]
    Distance {
        /// Asked.
        distance_bits: u32,
        /// Answered.
        distance_bits_max: u32,
    },
    /// An index cannot be believed. React: build it again.
    #[error("cannot use the index {}", path.display())]
    Damaged {
        /// Its file.
        path: PathBuf,
        /// What does not agree.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Somebody asked to stop.
    #[error("stopped")]
    Stopped,
}

/// What to ask.
pub struct QueryAsk<'a> {
    /// Hashes, or an index that was built of them.
    pub entries: &'a Path,
    /// Hashes to be found.
    pub queries: &'a Path,
    /// Within how many bits.
    pub distance_bits: u32,
    /// Threads.
    pub n_jobs: usize,
    /// Where each match is written: query, entry, distance.
    pub pairs: Option<&'a Path>,
    /// Set by whoever wants it to stop.
    pub stop: &'a AtomicBool,
}

/// Seconds of the clock and of the processor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Took {
    /// On the wall.
    pub wall_s: f64,
    /// Of all threads together.
    pub cpu_s: f64,
}

/// What an index is.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexView {
    /// Entries.
    pub n_entries: usize,
    /// Different hashes among them.
    pub n_looks: usize,
    /// Bytes it takes.
    pub n_bytes: usize,
    /// The largest distance it answers, all entries within it found.
    pub distance_bits_max: u32,
    /// Pairs of bands of its plan; none: every entry is compared.
    pub n_band_pairs: Option<u32>,
    /// What a look-up takes by this plan, as it was estimated when it was chosen.
    pub cost_ns: f64,
    /// What comparing every entry would take.
    pub cost_of_all_ns: f64,
}

/// What the answers were, and what they took.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryView {
    /// The index that was asked.
    pub index: IndexView,
    /// Whether it was built for this question; else it was opened from its file.
    pub is_built: bool,
    /// Questions.
    pub n_queries: usize,
    /// Matches: pairs of a question and an entry.
    pub n_matches: u64,
    /// Building or opening the index; the hashes had been read.
    pub build: Took,
    /// All questions.
    pub query: Took,
    /// Processor time of one question that is asked alone, in microseconds: the median.
    pub single_median_us: Option<f64>,
    /// Questions of the sample that was compared with brute force.
    pub n_sampled: usize,
    /// Matches that brute force finds for the sample.
    pub n_sampled_matches: u64,
    /// The share of them that the index found; none where there are none, or where the entries are not at hand.
    pub recall: Option<f64>,
}

/// Builds an index of the hashes in `entries` and writes it to `out`.
pub fn build(entries: &Path, out: &Path, distance_bits: u32) -> Result<(IndexView, Took), IndexFileError> {
    let hashes = entries_of(entries)?;
    let (index, took) = measured(|| index_of(hashes, distance_bits));
    let index = index?;
    index.write_to(out).map_err(|source| IndexFileError::Written { path: out.to_owned(), source: source.into() })?;
    Ok((view(&index), took))
}

/// Checks every byte of an index.
pub fn check(path: &Path) -> Result<(IndexView, Took), IndexFileError> {
    let (index, took) = measured(|| {
        let index = NearIndex::open(path).map_err(|error| damaged(path, error))?;
        index.check_blocks().map_err(|error| damaged(path, error))?;
        Ok(index)
    });
    Ok((view(&index?), took))
}

/// Asks an index for everything within a distance.
pub fn query(ask: &QueryAsk<'_>) -> Result<QueryView, IndexFileError> {
    let queries: Vec<Pdq> = hashes_of(ask.queries)?.collect::<Result<_, _>>()?;
    let (opened, build) = measured(|| NearIndex::open(ask.entries));
    let is_built = matches!(opened, Err(NearFileError::Damaged { damage: NearDamage::NotAnIndex, .. }));
    let (index, build) = if is_built {
        let entries = entries_of(ask.entries)?;
        let (index, build) = measured(|| index_of(entries, ask.distance_bits));
        (index?, build)
    } else {
        (opened.map_err(|error| damaged(ask.entries, error))?, build)
    };
    let distance_bits_max = index.plan().radius_bits_max();
    if ask.distance_bits > distance_bits_max {
        return Err(IndexFileError::Distance { distance_bits: ask.distance_bits, distance_bits_max });
    }
    let (n_matches, query) = measured(|| ask_all(ask, &index, &queries));
    let n_matches = n_matches?;
    let single_median_us = singles(ask, &index, &queries)?;
    let (n_sampled, n_sampled_matches, n_found) = if is_built { sample(ask, &index, &queries)? } else { (0, 0, 0) };
    Ok(QueryView {
        index: view(&index),
        is_built,
        n_queries: queries.len(),
        n_matches,
        build,
        query,
        single_median_us,
        n_sampled,
        n_sampled_matches,
        recall: (n_sampled_matches > 0).then(|| n_found as f64 / n_sampled_matches as f64),
    })
}

fn index_of(entries: Vec<NearEntry>, distance_bits: u32) -> Result<NearIndex, IndexFileError> {
    NearIndex::build(entries, distance_bits)
        .map_err(|_| IndexFileError::Distance { distance_bits, distance_bits_max: RADIUS_BITS_MAX })
}

fn view(index: &NearIndex) -> IndexView {
    let (plan, n_entries) = (index.plan(), index.n_entries());
    let distance_bits_max = plan.radius_bits_max();
    IndexView {
        n_entries,
        n_looks: index.n_looks(),
        n_bytes: index.size_bytes(),
        distance_bits_max,
        n_band_pairs: (!plan.is_brute_force()).then(|| plan.n_pairs()),
        cost_ns: plan.cost_ns(index.n_looks()),
        cost_of_all_ns: Plan::brute_force(distance_bits_max).cost_ns(index.n_looks()),
    }
}

fn damaged(path: &Path, error: NearFileError) -> IndexFileError {
    IndexFileError::Damaged { path: path.to_owned(), source: error.into() }
}

fn ask_all(ask: &QueryAsk<'_>, index: &NearIndex, queries: &[Pdq]) -> Result<u64, IndexFileError> {
    let mut pairs =
        ask.pairs.map(|path| File::create(path).map(BufWriter::new)).transpose().map_err(not_written(ask))?;
    let is_written = pairs.is_some();
    let n_jobs = ask.n_jobs.max(1);
    let mut n_matches = 0;
    for (round, queries) in queries.chunks(QUERIES_AT_ONCE * n_jobs).enumerate() {
        if ask.stop.load(Ordering::Relaxed) {
            return Err(IndexFileError::Stopped);
        }
        let n_each = queries.len().div_ceil(n_jobs);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let ask_some = |queries| scope.spawn(move || ask_some(ask, index, queries, is_written));
            let threads: Vec<_> = queries.chunks(n_each).map(ask_some).collect();
            threads.into_iter().map(|thread| thread.join().expect("a look-up does not panic")).collect()
        });
        for (chunk, answer) in answers.into_iter().enumerate() {
            let (n, rows) = answer?;
            n_matches += n;
            let first = round * QUERIES_AT_ONCE * n_jobs + chunk * n_each;
            if let Some(out) = &mut pairs {
                for (query, row, distance) in rows {
                    writeln!(out, "{},{row},{distance}", first + query).map_err(not_written(ask))?;
                }
            }
        }
    }
    if let Some(out) = &mut pairs {
        out.flush().map_err(not_written(ask))?;
    }
    Ok(n_matches)
}

fn not_written(ask: &QueryAsk<'_>) -> impl Fn(std::io::Error) -> IndexFileError {
    let path = ask.pairs.map(Path::to_owned).unwrap_or_default();
    move |source| IndexFileError::Written { path: path.clone(), source: source.into() }
}

/// How many matches, and where they are wanted query, row and distance of each, in order.
type Answers = (u64, Vec<(usize, u64, u32)>);

fn ask_some(ask: &QueryAsk<'_>, index: &NearIndex, queries: &[Pdq], are_kept: bool) -> Result<Answers, IndexFileError> {
    let (mut n, mut rows) = (0, Vec::new());
    let visit = |query, hit: index::NearHit| {
        n += 1;
        if are_kept {
            rows.push((query, hit.row, hit.distance));
        }
    };
    index.search_each(queries, ask.distance_bits, visit).map_err(|error| near_error(ask, error))?;
    rows.sort_unstable();
    Ok((n, rows))
}

fn near_error(ask: &QueryAsk<'_>, error: NearError) -> IndexFileError {
    match error {
        NearError::Radius(error) => {
            IndexFileError::Distance { distance_bits: error.asked_bits, distance_bits_max: error.planned_bits }
        }
        NearError::File(error) => damaged(ask.entries, error),
    }
}

/// What one question takes that is asked alone.
fn singles(ask: &QueryAsk<'_>, index: &NearIndex, queries: &[Pdq]) -> Result<Option<f64>, IndexFileError> {
    let mut each_us = Vec::new();
    for query in spread(queries, SINGLES_MAX).map(|(_, query)| query) {
        let begun = cpu_s();
        index.search(query, ask.distance_bits).map_err(|error| near_error(ask, error))?;
        each_us.push(1e6 * (cpu_s() - begun));
    }
    each_us.sort_by(f64::total_cmp);
    Ok(each_us.get(each_us.len() / 2).copied())
}

/// Compares some answers with those of comparing every entry of the file: how many questions, how many matches they
/// have, how many of these the index found. The file is read again, for an index need not keep what it was built of.
fn sample(ask: &QueryAsk<'_>, index: &NearIndex, queries: &[Pdq]) -> Result<(usize, u64, u64), IndexFileError> {
    let n_sampled = (COMPARISONS_MAX / index.n_entries().max(1)).clamp(1, SAMPLE_MAX);
    let sampled: Vec<Pdq> = spread(queries, n_sampled).map(|(_, query)| *query).collect();
    let mut expected: Vec<(usize, u64, u32)> = Vec::new();
    for (row, hash) in hashes_of(ask.entries)?.enumerate() {
        let hash = hash?;
        for (number, query) in sampled.iter().enumerate() {
            let distance = hash.distance(query);
            if distance <= ask.distance_bits {
                expected.push((number, row as u64, distance));
            }
        }
        if row % (1 << 16) == 0 && ask.stop.load(Ordering::Relaxed) {
            return Err(IndexFileError::Stopped);
        }
    }
    let (_, found) = ask_some(ask, index, &sampled, true)?;
    let n_found = expected.iter().filter(|pair| found.binary_search(pair).is_ok()).count();
    Ok((sampled.len(), expected.len() as u64, n_found as u64))
}

/// Some of them, spread evenly.
fn spread(queries: &[Pdq], n_max: usize) -> impl Iterator<Item = (usize, &Pdq)> {
    queries.iter().enumerate().step_by(queries.len().div_ceil(n_max.max(1)).max(1))
}

fn entries_of(path: &Path) -> Result<Vec<NearEntry>, IndexFileError> {
    hashes_of(path)?.zip(0..).map(|(hash, row)| Ok(NearEntry { hash: hash?, list: 0, row })).collect()
}

/// The hashes of a file, one after the other.
fn hashes_of(path: &Path) -> Result<Box<dyn Iterator<Item = Result<Pdq, IndexFileError>> + '_>, IndexFileError> {
    let (file, is_text) = open(path)?;
    let failed = move |source| IndexFileError::Read { path: path.to_owned(), source };
    let not_hashes = move |at| IndexFileError::NotHashes { path: path.to_owned(), at };
    if is_text {
        let lines = file.lines().zip(1..).filter_map(move |(line, at)| match line {
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Some(Err(not_hashes(at))),
            Err(error) => Some(Err(failed(error))),
            Ok(line) if line.trim().is_empty() || line.starts_with('#') => None,
            Ok(line) => Some(line.trim().parse::<Pdq>().map_err(|_| not_hashes(at))),
        });
        return Ok(Box::new(lines));
    }
    let mut file = file;
    let records = (1..).map_while(move |at| {
        let mut record = [0; 32];
        let mut n_read = 0;
        while n_read < record.len() {
            match file.read(&mut record[n_read..]) {
                Ok(0) => break,
                Ok(n) => n_read += n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(failed(error))),
            }
        }
        match n_read {
            0 => None,
            32 => Some(Ok(Pdq(record))),
            _ => Some(Err(not_hashes(at))),
        }
    });
    Ok(Box::new(records))
}

/// Opens a file of hashes, and says whether they are written as text.
fn open(path: &Path) -> Result<(BufReader<File>, bool), IndexFileError> {
    let failed = |source| IndexFileError::Read { path: path.to_owned(), source };
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed)?);
    let begin = file.fill_buf().map_err(failed)?;
    let is_comment = begin.first() == Some(&b'#')
        && begin.iter().take(4_096).all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    let is_line = begin.get(..DIGITS).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        && begin.get(DIGITS).is_none_or(|end| b"\r\n \t".contains(end));
    Ok((file, is_comment || is_line))
}

fn measured<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (begun, cpu_begun_s) = (Instant::now(), cpu_s());
    let done = work();
    (done, Took { wall_s: begun.elapsed().as_secs_f64(), cpu_s: cpu_s() - cpu_begun_s })
}

/// Processor time of all threads so far.
fn cpu_s() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes of which no two lie near each other: each is drawn from its number.
    fn hash(number: u64) -> Pdq {
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut bytes = [0; 32];
        bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|word| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *word = state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes();
        });
        Pdq(bytes)
    }

    fn turned(mut hash: Pdq, n_bits: usize) -> Pdq {
        (0..n_bits).for_each(|bit| hash.0[bit / 4] ^= 1 << (bit % 4));
        hash
    }

    struct Files {
        folder: tempfile::TempDir,
        entries: PathBuf,
        queries: PathBuf,
    }

    fn files(n_entries: u64) -> Files {
        let folder = tempfile::tempdir().unwrap();
        let (entries, queries) = (folder.path().join("entries.bin"), folder.path().join("queries.txt"));
        std::fs::write(&entries, (0..n_entries).flat_map(|n| hash(n).0).collect::<Vec<u8>>()).unwrap();
        let asked = [turned(hash(7), 3), turned(hash(7), 31), turned(hash(8), 32), hash(9_999_999)];
        let lines: String = asked.iter().map(|hash| format!("{hash}\r\n")).collect();
        std::fs::write(&queries, format!("# asked\n\n{lines}")).unwrap();
        Files { folder, entries, queries }
    }

    fn ask<'a>(files: &'a Files, pairs: Option<&'a Path>, stop: &'a AtomicBool) -> QueryAsk<'a> {
        QueryAsk { entries: &files.entries, queries: &files.queries, distance_bits: 31, n_jobs: 2, pairs, stop }
    }

    #[test]
    fn records_and_lines_are_asked_and_the_pairs_written() {
        let (files, stop) = (files(20_000), AtomicBool::new(false));
        let pairs = files.folder.path().join("pairs.csv");
        let view = query(&ask(&files, Some(&pairs), &stop)).unwrap();
        assert_eq!((view.index.n_entries, view.n_queries, view.n_matches), (20_000, 4, 2));
        assert_eq!((view.n_sampled, view.n_sampled_matches, view.recall), (4, 2, Some(1.0)));
        assert_eq!(std::fs::read_to_string(pairs).unwrap(), "0,7,3\n1,7,31\n");
    }

    #[test]
    fn an_index_that_was_built_answers_as_its_hashes_do_and_refuses_what_it_was_not_built_for() {
        let (mut files, stop) = (files(5_000), AtomicBool::new(false));
        let out = files.folder.path().join("entries.index");
        let (built, _) = build(&files.entries, &out, 31).unwrap();
        assert_eq!(check(&out).unwrap().0, built);
        files.entries = out.clone();
        let view = query(&ask(&files, None, &stop)).unwrap();
        assert_eq!((view.is_built, view.n_matches, view.recall), (false, 2, None));
        let refused = query(&QueryAsk { distance_bits: 32, ..ask(&files, None, &stop) });
        assert!(matches!(refused, Err(IndexFileError::Distance { distance_bits: 32, distance_bits_max: 31 })));
        let mut bytes = std::fs::read(&out).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        std::fs::write(&out, bytes).unwrap();
        assert!(matches!(check(&out), Err(IndexFileError::Damaged { .. })));
    }

    #[test]
    fn what_is_no_hash_is_named_by_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("any");
        let at = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            match hashes_of(&path).unwrap().find_map(Result::err) {
                Some(IndexFileError::NotHashes { at, .. }) => Some(at),
                Some(other) => panic!("{other}"),
                None => None,
            }
        };
        assert_eq!(at(b""), None);
        assert_eq!(at(&[7; 64]), None);
        assert_eq!(at(&[7; 40]), Some(2));
        assert_eq!(at(format!("{}\n\n{}\n", hash(1), hash(2)).as_bytes()), None);
        assert_eq!(at(format!("{}\n# x\n12\n", hash(1)).as_bytes()), Some(3));
        assert_eq!(at(format!("{}", hash(1)).as_bytes()), None);
        assert!(matches!(hashes_of(Path::new("/nowhere/at/all")), Err(IndexFileError::Read { .. })));
    }

    #[test]
    fn a_distance_beyond_all_plans_and_a_wish_to_stop_are_heard() {
        let (files, stop) = (files(100), AtomicBool::new(true));
        assert!(matches!(query(&ask(&files, None, &stop)), Err(IndexFileError::Stopped)));
        let refused = query(&QueryAsk { distance_bits: 65, ..ask(&files, None, &stop) });
        assert!(matches!(refused, Err(IndexFileError::Distance { distance_bits: 65, distance_bits_max: 64 })));
    }
}
