//! The casebook's records, whatever their noun: remembered, changed, and listed as far as somebody needs to know of them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ::ledger::commitment;
use casework::id::{CaseId, RecordId, UnitId, UserId};
use casework::link_kind::Noun;
use casework::record::{Access, Circle, KeyKind, Record};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection};

use crate::access::{Saying, page_with_access, sayings, sayings_of_page};
use crate::column::{from_json, get, get_u64, to_json};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::reach::reached;
use crate::transaction::{Tx, fill_random};

/// A record as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<R> {
    /// The record.
    pub record: R,
    /// Who may see it.
    pub access: Access,
    /// When it was made, in microseconds since 1970.
    pub made_at_us: i64,
    /// How often it was written: 1 for a new one.
    pub version: u64,
}

/// For whom a list is made: it holds nothing that they need not know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub user: UserId,
    /// Of which unit.
    pub unit: UnitId,
    /// The node's time, by which somebody who was let in for a while is out again.
    pub now_us: i64,
}

/// A page of a list, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the page before ended: when its last record was made, and its id.
    pub after: Option<(i64, String)>,
    /// At most so many records.
    pub n_max: u32,
}

/// A page of the records that somebody needs to know of.
const LISTED: &str = page_with_access!(reached!(
    "id, made_at_us, version, body, made_at_us AS rank",
    "($6 = '' OR state = $6) AND (made_at_us < $7 OR (made_at_us = $7 AND id < $8))",
    "made_at_us DESC, id DESC"
));

/// Records of a noun by a key of theirs.
const KEYED: &str = page_with_access!(
    "SELECT id, made_at_us, version, body, made_at_us FROM records
     WHERE noun = $1 AND id IN (SELECT record FROM record_keys WHERE kind = $2 AND key = $3)"
);

/// A statement that lists records of a noun, with who reads (`$1` to `$4`), how many, and of which state.
pub(crate) fn listing<R: Record>(
    sql: &'static str,
    reader: &Reader,
    state: Option<&str>,
    n_max: u32,
) -> Query<'static, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(R::NOUN.code())
        .bind(reader.user.to_string())
        .bind(reader.unit.to_string())
        .bind(reader.now_us)
        .bind(i64::from(n_max))
        .bind(state.unwrap_or_default().to_owned())
}

