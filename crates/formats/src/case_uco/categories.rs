//! The category of a file by each mapping table, as an annotation of the file: the table's version, who approved it or that it
//! is not for court, and how many opinions it rests on. No grader is named.

use casework::standing::{OPINIONS_WANTED, Standing, State};
use serde_json::{Value, json};

use super::{id, links};

/// What gradings of a file come to, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileCategories {
    /// By each table in force.
    ByTables(Vec<Standing>),
    /// Somebody grades it blind at this moment: nothing is written that would tell them what others say, nor whether anybody
    /// has said anything.
    GradedBlind,
}

/// One annotation for each table, or the one that says why there is none.
pub(super) fn annotations(file: &str, node: &str, categories: &FileCategories) -> Vec<Value> {
    let annotation = |about: &str, statements: Vec<String>, tags: Vec<String>| {
        json!({
            "@id": id("category", &[file, about]),
            "@type": "uco-core:Annotation",
            "uco-core:object": links([&node.to_owned()]),
            "uco-core:statement": statements,
            "uco-core:tag": tags,
        })
    };
    match categories {
        FileCategories::GradedBlind => {
            let why = "category: held back, because somebody grades this file blind at this moment";
            vec![annotation("blind", vec![why.to_owned()], vec!["state:graded-blind".to_owned()])]
        }
        FileCategories::ByTables(standings) => {
            let of_table =
                |standing: &Standing| annotation(&standing.table.scheme, statements(standing), tags(standing));
            standings.iter().map(of_table).collect()
        }
    }
}

fn statements(standing: &Standing) -> Vec<String> {
    let table = &standing.table;
    let category = match (&standing.category, &standing.state) {
        (Some(category), _) => category.as_str(),
        (None, State::Disagreement(_)) => "none while graders differ",
        (None, State::Disputed { .. }) => "none while somebody objects",
        (None, _) => "undetermined by what graders said",
    };
    let approval = match &table.approved {
        Some(approved) => format!("approved by {} on {}", approved.by, approved.on),
        None => "not for court: nobody has approved this table".to_owned(),
    };
    let (n_counted, n_viewed, n_by_stack) = (standing.counted.len(), standing.n_viewed, standing.n_by_stack);
    vec![
        format!("category: {category}"),
        format!("mapping table: {} {}, SHA-256 {}", table.scheme, table.version, table.sha256),
        approval,
        format!("opinions: {n_counted} of {OPINIONS_WANTED}; viewed: {n_viewed}; by stack, not viewed: {n_by_stack}"),
    ]
}

/// The same for programs.
fn tags(standing: &Standing) -> Vec<String> {
    let table = &standing.table;
    let mut tags = vec![format!("scheme:{}", table.scheme), format!("table-version:{}", table.version)];
    tags.extend(standing.category.iter().map(|category| format!("category:{category}")));
    tags.push(format!("state:{}", standing.state.code()));
    tags.push(if table.is_for_court() { "approved" } else { "not-for-court" }.to_owned());
    tags
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use casework::category::{Approval, MappingTable, SHIPPED};
    use casework::facts::{Ages, Facts, Origin, Section};
    use casework::file::FileId;
    use casework::grading::{Grader, Grading, Independence, Opinions, Verdict, Viewing};
    use casework::id::{GradingId, UnitId, UserId};
    use casework::standing::standing;
    use casework::who::{Actor, Moment};

    use super::*;

    fn opinions(verdicts: &[Verdict]) -> Opinions {
        let file = FileId::of(&fingerprint::Digests::of(b"one")).unwrap();
        let mut opinions = Opinions::none_of(file);
        for (verdict, n) in verdicts.iter().zip(1_u8..) {
            opinions.gradings.push(Grading {
                id: GradingId::new([n; 10]),
                file,
                facts: Facts {
                    labels: BTreeMap::new(),
                    gone_through: [Section::Categorisation].into(),
                    ages: Ages::Nobody,
                    origin: Origin::Recorded,
                    annotations: Default::default(),
                },
                stated: None,
                verdict: verdict.clone(),
                viewing: Viewing::Viewed,
                by: Grader::Person(Actor { user: UserId::new([n; 10]), unit: UnitId::new([1; 10]) }),
                at: Moment(i64::from(n)),
                independence: Independence::Blind,
                of_stack: None,
                taken_back: None,
            });
        }
        opinions
    }

    fn written(categories: &FileCategories) -> String {
        annotations("file", "kb:file-1", categories).iter().map(|node| format!("{node:#}\n")).collect()
    }

    #[test]
    fn a_category_stands_beside_its_table_and_who_approved_it_or_that_it_is_not_for_court() {
        let mut table = MappingTable::read(SHIPPED[0]).unwrap();
        let said = opinions(&[Verdict::NotIllegal { under: "JO".into() }]);
        let of = |table: &MappingTable| written(&FileCategories::ByTables(vec![standing(&said, table)]));
        let text = of(&table);
        let category = standing(&said, &table).category.unwrap();
        for part in [
            format!("category: {category}"),
            format!("mapping table: interpol-baseline {}, SHA-256 {}", table.stamp.version, table.stamp.sha256),
            "not for court: nobody has approved this table".into(),
            "opinions: 1 of 3; viewed: 1; by stack, not viewed: 0".into(),
            "not-for-court".into(),
            "state:graded".into(),
        ] {
            assert!(text.contains(&part), "{part}: {text}");
        }
        table.stamp.approved = Some(Approval { by: "Rana and Ali, legal office".into(), on: "2026-11-22".into() });
        let text = of(&table);
        assert!(text.contains("approved by Rana and Ali, legal office on 2026-11-22"), "{text}");
        assert!(!text.contains("court"), "{text}");
        assert!(!text.contains("usr_") && !text.contains("grd_"), "no grader is named: {text}");
    }

    #[test]
    fn where_graders_differ_no_category_is_written() {
        let table = MappingTable::read(SHIPPED[0]).unwrap();
        let under = || "JO".to_owned();
        let said = opinions(&[Verdict::NotIllegal { under: under() }, Verdict::Illegal { under: under() }]);
        let nodes = annotations("file", "kb:file-1", &FileCategories::ByTables(vec![standing(&said, &table)]));
        assert_eq!(nodes[0]["uco-core:statement"][0], "category: none while graders differ");
        let tags: Vec<&str> = nodes[0]["uco-core:tag"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(
            tags.contains(&"state:disagreement") && !tags.iter().any(|tag| tag.starts_with("category:")),
            "{tags:?}"
        );
        let text = written(&FileCategories::GradedBlind);
        assert!(text.contains("held back") && !text.contains("opinions"), "{text}");
    }
}
