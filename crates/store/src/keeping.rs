//! For what and until when records are kept, and erasing one: its row stays and says nothing any more. Whether it may be
//! erased is not this room's to say.

use std::collections::BTreeSet;

use casework::id::{LinkId, RecordId};
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::retention::Keeping;
use sqlx::AssertSqlSafe;

use crate::column::{from_json, get, get_u64, query_around};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::ledger_about::Spoken;
use crate::reach::{is_reached, reached_by_name};
use crate::record::{Reader, parsed};
use crate::transaction::Tx;

/// Entries of the ledger looked through at a time.
const PAGE_ENTRIES: u32 = 512;

/// Of which records nobody has written down how long they are kept, by the cases that somebody works on; made before `$1`, at
/// most `$3`. Of many nouns at once, for each noun would go through all of those cases.
const WITHOUT_KEEPING_BY_NAME: &str = concat!(
    " SELECT records.id, records.made_at_us FROM (",
    reached_by_name!(),
    ") AS reached CROSS JOIN records
       WHERE records.id = reached.record AND records.state <> 'erased' AND records.made_at_us < $1
         AND NOT EXISTS (SELECT 1 FROM keepings WHERE keepings.record = records.id) AND records.noun"
);

/// The same of one noun of the unit's: each has its place in an index, and its oldest are found without looking at the others.
const WITHOUT_KEEPING_OF_NOUN: &str = "SELECT * FROM (
       SELECT id, made_at_us FROM records
       WHERE noun = $1 AND unit = $2 AND circle = 'unit' AND state <> 'erased' AND made_at_us < $3
         AND NOT EXISTS (SELECT 1 FROM keepings WHERE keepings.record = records.id)
       ORDER BY made_at_us, id LIMIT $4
     ) AS of_noun";

/// What was erased with a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Links at it: they are gone as it is.
    pub links: BTreeSet<LinkId>,
    /// What was about it alone, such as its clocks.
    pub with_it: BTreeSet<RecordId>,
}

impl Store {
    /// For what and until when a record is kept, where somebody has written it down.
    pub async fn keeping(&self, id: RecordId) -> Result<Option<Keeping>, Error> {
        let row = sqlx::query(
            "SELECT keepings.body FROM keepings JOIN records ON records.id = keepings.record
             WHERE keepings.record = $1 AND records.state <> 'erased'",
        )
        .bind(id.to_string())
        .fetch_optional(&self.pool)
        .await
        .map_err(doing("reading how long a record is kept"))?;
        row.map(|row| from_json(get(&row, 0)?)).transpose()
    }

