//! What was asked is said with every answer; and altered copies of what this unit holds itself are found.

use serde_json::Value;

use crate::exhibits::{alter_photo, copy_photo, photo};
use crate::program::{Desk, number, text};

const MIRRORED: &str = "crop=iw*0.94:ih*0.94,hflip";

/// What a list was not asked, as `by: why`.
fn not_asked(list: &Value) -> Vec<String> {
    let not = list["not_asked"].as_array().unwrap();
    not.iter().map(|not| format!("{}: {}", not["by"].as_str().unwrap(), not["why"].as_str().unwrap())).collect()
}

/// The covered list that has this name.
fn covered<'v>(answer: &'v Value, lists: &Value, name: &str) -> &'v Value {
    let version = lists["lists"].as_array().unwrap().iter().find(|list| list["name"] == name).unwrap();
    let id = version.get("id").or_else(|| version.get("version")).unwrap();
    answer["covered"]["lists"].as_array().unwrap().iter().find(|list| &list["list"] == id).unwrap()
}

/// A desk with a list of one look, one of one MD5 and one whose owner has switched altered copies off.
fn desk() -> Desk {
    let desk = Desk::new();
    let line = &desk.json(&["fingerprint", text(&photo("cat.jpg"))])[0];
    let look = |name: &str| {
        let pdq = &line["pdq"];
        desk.write(name, format!("pdq,pdq_quality\n{},{}\n", pdq["hash"].as_str().unwrap(), number(&pdq["quality"])))
    };
    look("looks.csv");
    look("off.csv");
    desk.write("digests.csv", "md5\n00112233445566778899aabbccddeeff\n");
    let off = format!("{},altered=off", text(&desk.path("off.csv")));
    for list in [text(&desk.path("looks.csv")), &off, text(&desk.path("digests.csv"))] {
        assert_eq!(desk.run(&["list", "import", list]).code, Some(0), "{list}");
    }
    desk
}

#[test]
fn an_answer_says_which_lists_were_asked_what_and_which_were_not() {
    let desk = desk();
    let lists = &desk.json(&["list", "show"])[0];
    let copy = desk.path("mirrored.jpg");
    alter_photo("cat.jpg", MIRRORED, &copy);

    let answer = &desk.json(&["find", text(&copy)])[0];
    assert_eq!((&answer["covered"]["search"], number(&answer["covered"]["radius_bits"])), (&"altered".into(), 44));
    let looks = covered(answer, lists, "looks");
    assert_eq!((number(&looks["entries"]["looks"]), number(&looks["entries"]["md5"])), (1, 0));
    assert_eq!(not_asked(looks), ["md5", "sha1", "sha256", "videos"].map(|by| format!("{by}: none-listed")));
    assert!(not_asked(covered(answer, lists, "off")).contains(&"altered: switched-off".to_owned()));
    let digests = covered(answer, lists, "digests");
    assert_eq!(number(&digests["entries"]["md5"]), 1);
    assert!(not_asked(digests).contains(&"looks: none-listed".to_owned()));
    assert_eq!(answer["not_brought"], Value::Array(Vec::new()));

    // A list that knows the file as it is has no need to be asked about altered copies of it.
    let known = &desk.json(&["find", text(&photo("cat.jpg"))])[0];
    assert_eq!(known["outcome"], "near");
    assert!(not_asked(covered(known, lists, "looks")).contains(&"altered: known-already".to_owned()));
    assert_eq!(number(&known["covered"]["radius_bits"]), 31);
    let plain = &desk.json(&["find", text(&copy), "--search", "plain"])[0];
    assert!(not_asked(covered(plain, lists, "looks")).contains(&"altered: plain-search".to_owned()));

    // No match of a SHA-1 on lists that hold none is no answer, and is not told as one.
    let sha1 = "0123456789012345678901234567890123456789";
    let bare = &desk.json(&["find", sha1])[0];
    assert!(not_asked(covered(bare, lists, "digests")).contains(&"sha1: none-listed".to_owned()));
    assert_eq!(bare["covered"]["radius_bits"], Value::Null);
    let told = desk.run(&["find", sha1]).stdout;
    assert!(told.contains("On none of the lists asked can anything be compared with it"), "{told}");
    assert!(!told.contains("Not in any"), "{told}");
    let told = desk.run(&["find", "ffeeddccbbaa99887766554433221100"]).stdout;
    assert!(told.contains("Not in the 1 list asked"), "{told}");
    for (lang, words) in [("en", "What was asked"), ("fr", "Ce qui a été recherché"), ("es", "Qué se buscó")] {
        assert!(desk.run(&["--lang", lang, "find", text(&copy)]).stdout.contains(words), "{lang}");
    }
    let told = desk.run(&["--lang", "en", "find", text(&copy)]).stdout;
    assert!(told.contains("its owner has switched that off") && told.contains("It holds no looks"), "{told}");
}

