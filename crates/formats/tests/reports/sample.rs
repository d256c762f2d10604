//! Reports to write: one as a unit would have it, one whose every text is hostile. Nothing here comes from a real case.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::audience::Audience;
use casework::coverage::{Coverage, EntriesAsked, ListCoverage};
use casework::exhibit::{Custody, Exhibit, ExhibitKind};
use casework::file::{
    File, FileId, Frame, Inode, Look, Mark, MediaKind, Metadata, Occurrence, Place, Position, Times, WrittenTime,
};
use casework::list::{Category, HashKind, ListTerms, ListVersion, Purpose};
use casework::matching::{self, Match, Part};
use casework::pixel_digest::PixelDigest;
use casework::problem::{Problem, ProblemCode};
use casework::report::{Header, Report, Row, SelfTest, Spent};
use casework::summary::summarise;
use fingerprint::view::Search;
use fingerprint::{Digests, Pdq, PdqHash, Sha256, Turn};

/// Texts that attack whoever shows them: markup, formulas, terminals, reading direction, line ends.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=cmd()",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\x1B]0;owned\x07",
    "\u{202E}gpj.exe",
    "two\nlines",
    "a,b\"c\";d",
    "nul\0byte",
    "\u{9B}31m",
    "{{ $files }}",
];

/// A look that differs from zero in `bits` bits.
pub(crate) fn look(bits: usize, quality: u8) -> Look {
    let mut hash = Pdq([0; 32]);
    (0..bits).for_each(|bit| hash.0[bit / 8] |= 0x80 >> (bit % 8));
    Look { pdq: PdqHash { hash, quality }, turns: Vec::new(), version: "pdq-1".into(), decoder: "png 0.18".into() }
}

pub(crate) fn file(text: &str, kind: MediaKind, mime: &str) -> File {
    File {
        digests: Digests::of(text.as_bytes()),
        size: text.len() as u64,
        mime: mime.into(),
        kind,
        look: (kind == MediaKind::Picture).then(|| look(text.len() % 200, 97)),
        thumbnail: None,
        pixel_digest: None,
        frames: Vec::new(),
        frames_made_by: None,
        metadata: Metadata::default(),
        marks: BTreeSet::new(),
        problem: None,
        views: None,
    }
}

pub(crate) fn picture(text: &str) -> File {
    file(text, MediaKind::Picture, "image/jpeg")
}

/// A row of a file read from disk, new until claims are added.
pub(crate) fn row(place: Place, file: File) -> Row {
    Row {
        exhibit: 0,
        occurrence: Occurrence {
            place,
            size: file.size,
            times: Times {
                modified_ns: Some(1_767_225_600_123_456_789),
                changed_ns: Some(1_767_225_601_000_000_000),
                accessed_ns: None,
                created_ns: Some(-1),
            },
            inode: Inode { device: 1, number: 2, links: 1 },
            link_target: None,
            file: file.id(),
            marks: BTreeSet::new(),
            problem: None,
        },
        outcome: None,
        spent: Spent::Read,
        stack: None,
        matches: Vec::new(),
        worth_a_look: Vec::new(),
        marks: file.marks.clone(),
        file: Some(Arc::new(file)),
        seen_in_exhibits: 1,
        call: Vec::new(),
        place_withheld: false,
    }
}

/// A row of something that has no bytes for us.
pub(crate) fn listed(path: &str, code: ProblemCode, detail: &str) -> Row {
    let empty = picture("");
    let mut row = row(Place::on_disk(path), empty);
    row.file = None;
    row.occurrence.file = None;
    row.occurrence.problem = Some(Problem::new(code, detail));
    row.spent = Spent::Unreadable;
    row
}

pub(crate) fn claim(list: &str, kind: HashKind) -> Match {
    Match {
        list: list.into(),
        row: 7,
        owner_id: Some("K-0007".into()),
        kind,
        distance: 0,
        quality: None,
        turn: Turn::Original,
        part: Part::Whole,
        view: None,
        ranges: None,
        contradicted: false,
        category: None,
        words: Vec::new(),
    }
}

pub(crate) fn near(list: &str, distance: u32) -> Match {
    Match { distance, quality: Some(97), ..claim(list, HashKind::Pdq) }
}

pub(crate) fn category(scheme: &str, code: &str) -> Option<Category> {
    Some(Category { scheme: scheme.into(), code: code.into() })
}

pub(crate) fn list(id: &str, terms: ListTerms) -> ListVersion {
    let sha256 = Digests::of(id.as_bytes()).sha256.unwrap();
    ListVersion { id: id.into(), terms, format: "vics-2.0".into(), sha256, n_rows: 186_419, n_refused: 2 }
}

pub(crate) fn exhibit() -> Exhibit {
    Exhibit {
        id: "exh_0123456789abcdef".into(),
        kind: ExhibitKind::Folder,
        root: b"/evidence/2026-041-1".to_vec(),
        custody: Custody {
            authority: Some("Search warrant 2026/118, District Court".into()),
            number: Some("2026-041-1".into()),
            seal: Some("A 553 120".into()),
            examiner: Some("Examiner 7".into()),
        },
        manifest: Digests::of(b"listing").sha256,
        changed_meanwhile: false,
    }
}

