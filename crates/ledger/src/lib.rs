//! The append-only log: how entries are hashed into one root, and how one entry is proved to stand under it.
//!
//! Entries are bytes here: this room knows no case, no clock and no store, so that a court can build and run it alone.

pub mod tree;

pub use tree::{
    Frontier, Hash, NotAFrontier, batch_root, commitment, consistency_proof, inclusion_proof, leaf_hash, node_hash,
    root, verify_consistency, verify_inclusion,
};
