//! Altered copies: many views of one picture, each a PDQ hash of what the picture may have been before it was altered.
//! No lists and no judgement: a view says what it supposes, whoever asks says what that is worth.

mod reduction;

pub use reduction::{Reducer, Reduction};
