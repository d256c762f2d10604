//! Files, each once whatever its places, and their fingerprints. What a file shows is kept as it was found.

use std::collections::HashMap;
use std::sync::Arc;

use casework::file::{File, FileId, Look, Mark};
use casework::list::HashKind;
use casework::views::{self, Views};
use fingerprint::view::Search;
use fingerprint::{Pdq, PdqHash};

use crate::column::{file_id_bytes, get, get_bytes, get_file_id, get_json, get_u64, query_in, to_json};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::transaction::Tx;
use crate::value_list::lists_of;

// Rows read at a time where a whole exhibit or node is asked for.
const PAGE: i64 = 4_096;

/// Which look of a file a fingerprint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FingerprintKind {
    /// Of the picture.
    Whole,
    /// Of its embedded thumbnail.
    Thumbnail,
    /// Of the frame shown at this time.
    FrameAtMs(u64),
}

/// A perceptual hash as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Whose.
    pub file: FileId,
    /// Which look of it.
    pub kind: FingerprintKind,
    /// Hash and quality.
    pub pdq: PdqHash,
    /// The eight hashes in the order of [`fingerprint::Turn::ALL`], or none where they were not taken.
    pub turns: Vec<Pdq>,
    /// Algorithm and version.
    pub version: String,
    /// Which decoder made the pixels.
    pub decoder: String,
}

impl Tx {
    /// Remembers a file. `versions` names the algorithms and decoders that made it, as the caller compares them on the
    /// next run; empty for a file that is only listed, which never takes the place of one that was read. Nor does one
    /// that was only screened take the place of one that was looked at.
    /// [`Error::NoDigest`] when it has no digest to be called by.
    pub async fn put_file(&mut self, file: &File, versions: &str) -> Result<FileId, Error> {
        let step = "remembering a file";
        let id = file.id().ok_or(Error::NoDigest)?;
        let bytes = file_id_bytes(&id);
        let is_screened = file.look.is_none() && file.marks.contains(&Mark::Screened);
        let written = sqlx::query(
            "INSERT INTO files (file, size, mime, kind, md5, sha1, sha256, pdq, quality, versions, facts, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (file) DO UPDATE SET size = excluded.size, mime = excluded.mime, kind = excluded.kind,
             md5 = excluded.md5, sha1 = excluded.sha1, sha256 = excluded.sha256, pdq = excluded.pdq,
             quality = excluded.quality, versions = excluded.versions, facts = excluded.facts, entry = excluded.entry
             WHERE (excluded.versions <> '' OR files.versions = '') AND ($13 = 0 OR files.pdq IS NULL)",
        )
        .bind(bytes.as_slice())
        .bind(file.size.cast_signed())
        .bind(file.mime.as_str())
        .bind(to_json(&file.kind).trim_matches('"').to_owned())
        .bind(file.digests.md5.map(|digest| digest.0.to_vec()))
        .bind(file.digests.sha1.map(|digest| digest.0.to_vec()))
        .bind(file.digests.sha256.map(|digest| digest.0.to_vec()))
        .bind(file.look.as_ref().map(|look| look.pdq.hash.0.to_vec()))
        .bind(file.look.as_ref().map(|look| i64::from(look.pdq.quality)))
        .bind(versions)
        .bind(to_json(file))
        .bind(self.entry())
        .bind(i64::from(is_screened))
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?
        .rows_affected();
        match file.views.as_deref() {
            Some(views) => self.add_row("file", &(versions, file, views)),
            None => self.add_row("file", &(versions, file)),
        }
        if written > 0 {
            self.put_fingerprints(&bytes, file).await?;
            self.put_views(&bytes, file.views.as_deref()).await?;
            self.note_located(&bytes, file.metadata.position.is_some()).await?;
        }
        Ok(id)
    }

