//! The pixel digest: what a picture shows, so that a copy of it in other bytes is proved to be one. Decision 22 says what
//! counts and why. In doubt there is no digest: two files never share one by mistake.
//!
//! JPEG and lossy WebP by their coded data, which cost no decoding and which every viewer decodes in its own way; PNG, BMP,
//! TIFF and lossless WebP by their pixels.

mod bmp;
mod jpeg;
mod metadata;
mod png;
mod tiff;
mod webp;

use casework::pixel_digest::PixelDigest;
use fingerprint::Sha256;
use sha2::{Digest as _, Sha256 as Hasher};

use super::Pixels;
use crate::exif::Told;

/// Stands in every digest: those of two versions are never alike.
pub const VERSION: &str = "pixels-1";

/// What a file's structure says before its pixels are decoded.
pub(super) struct Facts {
    how: How,
    /// EXIF orientation 1 to 8.
    orientation: u8,
    colour: Colour,
    beside: Beside,
}

enum How {
    /// The coded data are digested already.
    Coded { format: &'static str, data: [u8; 32], alpha: Option<[u8; 32]> },
    /// The pixels will be.
    Decoded,
}

/// What has to be known of decoded pixels beyond their eight bits of red, green and blue, where these leave nothing else
/// out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    /// The digest of all alphas; none of a picture that is opaque.
    alpha: Option<[u8; 32]>,
}

impl Exact {
    pub(super) const OPAQUE: Exact = Exact { alpha: None };

    /// With these alphas, a byte for each pixel.
    pub(super) fn with_alphas(alphas: &[u8]) -> Exact {
        let is_opaque = alphas.iter().all(|alpha| *alpha == 255);
        Exact { alpha: (!is_opaque).then(|| Hasher::digest(alphas).into()) }
    }
}

/// Takes decoded rows.
pub(super) struct PixelHasher(Hasher);

impl PixelHasher {
    pub(super) fn new(width: u32, height: u32) -> PixelHasher {
        PixelHasher(Hasher::new().chain_update(width.to_be_bytes()).chain_update(height.to_be_bytes()))
    }

    /// The next bytes of red, green and blue.
    pub(super) fn push(&mut self, rgb: &[u8]) {
        self.0.update(rgb);
    }

    pub(super) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    pub(super) fn of(pixels: &Pixels) -> [u8; 32] {
        let mut hasher = PixelHasher::new(pixels.width, pixels.height);
        hasher.push(&pixels.rgb);
        hasher.finish()
    }
}

impl Facts {
    /// Of a picture of this type; none where nothing can be proved of it. `told` is what its EXIF block says.
    pub(super) fn read(bytes: &[u8], mime: &str, told: &Told) -> Option<Facts> {
        match mime {
            "image/jpeg" => jpeg::read(bytes, told),
            "image/png" => png::read(bytes, told),
            "image/webp" => webp::read(bytes, told),
            "image/bmp" => bmp::read(bytes),
            "image/tiff" => tiff::read(bytes),
            _ => None,
        }
    }

    fn decoded(orientation: u8, colour: Colour, beside: Beside) -> Facts {
        Facts { how: How::Decoded, orientation, colour, beside }
    }

    /// Whether the pixels have to be digested.
    pub(super) fn wants_pixels(&self) -> bool {
        matches!(self.how, How::Decoded)
    }

    /// The digest, for which `pixels` are asked where they count: their digest, and what is to be known beyond them.
    pub(super) fn finish(self, pixels: impl FnOnce() -> Option<([u8; 32], Exact)>) -> Option<PixelDigest> {
        let (format, data, alpha) = match self.how {
            How::Coded { format, data, alpha } => (format, data, alpha),
            How::Decoded => {
                let (data, exact) = pixels()?;
                ("rgb", data, exact.alpha)
            }
        };
        let mut hasher = Hasher::new();
        put(&mut hasher, VERSION.as_bytes());
        put(&mut hasher, format.as_bytes());
        put(&mut hasher, &[self.orientation]);
        for part in [self.colour.0.finish(), alpha] {
            put(&mut hasher, part.as_ref().map_or(&[][..], |digest| &digest[..]));
        }
        put(&mut hasher, &data);
        Some(PixelDigest { picture: Sha256(hasher.finalize().into()), beside: self.beside.0.finish().map(Sha256) })
    }
}

/// Where a part ends must not depend on what stands in it.
fn put(hasher: &mut Hasher, part: &[u8]) {
    hasher.update((part.len() as u64).to_be_bytes());
    hasher.update(part);
}

/// Named parts, one after the other; none is not the same as an empty one.
#[derive(Default)]
struct Parts(Option<Hasher>);

impl Parts {
    fn put(&mut self, name: &[u8], body: &[u8]) {
        let hasher = self.0.get_or_insert_default();
        put(hasher, name);
        put(hasher, body);
    }

    fn finish(self) -> Option<[u8; 32]> {
        self.0.map(|hasher| hasher.finalize().into())
    }
}

/// Everything in a file that may show something beside its picture.
#[derive(Default)]
struct Beside(Parts);

impl Beside {
    fn put(&mut self, name: &[u8], body: &[u8]) {
        self.0.put(name, body);
    }

    /// Bytes that no viewer reads: carving and copying leave zeros behind a file, anything else may be a file itself.
    fn put_unread(&mut self, bytes: &[u8]) {
        if bytes.iter().any(|byte| *byte != 0) {
            self.put(b"unread", bytes);
        }
    }
}

/// Whatever says that samples are to be shown in another way than as sRGB in square pixels, in a canonical form.
#[derive(Default)]
struct Colour(Parts);

impl Colour {
    fn put(&mut self, name: &[u8], body: &[u8]) {
        self.0.put(name, body);
    }

    /// Whether nothing was said yet.
    fn is_usual(&self) -> bool {
        self.0.0.is_none()
    }

    /// With what EXIF says of colours, which viewers go by where no profile says better.
    fn with_hint_of(mut self, told: &Told, has_profile: bool) -> Colour {
        if !has_profile && !told.colour_hint.is_empty() {
            self.put(b"exif", &told.colour_hint);
        }
        self
    }
}

fn orientation(told: &Told) -> u8 {
    told.metadata.orientation.unwrap_or(1)
}
