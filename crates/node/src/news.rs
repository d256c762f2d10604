//! News: what those who hold a file or a record should know, and who of them has read it.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::id::{CaseId, GlassId, LinkId, PasskeyId, RecordId, SeriesId, UnitId, UserId};
use casework::link::Link;
use casework::match_decision::Closeness;
use casework::protected::Protected;
use casework::record::{Access, Circle, Record as _};
use casework::victim::MustStop;
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::{Holder, News, NewsTold, Tx};
use utoipa::ToSchema;

use crate::casebook::Listed;
use crate::error::Error;
use crate::holding::UnitToCall;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::series_note::NOTE;

/// News on one page, at most.
const PAGE_NEWS_MAX: u32 = 200;
const PAGE_NEWS: u32 = 50;

/// What a piece of news says. Written as `{"what": "match-claimed", …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum NewsBody {
    /// A list that came later knows a file that is held.
    MatchClaimed {
        /// The exhibit that holds it.
        exhibit: String,
        /// The list's name.
        list: String,
        /// How they agree: a near or altered one waits for a person.
        #[schema(value_type = String, example = "near")]
        closeness: Closeness,
    },
    /// A list knows a file no longer that it knew.
    MatchGone {
        /// The exhibit that holds it.
        exhibit: String,
        /// The list's name.
        list: String,
        /// What had been decided: `claimed`, `confirmed` or `rejected`.
        state: String,
    },
    /// An entry of a list suddenly agrees with so much that its matches wait for a person. The record is the list's file.
    EntryQuarantined {
        /// The list's name.
        list: String,
        /// The number of what is held back.
        stop: u64,
        /// It agreed with more different things than this, in short time.
        n_things: u32,
    },
    /// A file that is held looks like one of a series of this node, or is in one. Which series is told to those who may see
    /// it, where it is proposed.
    SeriesAgrees {
        /// An exhibit that holds it, where one may be named.
        exhibit: Option<String>,
        /// How they agree: `exact` is in the series, or the very bytes of what is; `near` waits for a person.
        #[schema(value_type = String, example = "near")]
        closeness: Closeness,
        /// The unit that owns the series: `call` says how it is reached.
        #[schema(value_type = String)]
        owner: UnitId,
    },
    /// A series, which the news is about, has found files that look like its members, and they wait for a person. Told once
    /// until somebody has read it, to those who may decide about one of them.
    ProposalsWait,
    /// A colleague wrote to the reader about a series, which the news is about.
    SeriesNote {
        /// Who.
        #[schema(value_type = String)]
        by: UserId,
        /// The words.
        #[schema(value_type = String)]
        words: Protected,
    },
    /// What a record leaned on holds no longer: it is to be looked at again.
    Recheck {
        /// What it leaned on.
        #[schema(value_type = String)]
        leaned_on: RecordId,
    },
    /// A lead came from another unit, or one that was sent moved.
    LeadMoved {
        /// `sent` here, `accepted` there, `given-back`, or `taken-back` by its sender.
        #[schema(example = "sent")]
        state: String,
    },
    /// An auditor has broken glass for what the reader did.
    EntriesOpened {
        /// Which opening.
        #[schema(value_type = String)]
        glass: GlassId,
    },
    /// Two devices hold a passkey of the reader: it signs nobody in since, and all sessions were ended.
    PasskeyCopied {
        /// Which one.
        #[schema(value_type = String, example = "psk_0000000000000000")]
        passkey: PasskeyId,
    },
    /// Whoever the node's provider of sign-ins says so signs in as the reader from now on.
    ProviderAccountBound {
        /// Since when, in microseconds since 1970 UTC.
        bound_us: i64,
    },
    /// A victim, or whoever speaks for them, withdrew a consent: this must stop.
    ConsentWithdrawn {
        /// What must stop.
        #[schema(value_type = Vec<String>)]
        must_stop: BTreeSet<MustStop>,
    },
}