    async fn put_fingerprints(&mut self, id: &[u8], file: &File) -> Result<(), Error> {
        sqlx::query("DELETE FROM fingerprints WHERE file = $1")
            .bind(id)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering fingerprints"))?;
        let looks = [("pdq", &file.look), ("thumbnail", &file.thumbnail)];
        for (kind, look) in looks.into_iter().filter_map(|(kind, look)| look.as_ref().map(|look| (kind, look))) {
            self.put_fingerprint(id, (kind, 0, None), look.pdq, look).await?;
        }
        let made_by = Look {
            pdq: PdqHash { hash: Pdq([0; 32]), quality: 0 },
            turns: Vec::new(),
            version: file.frames_made_by.clone().unwrap_or_default(),
            decoder: String::new(),
        };
        for (ordinal, frame) in (0i64..).zip(&file.frames) {
            let at_ms = Some(frame.at_ms.cast_signed());
            self.put_fingerprint(id, ("frame", ordinal, at_ms), frame.pdq, &made_by).await?;
        }
        Ok(())
    }

    async fn note_located(&mut self, id: &[u8], is_located: bool) -> Result<(), Error> {
        let sql = match is_located {
            true => "INSERT INTO located_files (file) VALUES ($1) ON CONFLICT (file) DO NOTHING",
            false => "DELETE FROM located_files WHERE file = $1",
        };
        let noted = sqlx::query(sql).bind(id).execute(&mut *self.inner).await;
        noted.map(drop).map_err(doing("noting where files were made"))
    }

    /// Views that an earlier look has left go: `versions` does not speak of them any more.
    async fn put_views(&mut self, id: &[u8], views: Option<&Views>) -> Result<(), Error> {
        let step = "remembering views";
        for sql in ["DELETE FROM views WHERE file = $1", "DELETE FROM refinements WHERE file = $1"] {
            sqlx::query(sql).bind(id).execute(&mut *self.inner).await.map_err(doing(step))?;
        }
        let Some(views) = views else { return Ok(()) };
        sqlx::query("INSERT INTO views (file, version, search, body) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(views.version.as_str())
            .bind(views.search.name())
            .bind(views::to_bytes(&views.seen))
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        Ok(())
    }

    async fn put_fingerprint(
        &mut self,
        file: &[u8],
        (kind, ordinal, at_ms): (&str, i64, Option<i64>),
        pdq: PdqHash,
        look: &Look,
    ) -> Result<(), Error> {
        let turns: Vec<u8> = look.turns.iter().flat_map(|turn| turn.0).collect();
        sqlx::query(
            "INSERT INTO fingerprints (file, kind, ordinal, at_ms, hash, quality, turns, version, decoder)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(file)
        .bind(kind)
        .bind(ordinal)
        .bind(at_ms)
        .bind(pdq.hash.0.to_vec())
        .bind(i64::from(pdq.quality))
        .bind((!turns.is_empty()).then_some(turns))
        .bind(look.version.as_str())
        .bind(look.decoder.as_str())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a fingerprint"))?;
        Ok(())
    }
}

/// How much is remembered of an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExhibitSize {
    /// Places.
    pub n_places: u64,
    /// Distinct files.
    pub n_files: u64,
    /// Files that another exhibit holds as well.
    pub n_seen_elsewhere: u64,
}

impl Store {
    /// A file and the versions that made it.
    pub async fn file(&self, id: &FileId) -> Result<Option<(Arc<File>, String)>, Error> {
        let row = sqlx::query("SELECT facts, versions FROM files WHERE file = $1")
            .bind(file_id_bytes(id))
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a file"))?;
        row.map(|row| Ok((Arc::new(get_json(&row, 0)?), get(&row, 1)?))).transpose()
    }

