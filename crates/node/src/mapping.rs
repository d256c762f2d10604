//! Mapping tables: which are in force, proposing one as data, approving and withdrawing it by two people. Categories by a
//! changed table are computed from the facts that were said; nobody looks at a file again.

use std::collections::BTreeMap;

use casework::category::{Approval, MappingTable, SHIPPED};
use casework::id::UserId;
use casework::mapping::{MappingRefusal, UnitTable, in_force};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::second_person::SecondPerson;

/// A table that somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeMapping {
    /// The table as TOML, as those that come with the program are written: `scheme`, `version`, `source`, and a `[[rule]]`
    /// for each step.
    #[schema(min_length = 1, max_length = 200_000)]
    pub text: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// A table that is approved. A second person has agreed to `mapping-approve` about its digest, with the detail `office`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveMapping {
    /// The digest of its text, as it is shown: what is approved is that text and no other.
    pub sha256: String,
    /// In which office; it is printed with both names beside each category.
    #[schema(min_length = 1, max_length = 200, example = "legal office of the unit")]
    pub office: String,
}

/// A table that is taken out of use. Where it was approved, a second person has agreed to `mapping-withdraw` about its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawMapping {
    /// The digest of its text.
    pub sha256: String,
    /// Why.
    #[schema(min_length = 1)]
    pub reason: String,
}

/// A mapping table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MappingView {
    /// The digest of its text.
    pub sha256: String,
    /// The scheme.
    #[schema(example = "interpol-baseline")]
    pub scheme: String,
    /// Its version, as its author counts.
    pub version: String,
    /// Its text.
    pub text: String,
    /// Whether its scheme's categories are computed by it.
    pub in_force: bool,
    /// Which two people approved it, by name and office, and when. Without, and once it is withdrawn, what it computes is not
    /// for court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub approved: Option<Approval>,
    /// Who proposed it; none for one that comes with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "usr_0000000000000000")]
    pub proposed_by: Option<UserId>,
    /// That it was taken out of use.
    pub withdrawn: bool,
}

/// Mapping tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MappingsView {
    /// Those that come with the program, and those that were proposed.
    pub tables: Vec<MappingView>,
}

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MappingProblem {
    /// The line it is on, from 1.
    pub line: u64,
    /// What it is: `not-read`, `blank`, `approval`, `no-last-rule`, `dead-rules`, `reason-twice`, `unknown-age`.
    #[schema(example = "reason-twice")]
    pub code: String,
    /// The same for whoever wrote it, in English.
    pub detail: String,
}

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MappingProposed {
    /// The table, which waits for somebody else to approve it; none when anything is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub table: Option<MappingView>,
    /// Everything that is wrong with it. Nothing is kept then.
    pub problems: Vec<MappingProblem>,
}

