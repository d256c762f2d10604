//! Previews, in process: what is sent before a reveal, that a reveal is counted before its first byte and had once, and who is
//! sent nothing.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use casework::file::{File, MediaKind, Place};
use casework::role::Role;
use fingerprint::Digests;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::ServiceExt as _;
use web::rates::Rates;
use words::Lang;

use crate::pages::{Browser, Shown, between};
use crate::world::{World, world};

const EXHIBIT: &str = "exh_00000000000000aa";

/// A drawing of this size: a ramp of colours, and what the number makes of it.
fn drawing(width: u32, height: u32, number: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let at = |x: u32, y: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, number.wrapping_mul(40)];
    let samples: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| at(x, y))).collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&samples).unwrap();
    writer.finish().unwrap();
    bytes
}

/// What a PNG is: width, height, and whether each pixel is one grey.
fn decoded(bytes: &[u8]) -> (u32, u32, bool) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut samples).unwrap();
    (info.width, info.height, info.color_type == png::ColorType::Grayscale)
}

/// Its samples.
fn samples(bytes: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let n_bytes = reader.next_frame(&mut samples).unwrap().buffer_size();
    samples.truncate(n_bytes);
    samples
}

/// Three seconds of ffmpeg's own test pictures.
fn film() -> &'static [u8] {
    static FILM: OnceLock<Vec<u8>> = OnceLock::new();
    FILM.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mp4");
        let picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=3", "-pix_fmt", "yuv420p"];
        let made = Command::new("ffmpeg").args(["-nostdin", "-v", "error"]).args(picture).arg(&path).status();
        assert!(made.expect("ffmpeg is installed").success());
        std::fs::read(path).unwrap()
    })
}

/// The same bytes with one name for another of the same length.
fn renamed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut renamed = bytes.to_vec();
    while let Some(at) = renamed.windows(from.len()).position(|window| window == from) {
        renamed[at..at + to.len()].copy_from_slice(to);
    }
    renamed
}

/// An exhibit of drawings and a film, on disk and in archives, and remembered.
struct Table {
    world: World,
    intake: tempfile::TempDir,
}

/// What lies in it, by name, and whether a list knows it.
const WIDE: &str = "a wide.png";
const SMALL: &str = "b/small.png";
const KNOWN: &str = "c known.png";
const GONE: &str = "d gone.png";
const OTHER: &str = "e other now.png";
const BROKEN: &str = "f broken.png";
const FILM: &str = "h film.mp4";
/// In an archive, in an archive inside of that one, and in one that holds something else now.
const MEMBER: &str = "in g.zip";
const DEEP: &str = "in inner.zip";
const LOST: &str = "in i.zip";

