//! Where the three algorithms stand between two blocks: their first values, the plain way through blocks, the padding.
//!
//! The plain way is that of the crates `md-5`, `sha1` and `sha2`; it is the truth that every kernel must equal.

use super::{Digests, Md5, Sha1, Sha256};

/// Bytes of a block, the same for all three algorithms.
pub(super) const BLOCK_BYTES: usize = 64;

/// The chaining values of MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4) after some whole blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) md5: [u32; 4],
    pub(super) sha1: [u32; 5],
    pub(super) sha256: [u32; 8],
}

impl State {
    /// Before the first block.
    pub(super) const FIRST: State = State {
        md5: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476],
        sha1: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0],
        sha256: [
            0x6a09_e667,
            0xbb67_ae85,
            0x3c6e_f372,
            0xa54f_f53a,
            0x510e_527f,
            0x9b05_688c,
            0x1f83_d9ab,
            0x5be0_cd19,
        ],
    };

    /// Takes whole blocks, the plain way.
    pub(super) fn compress(&mut self, blocks: &[[u8; BLOCK_BYTES]]) {
        // Few enough at a time that the second and third algorithm find them in the first-level cache.
        for blocks in blocks.chunks(256) {
            md5::block_api::compress(&mut self.md5, blocks);
            sha1::block_api::compress(&mut self.sha1, blocks);
            sha2::block_api::compress256(&mut self.sha256, blocks);
        }
    }

    /// The digests of a message of `n_bytes` bytes, of which all but `rest`, less than a block, has been taken.
    pub(super) fn finish(mut self, rest: &[u8], n_bytes: u64) -> Digests {
        let mut ending = [0; 2 * BLOCK_BYTES];
        ending[..rest.len()].copy_from_slice(rest);
        ending[rest.len()] = 0x80;
        let length_at = if rest.len() < BLOCK_BYTES - 8 { BLOCK_BYTES - 8 } else { 2 * BLOCK_BYTES - 8 };
        // The length in bits, modulo 2^64: MD5 writes it little-endian, the other two big-endian.
        let n_bits = n_bytes.wrapping_mul(8);
        ending[length_at..length_at + 8].copy_from_slice(&n_bits.to_le_bytes());
        let (blocks, _) = ending[..length_at + 8].as_chunks();
        md5::block_api::compress(&mut self.md5, blocks);
        ending[length_at..length_at + 8].copy_from_slice(&n_bits.to_be_bytes());
        let (blocks, _) = ending[..length_at + 8].as_chunks();
        sha1::block_api::compress(&mut self.sha1, blocks);
        sha2::block_api::compress256(&mut self.sha256, blocks);
        self.digests()
    }

    fn digests(&self) -> Digests {
        let mut md5 = [0; 16];
        let mut sha1 = [0; 20];
        let mut sha256 = [0; 32];
        for (bytes, word) in md5.chunks_exact_mut(4).zip(self.md5) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        for (bytes, word) in sha1.chunks_exact_mut(4).zip(self.sha1) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        for (bytes, word) in sha256.chunks_exact_mut(4).zip(self.sha256) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        Digests { md5: Some(Md5(md5)), sha1: Some(Sha1(sha1)), sha256: Some(Sha256(sha256)) }
    }
}
