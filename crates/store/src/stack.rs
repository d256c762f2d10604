//! What stacks are made of, and what stands in them: an exhibit's pictures and videos with their looks, in the order of their
//! places. Which of them are alike is not judged here.

use std::collections::{BTreeMap, HashMap};

use casework::file::{FileId, MediaKind, Place};
use casework::grading::Grading;
use casework::id::UserId;
use casework::matching::Match;
use fingerprint::Pdq;

use crate::column::{file_id_bytes, from_json, get, get_file_id, get_u64, query_around, query_in};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::place::decode_place;

/// Files asked for at once. A page of stacks is several thousand files at times, and both databases take so many values.
const FILES_ASKED: usize = 10_000;

/// A picture or video of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stackable {
    /// Which.
    pub file: FileId,
    /// Picture or video.
    pub kind: MediaKind,
    /// Bytes.
    pub size: u64,
    /// Its look and the quality of it; a video's is none.
    pub look: Option<(Pdq, u8)>,
    /// Where it was found first, in the order of places.
    pub place: Place,
}

impl Store {
    /// The ledger entry of what the exhibit's examination last said of itself: another one means that its files may be others.
    pub async fn exhibit_version(&self, exhibit: &str) -> Result<Option<i64>, Error> {
        let row = sqlx::query("SELECT entry FROM exhibits WHERE id = $1")
            .bind(exhibit)
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading an exhibit"))?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// The exhibit's pictures and videos, each once, in the order of the first place of each.
    pub async fn stackables_of(&self, exhibit: &str) -> Result<Vec<Stackable>, Error> {
        let rows = sqlx::query(
            "SELECT f.file, f.kind, f.size, f.pdq, f.quality, o.place FROM occurrences o JOIN files f ON f.file = o.file
             WHERE o.exhibit = $1 AND f.kind IN ('picture', 'video') ORDER BY o.place",
        )
        .bind(exhibit)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading pictures and videos"))?;
        let mut known = std::collections::HashSet::with_capacity(rows.len());
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let file = get_file_id(row, 0)?;
            if !known.insert(file) {
                continue;
            }
            let kind = if get::<&str>(row, 1)? == "video" { MediaKind::Video } else { MediaKind::Picture };
            let hash = get::<Option<Vec<u8>>>(row, 3)?;
            let quality = get::<Option<i64>>(row, 4)?;
            let look = match hash.zip(quality) {
                Some((hash, quality)) => {
                    let hash = <[u8; 32]>::try_from(hash).map_err(|_| damaged("a look of another length"))?;
                    let quality = u8::try_from(quality).map_err(|_| damaged(format!("a quality of {quality}")))?;
                    Some((Pdq(hash), quality))
                }
                None => None,
            };
            let place = decode_place(get::<&[u8]>(row, 5)?).ok_or_else(|| damaged("a place cannot be read"))?;
            all.push(Stackable { file, kind, size: get_u64(row, 2)?, look, place });
        }
        Ok(all)
    }

    /// The matches of these files of an exhibit, those of one file in the order in which they were put.
    pub async fn matches_of(&self, exhibit: &str, files: &[FileId]) -> Result<HashMap<FileId, Vec<Match>>, Error> {
        let mut found: HashMap<FileId, Vec<Match>> = HashMap::new();
        for files in files.chunks(FILES_ASKED) {
            let begins = "SELECT file, body FROM matches WHERE exhibit = $1 AND file";
            let query = query_around(begins, 2, files.len(), " ORDER BY file, ordinal").bind(exhibit.to_owned());
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading the matches of files"))?;
            for row in &rows {
                found.entry(get_file_id(row, 0)?).or_default().push(from_json(get::<&str>(row, 1)?)?);
            }
        }
        Ok(found)
    }

    /// What somebody says of these files themselves, the newest last: what they took back is left out, and others' is not read.
    pub async fn own_gradings(&self, user: UserId, files: &[FileId]) -> Result<BTreeMap<FileId, Vec<Grading>>, Error> {
        let mut found: BTreeMap<FileId, Vec<Grading>> = BTreeMap::new();
        for files in files.chunks(FILES_ASKED) {
            let query = query_in("SELECT file, body FROM gradings WHERE file", 1, files.len());
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading one's own gradings"))?;
            for row in &rows {
                let grading: Grading = from_json(get::<&str>(row, 1)?)?;
                if grading.by.is(user) && grading.taken_back.is_none() {
                    found.entry(get_file_id(row, 0)?).or_default().push(grading);
                }
            }
        }
        found.values_mut().for_each(|gradings| gradings.sort_by_key(|grading| (grading.at, grading.id)));
        Ok(found)
    }
}
