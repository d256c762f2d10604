//! The policies read as a lawyer reads them, held to their schema, and every answer they give written down.

mod lists;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use casework::handling::{Handling, Marking, Tlp};
use casework::id::{CaseId, RecordId, SeriesId, UnitId, UserId, VictimId};
use casework::link_kind::Noun;
use casework::record::{Access, Circle};
use casework::role::Role;
use casework::who::Actor;
use cedar_policy::{Schema, ValidationMode, Validator};

use super::policies::{Answer, FILES, Question, policies, read};
use crate::principal::{Action, Caller, Principal};

const OWNER: u32 = 1000;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("policies")
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap_or_default()
}

/// Holds a file to what it should say, or writes it where `SANAD_WRITE` is set.
fn hold(name: &str, should: &str, mend: &str) {
    if std::env::var_os("SANAD_WRITE").is_some() {
        return std::fs::write(folder().join(name), should).unwrap();
    }
    let is = text_of(name);
    let differ = is.lines().zip(should.lines()).find(|(is, should)| is != should);
    assert!(is == should, "crates/node/policies/{name} is not what it should be, first at {differ:?}.\n{mend}");
}

fn schema() -> Schema {
    Schema::from_cedarschema_str(&text_of("sanad.cedarschema")).unwrap_or_else(|wrong| panic!("{wrong}")).0
}

fn terminal() -> Principal {
    Principal::Terminal { uid: OWNER }
}

/// Somebody of unit 1 who works on case 1.
fn of(roles: &[Role]) -> Caller {
    Caller {
        actor: Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) },
        roles: roles.iter().copied().collect(),
        cases: BTreeSet::from([CaseId::new([1; 10])]),
        opened: BTreeSet::new(),
        scope: None,
        purpose: Some("to tell the child's family".into()),
    }
}

fn user(caller: Caller) -> Principal {
    Principal::User(Box::new(caller))
}

fn record_of(noun: Noun) -> RecordId {
    let prefix = BTreeMap::from([
        (Noun::Series, "ser"),
        (Noun::Victim, "vic"),
        (Noun::Person, "per"),
        (Noun::Place, "plc"),
        (Noun::Account, "acc"),
        (Noun::Device, "dev"),
        (Noun::Address, "adr"),
        (Noun::Clue, "clu"),
        (Noun::Incoming, "rep"),
        (Noun::Case, "cas"),
        (Noun::Lead, "lea"),
        (Noun::Operation, "opn"),
        (Noun::Outcome, "out"),
        (Noun::Link, "lnk"),
        (Noun::Grading, "grd"),
        (Noun::Clock, "clk"),
        (Noun::Unit, "unt"),
        (Noun::User, "usr"),
    ]);
    match noun {
        Noun::File => format!("md5:{:032}", 0).parse().unwrap(),
        Noun::Exhibit => "exh_0000000000000000".parse().unwrap(),
        noun => format!("{}_0000000000000000", prefix[&noun]).parse().unwrap(),
    }
}

/// A record of unit 1.
fn record(noun: Noun) -> Access {
    Access::usual(record_of(noun), UnitId::new([1; 10]), Circle::Unit, BTreeSet::new())
}

fn ask(who: &Principal, action: Action, about: Option<&Access>) -> Answer {
    policies().answer(&Question { who, owner_uid: OWNER, action, about })
}

#[test]
fn every_file_of_the_folder_is_read_and_every_policy_has_a_name_and_a_sentence() {
    let names = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = names.filter_map(|name| name.strip_suffix(".cedar").map(str::to_owned)).collect();
    let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, known, "name each file of crates/node/policies in FILES of crates/node/src/policy/policies.rs");
    for (file, text) in FILES {
        for (n, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("@id")) {
            let above = n.checked_sub(1).and_then(|above| text.lines().nth(above)).unwrap_or_default();
            assert!(above.starts_with("// ") && above.ends_with('.'), "{file}.cedar: no sentence stands above {line}");
        }
    }
}

