//! Which cases hold a file, and which of them stay unnamed. Every question goes by an index; what a holding means to a
//! reader is not this room's to say.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::holding::{Holding, Silence};
use casework::id::{CaseId, RecordId, UnitId};
use casework::record::Access;

use crate::access::Gathered;
use crate::column::{file_id_bytes, from_json, get, get_file_id_option, get_json_option, query_of_both};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::record::parsed;
use crate::transaction::Tx;
use crate::value_list::lists_of;

const READING: &str = "reading who holds files";

/// By the bytes of a file's id: one that lay on an exhibit that stands in a case, or that a link says to be part of one. These
/// stand first: PostgreSQL takes the types of columns from them.
const BY_BYTES: [&str; 2] = [
    "SELECT DISTINCT occurrences.file, '', held.case_id, '' FROM occurrences
     JOIN record_cases held ON held.record = occurrences.exhibit WHERE occurrences.file",
    "SELECT DISTINCT occurrences.file, '', held.case_id, '' FROM occurrences
     JOIN link_ends further ON further.record = occurrences.exhibit
     JOIN record_cases held ON held.record = further.other
     WHERE further.stands = 1 AND further.kind = 'part-of-case' AND occurrences.file",
];

/// By the text of a file's id. A file is held that stands in a case; that came with a report in one; or that links say to
/// be part of a case, to belong to a series in one, or to have been found on an exhibit, device, account or address in one.
const BY_TEXT: [&str; 5] = [
    "SELECT NULL, record, case_id, 'itself' FROM record_cases WHERE record",
    "SELECT NULL, keys.key, held.case_id, '' FROM record_keys keys
     JOIN record_cases held ON held.record = keys.record WHERE keys.kind = 'file' AND keys.key",
    "SELECT NULL, ends.record, held.case_id, '' FROM link_ends ends
     JOIN record_cases held ON held.record = ends.other
     WHERE ends.stands = 1 AND ends.kind IN ('part-of-case', 'belongs-to-series', 'found-on') AND ends.record",
    "SELECT NULL, ends.record, held.case_id, '' FROM link_ends ends
     JOIN link_ends further ON further.record = ends.other
     JOIN record_cases held ON held.record = further.other
     WHERE ends.stands = 1 AND further.stands = 1 AND ends.kind IN ('belongs-to-series', 'found-on')
       AND further.kind IN ('part-of-case', 'same-series', 'seized-as') AND ends.record",
    "SELECT NULL, ends.record, held.case_id, '' FROM link_ends ends
     JOIN link_ends seized ON seized.record = ends.other
     JOIN link_ends further ON further.record = seized.other
     JOIN record_cases held ON held.record = further.other
     WHERE ends.stands = 1 AND seized.stands = 1 AND further.stands = 1
       AND ends.kind = 'found-on' AND seized.kind = 'seized-as' AND further.kind = 'part-of-case' AND ends.record",
];

/// Around these: which file each case holds, whether its owner stays unnamed, and who may see the case.
const BEGINS: &str = "WITH held (file, name, case_id, stands) AS (";
const ENDS: &str = ")
     SELECT held.case_id, 'held', cases.unit, held.stands, silent.body, held.file, held.name FROM held
     LEFT JOIN records cases ON cases.id = held.case_id AND cases.state <> 'erased'
     LEFT JOIN holding_silences silent ON silent.case_id = cases.id AND silent.unit = cases.unit
     UNION ALL
     SELECT cases.id, 'record', cases.unit, cases.circle, handlings.body, NULL, '' FROM records cases
     LEFT JOIN handlings ON handlings.record = cases.id
     WHERE cases.state <> 'erased' AND cases.id IN (SELECT case_id FROM held)
     UNION ALL
     SELECT record, 'case', case_id, '', NULL, NULL, '' FROM record_cases
     WHERE record IN (SELECT case_id FROM held)
     UNION ALL
     SELECT record, 'excluded', unit, '', NULL, NULL, '' FROM handling_excluded
     WHERE record IN (SELECT case_id FROM held)";

/// Which cases hold files, and who may see those cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Each file and case once.
    pub all: Vec<Holding>,
    /// The cases in which files stand themselves, erased ones too.
    pub standing: BTreeMap<FileId, BTreeSet<CaseId>>,
    /// Who may see each of the cases.
    pub accesses: BTreeMap<CaseId, Access>,
}

