//! What a run asks: the segments of its lists, opened together, and one near index over all their looks.
//!
//! Exact look-ups go to the mapped segments; looks are held in memory. Entries that were planted for the self-test
//! stand in the same segments and the same index, and are never shown to whoever asks.

mod ask;

pub use ask::{Among, Answer, Answers, Covered, CoveredList, CoveredPart, Look, Question};

use std::collections::BTreeSet;
use std::path::PathBuf;

use fingerprint::{Digests, Pdq, pdq};

use crate::near::{NearEntry, NearFileError, NearHit, NearIndex, Plan, RADIUS_BITS_MAX, RadiusTooLarge};
use crate::segment::{Segment, SegmentError};
use crate::self_test::{PlantedLook, plant_looks};

/// The list that planted entries stand in. No other list may have its number.
pub const LIST_RESERVED: u32 = u32::MAX;

/// The segments of one list, and how far its owner lets its looks be claimed.
#[derive(Debug, Clone, Default)]
pub struct ListSegments {
    /// The list's number in this catalogue; hits name it.
    pub list: u32,
    /// Near hits are shown up to this distance, 0 to 64 bits.
    pub threshold_bits: u32,
    /// Keys of 16 bytes.
    pub md5: Option<PathBuf>,
    /// Keys of 20 bytes.
    pub sha1: Option<PathBuf>,
    /// Keys of 32 bytes.
    pub sha256: Option<PathBuf>,
    /// Keys of 32 bytes, in the order of the hash's text. None for a list that must not match by look.
    pub pdq: Option<PathBuf>,
}

/// Which digest agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestKind {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// An entry with one of the digests asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExactHit {
    /// Its list.
    pub list: u32,
    /// Its row.
    pub row: u64,
    /// Which digest agrees.
    pub kind: DigestKind,
}

/// An entry that looks like one of the looks asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LookHit {
    /// Its list.
    pub list: u32,
    /// Its row.
    pub row: u64,
    /// Which of the looks asked for, from 0.
    pub look: usize,
    /// How many bits differ.
    pub distance: u32,
}

