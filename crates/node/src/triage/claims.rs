//! From fingerprints to claims: one file against the catalogue of the lists asked.

use std::collections::{BTreeMap, HashMap};

use casework::file::{File, FileId};
use casework::list::{Entry, HashKind, ListVersion};
use casework::matching::{self, Match, Part};
use fingerprint::{Pdq, Turn, pdq};
use index::catalogue::Catalogue;
use store::Store;

use crate::error::Error;

/// A claim before its entry's words are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    list: usize,
    row: u64,
    kind: HashKind,
    distance: u32,
    quality: Option<u8>,
    turn: Turn,
    part: Part,
}

/// Which of two agreements with the same entry is read out: the stronger digest; for looks the smaller distance, the
/// whole before a part, the plain turn before another.
fn rank(found: &Found) -> (u8, u32, Part, Turn) {
    let strength = match found.kind {
        HashKind::Sha256 => 0,
        HashKind::Sha1 => 1,
        HashKind::Md5 => 2,
        HashKind::Pdq => 3,
    };
    (strength, found.distance, found.part, found.turn)
}

/// Claims about `files`, each file's in the order in which they are read out.
///
/// `lists` stand in the order in which the catalogue numbers them. Looks are asked only where the quality is at least
/// [`pdq::QUALITY_MIN`] on both sides, and never of lists to set aside: those hold no looks in the catalogue.
pub(crate) async fn claim(
    files: &HashMap<FileId, std::sync::Arc<File>>,
    catalogue: &Catalogue,
    lists: &[ListVersion],
    store: &Store,
) -> Result<BTreeMap<FileId, Vec<Match>>, Error> {
    let mut found: BTreeMap<FileId, Vec<Found>> = BTreeMap::new();
    let mut rows: Vec<Vec<u64>> = vec![Vec::new(); lists.len()];
    for (id, file) in files {
        let agreements = agreements(file, catalogue)?;
        if agreements.is_empty() {
            continue;
        }
        for agreement in &agreements {
            rows[agreement.list].push(agreement.row);
        }
        found.insert(*id, agreements);
    }
    let mut entries: Vec<HashMap<u64, Entry>> = Vec::with_capacity(lists.len());
    for (list, mut rows) in lists.iter().zip(rows) {
        rows.sort_unstable();
        rows.dedup();
        entries.push(store.entries(&list.id, &rows).await?);
    }
    let terms: HashMap<&str, &ListVersion> = lists.iter().map(|list| (list.id.as_str(), list)).collect();
    let claims = found.into_iter().map(|(id, agreements)| {
        let file = &files[&id];
        let mut claims: Vec<Match> = agreements
            .into_iter()
            .filter_map(|agreement| {
                worded(agreement, file, &lists[agreement.list], entries[agreement.list].get(&agreement.row))
            })
            .collect();
        drop_looks_of_exact(&mut claims);
        matching::order(&mut claims, |list| &terms[list].terms);
        (id, claims)
    });
    Ok(claims.filter(|(_, claims)| !claims.is_empty()).collect())
}

fn agreements(file: &File, catalogue: &Catalogue) -> Result<Vec<Found>, Error> {
    let mut best: BTreeMap<(usize, u64, bool), Found> = BTreeMap::new();
    let mut keep = |found: Found| {
        let slot = best.entry((found.list, found.row, found.kind == HashKind::Pdq)).or_insert(found);
        if rank(&found) < rank(slot) {
            *slot = found;
        }
    };
    for hit in catalogue.exact(&file.digests).map_err(|error| Error::Index(Box::new(error)))? {
        keep(Found {
            list: hit.list as usize,
            row: hit.row,
            kind: digest_kind(hit.kind),
            distance: 0,
            quality: None,
            turn: Turn::Original,
            part: Part::Whole,
        });
    }
    for (part, hashes, quality) in looks(file) {
        if quality < pdq::QUALITY_MIN {
            continue;
        }
        for hit in catalogue.near(&hashes) {
            keep(Found {
                list: hit.list as usize,
                row: hit.row,
                kind: HashKind::Pdq,
                distance: hit.distance,
                quality: Some(quality),
                turn: Turn::ALL[hit.look % Turn::ALL.len()],
                part,
            });
        }
    }
    Ok(best.into_values().collect())
}

/// Everything about a file that can be compared by look: part, hashes by turn, quality.
fn looks(file: &File) -> impl Iterator<Item = (Part, Vec<Pdq>, u8)> {
    let turned = |look: &casework::file::Look| {
        if look.turns.is_empty() { vec![look.pdq.hash] } else { look.turns.clone() }
    };
    let whole = file.look.iter().map(move |look| (Part::Whole, turned(look), look.pdq.quality));
    let thumbnail = file.thumbnail.iter().map(move |look| (Part::Thumbnail, turned(look), look.pdq.quality));
    let frames =
        file.frames.iter().map(|frame| (Part::FrameAtMs(frame.at_ms), vec![frame.pdq.hash], frame.pdq.quality));
    whole.chain(thumbnail).chain(frames)
}

fn digest_kind(kind: index::catalogue::DigestKind) -> HashKind {
    match kind {
        index::catalogue::DigestKind::Md5 => HashKind::Md5,
        index::catalogue::DigestKind::Sha1 => HashKind::Sha1,
        index::catalogue::DigestKind::Sha256 => HashKind::Sha256,
    }
}

/// The claim with its entry's words; none when the owner took the entry's look at too low a quality to compare.
fn worded(found: Found, file: &File, list: &ListVersion, entry: Option<&Entry>) -> Option<Match> {
    let looked = found.kind == HashKind::Pdq;
    if looked && entry.and_then(|entry| entry.pdq_quality).is_some_and(|quality| quality < pdq::QUALITY_MIN) {
        return None;
    }
    let contradicted = entry.is_some_and(|entry| matching::contradicts(found.kind, &file.digests, &entry.digests));
    Some(Match {
        list: list.id.clone(),
        row: found.row,
        owner_id: entry.and_then(|entry| entry.owner_id.clone()),
        kind: found.kind,
        distance: found.distance,
        quality: found.quality,
        turn: found.turn,
        part: found.part,
        contradicted,
        category: entry.and_then(|entry| entry.category.clone()),
        words: entry.map(|entry| entry.words.clone()).unwrap_or_default(),
    })
}

/// An entry whose bytes agree is not read out a second time for looking alike.
fn drop_looks_of_exact(claims: &mut Vec<Match>) {
    let exact: Vec<(String, u64)> = claims
        .iter()
        .filter(|claim| claim.is_exact() && !claim.contradicted)
        .map(|claim| (claim.list.clone(), claim.row))
        .collect();
    claims
        .retain(|claim| claim.is_exact() || !exact.iter().any(|(list, row)| *list == claim.list && *row == claim.row));
}
