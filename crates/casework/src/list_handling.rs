//! How a list is handled: to whom what its owner says of an entry is told. That something matches is told to whoever may ask;
//! the owner's words, ids and categories are the owner's.

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::handling::{
    Circle, Destination, Handling, HandlingRefusal, Marking, Owner, Tlp, Use, Viewer, may_leave, may_see,
};
use crate::id::UnitId;
use crate::matching::{Match, WorthALook};
use crate::who::Said;

/// How a list of one name is handled, whichever its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHandling {
    /// How.
    pub handling: Handling,
    /// Who said so for the unit that keeps the list; none as long as it was only said when a version was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

impl ListHandling {
    /// Of a list of which nobody has said it: as of other records.
    pub fn usual() -> ListHandling {
        ListHandling { handling: Handling::usual(), said: None }
    }

    /// The unit that keeps the list: the first that said how it is handled.
    pub fn keeper(&self) -> Option<UnitId> {
        self.said.as_ref().map(|said| said.by.unit)
    }

    /// A colour that came with a version: of what was said before, the stricter holds. Red names nobody then, until the keeper
    /// does.
    pub fn with_import(before: Option<&ListHandling>, tlp: Tlp) -> ListHandling {
        let marking = match tlp {
            Tlp::Clear => Marking::Clear,
            Tlp::Green => Marking::Green,
            Tlp::Amber => Marking::Amber,
            Tlp::AmberStrict => Marking::AmberStrict,
            Tlp::Red => Marking::Red { named: Default::default() },
        };
        match before {
            // Whom the keeper named for red stays named: a version that comes in red again says nothing new.
            Some(before) if before.handling.marking.tlp() >= tlp => before.clone(),
            Some(before) => {
                ListHandling { handling: Handling { marking, ..before.handling.clone() }, ..before.clone() }
            }
            None => ListHandling { handling: Handling { marking, ..Handling::unrestricted() }, said: None },
        }
    }

    /// What the unit that keeps it says from now on.
    ///
    /// # Errors
    /// What must be mended; [`HandlingRefusal::NotTheOwner`] for another unit.
    pub fn change(&self, to: Handling, owner: &Owner<'_>, said: Said) -> Result<ListHandling, HandlingRefusal> {
        if self.keeper().is_some_and(|keeper| keeper != said.by.unit) {
            return Err(HandlingRefusal::NotTheOwner);
        }
        let set = self.handling.change(to, owner, said)?;
        Ok(ListHandling { handling: set.handling, said: Some(set.said) })
    }

    /// Whether what its owner says is told to this person. Without one it is whoever sits at the terminal, whom red cannot name.
    pub fn is_told_to(&self, viewer: Option<&Viewer>) -> bool {
        match viewer {
            Some(viewer) => may_see(&self.handling, viewer).is_ok(),
            None => self.handling.marking.tlp() != Tlp::Red,
        }
    }

    /// Whether a document for this audience may hold it. Who reads one of the unit's own nobody knows by name; another
    /// organisation and a court get what may leave.
    pub fn is_told_in(&self, audience: Audience) -> bool {
        let is_red = self.handling.marking.tlp() == Tlp::Red;
        let to =
            Destination { country: None, unit: None, circle: Circle::Client, for_use: Use::Store, is_owner: false };
        !is_red && (audience == Audience::Own || may_leave(&self.handling, &to).is_ok())
    }

    /// Whether its entries may be written out and given away.
    ///
    /// # Errors
    /// Why not, and whom to ask.
    pub fn may_be_exported(&self) -> Result<(), HandlingRefusal> {
        // To which country and unit it goes is not asked here: who hands it over is held to it, and a second person.
        let everywhere = Handling {
            not_to_countries: Default::default(),
            not_to_units: Default::default(),
            ..self.handling.clone()
        };
        let circle = Circle::Organisation;
        may_leave(&everywhere, &Destination { country: None, unit: None, circle, for_use: Use::Store, is_owner: false })
    }
}