/// Why lists cannot be asked together.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A segment cannot be opened or believed.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// A list has the reserved number, or two have the same.
    #[error("list number {list} is taken")]
    ListTaken {
        /// Which.
        list: u32,
    },
    /// A list was to be asked that is not open.
    #[error("no list number {list} is open")]
    ListUnknown {
        /// Which.
        list: u32,
    },
    /// The near index cannot be believed.
    #[error(transparent)]
    Near(#[from] NearFileError),
    /// A threshold or radius beyond [`RADIUS_BITS_MAX`].
    #[error(transparent)]
    Radius(#[from] RadiusTooLarge),
}

/// Lists, opened to be asked. Shared between threads as it is.
#[derive(Debug)]
pub struct Catalogue {
    lists: Vec<OpenList>,
    near: NearIndex,
    planted: Vec<PlantedLook>,
    /// Looks that the caller planted; their rows follow those of `planted`.
    n_planted_by_caller: usize,
}

#[derive(Debug)]
struct OpenList {
    list: u32,
    threshold_bits: u32,
    digests: Vec<(DigestKind, Segment)>,
    looks: Option<CoveredPart>,
}

impl Catalogue {
    /// Opens the lists' segments and builds the near index over their looks, for the largest of their thresholds and
    /// at least [`pdq::DISTANCE_BITS_MAX`].
    ///
    /// # Errors
    /// A segment cannot be opened or is damaged, a list's number is taken, or a threshold is too large.
    pub fn open(lists: Vec<ListSegments>) -> Result<Catalogue, CatalogueError> {
        Catalogue::open_for_radius(lists, pdq::DISTANCE_BITS_MAX)
    }

    /// The same, ready to be asked for at least `radius_bits`.
    ///
    /// # Errors
    /// As [`Catalogue::open`], or the radius is too large.
    pub fn open_for_radius(lists: Vec<ListSegments>, radius_bits: u32) -> Result<Catalogue, CatalogueError> {
        Catalogue::open_planting(lists, radius_bits, &[])
    }

    /// The same, with looks planted for a self-test of the caller's; no list has them and only
    /// [`Catalogue::distance_of_planted`] finds them.
    ///
    /// # Errors
    /// As [`Catalogue::open_for_radius`].
    pub fn open_planting(
        lists: Vec<ListSegments>,
        radius_bits: u32,
        planted_by_caller: &[Pdq],
    ) -> Result<Catalogue, CatalogueError> {
        let mut taken = BTreeSet::from([LIST_RESERVED]);
        let mut open = Vec::with_capacity(lists.len());
        let mut entries = Vec::new();
        let mut radius_bits = radius_bits.max(pdq::DISTANCE_BITS_MAX);
        for list in lists {
            if !taken.insert(list.list) {
                return Err(CatalogueError::ListTaken { list: list.list });
            }
            let mut looks = None;
            if let Some(path) = &list.pdq {
                looks = Some(read_looks(list.list, path.clone(), &mut entries)?);
                radius_bits = radius_bits.max(list.threshold_bits);
            }
            open.push(OpenList::open(list, looks)?);
        }
        if radius_bits > RADIUS_BITS_MAX {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits: RADIUS_BITS_MAX }.into());
        }
        let plan = Plan::choose(entries.len(), radius_bits);
        let planted = plant_looks(&plan, &mut entries);
        let rows = planted.len() as u64..;
        let by_caller = planted_by_caller.iter().zip(rows);
        entries.extend(by_caller.map(|(hash, row)| NearEntry { hash: *hash, list: LIST_RESERVED, row }));
        let n_planted_by_caller = planted_by_caller.len();
        Ok(Catalogue { lists: open, near: NearIndex::build_by(plan, entries), planted, n_planted_by_caller })
    }

    /// How far the look that the caller planted as this number is from `look`, by the index; none when the index does not
    /// find it.
    pub fn distance_of_planted(&self, number: usize, look: &Pdq) -> Option<u32> {
        let row = (self.planted.len() + number) as u64;
        let hits = self.hits_with_planted(look);
        hits.into_iter().find(|hit| hit.list == LIST_RESERVED && hit.row == row).map(|hit| hit.distance)
    }

    /// The entries that have one of these digests, by list in the order given at opening, then digest and row.
    ///
    /// # Errors
    /// A block of a segment is damaged: nothing can be said, least of all that there is no match.
    pub fn exact(&self, digests: &Digests) -> Result<Vec<ExactHit>, SegmentError> {
        let lists: Vec<&OpenList> = self.lists.iter().collect();
        Ok(exact_of(&lists, std::slice::from_ref(digests))?.pop().unwrap_or_default())
    }

    /// The same for many files, an answer for each in their order; several times as fast as one after the other.
    ///
    /// # Errors
    /// As [`Catalogue::exact`].
    pub fn exact_many(&self, digests: &[Digests]) -> Result<Vec<Vec<ExactHit>>, SegmentError> {
        let lists: Vec<&OpenList> = self.lists.iter().collect();
        exact_of(&lists, digests)
    }

    /// The entries that look like one of `looks`, each list within its own threshold; by list, row and look.
    pub fn near(&self, looks: &[Pdq]) -> Vec<LookHit> {
        let radius_bits = self.near.plan().radius_bits_max();
        self.hits(looks, radius_bits, |list, distance| {
            self.lists.iter().any(|open| open.list == list && distance <= open.threshold_bits)
        })
    }

    /// The entries within `radius_bits` of one of `looks`, whatever the lists' thresholds.
    ///
    /// # Errors
    /// The radius is larger than the catalogue was opened for.
    pub fn near_within(&self, looks: &[Pdq], radius_bits: u32) -> Result<Vec<LookHit>, RadiusTooLarge> {
        let planned_bits = self.near.plan().radius_bits_max();
        if radius_bits > planned_bits {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits });
        }
        Ok(self.hits(looks, radius_bits, |_, _| true))
    }

    /// By which plan looks are searched.
    pub fn plan(&self) -> &Plan {
        self.near.plan()
    }

    /// How many looks the lists have together.
    pub fn n_looks(&self) -> usize {
        self.near.n_entries() - self.planted.len() - self.n_planted_by_caller
    }

    /// From now on compares every look: what remains when a self-test failed. Segments have no other way to be asked.
    pub fn fall_back_to_brute_force(&mut self) {
        self.near.fall_back_to_brute_force();
    }

    /// Breaks one band, as a wrong build would, so that a test can show that the self-test notices.
    #[doc(hidden)]
    pub fn sabotage_band(&mut self, number: usize) {
        self.near.sabotage_band(number);
    }

    pub(crate) fn planted(&self) -> &[PlantedLook] {
        &self.planted
    }

    /// Hits at the radius that [`Catalogue::near`] asks for, planted ones included.
    pub(crate) fn hits_with_planted(&self, look: &Pdq) -> Vec<NearHit> {
        self.near.search_within(look, self.near.plan().radius_bits_max())
    }

    pub(crate) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.lists.iter().flat_map(|list| &list.digests).map(|(_, segment)| segment)
    }

    fn hits(&self, looks: &[Pdq], radius_bits: u32, is_shown: impl Fn(u32, u32) -> bool) -> Vec<LookHit> {
        let mut hits = Vec::new();
        for (look, hash) in looks.iter().enumerate() {
            let found = self.near.search_within(hash, radius_bits).into_iter();
            let shown = found.filter(|hit| hit.list != LIST_RESERVED && is_shown(hit.list, hit.distance));
            hits.extend(shown.map(|hit| LookHit { list: hit.list, row: hit.row, look, distance: hit.distance }));
        }
        hits.sort_unstable();
        hits
    }
}

