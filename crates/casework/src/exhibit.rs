//! An exhibit: something lawfully in hand, and under whose authority.

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};

/// Under whose authority, which seal, by whom. Without an authority nothing that is printed is fit for evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    /// The legal basis: warrant, order, consent, report number.
    pub authority: Option<String>,
    /// The exhibit's number in the unit's books.
    pub number: Option<String>,
    /// The seal it was taken under.
    pub seal: Option<String>,
    /// Who examines it.
    pub examiner: Option<String>,
}

impl Custody {
    /// What is missing before an output may be called evidence, in the order in which it is asked for.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            ("authority", &self.authority),
            ("exhibit-number", &self.number),
            ("seal", &self.seal),
            ("examiner", &self.examiner),
        ]
        .into_iter()
        .filter(|(_, value)| value.as_deref().is_none_or(|text| text.trim().is_empty()))
        .map(|(name, _)| name)
        .collect()
    }

    /// Whether an authority is recorded: without one every output says *not for evidence*.
    pub fn has_authority(&self) -> bool {
        self.authority.as_deref().is_some_and(|text| !text.trim().is_empty())
    }
}

/// What kind of thing was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExhibitKind {
    /// A folder, walked.
    Folder,
    /// One file; an archive is opened.
    File,
    /// The export of a lab's tool: hashes and names of files that are not here.
    HashOnly,
}

/// An exhibit as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// The node's id of it: `exh_` and the first 16 hexadecimal digits of the SHA-256 of number and root.
    pub id: String,
    /// What kind of thing it is.
    pub kind: ExhibitKind,
    /// Where it stood: raw bytes of the path as given.
    #[serde(with = "crate::file::raw")]
    pub root: Vec<u8>,
    /// Authority, number, seal, examiner.
    pub custody: Custody,
    /// Digest of the listing (names, kinds, sizes, times, inodes) before the work; equal to the one after.
    pub manifest: Option<Sha256>,
    /// Whether the listing taken after the work was another one.
    pub changed_meanwhile: bool,
}
