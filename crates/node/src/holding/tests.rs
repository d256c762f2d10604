//! What a file is to those who may see the case that holds it, and to those who may not; and what silence costs.

use casework::id::ExhibitId;
use casework::link::{Confidence, LinkKind};
use casework::role::Role;

use super::*;
use crate::case_file::{AddToCase, HandOverCase, OpenCase};
use crate::casebook::tests::{ALL_ROLES, Unit, caller, code_of, stated};
use crate::find::{FindAsk, Search};
use crate::link::AddLink;
use crate::match_query::{AskedHashes, MatchQuery};
use crate::search::{FindBy, FindExact};
use crate::series::AddToSeries;

/// A file that stands in a case of the unit.
async fn held(unit: &Unit, number: &str) -> (CaseId, FileId) {
    let case = unit.case(number).await;
    let file = unit.file(number.as_bytes()).await;
    let put = AddToCase { case, records: [RecordId::File(file)].into() };
    unit.world.node.add_to_case(&unit.me().await, put).await.unwrap();
    (case, file)
}

fn units_of(view: &HoldingView) -> Vec<&str> {
    view.call.iter().map(|call| call.name.as_str()).collect()
}

#[tokio::test]
async fn a_file_of_a_case_that_one_may_not_see_is_never_new_and_tells_only_whom_to_call() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let (case, file) = held(&unit, "1/26").await;
    let (me, other) = (unit.me().await, unit.elsewhere(ALL_ROLES).await);
    let mine = node.holders_of_file(&me, file).await.unwrap();
    assert_eq!((mine.standing, mine.cases, mine.call.len()), ("known", [case].into(), 0));
    let theirs = node.holders_of_file(&other, file).await.unwrap();
    assert_eq!((theirs.standing, units_of(&theirs)), ("held-in-this-node", vec!["Amman"]));
    let new = unit.file(b"in no case").await;
    assert_eq!(node.holders_of_file(&other, new).await.unwrap().standing, "new");
    // Whatever would call it new or unknown says the same.
    let FileId::Sha256(sha256) = file else { panic!("it has one") };
    let asked =
        || MatchQuery { asked: vec![AskedHashes { sha256: Some(sha256), ..AskedHashes::default() }], lists: None };
    let answer = |who: Principal| async move { node.query_match(&who, asked()).await.unwrap().answers.remove(0) };
    let told = answer(unit.elsewhere(&[Role::Examiner]).await).await;
    assert_eq!((told.outcome, told.held.len(), told.held[0].standing), ("held-in-this-node", 1, "held-in-this-node"));
    let told = answer(unit.elsewhere(&[Role::Matcher]).await).await;
    assert_eq!((told.outcome, told.held), ("new", vec![]), "a machine calls nobody");
    let by_hash = FindExact { what: FindBy::File { file }, case: None, purpose: None };
    let found = node.find_exact(&other, by_hash).await.unwrap();
    assert_eq!((found.found.len(), found.call.len()), (0, 1));
    for text in [serde_json::to_string(&theirs).unwrap(), serde_json::to_string(&found).unwrap()] {
        assert!(!text.contains(&case.to_string()), "{text}");
    }
}

#[tokio::test]
async fn a_series_says_who_else_holds_something_of_it() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let files = [unit.file(b"one").await, unit.file(b"two").await];
    let series = unit.series("blue sofa").await;
    let add =
        AddToSeries { series, files: files.into(), confidence: Confidence::Certain, evidence: stated("the same room") };
    node.add_to_series(&me, add).await.unwrap();
    assert!(node.holders_of_series(&me, series).await.unwrap().call.is_empty());
    // Another unit opens a case of its own and puts one of the files there.
    let other = unit.elsewhere(ALL_ROLES).await;
    let ask = crate::case_file::OpenCase {
        number: Protected::new("9/26"),
        legal_basis: "Warrant 9".into(),
        closed_circle: false,
    };
    let theirs = node.open_case(&other, ask).await.unwrap().id;
    let put = AddToCase { case: theirs, records: [RecordId::File(files[0])].into() };
    node.add_to_case(&other, put).await.unwrap();
    let told = node.holders_of_series(&me, series).await.unwrap();
    assert_eq!((told.cases.len(), told.call.len(), told.call[0].name.as_str()), (0, 1, "Irbid"));
    assert_eq!(code_of(node.holders_of_series(&other, series).await), "not-found");
    assert_eq!(node.holders_of_file(&me, files[0]).await.unwrap().standing, "held-in-this-node");
    assert_eq!(node.holders_of_file(&me, files[1]).await.unwrap().standing, "new");
}

