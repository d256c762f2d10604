//! Each shipped table on hand-made facts, and what a change of a table changes.

use super::*;
use crate::facts::Section;

fn shipped(scheme: &str) -> MappingTable {
    let tables = SHIPPED.iter().map(|text| MappingTable::read(text).unwrap());
    tables.into_iter().find(|table| table.stamp.scheme == scheme).unwrap()
}

/// Facts of somebody who went through the categorisation section to its end.
fn facts(labels: &[Label], ages: &[AgeBand], origin: Origin) -> Facts {
    Facts {
        labels: labels.iter().map(|label| (*label, Seen::There)).collect(),
        gone_through: [Section::Categorisation].into(),
        ages: Ages::Shown(ages.iter().copied().collect()),
        origin,
        annotations: BTreeSet::new(),
    }
}

/// Next number of a fixed sequence: xorshift.
fn chance(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as usize % below
}

#[test]
fn one_review_gives_every_countrys_category() {
    use AgeBand::{Adult, From0To2, From7To10, From11To13, From16To17};
    use Label::*;
    use Origin::{AlteredFromARealChild, Made, Recorded, Unknown};
    let check = |facts: &Facts, expected: [&str; 4]| {
        for (scheme, expected) in ["interpol-baseline", "caid", "vics-us", "industry"].iter().zip(expected) {
            let computed = categorise(facts, &shipped(scheme)).category;
            assert_eq!(computed.category().unwrap_or("?"), expected, "{scheme} of {facts:?}: {computed:?}");
        }
    };
    check(&facts(&[PenetrativeAct, Prepubescent], &[From7To10, Adult], Recorded), ["baseline", "A", "1", "A1"]);
    check(&facts(&[Sadism, Prepubescent], &[From0To2], Recorded), ["baseline", "A", "1", "A1"]);
    check(&facts(&[NonPenetrativeAct, Pubescent], &[From16To17], Recorded), ["not-baseline", "B", "1", "B1"]);
    check(&facts(&[SexualPosing, Pubescent], &[From16To17], Recorded), ["not-baseline", "C", "2", "B2"]);
    check(&facts(&[FocusOnIntimateParts, Prepubescent], &[From7To10], Recorded), ["baseline", "C", "1", "A2"]);
    // Whether a child of 11 to 13 appears under 13 is asked.
    let act = [NonPenetrativeAct, Pubescent];
    check(&facts(&act, &[From11To13], Recorded), ["not-baseline", "B", "1", "B1"]);
    check(
        &facts(&[NonPenetrativeAct, Pubescent, AppearsUnder13], &[From11To13], Recorded),
        ["baseline", "B", "1", "B1"],
    );
    // Altered from a real child is graded like the real child; made is not, where the law says so.
    let severe = [NonPenetrativeAct, Prepubescent];
    check(&facts(&severe, &[From7To10], AlteredFromARealChild), ["not-baseline", "B", "1", "A1"]);
    check(&facts(&severe, &[From7To10], Made), ["not-baseline", "B", "3", "A1"]);
    check(&facts(&severe, &[From7To10], Unknown), ["?", "B", "1", "A1"]);
    check(&facts(&[NonPenetrativeAct, Drawn], &[From7To10], Made), ["not-baseline", "prohibited-image", "3", "none"]);
    // Nothing of the kind.
    check(&facts(&[PenetrativeAct], &[Adult], Recorded), ["not-baseline", "not-a-b-c", "0", "none"]);
    check(&facts(&[Nudity], &[From7To10], Recorded), ["not-baseline", "not-a-b-c", "0", "none"]);
    check(&facts(&[Comparison], &[From7To10], Recorded), ["not-baseline", "not-a-b-c", "4", "none"]);
    let nobody = Facts { ages: Ages::Nobody, ..facts(&[], &[], Recorded) };
    check(&nobody, ["not-baseline", "not-a-b-c", "0", "none"]);
}

