//! What needs somebody today: clocks, matches to decide, files to settle, answers, news, jobs that run, a break. It ranks
//! nobody and counts nobody's work.

use std::collections::BTreeSet;

use casework::exposure::BreakDue;
use casework::file::FileId;
use casework::who::Moment;
use serde::Serialize;
use utoipa::ToSchema;

use crate::deadline::ClockView;
use crate::error::Error;
use crate::job::JobView;
use crate::match_decision::{ClaimView, state_code};
use crate::news::{NewsAsk, NewsView};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::second_person::SecondPersonView;

/// Clocks that are due within this time stand on the page.
const SOON_US: i64 = 3 * 24 * 3_600 * 1_000_000;
/// Of each kind of thing, at most; the rest is on its own page.
const SHOWN_MAX: usize = 10;
/// Files with matches that wait, and files to settle, of which those are shown that the reader may know of. Together as many as
/// one statement of the store asks about.
const CLAIMED_MAX: u32 = 40;
const TO_SETTLE_MAX: u32 = 24;

/// What needs somebody today. A part that their roles have nothing to do with is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TodayView {
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
            let user = caller.actor.user;
            let mut view = TodayView::empty();
            let hidden = self.hidden_by_blind(caller).await?;
            if self.may(who, Action::ShowClocks) {
                view.clocks = self.clocks_due(caller, Moment(self.now().0.saturating_add(SOON_US))).await?;
                view.n_clocks = view.clocks.len() as u64;
                view.clocks.truncate(SHOWN_MAX);
            }
            (view.claims, view.to_settle) = self.files_waiting(who, caller, &hidden).await?;
            if self.may(who, Action::AnswerAsSecondPerson) {
                let asks = self.second_persons_for(user).await?.into_iter();
                view.answers = asks.filter(|ask| ask.could_answer.contains(&user)).take(SHOWN_MAX).collect();
            }
            if self.may(who, Action::ShowNews) {
                let ask = NewsAsk { also_read: false, after: None, limit: Some(SHOWN_MAX as u32) };
                let listed = self.news_for(who, caller, &hidden, &ask).await?;
                (view.news, view.more_news) = (listed.items, listed.next.is_some());
            }
            if self.may(who, Action::ShowJobs) {
                view.jobs = self.jobs_under_way(caller, SHOWN_MAX).await?;
            }
            if self.may(who, Action::AddExposure) {
                view.break_due = self.break_due(user).await?;
            }
            self.store.record_alone(view.noted_in(self.entry(who, Action::ShowToday.verb()))).await?;
            Ok(view)
        })
        .await
    }
}

impl Node {
    /// Matches to decide and files to settle, of those that the caller may know of, at most ten of each. That a file waits to be
    /// settled is told, and not what anybody said of it: who only sees this may still grade it blind.
    async fn files_waiting(
        &self,
        who: &Principal,
        caller: &Caller,
        hidden: &BTreeSet<FileId>,
    ) -> Result<(Vec<ClaimView>, Vec<FileToSettle>), Error> {
        let claimed = match self.may(who, Action::DecideMatch) {
            true => {
                // Known software waits for nobody.
                let lists = self.lists_of_known_material().await?;
                self.store.files_with_undecided_matches(&lists, CLAIMED_MAX).await?
            }
            false => Vec::new(),
        };
        let to_settle = match self.may(who, Action::SettleGrading) {
            true => self.files_to_settle(TO_SETTLE_MAX).await?,
            false => Vec::new(),
        };
        let waiting = claimed.iter().copied().chain(to_settle.iter().map(|(_, file)| *file)).collect();
        let named = self.files_to_name(caller, hidden, &waiting).await?;
        let claimed: Vec<FileId> = claimed.into_iter().filter(|file| named.contains(file)).take(SHOWN_MAX).collect();
        let mut claims = self.claims_among(who, &claimed).await?;
        claims.retain(|claim| state_code(&claim.state) == "claimed");
        claims.truncate(SHOWN_MAX);
        let to_settle = to_settle.into_iter().filter(|(_, file)| named.contains(file)).take(SHOWN_MAX);
        Ok((claims, to_settle.map(|(since_us, file)| FileToSettle { file, since_us }).collect()))
    }
}

impl TodayView {
    fn empty() -> TodayView {
        TodayView {
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
