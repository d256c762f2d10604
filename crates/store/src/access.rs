//! Who may see records, as far as the records themselves say: asked for one, or for many at once. Whether somebody may is
//! not this room's to say.

use std::collections::{BTreeMap, BTreeSet};

use casework::handling::{Handling, HandlingSet, Marking};
use casework::id::{CaseId, LinkId, RecordId, UnitId};
use casework::record::{Access, Circle};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::column::{from_json, get, get_json_option, get_u64, query_in, query_in_each};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::record::{Reader, parsed};
use crate::transaction::Tx;
use crate::value_list::lists_of;

/// Who may see records, files and exhibits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenBy {
    /// Who may see each record that was asked about, and each case of the others.
    pub accesses: BTreeMap<RecordId, Access>,
    /// The cases of those that have no access of their own: files and exhibits. What stands in none is left out.
    pub cases: BTreeMap<RecordId, BTreeSet<CaseId>>,
}

impl Store {
    /// Who may see a record; none when there is no such record. A file or an exhibit has no row here: it is asked for by its
    /// cases.
    pub async fn access(&self, id: RecordId) -> Result<Option<Access>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        Ok(accesses(&mut connection, &[id.to_string()]).await?.into_values().next())
    }

    /// The same of many records, in one statement for as many as one list takes; those that are not there are left out.
    pub async fn accesses(&self, ids: impl IntoIterator<Item = RecordId>) -> Result<BTreeMap<RecordId, Access>, Error> {
        let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        accesses(&mut connection, &ids).await
    }

    /// Who may see these: records, and files and exhibits by their cases. One statement for as many as one list takes.
    pub async fn seen_by(&self, ids: impl IntoIterator<Item = RecordId>) -> Result<SeenBy, Error> {
        let ids: Vec<RecordId> = ids.into_iter().collect();
        let is_seen_by_cases = |id: &RecordId| matches!(id, RecordId::File(_) | RecordId::Exhibit(_));
        let [of_cases, of_records] = [ids.iter().any(is_seen_by_cases), !ids.iter().all(is_seen_by_cases)];
        // What nothing that is asked about needs is not looked for.
        let parts = match (of_records, of_cases) {
            (true, true) => [WHO_MAY_SEE, WHO_MAY_SEE_CASES].concat(),
            (false, true) => [&[STANDS_IN][..], &WHO_MAY_SEE_CASES].concat(),
            (_, false) => WHO_MAY_SEE.to_vec(),
        };
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        Ok(read_access(&mut connection, &parts, &ids, |_| Ok(())).await?.seen_by())
    }

    /// The cases that records, files or exhibits stand in; what stands in none is left out.
    pub async fn cases_of_all(
        &self,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<BTreeMap<RecordId, BTreeSet<CaseId>>, Error> {
        let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        let mut cases: BTreeMap<RecordId, BTreeSet<CaseId>> = BTreeMap::new();
        for row in in_chunks(&mut connection, CASES, &ids).await? {
            cases.entry(parsed(get(&row, 0)?)?).or_default().insert(parsed(get(&row, 1)?)?);
        }
        Ok(cases)
    }

    /// What links begin and end at, taken-back ones too; a link that is not there is left out.
    pub async fn ends_of_links(
        &self,
        ids: impl IntoIterator<Item = LinkId>,
    ) -> Result<BTreeMap<LinkId, BTreeSet<RecordId>>, Error> {
        let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        let mut ends: BTreeMap<LinkId, BTreeSet<RecordId>> = BTreeMap::new();
        for row in in_chunks(&mut connection, "SELECT link, record FROM link_ends WHERE link", &ids).await? {
            ends.entry(parsed(get(&row, 0)?)?).or_default().insert(parsed(get(&row, 1)?)?);
        }
        Ok(ends)
    }

    /// What the owner of a record said of its handling last, and who said it; none where nobody has.
    pub async fn handling_set(&self, id: RecordId) -> Result<Option<HandlingSet>, Error> {
        let row = sqlx::query("SELECT body FROM handlings WHERE record = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading how a record is handled"))?;
        row.map(|row| from_json(get(&row, 0)?)).transpose()
    }
}

