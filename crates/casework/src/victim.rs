//! A child who was harmed: a code that may leave the unit, an identity that may not, and what the child wishes.
//!
//! Names and contacts stand in [`VictimIdentity`], apart from the [`Victim`], so that the store can keep them under their
//! own key; they are read with a purpose, and whoever reads is recorded by the caller.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::{UnitId, VictimId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::{Actor, Moment, Said};

/// What a victim is called by everybody: the unit's prefix and a number that the caller counts, e.g. `JO-CP-000123`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VictimCode {
    prefix: String,
    number: u32,
}

/// Text that is no code of a victim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a victim's code is a prefix of 1 to 12 capital letters, digits and hyphens, a hyphen and a number of 6 digits or more"
)]
pub struct NotAVictimCode;

impl VictimCode {
    /// The code of this number in a unit with this prefix.
    pub fn new(prefix: &str, number: u32) -> Result<VictimCode, NotAVictimCode> {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let is_prefix = (1..=12).contains(&prefix.len())
            && prefix.bytes().all(plain)
            && !prefix.starts_with('-')
            && !prefix.ends_with('-');
        if is_prefix { Ok(VictimCode { prefix: prefix.to_owned(), number }) } else { Err(NotAVictimCode) }
    }
}

impl fmt::Display for VictimCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:06}", self.prefix, self.number)
    }
}

impl fmt::Debug for VictimCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for VictimCode {
    type Err = NotAVictimCode;

    fn from_str(text: &str) -> Result<VictimCode, NotAVictimCode> {
        let (prefix, number) = text.rsplit_once('-').ok_or(NotAVictimCode)?;
        let code = VictimCode::new(prefix, number.parse().map_err(|_| NotAVictimCode)?)?;
        if code.to_string() == text { Ok(code) } else { Err(NotAVictimCode) }
    }
}

impl Serialize for VictimCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VictimCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<VictimCode, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A victim without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Victim {
    /// The id.
    pub id: VictimId,
    /// What the victim is called by everybody.
    pub code: VictimCode,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// Whether it is known who the child is.
    pub identification: Identification,
    /// How the child is, as far as a case needs it.
    pub safety: Safety,
    /// Whether the child wants to be told of new finds.
    pub wish: Notification,
    /// What was consented to.
    #[serde(default)]
    pub consents: Consents,
}

/// Whether it is known who a child is. Written as `{"identification": "identified", …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "identification", rename_all = "kebab-case")]
pub enum Identification {
    /// Nobody knows.
    Unidentified,
    /// This unit knows.
    Identified {
        /// Who says so, and since when: the clock of newly identified children starts here.
        said: Said,
    },
    /// Somebody else knows.
    IdentifiedElsewhere {
        /// The partner, as this node names it.
        partner: String,
        /// Who wrote it down.
        said: Said,
    },
}

impl Identification {
    /// When this unit identified the child.
    pub fn identified_at(&self) -> Option<Moment> {
        match self {
            Identification::Identified { said } => Some(said.at),
            _ => None,
        }
    }
}

/// How a child is, only as far as a case needs it: the social services keep the rest. Written as `{"safety": "at-risk", …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "safety", rename_all = "kebab-case")]
pub enum Safety {
    /// Nobody said.
    NotKnown,
    /// At risk: the protection service must be told.
    AtRisk {
        /// Who says so.
        said: Said,
    },
    /// In the care of the protection service.
    InCare {
        /// Who says so.
        said: Said,
    },
    /// Safe, as far as the protection service knows.
    Safe {
        /// Who says so.
        said: Said,
    },
}

/// Whether a victim wants to be told when their pictures are found again. Written as `{"wish": "wants", …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "kebab-case")]
pub enum Notification {
    /// Nobody has asked: nobody is told, and somebody should ask.
    NotAsked,
    /// Wants to be told.
    Wants {
        /// Through whom.
        through: Through,
        /// Who recorded it.
        said: Said,
    },
    /// Does not want to be told.
    DoesNotWant {
        /// Who recorded it.
        said: Said,
    },
}