    /// When a record was made; none when there is none.
    pub async fn made_at_us(&self, id: RecordId) -> Result<Option<i64>, Error> {
        let row = sqlx::query("SELECT made_at_us FROM records WHERE id = $1 AND state <> 'erased'")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading when a record was made"))?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// Records of the reader's unit or cases that are to be looked at on a day or before, or whose time is over; those that
    /// wait longest first.
    pub async fn keepings_due(&self, reader: &Reader, on: &str, n_max: u32) -> Result<Vec<(RecordId, Keeping)>, Error> {
        let rows = sqlx::query(concat!(
            "SELECT keepings.record, keepings.body FROM keepings JOIN records ON records.id = keepings.record
                 WHERE keepings.review_on <= $4 AND records.state <> 'erased' AND ",
            is_reached!(),
            " ORDER BY keepings.review_on, keepings.record LIMIT $5"
        ))
        .bind(reader.user.to_string())
        .bind(reader.unit.to_string())
        .bind(reader.now_us)
        .bind(on.to_owned())
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what is to be looked at"))?;
        rows.iter().map(|row| Ok((parsed(get(row, 0)?)?, from_json(get(row, 1)?)?))).collect()
    }

    /// Records of these nouns that the reader reaches, that were made before and of which nobody has written down how long they
    /// are kept; the oldest first.
    pub async fn records_without_keeping(
        &self,
        reader: &Reader,
        nouns: &[Noun],
        made_before_us: i64,
        n_max: u32,
    ) -> Result<Vec<(RecordId, i64)>, Error> {
        let step = "reading what nobody said how long to keep";
        let mut found: BTreeSet<(i64, RecordId)> = BTreeSet::new();
        let mut query = query_around(WITHOUT_KEEPING_BY_NAME, 5, nouns.len(), " ORDER BY 2, 1 LIMIT $3")
            .bind(made_before_us)
            .bind(reader.user.to_string())
            .bind(i64::from(n_max))
            .bind(reader.now_us);
        for noun in nouns {
            query = query.bind(noun.code());
        }
        let mut rows = query.fetch_all(&self.pool).await.map_err(doing(step))?;
        if let Some((first, others)) = nouns.split_first() {
            // The first noun is `$1`, the others come behind what all have in common.
            let number = |at: usize| if at == 0 { 1 } else { 4 + at };
            let of_noun = |at| WITHOUT_KEEPING_OF_NOUN.replace("$1", &format!("${}", number(at)));
            let each: Vec<String> = (0..nouns.len()).map(of_noun).collect();
            // Texts of ours and numbers, nothing that was given.
            let of_unit = sqlx::query(AssertSqlSafe(each.join(" UNION ALL ")));
            let of_unit = of_unit.bind(first.code()).bind(reader.unit.to_string());
            let of_unit = of_unit.bind(made_before_us).bind(i64::from(n_max));
            let of_unit = others.iter().fold(of_unit, |query, noun| query.bind(noun.code()));
            rows.extend(of_unit.fetch_all(&self.pool).await.map_err(doing(step))?);
        }
        for row in &rows {
            found.insert((get(row, 1)?, parsed(get(row, 0)?)?));
        }
        Ok(found.into_iter().take(n_max as usize).map(|(made_at_us, id)| (id, made_at_us)).collect())
    }

    /// Entries of the ledger that name a record and hold one of these facts: what is to be erased with it.
    pub async fn entries_telling(&self, id: RecordId, facts: &[&str]) -> Result<Vec<u64>, Error> {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = self.entries_speaking_of(id, Spoken::About, before, PAGE_ENTRIES).await?;
            let Some(last) = page.last() else {
                found.reverse();
                return Ok(found);
            };
            before = Some(last.index);
            for entry in page {
                // Erased ones say nothing any more.
                let Some(body) = entry.body else { continue };
                let body: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&body)
                    .map_err(|_| damaged(format!("ledger entry {} is no JSON object", entry.index)))?;
                if facts.iter().any(|fact| body.contains_key(*fact)) {
                    found.push(entry.index);
                }
            }
        }
    }
}

impl Tx {
    /// Remembers for what and until when a record is kept, in the place of what was.
    pub async fn put_keeping(&mut self, id: RecordId, keeping: &Keeping) -> Result<(), Error> {
        let (body, salt) = self.salted_row("keeping", &id.to_string(), keeping)?;
        sqlx::query(
            "INSERT INTO keepings (record, purpose, from_on, review_on, until_on, held, body, salt, version, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)
             ON CONFLICT (record) DO UPDATE SET purpose = excluded.purpose, from_on = excluded.from_on,
                 review_on = excluded.review_on, until_on = excluded.until_on, held = excluded.held,
                 body = excluded.body, salt = excluded.salt, version = keepings.version + 1, entry = excluded.entry",
        )
        .bind(id.to_string())
        .bind(keeping.purpose.code())
        .bind(keeping.from.to_string())
        .bind(keeping.review_on.to_string())
        .bind(keeping.until.to_string())
        .bind(i64::from(keeping.is_held()))
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering how long a record is kept"))?;
        Ok(())
    }

