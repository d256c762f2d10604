//! What staff had to look at: written by each for themselves, shown to that person and to the welfare officer of the unit, one
//! person at a time. The ledger keeps that something was written or read; how hard and how long it was is in no entry, log
//! line or kept answer, and no verb counts, sorts or lists people.

use casework::exposure::{Asker, BreakDue, BreakRule, Exposure, OwnExposure, Reveals, Severity, exposure_of};
use casework::id::UserId;
use casework::role::Role;
use casework::user::User;
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::{OwnDay, SealedExposure, Tx};
use utoipa::ToSchema;

use crate::casebook::no_such;
use crate::chance;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::sealing::SealingKey;

/// The key's file, and what it is used for.
const EXPOSURE_KEY: &str = "exposure.key";
const EXPOSURE_USE: &str = "exposure";
/// Entries in one answer: more than anybody writes in the weeks that are shown.
const ENTRIES_MAX: u32 = 5_000;
const DAY_US: i64 = 86_400_000_000;
/// Previews that are revealed within so long are counted together: whoever sorts reveals some thousands in a week.
const COUNTED_US: i64 = 3_600_000_000;
/// What is shown goes back so far: what is older helps nobody, and is not for judging anybody.
const SHOWN_DAYS: i64 = 90;
/// A break that nobody noted: after so long without an entry there was one.
const RESTED_AFTER_US: i64 = 8 * 3_600_000_000;

/// What one looked at or listened to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddExposure {
    /// How hard it was: `mild`, `moderate`, `severe`, `extreme`.
    #[schema(value_type = String, example = "moderate")]
    pub severity: Severity,
    /// For how many minutes.
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: u16,
    /// How many times the same thing was seen before.
    #[serde(default)]
    pub repeats: u16,
    /// With sound.
    #[serde(default)]
    pub sound: bool,
}

// Whose work is how hard is in no log line.
impl std::fmt::Debug for AddExposure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("AddExposure(‹withheld›)")
    }
}

/// That one takes a break, or comes back from one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoteBreak {}

/// That something was written down. It says nothing of it, for answers are kept for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExposureAdded {
    /// Always true.
    pub added: bool,
}

/// That a break was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakNoted {
    /// Always true.
    pub noted: bool,
}

/// One person's exposure, for that person or the welfare officer.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExposureView {
    /// Whose it is.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// What there was in the last 90 days, the oldest first.
    pub entries: Vec<ExposureEntry>,
    /// Minutes of the last seven days, by how hard they were.
    pub week: WeekOfMinutes,
    /// Previews that were revealed in the last seven days. They add no minutes: those one writes down.
    pub week_previews: u32,
    /// Whether a break is proposed: `hard-material` or `long-at-it`. It is no order, and nobody else is told.
    #[schema(value_type = Option<String>, example = "long-at-it")]
    pub break_due: Option<BreakDue>,
}

impl std::fmt::Debug for ExposureView {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ExposureView(‹withheld›)")
    }
}

/// One time that somebody looked or listened.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExposureEntry {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// How hard.
    #[schema(value_type = String, example = "moderate")]
    pub severity: Severity,
    /// How long.
    pub minutes: u16,
    /// How many times the same thing was seen before.
    pub repeats: u16,
    /// With sound.
    pub sound: bool,
}

/// Minutes of one person's week.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeekOfMinutes {
    /// Of descriptions, or reduced and blurred previews.
    pub mild: u32,
    /// Of material without an act.
    pub moderate: u32,
    /// Of material of an act.
    pub severe: u32,
    /// Beyond that.
    pub extreme: u32,
}

/// What is sealed of an entry.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Sealed {
    /// What somebody wrote down.
    Written { severity: Severity, minutes: u16, repeats: u16, sound: bool },
    /// What was counted.
    Revealed { previews: u32 },
}

impl Sealed {
    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("our own types have text keys")
    }
}

