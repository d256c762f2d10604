//! Work that takes longer than an answer: asked for once, done in its turn, ended in one way. What is done, and by whom it
//! may be asked, is not here.

use serde::{Deserialize, Serialize};

use crate::id::JobId;
use crate::problem::codes;
use crate::who::{Actor, Moment};

/// A job that was cut off so often is not begun again: it may be what ends the program.
pub const BEGUN_MAX: u32 = 3;

codes! {
    /// What is done.
    JobKind {
        /// An exhibit is examined and matched.
        Triage = "triage",
        /// A list is taken in.
        ListImport = "list-import",
    }
}

codes! {
    /// How far a job is.
    JobState {
        /// Others are before it.
        Waiting = "waiting",
        /// It is being done.
        Running = "running",
        /// It is done.
        Done = "done",
        /// It could not be done.
        Failed = "failed",
        /// Somebody stopped it, or the program ended too often while it ran.
        Stopped = "stopped",
    }
}

impl JobState {
    /// Whether nothing happens to it any more.
    pub fn is_over(self) -> bool {
        matches!(self, JobState::Done | JobState::Failed | JobState::Stopped)
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is done.
    pub kind: JobKind,
    /// Who asked for it.
    pub by: Actor,
    /// When.
    pub asked: Moment,
    /// How far it is.
    pub state: JobState,
    /// When it was begun last.
    pub began: Option<Moment>,
    /// When it was over.
    pub ended: Option<Moment>,
    /// How often it was begun.
    pub n_begun: u32,
    /// Whether somebody asked for it to stop.
    pub stop_asked: bool,
}

/// Why a job is not taken on, begun or stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum JobRefusal {
    /// It is over.
    #[error("the job is over")]
    Over,
    /// Ask again when some are done.
    #[error("too many jobs wait")]
    TooMany,
    /// Whoever keeps the node names folders from which exhibits and lists may be taken.
    #[error("no folder was named from which anything may be taken")]
    NoIntake,
    /// Name what lies beneath, with `/` between the names.
    #[error("the path climbs, is absolute or has an empty name")]
    PathUnfit,
    /// Nothing of that name may be taken.
    #[error("there is nothing of that name beneath the folders from which something may be taken")]
    NotInIntake,
    /// Name an ending that reports have, each once.
    #[error("a report's ending is unknown or named twice")]
    ReportUnfit,
    /// Say either that a list is to be set aside or what else it is for; name it; its threshold is 0 to 64 bits.
    #[error("what is said of the list contradicts itself or is out of range")]
    ListUnfit,
}

impl Job {
    /// A job that waits for its turn.
    pub fn ask(id: JobId, kind: JobKind, by: Actor, asked: Moment) -> Job {
        let (state, began, ended) = (JobState::Waiting, None, None);
        Job { id, kind, by, asked, state, began, ended, n_begun: 0, stop_asked: false }
    }

    /// Its turn has come.
    ///
    /// # Errors
    /// [`JobRefusal::Over`] when it does not wait any more.
    pub fn begin(&self, at: Moment) -> Result<Job, JobRefusal> {
        if self.state != JobState::Waiting {
            return Err(JobRefusal::Over);
        }
        Ok(Job { state: JobState::Running, began: Some(at), n_begun: self.n_begun + 1, ..self.clone() })
    }

    /// It is over, in this way; what was over stays as it ended.
    pub fn end(&self, how: JobState, at: Moment) -> Job {
        if self.state.is_over() || !how.is_over() {
            return self.clone();
        }
        Job { state: how, ended: Some(at), ..self.clone() }
    }

    /// Somebody wants it to stop: at once where it waits; what runs is told so.
    ///
    /// # Errors
    /// [`JobRefusal::Over`].
    pub fn stop(&self, at: Moment) -> Result<Job, JobRefusal> {
        let asked = Job { stop_asked: true, ..self.clone() };
        match self.state {
            JobState::Waiting => Ok(asked.end(JobState::Stopped, at)),
            JobState::Running => Ok(asked),
            JobState::Done | JobState::Failed | JobState::Stopped => Err(JobRefusal::Over),
        }
    }

    /// The program ended, or is ending, while it ran. Where it can go on it waits again; not where somebody asked for it to
    /// stop, and not for ever.
    pub fn interrupt(&self, at: Moment, can_go_on: bool) -> Job {
        match self.state {
            JobState::Running if can_go_on && !self.stop_asked && self.n_begun < BEGUN_MAX => {
                Job { state: JobState::Waiting, ..self.clone() }
            }
            JobState::Waiting if can_go_on => self.clone(),
            _ => self.end(JobState::Stopped, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{UnitId, UserId};

    fn job() -> Job {
        let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([2; 10]) };
        Job::ask(JobId::new([3; 10]), JobKind::Triage, by, Moment(1))
    }

    #[test]
    fn a_job_is_begun_once_and_over_once() {
        let running = job().begin(Moment(2)).unwrap();
        assert_eq!((running.state, running.began, running.n_begun), (JobState::Running, Some(Moment(2)), 1));
        assert_eq!(running.begin(Moment(3)), Err(JobRefusal::Over));
        let done = running.end(JobState::Done, Moment(4));
        assert_eq!((done.state, done.ended), (JobState::Done, Some(Moment(4))));
        assert_eq!(done.end(JobState::Failed, Moment(5)), done, "what is over stays as it ended");
        assert_eq!(done.stop(Moment(6)), Err(JobRefusal::Over));
        assert_eq!(running.end(JobState::Waiting, Moment(4)), running, "waiting is no end");
    }

    #[test]
    fn who_waits_stops_at_once_and_who_runs_is_told() {
        assert_eq!(job().stop(Moment(2)).unwrap().state, JobState::Stopped);
        let told = job().begin(Moment(2)).unwrap().stop(Moment(3)).unwrap();
        assert_eq!((told.state, told.stop_asked), (JobState::Running, true));
        assert_eq!(told.interrupt(Moment(4), true).state, JobState::Stopped, "it was to stop anyhow");
    }

    #[test]
    fn what_was_cut_off_goes_on_but_not_for_ever() {
        let mut job = job();
        for _ in 0..BEGUN_MAX {
            assert_eq!(job.state, JobState::Waiting);
            job = job.begin(Moment(2)).unwrap().interrupt(Moment(3), true);
        }
        assert_eq!(job.state, JobState::Stopped);
        let waiting = super::tests::job();
        assert_eq!(waiting.interrupt(Moment(2), true), waiting);
        assert_eq!(waiting.interrupt(Moment(2), false).state, JobState::Stopped, "what it needs is gone");
        let running = waiting.begin(Moment(2)).unwrap();
        assert_eq!(running.interrupt(Moment(3), false).state, JobState::Stopped);
    }
}
