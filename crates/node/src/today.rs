//! What needs somebody today: clocks, matches to decide, files to settle, answers, news, jobs that run, a break. It ranks
//! nobody and counts nobody's work.

use std::collections::BTreeSet;

use casework::exposure::BreakDue;
use casework::file::FileId;
use casework::opt_out::OptOuts;
use casework::set_up::SetUpStep;
use casework::who::Moment;
use serde::Serialize;
use store::{FilesWaiting, House, News, OwnDay};
use utoipa::ToSchema;

use crate::deadline::ClockView;
use crate::error::Error;
use crate::grading::QUEUED;
use crate::holding::to_call_of;
use crate::job::JobView;
use crate::match_decision::{ClaimView, state_code};
use crate::news::{NewsAsk, NewsBody, NewsPage, NewsView};
use crate::open::Node;
use crate::opt_out::{known_material, left_out};
use crate::principal::{Action, Caller, Principal};
use crate::second_person::{SecondPersonView, waiting_for};

/// Clocks that are due within this time stand on the page.
const SOON_US: i64 = 3 * 24 * 3_600 * 1_000_000;
/// Of each kind of thing, at most; the rest is on its own page.
const SHOWN_MAX: usize = 10;
/// Files with matches that wait, twice as many at most, and files to settle, of which those are shown that the reader may know of.
const CLAIMED_MAX: u32 = 40;
const TO_SETTLE_MAX: u32 = 24;

/// What needs somebody today. A part that their roles have nothing to do with is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TodayView {
    /// What this node still needs before it can be worked in, as far as it is the reader's business.
    #[schema(value_type = Vec<String>, example = json!(["first-list"]))]
    pub set_up: Vec<SetUpStep>,
    /// Clocks that are late or due within three days, those due first, first: at most ten.
    pub clocks: Vec<ClockView>,
    /// How many clocks are late or due within three days.
    pub n_clocks: u64,
    /// Matches that wait for a person: at most ten.
    pub claims: Vec<ClaimView>,
    /// Files about which graders differ, those that wait longest first: at most ten. What they said is not shown here.
    pub to_settle: Vec<FileToSettle>,
    /// Asks for a second person that the reader could answer: at most ten.
    pub answers: Vec<SecondPersonView>,
    /// News that nobody of the unit has read, the newest first: at most ten.
    pub news: Vec<NewsView>,
    /// Whether there is more news than that.
    pub more_news: bool,
    /// The unit's jobs that wait or run: at most ten.
    pub jobs: Vec<JobView>,
    /// Whether a break is proposed. Nobody else is told.
    #[schema(value_type = Option<String>, example = "long-at-it")]
    pub break_due: Option<BreakDue>,
}

/// A file about which graders differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileToSettle {
    /// The file. Written as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Since when, in microseconds since 1970 UTC.
    pub since_us: i64,
}