impl Node {
    /// The mapping tables, which of them are in force and who approved them.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn show_mappings(&self, who: &Principal) -> Result<MappingsView, Error> {
        let action = Action::ShowMappings;
        self.permitted(who, action, async {
            let tables = views(&self.store.unit_tables().await?);
            let entry = self.entry(who, action.verb()).about("n_found", tables.len() as u64);
            self.store.record_alone(entry).await?;
            Ok(MappingsView { tables })
        })
        .await
    }

    /// Proposes a table. It is read whole, and everything that is wrong with it is said with its line.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`casework::mapping::MappingRefusal`].
    pub async fn propose_mapping(&self, who: &Principal, ask: ProposeMapping) -> Result<MappingProposed, Error> {
        let action = Action::ProposeMapping;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let table = match MappingTable::check(&ask.text) {
                Ok(table) => table,
                Err(problems) => {
                    let problems = problems.into_iter().map(|wrong| MappingProblem {
                        line: wrong.line as u64,
                        code: wrong.problem.code().to_owned(),
                        detail: wrong.problem.to_string(),
                    });
                    return Ok(MappingProposed { table: None, problems: problems.collect() });
                }
            };
            let mut tx = self.store.begin().await?;
            let mut others = tx.unit_tables().await?;
            let is_it = |other: &UnitTable| other.sha256 == table.stamp.sha256 && other.withdrawn.is_none();
            if !others.iter().any(is_it) {
                let said = self.said(caller, ask.reason.as_deref());
                let proposed = UnitTable::propose(&table, ask.text, said, &others).map_err(Error::refused)?;
                tx.put_unit_table(&proposed).await?;
                others.push(proposed);
            }
            let sha256 = table.stamp.sha256.to_string();
            tx.commit(self.entry(who, action.verb()).about("table", sha256.clone())).await?;
            Ok(MappingProposed { table: Some(view_of(&others, &sha256)?), problems: Vec::new() })
        })
        .await
    }

    /// Approves a table, as a second person has agreed to: from now on its scheme's categories are computed by it, of files
    /// that were graded before, too.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`MappingRefusal`], or while nobody has agreed.
    pub async fn approve_mapping(&self, who: &Principal, ask: ApproveMapping) -> Result<MappingView, Error> {
        let action = Action::ApproveMapping;
        self.permitted(who, action, async {
            let day = day_of(self.clock.now_us());
            let mut tx = self.store.begin().await?;
            let tables = tx.unit_tables().await?;
            let found = called(&tables, &ask.sha256)?;
            let details = BTreeMap::from([("office".to_owned(), ask.office.clone())]);
            let second = self.need_second_person(&mut tx, who, action, &ask.sha256, details).await?;
            let by_two = || Error::refused(MappingRefusal::NotByTwo);
            let SecondPerson::Agreed(agreed) = second else { return Err(by_two()) };
            let asked = tx.second_person_ask(agreed).await?.ok_or_else(by_two)?;
            let answer = asked.answer.ok_or_else(by_two)?;
            let users = self.store.users().await?;
            let name = |id: UserId| {
                let known = users.iter().find(|user| user.id == id);
                known.map_or_else(|| id.to_string(), |user| user.name.reveal().to_owned())
            };
            let names = [name(asked.by.user), name(answer.by.user)];
            let said = [
                Said { by: asked.by, at: asked.at, reason: Some(asked.reason.reveal().to_owned()) },
                Said { by: answer.by, at: answer.at, reason: answer.reason.map(|reason| reason.reveal().to_owned()) },
            ];
            let approved = found.approve(said, names.each_ref().map(String::as_str), &ask.office, day, &tables);
            let approved = approved.map_err(Error::refused)?;
            tx.put_unit_table(&approved).await?;
            let entry = self.entry(who, action.verb()).about("table", ask.sha256.clone());
            tx.commit(entry.about("second_person", second.fact())).await?;
            self.recompute_states(who).await?;
            view_of(&self.store.unit_tables().await?, &ask.sha256)
        })
        .await
    }

    /// Takes a proposal back, or an approved table out of use, to which a second person has agreed then: the scheme's
    /// categories are computed by the table that was in force before.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with a [`MappingRefusal`], or while nobody has agreed.
    pub async fn withdraw_mapping(&self, who: &Principal, ask: WithdrawMapping) -> Result<MappingView, Error> {
        let action = Action::WithdrawMapping;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let tables = tx.unit_tables().await?;
            let found = called(&tables, &ask.sha256)?;
            let withdrawn = found.withdraw(self.said(caller, Some(&ask.reason))).map_err(Error::refused)?;
            let mut entry = self.entry(who, action.verb()).about("table", ask.sha256.clone());
            if found.approved.is_some() {
                let second = self.need_second_person(&mut tx, who, action, &ask.sha256, BTreeMap::new()).await?;
                entry = entry.about("second_person", second.fact());
            }
            tx.put_unit_table(&withdrawn).await?;
            tx.commit(entry).await?;
            self.recompute_states(who).await?;
            view_of(&self.store.unit_tables().await?, &ask.sha256)
        })
        .await
    }

    /// The tables in force, the one that graders are compared by first.
    pub(crate) async fn mapping_tables(&self) -> Result<Vec<MappingTable>, Error> {
        Ok(compared_first(in_force(&self.store.unit_tables().await?)))
    }

    /// The same inside a change.
    pub(crate) async fn mapping_tables_in(&self, tx: &mut Tx) -> Result<Vec<MappingTable>, Error> {
        Ok(compared_first(in_force(&tx.unit_tables().await?)))
    }

    /// The table that graders are compared by.
    pub(crate) async fn table_compared(&self) -> Result<MappingTable, Error> {
        Ok(first(self.mapping_tables().await?))
    }

    /// The same inside a change.
    pub(crate) async fn table_compared_in(&self, tx: &mut Tx) -> Result<MappingTable, Error> {
        Ok(first(self.mapping_tables_in(tx).await?))
    }
}

fn compared_first(mut tables: Vec<MappingTable>) -> Vec<MappingTable> {
    tables.sort_by_key(|table| table.stamp.scheme != crate::grading::SCHEME);
    tables
}

fn first(tables: Vec<MappingTable>) -> MappingTable {
    tables.into_iter().next().expect("the program comes with a table of its own scheme")
}

fn missing(sha256: &str) -> Error {
    Error::NotFound { what: "mapping-table", name: sha256.to_owned() }
}

fn called<'t>(tables: &'t [UnitTable], sha256: &str) -> Result<&'t UnitTable, Error> {
    tables.iter().find(|table| table.sha256.to_string() == sha256).ok_or_else(|| missing(sha256))
}

fn view_of(tables: &[UnitTable], sha256: &str) -> Result<MappingView, Error> {
    // One that the program brings stands first; what became of a proposal of the same text is what is asked about.
    views(tables).into_iter().rev().find(|view| view.sha256 == sha256).ok_or_else(|| missing(sha256))
}

fn views(proposed: &[UnitTable]) -> Vec<MappingView> {
    let in_force: Vec<_> = in_force(proposed).into_iter().map(|table| table.stamp.sha256).collect();
    let shipped = SHIPPED.iter().filter_map(|text| Some((MappingTable::read(text).ok()?.stamp, *text)));
    let is_held = |sha256| proposed.iter().any(|table| table.sha256 == sha256 && table.withdrawn.is_none());
    let shipped = shipped.filter(|(stamp, _)| !is_held(stamp.sha256));
    let shipped = shipped.map(|(stamp, text)| MappingView {
        sha256: stamp.sha256.to_string(),
        in_force: in_force.contains(&stamp.sha256),
        scheme: stamp.scheme,
        version: stamp.version,
        text: text.to_owned(),
        approved: stamp.approved,
        proposed_by: None,
        withdrawn: false,
    });
    let proposed = proposed.iter().map(|table| MappingView {
        sha256: table.sha256.to_string(),
        scheme: table.scheme.clone(),
        version: table.version.clone(),
        text: table.text.clone(),
        in_force: table.withdrawn.is_none() && in_force.contains(&table.sha256),
        approved: table.approved.as_ref().map(|approved| approved.printed.clone()),
        proposed_by: Some(table.proposed.by.user),
        withdrawn: table.withdrawn.is_some(),
    });
    shipped.chain(proposed).collect()
}

/// The day in UTC, as `2026-11-22`.
fn day_of(at_us: i64) -> String {
    jiff::Timestamp::from_microsecond(at_us).unwrap_or(jiff::Timestamp::UNIX_EPOCH).strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
pub(crate) mod tests;