impl Store {
    /// One record.
    pub async fn record<R: Record>(&self, id: R::Id) -> Result<Option<Held<R>>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading a record"))?;
        record(&mut connection, id.into()).await
    }

    /// These records, in one statement for every 512; those that are not there are left out.
    pub async fn records_of<R: Record>(&self, ids: Vec<R::Id>) -> Result<Vec<Held<R>>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading records"))?;
        let ids: BTreeSet<String> = ids.into_iter().map(|id| id.into().to_string()).collect();
        let found = sayings(&mut connection, &Vec::from_iter(ids)).await?;
        found.into_values().map(|(access, saying)| held(access, saying)).collect()
    }

    /// Records of a noun that somebody needs to know of, those made last first; of one state, when one is given.
    pub async fn records<R: Record>(
        &self,
        reader: &Reader,
        state: Option<&str>,
        page: &Page,
    ) -> Result<Vec<Held<R>>, Error> {
        let step = "listing records";
        let (before_us, before_id) = page.after.clone().unwrap_or((i64::MAX, String::new()));
        let rows = listing::<R>(LISTED, reader, state, page.n_max)
            .bind(before_us)
            .bind(before_id)
            .fetch_all(&self.pool)
            .await
            .map_err(doing(step))?;
        let mut listed = held_of_page::<R>(&rows)?;
        listed.sort_by_key(|(at_us, held)| Reverse((*at_us, held.access.record.to_string())));
        Ok(listed.into_iter().map(|(_, held)| held).collect())
    }

    /// Records of a noun with this key.
    pub async fn records_keyed<R: Record>(&self, kind: KeyKind, key: &str) -> Result<Vec<Held<R>>, Error> {
        let rows = sqlx::query(KEYED)
            .bind(R::NOUN.code())
            .bind(kind.code())
            .bind(key.to_owned())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("finding records by a key"))?;
        let mut found = held_of_page::<R>(&rows)?;
        found.sort_by_key(|(at_us, held)| (*at_us, held.access.record.to_string()));
        Ok(found.into_iter().map(|(_, held)| held).collect())
    }

    /// How many records of a noun there are in a state, whoever may see them: for counts that name nobody. Without a state
    /// those that were erased count too, for what was numbered by them is given to no other.
    pub async fn n_records(&self, noun: Noun, state: Option<&str>) -> Result<u64, Error> {
        let row =
            sqlx::query("SELECT CAST(COUNT(*) AS BIGINT) FROM records WHERE noun = $1 AND ($2 = '' OR state = $2)")
                .bind(noun.code())
                .bind(state.unwrap_or_default().to_owned())
                .fetch_one(&self.pool)
                .await
                .map_err(doing("counting records"))?;
        get_u64(&row, 0)
    }

    /// The cases that somebody works on at this moment.
    pub async fn cases_of_user(&self, user: UserId, now_us: i64) -> Result<BTreeSet<CaseId>, Error> {
        let rows =
            sqlx::query("SELECT case_id FROM case_people WHERE person = $1 AND (until_us IS NULL OR until_us > $2)")
                .bind(user.to_string())
                .bind(now_us)
                .fetch_all(&self.pool)
                .await
                .map_err(doing("reading somebody's cases"))?;
        rows.iter().map(|row| parsed(get(row, 0)?)).collect()
    }

    /// Who works on a case, and until when where there is an end.
    pub async fn people_of_case(&self, case: CaseId) -> Result<Vec<(UserId, Option<i64>)>, Error> {
        let rows = sqlx::query("SELECT person, until_us FROM case_people WHERE case_id = $1 ORDER BY person")
            .bind(case.to_string())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading who works on a case"))?;
        rows.iter().map(|row| Ok((parsed(get(row, 0)?)?, get(row, 1)?))).collect()
    }

    /// What stands in a case: records, files, exhibits.
    pub async fn records_of_case(&self, case: CaseId) -> Result<Vec<RecordId>, Error> {
        let rows = sqlx::query("SELECT record FROM record_cases WHERE case_id = $1 ORDER BY record")
            .bind(case.to_string())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading what stands in a case"))?;
        rows.iter().map(|row| parsed(get(row, 0)?)).collect()
    }

    /// The cases that a record, a file or an exhibit stands in.
    pub async fn cases_of(&self, id: RecordId) -> Result<BTreeSet<CaseId>, Error> {
        let step = "reading the cases of a record";
        let mut connection = self.pool.acquire().await.map_err(doing(step))?;
        cases(&mut connection, &id.to_string()).await
    }

    /// What is sealed for a record.
    pub async fn sealed(&self, id: RecordId) -> Result<Option<Vec<u8>>, Error> {
        let row = sqlx::query("SELECT body FROM sealed WHERE record = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading what is sealed"))?;
        row.map(|row| get(&row, 0)).transpose()
    }
}

impl Tx {
    /// One record, as this change sees it.
    pub async fn record<R: Record>(&mut self, id: R::Id) -> Result<Option<Held<R>>, Error> {
        record(&mut self.inner, id.into()).await
    }

    /// Remembers a new record.
    pub async fn add_record<R: Record>(&mut self, record: &R, circle: Circle, made_at_us: i64) -> Result<(), Error> {
        let id: RecordId = record.id().into();
        let (body, salt) = self.row_of(id, 1, record)?;
        sqlx::query(
            "INSERT INTO records (id, noun, unit, circle, state, made_at_us, body, salt, version, entry, urgency)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
        )
        .bind(id.to_string())
        .bind(R::NOUN.code())
        .bind(record.owner().to_string())
        .bind(circle.code())
        .bind(record.state_code())
        .bind(made_at_us)
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .bind(i64::from(record.urgency()))
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a record"))?;
        self.index_record(&id.to_string(), record).await
    }

    /// Remembers a record as it is now; [`Error::NoRecord`] when there is none.
    pub async fn change_record<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        let step = "changing a record";
        let id: RecordId = record.id().into();
        let row = sqlx::query("SELECT version FROM records WHERE id = $1 AND state <> 'erased'")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let version = get_u64(&row.ok_or(Error::NoRecord { record: id })?, 0)? + 1;
        let (body, salt) = self.row_of(id, version, record)?;
        sqlx::query(
            "UPDATE records SET unit = $2, state = $3, body = $4, salt = $5, version = $6, entry = $7, urgency = $8
             WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(record.owner().to_string())
        .bind(record.state_code())
        .bind(body)
        .bind(salt)
        .bind(version.cast_signed())
        .bind(self.entry())
        .bind(i64::from(record.urgency()))
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.index_record(&id.to_string(), record).await
    }

