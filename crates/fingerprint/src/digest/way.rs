//! Which kernels take the blocks of one stream and of many, and the proof, once in each process, that they are right.

use super::many::{Job, Seats};
use super::state::{BLOCK_BYTES, State};
use crate::kernel::Kernel;
use std::sync::OnceLock;

#[cfg(target_arch = "x86_64")]
use super::lanes::{Avx2, Avx512};
#[cfg(target_arch = "x86_64")]
use super::streams::ShaInstructions;

/// How blocks are taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    one: One,
    many: Many,
}

#[derive(Clone, Copy, Debug)]
enum One {
    /// Each algorithm by its crate.
    Crates,
    /// All three side by side.
    #[cfg(target_arch = "x86_64")]
    Sha(ShaInstructions),
}

#[derive(Clone, Copy, Debug)]
enum Many {
    /// One after the other.
    InTurn,
    /// MD5 in lanes, SHA by its own instructions: where a register has eight lanes these are the faster.
    #[cfg(target_arch = "x86_64")]
    Avx2AndSha(Avx2, ShaInstructions),
    /// All in lanes.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// All in lanes: with sixteen in a register, and one instruction for a rotation or any function of three bits, that is
    /// fewer cycles for a byte than the instructions made for SHA take. On an EPYC that has both, 0.9 of a cycle against
    /// 1.7 with MD5 in lanes of AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

impl Way {
    /// By the crates alone.
    pub(super) const PLAIN: Way = Way { one: One::Crates, many: Many::InTurn };

    /// The way of a kernel. It is tried once in every process: instructions that compute other digests than the crates,
    /// whoever's fault that is, are not used.
    pub(super) fn of(kernel: Kernel) -> Way {
        static TRIED: [OnceLock<Way>; Kernel::ALL.len()] = [const { OnceLock::new() }; Kernel::ALL.len()];
        let at = Kernel::ALL.iter().position(|known| *known == kernel).unwrap_or(0);
        *TRIED[at].get_or_init(|| {
            let way = Way::untried(kernel);
            if is_right(way) { way } else { Way::PLAIN }
        })
    }

