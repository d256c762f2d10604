//! Break-glass: somebody opens a record that they need not know of, because a child cannot wait for the paper. It ends by
//! itself, and somebody else looks at it afterwards. It opens no role: what they may not do they still may not.

use serde::{Deserialize, Serialize};

use crate::id::{GlassId, RecordId};
use crate::problem::codes;
use crate::protected::Protected;
use crate::who::{Actor, Moment};

/// How long a record stays open at most: until the next working morning, when whoever owns it can be asked.
pub const HOURS_MAX: u32 = 24;
const HOUR_US: i64 = 3_600_000_000;

codes! {
    /// What a reviewer found.
    GlassVerdict {
        /// It was needed.
        Justified = "justified",
        /// It was not: it closes at once, and what follows is the supervisors'.
        NotJustified = "not-justified",
    }
}

/// What somebody else found afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlassReview {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// What they found.
    pub verdict: GlassVerdict,
    /// Why.
    pub reason: Protected,
}

/// One record or case, opened to one person for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glass {
    /// Its id.
    pub id: GlassId,
    /// To whom.
    pub by: Actor,
    /// What: a record, or a case with all that stands in it.
    pub opens: RecordId,
    /// Why it could not wait. It can name a child, and is shown to the reviewer and to whoever wrote it.
    pub reason: Protected,
    /// Since when.
    pub at: Moment,
    /// Until when.
    pub until: Moment,
    /// What was found afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<GlassReview>,
}

/// Why it stays closed, or is not reviewed, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum GlassRefusal {
    /// Say why it cannot wait, or what was found.
    #[error("breaking the glass, and reviewing it, needs a reason")]
    NoReason,
    /// Ask for 1 to 24 hours.
    #[error("a record is opened for 1 to 24 hours")]
    HoursOutOfRange,
    /// Open it as any other.
    #[error("it is open to them already")]
    OpenAlready,
    /// Break the glass for this person first; they are told.
    #[error("what somebody did is read after break-glass alone, and they are told")]
    NotBroken,
    /// Ask another supervisor or auditor.
    #[error("nobody reviews what they opened themselves")]
    OwnGlass,
    /// Nothing to do.
    #[error("it was reviewed already")]
    ReviewedAlready,
}

impl Glass {
    /// Opens a record for some hours.
    ///
    /// # Errors
    /// Without a reason, or for no time or too long.
    pub fn open(
        id: GlassId,
        by: Actor,
        opens: RecordId,
        reason: Protected,
        hours: u32,
        at: Moment,
    ) -> Result<Glass, GlassRefusal> {
        if reason.is_blank() {
            return Err(GlassRefusal::NoReason);
        }
        if !(1..=HOURS_MAX).contains(&hours) {
            return Err(GlassRefusal::HoursOutOfRange);
        }
        let until = Moment(at.0.saturating_add(i64::from(hours) * HOUR_US));
        Ok(Glass { id, by, opens, reason, at, until, review: None })
    }

    /// Whether it opens anything at this moment.
    pub fn is_open(&self, now: Moment) -> bool {
        now < self.until
    }

    /// Writes down what somebody else found. What was not justified closes at once.
    ///
    /// # Errors
    /// For whoever opened it, without a reason, and a second time.
    pub fn review(&self, review: GlassReview) -> Result<Glass, GlassRefusal> {
        if review.by.user == self.by.user {
            return Err(GlassRefusal::OwnGlass);
        }
        if self.review.is_some() {
            return Err(GlassRefusal::ReviewedAlready);
        }
        if review.reason.is_blank() {
            return Err(GlassRefusal::NoReason);
        }
        let closes = review.verdict == GlassVerdict::NotJustified;
        let until = if closes { self.until.min(review.at) } else { self.until };
        Ok(Glass { until, review: Some(review), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{UnitId, UserId, VictimId};

    fn actor(n: u8) -> Actor {
        Actor { user: UserId::new([n; 10]), unit: UnitId::new([n; 10]) }
    }

    fn open(reason: &str, hours: u32) -> Result<Glass, GlassRefusal> {
        let opens = VictimId::new([1; 10]).into();
        Glass::open(GlassId::new([1; 10]), actor(1), opens, Protected::new(reason), hours, Moment(HOUR_US))
    }

    fn review(by: u8, reason: &str, verdict: GlassVerdict) -> GlassReview {
        GlassReview { by: actor(by), at: Moment(2 * HOUR_US), verdict, reason: Protected::new(reason) }
    }

    #[test]
    fn it_opens_with_a_reason_and_ends_by_itself() {
        let glass = open("the child is at the address now", 2).unwrap();
        for (hour, is_open) in [(1, true), (2, true), (3, false), (30, false)] {
            assert_eq!(glass.is_open(Moment(hour * HOUR_US)), is_open, "{hour}");
        }
        let refused = [(" ", 2, GlassRefusal::NoReason), ("x", 0, GlassRefusal::HoursOutOfRange)];
        for (reason, hours, expected) in refused.into_iter().chain([("x", 25, GlassRefusal::HoursOutOfRange)]) {
            assert_eq!(open(reason, hours), Err(expected));
        }
    }

    #[test]
    fn somebody_else_reviews_it_once_and_what_was_not_justified_closes() {
        use GlassVerdict::*;
        let glass = open("x", 24).unwrap();
        assert_eq!(glass.review(review(1, "x", Justified)), Err(GlassRefusal::OwnGlass));
        assert_eq!(glass.review(review(2, "", Justified)), Err(GlassRefusal::NoReason));
        let justified = glass.review(review(2, "x", Justified)).unwrap();
        assert_eq!(justified.until, glass.until);
        assert_eq!(justified.review(review(3, "x", NotJustified)), Err(GlassRefusal::ReviewedAlready));
        let closed = glass.review(review(2, "x", NotJustified)).unwrap();
        assert!(!closed.is_open(Moment(2 * HOUR_US)) && closed.is_open(Moment(HOUR_US)));
    }
}