    /// Those of these files that are known, in one query for some hundred.
    pub async fn files_among(&self, ids: &[FileId]) -> Result<HashMap<FileId, Arc<File>>, Error> {
        let mut found = HashMap::new();
        for ids in lists_of(ids) {
            let query = query_in("SELECT file, facts FROM files WHERE file", 1, ids.len());
            let query = ids.iter().fold(query, |query, id| query.bind(file_id_bytes(id)));
            for row in &query.fetch_all(&self.pool).await.map_err(doing("reading files"))? {
                found.insert(get_file_id(row, 0)?, Arc::new(get_json(row, 1)?));
            }
        }
        Ok(found)
    }

    /// Every file that the exhibit holds.
    pub async fn files_of(&self, exhibit: &str) -> Result<HashMap<FileId, Arc<File>>, Error> {
        let mut files = HashMap::new();
        // An id is never empty, so the empty one comes before all.
        let mut after: Vec<u8> = Vec::new();
        loop {
            let page = sqlx::query(
                "SELECT f.file, f.facts FROM files f WHERE f.file > $2
                 AND EXISTS (SELECT 1 FROM occurrences o WHERE o.file = f.file AND o.exhibit = $1)
                 ORDER BY f.file LIMIT $3",
            )
            .bind(exhibit)
            .bind(after.as_slice())
            .bind(PAGE)
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the files of an exhibit"))?;
            let Some(last) = page.last() else { return Ok(files) };
            after = get(last, 0)?;
            for row in &page {
                files.insert(get_file_id(row, 0)?, Arc::new(get_json(row, 1)?));
            }
        }
    }

    /// How many exhibits hold each of the exhibit's files, itself included.
    pub async fn exhibit_counts(&self, exhibit: &str) -> Result<HashMap<FileId, u64>, Error> {
        let rows = sqlx::query(
            "SELECT o.file, COUNT(DISTINCT o.exhibit) FROM occurrences o
             WHERE o.file IN (SELECT i.file FROM occurrences i WHERE i.exhibit = $1 AND i.file IS NOT NULL)
             GROUP BY o.file",
        )
        .bind(exhibit)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("counting the exhibits of files"))?;
        rows.iter().map(|row| Ok((get_file_id(row, 0)?, get_u64(row, 1)?))).collect()
    }

