//! Who does jobs: one triage and one list at a time, in the order in which they were asked for, each on a thread of its own;
//! what the program was cut off in goes on when it runs again. What a job does is its verb's.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use casework::id::{JobId, UserId};
use casework::job::{JobKind, JobState};
use casework::user::UserState;
use fingerprint::pdq;
use tokio::sync::oneshot;
use words::{Lang, Words};

use crate::error::Error;
use crate::intake_folder::{Beneath, path_of};
use crate::job::{
    AskTriage, JobAsk, JobBody, JobOutcome, JobProgress, JobReport, Remembered, counts_of, custody_of, no_such_job,
    report_names, spec_of,
};
use crate::open::{Node, note_failure};
use crate::principal::{Action, Principal};
use crate::triage::{Event, Events, ExhibitAsk, TriageAsk};

/// How often it is noted how far a job is.
const NOTED_EVERY: Duration = Duration::from_millis(500);
/// How long jobs may take to stop once the program is asked to end; what runs on is cut off, and goes on next time.
const STOP_WITHIN: Duration = Duration::from_secs(20);
/// Before it is tried again what the store would not do.
const PAUSE: Duration = Duration::from_secs(2);
/// How a job that was told to stop ends.
const STOPPED: &str = "stopped";
/// Jobs looked through at once.
const N_AT_ONCE: u32 = 200;

/// What a job came to when it was done.
#[derive(Default)]
struct Came {
    outcome: JobOutcome,
    reports: Vec<JobReport>,
}

/// How far a triage is, written by many threads.
#[derive(Default)]
struct Meter {
    phase: AtomicU8,
    n_files: AtomicU64,
    n_files_done: AtomicU64,
    n_files_before: AtomicU64,
    n_bytes: AtomicU64,
    n_bytes_read: AtomicU64,
}

const PHASES: [&str; 5] = ["", "lists", "files", "videos", "matching"];

impl Meter {
    fn hear(&self, event: &Event) {
        let add = |to: &AtomicU64, n: u64| {
            to.fetch_add(n, Ordering::Relaxed);
        };
        let phase = |name: &str| {
            let number = PHASES.iter().position(|known| *known == name).unwrap_or_default();
            self.phase.store(u8::try_from(number).unwrap_or_default(), Ordering::Relaxed);
        };
        match event {
            Event::ReadingList { .. } | Event::ListChanged { .. } => phase("lists"),
            Event::Listed { n_files, n_bytes, n_done_before, .. } => {
                phase("files");
                add(&self.n_files, *n_files);
                add(&self.n_bytes, *n_bytes);
                add(&self.n_files_before, *n_done_before);
            }
            Event::Read { bytes } => add(&self.n_bytes_read, *bytes),
            Event::FileDone { .. } => add(&self.n_files_done, 1),
            Event::Videos { .. } => phase("videos"),
            Event::Video { .. } => {}
            Event::Matching { .. } => phase("matching"),
        }
    }

    fn read(&self) -> JobProgress {
        let of = |number: &AtomicU64| number.load(Ordering::Relaxed);
        JobProgress {
            phase: PHASES[usize::from(self.phase.load(Ordering::Relaxed))].to_owned(),
            n_files: of(&self.n_files),
            n_files_done: of(&self.n_files_done),
            n_files_before: of(&self.n_files_before),
            n_bytes: of(&self.n_bytes),
            n_bytes_read: of(&self.n_bytes_read),
        }
    }
}

