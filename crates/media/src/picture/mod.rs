//! Pictures: bytes become pixels, pixels become a look. Runs inside the caged worker, on bytes in memory.
//!
//! The stored hash is what PyPI `pdqhash` gives on the pixels of Pillow 13's `Image.open(…).convert("RGB")`: first
//! frame, no EXIF rotation (but for TIFF, which Pillow itself turns), no colour management, alpha dropped. Where
//! Pillow refuses a file that ends early, what was there is used and marked. Nothing here opens a path.

mod animation;
mod bmp;
mod digest;
mod gif;
mod jpeg;
mod jxl;
mod pixels;
mod png;
mod rows;
mod screening;
mod small;
mod thumbnail;
mod tiff;
mod tiff_jpeg;
mod views;
mod webp;

pub use digest::VERSION as PIXELS_VERSION;
pub use pixels::Pixels;
pub use screening::{ScreenedOrSeen, Screening, screen_first};
pub(crate) use small::small;
pub(crate) use {jpeg::segments as jpeg_segments, png::chunks as png_chunks, webp::chunks as webp_chunks};

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use casework::file::{Frame, Look, Mark, MediaKind};
use casework::problem::{Problem, ProblemCode};
use fingerprint::pdq::screen;
use fingerprint::pdq::{QUALITY_MIN, RgbView};
use fingerprint::view::{Reduction, Search, View};
use fingerprint::{Pdq, PdqHash};

use digest::{Exact, Facts, PixelHasher};

use crate::exif::{self, Told};
use crate::findings::Findings;

/// What a picture may cost. Decoding needs about 3 bytes a pixel, and up to 12 with a progressive JPEG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// More pixels than this are not decoded. The default, 2²⁸, lets the largest telephone sensors (200 million) pass.
    pub pixels_max: u64,
    /// Frames of an animation that are hashed, first and last included.
    pub frames_sampled_max: usize,
    /// Pixels that all frames of an animation together may cost; frames beyond are not looked at.
    pub animation_pixels_max: u64,
    /// Scans of a progressive JPEG: each may cost as much as a whole picture, and takes twelve bytes of file.
    pub scans_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { pixels_max: 1 << 28, frames_sampled_max: 32, animation_pixels_max: 1 << 31, scans_max: 500 }
    }
}

impl Limits {
    /// How many pixels that is, when it is some and not too many.
    fn check(&self, width: u32, height: u32) -> Result<usize, DecodeError> {
        let n_pixels = u64::from(width) * u64::from(height);
        if n_pixels == 0 {
            return Err(DecodeError::NotDecoded("a picture without pixels".to_owned()));
        }
        if n_pixels > self.pixels_max {
            let limit = self.pixels_max;
            return Err(DecodeError::OverLimit(format!("{width} x {height} pixels where {limit} are allowed")));
        }
        usize::try_from(n_pixels).map_err(|_| DecodeError::OverLimit(format!("{n_pixels} pixels")))
    }
}

/// Why there are no pixels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It would cost too much.
    #[error("{0}")]
    OverLimit(String),
    /// The decoder could make nothing of it.
    #[error("{0}")]
    NotDecoded(String),
    /// The decoder broke.
    #[error("{0}")]
    Crashed(String),
}

impl DecodeError {
    fn not_decoded(cause: impl ToString) -> DecodeError {
        DecodeError::NotDecoded(cause.to_string())
    }
}

impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Problem {
        let code = match &error {
            DecodeError::OverLimit(_) => ProblemCode::OverLimit,
            DecodeError::NotDecoded(_) => ProblemCode::NotDecoded,
            DecodeError::Crashed(_) => ProblemCode::DecoderCrashed,
        };
        Problem::new(code, error)
    }
}

/// What a decoder made of a file.
#[derive(Debug)]
pub struct Decoded {
    /// The first frame.
    pub pixels: Pixels,
    /// Why the picture ends early, if it does.
    pub cut_short: Option<String>,
    /// Sampled frames, when there is more than one.
    pub frames: Vec<Frame>,
    /// Whether there are frames that were not sampled.
    pub frames_left_out: bool,
    /// How long it plays, in milliseconds.
    pub length_ms: Option<u64>,
    /// Which decoder made the pixels.
    pub decoder: &'static str,
    /// Whether they leave nothing out.
    exact: Option<Exact>,
}

impl Decoded {
    fn still(pixels: Pixels, decoder: &'static str) -> Decoded {
        Decoded {
            pixels,
            cut_short: None,
            frames: Vec::new(),
            frames_left_out: false,
            length_ms: None,
            decoder,
            exact: None,
        }
    }
}

/// The same of a file of which only the look is wanted.
struct Looked {
    /// Columns and rows.
    size: (u32, u32),
    look: Look,
    /// From which views are taken, where they are wanted.
    reduction: Option<Reduction>,
    /// The digest of its pixels, where they were digested row by row.
    rows: Option<[u8; 32]>,
    cut_short: Option<String>,
}

