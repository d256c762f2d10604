//! The printed page: masked names, its policy, its direction, its words.

use base64::Engine as _;
use formats::report::ReportFormat;
use sha2::{Digest as _, Sha256};
use words::Lang;

use crate::sample::{HOSTILE, sample, with_texts};
use crate::written_in;

const LANGS: [Lang; 4] = [Lang::Arabic, Lang::English, Lang::French, Lang::Spanish];

#[test]
fn names_are_masked_until_asked_for() {
    for lang in LANGS {
        let page = written_in(ReportFormat::Html, &sample(), lang, false);
        for part in ["IMG_", "DCIM", "Backup", "notes", "logo", "someone", "/evidence", "Input/output"] {
            assert!(!page.contains(part), "{part} in {lang:?}");
        }
        assert!(page.contains("›.jpg</bdi>") && page.contains("›.mp4</bdi>"), "harmless extensions stay");
        let page = written_in(ReportFormat::Html, &sample(), lang, true);
        for part in ["IMG_0001.JPG", "DCIM", "someone", "evidence", "Input/output"] {
            assert!(page.contains(part), "{part} in {lang:?}");
        }
    }
}

#[test]
fn the_policy_lets_in_the_style_alone() {
    let page = written_in(ReportFormat::Html, &sample(), Lang::English, true);
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = format!("content=\"default-src 'none'; style-src 'sha256-{hash}'\"");
    assert!(page.contains(&policy));
    assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
    for never in ["<script", "<img", "<svg", "<a ", "href", "src=", "style=\"", "url(", "@import", "http:", "https:"] {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn every_word_is_in_the_language_asked_for() {
    for lang in LANGS {
        for report in [sample(), with_texts(HOSTILE)] {
            let page = written_in(ReportFormat::Html, &report, lang, false);
            let missing = page.match_indices('‹').map(|(at, _)| page[at..].split('›').next().unwrap());
            for text in missing {
                let ours =
                    ["report-", "summary-", "outcome-", "problem-", "mark-", "kind-", "turn-", "purpose-", "audience-"];
                assert!(!ours.iter().any(|key| text.contains(key)), "{lang:?} has no {text}");
            }
            assert!(!page.contains("{$"), "{lang:?}: a message lacks an argument");
        }
    }
    let arabic = written_in(ReportFormat::Html, &sample(), Lang::Arabic, false);
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn settings_are_told_in_words_and_unknown_ones_as_they_stand() {
    for (lang, words) in [
        (Lang::English, "Frames of a video that are compared: key frames"),
        (Lang::French, "Images d’une vidéo qui sont comparées\u{202f}: images clés"),
        (Lang::Spanish, "Fotogramas de un vídeo que se comparan: fotogramas clave"),
        (Lang::Arabic, "إطارات الفيديو التي تُقارَن: الإطارات المفتاحية"),
    ] {
        let page = written_in(ReportFormat::Html, &sample(), lang, false);
        assert!(page.contains(words), "{lang:?}");
        assert!(page.contains("of-a-later-version") && page.contains("told as it stands"), "{lang:?}");
        assert!(!page.contains("key-frames") && !page.contains("stack-threshold-bits"), "{lang:?}");
    }
}

#[test]
fn hashes_are_kept_from_left_to_right_and_whole() {
    let arabic = written_in(ReportFormat::Html, &sample(), Lang::Arabic, false);
    let sha256 = crate::sample::sha256("a listed picture");
    assert!(arabic.contains(&format!("<bdi class=\"hash\" dir=\"ltr\">sha256:{sha256}</bdi>")));
}

#[test]
fn every_printed_page_says_that_it_is_not_for_evidence() {
    let mut report = sample();
    report.header.exhibits[0].custody.authority = None;
    for lang in LANGS {
        let page = written_in(ReportFormat::Html, &report, lang, false);
        let text = words::Words::in_language(lang).say_plain("not-for-evidence", &[]);
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(style.contains(&format!("@top-center {{ content: \"{text}\"")), "{lang:?}");
        assert!(page.contains(&base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style))));
    }
}

#[test]
fn a_contradicted_claim_on_a_new_file_is_shown() {
    use crate::sample::{KNOWN, claim, header, picture, report, row};
    let mut one = row(casework::file::Place::on_disk("a.jpg"), picture("one"));
    let contradicted = claim(KNOWN, casework::list::HashKind::Md5);
    one.matches = vec![casework::matching::Match { contradicted: true, ..contradicted }];
    let page = written_in(ReportFormat::Html, &report(header(), vec![one]), Lang::English, false);
    assert!(page.contains("contradicts it"));
}
