//! Jobs as people see them: asking for one, seeing how far it is, stopping it, taking its reports. Who does them is
//! `job_runner`'s, what they do is their verbs'.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use casework::audience::{Audience, Shared};
use casework::exhibit::Custody;
use casework::handling::Tlp;
use casework::id::{ExhibitId, JobId, RecordId, UserId};
use casework::job::{Job, JobKind, JobRefusal, JobState};
use casework::list::{HashKind, ListTerms, Purpose};
use casework::summary::Counts;
use fingerprint::Sha256;
use fingerprint::view::Search;
use formats::list_spec::{ListSpec, THRESHOLD_BITS_MAX};
use formats::report::ReportFormat;
use media::video::FrameChoice;
use serde::{Deserialize, Serialize};
use store::{JobsOfUnit, SeenBy, StoredJob};
use tokio::sync::watch;
use utoipa::ToSchema;

use crate::casebook::{ListAsk, Listed, new_id, read_cursor};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::spool_file::SpoolFile;

/// Jobs that may wait at once.
const WAITING_MAX: u64 = 100;
/// Jobs on one page, at most, and where nobody says how many.
const PAGE_MAX: u32 = 200;
const PAGE: u32 = 50;

/// An exhibit to be examined and matched against every list that the node has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskTriage {
    /// Where it lies: names with `/` between, beneath one of the folders that the node's keeper named for this.
    #[schema(min_length = 1, example = "2026-0117/phone")]
    pub path: String,
    /// The legal basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub authority: Option<String>,
    /// Its number in the unit's books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    /// The seal it was taken under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub seal: Option<String>,
    /// Who examines it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub examiner: Option<String>,
    /// Reports to write, by their endings: `html`, `jsonl`, `csv`, `vics.json`, `vics-hashset.json`, `case.jsonld`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["jsonl"]))]
    pub reports: Vec<String>,
    /// For whom they are written: `own`, `partner`, `court`.
    #[serde(default = "own")]
    #[schema(value_type = String, example = "own")]
    pub audience: Audience,
    /// What a partner is told all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub shared: Vec<Shared>,
    /// How many views of a picture are asked: `plain`, `altered`, `thorough`, `exhaustive`.
    #[serde(default = "altered")]
    #[schema(value_type = String, example = "altered")]
    pub search: Search,
    /// Which frames of videos are hashed: `key-frames`, `every-second`, `all`.
    #[serde(default)]
    #[schema(value_type = String, example = "key-frames")]
    pub frames: FrameChoice,
    /// Whether pictures are screened first.
    #[serde(default)]
    pub screen: bool,
    /// The language of HTML: `ar`, `en`, `es`, `fr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "en")]
    pub language: Option<String>,
}

fn own() -> Audience {
    Audience::Own
}

fn altered() -> Search {
    Search::Altered
}

/// What is said of a list that is to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListTermsAsk {
    /// Its name, unique in the node. A list of this name that is there already gets a new version.
    #[schema(min_length = 1)]
    #[param(min_length = 1)]
    pub name: String,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    #[param(nullable = false)]
    pub owner: Option<String>,
    /// The scheme of its categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    #[param(nullable = false)]
    pub scheme: Option<String>,
    /// Why it may be asked: `victim-identification`, `investigation`, `removal`, `set-aside`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "victim-identification")]
    #[param(value_type = Option<String>, nullable = false, example = "victim-identification")]
    pub purpose: Option<Purpose>,
    /// Near matches up to this many bits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, maximum = 64)]
    #[param(nullable = false, maximum = 64)]
    pub threshold_bits: Option<u32>,
    /// Which list speaks first when several match: the higher one.
    #[serde(default)]
    pub precedence: i64,
    /// Whether altered copies of its entries are looked for.
    #[serde(default = "yes")]
    pub altered: bool,
    /// Its colour of TLP 2.0: `clear`, `green`, `amber`, `amber+strict`, `red`. It makes the list's handling stricter and never
    /// wider; red is told to nobody until the unit that keeps the list names people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "amber")]
    #[param(value_type = Option<String>, nullable = false, example = "amber")]
    pub tlp: Option<Tlp>,
    /// What its hashes are where the file does not say: `md5`, `sha1`, `sha256`, `pdq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "md5")]
    #[param(value_type = Option<String>, nullable = false, example = "md5")]
    pub kind: Option<HashKind>,
}