impl Node {
    /// Does what is asked for until `stop`. What runs then is stopped where it can go on later, and waited for a while.
    pub async fn run_jobs(self: &Arc<Node>, stop: impl Future<Output = ()>) {
        self.jobs.changes.send_modify(|changes| changes.is_closing = false);
        if let Err(error) = self.settle_jobs().await {
            note_failure(&self.log, &error);
        }
        tokio::select! {
            () = stop => {}
            () = self.run_lane(JobKind::Triage) => {}
            () = self.run_lane(JobKind::ListImport) => {}
        }
        self.jobs.changes.send_modify(|changes| changes.is_closing = true);
        let running: Vec<JobId> =
            self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        running.into_iter().for_each(|id| self.jobs.stop(id));
        let all_ended = async {
            while !self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let _ = tokio::time::timeout(STOP_WITHIN, all_ended).await;
    }

    /// What was cut off when the program ended: it waits again where it can go on.
    async fn settle_jobs(&self) -> Result<(), Error> {
        for kind in JobKind::ALL {
            for state in [JobState::Running, JobState::Waiting] {
                for stored in self.store.jobs_in(*kind, state, N_AT_ONCE).await? {
                    let Remembered { body, .. } = stored;
                    // What came with a call is gone with the program that took it.
                    let can_go_on = !matches!(body.ask, JobAsk::ListImport { path: None, .. })
                        || self.uploaded(body.job.id).exists();
                    let job = body.job.interrupt(self.now(), can_go_on);
                    if job != body.job {
                        let problem = job.state.is_over().then(|| "interrupted".to_owned());
                        self.put_changed(JobBody { job, problem, ..body }).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn run_lane(self: &Arc<Node>, kind: JobKind) {
        let mut changes = self.jobs.changes.subscribe();
        loop {
            changes.mark_unchanged();
            match self.begin_next(kind).await {
                Ok(Some((id, stop))) => self.run_on_a_thread(id, stop).await,
                Ok(None) => {
                    if changes.changed().await.is_err() {
                        return;
                    }
                }
                Err(error) => {
                    note_failure(&self.log, &error);
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// The next in turn, remembered as begun.
    async fn begin_next(&self, kind: JobKind) -> Result<Option<(JobId, Arc<AtomicBool>)>, Error> {
        let next: Option<Remembered> = self.store.jobs_in(kind, JobState::Waiting, 1).await?.pop();
        let Some(id) = next.map(|job| job.body.job.id) else { return Ok(None) };
        let mut tx = self.store.begin().await?;
        let stored: Remembered = tx.job(id).await?.ok_or_else(|| no_such_job(id))?;
        // Somebody may have stopped it just now: then the one after it is next.
        let Ok(job) = stored.body.job.begin(self.now()) else {
            tx.roll_back().await?;
            self.jobs.changed();
            return Ok(None);
        };
        let stop = Arc::new(AtomicBool::new(false));
        let body = JobBody { job, ..stored.body };
        tx.put_job(&body.job, body.exhibit.as_deref(), &body, self.clock.now_us()).await?;
        // Known as running before anybody can see that it is, so that whoever stops it finds the flag.
        self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&stop));
        let began = tx.commit(self.entry_of_job(&body)).await;
        if let Err(error) = began {
            self.forget_running(id);
            return Err(error.into());
        }
        self.jobs.changed();
        Ok(Some((id, stop)))
    }

    /// Decoders die with the thread that started them, so that it is the job's own; and a panic costs the job alone.
    async fn run_on_a_thread(self: &Arc<Node>, id: JobId, stop: Arc<AtomicBool>) {
        let (runtime, node) = (tokio::runtime::Handle::current(), Arc::clone(self));
        let (ended, has_ended) = oneshot::channel();
        let thread = std::thread::Builder::new().name("job".to_owned()).spawn(move || {
            runtime.block_on(node.do_job(id, stop));
            let _ = ended.send(());
        });
        if thread.is_err() || has_ended.await.is_err() {
            self.note_panic();
            self.end_job(id, Err("internal".to_owned())).await;
        }
        self.forget_running(id);
        self.jobs.changed();
    }

    fn forget_running(&self, id: JobId) {
        self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    async fn do_job(&self, id: JobId, stop: Arc<AtomicBool>) {
        let meter = Arc::new(Meter::default());
        let work = self.do_asked(id, Arc::clone(&stop), Arc::clone(&meter));
        let came = tokio::select! {
            came = work => came,
            // It never ends by itself.
            came = self.note_progress(id, &meter) => came,
        };
        let came = match came {
            Err(Error::Stopped) if self.jobs.changes.borrow().is_closing => return self.put_back(id).await,
            Err(Error::Stopped) => Err(STOPPED.to_owned()),
            Err(Error::Refused(refusal)) => Err(refusal.code()),
            Err(error) => Err(error.code().to_owned()),
            Ok(came) => Ok(came),
        };
        self.end_job(id, came).await;
        self.forget_running(id);
    }

    async fn note_progress(&self, id: JobId, meter: &Meter) -> Result<Came, Error> {
        let mut noted = JobProgress::default();
        loop {
            tokio::time::sleep(NOTED_EVERY).await;
            let now = meter.read();
            if now != noted {
                self.store.note_job_progress(id, &now, self.clock.now_us()).await?;
                noted = now;
                self.jobs.changed();
            }
        }
    }

    async fn do_asked(&self, id: JobId, stop: Arc<AtomicBool>, meter: Arc<Meter>) -> Result<Came, Error> {
        let stored: Remembered = self.store.job(id).await?.ok_or_else(|| no_such_job(id))?;
        let (by, kind) = (stored.body.job.by.user, stored.body.job.kind);
        let action = if kind == JobKind::Triage { Action::Triage } else { Action::ImportList };
        // What they might when they asked they may not any more: it is asked when the turn has come.
        let who = self.user_now(by, action).await?;
        match stored.body.ask {
            JobAsk::Triage(ask) => self.do_triage(&who, id, ask, stop, Arc::clone(&meter)).await,
            JobAsk::ListImport { path, terms } => {
                meter.hear(&Event::ReadingList { name: String::new() });
                let file = match path {
                    Some(path) => Some(self.beneath_intake(&path)?.open_file()?),
                    None => None,
                };
                let path = file.as_ref().map_or_else(|| self.uploaded(id), path_of);
                let imported = self.import_list(&who, &spec_of(path, &terms)?).await?;
                let version = imported.version;
                let outcome = JobOutcome {
                    list: Some(version.id),
                    n_rows: Some(version.n_rows),
                    n_refused: Some(version.n_refused),
                    ..JobOutcome::default()
                };
                Ok(Came { outcome, ..Came::default() })
            }
        }
    }

    async fn do_triage(
        &self,
        who: &Principal,
        id: JobId,
        asked: AskTriage,
        stop: Arc<AtomicBool>,
        meter: Arc<Meter>,
    ) -> Result<Came, Error> {
        let beneath = self.beneath_intake(&asked.path)?;
        let folder = self.folder.jobs().join(id.to_string());
        empty_folder(&folder)?;
        let names = report_names(&asked.reports)?;
        let language = Lang::ALL.iter().find(|lang| Some(lang.code()) == asked.language.as_deref());
        let heard = Arc::clone(&meter);
        let events: Events = Arc::new(move |event| heard.hear(&event));
        let ask = TriageAsk {
            exhibits: vec![ExhibitAsk {
                path: beneath.path(),
                custody: custody_of(&asked),
                hash_only: false,
                beneath: Some(beneath),
            }],
            lists: Vec::new(),
            reports: names.iter().map(|name| folder.join(name)).collect(),
            audience: asked.audience,
            shared: asked.shared,
            words: Words::in_language(language.copied().unwrap_or(Lang::English)),
            reveal_names: false,
            flavour: "Default".to_owned(),
            n_jobs: std::thread::available_parallelism().map_or(1, usize::from),
            frames: asked.frames,
            search: asked.search,
            screen: asked.screen,
            uncaged: false,
            stack_threshold_bits: pdq::DISTANCE_BITS_MAX,
            dated: None,
            stop,
            events,
        };
        let view = self.triage(who, ask).await?;
        let written = names.into_iter().zip(view.reports);
        Ok(Came {
            outcome: JobOutcome {
                media: Some(counts_of(&view.summary.media)),
                for_evidence: Some(view.header.for_evidence()),
                ..JobOutcome::default()
            },
            reports: written
                .map(|(name, written)| JobReport { name, sha256: written.sha256, size: written.size })
                .collect(),
        })
    }

    /// A user as they are now, for one verb.
    async fn user_now(&self, user: UserId, action: Action) -> Result<Principal, Error> {
        let user = self.store.user(user).await?.filter(|user| user.state == UserState::Active);
        let user = user.ok_or(Error::Denied { verb: action.verb() })?;
        self.caller(&user, Some([action].into())).await
    }

    /// The program is ending: it waits again.
    async fn put_back(&self, id: JobId) {
        let put = async {
            let stored: Option<Remembered> = self.store.job(id).await?;
            let Some(Remembered { body, .. }) = stored else { return Ok(()) };
            let job = body.job.interrupt(self.now(), true);
            self.put_changed(JobBody { job, ..body }).await
        };
        if let Err(error) = put.await {
            note_failure(&self.log, &error);
        }
        self.forget_running(id);
    }

    async fn end_job(&self, id: JobId, came: Result<Came, String>) {
        let put = async {
            let stored: Option<Remembered> = self.store.job(id).await?;
            let Some(Remembered { mut body, .. }) = stored else { return Ok(()) };
            let state = match &came {
                Ok(_) => JobState::Done,
                Err(code) if code == STOPPED => JobState::Stopped,
                Err(_) => JobState::Failed,
            };
            if body.job.state.is_over() {
                // The exhibit was forgotten while it ran: what was written of it goes too.
                return self.remove_job_reports(&[id]);
            }
            body.job = body.job.end(state, self.now());
            match came {
                Ok(came) => (body.outcome, body.reports) = (Some(came.outcome), came.reports),
                Err(code) => body.problem = Some(code).filter(|code| code != STOPPED),
            }
            self.put_changed(body).await
        };
        if let Err(error) = put.await {
            note_failure(&self.log, &error);
        }
        self.forget_upload(id);
    }

    async fn put_changed(&self, body: JobBody) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        tx.put_job(&body.job, body.exhibit.as_deref(), &body, self.clock.now_us()).await?;
        tx.commit(self.entry_of_job(&body)).await?;
        self.jobs.changed();
        self.publish_after_verb().await;
        Ok(())
    }

    /// What the ledger says of a job that begins, ends or waits again: for whom, which, and how it is now.
    fn entry_of_job(&self, body: &JobBody) -> store::LedgerEntry {
        let who = body.job.by.user.to_string();
        let entry = store::LedgerEntry::new("job-go-on", who, self.clock.now_us());
        entry.about("job", body.job.id.to_string()).about("job_state", body.job.state.code())
    }

    /// The id that an exhibit has when it is examined from there under this number.
    pub(crate) fn exhibit_id_of(&self, beneath: &Beneath, number: Option<&str>) -> Result<String, Error> {
        use std::os::unix::ffi::OsStrExt as _;
        let path = beneath.path();
        let number = number.filter(|text| !text.trim().is_empty());
        let whole = path.canonicalize().map_err(|source| Error::ExhibitNotOpened { path, source })?;
        Ok(crate::triage::exhibit_id(number, whole.as_os_str().as_bytes()))
    }
}

/// What a job that was cut off has left there is made anew.
fn empty_folder(folder: &Path) -> Result<PathBuf, Error> {
    let failed = |source| Error::Disk { doing: "making the folder of a job", path: folder.to_owned(), source };
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        removed => removed.map_err(failed)?,
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    Ok(folder.to_owned())
}