/// Takes from a claim what its list's owner says.
pub fn withhold(claim: &mut Match) {
    claim.words.clear();
    claim.owner_id = None;
    claim.category = None;
}

/// Takes from an entry that is worth a look what its list's owner says.
pub fn withhold_worth(entry: &mut WorthALook) {
    entry.owner_id = None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;
    use crate::who::{Actor, Moment};

    fn unit(n: u8) -> UnitId {
        UnitId::new([n; 10])
    }

    fn user(n: u8) -> UserId {
        UserId::new([n; 10])
    }

    fn said(n: u8, of: u8) -> Said {
        Said { by: Actor { user: user(n), unit: unit(of) }, at: Moment(1), reason: Some("asked for".into()) }
    }

    fn viewer(n: u8, of: u8) -> Viewer {
        let (user, unit) = (user(n), unit(of));
        Viewer { user, unit, country: "EG".parse().ok(), circle: Circle::Organisation, needs_to_know: true }
    }

    /// Told to user 1 of unit 1, at the terminal, in the unit's own, a partner's and a court's document.
    fn told(handling: &ListHandling) -> String {
        let in_documents = Audience::ALL.iter().map(|audience| handling.is_told_in(*audience));
        let all = [handling.is_told_to(Some(&viewer(1, 1))), handling.is_told_to(None)].into_iter().chain(in_documents);
        all.map(|is_told| if is_told { 't' } else { '-' }).collect()
    }

    #[test]
    fn each_colour_is_told_as_far_as_it_reaches() {
        for (tlp, expected) in [
            (Tlp::Clear, "ttttt"),
            (Tlp::Green, "ttttt"),
            (Tlp::Amber, "ttttt"),
            (Tlp::AmberStrict, "ttt--"),
            (Tlp::Red, "-----"),
        ] {
            assert_eq!(told(&ListHandling::with_import(None, tlp)), expected, "{tlp:?}");
        }
        assert_eq!(told(&ListHandling::usual()), "ttttt");
        let stays = Handling { uses: [Use::Match, Use::Store].into(), ..Handling::usual() };
        assert_eq!(told(&ListHandling { handling: stays.clone(), said: None }), "ttt--");
        assert!(ListHandling { handling: stays, said: None }.may_be_exported().is_err());
        assert!(ListHandling::usual().may_be_exported().is_ok());
        let excluded = Handling { not_to_units: [unit(1)].into(), ..Handling::usual() };
        assert_eq!(&told(&ListHandling { handling: excluded, said: None })[..1], "-");
        let of_country = Handling { not_to_countries: ["EG".parse().unwrap()].into(), ..Handling::usual() };
        assert_eq!(told(&ListHandling { handling: of_country, said: None }), "-tt--");
    }

    #[test]
    fn a_version_makes_it_stricter_and_never_wider() {
        let strict = ListHandling::with_import(None, Tlp::AmberStrict);
        assert_eq!(ListHandling::with_import(Some(&strict), Tlp::Clear), strict);
        let red = ListHandling::with_import(Some(&strict), Tlp::Red);
        assert_eq!(red.handling.marking.tlp(), Tlp::Red);
        let people = [user(1)].into();
        let owner = Owner { unit: unit(1), country: "EG".parse().unwrap(), people: &people };
        let named = Handling { marking: Marking::Red { named: [user(1)].into() }, ..Handling::unrestricted() };
        let kept = red.change(named, &owner, said(1, 1)).unwrap();
        assert!(kept.is_told_to(Some(&viewer(1, 1))) && !kept.is_told_to(Some(&viewer(2, 1))));
        assert_eq!(ListHandling::with_import(Some(&kept), Tlp::Red), kept, "whom the keeper named stays named");
        let other = Owner { unit: unit(2), ..owner };
        assert_eq!(kept.change(Handling::usual(), &other, said(3, 2)), Err(HandlingRefusal::NotTheOwner));
        let silent = Said { reason: None, ..said(1, 1) };
        assert_eq!(kept.change(Handling::usual(), &owner, silent), Err(HandlingRefusal::NoReason));
    }
}