fn yes() -> bool {
    true
}

/// A list that lies beneath one of the folders that the node's keeper named, to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskListImport {
    /// Where it lies: names with `/` between.
    #[schema(min_length = 1, example = "lists/partner.csv")]
    pub path: String,
    /// What is said of it.
    pub terms: ListTermsAsk,
}

/// What a job is to do, as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum JobAsk {
    Triage(AskTriage),
    /// From beneath the intake folders, or without a path from what came with the call.
    ListImport {
        path: Option<String>,
        terms: ListTermsAsk,
    },
}

/// Everything that is remembered of a job but how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JobBody {
    pub job: Job,
    pub ask: JobAsk,
    pub exhibit: Option<String>,
    pub outcome: Option<JobOutcome>,
    /// The code of what went wrong.
    pub problem: Option<String>,
    pub reports: Vec<JobReport>,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct JobProgress {
    /// What is being done: `lists`, `files`, `videos`, `matching`; empty before it began.
    pub phase: String,
    /// Files to examine in this run.
    pub n_files: u64,
    /// Files examined.
    pub n_files_done: u64,
    /// Files that an earlier run had examined.
    pub n_files_before: u64,
    /// Bytes to read in this run.
    pub n_bytes: u64,
    /// Bytes read.
    pub n_bytes_read: u64,
}

/// How many files came to which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutcomeCounts {
    /// On a list.
    pub known: u64,
    /// Looks like something on a list: a person has to see.
    pub near: u64,
    /// May be an altered copy of something on a list: a person has to see.
    pub altered: u64,
    /// On no list that was asked, and in a case of this node about which a unit is to be called.
    #[serde(default)]
    pub held_in_this_node: u64,
    /// On no list that was asked.
    pub new: u64,
    /// Known software and the like.
    pub set_aside: u64,
    /// Could not be read in full.
    pub unreadable: u64,
}

/// What a job came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobOutcome {
    /// Of a triage: pictures and videos by outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub media: Option<OutcomeCounts>,
    /// Of a triage: whether what is written may be called evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub for_evidence: Option<bool>,
    /// Of a list: the version's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "lst_0000000000000000")]
    pub list: Option<String>,
    /// Of a list: rows that are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub n_rows: Option<u64>,
    /// Of a list: rows that were refused; `GET /lists/{list}` names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub n_refused: Option<u64>,
}

/// A report that a job wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobReport {
    /// Its name, by which it is taken.
    #[schema(example = "report.jsonl")]
    pub name: String,
    /// SHA-256 of its bytes.
    #[schema(value_type = String)]
    pub sha256: Sha256,
    /// Its size in bytes.
    pub size: u64,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobView {
    /// Its id.
    #[schema(value_type = String, example = "job_0000000000000000")]
    pub id: JobId,
    /// `triage` or `list-import`.
    #[schema(value_type = String, example = "triage")]
    pub kind: JobKind,
    /// `waiting`, `running`, `done`, `failed`, `stopped`.
    #[schema(value_type = String, example = "waiting")]
    pub state: JobState,
    /// Who asked for it.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub by: UserId,
    /// When, in microseconds since 1970.
    pub asked_us: i64,
    /// When it was begun last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub began_us: Option<i64>,
    /// When it was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_us: Option<i64>,
    /// Whether somebody asked for it to stop.
    pub stop_asked: bool,
    /// Grows with each change: the id of its newest event.
    pub changed: i64,
    /// Where what it is about lies, as it was asked for; absent where it came with the call, and once it is forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub path: Option<String>,
    /// The exhibit, once it is being examined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "exh_0000000000000000")]
    pub exhibit: Option<String>,
    /// How far it is.
    pub progress: JobProgress,
    /// What it came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub outcome: Option<JobOutcome>,
    /// The code of what went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub problem: Option<String>,
    /// The reports it wrote.
    pub reports: Vec<JobReport>,
}

/// A report of a job, to be given out.
#[derive(Debug)]
pub struct ReportGiven {
    /// Its name and digest.
    pub report: JobReport,
    /// Its bytes.
    pub file: File,
}

pub(crate) type Remembered = StoredJob<JobBody, JobProgress>;
type RememberedOfUnit = JobsOfUnit<JobBody, JobProgress>;

