//! Who holds a file: whether it is new here, known to the reader, or held in a case that the reader may not see.
//!
//! A file known in a case that somebody may not see is never called *new* to them: they are told whom to call, and nothing
//! more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::id::{CaseId, RecordId, UnitId};
use crate::link::{Link, LinkKind};
use crate::series::SeriesView;
use crate::who::Said;

/// That a case holds a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The file.
    pub file: FileId,
    /// The case.
    pub case: CaseId,
    /// The unit that owns the case: whom to call.
    pub owner: UnitId,
    /// That the owner does not want to be named to others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
}

/// A unit that holds a file, and how it is reached: whom to call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holder {
    /// Which.
    pub unit: UnitId,
    /// How it is called.
    pub name: String,
    /// How it is reached, where that was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// What a file is to a reader. Written as `{"standing": "held-in-this-node", "call": […]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// No case of this node holds it, or none whose owner wants that told.
    New,
    /// It is in cases that the reader may see.
    Known {
        /// Those cases.
        cases: BTreeSet<CaseId>,
        /// Units that hold it in other cases, too.
        call: BTreeSet<UnitId>,
    },
    /// It is only in cases that the reader may not see.
    HeldInThisNode {
        /// The units to call.
        call: BTreeSet<UnitId>,
    },
}

/// What this file is to a reader who may see these cases. Holdings of other files are passed over.
pub fn standing(file: FileId, holdings: &[Holding], may_see: impl Fn(CaseId) -> bool) -> Standing {
    let of_file: Vec<&Holding> = holdings.iter().filter(|holding| holding.file == file).collect();
    let cases: BTreeSet<CaseId> = of_file.iter().map(|holding| holding.case).filter(|case| may_see(*case)).collect();
    let hidden = of_file.iter().filter(|holding| !cases.contains(&holding.case) && holding.silence.is_none());
    let call: BTreeSet<UnitId> = hidden.map(|holding| holding.owner).collect();
    match (cases.is_empty(), call.is_empty()) {
        (false, _) => Standing::Known { cases, call },
        (true, false) => Standing::HeldInThisNode { call },
        (true, true) => Standing::New,
    }
}

/// That an owner does not want to be named: with a reason, and agreed to by a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredSilence")]
pub struct Silence {
    owner: UnitId,
    asked: Said,
    agreed: Said,
}

/// Why an owner stays named, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum SilenceRefusal {
    /// The owner must ask.
    #[error("only the unit that owns the case may ask not to be named")]
    NotTheOwner,
    /// Write down why.
    #[error("an owner stays unnamed only with a reason")]
    NoReason,
    /// Ask a colleague or the deputy.
    #[error("a second person must agree")]
    NoSecondPerson,
}

impl Silence {
    /// The silence, when somebody of the owner's unit asks with a reason and somebody else agrees.
    pub fn new(owner: UnitId, asked: Said, agreed: Said) -> Result<Silence, SilenceRefusal> {
        if asked.by.unit != owner {
            return Err(SilenceRefusal::NotTheOwner);
        }
        if asked.reason().is_none() {
            return Err(SilenceRefusal::NoReason);
        }
        if asked.by.user == agreed.by.user {
            return Err(SilenceRefusal::NoSecondPerson);
        }
        Ok(Silence { owner, asked, agreed })
    }

    /// Who asked, and who agreed.
    pub fn persons(&self) -> [&Said; 2] {
        [&self.asked, &self.agreed]
    }
}

#[derive(Deserialize)]
struct StoredSilence {
    owner: UnitId,
    asked: Said,
    agreed: Said,
}

impl TryFrom<StoredSilence> for Silence {
    type Error = SilenceRefusal;

    fn try_from(stored: StoredSilence) -> Result<Silence, SilenceRefusal> {
        Silence::new(stored.owner, stored.asked, stored.agreed)
    }
}