impl Tx {
    /// Who may see a record, as this change sees it.
    pub async fn access(&mut self, id: RecordId) -> Result<Option<Access>, Error> {
        Ok(accesses(&mut self.inner, &[id.to_string()]).await?.into_values().next())
    }

    /// Remembers how a record is handled, in the place of what was.
    ///
    /// # Errors
    /// [`Error::NoRecord`] when there is none.
    pub async fn put_handling(&mut self, id: RecordId, set: &HandlingSet) -> Result<(), Error> {
        let step = "remembering how a record is handled";
        let text = id.to_string();
        let (body, salt) = self.salted_row("handling", &text, set)?;
        let Handling { marking, not_to_countries, not_to_units, .. } = &set.handling;
        let changed = sqlx::query("UPDATE records SET tlp = $2 WHERE id = $1 AND state <> 'erased'")
            .bind(text.clone())
            .bind(marking.tlp().code())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        if changed.rows_affected() == 0 {
            return Err(Error::NoRecord { record: id });
        }
        sqlx::query(
            "INSERT INTO handlings (record, body, salt, entry) VALUES ($1, $2, $3, $4)
             ON CONFLICT (record) DO UPDATE SET body = excluded.body, salt = excluded.salt, entry = excluded.entry",
        )
        .bind(text.clone())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.forget_restrictions(&text).await?;
        let named = match marking {
            Marking::Red { named } => named.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let mut excluded: BTreeSet<UnitId> = not_to_units.clone();
        if !not_to_countries.is_empty() {
            let units = self.units().await?;
            excluded.extend(units.iter().filter(|unit| not_to_countries.contains(&unit.country)).map(|unit| unit.id));
        }
        let countries = not_to_countries.iter().map(ToString::to_string).collect::<Vec<_>>();
        let excluded = excluded.iter().map(ToString::to_string).collect();
        for (sql, values) in [
            ("INSERT INTO handling_named (record, person) VALUES ($1, $2)", named),
            ("INSERT INTO handling_excluded (record, unit) VALUES ($1, $2)", excluded),
            ("INSERT INTO handling_countries (record, country) VALUES ($1, $2)", countries),
        ] {
            for value in values {
                sqlx::query(sql).bind(text.clone()).bind(value).execute(&mut *self.inner).await.map_err(doing(step))?;
            }
        }
        Ok(())
    }

    /// Nothing of how a record was handled stays but its colour.
    pub(crate) async fn forget_handling(&mut self, id: &str) -> Result<(), Error> {
        sqlx::query("DELETE FROM handlings WHERE record = $1")
            .bind(id.to_owned())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("erasing how a record was handled"))?;
        self.forget_restrictions(id).await
    }

    async fn forget_restrictions(&mut self, id: &str) -> Result<(), Error> {
        for sql in [
            "DELETE FROM handling_named WHERE record = $1",
            "DELETE FROM handling_excluded WHERE record = $1",
            "DELETE FROM handling_countries WHERE record = $1",
        ] {
            let step = "remembering how a record is handled";
            sqlx::query(sql).bind(id.to_owned()).execute(&mut *self.inner).await.map_err(doing(step))?;
        }
        Ok(())
    }
}

const READING: &str = "reading who may see records";
const CASES: &str = "SELECT record, case_id FROM record_cases WHERE record";

/// The cases that records, files or exhibits stand in.
const STANDS_IN: &str = "SELECT record, 'case', case_id, '', NULL FROM record_cases WHERE record";

/// What says who may see records: whose they are and how they are handled, their cases, and units that are left out. Asked
/// together, for every page asks it several times.
const WHO_MAY_SEE: [&str; 3] = [
    "SELECT records.id, 'record', records.unit, records.circle, handlings.body FROM records
     LEFT JOIN handlings ON handlings.record = records.id WHERE records.state <> 'erased' AND records.id",
    STANDS_IN,
    "SELECT record, 'excluded', unit, '', NULL FROM handling_excluded WHERE record",
];

