//! That somebody searched for persons, handles or numbers, and how often. What was searched for is never given to this room.

use casework::id::{UnitId, UserId};

use crate::column::{get, get_u64};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::record::parsed;
use crate::transaction::Tx;

/// That somebody searched often without an open case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAlert {
    /// Who.
    pub user: UserId,
    /// Of which unit.
    pub unit: UnitId,
    /// The first of these searches, in microseconds since 1970.
    pub since_us: i64,
    /// The last of them.
    pub last_us: i64,
    /// How many.
    pub n_searches: u64,
}

impl Tx {
    /// Writes down that somebody searched, and forgets what is older than `forgotten_before_us`. Gives when they searched
    /// without an open case since then for the first time, and how often.
    pub async fn note_search(
        &mut self,
        user: UserId,
        at_us: i64,
        is_in_open_case: bool,
        forgotten_before_us: i64,
    ) -> Result<(i64, u64), Error> {
        let step = "noting a search";
        self.add_row("search", &(user, at_us, is_in_open_case));
        sqlx::query("DELETE FROM searches WHERE at_us < $1")
            .bind(forgotten_before_us)
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        sqlx::query("INSERT INTO searches (person, at_us, in_open_case, entry) VALUES ($1, $2, $3, $4)")
            .bind(user.to_string())
            .bind(at_us)
            .bind(i64::from(is_in_open_case))
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let row = sqlx::query(
            "SELECT COALESCE(MIN(at_us), $2), CAST(COUNT(*) AS BIGINT) FROM searches
             WHERE person = $1 AND in_open_case = 0",
        )
        .bind(user.to_string())
        .bind(at_us)
        .fetch_one(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok((get(&row, 0)?, get_u64(&row, 1)?))
    }

    /// Remembers an alert. One whose searches this one goes on with is made longer.
    pub async fn put_search_alert(&mut self, alert: &SearchAlert) -> Result<(), Error> {
        let step = "remembering an alert";
        let SearchAlert { user, unit, since_us, last_us, n_searches } = alert;
        self.add_row("search-alert", &(user, since_us, last_us, n_searches));
        // An alert that goes on counts one more; the window that its number was taken from may have moved on since.
        let longer = sqlx::query(
            "UPDATE search_alerts SET last_us = $3, n_searches = n_searches + 1, entry = $4
             WHERE person = $1 AND last_us >= $2",
        )
        .bind(user.to_string())
        .bind(*since_us)
        .bind(*last_us)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        if longer.rows_affected() > 0 {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO search_alerts (person, unit, since_us, last_us, n_searches, entry)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(user.to_string())
        .bind(unit.to_string())
        .bind(*since_us)
        .bind(*last_us)
        .bind(n_searches.cast_signed())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(())
    }
}

impl Store {
    /// Alerts, the latest first.
    pub async fn search_alerts(&self, n_max: u32) -> Result<Vec<SearchAlert>, Error> {
        let rows = sqlx::query(
            "SELECT person, unit, since_us, last_us, n_searches FROM search_alerts
             ORDER BY last_us DESC, person LIMIT $1",
        )
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading alerts"))?;
        let alert = |row| -> Result<SearchAlert, Error> {
            Ok(SearchAlert {
                user: parsed(get(row, 0)?)?,
                unit: parsed(get(row, 1)?)?,
                since_us: get(row, 2)?,
                last_us: get(row, 3)?,
                n_searches: get_u64(row, 4)?,
            })
        };
        rows.iter().map(alert).collect()
    }
}
