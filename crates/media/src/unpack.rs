//! The parent's side of archives: which helper and which worker are put together, and how members come into hand.
//!
//! Nothing here understands an archive. Members are counted against the budget once more, for a worker that has been
//! taken over by what it reads would not count.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};

use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};

use crate::archive::limits::Budget;
use crate::archive::{self, ArchiveEnd, MemberHead, MemberKind, Way};
use crate::cage::WORDS_BYTES_MAX;
use crate::examiner::{Examiner, Member};
use crate::helper_program::{HelperJob, RunningHelper, Tool};
use crate::hold::{Held, HoldWriter};
use crate::pool::Worker;
use crate::wire::{Ask, Received, Say, Unpacking};

/// More bytes of names than these are not sent: all members are told instead.
const NAMES_BYTES_MAX: usize = 1 << 20;

/// Who takes members; see [`Examiner::members`].
type Each<'e> = &'e mut dyn FnMut(&mut Examiner, &mut Budget, Member) -> ControlFlow<()>;

pub(crate) fn members(
    examiner: &mut Examiner,
    archive: &Held,
    mime: &str,
    name: &[u8],
    only: &BTreeSet<Vec<u8>>,
    budget: &mut Budget,
    each: Each<'_>,
) -> (BTreeSet<Mark>, Option<Problem>) {
    let Some(way) = archive::way_of(mime) else {
        return (BTreeSet::new(), Some(Problem::new(ProblemCode::NotDecoded, format!("no way into {mime}"))));
    };
    if let Err(problem) = budget.descend() {
        return (BTreeSet::new(), Some(problem));
    }
    let mut unpacking = Unpack { examiner, archive, only, budget, each, broken_off: false };
    let end = match way {
        Way::Zip => unpacking.tell(archive.file(), Unpacking::Zip, None),
        Way::Tar => unpacking.tell(archive.file(), Unpacking::Tar { complaints: Vec::new(), is_cut: false }, None),
        Way::Gzip => unpacking.tell(archive.file(), Unpacking::Gzip { lone_name: archive::lone_name(name) }, None),
        Way::Packed => unpacking.packed(name),
        Way::Converted => unpacking.converted(mime),
    };
    budget.ascend();
    match end {
        Ok(end) => (end.marks, end.problem),
        Err(problem) => (BTreeSet::new(), Some(problem)),
    }
}

/// Worker and helper are in the middle of something and are ended as they are dropped.
fn stopped() -> Problem {
    Problem::new(ProblemCode::NotRead, "stopped")
}

struct Unpack<'u, 'e> {
    examiner: &'u mut Examiner,
    archive: &'u Held,
    only: &'u BTreeSet<Vec<u8>>,
    budget: &'u mut Budget,
    each: Each<'e>,
    broken_off: bool,
}

impl Unpack<'_, '_> {
    fn packed(&mut self, name: &[u8]) -> Result<ArchiveEnd, Problem> {
        let helper = self.start(HelperJob::new(Tool::Bsdcat).file(self.archive.file()))?;
        self.through(helper, Unpacking::Packed { lone_name: archive::lone_name(name) })
    }

    fn converted(&mut self, mime: &str) -> Result<ArchiveEnd, Problem> {
        let (mut complaints, mut is_cut) = (Vec::new(), false);
        if archive::needs_check(mime) {
            let job = HelperJob::new(Tool::Bsdtar).text(["-xOf"]).file(self.archive.file()).discard_output();
            complaints = self.start(job)?.finish_silent()?.words;
            is_cut = complaints.len() as u64 >= WORDS_BYTES_MAX;
        }
        let told_by_check = archive::judge_helper(complaints.is_empty(), &complaints);
        let job = HelperJob::new(Tool::Bsdtar).text(["-cPf", "-", "--format=pax"]);
        let helper = self.start(job.file_within("@", self.archive.file(), ""))?;
        let end = self.through(helper, Unpacking::Tar { complaints, is_cut })?;
        let Some(mut problem) = end.problem.clone() else { return Ok(end) };
        if self.broken_off || problem.code == ProblemCode::ArchiveLimit {
            return Ok(end);
        }
        // While it converts, bsdtar prints `(null)` where it should say what was wrong; while it extracts, it says it.
        let told = match archive::needs_check(mime) {
            true => told_by_check,
            false => {
                let job = HelperJob::new(Tool::Bsdtar).text(["-xOf"]).file(self.archive.file()).discard_output();
                let ended = self.start(job)?.finish_silent()?;
                archive::judge_helper(ended.ended_well, &ended.words)
            }
        };
        if let Some(better) = archive::better_account(Some(problem.clone()), told) {
            problem = better;
        }
        // What could not be read is listed by its name at least.
        let job = HelperJob::new(Tool::Bsdtar).text(["--numeric-owner", "-tvf"]).file(self.archive.file());
        let mut listing = self.start(job)?;
        let Some(output) = listing.take_output() else { return Ok(end) };
        let mut marks = end.marks.clone();
        let told = self.tell(output.as_fd(), Unpacking::Listed { told: end, problem: problem.clone() }, None);
        listing.stop();
        marks.extend(told.map(|told| told.marks).unwrap_or_default());
        if problem.code == ProblemCode::Encrypted {
            marks.insert(Mark::Encrypted);
        }
        Ok(ArchiveEnd { marks, problem: Some(problem), ..ArchiveEnd::default() })
    }

    fn start(&self, job: HelperJob<'_>) -> Result<RunningHelper, Problem> {
        self.examiner.helpers.start(job)
    }