    #[cfg(target_arch = "x86_64")]
    fn untried(kernel: Kernel) -> Way {
        let sha = ShaInstructions::if_available();
        let (avx2, avx512) = match kernel {
            Kernel::Scalar => return Way::PLAIN,
            Kernel::Avx2 => (Avx2::if_available(), None),
            Kernel::Avx512 => (Avx2::if_available(), Avx512::if_available()),
        };
        let many = match (avx512, avx2, sha) {
            (Some(avx512), ..) => Many::Avx512(avx512),
            (None, Some(avx2), Some(sha)) => Many::Avx2AndSha(avx2, sha),
            (None, Some(avx2), None) => Many::Avx2(avx2),
            (None, None, _) => Many::InTurn,
        };
        Way { one: sha.map_or(One::Crates, One::Sha), many }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn untried(_: Kernel) -> Way {
        Way::PLAIN
    }

    /// How many streams must stand side by side before that is faster than one after the other.
    pub(super) fn n_streams_min(self) -> usize {
        match self.many {
            Many::InTurn => usize::MAX,
            #[cfg(target_arch = "x86_64")]
            Many::Avx2AndSha(..) | Many::Avx2(_) => 3,
            // Measured: a block of sixteen lanes costs what five cost alone.
            #[cfg(target_arch = "x86_64")]
            Many::Avx512(_) => 5,
        }
    }

    /// Takes whole blocks of one stream.
    pub(super) fn compress(self, state: &mut State, blocks: &[[u8; BLOCK_BYTES]]) {
        match self.one {
            One::Crates => state.compress(blocks),
            #[cfg(target_arch = "x86_64")]
            One::Sha(sha) => sha.compress(state, blocks),
        }
    }

    /// Takes the next `n_blocks` of every stream that has a seat.
    pub(super) fn compress_side_by_side(self, seats: &mut Seats<'_>, n_blocks: usize) {
        match self.many {
            Many::InTurn => {
                for job in seats.jobs() {
                    self.compress(job.state, job.next(n_blocks));
                }
            }
            #[cfg(target_arch = "x86_64")]
            Many::Avx2AndSha(avx2, sha) => {
                seats.in_lanes(n_blocks, |lanes, blocks| avx2.compress_md5(lanes, blocks));
                let mut jobs = seats.jobs();
                while let Some(a) = jobs.next() {
                    // A stream waits for itself only: four keep the processor busy where one leaves it waiting.
                    match (jobs.next(), jobs.next(), jobs.next()) {
                        (Some(b), Some(c), Some(d)) => take_sha(sha, [a, b, c, d], n_blocks),
                        (Some(b), Some(c), None) => take_sha(sha, [a, b, c], n_blocks),
                        (Some(b), ..) => take_sha(sha, [a, b], n_blocks),
                        (None, ..) => take_sha(sha, [a], n_blocks),
                    }
                }
            }
            #[cfg(target_arch = "x86_64")]
            Many::Avx2(avx2) => seats.in_lanes(n_blocks, |lanes, blocks| avx2.compress(lanes, blocks)),
            #[cfg(target_arch = "x86_64")]
            Many::Avx512(avx512) => seats.in_lanes(n_blocks, |lanes, blocks| avx512.compress(lanes, blocks)),
        }
    }

    /// Which of its states a stream finds in its lane when it leaves its seat: MD5 and SHA.
    pub(super) fn keeps_in_lanes(self) -> (bool, bool) {
        match self.many {
            Many::InTurn => (false, false),
            #[cfg(target_arch = "x86_64")]
            Many::Avx2AndSha(..) => (true, false),
            #[cfg(target_arch = "x86_64")]
            Many::Avx2(_) | Many::Avx512(_) => (true, true),
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn take_sha<const STREAMS: usize>(sha: ShaInstructions, jobs: [&mut Job<'_>; STREAMS], n_blocks: usize) {
    let blocks = jobs.each_ref().map(|job| job.next(n_blocks));
    sha.compress_sha(jobs.map(|job| &mut *job.state), blocks);
}

/// Whether a way finds what the crates find, of one stream and of more streams than have seats.
fn is_right(way: Way) -> bool {
    let bytes: Vec<[u8; BLOCK_BYTES]> =
        (0..96_u32).map(|block| std::array::from_fn(|n| (block * 73 + n as u32 * 29 + 11) as u8)).collect();
    let streams: Vec<_> = (0..40).map(|n| &bytes[n..2 * n + 3]).collect();
    let truth = |blocks: &&[[u8; BLOCK_BYTES]]| {
        let mut state = State::FIRST;
        state.compress(blocks);
        state
    };
    let one = |blocks: &&[[u8; BLOCK_BYTES]]| {
        let mut state = State::FIRST;
        way.compress(&mut state, blocks);
        state
    };
    let mut many = vec![State::FIRST; streams.len()];
    super::many::compress(
        way,
        many.iter_mut().zip(&streams).map(|(state, blocks)| Job::new(state, [&[], blocks])).collect(),
    );
    streams.iter().map(truth).eq(many) && streams.iter().map(truth).eq(streams.iter().map(one))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Every way that this machine can go, untried, with a name.
    pub(in crate::digest) fn ways() -> Vec<(String, Way)> {
        let mut ways = vec![("plain".to_owned(), Way::PLAIN)];
        for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
            ways.push((kernel.name().to_owned(), Way::untried(kernel)));
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = Avx2::if_available() {
            // What a machine without SHA instructions does, on one that has them.
            ways.push(("avx2 without SHA".to_owned(), Way { one: One::Crates, many: Many::Avx2(avx2) }));
        }
        ways
    }

    #[test]
    fn every_way_of_this_machine_is_right() {
        for (name, way) in ways() {
            assert!(is_right(way), "{name}");
        }
    }

    #[test]
    fn the_scalar_kernel_leaves_all_to_the_crates() {
        assert!(matches!(Way::of(Kernel::Scalar), Way { one: One::Crates, many: Many::InTurn }));
    }
}