#[test]
fn what_is_missing_is_said_and_what_it_could_be() {
    let check = |facts: &Facts, scheme: &str, could: &[&str], lacks: &[Missing]| {
        let Categorised::Undetermined { could_be, missing } = categorise(facts, &shipped(scheme)).category else {
            panic!("{scheme} decides {facts:?}");
        };
        assert_eq!(could_be.iter().collect::<Vec<_>>(), could);
        for one in lacks {
            assert!(missing.contains(one), "{one:?} of {missing:?}");
        }
    };
    let severe = facts(&[Label::NonPenetrativeAct], &[AgeBand::From7To10], Origin::Unknown);
    check(&severe, "interpol-baseline", &["baseline", "not-baseline"], &[Missing::Origin]);
    let no_age = Facts { ages: Ages::NotSaid, ..severe.clone() };
    check(&no_age, "caid", &["B", "not-a-b-c"], &[Missing::Ages]);
    let unknown_age = facts(&[Label::NonPenetrativeAct], &[AgeBand::Unknown], Origin::Recorded);
    check(&unknown_age, "caid", &["B", "not-a-b-c"], &[Missing::Ages]);
    let unsure = Facts { labels: [(Label::PenetrativeAct, Seen::CannotTell)].into(), ..severe };
    check(&unsure, "caid", &["A", "not-a-b-c"], &[Missing::Label(Label::PenetrativeAct)]);
    // Somebody who has said nothing has graded nothing.
    for scheme in ["interpol-baseline", "caid", "vics-us", "industry"] {
        assert_eq!(categorise(&Facts::default(), &shipped(scheme)).category.category(), None, "{scheme}");
    }
}

/// Facts with holes, and one way to fill each hole.
fn with_holes(state: &mut u64) -> (Facts, Facts) {
    let asked: Vec<Label> =
        Label::ALL.iter().copied().filter(|label| label.section() == Section::Categorisation).collect();
    let (mut holes, mut whole) = (Facts::default(), Facts::default());
    for label in asked {
        let truth = [Seen::There, Seen::NotThere, Seen::NotThere][chance(state, 3)];
        whole.labels.insert(label, truth);
        match chance(state, 4) {
            0 => {}
            1 => drop(holes.labels.insert(label, Seen::CannotTell)),
            _ => drop(holes.labels.insert(label, truth)),
        }
    }
    let band = |state: &mut u64| AgeBand::ALL[chance(state, AgeBand::ALL.len() - 1)];
    let mut shown: BTreeSet<AgeBand> = (0..chance(state, 3)).map(|_| band(state)).collect();
    whole.ages = if shown.is_empty() { Ages::Nobody } else { Ages::Shown(shown.clone()) };
    holes.ages = match chance(state, 3) {
        0 => Ages::NotSaid,
        1 if !shown.is_empty() => {
            let unsure = shown.pop_first().filter(|_| chance(state, 2) == 0);
            shown.extend(unsure);
            shown.insert(AgeBand::Unknown);
            Ages::Shown(shown)
        }
        _ => whole.ages.clone(),
    };
    whole.origin = [Origin::Made, Origin::Recorded, Origin::AlteredFromARealChild, Origin::Unknown][chance(state, 4)];
    holes.origin = if chance(state, 3) == 0 { Origin::Unknown } else { whole.origin };
    (holes, whole)
}

#[test]
fn a_decided_category_holds_however_the_missing_facts_turn_out() {
    let mut state = 0x5a4a_d000_0000_0001;
    let tables: Vec<MappingTable> = SHIPPED.iter().map(|text| MappingTable::read(text).unwrap()).collect();
    let (mut n_decided, mut n_open) = (0, 0);
    for _ in 0..3_000 {
        let (holes, whole) = with_holes(&mut state);
        for table in &tables {
            // An unknown origin that a table takes is an answer of its own, and learning more may change it.
            if holes.origin != whole.origin && table.rules.iter().any(|rule| rule.origins.contains(&Origin::Unknown)) {
                continue;
            }
            let truth = categorise(&whole, table).category;
            match (categorise(&holes, table).category, truth) {
                (Categorised::Decided { category, .. }, truth) => {
                    n_decided += 1;
                    assert_eq!(truth.category(), Some(&category[..]), "{} of {holes:?}, {whole:?}", table.stamp.scheme);
                }
                (Categorised::Undetermined { could_be, missing }, truth) => {
                    n_open += 1;
                    assert!(!missing.is_empty() && could_be.len() > 1, "{holes:?}");
                    let possible = match truth {
                        Categorised::Decided { category, .. } => BTreeSet::from([category]),
                        Categorised::Undetermined { could_be, .. } => could_be,
                    };
                    assert!(possible.is_subset(&could_be), "{} of {holes:?}, {whole:?}", table.stamp.scheme);
                }
            }
        }
    }
    assert!(n_decided > 500 && n_open > 500, "{n_decided} decided, {n_open} open");
}

