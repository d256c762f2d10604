//! Gradings of files, objections to them and how these were settled; who grades blind; and which files graders differ
//! about. What all that comes to is computed elsewhere, and so is who may see it.

use std::collections::{BTreeMap, BTreeSet};

use casework::dispute::{Dispute, Settlement};
use casework::file::FileId;
use casework::grading::{Grading, OpenBlind, Opinions};
use casework::id::{GradingId, UserId};
use casework::who::{Actor, Moment};
use fingerprint::Sha256;
use serde::Serialize;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::column::{file_id_bytes, from_json, get, get_file_id, get_u64, query_in, query_in_each};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::record::parsed;
use crate::transaction::Tx;
use crate::value_list::lists_of;

/// What is to be known before somebody grades files blind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BeforeBlind {
    /// Other files of the same bytes or the same look as any of them, as far as stored hashes tell: what one says of the one tells
    /// of the other.
    pub copies: BTreeSet<FileId>,
    /// Whether they were shown what others say of any of all these.
    pub was_shown: bool,
    /// Those of the files that they grade blind already.
    pub hidden: BTreeSet<FileId>,
}

impl Store {
    /// Everything that was said about how to grade a file, oldest first.
    pub async fn opinions(&self, file: FileId) -> Result<Opinions, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading the gradings of a file"))?;
        opinions(&mut connection, file).await
    }

    /// What somebody grades blind at this moment.
    pub async fn open_blinds(&self, user: UserId) -> Result<Vec<OpenBlind>, Error> {
        let rows = sqlx::query(
            "SELECT sitting, file, unit, since_us FROM blind_gradings WHERE person = $1 ORDER BY sitting, file",
        )
        .bind(user.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading who grades blind"))?;
        open_blinds_of(user, &rows)
    }

    /// Whether somebody was shown what others say of one of these files.
    pub async fn was_shown_gradings(&self, user: UserId, files: &BTreeSet<FileId>) -> Result<bool, Error> {
        let files: Vec<FileId> = files.iter().copied().collect();
        for files in lists_of(&files) {
            let query = query_in("SELECT file FROM gradings_shown WHERE person = $1 AND file", 2, files.len());
            let query = files.iter().fold(query.bind(user.to_string()), |query, id| query.bind(file_id_bytes(id)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading who was shown gradings"))?;
            if !rows.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is to be known before somebody grades these files blind.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn before_blind(&self, files: &BTreeSet<FileId>, user: UserId) -> Result<BeforeBlind, Error> {
        const PARTS: [&str; 5] = [
            "SELECT c.file, s.person, 'copy' FROM files o JOIN files c ON c.pdq = o.pdq
             LEFT JOIN gradings_shown s ON s.person = $1 AND s.file = c.file
             WHERE o.quality >= 50 AND c.file <> o.file AND o.file",
            "SELECT c.file, s.person, 'copy' FROM files o JOIN files c ON c.md5 = o.md5
             LEFT JOIN gradings_shown s ON s.person = $1 AND s.file = c.file WHERE c.file <> o.file AND o.file",
            "SELECT c.file, s.person, 'copy' FROM files o JOIN files c ON c.sha1 = o.sha1
             LEFT JOIN gradings_shown s ON s.person = $1 AND s.file = c.file WHERE c.file <> o.file AND o.file",
            "SELECT file, person, 'shown' FROM gradings_shown WHERE person = $1 AND file",
            "SELECT file, NULL, 'hidden' FROM blind_gradings WHERE person = $1 AND file",
        ];
        let files: Vec<FileId> = files.iter().copied().collect();
        let mut before = BeforeBlind::default();
        for files in lists_of(&files) {
            let query = query_in_each(&PARTS, 2, files.len()).bind(user.to_string());
            let query = files.iter().fold(query, |query, id| query.bind(file_id_bytes(id)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("looking for copies of files"))?;
            for row in &rows {
                match get::<&str>(row, 2)? {
                    "copy" => drop(before.copies.insert(get_file_id(row, 0)?)),
                    "hidden" => drop(before.hidden.insert(get_file_id(row, 0)?)),
                    _ => {}
                }
                before.was_shown = before.was_shown || get::<Option<String>>(row, 1)?.is_some();
            }
        }
        Ok(before)
    }

    /// Files that stand in one of these states, those that came into it first before the others, after `after`.
    pub async fn files_graded(
        &self,
        states: [&str; 2],
        after: Option<(i64, FileId)>,
        n_max: u32,
    ) -> Result<Vec<(i64, FileId)>, Error> {
        // Each by the index, which has the files of one state in order.
        let (at_us, file) = after.map_or((i64::MIN, Vec::new()), |(at_us, file)| (at_us, file_id_bytes(&file)));
        let rows = sqlx::query(
            "SELECT at_us, file FROM (SELECT at_us, file FROM graded_files
               WHERE state = $1 AND (at_us > $2 OR (at_us = $2 AND file > $3)) ORDER BY at_us, file LIMIT $4) AS one
             UNION SELECT at_us, file FROM (SELECT at_us, file FROM graded_files
               WHERE state = $5 AND (at_us > $2 OR (at_us = $2 AND file > $3)) ORDER BY at_us, file LIMIT $4) AS other
             ORDER BY at_us, file LIMIT $4",
        )
        .bind(states[0].to_owned())
        .bind(at_us)
        .bind(file)
        .bind(i64::from(n_max))
        .bind(states[1].to_owned())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading a queue of gradings"))?;
        rows.iter().map(|row| Ok((get(row, 0)?, get_file_id(row, 1)?))).collect()
    }

    /// Graded files whose state another table gave.
    pub async fn files_graded_by_another_table(&self, table: &Sha256, n_max: u32) -> Result<Vec<FileId>, Error> {
        // Less or more, each by the index; all that are not equal would be every row of it.
        let rows = sqlx::query(
            "SELECT file FROM (SELECT file FROM graded_files WHERE by_table < $1 LIMIT $2) AS less
             UNION ALL SELECT file FROM (SELECT file FROM graded_files WHERE by_table > $1 LIMIT $2) AS more LIMIT $2",
        )
        .bind(table.to_string())
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("looking for gradings under another table"))?;
        rows.iter().map(|row| get_file_id(row, 0)).collect()
    }

    /// The file of a grading.
    pub async fn file_of_grading(&self, id: GradingId) -> Result<Option<FileId>, Error> {
        let row = sqlx::query("SELECT file FROM gradings WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a grading"))?;
        row.map(|row| get_file_id(&row, 0)).transpose()
    }

    /// The files that a decision on a stack reached.
    pub async fn files_of_stack_decision(&self, id: GradingId) -> Result<Vec<FileId>, Error> {
        let rows = sqlx::query("SELECT DISTINCT file FROM gradings WHERE of_stack = $1 ORDER BY file")
            .bind(id.to_string())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading a decision on a stack"))?;
        rows.iter().map(|row| get_file_id(row, 0)).collect()
    }
}

/// What somebody grades blind, by rows of sitting, file, unit and since when.
pub(crate) fn open_blinds_of(user: UserId, rows: &[AnyRow]) -> Result<Vec<OpenBlind>, Error> {
    let mut open: BTreeMap<String, OpenBlind> = BTreeMap::new();
    for row in rows {
        let unit = parsed(get(row, 2)?)?;
        let since = Moment(get(row, 3)?);
        let new = OpenBlind { by: Actor { user, unit }, files: BTreeSet::new(), since };
        open.entry(get(row, 0)?).or_insert(new).files.insert(get_file_id(row, 1)?);
    }
    Ok(open.into_values().collect())
}

impl Tx {
    /// Everything that was said about how to grade a file, as this change sees it.
    pub async fn opinions(&mut self, file: FileId) -> Result<Opinions, Error> {
        opinions(&mut self.inner, file).await
    }

    /// The same of many files: of those about which anything was said.
    pub async fn opinions_of(&mut self, files: &[FileId]) -> Result<BTreeMap<FileId, Opinions>, Error> {
        opinions_of(&mut self.inner, files).await
    }

    /// Of these files those that anybody grades blind at this moment, and copies of such.
    pub async fn files_graded_blind(&mut self, files: &[FileId]) -> Result<BTreeSet<FileId>, Error> {
        let mut blind = BTreeSet::new();
        for files in lists_of(files) {
            let query = query_in("SELECT DISTINCT file FROM blind_gradings WHERE file", 1, files.len());
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let rows = query.fetch_all(&mut *self.inner).await.map_err(doing("reading what is graded blind"))?;
            for row in &rows {
                blind.insert(get_file_id(row, 0)?);
            }
        }
        Ok(blind)
    }

    /// Remembers a new grading.
    pub async fn add_grading(&mut self, grading: &Grading) -> Result<(), Error> {
        let (body, salt) = self.salted_row("grading", &grading.id.to_string(), grading)?;
        sqlx::query(
            "INSERT INTO gradings (id, file, at_us, of_stack, body, salt, version, entry)
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
        )
        .bind(grading.id.to_string())
        .bind(file_id_bytes(&grading.file))
        .bind(grading.at.0)
        .bind(grading.of_stack.map(|id| id.to_string()))
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a grading"))?;
        Ok(())
    }

    /// Remembers that a grading was taken back: `grading` says so.
    pub async fn take_back_grading(&mut self, grading: &Grading) -> Result<(), Error> {
        let step = "taking a grading back";
        let row = sqlx::query("SELECT version FROM gradings WHERE id = $1")
            .bind(grading.id.to_string())
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let version = get_u64(&row, 0)? + 1;
        let (body, salt) = self.salted_row("grading", &grading.id.to_string(), grading)?;
        sqlx::query("UPDATE gradings SET body = $2, salt = $3, version = $4, entry = $5 WHERE id = $1")
            .bind(grading.id.to_string())
            .bind(body)
            .bind(salt)
            .bind(version.cast_signed())
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        Ok(())
    }

    /// Remembers an objection, after those before it.
    pub async fn add_dispute(&mut self, file: FileId, dispute: &Dispute) -> Result<(), Error> {
        self.add_objection(file, DISPUTE, dispute).await
    }

    /// Remembers how it was settled.
    pub async fn add_settlement(&mut self, file: FileId, settlement: &Settlement) -> Result<(), Error> {
        self.add_objection(file, SETTLEMENT, settlement).await
    }

    async fn add_objection(&mut self, file: FileId, kind: &'static str, said: &impl Serialize) -> Result<(), Error> {
        let step = "remembering an objection";
        let id = file_id_bytes(&file);
        let row = sqlx::query("SELECT COALESCE(MAX(ordinal), 0) FROM grading_objections WHERE file = $1")
            .bind(id.clone())
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let ordinal = get::<i64>(&row, 0)? + 1;
        let (body, salt) = self.salted_row("grading-objection", &format!("{file} {ordinal}"), said)?;
        sqlx::query(
            "INSERT INTO grading_objections (file, ordinal, kind, body, salt, entry) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(ordinal)
        .bind(kind)
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(())
    }

    /// Remembers that somebody grades these files blind. One that they graded blind already goes over to this sitting.
    pub async fn open_blind(&mut self, sitting: GradingId, open: &OpenBlind) -> Result<(), Error> {
        self.add_row("blind-grading", &(sitting, open.by, open.files.len()));
        for file in &open.files {
            self.hide(sitting, open, file, true).await?;
        }
        Ok(())
    }

    /// Hides copies of a sitting's files with it. Nobody waits for these to be graded.
    pub async fn hide_copies(
        &mut self,
        sitting: GradingId,
        open: &OpenBlind,
        copies: &BTreeSet<FileId>,
    ) -> Result<(), Error> {
        for file in copies.difference(&open.files) {
            self.hide(sitting, open, file, false).await?;
        }
        Ok(())
    }

    async fn hide(
        &mut self,
        sitting: GradingId,
        open: &OpenBlind,
        file: &FileId,
        is_to_be_graded: bool,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO blind_gradings (person, file, unit, sitting, since_us, graded, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (person, file) DO UPDATE SET sitting = excluded.sitting, graded = excluded.graded
             WHERE excluded.graded = 0",
        )
        .bind(open.by.user.to_string())
        .bind(file_id_bytes(file))
        .bind(open.by.unit.to_string())
        .bind(sitting.to_string())
        .bind(open.since.0)
        .bind(i64::from(!is_to_be_graded))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("beginning a blind grading"))?;
        Ok(())
    }

    /// Remembers that somebody is done with this file. Sittings in which nothing is left end with it.
    pub async fn close_blind(&mut self, user: UserId, file: FileId) -> Result<(), Error> {
        let step = "ending a blind grading";
        sqlx::query("UPDATE blind_gradings SET graded = 1 WHERE person = $1 AND file = $2")
            .bind(user.to_string())
            .bind(file_id_bytes(&file))
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        sqlx::query(
            "DELETE FROM blind_gradings WHERE person = $1
             AND sitting NOT IN (SELECT sitting FROM blind_gradings WHERE person = $1 AND graded = 0)",
        )
        .bind(user.to_string())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(())
    }

    /// Remembers that somebody was shown what others say of this file: they grade it blind no more.
    pub async fn note_gradings_shown(&mut self, user: UserId, file: FileId) -> Result<(), Error> {
        self.add_row("gradings-shown", &(user, file));
        sqlx::query(
            "INSERT INTO gradings_shown (person, file, entry) VALUES ($1, $2, $3)
             ON CONFLICT (person, file) DO NOTHING",
        )
        .bind(user.to_string())
        .bind(file_id_bytes(&file))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("noting who was shown gradings"))?;
        Ok(())
    }

    /// Remembers how a file stands by a table, for the queues. A file that stays in its state keeps its place.
    pub async fn set_grading_state(
        &mut self,
        file: FileId,
        state: &'static str,
        table: &Sha256,
        at: Moment,
    ) -> Result<(), Error> {
        // No row under the entry's root: it is computed from gradings that are, and would tell what they say.
        sqlx::query(
            "INSERT INTO graded_files (file, state, by_table, at_us, entry) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (file) DO UPDATE SET by_table = excluded.by_table, entry = excluded.entry,
             at_us = CASE WHEN graded_files.state = excluded.state THEN graded_files.at_us ELSE excluded.at_us END,
             state = excluded.state",
        )
        .bind(file_id_bytes(&file))
        .bind(state)
        .bind(table.to_string())
        .bind(at.0)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering how a file stands"))?;
        Ok(())
    }
}

const DISPUTE: &str = "dispute";
const SETTLEMENT: &str = "settlement";

async fn opinions(connection: &mut AnyConnection, file: FileId) -> Result<Opinions, Error> {
    let mut found = opinions_of(connection, &[file]).await?;
    Ok(found.remove(&file).unwrap_or_else(|| Opinions::none_of(file)))
}

/// Of these files those about which anything was said, asked for at once.
async fn opinions_of(connection: &mut AnyConnection, files: &[FileId]) -> Result<BTreeMap<FileId, Opinions>, Error> {
    let step = "reading the gradings of a file";
    let mut found: BTreeMap<FileId, Opinions> = BTreeMap::new();
    for files in lists_of(files) {
        let asked = |begins| {
            let query = query_in(begins, 1, files.len());
            files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)))
        };
        let of_gradings = asked("SELECT file, at_us, id, body FROM gradings WHERE file");
        let rows = of_gradings.fetch_all(&mut *connection).await.map_err(doing(step))?;
        let mut gradings = Vec::new();
        for row in &rows {
            gradings.push((get::<i64>(row, 1)?, get::<String>(row, 2)?, get_file_id(row, 0)?, get::<&str>(row, 3)?));
        }
        gradings.sort_unstable();
        for (_, _, file, body) in gradings {
            let of_file = found.entry(file).or_insert_with(|| Opinions::none_of(file));
            of_file.gradings.push(from_json(body)?);
        }
        let of_objections = asked("SELECT file, ordinal, kind, body FROM grading_objections WHERE file");
        let rows = of_objections.fetch_all(&mut *connection).await.map_err(doing(step))?;
        let mut objections = Vec::new();
        for row in &rows {
            objections.push((get::<i64>(row, 1)?, get_file_id(row, 0)?, get::<&str>(row, 2)?, get::<&str>(row, 3)?));
        }
        objections.sort_unstable();
        for (_, file, kind, body) in objections {
            let of_file = found.entry(file).or_insert_with(|| Opinions::none_of(file));
            match kind {
                DISPUTE => of_file.disputes.push(from_json(body)?),
                SETTLEMENT => of_file.settlements.push(from_json(body)?),
                other => return Err(damaged(format!("an objection of kind {other:?}"))),
            }
        }
    }
    Ok(found)
}
