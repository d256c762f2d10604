//! Reports that come in: taking one, adding what became known later, reading its words, and the queues in which reports wait.
//! A report of words alone waits like any other. The two scores stand beside each other and are never made into one.

use std::collections::BTreeSet;

use casework::clock::Start;
use casework::clock_rules::{ClockKind, StartEvent};
use casework::completeness::{Completeness, completeness};
use casework::country::Country;
use casework::file::{File, FileId};
use casework::id::{IncomingId, RecordId};
use casework::incoming::{
    Attached, Incoming, Knownness, Mention, MentionedAs, Queue, QueuedBecause, ReportText, Sign, SourceKind, Version,
    ViewedBySender, Weight, YoungestAge, queue_of,
};
use casework::person::Person;
use casework::protected::Protected;
use casework::protection_priority::{ProtectionPriority, protection_priority};
use casework::record::{Circle, KeyKind, Record as _};
use casework::standing::{State, standing};
use casework::who::{Moment, Said};
use fingerprint::Digests;
use serde::{Deserialize, Serialize};
use store::{Held, Tx, UrgentPage};
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, PAGE_RECORDS, PAGE_RECORDS_MAX, Placement, new_id};
use crate::error::Error;
use crate::find::file_of;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::record_page::{Label, RecordPage};

/// Files of one report: a provider's largest fit, and no answer grows beyond what a page can show.
const FILES_MAX: usize = 1_000;
/// Whom and what one report mentions, at most.
const MENTIONS_MAX: usize = 200;

/// A report that somebody takes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeReport {
    /// Who sent it.
    #[schema(value_type = String, example = "hotline")]
    pub source: SourceKind,
    /// The sender's country, when known.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "JO")]
    pub country: Option<Country>,
    /// The sender's own reference.
    #[serde(default)]
    pub reference: Option<String>,
    /// What it says.
    pub says: ReportSays,
    /// Who may see it.
    #[serde(default)]
    pub into: Placement,
}

/// What a report says, as far as it is known now. All of it may be missing: somebody reads it all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportSays {
    /// Whether it gives enough to act on: `referral`, `informational`.
    #[schema(value_type = String, example = "referral")]
    pub weight: Weight,
    /// Its words.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub text: Option<Protected>,
    /// Its files, by fingerprint.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub files: Vec<AttachedAsk>,
    /// Whom and what it mentions.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub mentions: Vec<MentionAsk>,
    /// The signs that somebody ticked.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["grooming"]))]
    pub signs: BTreeSet<Sign>,
    /// How old the youngest child seems.
    #[serde(default = "age_not_known")]
    #[schema(value_type = String, example = "7-10")]
    pub youngest: YoungestAge,
    /// When it happened, in microseconds since 1970, when that is said with its time zone.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub happened_at: Option<Moment>,
    /// Since when the sender preserves the content, in microseconds since 1970: the clock of preservation starts there.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub preserved_since: Option<Moment>,
    /// The connection at which it happened (address with port and time) is given.
    #[serde(default)]
    pub connection_given: bool,
    /// The sender can be asked back.
    #[serde(default)]
    pub sender_reachable: bool,
}

/// What is known of a report now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddReportVersion {
    /// Which report.
    #[schema(value_type = String, example = "rep_0000000000000000")]
    pub report: IncomingId,
    /// What it says now: all of it, or what came to it.
    pub says: ReportSays,
    /// Whether words, files, mentions and times that it had stay beside what is said now: whoever adds to a report need not see
    /// all that it mentions.
    #[serde(default)]
    pub adds: bool,
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachedAsk {
    /// The file, by its best digest.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// The sender says that it is passed around widely. It counts only for a file that is known here too.
    #[serde(default)]
    pub said_to_be_viral: bool,
    /// Whether somebody at the sender looked at it: `yes`, `no`, `not-said`.
    #[serde(default = "viewing_not_said")]
    #[schema(value_type = String, example = "not-said")]
    pub viewed_by_sender: ViewedBySender,
}

/// Somebody or something that a report mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionAsk {
    /// The record.
    #[schema(value_type = String, example = "acc_0000000000000000")]
    pub record: RecordId,
    /// As what: `reported`, `harmed`, `whereabouts`, `otherwise`.
    #[schema(value_type = String, example = "reported")]
    pub mentioned_as: MentionedAs,
}