/// Which files each case holds, by the links that stand: a file that is part of the case itself, or that was found on an
/// exhibit or device that is.
pub fn holdings(links: &[Link]) -> BTreeSet<(CaseId, FileId)> {
    let mut part_of: BTreeMap<RecordId, BTreeSet<CaseId>> = BTreeMap::new();
    for (from, to) in standing_of(links, LinkKind::PartOfCase) {
        if let RecordId::Case(case) = to {
            part_of.entry(from).or_default().insert(case);
        }
    }
    for (device, exhibit) in standing_of(links, LinkKind::SeizedAs) {
        let of_exhibit = part_of.get(&exhibit).cloned().unwrap_or_default();
        part_of.entry(device).or_default().extend(of_exhibit);
    }
    let direct = part_of.iter().filter_map(|(record, cases)| match record {
        RecordId::File(file) => Some((*file, cases)),
        _ => None,
    });
    let found = standing_of(links, LinkKind::FoundOn).filter_map(|(from, on)| match from {
        RecordId::File(file) => Some((file, part_of.get(&on)?)),
        _ => None,
    });
    direct.chain(found).flat_map(|(file, cases)| cases.iter().map(move |case| (*case, file))).collect()
}

fn standing_of(links: &[Link], kind: LinkKind) -> impl Iterator<Item = (RecordId, RecordId)> {
    let of_kind = links.iter().filter(move |link| link.stands() && link.asserted().kind == kind);
    of_kind.map(|link| (link.asserted().from, link.asserted().to))
}

/// Somebody else who holds something of a series. Written as `{"holder": "call", "unit": "unt_…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "holder", rename_all = "kebab-case")]
pub enum SeriesHolder {
    /// A case that the reader may see.
    Case {
        /// Its unit.
        unit: UnitId,
        /// The case.
        case: CaseId,
        /// How many files of the series it holds.
        n_files: usize,
    },
    /// A unit that holds something in a case that the reader may not see: how much is not told.
    Call {
        /// The unit.
        unit: UnitId,
    },
}

