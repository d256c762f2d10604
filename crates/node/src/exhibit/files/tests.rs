//! What an exhibit's files came to, to whom, and page by page.

use std::path::Path;

use casework::case::Case;
use casework::exhibit::{Custody, ExhibitKind};
use casework::file::{File, Inode, Metadata, Position, Times};
use casework::id::{UnitId, UserId};
use casework::problem::Problem;
use casework::record::Circle;
use casework::role::Role;
use casework::who::{Actor, Moment, Said};
use formats::list_spec::ListSpec;
use store::RunOpening;

use super::*;
use crate::grading::BlindAsk;
use crate::grading::tests::{EXHIBIT, code_of, file, node_with, of_unit, pdq, put_files, who};

/// A list called `national` with these rows.
async fn list(node: &Node, folder: &Path, name: &str, rows: &str, more: &str) {
    let path = folder.join(format!("{name}.csv"));
    std::fs::write(&path, format!("id,md5,sha1,pdq\n{rows}")).unwrap();
    let spec = format!("{},name={name},owner=somebody{more}", path.display());
    node.import_list(&Principal::of_this_process(), &ListSpec::read(spec.as_ref()).unwrap()).await.unwrap();
}

fn ask(wanted: FilesWanted) -> ExhibitAsk {
    ExhibitAsk { exhibit: EXHIBIT.parse().unwrap(), wanted, after: None }
}

fn of(outcome: Outcome) -> FilesWanted {
    FilesWanted { outcome: Some(outcome), ..FilesWanted::default() }
}

fn names(page: &ExhibitPage) -> Vec<String> {
    page.files.iter().map(|file| String::from_utf8_lossy(&file.place.path).into_owned()).collect()
}

fn count(page: &ExhibitPage, outcome: Outcome) -> (u64, u64) {
    let count = page.counts.iter().find(|count| count.outcome == outcome).unwrap();
    (count.n_media, count.n_others)
}

/// Somebody at another place: what was not read, beneath a folder.
async fn put_unread(node: &Node) {
    let mut tx = node.store.begin().await.unwrap();
    let opening =
        RunOpening { exhibits: vec![EXHIBIT.into()], lists: Vec::new(), settings: serde_json::json!({}), at_us: 6 };
    let run = tx.open_run(&opening).await.unwrap();
    let at = |path: &str, code: ProblemCode| Occurrence {
        place: Place::on_disk(path),
        size: 7,
        times: Times::default(),
        inode: Inode::default(),
        link_target: None,
        file: None,
        marks: BTreeSet::new(),
        problem: Some(Problem::new(code, "")),
    };
    let places = [at("folder/broken", ProblemCode::NotRead), at("folder/link", ProblemCode::SymbolicLink)];
    tx.put_occurrences(EXHIBIT, run, &places).await.unwrap();
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
}

#[tokio::test]
async fn every_file_came_to_one_thing_and_is_found_by_it() {
    let files = [file("listed", None), file("alike", Some(0x01)), file("software", None), file("nobody's", None)];
    let (folder, node, _, _) = node_with(&files).await;
    put_unread(&node).await;
    let md5 = files[0].digests.md5.unwrap();
    let near = pdq(0x03);
    list(&node, folder.path(), "national", &format!("e1,{md5},,\ne2,,,{near}\n"), "").await;
    let sha1 = files[2].digests.sha1.unwrap();
    list(&node, folder.path(), "software", &format!("s1,,{sha1},\n"), ",set-aside=yes").await;
    // Nobody is told of software: a triage matches it, or somebody who asks for all lists.
    let examiner = who(1, Role::Examiner);
    let page = node.exhibit_page(&examiner, ask(FilesWanted::default())).await.unwrap();
    assert_eq!(names(&page), ["0", "1", "2", "3", "folder/broken", "folder/link"]);
    assert_eq!(count(&page, Outcome::Known), (1, 0));
    assert_eq!(count(&page, Outcome::Near), (1, 0));
    assert_eq!(count(&page, Outcome::New), (2, 0));
    assert_eq!(count(&page, Outcome::Unreadable), (0, 1), "a link was not to be read");
    let outcomes: Vec<&str> = page.counts.iter().map(|count| count.outcome.code()).collect();
    assert_eq!(
        outcomes,
        ["known", "near", "altered", "new", "set-aside", "unreadable", "held-in-this-node"],
        "as they are read out"
    );
    let found = async |wanted| names(&node.exhibit_page(&examiner, ask(wanted)).await.unwrap());
    assert_eq!(found(of(Outcome::Known)).await, ["0"]);
    assert_eq!(found(of(Outcome::Near)).await, ["1"]);
    assert_eq!(found(of(Outcome::Altered)).await, [""; 0]);
    assert_eq!(found(of(Outcome::New)).await, ["2", "3"]);
    assert_eq!(found(of(Outcome::Unreadable)).await, ["folder/broken"]);
    let beneath = |folder: &str| FilesWanted { beneath: Some(folder.into()), ..FilesWanted::default() };
    assert_eq!(found(beneath("folder/")).await, ["folder/broken", "folder/link"]);
    assert_eq!(found(beneath("fold")).await, [""; 0], "a folder's name is meant whole");
    assert_eq!(found(FilesWanted { kind: Some(MediaKind::Video), ..FilesWanted::default() }).await, [""; 0]);
    let pictures = FilesWanted { kind: Some(MediaKind::Picture), ..of(Outcome::New) };
    assert_eq!(found(pictures).await, ["2", "3"]);
}

