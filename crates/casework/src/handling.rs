//! Who may see a record and where it may go: the traffic light of FIRST (TLP 2.0) and what its owner restricts. It adds
//! to the roles' permissions and never widens them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::id::{UnitId, UserId};
use crate::problem::codes;
use crate::who::Said;

codes! {
    /// A colour of TLP 2.0. Later in this list is stricter.
    Tlp {
        /// No limit.
        Clear = "clear",
        /// Within the community.
        Green = "green",
        /// Within the organisation and its clients, to those who need to know.
        Amber = "amber",
        /// Within the organisation, to those who need to know.
        AmberStrict = "amber+strict",
        /// The persons named, within the organisation, and nobody else. Others are named by the owner, who sends it to them.
        Red = "red",
    }
}

codes! {
    /// What an owner may allow somebody who receives a record.
    Use {
        /// Compare with it.
        Match = "match",
        /// Keep it.
        Store = "store",
        /// Pass it on.
        Onward = "onward",
    }
}

/// A colour with what belongs to it: red is nothing without its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tlp", rename_all = "kebab-case")]
pub enum Marking {
    /// No limit.
    Clear,
    /// Within the community.
    Green,
    /// Within the organisation and its clients, to those who need to know.
    Amber,
    /// Within the organisation, to those who need to know.
    #[serde(rename = "amber+strict")]
    AmberStrict,
    /// The persons named, within the organisation, and nobody else. The owner sends it to others, and names them there.
    Red {
        /// Who may see it.
        named: BTreeSet<UserId>,
    },
}

impl Marking {
    /// Its colour.
    pub fn tlp(&self) -> Tlp {
        match self {
            Marking::Clear => Tlp::Clear,
            Marking::Green => Tlp::Green,
            Marking::Amber => Tlp::Amber,
            Marking::AmberStrict => Tlp::AmberStrict,
            Marking::Red { .. } => Tlp::Red,
        }
    }

    /// Whom red names; nobody otherwise.
    pub fn named(&self) -> impl Iterator<Item = &UserId> {
        match self {
            Marking::Red { named } => Some(named),
            _ => None,
        }
        .into_iter()
        .flatten()
    }

    /// The stricter of both; of two reds, whoever both name.
    fn and(&self, other: &Marking) -> Marking {
        match (self, other) {
            (Marking::Red { named }, Marking::Red { named: theirs }) => Marking::Red { named: named & theirs },
            _ if self.tlp() >= other.tlp() => self.clone(),
            _ => other.clone(),
        }
    }
}

/// What the owner of a record says about its handling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// The colour.
    #[serde(flatten)]
    pub marking: Marking,
    /// Countries that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub not_to_countries: BTreeSet<Country>,
    /// Units that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub not_to_units: BTreeSet<UnitId>,
    /// What may be done with it by whoever receives it.
    pub uses: BTreeSet<Use>,
}

codes! {
    /// How near somebody stands to the organisation that holds a record. Later in this list is further away.
    Circle {
        /// Of the organisation.
        Organisation = "organisation",
        /// Of one that it works for.
        Client = "client",
        /// Of its community: those who fight this crime with it.
        Community = "community",
        /// Anybody.
        Public = "public",
    }
}

/// Somebody who wants to see a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub user: UserId,
    /// For which unit.
    pub unit: UnitId,
    /// In which country; none where the caller has asked already whether the owner excludes it.
    pub country: Option<Country>,
    /// How near they stand.
    pub circle: Circle,
    /// Whether their work on this case or purpose needs it.
    pub needs_to_know: bool,
}

/// Where a record is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// The country, where it is said: what is kept from any country goes nowhere that is not said.
    pub country: Option<Country>,
    /// The unit, where it is one that we know.
    pub unit: Option<UnitId>,
    /// How near it stands.
    pub circle: Circle,
    /// What it will do with it.
    pub for_use: Use,
    /// Whether it is the owner, who gets its own record back.
    pub is_owner: bool,
}

