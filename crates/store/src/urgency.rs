//! Records in the order of how urgent they are, as far as somebody needs to know of them. How urgent one is its own rules say;
//! here it is written beside the record, in the same change.

use std::cmp::Reverse;

use casework::record::Record;
use sqlx::AnyConnection;

use crate::access::page_with_access;
use crate::column::{from_json, get};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::reach::reached;
use crate::record::{Held, Reader, held_of_page, listing};

/// The schema version whose migration leaves the column to be filled.
pub(crate) const FILLED_AT_VERSION: i64 = 27;
/// Records read at a time while it is filled.
const PAGE: i64 = 512;

/// A page of a list, the most urgent first, and of those the one that waits longest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgentPage {
    /// Where the page before ended: how urgent its last record is, when it was made, and its id.
    pub after: Option<(u32, i64, String)>,
    /// At most so many records.
    pub n_max: u32,
}

/// A page of the records that somebody needs to know of.
const LISTED: &str = page_with_access!(reached!(
    "id, made_at_us, version, body, urgency",
    "($6 = '' OR state = $6)
     AND (urgency < $7 OR (urgency = $7 AND (made_at_us > $8 OR (made_at_us = $8 AND id > $9))))",
    "urgency DESC, made_at_us, id"
));

impl Store {
    /// Records of a noun that somebody needs to know of, the most urgent first; of one state, when one is given.
    pub async fn records_by_urgency<R: Record>(
        &self,
        reader: &Reader,
        state: Option<&str>,
        page: &UrgentPage,
    ) -> Result<Vec<Held<R>>, Error> {
        let step = "listing records by urgency";
        let after = page.after.clone().map(|(urgency, at_us, id)| (i64::from(urgency), at_us, id));
        let (urgency, at_us, id) = after.unwrap_or((i64::MAX, i64::MIN, String::new()));
        let rows = listing::<R>(LISTED, reader, state, page.n_max)
            .bind(urgency)
            .bind(at_us)
            .bind(id)
            .fetch_all(&self.pool)
            .await
            .map_err(doing(step))?;
        let mut listed = held_of_page::<R>(&rows)?;
        listed.sort_by_key(|(urgency, held)| (Reverse(*urgency), held.made_at_us, held.access.record.to_string()));
        Ok(listed.into_iter().map(|(_, held)| held).collect())
    }
}

/// Writes how urgent the records of a noun are that were there before the column was.
pub(crate) async fn fill<R: Record>(connection: &mut AnyConnection) -> Result<(), Error> {
    let step = "writing how urgent records are";
    let mut last = String::new();
    loop {
        let page = sqlx::query(
            "SELECT id, body FROM records WHERE noun = $1 AND state <> 'erased' AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(R::NOUN.code())
        .bind(last.clone())
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await
        .map_err(doing(step))?;
        if page.is_empty() {
            return Ok(());
        }
        for row in &page {
            last = get(row, 0)?;
            let record: R = from_json(get(row, 1)?)?;
            sqlx::query("UPDATE records SET urgency = $2 WHERE id = $1")
                .bind(last.clone())
                .bind(i64::from(record.urgency()))
                .execute(&mut *connection)
                .await
                .map_err(doing(step))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use casework::id::{IncomingId, UnitId, UserId};
    use casework::incoming::{Incoming, Sign, SourceKind, Version, Weight, YoungestAge};
    use casework::record::Circle;
    use casework::who::{Actor, Moment, Said};

    use super::*;
    use crate::ledger::LedgerEntry;

    /// What the migration does with reports that were there before the column.
    #[tokio::test]
    async fn reports_from_before_are_ordered_by_what_they_say() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
        let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([2; 10]) };
        let report = |n: u8, signs: &[Sign]| {
            let version = Version {
                said: Said { by, at: Moment(10), reason: None },
                weight: Weight::Informational,
                text: None,
                files: Vec::new(),
                mentions: Vec::new(),
                signs: signs.iter().copied().collect(),
                youngest: YoungestAge::NotKnown,
                n_earlier_reports_of_person: 0,
                happened_at: None,
                preserved_since: None,
                connection_given: false,
                sender_reachable: false,
            };
            Incoming::new(IncomingId::new([n; 10]), SourceKind::Public, version)
        };
        let mut tx = store.begin().await.unwrap();
        for (n, signs) in [(1, &[][..]), (2, &[Sign::Grooming]), (3, &[Sign::LiveAbuse])] {
            tx.add_record(&report(n, signs), Circle::Unit, i64::from(n)).await.unwrap();
        }
        tx.commit(LedgerEntry::new("report-take", "uid:1", 1)).await.unwrap();
        let listed = async || {
            let reader = Reader { user: by.user, unit: by.unit, now_us: 9 };
            let page = UrgentPage { after: None, n_max: 9 };
            let found = store.records_by_urgency::<Incoming>(&reader, None, &page).await.unwrap();
            found.into_iter().map(|held| held.record.id).collect::<Vec<_>>()
        };
        let ids = |numbers: [u8; 3]| numbers.map(|n| IncomingId::new([n; 10]));
        assert_eq!(listed().await, ids([3, 2, 1]));
        let mut connection = store.pool.acquire().await.unwrap();
        sqlx::query("UPDATE records SET urgency = 0").execute(&mut *connection).await.unwrap();
        assert_eq!(listed().await, ids([1, 2, 3]));
        fill::<Incoming>(&mut connection).await.unwrap();
        assert_eq!(listed().await, ids([3, 2, 1]));
    }
}
