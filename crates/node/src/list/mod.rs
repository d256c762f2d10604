//! Lists: taking a version in, showing, exporting, forgetting.

pub mod export;
pub mod handling;
pub mod import;
pub mod measured;
pub mod overview;
pub mod remove;
pub mod show;

mod rows;
mod segments;

use std::path::PathBuf;

use casework::list::ListVersion;
use index::catalogue::ListSegments;

pub use self::measured::{ErrorShare, MeasuredAt, MeasuredView};
pub use store::RefusedRow;

pub(crate) use self::rows::AskedRows;

use crate::folder::NodeFolder;

/// Where the segments of a list version stand.
pub(crate) fn folder_of(folder: &NodeFolder, list: &str) -> PathBuf {
    folder.lists().join(list)
}

/// The segments of a list version as the catalogue takes them: those that it has.
pub(crate) fn segments_of(folder: &NodeFolder, list: &ListVersion, number: u32) -> ListSegments {
    let there = |name: &str| Some(folder_of(folder, &list.id).join(name)).filter(|path| path.exists());
    ListSegments {
        list: number,
        threshold_bits: list.terms.threshold_bits,
        md5: there(segments::MD5),
        sha1: there(segments::SHA1),
        sha256: there(segments::SHA256),
        // Known software never matches by look.
        pdq: there(segments::PDQ).filter(|_| !list.terms.set_aside),
    }
}
