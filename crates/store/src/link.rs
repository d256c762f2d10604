//! Links: records of the casebook whose two ends are found from either side.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use casework::id::{RecordId, SeriesId};
use casework::link::Link;
use casework::record::{Circle, Record as _};
use sqlx::any::AnyRow;

use crate::access::in_chunks;
use crate::column::{from_json, get};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Store {
    /// Links that begin or end at a record, the oldest first; those taken back only where `also_taken_back`.
    pub async fn links_of(&self, id: RecordId, also_taken_back: bool) -> Result<Vec<Link>, Error> {
        let rows = sqlx::query(
            "SELECT records.body FROM link_ends JOIN records ON records.id = link_ends.link
             WHERE link_ends.record = $1 AND (link_ends.stands = 1 OR $2 = 1)
             ORDER BY records.made_at_us, records.id",
        )
        .bind(id.to_string())
        .bind(i64::from(also_taken_back))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the links of a record"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }

    /// Links at any of these records, each once, those taken back only where `also_taken_back`: a step of a search for paths.
    pub async fn links_of_all(&self, ids: &[RecordId], also_taken_back: bool) -> Result<Vec<Link>, Error> {
        let begins = match also_taken_back {
            true => {
                "SELECT records.id, records.made_at_us, records.body FROM link_ends
                 JOIN records ON records.id = link_ends.link
                 WHERE link_ends.record"
            }
            false => {
                "SELECT records.id, records.made_at_us, records.body FROM link_ends
                 JOIN records ON records.id = link_ends.link
                 WHERE link_ends.stands = 1 AND link_ends.record"
            }
        };
        self.links_asked(begins, ids).await
    }

    /// Links that stand at any of these records and say where something was made, or point there.
    pub async fn links_to_places(&self, ids: &[RecordId]) -> Result<Vec<Link>, Error> {
        let begins = "SELECT records.id, records.made_at_us, records.body FROM link_ends
             JOIN records ON records.id = link_ends.link
             WHERE link_ends.stands = 1 AND link_ends.kind IN ('taken-at', 'points-to') AND link_ends.record";
        self.links_asked(begins, ids).await
    }

    /// Links at a series and at all that are one with it by merges that stand, each once, those made first first; those taken back
    /// only where `also_taken_back`.
    pub async fn links_of_whole_series(&self, series: SeriesId, also_taken_back: bool) -> Result<Vec<Link>, Error> {
        let rows = sqlx::query(
            "WITH RECURSIVE one (series) AS (
               SELECT CAST($1 AS TEXT)
               UNION SELECT ends.other FROM one JOIN link_ends ends ON ends.record = one.series
               WHERE ends.stands = 1 AND ends.kind = 'same-series')
             SELECT records.id, records.made_at_us, records.body FROM one
             CROSS JOIN link_ends CROSS JOIN records
             WHERE link_ends.record = one.series AND (link_ends.stands = 1 OR $2 = 1) AND records.id = link_ends.link",
        )
        .bind(series.to_string())
        .bind(i64::from(also_taken_back))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the links of a series"))?;
        each_once(&rows)
    }

    async fn links_asked(&self, begins: &'static str, ids: &[RecordId]) -> Result<Vec<Link>, Error> {
        let step = "reading the links of records";
        let mut connection = self.pool.acquire().await.map_err(doing(step))?;
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        each_once(&in_chunks(&mut connection, begins, &ids).await?)
    }
}

/// Links by rows of their id, when they were made and what they say, those made first first: one that has two of the ends that
/// were asked about is among the rows twice.
fn each_once(rows: &[AnyRow]) -> Result<Vec<Link>, Error> {
    let mut found: BTreeMap<(i64, &str), Link> = BTreeMap::new();
    for row in rows {
        if let Entry::Vacant(new) = found.entry((get(row, 1)?, get(row, 0)?)) {
            new.insert(from_json(get(row, 2)?)?);
        }
    }
    Ok(found.into_values().collect())
}

impl Tx {
    /// Remembers a new link with both its ends. Whoever may see a link is decided by its ends and its evidence.
    pub async fn add_link(&mut self, link: &Link) -> Result<(), Error> {
        self.add_record(link, Circle::Unit, link.said().at.0).await?;
        let asserted = link.asserted();
        for (record, other) in [(asserted.from, asserted.to), (asserted.to, asserted.from)] {
            sqlx::query("INSERT INTO link_ends (record, link, other, kind, stands) VALUES ($1, $2, $3, $4, 1)")
                .bind(record.to_string())
                .bind(link.id().to_string())
                .bind(other.to_string())
                .bind(asserted.kind.code())
                .execute(&mut *self.inner)
                .await
                .map_err(doing("remembering the ends of a link"))?;
        }
        Ok(())
    }

    /// Remembers that a link was taken back.
    pub async fn take_back_link(&mut self, link: &Link) -> Result<(), Error> {
        self.change_record(link).await?;
        sqlx::query("UPDATE link_ends SET stands = $2 WHERE link = $1")
            .bind(link.id().to_string())
            .bind(i64::from(link.stands()))
            .execute(&mut *self.inner)
            .await
            .map_err(doing("taking a link back"))?;
        debug_assert_eq!(link.state_code(), "taken-back");
        Ok(())
    }
}
