//! Project VIC's VICS data model 1.2, 1.3 and 2.0 in JSON: hash sets and cases.
//!
//! Reconstructed from independent readers and writers: the model's own definition is not public.

mod envelope;
pub mod read;
mod record;
mod stream;
mod time;
pub mod write;

pub use envelope::{Envelope, Holds};
pub(crate) use record::{Media, hash_kind};
pub(crate) use stream::each_media;
pub(crate) use time::read_ns;