    /// How much is remembered of an exhibit, whatever it is.
    pub async fn exhibit_size(&self, exhibit: &str) -> Result<ExhibitSize, Error> {
        let row = sqlx::query(
            "SELECT COUNT(*), COUNT(DISTINCT held.file), COUNT(DISTINCT CASE WHEN EXISTS (
                 SELECT 1 FROM occurrences others WHERE others.file = held.file AND others.exhibit <> held.exhibit
             ) THEN held.file END)
             FROM occurrences held WHERE held.exhibit = $1",
        )
        .bind(exhibit)
        .fetch_one(&self.pool)
        .await
        .map_err(doing("counting what an exhibit holds"))?;
        Ok(ExhibitSize { n_places: get_u64(&row, 0)?, n_files: get_u64(&row, 1)?, n_seen_elsewhere: get_u64(&row, 2)? })
    }

    /// The exhibits that hold a file, by id.
    pub async fn exhibits_of(&self, id: &FileId) -> Result<Vec<String>, Error> {
        let rows = sqlx::query("SELECT DISTINCT exhibit FROM occurrences WHERE file = $1 ORDER BY exhibit")
            .bind(file_id_bytes(id))
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the exhibits of a file"))?;
        rows.iter().map(|row| get(row, 0)).collect()
    }

    /// The files with this digest, by id. A PDQ is no digest: none.
    pub async fn files_with(&self, kind: HashKind, digest: &[u8]) -> Result<Vec<FileId>, Error> {
        let sql = match kind {
            HashKind::Md5 => "SELECT file FROM files WHERE md5 = $1 ORDER BY file",
            HashKind::Sha1 => "SELECT file FROM files WHERE sha1 = $1 ORDER BY file",
            // Whatever has a SHA-256 is called by it, so the key's own index answers.
            HashKind::Sha256 => "SELECT file FROM files WHERE file = $1",
            HashKind::Pdq => return Ok(Vec::new()),
        };
        let mut wanted = digest.to_vec();
        if kind == HashKind::Sha256 {
            wanted.insert(0, 1);
        }
        let rows = sqlx::query(sql).bind(wanted).fetch_all(&self.pool).await.map_err(doing("looking a digest up"))?;
        rows.iter().map(|row| get_file_id(row, 0)).collect()
    }

    /// The views of those of these files that have some, in one query for some hundred files.
    pub async fn views_of(&self, ids: &[FileId]) -> Result<HashMap<FileId, Views>, Error> {
        let step = "reading views";
        let mut all = HashMap::new();
        for ids in lists_of(ids) {
            let begins = "SELECT version, search, body, file FROM views WHERE file";
            let query = ids.iter().fold(query_in(begins, 1, ids.len()), |query, id| query.bind(file_id_bytes(id)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing(step))?;
            for row in &rows {
                all.insert(get_file_id(row, 3)?, read_views(row)?);
            }
        }
        Ok(all)
    }

    /// Every perceptual hash of every file, by file, in the order picture, thumbnail, frames by number.
    pub async fn fingerprints(&self) -> Result<Vec<Fingerprint>, Error> {
        let mut all = Vec::new();
        let mut after: Vec<u8> = Vec::new();
        loop {
            // Whole files at a time, so that a page never ends between two frames of one.
            let page = sqlx::query(
                "SELECT p.file, p.kind, p.ordinal, p.at_ms, p.hash, p.quality, p.turns, p.version, p.decoder
                 FROM fingerprints p WHERE p.file > $1 AND p.file <= COALESCE(
                    (SELECT i.file FROM fingerprints i WHERE i.file > $2 ORDER BY i.file LIMIT 1 OFFSET $3),
                    (SELECT m.file FROM fingerprints m ORDER BY m.file DESC LIMIT 1))
                 ORDER BY p.file, CASE p.kind WHEN 'pdq' THEN 0 WHEN 'thumbnail' THEN 1 ELSE 2 END, p.ordinal",
            )
            .bind(after.as_slice())
            .bind(after.as_slice())
            .bind(PAGE)
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading fingerprints"))?;
            let Some(last) = page.last() else { return Ok(all) };
            after = get(last, 0)?;
            for row in &page {
                all.push(read_fingerprint(row)?);
            }
        }
    }
}

fn read_views(row: &sqlx::any::AnyRow) -> Result<Views, Error> {
    let name = get::<String>(row, 1)?;
    let search = Search::ALL.into_iter().find(|search| search.name() == name);
    let search = search.ok_or_else(|| damaged(format!("a search {name:?}")))?;
    let seen = views::from_bytes(&get::<Vec<u8>>(row, 2)?).map_err(|broken| damaged(broken.to_string()))?;
    Ok(Views { version: get(row, 0)?, search, seen })
}

fn read_fingerprint(row: &sqlx::any::AnyRow) -> Result<Fingerprint, Error> {
    let kind = match get::<&str>(row, 1)? {
        "pdq" => FingerprintKind::Whole,
        "thumbnail" => FingerprintKind::Thumbnail,
        "frame" => FingerprintKind::FrameAtMs(get_u64(row, 3)?),
        other => return Err(damaged(format!("a fingerprint of kind {other:?}"))),
    };
    let quality = get::<i64>(row, 5)?;
    let quality = u8::try_from(quality).map_err(|_| damaged(format!("a quality of {quality}")))?;
    let turns = get::<Option<Vec<u8>>>(row, 6)?.unwrap_or_default();
    let (turns, rest) = turns.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(damaged("turned hashes of a broken length"));
    }
    Ok(Fingerprint {
        file: get_file_id(row, 0)?,
        kind,
        pdq: PdqHash { hash: Pdq(get_bytes(row, 4)?), quality },
        turns: turns.iter().copied().map(Pdq).collect(),
        version: get(row, 7)?,
        decoder: get(row, 8)?,
    })
}