#[test]
fn policies_know_a_record_by_what_its_access_says() {
    for (file, text) in FILES {
        let rules: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert!(!rules.contains("CasebookRecord::"), "{file}.cedar names a record: ask about each by itself again");
        let of_cases = rules.replace("resource.cases.containsAny(principal.cases)", "");
        assert!(!of_cases.contains(".cases"), "{file}.cedar asks more of cases: `is_like` in policies.rs must know it");
    }
}

#[test]
fn the_schema_knows_every_verb_role_noun_and_circle() {
    let text = text_of("sanad.cedarschema");
    let by_hand = text.split_inclusive('\n').take_while(|line| line.trim_end() != "action");
    let mut should: String = by_hand.collect();
    should.truncate(should.trim_end().len());
    let verbs: Vec<String> = Action::ALL.iter().map(|action| format!("    \"{}\"", action.verb())).collect();
    let applies =
        "appliesTo {\n    principal: [Terminal, User],\n    resource: [Node, CasebookRecord],\n    context: Asked,\n};";
    write!(should, "\naction\n{}\n    {applies}\n", verbs.join(",\n")).unwrap();
    hold("sanad.cedarschema", &should, "SANAD_WRITE=1 cargo test -p node --lib policy writes the verbs anew.");
    let kinds = [
        ("Role", Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>()),
        ("Noun", Noun::ALL.iter().map(|noun| noun.code()).collect()),
        ("Circle", Circle::ALL.iter().map(|circle| circle.code()).collect()),
        ("Tlp", Tlp::ALL.iter().map(|tlp| tlp.code()).collect()),
    ];
    for (kind, codes) in kinds {
        let (_, rest) = text.split_once(&format!("entity {kind} enum [")).unwrap();
        let (listed, _) = rest.split_once(']').unwrap();
        let listed: Vec<&str> = listed.split(',').map(|code| code.trim().trim_matches('"')).collect();
        assert_eq!(listed, codes, "entity {kind} of crates/node/policies/sanad.cedarschema");
    }
}

#[test]
fn the_policies_hold_to_the_schema() {
    let set = read(FILES).unwrap_or_else(|wrong| panic!("{wrong}"));
    let result = Validator::new(schema()).validate(&set, ValidationMode::Strict);
    let wrong: Vec<String> = result.validation_errors().map(ToString::to_string).collect();
    let doubtful: Vec<String> = result.validation_warnings().map(ToString::to_string).collect();
    assert!(wrong.is_empty() && doubtful.is_empty(), "crates/node/policies: {wrong:#?} {doubtful:#?}");
}

#[test]
fn every_verb_is_permitted_to_somebody() {
    for action in Action::ALL {
        let users = Role::ALL.iter().map(|role| user(of(&[*role])));
        let any = users.chain([terminal()]).any(|who| ask(&who, *action, None) == Answer::Yes);
        let noun = action.verb().split('-').next().unwrap();
        assert!(any, "no policy permits {}: say who may in crates/node/policies/{noun}.cedar", action.verb());
    }
}

/// How a column of the table is headed, whom it stands for, and how they are called in full.
fn columns() -> Vec<(&'static str, Principal, &'static str)> {
    let mut columns = vec![("term", terminal(), "whoever owns the node's folder, at its terminal")];
    columns.extend(Role::ALL.iter().map(|role| (role.code().get(..4).unwrap(), user(of(&[*role])), role.code())));
    columns
}

