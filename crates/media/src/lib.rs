//! Opens what was seized: folders, archives, pictures, video, metadata, foreign SQLite lists.
//!
//! The only room that meets hostile bytes. Everything that understands them runs in a caged process
//! (`sanad decode-worker`); this side walks folders, opens files beneath the exhibit and talks to the cage.
//! It knows no list, remembers nothing and writes nothing below an exhibit.

pub mod walk;

pub mod hold;
pub mod several;

pub mod archive;
pub mod disk_image;
pub mod exif;
pub mod findings;
pub mod frames;
pub mod heif;
pub mod kind;
pub mod picture;

pub mod cage;
pub mod wire;

mod content;
mod matroska;
pub mod thinning;
pub mod worker;

pub mod foreign_sqlite;
pub mod helper_program;
pub mod pool;

mod convert;
pub mod examiner;
pub mod preview;
mod refine;
mod self_test;
mod unpack;
pub mod video;
