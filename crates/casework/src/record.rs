//! What every record of the casebook has, whatever its noun: an id, an owner, a state, and who may see it.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::handling::{self, Handling, HandlingRefusal, Viewer};
use crate::id::{CaseId, RecordId, UnitId, UserId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;

/// A noun of the casebook that is remembered as one row.
pub trait Record: Serialize + DeserializeOwned {
    /// How it is called by id.
    type Id: Copy + Into<RecordId>;
    /// Which noun it is.
    const NOUN: Noun;

    /// Its id.
    fn id(&self) -> Self::Id;
    /// The unit that owns it.
    fn owner(&self) -> UnitId;
    /// The code of the state it is in, by which lists are filtered.
    fn state_code(&self) -> &'static str;

    /// How urgent it is beside others of its noun, by which a list of them can be ordered; 0 where nothing says so.
    fn urgency(&self) -> u32 {
        0
    }

    /// What it is found by exactly.
    fn keys(&self) -> Vec<(KeyKind, String)> {
        Vec::new()
    }

    /// Words by which it is searched.
    fn texts(&self) -> Vec<&Protected> {
        Vec::new()
    }
}

codes! {
    /// What a record is found by exactly.
    KeyKind {
        /// An account's normal form.
        Account = "account",
        /// A device's number in its normal form.
        Device = "device",
        /// An address's normal form.
        Address = "address",
        /// A case's number in the unit's books.
        CaseNumber = "case-number",
        /// A victim's code.
        VictimCode = "victim-code",
        /// The record that this one is about: a clock's, a lead's, an outcome's.
        About = "about",
        /// A file that came with a report.
        File = "file",
        /// Somebody or something that a report says to have done it.
        Reported = "reported",
    }
}

codes! {
    /// How wide the circle is of those who may see a record, before roles are asked.
    Circle {
        /// The unit that owns it, and the people of its cases.
        Unit = "unit",
        /// The people of its cases alone.
        Cases = "cases",
    }
}

/// Who may see a record, as far as the record itself says: need to know by unit and by case, and what its owner says of its
/// handling, which never opens it to anybody.
///
/// The rule: somebody of the owner's unit when the circle is [`Circle::Unit`], and whoever works on one of its cases; of
/// them whoever its handling reaches. The owner's unit is the organisation of its colour, other units of the node are
/// those that it works for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Which record.
    pub record: RecordId,
    /// The unit that owns it.
    pub unit: UnitId,
    /// How wide the circle is.
    pub circle: Circle,
    /// The cases that it stands in.
    pub cases: BTreeSet<CaseId>,
    /// What its owner says of its handling.
    pub handling: Handling,
    /// Units of this node that must not have it: those that its owner names, and those of the countries named.
    pub excluded: BTreeSet<UnitId>,
}

impl Access {
    /// Of a record whose owner has said nothing of its handling.
    pub fn usual(record: RecordId, unit: UnitId, circle: Circle, cases: BTreeSet<CaseId>) -> Access {
        Access { record, unit, circle, cases, handling: Handling::usual(), excluded: BTreeSet::new() }
    }

    /// Whether its handling lets somebody of this unit see it who needs to know of it.
    ///
    /// # Errors
    /// Why it does not.
    pub fn reaches(&self, user: UserId, unit: UnitId) -> Result<(), HandlingRefusal> {
        if self.excluded.contains(&unit) {
            return Err(HandlingRefusal::NotToUnit { unit });
        }
        let circle = if unit == self.unit { handling::Circle::Organisation } else { handling::Circle::Client };
        let viewer = Viewer { user, unit, country: None, circle, needs_to_know: true };
        handling::may_see(&self.handling, &viewer)
    }

    /// Whether somebody of this unit who works on these cases needs to know of it.
    pub fn includes(&self, unit: UnitId, cases: &BTreeSet<CaseId>) -> bool {
        (self.circle == Circle::Unit && self.unit == unit) || !self.cases.is_disjoint(cases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeriesId;
    use crate::link::tests::bytes;

    #[test]
    fn the_unit_or_a_shared_case_opens_a_record_and_a_closed_circle_only_the_case() {
        let unit = |n| UnitId::new(bytes(n));
        let case = |n| CaseId::new(bytes(n));
        let record = SeriesId::new(bytes(1)).into();
        let access = |circle| Access::usual(record, unit(1), circle, BTreeSet::from([case(1), case(2)]));
        let (none, one, other) = (BTreeSet::new(), BTreeSet::from([case(2)]), BTreeSet::from([case(3)]));
        let open = access(Circle::Unit);
        assert!(open.includes(unit(1), &none) && open.includes(unit(2), &one));
        assert!(!open.includes(unit(2), &none) && !open.includes(unit(2), &other));
        let closed = access(Circle::Cases);
        assert!(!closed.includes(unit(1), &none) && closed.includes(unit(1), &one));
    }

    #[test]
    fn a_handling_hides_a_record_from_those_it_does_not_reach() {
        use crate::handling::Marking;
        let (user, unit) = (|n| UserId::new(bytes(n)), |n| UnitId::new(bytes(n)));
        let of = |marking| Access {
            handling: Handling { marking, ..Handling::usual() },
            ..Access::usual(SeriesId::new(bytes(1)).into(), unit(1), Circle::Unit, BTreeSet::new())
        };
        let seen = |access: &Access, n, of_unit| access.reaches(user(n), unit(of_unit)).is_ok();
        for marking in [Marking::Clear, Marking::Green, Marking::Amber] {
            assert!(seen(&of(marking.clone()), 1, 1) && seen(&of(marking), 1, 2));
        }
        assert!(seen(&of(Marking::AmberStrict), 1, 1) && !seen(&of(Marking::AmberStrict), 1, 2));
        let red = of(Marking::Red { named: [user(1)].into() });
        assert!(seen(&red, 1, 1) && !seen(&red, 2, 1) && !seen(&red, 1, 2));
        let excluding = Access { excluded: [unit(2)].into(), ..of(Marking::Clear) };
        assert!(seen(&excluding, 1, 1) && !seen(&excluding, 1, 2));
    }
}