#[test]
fn every_role_and_verb_stands_in_permissions_txt() {
    let columns = columns();
    let heads: BTreeSet<&str> = columns.iter().map(|(head, ..)| *head).collect();
    assert_eq!(heads.len(), columns.len());
    let mut should = String::from(
        "Who may ask for what: every verb and every role, as the policies in this folder answer.\n\
         Written by `SANAD_WRITE=1 cargo test -p node --lib policy`. Review a change of it like prose.\n\n\
         ✔  may, about what their unit owns and about the cases they work on; anything else does not exist for them\n\
         ✘  may not\n\
         ◐  may, about some kinds of records only: they are named at the end\n\
         p  asks for a purpose, which is recorded\n\n\
         Somebody of several roles may what any of them may.\n\n",
    );
    for (head, _, name) in &columns {
        writeln!(should, "{head}  {name}").unwrap();
    }
    let mut narrowed = Vec::new();
    let mut group = "";
    for action in Action::ALL {
        let verb = action.verb();
        let noun = verb.split('-').next().unwrap();
        if noun != group {
            write!(should, "\n{noun:28}").unwrap();
            columns.iter().for_each(|(head, ..)| write!(should, " {head}").unwrap());
            should.push('\n');
            group = noun;
        }
        write!(should, "  {verb:26}").unwrap();
        let mut asks_purpose = false;
        for (head, who, name) in &columns {
            let may = ask(who, *action, None) == Answer::Yes;
            let about = |noun: &Noun| may && ask(who, *action, Some(&record(*noun))) == Answer::Yes;
            let nouns: Vec<&str> = Noun::ALL.iter().filter(|noun| about(noun)).map(|noun| noun.code()).collect();
            assert_eq!(may, !nouns.is_empty(), "{verb}, {name}: may ask, and about nothing");
            let is_narrowed = may && nouns.len() < Noun::ALL.len();
            if is_narrowed {
                let others: Vec<&str> =
                    Noun::ALL.iter().map(|noun| noun.code()).filter(|noun| !nouns.contains(noun)).collect();
                let is_most = others.len() < nouns.len();
                let kinds = if is_most { format!("all but {}", others.join(", ")) } else { nouns.join(", ") };
                narrowed.push(format!("{verb}, {name}: {kinds}"));
            }
            let mark = if is_narrowed {
                '◐'
            } else if may {
                '✔'
            } else {
                '✘'
            };
            write!(should, " {mark:^width$}", width = head.len()).unwrap();
            if let Principal::User(caller) = who {
                let without = user(Caller { purpose: None, ..(**caller).clone() });
                asks_purpose |= may && ask(&without, *action, None) == Answer::NoPurpose;
            }
        }
        should.push_str(if asks_purpose { "  p\n" } else { "\n" });
    }
    should.push_str("\nAbout some kinds of records only\n");
    narrowed.iter().for_each(|line| writeln!(should, "  {line}").unwrap());
    let should: String = should.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    hold(
        "permissions.txt",
        &should,
        "Say who may in the noun's file in crates/node/policies, then write the table anew and read the difference: \
         SANAD_WRITE=1 cargo test -p node --lib policy",
    );
}

/// Nouns of verbs that speak of pictures, files, or what was found in them.
const OF_PICTURES: &[&str] =
    &["triage", "list", "exhibit", "find", "verify", "series", "clue", "report", "grading", "match", "holding"];
/// Nouns of verbs that speak of people and cases.
const OF_PEOPLE: &[&str] = &["victim", "person", "thing", "address", "link", "case", "clock"];

#[test]
fn what_is_promised_of_a_role_holds() {
    let never = |role: Role, nouns: &[&str]| {
        for action in Action::ALL.iter().filter(|action| nouns.contains(&action.verb().split('-').next().unwrap())) {
            assert_ne!(ask(&user(of(&[role])), *action, None), Answer::Yes, "{} {}", role.code(), action.verb());
        }
    };
    never(Role::SocialWorker, OF_PICTURES);
    for role in
        [Role::Administrator, Role::DataProtectionOfficer, Role::Auditor, Role::WelfareOfficer, Role::ProgrammeOfficer]
    {
        never(role, OF_PICTURES);
        never(role, OF_PEOPLE);
    }
    let machine = user(of(&[Role::Matcher]));
    let may: Vec<&str> = Action::ALL
        .iter()
        .filter(|action| ask(&machine, **action, None) == Answer::Yes)
        .map(|action| action.verb())
        .collect();
    assert_eq!(may, ["match-query"]);
    let reads_exposure = |role: &&Role| ask(&user(of(&[**role])), Action::ShowExposure, None) == Answer::Yes;
    let readers: Vec<&str> = Role::ALL.iter().filter(reads_exposure).map(|role| role.code()).collect();
    assert_eq!(readers, ["welfare-officer"]);
    let reads_names = |role: &&Role| ask(&user(of(&[**role])), Action::ReadVictimIdentity, None) == Answer::Yes;
    let readers: Vec<&str> = Role::ALL.iter().filter(reads_names).map(|role| role.code()).collect();
    assert_eq!(readers, ["victim-identification-officer", "social-worker", "supervisor"]);
}

