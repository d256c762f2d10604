//! A file: its bytes once, its occurrences many.

use std::collections::BTreeSet;
use std::sync::Arc;

use fingerprint::{Digests, Md5, Pdq, PdqHash, Sha1, Sha256};
use serde::{Deserialize, Serialize};

use crate::pixel_digest::PixelDigest;
use crate::problem::{Problem, ProblemCode, codes};
use crate::views::Views;

/// Where bytes were found: raw bytes, for a name need not be text. Ordered by raw bytes, which is the order of reports.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The path beneath the exhibit's root, `/` between names, no leading `/`. The file's own name for a one-file exhibit.
    #[serde(with = "raw")]
    pub path: Vec<u8>,
    /// For a member of an archive: its name inside, and inside that archive's archive, and so on.
    #[serde(default, with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Vec<u8>>,
}

impl Place {
    /// A place on the file system, in no archive.
    pub fn on_disk(path: impl Into<Vec<u8>>) -> Place {
        Place { path: path.into(), inside: Vec::new() }
    }

    /// A member of the archive at this place.
    pub fn member(&self, name: impl Into<Vec<u8>>) -> Place {
        let mut inside = self.inside.clone();
        inside.push(name.into());
        Place { path: self.path.clone(), inside }
    }

    /// The last name: what a person would call the file.
    pub fn name(&self) -> &[u8] {
        let whole = self.inside.last().unwrap_or(&self.path);
        whole.rsplit(|byte| *byte == b'/' || *byte == b'\\').next().unwrap_or(whole)
    }
}

// File names hurt and can identify a child: debug output of one is no place for them.
impl std::fmt::Debug for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Place(‹withheld›, {} deep)", self.inside.len())
    }
}

/// What a file is called by: the strongest digest known of it. Files read here always have a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileId {
    /// Read here, or listed with a SHA-256.
    Sha256(Sha256),
    /// Only listed, with SHA-1 as its best.
    Sha1(Sha1),
    /// Only listed, with MD5 as its best.
    Md5(Md5),
}

impl FileId {
    /// The id of a file of these digests; none when none is known.
    pub fn of(digests: &Digests) -> Option<FileId> {
        None.or(digests.sha256.map(FileId::Sha256)).or(digests.sha1.map(FileId::Sha1)).or(digests.md5.map(FileId::Md5))
    }
}

impl std::fmt::Display for FileId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FileId::Sha256(digest) => write!(out, "sha256:{digest}"),
            FileId::Sha1(digest) => write!(out, "sha1:{digest}"),
            FileId::Md5(digest) => write!(out, "md5:{digest}"),
        }
    }
}

impl std::str::FromStr for FileId {
    type Err = fingerprint::hex::HexError;
    fn from_str(text: &str) -> Result<FileId, Self::Err> {
        match text.split_once(':') {
            Some(("sha256", hex)) => hex.parse().map(FileId::Sha256),
            Some(("sha1", hex)) => hex.parse().map(FileId::Sha1),
            Some(("md5", hex)) => hex.parse().map(FileId::Md5),
            _ => Err(fingerprint::hex::HexError::Length { wanted: 64, found: text.len() }),
        }
    }
}

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// A still picture or an animation.
    Picture,
    /// Moving pictures.
    Video,
    /// A container of other files, zip-based documents included.
    Archive,
    /// A disk image.
    DiskImage,
    /// Everything else.
    Other,
}

/// How a picture looks: its hash, and that of its eight turned and mirrored forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The stored hash: decoded pixels as they lie in the file, no rotation applied.
    #[serde(flatten)]
    pub pdq: PdqHash,
    /// The eight hashes in the order of [`fingerprint::Turn::ALL`]; the first is `pdq`. Empty when only a list speaks of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Pdq>,
    /// Algorithm and version, e.g. `pdq-1`.
    pub version: String,
    /// Which decoder made the pixels, e.g. `libjpeg-turbo (mozjpeg-sys 2.2.3)`.
    pub decoder: String,
}