impl NewsBody {
    /// What it says as a code, by which it is remembered.
    pub fn code(&self) -> &'static str {
        match self {
            NewsBody::MatchClaimed { .. } => "match-claimed",
            NewsBody::MatchGone { .. } => "match-gone",
            NewsBody::EntryQuarantined { .. } => "entry-quarantined",
            NewsBody::SeriesAgrees { .. } => "series-agrees",
            NewsBody::ProposalsWait => "proposals-wait",
            NewsBody::SeriesNote { .. } => NOTE,
            NewsBody::Recheck { .. } => "recheck",
            NewsBody::LeadMoved { .. } => "lead-moved",
            NewsBody::EntriesOpened { .. } => "entries-opened",
            NewsBody::PasskeyCopied { .. } => "passkey-copied",
            NewsBody::ProviderAccountBound { .. } => "provider-account-bound",
            NewsBody::ConsentWithdrawn { .. } => "consent-withdrawn",
        }
    }

    /// The unit to call about it.
    pub(crate) fn owner(&self) -> Option<UnitId> {
        match self {
            NewsBody::SeriesAgrees { owner, .. } => Some(*owner),
            _ => None,
        }
    }
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewsView {
    /// Its number.
    pub id: u64,
    /// When it came, in microseconds since 1970.
    pub at_us: i64,
    /// The case whose people it is for.
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
    /// The unit that it is for. Without case and unit it is for everybody here, or, as its words say, for the reader alone.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    /// The file or record that it is about.
    #[schema(value_type = String)]
    pub about: RecordId,
    /// What it says.
    #[serde(flatten)]
    pub body: NewsBody,
    /// The unit to call about it, where there is one to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub call: Option<UnitToCall>,
    /// Who of them read it first.
    #[schema(value_type = Option<String>)]
    pub read_by: Option<UserId>,
}

/// What news is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewsAsk {
    /// Also what somebody has read.
    pub also_read: bool,
    /// Where the page before ended, as it said.
    pub after: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// News that somebody has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNews {
    /// Up to the news of this number, all that is the reader's.
    pub up_to: u64,
}

/// What was marked as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewsRead {
    /// How many pieces of news. At most 200 are marked in one call.
    pub n_read: u64,
}

/// A page of news as the store has it for somebody, and where the next begins.
pub(crate) struct NewsPage {
    told: NewsTold<NewsBody>,
    /// Files that wait in the series of which it says so, where the reader may decide about them.
    proposed: BTreeMap<SeriesId, BTreeSet<FileId>>,
    next: Option<String>,
}

impl NewsPage {
    /// The files that wait in series: of these it is to be asked which are open to the reader.
    pub(crate) fn files_proposed(&self) -> impl Iterator<Item = FileId> + '_ {
        self.proposed.values().flatten().copied()
    }

    /// The files of which it says that a list newly claims something.
    pub(crate) fn files_claimed(&self) -> Vec<FileId> {
        self.told.news.iter().filter_map(claimed_of).collect()
    }

    /// Of this news what a caller may be told: of what its owner's handling reaches them with, of nobody whose record is
    /// contested to another unit, of no file `hidden` because they grade it blind, of no match of a file `left_out` of what they
    /// are offered, and of series only where a file waits that is `open` to them.
    pub(crate) fn told_to(
        self,
        caller: &Caller,
        hidden: &BTreeSet<FileId>,
        left_out: &BTreeSet<FileId>,
        open: &BTreeSet<FileId>,
    ) -> Listed<News<NewsBody>> {
        let NewsPage { told: NewsTold { mut news, accesses, persons, .. }, proposed, next } = self;
        let (user, unit) = (caller.actor.user, caller.actor.unit);
        let reaches = |id: &RecordId| accesses.get(id).is_none_or(|access| access.reaches(user, unit).is_ok());
        let is_theirs = |id: &RecordId| accesses.get(id).is_some_and(|access| access.unit == unit);
        let contested = persons.iter().filter(|person| person.is_contested()).map(|person| RecordId::from(person.id()));
        let contested: BTreeSet<RecordId> = contested.filter(|id| !is_theirs(id)).collect();
        news.retain(|one| reaches(&one.about) && !contested.contains(&one.about) && !tells_of(one, hidden));
        news.retain(|one| claimed_of(one).is_none_or(|file| !left_out.contains(&file)));
        let may_decide = |file: &FileId| open.contains(file) && !hidden.contains(file);
        let waits = |id: SeriesId| proposed.get(&id).is_some_and(|files| files.iter().any(may_decide));
        news.retain(|one| one.body != NewsBody::ProposalsWait || proposing(one).is_some_and(waits));
        // Somebody who has left the case since is told nothing of it by a note either.
        let is_note = |one: &News<NewsBody>| matches!(one.body, NewsBody::SeriesNote { .. });
        let may_know = |id: &RecordId| accesses.get(id).is_some_and(|access| caller.may_know(access));
        news.retain(|one| !is_note(one) || may_know(&one.about));
        Listed { items: news, next }
    }
}

