//! Lists of every colour, asked by people of two units, a machine and the terminal: what matches is told, the owner's words as
//! far as they may be.

use std::path::Path;
use std::sync::Arc;

use casework::file::{File, FileId, Occurrence, Place};
use casework::handling::Tlp;
use casework::matching::Outcome;
use casework::report::{Header, Row, SelfTest, Spent};
use casework::role::Role;
use formats::list_spec::ListSpec;

use super::*;
use crate::casebook::ListAsk;
use crate::casebook::tests::{ALL_ROLES, Unit, code_of};
use crate::find::FindAsk;
use crate::match_query::{AskedHashes, MatchQuery};

const MD5: &str = "0cc175b9c0f1b6a831c399e269772661";

fn spec(folder: &Path, rest: &str) -> ListSpec {
    let path = folder.join("list.csv");
    std::fs::write(&path, format!("id,md5,category,note\nCANARY-1,{MD5},7,canary of the owner\n")).unwrap();
    ListSpec::read(format!("{},name=national,scheme=s{rest}", path.display()).as_ref()).unwrap()
}

/// A unit whose node holds the list, taken in with these terms at the terminal.
async fn with_list(rest: &str) -> Unit {
    let unit = Unit::new().await;
    let spec = spec(unit.world.folder.path(), rest);
    unit.world.node.import_list(&unit.world.terminal, &spec).await.unwrap();
    unit
}

fn coloured(tlp: Tlp) -> HandlingAsk {
    let (named, not_to_countries, not_to_units) = Default::default();
    HandlingAsk { tlp, named, not_to_countries, not_to_units, uses: None }
}

fn set(handling: HandlingAsk) -> SetListHandling {
    SetListHandling { list: "national".into(), handling, reason: Some("the owner asked".into()) }
}

/// Whether a reader is told the owner's words by the match verb; that it matches they are told either way.
async fn is_told(unit: &Unit, who: &Principal) -> bool {
    let asked = AskedHashes { md5: Some(MD5.parse().unwrap()), ..AskedHashes::default() };
    let view = unit.world.node.query_match(who, MatchQuery { asked: vec![asked], lists: None }).await.unwrap();
    let text = serde_json::to_string(&view.answers).unwrap();
    let claim = &view.answers[0].matches[0];
    assert_eq!((view.answers[0].outcome, claim.row), ("known", 2));
    let is_told = text.contains("CANARY-1") && text.contains("canary of the owner") && claim.category.is_some();
    assert_eq!((text.to_lowercase().contains("canary"), claim.words_withheld), (is_told, !is_told), "{text}");
    is_told
}

/// The same by looking for the hash.
async fn is_found_told(unit: &Unit, who: &Principal) -> bool {
    let ask = FindAsk {
        asked: vec![MD5.into()],
        lists: Vec::new(),
        distance_bits: None,
        search: fingerprint::view::Search::Plain,
        uncaged: false,
        hashes_only: true,
        stop: Default::default(),
        events: Arc::new(|_| {}),
    };
    let answers = unit.world.node.find(who, ask).await.unwrap().answers;
    let claim = &answers[0].matches[0];
    let is_told = claim.owner_id.is_some();
    assert_eq!((claim.words.is_empty(), claim.category.is_some()), (!is_told, is_told));
    is_told
}

