//! Files of made-up hashes, the same for us and for the peers: drawn from a seed, so that everyone has the
//! same. None of them is of a picture.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Bytes of a PDQ hash.
const CODE_BYTES: usize = 32;
/// How far a question that has an answer lies from its entry, at most: all distances up to it occur.
const DISTANCE_BITS_MAX: u64 = 31;

/// How entries are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// Every bit by chance.
    Uniform,
    /// As lists of the world are, and worse: half are copies, groups of near-identical ones, hashes of flat pictures
    /// with few bits set, and a fifth that share their first bits with many others.
    Skewed,
}

impl Spread {
    pub(super) fn name(self) -> &'static str {
        match self {
            Spread::Uniform => "uniform",
            Spread::Skewed => "skewed",
        }
    }
}

/// Entries and questions: records of 32 bytes.
pub(super) struct Codes {
    pub entries: PathBuf,
    pub queries: PathBuf,
    pub n_queries: u64,
}

/// Writes both files unless they are there. Half of the questions lie 0 to 31 bits from an entry, half are drawn as
/// entries are: uniform ones are then in no list, skewed ones in many.
pub(super) fn codes(folder: &Path, spread: Spread, n_entries: u64, n_queries: u64) -> Result<Codes> {
    let stem = format!("codes-{}-{n_entries}", spread.name());
    let entries = folder.join(format!("{stem}.bin"));
    let queries = folder.join(format!("{stem}-queries-{n_queries}.bin"));
    let size_bytes = n_entries * CODE_BYTES as u64;
    if !is_there(&entries, size_bytes) {
        write_all(&entries, |out| {
            let mut drawing = Drawing::new(spread, n_entries);
            (0..n_entries).try_for_each(|_| out.write_all(&drawing.next_code()))
        })?;
    }
    if !is_there(&queries, n_queries * CODE_BYTES as u64) {
        let file = std::fs::File::open(&entries).with_context(|| format!("opening {}", entries.display()))?;
        let mut dice = Dice(0x9e37_79b9 ^ n_entries);
        let mut drawing = Drawing { dice: Dice(77 ^ n_entries), ..Drawing::new(spread, n_entries) };
        write_all(&queries, |out| {
            for n in 0..n_queries {
                let mut code = drawing.next_code();
                if n % 2 == 0 {
                    let at = dice.below(n_entries) * CODE_BYTES as u64;
                    std::os::unix::fs::FileExt::read_exact_at(&file, &mut code, at)?;
                    let n_bits = dice.below(DISTANCE_BITS_MAX + 1);
                    dice.flip(&mut code, n_bits);
                }
                out.write_all(&code)?;
            }
            Ok(())
        })?;
    }
    Ok(Codes { entries, queries, n_queries })
}

fn is_there(path: &Path, size_bytes: u64) -> bool {
    path.metadata().is_ok_and(|facts| facts.len() == size_bytes)
}

fn write_all(path: &Path, write: impl FnOnce(&mut BufWriter<std::fs::File>) -> std::io::Result<()>) -> Result<()> {
    let file = std::fs::File::create(path).with_context(|| format!("making {}", path.display()))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    write(&mut out).and_then(|()| out.flush()).with_context(|| format!("writing {}", path.display()))
}

/// Draws entries one after the other.
struct Drawing {
    spread: Spread,
    dice: Dice,
    /// Some that were drawn before, of which copies are made.
    drawn: Vec<[u8; CODE_BYTES]>,
    /// The middle of the one large group.
    middle: [u8; CODE_BYTES],
    /// One in so many belongs to that group, so that it has about 10,000 of a million.
    one_in: u64,
}

impl Drawing {
    fn new(spread: Spread, n_entries: u64) -> Drawing {
        let mut dice = Dice(n_entries);
        let mut middle = [0; CODE_BYTES];
        dice.fill(&mut middle);
        Drawing { spread, dice, drawn: Vec::new(), middle, one_in: (n_entries / 10_000).max(100) }
    }

    fn next_code(&mut self) -> [u8; CODE_BYTES] {
        let mut code = [0; CODE_BYTES];
        self.dice.fill(&mut code);
        if self.spread == Spread::Uniform {
            return code;
        }
        if self.dice.below(self.one_in) == 0 {
            code = self.middle;
            let n_bits = self.dice.below(12);
            self.dice.flip(&mut code, n_bits);
            return code;
        }
        match self.dice.below(100) {
            0..50 if !self.drawn.is_empty() => {
                return self.drawn[self.dice.below(self.drawn.len() as u64) as usize];
            }
            50..60 if !self.drawn.is_empty() => {
                code = self.drawn[self.dice.below(self.drawn.len() as u64) as usize];
                let n_bits = self.dice.below(20);
                self.dice.flip(&mut code, n_bits);
            }
            60..65 => {
                // A flat picture: the same few bits, most others unset.
                code = [0; CODE_BYTES];
                let n_bits = 40 + self.dice.below(30);
                self.dice.flip(&mut code, n_bits);
            }
            65..85 => code[0..2].copy_from_slice(&[0, self.dice.below(16) as u8]),
            _ => {}
        }
        // A window of those drawn last would make copies neighbours; this keeps some of all.
        if self.drawn.len() < 1 << 16 {
            self.drawn.push(code);
        } else if self.dice.below(4) == 0 {
            let at = self.dice.below(1 << 16) as usize;
            self.drawn[at] = code;
        }
        code
    }
}

/// SplitMix64 (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            piece.copy_from_slice(&self.next().to_le_bytes()[..piece.len()]);
        }
    }

    /// Turns exactly `n_bits` different bits over.
    fn flip(&mut self, code: &mut [u8; CODE_BYTES], n_bits: u64) {
        let mut flipped = [0u8; CODE_BYTES];
        let mut left = n_bits;
        while left > 0 {
            let bit = self.below(8 * CODE_BYTES as u64) as usize;
            if flipped[bit / 8] & (1 << (bit % 8)) == 0 {
                flipped[bit / 8] |= 1 << (bit % 8);
                left -= 1;
            }
        }
        code.iter_mut().zip(flipped).for_each(|(byte, bits)| *byte ^= bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_lie_near_entries_and_all_comes_from_the_seed() {
        let folder = tempfile::tempdir().unwrap();
        let made = codes(folder.path(), Spread::Skewed, 2_000, 100).unwrap();
        let read = |path: &Path| -> Vec<[u8; 32]> {
            std::fs::read(path).unwrap().chunks_exact(32).map(|code| code.try_into().unwrap()).collect()
        };
        let (entries, queries) = (read(&made.entries), read(&made.queries));
        assert_eq!((entries.len(), queries.len()), (2_000, 100));
        let distance =
            |one: &[u8; 32], two: &[u8; 32]| one.iter().zip(two).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        for query in queries.iter().step_by(2) {
            assert!(entries.iter().any(|entry| distance(entry, query) <= 31));
        }
        let again = tempfile::tempdir().unwrap();
        assert_eq!(read(&codes(again.path(), Spread::Skewed, 2_000, 100).unwrap().entries), entries);
        let n_different = entries.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert!((500..1_600).contains(&n_different), "half are copies: {n_different}");
    }
}
