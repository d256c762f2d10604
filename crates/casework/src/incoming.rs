//! A report that came in: who sent it, what it says and holds, each version as it was known on its day, and the queue
//! in which somebody will read it. It judges nothing: the two scores are `protection_priority.rs` and `completeness.rs`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock_rules::RiskBand;
use crate::country::Country;
use crate::file::FileId;
use crate::id::{IncomingId, RecordId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::protection_priority::protection_priority;
use crate::record::{KeyKind, Record};
use crate::who::{Moment, Said};

codes! {
    /// Who sent a report.
    SourceKind {
        /// A provider of a service, by duty or of its own accord.
        Provider = "provider",
        /// A hotline.
        Hotline = "hotline",
        /// A police patrol or another unit of this country.
        Patrol = "patrol",
        /// Another country.
        OtherCountry = "other-country",
        /// Somebody of the public.
        Public = "public",
        /// A survivor, or somebody who speaks for one.
        SurvivorsAdvocate = "survivors-advocate",
    }
}

codes! {
    /// Whether the report gives enough to act on.
    Weight {
        /// It does: somebody, somewhere, to be looked for.
        Referral = "referral",
        /// It informs; nothing more can be done with it alone.
        Informational = "informational",
    }
}

codes! {
    /// Whether somebody at the sender looked at a file. In some countries it decides whether a warrant is needed first.
    ViewedBySender {
        /// Somebody did.
        Yes = "yes",
        /// Nobody did.
        No = "no",
        /// The report does not say, which is not a no.
        NotSaid = "not-said",
    }
}

codes! {
    /// As what a report mentions somebody or something.
    MentionedAs {
        /// Said to have done it.
        Reported = "reported",
        /// Said to have been harmed.
        Harmed = "harmed",
        /// Where it was, or came through.
        Whereabouts = "whereabouts",
        /// Mentioned, and no more.
        Otherwise = "otherwise",
    }
}

codes! {
    /// What is known of an attached file when the report is sorted.
    Knownness {
        /// On no list asked.
        New = "new",
        /// On a list.
        Known = "known",
        /// On a list, and passed around so widely that it says little about whoever had it.
        KnownViral = "known-viral",
    }
}

codes! {
    /// What a person or the sender ticked, never guessed from words.
    Sign {
        /// Abuse is going on now, or is being shown live.
        LiveAbuse = "live-abuse",
        /// A child says or shows that it may harm itself.
        SelfHarm = "self-harm",
        /// Somebody is set to meet a child.
        MeetingPlanned = "meeting-planned",
        /// The reported person lives with, works with or looks after children.
        AccessToChild = "access-to-child",
        /// The reported person says to have abused, or offers a child.
        ClaimsOfAbuse = "claims-of-abuse",
        /// A child is threatened or extorted.
        Extortion = "extortion",
        /// An adult seeks a child's trust for abuse.
        Grooming = "grooming",
        /// Violence or torment beyond the abuse.
        Violence = "violence",
        /// Material that seems made at home, or by the child.
        SeemsFirstHand = "seems-first-hand",
    }
}

codes! {
    /// How old the youngest child seems.
    YoungestAge {
        /// Under three.
        UnderThree = "0-2",
        /// Three to six.
        ThreeToSix = "3-6",
        /// Seven to ten.
        SevenToTen = "7-10",
        /// Eleven to thirteen.
        ElevenToThirteen = "11-13",
        /// Fourteen to seventeen.
        FourteenToSeventeen = "14-17",
        /// Not known.
        NotKnown = "not-known",
    }
}

/// A fingerprint that came with a report, and what the sender says of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The file.
    pub file: FileId,
    /// What is known of it.
    pub knownness: Knownness,
    /// Whether somebody at the sender looked at it.
    pub viewed_by_sender: ViewedBySender,
}

/// Somebody or something that a report mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The record: a person, an account, an address, a device, a place.
    pub record: RecordId,
    /// As what.
    pub mentioned_as: MentionedAs,
}

/// The text of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// The words. Protected: they describe a child.
    pub words: Protected,
    /// Whether somebody of this node has read them.
    pub read: bool,
}

