//! Who asks, and whether they may: for now the operating system's user under one rule.
//!
//! The rule: whoever owns the node folder may do everything in it, nobody else anything. The folder's mode says the
//! same to the system. Roles and their policies take this file's place when the casebook does.

use crate::error::Error;

/// Somebody who asks for a verb.
#[derive(Clone, PartialEq, Eq)]
pub struct Principal {
    /// The system's number of the user.
    pub uid: u32,
}

impl Principal {
    /// The user that this process runs as.
    pub fn of_this_process() -> Principal {
        Principal { uid: rustix::process::geteuid().as_raw() }
    }
}

// Log lines and debug output name ids, never people.
impl std::fmt::Debug for Principal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Principal(uid {})", self.uid)
    }
}

/// What may be asked of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Examine an exhibit and match it.
    Triage,
    /// Take in a version of a list.
    ImportList,
    /// See lists and their refused rows.
    ShowLists,
    /// Write out the entries of a list.
    ExportList,
    /// Forget a list.
    RemoveList,
    /// See exhibits.
    ShowExhibits,
    /// Forget an exhibit.
    RemoveExhibit,
    /// Look for one file or hash.
    Find,
    /// Compare a report with what was written.
    VerifyReport,
    /// See the node's health.
    Doctor,
    /// See where the ledger lies and by which key it is verified.
    ShowLedger,
    /// Take the proof of one entry of the ledger.
    ProveEntry,
}

impl Action {
    /// The verb as the ledger names it.
    pub fn verb(self) -> &'static str {
        match self {
            Action::Triage => "triage",
            Action::ImportList => "list-import",
            Action::ShowLists => "list-show",
            Action::ExportList => "list-export",
            Action::RemoveList => "list-remove",
            Action::ShowExhibits => "exhibit-show",
            Action::RemoveExhibit => "exhibit-remove",
            Action::Find => "find",
            Action::VerifyReport => "verify",
            Action::Doctor => "doctor",
            Action::ShowLedger => "ledger-show",
            Action::ProveEntry => "ledger-prove",
        }
    }
}

/// The one rule. `owner_uid` is who the node folder belongs to; [`Error::Denied`] names the verb.
pub fn permit(who: &Principal, action: Action, owner_uid: u32) -> Result<(), Error> {
    if who.uid == owner_uid { Ok(()) } else { Err(Error::Denied { verb: action.verb() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_may_and_nobody_else() {
        assert!(permit(&Principal { uid: 1000 }, Action::Triage, 1000).is_ok());
        assert!(matches!(permit(&Principal { uid: 1001 }, Action::Find, 1000), Err(Error::Denied { verb: "find" })));
        // Not even the superuser: evidence is touched under the account that answers for it.
        assert!(permit(&Principal { uid: 0 }, Action::RemoveList, 1000).is_err());
    }
}