/// The same of the cases in which records, files or exhibits stand.
const WHO_MAY_SEE_CASES: [&str; 3] = [
    "SELECT DISTINCT records.id, 'record', records.unit, records.circle, handlings.body FROM record_cases held
     JOIN records ON records.id = held.case_id
     LEFT JOIN handlings ON handlings.record = records.id WHERE records.state <> 'erased' AND held.record",
    "SELECT DISTINCT further.record, 'case', further.case_id, '', NULL FROM record_cases held
     JOIN record_cases further ON further.record = held.case_id WHERE held.record",
    "SELECT DISTINCT excluded.record, 'excluded', excluded.unit, '', NULL FROM record_cases held
     JOIN handling_excluded excluded ON excluded.record = held.case_id WHERE held.record",
];

/// The same with what the records say.
const RECORDS_AND_WHO_MAY_SEE: [&str; 3] = [
    "SELECT records.id, 'record', records.unit, records.circle, handlings.body,
       records.made_at_us, records.version, records.body FROM records
     LEFT JOIN handlings ON handlings.record = records.id WHERE records.state <> 'erased' AND records.id",
    "SELECT record, 'case', case_id, '', NULL, 0, 0, NULL FROM record_cases WHERE record",
    "SELECT record, 'excluded', unit, '', NULL, 0, 0, NULL FROM handling_excluded WHERE record",
];

/// A statement that reads a page of records with who may see them, as [`RECORDS_AND_WHO_MAY_SEE`] reads those of a list of ids: the
/// page is a statement of the columns id, when it was made, version, body, and a number that it is sorted by. In no promised order.
macro_rules! page_with_access {
    ($($page:tt)*) => {
        concat!(
            "WITH page (id, made_at_us, version, body, rank) AS (",
            $($page)*,
            ") SELECT page.id, 'record', records.unit, records.circle, handlings.body,
               page.made_at_us, page.version, page.body, page.rank FROM page JOIN records ON records.id = page.id
             LEFT JOIN handlings ON handlings.record = page.id WHERE records.state <> 'erased'
             UNION ALL
             SELECT record, 'case', case_id, '', NULL, 0, 0, NULL, 0 FROM record_cases
             WHERE record IN (SELECT id FROM page)
             UNION ALL
             SELECT record, 'excluded', unit, '', NULL, 0, 0, NULL, 0 FROM handling_excluded
             WHERE record IN (SELECT id FROM page)"
        )
    };
}

pub(crate) use page_with_access;

/// What a row says of a record besides who may see it.
pub(crate) struct Saying {
    pub(crate) made_at_us: i64,
    pub(crate) version: u64,
    /// JSON.
    pub(crate) body: String,
}

/// Who may see these records: one statement for as many as one list takes.
pub(crate) async fn accesses(
    connection: &mut AnyConnection,
    ids: &[String],
) -> Result<BTreeMap<RecordId, Access>, Error> {
    let found = read_access(connection, &WHO_MAY_SEE, ids, |_| Ok(())).await?;
    Ok(found.of_records.into_iter().map(|(id, (access, ()))| (id, access)).collect())
}

/// These records with who may see them: one statement for as many as one list takes.
pub(crate) async fn sayings(
    connection: &mut AnyConnection,
    ids: &[String],
) -> Result<BTreeMap<RecordId, (Access, Saying)>, Error> {
    Ok(read_access(connection, &RECORDS_AND_WHO_MAY_SEE, ids, saying).await?.of_records)
}

/// The rows of such a statement of a page, each record with the number that it is sorted by.
pub(crate) fn sayings_of_page(rows: &[AnyRow]) -> Result<Vec<(i64, Access, Saying)>, Error> {
    let mut gathered = Gathered::default();
    for row in rows {
        gathered.add(row, |row| Ok((get(row, 8)?, saying(row)?)))?;
    }
    let of_records = gathered.put_together().of_records.into_values();
    Ok(of_records.map(|(access, (rank, saying))| (rank, access, saying)).collect())
}

fn saying(row: &AnyRow) -> Result<Saying, Error> {
    Ok(Saying { made_at_us: get(row, 5)?, version: get_u64(row, 6)?, body: get(row, 7)? })
}