#[tokio::test]
async fn what_links_and_series_put_into_a_case_is_held_until_they_are_taken_back() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let case = unit.case("2/26").await;
    let (me, other) = (unit.me().await, unit.elsewhere(ALL_ROLES).await);
    let exhibit = RecordId::Exhibit(ExhibitId([7; 8]));
    node.add_to_case(&me, AddToCase { case, records: [exhibit].into() }).await.unwrap();
    let link = |from, to, kind| AddLink {
        from,
        to,
        kind,
        confidence: Confidence::Certain,
        evidence: stated("as seized"),
        reason: None,
    };
    let standing = async |file| node.holders_of_file(&other, file).await.unwrap().standing;
    let direct = unit.file(b"direct").await;
    node.add_link(&me, link(RecordId::File(direct), case.into(), LinkKind::PartOfCase)).await.unwrap();
    assert_eq!(standing(direct).await, "held-in-this-node");
    let found = unit.file(b"found").await;
    let on = node.add_link(&me, link(RecordId::File(found), exhibit, LinkKind::FoundOn)).await.unwrap();
    assert_eq!(standing(found).await, "held-in-this-node");
    let back = crate::link::TakeBackLink { link: on.id, reason: "another exhibit".into() };
    node.take_back_link(&me, back).await.unwrap();
    assert_eq!(standing(found).await, "new");
    let of_series = unit.file(b"of a series").await;
    let series = unit.series("red lamp").await;
    let add = AddToSeries {
        series,
        files: [of_series].into(),
        confidence: Confidence::Certain,
        evidence: stated("the same room"),
    };
    node.add_to_series(&me, add).await.unwrap();
    assert_eq!(standing(of_series).await, "new");
    node.add_to_case(&me, AddToCase { case, records: [series.into()].into() }).await.unwrap();
    assert_eq!(standing(of_series).await, "held-in-this-node");
}

#[tokio::test]
async fn an_owner_stays_unnamed_with_a_reason_and_a_second_person_and_others_are_told_it_is_new() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let (case, file) = held(&unit, "3/26").await;
    let (me, other) = (unit.me().await, unit.elsewhere(ALL_ROLES).await);
    let silence = || SilenceHolding { case };
    assert_eq!(code_of(node.silence_holding(&me, silence()).await), "second-person-needed");
    assert_eq!(code_of(node.silence_holding(&other, silence()).await), "not-found");
    let guest = unit.guest_of(case).await;
    assert_eq!(code_of(node.silence_holding(&guest, silence()).await), "silence-not-the-owner");
    assert_eq!(code_of(node.speak_of_holding(&guest, SpeakOfHolding { case }).await), "silence-not-the-owner");
    unit.agree(&me, Action::SilenceHolding, &case.to_string(), &[]).await;
    let silent = node.silence_holding(&me, silence()).await.unwrap();
    assert_eq!((silent.asked_by, silent.reason.reveal()), (unit.user, "canary of a reason"));
    assert_ne!(silent.agreed_by, silent.asked_by);
    assert_eq!(node.holders_of_file(&other, file).await.unwrap().standing, "new");
    assert_eq!(node.holders_of_file(&me, file).await.unwrap().standing, "known");
    assert_eq!(node.silent_holdings(&me).await.unwrap().silent, [silent]);
    assert!(node.silent_holdings(&other).await.unwrap().silent.is_empty());
    let entries = unit.world.entries().await;
    assert!(entries.iter().any(|entry| entry["verb"] == "holding-silence"));
    assert!(!entries.iter().any(|entry| entry.to_string().contains("canary")));
    // Agreed once, done once.
    assert_eq!(code_of(node.silence_holding(&me, silence()).await), "second-person-needed");
    assert!(node.speak_of_holding(&me, SpeakOfHolding { case }).await.unwrap().was_silent);
    assert_eq!(node.holders_of_file(&other, file).await.unwrap().standing, "held-in-this-node");
    assert!(!node.speak_of_holding(&me, SpeakOfHolding { case }).await.unwrap().was_silent);
}

#[tokio::test]
async fn a_silence_ends_when_the_case_is_another_units() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let (case, file) = held(&unit, "4/26").await;
    let me = unit.me().await;
    unit.agree(&me, Action::SilenceHolding, &case.to_string(), &[]).await;
    node.silence_holding(&me, SilenceHolding { case }).await.unwrap();
    let other = unit.elsewhere(ALL_ROLES).await;
    let ask = crate::unit::AddUnit {
        name: "Aqaba".into(),
        country: "JO".parse().unwrap(),
        victim_prefix: "JO-AQ".into(),
        contact: Some("+962".into()),
    };
    let third = node.add_unit(&unit.world.terminal, ask).await.unwrap().id;
    node.hand_over_case(&me, HandOverCase { case, to: third, reason: "theirs".into() }).await.unwrap();
    let view = node.holders_of_file(&other, file).await.unwrap();
    assert_eq!((view.standing, view.call[0].contact.as_deref()), ("held-in-this-node", Some("+962")));
    assert!(node.silent_holdings(&me).await.unwrap().silent.is_empty());
}

