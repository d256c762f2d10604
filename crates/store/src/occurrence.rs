//! Places where files were found, in the order of their raw bytes, and which of them need not be read again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use casework::file::{File, FileId, Inode, Mark, MediaKind, Occurrence, Place, Position, Times};
use casework::problem::{Problem, ProblemCode};
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use crate::column::{
    file_id_bytes, from_json, get, get_file_id, get_file_id_option, get_json, get_json_option, get_u64, query_around,
    query_in, to_json,
};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::place::{after, decode_place, encode_place};
use crate::run::RunId;
use crate::transaction::Tx;
use crate::value_list::{ValueList, lists_of};

// Rows read at a time; a whole exhibit can have millions.
const PAGE: i64 = 4_096;

/// What is remembered of a place on disk: enough to say that it was not touched since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlace {
    /// Bytes.
    pub size: u64,
    /// Times.
    pub times: Times,
    /// Device and inode.
    pub inode: Inode,
    /// The file these bytes are.
    pub file: Option<FileId>,
    /// The versions that made the file; empty without one, and for one that was only listed.
    pub versions: String,
    /// Marks of the place.
    pub marks: BTreeSet<Mark>,
    /// Why it was not read, or not examined.
    pub problem: Option<Problem>,
    /// Whether all members of this archive were written down.
    pub container_done: bool,
}

/// Which places of an exhibit are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlacesWanted<'w> {
    /// Only those after this one.
    pub after: Option<&'w Place>,
    /// Only what lies on disk beneath this folder, archives there with what is inside them.
    pub beneath: Option<&'w [u8]>,
    /// Only files of this kind.
    pub kind: Option<MediaKind>,
    /// Only places with a file, or only those without.
    pub with_file: Option<bool>,
    /// Only files whose camera says where they were made.
    pub located: bool,
    /// Only these files.
    pub among: Option<&'w [FileId]>,
}

/// A place, and what is said of its file at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSeen {
    /// The place.
    pub occurrence: Occurrence,
    /// The type by content; none without a file.
    pub mime: Option<String>,
    /// The type's family.
    pub kind: Option<MediaKind>,
    /// Marks of the content.
    pub file_marks: BTreeSet<Mark>,
    /// Where its camera says it was made.
    pub position: Option<Position>,
}

impl Tx {
    /// Writes places down, or their new facts, as seen by `run`; at least 1,000 a change is quickest. Their exhibit and
    /// their files must have been put before. A container written again is not done until [`Tx::finish_container`].
    pub async fn put_occurrences(
        &mut self,
        exhibit: &str,
        run: RunId,
        occurrences: &[Occurrence],
    ) -> Result<(), Error> {
        for occurrence in occurrences {
            let Occurrence { place, size, times, inode, link_target, file, marks, problem } = occurrence;
            sqlx::query(
                "INSERT INTO occurrences (exhibit, place, depth, size, modified_ns, changed_ns, accessed_ns, created_ns,
                 device, inode, links, link_target, file, marks, problem, container_done, seen_run, entry)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17)
                 ON CONFLICT (exhibit, place) DO UPDATE SET size = excluded.size, modified_ns = excluded.modified_ns,
                 changed_ns = excluded.changed_ns, accessed_ns = excluded.accessed_ns,
                 created_ns = excluded.created_ns, device = excluded.device, inode = excluded.inode,
                 links = excluded.links, link_target = excluded.link_target, file = excluded.file,
                 marks = excluded.marks, problem = excluded.problem, container_done = 0,
                 seen_run = excluded.seen_run, entry = excluded.entry",
            )
            .bind(exhibit)
            .bind(encode_place(place))
            .bind(place.inside.len() as i64)
            .bind(size.cast_signed())
            .bind(times.modified_ns)
            .bind(times.changed_ns)
            .bind(times.accessed_ns)
            .bind(times.created_ns)
            .bind(inode.device.cast_signed())
            .bind(inode.number.cast_signed())
            .bind(inode.links.cast_signed())
            .bind(link_target.as_deref())
            .bind(file.as_ref().map(file_id_bytes))
            .bind(marks_text(marks))
            .bind(problem.as_ref().map(to_json))
            .bind(run.0)
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("writing a place down"))?;
            self.add_row("occurrence", &(exhibit, occurrence));
        }
        Ok(())
    }

    /// Says that all members of the archive at `container` are written down, so that the next run may skip it.
    pub async fn finish_container(&mut self, exhibit: &str, container: &Place) -> Result<(), Error> {
        sqlx::query("UPDATE occurrences SET container_done = 1 WHERE exhibit = $1 AND place = $2")
            .bind(exhibit)
            .bind(encode_place(container))
            .execute(&mut *self.inner)
            .await
            .map_err(doing("finishing a container"))?;
        Ok(())
    }

    /// Says that these places, and all that is inside them, stand as they did: `run` has seen them.
    pub async fn mark_seen(&mut self, exhibit: &str, run: RunId, places: &[Place]) -> Result<(), Error> {
        for place in places {
            let from = encode_place(place);
            let to = after(&from);
            sqlx::query("UPDATE occurrences SET seen_run = $1 WHERE exhibit = $2 AND place >= $3 AND place < $4")
                .bind(run.0)
                .bind(exhibit)
                .bind(from)
                .bind(to)
                .execute(&mut *self.inner)
                .await
                .map_err(doing("marking a place as seen"))?;
        }
        Ok(())
    }

    /// Leaves out the places that `run` has not seen: they are gone. Says how many. Only after a walk that reached the end.
    pub async fn forget_unseen(&mut self, exhibit: &str, run: RunId) -> Result<u64, Error> {
        let gone = sqlx::query("DELETE FROM occurrences WHERE exhibit = $1 AND seen_run <> $2")
            .bind(exhibit)
            .bind(run.0)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("leaving out places that are gone"))?
            .rows_affected();
        if gone > 0 {
            self.add_row("occurrences-gone", &(exhibit, gone));
        }
        Ok(gone)
    }
}

