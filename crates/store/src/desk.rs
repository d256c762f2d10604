//! What somebody's day is made of: a few large questions where each room of the house would have one of its own, for the first page
//! asks all of them every time.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::grading::OpenBlind;
use casework::id::UserId;
use casework::list_handling::ListHandling;
use casework::second_person::{AskState, Deputy, SecondPersonAsk};
use casework::unit::Unit;
use casework::user::User;
use casework::who::Moment;

use crate::column::{file_id_bytes, from_json, get, get_file_id, query_around};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::exposure::SealedExposure;
use crate::grading::open_blinds_of;
use crate::list::{StoredList, read_list};
use crate::reach::{exhibit_is_reached, file_is_reached};
use crate::record::Reader;
use crate::value_list::whole_list;

/// That the row `m` of `matches` is with one of the known lists, about which nothing was decided of the file.
macro_rules! is_undecided {
    () => {
        "m.list || '' IN (SELECT list FROM known)
         AND NOT EXISTS (SELECT 1 FROM match_decisions d WHERE d.file = m.file
                         AND d.list = (SELECT v.name FROM list_versions v WHERE v.id = m.list))"
    };
}

/// What is kept of one person for nobody else's eyes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnDay {
    /// What they grade blind at this moment.
    pub blinds: Vec<OpenBlind>,
    /// What they do not want to be offered, as it was sealed.
    pub opt_outs: Option<Vec<u8>>,
    /// What they had to look at since the moment that was asked about, the oldest first, as it was sealed.
    pub exposures: Vec<SealedExposure>,
    /// When they last took a break, as they noted.
    pub last_break: Option<Moment>,
}

/// What is the same for everybody here, and small.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// All units, by id.
    pub units: Vec<Unit>,
    /// All users, by login name.
    pub users: Vec<User>,
    /// Every deputy whose time has not ended.
    pub deputies: Vec<Deputy>,
    /// What waits for a second person and can still be agreed to, the newest first.
    pub asks: Vec<SecondPersonAsk>,
    /// Every version of every list, in the order in which they came.
    pub lists: Vec<StoredList>,
    /// How each list is handled of which somebody has said it.
    pub handlings: BTreeMap<String, ListHandling>,
}

/// Files that wait for a person, whoever may see them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesWaiting {
    /// Those with matches with a list about which nothing was decided, by id, each once.
    pub claimed: Vec<FileId>,
    /// Those about which graders differ or somebody objects, with since when; those that wait longest first.
    pub to_settle: Vec<(i64, FileId)>,
}