/// One sampled frame of an animation or a video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Its number in the stream, from 0.
    pub number: u64,
    /// When it is shown, in milliseconds from the start.
    pub at_ms: u64,
    /// Its look as hash and quality.
    #[serde(flatten)]
    pub pdq: PdqHash,
}

/// A time as somebody's camera wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenTime {
    /// As written, e.g. `2021:03:04 05:06:07`. Untrusted text.
    pub text: String,
    /// The offset as written, e.g. `+03:00`; absent means the zone is *unknown*, never UTC.
    pub offset: Option<String>,
}

/// A camera's time, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraTime {
    /// It says how far it is from UTC: microseconds since 1970 UTC.
    At {
        /// The moment.
        us: i64,
    },
    /// It does not, so nobody knows where its day began: microseconds since 1970, as its own clock showed them.
    Showing {
        /// What it showed.
        us: i64,
    },
}

impl WrittenTime {
    /// What it says, where it is written as pictures (`2021:03:04 05:06:07`) or videos (`2021-03-04T05:06:07`) have it, and is
    /// a time. What follows the second is left out.
    pub fn read(&self) -> Option<CameraTime> {
        let text = self.text.trim().get(..19)?;
        let of = |form: &str| jiff::fmt::strtime::parse(form, text).ok()?.to_datetime().ok();
        let shown = of("%Y:%m:%d %H:%M:%S").or_else(|| of("%Y-%m-%dT%H:%M:%S"))?;
        let shown = shown.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond();
        Some(match self.offset.as_deref().and_then(offset_us) {
            Some(offset) => CameraTime::At { us: shown - offset },
            None => CameraTime::Showing { us: shown },
        })
    }
}

/// `+03:00` or `+0300` in microseconds.
fn offset_us(text: &str) -> Option<i64> {
    let of = |form: &str| jiff::fmt::strtime::parse(form, text.trim()).ok()?.offset();
    Some(i64::from(of("%:z").or_else(|| of("%z"))?.seconds()) * 1_000_000)
}

/// Where a camera says it was, in units of 10⁻⁷ degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// North positive.
    pub latitude_e7: i64,
    /// East positive.
    pub longitude_e7: i64,
}

/// What a picture or a video says of itself. All text is untrusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Width and height in pixels, as stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
    /// When it says it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<WrittenTime>,
    /// Camera maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Camera model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Camera serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Software that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software: Option<String>,
    /// EXIF orientation 1 to 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orientation: Option<u8>,
    /// Where it says it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Video: container name as ffprobe gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// Video: codec of its first video stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codec: Option<String>,
    /// Video or animation: length in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_ms: Option<u64>,
}

codes! {
    /// What is remarkable about a file or its place. A mark is never an outcome.
    Mark {
        /// The name's extension says another type than the content.
        ExtensionLies = "extension-lies",
        /// The embedded thumbnail shows another picture than the file.
        ThumbnailDiffers = "thumbnail-differs",
        /// A list entry agrees with one digest and contradicts a stronger one.
        DigestConflict = "digest-conflict",
        /// Encrypted, wholly or a member.
        Encrypted = "encrypted",
        /// It says where it was taken.
        GpsPresent = "gps-present",
        /// Its quality is too low for a comparison by look.
        NotComparable = "not-comparable",
        /// No decoder could open it.
        NotDecoded = "not-decoded",
        /// The picture ends early.
        Truncated = "truncated",
        /// A set-aside list knows it and so does a list of known material, or it looks like one.
        ListsConflict = "lists-conflict",
        /// It changed while it was read.
        ChangedWhileRead = "changed-while-read",
        /// The archive's directory and its local headers disagree.
        ArchiveDisagrees = "archive-disagrees",
        /// The member's name tries to leave the archive.
        NameEscapes = "name-escapes",
        /// The same bytes on disk under a second name.
        HardLink = "hard-link",
        /// Deleted, by the word of the tool that listed it.
        Deleted = "deleted",
        /// In unallocated space, by the word of the tool that listed it.
        Unallocated = "unallocated",
        /// Only listed by a lab's tool; its bytes are not here.
        NotSeenHere = "not-seen-here",
        /// It has more frames than were sampled.
        FramesSampled = "frames-sampled",
        /// A screening hash of it is near nothing on the lists asked; its look was not taken.
        Screened = "screened",
    }
}

