//! What a partner is told: a canary stands in every field, and comes back only for the field that is shared.

use crate::making::{Camera, jpeg_with_exif, zip_of};
use crate::world::{Done, World, photo};

/// By field to share: what must come back with it and with nothing else.
const CANARIES: [(&str, &[&str]); 6] = [
    ("names", &["CANARYFOLDER", "CANARYNAME", "CANARYMEMBER", "CANARYLINK", "CANARYTARGET", "CANARYROOT"]),
    ("times", &["2011:12:13", "2001-09-09"]),
    ("gps", &["43.0000000", "77.0000000"]),
    ("camera", &["CANARYMAKE", "CANARYMODEL", "CANARYSOFTWARE", "CANARYSERIAL"]),
    ("comments", &["CANARYENTRY", "CANARYCOMMENT"]),
    ("custody", &["CANARYAUTHORITY", "CANARYNUMBER", "CANARYSEAL", "CANARYEXAMINER"]),
];

fn canary_world() -> World {
    let mut world = World::new();
    let camera = Camera {
        make: b"CANARYMAKE",
        model: b"CANARYMODEL",
        software: b"CANARYSOFTWARE",
        serial: b"CANARYSERIAL",
        taken: b"2011:12:13 14:15:16",
        position: Some((43, 77)),
    };
    let picture = jpeg_with_exif(&photo("moon.jpg"), &camera);
    let folder = world.path("CANARYROOT");
    std::fs::create_dir_all(folder.join("CANARYFOLDER")).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).unwrap();
        let when = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let file = std::fs::File::options().write(true).open(folder.join(name)).unwrap();
        file.set_modified(when).unwrap();
    };
    put("CANARYFOLDER/CANARYNAME.jpg", &picture);
    put("CANARYNAME.zip", &zip_of(&[(b"CANARYMEMBER.jpg", &photo("cat.jpg")), (b"CANARYMEMBER.txt", b"words")]));
    put("CANARYNAME-broken.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    std::os::unix::fs::symlink("/CANARYTARGET", folder.join("CANARYLINK")).unwrap();
    let digest = fingerprint::Digests::of(&picture).sha256.unwrap();
    world.put_beside("known.csv", format!("id,sha256,category,comments\nCANARYENTRY,{digest},1,CANARYCOMMENT\n"));
    world.set("SANAD_AUTHORITY", "CANARYAUTHORITY");
    world.set("SANAD_EXHIBIT_NUMBER", "CANARYNUMBER");
    world.set("SANAD_SEAL", "CANARYSEAL");
    world.set("SANAD_EXAMINER", "CANARYEXAMINER");
    world
}

fn reports(world: &World, more: &[&str]) -> (Done, Vec<(&'static str, String)>) {
    let folder = world.path("CANARYROOT");
    let mut args = vec!["triage", folder.to_str().unwrap(), "--list", "known.csv", "--show-names"];
    let paths = crate::world::ENDINGS.map(|ending| world.path(format!("report{ending}")));
    for path in &paths {
        args.extend(["--report", path.to_str().unwrap()]);
    }
    args.extend(more);
    let done = world.sanad(&args).ended(0);
    let texts = crate::world::ENDINGS.iter().zip(&paths);
    (done, texts.map(|(ending, path)| (*ending, std::fs::read_to_string(path).unwrap())).collect())
}

/// The text, and every base64 in it as text.
fn with_base64(text: &str) -> String {
    use base64::Engine as _;
    let mut all = text.to_owned();
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '+' | '/' | '=')) {
        if let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(word) {
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    all
}

#[test]
fn a_field_comes_back_only_when_it_is_shared() {
    let world = canary_world();
    let (_, own) = reports(&world, &[]);
    let own_all: String = own.iter().map(|(_, text)| text.as_str()).collect();
    for canary in CANARIES.iter().flat_map(|(_, canaries)| canaries.iter()) {
        assert!(own_all.contains(canary), "{canary} was never planted");
    }
    let exhibit = world.sanad(["exhibit", "list", "--json"]).ended(0).lines().remove(0);
    let id = exhibit["exhibits"][0]["id"].as_str().unwrap();
    let manifest = exhibit["exhibits"][0]["manifest_sha256"].as_str().unwrap();
    assert!(own_all.contains(id) && own_all.contains(manifest));

    for shared in std::iter::once(None).chain(CANARIES.iter().map(|(field, _)| Some(*field))) {
        let more: Vec<&str> =
            ["--for", "partner"].into_iter().chain(shared.into_iter().flat_map(|field| ["--share", field])).collect();
        let (done, texts) = reports(&world, &more);
        for (field, canaries) in CANARIES {
            for canary in canaries {
                for (ending, text) in &texts {
                    let text = with_base64(text);
                    assert!(
                        shared == Some(field) || !text.contains(canary),
                        "{canary} in {ending} when sharing {shared:?}"
                    );
                }
                let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
                assert!(shared != Some(field) || all.contains(canary), "{canary} is lost although {field} is shared");
            }
        }
        if shared != Some("names") {
            for (ending, text) in &texts {
                assert!(!text.contains(id) && !text.contains(manifest), "{ending}: a guessed name could be checked");
                assert!(!text.contains(&id.to_uppercase()));
            }
        }
        // What is withheld stays counted.
        let rows = texts.iter().find(|(ending, _)| *ending == ".jsonl").unwrap().1.clone();
        assert_eq!(crate::world::records(&rows, "file").len(), 6);
        assert!(!done.err_text().contains("CANARY"));
    }
}

#[test]
fn what_decoders_said_comes_back_with_details() {
    let world = canary_world();
    let details = |more: &[&str]| {
        let (_, texts) = reports(&world, more);
        let rows = texts.iter().find(|(ending, _)| *ending == ".jsonl").unwrap().1.clone();
        let rows = crate::world::records(&rows, "file");
        rows.iter().filter_map(|row| row["problem"]["detail"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(details(&["--for", "partner"]).iter().all(String::is_empty));
    assert!(details(&["--for", "partner", "--share", "details"]).iter().any(|detail| !detail.is_empty()));
    assert_eq!(details(&["--for", "court"]), details(&[]));
}
