//! Altered copies of listed pictures: found, named and counted apart from matches, and nothing of them kept but hashes.

use std::path::Path;

use serde_json::Value;

use crate::exhibits::{alter_photo, copy_photo, photo};
use crate::program::{Desk, ENDINGS, Told, number, text};
use crate::remembered::Remembered;

const LISTED: [&str; 4] = ["cat.jpg", "coffee.jpg", "icecold.jpg", "temple.jpg"];
const UNRELATED: [&str; 4] = ["altai.jpg", "kay.jpg", "shell.jpg", "flower.jpg"];

/// What is done to each listed picture, by the filters of ffmpeg, and its name.
const ALTERED: [(&str, &str); 4] = [
    ("crop2", "crop=iw*0.96:ih*0.96"),
    ("crop3", "crop=iw*0.94:ih*0.94"),
    ("mirrored", "crop=iw*0.94:ih*0.94,hflip"),
    ("framed", "pad=iw*1.2:ih*1.2:(ow-iw)/2:(oh-ih)/2:white"),
];

/// A list of the looks of the listed pictures, and an exhibit of their copies and of unrelated pictures.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    let mut list = "id,pdq,pdq_quality,category,comments\n".to_owned();
    for name in LISTED {
        let look = &desk.json(&["fingerprint", text(&photo(name))])[0]["pdq"];
        list += &format!("{name},{},{},1,CANARYWORDS\n", look["hash"].as_str().unwrap(), number(&look["quality"]));
        for (how, filter) in ALTERED {
            alter_photo(name, filter, &exhibit.join(format!("{how}-{name}")));
        }
    }
    UNRELATED.iter().for_each(|name| copy_photo(name, &exhibit.join(name)));
    desk.write("looks.csv", list);
    desk
}

fn triage(desk: &Desk, more: &[&str]) -> Told {
    let list = desk.path("looks.csv");
    desk.triage(&desk.path("exhibit"), &[&["--list", text(&list)], more].concat())
}

fn outcomes(told: &Told, how: &str) -> Vec<String> {
    LISTED.iter().map(|name| told.outcome(&format!("{how}-{name}")).to_owned()).collect()
}

#[test]
fn copies_that_a_plain_search_loses_are_found_and_say_what_was_done() {
    let desk = desk();
    let plain = triage(&desk, &["--search", "plain"]);
    let lost = |told: &Told, how: &str| outcomes(told, how).iter().filter(|outcome| *outcome == "new").count();
    assert_eq!(lost(&plain, "mirrored") + lost(&plain, "framed"), 2 * LISTED.len());
    assert!(plain.rows.iter().all(|row| row["worth_a_look"].as_array().unwrap().is_empty()));
    assert_eq!(plain.summary["media"]["altered"]["files"], 0);
    let of_run = |what: &str| number(&desk.run_record()["exhibits"][0][what]);
    let n_pictures = (LISTED.len() * ALTERED.len() + UNRELATED.len()) as u64;
    assert_eq!(of_run("n_examined"), n_pictures);

    // A longer search than was remembered reads again; a shorter one does not, and says what it said before.
    let altered = triage(&desk, &[]);
    assert_eq!(of_run("n_examined"), n_pictures);
    let setting = |told: &Told| {
        let settings = told.header["settings"].as_array().unwrap().clone();
        settings.into_iter().find(|setting| setting["name"] == "search").unwrap()["value"].clone()
    };
    assert_eq!((setting(&plain), setting(&altered)), ("plain".into(), "altered".into()));
    for (how, _) in ALTERED {
        assert_eq!(lost(&altered, how), 0, "{how}: {:?}", outcomes(&altered, how));
    }
    for name in UNRELATED {
        assert_eq!(altered.outcome(name), "new", "{name}");
    }
    for name in LISTED {
        let claims = altered.row(&format!("mirrored-{name}"))["matches"].as_array().unwrap();
        let [claim] = claims.as_slice() else { panic!("{claims:?}") };
        assert_eq!(
            (&claim["entry"], &claim["view"]["turn"], &claim["turn"]),
            (&name.into(), &"flip-y".into(), &"flip-y".into())
        );
        assert_eq!(
            (&claim["view"]["family"], altered.outcome(&format!("mirrored-{name}"))),
            (&"cropped".into(), "altered")
        );
        assert!(claim["why"].as_str().unwrap().contains("possible altered copy: cropped turn=flip-y cuts="), "{claim}");
        let framed = &altered.row(&format!("framed-{name}"))["matches"][0];
        assert_eq!(framed["view"]["family"], "part");
        assert!(number(&framed["distance"]) <= 26, "{framed}");
    }
    let counted = altered.rows.iter().filter(|row| row["outcome"] == "altered").count() as u64;
    assert_eq!(number(&altered.summary["pictures"]["altered"]["files"]), counted);
    assert!(counted >= 2 * LISTED.len() as u64);

    let again = triage(&desk, &["--search", "plain"]);
    assert_eq!(of_run("n_examined"), 0);
    assert_eq!((&again.rows, &again.summary), (&plain.rows, &plain.summary));

    // A changed list is asked about the views that are remembered.
    let list = desk.path("looks.csv");
    let rows = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, rows.lines().take(2).map(|row| format!("{row}\n")).collect::<String>()).unwrap();
    let fewer = triage(&desk, &[]);
    assert_eq!(of_run("n_examined"), 0);
    assert_eq!(fewer.outcome("mirrored-cat.jpg"), "altered");
    assert_eq!(fewer.outcome("mirrored-coffee.jpg"), "new");
}

