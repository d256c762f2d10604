//! Units as they are remembered.

use casework::id::UnitId;
use casework::unit::Unit;
use casework::user::User;

use crate::column::{get, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Tx {
    /// Remembers a new unit.
    pub async fn add_unit(&mut self, unit: &Unit) -> Result<(), Error> {
        sqlx::query("INSERT INTO units (id, victim_prefix, facts, entry) VALUES ($1, $2, $3, $4)")
            .bind(unit.id.to_string())
            .bind(unit.victim_prefix.as_str())
            .bind(to_json(unit))
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering a unit"))?;
        // What is kept from its country is kept from it.
        sqlx::query(
            "INSERT INTO handling_excluded (record, unit)
             SELECT record, $1 FROM handling_countries WHERE country = $2
             ON CONFLICT (record, unit) DO NOTHING",
        )
        .bind(unit.id.to_string())
        .bind(unit.country.to_string())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a unit"))?;
        self.add_row("unit", unit);
        Ok(())
    }

    /// All units, as this change sees them.
    pub async fn units(&mut self) -> Result<Vec<Unit>, Error> {
        let rows = sqlx::query("SELECT facts FROM units ORDER BY id")
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing("reading the units"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }
}

impl Store {
    /// The unit of this id.
    pub async fn unit(&self, id: UnitId) -> Result<Option<Unit>, Error> {
        let row = sqlx::query("SELECT facts FROM units WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a unit"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// All units, by id, and all users, by login name: pages that name whoever said what stands on them need both.
    pub async fn units_and_users(&self) -> Result<(Vec<Unit>, Vec<User>), Error> {
        let rows = sqlx::query(
            "SELECT 'unit', id, facts FROM units UNION ALL SELECT 'user', login, facts FROM users ORDER BY 1, 2",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading units and users"))?;
        let (units, users): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| get::<&str>(row, 0).is_ok_and(|of| of == "unit"));
        let units = units.into_iter().map(|row| get_json(row, 2)).collect::<Result<_, _>>()?;
        Ok((units, users.into_iter().map(|row| get_json(row, 2)).collect::<Result<_, _>>()?))
    }

    /// All units, by id.
    pub async fn units(&self) -> Result<Vec<Unit>, Error> {
        let rows = sqlx::query("SELECT facts FROM units ORDER BY id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the units"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }
}