#[test]
fn nobody_but_the_owner_does_anything_at_the_terminal() {
    for action in Action::ALL {
        assert_ne!(ask(&Principal::Terminal { uid: 0 }, *action, None), Answer::Yes, "{}", action.verb());
    }
    assert_eq!(ask(&terminal(), Action::Triage, None), Answer::Yes);
    assert_eq!(ask(&terminal(), Action::ShowVictim, None), Answer::No);
}

#[test]
fn somebody_without_a_role_may_not_see_a_record() {
    for action in [Action::ShowSeries, Action::ShowVictim, Action::Doctor, Action::QueryMatch] {
        assert_eq!(ask(&user(of(&[])), action, None), Answer::No);
    }
}

#[test]
fn what_one_need_not_know_of_is_not_found_and_what_one_sees_but_may_not_touch_is_denied() {
    let who = user(of(&[Role::Examiner]));
    let ask = |action, access: &Access| ask(&who, action, Some(access));
    let own = record(Noun::Series);
    assert_eq!(ask(Action::ShowSeries, &own), Answer::Yes);
    assert_eq!(ask(Action::MergeSeries, &own), Answer::No);
    let others = Access { unit: UnitId::new([2; 10]), ..own.clone() };
    assert_eq!(ask(Action::ShowSeries, &others), Answer::Unseen);
    assert_eq!(ask(Action::MergeSeries, &others), Answer::Unseen);
    let of_case = |n| Access { cases: BTreeSet::from([CaseId::new([n; 10])]), ..others.clone() };
    assert_eq!(ask(Action::ShowSeries, &of_case(1)), Answer::Yes);
    assert_eq!(ask(Action::ShowSeries, &of_case(2)), Answer::Unseen);
    let closed = Access { circle: Circle::Cases, ..own };
    assert_eq!(ask(Action::ShowSeries, &closed), Answer::Unseen);
    assert_eq!(ask(Action::ShowSeries, &Access { circle: Circle::Cases, ..of_case(1) }), Answer::Yes);
}

#[test]
fn what_its_owner_keeps_from_somebody_does_not_exist_for_them_whatever_opens_it() {
    let unit = |n| UnitId::new([n; 10]);
    let of_case = Access { cases: BTreeSet::from([CaseId::new([1; 10])]), ..record(Noun::Victim) };
    let of = |marking: Marking, excluded: &[UnitId], owner: UnitId| Access {
        unit: owner,
        handling: Handling { marking, ..Handling::usual() },
        excluded: excluded.iter().copied().collect(),
        ..of_case.clone()
    };
    let red = |n| Marking::Red { named: [UserId::new([n; 10])].into() };
    let supervisor = user(Caller { opened: [of_case.record].into(), ..self::of(&[Role::Supervisor]) });
    let check = |access: &Access, expected| {
        assert_eq!(ask(&supervisor, Action::ShowVictim, Some(access)), expected, "{access:?}");
        assert_eq!(access.reaches(UserId::new([1; 10]), unit(1)).is_ok(), expected == Answer::Yes);
    };
    check(&of(Marking::AmberStrict, &[], unit(1)), Answer::Yes);
    check(&of(Marking::AmberStrict, &[], unit(2)), Answer::Unseen);
    check(&of(Marking::Amber, &[], unit(2)), Answer::Yes);
    check(&of(Marking::Clear, &[unit(1)], unit(2)), Answer::Unseen);
    check(&of(red(1), &[], unit(1)), Answer::Yes);
    check(&of(red(1), &[], unit(2)), Answer::Unseen);
    check(&of(red(9), &[], unit(1)), Answer::Unseen);
    // Those of the owner's unit who answer for it can still mend its handling and end its keeping, and read nothing of it.
    for action in [Action::SetHandling, Action::ShowKeeping, Action::EraseRecord] {
        assert_eq!(ask(&supervisor, action, Some(&of(red(9), &[], unit(1)))), Answer::Yes);
        assert_eq!(ask(&supervisor, action, Some(&of(red(9), &[], unit(2)))), Answer::Unseen);
    }
    assert_eq!(ask(&supervisor, Action::BreakGlass, Some(&of(red(9), &[], unit(2)))), Answer::Unseen);
}

