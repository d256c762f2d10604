//! That the shipped words hold together, and that a node's own take their place wherever a message refers to them.

use super::*;
use crate::{Vocabulary, Words};

fn faulty(text: &str) -> (usize, String, Fault) {
    let problem = match read(text) {
        Err(problem) => problem,
        Ok(own) => Glossary::shipped().overridden_by(&own).expect_err(text),
    };
    (problem.line, problem.place, problem.fault)
}

#[test]
fn every_shipped_term_has_all_four_languages_in_the_same_forms() {
    let shipped = Glossary::shipped();
    assert!(shipped.terms().count() > 60);
    for (key, term) in shipped.terms() {
        let plurals: Vec<bool> = Lang::ALL
            .iter()
            .map(|lang| {
                let entry = term.in_language(*lang).unwrap_or_else(|| panic!("{key} lacks {}", lang.code()));
                entry.word.as_ref().unwrap_or_else(|| panic!("{key} has no word in {}", lang.code())).plural.is_some()
            })
            .collect();
        assert!(plurals.iter().all(|has| *has == plurals[0]), "{key} is counted in some languages only");
        for of in &term.countries {
            let word = of.entry.word.as_ref().unwrap();
            assert_eq!(word.plural.is_some(), plurals[0], "{key} in {:?}", of.codes);
        }
    }
}

#[test]
fn what_nobody_confirmed_is_not_called_confirmed() {
    for (key, term) in Glossary::shipped().terms() {
        for lang in [Lang::Arabic, Lang::French, Lang::Spanish] {
            let entry = term.in_language(lang).unwrap();
            let mark = entry.mark.unwrap_or_else(|| panic!("{key}: where was {} read?", lang.code()));
            assert!(
                mark != Mark::General || !entry.confirmed,
                "{key}, {}: general knowledge is no confirmation",
                lang.code()
            );
        }
    }
}

#[test]
fn two_terms_never_share_a_word_in_any_country() {
    let shipped = Glossary::shipped();
    for pair in [
        ("lead", "clue"),
        ("series", "chain-of-custody"),
        ("report-incoming", "report-printed"),
        ("case", "status"),
        ("referral-to-support", "referral-to-act-on"),
        ("grading", "assessment"),
        ("custody", "possession"),
    ] {
        assert!(shipped.term(pair.0).is_some() && shipped.term(pair.1).is_some(), "the glossary lacks one of {pair:?}");
    }
    let countries = shipped.countries();
    assert!(countries.len() > 20, "{countries:?}");
    for country in countries {
        shipped.in_country(country).apart().unwrap_or_else(|problem| panic!("{country}: {problem}"));
    }
    // And that sharing is seen: by word, by a short form, and through harakat and brackets.
    let shared = |text: &str, other: &str| {
        let (_, _, fault) = faulty(text);
        assert!(matches!(&fault, Fault::SharedWord { other: seen, .. } if seen == other), "{text}: {fault:?}");
    };
    shared("version = 1\n[term.status]\nen = { word = \"Match\" }", "match");
    shared("version = 1\n[term.status]\nfr = { word = \"état\", short = \"Série (de)\" }", "series");
    shared("version = 1\n[term.status]\nar = { word = \"حَرْز\" }", "exhibit");
}

#[test]
fn a_country_has_its_own_words() {
    let said = |country: &str, lang, key: &str| {
        Vocabulary::of(&Glossary::shipped().in_country(country)).in_language(lang).say_plain(key, &[])
    };
    assert_eq!(said("TN", Lang::Arabic, "term-exhibit"), "محجوز");
    assert_eq!(said("IQ", Lang::Arabic, "term-exhibit.plural"), "مبرزات جرمية");
    assert_eq!(said("BE", Lang::French, "term-exhibit.title"), "Pièce à conviction");
    assert_eq!(said("CO", Lang::Spanish, "term-exhibit"), "elemento material probatorio");
    assert_eq!(said("PE", Lang::Spanish, "term-referral-to-support"), "remisión a servicios de protección");
    assert_eq!(said("ES", Lang::Spanish, "term-suspect"), "investigado");
    // Elsewhere, and in the other languages, nothing changes.
    assert_eq!(said("TN", Lang::French, "term-exhibit"), "scellé");
    assert_eq!(said("EG", Lang::Arabic, "term-exhibit"), "حِرز");
}

#[test]
fn a_nodes_own_words_stand_wherever_a_message_refers_to_them() {
    let own = read(concat!(
        "version = 3\ncountry = \"MA\"\n\n",
        "[term.lead]\nar = { word = \"قرينة\", plural = \"قرائن\", confirmed = true }\n\n",
        "[term.clue]\nfr = { confirmed = true, synonyms = [\"élément visuel\"] }\n",
    ))
    .unwrap();
    let here = Glossary::shipped().overridden_by(&own).unwrap();
    let vocabulary = Vocabulary::of(&here);
    let arabic = vocabulary.in_language(Lang::Arabic);
    assert_eq!(arabic.say("term-lead", &[]), "قرينة");
    assert_eq!(arabic.say_plain("term-lead.plural", &[]), "قرائن");
    assert_eq!(arabic.say_plain("term-lead.short", &[]), "قرينة", "the short form of the word that was is gone");
    assert_eq!(arabic.say_plain("term-exhibit.plural", &[]), "محجوزات", "the country's word");
    // A message that refers to a term, and a reader's digits, go by the same words.
    let reader = crate::Reader { digits: crate::Digits::ArabicIndic, ..Default::default() };
    let arabic = arabic.for_reader(reader);
    assert_eq!(arabic.say("report-exhibit", &[]), "محجوز");
    assert_eq!(arabic.say_plain("term-lead", &[]), "قرينة");
    // What is shipped is left as it is, and so is the rest of the node's.
    assert_eq!(Words::in_language(Lang::Arabic).say_plain("term-lead", &[]), "خيط تحقيق");
    assert_eq!(vocabulary.in_language(Lang::Spanish).say_plain("term-lead", &[]), "línea de investigación");
    let lead = here.term("lead").unwrap().in_language(Lang::Arabic).unwrap();
    assert!(lead.confirmed && lead.mark.is_none());
    let clue = here.term("clue").unwrap().in_language(Lang::French).unwrap();
    assert_eq!((clue.confirmed, clue.word.as_ref().unwrap().whole.as_str()), (true, "indice"));
}

