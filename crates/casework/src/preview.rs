//! Small pictures of evidence: of which files there are any, and who is given one. A grey one is too small to show what is on
//! it; a larger one is revealed because somebody chose to look, for some seconds.

use serde::{Deserialize, Serialize};

use crate::exhibit::{Exhibit, ExhibitKind};
use crate::file::{FileId, MediaKind, Place};
use crate::matching::Outcome;
use crate::preferences::{Pictures, Preferences};
use crate::problem::codes;

/// How long a revealed picture is shown, in seconds, unless it is hidden before.
pub const SHOWN_S: u64 = 8;
/// How long the address of a revealed picture may be asked, in microseconds.
pub const ADDRESS_US: i64 = 30_000_000;

codes! {
    /// Why somebody looks at material that is known already. The ledger keeps it, so it is a code and no text.
    RevealReason {
        /// To see whether the list is right about it.
        CheckMatch = "check-match",
        /// To grade it oneself, or anew.
        Grade = "grade",
        /// To find out who or where it shows.
        Identify = "identify",
        /// For a report, a prosecutor or a court.
        Evidence = "evidence",
    }
}

/// Why there is no preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum PreviewRefusal {
    /// They set that no picture is ever sent to them.
    #[error("whoever asks wants no pictures")]
    NoPixels,
    /// Nothing but hashes was handed in.
    #[error("the exhibit holds hashes alone")]
    HashesOnly,
    /// Previews are made of pictures and videos; look at others in the lab's tool.
    #[error("the file is neither a picture nor a video")]
    NoPicture,
    /// More would have to be unpacked to reach it than is for a preview: look at it in the lab's tool.
    #[error("the file lies too far inside of its archive")]
    FarInArchive,
    /// Have the folder with the evidence mounted.
    #[error("the evidence is not beneath a folder of this node")]
    NotMounted,
    /// It was there when the exhibit was examined: look where it went.
    #[error("the file is no longer in its folder")]
    Gone,
    /// What stands there now is other evidence: examine the exhibit again.
    #[error("the bytes on disk are not those that were examined")]
    Changed,
    /// No decoder opened it.
    #[error("the picture could not be decoded")]
    NotDecoded,
    /// Say why: it is known already.
    #[error("known material is not looked at without a reason")]
    NoReason,
    /// Ask again in a moment.
    #[error("too many previews are being made")]
    Busy,
}

/// Whether this person is sent pictures at all.
///
/// # Errors
/// [`PreviewRefusal::NoPixels`].
pub fn may_be_sent(preferences: &Preferences) -> Result<(), PreviewRefusal> {
    if preferences.pictures == Pictures::Never { Err(PreviewRefusal::NoPixels) } else { Ok(()) }
}

/// Whether a file may be revealed: what is known has been seen by somebody, and is not looked at again for nothing.
///
/// # Errors
/// [`PreviewRefusal::NoReason`].
pub fn may_be_revealed(outcome: Outcome, reason: Option<RevealReason>) -> Result<(), PreviewRefusal> {
    if outcome == Outcome::Known && reason.is_none() { Err(PreviewRefusal::NoReason) } else { Ok(()) }
}

/// Whether an exhibit's files can have previews at all, as far as that is in the records.
///
/// # Errors
/// [`PreviewRefusal::HashesOnly`].
pub fn of_exhibit(exhibit: &Exhibit) -> Result<(), PreviewRefusal> {
    if exhibit.kind == ExhibitKind::HashOnly { Err(PreviewRefusal::HashesOnly) } else { Ok(()) }
}

/// How many bytes an archive may unpack to on the way to a member that a preview is made of.
pub const UNPACKED_BYTES_MAX: u64 = 4 << 30;

/// Where the bytes of a picture or video can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct StandsAt {
    /// The file on disk: raw bytes of its whole path.
    pub path: Vec<u8>,
    /// Its place, which is inside of that file where the file is an archive.
    pub place: Place,
}

// File names hurt, and can identify a child.
impl std::fmt::Debug for StandsAt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "StandsAt(‹withheld›, {} deep)", self.place.inside.len())
    }
}

