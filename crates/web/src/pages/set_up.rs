//! What a new node still needs, as a page tells whoever can see to it: each step with its way, where the reader may go it.

use casework::set_up::SetUpStep;
use node::principal::Action;

use super::visitor::Visitor;
use crate::router::Served;

/// One step that is left.
pub(crate) struct SetUpLine {
    /// As locale keys spell it: `set-up-<code>`.
    pub(crate) code: &'static str,
    /// Where it is done, and the name of that page; none where others do it.
    pub(crate) way: Option<(&'static str, &'static str)>,
}

/// These steps, for this reader.
pub(crate) fn set_up_lines(served: &Served, visitor: &Visitor, steps: &[SetUpStep]) -> Vec<SetUpLine> {
    let may = |action| served.node.may(&visitor.who, action);
    let line = |step: &SetUpStep| {
        let people = Some(("/administration", "room-administration")).filter(|_| may(Action::AddUser));
        SetUpLine {
            code: step.code(),
            way: match step {
                SetUpStep::SecondAdministrator | SetUpStep::SomebodyForLists => people,
                SetUpStep::FirstList => Some(("/lists#import", "room-lists")).filter(|_| may(Action::ImportList)),
                SetUpStep::RecoveryKey => Some(("/renew", "page-renew")),
            },
        }
    };
    steps.iter().map(line).collect()
}