/// The one member of a file's facts that says why it could not all be read.
#[derive(Deserialize)]
struct OnlyProblem {
    problem: Option<Problem>,
}

/// What an exhibit holds, place by place forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindsIn {
    /// Its distinct files.
    pub files: Vec<(FileId, MediaKind)>,
    /// Its places without a file, those alike as one.
    pub without_file: Vec<WithoutFile>,
}

/// Places of an exhibit at which no file was read, all for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutFile {
    /// What is marked at each.
    pub marks: BTreeSet<Mark>,
    /// Why it was not read.
    pub problem: Option<Problem>,
    /// How many.
    pub n: u64,
}

impl Store {
    /// Why places of these exhibits, or the files there, were not examined or not wholly read: how many places for each reason.
    /// An exhibit without any is left out.
    pub async fn problems_of(
        &self,
        exhibits: &[String],
    ) -> Result<BTreeMap<String, BTreeMap<ProblemCode, u64>>, Error> {
        let step = "counting what was not examined";
        let mut counted: BTreeMap<String, BTreeMap<ProblemCode, u64>> = BTreeMap::new();
        let mut count = |exhibit: String, problem: Option<Problem>, n: u64| {
            if let Some(problem) = problem {
                *counted.entry(exhibit).or_default().entry(problem.code).or_default() += n;
            }
        };
        for exhibits in lists_of(exhibits) {
            let of_places = "SELECT exhibit, problem, COUNT(*) FROM occurrences WHERE problem IS NOT NULL AND exhibit";
            let of_places = query_around(of_places, 1, exhibits.len(), " GROUP BY exhibit, problem");
            let of_places = exhibits.iter().fold(of_places, |query, exhibit| query.bind(exhibit.clone()));
            for row in &of_places.fetch_all(&self.pool).await.map_err(doing(step))? {
                count(get(row, 0)?, get_json_option(row, 1)?, get_u64(row, 2)?);
            }
            let of_files = "SELECT o.exhibit, f.facts, COUNT(*) FROM occurrences o JOIN files f ON f.file = o.file
                 WHERE o.problem IS NULL AND f.facts LIKE '%\"problem\":{%' AND o.exhibit";
            let of_files = query_around(of_files, 1, exhibits.len(), " GROUP BY o.exhibit, f.file, f.facts");
            let of_files = exhibits.iter().fold(of_files, |query, exhibit| query.bind(exhibit.clone()));
            for row in &of_files.fetch_all(&self.pool).await.map_err(doing(step))? {
                let facts: OnlyProblem = get_json(row, 1)?;
                count(get(row, 0)?, facts.problem, get_u64(row, 2)?);
            }
        }
        Ok(counted)
    }