async fn read_access<T>(
    connection: &mut AnyConnection,
    parts: &[&'static str],
    ids: &[String],
    besides: impl Fn(&AnyRow) -> Result<T, Error>,
) -> Result<Found<T>, Error> {
    let mut gathered = Gathered::default();
    for ids in lists_of(ids) {
        let query = ids.iter().fold(query_in_each(parts, 1, ids.len()), |query, id| query.bind(id.clone()));
        for row in query.fetch_all(&mut *connection).await.map_err(doing(READING))? {
            gathered.add(&row, &besides)?;
        }
    }
    Ok(gathered.put_together())
}

/// Who may see records, with what was read besides.
pub(crate) struct Found<T> {
    pub(crate) of_records: BTreeMap<RecordId, (Access, T)>,
    /// Cases of what has no access of its own.
    cases: BTreeMap<RecordId, BTreeSet<CaseId>>,
}

impl Found<()> {
    pub(crate) fn seen_by(self) -> SeenBy {
        let accesses = self.of_records.into_iter().map(|(id, (access, ()))| (id, access)).collect();
        SeenBy { accesses, cases: self.cases }
    }
}

/// Rows that say who may see what, in no promised order: id, `record`, `case` or `excluded`, unit or case, circle, and handling.
pub(crate) struct Gathered<T> {
    of_records: BTreeMap<RecordId, (Access, T)>,
    cases: BTreeMap<RecordId, BTreeSet<CaseId>>,
    excluded: Vec<(RecordId, UnitId)>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Gathered<T> {
        Gathered { of_records: BTreeMap::new(), cases: BTreeMap::new(), excluded: Vec::new() }
    }
}

impl<T> Gathered<T> {
    pub(crate) fn add(&mut self, row: &AnyRow, besides: impl Fn(&AnyRow) -> Result<T, Error>) -> Result<(), Error> {
        let record = parsed(get(row, 0)?)?;
        match get::<&str>(row, 1)? {
            "case" => drop(self.cases.entry(record).or_default().insert(parsed(get(row, 2)?)?)),
            "excluded" => self.excluded.push((record, parsed(get(row, 2)?)?)),
            _ => drop(self.of_records.insert(record, (access_of(record, row)?, besides(row)?))),
        }
        Ok(())
    }

    pub(crate) fn put_together(mut self) -> Found<T> {
        for (record, (access, _)) in &mut self.of_records {
            access.cases.extend(self.cases.remove(record).unwrap_or_default());
        }
        for (record, unit) in self.excluded {
            if let Some((access, _)) = self.of_records.get_mut(&record) {
                access.excluded.insert(unit);
            }
        }
        Found { of_records: self.of_records, cases: self.cases }
    }
}

fn access_of(record: RecordId, row: &AnyRow) -> Result<Access, Error> {
    let circle = get::<String>(row, 3)?;
    let known = Circle::ALL.iter().copied().find(|known| known.code() == circle);
    let known = known.ok_or_else(|| damaged(format!("a record's circle is {circle:?}")))?;
    let mut access = Access::usual(record, parsed(get(row, 2)?)?, known, BTreeSet::new());
    if let Some(set) = get_json_option::<HandlingSet>(row, 4)? {
        access.handling = set.handling;
    }
    Ok(access)
}

/// The rows of a statement that ends in a list of values, for as many values as there are.
pub(crate) async fn in_chunks(
    connection: &mut AnyConnection,
    begins: &'static str,
    values: &[String],
) -> Result<Vec<AnyRow>, Error> {
    chunks(connection, begins, None, values).await
}

/// The same of a statement to which `$1` to `$3` say who reads: person, unit and moment.
pub(crate) async fn in_chunks_for(
    connection: &mut AnyConnection,
    begins: &'static str,
    reader: &Reader,
    values: &[String],
) -> Result<Vec<AnyRow>, Error> {
    chunks(connection, begins, Some(reader), values).await
}

async fn chunks(
    connection: &mut AnyConnection,
    begins: &'static str,
    reader: Option<&Reader>,
    values: &[String],
) -> Result<Vec<AnyRow>, Error> {
    let mut rows = Vec::new();
    for values in lists_of(values) {
        let mut query = query_in(begins, if reader.is_some() { 4 } else { 1 }, values.len());
        if let Some(Reader { user, unit, now_us }) = reader {
            query = query.bind(user.to_string()).bind(unit.to_string()).bind(*now_us);
        }
        for value in values.iter() {
            query = query.bind(value.clone());
        }
        rows.extend(query.fetch_all(&mut *connection).await.map_err(doing("reading rows by many values"))?);
    }
    Ok(rows)
}