codes! {
    /// Through whom a victim is told, or says something.
    Through {
        /// The victim.
        Victim = "victim",
        /// A parent or guardian.
        Guardian = "guardian",
        /// A social worker.
        SocialWorker = "social-worker",
        /// Counsel.
        Counsel = "counsel",
        /// A victim's advocate.
        Advocate = "advocate",
    }
}

codes! {
    /// What a victim, or whoever speaks for them, can consent to. What the law asks of the unit (investigation, matching,
    /// protection) rests on no consent and is not here.
    ConsentScope {
        /// Being told of new finds.
        Notification = "notification",
        /// Being contacted by the unit for any other reason.
        Contact = "contact",
        /// Sharing the record with partners beyond what the law asks.
        Sharing = "sharing",
        /// Referral to support beyond protection.
        Support = "support",
        /// A statement for a court of what was done to them.
        ImpactStatement = "impact-statement",
        /// Claims for restitution in their name.
        Restitution = "restitution",
        /// Appeals to the public.
        PublicAppeal = "public-appeal",
        /// Research and statistics beyond counts.
        Research = "research",
        /// Training of officers.
        Training = "training",
    }
}

codes! {
    /// What a withdrawal stops, for a person or a verb to stop.
    MustStop {
        /// Letters and calls about new finds.
        Notices = "notices",
        /// Any other contact.
        Contact = "contact",
        /// New sharing of the record.
        Sharing = "sharing",
        /// The copies that partners have: they are asked to withdraw them and to say that they did.
        PartnersCopies = "partners-copies",
        /// Open referrals to support: the service is told.
        OpenReferrals = "open-referrals",
        /// Use of the statement: the prosecutor is told.
        ImpactStatement = "impact-statement",
        /// Claims under way: counsel is told.
        RestitutionClaims = "restitution-claims",
        /// Appeals that are published: they are taken down.
        PublishedAppeals = "published-appeals",
        /// Data sets for research that hold the record.
        ResearchSets = "research-sets",
        /// Training material made of the record.
        TrainingMaterial = "training-material",
    }
}

impl ConsentScope {
    /// What must stop when this consent is withdrawn.
    pub fn must_stop(self) -> &'static [MustStop] {
        match self {
            ConsentScope::Notification => &[MustStop::Notices],
            ConsentScope::Contact => &[MustStop::Contact, MustStop::Notices],
            ConsentScope::Sharing => &[MustStop::Sharing, MustStop::PartnersCopies],
            ConsentScope::Support => &[MustStop::OpenReferrals],
            ConsentScope::ImpactStatement => &[MustStop::ImpactStatement],
            ConsentScope::Restitution => &[MustStop::RestitutionClaims],
            ConsentScope::PublicAppeal => &[MustStop::PublishedAppeals],
            ConsentScope::Research => &[MustStop::ResearchSets],
            ConsentScope::Training => &[MustStop::TrainingMaterial],
        }
    }
}

/// One consent given or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentEvent {
    /// Given, or withdrawn.
    pub is: ConsentIs,
    /// By whom, of those who may speak.
    pub by: Through,
    /// Who recorded it.
    pub said: Said,
}