#[test]
fn what_is_altered_ends_the_program_as_asked_and_an_owner_may_switch_it_off() {
    let desk = desk();
    let (exhibit, list) = (desk.path("exhibit"), desk.path("looks.csv"));
    let code = |list: &str, more: &[&str]| {
        let args = [&["triage", text(&exhibit), "--list", list, "--fail-on", "altered"], more].concat();
        desk.run(&args).code
    };
    assert_eq!(code(text(&list), &[]), Some(10));
    assert_eq!(code(text(&list), &["--search", "plain"]), Some(0));
    let off = format!("{},altered=off", text(&list));
    assert_eq!(code(&off, &[]), Some(0));
    let told = desk.triage(&exhibit, &["--list", &off]);
    assert!(told.rows.iter().all(|row| row["worth_a_look"].as_array().unwrap().is_empty()));
    assert_eq!(told.header["lists"][0]["altered"], false);
}

#[test]
fn find_says_how_a_copy_was_altered_in_every_language() {
    let desk = desk();
    let list = desk.path("looks.csv");
    let copy = desk.path("exhibit/mirrored-cat.jpg");
    let answer = &desk.json(&["find", text(&copy), "--list", text(&list)])[0];
    assert_eq!((&answer["outcome"], &answer["matches"][0]["view"]["turn"]), (&"altered".into(), &"flip-y".into()));
    let plain = &desk.json(&["find", text(&copy), "--list", text(&list), "--search", "plain"])[0];
    assert_eq!((&plain["outcome"], &plain["matches"]), (&"new".into(), &Value::Array(Vec::new())));
    for (lang, words) in [
        ("en", "Possible altered copy, to be confirmed"),
        ("fr", "Copie altérée possible, à confirmer"),
        ("es", "Posible copia alterada, por confirmar"),
        ("ar", "نسخة معدَّلة محتملة تحتاج إلى تأكيد"),
    ] {
        let said = desk.run(&["--lang", lang, "find", text(&copy), "--list", text(&list)]).stdout;
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn reports_are_the_same_whatever_the_jobs_and_tell_a_partner_nothing_new() {
    let desk = desk();
    let (exhibit, list) = (desk.path("exhibit"), desk.path("looks.csv"));
    let reports = |node: &str, jobs: &str, more: &[&str]| {
        let paths = ENDINGS.map(|ending| desk.path(&format!("{node}.{ending}")));
        let node = desk.path(node);
        let mut args = vec!["triage", text(&exhibit), "--list", text(&list), "--jobs", jobs, "--node", text(&node)];
        paths.iter().for_each(|path| args.extend(["--report", text(path)]));
        args.extend(more);
        let ended = desk.run(&args);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        paths.map(|path| std::fs::read_to_string(path).unwrap())
    };
    let own = reports("one", "1", &[]);
    assert_eq!(own, reports("two", "3", &[]));
    assert!(own[0].contains("Possible altered copies, to be confirmed") && own[2].contains("cropped turn=flip-y"));
    assert!(own[1].contains("CANARYWORDS") && own[1].contains("\"entry\":\"cat.jpg\""));
    for report in reports("three", "2", &["--for", "partner"]) {
        for canary in ["CANARYWORDS", "cat.jpg", "mirrored-"] {
            assert!(!report.contains(canary), "{canary}");
        }
    }
    // A copy is no exact match: no category of a list goes on with it.
    let vics: Value = serde_json::from_str(own[3].trim_start_matches('\u{feff}')).unwrap();
    let media = vics["value"][0]["Media"].as_array().unwrap();
    assert!(media.iter().all(|record| record.get("Category").is_none()));
    assert!(own[3].contains("possible altered copy of a listed picture, to be confirmed by a person"));
}

/// Margins that views have which were not fitted.
pub(crate) const GRID_PERMILLE: [i64; 13] = [-20, -10, 0, 10, 20, 30, 45, 60, 80, 100, 125, 160, 200];

/// Names and filters of copies that lost another share of each side, up to 14 %; the same ones every time.
pub(crate) fn irregular() -> Vec<(String, &'static str, String)> {
    let mut state = 29u64;
    let mut permille = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 141
    };
    let mut copies = Vec::new();
    for name in LISTED {
        for number in 0..6 {
            let [left, top, right, bottom] = std::array::from_fn(|_| permille());
            let share = |start: u64, end: u64| 1000 - start - end;
            let (width, height) = (share(left, right), share(top, bottom));
            let filter = format!("crop=iw*{width}/1000:ih*{height}/1000:iw*{left}/1000:ih*{top}/1000");
            copies.push((format!("{number}-{name}"), name, filter));
        }
    }
    // Two a photo will do.
    copies.retain(|(name, _, _)| name.starts_with(['2', '3']));
    copies
}

/// In how many batches views were refined in this node.
fn n_refined(node: &Path) -> usize {
    Remembered::open(node).n_entries("triage-refine")
}

#[test]
fn irregular_margins_are_fitted_to_the_entry_and_remembered() {
    let desk = desk();
    let exhibit = desk.path("irregular");
    std::fs::create_dir(&exhibit).unwrap();
    irregular().iter().for_each(|(to, name, filter)| alter_photo(name, filter, &exhibit.join(to)));
    UNRELATED.iter().for_each(|name| copy_photo(name, &exhibit.join(name)));
    let list = desk.path("looks.csv");
    let told = |search: &str, list: &Path, more: &[&str]| {
        desk.triage(&exhibit, &[&["--list", text(list), "--search", search], more].concat())
    };
    let altered = told("altered", &list, &[]);
    let thorough = told("thorough", &list, &["--jobs", "1"]);
    let fitted = irregular().into_iter().filter(|(name, listed, _)| {
        let claim = &thorough.row(name)["matches"][0];
        let cuts = claim["view"]["cuts"].as_object();
        let is_fitted =
            cuts.is_some_and(|cuts| cuts.values().any(|cut| !GRID_PERMILLE.contains(&cut.as_i64().unwrap())));
        if is_fitted {
            assert_eq!((&claim["entry"], thorough.outcome(name)), (&(*listed).into(), "altered"));
            assert!(number(&claim["distance"]) <= 31 && claim["why"].as_str().unwrap().contains("cuts="), "{claim}");
        }
        is_fitted && altered.outcome(name) == "new"
    });
    assert!(fitted.count() >= 2, "{:?}", thorough.rows);
    for name in UNRELATED {
        assert_eq!(thorough.outcome(name), "new", "{name}");
    }

    // From memory, in which nothing is refined twice.
    assert_eq!(n_refined(&desk.node()), 1);
    let again = told("thorough", &list, &[]);
    assert_eq!(number(&desk.run_record()["exhibits"][0]["n_examined"]), 0);
    assert_eq!((&again.rows, &again.summary), (&thorough.rows, &thorough.summary));
    assert_eq!(n_refined(&desk.node()), 1);
    // A shorter search asks none of them.
    assert_eq!(told("altered", &list, &[]).rows, altered.rows);

    // Elsewhere, after other questions: what was refined towards other lists, or in another order, changes nothing.
    let rows = std::fs::read_to_string(&list).unwrap();
    let other = desk.write("other.csv", rows.lines().take(3).map(|row| format!("{row}\n")).collect::<String>());
    let node = desk.path("elsewhere");
    // Another unit's report is not written over.
    std::fs::remove_file(desk.path("told.jsonl")).unwrap();
    let elsewhere = ["--jobs", "8", "--node", text(&node)];
    let fewer = told("thorough", &other, &elsewhere);
    assert!(fewer.rows != thorough.rows);
    assert_eq!(told("thorough", &list, &elsewhere).rows, thorough.rows);
    assert_eq!(n_refined(&node), 2);
}

/// Everything beneath a folder, byte by byte.
fn everything_in(folder: &Path) -> Vec<Vec<u8>> {
    // A worker that is still ending takes its files with it.
    let read = |path: &Path| match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    };
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { everything_in(&path) } else { read(&path).into_iter().collect() })
        .collect()
}