impl Node {
    /// Writes down what the caller looked at. Nobody writes for another, and nobody corrects it afterwards.
    ///
    /// # Errors
    /// [`Error::Refused`] for no minutes, or more than a day has.
    pub async fn add_exposure(&self, who: &Principal, ask: AddExposure) -> Result<ExposureAdded, Error> {
        self.permitted(who, Action::AddExposure, async {
            let user = who.caller(Action::AddExposure)?.actor.user;
            let AddExposure { severity, minutes, repeats, sound } = ask;
            let at = self.now();
            Exposure { who: user, at, severity, minutes, repeats, sound }.check().map_err(Error::refused)?;
            let clear = Sealed::Written { severity, minutes, repeats, sound }.bytes();
            let id = id_of(&chance::bytes()?);
            let sealed = self.sealing_key(EXPOSURE_KEY)?.seal(EXPOSURE_USE, &sealed_for(user, &id), &clear)?;
            let mut tx = self.store.begin().await?;
            tx.add_exposure(user, &SealedExposure { id, at, sealed }).await?;
            tx.commit(self.entry(who, Action::AddExposure.verb())).await?;
            Ok(ExposureAdded { added: true })
        })
        .await
    }

    /// Notes that the caller takes a break: from now on it is counted anew when the next is proposed.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn note_break(&self, who: &Principal, _ask: NoteBreak) -> Result<BreakNoted, Error> {
        self.permitted(who, Action::NoteBreak, async {
            let user = who.caller(Action::NoteBreak)?.actor.user;
            let mut tx = self.store.begin().await?;
            tx.note_break(user, self.now()).await?;
            tx.commit(self.entry(who, Action::NoteBreak.verb())).await?;
            Ok(BreakNoted { noted: true })
        })
        .await
    }

    /// The caller's own.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn own_exposure(&self, who: &Principal) -> Result<ExposureView, Error> {
        self.permitted(who, Action::ShowOwnExposure, async {
            let user = who.caller(Action::ShowOwnExposure)?.actor.user;
            let view = self.exposure_view(user, Asker::Staff(user)).await?;
            self.store.record_alone(self.entry(who, Action::ShowOwnExposure.verb())).await?;
            Ok(view)
        })
        .await
    }

    /// The people of the welfare officer's unit, by name alone: whom they may look after. No figure stands beside a name.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn people_looked_after(&self, who: &Principal) -> Result<Vec<(UserId, String)>, Error> {
        self.permitted(who, Action::ShowExposure, async {
            let caller = who.caller(Action::ShowExposure)?;
            let users = self.store.users().await?.into_iter();
            let is_person = |user: &User| user.unit == caller.actor.unit && !user.roles.contains(&Role::Matcher);
            let people = users.filter(is_person).map(|user| (user.id, user.name.reveal().to_owned())).collect();
            self.store.record_alone(self.entry(who, Action::ShowExposure.verb())).await?;
            Ok(people)
        })
        .await
    }

    /// One person's, for the welfare officer of their unit. The entry says who read whose, so that the person can be told,
    /// and nothing of what was read.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody of another unit, or whom the node does not know.
    pub async fn show_exposure(&self, who: &Principal, of: UserId) -> Result<ExposureView, Error> {
        self.permitted(who, Action::ShowExposure, async {
            let caller = who.caller(Action::ShowExposure)?;
            let user = self.store.user(of).await?.filter(|user| user.unit == caller.actor.unit);
            let user = user.ok_or_else(|| no_such(of.into()))?;
            let asker = if caller.roles.contains(&Role::WelfareOfficer) {
                Asker::WelfareOfficer(caller.actor.user)
            } else {
                Asker::Staff(caller.actor.user)
            };
            let view = self.exposure_view(user.id, asker).await?;
            let entry = self.entry(who, Action::ShowExposure.verb()).about("user", of.to_string());
            self.store.record_alone(entry).await?;
            Ok(view)
        })
        .await
    }

    /// Counts a preview that somebody is about to be shown, in the change that lets them see it.
    pub(crate) async fn count_reveal(&self, tx: &mut Tx, of: UserId) -> Result<(), Error> {
        let at = self.now();
        let key = self.sealing_key(EXPOSURE_KEY)?;
        let counted_with = format!("previews {of} {}", at.0.div_euclid(COUNTED_US));
        let digest = key.digest(EXPOSURE_USE, counted_with.as_bytes());
        let id = id_of(digest.first_chunk().expect("a digest has 32 bytes"));
        let before = match tx.exposure(of, &id).await? {
            Some(row) => match opened(&key, of, &row)? {
                Sealed::Revealed { previews } => previews,
                Sealed::Written { .. } => 0,
            },
            None => 0,
        };
        let clear = Sealed::Revealed { previews: before.saturating_add(1) }.bytes();
        let sealed = key.seal(EXPOSURE_USE, &sealed_for(of, &id), &clear)?;
        Ok(tx.put_exposure(of, &SealedExposure { id, at, sealed }).await?)
    }

    /// What is somebody's own, for a page of theirs.
    pub(crate) async fn own_day(&self, user: UserId) -> Result<OwnDay, Error> {
        Ok(self.store.own_day(user, self.shown_since(), ENTRIES_MAX).await?)
    }

    /// Whether a break is proposed to somebody, for a page of their own.
    pub(crate) fn break_due(&self, user: UserId, day: &OwnDay) -> Result<Option<BreakDue>, Error> {
        let view = self.exposure_view_of(user, Asker::Staff(user), &day.exposures, day.last_break)?;
        Ok(view.break_due)
    }

    async fn exposure_view(&self, of: UserId, asker: Asker) -> Result<ExposureView, Error> {
        let rows = self.store.exposures(of, self.shown_since(), ENTRIES_MAX).await?;
        self.exposure_view_of(of, asker, &rows, self.store.last_break(of).await?)
    }

    fn shown_since(&self) -> Moment {
        Moment(self.now().0.saturating_sub(SHOWN_DAYS * DAY_US))
    }

    fn exposure_view_of(
        &self,
        of: UserId,
        asker: Asker,
        rows: &[SealedExposure],
        last_break: Option<Moment>,
    ) -> Result<ExposureView, Error> {
        let key = self.sealing_key(EXPOSURE_KEY)?;
        let (mut entries, mut reveals) = (Vec::new(), Vec::new());
        for row in rows {
            let at = row.at;
            match opened(&key, of, row)? {
                Sealed::Written { severity, minutes, repeats, sound } => {
                    entries.push(Exposure { who: of, at, severity, minutes, repeats, sound });
                }
                Sealed::Revealed { previews } => reveals.push(Reveals { who: of, at, previews }),
            }
        }
        let own = exposure_of(of, asker, entries).map_err(Error::refused)?;
        let own = own.with_reveals(reveals).map_err(Error::refused)?;
        let (last_break, now) = (last_break.unwrap_or(Moment(i64::MIN)), self.now());
        Ok(ExposureView::of(&own, rested_at(&own, last_break, now), now))
    }
}