/// The exhibit that a job is about; none where it is about none, or about one whose name is no id of ours.
fn exhibit_of(body: &JobBody) -> Option<RecordId> {
    Some(RecordId::Exhibit(body.exhibit.as_ref()?.parse().ok()?))
}

/// Whether somebody of the unit that asked for a job may see it: its exhibit, where it is about one.
fn sees(caller: &Caller, exhibits: &SeenBy, body: &JobBody) -> bool {
    body.exhibit.is_none() || exhibit_of(body).is_some_and(|id| caller.sees(exhibits, id))
}

impl JobBody {
    fn view(self, progress: JobProgress, changed: i64) -> JobView {
        let JobBody { job, ask, exhibit, outcome, problem, reports } = self;
        let path = match ask {
            JobAsk::Triage(ask) => Some(ask.path),
            JobAsk::ListImport { path, .. } => path,
        };
        JobView {
            id: job.id,
            kind: job.kind,
            state: job.state,
            by: job.by.user,
            asked_us: job.asked.0,
            began_us: job.began.map(|at| at.0),
            ended_us: job.ended.map(|at| at.0),
            stop_asked: job.stop_asked,
            changed,
            path: path.filter(|path| !path.is_empty()),
            exhibit,
            progress,
            outcome,
            problem,
            reports,
        }
    }
}

impl Node {
    /// Takes on the examination of an exhibit that lies beneath the intake folders.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`JobRefusal`].
    pub async fn ask_triage(&self, who: &Principal, ask: AskTriage) -> Result<JobView, Error> {
        self.permitted(who, Action::Triage, async {
            report_names(&ask.reports)?;
            if ask.language.as_ref().is_some_and(|code| words::Lang::ALL.iter().all(|lang| lang.code() != code)) {
                return Err(Error::refused(JobRefusal::ReportUnfit));
            }
            let beneath = self.beneath_intake(&ask.path)?;
            let exhibit = self.exhibit_id_of(&beneath, ask.number.as_deref())?;
            if let Principal::User(caller) = who {
                // What stands in a case that they may not see is not there for them to examine anew.
                let is_theirs = self.sees_exhibit(caller, &exhibit).await?;
                is_theirs.then_some(()).ok_or_else(|| Error::refused(JobRefusal::NotInIntake))?;
            }
            self.take_on(who, Action::Triage, JobKind::Triage, JobAsk::Triage(ask), Some(exhibit), None).await
        })
        .await
    }

    /// Takes on a list that lies beneath the intake folders.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`JobRefusal`].
    pub async fn ask_list_import(&self, who: &Principal, ask: AskListImport) -> Result<JobView, Error> {
        self.permitted(who, Action::ImportList, async {
            spec_of(PathBuf::new(), &ask.terms)?;
            self.beneath_intake(&ask.path)?.open_file()?;
            let ask = JobAsk::ListImport { path: Some(ask.path), terms: ask.terms };
            self.take_on(who, Action::ImportList, JobKind::ListImport, ask, None, None).await
        })
        .await
    }

    /// Takes on a list that came with the call; its file is gone once it is taken in, or when the program ends before.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`JobRefusal`].
    pub async fn ask_list_import_of(
        &self,
        who: &Principal,
        terms: ListTermsAsk,
        file: SpoolFile,
    ) -> Result<JobView, Error> {
        self.permitted(who, Action::ImportList, async {
            spec_of(PathBuf::new(), &terms)?;
            let ask = JobAsk::ListImport { path: None, terms };
            self.take_on(who, Action::ImportList, JobKind::ListImport, ask, None, Some(file)).await
        })
        .await
    }

    async fn take_on(
        &self,
        who: &Principal,
        action: Action,
        kind: JobKind,
        ask: JobAsk,
        exhibit: Option<String>,
        file: Option<SpoolFile>,
    ) -> Result<JobView, Error> {
        let by = who.caller(action)?.actor;
        let job = Job::ask(new_id(JobId::new)?, kind, by, self.now());
        let body = JobBody { job, ask, exhibit, outcome: None, problem: None, reports: Vec::new() };
        let mut tx = self.store.begin().await?;
        if tx.count_jobs(JobState::Waiting).await? >= WAITING_MAX {
            return Err(Error::refused(JobRefusal::TooMany));
        }
        let at_us = body.job.asked.0;
        tx.put_job(&body.job, body.exhibit.as_deref(), &body, at_us).await?;
        let entry = self.entry(who, action.verb()).about("job", body.job.id.to_string());
        if let Some(file) = file {
            file.keep_as(&self.uploaded(body.job.id))?;
        }
        tx.commit(entry).await?;
        self.jobs.changed();
        Ok(body.view(JobProgress::default(), at_us))
    }

