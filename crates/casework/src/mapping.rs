//! Mapping tables that people of the node propose as data, that two of them approve, and by which their scheme's categories
//! are computed from then on. What a table says is [`crate::category`]'s.

use std::sync::OnceLock;

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};

use crate::category::{Approval, MappingTable, SHIPPED};
use crate::who::Said;

/// Letters of an office, at most.
const OFFICE_CHARS_MAX: usize = 200;
/// Bytes of a table's text, at most: a thousand rules.
const TEXT_BYTES_MAX: usize = 200_000;

/// A table that somebody proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitTable {
    /// Digest of the text: what is approved is this text and no other.
    pub sha256: Sha256,
    /// The scheme.
    pub scheme: String,
    /// Its version, as its author counts.
    pub version: String,
    /// The text, as it was proposed.
    pub text: String,
    /// Who proposed it.
    pub proposed: Said,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<TableApproved>,
    /// Who took it out of use, or the proposal back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Said>,
}

/// That two people approved a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableApproved {
    /// Who asked for it.
    pub asked: Said,
    /// The second person, who agreed.
    pub agreed: Said,
    /// By name and office, as it is printed beside each category.
    pub printed: Approval,
    /// Approvals are counted, so that the last is the last whatever a clock said.
    pub number: u64,
}

/// Why a table was not taken, approved or withdrawn, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum MappingRefusal {
    /// Leave that out of the text; it is approved here.
    #[error("a table that is proposed does not approve itself")]
    ApprovesItself,
    /// Give it another version.
    #[error("the scheme has a table of this version that says something else")]
    VersionTaken,
    /// Make it shorter.
    #[error("a table has at most 200,000 bytes")]
    TooLong,
    /// Two people have to approve it.
    #[error("a table is approved by two people, of whom one asks and the other agrees")]
    NotByTwo,
    /// Nothing to do.
    #[error("the table was approved already")]
    Approved,
    /// Propose it anew under another version.
    #[error("the table was withdrawn")]
    Withdrawn,
    /// Say in which office.
    #[error("an approval names an office of 1 to 200 letters")]
    NoOffice,
    /// Say why.
    #[error("a table is withdrawn with a reason")]
    NoReason,
}

impl UnitTable {
    /// A table that somebody proposes. `others` are those that were proposed before.
    ///
    /// # Errors
    /// When it says that it is approved, is too long, or its version is taken by another text or was withdrawn.
    pub fn propose(
        table: &MappingTable,
        text: String,
        proposed: Said,
        others: &[UnitTable],
    ) -> Result<UnitTable, MappingRefusal> {
        let stamp = &table.stamp;
        if text.len() > TEXT_BYTES_MAX {
            return Err(MappingRefusal::TooLong);
        }
        if stamp.approved.is_some() {
            return Err(MappingRefusal::ApprovesItself);
        }
        if others.iter().any(|other| other.sha256 == stamp.sha256 && other.withdrawn.is_some()) {
            return Err(MappingRefusal::Withdrawn);
        }
        let of_program = shipped().iter().map(|table| (&table.stamp.scheme, &table.stamp.version, table.stamp.sha256));
        let of_units = others.iter().map(|other| (&other.scheme, &other.version, other.sha256));
        let is_taken = |(scheme, version, sha256): (&String, &String, Sha256)| {
            *scheme == stamp.scheme && *version == stamp.version && sha256 != stamp.sha256
        };
        if of_program.chain(of_units).any(is_taken) {
            return Err(MappingRefusal::VersionTaken);
        }
        let (scheme, version) = (stamp.scheme.clone(), stamp.version.clone());
        Ok(UnitTable { sha256: stamp.sha256, scheme, version, text, proposed, approved: None, withdrawn: None })
    }

    /// The same table approved by two people. `names` is how colleagues call them, who asked first; `day` today as
    /// `2026-11-22`; `others` all tables.
    ///
    /// # Errors
    /// By one person, twice, after it was withdrawn, or without an office.
    pub fn approve(
        &self,
        [asked, agreed]: [Said; 2],
        names: [&str; 2],
        office: &str,
        day: String,
        others: &[UnitTable],
    ) -> Result<UnitTable, MappingRefusal> {
        if self.withdrawn.is_some() {
            return Err(MappingRefusal::Withdrawn);
        }
        if self.approved.is_some() {
            return Err(MappingRefusal::Approved);
        }
        if asked.by.user == agreed.by.user {
            return Err(MappingRefusal::NotByTwo);
        }
        let office = office.trim();
        if office.is_empty() || office.chars().count() > OFFICE_CHARS_MAX {
            return Err(MappingRefusal::NoOffice);
        }
        let [first, second] = names.map(str::trim);
        let printed = Approval { by: format!("{first}; {second}; {office}"), on: day };
        let numbers = others.iter().filter_map(|other| other.approved.as_ref()).map(|approved| approved.number);
        let number = 1 + numbers.max().unwrap_or(0);
        Ok(UnitTable { approved: Some(TableApproved { asked, agreed, printed, number }), ..self.clone() })
    }