/// A zip of these members.
fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl Table {
    async fn laid() -> Table {
        let intake = tempfile::tempdir().unwrap();
        let root = intake.path().canonicalize().unwrap().join("phone");
        std::fs::create_dir_all(root.join("b")).unwrap();
        let mut files = Vec::new();
        for (name, bytes) in Table::contents() {
            let (kind, mime) = match name {
                FILM => (MediaKind::Video, "video/mp4"),
                _ => (MediaKind::Picture, "image/png"),
            };
            let place = match name {
                // The second of two members of one name.
                MEMBER => Place::on_disk("g.zip").member("in it.png [2]"),
                DEEP => Place::on_disk("g.zip").member("inner.zip").member("deep.png"),
                LOST => Place::on_disk("i.zip").member("lost.png"),
                _ => {
                    std::fs::write(root.join(name), &bytes).unwrap();
                    Place::on_disk(name)
                }
            };
            files.push((place, File::of_type(Digests::of(&bytes), bytes.len() as u64, mime, kind)));
        }
        let [member, deep, lost] = [6, 7, 8].map(|number| drawing(60, 60, number));
        let inner = zip_of(&[("deep.png", &deep)]);
        let with_members = zip_of(&[("in it.png", &lost), ("in-it.png", &member), ("inner.zip", &inner)]);
        for (name, examined, now) in [
            // The crate writes no name twice, as phones' exports do.
            ("g.zip", renamed(&with_members, b"in-it.png", b"in it.png"), None),
            ("i.zip", zip_of(&[("lost.png", &lost)]), Some(zip_of(&[("lost.png", &member)]))),
        ] {
            let archive = MediaKind::Archive;
            let facts = File::of_type(Digests::of(&examined), examined.len() as u64, "application/zip", archive);
            files.push((Place::on_disk(name), facts));
            std::fs::write(root.join(name), now.unwrap_or(examined)).unwrap();
        }
        std::fs::remove_file(root.join(GONE)).unwrap();
        std::fs::write(root.join(OTHER), drawing(40, 40, 99)).unwrap();
        let facts = json!({ "id": EXHIBIT, "kind": "folder", "root": root, "custody": { "number": "EX-1" },
                            "manifest": null, "changed_meanwhile": false });
        let world = world().await.showing(intake.path(), &facts, files, &[Table::file(KNOWN)]).await;
        Table { world, intake }
    }

    fn contents() -> Vec<(&'static str, Vec<u8>)> {
        vec![
            (WIDE, drawing(1600, 800, 1)),
            (SMALL, drawing(16, 30, 2)),
            (KNOWN, drawing(200, 100, 3)),
            (GONE, drawing(50, 50, 4)),
            (OTHER, drawing(40, 40, 5)),
            (BROKEN, b"\x89PNG\r\n\x1a\nno picture".to_vec()),
            (FILM, film().to_vec()),
            (MEMBER, drawing(60, 60, 6)),
            (DEEP, drawing(60, 60, 7)),
            (LOST, drawing(60, 60, 8)),
        ]
    }

    /// A file's id.
    fn file(name: &str) -> String {
        let contents = Table::contents();
        let (_, bytes) = contents.iter().find(|(known, _)| *known == name).unwrap();
        format!("sha256:{}", Digests::of(bytes).sha256.unwrap())
    }

    fn root(&self) -> PathBuf {
        self.intake.path().canonicalize().unwrap().join("phone")
    }

    async fn grader(&self) -> Browser<'_> {
        Browser::signed_in(&self.world, &[Role::Grader], "en").await
    }

    /// Entries of the ledger with this verb.
    async fn entries(&self, verb: &str) -> Vec<Value> {
        let store = store::Store::open(&self.database()).await.unwrap();
        let size = store.ledger_root().await.unwrap().size;
        let entries = store.ledger_entries(0, size).await.unwrap().into_iter();
        let bodies = entries.map(|entry| serde_json::from_slice::<Value>(&entry.body.unwrap()).unwrap());
        bodies.filter(|entry| entry["verb"] == verb).collect()
    }

    fn database(&self) -> PathBuf {
        self.world.node.folder().database()
    }
}

async fn grey(browser: &mut Browser<'_>, name: &str) -> Shown {
    browser.get(&grey_path(name)).await
}

fn grey_path(name: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("exhibit", EXHIBIT)
        .append_pair("file", &Table::file(name))
        .finish();
    format!("/sorting/grey?{query}")
}

async fn reveal(browser: &mut Browser<'_>, name: &str, reason: &str) -> Shown {
    let file = Table::file(name);
    let form = [("exhibit", EXHIBIT), ("file", file.as_str()), ("reason", reason), ("part", "1")];
    browser.send("/sorting/reveal", &form).await
}

fn told(shown: &Shown) -> Value {
    serde_json::from_slice(&shown.bytes).unwrap_or_else(|_| panic!("{}: {}", shown.status, shown.text))
}

/// The address of a picture that was revealed.
async fn address(browser: &mut Browser<'_>, name: &str) -> String {
    let shown = reveal(browser, name, "").await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    told(&shown)["address"].as_str().unwrap().to_owned()
}

