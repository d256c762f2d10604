//! The sorting table, in process: who is shown which stacks, what a form decides and takes back, and that nothing on it says what
//! others said.

use axum::http::StatusCode;
use casework::role::Role;
use words::Lang;

use crate::pages::{Browser, Shown, between};
use crate::world::{World, world};

const EXHIBIT: &str = "exh_00000000000000aa";

/// A look; those of two numbers below 100 are a bit or two apart, all others far from each other.
fn look(number: u16) -> [u8; 32] {
    let mut hash = [0x55; 32];
    if number < 100 {
        hash[0] = number as u8;
        return hash;
    }
    // Spread the number over the whole hash, so that no two lie within a stack.
    let mut state = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash.iter_mut().for_each(|byte| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (state >> 56) as u8;
    });
    hash
}

/// A node whose exhibit holds a stack of two pictures and two that stand alone.
async fn small() -> World {
    let pictures = [("a.png", look(0)), ("b.png", look(1)), ("c\u{202e}.png", look(200)), ("d.png", look(300))];
    world().await.holding(EXHIBIT, &pictures).await
}

fn stacks(shown: &Shown) -> Vec<String> {
    let ids = shown.text.split("data-stack=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn version(shown: &Shown) -> String {
    between(&shown.text, "data-version=\"", "\"").to_owned()
}

/// What a form says of these stacks.
fn form<'f>(version: &'f str, stacks: &[&'f str], verdict: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("exhibit", EXHIBIT),
        ("version", version),
        ("verdict", verdict),
        ("label", "sexual-posing"),
        ("label", "face"),
        ("gone_through", "categorisation"),
        ("age", "7-10"),
        ("origin", "recorded"),
        ("under", "interpol-baseline"),
    ];
    fields.extend(stacks.iter().map(|stack| ("stack", *stack)));
    fields
}

#[tokio::test]
async fn the_table_is_shown_in_four_languages_with_its_shortcuts_and_without_untranslated_words() {
    let world = small().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let chosen = browser.get("/sorting").await;
    assert!(chosen.text.contains(&format!("/sorting?exhibit={EXHIBIT}")) && chosen.text.contains("EX-1"));
    let table = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await;
    let stack = stacks(&table)[0].clone();
    let file_by_file = format!("/sorting/stack?exhibit={EXHIBIT}&stack={stack}");
    for lang in Lang::ALL {
        browser.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        for path in
            [format!("/sorting?exhibit={EXHIBIT}"), format!("/sorting/rows?exhibit={EXHIBIT}"), file_by_file.clone()]
        {
            let shown = browser.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
            assert!(!shown.text.contains('‹'), "{path} in {}: {}", lang.code(), shown.text);
            assert!(!shown.text.contains('\u{202e}'), "names are made visible");
        }
    }
    assert!(table.text.contains("<kbd>End</kbd>") && table.text.contains("aria-rowcount=\"1\""));
    assert_eq!(stacks(&table).len(), 3);
}

#[tokio::test]
async fn a_form_decides_a_stack_and_takes_it_back_without_script() {
    let world = small().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let path = format!("/sorting?exhibit={EXHIBIT}");
    let table = browser.get(&path).await;
    let (ids, version) = (stacks(&table), version(&table));
    let sent = browser.send("/sorting/decide", &form(&version, &[&ids[0]], "illegal")).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, &*format!("{path}&done=sorted")));
    let table = browser.get(sent.location()).await;
    assert_eq!(table.text.matches("said-illegal").count(), 1);
    assert!(table.text.contains("Sexual posing") && table.text.contains("role=\"status\""));
    // Of a group each file says whether it was looked at.
    let files = browser.get(&format!("/sorting/stack?exhibit={EXHIBIT}&stack={}", ids[0])).await;
    assert_eq!((files.text.matches(">viewed<").count(), files.text.matches("not viewed<").count()), (1, 1));
    let sent = browser.send("/sorting/undo", &[("exhibit", EXHIBIT), ("stack", &ids[0])]).await;
    assert_eq!(sent.location(), format!("{path}&done=sorting-undone"));
    assert!(!browser.get(&path).await.text.contains("said-illegal"));
    // A script is answered with the part that changed, and reads how far it reached.
    let mut fields = form(&version, &[&ids[0]], "not-illegal");
    fields.push(("part", "1"));
    let part = browser.send("/sorting/decide", &fields).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(part.text.starts_with("<p class=\"done\">") && part.text.contains("Recorded"), "{}", part.text);
    let files = browser.get(&format!("/sorting/stack?exhibit={EXHIBIT}&stack={}", ids[0])).await;
    assert_eq!(files.text.matches("You: ").count(), 1, "a near copy that nobody looked at is not cleared");
}

