//! The examining threads: each takes the next place, reads it once, has its content looked at in the cage, and goes on
//! into archives. What they find goes through a bounded channel to the one that commits.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::{File, FileId, Inode, Mark, MediaKind, Occurrence, Place, Times};
use casework::problem::{Problem, ProblemCode};
use media::archive::MemberKind;
use media::archive::limits::Budget;
use media::examiner::{Examined, Examiner, Member, Settings, Source, extension_of};
use media::hold::Held;
use media::video::FrameChoice;
use media::walk::Root;
use tokio::sync::mpsc;

use super::queue::Queue;
use super::versions::{HELPER_MISSING, Versions, WITHOUT_FRAMES, versions_of_screened};
use super::{Event, Events, threads};
use crate::members_again::{Archive, go_through};

/// What a thread found out, in the order in which it must be remembered.
pub(crate) enum Found {
    /// A place, and the file there when its bytes were read. An archive's place comes before its members'.
    Place { occurrence: Box<Occurrence>, file: Option<Box<File>>, versions: Cow<'static, str> },
    /// A place that an earlier run remembered stands as it did.
    Again { place: Place },
    /// All members of the archive at this place have been found.
    ArchiveDone { place: Place },
    /// The frames of a video that was found before.
    Frames { file: Box<File>, versions: &'static str },
    /// A thread could not begin or go on: the node's fault or the cage's, never a file's.
    Broken(media::cage::CageError),
}

/// What is to be done.
pub(crate) enum Task {
    /// Read and examine the file at this place.
    Examine(Box<Occurrence>),
    /// Take the frames of a video that has been read before.
    TakeFrames {
        /// Where it can be read again.
        place: Place,
        /// What is known of it.
        file: Arc<File>,
    },
    /// Go through an archive that has been read before once more, for its videos alone.
    TakeMemberFrames {
        /// The archive, on disk.
        archive: Place,
        /// What is known of it.
        file: Arc<File>,
        /// The videos, at any depth, and what is known of them; a video that stands there twice is named once.
        videos: BTreeMap<Place, Arc<File>>,
    },
}

/// What all threads of one exhibit share.
pub(crate) struct Work {
    /// The exhibit, held open.
    pub root: Arc<Root>,
    /// How to examine.
    pub settings: Settings,
    /// Which frames of a video.
    pub frames: FrameChoice,
    /// Whether frames of videos are taken when they are met; otherwise they are left for the end.
    pub frames_at_once: bool,
    /// What to do, in this order.
    pub tasks: Vec<Task>,
    /// Members of half-done archives that an earlier run has remembered, and the files they are: not examined again.
    pub members_known: HashMap<Place, Option<FileId>>,
    /// Other names of the same inode, by the place that is read: they are the same file.
    pub hard_links: HashMap<Place, Vec<Occurrence>>,
    /// Which versions stand on what is found now.
    pub versions: Versions,
    /// Set when somebody asks to stop: the file in hand is left for the next run, no other begun.
    pub stop: Arc<AtomicBool>,
    /// Whom to tell.
    pub events: Events,
}

/// Starts `n_threads` threads over `work`; the receiver ends when all are done.
pub(crate) fn start(work: Work, n_threads: usize) -> mpsc::Receiver<Found> {
    let n_threads = n_threads.clamp(1, work.tasks.len().max(1));
    let queue = Queue::of(n_threads);
    threads::start(work.settings.clone(), n_threads, Found::Broken, move |examiner, to| {
        Thread { work: &work, to }.run(examiner, &queue);
    })
}

/// One thread.
struct Thread<'w> {
    work: &'w Work,
    to: &'w mpsc::Sender<Found>,
}

impl Thread<'_> {
    fn run(&self, examiner: &mut Examiner, queue: &Queue) {
        while !self.work.stop.load(Ordering::Relaxed) {
            let Some(taken) = queue.take(&self.work.tasks) else { return };
            let done = match &self.work.tasks[taken] {
                [task] => self.work(examiner, task),
                tasks => self.examine_several(examiner, tasks),
            };
            if done.is_break() {
                return;
            }
        }
    }

