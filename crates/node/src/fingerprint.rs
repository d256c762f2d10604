//! Fingerprints of files, remembered nowhere: no list is asked, nothing is judged, no node is needed.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::{File, Occurrence, Place};
use fingerprint::view::Search;
use media::examiner::Settings;
use media::video::FrameChoice;

use crate::error::Error;
use crate::triage::Events;
use crate::triage::examine::{self, Found, Task, Work};
use crate::triage::versions::Versions;

/// What to fingerprint.
pub struct FingerprintAsk {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// Threads.
    pub n_jobs: usize,
    /// Which frames of videos are taken.
    pub frames: FrameChoice,
    /// How many views of pictures are taken: they come with the files, and only who looks for altered copies wants them.
    pub search: Search,
    /// Whether decoders may run where the kernel cannot cage them.
    pub uncaged: bool,
    /// The program that is the decode worker.
    pub worker_program: PathBuf,
    /// Set by whoever wants it to stop.
    pub stop: Arc<AtomicBool>,
    /// Hears how far it is.
    pub events: Events,
}

/// Hands over every place beneath the paths with the file found there: path after path, each in the order of raw bytes.
/// Places are named by the path as given and what stands beneath it.
pub async fn fingerprint(
    ask: &FingerprintAsk,
    each: &mut dyn FnMut(&Occurrence, Option<&File>) -> std::io::Result<()>,
) -> Result<(), Error> {
    let spool = std::env::temp_dir();
    let spool = tempfile::Builder::new().prefix("sanad-").tempdir_in(&spool).map_err(|source| Error::Disk {
        doing: "making a private folder in",
        path: spool,
        source,
    })?;
    let mut settings = Settings::new(&ask.worker_program, spool.path());
    settings.uncaged = ask.uncaged;
    settings.search = ask.search;
    settings.stop = Arc::clone(&ask.stop);
    for path in &ask.paths {
        let mut places = examine_all(ask, path, &settings).await?;
        places.sort_by(|one, two| one.0.place.cmp(&two.0.place));
        // An archive that ended badly is told twice, the second time with the reason.
        places.reverse();
        places.dedup_by(|earlier, later| {
            let same = earlier.0.place == later.0.place;
            if same && later.1.is_none() {
                later.1 = earlier.1.take();
            }
            same
        });
        places.reverse();
        for (mut occurrence, file) in places {
            occurrence.place = named_as_given(path, occurrence.place);
            let printed = each(&occurrence, file.as_deref());
            printed.map_err(|source| Error::Disk { doing: "printing fingerprints of", path: path.clone(), source })?;
        }
    }
    Ok(())
}

pub(crate) type Examined = Vec<(Occurrence, Option<Arc<File>>)>;

/// Every place beneath a path, in no order; an archive that ended badly twice.
pub(crate) async fn examine_all(ask: &FingerprintAsk, path: &Path, settings: &Settings) -> Result<Examined, Error> {
    let root = media::walk::open_root(path)?;
    let mut places: Examined = Vec::new();
    let mut tasks = Vec::new();
    root.walk(&mut |occurrence| {
        match occurrence.problem {
            Some(_) => places.push((occurrence, None)),
            None => tasks.push(Task::Examine(Box::new(occurrence))),
        }
        ControlFlow::Continue(())
    });
    let work = Work {
        root: Arc::new(root),
        settings: settings.clone(),
        frames: ask.frames,
        frames_at_once: true,
        tasks,
        members_known: HashMap::new(),
        hard_links: HashMap::new(),
        versions: Versions::of(ask.frames, ask.search),
        stop: Arc::clone(&ask.stop),
        events: Arc::clone(&ask.events),
    };
    let mut found = examine::start(work, ask.n_jobs);
    while let Some(found) = found.recv().await {
        match found {
            Found::Place { occurrence, file, .. } => places.push((*occurrence, file.map(|file| Arc::new(*file)))),
            Found::Broken(error) => return Err(Error::Cage(error)),
            Found::ArchiveDone { .. } | Found::Again { .. } | Found::Frames { .. } => {}
        }
    }
    if ask.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(places) }
}

fn named_as_given(given: &Path, place: Place) -> Place {
    let mut path = given.as_os_str().as_bytes().to_vec();
    if given.is_dir() {
        if path.last() != Some(&b'/') {
            path.push(b'/');
        }
        path.extend_from_slice(&place.path);
    }
    Place { path, inside: place.inside }
}