#[test]
fn break_glass_opens_one_record_and_no_role() {
    let hidden = Access { unit: UnitId::new([2; 10]), ..record(Noun::Victim) };
    let opened = |roles: &[Role]| user(Caller { opened: BTreeSet::from([hidden.record]), ..of(roles) });
    let officer = opened(&[Role::VictimIdentificationOfficer]);
    assert_eq!(ask(&officer, Action::ShowVictim, Some(&hidden)), Answer::Yes);
    let other = Access { record: VictimId::new([9; 10]).into(), ..hidden.clone() };
    assert_eq!(ask(&officer, Action::ShowVictim, Some(&other)), Answer::Unseen);
    assert_eq!(ask(&opened(&[Role::Auditor]), Action::ShowVictim, Some(&hidden)), Answer::No);
}

#[test]
fn a_token_does_what_it_was_made_for_and_never_more_than_its_owner_may() {
    let scope = BTreeSet::from([Action::ShowSeries, Action::ShowVictim]);
    let who = user(Caller { scope: Some(scope), ..of(&[Role::Examiner]) });
    assert_eq!(ask(&who, Action::ShowSeries, None), Answer::Yes);
    assert_eq!(ask(&who, Action::ShowClue, None), Answer::No);
    assert_eq!(ask(&who, Action::ShowVictim, None), Answer::No);
    assert_eq!(ask(&who, Action::ShowClue, Some(&record(Noun::Clue))), Answer::No);
}

#[test]
fn a_childs_name_is_read_for_a_purpose_only() {
    let asks = |purpose: Option<&str>| {
        let who = user(Caller { purpose: purpose.map(str::to_owned), ..of(&[Role::SocialWorker]) });
        let about = ask(&who, Action::ReadVictimIdentity, Some(&record(Noun::Victim)));
        assert_eq!(ask(&who, Action::ReadVictimIdentity, None), about);
        assert_eq!(ask(&who, Action::ShowVictim, Some(&record(Noun::Victim))), Answer::Yes);
        about
    };
    assert_eq!(asks(Some("safety plan")), Answer::Yes);
    assert_eq!(asks(Some(" ")), Answer::NoPurpose);
    assert_eq!(asks(None), Answer::NoPurpose);
    let without = user(Caller { purpose: None, ..of(&[Role::Grader]) });
    assert_eq!(ask(&without, Action::ReadVictimIdentity, None), Answer::No);
}

#[test]
fn a_decision_takes_no_time_that_anybody_notices() {
    let who = user(Caller { cases: (0..200).map(|n| CaseId::new([n; 10])).collect(), ..of(&[Role::Examiner]) });
    let about = Access { record: SeriesId::new([1; 10]).into(), ..record(Noun::Series) };
    ask(&who, Action::ShowSeries, Some(&about));
    let began = std::time::Instant::now();
    for _ in 0..100 {
        assert_eq!(ask(&who, Action::ShowSeries, Some(&about)), Answer::Yes);
    }
    let took_us = began.elapsed().as_micros() / 100;
    println!("a decision about one of 200 cases took {took_us} µs");
    assert!(took_us < 500_000, "{took_us} µs");
}