/// What screening a picture gives: enough to leave it alone, never enough to call it a match.
#[derive(Debug)]
pub struct Screened {
    /// Columns and rows.
    pub size: (u32, u32),
    /// A hash near to its PDQ, or that it is not comparable.
    pub by: screen::Screened,
}

/// The decoders that are linked in, with their versions, in the words that [`Look::decoder`] uses.
pub const DECODERS: &[&str] =
    &[jpeg::DECODER, png::DECODER, gif::DECODER, webp::DECODER, bmp::DECODER, tiff::DECODER, jxl::DECODER];

/// Whether a picture of this type is first given to a helper ([`crate::heif`]) because no decoder is linked in.
pub fn needs_helper(mime: &str) -> bool {
    matches!(mime, "image/heic" | "image/heif" | "image/avif")
}

/// Everything that a picture's bytes tell. `mime` is what [`crate::kind::recognise`] said.
///
/// A picture that no decoder could open has no look, the mark *not decoded* and a problem; its metadata are kept.
pub fn examine(bytes: &[u8], mime: &str, limits: &Limits) -> Findings {
    examine_for(bytes, mime, limits, Search::Plain)
}

/// The same, with the views that this search takes. What they are taken from is gone when this returns.
pub fn examine_for(bytes: &[u8], mime: &str, limits: &Limits, search: Search) -> Findings {
    begin(bytes, mime, limits).complete(bytes, limits, search)
}

/// What each of these views comes to when its margins are moved towards a listed look, with its hash then. What they are
/// taken from is gone when this returns.
///
/// # Errors
/// No decoder could open the picture, or it is too small to have views.
pub fn refine(
    bytes: &[u8],
    mime: &str,
    limits: &Limits,
    from: &[(View, Pdq)],
) -> Result<Vec<(View, PdqHash)>, Problem> {
    let reduction = see(bytes, mime, limits, Wanted { reduction: true, pixels: false })?.looked.reduction;
    let too_small = || Problem::new(ProblemCode::NotDecoded, "a picture too small to have views");
    Ok(views::refine(&reduction.ok_or_else(too_small)?, from))
}

/// What is told before the picture itself is decoded.
struct Begun {
    findings: Findings,
    /// The embedded thumbnail.
    small: Option<(Look, Pixels)>,
    /// For the pixel digest, where there can be one.
    facts: Option<Facts>,
}

fn begin(bytes: &[u8], mime: &str, limits: &Limits) -> Begun {
    let mut findings = Findings::of_type(mime, MediaKind::Picture);
    let told = catch_unwind(AssertUnwindSafe(|| exif::read(bytes, mime)));
    let told = told.unwrap_or_else(|_| Told { holds_more: true, ..Told::default() });
    let facts = catch_unwind(AssertUnwindSafe(|| Facts::read(bytes, mime, &told))).ok().flatten();
    findings.metadata = told.metadata;
    if findings.metadata.position.is_some() {
        findings.marks.insert(Mark::GpsPresent);
    }
    let small = told.thumbnail.and_then(|jpeg| {
        let decoded = contained(|| jpeg::decode(&jpeg, limits)).ok()?;
        Some((look_of(&decoded.pixels, decoded.decoder), decoded.pixels))
    });
    Begun { findings, small, facts }
}

impl Begun {
    fn complete(self, bytes: &[u8], limits: &Limits, search: Search) -> Findings {
        let Begun { mut findings, small, facts } = self;
        let mime = findings.mime.clone();
        let mime = mime.as_str();
        if needs_helper(mime) {
            findings.thumbnail = small.map(|(look, _)| look);
            return findings;
        }
        let pixels = facts.as_ref().is_some_and(Facts::wants_pixels);
        match see(bytes, mime, limits, Wanted { reduction: search != Search::Plain, pixels }) {
            Ok(seen) => {
                findings.pixel_digest = facts
                    .filter(|_| seen.looked.cut_short.is_none())
                    .and_then(|facts| facts.finish(|| seen.digest_of_pixels()));
                let look = seen.looked.look;
                findings.metadata.pixels = Some(seen.looked.size);
                if look.pdq.quality < QUALITY_MIN {
                    findings.marks.insert(Mark::NotComparable);
                }
                if let Some((small_look, small_pixels)) = small {
                    let large_pixels = || match &seen.pixels {
                        Some(pixels) => Some(Cow::Borrowed(pixels)),
                        None => decode(bytes, mime, limits).ok().map(|decoded| Cow::Owned(decoded.pixels)),
                    };
                    if thumbnail::differs(seen.looked.size, &look, large_pixels, &small_pixels, &small_look) {
                        findings.marks.insert(Mark::ThumbnailDiffers);
                    }
                    findings.thumbnail = Some(small_look);
                }
                if let Some(detail) = seen.looked.cut_short {
                    findings.marks.insert(Mark::Truncated);
                    findings.problem = Some(Problem::new(ProblemCode::Truncated, detail));
                }
                if seen.frames_left_out {
                    findings.marks.insert(Mark::FramesSampled);
                }
                if !seen.frames.is_empty() {
                    findings.frames_made_by = Some(format!("{}, {}", look.version, look.decoder));
                    findings.frames = seen.frames;
                }
                findings.metadata.length_ms = seen.length_ms;
                findings.views = seen.looked.reduction.map(|reduction| views::take(&reduction, search));
                findings.look = Some(look);
            }
            Err(error) => {
                findings.thumbnail = small.map(|(look, _)| look);
                findings.marks.insert(Mark::NotDecoded);
                findings.problem = Some(error.into());
            }
        }
        findings
    }
}

