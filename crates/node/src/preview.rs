//! Small pictures of evidence: a grey one beside each stack, and a larger one that somebody reveals. They are made of files that
//! lie beneath the intake folders, or in archives there, in the cage, when they are asked for; none is written anywhere. A
//! revealed one is first counted in the exposure of whoever looks, and then had once.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use casework::exhibit::Exhibit;
use casework::file::{File, FileId, MediaKind, Place};
use casework::id::{RecordId, UserId};
use casework::opt_out::OptOutRefusal;
use casework::preferences::Preferences;
use casework::preview::{self, ADDRESS_US, PreviewRefusal, RevealReason, SHOWN_S, StandsAt, UNPACKED_BYTES_MAX};
use casework::problem::{Problem, ProblemCode};
use media::examiner::{Examiner, Settings};
use media::hold::{Held, Holding, hold_exhibit_file};
use media::preview::{GREY_PX_MAX, PREVIEW_PX_MAX};
use tokio::sync::oneshot;

use crate::chance;
use crate::error::Error;
use crate::members_again::{Archive, go_through};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Previews that wait to be made; more are told to come back. No more calls than these are answered at once anyway.
const WAITING_MAX: usize = 256;
/// A decoder that shows no sign of life for so long is ended.
const STALL: Duration = Duration::from_secs(10);

/// Who makes previews, and which may still be asked for once.
#[derive(Default)]
pub(crate) struct Previews {
    grey: Artist,
    /// A reveal waits behind no page of grey ones.
    revealing: Artist,
    once: Mutex<Vec<Once>>,
}

/// A thread that makes previews, with an examiner of its own: the system ends a worker with the thread that started it.
/// It begins with the first ask and ends with the node.
#[derive(Default)]
struct Artist(Mutex<Option<SyncSender<Wanted>>>);

/// A preview to be made.
struct Wanted {
    /// The file itself, or the archive that it lies in.
    opened: OwnedFd,
    archive: Option<InArchive>,
    file: Arc<File>,
    side_px_max: u16,
    is_grey: bool,
    answer: oneshot::Sender<Result<Vec<u8>, Error>>,
}

/// Where a file lies inside an archive.
struct InArchive {
    /// Of the exhibit that it is part of.
    exhibit: String,
    /// What the archive was when it was examined.
    file: Arc<File>,
    /// The file's place.
    place: Place,
}

impl InArchive {
    /// Whether both are reached by going through one archive once.
    fn is_beside(&self, other: &InArchive) -> bool {
        self.exhibit == other.exhibit && self.place.path == other.place.path
    }
}

/// A picture that one person may have once.
struct Once {
    /// 128 bits of chance.
    token: String,
    user: UserId,
    until_us: i64,
    png: Vec<u8>,
}

/// Which file somebody wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealFile {
    /// The exhibit's id.
    pub exhibit: String,
    /// The file, which is one of the exhibit's.
    pub file: FileId,
    /// Why, where it is known already.
    pub reason: Option<RevealReason>,
}

/// A picture that was counted as seen, and may now be had.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// By which it is had, once, by whoever asked, within half a minute.
    pub token: String,
    /// After how many seconds it is to be hidden.
    pub shown_s: u64,
}

// Whoever reads a log has no picture by it.
impl std::fmt::Debug for Revealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Revealed(‹withheld›)")
    }
}

impl Node {
    /// A grey picture of at most [`GREY_PX_MAX`] on its longer side, as a PNG. That such were offered stands in the entry of the
    /// table that they belong to.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exhibit or file that the caller may not see, [`PreviewRefusal`] where there is none.
    pub async fn grey_preview(&self, who: &Principal, exhibit: &str, file: FileId) -> Result<Vec<u8>, Error> {
        let caller = who.caller(Action::DecideStack)?;
        self.permit(who, Action::DecideStack)?;
        self.may_be_sent_pictures(caller).await?;
        let exhibit = self.file_on_table(caller, exhibit, file).await?;
        self.drawn(&self.previews.grey, &exhibit, file, GREY_PX_MAX, true).await
    }

