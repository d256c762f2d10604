//! Who sees what somebody had to look at, and that nothing of it is anywhere else.

use casework::role::Role;

use super::*;
use crate::casebook::tests::{Unit, caller, code_of};

/// Minutes that stand in no other number of these tests.
const MINUTES: u16 = 1373;
/// As a JSON object would show them. Four digits alone stand by chance in the hexadecimal of hashes and ids.
const MINUTES_IN_THE_CLEAR: &str = r#"":1373"#;

fn severe(minutes: u16) -> AddExposure {
    AddExposure { severity: Severity::Severe, minutes, repeats: 0, sound: false }
}

#[tokio::test]
async fn exposure_is_that_persons_and_the_welfare_officers_and_nobody_elses() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    node.add_exposure(&me, severe(20)).await.unwrap();
    let own = node.own_exposure(&me).await.unwrap();
    assert_eq!((own.user, own.entries.len(), own.week.severe, own.break_due), (unit.user, 1, 20, None));
    let (officer, _) = unit.world.add("welfare", Role::WelfareOfficer).await;
    for role in Role::ALL {
        let who = caller(&unit.world, officer.id, unit.unit, &[*role]).await;
        let answer = node.show_exposure(&who, unit.user).await;
        if *role == Role::WelfareOfficer {
            assert_eq!(answer.unwrap().entries.len(), 1);
        } else {
            assert_eq!(code_of(answer), "denied", "{}", role.code());
        }
    }
    assert!(
        node.own_exposure(&caller(&unit.world, officer.id, unit.unit, &[Role::Supervisor]).await)
            .await
            .unwrap()
            .entries
            .is_empty()
    );
    let elsewhere = unit.elsewhere(&[Role::WelfareOfficer]).await;
    assert_eq!(code_of(node.show_exposure(&elsewhere, unit.user).await), "not-found");
    let who = caller(&unit.world, officer.id, unit.unit, &[Role::WelfareOfficer]).await;
    assert_eq!(code_of(node.show_exposure(&who, UserId::new([9; 10])).await), "not-found");
    for minutes in [0, 1441] {
        assert_eq!(code_of(node.add_exposure(&me, severe(minutes)).await), "exposure-minutes-out-of-range");
    }
}

#[tokio::test]
async fn a_break_is_proposed_counted_from_the_one_before() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    node.add_exposure(&me, severe(29)).await.unwrap();
    assert_eq!(node.own_exposure(&me).await.unwrap().break_due, None);
    unit.world.wait_s(60);
    node.add_exposure(&me, severe(1)).await.unwrap();
    assert_eq!(node.own_exposure(&me).await.unwrap().break_due, Some(BreakDue::HardMaterial));
    unit.world.wait_s(60);
    node.note_break(&me, NoteBreak {}).await.unwrap();
    assert_eq!(node.own_exposure(&me).await.unwrap().break_due, None);
    unit.world.wait_s(60);
    node.add_exposure(&me, severe(30)).await.unwrap();
    assert_eq!(node.own_exposure(&me).await.unwrap().break_due, Some(BreakDue::HardMaterial));
    // After a night nobody has to note that they slept.
    unit.world.wait_s(9 * 3_600);
    assert_eq!(node.own_exposure(&me).await.unwrap().break_due, None);
}

#[tokio::test]
async fn how_hard_and_how_long_it_was_is_in_no_byte_of_the_folder_and_in_no_entry() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    let ask = AddExposure { severity: Severity::Extreme, minutes: MINUTES, repeats: 7, sound: true };
    assert_eq!(format!("{ask:?}"), "AddExposure(‹withheld›)");
    node.add_exposure(&me, ask).await.unwrap();
    let (officer, _) = unit.world.add("welfare", Role::WelfareOfficer).await;
    let officer = caller(&unit.world, officer.id, unit.unit, &[Role::WelfareOfficer]).await;
    let view = node.show_exposure(&officer, unit.user).await.unwrap();
    assert_eq!((view.entries[0].minutes, format!("{view:?}").as_str()), (MINUTES, "ExposureView(‹withheld›)"));
    let entries = unit.world.entries().await;
    let told: Vec<String> = entries
        .iter()
        .filter(|entry| entry["verb"].as_str().unwrap().starts_with("exposure"))
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 2);
    for entry in &told {
        assert!(!entry.contains("extreme") && !entry.contains(MINUTES_IN_THE_CLEAR), "{entry}");
    }
    assert!(told[1].contains(&unit.user.to_string()), "the person can be told who read it: {}", told[1]);
    // Nothing that was written down is hashed into the ledger either: it could be guessed.
    let added = entries.iter().find(|entry| entry["verb"] == "exposure-add").unwrap();
    assert_eq!(added["n_rows"], 0);
    let mut n_files = 0;
    let mut waiting = vec![unit.world.folder.path().to_owned()];
    while let Some(folder) = waiting.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let clear = [br#""extreme""#, MINUTES_IN_THE_CLEAR.as_bytes()];
            for text in clear {
                assert!(!bytes.windows(text.len()).any(|window| window == text), "{}", path.display());
            }
            n_files += 1;
        }
    }
    assert!(n_files > 4, "{n_files}");
}

#[tokio::test]
async fn a_row_that_is_moved_to_another_person_does_not_open() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    node.add_exposure(&me, severe(20)).await.unwrap();
    let row = node.store.exposures(unit.user, Moment(0), 9).await.unwrap().remove(0);
    let (other, _) = unit.world.add("other", Role::Grader).await;
    let mut tx = node.store.begin().await.unwrap();
    tx.add_exposure(other.id, &SealedExposure { id: format!("{}x", row.id), ..row }).await.unwrap();
    tx.commit(node.entry(&unit.world.terminal, "triage")).await.unwrap();
    let other = caller(&unit.world, other.id, unit.unit, &[Role::Grader]).await;
    assert!(node.own_exposure(&other).await.is_err());
    assert_eq!(node.own_exposure(&me).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn previews_are_counted_by_the_hour_and_for_a_week() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    for wait_s in [1, 3_600, 1] {
        let mut tx = node.store.begin().await.unwrap();
        node.count_reveal(&mut tx, unit.user).await.unwrap();
        tx.commit(store::LedgerEntry::new("test", "uid:1", 0)).await.unwrap();
        unit.world.wait_s(wait_s);
    }
    let own = node.own_exposure(&me).await.unwrap();
    assert_eq!((own.week_previews, own.entries.len(), own.week.mild, own.break_due), (3, 0, 0, None));
    assert_eq!(node.store.exposures(unit.user, Moment(i64::MIN), 9).await.unwrap().len(), 2, "a row for each hour");
    unit.world.wait_s(8 * 86_400);
    assert_eq!(node.own_exposure(&me).await.unwrap().week_previews, 0);
}