/// The entries of these lists that have one of the digests of each file.
fn exact_of(lists: &[&OpenList], files: &[Digests]) -> Result<Vec<Vec<ExactHit>>, SegmentError> {
    let mut hits: Vec<Vec<ExactHit>> = vec![Vec::new(); files.len()];
    let asked = [DigestKind::Md5, DigestKind::Sha1, DigestKind::Sha256].map(|kind| (kind, keys_of(kind, files)));
    for list in lists {
        for (kind, segment) in &list.digests {
            let Some((_, (keys, of))) = asked.iter().find(|(asked, _)| asked == kind) else { continue };
            let hit = |row| ExactHit { list: list.list, row, kind: *kind };
            segment.lookup_many(keys, |number, row| hits[of[number]].push(hit(row)))?;
        }
    }
    Ok(hits)
}

/// The digests of one kind, one after the other, and which files have them.
fn keys_of(kind: DigestKind, files: &[Digests]) -> (Vec<u8>, Vec<usize>) {
    let (mut keys, mut of) = (Vec::new(), Vec::new());
    for (file, digests) in files.iter().enumerate() {
        let key: Option<&[u8]> = match kind {
            DigestKind::Md5 => digests.md5.as_ref().map(|digest| &digest.0[..]),
            DigestKind::Sha1 => digests.sha1.as_ref().map(|digest| &digest.0[..]),
            DigestKind::Sha256 => digests.sha256.as_ref().map(|digest| &digest.0[..]),
        };
        if let Some(key) = key {
            keys.extend_from_slice(key);
            of.push(file);
        }
    }
    (keys, of)
}

impl OpenList {
    fn open(list: ListSegments, looks: Option<CoveredPart>) -> Result<OpenList, SegmentError> {
        let mut digests = Vec::new();
        let of_kinds =
            [(DigestKind::Md5, 16, list.md5), (DigestKind::Sha1, 20, list.sha1), (DigestKind::Sha256, 32, list.sha256)];
        for (kind, key_bytes, path) in of_kinds {
            if let Some(path) = path {
                digests.push((kind, open_of_width(path, key_bytes)?));
            }
        }
        Ok(OpenList { list: list.list, threshold_bits: list.threshold_bits, digests, looks })
    }
}

fn open_of_width(path: PathBuf, key_bytes: usize) -> Result<Segment, SegmentError> {
    let segment = Segment::open(path)?;
    if segment.key_bytes() != key_bytes {
        return Err(SegmentError::KeyWidth { wanted: key_bytes, found: segment.key_bytes() });
    }
    Ok(segment)
}

/// Reads every look of a segment, and so checks every block of it.
fn read_looks(list: u32, path: PathBuf, entries: &mut Vec<NearEntry>) -> Result<CoveredPart, SegmentError> {
    let segment = open_of_width(path, 32)?;
    entries.reserve(segment.n_entries() as usize);
    for entry in segment.iter() {
        let (key, row) = entry?;
        entries.push(NearEntry { hash: Pdq(std::array::from_fn(|n| key[n])), list, row });
    }
    Ok(CoveredPart { digest: None, n_entries: segment.n_entries(), content_sha256: segment.content_sha256() })
}
