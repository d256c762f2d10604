//! Units of this node: opening one, seeing them.

use casework::country::Country;
use casework::id::UnitId;
use casework::unit::Unit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::chance;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// A unit to be opened.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUnit {
    /// How it is called.
    pub name: String,
    /// Its country, by two letters.
    #[schema(value_type = String, example = "JO")]
    pub country: Country,
    /// What its victims' codes begin with: 1 to 12 capital letters, digits and hyphens.
    #[schema(example = "JO-CP")]
    pub victim_prefix: String,
    /// How others reach it.
    #[serde(default)]
    pub contact: Option<String>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitView {
    /// Its id.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub id: UnitId,
    /// How it is called.
    pub name: String,
    /// Its country.
    #[schema(value_type = String, example = "JO")]
    pub country: Country,
    /// What its victims' codes begin with.
    pub victim_prefix: String,
    /// How others reach it.
    pub contact: Option<String>,
}

/// The units of this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitsView {
    /// By name.
    pub units: Vec<UnitView>,
}

impl From<Unit> for UnitView {
    fn from(unit: Unit) -> UnitView {
        let Unit { id, name, country, victim_prefix, contact } = unit;
        UnitView { id, name, country, victim_prefix, contact }
    }
}

impl Node {
    /// Opens a unit.
    ///
    /// # Errors
    /// [`Error::Refused`] with what must be mended.
    pub async fn add_unit(&self, who: &Principal, ask: AddUnit) -> Result<UnitView, Error> {
        self.permitted(who, Action::AddUnit, async {
            let mut tx = self.store.begin().await?;
            let unit = Unit {
                id: UnitId::new(chance::id_bytes()?),
                name: ask.name,
                country: ask.country,
                victim_prefix: ask.victim_prefix,
                contact: ask.contact,
            };
            let unit = Unit::open(unit, &tx.units().await?).map_err(Error::refused)?;
            tx.add_unit(&unit).await?;
            tx.commit(self.entry(who, Action::AddUnit.verb()).about("unit", unit.id.to_string())).await?;
            Ok(unit.into())
        })
        .await
    }

    /// The units of this node.
    pub async fn units(&self, who: &Principal) -> Result<UnitsView, Error> {
        self.permitted(who, Action::ShowUnits, async {
            let mut units: Vec<UnitView> = self.store.units().await?.into_iter().map(UnitView::from).collect();
            units.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            Ok(UnitsView { units })
        })
        .await
    }

    /// The unit that is called by its id or its name.
    pub(crate) async fn unit_called(&self, name: &str) -> Result<Unit, Error> {
        let is_meant = |unit: &Unit| unit.id.to_string() == name || unit.name.to_lowercase() == name.to_lowercase();
        let found = self.store.units().await?.into_iter().find(is_meant);
        found.ok_or_else(|| Error::NotFound { what: "unit", name: name.to_owned() })
    }
}