    /// One job of the unit's.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_job(&self, who: &Principal, id: JobId) -> Result<JobView, Error> {
        self.permitted(who, Action::ShowJobs, async {
            let view = self.job_seen(who.caller(Action::ShowJobs)?, id).await?;
            let entry = self.entry(who, Action::ShowJobs.verb()).about("job", id.to_string());
            self.store.record_alone(entry).await?;
            Ok(view)
        })
        .await
    }

    /// The same for somebody who was shown it and goes on looking: the policies are asked again, the ledger is not.
    ///
    /// # Errors
    /// As [`Node::show_job`], from the moment on at which they may no longer.
    pub async fn watch_job(&self, who: &Principal, id: JobId) -> Result<JobView, Error> {
        self.permit(who, Action::ShowJobs)?;
        self.job_seen(who.caller(Action::ShowJobs)?, id).await
    }

    /// Says when some job has changed, and that none will any more.
    pub fn job_changes(&self) -> watch::Receiver<JobChanges> {
        self.jobs.changes.subscribe()
    }

    /// The unit's jobs, those asked for last first.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_jobs(&self, who: &Principal, ask: ListAsk) -> Result<Listed<JobView>, Error> {
        self.permitted(who, Action::ShowJobs, async {
            let caller = who.caller(Action::ShowJobs)?;
            let n_max = ask.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
            let mut before = ask.after.as_deref().map(read_cursor).transpose()?;
            let (mut items, mut next) = (Vec::new(), None);
            loop {
                let RememberedOfUnit { jobs: page, exhibits } =
                    self.store.jobs_of_unit(caller.actor.unit, before, PAGE_MAX).await?;
                let is_last = page.len() < PAGE_MAX as usize;
                let end = page.last().map(|job| (job.body.job.asked.0, job.body.job.id.to_string()));
                for job in page {
                    let is_asked_for = ask.state.as_deref().is_none_or(|state| state == job.body.job.state.code());
                    if !is_asked_for || !sees(caller, &exhibits, &job.body) {
                        continue;
                    }
                    if items.len() == n_max as usize {
                        next = items.last().map(|last: &JobView| format!("{}.{}", last.asked_us, last.id));
                        break;
                    }
                    items.push(job.body.view(job.progress, job.changed_us));
                }
                before = end;
                if is_last || next.is_some() {
                    break;
                }
            }
            let ids: Vec<String> = items.iter().map(|job| job.id.to_string()).collect();
            let entry = self.entry(who, Action::ShowJobs.verb()).about("jobs", ids);
            self.store.record_alone(entry).await?;
            Ok(Listed { items, next })
        })
        .await
    }

    /// Jobs of a caller's unit that wait or run, those asked for last first.
    pub(crate) async fn jobs_under_way(&self, caller: &Caller, n_max: usize) -> Result<Vec<JobView>, Error> {
        let RememberedOfUnit { jobs, exhibits } = self.store.jobs_of_unit(caller.actor.unit, None, PAGE_MAX).await?;
        let is_under_way = |stored: &Remembered| !stored.body.job.state.is_over();
        let seen = jobs.into_iter().filter(|stored| is_under_way(stored) && sees(caller, &exhibits, &stored.body));
        Ok(seen.take(n_max).map(|stored| stored.body.view(stored.progress, stored.changed_us)).collect())
    }

    /// Stops a job: what was found is remembered, and asked for again it goes on from there.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it is over.
    pub async fn stop_job(&self, who: &Principal, id: JobId) -> Result<JobView, Error> {
        self.permitted(who, Action::StopJob, async {
            let caller = who.caller(Action::StopJob)?;
            let mut tx = self.store.begin().await?;
            let stored: Remembered = tx.job(id).await?.ok_or_else(|| no_such_job(id))?;
            if !self.may_see(caller, &stored.body).await? {
                return Err(no_such_job(id));
            }
            let job = stored.body.job.stop(self.now()).map_err(Error::refused)?;
            let body = JobBody { job, ..stored.body };
            let at_us = self.clock.now_us().max(stored.changed_us + 1);
            tx.put_job(&body.job, body.exhibit.as_deref(), &body, at_us).await?;
            let entry = self.entry(who, Action::StopJob.verb()).about("job", id.to_string());
            tx.commit(entry.about("job_state", body.job.state.code())).await?;
            self.jobs.stop(id);
            if body.job.state.is_over() {
                self.forget_upload(id);
            }
            self.jobs.changed();
            Ok(body.view(stored.progress, at_us))
        })
        .await
    }

    /// A report that a job wrote, for whoever may see its exhibit.
    ///
    /// # Errors
    /// [`Error::NotFound`], also once the exhibit was forgotten.
    pub async fn read_job_report(&self, who: &Principal, id: JobId, name: &str) -> Result<ReportGiven, Error> {
        self.permitted(who, Action::ReadJobReport, async {
            let caller = who.caller(Action::ReadJobReport)?;
            let stored: Remembered = self.store.job(id).await?.ok_or_else(|| no_such_job(id))?;
            let missing = || Error::NotFound { what: "report", name: name.to_owned() };
            if !self.may_see(caller, &stored.body).await? {
                return Err(no_such_job(id));
            }
            // Only a name that stands in the row is ever looked up in a folder.
            let report = stored.body.reports.into_iter().find(|report| report.name == name).ok_or_else(missing)?;
            let path = self.folder.jobs().join(id.to_string()).join(&report.name);
            let failed = |source| Error::Disk { doing: "reading a report", path: path.clone(), source };
            let file = match File::open(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(missing()),
                opened => opened.map_err(failed)?,
            };
            let entry = self.entry(who, Action::ReadJobReport.verb()).about("job", id.to_string());
            let entry = entry.about("sha256", report.sha256.to_string());
            self.store.record_alone(entry).await?;
            Ok(ReportGiven { report, file })
        })
        .await
    }

    async fn job_seen(&self, caller: &Caller, id: JobId) -> Result<JobView, Error> {
        let stored: Remembered = self.store.job(id).await?.ok_or_else(|| no_such_job(id))?;
        if !self.may_see(caller, &stored.body).await? {
            return Err(no_such_job(id));
        }
        Ok(stored.body.view(stored.progress, stored.changed_us))
    }

    /// A job is known to the unit that asked for it, as far as its exhibit is.
    async fn may_see(&self, caller: &Caller, body: &JobBody) -> Result<bool, Error> {
        match &body.exhibit {
            _ if body.job.by.unit != caller.actor.unit => Ok(false),
            None => Ok(true),
            Some(exhibit) => self.sees_exhibit(caller, exhibit).await,
        }
    }

    /// Whether somebody may see an exhibit: one that stands in cases, whoever may see one of them.
    pub(crate) async fn sees_exhibit(&self, caller: &Caller, exhibit: &str) -> Result<bool, Error> {
        let Ok(id) = exhibit.parse::<ExhibitId>() else { return Ok(false) };
        Ok(!self.visible(caller, [RecordId::Exhibit(id)]).await?.is_empty())
    }

    /// What jobs keep of an exhibit that is being forgotten: where it lay, under whose authority. In the change that
    /// forgets it; the reports go by [`Node::remove_job_reports`] after it.
    pub(crate) async fn forget_in_jobs(&self, tx: &mut store::Tx, exhibit: &str) -> Result<Vec<JobId>, Error> {
        let ids = self.store.jobs_about(exhibit).await?;
        for id in &ids {
            let Some(stored): Option<Remembered> = tx.job(*id).await? else { continue };
            let mut body = stored.body;
            if let JobAsk::Triage(ask) = &mut body.ask {
                let (path, none) = (String::new(), None::<String>);
                *ask = AskTriage {
                    path,
                    authority: none.clone(),
                    number: none.clone(),
                    seal: none.clone(),
                    examiner: none,
                    ..ask.clone()
                };
            }
            body.job = body.job.stop(self.now()).unwrap_or(body.job);
            body.reports.clear();
            tx.put_job(&body.job, body.exhibit.as_deref(), &body, self.clock.now_us()).await?;
            self.jobs.stop(*id);
        }
        Ok(ids)
    }

    /// Removes the reports of jobs.
    pub(crate) fn remove_job_reports(&self, ids: &[JobId]) -> Result<(), Error> {
        for id in ids {
            let path = self.folder.jobs().join(id.to_string());
            match std::fs::remove_dir_all(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                removed => {
                    removed.map_err(|source| Error::Disk { doing: "removing the reports of a job", path, source })?;
                }
            }
        }
        Ok(())
    }

    /// Where a list lies that came with the call that asked for a job.
    pub(crate) fn uploaded(&self, id: JobId) -> PathBuf {
        self.folder.spool().join(format!("{id}.list"))
    }

    /// Removes what came with a call; that it is not there is as good.
    pub(crate) fn forget_upload(&self, id: JobId) {
        let _ = std::fs::remove_file(self.uploaded(id));
    }
}

