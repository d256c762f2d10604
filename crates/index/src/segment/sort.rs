//! Sorting more entries than memory should hold: runs sorted in memory, kept in nameless files, merged at the end.
//!
//! Entries are plain bytes of one width, at least eight, and are ordered as such; one that stands twice is given once.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write};
use std::path::Path;

use crate::order::{AHEAD, by_heads};
use crate::prefetch::prefetch;

/// So many runs are merged into one before another is begun: each costs a file descriptor and a buffer.
const RUNS_MAX: usize = 64;

const BUFFER_BYTES: usize = 256 * 1024;

/// Sorted entries in files without a name, so that a killed process leaves none behind.
#[derive(Debug)]
pub(super) struct Runs {
    entry_bytes: usize,
    runs: Vec<File>,
}

impl Runs {
    pub(super) fn of(entry_bytes: usize) -> Runs {
        Runs { entry_bytes, runs: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Sorts these entries into a run in this folder.
    pub(super) fn add(&mut self, entries: &[u8], folder: &Path) -> io::Result<()> {
        let mut run = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder)?);
        each_sorted(entries, self.entry_bytes, |entry| run.write_all(entry))?;
        self.runs.push(finished(run)?);
        if self.runs.len() == RUNS_MAX {
            let mut merged = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder)?);
            self.each_merged(|entry| merged.write_all(entry))?;
            self.runs = vec![finished(merged)?];
        }
        Ok(())
    }

    /// Gives the entries of all runs in order. Can be asked again.
    pub(super) fn each_merged(&self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let runs = self.runs.iter().map(|run| Run::begin(run, self.entry_bytes)).collect::<io::Result<Vec<_>>>()?;
        let mut contest = Contest::begin(runs);
        let mut last = vec![0; self.entry_bytes];
        let mut is_first = true;
        while let Some(entry) = contest.winner() {
            if is_first || entry != last {
                each(entry)?;
                last.copy_from_slice(entry);
                is_first = false;
            }
            contest.advance()?;
        }
        Ok(())
    }
}

/// Gives entries that lie in memory one after the other in order.
pub(super) fn each_sorted(
    entries: &[u8],
    entry_bytes: usize,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let entry = |number: usize| &entries[number * entry_bytes..][..entry_bytes];
    let order = by_heads(
        entries.len() / entry_bytes,
        |number| head_of(entry(number)),
        |one, other| entry(one)[8..].cmp(&entry(other)[8..]),
    );
    let mut last: Option<(u64, &[u8])> = None;
    for (at, one) in order.iter().enumerate() {
        if let Some(later) = order.get(at + AHEAD) {
            prefetch(entries, later.number() * entry_bytes);
        }
        let (head, entry) = (one.head(), entry(one.number()));
        if last != Some((head, entry)) {
            each(entry)?;
            last = Some((head, entry));
        }
    }
    Ok(())
}

fn finished(run: BufWriter<File>) -> io::Result<File> {
    run.into_inner().map_err(io::IntoInnerError::into_error)
}

/// The first eight bytes as a number, which orders entries but for those that agree in them.
fn head_of(entry: &[u8]) -> u64 {
    u64::from_be_bytes(std::array::from_fn(|n| entry[n]))
}

/// A run while it is read.
struct Run<'f> {
    file: &'f File,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    entry_bytes: usize,
}

impl<'f> Run<'f> {
    fn begin(mut file: &'f File, entry_bytes: usize) -> io::Result<Run<'f>> {
        file.rewind()?;
        let buffer = vec![0; BUFFER_BYTES.next_multiple_of(entry_bytes)];
        let mut run = Run { file, buffer, at: 0, end: 0, entry_bytes };
        run.fill()?;
        Ok(run)
    }

    fn entry(&self) -> Option<&[u8]> {
        (self.at < self.end).then(|| &self.buffer[self.at..self.at + self.entry_bytes])
    }

    fn advance(&mut self) -> io::Result<()> {
        self.at += self.entry_bytes;
        if self.at == self.end { self.fill() } else { Ok(()) }
    }

    fn fill(&mut self) -> io::Result<()> {
        (self.at, self.end) = (0, 0);
        while self.end < self.buffer.len() {
            match self.file.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(n) => self.end += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if self.end.is_multiple_of(self.entry_bytes) { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// A tree of losers (Knuth, *The Art of Computer Programming* 3, 5.4.1): the next entry of many runs costs one
/// comparison for each level.
struct Contest<'f> {
    runs: Vec<Run<'f>>,
    /// The heads of the runs' next entries; the highest number where a run has ended.
    heads: Vec<u64>,
    /// The losers of the inner matches; number 0 is the winner of all.
    losers: Vec<usize>,
}

impl<'f> Contest<'f> {
    fn begin(runs: Vec<Run<'f>>) -> Contest<'f> {
        let heads: Vec<u64> = runs.iter().map(next_head).collect();
        let losers = vec![0; runs.len()];
        let mut contest = Contest { runs, heads, losers };
        if !contest.runs.is_empty() {
            contest.losers[0] = contest.play(1);
        }
        contest
    }

    fn winner(&self) -> Option<&[u8]> {
        self.runs.get(*self.losers.first()?)?.entry()
    }

    fn advance(&mut self) -> io::Result<()> {
        let mut winner = self.losers[0];
        self.runs[winner].advance()?;
        self.heads[winner] = next_head(&self.runs[winner]);
        let mut node = (winner + self.runs.len()) / 2;
        while node > 0 {
            let other = self.losers[node];
            let is_beaten = self.is_before(other, winner);
            (self.losers[node], winner) = if is_beaten { (winner, other) } else { (other, winner) };
            node /= 2;
        }
        self.losers[0] = winner;
        Ok(())
    }

    /// Plays all matches below a node and gives their winner.
    fn play(&mut self, node: usize) -> usize {
        if node >= self.runs.len() {
            return node - self.runs.len();
        }
        let (one, other) = (self.play(2 * node), self.play(2 * node + 1));
        let (winner, loser) = if self.is_before(other, one) { (other, one) } else { (one, other) };
        self.losers[node] = loser;
        winner
    }

    fn is_before(&self, one: usize, other: usize) -> bool {
        let (head, other_head) = (self.heads[one], self.heads[other]);
        if head != other_head {
            return head < other_head;
        }
        match (self.runs[one].entry(), self.runs[other].entry()) {
            (Some(entry), Some(other)) => entry < other,
            (entry, _) => entry.is_some(),
        }
    }
}

fn next_head(run: &Run<'_>) -> u64 {
    run.entry().map_or(u64::MAX, head_of)
}