    /// All places of the exhibit, members of archives included, in the order of their raw bytes.
    pub async fn occurrences(&self, exhibit: &str) -> Result<Vec<Occurrence>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.occurrences_after(exhibit, all.last().map(place_of)).await? {
            all.extend(page);
        }
        Ok(all)
    }

    /// Some thousand places of the exhibit after `place`, or its first ones, in the order of their raw bytes; none when
    /// there are no more.
    pub async fn occurrences_after(
        &self,
        exhibit: &str,
        place: Option<&Place>,
    ) -> Result<Option<Vec<Occurrence>>, Error> {
        let rows = sqlx::query(
            "SELECT place, size, modified_ns, changed_ns, accessed_ns, created_ns, device, inode, links, link_target,
             file, marks, problem FROM occurrences WHERE exhibit = $1 AND place > $2 ORDER BY place LIMIT $3",
        )
        .bind(exhibit)
        // No place has empty bytes.
        .bind(place.map(encode_place).unwrap_or_default())
        .bind(PAGE)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading places"))?;
        if rows.is_empty() {
            return Ok(None);
        }
        rows.iter().map(read_occurrence).collect::<Result<_, _>>().map(Some)
    }

    /// The first places of the exhibit that are wanted, at most `n_max`, in the order of their raw bytes.
    pub async fn places_wanted(
        &self,
        exhibit: &str,
        wanted: &PlacesWanted<'_>,
        n_max: u32,
    ) -> Result<Vec<PlaceSeen>, Error> {
        let Some(among) = wanted.among else { return self.some_places(exhibit, wanted, None, n_max).await };
        let mut found: Vec<(Vec<u8>, PlaceSeen)> = Vec::new();
        for files in lists_of(among) {
            let some = self.some_places(exhibit, wanted, Some(&files), n_max).await?;
            found.extend(some.into_iter().map(|seen| (encode_place(&seen.occurrence.place), seen)));
        }
        found.sort_by(|one, two| one.0.cmp(&two.0));
        found.truncate(n_max as usize);
        Ok(found.into_iter().map(|(_, seen)| seen).collect())
    }

    async fn some_places(
        &self,
        exhibit: &str,
        wanted: &PlacesWanted<'_>,
        among: Option<&ValueList<'_, FileId>>,
        n_max: u32,
    ) -> Result<Vec<PlaceSeen>, Error> {
        let mut sql = String::from(
            "SELECT o.place, o.size, o.modified_ns, o.changed_ns, o.accessed_ns, o.created_ns, o.device, o.inode, o.links,
             o.link_target, o.file, o.marks, o.problem, f.mime, f.kind, f.facts
             FROM occurrences o LEFT JOIN files f ON f.file = o.file WHERE o.exhibit = $1 AND o.place > $2",
        );
        let mut n_bound = 2;
        let mut also = |text: &str, n_more: usize| {
            sql.push_str(text);
            for number in 0..n_more {
                sql.push_str(if number == 0 { "$" } else { ", $" });
                n_bound += 1;
                sql.push_str(&n_bound.to_string());
            }
        };
        if wanted.beneath.is_some() {
            also(" AND o.place >= ", 1);
            also(" AND o.place < ", 1);
        }
        if wanted.kind.is_some() {
            also(" AND f.kind = ", 1);
        }
        match wanted.with_file {
            Some(true) => also(" AND o.file IS NOT NULL", 0),
            Some(false) => also(" AND o.file IS NULL", 0),
            None => {}
        }
        if wanted.located {
            also(" AND EXISTS (SELECT 1 FROM located_files l WHERE l.file = o.file)", 0);
        }
        if let Some(files) = among {
            also(" AND o.file IN (", files.len());
            also(")", 0);
        }
        also(" ORDER BY o.place LIMIT ", 1);
        // Texts of ours and numbers, nothing that was given.
        let query = sqlx::query(AssertSqlSafe(sql)).bind(exhibit.to_owned());
        let mut query = query.bind(wanted.after.map(encode_place).unwrap_or_default());
        if let Some(folder) = wanted.beneath {
            let (from, to) = beneath(folder);
            query = query.bind(from).bind(to);
        }
        if let Some(kind) = wanted.kind {
            query = query.bind(kind_text(kind));
        }
        if let Some(files) = among {
            query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
        }
        let rows = query.bind(i64::from(n_max)).fetch_all(&self.pool).await.map_err(doing("reading some places"))?;
        rows.iter().map(read_seen).collect()
    }

    /// The distinct files of an exhibit with their kind, and what stands at its places without a file.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn kinds_in(&self, exhibit: &str) -> Result<KindsIn, Error> {
        let rows = sqlx::query(
            "SELECT f.file, f.kind, NULL, 0 FROM files f
             WHERE f.file IN (SELECT o.file FROM occurrences o WHERE o.exhibit = $1 AND o.file IS NOT NULL)
             UNION ALL SELECT NULL, marks, problem, COUNT(*) FROM occurrences
             WHERE exhibit = $1 AND file IS NULL GROUP BY marks, problem",
        )
        .bind(exhibit.to_owned())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the kinds of files"))?;
        let mut kinds = KindsIn::default();
        for row in &rows {
            match get_file_id_option(row, 0)? {
                Some(file) => kinds.files.push((file, read_kind(get(row, 1)?)?)),
                None => {
                    let (marks, problem) = (read_marks(row, 1)?, get_json_option(row, 2)?);
                    kinds.without_file.push(WithoutFile { marks, problem, n: get_u64(row, 3)? });
                }
            }
        }
        Ok(kinds)
    }

    /// Where each of these files was found: exhibit and place, in that order. Files that were found nowhere are left out.
    pub async fn places_of(&self, ids: &[FileId]) -> Result<HashMap<FileId, Vec<(String, Place)>>, Error> {
        let mut found: HashMap<FileId, Vec<(String, Place)>> = HashMap::new();
        for ids in lists_of(ids) {
            let query = query_in("SELECT file, exhibit, place FROM occurrences WHERE file", 1, ids.len());
            let query = ids.iter().fold(query, |query, id| query.bind(file_id_bytes(id)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading the places of files"))?;
            let mut places = Vec::with_capacity(rows.len());
            for row in &rows {
                places.push((get::<String>(row, 1)?, get::<&[u8]>(row, 2)?, row));
            }
            // As the bytes of the column are ordered, which is the order of places.
            places.sort_unstable_by(|one, two| (&one.0, one.1).cmp(&(&two.0, two.1)));
            for (exhibit, _, row) in places {
                found.entry(get_file_id(row, 0)?).or_default().push((exhibit, read_place(row, 2)?));
            }
        }
        Ok(found)
    }

    /// Members of archives, seen by `run`, that are videos made by other versions than these, with the file each one is;
    /// in the order of their raw bytes.
    pub async fn member_videos_not_of(
        &self,
        exhibit: &str,
        run: RunId,
        versions: &str,
    ) -> Result<Vec<(Place, FileId)>, Error> {
        let rows = sqlx::query(
            "SELECT o.place, o.file FROM occurrences o JOIN files f ON f.file = o.file
             WHERE o.exhibit = $1 AND o.seen_run = $2 AND o.depth > 0 AND f.kind = 'video' AND f.versions <> $3
             ORDER BY o.place",
        )
        .bind(exhibit)
        .bind(run.0)
        .bind(versions)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading videos inside archives"))?;
        rows.iter().map(|row| Ok((read_place(row, 0)?, get_file_id(row, 1)?))).collect()
    }

    /// The file at a place; none when nothing with bytes is remembered there.
    pub async fn file_at(&self, exhibit: &str, place: &Place) -> Result<Option<FileId>, Error> {
        let row = sqlx::query("SELECT file FROM occurrences WHERE exhibit = $1 AND place = $2")
            .bind(exhibit)
            .bind(encode_place(place))
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a place"))?;
        row.map_or(Ok(None), |row| get_file_id_option(&row, 0))
    }

    /// What is remembered of every place on the exhibit's own disk, by [`encode_place`]. Members of archives are left out:
    /// they stand and fall with their container's `container_done`.
    pub async fn known_places(&self, exhibit: &str) -> Result<HashMap<Vec<u8>, KnownPlace>, Error> {
        let mut known = HashMap::new();
        let mut last: Vec<u8> = Vec::new();
        loop {
            let page = sqlx::query(
                "SELECT o.place, o.size, o.modified_ns, o.changed_ns, o.accessed_ns, o.created_ns, o.device, o.inode,
                 o.links, o.file, f.versions, o.marks, o.problem, o.container_done
                 FROM occurrences o LEFT JOIN files f ON f.file = o.file
                 WHERE o.exhibit = $1 AND o.depth = 0 AND o.place > $2 ORDER BY o.place LIMIT $3",
            )
            .bind(exhibit)
            .bind(last.as_slice())
            .bind(PAGE)
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading known places"))?;
            for row in &page {
                last = get(row, 0)?;
                let place = KnownPlace {
                    size: get_u64(row, 1)?,
                    times: read_times(row, 2)?,
                    inode: read_inode(row, 6)?,
                    file: get_file_id_option(row, 9)?,
                    versions: get::<Option<String>>(row, 10)?.unwrap_or_default(),
                    marks: read_marks(row, 11)?,
                    problem: get_json_option(row, 12)?,
                    container_done: get::<i64>(row, 13)? == 1,
                };
                known.insert(last.clone(), place);
            }
            if (page.len() as i64) < PAGE {
                return Ok(known);
            }
        }
    }
}

fn place_of(occurrence: &Occurrence) -> &Place {
    &occurrence.place
}

fn read_occurrence(row: &AnyRow) -> Result<Occurrence, Error> {
    Ok(Occurrence {
        place: read_place(row, 0)?,
        size: get_u64(row, 1)?,
        times: read_times(row, 2)?,
        inode: read_inode(row, 6)?,
        link_target: get(row, 9)?,
        file: get_file_id_option(row, 10)?,
        marks: read_marks(row, 11)?,
        problem: get_json_option(row, 12)?,
    })
}

/// What lies beneath a folder on disk: the first bytes that its places can have, and the first that none has.
fn beneath(folder: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut from = encode_place(&Place::on_disk(folder));
    // Without the end of the name, which goes on.
    from.truncate(from.len() - 2);
    let mut to = from.clone();
    from.push(b'/');
    to.push(b'/' + 1);
    (from, to)
}

/// As the column spells it.
fn kind_text(kind: MediaKind) -> String {
    to_json(&kind).trim_matches('"').to_owned()
}

fn read_kind(text: &str) -> Result<MediaKind, Error> {
    from_json(&format!("\"{text}\""))
}

fn read_seen(row: &AnyRow) -> Result<PlaceSeen, Error> {
    let kind = get::<Option<&str>>(row, 14)?.map(read_kind).transpose()?;
    let facts: Option<File> = get_json_option(row, 15)?;
    Ok(PlaceSeen {
        occurrence: read_occurrence(row)?,
        mime: get(row, 13)?,
        kind,
        position: facts.as_ref().and_then(|file| file.metadata.position),
        file_marks: facts.map(|file| file.marks).unwrap_or_default(),
    })
}

fn read_place(row: &AnyRow, column: usize) -> Result<Place, Error> {
    decode_place(get::<&[u8]>(row, column)?).ok_or_else(|| damaged("a place cannot be read"))
}

fn read_times(row: &AnyRow, first: usize) -> Result<Times, Error> {
    Ok(Times {
        modified_ns: get(row, first)?,
        changed_ns: get(row, first + 1)?,
        accessed_ns: get(row, first + 2)?,
        created_ns: get(row, first + 3)?,
    })
}

fn read_inode(row: &AnyRow, first: usize) -> Result<Inode, Error> {
    Ok(Inode { device: get_u64(row, first)?, number: get_u64(row, first + 1)?, links: get_u64(row, first + 2)? })
}

// Most places have no mark: an empty text is quicker than an empty array.
fn marks_text(marks: &BTreeSet<Mark>) -> String {
    if marks.is_empty() { String::new() } else { to_json(marks) }
}

fn read_marks(row: &AnyRow, column: usize) -> Result<BTreeSet<Mark>, Error> {
    match get::<&str>(row, column)? {
        "" => Ok(BTreeSet::new()),
        text => from_json(text),
    }
}
