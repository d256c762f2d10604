//! Bytes and pixels become digests and perceptual hashes. Pure: no IO, no clock, no allocation that grows with the
//! input beyond the buffers named in each function.
//!
//! This room opens no file, knows no list and decides nothing: a distance is a number here, never a match.

pub mod hex;

pub mod digest;
pub mod kernel;
pub mod pdq;

pub mod video;
pub mod view;

pub use digest::{Digester, Digests, Md5, Sha1, Sha256};
pub use kernel::Kernel;
pub use pdq::{Pdq, PdqHash, Turn};
