//! Whether somebody may: the second beat of every verb. No other file decides it, and this one only asks the policies.
//!
//! Two questions are asked. Whether this may be asked for at all is asked about the node ([`Node::permit`]), by the roles.
//! Whether it may be asked about a record is asked about the record ([`Node::permit_about`]), by roles and need to know.

mod policies;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use casework::id::RecordId;
use casework::link_kind::Noun;
use casework::purpose::PurposeMissing;
use casework::record::Access;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

use self::policies::{Answer, Question, policies};

/// Every role and every verb, as people review it.
pub const PERMISSIONS: &str = include_str!("../policies/permissions.txt");

/// The policies, file by file: name and text.
pub fn policy_files() -> &'static [(&'static str, &'static str)] {
    policies::FILES
}

impl Node {
    /// Whether this may be asked at all: [`Error::Denied`] names the verb, and [`PurposeMissing`] asks for a purpose. Each
    /// record that it is about is asked for apart, by [`Node::permit_about`].
    pub(crate) fn permit(&self, who: &Principal, action: Action) -> Result<(), Error> {
        self.ask_policies(who, action, None)
    }

    /// Whether this may be asked about a record. What somebody need not know of is [`Error::NotFound`] to them.
    pub(crate) fn permit_about(&self, who: &Principal, action: Action, about: &Access) -> Result<(), Error> {
        self.ask_policies(who, action, Some(about))
    }

    /// Those of many records about which this may be asked. `action` says what is asked about each kind of record, if anything.
    pub(crate) fn permitted_among<'a>(
        &self,
        who: &Principal,
        action: impl Fn(Noun) -> Option<Action>,
        about: impl IntoIterator<Item = &'a Access>,
    ) -> BTreeSet<RecordId> {
        policies().permitted_among(who, self.owner_uid, action, about)
    }

    /// Whether it is theirs to ask for, whatever else it needs: what a page offers, what a token can be made for. The verb
    /// asks again.
    pub fn may(&self, who: &Principal, action: Action) -> bool {
        matches!(self.answer(who, action, None), Answer::Yes | Answer::NoPurpose)
    }

    fn answer(&self, who: &Principal, action: Action, about: Option<&Access>) -> Answer {
        policies().answer(&Question { who, owner_uid: self.owner_uid, action, about })
    }

    fn ask_policies(&self, who: &Principal, action: Action, about: Option<&Access>) -> Result<(), Error> {
        match (self.answer(who, action, about), about) {
            (Answer::Yes, _) => Ok(()),
            (Answer::Unseen, Some(about)) => Err(Error::NotFound { what: "record", name: about.record.to_string() }),
            (Answer::NoPurpose, _) => Err(Error::refused(PurposeMissing)),
            (Answer::Unseen | Answer::No, _) => Err(Error::Denied { verb: action.verb() }),
        }
    }
}