/// The bytes once: everything that depends on content alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Digests of all its bytes.
    pub digests: Digests,
    /// How many bytes.
    pub size: u64,
    /// Type by content, e.g. `image/jpeg`; `application/octet-stream` when unknown.
    pub mime: String,
    /// The type's family.
    pub kind: MediaKind,
    /// How it looks, if it is a picture that could be decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// How its embedded thumbnail looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<Look>,
    /// What it shows to the pixel, where that could be proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixel_digest: Option<PixelDigest>,
    /// Sampled frames of an animation or a video.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Algorithm version and decoder of `frames`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames_made_by: Option<String>,
    /// What it says of itself.
    #[serde(default)]
    pub metadata: Metadata,
    /// Marks that follow from content.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub marks: BTreeSet<Mark>,
    /// What went wrong inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// How it would look if it was an altered copy. Carried from where they were taken to where they are remembered,
    /// which is apart from all else: a file that was remembered comes back without them.
    #[serde(skip)]
    pub views: Option<Arc<Views>>,
}

impl File {
    /// A file of which nothing but this is known yet.
    pub fn of_type(digests: Digests, size: u64, mime: impl Into<String>, kind: MediaKind) -> File {
        File {
            digests,
            size,
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
        }
    }

    /// What it is called by.
    pub fn id(&self) -> Option<FileId> {
        FileId::of(&self.digests)
    }
}

/// Times as the file system has them, in nanoseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Content last written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_ns: Option<i64>,
    /// Inode last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_ns: Option<i64>,
    /// Content last read, before we came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed_ns: Option<i64>,
    /// Made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_ns: Option<i64>,
}

/// Which file system object an occurrence is; equal on the next run means that it was not touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inode {
    /// Device number.
    pub device: u64,
    /// Inode number.
    pub number: u64,
    /// Names that it has.
    pub links: u64,
}

/// One place where bytes were found, or where something stood that has no bytes for us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Where.
    pub place: Place,
    /// Bytes, by the word of the file system or the archive.
    pub size: u64,
    /// Its times; none for most members of archives.
    #[serde(default)]
    pub times: Times,
    /// Its inode; zeros for members of archives and for files only listed.
    #[serde(default)]
    pub inode: Inode,
    /// Where a symbolic link points: raw bytes.
    #[serde(default, with = "raw_option", skip_serializing_if = "Option::is_none")]
    pub link_target: Option<Vec<u8>>,
    /// The file these bytes are; none when they were not all read.
    pub file: Option<FileId>,
    /// Marks that depend on the place.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub marks: BTreeSet<Mark>,
    /// Why it was not read, or not examined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl Occurrence {
    /// Whether a regular file with bytes stands here, read or not.
    pub fn has_bytes(&self) -> bool {
        has_bytes(&self.marks, self.problem.as_ref())
    }

    /// Whether bytes stand here that a triage reads, as [`is_to_be_read`] says.
    pub fn is_to_be_read(&self) -> bool {
        is_to_be_read(&self.marks, self.problem.as_ref())
    }
}

fn has_bytes(marks: &BTreeSet<Mark>, problem: Option<&Problem>) -> bool {
    let without = problem.is_some_and(|problem| problem.code.means_no_bytes());
    !without && !marks.contains(&Mark::NotSeenHere)
}

/// Whether bytes stand at a place of these marks and this problem that a triage reads: all but those of a disk image, which is
/// recognised and left alone.
pub fn is_to_be_read(marks: &BTreeSet<Mark>, problem: Option<&Problem>) -> bool {
    has_bytes(marks, problem) && problem.is_none_or(|problem| problem.code != ProblemCode::DiskImage)
}