/// Why somebody may not have a record, and what must happen instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum HandlingRefusal {
    /// Red names who may see it: ask the owner to add a name.
    #[error("for named persons only; ask the owner")]
    NotNamed,
    /// Red leaves only by the owner's own hand.
    #[error("red does not leave; ask the owner to send it")]
    RedStays,
    /// The colour stops nearer than they stand: ask the owner for another colour.
    #[error("the colour {} does not reach {}; ask the owner", tlp.code(), circle.code())]
    TooFar {
        /// The colour.
        tlp: Tlp,
        /// How near they stand.
        circle: Circle,
    },
    /// They do not need it for their work: name the case or purpose that needs it.
    #[error("say the case or purpose that needs it")]
    NoNeedToKnow,
    /// The owner excludes a country, and nobody said to which it goes.
    #[error("say to which country it goes: the owner excludes some")]
    CountryNotSaid,
    /// The owner excluded the country.
    #[error("the owner excludes {country}; ask the owner")]
    NotToCountry {
        /// The country.
        country: Country,
    },
    /// The owner excluded the unit.
    #[error("the owner excludes {unit}; ask the owner")]
    NotToUnit {
        /// The unit.
        unit: UnitId,
    },
    /// The owner does not allow it to be passed on, or to be used like this.
    #[error("the owner does not allow: {}; ask the owner", not_allowed.code())]
    UseNotAllowed {
        /// What is not allowed.
        not_allowed: Use,
    },
    /// The owner says how it is handled: ask the owner.
    #[error("only the unit that owns the record says how it is handled")]
    NotTheOwner,
    /// Write down why more people may have it.
    #[error("a handling that lets more people have it needs a reason")]
    NoReason,
    /// Name who may see it.
    #[error("red names who may see it")]
    NoNames,
    /// Choose red, or name nobody.
    #[error("only red names people")]
    NamesWithoutRed,
    /// Name people of the owner's unit only; others are sent it by the owner.
    #[error("red names people of the unit that owns the record")]
    NamedElsewhere,
    /// Leave the owner's own unit and country out.
    #[error("an owner cannot exclude their own unit or country")]
    ExcludesTheOwner,
}

/// How a record is handled, and who of its owner's unit said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlingSet {
    /// How it is handled.
    pub handling: Handling,
    /// Who said so, when and why.
    pub said: Said,
}

/// The unit that owns a record, as far as its handling concerns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The unit.
    pub unit: UnitId,
    /// Under whose law it works.
    pub country: Country,
    /// Its people.
    pub people: &'a BTreeSet<UserId>,
}

impl Handling {
    /// How a record is handled of which nobody has said it: for the organisation and those it works for, as need to know
    /// has it.
    pub fn usual() -> Handling {
        Handling { marking: Marking::Amber, ..Handling::unrestricted() }
    }

    /// Checks what an owner says of a new record of theirs.
    ///
    /// # Errors
    /// What must be mended.
    pub fn checked(self, owner: &Owner<'_>) -> Result<Handling, HandlingRefusal> {
        if let Marking::Red { named } = &self.marking {
            if named.is_empty() {
                return Err(HandlingRefusal::NoNames);
            }
            if !named.is_subset(owner.people) {
                return Err(HandlingRefusal::NamedElsewhere);
            }
        }
        if self.not_to_units.contains(&owner.unit) || self.not_to_countries.contains(&owner.country) {
            return Err(HandlingRefusal::ExcludesTheOwner);
        }
        Ok(self)
    }

    /// What an owner says of a record from now on. Whatever lets anybody have it who could not have it before needs a
    /// reason.
    ///
    /// # Errors
    /// What must be mended.
    pub fn change(&self, to: Handling, owner: &Owner<'_>, said: Said) -> Result<HandlingSet, HandlingRefusal> {
        if said.by.unit != owner.unit {
            return Err(HandlingRefusal::NotTheOwner);
        }
        let to = to.checked(owner)?;
        let is_wider = self.and(&to) != to;
        if is_wider && said.reason().is_none() {
            return Err(HandlingRefusal::NoReason);
        }
        Ok(HandlingSet { handling: to, said })
    }

    /// What nobody has restricted.
    pub fn unrestricted() -> Handling {
        Handling {
            marking: Marking::Clear,
            not_to_countries: BTreeSet::new(),
            not_to_units: BTreeSet::new(),
            uses: Use::ALL.iter().copied().collect(),
        }
    }