#[test]
fn people_find_a_term_by_what_they_call_it() {
    let shipped = Glossary::shipped();
    assert_eq!(shipped.meant_by("قَرِينَة", Lang::Arabic), ["lead"]);
    assert_eq!(shipped.meant_by("HASH", Lang::English), ["fingerprint"]);
    assert_eq!(shipped.meant_by("bris de glace", Lang::French), ["break-glass"]);
    assert_eq!(shipped.meant_by("evidencia", Lang::Spanish), ["exhibit"]);
    assert!(shipped.meant_by("exhibit", Lang::French).is_empty());
    // What a country or a node says otherwise is still found by the word that was.
    assert_eq!(shipped.in_country("BE").meant_by("scellé", Lang::French), ["exhibit"]);
    assert_eq!(shipped.in_country("BE").meant_by("pièce à conviction", Lang::French), ["exhibit"]);
}

#[test]
fn a_fault_is_named_with_its_line_and_place() {
    let check = |text: &str, line: usize, place: &str, fault: Fault| {
        assert_eq!(faulty(text), (line, place.to_owned(), fault), "{text}");
    };
    check("version = 0", 1, "version", Fault::NoVersion);
    check("version = 1\n[term.chief]\nen = { word = \"chief\" }", 2, "term.chief", Fault::UnknownTerm);
    check("version = 1\n\n[term.\"a b\"]\n", 3, "term.a b", Fault::UnknownTerm);
    check("version = 1\ncountry = \"Morocco\"", 2, "country", Fault::UnknownCountry);
    let exhibit = |rest: &str| format!("version = 1\n# Ours.\n[term.exhibit]\nfr = {{ {rest} }}\n");
    check(&exhibit("word = \"pièce\""), 4, "term.exhibit.fr", Fault::NoPlural);
    check(&exhibit("plural = \"pièces\""), 4, "term.exhibit.fr", Fault::FormsWithoutWord);
    check(&exhibit("word = \"pièce \", plural = \"pièces\""), 4, "term.exhibit.fr.word", Fault::Empty);
    check(&exhibit("word = \"(pièce)\", plural = \"pièces\""), 4, "term.exhibit.fr.word", Fault::Empty);
    check(&exhibit("word = \"pi\u{202E}ce\", plural = \"a\""), 4, "term.exhibit.fr.word", Fault::Unseen);
    check(&exhibit("word = \"a\\nb\", plural = \"a\""), 4, "term.exhibit.fr.word", Fault::Unseen);
    check(
        "version = 1\n[term.custody]\nen = { word = \"keeping\", plural = \"keepings\" }",
        3,
        "term.custody.en",
        Fault::PluralOfUncountable,
    );
    let country = "version = 1\n[[term.exhibit.country]]\nlang = \"de\"\ncodes = [\"AT\"]\nword = \"x\"";
    check(country, 2, "term.exhibit.country.lang", Fault::UnknownLanguage);
    for (text, line) in [("version = 1\n[term", 2), ("version = 1\n[term.exhibit]\nde = { word = \"x\" }", 3), ("", 1)]
    {
        let (seen, _, fault) = faulty(text);
        assert!(matches!(fault, Fault::NotReadable { .. }), "{text}: {fault:?}");
        assert_eq!(seen, line, "{text}");
    }
}

#[test]
fn a_fault_is_said_in_four_languages() {
    let problem = read("version = 1\n[term.status]\nen = { word = \"a\u{200B}b\" }").unwrap_err();
    for lang in Lang::ALL {
        let said = problem.said_in(&Words::in_language(lang));
        assert!(said.contains("term.status.en.word") && said.contains('3') && !said.contains('‹'), "{said}");
    }
    for fault in [
        Fault::NotReadable { detail: String::new() },
        Fault::NoVersion,
        Fault::UnknownTerm,
        Fault::UnknownLanguage,
        Fault::UnknownCountry,
        Fault::Empty,
        Fault::Unseen,
        Fault::FormsWithoutWord,
        Fault::NoPlural,
        Fault::PluralOfUncountable,
        Fault::SharedWord { word: String::new(), other: String::new() },
    ] {
        assert!(Words::in_language(Lang::English).has(&format!("glossary-fault-{}", fault.code())), "{fault:?}");
    }
    for mark in [Mark::Interpol, Mark::Primero, Mark::Nist, Mark::General] {
        assert!(Words::in_language(Lang::English).has(&format!("glossary-mark-{}", mark.code())), "{mark:?}");
    }
}

#[test]
fn a_brace_in_a_nodes_word_is_a_brace() {
    let own = read("version = 1\n[term.status]\nen = { word = \"{ $n } \\\\u0041 \\\"state\\\"\" }").unwrap();
    let here = Vocabulary::of(&Glossary::shipped().overridden_by(&own).unwrap());
    assert_eq!(here.in_language(Lang::English).say_plain("term-status", &[]), "{ $n } \\u0041 \"state\"");
    assert_eq!(here.in_language(Lang::English).say_plain("term-match", &[]), "match");
}
