//! Categories, computed: a table written by people who know the law turns facts into the category of one scheme.
//!
//! Facts say what is there; nothing here adds to them. A table is data with a version and somebody who approved it; a
//! category always comes with the table and the rule that decided it.

use std::collections::BTreeSet;

use fingerprint::{Digests, Sha256};
use serde::{Deserialize, Serialize};

use crate::facts::{AgeBand, Ages, Facts, Label, Origin, Seen};
use crate::file::FileId;

/// Tables that come with the program, as text. None of them is approved: a unit's lawyer reads, changes and approves.
pub const SHIPPED: [&str; 4] = [
    include_str!("../mappings/interpol-baseline.toml"),
    include_str!("../mappings/caid.toml"),
    include_str!("../mappings/vics-us.toml"),
    include_str!("../mappings/industry.toml"),
];

/// One scheme's rules, in order; the first that fits decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingTable {
    /// Which table this is.
    pub stamp: TableStamp,
    /// Where its rules were read.
    pub source: String,
    /// The rules. Invariant: the last has no condition, and only the last.
    pub rules: Vec<Rule>,
}

/// Which table a category comes from: printed wherever the category is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableStamp {
    /// The scheme, e.g. `caid`.
    pub scheme: String,
    /// Its version, as its author counts.
    pub version: String,
    /// Digest of its text, so that a change under an old version number is seen.
    pub sha256: Sha256,
    /// Who approved it and when; without, what it computes is *not for court*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Approval>,
}

impl TableStamp {
    /// Whether what it computes may be used in court.
    pub fn is_for_court(&self) -> bool {
        self.approved.is_some()
    }
}

/// That somebody approved a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Approval {
    /// Who, by name and office.
    pub by: String,
    /// On which day, as `2026-11-22`.
    pub on: String,
}

/// One rule: all its conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The category it gives.
    pub category: String,
    /// A code that says why, unique in its table.
    pub reason: String,
    /// Labels that must all be there.
    #[serde(default)]
    pub all_of: Vec<Label>,
    /// Labels of which one must be there.
    #[serde(default)]
    pub any_of: Vec<Label>,
    /// Labels that must not be there.
    #[serde(default)]
    pub none_of: Vec<Label>,
    /// Ages of which one must be shown.
    #[serde(default)]
    pub ages_any_of: Vec<AgeBand>,
    /// The only ages that may be shown, and somebody is.
    #[serde(default)]
    pub ages_only: Vec<AgeBand>,
    /// The origins it takes. Where `unknown` is not among them, an unknown origin is something that is missing.
    #[serde(default)]
    pub origins: Vec<Origin>,
}

/// A category, or what stands in the way of one; and the table that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// Which table.
    pub table: TableStamp,
    /// What it gives.
    #[serde(flatten)]
    pub category: Categorised,
}

/// What a table makes of facts. Written as `{"decided": …}` or `{"undetermined": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Categorised {
    /// A rule decided.
    Decided {
        /// The category.
        category: String,
        /// The rule, counted from 1.
        rule: usize,
        /// The rule's reason code.
        reason: String,
    },
    /// The facts do not suffice.
    Undetermined {
        /// Every category that it can still be.
        could_be: BTreeSet<String>,
        /// What somebody must say first.
        missing: BTreeSet<Missing>,
    },
}

impl Categorised {
    /// The category, where there is one.
    pub fn category(&self) -> Option<&str> {
        match self {
            Categorised::Decided { category, .. } => Some(category),
            Categorised::Undetermined { .. } => None,
        }
    }
}

/// Something that a rule asks and nobody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// Whether this label fits.
    Label(Label),
    /// The apparent ages.
    Ages,
    /// How it came to be.
    Origin,
}

/// The category of facts by a table, with the rule that decided; or undetermined, and what is missing.
///
/// Facts that nobody has said are taken either way: it is decided only when every way comes to one category.
pub fn categorise(facts: &Facts, table: &MappingTable) -> Computed {
    let mut could_be = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for (n, rule) in table.rules.iter().enumerate() {
        let mut asked = BTreeSet::new();
        let fits = rule.fits(facts, &mut asked);
        if fits == Fits::No {
            continue;
        }
        could_be.insert(rule.category.clone());
        if fits == Fits::Perhaps {
            missing.append(&mut asked);
            continue;
        }
        let category = match could_be.len() {
            1 => Categorised::Decided { category: rule.category.clone(), rule: n + 1, reason: rule.reason.clone() },
            _ => Categorised::Undetermined { could_be, missing },
        };
        return Computed { table: table.stamp.clone(), category };
    }
    // Not reached while the table's invariant holds: its last rule fits everything.
    Computed { table: table.stamp.clone(), category: Categorised::Undetermined { could_be, missing } }
}