impl Store {
    /// Which cases hold these files, whether their owner stays unnamed, and who may see them. One statement for every 512.
    pub async fn holdings_of(&self, files: impl IntoIterator<Item = FileId>) -> Result<Holdings, Error> {
        let files: Vec<FileId> = files.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let mut held: BTreeMap<(FileId, CaseId, UnitId), Option<Silence>> = BTreeMap::new();
        let mut standing: BTreeMap<FileId, BTreeSet<CaseId>> = BTreeMap::new();
        let mut gathered = Gathered::default();
        for files in lists_of(&files) {
            let query = query_of_both(BEGINS, &BY_BYTES, &BY_TEXT, files.len(), ENDS);
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let text = |file: &FileId| RecordId::File(*file).to_string();
            let query = files.iter().fold(query, |query, file| query.bind(text(file)));
            for row in query.fetch_all(&self.pool).await.map_err(doing(READING))? {
                if get::<&str>(&row, 1)? != "held" {
                    gathered.add(&row, |_| Ok(()))?;
                    continue;
                }
                let file = match get_file_id_option(&row, 5)? {
                    Some(file) => file,
                    None => match parsed(get(&row, 6)?)? {
                        RecordId::File(file) => file,
                        other => return Err(damaged(format!("{other} is no file's id"))),
                    },
                };
                let case = parsed(get(&row, 0)?)?;
                if get::<&str>(&row, 3)? == "itself" {
                    standing.entry(file).or_default().insert(case);
                }
                // One that was erased holds nothing.
                if let Some(owner) = get::<Option<String>>(&row, 2)? {
                    held.insert((file, case, parsed(owner)?), get_json_option(&row, 4)?);
                }
            }
        }
        // A case that was handed over is its new owner's to name.
        let holding = |((file, case, owner), silence)| Holding { file, case, owner, silence };
        let all: Vec<Holding> = held.into_iter().map(holding).collect();
        let mut of_cases = gathered.put_together().of_records;
        let access = |held: &Holding| Some((held.case, of_cases.remove(&held.case.into())?.0));
        let accesses = all.iter().filter_map(access).collect();
        Ok(Holdings { all, standing, accesses })
    }

    /// Cases of a unit whose holdings are not named to others, with who asked for it and who agreed.
    pub async fn silent_cases(&self, unit: UnitId) -> Result<Vec<(CaseId, Silence)>, Error> {
        let rows = sqlx::query(
            "SELECT holding_silences.case_id, holding_silences.body FROM holding_silences
             JOIN records ON records.id = holding_silences.case_id
             WHERE holding_silences.unit = $1 AND records.unit = $1 AND records.state <> 'erased'
             ORDER BY holding_silences.since_us, holding_silences.case_id",
        )
        .bind(unit.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading which holdings are silent"))?;
        rows.iter().map(|row| Ok((parsed(get(row, 0)?)?, from_json(get(row, 1)?)?))).collect()
    }
}

impl Tx {
    /// Remembers that a case's owner does not want to be named, in the place of what was.
    pub async fn put_silence(&mut self, case: CaseId, unit: UnitId, silence: &Silence) -> Result<(), Error> {
        let (body, salt) = self.salted_row("silence", &case.to_string(), silence)?;
        sqlx::query(
            "INSERT INTO holding_silences (case_id, unit, since_us, body, salt, entry) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (case_id) DO UPDATE SET unit = excluded.unit, since_us = excluded.since_us,
                 body = excluded.body, salt = excluded.salt, entry = excluded.entry",
        )
        .bind(case.to_string())
        .bind(unit.to_string())
        .bind(silence.persons()[1].at.0)
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering that an owner stays unnamed"))?;
        Ok(())
    }

    /// Forgets it again: others are told whom to call. Says whether there was anything to forget.
    pub async fn end_silence(&mut self, case: CaseId) -> Result<bool, Error> {
        let gone = sqlx::query("DELETE FROM holding_silences WHERE case_id = $1")
            .bind(case.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("naming an owner again"))?;
        if gone.rows_affected() > 0 {
            self.add_row("silence-gone", &case);
        }
        Ok(gone.rows_affected() > 0)
    }
}