    fn work(&self, examiner: &mut Examiner, task: &Task) -> ControlFlow<()> {
        match task {
            Task::Examine(occurrence) => self.examine_place(examiner, occurrence),
            Task::TakeFrames { place, file } => self.take_frames(examiner, place, file),
            Task::TakeMemberFrames { archive, file, videos } => {
                self.take_member_frames(examiner, archive, file, videos)
            }
        }
    }

    /// Breaks when somebody asked to stop: what the examiner says from then on is not to be believed.
    fn go_on(&self) -> ControlFlow<()> {
        if self.work.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn send(&self, found: Found) -> ControlFlow<()> {
        // The receiver is gone only when the verb has failed: nothing is left to do.
        if self.to.blocking_send(found).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Small files: all are read and digested before the first is looked at.
    fn examine_several(&self, examiner: &mut Examiner, tasks: &[Task]) -> ControlFlow<()> {
        let events = &self.work.events;
        let mut listed = Vec::with_capacity(tasks.len());
        let mut opened = Vec::with_capacity(tasks.len());
        for task in tasks {
            let Task::Examine(occurrence) = task else {
                self.work(examiner, task)?;
                continue;
            };
            match self.work.root.open(&occurrence.place.path) {
                Ok(file) => {
                    listed.push(occurrence);
                    opened.push(file);
                }
                Err(problem) => self.not_opened(occurrence, problem)?,
            }
        }
        let mut told = vec![0; opened.len()];
        let holdings = examiner.hold_several(opened, &mut |n, read| {
            events(Event::Read { bytes: read - told[n] });
            told[n] = read;
        });
        for ((occurrence, holding), told) in listed.into_iter().zip(holdings).zip(told) {
            let examined = examiner.examine_holding(holding, occurrence.place.name());
            self.examined(examiner, occurrence, examined, told)?;
        }
        ControlFlow::Continue(())
    }

    fn not_opened(&self, listed: &Occurrence, problem: Problem) -> ControlFlow<()> {
        (self.work.events)(Event::Read { bytes: listed.size });
        (self.work.events)(Event::FileDone { kind: MediaKind::Other });
        self.found(Occurrence { problem: Some(problem), ..listed.clone() }, None)
    }

    fn examine_place(&self, examiner: &mut Examiner, listed: &Occurrence) -> ControlFlow<()> {
        let events = &self.work.events;
        let opened = match self.work.root.open(&listed.place.path) {
            Ok(opened) => opened,
            Err(problem) => return self.not_opened(listed, problem),
        };
        let mut told = 0;
        let mut progress = |read: u64| {
            events(Event::Read { bytes: read - told });
            told = read;
        };
        let examined = examiner.examine(Source::Disk(opened), listed.place.name(), &mut progress);
        self.examined(examiner, listed, examined, told)
    }

    /// Tells of a file of which `told` bytes have been told, and takes it in.
    fn examined(&self, examiner: &mut Examiner, listed: &Occurrence, examined: Examined, told: u64) -> ControlFlow<()> {
        self.go_on()?;
        (self.work.events)(Event::Read { bytes: listed.size.saturating_sub(told) });
        let kind = examined.file.as_ref().map_or(MediaKind::Other, |file| file.kind);
        (self.work.events)(Event::FileDone { kind });
        self.take_in(examiner, listed.clone(), examined, None)
    }

    /// Remembers what one file is and goes into it when it is an archive. `budget` is that of the archive around it.
    fn take_in(
        &self,
        examiner: &mut Examiner,
        mut occurrence: Occurrence,
        examined: Examined,
        budget: Option<&mut Budget>,
    ) -> ControlFlow<()> {
        let Examined { mut file, held, marks, problem } = examined;
        occurrence.marks.extend(marks);
        occurrence.problem = problem.or(occurrence.problem);
        occurrence.file = file.as_ref().and_then(File::id);
        if let (Some(file), Some(held), true) = (&mut file, &held, self.work.frames_at_once)
            && file.kind == MediaKind::Video
        {
            examiner.video(held, self.work.frames, &mut |_| {}).put_into(file);
            self.go_on()?;
        }
        let archive = file.as_ref().filter(|file| file.kind == MediaKind::Archive).map(|file| file.mime.clone());
        let (Some(mime), Some(held)) = (archive, held) else { return self.found(occurrence, file) };
        self.found(occurrence.clone(), file)?;
        let mut own_budget = examiner.budget(&held);
        self.go_into(examiner, occurrence, &held, &mime, budget.unwrap_or(&mut own_budget))
    }

    fn go_into(
        &self,
        examiner: &mut Examiner,
        mut archive: Occurrence,
        held: &Held,
        mime: &str,
        budget: &mut Budget,
    ) -> ControlFlow<()> {
        let place = archive.place.clone();
        let mut files_by_name: HashMap<Vec<u8>, FileId> = HashMap::new();
        let mut flow = ControlFlow::Continue(());
        let (marks, problem) = examiner.members(held, mime, place.name(), budget, &mut |examiner, budget, member| {
            flow = self.take_in_member(examiner, &place, member, budget, &mut files_by_name);
            if self.work.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { flow }
        });
        flow?;
        // Not all members were seen: the archive stays half-done for the next run.
        self.go_on()?;
        if problem.is_some() || !marks.is_empty() {
            archive.problem = problem.or(archive.problem);
            archive.marks.extend(marks);
            self.found_as(archive, None, Some(mime))?;
        }
        self.send(Found::ArchiveDone { place })
    }

    fn take_in_member(
        &self,
        examiner: &mut Examiner,
        archive: &Place,
        member: Member,
        budget: &mut Budget,
        files_by_name: &mut HashMap<Vec<u8>, FileId>,
    ) -> ControlFlow<()> {
        let Member { head, held, problem } = member;
        let place = archive.member(head.called());
        if let Some(known) = self.work.members_known.get(&place) {
            files_by_name.extend(known.map(|id| (head.name, id)));
            return self.send(Found::Again { place });
        }
        let mut occurrence = Occurrence {
            place,
            size: held.as_ref().map(Held::size).or(head.size).unwrap_or(0),
            times: Times { modified_ns: head.modified_ns, ..Times::default() },
            inode: Inode::default(),
            link_target: head.link_target,
            file: None,
            marks: head.marks,
            problem,
        };
        // The extension is looked for in the archive's own name for it.
        let name = occurrence.place.name().to_vec();
        match held {
            Some(held) => {
                let examined = examiner.examine(Source::Held(held), &name, &mut |_| {});
                files_by_name.extend(examined.file.as_ref().and_then(File::id).map(|id| (head.name, id)));
                self.take_in(examiner, occurrence, examined, Some(budget))
            }
            None => {
                if head.kind == MemberKind::HardLink {
                    // Its bytes stand in the archive once, under the name it points to.
                    occurrence.marks.insert(Mark::HardLink);
                    occurrence.file = occurrence.link_target.as_ref().and_then(|name| files_by_name.get(name)).copied();
                    if occurrence.file.is_none() && occurrence.problem.is_none() {
                        let words = "a second name of a member that is not there";
                        occurrence.problem = Some(Problem::new(ProblemCode::NotRead, words));
                    }
                }
                self.found(occurrence, None)
            }
        }
    }

    fn found(&self, occurrence: Occurrence, file: Option<File>) -> ControlFlow<()> {
        let mime = file.as_ref().map(|file| file.mime.clone());
        self.found_as(occurrence, file, mime.as_deref())
    }

    /// Sends a place, and with it the other names of its inode: what was met at one is so at all, read or not, but for
    /// what the name itself says.
    fn found_as(&self, occurrence: Occurrence, file: Option<File>, mime: Option<&str>) -> ControlFlow<()> {
        let versions = match (&file, self.work.versions.screened) {
            (Some(file), Some(lists)) if file.marks.contains(&Mark::Screened) => versions_of_screened(lists).into(),
            (Some(file), _) => Cow::Borrowed(self.versions_of(file, self.work.frames_at_once)),
            (None, _) => Cow::Borrowed(self.work.versions.plain),
        };
        let links = self.work.hard_links.get(&occurrence.place).into_iter().flatten();
        let links: Vec<Occurrence> = links
            .map(|link| {
                let mut link = link.clone();
                (link.file, link.problem) = (occurrence.file, occurrence.problem.clone());
                link.marks.extend(&occurrence.marks);
                link.marks.remove(&Mark::ExtensionLies);
                let lies = |mime| media::kind::extension_lies(&extension_of(link.place.name()), mime);
                link.marks.extend(mime.is_some_and(lies).then_some(Mark::ExtensionLies));
                link
            })
            .collect();
        let place =
            Found::Place { occurrence: Box::new(occurrence), file: file.map(Box::new), versions: versions.clone() };
        self.send(place)?;
        for link in links {
            self.send(Found::Place { occurrence: Box::new(link), file: None, versions: versions.clone() })?;
        }
        ControlFlow::Continue(())
    }

    fn versions_of(&self, file: &File, frames_taken: bool) -> &'static str {
        if file.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::HelperMissing) {
            return HELPER_MISSING;
        }
        match file.kind {
            MediaKind::Video if frames_taken => self.work.versions.with_frames,
            MediaKind::Video => WITHOUT_FRAMES,
            MediaKind::Picture => self.work.versions.picture,
            _ => self.work.versions.plain,
        }
    }