/// That jobs changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobChanges {
    /// How often.
    pub n_changes: u64,
    /// Whether the program is ending.
    pub is_closing: bool,
}

/// What is known of jobs beside what is remembered: which run now, and who waits to hear of them.
#[derive(Default)]
pub(crate) struct Jobs {
    pub(crate) changes: watch::Sender<JobChanges>,
    pub(crate) running: std::sync::Mutex<std::collections::HashMap<JobId, Arc<std::sync::atomic::AtomicBool>>>,
}

impl Jobs {
    /// Wakes whoever waits for a change.
    pub(crate) fn changed(&self) {
        self.changes.send_modify(|changes| changes.n_changes += 1);
    }

    /// Tells a job that runs to stop.
    pub(crate) fn stop(&self, id: JobId) {
        let running = self.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(stop) = running.get(&id) {
            stop.store(true, std::sync::atomic::Ordering::SeqCst);
        }
    }
}

pub(crate) fn no_such_job(id: JobId) -> Error {
    Error::NotFound { what: "job", name: id.to_string() }
}

/// The names of the reports of these endings.
pub(crate) fn report_names(endings: &[String]) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for ending in endings {
        let format = ReportFormat::ALL.into_iter().find(|format| format.ending()[1..] == **ending);
        let name = format.map(|format| format!("report{}", format.ending()));
        match name.filter(|name| !names.contains(name)) {
            Some(name) => names.push(name),
            None => return Err(Error::refused(JobRefusal::ReportUnfit)),
        }
    }
    Ok(names)
}