/// Where a page's pictures are had, but the mark that every page bears.
fn pictures(page: &str) -> Vec<String> {
    let sources = page.split("<img ").skip(1).map(|rest| between(rest, "src=\"", "\""));
    sources.filter(|source| !source.starts_with("/assets/")).map(|source| source.replace("&#38;", "&")).collect()
}

/// How many previews somebody was counted, as their own page says it.
async fn counted(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/wellbeing").await.text;
    between(&page, "<dt>Previews shown</dt><dd>", "</dd>").replace("<bdi>", "").replace("</bdi>", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_picture_before_a_reveal_is_grey_and_too_small_to_show_anything() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let shown = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await;
    let sources = pictures(&shown.text);
    // One for each, in the folder or in an archive there; of what is no picture there nothing comes.
    assert_eq!(sources.len(), 10, "{}", shown.text);
    let mut sizes = Vec::new();
    for source in sources {
        assert!(source.starts_with("/sorting/grey?"), "{source}");
        let picture = browser.get(&source).await;
        assert_eq!(picture.headers["cache-control"], "no-store");
        if picture.status == StatusCode::NO_CONTENT {
            assert!(picture.bytes.is_empty());
            continue;
        }
        assert_eq!((picture.status, &picture.headers["content-type"]), (StatusCode::OK, &"image/png".parse().unwrap()));
        let (width, height, is_grey) = decoded(&picture.bytes);
        assert!(is_grey && width.max(height) <= 24, "{width} x {height}");
        sizes.push((width, height));
    }
    sizes.sort_unstable();
    assert_eq!(sizes, [(12, 24), (24, 12), (24, 12), (24, 14), (24, 24), (24, 24)]);
    // That they were offered is one entry; that each was had is none.
    let entries = table.entries("grading-show").await;
    assert_eq!(entries.iter().filter(|entry| entry["previews"] == "grey").count(), 1);
    assert_eq!((table.entries("file-reveal").await.len(), counted(&mut browser).await), (0, "0 previews".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_video_stills_are_revealed_and_counted_like_a_picture() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let stills = address(&mut browser, FILM).await;
    assert_eq!((counted(&mut browser).await.as_str(), table.entries("file-reveal").await.len()), ("1 preview", 1));
    let (width, height, is_grey) = decoded(&browser.get(&stills).await.bytes);
    // Six, in two rows of three.
    assert!(!is_grey && (600..=640).contains(&width) && (220..=250).contains(&height), "{width} x {height}");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_archives_are_drawn_together_and_revealed_like_files_in_folders() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    for (name, number) in [(MEMBER, 6), (DEEP, 7)] {
        let at = address(&mut browser, name).await;
        let revealed = browser.get(&at).await.bytes;
        assert_eq!(samples(&revealed), samples(&drawing(60, 60, number)), "{name}");
    }
    assert_eq!((counted(&mut browser).await.as_str(), table.entries("file-reveal").await.len()), ("2 previews", 2));
    // All at once, as a page of the table asks for them: each has its own answer.
    let mut asked = JoinSet::new();
    for name in [DEEP, MEMBER, LOST, SMALL, DEEP, MEMBER, LOST, SMALL] {
        let request = browser.request(Method::GET, &grey_path(name), &[], Body::empty());
        let answering = table.world.app.clone().oneshot(request);
        asked.spawn(async move {
            let answer = answering.await.unwrap();
            let status = answer.status();
            (name, status, axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap())
        });
    }
    for (name, status, bytes) in asked.join_all().await {
        match name {
            LOST => assert_eq!((status, bytes.is_empty()), (StatusCode::NO_CONTENT, true)),
            SMALL => assert_eq!(decoded(&bytes), (12, 24, true)),
            _ => assert_eq!((status, decoded(&bytes)), (StatusCode::OK, (24, 24, true)), "{name}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_grey_pictures_is_held_back_and_pages_still_open() {
    let Table { world, intake } = Table::laid().await;
    let one = std::num::NonZeroU32::new(1).unwrap();
    let rates = Rates { person: one, ..Rates::default() };
    let table = Table { world: world.asked_at(rates), intake };
    let mut browser = table.grader().await;
    // In one burst: 4 for each of the 3 calls that may come at once.
    for _ in 0..12 {
        assert_eq!(grey(&mut browser, GONE).await.status, StatusCode::NO_CONTENT);
    }
    // All at once, and of no file, which costs nothing more than who asks: few come late enough to be let in.
    let mut asked = JoinSet::new();
    for _ in 0..200 {
        let request = browser.request(Method::GET, "/sorting/grey?file=none", &[], Body::empty());
        asked.spawn(table.world.app.clone().oneshot(request));
    }
    let answers: Vec<_> = asked.join_all().await.into_iter().map(Result::unwrap).collect();
    let held_back: Vec<_> = answers.iter().filter(|answer| answer.status() == StatusCode::TOO_MANY_REQUESTS).collect();
    assert!(held_back.len() > 50, "{} of 200 were held back", held_back.len());
    assert!(held_back.iter().all(|answer| answer.headers().contains_key("retry-after")));
    assert_eq!(browser.get("/settings").await.status, StatusCode::OK, "pages are counted by themselves");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revealed_picture_is_had_once_by_one_person_for_half_a_minute_and_counted_before() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let mut other = table.grader().await;
    let first = address(&mut browser, WIDE).await;
    // Counted and in the ledger before a byte of it was asked for.
    assert_eq!(counted(&mut browser).await, "1 preview");
    let entries = table.entries("file-reveal").await;
    assert_eq!((&entries[0]["file"], &entries[0]["exhibit"]), (&Table::file(WIDE).into(), &EXHIBIT.into()));
    assert_eq!(other.get(&first).await.status, StatusCode::NOT_FOUND, "it is another's");
    let picture = browser.get(&first).await;
    assert_eq!((picture.status, &picture.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
    assert_eq!(decoded(&picture.bytes), (640, 320, false));
    assert_eq!(browser.get(&first).await.status, StatusCode::NOT_FOUND, "once");
    let late = address(&mut browser, SMALL).await;
    table.world.clock.advance_us(30_000_000);
    assert_eq!(browser.get(&late).await.status, StatusCode::NOT_FOUND, "too late");
    let in_time = address(&mut browser, SMALL).await;
    table.world.clock.advance_us(29_999_999);
    let picture = browser.get(&in_time).await;
    assert_eq!(decoded(&picture.bytes), (16, 30, false), "no larger than it is");
    assert_eq!(counted(&mut browser).await, "3 previews");
    assert_eq!(counted(&mut other).await, "0 previews");
    // It was never a minute.
    let view: Value = serde_json::from_slice(&browser.get("/api/v1/exposure/own").await.bytes).unwrap();
    assert_eq!((&view["week_previews"], &view["entries"], &view["week"]["mild"]), (&json!(3), &json!([]), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_counted_is_not_revealed() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    sql(&table.database(), "CREATE TRIGGER no_more BEFORE INSERT ON exposures BEGIN SELECT RAISE(ABORT, 'full'); END")
        .await;
    let shown = reveal(&mut browser, WIDE, "").await;
    assert!(shown.status.is_server_error(), "{}: {}", shown.status, shown.text);
    assert!(!shown.text.contains("/sorting/revealed/"));
    assert!(table.entries("file-reveal").await.is_empty(), "both or neither");
    // The same for the ledger's entry.
    sql(&table.database(), "DROP TRIGGER no_more").await;
    sql(&table.database(), "CREATE TRIGGER no_more BEFORE INSERT ON ledger WHEN CAST(NEW.body AS TEXT) LIKE '%file-reveal%' BEGIN SELECT RAISE(ABORT, 'full'); END").await;
    let shown = reveal(&mut browser, WIDE, "").await;
    assert!(shown.status.is_server_error() && !shown.text.contains("/sorting/revealed/"));
    sql(&table.database(), "DROP TRIGGER no_more").await;
    assert_eq!(counted(&mut browser).await, "0 previews");
    let address = address(&mut browser, WIDE).await;
    assert_eq!(browser.get(&address).await.status, StatusCode::OK);
    assert_eq!((counted(&mut browser).await, table.entries("file-reveal").await.len()), ("1 preview".to_owned(), 1));
}

async fn sql(database: &Path, statement: &'static str) {
    use sqlx::{Connection as _, Executor as _};
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite:{}", database.display())).await.unwrap();
    connection.execute(statement).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn known_material_asks_a_reason_which_the_ledger_keeps() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let page = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await.text;
    assert_eq!(page.matches("data-known").count(), 1);
    let asked = reveal(&mut browser, KNOWN, "").await;
    assert_eq!((asked.status, told(&asked)["asks_reason"].as_bool()), (StatusCode::CONFLICT, Some(true)));
    assert_eq!(reveal(&mut browser, KNOWN, "because").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(counted(&mut browser).await, "0 previews");
    let given = reveal(&mut browser, KNOWN, "check-match").await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text);
    assert_eq!(table.entries("file-reveal").await[0]["reveal_reason"], "check-match");
    // Without script a page asks, and then shows it by the same kind of address.
    let file = Table::file(KNOWN);
    let form = [("exhibit", EXHIBIT), ("file", file.as_str()), ("from", "0"), ("stack", "")];
    for lang in Lang::ALL {
        browser.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        let asked = browser.send("/sorting/reveal", &form).await;
        assert_eq!(asked.status, StatusCode::CONFLICT);
        assert_eq!(asked.text.matches("name=\"reason\"").count(), 4);
        assert!(!asked.text.contains('‹') && !asked.text.contains("/sorting/revealed/"), "{}", asked.text);
        let mut reasoned = form.to_vec();
        reasoned.push(("reason", "evidence"));
        let page = browser.send("/sorting/reveal", &reasoned).await;
        assert!(page.status == StatusCode::OK && !page.text.contains('‹'), "{}", page.text);
        let address = between(&page.text, "<img class=\"revealed-once\" src=\"", "\"").to_owned();
        assert_eq!(decoded(&browser.get(&address).await.bytes), (200, 100, false));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_shown_is_said_in_words_and_not_counted() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let cases = [
        (GONE, "no longer in its folder"),
        (OTHER, "another file stands in its place"),
        (BROKEN, "cannot be opened"),
        (LOST, "another file stands in its place"),
    ];
    for (name, why) in cases {
        let shown = reveal(&mut browser, name, "").await;
        assert_eq!(shown.status, StatusCode::CONFLICT, "{name}: {}", shown.text);
        assert!(told(&shown)["said"].as_str().unwrap().contains(why), "{name}: {}", shown.text);
        assert!(grey(&mut browser, name).await.bytes.is_empty(), "{name}");
    }
    // A link in its place leads nowhere.
    std::os::unix::fs::symlink(table.root().join(WIDE), table.root().join(GONE)).unwrap();
    assert_eq!(reveal(&mut browser, GONE, "").await.status, StatusCode::CONFLICT);
    assert_eq!(counted(&mut browser).await, "0 previews");
    assert!(table.entries("file-reveal").await.is_empty());
    // What the node does not hold, or is another exhibit's, is not found.
    let unknown = format!("sha256:{}", "0".repeat(64));
    let form = [("exhibit", EXHIBIT), ("file", unknown.as_str()), ("part", "1")];
    assert_eq!(browser.send("/sorting/reveal", &form).await.status, StatusCode::NOT_FOUND);
    let wide = Table::file(WIDE);
    let form = [("exhibit", "exh_00000000000000bb"), ("file", wide.as_str()), ("part", "1")];
    assert_eq!(browser.send("/sorting/reveal", &form).await.status, StatusCode::NOT_FOUND);
    // The folder is taken away: the table says so once, in place of pictures.
    std::fs::rename(table.root(), table.intake.path().join("elsewhere")).unwrap();
    let page = browser.get(&format!("/sorting?exhibit={EXHIBIT}")).await.text;
    assert!(page.contains("the evidence is not mounted here") && pictures(&page).is_empty(), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_pixels_or_may_not_grade_is_sent_none() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let form = [
        ("language", "en"),
        ("time_zone", "UTC"),
        ("appearance", "system"),
        ("digits", "western"),
        ("months", "both"),
        ("pictures", "never"),
        ("reveal", "hold"),
    ];
    assert_eq!(browser.send("/settings", &form).await.status, StatusCode::SEE_OTHER);
    let stack = format!("/sorting/stack?exhibit={EXHIBIT}&stack={}", Table::file(WIDE));
    for path in [format!("/sorting?exhibit={EXHIBIT}"), stack] {
        let page = browser.get(&path).await.text;
        assert!(page.contains("You chose to be sent no pictures"), "{page}");
        assert!(
            pictures(&page).is_empty() && !page.contains("previews.js") && !page.contains("class=\"quiet reveal\"")
        );
    }
    assert_eq!(grey(&mut browser, WIDE).await.status, StatusCode::CONFLICT);
    assert_eq!(reveal(&mut browser, WIDE, "").await.status, StatusCode::CONFLICT);
    assert!(table.entries("grading-show").await.iter().all(|entry| entry["previews"].is_null()));
    let mut examiner = Browser::signed_in(&table.world, &[Role::Examiner], "en").await;
    let page = examiner.get(&format!("/sorting?exhibit={EXHIBIT}")).await.text;
    assert!(page.contains("role=\"grid\"") && pictures(&page).is_empty());
    assert_eq!(grey(&mut examiner, WIDE).await.status, StatusCode::FORBIDDEN);
    assert_eq!(reveal(&mut examiner, WIDE, "").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_group_have_previews_too() {
    let table = Table::laid().await;
    let mut browser = table.grader().await;
    let stack = format!("/sorting/stack?exhibit={EXHIBIT}&stack={}", Table::file(WIDE));
    for lang in Lang::ALL {
        browser.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        let page = browser.get(&stack).await;
        assert_eq!((page.text.matches("<img class=\"grey\"").count(), page.text.contains('‹')), (1, false));
    }
}

#[tokio::test]
async fn at_the_table_of_a_case_previews_are_of_the_exhibit_on_which_a_file_lies() {
    let table = Table::laid().await;
    let roles = [Role::VictimIdentificationOfficer, Role::Coordinator, Role::Grader];
    let mut browser = Browser::signed_in(&table.world, &roles, "en").await;
    let opened = [("number", "SAMPLE/7"), ("legal_basis", "Order 7"), ("closed_circle", "yes")];
    let opened = browser.send("/cases", &opened).await;
    let case = opened.location().split(['/', '?']).nth(2).unwrap().to_owned();
    browser.send(&format!("/cases/{case}/add"), &[("records", EXHIBIT)]).await;
    let shown = browser.get(&format!("/sorting?case={case}")).await.text;
    let offered = pictures(&shown);
    assert!(!offered.is_empty() && offered.iter().all(|source| source.contains(EXHIBIT)), "{shown}");
    assert_eq!(browser.get(&offered[0]).await.status, StatusCode::OK);
    let file = Table::file(WIDE);
    let form = [("exhibit", case.as_str()), ("file", &file), ("reason", ""), ("part", "1")];
    let revealed = browser.send("/sorting/reveal", &form).await;
    assert_eq!(revealed.status, StatusCode::OK, "{}", revealed.text);
    let picture = browser.get(told(&revealed)["address"].as_str().unwrap()).await;
    assert_eq!(decoded(&picture.bytes).0, 640);
    let named = table.entries("file-reveal").await;
    assert_eq!(named.last().unwrap()["exhibit"], EXHIBIT, "{named:?}");
    let back = browser.send("/sorting/reveal", &form[..3]).await;
    assert!(back.text.contains(&format!("/sorting?case={case}")), "{}", back.text);
    let mut other = table.grader().await;
    assert_eq!(other.send("/sorting/reveal", &form).await.status, StatusCode::NOT_FOUND);
}
