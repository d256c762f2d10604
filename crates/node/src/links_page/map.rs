//! Where what stands around a record lies on Earth: places as somebody wrote them down, files as their cameras say.

use std::collections::HashMap;
use std::sync::Arc;

use casework::country::Country;
use casework::file::{File, FileId};
use casework::id::RecordId;
use casework::place::Located;
use store::{AnyRecord, Held};

/// Something that lies somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// A place, or a file.
    pub of: RecordId,
    /// Where exactly, where that is known.
    pub located: Option<Located>,
    /// In which country, as far as somebody wrote it down.
    pub country: Option<Country>,
    /// Who says so.
    pub by: SpotBy,
}

/// Who says where something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpotBy {
    /// Whoever wrote the record.
    Record,
    /// The camera, in the file: it can be wrong, and can be made to lie.
    Camera,
}

/// Everything of these that lies somewhere: places first, then files.
pub(super) fn spots(named: &[Held<AnyRecord>], files: &HashMap<FileId, Arc<File>>) -> Vec<Spot> {
    let places = named.iter().filter_map(|held| match &held.record {
        AnyRecord::Place(place) if place.located.is_some() || place.country.is_some() => {
            let (located, country) = (place.located, place.country);
            Some(Spot { of: place.id.into(), located, country, by: SpotBy::Record })
        }
        _ => None,
    });
    let mut taken: Vec<Spot> = files
        .iter()
        .filter_map(|(id, file)| {
            let located = Located::try_from(file.metadata.position?).ok()?;
            Some(Spot { of: RecordId::File(*id), located: Some(located), country: None, by: SpotBy::Camera })
        })
        .collect();
    taken.sort_by_key(|spot| spot.of);
    places.chain(taken).collect()
}
