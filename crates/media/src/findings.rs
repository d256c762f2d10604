//! What a caged worker says of one file's content: everything of [`casework::file::File`] but size and digests, which
//! the uncaged side takes itself while reading.

use std::collections::BTreeSet;

use casework::file::{Frame, Look, Mark, MediaKind, Metadata};
use casework::pixel_digest::PixelDigest;
use casework::problem::Problem;
use casework::views::Views;
use serde::{Deserialize, Serialize};

/// The worker's answer about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Type by content.
    pub mime: String,
    /// The type's family.
    pub kind: MediaKind,
    /// How it looks.
    pub look: Option<Look>,
    /// How its embedded thumbnail looks.
    pub thumbnail: Option<Look>,
    /// What it shows to the pixel, where that could be proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixel_digest: Option<PixelDigest>,
    /// Sampled frames of an animation or a video.
    pub frames: Vec<Frame>,
    /// Algorithm version and decoder of `frames`.
    pub frames_made_by: Option<String>,
    /// What it says of itself.
    pub metadata: Metadata,
    /// Marks that follow from content.
    pub marks: BTreeSet<Mark>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// How it would look if it was an altered copy, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<Views>,
    /// AVIF: where the file says that a helper is to turn, mirror or cut the picture, as first byte and length; see
    /// [`crate::heif::transform_notes`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transform_notes: Vec<(u64, u8)>,
}

impl Findings {
    /// Findings of a file of this type, nothing else known yet.
    pub fn of_type(mime: impl Into<String>, kind: MediaKind) -> Findings {
        Findings {
            mime: mime.into(),
            kind,
            look: None,
            thumbnail: None,
            pixel_digest: None,
            frames: Vec::new(),
            frames_made_by: None,
            metadata: Metadata::default(),
            marks: BTreeSet::new(),
            problem: None,
            views: None,
            transform_notes: Vec::new(),
        }
    }
}
