//! Kinds of content that somebody does not want to be offered: they are left out for that person, stay for everybody else, and nobody
//! else can tell.

use axum::http::{Method, StatusCode};
use casework::role::Role;
use node::Principal;
use words::{Lang, Words};

use crate::evidence::{EXHIBIT, evidence};
use crate::pages::{Browser, Shown};
use crate::world::{World, world};

fn said(key: &str) -> String {
    Words::in_language(Lang::English).say_plain(key, &[])
}

/// A node whose exhibit holds two pictures and a video between them.
async fn with_video() -> World {
    world().await.holding(EXHIBIT, &[("a.png", [0x0f; 32]), ("b.mp4", [0; 32]), ("c.png", [0xf0; 32])]).await
}

fn table() -> String {
    format!("/sorting?exhibit={EXHIBIT}")
}

fn stacks(shown: &Shown) -> Vec<String> {
    let ids = shown.text.split("data-stack=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_one_does_not_want_is_left_out_with_its_counts_and_comes_back() {
    let world = with_video().await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let all = stacks(&rana.get(&table()).await);
    assert_eq!(all.len(), 3);
    let wellbeing = rana.get("/wellbeing").await.text;
    assert!(wellbeing.contains(&said("opt-outs-who-sees")) && !wellbeing.contains("value=\"videos\" checked"));
    let kept = rana.send("/wellbeing/opt-outs", &[("kind", "videos")]).await;
    assert_eq!(kept.location(), "/wellbeing?done=opt-outs-kept");
    assert!(rana.get("/wellbeing").await.text.contains("value=\"videos\" checked"));
    for path in [table(), format!("/sorting/rows?exhibit={EXHIBIT}")] {
        let shown = rana.get(&path).await;
        assert_eq!(stacks(&shown), [all[0].clone(), all[2].clone()]);
        assert!(!shown.text.contains("b.mp4"), "{}", shown.text);
    }
    assert!(rana.get(&table()).await.text.contains("data-total=\"2\""));
    // Those that are left stand where the table says.
    let stack = |id: &str| format!("/sorting/stack?exhibit={EXHIBIT}&stack={id}");
    assert_eq!(rana.get(&stack(&all[2])).await.status, StatusCode::OK);
    let refused = rana.get(&stack(&all[1])).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("href=\"/wellbeing#opt-outs\"") && !refused.text.contains("b.mp4"));
    let nowhere = rana.get(&stack(&format!("sha256:{}", "0".repeat(64)))).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "what is not there is not said to be left out");
    rana.send("/wellbeing/opt-outs", &[]).await;
    assert_eq!(stacks(&rana.get(&table()).await), all);
}

/// Pages and answers about somebody, as everybody else is given them, before that person opts out and after: byte for byte.
#[tokio::test]
async fn nobody_else_can_tell() {
    let world = with_video().await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let users = world.node.users(&Principal::of_this_process()).await.unwrap().users;
    let hers = users.iter().find(|user| user.login.as_str() == "u2").unwrap().id;
    let mut colleague = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let mut welfare = Browser::signed_in(&world, &[Role::WelfareOfficer], "en").await;
    let mut keeper = Browser::signed_in(&world, &[Role::Administrator], "en").await;
    let mut supervisor = Browser::signed_in(&world, &[Role::Supervisor], "en").await;
    let mut seen = async || {
        let mut all = Vec::new();
        let about_her = format!("/administration/people/{hers}");
        for (browser, paths) in [
            (&mut colleague, vec![table(), "/".to_owned(), "/wellbeing".to_owned(), "/gradings".to_owned()]),
            (&mut welfare, vec![format!("/wellbeing/people/{hers}"), "/wellbeing/people".to_owned()]),
            (&mut keeper, vec![about_her.clone(), "/administration".to_owned()]),
            (&mut supervisor, vec![about_her, table(), "/".to_owned(), "/matches".to_owned(), "/gradings".to_owned()]),
        ] {
            for path in paths {
                let shown = browser.get(&path).await;
                assert_eq!(shown.status, StatusCode::OK, "{path}");
                all.push((path, shown.bytes));
            }
        }
        for path in [format!("/api/v1/users/{hers}"), "/api/v1/exhibits".into(), "/api/v1/matches".into()] {
            let answered = world.call(Method::GET, &path, &world.everybody, &[], None).await;
            assert_eq!(answered.status, StatusCode::OK, "{path}: {}", answered.text);
            all.push((path, answered.text.into_bytes()));
        }
        all
    };
    let before = seen().await;
    let kinds = [("kind", "videos"), ("kind", "listed"), ("kind", "youngest-children")];
    assert_eq!(rana.send("/wellbeing/opt-outs", &kinds).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stacks(&rana.get(&table()).await).len(), 2);
    let after = seen().await;
    for ((path, before), (_, after)) in before.iter().zip(&after) {
        assert!(before == after, "{path}:\n{}\n{}", String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    }
}

#[tokio::test]
async fn what_lists_know_is_left_out_of_the_table_and_of_what_waits() {
    let world = world().await;
    let evidence = evidence(&world).await;
    let mut rana = Browser::signed_in(&world, &[Role::VictimIdentificationOfficer], "en").await;
    let mut sami = Browser::signed_in(&world, &[Role::VictimIdentificationOfficer], "en").await;
    let near = evidence.near.to_string();
    let holds = |shown: &Shown| shown.text.contains(&near);
    for path in [&*table(), "/matches", "/"] {
        assert!(holds(&rana.get(path).await), "{path}");
    }
    // The entry's category is of a scheme that says nothing here.
    rana.send("/wellbeing/opt-outs", &[("kind", "gravest-category"), ("kind", "youngest-children")]).await;
    assert!(holds(&rana.get(&table()).await));
    rana.send("/wellbeing/opt-outs", &[("kind", "listed")]).await;
    for path in [&*table(), "/matches", "/"] {
        assert!(!holds(&rana.get(path).await), "{path}");
        assert!(holds(&sami.get(path).await), "{path} of a colleague");
    }
    assert_eq!(stacks(&rana.get(&table()).await), [evidence.new.to_string()]);
}