/// A report: what it holds and how it is sorted. Its words are read apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: IncomingId,
    /// Who sent it.
    #[schema(value_type = String)]
    pub source: SourceKind,
    /// The sender's country, when known.
    #[schema(value_type = Option<String>)]
    pub country: Option<Country>,
    /// The sender's own reference.
    pub reference: Option<String>,
    /// In which queue it waits to be read.
    #[schema(value_type = String, example = "words")]
    pub queue: Queue,
    /// Why in this one.
    #[schema(value_type = String, example = "words-unread")]
    pub because: QueuedBecause,
    /// Whether it gives enough to act on.
    #[schema(value_type = String)]
    pub weight: Weight,
    /// Whether it has words.
    pub has_words: bool,
    /// Whether it has words that nobody here has read.
    pub words_unread: bool,
    /// Its files.
    #[schema(value_type = Vec<Object>)]
    pub files: Vec<Attached>,
    /// Whom and what it mentions, as far as the reader may see them.
    #[schema(value_type = Vec<Object>)]
    pub mentions: Vec<Mention>,
    /// The signs that were ticked.
    #[schema(value_type = Vec<String>)]
    pub signs: BTreeSet<Sign>,
    /// How old the youngest child seems.
    #[schema(value_type = String)]
    pub youngest: YoungestAge,
    /// How many earlier reports name the same person or account, in all of the node.
    pub n_earlier_reports_of_person: u32,
    /// When it happened, in microseconds since 1970.
    #[schema(value_type = Option<i64>)]
    pub happened_at: Option<Moment>,
    /// Since when the sender preserves the content, in microseconds since 1970.
    #[schema(value_type = Option<i64>)]
    pub preserved_since: Option<Moment>,
    /// Whether the connection is given.
    pub connection_given: bool,
    /// Whether the sender can be asked back.
    pub sender_reachable: bool,
    /// How urgently a child may need protection, with each reason's points.
    #[schema(value_type = Object)]
    pub protection_priority: ProtectionPriority,
    /// How complete it is, and what to ask the sender for.
    #[schema(value_type = Object)]
    pub completeness: Completeness,
    /// Who recorded each version, the first one first.
    #[schema(value_type = Vec<Object>)]
    pub versions: Vec<Said>,
    /// Who may see it.
    pub access: AccessView,
}

/// A report in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportInList {
    /// Its id.
    #[schema(value_type = String)]
    pub id: IncomingId,
    /// Who sent it.
    #[schema(value_type = String)]
    pub source: SourceKind,
    /// In which queue it waits.
    #[schema(value_type = String)]
    pub queue: Queue,
    /// Why in this one.
    #[schema(value_type = String)]
    pub because: QueuedBecause,
    /// How urgently a child may need protection, with each reason's points.
    #[schema(value_type = Object)]
    pub protection_priority: ProtectionPriority,
    /// How complete it is.
    #[schema(value_type = Object)]
    pub completeness: Completeness,
    /// When it came in, in microseconds since 1970.
    pub came_in_us: i64,
    /// Who may see it.
    pub access: AccessView,
}

/// The words of a report, for somebody whose reading was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportTextView {
    /// Which report.
    #[schema(value_type = String)]
    pub id: IncomingId,
    /// Its words, when it has any.
    #[schema(value_type = Option<String>)]
    pub words: Option<Protected>,
    /// In which queue it waits now.
    #[schema(value_type = String)]
    pub queue: Queue,
}

fn age_not_known() -> YoungestAge {
    YoungestAge::NotKnown
}

fn viewing_not_said() -> ViewedBySender {
    ViewedBySender::NotSaid
}

