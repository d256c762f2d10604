//! What stacks are made of, and what stands in them: the pictures and videos of exhibits with their looks, in the order of their
//! places. Which of them are alike is not judged here.

use std::collections::{BTreeMap, HashMap};

use casework::exhibit::Exhibit;
use casework::file::{FileId, MediaKind, Place};
use casework::grading::Grading;
use casework::id::UserId;
use casework::matching::Match;
use fingerprint::Pdq;

use crate::access::in_chunks;
use crate::column::{file_id_bytes, from_json, get, get_file_id, get_json, get_u64, query_in_each};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::place::decode_place;
use crate::value_list::lists_of;

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
    /// On which of the exhibits asked for it was found first, by its place among them.
    pub exhibit: usize,
    /// Where it was found first there, in the order of places.
    pub place: Place,
}

/// What is said of files to somebody who lays them on the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SaidOf {
    /// Their matches, those of one file in the order of the exhibits' ids and in which they were put.
    pub matches: HashMap<FileId, Vec<Match>>,
    /// What the reader says of them, the newest last.
    pub own: BTreeMap<FileId, Vec<Grading>>,
}

impl Store {
    /// These exhibits, each with the ledger entry of what its examination last said of itself: another one means that its files
    /// may be others. Those that are not there are left out.
    pub async fn exhibits_examined(&self, ids: &[String]) -> Result<Vec<(Exhibit, i64)>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading exhibits"))?;
        let rows = in_chunks(&mut connection, "SELECT facts, entry FROM exhibits WHERE id", ids).await?;
        rows.iter().map(|row| Ok((get_json(row, 0)?, get(row, 1)?))).collect()
    }

    /// The pictures and videos of these exhibits, each once: in the order of the exhibits, and of the first place of each in
    /// the first exhibit on which it lies.
    pub async fn stackables_of(&self, exhibits: &[String]) -> Result<Vec<Stackable>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading pictures and videos"))?;
        let mut rows = in_chunks(
            &mut connection,
            "SELECT f.file, f.kind, f.size, f.pdq, f.quality, o.place, o.exhibit FROM occurrences o
             JOIN files f ON f.file = o.file WHERE f.kind IN ('picture', 'video') AND o.exhibit",
            exhibits,
        )
        .await?;
        let mut ordered = Vec::with_capacity(rows.len());
        for row in rows.drain(..) {
            let of: String = get(&row, 6)?;
            let of = exhibits.iter().position(|exhibit| *exhibit == of).unwrap_or(exhibits.len());
            ordered.push((of, get::<Vec<u8>>(&row, 5)?, row));
        }
        // As the bytes of the column are ordered, which is the order of places.
        ordered.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let mut known = std::collections::HashSet::with_capacity(ordered.len());
        let mut all = Vec::with_capacity(ordered.len());
        for (exhibit, place, row) in &ordered {
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
            let place = decode_place(place).ok_or_else(|| damaged("a place cannot be read"))?;
            all.push(Stackable { file, kind, size: get_u64(row, 2)?, look, exhibit: *exhibit, place });
        }
        Ok(all)
    }

    /// What lists say of these files on these exhibits, and what somebody says of them themselves: what they took back is left out,
    /// and so is what others say.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn said_of(&self, user: UserId, exhibits: &[String], files: &[FileId]) -> Result<SaidOf, Error> {
        const PARTS: [&str; 2] = [
            "SELECT file, exhibit, ordinal, body FROM matches WHERE file",
            "SELECT file, '', 0, body FROM gradings WHERE file",
        ];
        let mut said = SaidOf::default();
        for files in lists_of(files) {
            let query = query_in_each(&PARTS, 1, files.len());
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading what is said of files"))?;
            let mut matches: Vec<(FileId, &str, i64, &str)> = Vec::new();
            for row in &rows {
                let (file, exhibit, body) = (get_file_id(row, 0)?, get::<&str>(row, 1)?, get::<&str>(row, 3)?);
                if exhibit.is_empty() {
                    let grading: Grading = from_json(body)?;
                    if grading.by.is(user) && grading.taken_back.is_none() {
                        said.own.entry(file).or_default().push(grading);
                    }
                } else if exhibits.iter().any(|of| of == exhibit) {
                    matches.push((file, exhibit, get(row, 2)?, body));
                }
            }
            matches.sort_unstable();
            for (file, _, _, body) in matches {
                said.matches.entry(file).or_default().push(from_json(body)?);
            }
        }
        said.own.values_mut().for_each(|gradings| gradings.sort_by_key(|grading| (grading.at, grading.id)));
        Ok(said)
    }
}