    /// Makes a picture of a file, counts it in the exposure of whoever asked, and only then says how it is had: once, by them,
    /// within half a minute. What cannot be shown is not counted; what was counted and not looked at stays counted.
    ///
    /// # Errors
    /// As [`Node::grey_preview`]; [`PreviewRefusal::NoReason`] for known material, and an [`OptOutRefusal`] for what they
    /// asked not to be offered.
    pub async fn reveal_file(&self, who: &Principal, ask: RevealFile) -> Result<Revealed, Error> {
        self.permitted(who, Action::RevealFile, async {
            let caller = who.caller(Action::RevealFile)?;
            let user = caller.actor.user;
            self.may_be_sent_pictures(caller).await?;
            let exhibit = self.file_on_table(caller, &ask.exhibit, ask.file).await?;
            let outcome = self.outcome_on_table(caller, &exhibit.id, ask.file).await?;
            if self.not_offered(caller, &[ask.file]).await?.contains(&ask.file) {
                return Err(Error::refused(OptOutRefusal::NotOffered));
            }
            preview::may_be_revealed(outcome, ask.reason).map_err(Error::refused)?;
            let png = self.drawn(&self.previews.revealing, &exhibit, ask.file, PREVIEW_PX_MAX, false).await?;
            let token: String = chance::bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
            let entry = self.entry(who, Action::RevealFile.verb()).about("exhibit", exhibit.id);
            let mut entry = entry.about("file", ask.file.to_string());
            if let Some(reason) = ask.reason {
                entry = entry.about("reveal_reason", reason.code());
            }
            let mut tx = self.store.begin().await?;
            self.count_reveal(&mut tx, user).await?;
            tx.commit(entry).await?;
            // Invariant: nothing is put here that was not counted.
            self.previews
                .put(Once { token: token.clone(), user, until_us: self.now_us() + ADDRESS_US, png }, self.now_us());
            Ok(Revealed { token, shown_s: SHOWN_S })
        })
        .await
    }

    /// The picture that was revealed, as a PNG of at most [`PREVIEW_PX_MAX`] on its longer side; never a second time.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, no longer, or it is another's.
    pub fn take_revealed(&self, who: &Principal, token: &str) -> Result<Vec<u8>, Error> {
        let user = who.caller(Action::RevealFile)?.actor.user;
        self.permit(who, Action::RevealFile)?;
        let taken = self.previews.take(user, token, self.now_us());
        // Its name is not told again: it is as good as the picture.
        taken.ok_or_else(|| Error::NotFound { what: "revealed picture", name: String::new() })
    }

    /// Whether previews of one of these exhibits at least can be made here, and sent to somebody who looks so.
    ///
    /// # Errors
    /// Why they cannot.
    pub(crate) fn offers_previews(
        &self,
        preferences: &Preferences,
        exhibits: &[Exhibit],
    ) -> Result<(), PreviewRefusal> {
        let of_one = || {
            let mut why = exhibits.iter().map(|exhibit| self.has_previews(exhibit));
            let first = why.next().unwrap_or(Err(PreviewRefusal::NotMounted));
            first.or_else(|first| if why.any(|other| other.is_ok()) { Ok(()) } else { Err(first) })
        };
        preview::may_be_sent(preferences).and_then(|()| of_one())
    }

    /// Whether previews of this exhibit can be made here at all.
    ///
    /// # Errors
    /// Why they cannot.
    pub(crate) fn has_previews(&self, exhibit: &Exhibit) -> Result<(), PreviewRefusal> {
        preview::of_exhibit(exhibit)?;
        match self.has_mounted(Path::new(OsStr::from_bytes(&exhibit.root))) {
            true => Ok(()),
            false => Err(PreviewRefusal::NotMounted),
        }
    }

    async fn may_be_sent_pictures(&self, caller: &Caller) -> Result<(), Error> {
        let preferences = self.store.preferences_of(caller.actor.user).await?.unwrap_or_default();
        preview::may_be_sent(&preferences).map_err(Error::refused)
    }