/// A file whose category another version of the table changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryChange {
    /// The file.
    pub file: FileId,
    /// What it was.
    pub before: Categorised,
    /// What it is.
    pub after: Categorised,
}

/// Two tables are of different schemes: compute both beside each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a table of {before} is followed by a table of {before} and not of {after}")]
pub struct OtherScheme {
    /// The scheme of the earlier table.
    pub before: String,
    /// That of the later.
    pub after: String,
}

/// The files whose category changes when one table follows another, from their facts alone: nobody looks again. A
/// category reached by another rule, or still undetermined, is no change.
pub fn recompute<'f>(
    files: impl IntoIterator<Item = (FileId, &'f Facts)>,
    before: &MappingTable,
    after: &MappingTable,
) -> Result<Vec<CategoryChange>, OtherScheme> {
    if before.stamp.scheme != after.stamp.scheme {
        let (before, after) = (before.stamp.scheme.clone(), after.stamp.scheme.clone());
        return Err(OtherScheme { before, after });
    }
    let change = |(file, facts): (FileId, &Facts)| {
        let (before, after) = (categorise(facts, before).category, categorise(facts, after).category);
        (before.category() != after.category()).then_some(CategoryChange { file, before, after })
    };
    Ok(files.into_iter().filter_map(change).collect())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fits {
    // In this order the weakest of several conditions is their minimum and the strongest their maximum.
    No,
    Perhaps,
    Yes,
}

impl Rule {
    fn has_no_condition(&self) -> bool {
        let labels = [&self.all_of, &self.any_of, &self.none_of].iter().all(|labels| labels.is_empty());
        labels && self.ages_any_of.is_empty() && self.ages_only.is_empty() && self.origins.is_empty()
    }

    /// Whether it fits, and what it would have to know.
    fn fits(&self, facts: &Facts, missing: &mut BTreeSet<Missing>) -> Fits {
        let mut of = |labels: &[Label], whether: fn(Fits) -> Fits, of_several: fn(Fits, Fits) -> Fits| {
            let each = labels.iter().map(|label| (*label, whether(there(facts.of(*label)))));
            let whole = each.clone().map(|(_, fits)| fits).reduce(of_several).unwrap_or(Fits::Yes);
            if whole == Fits::Perhaps {
                let open = each.filter(|(_, fits)| *fits == Fits::Perhaps);
                missing.extend(open.map(|(label, _)| Missing::Label(label)));
            }
            whole
        };
        let all = of(&self.all_of, |fits| fits, Ord::min);
        let none = of(&self.none_of, not, Ord::min);
        let any = of(&self.any_of, |fits| fits, Ord::max);
        let ages = self.fits_ages(&facts.ages);
        if ages == Fits::Perhaps {
            missing.insert(Missing::Ages);
        }
        let origin = match facts.origin {
            origin if self.origins.is_empty() || self.origins.contains(&origin) => Fits::Yes,
            Origin::Unknown => {
                missing.insert(Missing::Origin);
                Fits::Perhaps
            }
            _ => Fits::No,
        };
        [all, none, any, ages, origin].into_iter().min().unwrap_or(Fits::Yes)
    }

    fn fits_ages(&self, ages: &Ages) -> Fits {
        if self.ages_any_of.is_empty() && self.ages_only.is_empty() {
            return Fits::Yes;
        }
        let shown = match ages {
            Ages::Nobody => return Fits::No,
            Ages::Shown(bands) if !bands.is_empty() => bands,
            Ages::NotSaid | Ages::Shown(_) => return Fits::Perhaps,
        };
        let unsure = if shown.contains(&AgeBand::Unknown) { Fits::Perhaps } else { Fits::No };
        let mut known = shown.iter().filter(|band| **band != AgeBand::Unknown);
        let any = match &self.ages_any_of[..] {
            [] => Fits::Yes,
            wanted if known.clone().any(|band| wanted.contains(band)) => Fits::Yes,
            _ => unsure,
        };
        let only = match &self.ages_only[..] {
            [] => Fits::Yes,
            wanted if !known.all(|band| wanted.contains(band)) => Fits::No,
            _ => not(unsure),
        };
        any.min(only)
    }
}

fn there(seen: Option<Seen>) -> Fits {
    match seen {
        Some(Seen::There) => Fits::Yes,
        Some(Seen::NotThere) => Fits::No,
        Some(Seen::CannotTell) | None => Fits::Perhaps,
    }
}

fn not(fits: Fits) -> Fits {
    match fits {
        Fits::No => Fits::Yes,
        Fits::Perhaps => Fits::Perhaps,
        Fits::Yes => Fits::No,
    }
}

/// Why a text is no mapping table, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTable {
    /// It cannot be read as one.
    #[error("not a mapping table: {0}")]
    NotRead(String),
    /// Something that must be said is blank.
    #[error("{0} is blank")]
    Blank(&'static str),
    /// Approved by somebody on no day, or on a day by nobody, or on what is no day.
    #[error("approved-by and approved-on stand together, the day as 2026-11-22")]
    Approval,
    /// The last rule must take what no other takes.
    #[error("the last rule must have no condition")]
    NoLastRule,
    /// This rule takes everything, so the rules after it are never asked.
    #[error("rule {0} has no condition and is not the last")]
    DeadRules(usize),
    /// Two rules give one reason code, so nobody could tell which decided.
    #[error("rule {0} has the reason code of an earlier one")]
    ReasonTwice(usize),
    /// The band *unknown* is what a person says, not what a rule can ask for.
    #[error("rule {0} asks for the age band unknown")]
    UnknownAge(usize),
}

/// One thing that keeps a text from being a mapping table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// The line it is on, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: BadTable,
}