/// Where a picture or video of an exhibit stands whose preview can be made: in a folder rather than in an archive, and there as
/// little deep inside as it can be. None where it has no place.
///
/// # Errors
/// Why none can be made of it.
pub fn stands_at(
    exhibit: &Exhibit,
    file: &FileId,
    kind: MediaKind,
    places: Vec<Place>,
) -> Result<Option<StandsAt>, PreviewRefusal> {
    of_exhibit(exhibit)?;
    // Without a SHA-256 nobody could say whether it is the same file.
    let FileId::Sha256(_) = file else { return Err(PreviewRefusal::HashesOnly) };
    if !matches!(kind, MediaKind::Picture | MediaKind::Video) {
        return Err(PreviewRefusal::NoPicture);
    }
    let first = places.into_iter().min_by(|one, two| (one.inside.len(), one).cmp(&(two.inside.len(), two)));
    Ok(first.map(|place| {
        let path = match exhibit.kind {
            ExhibitKind::File => exhibit.root.clone(),
            ExhibitKind::Folder | ExhibitKind::HashOnly => [exhibit.root.as_slice(), b"/", &place.path].concat(),
        };
        StandsAt { path, place }
    }))
}

#[cfg(test)]
mod tests {
    use fingerprint::Digests;

    use super::*;
    use crate::exhibit::Custody;

    fn exhibit(kind: ExhibitKind) -> Exhibit {
        let (id, root) = ("exh_00000000000000aa".to_owned(), b"/evidence/phone".to_vec());
        Exhibit { id, kind, root, custody: Custody::default(), manifest: None, changed_meanwhile: false }
    }

    #[test]
    fn a_preview_is_of_a_picture_or_video_in_a_folder_or_else_in_an_archive() {
        let digests = Digests::of(b"x");
        let (read, listed) = (FileId::of(&digests).unwrap(), FileId::Md5(digests.md5.unwrap()));
        let (on_disk, member) = (Place::on_disk("a/b.png"), Place::on_disk("c.zip").member("b.png"));
        let deep = Place::on_disk("a.zip").member("c.zip").member("b.png");
        let check = |kind, file, media, places: &[&Place], expected: Result<Option<(&str, &Place)>, PreviewRefusal>| {
            let places = places.iter().map(|place| (*place).clone()).collect();
            let stands = |(path, place): (&str, &Place)| StandsAt { path: path.into(), place: place.clone() };
            assert_eq!(stands_at(&exhibit(kind), &file, media, places), expected.map(|found| found.map(stands)));
        };
        let (folder, picture) = (ExhibitKind::Folder, MediaKind::Picture);
        let both = [&deep, &member, &on_disk];
        check(folder, read, picture, &both, Ok(Some(("/evidence/phone/a/b.png", &on_disk))));
        check(ExhibitKind::File, read, picture, &[&on_disk], Ok(Some(("/evidence/phone", &on_disk))));
        check(ExhibitKind::HashOnly, read, picture, &both, Err(PreviewRefusal::HashesOnly));
        check(folder, listed, picture, &both, Err(PreviewRefusal::HashesOnly));
        check(folder, read, MediaKind::Video, &both, Ok(Some(("/evidence/phone/a/b.png", &on_disk))));
        check(folder, read, MediaKind::Other, &both, Err(PreviewRefusal::NoPicture));
        check(folder, read, picture, &[&deep, &member], Ok(Some(("/evidence/phone/c.zip", &member))));
        check(ExhibitKind::File, read, picture, &[&member], Ok(Some(("/evidence/phone", &member))));
        check(folder, read, picture, &[], Ok(None));
    }

    #[test]
    fn what_is_known_is_revealed_for_a_reason_and_whoever_wants_no_pixels_is_sent_none() {
        assert_eq!(may_be_revealed(Outcome::Known, None), Err(PreviewRefusal::NoReason));
        assert_eq!(may_be_revealed(Outcome::Known, Some(RevealReason::Grade)), Ok(()));
        for outcome in Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Known) {
            assert_eq!(may_be_revealed(*outcome, None), Ok(()));
        }
        let never = Preferences { pictures: Pictures::Never, ..Preferences::default() };
        assert_eq!(may_be_sent(&never), Err(PreviewRefusal::NoPixels));
        assert_eq!(may_be_sent(&Preferences::default()), Ok(()));
    }
}