pub(crate) fn header() -> Header {
    let aside = ListTerms { set_aside: true, purpose: Purpose::SetAside, ..ListTerms::named("Known software") };
    let known = ListTerms {
        owner: Some("Example National Unit".into()),
        scheme: Some("vics-default".into()),
        precedence: 10,
        ..ListTerms::named("National list")
    };
    let lists = vec![
        list("lst_1111111111111111", known),
        list("lst_2222222222222222", aside),
        list("lst_3333333333333333", ListTerms::named("Partner’s hashes")),
    ];
    Header {
        version: "0.1.0".into(),
        commit: "3f399fd".into(),
        audience: Audience::Own,
        exhibits: vec![exhibit()],
        covered: covered(&lists),
        lists,
        settings: vec![
            ("video-frames".into(), "key-frames".into()),
            ("stack-threshold-bits".into(), "31".into()),
            ("of-a-later-version".into(), "told as it stands".into()),
        ],
        decoders: vec![("libjpeg-turbo".into(), "mozjpeg-sys 2.2.3".into()), ("ffmpeg".into(), "7.1.1".into())],
        self_test: SelfTest { planted: 210, right: 210, fell_back_to_brute_force: false, worker_right: true },
        uncaged: false,
        dated: Some(1_795_219_200),
    }
}

/// Pictures and digests, known software, digests alone.
pub(crate) fn covered(lists: &[ListVersion]) -> Coverage {
    let entries = [
        EntriesAsked { md5: 120, sha1: 120, looks: 340, videos: 2, frames: 230, ..EntriesAsked::default() },
        EntriesAsked { sha1: 9_000, ..EntriesAsked::default() },
        EntriesAsked { md5: 70, ..EntriesAsked::default() },
    ];
    let search = Search::Altered;
    let of_lists = lists.iter().zip(entries).map(|(list, entries)| ListCoverage::of(list, entries, search, false));
    Coverage { search, radius_bits: Some(44), lists: of_lists.collect() }
}

pub(crate) const KNOWN: &str = "lst_1111111111111111";
pub(crate) const ASIDE: &str = "lst_2222222222222222";
pub(crate) const OTHER: &str = "lst_3333333333333333";

/// Decides outcomes from claims, as a triage does, and counts.
pub(crate) fn report(header: Header, mut rows: Vec<Row>) -> Report {
    for row in &mut rows {
        if row.file.is_some() {
            let terms = |id: &str| &header.lists.iter().find(|list| list.id == id).unwrap().terms;
            matching::order(&mut row.matches, terms);
            let (outcome, marks) = matching::decide(&row.matches, terms);
            row.outcome = Some(outcome.unless_held(!row.call.is_empty()));
            row.marks.extend(marks);
        }
    }
    let summary = summarise(&rows);
    Report { header, rows, summary }
}