/// What a report says, as one version has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Who recorded this version, and when it became known here.
    pub said: Said,
    /// Whether it gives enough to act on.
    pub weight: Weight,
    /// Its words, when it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ReportText>,
    /// Its files, by fingerprint; a report of words alone has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
    /// Whom and what it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// The signs that were ticked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub signs: BTreeSet<Sign>,
    /// How old the youngest child seems.
    pub youngest: YoungestAge,
    /// How many earlier reports name the same person.
    pub n_earlier_reports_of_person: u32,
    /// When it happened, when that is said with its time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<Moment>,
    /// When the sender began to preserve the content, where it did: the clock of preservation starts there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preserved_since: Option<Moment>,
    /// The connection at which it happened (address with port and time) is given.
    pub connection_given: bool,
    /// The sender can be asked back.
    pub sender_reachable: bool,
}

/// A report that came in. Versions are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its id.
    pub id: IncomingId,
    /// Who sent it.
    pub source: SourceKind,
    /// The sender's country, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The sender's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    first: Version,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    later: Vec<Version>,
}

/// A version that came before the last one: what was known on a day does not change afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a version was recorded at {last:?}: a later one cannot have been known before; record it with the present time"
)]
pub struct OutOfOrder {
    /// When the last version was recorded.
    pub last: Moment,
}

impl Incoming {
    /// Takes a report in. It may have no file at all, and no words: somebody reads it all the same.
    pub fn new(id: IncomingId, source: SourceKind, first: Version) -> Incoming {
        Incoming { id, source, country: None, reference: None, first, later: Vec::new() }
    }

    /// Adds what is known of it now.
    pub fn add_version(&mut self, version: Version) -> Result<(), OutOfOrder> {
        let last = self.latest().said.at;
        if version.said.at < last {
            return Err(OutOfOrder { last });
        }
        self.later.push(version);
        Ok(())
    }

    /// Adds that somebody of this node has read its words: in a version of its own, since what was known before stays. It is
    /// as it was when there are none, or they were read already.
    pub fn add_reading(&mut self, said: Said) -> Result<(), OutOfOrder> {
        if !self.latest().words_unread() {
            return Ok(());
        }
        let mut version = Version { said, ..self.latest().clone() };
        if let Some(text) = &mut version.text {
            text.read = true;
        }
        self.add_version(version)
    }

    /// What is known of it.
    pub fn latest(&self) -> &Version {
        self.later.last().unwrap_or(&self.first)
    }

    /// What was known of it then; nothing before it came in.
    pub fn as_known_at(&self, then: Moment) -> Option<&Version> {
        self.versions().take_while(|version| version.said.at <= then).last()
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        std::iter::once(&self.first).chain(&self.later)
    }
}

codes! {
    /// Where a report waits to be read. There is none in which nobody reads.
    Queue {
        /// A child may be in danger now.
        ChildInDanger = "child-in-danger",
        /// It holds a file that is on no list.
        NewMaterial = "new-material",
        /// It has words that nobody has read.
        Words = "words",
        /// It gives enough to act on, with known files or none.
        Referrals = "referrals",
        /// It informs.
        Informational = "informational",
    }
}

/// Where a report waits, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The queue.
    pub queue: Queue,
    /// Why this one: the first of these that held.
    pub because: QueuedBecause,
}

codes! {
    /// Why a report waits where it does.
    QueuedBecause {
        /// Signs of danger were ticked.
        SignsOfDanger = "signs-of-danger",
        /// A file is new.
        NewFile = "new-file",
        /// Its words have not been read.
        WordsUnread = "words-unread",
        /// A survivor sent it, or somebody who speaks for one.
        FromSurvivor = "from-survivor",
        /// The sender says that it gives enough to act on.
        SaidToBeReferral = "said-to-be-referral",
        /// It only informs.
        OnlyInforms = "only-informs",
    }
}

/// Where this report waits to be read: every report has a place, with files or without.
pub fn queue_of(report: &Incoming) -> Queued {
    use QueuedBecause::*;
    let version = report.latest();
    let (queue, because) = if version.signs.iter().any(|sign| sign.danger().is_some()) {
        (Queue::ChildInDanger, SignsOfDanger)
    } else if version.holds_new_file() {
        (Queue::NewMaterial, NewFile)
    } else if version.words_unread() {
        (Queue::Words, WordsUnread)
    } else if report.source == SourceKind::SurvivorsAdvocate {
        (Queue::Referrals, FromSurvivor)
    } else if version.weight == Weight::Referral {
        (Queue::Referrals, SaidToBeReferral)
    } else {
        (Queue::Informational, OnlyInforms)
    };
    Queued { queue, because }
}