#[test]
fn a_table_of_ours_is_not_for_court_until_somebody_approves_it() {
    let mut schemes = BTreeSet::new();
    for text in SHIPPED {
        let table = MappingTable::read(text).unwrap();
        assert!(!table.stamp.is_for_court(), "{}", table.stamp.scheme);
        let approved =
            text.replacen("[[rule]]", "approved-by = \"A. Judge\"\napproved-on = \"2026-11-22\"\n[[rule]]", 1);
        let approved = MappingTable::read(&approved).unwrap();
        let computed = categorise(&Facts::default(), &approved);
        let who = Approval { by: "A. Judge".to_owned(), on: "2026-11-22".to_owned() };
        assert!(computed.table.is_for_court());
        assert_eq!(computed.table.approved, Some(who));
        assert_ne!(approved.stamp.sha256, table.stamp.sha256, "another text is another table");
        schemes.insert(table.stamp.scheme);
    }
    assert_eq!(schemes.len(), SHIPPED.len());
}

#[test]
fn a_changed_table_changes_categories_and_nobody_looks_again() {
    let before = shipped("caid");
    let moved = SHIPPED[1].replace("\"C\"", "\"C2\"").replace("version = \"1\"", "version = \"2\"");
    let after = MappingTable::read(&moved).unwrap();
    let file = |byte: u8| FileId::Sha256(Sha256([byte; 32]));
    let posed = facts(&[Label::SexualPosing], &[AgeBand::From7To10], Origin::Unknown);
    let severe = facts(&[Label::Sadism], &[AgeBand::From7To10], Origin::Unknown);
    let unsaid = Facts::default();
    let files = [(file(1), &posed), (file(2), &severe), (file(3), &unsaid)];
    let changes = recompute(files, &before, &after).unwrap();
    let named: Vec<_> =
        changes.iter().map(|change| (change.file, change.before.category(), change.after.category())).collect();
    assert_eq!(named, [(file(1), Some("C"), Some("C2"))]);
    assert_eq!(recompute(files, &before, &before), Ok(vec![]));
    assert!(recompute(files, &before, &shipped("vics-us")).is_err());
}

#[test]
fn a_table_that_could_mislead_is_refused() {
    let head = "scheme = \"s\"\nversion = \"1\"\nsource = \"a law\"\n";
    let last = "[[rule]]\ncategory = \"none\"\nreason = \"else\"\n";
    let rule = "[[rule]]\ncategory = \"x\"\nreason = \"x\"\nany-of = [\"sadism\"]\n";
    let check = |text: String, expected: &dyn Fn(&BadTable) -> bool| match MappingTable::read(&text) {
        Ok(_) => panic!("taken: {text}"),
        Err(problem) => assert!(expected(&problem), "{problem:?} of {text}"),
    };
    assert!(MappingTable::read(&format!("{head}{rule}{last}")).is_ok());
    check(format!("{head}{rule}"), &|problem| *problem == BadTable::NoLastRule);
    check(format!("{head}{last}{rule}{last}"), &|problem| *problem == BadTable::DeadRules(1));
    check(format!("{head}{rule}{rule}{last}"), &|problem| *problem == BadTable::ReasonTwice(2));
    check(format!("{head}approved-by = \"me\"\n{rule}{last}"), &|problem| *problem == BadTable::Approval);
    for day in ["22 November", "2026-13-01", "2026-00-10", "2026-11-32", "2026-1-01"] {
        let approved = format!("{head}approved-by = \"me\"\napproved-on = \"{day}\"\n{rule}{last}");
        check(approved, &|problem| *problem == BadTable::Approval);
    }
    let any_age = rule.replace("any-of = [\"sadism\"]", "ages-any-of = [\"unknown\"]");
    check(format!("{head}{any_age}{last}"), &|problem| *problem == BadTable::UnknownAge(1));
    let misspelt = rule.replace("sadism", "sadizm");
    check(format!("{head}{misspelt}{last}"), &|problem| matches!(problem, BadTable::NotRead(_)));
    let misnamed = rule.replace("any-of", "anyof");
    check(format!("{head}{misnamed}{last}"), &|problem| matches!(problem, BadTable::NotRead(_)));
    check(format!("{}{rule}{last}", head.replace("a law", " ")), &|problem| *problem == BadTable::Blank("source"));
}

#[test]
fn a_category_is_stored_with_its_table_and_rule() {
    let computed = categorise(&facts(&[Label::Sadism], &[AgeBand::From0To2], Origin::Recorded), &shipped("caid"));
    let json = serde_json::to_value(&computed).unwrap();
    assert_eq!(json["table"]["scheme"], "caid");
    assert_eq!(
        json["decided"],
        serde_json::json!({ "category": "A", "rule": 3, "reason": "penetration-animal-or-sadism" })
    );
    assert_eq!(serde_json::from_value::<Computed>(json).unwrap(), computed);
}