codes! {
    /// Which way a consent goes.
    ConsentIs {
        /// Given.
        Given = "given",
        /// Withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// What was consented to, scope by scope, with everything before. Silence is no consent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(BTreeMap<ConsentScope, Vec<ConsentEvent>>);

impl Consents {
    /// Whether a consent for this stands.
    pub fn allows(&self, scope: ConsentScope) -> bool {
        self.0.get(&scope).and_then(|events| events.last()).is_some_and(|last| last.is == ConsentIs::Given)
    }

    /// Everything that was said about this scope, in the order of recording.
    pub fn history(&self, scope: ConsentScope) -> &[ConsentEvent] {
        self.0.get(&scope).map(Vec::as_slice).unwrap_or_default()
    }

    /// With this consent given.
    pub fn give(mut self, scope: ConsentScope, by: Through, said: Said) -> Consents {
        self.0.entry(scope).or_default().push(ConsentEvent { is: ConsentIs::Given, by, said });
        self
    }
}

/// That no consent stands for what was asked: ask the victim, or whoever speaks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no consent stands for it")]
pub struct NoConsent;

/// That nobody said what is consented to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("say what is consented to")]
pub struct NoScope;

impl Victim {
    /// Whether the record may be shared where no law asks for it.
    ///
    /// # Errors
    /// When no consent to sharing stands.
    pub fn may_share_by_consent(&self) -> Result<(), NoConsent> {
        if self.consents.allows(ConsentScope::Sharing) { Ok(()) } else { Err(NoConsent) }
    }

    /// The victim with these consents withdrawn, and everything that must stop. A withdrawal needs no reason, counts from
    /// now on whether or not a consent was recorded before, and ends the wish to be told where it reaches that.
    pub fn withdraw(&self, scopes: &BTreeSet<ConsentScope>, by: Through, said: Said) -> (Victim, BTreeSet<MustStop>) {
        let mut victim = self.clone();
        for scope in scopes {
            let event = ConsentEvent { is: ConsentIs::Withdrawn, by, said: said.clone() };
            victim.consents.0.entry(*scope).or_default().push(event);
        }
        let must_stop: BTreeSet<MustStop> = scopes.iter().flat_map(|scope| scope.must_stop()).copied().collect();
        if must_stop.contains(&MustStop::Notices) {
            victim.wish = Notification::DoesNotWant { said };
        }
        (victim, must_stop)
    }

    /// Through whom the victim is told of a new find; none when nobody may tell them.
    pub fn told_through(&self) -> Option<Through> {
        match self.wish {
            Notification::Wants { through, .. } => Some(through),
            Notification::NotAsked | Notification::DoesNotWant { .. } => None,
        }
    }
}

codes! {
    /// For what a victim's identity is read.
    ReadingPurpose {
        /// To find out or confirm who the child is.
        Identification = "identification",
        /// To protect the child.
        Protection = "protection",
        /// To tell the victim of a find.
        Notification = "notification",
        /// To refer the victim to support.
        Support = "support",
        /// For a court or prosecutor.
        Court = "court",
        /// For a claim of the victim's.
        Restitution = "restitution",
        /// To answer the victim's own request or complaint.
        OwnRequest = "own-request",
        /// To correct the record.
        Correction = "correction",
    }
}

/// That somebody reads a victim's identity. The caller records it before the answer leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Who.
    pub who: Actor,
    /// For what.
    pub purpose: ReadingPurpose,
    /// When.
    pub at: Moment,
}

/// Who a victim is. It leaves the unit in no export and no message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VictimIdentity {
    victim: VictimId,
    names: Vec<Protected>,
    contacts: Vec<Contact>,
}

/// How a victim, or whoever speaks for them, is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Whose it is.
    pub of: Through,
    /// A number, an address, a mail address.
    pub words: Protected,
}

/// What somebody who named a purpose is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityShown<'a> {
    /// Names, as they were given.
    pub names: &'a [Protected],
    /// Contacts.
    pub contacts: &'a [Contact],
}

impl VictimIdentity {
    /// The identity of this victim.
    pub fn new(victim: VictimId, names: Vec<Protected>, contacts: Vec<Contact>) -> VictimIdentity {
        VictimIdentity { victim, names, contacts }
    }

    /// Whose identity it is.
    pub fn victim(&self) -> VictimId {
        self.victim
    }

    /// What this reading may show: contacts only where the purpose is to reach somebody.
    pub fn read(&self, reading: &Reading) -> IdentityShown<'_> {
        let reaches = matches!(
            reading.purpose,
            ReadingPurpose::Protection
                | ReadingPurpose::Notification
                | ReadingPurpose::Support
                | ReadingPurpose::OwnRequest
                | ReadingPurpose::Correction
        );
        IdentityShown { names: &self.names, contacts: if reaches { &self.contacts } else { &[] } }
    }
}

impl fmt::Debug for VictimIdentity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "VictimIdentity({}, {})", self.victim, crate::protected::WITHHELD)
    }
}

impl Record for Victim {
    type Id = VictimId;
    const NOUN: Noun = Noun::Victim;

    fn id(&self) -> VictimId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        match self.identification {
            Identification::Unidentified => "unidentified",
            Identification::Identified { .. } => "identified",
            Identification::IdentifiedElsewhere { .. } => "identified-elsewhere",
        }
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::VictimCode, self.code.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    fn victim() -> Victim {
        Victim {
            id: VictimId::new(bytes(1)),
            code: VictimCode::new("JO-CP", 123).unwrap(),
            owner: UnitId::new(bytes(1)),
            identification: Identification::Unidentified,
            safety: Safety::NotKnown,
            wish: Notification::NotAsked,
            consents: Consents::default(),
        }
    }