/// A small triage with one of everything.
pub(crate) fn sample() -> Report {
    let mut rows = Vec::new();

    let mut known = row(Place::on_disk("DCIM/100/IMG_0001.JPG"), picture("a listed picture"));
    let words = vec![("Series".into(), "Synthetic series A".into()), ("VictimIdentified".into(), "false".into())];
    known.matches.push(Match { category: category("vics-default", "1"), words, ..claim(KNOWN, HashKind::Sha1) });
    known.matches.push(claim(OTHER, HashKind::Md5));
    known.seen_in_exhibits = 3;
    rows.push(known.clone());
    known.occurrence.place = Place::on_disk("Backup/old.zip").member("pictures/IMG_0001.JPG");
    known.occurrence.times = Times::default();
    known.occurrence.inode = Inode::default();
    rows.push(known);

    let mut near_one = row(Place::on_disk("DCIM/100/IMG_0002.JPG"), picture("a picture that looks like a listed one"));
    near_one.matches.push(Match { turn: Turn::Rotate90, category: category("vics-default", "2"), ..near(KNOWN, 18) });
    near_one.matches.push(Match { part: Part::Thumbnail, ..near(OTHER, 4) });
    rows.push(near_one);

    let mut clip = file("a clip with a listed frame", MediaKind::Video, "video/mp4");
    let pdq = look(40, 88).pdq;
    clip.frames = vec![Frame { number: 0, at_ms: 0, pdq }, Frame { number: 48, at_ms: 62_500, pdq }];
    clip.frames_made_by = Some("pdq-1, ffmpeg 7.1.1".into());
    clip.metadata.length_ms = Some(91_000);
    clip.metadata.codec = Some("h264".into());
    let mut clip = row(Place::on_disk("DCIM/101/VID_0001.MP4"), clip);
    clip.matches.push(Match { part: Part::FrameAtMs(62_500), ..near(KNOWN, 9) });
    rows.push(clip);

    let mut travel = picture("a new picture with camera data");
    travel.metadata = Metadata {
        pixels: Some((4032, 3024)),
        taken: Some(WrittenTime { text: "2021:03:04 05:06:07".into(), offset: None }),
        make: Some("SynthCam".into()),
        model: Some("SC-1".into()),
        serial: Some("SN-0042".into()),
        software: Some("Retouch 3".into()),
        orientation: Some(6),
        position: Some(Position { latitude_e7: 336_000_001, longitude_e7: -75_900_000 }),
        ..Metadata::default()
    };
    travel.thumbnail = Some(look(150, 80));
    travel.pixel_digest = Some(PixelDigest { picture: Sha256([0x5a; 32]), beside: Some(Sha256([0xa5; 32])) });
    travel.marks = BTreeSet::from([Mark::GpsPresent, Mark::ThumbnailDiffers]);
    let travel = row(Place::on_disk("DCIM/100/IMG_0003.JPG"), travel);
    let stack = travel.occurrence.file;
    let mut stacked = row(Place::on_disk("DCIM/100/IMG_0004.JPG"), picture("the same scene once more"));
    stacked.stack = stack;
    rows.push(Row { stack, ..travel });
    rows.push(stacked);

    let mut lies = picture("a picture that says it is text");
    lies.look = None;
    lies.marks = BTreeSet::from([Mark::ExtensionLies, Mark::NotDecoded]);
    lies.problem = Some(Problem::new(ProblemCode::NotDecoded, "unexpected end of chunk"));
    rows.push(row(Place::on_disk("Documents/notes.txt"), lies));

    let mut software = row(Place::on_disk("Program/logo.png"), picture("a logo"));
    software.matches.push(claim(ASIDE, HashKind::Sha256));
    rows.push(software);
    rows.push(row(Place::on_disk("Backup/old.zip"), file("an archive", MediaKind::Archive, "application/zip")));

    let mut unreadable = listed("DCIM/100/IMG_0005.JPG", ProblemCode::NotRead, "Input/output error (os error 5)");
    unreadable.outcome = Some(casework::matching::Outcome::Unreadable);
    unreadable.occurrence.size = 2_000;
    rows.push(unreadable);
    let mut linked = listed("latest", ProblemCode::SymbolicLink, "");
    linked.occurrence.link_target = Some(b"/home/someone/pictures".to_vec());
    linked.spent = Spent::Skipped;
    rows.push(linked);

    // Two names that differ only in bytes that are no text.
    for byte in [0xFE, 0xFF] {
        let name = [b"DCIM/".as_slice(), &[byte], b".jpg"].concat();
        rows.push(row(Place::on_disk(name), picture("a picture under two broken names")));
    }
    rows.sort_by(|one, two| one.occurrence.place.cmp(&two.occurrence.place));
    report(header(), rows)
}

/// A report whose every text is taken from `texts` in turn.
pub(crate) fn with_texts(texts: &[&str]) -> Report {
    let mut turn = texts.iter().cycle().map(|text| (*text).to_owned());
    let mut next = || turn.next().unwrap();
    let mut rows = Vec::new();
    for position in 0..texts.len() {
        let mut file = picture(&format!("picture {position}"));
        file.mime = next();
        file.metadata = Metadata {
            taken: Some(WrittenTime { text: next(), offset: Some(next()) }),
            make: Some(next()),
            model: Some(next()),
            serial: Some(next()),
            software: Some(next()),
            container: Some(next()),
            codec: Some(next()),
            ..Metadata::default()
        };
        file.problem = Some(Problem::new(ProblemCode::Truncated, next()));
        let mut one = row(Place::on_disk(next()).member(next()).member(next()), file);
        let words = vec![(next(), next()), ("Tags".into(), next()), ("Series".into(), next())];
        one.matches.push(Match {
            owner_id: Some(next()),
            category: category(&next(), &next()),
            words: words.clone(),
            ..near(KNOWN, 3)
        });
        one.matches.push(Match {
            owner_id: Some(next()),
            category: category("vics-default", "1"),
            words,
            ..claim(KNOWN, HashKind::Md5)
        });
        one.occurrence.link_target = Some(next().into_bytes());
        rows.push(one);
        let mut lost = listed(&next(), ProblemCode::NotOpened, &next());
        lost.outcome = Some(casework::matching::Outcome::Unreadable);
        rows.push(lost);
        let mut linked = listed(&next(), ProblemCode::SymbolicLink, &next());
        linked.occurrence.link_target = Some(next().into_bytes());
        rows.push(linked);
    }
    let mut header = header();
    header.exhibits[0].root = next().into_bytes();
    header.exhibits[0].custody =
        Custody { authority: Some(next()), number: Some(next()), seal: Some(next()), examiner: Some(next()) };
    header.lists[0].terms.name = next();
    header.lists[0].terms.owner = Some(next());
    header.lists[0].format = next();
    header.settings = vec![(next(), next())];
    header.decoders = vec![(next(), next())];
    report(header, rows)
}

pub(crate) fn sha256(text: &str) -> Sha256 {
    match FileId::of(&Digests::of(text.as_bytes())) {
        Some(FileId::Sha256(digest)) => digest,
        _ => unreachable!("bytes have a SHA-256"),
    }
}