    /// Erases a record, with the links at it and what is about it alone: clocks, and the outcomes of a case. What stays of
    /// each is its id, its noun and its unit, that it was erased, and for what and until when it was kept.
    ///
    /// The change's [`Store::checkpoint`] is the caller's, after the commit: until then the bytes are in the write-ahead log.
    ///
    /// # Errors
    /// [`Error::NoRecord`] when there is none, or none any more.
    pub async fn erase_record(&mut self, id: RecordId) -> Result<Erased, Error> {
        let step = "erasing a record";
        let mut erased = Erased::default();
        let about = sqlx::query(
            "SELECT record_keys.record FROM record_keys JOIN records ON records.id = record_keys.record
             WHERE record_keys.kind = 'about' AND record_keys.key = $1 AND records.noun IN ('clock', 'outcome')",
        )
        .bind(id.to_string())
        .fetch_all(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        for row in &about {
            erased.with_it.insert(parsed(get(row, 0)?)?);
        }
        for gone in [id].into_iter().chain(erased.with_it.clone()) {
            let links = sqlx::query("SELECT link FROM link_ends WHERE record = $1")
                .bind(gone.to_string())
                .fetch_all(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            for row in &links {
                erased.links.insert(parsed(get(row, 0)?)?);
            }
        }
        self.empty_record(id).await?;
        for gone in erased.with_it.iter().copied().chain(erased.links.iter().map(|link| RecordId::Link(*link))) {
            self.empty_record(gone).await?;
        }
        Ok(erased)
    }

    /// Leaves the tombstone of one row, and nothing elsewhere.
    async fn empty_record(&mut self, id: RecordId) -> Result<(), Error> {
        let step = "erasing a record";
        let row = sqlx::query("SELECT version FROM records WHERE id = $1 AND state <> 'erased'")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let version = get_u64(&row.ok_or(Error::NoRecord { record: id })?, 0)? + 1;
        self.add_row("erased", &(id, version));
        sqlx::query(
            "UPDATE records SET state = 'erased', body = '{}', salt = $2, version = $3, entry = $4, urgency = 0
             WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(Vec::<u8>::new())
        .bind(version.cast_signed())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        sqlx::query(
            "UPDATE keepings SET held = 0, body = '{}', salt = $2, version = version + 1, entry = $3 WHERE record = $1",
        )
        .bind(id.to_string())
        .bind(Vec::<u8>::new())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.forget_words(&id.to_string()).await?;
        self.forget_handling(&id.to_string()).await?;
        for sql in [
            "DELETE FROM record_keys WHERE record = $1",
            "DELETE FROM sealed WHERE record = $1",
            "DELETE FROM link_ends WHERE record = $1 OR link = $1 OR other = $1",
            // A case that is erased holds nothing and nobody any more.
            "DELETE FROM record_cases WHERE record = $1 OR case_id = $1",
            "DELETE FROM case_people WHERE case_id = $1",
            "DELETE FROM holding_silences WHERE case_id = $1",
            "DELETE FROM news WHERE about = $1 OR case_id = $1",
            "DELETE FROM series_proposals WHERE series = $1",
            "DELETE FROM series_told WHERE series = $1 OR holder = $1",
            "DELETE FROM series_to_match WHERE id = $1",
        ] {
            sqlx::query(sql).bind(id.to_string()).execute(&mut *self.inner).await.map_err(doing(step))?;
        }
        self.empty_reasons(id).await
    }

    /// Why somebody opened a record, or asked a second person about it, speaks of it. That they did stays.
    async fn empty_reasons(&mut self, id: RecordId) -> Result<(), Error> {
        let step = "erasing a record";
        let opened = sqlx::query("SELECT id FROM break_glass WHERE opens = $1")
            .bind(id.to_string())
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        for row in &opened {
            if let Some(mut glass) = self.glass(parsed(get(row, 0)?)?).await? {
                glass.reason = Protected::default();
                if let Some(review) = &mut glass.review {
                    review.reason = Protected::default();
                }
                self.put_glass(&glass).await?;
            }
        }
        let asked = sqlx::query("SELECT id FROM second_persons WHERE subject = $1")
            .bind(id.to_string())
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        for row in &asked {
            if let Some(mut ask) = self.second_person_ask(parsed(get(row, 0)?)?).await? {
                ask.reason = Protected::default();
                if let Some(answer) = &mut ask.answer {
                    answer.reason = None;
                }
                self.put_second_person_ask(&ask).await?;
            }
        }
        Ok(())
    }
}
