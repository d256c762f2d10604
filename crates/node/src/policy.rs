//! Whether somebody may: the second beat of every verb. No other file decides it.
//!
//! At the terminal one rule holds: whoever owns the node folder may do what is done at a terminal, nobody else anything.

use casework::record::Access;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

impl Node {
    /// Whether this may be asked at all: [`Error::Denied`] names the verb. Each record that it is about is asked for
    /// apart, by [`Node::permit_about`].
    pub(crate) fn permit(&self, who: &Principal, action: Action) -> Result<(), Error> {
        let denied = Error::Denied { verb: action.verb() };
        match who {
            // Not even the superuser: evidence is touched under the account that answers for it.
            Principal::Terminal { uid } if *uid == self.owner_uid => Ok(()),
            Principal::Terminal { .. } | Principal::User(_) => Err(denied),
        }
    }

    /// Whether this may be asked about a record. What somebody need not know of is [`Error::NotFound`] to them.
    pub(crate) fn permit_about(&self, who: &Principal, action: Action, about: &Access) -> Result<(), Error> {
        let caller = who.caller(action)?;
        if !about.includes(caller.actor.unit, &caller.cases) {
            return Err(Error::NotFound { what: "record", name: about.record.to_string() });
        }
        self.permit(who, action)
    }
}