    /// The same table out of use: what was in force before it is again.
    ///
    /// # Errors
    /// Without a reason, or twice.
    pub fn withdraw(&self, said: Said) -> Result<UnitTable, MappingRefusal> {
        if self.withdrawn.is_some() {
            return Err(MappingRefusal::Withdrawn);
        }
        if said.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(MappingRefusal::NoReason);
        }
        Ok(UnitTable { withdrawn: Some(said), ..self.clone() })
    }

    /// As categories are computed by it, and stamped.
    fn table(&self) -> Option<MappingTable> {
        let mut table = MappingTable::read(&self.text).ok()?;
        table.stamp.approved = self.approved.as_ref().map(|approved| approved.printed.clone());
        Some(table)
    }
}

/// The tables in force, one a scheme: the one approved last and not withdrawn, or, where there is none, the one that comes
/// with the program and is *not for court*. Schemes of the program first, in its order.
pub fn in_force(proposed: &[UnitTable]) -> Vec<MappingTable> {
    let mut tables = shipped().to_vec();
    let held = proposed.iter().filter(|table| table.withdrawn.is_none());
    let mut approved: Vec<(u64, &UnitTable)> =
        held.filter_map(|table| Some((table.approved.as_ref()?.number, table))).collect();
    approved.sort_by_key(|(number, _)| *number);
    for table in approved.into_iter().filter_map(|(_, table)| table.table()) {
        match tables.iter_mut().find(|other| other.stamp.scheme == table.stamp.scheme) {
            Some(other) => *other = table,
            None => tables.push(table),
        }
    }
    tables
}

