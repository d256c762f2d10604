//! What a new node still needs before people can work in it, and goes on needing until it has it.

use serde::{Deserialize, Serialize};

use crate::problem::codes;

/// Administrators who should be there: one may be ill, or be the one who must be kept out.
pub const ADMINISTRATORS_MIN: usize = 2;

codes! {
    /// Something that is still to be done, in the order in which it is.
    SetUpStep {
        /// Make somebody else an administrator.
        SecondAdministrator = "second-administrator",
        /// Add somebody who may take lists in: administrators see no casework.
        SomebodyForLists = "somebody-for-lists",
        /// Take the first list in.
        FirstList = "first-list",
        /// See that one's own recovery key stands on paper. Nobody can tell whether it does, so it is said as long as
        /// something else is to be done.
        RecoveryKey = "recovery-key",
    }
}

/// How far a node has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetUpSoFar {
    /// Active administrators.
    pub n_administrators: usize,
    /// Whether somebody active may take lists in.
    pub somebody_takes_lists: bool,
    /// Lists that are there.
    pub n_lists: usize,
}

/// What is still to be done; nothing once a node can be worked in.
pub fn still_to_set_up(so_far: SetUpSoFar) -> Vec<SetUpStep> {
    let SetUpSoFar { n_administrators, somebody_takes_lists, n_lists } = so_far;
    let mut steps = Vec::new();
    if n_administrators < ADMINISTRATORS_MIN {
        steps.push(SetUpStep::SecondAdministrator);
    }
    if n_lists == 0 {
        if !somebody_takes_lists {
            steps.push(SetUpStep::SomebodyForLists);
        }
        steps.push(SetUpStep::FirstList);
    }
    if !steps.is_empty() {
        steps.push(SetUpStep::RecoveryKey);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_led_from_its_first_administrator_to_its_first_list() {
        use SetUpStep::{FirstList, RecoveryKey, SecondAdministrator, SomebodyForLists};
        let check = |n_administrators, somebody_takes_lists, n_lists, expected: &[SetUpStep]| {
            let so_far = SetUpSoFar { n_administrators, somebody_takes_lists, n_lists };
            assert_eq!(still_to_set_up(so_far), expected, "{so_far:?}");
        };
        check(1, false, 0, &[SecondAdministrator, SomebodyForLists, FirstList, RecoveryKey]);
        check(2, false, 0, &[SomebodyForLists, FirstList, RecoveryKey]);
        check(2, true, 0, &[FirstList, RecoveryKey]);
        check(2, true, 1, &[]);
        // Whoever took the first list in may have left since.
        check(2, false, 1, &[]);
        check(1, true, 1, &[SecondAdministrator, RecoveryKey]);
    }
}