    /// A helper unpacks into a pipe, a worker reads the members from it.
    fn through(&mut self, mut helper: RunningHelper, how: Unpacking) -> Result<ArchiveEnd, Problem> {
        match helper.take_output() {
            Some(output) => self.tell(output.as_fd(), how, Some(helper)),
            None => Err(Problem::new(ProblemCode::DecoderCrashed, "a helper without output")),
        }
    }

    /// A worker tells the members; each comes into hand and is handed on. With a helper behind the pipe, the last
    /// member waits for the helper's end: a cut stream looks like a whole shorter file from here.
    fn tell(
        &mut self,
        from: BorrowedFd<'_>,
        how: Unpacking,
        helper: Option<RunningHelper>,
    ) -> Result<ArchiveEnd, Problem> {
        let mut worker = self.examiner.workers.take()?;
        // The archive itself goes with what a helper made of it, for the promises that its headers make.
        let files = [from, self.archive.file()];
        let files = if helper.is_some() { &files[..] } else { &files[..1] };
        let fit = self.only.iter().map(Vec::len).sum::<usize>() <= NAMES_BYTES_MAX;
        let only = if fit { self.only.iter().cloned().collect() } else { Vec::new() };
        worker.ask(&Ask::Members { how, budget: *self.budget, only }, files)?;
        let mut waiting = None;
        let mut raw = Vec::new();
        let ended = loop {
            if self.examiner.is_stopped() {
                return Err(stopped());
            }
            match worker.answer(&mut raw)? {
                Received::Text(Say::Progress(_)) => {}
                Received::Text(Say::Member(head)) => {
                    if let Some(member) = waiting.take()
                        && self.hand_on(member).is_break()
                    {
                        break None;
                    }
                    if let Err(problem) = self.budget.spend_member() {
                        break Some(ArchiveEnd { problem: Some(problem), ..ArchiveEnd::default() });
                    }
                    match self.take_member(*head, &mut worker, &mut raw)? {
                        (member, None) => waiting = Some(member),
                        (member, Some(over)) => {
                            // What was within the limit is kept; of this member there is only the head.
                            let _ = self.hand_on(member);
                            break Some(ArchiveEnd { problem: Some(over), ..ArchiveEnd::default() });
                        }
                    }
                    if helper.is_none()
                        && let Some(member) = waiting.take()
                        && self.hand_on(member).is_break()
                    {
                        break None;
                    }
                }
                Received::Text(Say::ArchiveEnd(end)) => {
                    self.examiner.workers.put_back(worker);
                    return self.end_well(end, helper, waiting);
                }
                Received::Text(Say::Failed(problem)) => {
                    self.examiner.workers.put_back(worker);
                    return Err(problem);
                }
                _ => return Err(worker.refuse("something else where a member was due")),
            }
        };
        // Stopped by us: worker and helper are in the middle of something and are ended as they are dropped.
        if ended.is_none() {
            self.broken_off = true;
        }
        Ok(ended.unwrap_or_default())
    }

    fn end_well(
        &mut self,
        mut end: ArchiveEnd,
        helper: Option<RunningHelper>,
        waiting: Option<Member>,
    ) -> Result<ArchiveEnd, Problem> {
        let is_over = end.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::ArchiveLimit);
        let judged = match helper {
            Some(helper) if is_over => {
                helper.stop();
                None
            }
            Some(helper) => {
                let ended = helper.finish_silent()?;
                archive::judge_helper(ended.ended_well, &ended.words)
            }
            None => None,
        };
        if let Some(mut member) = waiting {
            if let Some(judged) = &judged
                && member.held.is_some()
            {
                member.held = None;
                member.problem = Some(Problem::new(ProblemCode::NotRead, &judged.detail));
            }
            if self.hand_on(member).is_break() {
                self.broken_off = true;
            }
        }
        // The helper knows better than the stream it left behind, above all that the archive is encrypted.
        end.problem = archive::better_account(judged, end.problem);
        Ok(end)
    }

    fn hand_on(&mut self, member: Member) -> ControlFlow<()> {
        (self.each)(self.examiner, self.budget, member)
    }

    /// Takes one member's bytes; the second answer says that they were more than the budget.
    fn take_member(
        &mut self,
        head: MemberHead,
        worker: &mut Worker,
        raw: &mut Vec<u8>,
    ) -> Result<(Member, Option<Problem>), Problem> {
        let has_bytes = head.kind == MemberKind::File && head.problem.is_none();
        let mut writer = HoldWriter::new(&self.examiner.settings.spool);
        let mut not_held = None;
        loop {
            if self.examiner.is_stopped() {
                return Err(stopped());
            }
            match worker.answer(raw)? {
                Received::Raw(n) if has_bytes => {
                    if let Err(over) = self.budget.spend_bytes(n as u64) {
                        return Ok((Member { head, held: None, problem: Some(over.clone()) }, Some(over)));
                    }
                    if not_held.is_none()
                        && let Err(error) = writer.write(&raw[..n])
                    {
                        not_held = Some(Problem::new(ProblemCode::NotRead, error));
                    }
                }
                Received::Text(Say::Progress(_)) => {}
                Received::Text(Say::MemberEnd(problem)) => {
                    let problem = head.problem.clone().or(problem).or(not_held);
                    if !has_bytes || problem.is_some() {
                        return Ok((Member { head, held: None, problem }, None));
                    }
                    return Ok(match writer.finish() {
                        Ok(held) => (Member { head, held: Some(held), problem: None }, None),
                        Err(error) => {
                            let problem = Some(Problem::new(ProblemCode::NotRead, error));
                            (Member { head, held: None, problem }, None)
                        }
                    });
                }
                Received::Text(Say::Failed(problem)) => return Err(problem),
                _ => return Err(worker.refuse("something else where a member's bytes were due")),
            }
        }
    }
}
