//! Records of several nouns at once, for whoever shows in one line each what a page names. Who may see which is asked before.

use casework::account::Account;
use casework::address::Address;
use casework::case::Case;
use casework::clock::Clock;
use casework::clue::Clue;
use casework::device::Device;
use casework::id::RecordId;
use casework::incoming::Incoming;
use casework::lead::Lead;
use casework::operation::Operation;
use casework::outcome::Outcome;
use casework::person::Person;
use casework::place::Place;
use casework::series::Series;
use casework::victim::Victim;

use crate::access::{Saying, sayings};
use crate::column::from_json;
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::record::Held;

/// A record of any noun that pages name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyRecord {
    /// A series.
    Series(Box<Series>),
    /// A victim: no name.
    Victim(Box<Victim>),
    /// A person.
    Person(Box<Person>),
    /// A place.
    Place(Box<Place>),
    /// An account.
    Account(Box<Account>),
    /// A device.
    Device(Box<Device>),
    /// An address.
    Address(Box<Address>),
    /// A clue.
    Clue(Box<Clue>),
    /// A report that came in.
    Incoming(Box<Incoming>),
    /// A case.
    Case(Box<Case>),
    /// A lead.
    Lead(Box<Lead>),
    /// An operation.
    Operation(Box<Operation>),
    /// An outcome.
    Outcome(Box<Outcome>),
    /// A clock.
    Clock(Box<Clock>),
}

impl Store {
    /// These records, in one statement for every 512; what is not there, or is of a noun that no page names, is left out.
    pub async fn any_records(&self, ids: impl IntoIterator<Item = RecordId>) -> Result<Vec<Held<AnyRecord>>, Error> {
        let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut connection = self.pool.acquire().await.map_err(doing("reading records"))?;
        let mut found = Vec::with_capacity(ids.len());
        for (id, (access, saying)) in sayings(&mut connection, &ids).await? {
            let Saying { made_at_us, version, body } = saying;
            let record = match id {
                RecordId::Series(_) => AnyRecord::Series(from_json(&body)?),
                RecordId::Victim(_) => AnyRecord::Victim(from_json(&body)?),
                RecordId::Person(_) => AnyRecord::Person(from_json(&body)?),
                RecordId::Place(_) => AnyRecord::Place(from_json(&body)?),
                RecordId::Account(_) => AnyRecord::Account(from_json(&body)?),
                RecordId::Device(_) => AnyRecord::Device(from_json(&body)?),
                RecordId::Address(_) => AnyRecord::Address(from_json(&body)?),
                RecordId::Clue(_) => AnyRecord::Clue(from_json(&body)?),
                RecordId::Incoming(_) => AnyRecord::Incoming(from_json(&body)?),
                RecordId::Case(_) => AnyRecord::Case(from_json(&body)?),
                RecordId::Lead(_) => AnyRecord::Lead(from_json(&body)?),
                RecordId::Operation(_) => AnyRecord::Operation(from_json(&body)?),
                RecordId::Outcome(_) => AnyRecord::Outcome(from_json(&body)?),
                RecordId::Clock(_) => AnyRecord::Clock(from_json(&body)?),
                _ => continue,
            };
            found.push(Held { record, access, made_at_us, version });
        }
        Ok(found)
    }
}
