//! News: what those who hold something should know, until somebody of them has read it.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::{CaseId, RecordId, SeriesId, UnitId, UserId};
use casework::person::Person;
use casework::record::Access;
use casework::series_proposal::SeriesProposal;
use casework::who::Moment;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;

use crate::access::Gathered;
use crate::column::{from_json, get, get_u64, query_in};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::reach::file_is_reached;
use crate::record::{Reader, parsed};
use crate::transaction::Tx;
use crate::value_list::lists_of;

/// Files of each series that are looked at for one that waits: first those on exhibits in cases that the reader reaches, or in none.
const FILES_OF_EACH_SERIES: i64 = 40;

/// To whom something is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// Everybody who works here: it stands in no case and belongs to no unit.
    Everybody,
    /// A unit, and the people of its cases.
    Unit(UnitId),
    /// Who may see a case.
    Case(CaseId),
    /// One person alone.
    Person(UserId),
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News<T> {
    /// Its number.
    pub id: u64,
    /// When it came.
    pub at: Moment,
    /// To whom.
    pub holder: Holder,
    /// The record or file that it is about.
    pub about: RecordId,
    /// What it says.
    pub body: T,
    /// Who of them read it, and when.
    pub read: Option<(UserId, Moment)>,
}

/// News for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsTold<T> {
    /// The newest first.
    pub news: Vec<News<T>>,
    /// Who may see the records that it is about.
    pub accesses: BTreeMap<RecordId, Access>,
    /// The persons that it is about.
    pub persons: Vec<Person>,
    /// What is proposed to each series of which it says that files wait.
    pub proposed: BTreeMap<SeriesId, Proposed>,
}

/// What is proposed to a series and to all that are one with it: of many files some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposed {
    /// The series that are one, itself too.
    pub series: BTreeSet<SeriesId>,
    /// All that was proposed of each file, but of those that somebody declined.
    pub proposals: Vec<SeriesProposal>,
}

impl Store {
    /// News for this reader, the newest first, before `before`; those that nobody read only, where `unread`. With what says who may
    /// be told of it.
    pub async fn news<T: DeserializeOwned>(
        &self,
        reader: &Reader,
        unread: bool,
        before: Option<u64>,
        n_max: u32,
    ) -> Result<NewsTold<T>, Error> {
        let rows = sqlx::query(concat!(
            "WITH RECURSIVE told AS (
             SELECT id, at_us, unit, case_id, about, body, read_by, read_at_us, person, what FROM news
             WHERE id < $4 AND ($5 = 0 OR read_by IS NULL)
               AND ((unit = '' AND case_id = '' AND person = '') OR unit = $2 OR person = $1
                 OR EXISTS (SELECT 1 FROM case_people WHERE case_people.case_id = news.case_id
                     AND case_people.person = $1 AND (case_people.until_us IS NULL OR case_people.until_us > $3))
                 OR EXISTS (SELECT 1 FROM records WHERE records.id = news.case_id AND records.unit = $2
                     AND records.circle = 'unit')
                 OR EXISTS (SELECT 1 FROM break_glass WHERE break_glass.person = $1 AND break_glass.until_us > $3
                     AND break_glass.opens = news.case_id))
             ORDER BY id DESC LIMIT $6),
             proposing (asked, series) AS (
             SELECT about, about FROM told WHERE what = 'proposals-wait'
             UNION SELECT proposing.asked, ends.other FROM proposing JOIN link_ends ends ON ends.record = proposing.series
             WHERE ends.stands = 1 AND ends.kind = 'same-series')
             SELECT about, 'news', unit, case_id, body, id, at_us, read_by, read_at_us, person FROM told
             UNION ALL
             SELECT records.id, 'record', records.unit, records.circle, handlings.body, 0, 0, NULL, NULL, ''
             FROM records LEFT JOIN handlings ON handlings.record = records.id
             WHERE records.state <> 'erased' AND records.id IN (SELECT about FROM told)
             UNION ALL
             SELECT record, 'case', case_id, '', NULL, 0, 0, NULL, NULL, '' FROM record_cases
             WHERE record IN (SELECT about FROM told)
             UNION ALL
             SELECT record, 'excluded', unit, '', NULL, 0, 0, NULL, NULL, '' FROM handling_excluded
             WHERE record IN (SELECT about FROM told)
             UNION ALL
             SELECT records.id, 'person', '', '', records.body, 0, 0, NULL, NULL, ''
             FROM (SELECT DISTINCT about FROM told) AS named CROSS JOIN records
             WHERE records.id = named.about AND records.noun = 'person' AND records.state <> 'erased'
             UNION ALL
             SELECT asked, 'one', series, '', NULL, 0, 0, NULL, NULL, '' FROM proposing
             UNION ALL
             SELECT asked, 'proposed', '', '', body, 0, 0, NULL, NULL, '' FROM (
               SELECT proposing.asked, found.body, DENSE_RANK() OVER (PARTITION BY proposing.asked ORDER BY
                 CASE WHEN ",
            file_is_reached!(),
            " THEN 0 ELSE 1 END,
                 CASE WHEN found.state = 'waiting' THEN 0 ELSE 1 END, found.file) AS nth
               FROM proposing JOIN series_proposals found ON found.series = proposing.series
               WHERE NOT EXISTS (SELECT 1 FROM proposing other JOIN series_proposals decided
                                 ON decided.series = other.series AND decided.file = found.file
                                 WHERE other.asked = proposing.asked AND decided.state = 'declined')) AS ranked
             WHERE nth <= $7
             ORDER BY 6 DESC"
        ))
        .bind(reader.user.to_string())
        .bind(reader.unit.to_string())
        .bind(reader.now_us)
        .bind(before.map_or(i64::MAX, u64::cast_signed))
        .bind(i64::from(unread))
        .bind(i64::from(n_max))
        .bind(FILES_OF_EACH_SERIES)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading news"))?;
        let (mut news, mut persons, mut gathered) = (Vec::new(), Vec::new(), Gathered::default());
        let mut proposed: BTreeMap<SeriesId, Proposed> = BTreeMap::new();
        for row in &rows {
            match get::<&str>(row, 1)? {
                "news" => news.push(news_of(row)?),
                "person" => persons.push(from_json(get(row, 4)?)?),
                "one" => {
                    let of_series = proposed.entry(parsed(get(row, 0)?)?).or_default();
                    of_series.series.insert(parsed(get(row, 2)?)?);
                }
                "proposed" => {
                    let of_series = proposed.entry(parsed(get(row, 0)?)?).or_default();
                    of_series.proposals.push(from_json(get(row, 4)?)?);
                }
                _ => gathered.add(row, |_| Ok(()))?,
            }
        }
        let of_records = gathered.put_together().of_records.into_iter();
        let accesses = of_records.map(|(id, (access, ()))| (id, access)).collect();
        Ok(NewsTold { news, accesses, persons, proposed })
    }

    /// News of one kind about any of these, to whomever it was told, the oldest first.
    pub async fn news_about<T: DeserializeOwned>(
        &self,
        about: &[RecordId],
        what: &'static str,
    ) -> Result<Vec<News<T>>, Error> {
        let begins = "SELECT about, 'news', unit, case_id, body, id, at_us, read_by, read_at_us, person FROM news
             WHERE what = $1 AND about";
        let mut all = Vec::new();
        for ids in lists_of(about) {
            let query = query_in(begins, 2, ids.len()).bind(what);
            let query = ids.iter().fold(query, |query, id| query.bind(id.to_string()));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading news"))?;
            for row in &rows {
                all.push(news_of(row)?);
            }
        }
        all.sort_by_key(|one: &News<T>| one.id);
        Ok(all)
    }
}