#[tokio::test]
async fn pages_hold_each_file_once() {
    let files: Vec<File> = (0..120).map(|n| file(&format!("content {n}"), None)).collect();
    let (folder, node, _, _) = node_with(&files).await;
    let listed = files.iter().enumerate().step_by(2);
    let listed: Vec<String> = listed.map(|(n, file)| format!("e{n},{},,\n", file.digests.md5.unwrap())).collect();
    list(&node, folder.path(), "national", &listed.concat(), "").await;
    let examiner = who(1, Role::Examiner);
    for (wanted, n_expected) in [(FilesWanted::default(), 120), (of(Outcome::New), 60), (of(Outcome::Known), 60_usize)]
    {
        let (mut seen, mut after, mut n_pages) = (BTreeSet::new(), None, 0);
        loop {
            let page = node.exhibit_page(&examiner, ExhibitAsk { after, ..ask(wanted.clone()) }).await.unwrap();
            assert!(page.files.len() <= PAGE_FILES);
            for name in names(&page) {
                assert!(seen.insert(name), "a file stands on two pages");
            }
            n_pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), n_pages), (n_expected, n_expected.div_ceil(PAGE_FILES)), "{wanted:?}");
    }
}

#[tokio::test]
async fn what_a_case_of_others_holds_is_not_new_and_what_they_examine_is_not_there() {
    let (_folder, node, _, files) = node_with(&[file("a", None), file("b", None)]).await;
    put_files(&node, "exh_0000000000000002", &[file("b", None)]).await;
    let terminal = Principal::of_this_process();
    let unit = crate::unit::AddUnit {
        name: "Irbid".into(),
        country: "JO".parse().unwrap(),
        victim_prefix: "JO-IR".into(),
        contact: Some("+962 2".into()),
    };
    let owner = node.add_unit(&terminal, unit).await.unwrap().id;
    let case = crate::case_file::OpenCase {
        number: casework::protected::Protected::new("7"),
        legal_basis: "Warrant 5".into(),
        closed_circle: false,
    };
    let theirs = |cases| {
        let Principal::User(mut caller) = of_unit(8, 8, Role::Examiner, cases) else { panic!("somebody") };
        caller.actor.unit = owner;
        caller.actor.user = UserId::new([8; 10]);
        caller.roles.insert(Role::VictimIdentificationOfficer);
        caller.roles.insert(Role::Supervisor);
        Principal::User(caller)
    };
    let case = node.open_case(&theirs(BTreeSet::new()), case).await.unwrap().id;
    let mut tx = node.store.begin().await.unwrap();
    tx.put_in_case(RecordId::Exhibit("exh_0000000000000002".parse().unwrap()), case).await.unwrap();
    tx.commit(node.entry(&terminal, "test")).await.unwrap();

    let examiner = who(1, Role::Examiner);
    assert_eq!(UnitId::new([1; 10]), examiner.caller(Action::ShowExhibits).unwrap().actor.unit);
    let page = node.exhibit_page(&examiner, ask(FilesWanted::default())).await.unwrap();
    assert_eq!((count(&page, Outcome::New), count(&page, Outcome::Held)), ((1, 0), (1, 0)));
    let held = page.files.iter().find(|shown| shown.file == Some(files[1])).unwrap();
    assert_eq!(held.outcome, Some(Outcome::Held));
    assert_eq!((held.call[0].name.as_str(), held.cases.len()), ("Irbid", 0), "whom to call, and no case");
    let found = node.exhibit_page(&examiner, ask(of(Outcome::Held))).await.unwrap();
    assert_eq!(names(&found), ["1"]);
    assert_eq!(names(&node.exhibit_page(&examiner, ask(of(Outcome::New))).await.unwrap()), ["0"]);

    let other = ExhibitAsk { exhibit: "exh_0000000000000002".parse().unwrap(), ..ask(FilesWanted::default()) };
    assert_eq!(code_of(node.exhibit_page(&examiner, other.clone()).await), "not-found");
    let listed = |page: Listed<Exhibit>| (page.items.into_iter().map(|one| one.id).collect::<Vec<_>>(), page.next);
    assert_eq!(listed(node.open_exhibits_of(&examiner, None).await.unwrap()), (vec![EXHIBIT.to_owned()], None));
    let page = node.exhibit_page(&theirs(BTreeSet::from([case])), other).await.unwrap();
    assert_eq!((page.cases.as_slice(), count(&page, Outcome::New)), ([case].as_slice(), (1, 0)), "theirs is theirs");
}

