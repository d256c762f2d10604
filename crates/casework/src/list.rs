//! A list: known material, or known software to set aside, with its owner's rules.

use std::collections::BTreeSet;

use fingerprint::video::TimedFrame;
use fingerprint::{Digests, Pdq, Sha256, pdq};
use serde::{Deserialize, Serialize};

use crate::problem::codes;

codes! {
    /// Why a list may be asked at all: child protection and nothing else. There is no *other*.
    Purpose {
        /// Finding children who are being harmed.
        VictimIdentification = "victim-identification",
        /// Investigating offences against children.
        Investigation = "investigation",
        /// Taking material down and keeping it down.
        Removal = "removal",
        /// Setting known software aside so that what matters is seen sooner.
        SetAside = "set-aside",
    }
}

codes! {
    /// What a column or line of hexadecimal digits is.
    HashKind {
        /// MD5, 32 digits.
        Md5 = "md5",
        /// SHA-1, 40 digits.
        Sha1 = "sha1",
        /// SHA-256, 64 digits.
        Sha256 = "sha256",
        /// PDQ, 64 digits as well: never guessed.
        Pdq = "pdq",
    }
}

/// A list as its owner means it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListTerms {
    /// Its name, unique in the node.
    pub name: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// The classification scheme its categories belong to, e.g. `vics-us`, `caid`, `ncmec`.
    pub scheme: Option<String>,
    /// Why it may be asked.
    pub purpose: Purpose,
    /// Near matches are claimed up to this distance, 0 to 64 bits.
    pub threshold_bits: u32,
    /// Known software and the like: set aside, and only by SHA-256 or SHA-1.
    pub set_aside: bool,
    /// Which list speaks first when several match: higher first.
    pub precedence: i64,
    /// Whether altered copies of its entries are looked for. Where they are, which is usual, it is not written down, so
    /// that versions taken in before it could be said keep their ids.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub altered: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

impl ListTerms {
    /// What a list is when its owner says nothing: known material, 31 bits.
    pub fn named(name: impl Into<String>) -> ListTerms {
        ListTerms {
            name: name.into(),
            owner: None,
            scheme: None,
            purpose: Purpose::VictimIdentification,
            threshold_bits: pdq::DISTANCE_BITS_MAX,
            set_aside: false,
            precedence: 0,
            altered: true,
        }
    }
}

/// One state of a list. A run is pinned to the versions it began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// The node's id of it: `lst_` and the first 16 hexadecimal digits of the SHA-256 of file digest and terms.
    pub id: String,
    /// Its terms.
    #[serde(flatten)]
    pub terms: ListTerms,
    /// In which format it came, e.g. `vics-2.0`, `hashdeep`.
    pub format: String,
    /// SHA-256 of the file it was read from.
    pub sha256: Sha256,
    /// Rows that are used.
    pub n_rows: u64,
    /// Rows that were refused, each named by line at import.
    pub n_refused: u64,
}

/// What a list says of one entry's category, in the list's own scheme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Category {
    /// The scheme or VICS flavour the code belongs to; a bare number means nothing.
    pub scheme: String,
    /// The code as written.
    pub code: String,
}

/// One entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which row it was, counted from 1: line of a text file, element of a JSON or XML document.
    pub row: u64,
    /// The owner's id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Its digests.
    #[serde(default)]
    pub digests: Digests,
    /// Its look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdq: Option<Pdq>,
    /// The quality its owner took the look at, when told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdq_quality: Option<u8>,
    /// Of a video: its frames, by time, those too faint to be compared among them. Empty for anything else, and where the
    /// store hands an entry out without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<TimedFrame>,
    /// Its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// What else its owner says: series, flags, tags, comments, in the order written. Untrusted text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(String, String)>,
}

impl Entry {
    /// Whether it carries anything beyond hashes, so that a look-up must fetch it.
    pub fn has_words(&self) -> bool {
        self.owner_id.is_some() || self.category.is_some() || self.pdq_quality.is_some() || !self.words.is_empty()
    }

    /// Every look that a file can agree with: its own, and those of its frames that are good enough to be compared, each
    /// once.
    pub fn looks(&self) -> BTreeSet<Pdq> {
        let good = self.frames.iter().filter(|frame| frame.pdq.quality >= pdq::QUALITY_MIN);
        self.pdq.into_iter().chain(good.map(|frame| frame.pdq.hash)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_altered_copies_are_looked_for_is_written_only_where_they_are_not() {
        let usual = serde_json::to_value(ListTerms::named("a")).unwrap();
        assert!(usual.get("altered").is_none());
        assert_eq!(serde_json::from_value::<ListTerms>(usual).unwrap(), ListTerms::named("a"));
        let off = ListTerms { altered: false, ..ListTerms::named("a") };
        let written = serde_json::to_value(&off).unwrap();
        assert_eq!(written["altered"], false);
        assert_eq!(serde_json::from_value::<ListTerms>(written).unwrap(), off);
    }
}
