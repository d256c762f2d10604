//! The append-only log: how entries are hashed into one root, signed, laid out in files, and how one entry is proved to
//! stand in it.
//!
//! Entries are bytes here: this room knows no case, no clock and no store, so that a court can build and run it alone.

pub mod tree;

pub mod tile;

pub mod body;

pub mod note;

pub mod checkpoint;

pub mod folder;

pub mod proof;

pub mod verify;

pub use tree::{
    Frontier, Hash, NotAFrontier, batch_root, commitment, consistency_proof, inclusion_proof, leaf_hash, node_hash,
    root, verify_consistency, verify_inclusion,
};
