//! What links can say, and of which kinds of records each can be said. It makes no link.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::problem::codes;

codes! {
    /// What kind of record an id leads to.
    Noun {
        /// A file.
        File = "file",
        /// An exhibit.
        Exhibit = "exhibit",
        /// A series.
        Series = "series",
        /// A victim.
        Victim = "victim",
        /// Any other person.
        Person = "person",
        /// A place.
        Place = "place",
        /// An account.
        Account = "account",
        /// A device.
        Device = "device",
        /// An address on the internet.
        Address = "address",
        /// A clue.
        Clue = "clue",
        /// A report that came in.
        Incoming = "incoming",
        /// A case.
        Case = "case",
        /// A lead.
        Lead = "lead",
        /// An operation.
        Operation = "operation",
        /// An outcome.
        Outcome = "outcome",
        /// A link.
        Link = "link",
        /// A grading.
        Grading = "grading",
        /// A clock.
        Clock = "clock",
        /// A unit.
        Unit = "unit",
        /// Somebody who works here.
        User = "user",
    }
}

impl Noun {
    /// The kind of record that this id leads to.
    pub fn of(id: RecordId) -> Noun {
        match id {
            RecordId::File(_) => Noun::File,
            RecordId::Exhibit(_) => Noun::Exhibit,
            RecordId::Series(_) => Noun::Series,
            RecordId::Victim(_) => Noun::Victim,
            RecordId::Person(_) => Noun::Person,
            RecordId::Place(_) => Noun::Place,
            RecordId::Account(_) => Noun::Account,
            RecordId::Device(_) => Noun::Device,
            RecordId::Address(_) => Noun::Address,
            RecordId::Clue(_) => Noun::Clue,
            RecordId::Incoming(_) => Noun::Incoming,
            RecordId::Case(_) => Noun::Case,
            RecordId::Lead(_) => Noun::Lead,
            RecordId::Operation(_) => Noun::Operation,
            RecordId::Outcome(_) => Noun::Outcome,
            RecordId::Link(_) => Noun::Link,
            RecordId::Grading(_) => Noun::Grading,
            RecordId::Clock(_) => Noun::Clock,
            RecordId::Unit(_) => Noun::Unit,
            RecordId::User(_) => Noun::User,
        }
    }
}

codes! {
    /// What a link says, read from its beginning to its end.
    LinkKind {
        /// The file or series shows this child, person, place or thing.
        Depicts = "depicts",
        /// The file is a member of the series.
        BelongsToSeries = "belongs-to-series",
        /// The first series is the same as the second, which is kept: a merge.
        SameSeries = "same-series",
        /// The file, or every file of the series, was made there.
        TakenAt = "taken-at",
        /// The file, or every file of the series, was made with this device.
        TakenWith = "taken-with",
        /// The file lay on this exhibit or device, in this account or at this address.
        FoundOn = "found-on",
        /// The file or series was passed on by this person, account or address.
        DistributedBy = "distributed-by",
        /// The device was seized as this exhibit.
        SeizedAs = "seized-as",
        /// The account, device, address or place is used by this person or child.
        UsedBy = "used-by",
        /// The account, device, address or place belongs to this person.
        OwnedBy = "owned-by",
        /// The person or child lives or lived there.
        LivesAt = "lives-at",
        /// The person has access to this child.
        HasAccessTo = "has-access-to",
        /// The child says, or it is found, that this person harmed it. No finding of guilt.
        HarmedBy = "harmed-by",
        /// They know or write to each other.
        ContactOf = "contact-of",
        /// Both records are one human being.
        SamePerson = "same-person",
        /// Both records are one place, account, device, address or clue.
        SameThing = "same-thing",
        /// The account or address is served by this address.
        HostedOn = "hosted-on",
        /// The record is named in this report, clue or file.
        MentionedIn = "mentioned-in",
        /// The clue was seen or heard in this file or series.
        SeenIn = "seen-in",
        /// The clue leads to this record.
        PointsTo = "points-to",
        /// The record belongs to this case.
        PartOfCase = "part-of-case",
        /// The cases have something in common.
        RelatedCase = "related-case",
        /// The case or lead belongs to this operation.
        PartOfOperation = "part-of-operation",
        /// The outcome is one of this case or operation.
        OutcomeOf = "outcome-of",
    }
}

impl LinkKind {
    /// Whether such a link may lead from a record of the first kind to one of the second.
    pub fn joins(self, from: Noun, to: Noun) -> bool {
        use Noun::*;
        let things = [Place, Account, Device, Address, Clue];
        let humans = [Victim, Person];
        let pictures = [File, Series];
        let carriers = [Account, Device, Address, Place];
        match self {
            LinkKind::Depicts => {
                pictures.contains(&from) && (humans.contains(&to) || [Place, Device, Clue].contains(&to))
            }
            LinkKind::BelongsToSeries => (from, to) == (File, Series),
            LinkKind::SameSeries => (from, to) == (Series, Series),
            LinkKind::TakenAt => pictures.contains(&from) && to == Place,
            LinkKind::TakenWith => pictures.contains(&from) && to == Device,
            LinkKind::FoundOn => from == File && [Exhibit, Device, Account, Address].contains(&to),
            LinkKind::DistributedBy => pictures.contains(&from) && [Person, Account, Address].contains(&to),
            LinkKind::SeizedAs => (from, to) == (Device, Exhibit),
            LinkKind::UsedBy | LinkKind::OwnedBy => carriers.contains(&from) && humans.contains(&to),
            LinkKind::LivesAt => humans.contains(&from) && to == Place,
            LinkKind::HasAccessTo => (from, to) == (Person, Victim),
            LinkKind::HarmedBy => (from, to) == (Victim, Person),
            LinkKind::ContactOf => [Victim, Person, Account].contains(&from) && [Victim, Person, Account].contains(&to),
            LinkKind::SamePerson => humans.contains(&from) && humans.contains(&to),
            LinkKind::SameThing => from == to && things.contains(&from),
            LinkKind::HostedOn => [Account, Address].contains(&from) && to == Address,
            LinkKind::MentionedIn => {
                (pictures.contains(&from) || humans.contains(&from) || things.contains(&from) || from == Exhibit)
                    && [Incoming, Clue, File].contains(&to)
            }
            LinkKind::SeenIn => from == Clue && pictures.contains(&to),
            LinkKind::PointsTo => {
                from == Clue && (humans.contains(&to) || [Place, Account, Device, Address].contains(&to))
            }
            LinkKind::PartOfCase => {
                !matches!(from, Case | Operation | Outcome | Link | Grading | Clock | Unit | User) && to == Case
            }
            LinkKind::RelatedCase => (from, to) == (Case, Case),
            LinkKind::PartOfOperation => [Case, Lead].contains(&from) && to == Operation,
            LinkKind::OutcomeOf => from == Outcome && [Case, Operation].contains(&to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_joins_something_and_none_joins_what_the_machinery_is_made_of() {
        for kind in LinkKind::ALL {
            let joined = |from: Noun| Noun::ALL.iter().any(|to| kind.joins(from, *to) || kind.joins(*to, from));
            assert!(Noun::ALL.iter().any(|from| joined(*from)), "{kind:?}");
            for noun in [Noun::Link, Noun::Grading, Noun::Clock, Noun::Unit, Noun::User] {
                assert!(!joined(noun), "{kind:?} {noun:?}");
            }
        }
    }
}