/// The custody that was asked for.
pub(crate) fn custody_of(ask: &AskTriage) -> Custody {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Custody {
        authority: said(&ask.authority),
        number: said(&ask.number),
        seal: said(&ask.seal),
        examiner: said(&ask.examiner),
    }
}

/// The list that these terms make of a file.
pub(crate) fn spec_of(path: PathBuf, asked: &ListTermsAsk) -> Result<ListSpec, Error> {
    let threshold_bits = asked.threshold_bits.unwrap_or(fingerprint::pdq::DISTANCE_BITS_MAX);
    let name = asked.name.trim();
    if name.is_empty() || threshold_bits > THRESHOLD_BITS_MAX {
        return Err(Error::refused(JobRefusal::ListUnfit));
    }
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let mut terms = ListTerms::named(name);
    terms.owner = said(&asked.owner);
    terms.scheme = said(&asked.scheme);
    terms.purpose = asked.purpose.unwrap_or(terms.purpose);
    terms.set_aside = terms.purpose == Purpose::SetAside;
    terms.threshold_bits = threshold_bits;
    terms.precedence = asked.precedence;
    terms.altered = asked.altered;
    let mut options = formats::list_file::ReadOptions { kind: asked.kind, ..Default::default() };
    options.scheme.clone_from(&terms.scheme);
    Ok(ListSpec { path, terms, options, tlp: asked.tlp })
}

/// The counts of a summary as a program reads them.
pub(crate) fn counts_of(counts: &Counts) -> OutcomeCounts {
    OutcomeCounts {
        known: counts.known.files,
        near: counts.near.files,
        altered: counts.altered.files,
        held_in_this_node: counts.held.files,
        new: counts.new.files,
        set_aside: counts.set_aside.files,
        unreadable: counts.unreadable.files,
    }
}

#[cfg(test)]
mod tests;
