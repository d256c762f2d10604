//! An archive gone through once more, for a few of its members alone: by the same way and in the same cage as the first
//! time. The others are passed over; no member is taken for another than it is, by its place and its bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, ControlFlow};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::{File, MediaKind, Place};
use casework::problem::{Problem, ProblemCode};
use media::archive::limits::Budget;
use media::examiner::{Examiner, Member, Source};
use media::hold::Held;

/// What is done with a member that is met again.
pub(crate) type Met<'a> = dyn FnMut(&mut Examiner, &Place, &Held, &File) -> ControlFlow<()> + 'a;

/// Going through an archive once more.
struct Again<'a> {
    wanted: BTreeMap<Place, Arc<File>>,
    stop: &'a AtomicBool,
    met: &'a mut Met<'a>,
}

/// An archive on disk that was examined before.
pub(crate) struct Archive<'a> {
    /// Where it stands.
    pub(crate) place: &'a Place,
    /// What was found.
    pub(crate) file: &'a File,
    /// The same file, opened once more; or why that was not possible.
    pub(crate) opened: Result<OwnedFd, Problem>,
    /// It is left when it has unpacked to more bytes.
    pub(crate) bytes_max: u64,
}

/// Hands those members of an archive that are `wanted` to `met`, at any depth. Gives those that were not met, or not as they
/// were, and why; breaks when `met` does, or when somebody asks to stop.
pub(crate) fn go_through<'a>(
    examiner: &mut Examiner,
    archive: Archive<'_>,
    wanted: BTreeMap<Place, Arc<File>>,
    stop: &'a AtomicBool,
    met: &'a mut Met<'a>,
) -> ControlFlow<(), (BTreeMap<Place, Arc<File>>, Problem)> {
    let Archive { place, file, opened, bytes_max } = archive;
    let mut again = Again { wanted, stop, met };
    let problem = match opened.and_then(|opened| Held::again(opened, file.size, file.digests)) {
        Ok(held) => {
            let mut budget = examiner.budget(&held);
            budget.bytes_left = budget.bytes_left.min(bytes_max);
            again.go_into(examiner, place, &held, &file.mime, &mut budget)?
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
        let only = self.names_in(archive);
        let mut each = |examiner: &mut Examiner, budget: &mut Budget, member| {
            flow = self.meet(examiner, archive, member, budget);
            self.go_on()?;
            // Nothing behind the last one is of interest.
            if self.wants_any_in(archive) { flow } else { ControlFlow::Break(()) }
        };
        let (_, problem) = examiner.members_called(held, mime, archive.name(), &only, budget, &mut each);
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
        let place = archive.member(member.head.called());
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
        self.inside(archive).next().is_some()
    }

    /// The names in this archive of what is wanted, or of the archives in which it lies.
    fn names_in(&self, archive: &Place) -> BTreeSet<Vec<u8>> {
        self.inside(archive).filter_map(|place| place.inside.get(archive.inside.len()).cloned()).collect()
    }

    /// What is wanted of this archive, at any depth: it follows the archive in the order of places.
    fn inside<'s>(&'s self, archive: &'s Place) -> impl Iterator<Item = &'s Place> {
        let after = self.wanted.range((Bound::Excluded(archive), Bound::Unbounded)).map(|(place, _)| place);
        after.take_while(|place| place.path == archive.path && place.inside.starts_with(&archive.inside))
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