impl Version {
    /// Whether it holds a file that is on no list.
    pub fn holds_new_file(&self) -> bool {
        self.files.iter().any(|file| file.knownness == Knownness::New)
    }

    /// Who is said to have done it: persons and accounts.
    pub fn reported(&self) -> impl Iterator<Item = RecordId> {
        let reported = self.mentions.iter().filter(|mention| mention.mentioned_as == MentionedAs::Reported);
        let who = reported.map(|mention| mention.record);
        who.filter(|record| matches!(record, RecordId::Person(_) | RecordId::Account(_)))
    }

    /// Whether it has words that nobody has read.
    pub fn words_unread(&self) -> bool {
        self.text.as_ref().is_some_and(|text| !text.read && !text.words.is_blank())
    }

    /// This version with what the one before it said and this one says nothing of: words, files, mentions, times.
    pub fn beside(mut self, before: &Version) -> Version {
        let stays = |file: &&Attached| self.files.iter().all(|own| own.file != file.file);
        let files: Vec<Attached> = before.files.iter().filter(stays).cloned().collect();
        self.files.splice(0..0, files);
        let stays = |mention: &&Mention| !self.mentions.contains(mention);
        let mentions: Vec<Mention> = before.mentions.iter().filter(stays).cloned().collect();
        self.mentions.splice(0..0, mentions);
        Version {
            text: self.text.or_else(|| before.text.clone()),
            happened_at: self.happened_at.or(before.happened_at),
            preserved_since: self.preserved_since.or(before.preserved_since),
            ..self
        }
    }

    /// Whether any sign speaks of access to a child.
    pub fn speaks_of_access(&self) -> bool {
        self.signs.iter().any(|sign| sign.speaks_of_access())
    }
}

impl Sign {
    /// Whether it says that somebody can reach a child.
    pub fn speaks_of_access(self) -> bool {
        use Sign::*;
        matches!(
            self,
            LiveAbuse | MeetingPlanned | AccessToChild | ClaimsOfAbuse | Extortion | Grooming | SeemsFirstHand
        )
    }

    /// How urgent it proposes that the risk to a child is, where it speaks of danger now. A person decides.
    pub fn danger(self) -> Option<RiskBand> {
        match self {
            Sign::LiveAbuse | Sign::SelfHarm | Sign::MeetingPlanned => Some(RiskBand::VeryHigh),
            Sign::AccessToChild | Sign::ClaimsOfAbuse | Sign::Extortion => Some(RiskBand::High),
            Sign::Grooming | Sign::Violence | Sign::SeemsFirstHand => None,
        }
    }
}

impl Record for Incoming {
    type Id = IncomingId;
    const NOUN: Noun = Noun::Incoming;

