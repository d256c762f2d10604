//! Notes about a series, which one colleague writes to another by name. Everybody who may see the series may read them; to
//! whoever they are for they are news until they say that they have read it.

use std::collections::BTreeSet;

use casework::id::{RecordId, SeriesId, UserId};
use casework::note::may_be_written;
use casework::protected::Protected;
use casework::series::{Series, SeriesBook};
use casework::user::UserState;
use serde::{Deserialize, Serialize};
use store::{Holder, News};
use utoipa::ToSchema;

use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// What news that is a note is remembered by.
pub(crate) const NOTE: &str = "series-note";

/// A note that somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteSeriesNote {
    /// The series.
    #[schema(value_type = String)]
    pub series: SeriesId,
    /// Whom it is for: a colleague's id or login name.
    pub to: String,
    /// The words, at most 2,000 letters.
    #[schema(value_type = String)]
    pub words: Protected,
}

/// Which notes somebody has read: those of this series that are for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadSeriesNotes {
    /// The series.
    #[schema(value_type = String)]
    pub series: SeriesId,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesNote {
    /// Its number among the news.
    pub id: u64,
    /// When it was written, in microseconds since 1970 UTC.
    pub at_us: i64,
    /// Who wrote it.
    #[schema(value_type = String)]
    pub by: UserId,
    /// Whom it is for.
    #[schema(value_type = String)]
    pub to: UserId,
    /// The words.
    #[schema(value_type = String)]
    pub words: Protected,
    /// When whoever it is for said that they have read it, in microseconds since 1970 UTC.
    pub read_us: Option<i64>,
}

/// The notes of a series, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesNotes {
    /// The notes.
    pub notes: Vec<SeriesNote>,
}

impl Node {
    /// Writes a note to a colleague, who must be able to see the series.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the series, and for a colleague who does not work here; [`Error::Refused`] with a
    /// [`casework::note::NoteRefusal`].
    pub async fn write_series_note(&self, who: &Principal, ask: WriteSeriesNote) -> Result<SeriesNotes, Error> {
        let action = Action::WriteSeriesNote;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let WriteSeriesNote { series, to, words } = ask;
            let held = self.load::<Series>(who, action, series).await?;
            let user = self.user_called(&to).await?;
            if user.state != UserState::Active || user.is_machine() {
                return Err(Error::NotFound { what: "user", name: to });
            }
            let reader = self.caller(&user, None).await?;
            let may_see = self.permit_about(&reader, Action::ShowSeries, &held.access).is_ok();
            may_be_written(caller.actor.user, user.id, may_see, &words).map_err(Error::refused)?;
            let body = NewsBody::SeriesNote { by: caller.actor.user, words };
            let mut tx = self.store.begin().await?;
            tx.add_news(Holder::Person(user.id), NOTE, series.into(), &body, self.now()).await?;
            let entry = self.entry(who, action.verb()).about("series", series.to_string());
            tx.commit(entry.about("user", user.id.to_string())).await?;
            Ok(SeriesNotes { notes: self.notes_of(&[series]).await? })
        })
        .await
    }

    /// The notes of a series and of those that are one with it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn series_notes(&self, who: &Principal, id: SeriesId) -> Result<SeriesNotes, Error> {
        let action = Action::ShowSeries;
        self.permitted(who, action, async {
            let notes = self.notes_of(&self.seen_as_one(who, action, id).await?).await?;
            let entry = self.entry(who, action.verb()).about("series", id.to_string());
            self.store.record_alone(entry.about("notes", notes.len() as u64)).await?;
            Ok(SeriesNotes { notes })
        })
        .await
    }

    /// Notes that the caller has read what is for them about a series.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn read_series_notes(&self, who: &Principal, ask: ReadSeriesNotes) -> Result<SeriesNotes, Error> {
        let action = Action::ReadNews;
        self.permitted(who, action, async {
            let user = who.caller(action)?.actor.user;
            let series = self.seen_as_one(who, Action::ShowSeries, ask.series).await?;
            let mut tx = self.store.begin().await?;
            let mut read = Vec::new();
            for note in self.notes_of(&series).await?.iter().filter(|note| note.to == user && note.read_us.is_none()) {
                tx.read_news(note.id, user, self.now()).await?;
                read.push(note.id.to_string());
            }
            tx.commit(self.entry(who, action.verb()).about("news", read)).await?;
            Ok(SeriesNotes { notes: self.notes_of(&series).await? })
        })
        .await
    }

    /// The series that are one with this one, of those that the caller may see.
    async fn seen_as_one(&self, who: &Principal, action: Action, id: SeriesId) -> Result<Vec<SeriesId>, Error> {
        self.load::<Series>(who, action, id).await?;
        let links = self.links_of_series(id).await?;
        let seen: BTreeSet<_> = self.link_views(who, action, &links).await?.into_iter().map(|view| view.id).collect();
        let book: Vec<_> = links.into_iter().filter(|link| seen.contains(&link.id()) && link.stands()).collect();
        Ok(SeriesBook::of(&book).view(id).series.into_iter().collect())
    }

    /// The notes about any of these series, the oldest first.
    pub(crate) async fn notes_of(&self, series: &[SeriesId]) -> Result<Vec<SeriesNote>, Error> {
        let about: Vec<RecordId> = series.iter().map(|id| (*id).into()).collect();
        let news: Vec<News<NewsBody>> = self.store.news_about(&about, NOTE).await?;
        Ok(news.into_iter().filter_map(note_of).collect())
    }
}

fn note_of(news: News<NewsBody>) -> Option<SeriesNote> {
    let (NewsBody::SeriesNote { by, words }, Holder::Person(to)) = (news.body, news.holder) else { return None };
    let read_us = news.read.map(|(_, at)| at.0);
    Some(SeriesNote { id: news.id, at_us: news.at.0, by, to, words, read_us })
}

#[cfg(test)]
mod tests;
