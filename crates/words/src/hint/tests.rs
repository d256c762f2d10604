//! Where a hint stands and where it does not, in four languages. Sentences are made up.

use super::*;

/// The outdated words of a text.
fn check(lang: Lang, text: &str, said: &[&str]) {
    let words = Words::in_language(Lang::English);
    let hints = outdated(text, lang, &words);
    let found: Vec<&str> = hints.iter().map(|hint| &text[hint.range.clone()]).collect();
    assert_eq!(found, said, "{lang:?}: {text}");
}

const EN: Lang = Lang::English;
const AR: Lang = Lang::Arabic;
const FR: Lang = Lang::French;
const ES: Lang = Lang::Spanish;

#[test]
fn outdated_words_get_a_hint() {
    check(EN, "He kept Child  Pornography and kiddie porn.", &["Child  Pornography", "kiddie porn"]);
    check(EN, "a child prostitute, child-prostitution", &["child prostitute", "child-prostitution"]);
    check(EN, "child sex tourism and webcam child sex tourism", &["child sex tourism", "webcam child sex tourism"]);
    check(
        EN,
        "the paedophile, the pedophiles; sextortion and sexting",
        &["paedophile", "pedophiles", "sextortion", "sexting"],
    );
    check(
        EN,
        "self-generated images; we rescued four children; victim rescued",
        &["self-generated images", "rescued four children", "victim rescued"],
    );
    check(EN, "an online predator, a monster", &["online predator", "monster"]);
    check(
        FR,
        "De la pornographie infantile, du contenu pédopornographique.",
        &["pornographie infantile", "pédopornographique"],
    );
    check(
        FR,
        "des enfants prostitués ; la prostitution des mineurs",
        &["enfants prostitués", "prostitution des mineurs"],
    );
    check(FR, "le tourisme sexuel impliquant des enfants", &["tourisme sexuel impliquant des enfants"]);
    check(FR, "Le pedophile, un prédateur sexuel, la sextorsion", &["pedophile", "prédateur sexuel", "sextorsion"]);
    check(FR, "les enfants ont été sauvés ; images autogénérées", &["enfants ont été sauvés", "images autogénérées"]);
    check(ES, "pornografía infantil y porno de menores", &["pornografía infantil", "porno de menores"]);
    check(ES, "una niña prostituta; prostitucion infantil", &["niña prostituta", "prostitucion infantil"]);
    check(
        ES,
        "turismo sexual infantil; el pedófilo; ¿un monstruo?",
        &["turismo sexual infantil", "pedófilo", "monstruo"],
    );
    check(
        ES,
        "sextorsión, sexteo y tres niñas fueron rescatadas",
        &["sextorsión", "sexteo", "niñas fueron rescatadas"],
    );
    check(AR, "عُثر على مواد إباحية للأطفال في الجهاز", &["مواد إباحية للأطفال"]);
    check(AR, "السياحة الجنسية بالأطفال", &["السياحة الجنسية بالأطفال"]);
    check(AR, "دعارة الأطفال والبيدوفيلي", &["دعارة الأطفال", "والبيدوفيلي"]);
    check(AR, "إنقاذ ثلاثة أطفال من الذئاب البشرية", &["إنقاذ ثلاثة أطفال", "الذئاب البشرية"]);
}

#[test]
fn arabic_is_found_however_it_was_typed() {
    for text in ["المواد الإباحية للأطفال", "المواد الاباحيه للاطفال", "الْمَوَادُّ الإِبَاحِيَّةُ لِلأَطْفَالِ", "المـــواد الإباحية للأطفال"]
    {
        check(AR, text, &[text]);
    }
    check(AR, "وبالمواد الإباحية للأطفال", &["وبالمواد الإباحية للأطفال"]);
    // Decomposed accents, in the other languages.
    check(FR, "le pe\u{301}dophile", &["pe\u{301}dophile"]);
}

