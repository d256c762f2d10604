//! Who is offered which records by what they typed.

use casework::role::Role;

use super::*;
use crate::casebook::Placement;
use crate::casebook::tests::{ALL_ROLES, Unit, caller, code_of};
use crate::person::OpenPerson;
use crate::series::OpenSeries;
use crate::victim::OpenVictim;

fn ask(words: &str, nouns: &[Noun]) -> CalledAsk {
    CalledAsk { words: Protected::new(words), nouns: nouns.iter().copied().collect() }
}

#[tokio::test]
async fn records_are_offered_by_code_label_and_words_to_whoever_may_open_them() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let case = RecordId::from(unit.case("SAMPLE/1").await);
    let tenth = RecordId::from(unit.case("SAMPLE/10").await);
    let sofa = RecordId::from(unit.series("Blue sofa").await);
    let sofas = RecordId::from(unit.series("Blue sofa, garden").await);
    let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap();
    let (code, victim) = (victim.code.to_string(), RecordId::from(victim.id));
    let open = OpenPerson { names: vec![Protected::new("Blue Person")], under_18: None, into: Placement::default() };
    let person = RecordId::from(node.open_person(&me, open).await.unwrap().id);
    let found = async |who: &Principal, asked: CalledAsk| -> Vec<(RecordId, bool)> {
        let page = node.records_called(who, &asked).await.unwrap();
        assert!(page.found.iter().all(|one| page.around.labels.contains_key(&one.id)));
        page.found.iter().map(|one| (one.id, one.is_exact)).collect()
    };
    assert_eq!(found(&me, ask("sample/1", &[])).await, [(case, true), (tenth, false)]);
    assert_eq!(found(&me, ask("SAMPLE/1", &[Noun::Series])).await, []);
    assert_eq!(found(&me, ask("blue so", &[])).await, [(sofa, false), (sofas, false)]);
    assert_eq!(found(&me, ask("Blue Sofa", &[Noun::Series])).await, [(sofa, true), (sofas, false)]);
    assert_eq!(found(&me, ask(&code.to_lowercase(), &[])).await, [(victim, true)]);
    assert_eq!(found(&me, ask(&code[..3], &[])).await, [(victim, false)]);
    assert_eq!(found(&me, ask(&person.to_string(), &[])).await, [(person, true)], "a name leads to nobody, an id does");
    assert_eq!(found(&me, ask("b", &[])).await, []);
    // Whose roles do not open a record is not offered it, and a stranger is offered nothing.
    let social = caller(&unit.world, unit.user, unit.unit, &[Role::SocialWorker]).await;
    assert_eq!(found(&social, ask("blue", &[])).await, []);
    assert_eq!(found(&social, ask("SAMPLE/1", &[])).await, [(case, true), (tenth, false)]);
    assert_eq!(found(&social, ask(&sofa.to_string(), &[])).await, []);
    let elsewhere = unit.elsewhere(ALL_ROLES).await;
    for asked in ["SAMPLE/1", "Blue sofa", &code, &case.to_string()] {
        assert_eq!(found(&elsewhere, ask(asked, &[])).await, [], "{asked}");
    }
    let grader = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    assert_eq!(code_of(node.records_called(&grader, &ask("blue", &[])).await), "denied");
}

#[tokio::test]
async fn one_answer_holds_few_and_says_that_there_are_more() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    for n in 0..=CALLED_MAX {
        let ask = OpenSeries { name: Protected::new(format!("Room {n}")), into: Placement::default() };
        node.open_series(&me, ask).await.unwrap();
    }
    let page = node.records_called(&me, &ask("room", &[])).await.unwrap();
    assert_eq!((page.found.len(), page.has_more), (CALLED_MAX, true));
    let page = node.records_called(&me, &ask("room 7", &[])).await.unwrap();
    assert_eq!((page.found.len(), page.has_more, page.found[0].is_exact), (1, false, true));
    let text = format!("{:?}", ask("a canary", &[]));
    assert!(!text.contains("canary"), "what was typed is in no debug output: {text}");
}