    #[test]
    fn a_victim_is_called_by_a_code() {
        assert_eq!(victim().code.to_string(), "JO-CP-000123");
        assert_eq!("JO-CP-000123".parse(), Ok(victim().code));
        assert_eq!("X-1234567".parse::<VictimCode>().unwrap().to_string(), "X-1234567");
        for text in ["", "JO", "JO-123", "JO-0000123", "jo-000123", "-000123", "JO--000123", "JO-00012x", "Ä-000123"] {
            assert_eq!(text.parse::<VictimCode>(), Err(NotAVictimCode), "{text}");
        }
    }

    #[test]
    fn silence_is_no_consent_and_no_wish_to_be_told() {
        for scope in ConsentScope::ALL {
            assert!(!victim().consents.allows(*scope), "{scope:?}");
        }
        assert_eq!(victim().told_through(), None);
    }

    #[test]
    fn a_withdrawal_stops_everything_in_its_scope_and_nothing_else() {
        let mut asked = victim();
        for scope in ConsentScope::ALL {
            asked.consents = asked.consents.give(*scope, Through::Guardian, said(1));
        }
        asked.wish = Notification::Wants { through: Through::Counsel, said: said(1) };
        assert_eq!(asked.told_through(), Some(Through::Counsel));
        for scope in ConsentScope::ALL.iter().copied() {
            let (after, must_stop) = asked.withdraw(&[scope].into(), Through::Victim, said(2));
            assert_eq!(must_stop, scope.must_stop().iter().copied().collect(), "{scope:?}");
            for other in ConsentScope::ALL {
                assert_eq!(after.consents.allows(*other), *other != scope, "{scope:?} {other:?}");
            }
            let ends_notices = must_stop.contains(&MustStop::Notices);
            assert_eq!(after.told_through().is_none(), ends_notices, "{scope:?}");
            assert_eq!(after.consents.history(scope).len(), 2, "what was given before stays readable");
        }
        let (_, everything) = asked.withdraw(&ConsentScope::ALL.iter().copied().collect(), Through::Victim, said(2));
        assert_eq!(everything, MustStop::ALL.iter().copied().collect(), "each thing that can stop is reached");
    }

    #[test]
    fn a_consent_given_again_stands() {
        let (after, _) = victim().withdraw(&[ConsentScope::Sharing].into(), Through::Victim, said(1));
        let again = after.consents.give(ConsentScope::Sharing, Through::Victim, said(2));
        assert!(again.allows(ConsentScope::Sharing));
    }

    #[test]
    fn names_are_read_with_a_purpose_and_contacts_only_to_reach_somebody() {
        let contact = Contact { of: Through::Guardian, words: Protected::new("canary") };
        let identity = VictimIdentity::new(victim().id, vec![Protected::new("canary")], vec![contact]);
        for purpose in ReadingPurpose::ALL.iter().copied() {
            let shown = identity.read(&Reading { who: said(1).by, purpose, at: Moment(1) });
            let reaches = !matches!(
                purpose,
                ReadingPurpose::Identification | ReadingPurpose::Court | ReadingPurpose::Restitution
            );
            assert_eq!((shown.names.len(), shown.contacts.len()), (1, usize::from(reaches)), "{purpose:?}");
            assert!(!format!("{shown:?}").contains("canary"));
        }
        assert!(!format!("{identity:?}").contains("canary"));
        assert!(!serde_json::to_string(&victim()).unwrap().contains("names"), "a victim's own record holds no name");
    }

    #[test]
    fn only_the_units_own_identification_starts_its_clock() {
        let elsewhere = Identification::IdentifiedElsewhere { partner: "a partner".into(), said: said(5) };
        for (identification, at) in [
            (Identification::Unidentified, None),
            (Identification::Identified { said: said(4) }, Some(Moment(4))),
            (elsewhere, None),
        ] {
            assert_eq!(identification.identified_at(), at, "{identification:?}");
        }
    }
}