#[tokio::test]
async fn a_triage_says_whom_to_call_about_files_that_its_lists_do_not_know() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let (case, file) = held(&unit, "6/26").await;
    let new = unit.file(b"in no case").await;
    let row = |file: FileId| casework::report::Row {
        exhibit: 0,
        spent: casework::report::Spent::Read,
        outcome: Some(Outcome::New),
        stack: None,
        matches: Vec::new(),
        worth_a_look: Vec::new(),
        marks: Default::default(),
        seen_in_exhibits: 1,
        call: Vec::new(),
        place_withheld: false,
        file: None,
        occurrence: casework::file::Occurrence {
            place: casework::file::Place::on_disk("a"),
            size: 1,
            times: Default::default(),
            inode: Default::default(),
            link_target: None,
            file: Some(file),
            marks: Default::default(),
            problem: None,
        },
    };
    let all =
        || vec![row(file), row(file), row(new), casework::report::Row { outcome: Some(Outcome::Near), ..row(file) }];
    let marked = async |exhibits: &[Exhibit]| {
        let mut rows = all();
        node.mark_held(&mut rows, exhibits).await.unwrap();
        rows
    };
    let rows = marked(&[]).await;
    let outcomes: Vec<_> = rows.iter().map(|row| (row.outcome.unwrap(), row.call.len())).collect();
    assert_eq!(outcomes, [(Outcome::Held, 1), (Outcome::Held, 1), (Outcome::New, 0), (Outcome::Near, 1)]);
    let said = call_about(&rows);
    assert_eq!((said.len(), said[0].0.name.as_str(), said[0].1), (1, "Amman", 1));
    let summary = casework::summary::summarise(&rows);
    assert_eq!((summary.others.held.files, summary.others.new.files), (1, 1));
    let found = async |who: &Principal| {
        let ask = FindAsk {
            asked: vec![file.to_string().rsplit(':').next().unwrap().into()],
            lists: Vec::new(),
            distance_bits: None,
            search: fingerprint::view::Search::Plain,
            uncaged: false,
            hashes_only: true,
            stop: Default::default(),
            events: std::sync::Arc::new(|_| {}),
        };
        let answers = node.find(who, ask).await.unwrap().answers;
        answers.into_iter().flat_map(|answer| answer.call).map(|call| call.name).collect::<Vec<_>>()
    };
    assert_eq!(found(&unit.world.terminal).await, ["Amman"]);
    assert_eq!(found(&unit.elsewhere(ALL_ROLES).await).await, ["Amman"]);
    assert!(found(&unit.me().await).await.is_empty(), "they see the case");
    // The exhibit's own case is no news, and a silent one is not told.
    let exhibit = ExhibitId([7; 8]);
    let me = unit.me().await;
    let put = AddToCase { case, records: [RecordId::Exhibit(exhibit)].into() };
    node.add_to_case(&me, put).await.unwrap();
    let seized = Exhibit {
        id: exhibit.to_string(),
        kind: casework::exhibit::ExhibitKind::Folder,
        root: Vec::new(),
        custody: Default::default(),
        manifest: None,
        changed_meanwhile: false,
    };
    assert!(call_about(&marked(&[seized]).await).is_empty());
    unit.agree(&me, Action::SilenceHolding, &case.to_string(), &[]).await;
    node.silence_holding(&me, SilenceHolding { case }).await.unwrap();
    let rows = marked(&[]).await;
    assert!(rows.iter().all(|row| row.call.is_empty() && row.outcome != Some(Outcome::Held)), "silence stays silent");
    assert!(found(&unit.world.terminal).await.is_empty());
}

#[tokio::test]
async fn whoever_looks_for_a_file_is_told_the_cases_they_may_see_and_of_others_whom_to_call() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let (case, file) = held(&unit, "9/26").await;
    let FileId::Sha256(sha256) = file else { panic!("it has one") };
    let find = async |who: &Principal| {
        let ask = FindAsk {
            asked: vec![sha256.to_string().into()],
            lists: Vec::new(),
            distance_bits: None,
            search: Search::Plain,
            uncaged: false,
            hashes_only: true,
            stop: Default::default(),
            events: std::sync::Arc::new(|_| {}),
        };
        let answer = node.find(who, ask).await.unwrap().answers.remove(0);
        (answer.cases, answer.call.into_iter().map(|call| call.name).collect::<Vec<_>>())
    };
    // In the unit's own other case, which its people may see, the case is named: there is nobody to call.
    assert_eq!(find(&unit.me().await).await, ([case].into(), vec![]));
    assert_eq!(find(&unit.elsewhere(&[Role::Examiner]).await).await, ([].into(), vec!["Amman".to_owned()]));
    // A second case of the unit, closed to a colleague: of that one they learn whom to ask and no more.
    let ask = OpenCase { number: Protected::new("10/26"), legal_basis: "Warrant 5".into(), closed_circle: true };
    let closed = node.open_case(&unit.me().await, ask).await.unwrap().id;
    let me = unit.me().await;
    node.add_to_case(&me, AddToCase { case: closed, records: [RecordId::File(file)].into() }).await.unwrap();
    assert_eq!(find(&unit.me().await).await, ([case, closed].into(), vec![]));
    let colleague = caller(&unit.world, UserId::new([7; 10]), unit.unit, &[Role::Examiner]).await;
    assert_eq!(find(&colleague).await, ([case].into(), vec!["Amman".to_owned()]));
    // At the terminal nobody is known by name, and no case is named.
    assert_eq!(find(&unit.world.terminal).await, ([].into(), vec!["Amman".to_owned()]));
}
