//! An operation: who ordered it, and whether it is planned, under way or over. Only as far as a case needs it.

use serde::{Deserialize, Serialize};

use crate::id::{OperationId, UnitId};
use crate::link_kind::Noun;
use crate::protected::Protected;
use crate::record::Record;
use crate::who::{Moment, Said};

/// An operation. Its cases and leads are linked with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The id.
    pub id: OperationId,
    /// What it is called: a name that leaks warns those it is about.
    pub name: Protected,
    /// Who ordered it.
    pub ordered: Said,
    state: OperationState,
}

/// Where an operation stands. Written as `{"state": "running", "since": …}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum OperationState {
    /// Ordered, not begun.
    Planned,
    /// Under way.
    Running {
        /// Since when.
        since: Moment,
    },
    /// Over.
    Ended {
        /// Since when it was under way; none when it was called off before.
        since: Option<Moment>,
        /// When it ended.
        at: Moment,
    },
}

/// Why an operation was not moved, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum OperationRefusal {
    /// Say what it is called.
    #[error("an operation has a name")]
    NoName,
    /// Plan another.
    #[error("the operation is over")]
    Ended,
    /// Nothing is left to do.
    #[error("the operation is under way")]
    Running,
    /// Give a later time.
    #[error("an operation ends after it begins")]
    EndsBeforeItBegins,
}

impl Operation {
    /// An operation that somebody ordered.
    pub fn plan(id: OperationId, name: Protected, ordered: Said) -> Operation {
        Operation { id, name, ordered, state: OperationState::Planned }
    }

    /// Where it stands.
    pub fn state(&self) -> OperationState {
        self.state
    }

    /// The operation under way.
    pub fn begin(&self, since: Moment) -> Result<Operation, OperationRefusal> {
        match self.state {
            OperationState::Planned => Ok(Operation { state: OperationState::Running { since }, ..self.clone() }),
            OperationState::Running { .. } => Err(OperationRefusal::Running),
            OperationState::Ended { .. } => Err(OperationRefusal::Ended),
        }
    }

    /// The operation over, or called off.
    pub fn end(&self, at: Moment) -> Result<Operation, OperationRefusal> {
        let since = match self.state {
            OperationState::Planned => None,
            OperationState::Running { since } if since > at => return Err(OperationRefusal::EndsBeforeItBegins),
            OperationState::Running { since } => Some(since),
            OperationState::Ended { .. } => return Err(OperationRefusal::Ended),
        };
        Ok(Operation { state: OperationState::Ended { since, at }, ..self.clone() })
    }
}

impl Record for Operation {
    type Id = OperationId;
    const NOUN: Noun = Noun::Operation;

    fn id(&self) -> OperationId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.ordered.by.unit
    }

    fn state_code(&self) -> &'static str {
        match self.state() {
            OperationState::Planned => "planned",
            OperationState::Running { .. } => "running",
            OperationState::Ended { .. } => "ended",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    #[test]
    fn an_operation_begins_once_and_ends_once() {
        let planned = Operation::plan(OperationId::new(bytes(1)), Protected::new("canary"), said(1));
        let running = planned.begin(Moment(5)).unwrap();
        assert_eq!(running.begin(Moment(6)), Err(OperationRefusal::Running));
        assert_eq!(running.end(Moment(4)), Err(OperationRefusal::EndsBeforeItBegins));
        let ended = running.end(Moment(9)).unwrap();
        assert_eq!(ended.state(), OperationState::Ended { since: Some(Moment(5)), at: Moment(9) });
        assert_eq!(
            (ended.begin(Moment(10)), ended.end(Moment(10))),
            (Err(OperationRefusal::Ended), Err(OperationRefusal::Ended))
        );
        let called_off = planned.end(Moment(2)).unwrap();
        assert_eq!(called_off.state(), OperationState::Ended { since: None, at: Moment(2) });
        assert!(!format!("{ended:?}").contains("canary"));
    }
}