/// Around the versions of lists whose matches wait: which files do, each told of once or twice. Looked for are first those in the
/// fifty exhibits that the reader reaches and that changed last, then those that come first by id, reached or not; to settle are those
/// the reader reaches among the five hundred of each state that wait longest.
pub(crate) const WAITING_BEGINS: &str = "WITH known (list) AS (SELECT id FROM list_versions WHERE id";
pub(crate) const WAITING_ENDS: &str = concat!(
    "),
     reached (exhibit) AS (SELECT id FROM exhibits WHERE ",
    exhibit_is_reached!(),
    " ORDER BY entry DESC, id DESC LIMIT 50),
     settling (at_us, file) AS (
       SELECT at_us, file FROM (SELECT at_us, file FROM graded_files WHERE state = $4
                                ORDER BY at_us, file LIMIT 500) AS one
       UNION ALL SELECT at_us, file FROM (SELECT at_us, file FROM graded_files WHERE state = $5
                                          ORDER BY at_us, file LIMIT 500) AS other)
     SELECT at_us, file, 'to-settle' FROM (SELECT at_us, file FROM settling found WHERE ",
    file_is_reached!(),
    " ORDER BY at_us, file LIMIT $6) AS to_settle
     UNION ALL SELECT 0, file, 'claimed' FROM (SELECT DISTINCT m.file FROM reached CROSS JOIN matches m
       WHERE m.exhibit = reached.exhibit AND ",
    is_undecided!(),
    " LIMIT $7) AS on_reached
     UNION ALL SELECT 0, file, 'claimed' FROM (SELECT DISTINCT m.file FROM matches m WHERE ",
    // Walked by file: the first of many are wanted, and an index of lists would have all of them sorted.
    is_undecided!(),
    " ORDER BY 1 LIMIT $7) AS by_id"
);

impl Store {
    /// What is kept of one person for nobody else: of exposures those since a moment, at most `n_max`.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn own_day(&self, of: UserId, since: Moment, n_max: u32) -> Result<OwnDay, Error> {
        let rows = sqlx::query(
            "SELECT sitting, file, unit, since_us, 'blind' FROM blind_gradings WHERE person = $1
             UNION ALL SELECT '', body, '', 0, 'opt-outs' FROM opt_outs WHERE person = $1
             UNION ALL SELECT id, body, '', at_us, 'exposure' FROM (
               SELECT id, at_us, body FROM exposures WHERE person = $1 AND at_us >= $2
               ORDER BY at_us DESC, id DESC LIMIT $3) AS looked
             UNION ALL SELECT '', NULL, '', at_us, 'break' FROM exposure_breaks WHERE person = $1
             ORDER BY 4, 1",
        )
        .bind(of.to_string())
        .bind(since.0)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what is somebody's own"))?;
        let (mut day, mut blinds) = (OwnDay::default(), Vec::new());
        for row in rows {
            match get::<&str>(&row, 4)? {
                "blind" => blinds.push(row),
                "opt-outs" => day.opt_outs = Some(get(&row, 1)?),
                "exposure" => {
                    let (id, at) = (get(&row, 0)?, Moment(get(&row, 3)?));
                    day.exposures.push(SealedExposure { id, at, sealed: get(&row, 1)? });
                }
                _ => day.last_break = Some(Moment(get(&row, 3)?)),
            }
        }
        day.blinds = open_blinds_of(of, &blinds)?;
        Ok(day)
    }

    /// What is the same for everybody here at a moment.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn house(&self, now: Moment) -> Result<House, Error> {
        let rows = sqlx::query(
            "SELECT facts, state, 'list', id, ordinal FROM list_versions
             UNION ALL SELECT body, list, 'handling', '', 0 FROM list_handlings
             UNION ALL SELECT facts, '', 'unit', id, 0 FROM units
             UNION ALL SELECT facts, '', 'user', login, 0 FROM users
             UNION ALL SELECT body, '', 'deputy', supervisor || deputy, 0 FROM deputies WHERE until_us > $1
             UNION ALL SELECT body, '', 'ask', id, 0 - at_us FROM second_persons WHERE state = $2
             ORDER BY 5, 4",
        )
        .bind(now.0)
        .bind(AskState::Waiting.code())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what is the same for everybody"))?;
        let mut house = House::default();
        for row in &rows {
            let body = get::<&str>(row, 0)?;
            match get::<&str>(row, 2)? {
                "list" => house.lists.push(read_list(row)?),
                "handling" => drop(house.handlings.insert(get(row, 1)?, from_json(body)?)),
                "unit" => house.units.push(from_json(body)?),
                "user" => house.users.push(from_json(body)?),
                "deputy" => house.deputies.push(from_json(body)?),
                _ => house.asks.push(from_json(body)?),
            }
        }
        house.asks.retain(|ask| now < ask.until);
        Ok(house)
    }

    /// Files that wait for a person, whoever may see them: some with undecided matches with these versions of lists, `n_claimed` on
    /// the exhibits that this reader reaches and that changed last, and as many by their ids; and at most so many of these states, of
    /// those that wait longest those that the reader reaches.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn files_waiting(
        &self,
        reader: &Reader,
        lists: &BTreeSet<String>,
        n_claimed: u32,
        states: [&str; 2],
        n_to_settle: u32,
    ) -> Result<FilesWaiting, Error> {
        // No list has an empty id: without any there is nothing claimed, and the statement is whole all the same.
        let lists: Vec<&str> = if lists.is_empty() { vec![""] } else { lists.iter().map(String::as_str).collect() };
        let lists = whole_list(&lists);
        let query = query_around(WAITING_BEGINS, 8, lists.len(), WAITING_ENDS)
            .bind(reader.user.to_string())
            .bind(reader.unit.to_string())
            .bind(reader.now_us)
            .bind(states[0].to_owned())
            .bind(states[1].to_owned())
            .bind(i64::from(n_to_settle))
            .bind(i64::from(n_claimed));
        let query = lists.iter().fold(query, |query, list| query.bind((*list).to_owned()));
        let rows = query.fetch_all(&self.pool).await.map_err(doing("listing files that wait"))?;
        let mut waiting = FilesWaiting::default();
        for row in &rows {
            match get::<&str>(row, 2)? {
                "claimed" => waiting.claimed.push(get_file_id(row, 1)?),
                _ => waiting.to_settle.push((get(row, 0)?, get_file_id(row, 1)?)),
            }
        }
        waiting.claimed.sort_by_key(file_id_bytes);
        waiting.claimed.dedup();
        waiting.to_settle.sort_by_key(|(since_us, file)| (*since_us, file_id_bytes(file)));
        waiting.to_settle.truncate(n_to_settle as usize);
        Ok(waiting)
    }
}