#[test]
fn words_of_today_and_words_that_only_look_alike_get_none() {
    check(EN, "child sexual abuse material; sexual extortion of a child; a child exploited in prostitution", &[]);
    check(EN, "The diagnosis of paedophilia was made. Grownup pornography. Essex, Middlesex, sextet", &[]);
    check(EN, "a can of Monster Energy, a monster truck, an apex predator; the dog was rescued", &[]);
    check(EN, "The child's prostituting aunt was demonstrating self-generated reports", &[]);
    check(FR, "matériel d’abus sexuels d’enfants ; la pédophilie est un diagnostic ; la pédagogie", &[]);
    check(FR, "un monstre sacré du cinéma ; la démonstration ; le sauvetage d'un chien", &[]);
    check(ES, "material de abuso sexual de niñas y niños; pedofilia; el rescate de un perro; demostrar", &[]);
    check(AR, "مواد الاعتداء الجنسي على الأطفال؛ الابتزاز الجنسي للأطفال؛ حيوان مفترس", &[]);
    check(AR, "سلوك وحشي؛ استغلال الأطفال في البغاء", &[]);
    // A word of another language is that language's business.
    check(EN, "pornografía infantil", &[]);
    check(EN, "", &[]);
}

#[test]
fn what_somebody_else_said_is_left_alone() {
    check(EN, "The post said “child porn here” and 'kiddie porn', \"sexting\"; he is a predator.", &["predator"]);
    check(EN, "Caller:\n“He is a paedophile.\n\n“A monster.”\n\nThe predator left.", &["predator"]);
    check(EN, "> child porn\nsexting", &["sexting"]);
    check(EN, "An open “quotation of sexting\nand a predator", &["predator"]);
    check(EN, "the child's father isn't a predator", &["predator"]);
    check(
        FR,
        "Il écrit «\u{202f}des pédophiles, “des prédateurs”, des monstres\u{202f}» ; c'est un prédateur.",
        &["prédateur"],
    );
    check(ES, "Dijo: «son pedófilos\n»y monstruos\n»todos». Un depredador.", &["depredador"]);
    check(AR, "كتب «المواد الإباحية للأطفال» ثم قال \"وحش\" وهو مفترس", &["مفترس"]);
}

#[test]
fn addresses_and_names_of_files_are_left_alone() {
    check(EN, "https://example.org/child-porn/x #sexting @predator child-porn.jpg C:\\sexting sexting_1", &[]);
    check(EN, "a predator/monster; sexting. Sexting", &["predator", "monster", "sexting", "Sexting"]);
    check(AR, "ملف/وحش؛ وحش.jpg", &["وحش"]);
    check(FR, "…\u{a0}monstre\u{a0}!", &["monstre"]);
}

#[test]
fn laws_and_charges_keep_their_words() {
    check(EN, "The Child Pornography Prevention Act of 1996 applies; he is a predator.", &["predator"]);
    check(
        EN,
        "under Section 163.1 of the Criminal Code, possession of child pornography. The predator left",
        &["predator"],
    );
    check(EN, "18 U.S.C. § 2252A speaks of child pornography. Sexting is not in it.", &["Sexting"]);
    check(EN, "Law No. 24 on combating child pornography", &[]);
    check(
        EN,
        "Count 2: possession of child pornography. He was charged with child prostitution. A monster.",
        &["monster"],
    );
    check(EN, "the Optional Protocol on the sale of children, child prostitution and child pornography", &[]);
    check(EN, "Child pornography is what the law calls it", &["Child pornography"]);
    check(FR, "L'article 227-23 punit la pornographie infantile. Le prédateur est parti.", &["prédateur"]);
    check(FR, "la loi n° 98-468 relative à la pornographie enfantine", &[]);
    check(FR, "mis en examen pour détention d'images de pornographie infantile. Un monstre.", &["monstre"]);
    check(FR, "sous la loi du silence, un prédateur", &["prédateur"]);
    check(ES, "el artículo 189 castiga la pornografía infantil. El monstruo salió.", &["monstruo"]);
    check(ES, "la Ley 1329 contra la prostitución infantil", &[]);
    check(ES, "acusado del delito de pornografía infantil", &[]);
    check(ES, "según la ley del más fuerte, un depredador", &["depredador"]);
    check(AR, "تعاقب المادة ١١٦ مكرر على المواد الإباحية للأطفال؛ وهو وحش", &["وحش"]);
    check(AR, "قانون رقم 5 لسنة 2018 بشأن المواد الإباحية للأطفال", &[]);
    check(AR, "وُجهت إليه تهمة حيازة مواد إباحية للأطفال", &[]);
    check(AR, "خالف القانون ثم ظهر الوحش", &["الوحش"]);
}