    fn id(&self) -> IncomingId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.first.said.by.unit
    }

    fn state_code(&self) -> &'static str {
        queue_of(self).queue.code()
    }

    fn urgency(&self) -> u32 {
        protection_priority(self.latest()).points
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        let files = self.latest().files.iter().map(|attached| (KeyKind::File, attached.file.to_string()));
        let reported = self.latest().reported().map(|record| (KeyKind::Reported, record.to_string()));
        files.chain(reported).collect()
    }

    fn texts(&self) -> Vec<&Protected> {
        self.latest().text.iter().map(|text| &text.words).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::{UnitId, UserId};
    use crate::who::Actor;

    /// A version that says nothing at all.
    pub(crate) fn silent() -> Version {
        let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([2; 10]) };
        Version {
            said: Said { by, at: Moment(10), reason: None },
            weight: Weight::Informational,
            text: None,
            files: Vec::new(),
            mentions: Vec::new(),
            signs: BTreeSet::new(),
            youngest: YoungestAge::NotKnown,
            n_earlier_reports_of_person: 0,
            happened_at: None,
            preserved_since: None,
            connection_given: false,
            sender_reachable: false,
        }
    }

    #[test]
    fn what_is_added_to_a_report_stands_beside_what_it_said() {
        let text = |words: &str| Some(ReportText { words: Protected::new(words), read: true });
        let files = |kinds: &[Knownness]| kinds.iter().map(|kind| attached(*kind)).collect::<Vec<_>>();
        let before = Version {
            text: text("they met"),
            files: files(&[Knownness::New]),
            happened_at: Some(Moment(5)),
            signs: [Sign::Grooming].into(),
            ..silent()
        };
        let added = Version { weight: Weight::Referral, preserved_since: Some(Moment(7)), ..silent() };
        let both = added.clone().beside(&before);
        assert_eq!((&both.text, &both.files, both.happened_at), (&before.text, &before.files, before.happened_at));
        assert_eq!((both.weight, both.preserved_since, both.signs.len()), (Weight::Referral, Some(Moment(7)), 0));
        let other = Version { text: text("another"), files: files(&[Knownness::Known]), ..added };
        let both = other.clone().beside(&before);
        assert_eq!((both.text, both.files), (other.text, other.files), "of a file it is said once, as it is known now");
    }

    pub(crate) fn attached(knownness: Knownness) -> Attached {
        let file = "md5:00000000000000000000000000000001".parse().unwrap();
        Attached { file, knownness, viewed_by_sender: ViewedBySender::NotSaid }
    }

    pub(crate) fn text(words: &str, read: bool) -> Option<ReportText> {
        Some(ReportText { words: Protected::new(words), read })
    }

    fn report(version: Version) -> Incoming {
        Incoming::new(IncomingId::new([1; 10]), SourceKind::Public, version)
    }

    #[test]
    fn a_report_of_words_alone_reaches_a_queue_and_so_does_an_empty_one() {
        let check =
            |version: Version, queue, because| assert_eq!(queue_of(&report(version)), Queued { queue, because });
        check(
            Version { text: text("he writes to my daughter", false), ..silent() },
            Queue::Words,
            QueuedBecause::WordsUnread,
        );
        check(Version { text: text("read", true), ..silent() }, Queue::Informational, QueuedBecause::OnlyInforms);
        check(silent(), Queue::Informational, QueuedBecause::OnlyInforms);
        let signs = BTreeSet::from([Sign::Extortion]);
        let danger = Version { signs, text: text("x", false), files: vec![attached(Knownness::New)], ..silent() };
        check(danger, Queue::ChildInDanger, QueuedBecause::SignsOfDanger);
        let viral = attached(Knownness::KnownViral);
        check(Version { files: vec![viral.clone()], ..silent() }, Queue::Informational, QueuedBecause::OnlyInforms);
        let both = Version { files: vec![viral, attached(Knownness::New)], ..silent() };
        check(both, Queue::NewMaterial, QueuedBecause::NewFile);
        check(Version { weight: Weight::Referral, ..silent() }, Queue::Referrals, QueuedBecause::SaidToBeReferral);
        let mut survivor = report(silent());
        survivor.source = SourceKind::SurvivorsAdvocate;
        assert_eq!(queue_of(&survivor).because, QueuedBecause::FromSurvivor);
    }

    #[test]
    fn what_was_known_on_a_day_stays_what_was_known_on_that_day() {
        let mut report = report(silent());
        let mut second = Version { weight: Weight::Referral, ..silent() };
        second.said.at = Moment(20);
        report.add_version(second.clone()).unwrap();
        let weight = |then| report.as_known_at(Moment(then)).map(|version| version.weight);
        assert_eq!(weight(9), None);
        assert_eq!(weight(10), Some(Weight::Informational));
        assert_eq!(weight(19), Some(Weight::Informational));
        assert_eq!(weight(20), Some(Weight::Referral));
        second.said.at = Moment(19);
        let mut late = report.clone();
        assert_eq!(late.add_version(second), Err(OutOfOrder { last: Moment(20) }));
        assert_eq!(late, report);
    }

    #[test]
    fn reading_the_words_is_a_version_of_its_own_and_happens_once() {
        let mut report = report(Version { text: text("he writes", false), ..silent() });
        assert_eq!(queue_of(&report).queue, Queue::Words);
        let mut said = silent().said;
        said.at = Moment(30);
        report.add_reading(said.clone()).unwrap();
        assert_eq!(queue_of(&report).queue, Queue::Informational);
        assert!(report.as_known_at(Moment(29)).unwrap().words_unread());
        let once = report.clone();
        report.add_reading(said).unwrap();
        assert_eq!(report, once);
    }

    #[test]
    fn the_words_of_a_report_are_in_no_debug_output_and_survive_storage() {
        let report = report(Version { text: text("canary", false), files: vec![attached(Knownness::New)], ..silent() });
        assert!(!format!("{report:?}").contains("canary"));
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Incoming>(&json).unwrap(), report);
    }
}