    async fn drawn(
        &self,
        artist: &Artist,
        exhibit: &Exhibit,
        id: FileId,
        side_px_max: u16,
        is_grey: bool,
    ) -> Result<Vec<u8>, Error> {
        let missing = || crate::casebook::no_such(RecordId::File(id));
        let (file, _) = self.store.file(&id).await?.ok_or_else(missing)?;
        let places = self.store.places_of(&[id]).await?.remove(&id).unwrap_or_default();
        let places = places.into_iter().filter(|(of, _)| *of == exhibit.id).map(|(_, place)| place).collect();
        let found = preview::stands_at(exhibit, &id, file.kind, places).map_err(Error::refused)?;
        let StandsAt { path, place } = found.ok_or_else(missing)?;
        let opened = self.open_mounted(Path::new(OsStr::from_bytes(&path)));
        let is_mounted = || self.has_mounted(Path::new(OsStr::from_bytes(&exhibit.root)));
        let not_there = || if is_mounted() { PreviewRefusal::Gone } else { PreviewRefusal::NotMounted };
        let opened = opened.ok_or_else(|| Error::refused(not_there()))?;
        let archive = match place.inside.is_empty() {
            true => None,
            false => Some(self.archive_of(exhibit, place).await?.ok_or_else(missing)?),
        };
        let (answer, answered) = oneshot::channel();
        let wanted = Wanted { opened, archive, file, side_px_max, is_grey, answer };
        let settings = Settings { stall: STALL, ..self.helper_settings() };
        artist.ask(wanted, settings).map_err(Error::refused)?;
        // A thread that ended has answered nobody.
        answered.await.unwrap_or_else(|_| Err(Error::refused(PreviewRefusal::NotDecoded)))
    }

    /// The archive on disk that this place is inside of.
    async fn archive_of(&self, exhibit: &Exhibit, place: Place) -> Result<Option<InArchive>, Error> {
        let on_disk = Place::on_disk(place.path.clone());
        let Some(id) = self.store.file_at(&exhibit.id, &on_disk).await? else { return Ok(None) };
        let found = self.store.file(&id).await?;
        Ok(found.map(|(file, _)| InArchive { exhibit: exhibit.id.clone(), file, place }))
    }
}

impl Previews {
    fn put(&self, once: Once, now_us: i64) {
        let mut all = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        // One at a time is looked at: what the same person left lying is given up.
        all.retain(|other| other.until_us > now_us && other.user != once.user);
        all.push(once);
    }

    fn take(&self, user: UserId, token: &str, now_us: i64) -> Option<Vec<u8>> {
        let mut all = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|once| once.until_us > now_us);
        let at = all.iter().position(|once| once.user == user && once.token == token)?;
        Some(all.swap_remove(at).png)
    }
}

impl Artist {
    fn ask(&self, mut wanted: Wanted, settings: Settings) -> Result<(), PreviewRefusal> {
        let mut asks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = asks.as_ref() {
            match known.try_send(wanted) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(_)) => return Err(PreviewRefusal::Busy),
                // It died of a mistake of ours: the next one starts anew.
                Err(TrySendError::Disconnected(back)) => wanted = back,
            }
        }
        let (sender, receiver) = sync_channel(WAITING_MAX);
        sender.try_send(wanted).map_err(|_| PreviewRefusal::Busy)?;
        let thread = std::thread::Builder::new().name("previews".to_owned());
        thread.spawn(move || draw_all(&settings, &receiver)).map_err(|_| PreviewRefusal::Busy)?;
        *asks = Some(sender);
        Ok(())
    }
}

fn draw_all(settings: &Settings, asks: &Receiver<Wanted>) {
    let (mut examiner, mut waiting) = (None, VecDeque::new());
    while let Some(wanted) = waiting.pop_front().or_else(|| asks.recv().ok()) {
        waiting.extend(asks.try_iter());
        waiting.retain(|wanted| !wanted.answer.is_closed());
        if wanted.answer.is_closed() {
            continue;
        }
        let Some(archive) = &wanted.archive else {
            let drawn = examiner_of(&mut examiner, settings).and_then(|examiner| {
                let held = held_unchanged(&wanted.opened, &wanted.file).map_err(Error::refused)?;
                drawn(examiner, &held, &wanted)
            });
            wanted.tell(drawn);
            continue;
        };
        // All that wait for one archive are met on one way through it.
        let is_beside = |other: &Wanted| other.archive.as_ref().is_some_and(|other| other.is_beside(archive));
        let (mut beside, others): (Vec<Wanted>, Vec<Wanted>) = waiting.drain(..).partition(is_beside);
        waiting = others.into();
        beside.push(wanted);
        match examiner_of(&mut examiner, settings) {
            Ok(examiner) => draw_members(examiner, beside),
            // Each is told so itself.
            Err(error) => {
                if let Some(wanted) = beside.pop() {
                    wanted.tell(Err(error));
                }
                waiting.extend(beside);
            }
        }
    }
}