/// Raw bytes in JSON: text when they are UTF-8 without U+0000, otherwise `{"hex": "…"}`. Loss-free both ways.
pub mod raw {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Bytes { hex: String },
    }

    fn to_form(bytes: &[u8]) -> Form {
        match std::str::from_utf8(bytes) {
            Ok(text) => Form::Text(text.to_owned()),
            Err(_) => Form::Bytes { hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect() },
        }
    }

    fn from_form(form: Form) -> Option<Vec<u8>> {
        match form {
            Form::Text(text) => Some(text.into_bytes()),
            Form::Bytes { hex } => hex
                .as_bytes()
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect(),
        }
    }

    /// Writes.
    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to_form(bytes).serialize(to)
    }

    /// Reads.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        from_form(Form::deserialize(from)?).ok_or_else(|| serde::de::Error::custom("not hexadecimal"))
    }

    /// The same for a list of names.
    pub mod list {
        use super::*;

        /// Writes.
        pub fn serialize<S: Serializer>(names: &[Vec<u8>], to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(names.iter().map(|name| to_form(name)))
        }

        /// Reads.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<u8>>, D::Error> {
            Vec::<Form>::deserialize(from)?
                .into_iter()
                .map(|form| from_form(form).ok_or_else(|| serde::de::Error::custom("not hexadecimal")))
                .collect()
        }
    }

    /// The same for what may be absent.
    pub mod option {
        use super::*;

        /// Writes.
        pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
            bytes.as_deref().map(to_form).serialize(to)
        }

        /// Reads.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
            Option::<Form>::deserialize(from)?
                .map(|form| from_form(form).ok_or_else(|| serde::de::Error::custom("not hexadecimal")))
                .transpose()
        }
    }
}
use raw::{list as raw_list, option as raw_option};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_s_time_is_read_and_its_zone_never_guessed() {
        let check = |text: &str, offset: Option<&str>, expected: Option<CameraTime>| {
            let written = WrittenTime { text: text.into(), offset: offset.map(str::to_owned) };
            assert_eq!(written.read(), expected, "{text} {offset:?}");
        };
        let us = 1_614_834_367_000_000;
        check("2021:03:04 05:06:07", None, Some(CameraTime::Showing { us }));
        check("2021:03:04 05:06:07", Some("+03:00"), Some(CameraTime::At { us: us - 3 * 3_600_000_000 }));
        check("2021:03:04 05:06:07", Some("-01:30"), Some(CameraTime::At { us: us + 5_400_000_000 }));
        check("2021:03:04 05:06:07", Some("somewhere"), Some(CameraTime::Showing { us }));
        check("2021-03-04T05:06:07+0300", Some("+0300"), Some(CameraTime::At { us: us - 3 * 3_600_000_000 }));
        check("2021-03-04T05:06:07.000000", None, Some(CameraTime::Showing { us }));
        for text in ["", "0000:00:00 00:00:00", "2021:02:30 00:00:00", "yesterday"] {
            check(text, None, None);
        }
    }

    #[test]
    fn what_has_no_bytes_is_not_to_be_read_and_a_disk_image_has_some() {
        let check = |code: Option<ProblemCode>, marks: &[Mark], has_bytes: bool, is_to_be_read: bool| {
            let occurrence = Occurrence {
                place: Place::on_disk("a"),
                size: 1,
                times: Times::default(),
                inode: Inode::default(),
                link_target: None,
                file: None,
                marks: marks.iter().copied().collect(),
                problem: code.map(|code| Problem::new(code, "")),
            };
            assert_eq!((occurrence.has_bytes(), occurrence.is_to_be_read()), (has_bytes, is_to_be_read), "{code:?}");
        };
        check(None, &[], true, true);
        check(None, &[Mark::HardLink], true, true);
        check(None, &[Mark::NotSeenHere], false, false);
        check(Some(ProblemCode::NotRead), &[], true, true);
        check(Some(ProblemCode::NotRead), &[Mark::NotSeenHere], false, false);
        check(Some(ProblemCode::DiskImage), &[], true, false);
        check(Some(ProblemCode::DiskImage), &[Mark::NotSeenHere], false, false);
        for code in ProblemCode::ALL.iter().copied().filter(|code| code.means_no_bytes()) {
            check(Some(code), &[], false, false);
        }
    }
}