impl Node {
    /// News for the caller, their unit and their cases, the newest first.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn show_news(&self, who: &Principal, ask: &NewsAsk) -> Result<Listed<NewsView>, Error> {
        self.permitted(who, Action::ShowNews, async {
            let caller = who.caller(Action::ShowNews)?;
            let page = self.read_for(who, caller, ask).await?;
            let Listed { items, next } = self.told_alone(caller, page).await?;
            let owners = items.iter().filter_map(|one| one.body.owner()).collect();
            let call = self.to_call(&owners).await?;
            let ids: Vec<String> = items.iter().map(|one| one.id.to_string()).collect();
            self.store.record_alone(self.entry(who, Action::ShowNews.verb()).about("news", ids)).await?;
            Ok(Listed { items: items.into_iter().map(|one| NewsView::of(one, &call)).collect(), next })
        })
        .await
    }

    /// A page of what is there for the caller, of which [`NewsPage::told_to`] says what they are told.
    pub(crate) async fn read_for(&self, who: &Principal, caller: &Caller, ask: &NewsAsk) -> Result<NewsPage, Error> {
        let n_max = ask.limit.unwrap_or(PAGE_NEWS).clamp(1, PAGE_NEWS_MAX);
        let wrong = |text: &String| Error::NotACursor { text: text.clone() };
        let before = ask.after.as_ref().map(|text| text.parse().map_err(|_| wrong(text))).transpose()?;
        let mut page = self.news_page(who, caller, !ask.also_read, before, n_max + 1).await?;
        let news = &mut page.told.news;
        let is_last = news.len() <= n_max as usize;
        news.truncate(n_max as usize);
        page.next = news.last().filter(|_| !is_last).map(|last| last.id.to_string());
        Ok(page)
    }

    async fn news_page(
        &self,
        who: &Principal,
        caller: &Caller,
        unread: bool,
        before: Option<u64>,
        n_max: u32,
    ) -> Result<NewsPage, Error> {
        let told: NewsTold<NewsBody> = self.store.news(&self.reader(caller), unread, before, n_max).await?;
        let may_decide = self.permit(who, Action::DecideProposal).is_ok();
        let may_know = |id: &SeriesId| told.accesses.get(&(*id).into()).is_some_and(|access| caller.may_know(access));
        let series = told.proposed.iter().filter(|(id, _)| may_decide && may_know(id));
        let proposed = self.files_that_wait(series).await?;
        Ok(NewsPage { told, proposed, next: None })
    }

    /// What a caller is told of this news alone.
    async fn told_alone(&self, caller: &Caller, page: NewsPage) -> Result<Listed<News<NewsBody>>, Error> {
        let left_out = self.not_offered(caller, &page.files_claimed()).await?;
        let hidden = self.hidden_by_blind(caller).await?;
        let open = self.open_files(caller, page.files_proposed()).await?;
        Ok(page.told_to(caller, &hidden, &left_out, &open))
    }

    /// Marks news as read. What others may see stays for them as read by the caller.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn read_news(&self, who: &Principal, ask: ReadNews) -> Result<NewsRead, Error> {
        self.permitted(who, Action::ReadNews, async {
            let caller = who.caller(Action::ReadNews)?;
            let before = ask.up_to.saturating_add(1);
            let page = self.news_page(who, caller, true, Some(before), PAGE_NEWS_MAX).await?;
            let news = self.told_alone(caller, page).await?.items;
            let mut tx = self.store.begin().await?;
            for one in &news {
                tx.read_news(one.id, caller.actor.user, self.now()).await?;
            }
            let ids: Vec<String> = news.iter().map(|one| one.id.to_string()).collect();
            tx.commit(self.entry(who, Action::ReadNews.verb()).about("news", ids)).await?;
            Ok(NewsRead { n_read: news.len() as u64 })
        })
        .await
    }

    /// Tells those who hold a record: the unit that owns it, or the people of its cases where its circle is closed.
    pub(crate) async fn tell_of_record(&self, tx: &mut Tx, about: RecordId, body: &NewsBody) -> Result<(), Error> {
        let holders = match self.store.access(about).await? {
            Some(access) => holders_of(access),
            None => self.holders(about, None).await?,
        };
        for holder in holders {
            tx.add_news(holder, body.code(), about, body, self.now()).await?;
        }
        Ok(())
    }

    /// Tells those who hold one of these series, which are one, that proposals wait: each of them once, by the series that
    /// comes first, and nobody to whom the same is still news.
    pub(crate) async fn tell_of_proposals(&self, tx: &mut Tx, series: &[SeriesId]) -> Result<(), Error> {
        let body = NewsBody::ProposalsWait;
        let accesses = self.store.accesses(series.iter().map(|id| RecordId::from(*id))).await?;
        let mut by_holder: BTreeMap<Holder, Vec<RecordId>> = BTreeMap::new();
        for id in series {
            let access = accesses.get(&RecordId::from(*id)).cloned();
            for holder in access.map(holders_of).unwrap_or_default() {
                by_holder.entry(holder).or_default().push((*id).into());
            }
        }
        for (holder, about) in by_holder {
            let mut is_unread = false;
            for id in &about {
                is_unread = is_unread || tx.has_unread_news(holder, body.code(), *id).await?;
            }
            if let (false, Some(first)) = (is_unread, about.first()) {
                tx.add_news(holder, body.code(), *first, &body, self.now()).await?;
            }
        }
        Ok(())
    }

    /// Tells those who hold a file that lies on an exhibit.
    pub(crate) async fn tell_holders(
        &self,
        tx: &mut Tx,
        file: FileId,
        exhibit: &str,
        body: &NewsBody,
        at: Moment,
    ) -> Result<(), Error> {
        for holder in self.holders(RecordId::File(file), Some(exhibit)).await? {
            tx.add_news(holder, body.code(), RecordId::File(file), body, at).await?;
        }
        Ok(())
    }

    /// The cases that hold a file or its exhibit; everybody where no case does.
    async fn holders(&self, id: RecordId, exhibit: Option<&str>) -> Result<BTreeSet<Holder>, Error> {
        let mut cases = self.store.cases_of(id).await?;
        if let Some(exhibit) = exhibit.and_then(|exhibit| exhibit.parse().ok()) {
            cases.extend(self.store.cases_of(RecordId::Exhibit(exhibit)).await?);
        }
        Ok(if cases.is_empty() { [Holder::Everybody].into() } else { cases.into_iter().map(Holder::Case).collect() })
    }

    /// What leans directly on a file or a link: standing links that name it as an end or as evidence, and persons whose
    /// state rests on it.
    pub(crate) async fn leaning_directly(&self, id: RecordId) -> Result<Vec<RecordId>, Error> {
        let mut leaning: Vec<RecordId> = self.links_naming(id).await?.iter().map(|link| link.id().into()).collect();
        let named = self.store.records_naming(&named_as(id)).await?;
        leaning.extend(named.into_iter().filter_map(|(record, _)| match record {
            RecordId::Person(_) => Some(record),
            _ => None,
        }));
        Ok(leaning)
    }

    /// Standing links that name a record as an end or as evidence.
    pub(crate) async fn links_naming(&self, id: RecordId) -> Result<Vec<Link>, Error> {
        let mut links = Vec::new();
        for (record, _) in self.store.records_naming(&named_as(id)).await? {
            let RecordId::Link(link) = record else { continue };
            links.extend(self.link_that_stands(link).await?.filter(|link| {
                let asserted = link.asserted();
                let is_end = asserted.from == id || asserted.to == id;
                is_end || asserted.evidence.iter().any(|evidence| evidence.record() == Some(id))
            }));
        }
        Ok(links)
    }

    /// Standing links that lean on a match, and those that lean on other links: all, for questions about many matches.
    pub(crate) async fn links_on_matches(&self) -> Result<Vec<Link>, Error> {
        let mut links = BTreeMap::new();
        for evidence in [r#""by":"match""#, r#""by":"link""#] {
            for (record, body) in self.store.records_naming(evidence).await? {
                let RecordId::Link(id) = record else { continue };
                match serde_json::from_str::<Link>(&body) {
                    Ok(link) => drop(links.insert(id, link)),
                    // The store says what is wrong with it.
                    Err(_) => drop(self.store.record::<Link>(id).await?),
                }
            }
        }
        Ok(links.into_values().filter(Link::stands).collect())
    }

    async fn link_that_stands(&self, id: LinkId) -> Result<Option<Link>, Error> {
        let held = self.store.record::<Link>(id).await?;
        Ok(held.map(|held| held.record).filter(Link::stands))
    }
}