impl Node {
    /// What needs the caller today.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn today(&self, who: &Principal) -> Result<TodayView, Error> {
        self.permitted(who, Action::ShowToday, async {
            let caller = who.caller(Action::ShowToday)?;
            let (user, now) = (caller.actor.user, self.now());
            let desk = self.desk(caller).await?;
            let mut view = TodayView::empty();
            view.set_up = self.set_up_left(who, &desk.house);
            if self.may(who, Action::ShowClocks) {
                let until = Moment(now.0.saturating_add(SOON_US));
                view.clocks = self.clocks_due(caller, &desk.house.units, until).await?;
                view.n_clocks = view.clocks.len() as u64;
                view.clocks.truncate(SHOWN_MAX);
            }
            if self.may(who, Action::AnswerAsSecondPerson) {
                view.answers = waiting_for(&desk.house, user, now);
                view.answers.truncate(SHOWN_MAX);
            }
            let news = match self.may(who, Action::ShowNews) {
                true => {
                    let ask = NewsAsk { also_read: false, after: None, limit: Some(SHOWN_MAX as u32) };
                    Some(self.read_for(who, caller, &ask).await?)
                }
                false => None,
            };
            let FilesWaiting { claimed: with_matches, to_settle } =
                self.files_waiting(who, caller, &desk.known).await?;
            let waiting: BTreeSet<FileId> =
                with_matches.iter().copied().chain(to_settle.iter().map(|(_, file)| *file)).collect();
            let told_of = news.iter().flat_map(NewsPage::files_claimed);
            let read: Vec<FileId> = BTreeSet::from_iter(told_of.chain(waiting.iter().copied())).into_iter().collect();
            let claimed = self.store.claimed(&read).await?;
            let left_out = left_out(&desk.opted, &read, &claimed, &desk.known);
            let proposed = news.iter().flat_map(NewsPage::files_proposed);
            let open = self.open_files(caller, waiting.into_iter().chain(proposed)).await?;
            let named: BTreeSet<FileId> =
                open.iter().filter(|file| !desk.hidden.contains(file) && !left_out.contains(file)).copied().collect();
            let with_matches: Vec<FileId> =
                with_matches.into_iter().filter(|file| named.contains(file)).take(SHOWN_MAX).collect();
            view.claims = self.claims_that_stand(who, &desk.house, &with_matches, &claimed).await?;
            view.claims.retain(|claim| state_code(&claim.state) == "claimed");
            view.claims.truncate(SHOWN_MAX);
            let to_settle = to_settle.into_iter().filter(|(_, file)| named.contains(file)).take(SHOWN_MAX);
            view.to_settle = to_settle.map(|(since_us, file)| FileToSettle { file, since_us }).collect();
            if let Some(page) = news {
                let told = page.told_to(caller, &desk.hidden, &left_out, &open);
                let owners = told.items.iter().filter_map(|one| one.body.owner()).collect();
                let call = to_call_of(&owners, &desk.house.units);
                view.more_news = told.next.is_some();
                view.news = each_once(told.items).into_iter().map(|one| NewsView::of(one, &call)).collect();
            }
            if self.may(who, Action::ShowJobs) {
                view.jobs = self.jobs_under_way(caller, SHOWN_MAX).await?;
            }
            if self.may(who, Action::AddExposure) {
                view.break_due = self.break_due(user, &desk.own)?;
            }
            self.store.record_alone(view.noted_in(self.entry(who, Action::ShowToday.verb()))).await?;
            Ok(view)
        })
        .await
    }

    async fn desk(&self, caller: &Caller) -> Result<Desk, Error> {
        let mut own = self.own_day(caller.actor.user).await?;
        let house = self.store.house(self.now()).await?;
        Ok(Desk {
            hidden: own.blinds.iter().flat_map(|open| open.files.iter().copied()).collect(),
            opted: self.opt_outs_of(caller, own.opt_outs.take())?,
            known: known_material(&house.lists),
            own,
            house,
        })
    }

    /// Files that wait for somebody in the caller's roles, most of them such as they reach. That a file waits to be settled is told,
    /// and not what anybody said of it: who only sees this may still grade it blind.
    async fn files_waiting(
        &self,
        who: &Principal,
        caller: &Caller,
        known: &BTreeSet<String>,
    ) -> Result<FilesWaiting, Error> {
        // Known software waits for nobody.
        let n_claimed = if self.may(who, Action::DecideMatch) { CLAIMED_MAX } else { 0 };
        let n_to_settle = if self.may(who, Action::SettleGrading) { TO_SETTLE_MAX } else { 0 };
        if n_claimed + n_to_settle == 0 {
            return Ok(FilesWaiting::default());
        }
        Ok(self.store.files_waiting(&self.reader(caller), known, n_claimed, QUEUED, n_to_settle).await?)
    }
}

/// What is read once for all parts of the page.
struct Desk {
    own: OwnDay,
    house: House,
    /// Files that the reader grades blind.
    hidden: BTreeSet<FileId>,
    /// What they asked not to be offered.
    opted: OptOuts,
    /// The versions of lists that say what a file shows.
    known: BTreeSet<String>,
}

/// The same without what was told at one moment to several that the reader belongs to: their unit and their case. Of these the
/// newest stays: who has read up to it has read the others.
fn each_once(news: Vec<News<NewsBody>>) -> Vec<News<NewsBody>> {
    let mut once: Vec<News<NewsBody>> = Vec::with_capacity(news.len());
    for one in news {
        if !once.iter().any(|other| (other.at, other.about, &other.body) == (one.at, one.about, &one.body)) {
            once.push(one);
        }
    }
    once
}

impl TodayView {
    fn empty() -> TodayView {
        TodayView {
            set_up: Vec::new(),
            clocks: Vec::new(),
            n_clocks: 0,
            claims: Vec::new(),
            to_settle: Vec::new(),
            answers: Vec::new(),
            news: Vec::new(),
            more_news: false,
            jobs: Vec::new(),
            break_due: None,
        }
    }

    /// The entry with everything that this answer shows.
    fn noted_in(&self, entry: store::LedgerEntry) -> store::LedgerEntry {
        let files = self.claims.iter().map(|claim| claim.file).chain(self.to_settle.iter().map(|one| one.file));
        let files: BTreeSet<String> = files.map(|file| file.to_string()).collect();
        entry
            .about("records", self.clocks.iter().map(|clock| clock.id.to_string()).collect::<Vec<_>>())
            .about("files", files.into_iter().collect::<Vec<_>>())
            .about("second_persons", self.answers.iter().map(|ask| ask.id.to_string()).collect::<Vec<_>>())
            .about("news", self.news.iter().map(|one| one.id.to_string()).collect::<Vec<_>>())
            .about("jobs", self.jobs.iter().map(|job| job.id.to_string()).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests;
