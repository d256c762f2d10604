//! The pages of exhibits, jobs, matches, lists and the ledger: what they show to whom, and what their forms do.

use axum::http::{Method, StatusCode};
use casework::role::Role;
use words::{Lang, Words};

use crate::evidence::{DIFFERS_BITS, EXHIBIT, evidence};
use crate::pages::{Browser, between};
use crate::world::{world, world_taking_from};

fn said(key: &str) -> String {
    Words::in_language(Lang::English).say_plain(key, &[])
}

#[tokio::test]
async fn an_exhibit_says_what_its_files_came_to_and_names_are_made_visible() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let mut browser = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let all = browser.get("/exhibits").await.text;
    assert!(all.contains(&format!("<a href=\"/exhibits/{EXHIBIT}\"><bdi>2026/17</bdi>")), "{all}");
    let shown = browser.get(&format!("/exhibits/{EXHIBIT}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    // Claims stay claims.
    assert!(shown.text.contains("near match, to be confirmed") && shown.text.contains(&said("custody-not-given")));
    assert!(shown.text.contains("DCIM/near&#60;b&#62;.png") || shown.text.contains("DCIM/near&lt;b&gt;.png"));
    assert!(shown.text.contains(r"new\u{202E}gnp.exe") && !shown.text.contains('\u{202e}'));
    assert!(shown.text.contains(&format!("href=\"/matches/{}\"", evidence.near)));
    assert!(!shown.text.contains(&format!("href=\"/matches/{}\"", evidence.new)), "nothing is claimed of it");
    let filtered = browser.get(&format!("/exhibits/{EXHIBIT}?outcome=new&kind=picture&folder=DCIM")).await.text;
    let table = between(&filtered, "<table class=\"files\">", "</table>");
    assert!(table.contains("gnp.exe") && !table.contains("near") && !table.contains("broken"), "{table}");
    assert!(filtered.contains("<option value=\"new\" selected>") && filtered.contains("value=\"DCIM\""));
    let unreadable = browser.get(&format!("/exhibits/{EXHIBIT}?outcome=unreadable")).await.text;
    assert!(between(&unreadable, "<table class=\"files\">", "</table>").contains("broken.png"));
    for path in ["/exhibits/exh_0000000000000bad", "/exhibits/nothing", "/exhibits/jobs/nothing", "/ledger/nothing"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut auditor = Browser::signed_in(&world, &[Role::Auditor], "en").await;
    for path in ["/exhibits", "/matches", "/lists", &*format!("/exhibits/{EXHIBIT}")] {
        assert_eq!(auditor.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn these_pages_are_whole_in_four_languages() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let roles = [Role::Examiner, Role::Supervisor];
    let list = world.node.list_lines(&node::Principal::of_this_process()).await.unwrap().remove(0).list.version.id;
    let paths = [
        "/exhibits".to_owned(),
        format!("/exhibits/{EXHIBIT}"),
        "/exhibits/jobs".to_owned(),
        "/matches?state=all".to_owned(),
        format!("/matches/{}", evidence.near),
        format!("/gradings/{}", evidence.near),
        format!("/gradings/{}?shown=1", evidence.near),
        "/lists".to_owned(),
        format!("/lists/{list}"),
        format!("/lists/{list}/matches"),
        "/ledger".to_owned(),
        "/ledger/checkpoint".to_owned(),
        format!("/ledger/{EXHIBIT}"),
    ];
    let mut browser = Browser::signed_in(&world, &roles, "en").await;
    for lang in Lang::ALL {
        let chosen = browser.send("/settings/language", &[("language", lang.code())]).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        for path in &paths {
            let shown = browser.get(path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
            assert!(!shown.text.contains('‹'), "{path} in {}: {}", lang.code(), shown.text);
            assert!(shown.text.contains(&format!("<html lang=\"{}\"", lang.code())), "{path}");
            assert!(!shown.text.contains(" style="), "{path}");
        }
    }
}

#[tokio::test]
async fn a_match_is_shown_with_its_bits_and_decided_by_a_person_with_a_reason() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let mut browser = Browser::signed_in(&world, &[Role::VictimIdentificationOfficer], "en").await;
    let list = browser.get("/matches").await.text;
    assert!(list.contains(&format!("href=\"/matches/{}\"", evidence.near)));
    let path = format!("/matches/{}", evidence.near);
    let page = browser.get(&path).await.text;
    assert_eq!(page.matches("class=\"differs\"").count(), DIFFERS_BITS as usize);
    assert!(page.contains("3 of 256 bits differ") || page.contains("3</bdi> of 256 bits differ"), "its text twin");
    let hidden = |name: &str| {
        let value = between(&page, &format!("<input type=\"hidden\" name=\"{name}\" value=\""), "\"");
        value.replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let (list, hash) = (hidden("list"), hidden("hash"));
    assert!(hash.starts_with("{\"pdq\":"), "{hash}");
    let refused = browser.send(&path, &[("list", &list), ("hash", &hash), ("confirms", "no")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("class=\"differs\""));
    let form = [("list", &*list), ("hash", &*hash), ("confirms", "no"), ("reason", "another <room>")];
    let sent = browser.send(&path, &form).await;
    assert_eq!(sent.location(), format!("{path}?done=match-rejected"));
    let after = browser.get(sent.location()).await.text;
    assert!(after.contains(&said("done-match-rejected")) && !after.contains("another <room>"));
    assert!(browser.get("/matches?state=rejected").await.text.contains(&*evidence.near.to_string()));
    assert!(!browser.get("/matches").await.text.contains(&*evidence.near.to_string()), "it waits no more");
    // A grader sees it and decides nothing.
    let mut grader = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert!(!grader.get(&path).await.text.contains("name=\"confirms\""));
    assert_eq!(grader.send(&path, &form).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_graders_said_is_shown_only_to_who_asks_for_it() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let mut browser = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let path = format!("/matches/{}", evidence.near);
    let page = browser.get(&path).await.text;
    let way = format!("/gradings/{}?shown=1", evidence.near);
    assert!(page.contains(&said("grading-warn")) && page.contains(&way));
    let path = format!("/gradings/{}", evidence.near);
    let page = browser.get(&path).await.text;
    assert!(page.contains(&said("grading-warn")) && !page.contains(&said("grading-none")));
    let page = browser.get(&way).await.text;
    assert!(page.contains(&said("grading-none")) && !page.contains(&said("grading-warn")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_shown_tested_and_its_file_taken_from_beneath_the_intake_folder_only() {
    let intake = tempfile::tempdir().unwrap();
    std::fs::write(intake.path().join("partner.csv"), "md5\n0123456789abcdef0123456789abcdef\n").unwrap();
    let world = world_taking_from(intake.path()).await;
    let mut browser = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let all = browser.get("/lists").await.text;
    let path = between(&all, "<th scope=\"row\"><a href=\"", "\"").to_owned();
    assert!(path.starts_with("/lists/lst_"), "{path}");
    let page = browser.get(&path).await.text;
    assert!(page.contains(&said("list-refused-none")) && page.contains("TLP:"));
    let tested = browser.send(&format!("{path}/test"), &[]).await;
    assert_eq!(tested.location(), format!("{path}?done=list-tested"));
    let outside = [("path", "../partner.csv"), ("name", "Partner"), ("purpose", "removal")];
    let refused = browser.send("/lists", &outside).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("value=\"Partner\""));
    let inside = [("path", "partner.csv"), ("name", "Partner"), ("purpose", "removal"), ("tlp", "red")];
    let asked = browser.send("/lists", &inside).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let job = asked.location().split('?').next().unwrap().to_owned();
    let page = browser.get(asked.location()).await.text;
    assert!(page.contains(&said("done-job-asked")) && page.contains(&format!("data-events=\"{job}/events\"")));
    assert!(browser.get("/exhibits/jobs").await.text.contains(&job));

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let node = std::sync::Arc::clone(&world.node);
    let runner = tokio::spawn(async move { node.run_jobs(async { drop(stopped.await) }).await });
    let told = browser.ask(Method::GET, &format!("{job}/events"), &[], axum::body::Body::empty()).await;
    assert_eq!(told.headers["content-type"], "text/event-stream");
    let last = told.text.trim().rsplit("event: ").next().unwrap().to_owned();
    assert!(last.starts_with("state\n") && last.contains("data-state=\"done\""), "{last}");
    assert!(last.lines().filter(|line| line.starts_with("data:")).count() == 1, "one event is one line: {last}");
    assert!(last.contains("href=\"/lists/lst_"));
    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn an_examination_is_asked_for_beneath_the_intake_folder_only() {
    let intake = tempfile::tempdir().unwrap();
    std::fs::create_dir(intake.path().join("phone")).unwrap();
    let world = world_taking_from(intake.path()).await;
    let mut browser = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let refused = browser.send("/exhibits", &[("path", "/etc"), ("authority", "Warrant 5")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("value=\"Warrant 5\""));
    let form = [("path", "phone"), ("authority", "Warrant 5"), ("search", "plain"), ("html", "yes")];
    let asked = browser.send("/exhibits", &form).await;
    assert!(asked.location().starts_with("/exhibits/jobs/job_"), "{}", asked.text);
    let job = asked.location().split('?').next().unwrap().to_owned();
    assert_eq!(browser.send(&format!("{job}/stop"), &[]).await.location(), format!("{job}?done=job-stopped"));
    assert!(browser.get(&job).await.text.contains(&said("job-state-stopped")));
    let mut officer = Browser::signed_in(&world, &[Role::VictimIdentificationOfficer], "en").await;
    assert_eq!(officer.send("/exhibits", &form).await.status, StatusCode::FORBIDDEN);
    assert!(!officer.get("/exhibits").await.text.contains("name=\"path\""));
}

#[tokio::test]
async fn the_ledger_tells_each_what_is_theirs_and_is_verified_on_the_spot() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let mut examiner = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    examiner.get(&format!("/exhibits/{EXHIBIT}")).await;
    let own = examiner.get("/ledger").await.text;
    assert!(own.contains(&said("action-exhibit-show")) && own.contains(&format!("href=\"/exhibits/{EXHIBIT}\"")));
    assert!(own.contains(&said("action-sign-in")) && own.contains(&said("ledger-by-me")));
    assert!(!own.contains("/ledger/checkpoint") && !own.contains("name=\"user\""), "not for an examiner");
    assert_eq!(examiner.get("/ledger/checkpoint").await.status, StatusCode::FORBIDDEN);
    let record = examiner.get(&format!("/ledger/find?record={EXHIBIT}")).await;
    assert_eq!(record.location(), format!("/ledger/{EXHIBIT}"));
    assert!(examiner.get(record.location()).await.text.contains(&said("action-exhibit-show")));
    let odd = examiner.get("/ledger/find?record=nothing").await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert!(odd.text.contains("role=\"alert\"") && !odd.text.contains(">nothing<"));

    let mut auditor = Browser::signed_in(&world, &[Role::Auditor], "en").await;
    let all = auditor.get("/ledger/all").await.text;
    assert!(all.contains(&said("action-exhibit-show")) && !all.contains("usr_") && !all.contains(EXHIBIT));
    assert!(!all.contains(&*evidence.near.to_string()));
    assert_eq!(auditor.get(&format!("/ledger/{EXHIBIT}")).await.status, StatusCode::FORBIDDEN);
    let verified = auditor.send("/ledger/checkpoint", &[]).await;
    assert_eq!(verified.status, StatusCode::OK);
    assert!(verified.text.contains("role=\"status\"") && verified.text.contains("nothing was changed"));
    // Without break-glass nobody reads what a person did.
    let person = auditor.get("/ledger/find?user=usr_0000000000000000").await;
    assert!(person.location().starts_with("/ledger/person/usr_"), "{}", person.text);
    assert_eq!(auditor.get(person.location()).await.status, StatusCode::NOT_FOUND);
    let users = world.node.users(&node::Principal::of_this_process()).await.unwrap().users;
    let refused = auditor.get(&format!("/ledger/person/{}", users[0].id)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\""));
}