#[tokio::test]
async fn what_does_not_fit_is_said_beside_the_form() {
    let world = small().await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let table = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await;
    let (ids, version) = (stacks(&table), version(&table));
    let none = browser.send("/sorting/decide", &form(&version, &[], "illegal")).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert!(none.text.contains("role=\"alert\"") && none.text.contains("Choose a group first"));
    let old = browser.send("/sorting/decide", &form("1", &[&ids[0]], "illegal")).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    assert!(old.text.contains("examined again") && old.text.contains("role=\"grid\""), "and the table is laid anew");
    for (name, value) in [("label", "no-such-label"), ("verdict", "guilty"), ("stack", "sha256:12")] {
        let mut fields = form(&version, &[&ids[0]], "illegal");
        fields.retain(|(known, _)| *known != name);
        fields.push((name, value));
        assert_eq!(browser.send("/sorting/decide", &fields).await.status, StatusCode::BAD_REQUEST, "{name}");
    }
    let gone = browser.get("/sorting/rows?exhibit=exh_00000000000000bb").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let rows = browser.get(&format!("/sorting/rows?exhibit={EXHIBIT}&version=1")).await;
    assert_eq!(rows.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nobody_reads_on_the_table_what_another_said() {
    let world = small().await;
    let path = format!("/sorting?exhibit={EXHIBIT}");
    let mut first = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let table = first.get(&path).await;
    let (ids, version) = (stacks(&table), version(&table));
    first.send("/sorting/decide", &form(&version, &[&ids[0]], "illegal")).await;
    for role in [Role::Grader, Role::Examiner, Role::Coordinator, Role::HotlineAnalyst] {
        let mut other = Browser::signed_in(&world, &[role], "en").await;
        for path in [path.clone(), format!("/sorting/stack?exhibit={EXHIBIT}&stack={}", ids[0])] {
            let shown = other.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert!(!shown.text.contains("said-") && !shown.text.contains("You: "), "{}", role.code());
        }
        let may_decide = matches!(role, Role::Grader | Role::HotlineAnalyst);
        assert_eq!(other.get(&path).await.text.contains("id=\"decide\""), may_decide, "{}", role.code());
        let sent = other.send("/sorting/decide", &form(&version, &[&ids[0]], "illegal")).await;
        let expected = if may_decide { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(sent.status, expected, "{}", role.code());
    }
    let mut outsider = Browser::signed_in(&world, &[Role::SocialWorker], "en").await;
    assert_eq!(outsider.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn all_exhibits_of_a_case_are_sorted_at_one_table_and_each_file_once() {
    const OTHER: &str = "exh_00000000000000bb";
    let world = small().await.holding(OTHER, &[("d.png", look(300)), ("e.png", look(2))]).await;
    let sorting = [Role::VictimIdentificationOfficer, Role::Coordinator, Role::Grader];
    let mut browser = Browser::signed_in(&world, &sorting, "en").await;
    let opened = [("number", "SAMPLE/7"), ("legal_basis", "Order 7"), ("closed_circle", "yes")];
    let opened = browser.send("/cases", &opened).await;
    let case = opened.location().split(['/', '?']).nth(2).unwrap().to_owned();
    let path = format!("/sorting?case={case}");
    let empty = browser.get(&path).await;
    assert!(empty.text.contains("The exhibits of this case hold no pictures"), "{}", empty.text);
    let filled = browser.send(&format!("/cases/{case}/add"), &[("records", &format!("{EXHIBIT}, {OTHER}"))]).await;
    assert_eq!(filled.status, StatusCode::SEE_OTHER, "{}", filled.text);
    let page = browser.get(&format!("/cases/{case}")).await.text;
    assert!(page.contains(&path));
    assert!(page.contains(&format!("<a href=\"/exhibits/{OTHER}\"><bdi>EX-1</bdi></a>")), "by its number: {page}");
    let table = browser.get(&path).await;
    let (ids, version) = (stacks(&table), version(&table));
    assert_eq!(ids.len(), 3, "what is alike on both is one stack, and d.png stands once: {}", table.text);
    assert!(table.text.contains("SAMPLE/7") && table.text.contains(&format!("/sorting/stack?case={case}")));
    let rows = browser.get(&format!("/sorting/rows?exhibit={case}&from=0&version={version}")).await;
    assert_eq!(stacks(&rows), ids, "a script names a case as it names an exhibit");
    let files = browser.get(&format!("/sorting/stack?case={case}&stack={}", ids[0])).await;
    assert_eq!(files.text.matches("EX-1 › ").count(), 3, "{}", files.text);
    let mut fields = form(&version, &[&ids[0]], "illegal");
    fields[0] = ("exhibit", &case);
    let sent = browser.send("/sorting/decide", &fields).await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, &*format!("{path}&done=sorted")),
        "{}",
        sent.text
    );
    assert_eq!(browser.get(&path).await.text.matches("said-illegal").count(), 1);
    for exhibit in [EXHIBIT, OTHER] {
        let alone = browser.get(&format!("/sorting?exhibit={exhibit}")).await;
        assert_eq!(alone.text.matches("said-illegal").count(), 1, "it is said of the file, wherever it lies");
    }
    let undone = browser.send("/sorting/undo", &[("exhibit", &case), ("stack", &ids[0])]).await;
    assert_eq!(undone.location(), format!("{path}&done=sorting-undone"));
    for lang in Lang::ALL {
        browser.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        assert!(!browser.get(&path).await.text.contains('‹'), "{}", lang.code());
    }
    // Whoever need not know of the case has no such table.
    let mut other = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    let decided = other.send("/sorting/decide", &fields).await;
    assert_eq!(decided.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_holds_two_hundred_stacks_and_the_last_is_one_step_away() {
    let names: Vec<String> = (0..450).map(|n| format!("{n:04}.png")).collect();
    let pictures: Vec<(&str, [u8; 32])> = names.iter().zip(100..).map(|(name, n)| (name.as_str(), look(n))).collect();
    let world = world().await.holding(EXHIBIT, &pictures).await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let table = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await;
    assert!(table.text.contains("data-total=\"450\"") && table.text.contains("Groups 1 to 200 of 450"));
    assert_eq!(stacks(&table).len(), 200);
    assert!(table.text.contains(&format!("/sorting?exhibit={EXHIBIT}&#38;from=400#stacks")), "{}", table.text);
    let last = browser.get(&format!("/sorting/rows?exhibit={EXHIBIT}&from=449&version={}", version(&table))).await;
    assert_eq!((stacks(&last).len(), between(&last.text, "data-from=\"", "\"")), (50, "400"));
    assert!(last.text.contains("0449.png") && last.text.contains("aria-rowindex=\"113\""));
}

#[tokio::test]
async fn what_graders_differ_about_is_found_today_and_settled_with_a_reason() {
    let world = small().await;
    let path = format!("/sorting?exhibit={EXHIBIT}");
    let mut file = String::new();
    for verdict in ["illegal", "not-illegal"] {
        let mut grader = Browser::signed_in(&world, &[Role::Grader], "en").await;
        let table = grader.get(&path).await;
        let ids = stacks(&table);
        grader.send("/sorting/decide", &form(&version(&table), &[&ids[0]], verdict)).await;
        file = ids[0].clone();
    }
    let mut outsider = Browser::signed_in(&world, &[Role::SocialWorker], "en").await;
    let mut objecting = Browser::signed_in(&world, &[Role::VictimIdentificationOfficer], "en").await;
    // From then on a second person is asked about whoever comes.
    let mut settling = Browser::signed_in(&world, &[Role::Supervisor], "en").await;
    let page = format!("/gradings/{file}");
    assert!(settling.get("/").await.text.contains(&format!("<a href=\"{page}\">")), "it stands on the first page");
    assert!(!settling.get(&page).await.text.contains("illegal under"), "and says nothing before it is asked");
    let listed = settling.get("/gradings").await.text;
    assert!(listed.contains(&file) && listed.contains("graders differ") && listed.contains("illegal or not"));
    let shown = settling.get(&format!("{page}?shown=1")).await.text;
    assert!(shown.contains("illegal under") && shown.contains("not illegal under") && shown.contains("Sexual posing"));
    let first = between(&shown, "name=\"stands\" value=\"", "\"").to_owned();
    let bare = settling.send(&format!("{page}/settle"), &[("stands", &first), ("reason", " ")]).await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    assert!(bare.text.contains("role=\"alert\"") && bare.text.contains("checked"), "{}", bare.text);
    let sent = settling.send(&format!("{page}/settle"), &[("stands", &first), ("reason", "seen together")]).await;
    assert_eq!(sent.location(), format!("{page}?shown=1&done=grading-settled"));
    let shown = settling.get(sent.location()).await.text;
    assert!(shown.contains("seen together") && !shown.contains("name=\"stands\""));
    assert!(!settling.get("/gradings").await.text.contains(&file));
    // Somebody objects, and it is open again.
    let sent = objecting.send(&format!("{page}/object"), &[("reason", "another child")]).await;
    assert_eq!(sent.location(), format!("{page}?shown=1&done=grading-objected"));
    assert!(settling.get(&format!("{page}?shown=1")).await.text.contains("another child"));
    assert!(settling.get("/gradings").await.text.contains("somebody objects"));
    assert_eq!(outsider.get(&format!("{page}?shown=1")).await.status, StatusCode::FORBIDDEN);
}
