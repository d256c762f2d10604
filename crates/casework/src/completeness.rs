//! How complete a report is: what it gives for somebody to act on, and what to ask the sender for. It says nothing about
//! how urgently a child needs protection, and nothing about the sender's worth.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::incoming::{MentionedAs, Version, ViewedBySender};
use crate::problem::codes;

/// The version of the rules below: it is kept with each score, and raised when a point changes.
pub const COMPLETENESS_RULES_VERSION: u32 = 1;

codes! {
    /// What a report can give.
    Given {
        /// Somebody or an account said to have done it.
        WhoIsReported = "who-is-reported",
        /// The connection: address, port and time.
        Connection = "connection",
        /// When it happened, with its time zone.
        WhenItHappened = "when-it-happened",
        /// Where: an address on the internet or a place.
        Where = "where",
        /// The fingerprint of a file, or words: what it is about.
        WhatItIsAbout = "what-it-is-about",
        /// Of each file, whether somebody at the sender looked at it.
        WhoViewed = "who-viewed",
        /// That the content is preserved, and since when.
        Preservation = "preservation",
        /// A sender who can be asked back.
        SenderReachable = "sender-reachable",
    }
}

/// What each thing given adds; together 100.
const POINTS: &[(Given, u32)] = &[
    (Given::WhoIsReported, 20),
    (Given::Connection, 20),
    (Given::WhenItHappened, 15),
    (Given::Where, 10),
    (Given::WhatItIsAbout, 15),
    (Given::WhoViewed, 5),
    (Given::Preservation, 5),
    (Given::SenderReachable, 10),
];

/// One thing that a report can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletenessPoint {
    /// What.
    pub what: Given,
    /// Whether it does. What is missing is what to ask for.
    pub given: bool,
    /// What it adds when given.
    pub points: u32,
}

/// How complete a report is. A type of its own: it cannot be added to, or compared with, the priority of protection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// The sum of what is given, of 100.
    pub points: u32,
    /// Everything that could be given, and whether it is.
    pub reasons: Vec<CompletenessPoint>,
    /// The version of the rules.
    pub rules_version: u32,
}

/// How complete this report is.
pub fn completeness(report: &Version) -> Completeness {
    let reason =
        |(what, points): &(Given, u32)| CompletenessPoint { what: *what, given: gives(report, *what), points: *points };
    let reasons: Vec<CompletenessPoint> = POINTS.iter().map(reason).collect();
    let points = reasons.iter().filter(|reason| reason.given).map(|reason| reason.points).sum();
    Completeness { points, reasons, rules_version: COMPLETENESS_RULES_VERSION }
}

fn gives(report: &Version, what: Given) -> bool {
    let mut mentions = report.mentions.iter();
    match what {
        Given::WhoIsReported => mentions.any(|mention| {
            let somebody = matches!(mention.record, RecordId::Person(_) | RecordId::Account(_));
            somebody && mention.mentioned_as == MentionedAs::Reported
        }),
        Given::Connection => report.connection_given,
        Given::WhenItHappened => report.happened_at.is_some(),
        Given::Where => mentions.any(|mention| matches!(mention.record, RecordId::Address(_) | RecordId::Place(_))),
        Given::WhatItIsAbout => {
            !report.files.is_empty() || report.text.as_ref().is_some_and(|text| !text.words.is_blank())
        }
        // A report of words alone lacks no answer here.
        Given::WhoViewed => report.files.iter().all(|file| file.viewed_by_sender != ViewedBySender::NotSaid),
        Given::Preservation => report.preserved_since.is_some(),
        Given::SenderReachable => report.sender_reachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, AddressId};
    use crate::incoming::tests::{attached, silent, text};
    use crate::incoming::{Knownness, Mention, Sign};
    use crate::protection_priority::protection_priority;
    use crate::who::Moment;

    fn full() -> Version {
        let file = crate::incoming::Attached { viewed_by_sender: ViewedBySender::No, ..attached(Knownness::Known) };
        let mention = |record, mentioned_as| Mention { record, mentioned_as };
        Version {
            files: vec![file],
            mentions: vec![
                mention(AccountId::new([1; 10]).into(), MentionedAs::Reported),
                mention(AddressId::new([1; 10]).into(), MentionedAs::Whereabouts),
            ],
            happened_at: Some(Moment(1)),
            preserved_since: Some(Moment(2)),
            connection_given: true,
            sender_reachable: true,
            ..silent()
        }
    }

    #[test]
    fn a_report_says_what_it_gives_and_what_to_ask_for() {
        let check = |report: &Version, points, expected: &[Given]| {
            let score = completeness(report);
            let missing: Vec<Given> =
                score.reasons.iter().filter(|reason| !reason.given).map(|reason| reason.what).collect();
            assert_eq!((score.points, missing.as_slice()), (points, expected));
        };
        use Given::*;
        check(&full(), 100, &[]);
        check(&Version { happened_at: None, ..full() }, 85, &[WhenItHappened]);
        check(&Version { files: vec![attached(Knownness::Known)], ..full() }, 95, &[WhoViewed]);
        check(&Version { files: vec![], ..full() }, 85, &[WhatItIsAbout]);
        check(&Version { files: vec![], text: text("words", false), ..full() }, 100, &[]);
        check(&Version { files: vec![], text: text(" ", false), ..full() }, 85, &[WhatItIsAbout]);
        let mut harmed = full();
        harmed.mentions[0].mentioned_as = MentionedAs::Harmed;
        check(&harmed, 80, &[WhoIsReported]);
        check(
            &Version { mentions: vec![], connection_given: false, ..full() },
            50,
            &[WhoIsReported, Connection, Where],
        );
    }

    #[test]
    fn the_two_scores_never_mix() {
        let urgent = Version { signs: Sign::ALL.iter().copied().collect(), ..full() };
        assert_eq!(completeness(&urgent), completeness(&full()), "urgency adds nothing to completeness");
        let bare =
            Version { mentions: vec![], happened_at: None, connection_given: false, preserved_since: None, ..full() };
        let bare = Version { sender_reachable: false, ..bare };
        assert_eq!(protection_priority(&bare), protection_priority(&full()), "completeness adds nothing to urgency");
    }
}