impl Node {
    /// Takes a report in. What is known of its files is asked here, of lists and gradings; how often its person was reported
    /// before is counted here. Content that the sender preserves starts its clock.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case or a mentioned record that the caller may not see; [`Error::TooMany`].
    pub async fn take_report(&self, who: &Principal, ask: TakeReport) -> Result<ReportView, Error> {
        self.permitted(who, Action::TakeReport, async {
            let caller = who.caller(Action::TakeReport)?;
            let TakeReport { source, country, reference, says, into } = ask;
            let (id, said) = (new_id(IncomingId::new)?, self.said(caller, None));
            let version = self.report_version(caller, says, said, None).await?;
            let mut report = Incoming::new(id, source, version);
            (report.country, report.reference) = (country, reference);
            let mut tx = self.store.begin().await?;
            let held = self.add(&mut tx, caller, report, &into).await?;
            let clocks = self.start_preservation(&mut tx, &held, caller, false).await?;
            let mut entry = self.entry(who, Action::TakeReport.verb()).about("record", id.to_string());
            if !clocks.is_empty() {
                entry = entry.about("clocks", clocks);
            }
            tx.commit(entry.about("queue", queue_of(&held.record).queue.code())).await?;
            self.report_view(caller, &held).await
        })
        .await
    }

    /// Adds what is known of a report now. What was known before stays readable as it was.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when the node's time went back; [`Error::TooMany`].
    pub async fn add_report_version(&self, who: &Principal, ask: AddReportVersion) -> Result<ReportView, Error> {
        let AddReportVersion { report: id, says, adds } = ask;
        let action = Action::AddReportVersion;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            // Lists are asked before the change begins: nobody else waits for them.
            let before = self.load::<Incoming>(who, action, id).await?;
            let mut version = self.report_version(caller, says, self.said(caller, None), Some(&before)).await?;
            if adds {
                let both = version.clone().beside(before.record.latest());
                version.n_earlier_reports_of_person = self.earlier_reports(&both, Some(&before)).await?;
            }
            let runs = !self.open_clocks(id.into(), ClockKind::Preservation).await?.is_empty();
            let mut tx = self.store.begin().await?;
            let mut held = self.load_in::<Incoming>(&mut tx, who, action, id).await?;
            if adds {
                version = version.beside(held.record.latest());
            }
            held.record.add_version(version).map_err(Error::refused)?;
            tx.change_record(&held.record).await?;
            held.version += 1;
            let clocks = self.start_preservation(&mut tx, &held, caller, runs).await?;
            let mut entry = self.entry(who, action.verb()).about("record", id.to_string());
            if !clocks.is_empty() {
                entry = entry.about("clocks", clocks);
            }
            tx.commit(entry.about("queue", queue_of(&held.record).queue.code())).await?;
            self.report_view(caller, &held).await
        })
        .await
    }

    /// Reads the words of a report. That they were read is a version of its own, and the report may wait elsewhere then.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn read_report_text(&self, who: &Principal, id: IncomingId) -> Result<ReportTextView, Error> {
        let action = Action::ReadReportText;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let mut held = self.load_in::<Incoming>(&mut tx, who, action, id).await?;
            if held.record.latest().words_unread() {
                held.record.add_reading(self.said(caller, None)).map_err(Error::refused)?;
                tx.change_record(&held.record).await?;
            }
            tx.commit(self.entry(who, action.verb()).about("record", id.to_string())).await?;
            let words = held.record.latest().text.as_ref().map(|text| text.words.clone());
            Ok(ReportTextView { id, words, queue: queue_of(&held.record).queue })
        })
        .await
    }

    /// A report: both scores with their reasons, and what it holds.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_report(&self, who: &Principal, id: IncomingId) -> Result<ReportView, Error> {
        self.permitted(who, Action::ShowReport, async {
            let caller = who.caller(Action::ShowReport)?;
            let held = self.load::<Incoming>(who, Action::ShowReport, id).await?;
            let entry = self.entry(who, Action::ShowReport.verb()).about("record", id.to_string());
            self.store.record_alone(entry).await?;
            self.report_view(caller, &held).await
        })
        .await
    }

    /// A report with everything on its page.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn report_page(&self, who: &Principal, id: IncomingId) -> Result<RecordPage<ReportView>, Error> {
        let action = Action::ShowReport;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.load::<Incoming>(who, action, id).await?;
            let view = self.report_view(caller, &held).await?;
            let mut around = self.around(who, caller, &held.access).await?;
            let mentions = view.mentions.iter().map(|mention| mention.record).collect();
            let named = self.named(who, mentions).await?;
            around.labels.extend(named.iter().map(|held| (held.access.record, Label::of(&held.record))));
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(RecordPage { view, around })
        })
        .await
    }

    /// Reports that the caller needs to know of, those that came in last first; of one queue (`child-in-danger`,
    /// `new-material`, `words`, `referrals`, `informational`), when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_reports(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ReportInList>, Error> {
        self.page::<Incoming, _>(who, Action::ShowReport, &ask, ReportInList::of).await
    }

    /// The same with those first by which a child may need protection most urgently, and of equal ones those that wait longest.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_urgent_reports(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ReportInList>, Error> {
        let action = Action::ShowReport;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let wrong = |text: &str| Error::NotACursor { text: text.to_owned() };
            let read = |text: &str| {
                let (urgency, rest) = text.split_once('.')?;
                let (at_us, id) = rest.split_once('.')?;
                Some((urgency.parse().ok()?, at_us.parse().ok()?, id.to_owned()))
            };
            let after = ask.after.as_deref().map(|text| read(text).ok_or_else(|| wrong(text))).transpose()?;
            let n_max = ask.limit.unwrap_or(PAGE_RECORDS).clamp(1, PAGE_RECORDS_MAX);
            let page = UrgentPage { after, n_max: n_max + 1 };
            let held =
                self.store.records_by_urgency::<Incoming>(&self.reader(caller), ask.state.as_deref(), &page).await?;
            let cursor =
                |last: &Held<Incoming>| format!("{}.{}.{}", last.record.urgency(), last.made_at_us, last.record.id);
            self.show_page(who, action, held, n_max, cursor, ReportInList::of).await
        })
        .await
    }

    async fn report_version(
        &self,
        caller: &Caller,
        says: ReportSays,
        said: Said,
        before: Option<&Held<Incoming>>,
    ) -> Result<Version, Error> {
        if says.files.len() > FILES_MAX {
            return Err(Error::TooMany { what: "files", n_max: FILES_MAX as u64 });
        }
        if says.mentions.len() > MENTIONS_MAX {
            return Err(Error::TooMany { what: "mentions", n_max: MENTIONS_MAX as u64 });
        }
        for mention in &says.mentions {
            self.must_see(caller, mention.record).await?;
        }
        let mention = |MentionAsk { record, mentioned_as }: MentionAsk| Mention { record, mentioned_as };
        // Words that were read are read, also when another version brings them again.
        let was_read = |words: &Protected| {
            let text = before.and_then(|held| held.record.latest().text.as_ref());
            text.is_some_and(|text| text.read && text.words == *words)
        };
        let mut version = Version {
            said,
            weight: says.weight,
            text: says.text.map(|words| ReportText { read: was_read(&words), words }),
            files: self.with_knownness(says.files).await?,
            mentions: says.mentions.into_iter().map(mention).collect(),
            signs: says.signs,
            youngest: says.youngest,
            n_earlier_reports_of_person: 0,
            happened_at: says.happened_at,
            // A sender whose clock runs ahead wins no time.
            preserved_since: says.preserved_since.map(|since| since.min(self.now())),
            connection_given: says.connection_given,
            sender_reachable: says.sender_reachable,
        };
        version.n_earlier_reports_of_person = self.earlier_reports(&version, before).await?;
        Ok(version)
    }

    /// How many earlier reports name somebody whom this one names, whoever may see those: a number that names nobody.
    async fn earlier_reports(&self, version: &Version, this: Option<&Held<Incoming>>) -> Result<u32, Error> {
        let mut earlier = BTreeSet::new();
        for record in version.reported().collect::<BTreeSet<_>>() {
            // What is contested is used by no rule until it is settled.
            if let RecordId::Person(person) = record
                && self.store.record::<Person>(person).await?.is_some_and(|held| held.record.is_contested())
            {
                continue;
            }
            let naming = self.store.records_keyed::<Incoming>(KeyKind::Reported, &record.to_string()).await?;
            let came_before = |held: &Held<Incoming>| {
                this.is_none_or(|this| held.record.id != this.record.id && held.made_at_us < this.made_at_us)
            };
            earlier.extend(naming.iter().filter(|held| came_before(held)).map(|held| held.record.id));
        }
        Ok(u32::try_from(earlier.len()).unwrap_or(u32::MAX))
    }

    /// What is known here of the files of a report. On the sender's word alone no file is known: it would be looked at later
    /// than a new one.
    async fn with_knownness(&self, asked: Vec<AttachedAsk>) -> Result<Vec<Attached>, Error> {
        let mut things: Vec<File> = Vec::with_capacity(asked.len());
        for AttachedAsk { file, .. } in &asked {
            // A file that was examined here has more digests than the sender gave.
            let digests = match self.store.file(file).await? {
                Some((held, _)) => held.digests,
                None => digests_of(*file),
            };
            things.push(file_of(digests, None));
        }
        let listed = if things.is_empty() { Vec::new() } else { self.known_to_lists(things).await? };
        let mut attached = Vec::with_capacity(asked.len());
        for (AttachedAsk { file, said_to_be_viral, viewed_by_sender }, is_listed) in asked.into_iter().zip(listed) {
            let is_known = is_listed || self.is_confirmed(file).await?;
            let knownness = match (is_known, said_to_be_viral) {
                (false, _) => Knownness::New,
                (true, false) => Knownness::Known,
                (true, true) => Knownness::KnownViral,
            };
            attached.push(Attached { file, knownness, viewed_by_sender });
        }
        Ok(attached)
    }

    /// Whether graders of this node agree on a file.
    async fn is_confirmed(&self, file: FileId) -> Result<bool, Error> {
        let opinions = self.store.opinions(file).await?;
        Ok(standing(&opinions, &self.table_compared().await?).state == State::Confirmed)
    }

    /// Starts the clock of preserved content, unless one runs already.
    async fn start_preservation(
        &self,
        tx: &mut Tx,
        held: &Held<Incoming>,
        caller: &Caller,
        runs: bool,
    ) -> Result<Vec<String>, Error> {
        let Some(since) = held.record.latest().preserved_since.filter(|_| !runs) else { return Ok(Vec::new()) };
        let said = Said { at: since, ..self.said(caller, None) };
        let case = held.access.cases.first().copied();
        let start = Start { about: held.record.id.into(), case, unit: held.access.unit, risk: None, said };
        let circle: Circle = held.access.circle;
        let clocks = self.start_clocks(tx, StartEvent::ContentPreserved, &start, circle).await?;
        Ok(clocks.iter().map(ToString::to_string).collect())
    }

    async fn report_view(&self, caller: &Caller, held: &Held<Incoming>) -> Result<ReportView, Error> {
        let report = &held.record;
        let version = report.latest();
        let visible = self.visible(caller, version.mentions.iter().map(|mention| mention.record)).await?;
        let seen = |mention: &&Mention| visible.contains(&mention.record);
        let queued = queue_of(report);
        Ok(ReportView {
            id: report.id,
            source: report.source,
            country: report.country,
            reference: report.reference.clone(),
            queue: queued.queue,
            because: queued.because,
            weight: version.weight,
            has_words: version.text.as_ref().is_some_and(|text| !text.words.is_blank()),
            words_unread: version.words_unread(),
            files: version.files.clone(),
            mentions: version.mentions.iter().filter(seen).cloned().collect(),
            signs: version.signs.clone(),
            youngest: version.youngest,
            n_earlier_reports_of_person: version.n_earlier_reports_of_person,
            happened_at: version.happened_at,
            preserved_since: version.preserved_since,
            connection_given: version.connection_given,
            sender_reachable: version.sender_reachable,
            protection_priority: protection_priority(version),
            completeness: completeness(version),
            versions: report.versions().map(|version| version.said.clone()).collect(),
            access: AccessView::of(&held.access, caller),
        })
    }
}

impl ReportInList {
    fn of(held: &Held<Incoming>, caller: &Caller) -> ReportInList {
        let report = &held.record;
        let queued = queue_of(report);
        ReportInList {
            id: report.id,
            source: report.source,
            queue: queued.queue,
            because: queued.because,
            protection_priority: protection_priority(report.latest()),
            completeness: completeness(report.latest()),
            came_in_us: held.made_at_us,
            access: AccessView::of(&held.access, caller),
        }
    }
}

pub(crate) fn digests_of(file: FileId) -> Digests {
    let mut digests = Digests { md5: None, sha1: None, sha256: None };
    match file {
        FileId::Md5(md5) => digests.md5 = Some(md5),
        FileId::Sha1(sha1) => digests.sha1 = Some(sha1),
        FileId::Sha256(sha256) => digests.sha256 = Some(sha256),
    }
    digests
}

#[cfg(test)]
pub(crate) mod tests;