impl Tx {
    /// Tells a holder something.
    pub async fn add_news(
        &mut self,
        holder: Holder,
        what: &'static str,
        about: RecordId,
        body: &impl Serialize,
        at: Moment,
    ) -> Result<(), Error> {
        let [unit, case, person] = columns_of(holder);
        // Chance in the row, as the row must not tell what the news says.
        let (body, _) = self.salted_row("news", what, body)?;
        sqlx::query(
            "INSERT INTO news (id, at_us, unit, case_id, person, what, about, body, entry)
             VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM news), $1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(at.0)
        .bind(unit)
        .bind(case)
        .bind(person)
        .bind(what)
        .bind(about.to_string())
        .bind(body)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("telling news"))?;
        Ok(())
    }

    /// Whether this holder was told something of this kind about a record and nobody of them has read it.
    pub async fn has_unread_news(
        &mut self,
        holder: Holder,
        what: &'static str,
        about: RecordId,
    ) -> Result<bool, Error> {
        let [unit, case, person] = columns_of(holder);
        let rows = sqlx::query(
            "SELECT id FROM news WHERE unit = $1 AND case_id = $2 AND person = $3 AND what = $4 AND about = $5
               AND read_by IS NULL LIMIT 1",
        )
        .bind(unit)
        .bind(case)
        .bind(person)
        .bind(what)
        .bind(about.to_string())
        .fetch_all(&mut *self.inner)
        .await
        .map_err(doing("reading what is still news"))?;
        Ok(!rows.is_empty())
    }

    /// Remembers who read a piece of news first. Whether it is theirs is the caller's to ask.
    pub async fn read_news(&mut self, id: u64, user: UserId, at: Moment) -> Result<(), Error> {
        self.add_row("news-read", &(id, user));
        sqlx::query("UPDATE news SET read_by = $2, read_at_us = $3 WHERE id = $1 AND read_by IS NULL")
            .bind(id.cast_signed())
            .bind(user.to_string())
            .bind(at.0)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("noting who read news"))?;
        Ok(())
    }
}

/// A holder as the columns unit, case and person name it.
fn columns_of(holder: Holder) -> [String; 3] {
    let none = String::new;
    match holder {
        Holder::Everybody => [none(), none(), none()],
        Holder::Unit(id) => [id.to_string(), none(), none()],
        Holder::Case(id) => [none(), id.to_string(), none()],
        Holder::Person(id) => [none(), none(), id.to_string()],
    }
}

/// A row of what it is about, `news`, unit, case, body, number, when, who read it, when, and person.
fn news_of<T: DeserializeOwned>(row: &AnyRow) -> Result<News<T>, Error> {
    let (unit, case): (String, String) = (get(row, 2)?, get(row, 3)?);
    let person: String = get(row, 9)?;
    let holder = match (unit.is_empty(), case.is_empty(), person.is_empty()) {
        (true, true, true) => Holder::Everybody,
        (false, ..) => Holder::Unit(parsed(unit)?),
        (true, false, _) => Holder::Case(parsed(case)?),
        (true, true, false) => Holder::Person(parsed(person)?),
    };
    let read = match get::<Option<String>>(row, 7)? {
        Some(user) => Some((parsed(user)?, Moment(get::<Option<i64>>(row, 8)?.unwrap_or_default()))),
        None => None,
    };
    Ok(News {
        id: get_u64(row, 5)?,
        at: Moment(get(row, 6)?),
        holder,
        about: parsed(get(row, 0)?)?,
        body: from_json(get(row, 4)?)?,
        read,
    })
}