/// The unit that owns a record, or the people of its cases where its circle is closed.
fn holders_of(access: Access) -> BTreeSet<Holder> {
    match access.circle {
        Circle::Cases if !access.cases.is_empty() => access.cases.into_iter().map(Holder::Case).collect(),
        _ => BTreeSet::from([Holder::Unit(access.unit)]),
    }
}

/// The text by which a body names a record: of a file the digits of its digest, whichever way it is written.
fn named_as(id: RecordId) -> String {
    let text = id.to_string();
    text.split_once(':').map_or(text.clone(), |(_, digits)| digits.to_owned())
}

/// Whether news would tell somebody what others think of a file that they grade blind.
fn tells_of(news: &News<NewsBody>, hidden: &BTreeSet<FileId>) -> bool {
    let is_hidden = |id: &RecordId| matches!(id, RecordId::File(file) if hidden.contains(file));
    let leans = matches!(&news.body, NewsBody::Recheck { leaned_on } if is_hidden(leaned_on));
    leans || is_hidden(&news.about)
}

/// The file that a match is newly claimed of, where news says so.
fn claimed_of(news: &News<NewsBody>) -> Option<FileId> {
    match (&news.body, news.about) {
        (NewsBody::MatchClaimed { .. }, RecordId::File(file)) => Some(file),
        _ => None,
    }
}

/// The series in which something waits, where news says so.
fn proposing(news: &News<NewsBody>) -> Option<SeriesId> {
    match (&news.body, news.about) {
        (NewsBody::ProposalsWait, RecordId::Series(id)) => Some(id),
        _ => None,
    }
}

impl NewsView {
    pub(crate) fn of(news: News<NewsBody>, call: &[UnitToCall]) -> NewsView {
        let (case, unit) = match news.holder {
            Holder::Everybody => (None, None),
            Holder::Unit(unit) => (None, Some(unit)),
            Holder::Case(case) => (Some(case), None),
            Holder::Person(_) => (None, None),
        };
        let read_by = news.read.map(|(user, _)| user);
        let call = call.iter().find(|call| Some(call.unit) == news.body.owner()).cloned();
        NewsView { id: news.id, at_us: news.at.0, case, unit, about: news.about, body: news.body, call, read_by }
    }
}