    /// The handling of what is made of two records: whatever either forbids stays forbidden.
    pub fn and(&self, other: &Handling) -> Handling {
        Handling {
            marking: self.marking.and(&other.marking),
            not_to_countries: &self.not_to_countries | &other.not_to_countries,
            not_to_units: &self.not_to_units | &other.not_to_units,
            uses: &self.uses & &other.uses,
        }
    }
}

/// Whether the handling lets this person see the record.
pub fn may_see(handling: &Handling, viewer: &Viewer) -> Result<(), HandlingRefusal> {
    if let Some(country) = viewer.country {
        excludes_country(handling, country)?;
    }
    excludes_unit(handling, Some(viewer.unit))?;
    if let Marking::Red { named } = &handling.marking
        && !named.contains(&viewer.user)
    {
        return Err(HandlingRefusal::NotNamed);
    }
    let tlp = handling.marking.tlp();
    reaches(tlp, viewer.circle)?;
    if tlp >= Tlp::Amber && !viewer.needs_to_know {
        return Err(HandlingRefusal::NoNeedToKnow);
    }
    Ok(())
}

/// Whether the handling lets the record go there.
pub fn may_leave(handling: &Handling, to: &Destination) -> Result<(), HandlingRefusal> {
    if to.is_owner {
        return Ok(());
    }
    match to.country {
        Some(country) => excludes_country(handling, country)?,
        None if handling.not_to_countries.is_empty() => {}
        None => return Err(HandlingRefusal::CountryNotSaid),
    }
    excludes_unit(handling, to.unit)?;
    let tlp = handling.marking.tlp();
    if tlp == Tlp::Red {
        return Err(HandlingRefusal::RedStays);
    }
    reaches(tlp, to.circle)?;
    for needed in [Use::Onward, to.for_use] {
        if !handling.uses.contains(&needed) {
            return Err(HandlingRefusal::UseNotAllowed { not_allowed: needed });
        }
    }
    Ok(())
}

fn excludes_country(handling: &Handling, country: Country) -> Result<(), HandlingRefusal> {
    let is_excluded = handling.not_to_countries.contains(&country);
    if is_excluded { Err(HandlingRefusal::NotToCountry { country }) } else { Ok(()) }
}

fn excludes_unit(handling: &Handling, unit: Option<UnitId>) -> Result<(), HandlingRefusal> {
    match unit.filter(|unit| handling.not_to_units.contains(unit)) {
        Some(unit) => Err(HandlingRefusal::NotToUnit { unit }),
        None => Ok(()),
    }
}