#[test]
fn a_triage_says_what_new_means() {
    let desk = desk();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    copy_photo("kay.jpg", &exhibit.join("kay.jpg"));
    let told = desk.triage(&exhibit, &[]);
    let lists = &desk.json(&["list", "show"])[0];
    assert_eq!(told.outcome("kay.jpg"), "new");
    assert_eq!(
        (&told.header["covered"]["search"], number(&told.header["covered"]["radius_bits"])),
        (&"altered".into(), 44)
    );
    let by_list = ["looks", "off", "digests"].map(|name| not_asked(covered(&told.header, lists, name)));
    assert!(!by_list[0].iter().any(|not| not.starts_with("altered") || not.starts_with("looks")));
    assert!(by_list[1].contains(&"altered: switched-off".to_owned()));
    assert!(by_list[2].contains(&"looks: none-listed".to_owned()));
    let screened = desk.triage(&exhibit, &["--screen"]);
    assert!(not_asked(covered(&screened.header, lists, "looks")).contains(&"altered: screened".to_owned()));

    let page = desk.path("report.html");
    let said = desk.run(&["--lang", "en", "triage", text(&exhibit), "--report", text(&page)]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let page = std::fs::read_to_string(&page).unwrap();
    for told in [&said.stdout, &page] {
        assert!(told.contains("What was asked") && told.contains("switched that off"), "{told}");
        assert!(told.contains("up to a difference of"), "{told}");
    }
}

#[test]
fn altered_copies_of_pictures_in_the_exhibits_are_found_and_named() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    for name in ["cat.jpg", "coffee.jpg", "kay.jpg"] {
        copy_photo(name, &exhibit.join(name));
    }
    // What is held has no views; what is asked for brings them.
    desk.triage(&exhibit, &["--search", "plain"]);
    let id = format!("sha256:{}", desk.json(&["fingerprint", text(&photo("cat.jpg"))])[0]["sha256"].as_str().unwrap());
    let copy = desk.path("copy.jpg");
    alter_photo("cat.jpg", MIRRORED, &copy);
    let find = |file: &str, more: &[&str]| desk.json(&[&["find", file], more].concat())[0].clone();

    let plain = find(text(&copy), &["--search", "plain"]);
    assert_eq!(plain["held"], Value::Array(Vec::new()));
    for search in ["altered", "thorough", "exhaustive"] {
        let answer = find(text(&copy), &["--search", search]);
        let [held] = answer["held"].as_array().unwrap().as_slice() else { panic!("{answer}") };
        assert_eq!((&held["file"], &held["outcome"]), (&id.as_str().into(), &"altered".into()), "{search}: {answer}");
        assert_eq!((&held["view"]["turn"], &held["view"]["family"]), (&"flip-y".into(), &"cropped".into()));
        assert_eq!((&held["turn"], held["exhibits"].as_array().unwrap().len()), (&"flip-y".into(), 1));
        assert!(number(&held["distance"]) <= 31);
        assert_eq!(number(&answer["held_covered"]["n_looks"]), 3);
        // Nearer than the nearest view is asked: nothing.
        let narrow = number(&held["distance"]).to_string();
        let at_it = find(text(&copy), &["--search", search, "--distance", &narrow]);
        assert_eq!(at_it["held"].as_array().unwrap().len(), 1);
        if let Some(below) = number(&held["distance"]).checked_sub(1) {
            let below = find(text(&copy), &["--search", search, "--distance", &below.to_string()]);
            assert_eq!(below["held"], Value::Array(Vec::new()));
        }
    }
    // What agrees as it is, is not said to be altered; and what is unrelated is not found.
    let turned = desk.path("turned.jpg");
    alter_photo("cat.jpg", "hflip", &turned);
    let answer = find(text(&turned), &[]);
    let [held] = answer["held"].as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!((&held["outcome"], held.get("view")), (&"near".into(), None));
    assert_eq!(find(text(&photo("cat.jpg")), &[])["held"][0]["outcome"], "known");
    assert_eq!(find(text(&photo("temple.jpg")), &["--search", "exhaustive"])["held"], Value::Array(Vec::new()));
    for (lang, words) in
        [("en", "possible altered copy, to be confirmed"), ("fr", "copie altérée possible, à confirmer")]
    {
        let told = desk.run(&["--lang", lang, "find", text(&copy)]).stdout;
        assert!(told.contains(words) && told.contains(&id), "{told}");
    }
}