impl BadTable {
    /// What is wrong, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            BadTable::NotRead(_) => "not-read",
            BadTable::Blank(_) => "blank",
            BadTable::Approval => "approval",
            BadTable::NoLastRule => "no-last-rule",
            BadTable::DeadRules(_) => "dead-rules",
            BadTable::ReasonTwice(_) => "reason-twice",
            BadTable::UnknownAge(_) => "unknown-age",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    scheme: String,
    version: String,
    source: String,
    approved_by: Option<String>,
    approved_on: Option<String>,
    rule: Vec<toml::Spanned<Rule>>,
}

impl MappingTable {
    /// Reads a table from TOML.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(text: &str) -> Result<MappingTable, BadTable> {
        MappingTable::check(text).map_err(|problems| match problems.into_iter().next() {
            Some(first) => first.problem,
            None => BadTable::NoLastRule,
        })
    }

    /// Reads a table from TOML, and says of everything that is wrong with it on which line it is. Of a text that is no TOML, or
    /// has a field that no table has, only the first such place.
    ///
    /// # Errors
    /// All of it, at least one.
    pub fn check(text: &str) -> Result<MappingTable, Vec<TableProblem>> {
        let line_at = |at: usize| 1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
        let written: Written = toml::from_str(text).map_err(|wrong| {
            let line = line_at(wrong.span().map_or(0, |span| span.start));
            vec![TableProblem { line, problem: BadTable::NotRead(wrong.message().to_owned()) }]
        })?;
        let of_field =
            |name: &str| text.lines().position(|line| line.trim_start().starts_with(name)).map_or(1, |n| n + 1);
        let mut problems = Vec::new();
        for (what, value) in [("scheme", &written.scheme), ("version", &written.version), ("source", &written.source)] {
            if value.trim().is_empty() {
                problems.push(TableProblem { line: of_field(what), problem: BadTable::Blank(what) });
            }
        }
        let approved = match (written.approved_by, written.approved_on) {
            (None, None) => None,
            (Some(by), Some(on)) if !by.trim().is_empty() && is_day(&on) => Some(Approval { by, on }),
            _ => {
                problems.push(TableProblem { line: of_field("approved-"), problem: BadTable::Approval });
                None
            }
        };
        let spans: Vec<usize> = written.rule.iter().map(|rule| line_at(rule.span().start)).collect();
        let rules: Vec<Rule> = written.rule.into_iter().map(toml::Spanned::into_inner).collect();
        if !rules.last().is_some_and(Rule::has_no_condition) {
            problems.push(TableProblem { line: spans.last().copied().unwrap_or(1), problem: BadTable::NoLastRule });
        }
        let mut reasons = BTreeSet::new();
        for ((n, rule), line) in (1..).zip(&rules).zip(spans) {
            let mut wrong = |problem| problems.push(TableProblem { line, problem });
            if rule.category.trim().is_empty() || rule.reason.trim().is_empty() {
                wrong(BadTable::Blank("a rule's category or reason"));
            }
            if rule.has_no_condition() && n < rules.len() {
                wrong(BadTable::DeadRules(n));
            }
            if !reasons.insert(&rule.reason) {
                wrong(BadTable::ReasonTwice(n));
            }
            if rule.ages_any_of.iter().chain(&rule.ages_only).any(|band| *band == AgeBand::Unknown) {
                wrong(BadTable::UnknownAge(n));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let sha256 = Digests::of(text.as_bytes()).sha256.expect("the bytes were read, so every digest is there");
        let stamp = TableStamp { scheme: written.scheme, version: written.version, sha256, approved };
        Ok(MappingTable { stamp, source: written.source, rules })
    }
}

/// Whether it has the form of a day and such a month can have it.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u32>().ok())
    };
    shape
        && number(0..4).is_some()
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests;