#[tokio::test]
async fn while_somebody_grades_blind_no_list_tells_them_what_it_is() {
    let (folder, node, _, files) = node_with(&[file("a", None), file("b", None)]).await;
    let md5 = file("a", None).digests.md5.unwrap();
    list(&node, folder.path(), "national", &format!("e1,{md5},,\n"), "").await;
    let grader = who(2, Role::Grader);
    node.open_blind(&grader, BlindAsk { files: BTreeSet::from([files[0]]) }).await.unwrap();
    let page = node.exhibit_page(&grader, ask(FilesWanted::default())).await.unwrap();
    let shown = &page.files[0];
    assert_eq!((shown.file, shown.withheld, shown.outcome), (Some(files[0]), true, None));
    let found = node.exhibit_page(&grader, ask(of(Outcome::Known))).await.unwrap();
    assert_eq!(names(&found), [""; 0], "nor is it found by what it is");
    let why = node.why_match(&grader, files[0]).await.unwrap();
    assert!(why.withheld && why.claims.is_empty());
}

#[test]
fn a_cursor_names_a_place_and_nothing_else_is_one() {
    let place = Place { path: b"a/\x00b".to_vec(), inside: vec![b"c".to_vec()] };
    assert!(read_cursor(&cursor(&place)).unwrap() == place);
    for text in ["", "0", "zz", "61", "6100"] {
        assert!(matches!(read_cursor(text), Err(Error::NotACursor { .. })), "{text}");
    }
}

#[tokio::test]
async fn exhibits_come_in_pages_that_meet_the_last_examined_first() {
    let (_folder, node, _, _) = node_with(&[file("a", None)]).await;
    let terminal = Principal::of_this_process();
    let exhibit = |n: u32| Exhibit {
        id: format!("exh_{n:016}"),
        kind: ExhibitKind::Folder,
        root: b"/evidence".to_vec(),
        custody: Custody::default(),
        manifest: None,
        changed_meanwhile: false,
    };
    // Of each five one stands in a case of others; the last ones came in one change.
    let case = CaseId::new([9; 10]);
    let by = Actor { user: UserId::new([9; 10]), unit: UnitId::new([9; 10]) };
    let said = Said { by, at: Moment(1), reason: None };
    let closed = Case::open(case, Protected::new("1/26"), by.unit, "Order", said).unwrap();
    for numbers in [1..150, 150..301] {
        let mut tx = node.store.begin().await.unwrap();
        for n in numbers.clone() {
            tx.put_exhibit(&exhibit(n)).await.unwrap();
        }
        if numbers.start == 1 {
            tx.add_record(&closed, Circle::Cases, 1).await.unwrap();
        }
        for n in numbers.filter(|n| n % 5 == 0) {
            tx.put_in_case(RecordId::Exhibit(exhibit(n).id.parse().unwrap()), case).await.unwrap();
        }
        tx.commit(node.entry(&terminal, "test")).await.unwrap();
    }
    let examiner = who(1, Role::Examiner);
    let (mut met, mut after, mut n_pages) = (Vec::new(), None, 0);
    loop {
        let page = node.open_exhibits_of(&examiner, after).await.unwrap();
        met.extend(page.items.into_iter().map(|exhibit| exhibit.id));
        (after, n_pages) = (page.next, n_pages + 1);
        if after.is_none() {
            break;
        }
    }
    let open = (1..301).rev().filter(|n| n % 5 != 0).map(|n| exhibit(n).id);
    assert_eq!(met, open.collect::<Vec<_>>());
    assert_eq!(n_pages, 3);
    assert_eq!(code_of(node.open_exhibits_of(&examiner, Some("last".into())).await), "not-a-cursor");
}

#[tokio::test]
async fn files_that_say_where_they_were_made_come_together_for_a_map() {
    let position = Position { latitude_e7: 319_500_000, longitude_e7: 359_100_000 };
    let nowhere = Position { latitude_e7: 990_000_000, longitude_e7: 0 };
    let says = |content: &str, position| File {
        metadata: Metadata { position: Some(position), ..Metadata::default() },
        ..file(content, None)
    };
    let files = [says("here", position), file("silent", None), says("on no Earth", nowhere)];
    let (_folder, node, _, _) = node_with(&files).await;
    put_unread(&node).await;
    let examiner = who(1, Role::Examiner);
    let wanted = FilesWanted { located: true, ..FilesWanted::default() };
    let page = node.exhibit_page(&examiner, ask(wanted)).await.unwrap();
    let located: Vec<Option<Position>> = page.files.iter().map(|file| file.located.map(Position::from)).collect();
    // What cannot be is in the list, and on no map.
    assert_eq!((names(&page), located), (vec!["0".to_owned(), "2".to_owned()], vec![Some(position), None]));
    let all = node.exhibit_page(&examiner, ask(FilesWanted::default())).await.unwrap();
    assert_eq!(all.files.len(), 5);
}