/// Draws members of one archive, all of them on one way through it.
fn draw_members(examiner: &mut Examiner, mut asked: Vec<Wanted>) {
    let Some((first, of)) = asked.first().and_then(|first| Some((first, first.archive.as_ref()?))) else { return };
    let (place, file) = (Place::on_disk(of.place.path.clone()), Arc::clone(&of.file));
    let opened = first.opened.try_clone().map_err(|error| Problem::new(ProblemCode::NotRead, error));
    let place_of = |wanted: &Wanted| wanted.archive.as_ref().map(|archive| archive.place.clone());
    let wanted = asked.iter().filter_map(|wanted| Some((place_of(wanted)?, Arc::clone(&wanted.file)))).collect();
    let archive = Archive { place: &place, file: &file, opened, bytes_max: UNPACKED_BYTES_MAX };
    let stop = AtomicBool::new(false);
    let mut met = |examiner: &mut Examiner, place: &Place, held: &Held, _: &File| {
        for wanted in asked.extract_if(.., |wanted| place_of(wanted).as_ref() == Some(place)) {
            let drawn = drawn(examiner, held, &wanted);
            wanted.tell(drawn);
        }
        ControlFlow::Continue(())
    };
    let gone_through = go_through(examiner, archive, wanted, &stop, &mut met);
    let refusal = match gone_through {
        ControlFlow::Continue((_, problem)) if problem.code == ProblemCode::ArchiveLimit => {
            PreviewRefusal::FarInArchive
        }
        _ => PreviewRefusal::Changed,
    };
    asked.into_iter().for_each(|wanted| wanted.refuse(refusal));
}

fn drawn(examiner: &mut Examiner, held: &Held, wanted: &Wanted) -> Result<Vec<u8>, Error> {
    let Wanted { file, side_px_max, is_grey, .. } = wanted;
    let drawn = match file.kind {
        MediaKind::Video => examiner.video_preview(held, *side_px_max, *is_grey),
        _ => examiner.preview(held, &file.mime, *side_px_max, *is_grey),
    };
    drawn.and_then(|preview| preview.png()).map_err(|_| Error::refused(PreviewRefusal::NotDecoded))
}

impl Wanted {
    fn tell(self, drawn: Result<Vec<u8>, Error>) {
        // Whoever waits no longer wants none.
        let _ = self.answer.send(drawn);
    }

    fn refuse(self, refusal: PreviewRefusal) {
        self.tell(Err(Error::refused(refusal)));
    }
}

fn examiner_of<'e>(kept: &'e mut Option<Examiner>, settings: &Settings) -> Result<&'e mut Examiner, Error> {
    let examiner = match kept.take() {
        Some(examiner) => examiner,
        None => Examiner::start(settings).map_err(Error::Cage)?,
    };
    Ok(kept.insert(examiner))
}

/// The bytes, if they are those that were examined.
fn held_unchanged(opened: &OwnedFd, file: &File) -> Result<Held, PreviewRefusal> {
    let opened = opened.try_clone().map_err(|_| PreviewRefusal::Gone)?;
    let Holding { held, marks, .. } = hold_exhibit_file(opened, &mut |_| {});
    let is_it = |held: &Held| marks.is_empty() && held.digests().sha256 == file.digests.sha256;
    held.filter(is_it).ok_or(PreviewRefusal::Changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(token: &str, user: u8, until_us: i64) -> Once {
        Once { token: token.to_owned(), user: UserId::new([user; 10]), until_us, png: token.as_bytes().to_vec() }
    }

    #[test]
    fn a_picture_is_had_once_by_one_person_and_for_a_while() {
        let previews = Previews::default();
        let take = |token: &str, user: u8, now_us| previews.take(UserId::new([user; 10]), token, now_us);
        previews.put(once("a", 1, 30), 0);
        previews.put(once("b", 2, 30), 0);
        assert_eq!(take("a", 2, 1), None, "it is another's");
        assert_eq!(take("a", 1, 29), Some(b"a".to_vec()), "whoever else tried took nothing away");
        assert_eq!(take("a", 1, 29), None, "once");
        assert_eq!(take("b", 2, 30), None, "too late");
        previews.put(once("c", 1, 60), 31);
        previews.put(once("d", 1, 60), 31);
        assert_eq!((take("c", 1, 32), take("d", 1, 32)), (None, Some(b"d".to_vec())), "one at a time");
    }
}