/// The tables that come with the program; read once, for categories are computed file by file.
fn shipped() -> &'static [MappingTable] {
    static TABLES: OnceLock<Vec<MappingTable>> = OnceLock::new();
    TABLES.get_or_init(|| SHIPPED.iter().filter_map(|text| MappingTable::read(text).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::BadTable;
    use crate::id::{UnitId, UserId};
    use crate::who::{Actor, Moment};

    fn said(n: u8, at: i64) -> Said {
        Said { by: Actor { user: UserId::new([n; 10]), unit: UnitId::new([1; 10]) }, at: Moment(at), reason: None }
    }

    fn text(version: &str, category: &str) -> String {
        format!(
            "scheme = \"caid\"\nversion = \"{version}\"\nsource = \"a law\"\n\n[[rule]]\ncategory = \"{category}\"\nreason = \"all\"\n"
        )
    }

    fn proposed(version: &str, category: &str, others: &[UnitTable]) -> Result<UnitTable, MappingRefusal> {
        let text = text(version, category);
        UnitTable::propose(&MappingTable::read(&text).unwrap(), text, said(1, 1), others)
    }

    fn approve(table: &UnitTable, by: [u8; 2], others: &[UnitTable]) -> Result<UnitTable, MappingRefusal> {
        let day = "2026-11-22".into();
        table.approve(by.map(|by| said(by, 2)), ["Rana", "Omar "], " legal office", day, others)
    }

    #[test]
    fn a_table_is_in_force_when_two_people_approved_it_until_it_is_withdrawn() {
        let one = proposed("2", "Z", &[]).unwrap();
        let of_caid = |tables: &[UnitTable]| {
            let table = in_force(tables).into_iter().find(|table| table.stamp.scheme == "caid").unwrap();
            (table.stamp.version.clone(), table.stamp.approved.map(|approval| approval.by))
        };
        assert_eq!(of_caid(std::slice::from_ref(&one)), ("1".into(), None));
        assert_eq!(approve(&one, [1, 1], &[]), Err(MappingRefusal::NotByTwo));
        let two = [said(2, 2), said(3, 2)];
        assert_eq!(one.approve(two, ["Rana", "Omar"], " ", "2026-11-22".into(), &[]), Err(MappingRefusal::NoOffice));
        let approved = approve(&one, [1, 2], &[]).unwrap();
        assert_eq!(approve(&approved, [1, 3], &[]), Err(MappingRefusal::Approved));
        let by = Some("Rana; Omar; legal office".to_owned());
        assert_eq!(of_caid(std::slice::from_ref(&approved)), ("2".into(), by.clone()));
        // The one approved last, whatever it is called and whatever the clock said.
        let earlier = std::slice::from_ref(&approved);
        let other = approve(&proposed("1b", "Y", earlier).unwrap(), [2, 1], earlier).unwrap();
        assert_eq!(of_caid(&[other.clone(), approved.clone()]).0, "1b");
        // Without it the one before is in force again.
        assert_eq!(other.withdraw(said(3, 9)), Err(MappingRefusal::NoReason));
        let because = |n| Said { reason: Some("the law has changed".into()), ..said(n, 9) };
        let other = other.withdraw(because(3)).unwrap();
        assert_eq!(other.withdraw(because(3)), Err(MappingRefusal::Withdrawn));
        assert_eq!(of_caid(&[other.clone(), approved.clone()]), ("2".into(), by));
        let approved = approved.withdraw(because(1)).unwrap();
        assert_eq!(of_caid(&[other.clone(), approved.clone()]), ("1".into(), None));
        assert_eq!(approve(&approved, [1, 2], &[]), Err(MappingRefusal::Withdrawn));
        assert_eq!(proposed("2", "Z", &[approved]), Err(MappingRefusal::Withdrawn));
        assert_eq!(in_force(&[]).len(), SHIPPED.len());
    }

    #[test]
    fn what_the_program_brings_is_approved_as_it_is() {
        let text = SHIPPED[1];
        let table = MappingTable::read(text).unwrap();
        let one = UnitTable::propose(&table, text.to_owned(), said(1, 1), &[]).unwrap();
        let tables = in_force(&[approve(&one, [1, 2], &[]).unwrap()]);
        assert_eq!((tables.len(), tables[1].stamp.sha256), (SHIPPED.len(), table.stamp.sha256));
        assert!(tables[1].stamp.is_for_court() && !tables[0].stamp.is_for_court());
    }

    #[test]
    fn a_version_means_one_text_and_no_text_approves_itself() {
        let one = proposed("2", "Z", &[]).unwrap();
        assert_eq!(proposed("2", "Y", std::slice::from_ref(&one)), Err(MappingRefusal::VersionTaken));
        assert_eq!(proposed("1", "Z", &[]), Err(MappingRefusal::VersionTaken), "the program's own version");
        assert!(proposed("2", "Z", std::slice::from_ref(&one)).is_ok());
        let own = format!("approved-by = \"me\"\napproved-on = \"2026-01-01\"\n{}", text("3", "Z"));
        let table = MappingTable::read(&own).unwrap();
        assert_eq!(UnitTable::propose(&table, own, said(1, 1), &[]), Err(MappingRefusal::ApprovesItself));
        let long = format!("{}# {}", text("4", "Z"), "x".repeat(TEXT_BYTES_MAX));
        let table = MappingTable::read(&long).unwrap();
        assert_eq!(UnitTable::propose(&table, long, said(1, 1), &[]), Err(MappingRefusal::TooLong));
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_line() {
        let check = |text: &str, expected: &[(usize, &str)]| {
            let found = MappingTable::check(text).map(drop).unwrap_err();
            let found: Vec<_> = found.iter().map(|problem| (problem.line, problem.problem.code())).collect();
            assert_eq!(found, expected, "{text}");
        };
        let wrong = "scheme = \"x\"\nversion = \" \"\nsource = \"s\"\n[[rule]]\ncategory = \"A\"\nreason = \"r\"\n\n[[rule]]\ncategory = \"B\"\nreason = \"r\"\nages-only = [\"unknown\"]\n";
        check(wrong, &[(2, "blank"), (8, "no-last-rule"), (4, "dead-rules"), (8, "reason-twice"), (8, "unknown-age")]);
        check("scheme = \"x\"\nversion = 3\n", &[(2, "not-read")]);
        check("scheme = \"x\"\nnonsense\n", &[(2, "not-read")]);
        assert!(matches!(MappingTable::read("="), Err(BadTable::NotRead(_))));
    }
}