    fn take_frames(&self, examiner: &mut Examiner, place: &Place, file: &File) -> ControlFlow<()> {
        let opened = self.work.root.open(&place.path);
        match opened.and_then(|opened| Held::again(opened, file.size, file.digests)) {
            Ok(held) => self.take_frames_of(examiner, &held, file),
            Err(problem) => {
                self.tell_frames(File { problem: Some(problem), ..file.clone() }, self.work.versions.with_frames)
            }
        }
    }

    fn take_frames_of(&self, examiner: &mut Examiner, held: &Held, file: &File) -> ControlFlow<()> {
        let mut file = file.clone();
        let mut progress = |at_ms| (self.work.events)(Event::Video { at_ms });
        examiner.video(held, self.work.frames, &mut progress).put_into(&mut file);
        self.go_on()?;
        let versions = self.versions_of(&file, true);
        self.tell_frames(file, versions)
    }

    fn tell_frames(&self, file: File, versions: &'static str) -> ControlFlow<()> {
        (self.work.events)(Event::FileDone { kind: MediaKind::Video });
        self.send(Found::Frames { file: Box::new(file), versions })
    }

    fn take_member_frames(
        &self,
        examiner: &mut Examiner,
        archive: &Place,
        file: &File,
        videos: &BTreeMap<Place, Arc<File>>,
    ) -> ControlFlow<()> {
        let (root, stop) = (&self.work.root, &self.work.stop);
        let met = &mut |examiner: &mut Examiner, _: &Place, held: &Held, video: &File| {
            self.take_frames_of(examiner, held, video)
        };
        let archive = Archive { place: archive, file, opened: root.open(&archive.path), bytes_max: u64::MAX };
        let (left, problem) = go_through(examiner, archive, videos.clone(), stop, met)?;
        // What was met the first time and not the second is tried again by the next run.
        left.into_values().try_for_each(|video| {
            self.tell_frames(File { problem: Some(problem.clone()), ..File::clone(&video) }, WITHOUT_FRAMES)
        })
    }
}