/// The screening hash of a picture of this type, for a fraction of what its look costs. None where there is none that
/// can be trusted: such a picture is looked at exactly. Never unwinds.
///
/// JPEG alone: of other types the decoder costs most, and gives nothing less than whole pixels.
pub fn screen(bytes: &[u8], mime: &str, limits: &Limits) -> Option<Screened> {
    if mime != "image/jpeg" {
        return None;
    }
    catch_unwind(AssertUnwindSafe(|| jpeg::screen(bytes, limits))).ok().flatten()
}

/// A picture that was looked at, with its pixels where they were whole in memory anyway.
struct Seen {
    looked: Looked,
    pixels: Option<Pixels>,
    frames: Vec<Frame>,
    frames_left_out: bool,
    length_ms: Option<u64>,
    exact: Option<Exact>,
}

impl Seen {
    /// Of a picture whose pixels were not kept.
    fn by_rows(looked: Looked) -> Seen {
        // What is looked at row by row and digested has no alpha.
        let exact = looked.rows.map(|_| Exact::OPAQUE);
        Seen { looked, pixels: None, frames: Vec::new(), frames_left_out: false, length_ms: None, exact }
    }

    fn digest_of_pixels(&self) -> Option<([u8; 32], Exact)> {
        let exact = self.exact?;
        let digest = self.looked.rows.or_else(|| self.pixels.as_ref().map(PixelHasher::of))?;
        Some((digest, exact))
    }
}

/// What is wanted beside the look.
#[derive(Clone, Copy)]
struct Wanted {
    /// What views are taken from.
    reduction: bool,
    /// The digest of the pixels.
    pixels: bool,
}

fn see(bytes: &[u8], mime: &str, limits: &Limits, wanted: Wanted) -> Result<Seen, DecodeError> {
    if mime == "image/jpeg" {
        return Ok(Seen::by_rows(contained(|| jpeg::look(bytes, limits, wanted.reduction))?));
    }
    // What this does not take goes the way on which every fault has a name.
    if mime == "image/tiff"
        && let Ok(Some(looked)) = contained(|| Ok(tiff::look(bytes, limits, wanted)))
    {
        return Ok(Seen::by_rows(looked));
    }
    let decoded = decode(bytes, mime, limits)?;
    let look = look_of(&decoded.pixels, decoded.decoder);
    let size = (decoded.pixels.width, decoded.pixels.height);
    let reduction = wanted.reduction.then(|| Reduction::of_pixels(view(&decoded.pixels))).flatten();
    Ok(Seen {
        looked: Looked { size, look, reduction, rows: None, cut_short: decoded.cut_short },
        pixels: Some(decoded.pixels),
        frames: decoded.frames,
        frames_left_out: decoded.frames_left_out,
        length_ms: decoded.length_ms,
        exact: decoded.exact,
    })
}

/// The pixels of a picture of this type. Never unwinds.
pub fn decode(bytes: &[u8], mime: &str, limits: &Limits) -> Result<Decoded, DecodeError> {
    contained(|| match mime {
        "image/jpeg" => jpeg::decode(bytes, limits),
        "image/png" => png::decode(bytes, limits),
        "image/gif" => gif::decode(bytes, limits),
        "image/webp" => webp::decode(bytes, limits),
        "image/bmp" => bmp::decode(bytes, limits),
        "image/tiff" => tiff::decode(bytes, limits),
        "image/jxl" => jxl::decode(bytes, limits),
        other => Err(DecodeError::NotDecoded(format!("no decoder for {other}"))),
    })
}

/// The look of these pixels: the hash and its eight turned forms.
pub fn look_of(pixels: &Pixels, decoder: &str) -> Look {
    look_by(fingerprint::pdq::hash_with_turns(view(pixels)), decoder)
}

fn look_by((pdq, turns): (PdqHash, [Pdq; 8]), decoder: &str) -> Look {
    Look { pdq, turns: turns.to_vec(), version: fingerprint::pdq::VERSION.to_owned(), decoder: decoder.to_owned() }
}

fn hash_of(pixels: &Pixels) -> PdqHash {
    fingerprint::pdq::hash(view(pixels))
}

fn view(pixels: &Pixels) -> RgbView<'_> {
    RgbView::new(pixels.width, pixels.height, &pixels.rgb).expect("pixels hold three bytes for each of them")
}

/// A decoder that unwinds (libjpeg's errors do, and a bug might) costs its file and nothing else.
fn contained<T>(work: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|thrown| Err(DecodeError::Crashed(words_of(&*thrown))))
}

fn words_of(thrown: &(dyn std::any::Any + Send)) -> String {
    thrown
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| thrown.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "the decoder broke".to_owned())
}