#[test]
fn a_hint_says_what_is_better_and_why() {
    let text = "a pedophile";
    let french = Words::in_language(Lang::French);
    let hints = outdated(text, EN, &french);
    let [hint] = hints.as_slice() else { panic!("{hints:?}") };
    assert_eq!((hint.range.clone(), hint.said.as_str()), (2..11, "pedophile"));
    // The word in the text's language, the reason in the reader's.
    assert!(hint.better.starts_with("person suspected"), "{}", hint.better);
    assert!(hint.why.starts_with("Ce mot est un diagnostic"), "{}", hint.why);
    let sentence = hint.sentence(&french);
    assert!(sentence.contains("pedophile") && sentence.contains(&hint.better) && sentence.contains(&hint.why));
}

#[test]
fn every_rule_has_words_and_messages_in_every_language() {
    let mut n_rules = 0;
    for (rule, said) in &FILE.rule {
        n_rules += 1;
        for lang in Lang::ALL {
            assert!(
                said.get(lang.code()).is_some_and(|said| !said.is_empty()),
                "{rule} has no word in {}",
                lang.code()
            );
            let words = Words::in_language(lang);
            for part in ["better", "why"] {
                assert!(words.has(&format!("hint-{rule}-{part}")), "hint-{rule}-{part} in {}", lang.code());
            }
            // What is recommended is not itself outdated.
            let better = words.say_plain(&format!("hint-{rule}-better"), &[]);
            check(lang, &better, &[]);
        }
    }
    assert_eq!(n_rules, 9);
    for by_language in [&FILE.names, &FILE.titles, &FILE.laws, &FILE.charges] {
        assert_eq!(by_language.len(), Lang::ALL.len());
    }
    let known =
        |by_language: &ByLanguage| by_language.keys().all(|code| Lang::ALL.iter().any(|lang| lang.code() == code));
    assert!(FILE.rule.values().all(known) && known(&FILE.kinds));
}

#[test]
fn every_pattern_is_an_expression_of_its_own() {
    // For they are joined by bars: a bracket left open in one would reach into the next.
    for lists in FILE.rule.values().chain([&FILE.names, &FILE.titles, &FILE.laws, &FILE.charges]) {
        for pattern in lists.values().flatten() {
            assert!(!regex(pattern).is_match(""), "{pattern}");
            assert!(!pattern.contains("[a-"), "{pattern}: a hyphen is a blank here");
        }
    }
}

#[test]
fn a_long_text_of_marks_is_read_to_its_end() {
    // Quadratic work on any of these would take minutes here.
    for text in [
        "\"", "'", "«", "“", "a \" ", "«\n", "a «\n", "\"\n\"a", " 'a", " 'a'", " ‘a", " ”a", "sexting ", "sexting-",
        "Art. 5 ",
    ] {
        let long = text.repeat(100_000 / text.len());
        let found = outdated(&format!("{long}\n\nsexting"), EN, &Words::in_language(EN));
        assert!(!found.is_empty() || text.contains(['"', '«', '“']), "{text}");
    }
}