/// Who else holds something of this series: other units than the reader's, in order.
pub fn who_else_holds(
    series: &SeriesView,
    holdings: &[Holding],
    reader: UnitId,
    may_see: impl Fn(CaseId) -> bool,
) -> BTreeSet<SeriesHolder> {
    let mut shown: BTreeMap<(UnitId, CaseId), BTreeSet<FileId>> = BTreeMap::new();
    let mut holders = BTreeSet::new();
    for holding in holdings {
        if holding.owner == reader || !series.files.contains_key(&holding.file) {
            continue;
        }
        if may_see(holding.case) {
            shown.entry((holding.owner, holding.case)).or_default().insert(holding.file);
        } else if holding.silence.is_none() {
            holders.insert(SeriesHolder::Call { unit: holding.owner });
        }
    }
    let shown = shown.into_iter();
    holders.extend(shown.map(|((unit, case), files)| SeriesHolder::Case { unit, case, n_files: files.len() }));
    holders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DeviceId, ExhibitId, SeriesId, UserId};
    use crate::link::tests::{bytes, file, link, said};
    use crate::series::SeriesBook;
    use crate::who::Actor;

    fn case(n: u64) -> CaseId {
        CaseId::new(bytes(n))
    }

    fn unit(n: u64) -> UnitId {
        UnitId::new(bytes(n))
    }

    fn held(of_file: u64, in_case: u64, by_unit: u64) -> Holding {
        Holding { file: file(of_file), case: case(in_case), owner: unit(by_unit), silence: None }
    }

    fn by(user: u64, of_unit: u64, reason: &str) -> Said {
        let by = Actor { user: UserId::new(bytes(user)), unit: unit(of_unit) };
        Said { by, reason: Some(reason.into()), ..said(1) }
    }

    #[test]
    fn a_file_held_where_i_may_not_see_is_never_new() {
        let sees_case_1 = |seen: CaseId| seen == case(1);
        let check = |holdings: &[Holding], expected| {
            assert_eq!(standing(file(1), holdings, sees_case_1), expected, "{holdings:?}");
        };
        check(&[], Standing::New);
        check(&[held(2, 2, 2)], Standing::New);
        check(&[held(1, 2, 2)], Standing::HeldInThisNode { call: [unit(2)].into() });
        check(&[held(1, 1, 1)], Standing::Known { cases: [case(1)].into(), call: [].into() });
        let both = Standing::Known { cases: [case(1)].into(), call: [unit(2)].into() };
        check(&[held(1, 1, 1), held(1, 2, 2)], both);
    }

    #[test]
    fn an_owner_stays_unnamed_only_with_a_reason_and_a_second_person() {
        let owner = unit(2);
        let check = |asked: Said, agreed: Said, refusal| {
            assert_eq!(Silence::new(owner, asked, agreed).err(), refusal);
        };
        check(by(1, 2, "an arrest is near"), by(2, 2, ""), None);
        check(by(1, 2, " "), by(2, 2, ""), Some(SilenceRefusal::NoReason));
        check(by(1, 2, "an arrest is near"), by(1, 2, ""), Some(SilenceRefusal::NoSecondPerson));
        check(by(1, 3, "an arrest is near"), by(2, 2, ""), Some(SilenceRefusal::NotTheOwner));
        let silence = Silence::new(owner, by(1, 2, "an arrest is near"), by(2, 2, "")).unwrap();
        let forged = serde_json::to_string(&silence).unwrap().replace(&UserId::new(bytes(2)).to_string(), "usr_no");
        assert!(serde_json::from_str::<Silence>(&forged).is_err());
        let silent = Holding { silence: Some(silence), ..held(1, 2, 2) };
        assert_eq!(standing(file(1), std::slice::from_ref(&silent), |_| false), Standing::New);
        // Who may see the case sees it, silenced or not.
        let known = Standing::Known { cases: [case(2)].into(), call: [].into() };
        assert_eq!(standing(file(1), &[silent], |_| true), known);
    }

    #[test]
    fn a_case_holds_its_files_and_those_found_on_its_exhibits_and_devices() {
        let exhibit = RecordId::Exhibit(ExhibitId([1; 8]));
        let device = DeviceId::new(bytes(1));
        let on_file = |n| RecordId::File(file(n));
        let mut links = vec![
            link(1, on_file(1), LinkKind::PartOfCase, case(1)).unwrap(),
            link(2, on_file(2), LinkKind::FoundOn, exhibit).unwrap(),
            link(3, exhibit, LinkKind::PartOfCase, case(2)).unwrap(),
            link(4, on_file(3), LinkKind::FoundOn, device).unwrap(),
            link(5, device, LinkKind::SeizedAs, exhibit).unwrap(),
            link(6, on_file(4), LinkKind::FoundOn, DeviceId::new(bytes(9))).unwrap(),
        ];
        let all = [(case(1), file(1)), (case(2), file(2)), (case(2), file(3))];
        assert_eq!(holdings(&links), all.into());
        links[2] = links[2].clone().take_back(said(9)).unwrap();
        assert_eq!(holdings(&links), [(case(1), file(1))].into());
    }

    #[test]
    fn who_else_holds_something_of_a_series_is_told_only_whom_to_call() {
        let series = SeriesId::new(bytes(1));
        let member = |n| link(n, RecordId::File(file(n)), LinkKind::BelongsToSeries, series).unwrap();
        let view = SeriesBook::of(&[member(1), member(2)]).view(series);
        let held = [held(1, 1, 1), held(1, 2, 2), held(2, 2, 2), held(1, 3, 3), held(9, 4, 4)];
        let found = who_else_holds(&view, &held, unit(1), |seen| seen == case(2));
        let shown = SeriesHolder::Case { unit: unit(2), case: case(2), n_files: 2 };
        assert_eq!(found, [shown, SeriesHolder::Call { unit: unit(3) }].into());
    }
}