#[tokio::test]
async fn what_a_lists_owner_says_is_told_as_far_as_its_colour_reaches_and_that_it_matches_always() {
    let unit = with_list("").await;
    let node = &unit.world.node;
    let (me, other) = (unit.me().await, unit.elsewhere(ALL_ROLES).await);
    let machine = unit.elsewhere(&[Role::Matcher]).await;
    let all = async || {
        let told = [is_told(&unit, &me).await, is_told(&unit, &other).await, is_told(&unit, &machine).await];
        assert_eq!([is_found_told(&unit, &me).await, is_found_told(&unit, &other).await], told[..2]);
        assert_eq!(node.show_list_handling(&other, "national").await.unwrap().is_told, told[1]);
        (told, is_found_told(&unit, &unit.world.terminal).await)
    };
    assert_eq!(node.show_list_handling(&me, "national").await.unwrap().handling.tlp, Tlp::Amber);
    assert_eq!(all().await, ([true; 3], true), "as other records: amber");

    // The unit that says it first keeps it.
    let view = node.set_list_handling(&me, set(coloured(Tlp::AmberStrict))).await.unwrap();
    assert_eq!((view.keeper, view.set_by), (Some(unit.unit), Some(unit.user)));
    assert_eq!(all().await, ([true, false, false], true), "the unit that keeps it");
    let not_theirs = node.set_list_handling(&other, set(coloured(Tlp::Clear))).await;
    assert_eq!(code_of(not_theirs), "handling-not-the-owner");
    let silent = SetListHandling { reason: None, ..set(coloured(Tlp::Clear)) };
    assert_eq!(code_of(node.set_list_handling(&me, silent).await), "handling-no-reason");
    let grader = unit.elsewhere(&[Role::Grader]).await;
    assert_eq!(code_of(node.set_list_handling(&grader, set(coloured(Tlp::Red))).await), "denied");
    let gone = SetListHandling { list: "gone".into(), ..set(coloured(Tlp::Clear)) };
    assert_eq!(code_of(node.set_list_handling(&me, gone).await), "not-found");

    let Principal::User(theirs) = &other else { unreachable!() };
    let excluded = HandlingAsk { not_to_units: [theirs.actor.unit].into(), ..coloured(Tlp::Amber) };
    node.set_list_handling(&me, set(excluded)).await.unwrap();
    assert_eq!(all().await, ([true, false, false], true), "the units that are excluded");

    assert_eq!(code_of(node.set_list_handling(&me, set(coloured(Tlp::Red))).await), "handling-no-names");
    let named = HandlingAsk { named: [unit.user].into(), ..coloured(Tlp::Red) };
    node.set_list_handling(&me, set(named)).await.unwrap();
    assert_eq!(all().await, ([true, false, false], false), "those whom red names");
    // A reason is read by people of the keeper; the ledger holds none.
    let shown = node.show_list_handling(&other, "national").await.unwrap();
    assert!(shown.reason.is_none() && shown.handling.named.is_empty() && shown.handling.tlp == Tlp::Red);
    assert_eq!(node.show_list_handling(&me, "national").await.unwrap().handling.named, [unit.user].into());
    let told = serde_json::to_string(&unit.world.entries().await).unwrap();
    assert!(!told.contains("the owner asked") && !told.to_lowercase().contains("canary of"), "{told}");
}

#[tokio::test]
async fn a_version_that_comes_in_red_is_told_to_nobody_until_the_keeper_names_people() {
    let unit = with_list(",tlp=red").await;
    let (node, me) = (&unit.world.node, unit.me().await);
    assert!(!is_told(&unit, &me).await && !is_found_told(&unit, &unit.world.terminal).await);
    let named = HandlingAsk { named: [unit.user].into(), ..coloured(Tlp::Red) };
    node.set_list_handling(&me, set(named)).await.unwrap();
    assert!(is_told(&unit, &me).await);
    // Neither the same version nor a milder one undoes what the keeper said.
    for rest in [",tlp=red", ",tlp=clear", ",tlp=clear,precedence=4", ""] {
        node.import_list(&unit.world.terminal, &spec(unit.world.folder.path(), rest)).await.unwrap();
        assert!(is_told(&unit, &me).await, "{rest}");
        assert!(!is_told(&unit, &unit.elsewhere(ALL_ROLES).await).await, "{rest}");
    }
    let refused = node.export_list(&me, "national", &mut Vec::new()).await;
    assert_eq!(code_of(refused), "handling-red-stays");
}

#[tokio::test]
async fn a_report_holds_what_its_audience_may_read_and_names_the_lists_it_is_silent_about() {
    let unit = with_list("").await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let version = node.list_called("national").await.unwrap();
    let report = report_about(&unit, &version).await;
    let words = async |who: &Principal, audience| {
        let mut report = report.clone();
        node.withhold_in_report(who, &mut report, audience).await.unwrap();
        let is_told = !report.rows[0].matches[0].words.is_empty();
        assert_eq!(report.header.settings.iter().any(|(_, names)| names == "national"), !is_told);
        assert_eq!(report.rows[0].outcome, Some(Outcome::Known));
        is_told
    };
    let all = async |who: &Principal| [words(who, Audience::Own).await, words(who, Audience::Partner).await];
    assert_eq!(all(&unit.world.terminal).await, [true, true]);
    node.set_list_handling(&me, set(coloured(Tlp::AmberStrict))).await.unwrap();
    assert_eq!(all(&unit.world.terminal).await, [true, false]);
    let Principal::User(theirs) = unit.elsewhere(ALL_ROLES).await else { unreachable!() };
    let excluded = HandlingAsk { not_to_units: [theirs.actor.unit].into(), ..coloured(Tlp::Amber) };
    node.set_list_handling(&me, set(excluded)).await.unwrap();
    assert_eq!(all(&me).await, [true, true]);
    assert_eq!(all(&Principal::User(theirs)).await, [false, false]);
    let named = HandlingAsk { named: [unit.user].into(), ..coloured(Tlp::Red) };
    node.set_list_handling(&me, set(named)).await.unwrap();
    assert_eq!(all(&me).await, [false, false], "who reads a report is known to nobody by name");
}

