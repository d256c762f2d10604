//! Screening answers as a plain search does, says what it left out, and goes by the lists that it was asked with.

use std::path::Path;

use serde_json::Value;

use crate::exhibits::{alter_photo, copy_photo, photo};
use crate::program::{Desk, Told, number, text};

const LISTED: [&str; 4] = ["cat.jpg", "coffee.jpg", "icecold.jpg", "temple.jpg"];
const OTHERS: [&str; 7] = ["altai.jpg", "bricks.jpg", "flower.jpg", "kay.jpg", "moon.jpg", "rocket.jpg", "shell.jpg"];

/// What is done to each listed picture, by the filters of ffmpeg, and its name.
const ALTERED: [(&str, &str); 6] = [
    ("again", "null"),
    ("smaller", "scale=iw*0.8:-2"),
    ("brighter", "eq=brightness=0.08"),
    ("crop1", "crop=iw*0.98:ih*0.98"),
    ("crop3", "crop=iw*0.94:ih*0.94"),
    ("mirrored", "hflip"),
];

fn list_of_looks(desk: &Desk, to: &str, names: &[&str]) {
    let mut list = "id,pdq,pdq_quality\n".to_owned();
    for name in names {
        let look = &desk.json(&["fingerprint", text(&photo(name))])[0]["pdq"];
        list += &format!("{name},{},{}\n", look["hash"].as_str().unwrap(), number(&look["quality"]));
    }
    desk.write(to, list);
}

fn desk() -> Desk {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    for name in LISTED {
        for (how, filter) in ALTERED {
            alter_photo(name, filter, &exhibit.join(format!("{how}-{name}")));
        }
    }
    OTHERS.iter().for_each(|name| copy_photo(name, &exhibit.join(name)));
    // What cannot be screened, and is looked at.
    let cat = std::fs::read(photo("cat.jpg")).unwrap();
    std::fs::write(exhibit.join("cut-short.jpg"), &cat[..cat.len() * 3 / 4]).unwrap();
    list_of_looks(&desk, "looks.csv", &LISTED);
    list_of_looks(&desk, "others.csv", &OTHERS);
    desk
}

fn triage(desk: &Desk, list: &str, more: &[&str]) -> Told {
    let list = desk.path(list);
    desk.triage(&desk.path("exhibit"), &[&["--list", text(&list)], more].concat())
}

fn is_screened(row: &Value) -> bool {
    row["marks"].as_array().unwrap().contains(&"screened".into())
}

/// What is said of each place, but for who said it when.
fn verdicts(told: &Told) -> Vec<(Value, Value, Vec<Value>)> {
    let of = |row: &Value| {
        let claims = row["matches"].as_array().unwrap().iter();
        let claims = claims.map(|claim| serde_json::json!([claim["entry"], claim["distance"], claim["turn"]]));
        (row["path"].clone(), row["outcome"].clone(), claims.collect())
    };
    told.rows.iter().map(of).collect()
}

fn n_examined(desk: &Desk) -> u64 {
    number(&desk.run_record()["exhibits"][0]["n_examined"])
}

#[test]
fn screening_says_what_a_plain_search_says_and_goes_by_its_lists() {
    let desk = desk();
    let screened = triage(&desk, "looks.csv", &["--screen"]);
    let n_screened = screened.rows.iter().filter(|row| is_screened(row)).count() as u64;
    assert!(n_screened >= 4, "{n_screened}");
    assert_eq!(number(&screened.summary["screened"]), n_screened);
    for row in screened.rows.iter().filter(|row| is_screened(row)) {
        assert_eq!((&row["outcome"], &row["pdq"], &row["stack"]), (&"new".into(), &Value::Null, &Value::Null), "{row}");
        assert!(number(&row["metadata"]["width"]) > 0, "{row}");
    }
    assert!(screened.rows.iter().filter(|row| row["outcome"] == "near").all(|row| row["pdq"]["hash"].is_string()));
    assert!(screened.marks("cut-short.jpg").contains(&"truncated") && !is_screened(screened.row("cut-short.jpg")));

    let again = triage(&desk, "looks.csv", &["--screen"]);
    assert_eq!(n_examined(&desk), 0);
    assert_eq!((&again.rows, &again.summary), (&screened.rows, &screened.summary));

    // Other lists: what was left out for the first is not left out for them.
    let others = triage(&desk, "others.csv", &["--screen"]);
    assert_eq!(n_examined(&desk), n_screened);
    let n_left_out = others.rows.iter().filter(|row| is_screened(row)).count() as u64;
    let comparable = OTHERS.iter().filter(|name| **name != "moon.jpg");
    assert!(comparable.clone().all(|name| others.outcome(name) == "near"), "{:?}", verdicts(&others));

    let plain = triage(&desk, "others.csv", &["--search", "plain"]);
    assert_eq!(n_examined(&desk), n_left_out);
    assert_eq!(verdicts(&plain), verdicts(&others));
    let plain = triage(&desk, "looks.csv", &["--search", "plain"]);
    assert_eq!(n_examined(&desk), 0);
    assert_eq!(verdicts(&plain), verdicts(&screened));

    // What was looked at keeps its look.
    let kept = triage(&desk, "looks.csv", &["--screen"]);
    assert_eq!((n_examined(&desk), number(&kept.summary["screened"])), (0, 0));
    let elsewhere = desk.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    copy_photo("shell.jpg", &elsewhere.join("shell.jpg"));
    let list = desk.path("looks.csv");
    let copied = desk.triage(&elsewhere, &["--screen", "--list", text(&list)]);
    assert!(copied.row("shell.jpg")["pdq"]["hash"].is_string(), "{}", copied.row("shell.jpg"));
}

#[test]
fn what_cannot_be_screened_by_is_refused_and_people_are_told() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    copy_photo("shell.jpg", &exhibit.join("shell.jpg"));
    list_of_looks(&desk, "looks.csv", &["cat.jpg"]);
    let run =
        |list: &str, more: &[&str]| desk.run(&[&["triage", text(&exhibit), "--list", list, "--screen"], more].concat());
    let list = desk.path("looks.csv");
    let wide = run(&format!("{},threshold=49", text(&list)), &[]);
    assert!(wide.code == Some(2) && wide.stderr.contains("49"), "{wide:?}");
    assert_eq!(run(&format!("{},threshold=48", text(&list)), &[]).code, Some(0));
    assert_eq!(run(text(&list), &["--search", "altered"]).code, Some(2));
    for (lang, words) in [
        ("en", "1 picture was only screened"),
        ("fr", "1 image a seulement été criblée"),
        ("es", "1 imagen fue solo cribada"),
        ("ar", "صورة واحدة فُرزت سريعًا فقط"),
    ] {
        let page = desk.path(&format!("{lang}.html"));
        let said = run(text(&list), &["--lang", lang, "--report", text(&page)]).stdout;
        let said = without_isolates(&said);
        assert!(said.contains(words), "{said}");
        assert!(is_in(&page, words), "{lang}");
    }
}

fn without_isolates(text: &str) -> String {
    text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

/// Whether the page says so, whatever tags stand between the words.
fn is_in(page: &Path, words: &str) -> bool {
    let page = std::fs::read_to_string(page).unwrap();
    let text: String = page.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    without_isolates(&text).contains(words)
}
