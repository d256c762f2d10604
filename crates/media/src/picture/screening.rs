//! Screening: what a picture's bytes tell, with a hash that serves to leave it alone in place of its look.
//!
//! What is screened gives, but for the look, the same findings as an examination: where that is not sure, it is examined.

use casework::file::{Look, Mark};
use fingerprint::pdq::screen::{Screened, ScreeningHash};
use fingerprint::view::Search;
use serde::{Deserialize, Serialize};

use super::{Begun, Limits, Pixels, begin, screen, thumbnail};
use crate::findings::Findings;

/// What is told of a picture that was screened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// Everything but the look.
    pub findings: Findings,
    /// Near to its PDQ; none when it is surely not comparable by look.
    #[serde(with = "bytes_of_hash")]
    pub hash: Option<Box<ScreeningHash>>,
}

/// A picture is screened, or it is looked at exactly, where screening cannot be trusted.
#[derive(Debug)]
pub enum ScreenedOrSeen {
    /// Screened: it has no look yet.
    Screened(Box<Screening>),
    /// Examined.
    Seen(Box<Findings>),
}

/// Screens a picture if that can be trusted, and examines it if not.
pub fn screen_first(bytes: &[u8], mime: &str, limits: &Limits) -> ScreenedOrSeen {
    let begun = begin(bytes, mime, limits);
    match screen(bytes, mime, limits) {
        Some(screened) if is_surely_same(&screened, begun.small.as_ref()) => {
            let Begun { mut findings, small, facts } = begun;
            // What is screened is a JPEG, whose digest asks for no pixels.
            findings.pixel_digest = facts.and_then(|facts| facts.finish(|| None));
            let hash = match screened.by {
                Screened::Hash(hash) => Some(hash),
                Screened::NotComparable => None,
            };
            findings.marks.extend(hash.is_none().then_some(Mark::NotComparable));
            findings.metadata.pixels = Some(screened.size);
            findings.thumbnail = small.map(|(look, _)| look);
            ScreenedOrSeen::Screened(Box::new(Screening { findings, hash }))
        }
        _ => ScreenedOrSeen::Seen(Box::new(begun.complete(bytes, limits, Search::Plain))),
    }
}

/// Whether the thumbnail, if there is one, would not be called another picture by an examination.
fn is_surely_same(screened: &super::Screened, small: Option<&(Look, Pixels)>) -> bool {
    let (Some(hash), Some((look, pixels))) = (screened.by.hash(), small) else { return true };
    thumbnail::surely_shows(screened.size, hash, pixels, look)
}

/// For the wire, and for nothing that is kept.
mod bytes_of_hash {
    use fingerprint::pdq::screen::ScreeningHash;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(hash: &Option<Box<ScreeningHash>>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(hash.iter().flat_map(|hash| hash.to_bytes()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<ScreeningHash>>, D::Error> {
        let bytes = Vec::<u8>::deserialize(from)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let bytes = bytes.as_slice().try_into().map_err(|_| D::Error::custom("not as many bytes as a hash has"))?;
        Ok(Some(Box::new(ScreeningHash::of_bytes(bytes))))
    }
}
