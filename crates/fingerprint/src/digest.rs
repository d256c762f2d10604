//! Cryptographic digests: MD5, SHA-1 and SHA-256 of the same bytes in one read.
//!
//! The crates `md-5`, `sha1` and `sha2` are the truth. Beside them stand kernels that run the three algorithms through
//! a stream at once ([`Digests::of`], [`Digester::update`]), in half the time, and through many streams at once
//! ([`Digests::of_many`], [`Digester::update_many`]), in a quarter. Whoever has several files at hand should hand over
//! several; `benches/digests.rs` measures it.

mod constants;
mod lanes;
mod many;
mod state;
#[cfg(target_arch = "x86_64")]
mod streams;
mod way;

use crate::hex::fixed_width;
use crate::kernel::Kernel;
use many::Job;
use state::{BLOCK_BYTES, State};
use way::Way;

fixed_width!(/** MD5 (RFC 1321). Lists still speak it; it proves nothing against somebody who builds collisions. */ Md5, 16);
fixed_width!(/** SHA-1 (FIPS 180-4). */ Sha1, 20);
fixed_width!(/** SHA-256 (FIPS 180-4): what a file is called by in this house. */ Sha256, 32);

/// The digests known of one file. All three when the bytes were read here, fewer when only a list speaks of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Digests {
    /// MD5, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5: Option<Md5>,
    /// SHA-1, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha1: Option<Sha1>,
    /// SHA-256, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
}

impl Digests {
    /// The digests of `bytes`.
    pub fn of(bytes: &[u8]) -> Digests {
        Digests::of_with(Kernel::chosen(), bytes)
    }

    /// [`Digests::of`] by a kernel named.
    pub fn of_with(kernel: Kernel, bytes: &[u8]) -> Digests {
        let mut digester = Digester::new(kernel);
        digester.update(bytes);
        digester.finish()
    }

    /// The digests of each of `wholes`, in their order: some are faster than one, sixteen and more are fastest, and it
    /// does no harm when they differ in length. Beyond what it returns it needs a hundred bytes or so for each.
    pub fn of_many(wholes: &[&[u8]]) -> Vec<Digests> {
        Digests::of_many_with(Kernel::chosen(), wholes)
    }

    /// [`Digests::of_many`] by a kernel named.
    pub fn of_many_with(kernel: Kernel, wholes: &[&[u8]]) -> Vec<Digests> {
        of_many(Way::of(kernel), wholes)
    }

    /// Whether no digest is known.
    pub fn is_empty(&self) -> bool {
        *self == Digests::default()
    }
}

fn of_many(way: Way, wholes: &[&[u8]]) -> Vec<Digests> {
    let mut states = vec![State::FIRST; wholes.len()];
    let jobs = states.iter_mut().zip(wholes).map(|(state, whole)| Job::new(state, [whole.as_chunks().0, &[]]));
    many::compress(way, jobs.collect());
    let finish = |(state, whole): (State, &&[u8])| state.finish(whole.as_chunks::<BLOCK_BYTES>().1, whole.len() as u64);
    states.into_iter().zip(wholes).map(finish).collect()
}

/// Takes bytes in pieces, gives the three digests of all of them.
#[derive(Clone)]
pub struct Digester {
    way: Way,
    state: State,
    n_bytes: u64,
    /// The bytes since the last whole block, at the front: as many as `n_bytes` is beyond a multiple of 64.
    rest: [u8; BLOCK_BYTES],
}

impl Default for Digester {
    fn default() -> Digester {
        Digester::new(Kernel::chosen())
    }
}

impl Digester {
    /// Nothing taken yet, by a kernel named.
    pub fn new(kernel: Kernel) -> Digester {
        Digester::by(Way::of(kernel))
    }

    fn by(way: Way) -> Digester {
        Digester { way, state: State::FIRST, n_bytes: 0, rest: [0; BLOCK_BYTES] }
    }

    /// The next piece.
    pub fn update(&mut self, piece: &[u8]) {
        let way = self.way;
        let (job, rest) = self.take(piece);
        many::compress_one(way, job);
        self.keep(rest);
    }

    /// The next piece of each of several streams: what [`Digester::update`] does for each, at the price of few. Empty
    /// pieces do no harm.
    pub fn update_many(streams: &mut [(&mut Digester, &[u8])]) {
        // Streams by different kernels go the way of the first: all ways lead to the same digests.
        let Some(way) = streams.first().map(|(digester, _)| digester.way) else { return };
        let (jobs, rests): (Vec<_>, Vec<_>) = streams.iter_mut().map(|(digester, piece)| digester.take(piece)).unzip();
        many::compress(way, jobs);
        for ((digester, _), rest) in streams.iter_mut().zip(rests) {
            digester.keep(rest);
        }
    }

    /// The digests of everything taken so far.
    pub fn finish(self) -> Digests {
        let n_rest = self.n_rest();
        self.state.finish(&self.rest[..n_rest], self.n_bytes)
    }

    fn n_rest(&self) -> usize {
        (self.n_bytes % BLOCK_BYTES as u64) as usize
    }

    /// The whole blocks that there are with this piece, and what of it is left.
    fn take<'state, 'piece: 'state>(&'state mut self, piece: &'piece [u8]) -> (Job<'state>, &'piece [u8]) {
        let n_rest = self.n_rest();
        self.n_bytes = self.n_bytes.wrapping_add(piece.len() as u64);
        let n_wanted = BLOCK_BYTES - n_rest;
        if n_rest == 0 {
            let (blocks, rest) = piece.as_chunks();
            return (Job::new(&mut self.state, [blocks, &[]]), rest);
        }
        if piece.len() < n_wanted {
            return (Job::new(&mut self.state, [&[], &[]]), piece);
        }
        let (completing, piece) = piece.split_at(n_wanted);
        self.rest[n_rest..].copy_from_slice(completing);
        let (blocks, rest) = piece.as_chunks();
        (Job::new(&mut self.state, [std::slice::from_ref(&self.rest), blocks]), rest)
    }

    /// Keeps what is no whole block: it ends where the bytes taken end.
    fn keep(&mut self, rest: &[u8]) {
        let end = self.n_rest();
        self.rest[end - rest.len()..end].copy_from_slice(rest);
    }
}

#[cfg(test)]
mod tests;