    /// Puts a record, a file or an exhibit into a case; it may stand there already.
    pub async fn put_in_case(&mut self, id: RecordId, case: CaseId) -> Result<(), Error> {
        self.add_row("record-case", &(id, case));
        sqlx::query(
            "INSERT INTO record_cases (record, case_id, entry) VALUES ($1, $2, $3)
             ON CONFLICT (record, case_id) DO NOTHING",
        )
        .bind(id.to_string())
        .bind(case.to_string())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("putting a record into a case"))?;
        Ok(())
    }

    /// Lets somebody work on a case: for good, or until a moment. Who works on it for good stays so.
    pub async fn let_into_case(&mut self, user: UserId, case: CaseId, until_us: Option<i64>) -> Result<(), Error> {
        self.add_row("case-person", &(user, case, until_us));
        sqlx::query(
            "INSERT INTO case_people (person, case_id, until_us, entry) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person, case_id) DO UPDATE SET entry = excluded.entry, until_us =
                 CASE WHEN case_people.until_us IS NULL THEN NULL ELSE excluded.until_us END",
        )
        .bind(user.to_string())
        .bind(case.to_string())
        .bind(until_us)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("letting somebody into a case"))?;
        Ok(())
    }

    /// Takes somebody off a case.
    pub async fn take_off_case(&mut self, user: UserId, case: CaseId) -> Result<(), Error> {
        self.add_row("case-person-gone", &(user, case));
        sqlx::query("DELETE FROM case_people WHERE person = $1 AND case_id = $2")
            .bind(user.to_string())
            .bind(case.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("taking somebody off a case"))?;
        Ok(())
    }

    /// Keeps what is sealed for a record, in the place of what was.
    pub async fn seal(&mut self, id: RecordId, sealed: &[u8]) -> Result<(), Error> {
        // The sealed bytes have chance in them: their hash tells nobody anything.
        self.add_row("sealed", &(id, ::ledger::leaf_hash(sealed).to_string()));
        sqlx::query(
            "INSERT INTO sealed (record, body, entry) VALUES ($1, $2, $3)
             ON CONFLICT (record) DO UPDATE SET body = excluded.body, entry = excluded.entry",
        )
        .bind(id.to_string())
        .bind(sealed.to_vec())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("sealing"))?;
        Ok(())
    }

    /// The body of a record and its salt; the row that the ledger proves holds a salted hash of the body, so that an erased
    /// body can be guessed from nothing.
    fn row_of<R: Record>(&mut self, id: RecordId, version: u64, record: &R) -> Result<(String, Vec<u8>), Error> {
        let body = to_json(record);
        let mut salt = [0; 32];
        fill_random(&mut salt)?;
        let committed = ::ledger::leaf_hash(&commitment(&salt, body.as_bytes()));
        self.add_row(R::NOUN.code(), &(id, version, committed.to_string()));
        Ok((body, salt.to_vec()))
    }

    /// Writes anew by what a record is found.
    async fn index_record<R: Record>(&mut self, id: &str, record: &R) -> Result<(), Error> {
        let step = "indexing a record";
        sqlx::query("DELETE FROM record_keys WHERE record = $1")
            .bind(id.to_owned())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let keys: BTreeSet<(&str, String)> = record.keys().into_iter().map(|(kind, key)| (kind.code(), key)).collect();
        for (kind, key) in keys {
            sqlx::query("INSERT INTO record_keys (kind, key, record) VALUES ($1, $2, $3)")
                .bind(kind)
                .bind(key)
                .bind(id.to_owned())
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
        }
        self.index_words(id, &record.texts()).await
    }
}

async fn record<R: Record>(connection: &mut AnyConnection, id: RecordId) -> Result<Option<Held<R>>, Error> {
    let found = sayings(connection, &[id.to_string()]).await?;
    found.into_values().next().map(|(access, saying)| held(access, saying)).transpose()
}

fn held<R: Record>(access: Access, saying: Saying) -> Result<Held<R>, Error> {
    let Saying { made_at_us, version, body } = saying;
    Ok(Held { record: from_json(&body)?, access, made_at_us, version })
}

/// The records of a page, each with the number that it is sorted by, in the order of their ids.
pub(crate) fn held_of_page<R: Record>(rows: &[AnyRow]) -> Result<Vec<(i64, Held<R>)>, Error> {
    let of_page = sayings_of_page(rows)?.into_iter();
    of_page.map(|(rank, access, saying)| Ok((rank, held(access, saying)?))).collect()
}

async fn cases(connection: &mut AnyConnection, id: &str) -> Result<BTreeSet<CaseId>, Error> {
    let rows = sqlx::query("SELECT case_id FROM record_cases WHERE record = $1")
        .bind(id.to_owned())
        .fetch_all(connection)
        .await
        .map_err(doing("reading the cases of a record"))?;
    rows.iter().map(|row| parsed(get(row, 0)?)).collect()
}

/// An id of ours as it stands in a column.
pub(crate) fn parsed<T: std::str::FromStr>(text: String) -> Result<T, Error> {
    text.parse().map_err(|_| damaged(format!("{text:?} is no id")))
}
