//! An archive gone through once more, for a few of its members alone: by the same way and in the same cage as the first
//! time. The others are passed over; no member is asked for by anything but its place and its bytes.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::{File, MediaKind, Place};
use casework::problem::{Problem, ProblemCode};
use media::archive::MemberHead;
use media::archive::limits::Budget;
use media::examiner::{Examiner, Member, Source};
use media::hold::Held;
use media::walk::Root;

/// What is done with a member that is met again.
type Met<'a> = dyn FnMut(&mut Examiner, &Place, &Held, &File) -> ControlFlow<()> + 'a;

/// Going through an archive once more.
struct Again<'a> {
    wanted: BTreeMap<Place, Arc<File>>,
    stop: &'a AtomicBool,
    met: &'a mut Met<'a>,
}

/// Opens the archive at this place on disk and hands those `wanted` to `met`, at any depth. Gives those that were not met,
/// or not as they were, and why; breaks when `met` does, or when somebody asks to stop.
pub(super) fn go_through<'a>(
    examiner: &mut Examiner,
    root: &Root,
    (archive, file): (&Place, &File),
    wanted: BTreeMap<Place, Arc<File>>,
    stop: &'a AtomicBool,
    met: &'a mut Met<'a>,
) -> ControlFlow<(), (BTreeMap<Place, Arc<File>>, Problem)> {
    let mut again = Again { wanted, stop, met };
    let opened = root.open(&archive.path);
    let problem = match opened.and_then(|opened| Held::again(opened, file.size, file.digests)) {
        Ok(held) => {
            let mut budget = examiner.budget(&held);
            again.go_into(examiner, archive, &held, &file.mime, &mut budget)?
        }
        Err(problem) => Some(problem),
    };
    let problem = problem.unwrap_or_else(|| Problem::new(ProblemCode::NotRead, "not met in its archive again"));
    ControlFlow::Continue((again.wanted, problem))
}

impl Again<'_> {
    /// Says why the archive ended early.
    fn go_into(
        &mut self,
        examiner: &mut Examiner,
        archive: &Place,
        held: &Held,
        mime: &str,
        budget: &mut Budget,
    ) -> ControlFlow<(), Option<Problem>> {
        let mut flow = ControlFlow::Continue(());
        let (_, problem) = examiner.members(held, mime, archive.name(), budget, &mut |examiner, budget, member| {
            flow = self.meet(examiner, archive, member, budget);
            self.go_on()?;
            // Nothing behind the last one is of interest.
            if self.wants_any_in(archive) { flow } else { ControlFlow::Break(()) }
        });
        flow?;
        self.go_on()?;
        ControlFlow::Continue(problem)
    }

    fn meet(
        &mut self,
        examiner: &mut Examiner,
        archive: &Place,
        member: Member,
        budget: &mut Budget,
    ) -> ControlFlow<()> {
        let Some(held) = member.held else { return ControlFlow::Continue(()) };
        let place = archive.member(name_of_member(&member.head));
        if self.wanted.get(&place).is_some_and(|file| file.digests == held.digests())
            && let Some(file) = self.wanted.remove(&place)
        {
            return (self.met)(examiner, &place, &held, &file);
        }
        if !self.wants_any_in(&place) {
            return ControlFlow::Continue(());
        }
        let name = place.name().to_vec();
        let inner = examiner.examine(Source::Held(held), &name, &mut |_| {});
        if let (Some(file), Some(held)) = (inner.file, inner.held)
            && file.kind == MediaKind::Archive
        {
            self.go_into(examiner, &place, &held, &file.mime, budget)?;
        }
        ControlFlow::Continue(())
    }

    /// Whether one of those wanted stands inside this archive, at any depth.
    fn wants_any_in(&self, archive: &Place) -> bool {
        // What is inside a place follows it in the order of places.
        let next = self.wanted.range((Bound::Excluded(archive), Bound::Unbounded)).next();
        next.is_some_and(|(place, _)| place.path == archive.path && place.inside.starts_with(&archive.inside))
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// A member's name as a place knows it: two members of one name are two places, told apart by a number.
pub(super) fn name_of_member(head: &MemberHead) -> Vec<u8> {
    let mut name = head.name.clone();
    if head.repeat > 0 {
        name.extend_from_slice(format!(" [{}]", head.repeat + 1).as_bytes());
    }
    name
}