#[test]
fn nothing_that_can_be_looked_at_reaches_the_node() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    // A picture of 128 × 128 is its own reduction, value by value; this one resembles no other.
    let mut state = 7u32;
    let mut grey = Vec::new();
    for n in 0..128 * 128u32 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        grey.push(((n % 128) / 2 + (n / 128) / 2 + (state >> 26)) as u8);
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 128, 128);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&grey).unwrap();
    writer.finish().unwrap();
    std::fs::write(exhibit.join("picture.png"), png).unwrap();
    // An entry that it comes near, so that it is refined as well.
    let look = &desk.json(&["fingerprint", text(&exhibit.join("picture.png"))])[0]["pdq"]["hash"];
    let hash = look.as_str().unwrap();
    let other = |digit: char| char::from_digit(digit.to_digit(16).unwrap() ^ 0x0f, 16).unwrap();
    let near: String = hash[..12].chars().map(other).chain(hash[12..].chars()).collect();
    let list = desk.write("list.csv", format!("pdq\n{near}\n"));
    let told = desk.triage(&exhibit, &["--list", text(&list), "--search", "exhaustive"]);
    assert!(number(&told.row("picture.png")["pdq"]["quality"]) >= 50);
    assert_eq!(n_refined(&desk.node()), 1);

    let luma: Vec<f32> = grey.iter().map(|grey| f32::from(*grey)).collect();
    let mean = luma.iter().sum::<f32>() / luma.len() as f32;
    let floats = |less: f32| luma.iter().map(|value| value - less).collect::<Vec<f32>>();
    let all = everything_in(&desk.node());
    assert!(
        all.iter().any(|bytes| bytes.windows(12).any(|window| window == b"CREATE TABLE")),
        "the store was not read"
    );
    let stands = |wanted: &[u8]| all.iter().any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted));
    // Rows as bytes, and as numbers whose lowest bits may have been rounded another way.
    for row in [0, 40, 127] {
        let row = row * 128..row * 128 + 12;
        assert!(!stands(&grey[row.clone()]));
        for less in [0.0, mean] {
            let values = &floats(less)[row.clone()];
            let high = |value: &f32| value.to_le_bytes()[2..].to_vec();
            let wanted: Vec<Vec<u8>> = values.iter().map(high).collect();
            let is_there = |bytes: &[u8]| {
                let (last, n) = (bytes.len().saturating_sub(4 * wanted.len()), wanted.len());
                (0..last)
                    .any(|at| (0..n).all(|value| bytes[at + 4 * value + 2..at + 4 * value + 4] == wanted[value][..]))
            };
            assert!(!all.iter().any(|bytes| is_there(bytes)));
        }
    }
}