fn reaches(tlp: Tlp, circle: Circle) -> Result<(), HandlingRefusal> {
    let furthest = match tlp {
        Tlp::Clear => Circle::Public,
        Tlp::Green => Circle::Community,
        Tlp::Amber => Circle::Client,
        // A name on red reaches nobody outside either: otherwise red and green together would be wider than green.
        Tlp::AmberStrict | Tlp::Red => Circle::Organisation,
    };
    if circle > furthest { Err(HandlingRefusal::TooFar { tlp, circle }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(text: &str) -> Country {
        text.parse().unwrap()
    }

    fn user(n: u8) -> UserId {
        UserId::new([n; 10])
    }

    fn unit(n: u8) -> UnitId {
        UnitId::new([n; 10])
    }

    /// A record of this colour; red names the first so many users.
    fn coloured_for(tlp: Tlp, n_named: u8) -> Handling {
        let marking = match tlp {
            Tlp::Clear => Marking::Clear,
            Tlp::Green => Marking::Green,
            Tlp::Amber => Marking::Amber,
            Tlp::AmberStrict => Marking::AmberStrict,
            Tlp::Red => Marking::Red { named: (1..=n_named).map(user).collect() },
        };
        Handling { marking, ..Handling::unrestricted() }
    }

    fn coloured(tlp: Tlp) -> Handling {
        coloured_for(tlp, 0)
    }

    fn viewer(circle: Circle) -> Viewer {
        Viewer { user: user(1), unit: unit(1), country: Some(country("EG")), circle, needs_to_know: true }
    }

    fn to(circle: Circle) -> Destination {
        Destination { country: Some(country("EG")), unit: Some(unit(1)), circle, for_use: Use::Store, is_owner: false }
    }

    /// One letter for each circle, from the organisation to the public: seen or not.
    fn reach(handling: &Handling) -> String {
        Circle::ALL.iter().map(|circle| if may_see(handling, &viewer(*circle)).is_ok() { 's' } else { '-' }).collect()
    }

    #[test]
    fn each_colour_reaches_as_far_as_first_says() {
        let other = Handling { marking: Marking::Red { named: [user(2)].into() }, ..coloured(Tlp::Red) };
        for (handling, expected) in [
            (coloured(Tlp::Clear), "ssss"),
            (coloured(Tlp::Green), "sss-"),
            (coloured(Tlp::Amber), "ss--"),
            (coloured(Tlp::AmberStrict), "s---"),
            (coloured(Tlp::Red), "----"),
            (coloured_for(Tlp::Red, 1), "s---"),
            (other, "----"),
        ] {
            assert_eq!(reach(&handling), expected, "{handling:?}");
        }
        let idle = Viewer { needs_to_know: false, ..viewer(Circle::Organisation) };
        let check = |tlp| may_see(&coloured(tlp), &idle);
        assert_eq!([check(Tlp::Green), check(Tlp::Amber)], [Ok(()), Err(HandlingRefusal::NoNeedToKnow)]);
    }

    #[test]
    fn what_the_owner_excludes_neither_sees_nor_receives() {
        let land = Handling { not_to_countries: [country("EG")].into(), ..coloured(Tlp::Clear) };
        let house = Handling { not_to_units: [unit(1)].into(), ..coloured(Tlp::Clear) };
        for (handling, expected) in [
            (land, HandlingRefusal::NotToCountry { country: country("EG") }),
            (house, HandlingRefusal::NotToUnit { unit: unit(1) }),
        ] {
            assert_eq!(may_see(&handling, &viewer(Circle::Organisation)), Err(expected));
            assert_eq!(may_leave(&handling, &to(Circle::Organisation)), Err(expected));
            assert_eq!(may_leave(&handling, &Destination { is_owner: true, ..to(Circle::Public) }), Ok(()));
        }
    }

    #[test]
    fn what_is_kept_from_any_country_goes_nowhere_that_is_not_said() {
        let unsaid = Destination { country: None, ..to(Circle::Organisation) };
        assert_eq!(may_leave(&coloured(Tlp::Green), &unsaid), Ok(()));
        let land = Handling { not_to_countries: [country("FR")].into(), ..coloured(Tlp::Green) };
        assert_eq!(may_leave(&land, &unsaid), Err(HandlingRefusal::CountryNotSaid));
        assert_eq!(may_leave(&land, &to(Circle::Organisation)), Ok(()));
    }

    #[test]
    fn only_the_owner_says_how_a_record_is_handled_and_why_more_may_have_it() {
        let people = BTreeSet::from([user(1), user(2)]);
        let owner = Owner { unit: unit(1), country: country("EG"), people: &people };
        let said = |by_unit: u8, reason: Option<&str>| Said {
            by: crate::who::Actor { user: user(1), unit: unit(by_unit) },
            reason: reason.map(str::to_owned),
            ..crate::link::tests::said(1)
        };
        let check = |from: &Handling, to: &Handling, said: Said, expected: Result<(), HandlingRefusal>| {
            assert_eq!(from.change(to.clone(), &owner, said).map(drop), expected, "{from:?} {to:?}");
        };
        let (amber, red) = (Handling::usual(), coloured_for(Tlp::Red, 1));
        check(&amber, &red, said(1, None), Ok(()));
        check(&amber, &red, said(2, Some("why")), Err(HandlingRefusal::NotTheOwner));
        check(&red, &amber, said(1, Some(" ")), Err(HandlingRefusal::NoReason));
        check(&red, &amber, said(1, Some("the arrest is over")), Ok(()));
        check(&red, &coloured_for(Tlp::Red, 2), said(1, None), Err(HandlingRefusal::NoReason));
        check(&amber, &coloured(Tlp::Red), said(1, None), Err(HandlingRefusal::NoNames));
        check(&amber, &coloured_for(Tlp::Red, 3), said(1, None), Err(HandlingRefusal::NamedElsewhere));
        let own = Handling { not_to_units: [unit(1)].into(), ..amber.clone() };
        check(&amber, &own, said(1, None), Err(HandlingRefusal::ExcludesTheOwner));
        let home = Handling { not_to_countries: [country("EG")].into(), ..amber.clone() };
        check(&amber, &home, said(1, None), Err(HandlingRefusal::ExcludesTheOwner));
        let land = Handling { not_to_countries: [country("FR")].into(), ..amber.clone() };
        check(&amber, &land, said(1, None), Ok(()));
        check(&land, &amber, said(1, None), Err(HandlingRefusal::NoReason));
    }

    #[test]
    fn a_record_leaves_only_where_colour_and_uses_allow_it() {
        let check = |handling: &Handling, circle, expected| assert_eq!(may_leave(handling, &to(circle)), expected);
        check(&coloured(Tlp::Clear), Circle::Public, Ok(()));
        let (tlp, circle) = (Tlp::AmberStrict, Circle::Client);
        check(&coloured(tlp), circle, Err(HandlingRefusal::TooFar { tlp, circle }));
        check(&coloured(Tlp::Red), Circle::Organisation, Err(HandlingRefusal::RedStays));
        for not_allowed in [Use::Onward, Use::Store] {
            let mut handling = coloured(Tlp::Green);
            handling.uses.remove(&not_allowed);
            check(&handling, Circle::Community, Err(HandlingRefusal::UseNotAllowed { not_allowed }));
        }
    }

    /// Handlings of every colour and many restrictions.
    fn samples() -> Vec<Handling> {
        let mut samples = Vec::new();
        for (at, tlp) in Tlp::ALL.iter().enumerate() {
            for bits in 0..16u8 {
                let pick = |bit: u8| bits >> bit & 1 == 1;
                samples.push(Handling {
                    marking: coloured_for(*tlp, bits % 4).marking,
                    not_to_countries: if pick(1) { [country("EG")].into() } else { [country("FR")].into() },
                    not_to_units: if pick(2) { [unit(at as u8)].into() } else { BTreeSet::new() },
                    uses: if pick(3) { [Use::Match, Use::Onward].into() } else { [Use::ALL[at % 3]].into() },
                });
            }
        }
        samples
    }

    #[test]
    fn a_handling_is_stored_under_the_colours_that_first_writes() {
        let json = |handling: &Handling| serde_json::to_string(handling).unwrap();
        assert!(json(&coloured(Tlp::AmberStrict)).starts_with(r#"{"tlp":"amber+strict","#));
        for handling in samples() {
            assert_eq!(serde_json::from_str::<Handling>(&json(&handling)).unwrap(), handling);
        }
    }

    #[test]
    fn combining_takes_the_stricter_in_any_order() {
        let samples = samples();
        for a in &samples {
            assert_eq!(&a.and(a), a);
            assert_eq!(&a.and(&Handling::unrestricted()), a);
            for b in &samples {
                let both = a.and(b);
                assert_eq!(both, b.and(a));
                for c in samples.iter().step_by(7) {
                    assert_eq!(both.and(c), a.and(&b.and(c)));
                }
            }
        }
    }

    #[test]
    fn what_either_forbids_the_combination_forbids() {
        let samples = samples();
        let mut n_refused = 0;
        for a in &samples {
            for b in &samples {
                let both = a.and(b);
                for circle in Circle::ALL {
                    let (seen, left) =
                        (may_see(&both, &viewer(*circle)).is_ok(), may_leave(&both, &to(*circle)).is_ok());
                    for one in [a, b] {
                        assert!(!seen || may_see(one, &viewer(*circle)).is_ok(), "{a:?} {b:?}");
                        assert!(!left || may_leave(one, &to(*circle)).is_ok(), "{a:?} {b:?}");
                    }
                    n_refused += u32::from(!seen);
                }
            }
        }
        assert!(n_refused > 0 && n_refused < (samples.len() * samples.len() * 4) as u32);
    }
}