#[tokio::test]
async fn claims_that_are_shown_keep_to_it() {
    let unit = with_list("").await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let file = unit.file(b"a").await;
    let version = node.list_called("national").await.unwrap();
    let report = report_about(&unit, &version).await;
    let mut tx = node.store.begin().await.unwrap();
    let exhibit = casework::exhibit::Exhibit {
        id: "exh_0000000000000001".into(),
        kind: casework::exhibit::ExhibitKind::Folder,
        root: Vec::new(),
        custody: Default::default(),
        manifest: None,
        changed_meanwhile: false,
    };
    tx.put_exhibit(&exhibit).await.unwrap();
    tx.replace_matches("exh_0000000000000001", &[(file, report.rows[0].matches[0].clone())]).await.unwrap();
    tx.commit(node.entry(&unit.world.terminal, "match")).await.unwrap();
    let other = unit.elsewhere(ALL_ROLES).await;
    let shown = async |who: &Principal| {
        let one = node.claims_of(who, file).await.unwrap().claims.remove(0);
        let listed = node.claims(who, ListAsk::default()).await.unwrap().items.remove(0);
        assert_eq!(one, listed);
        let is_told = one.owner_id.is_some() && !one.words.is_empty() && one.category.is_some();
        assert_eq!(one.words_withheld, !is_told);
        is_told
    };
    assert!(shown(&me).await && shown(&other).await);
    let named = HandlingAsk { named: [unit.user].into(), ..coloured(Tlp::Red) };
    node.set_list_handling(&me, set(named)).await.unwrap();
    assert!(shown(&me).await && !shown(&other).await);
}

/// A report whose one file is listed, as a triage makes it.
async fn report_about(unit: &Unit, version: &ListVersion) -> Report {
    let digests = fingerprint::Digests::of(b"a");
    assert_eq!(digests.md5.unwrap().to_string(), MD5);
    let file = File::of_type(digests, 1, "image/gif", casework::file::MediaKind::Picture);
    let id: FileId = file.id().unwrap();
    let entry = unit.world.node.store.entries(&version.id, &[2]).await.unwrap().remove(&2).unwrap();
    let claim = Match {
        list: version.id.clone(),
        row: 2,
        owner_id: entry.owner_id.clone(),
        kind: casework::list::HashKind::Md5,
        distance: 0,
        quality: None,
        turn: fingerprint::Turn::Original,
        part: casework::matching::Part::Whole,
        view: None,
        ranges: None,
        contradicted: false,
        category: entry.category.clone(),
        words: entry.words.clone(),
    };
    let occurrence = Occurrence {
        place: Place::on_disk("a"),
        size: 1,
        times: Default::default(),
        inode: Default::default(),
        link_target: None,
        file: Some(id),
        marks: Default::default(),
        problem: None,
    };
    let row = Row {
        exhibit: 0,
        spent: Spent::Read,
        outcome: Some(Outcome::Known),
        stack: None,
        matches: vec![claim],
        worth_a_look: Vec::new(),
        marks: Default::default(),
        seen_in_exhibits: 1,
        call: Vec::new(),
        place_withheld: false,
        file: Some(Arc::new(file)),
        occurrence,
    };
    let search = fingerprint::view::Search::Plain;
    let header = Header {
        version: "0".into(),
        commit: "0".into(),
        audience: Audience::Own,
        exhibits: Vec::new(),
        lists: vec![version.clone()],
        covered: casework::coverage::Coverage { search, radius_bits: None, lists: Vec::new() },
        settings: Vec::new(),
        decoders: Vec::new(),
        self_test: SelfTest { planted: 1, right: 1, fell_back_to_brute_force: false, worker_right: true },
        uncaged: false,
        dated: None,
    };
    let summary = casework::summary::summarise(std::slice::from_ref(&row));
    Report { header, rows: vec![row], summary }
}