/// Whose and which: a row that is put in another's place does not open.
fn sealed_for(user: UserId, id: &str) -> String {
    format!("{user} {id}")
}

/// Sixteen bytes as an entry is called by.
fn id_of(bytes: &[u8; 16]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn opened(key: &SealingKey, of: UserId, row: &SealedExposure) -> Result<Sealed, Error> {
    let clear = key.open(EXPOSURE_USE, &sealed_for(of, &row.id), &row.sealed)?;
    serde_json::from_slice(&clear).map_err(|wrong| {
        let what = format!("what was sealed cannot be read: {wrong}");
        Error::Storage(store::Error::Damaged { what, source: None })
    })
}

/// Since when the person has been at it: since the break they noted last, or since they last looked at nothing for a night.
fn rested_at(own: &OwnExposure, noted: Moment, now: Moment) -> Moment {
    let mut rested = noted;
    let mut before = Moment(i64::MIN);
    let written = own.entries().iter().map(|entry| entry.at);
    let mut busy: Vec<Moment> = written.chain(own.reveals().iter().map(|reveal| reveal.at)).collect();
    busy.sort_unstable();
    for at in busy.into_iter().chain([now]) {
        if at.0.saturating_sub(before.0) >= RESTED_AFTER_US {
            rested = rested.max(at);
        }
        before = at;
    }
    rested
}

impl ExposureView {
    fn of(own: &OwnExposure, rested: Moment, now: Moment) -> ExposureView {
        let week = Moment(now.0.saturating_sub(7 * DAY_US));
        let of_week = |severity| own.minutes_since(week, severity);
        let entry = |entry: &Exposure| ExposureEntry {
            at_us: entry.at.0,
            severity: entry.severity,
            minutes: entry.minutes,
            repeats: entry.repeats,
            sound: entry.sound,
        };
        ExposureView {
            user: own.who(),
            entries: own.entries().iter().map(entry).collect(),
            week: WeekOfMinutes {
                mild: of_week(Severity::Mild),
                moderate: of_week(Severity::Moderate),
                severe: of_week(Severity::Severe),
                extreme: of_week(Severity::Extreme),
            },
            week_previews: own.previews_since(week),
            break_due: own.break_due(&BreakRule::default(), rested),
        }
    }
}

#[cfg(test)]
mod tests;
