//! The messages of one language and how one is said. Knows no subject: those are the files of `locales/`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::glossary::Glossary;
use crate::number::{grouped, in_digits, plural_category};
use crate::{Digits, Lang, Reader};

/// Every Fluent file of the program as language, subject and text, by `build.rs`.
pub(crate) const SOURCES: &[(&str, &str, &str)] = &include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// What a message is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, printed as it is within a bidi isolate: hashes, ids, paths. Make untrusted text visible before.
    Text(String),
    /// A whole number: takes the language's thousands mark and plural form, and the reader's digits unless its name is
    /// one of [`WESTERN_ALWAYS`]. Exact up to 2⁵³.
    Whole(i128),
    /// A number with a fraction.
    Real(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Value {
        Value::Text(text.into_owned())
    }
}

/// Variables that are never written in a reader's digits: what is compared with a hash, a setting or another document.
pub const WESTERN_ALWAYS: [&str; 3] = ["bits", "distance", "threshold"];

macro_rules! value_from_whole {
    ($($number:ty)+) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Value {
                Value::Whole(number as i128)
            }
        }
    )+};
}
value_from_whole!(u8 u16 u32 u64 usize i32 i64);

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Real(number)
    }
}

/// Everything that can be said in one language. Cheap to clone, and shared between threads.
#[derive(Clone)]
pub struct Words {
    lang: Lang,
    reader: Arc<Reader>,
    vocabulary: Vocabulary,
    bundles: Arc<Bundles>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Words({})", self.lang.code())
    }
}

impl Words {
    /// All messages of this language with the glossary that is shipped, written for nobody in particular. Read once per
    /// language and program. A node that has words of its own asks its [`Vocabulary`] instead.
    pub fn in_language(lang: Lang) -> Words {
        static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(Glossary::shipped()));
        SHIPPED.in_language(lang)
    }

    /// The same language with somebody's digits, names of months and time zone.
    pub fn for_reader(&self, reader: Reader) -> Words {
        self.vocabulary.words(self.lang, Arc::new(reader))
    }

    /// The language spoken.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// For whom is written.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Whether there is a message `key`, or for `key.attribute` that attribute of it.
    pub fn has(&self, key: &str) -> bool {
        match key.split_once('.') {
            None => self.bundles.plain.get_message(key).is_some_and(|message| message.value().is_some()),
            Some((key, attribute)) => {
                self.bundles.plain.get_message(key).is_some_and(|message| message.get_attribute(attribute).is_some())
            }
        }
    }

    /// The message `key` (or `key.attribute`) with its variables filled in, each within a bidi isolate (U+2068 … U+2069),
    /// so that a Latin hash in an Arabic sentence stays where it was put and is copied unchanged.
    ///
    /// A key that does not exist comes back as `‹key›`: visible, and caught by a test over all sources.
    pub fn say(&self, key: &str, args: &[(&str, Value)]) -> String {
        say(&self.bundles.isolating, key, args, isolated)
    }

    /// As [`Words::say`] but without isolates: for attributes, file names, fixed-width cells.
    pub fn say_plain(&self, key: &str, args: &[(&str, Value)]) -> String {
        say(&self.bundles.plain, key, args, str::to_owned)
    }
}

/// The messages of all languages with one glossary's words in them: `term-KEY` and its attributes, which any message may
/// refer to. Made once by a node; cheap to clone, and shared between threads.
#[derive(Clone)]
pub struct Vocabulary(Arc<Written>);

struct Written {
    /// The glossary's words of each language, in Fluent, by the position in [`Lang::ALL`].
    terms: [String; 4],
    bundles: [OnceLock<Arc<Bundles>>; 5],
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Vocabulary")
    }
}

impl Vocabulary {
    /// The messages with this glossary's words.
    pub fn of(glossary: &Glossary) -> Vocabulary {
        let terms = Lang::ALL.map(|lang| glossary.as_messages(lang));
        Vocabulary(Arc::new(Written { terms, bundles: [const { OnceLock::new() }; 5] }))
    }

    /// All messages of this language, written for nobody in particular.
    pub fn in_language(&self, lang: Lang) -> Words {
        self.words(lang, Arc::default())
    }

    fn words(&self, lang: Lang, reader: Arc<Reader>) -> Words {
        let terms = Lang::ALL.iter().position(|known| *known == lang).map_or("", |position| &self.0.terms[position]);
        let bundles = self.0.bundles[numerals(lang, reader.digits)]
            .get_or_init(|| Arc::new(Bundles::load(lang, reader.digits, terms)))
            .clone();
        Words { lang, reader, vocabulary: self.clone(), bundles }
    }
}

type Bundle = FluentBundle<Arc<FluentResource>>;

struct Bundles {
    isolating: Bundle,
    plain: Bundle,
}

impl Bundles {
    fn load(lang: Lang, digits: Digits, terms: &str) -> Bundles {
        let mut bundles =
            Bundles { isolating: empty_bundle(lang, digits, true), plain: empty_bundle(lang, digits, false) };
        let files = SOURCES.iter().filter(|(code, _, _)| *code == lang.code()).map(|(_, _, source)| *source);
        for source in files.chain([terms]) {
            // Broken entries are left out here, which shows as ‹key›; a test refuses every such file.
            let resource = match FluentResource::try_new(with_plural_function(source)) {
                Ok(resource) | Err((resource, _)) => Arc::new(resource),
            };
            for bundle in [&mut bundles.isolating, &mut bundles.plain] {
                let _ = bundle.add_resource(resource.clone());
            }
        }
        bundles
    }
}

/// The five ways of writing numbers, for only Arabic has two.
fn numerals(lang: Lang, digits: Digits) -> usize {
    match (lang, digits) {
        (Lang::Arabic, Digits::Western) => 0,
        (Lang::Arabic, Digits::ArabicIndic) => 1,
        (Lang::English, _) => 2,
        (Lang::French, _) => 3,
        (Lang::Spanish, _) => 4,
    }
}

fn empty_bundle(lang: Lang, digits: Digits, is_isolating: bool) -> Bundle {
    let identifier: LanguageIdentifier = lang.code().parse().expect("two ASCII letters are an identifier");
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Fluent's own isolates stand around plural forms as well, which are whole phrases of the language itself: a line
    // of nothing but isolates has no direction of its own. Ours stand around values only.
    bundle.set_use_isolating(false);
    // A plain function each, for the library takes no closure that holds something.
    const WESTERN: Digits = Digits::Western;
    const INDIC: Digits = Digits::ArabicIndic;
    bundle.set_formatter(Some(match (lang, digits, is_isolating) {
        (Lang::Arabic, WESTERN, false) => |value, _| format_number(value, Lang::Arabic, WESTERN),
        (Lang::Arabic, INDIC, false) => |value, _| format_number(value, Lang::Arabic, INDIC),
        (Lang::English, _, false) => |value, _| format_number(value, Lang::English, WESTERN),
        (Lang::French, _, false) => |value, _| format_number(value, Lang::French, WESTERN),
        (Lang::Spanish, _, false) => |value, _| format_number(value, Lang::Spanish, WESTERN),
        (Lang::Arabic, WESTERN, true) => {
            |value, _| format_number(value, Lang::Arabic, WESTERN).map(|text| isolated(&text))
        }
        (Lang::Arabic, INDIC, true) => |value, _| format_number(value, Lang::Arabic, INDIC).map(|text| isolated(&text)),
        (Lang::English, _, true) => |value, _| format_number(value, Lang::English, WESTERN).map(|text| isolated(&text)),
        (Lang::French, _, true) => |value, _| format_number(value, Lang::French, WESTERN).map(|text| isolated(&text)),
        (Lang::Spanish, _, true) => |value, _| format_number(value, Lang::Spanish, WESTERN).map(|text| isolated(&text)),
    }));
    let plural: PluralFunction = match lang {
        Lang::Arabic => |positional, _| pick_plural(positional, Lang::Arabic),
        Lang::English => |positional, _| pick_plural(positional, Lang::English),
        Lang::French => |positional, _| pick_plural(positional, Lang::French),
        Lang::Spanish => |positional, _| pick_plural(positional, Lang::Spanish),
    };
    bundle.add_function("PLURAL", plural).expect("a new bundle has no function of that name");
    bundle.add_function("NUMBER", number_with_options).expect("a new bundle has no function of that name");
    bundle
}

fn format_number(value: &FluentValue<'_>, lang: Lang, digits: Digits) -> Option<String> {
    match value {
        // Without thousands it stands for itself, as WESTERN_ALWAYS asks.
        FluentValue::Number(number) if !number.options.use_grouping => Some(grouped(number, lang)),
        FluentValue::Number(number) => Some(in_digits(grouped(number, lang), lang, digits)),
        _ => None,
    }
}

const ISOLATE: char = '\u{2068}';
const ISOLATE_END: char = '\u{2069}';

fn isolated(text: &str) -> String {
    format!("{ISOLATE}{text}{ISOLATE_END}")
}

/// Puts every selector `{ $n -> …` through `PLURAL($n)`.
///
/// The plural rules that Fluent brings (intl_pluralrules 7.0.2) are wrong twice for us: they are CLDR 37's, in which
/// French and Spanish have no `many` yet (*1 000 000 de fichiers*), and in Arabic they forget the remainder by 100, so
/// that 103 reads as 100 does. The function answers in their place where they are wrong and passes on the number where
/// they are right, so that translators write plain Fluent.
fn with_plural_function(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut rest = source;
    while let Some(arrow) = rest.find("->") {
        let (before, after) = rest.split_at(arrow);
        let trimmed = before.trim_end();
        let name_length =
            trimmed.bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
        let name_at = trimmed.len() - name_length;
        let is_selector =
            name_length > 0 && trimmed[..name_at].ends_with('$') && trimmed[..name_at - 1].trim_end().ends_with('{');
        if is_selector {
            let _ = write!(out, "{}PLURAL(${}) ", &trimmed[..name_at - 1], &trimmed[name_at..]);
        } else {
            out.push_str(before);
        }
        out.push_str("->");
        rest = &after[2..];
    }
    out.push_str(rest);
    out
}

type PluralFunction = for<'a> fn(&[FluentValue<'a>], &FluentArgs<'_>) -> FluentValue<'a>;

fn pick_plural<'a>(positional: &[FluentValue<'a>], lang: Lang) -> FluentValue<'a> {
    match positional.first() {
        // Small whole numbers go on as numbers, so that `[0]` and `[1]` can be written; there the rules are right.
        Some(FluentValue::Number(number)) if number.value >= 100.0 || number.value.fract() != 0.0 => {
            plural_category(number.value, lang).into()
        }
        // A code by which a message selects has come here in its isolate.
        Some(FluentValue::String(code)) => {
            FluentValue::from(code.trim_start_matches(ISOLATE).trim_end_matches(ISOLATE_END).to_owned())
        }
        Some(value) => value.clone(),
        None => FluentValue::Error,
    }
}

fn number_with_options<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    match positional.first() {
        Some(FluentValue::Number(number)) => {
            let mut number = number.clone();
            number.options.merge(named);
            FluentValue::Number(number)
        }
        Some(value) => value.clone(),
        None => FluentValue::Error,
    }
}

fn say(bundle: &Bundle, key: &str, args: &[(&str, Value)], text_in: impl Fn(&str) -> String) -> String {
    let (name, attribute) = match key.split_once('.') {
        Some((name, attribute)) => (name, Some(attribute)),
        None => (key, None),
    };
    let message = bundle.get_message(name);
    let pattern = match attribute {
        None => message.as_ref().and_then(|message| message.value()),
        Some(attribute) => {
            message.as_ref().and_then(|message| message.get_attribute(attribute)).map(|attribute| attribute.value())
        }
    };
    let Some(pattern) = pattern else {
        return format!("‹{key}›");
    };
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        filled.set(
            *name,
            match value {
                Value::Text(text) => FluentValue::from(text_in(text)),
                Value::Whole(number) if WESTERN_ALWAYS.contains(name) => {
                    let mut number = FluentNumber::from(*number);
                    number.options.use_grouping = false;
                    FluentValue::Number(number)
                }
                Value::Whole(number) => FluentValue::from(*number),
                Value::Real(number) => FluentValue::from(*number),
            },
        );
    }
    // A variable that was not given prints as `{$name}`; the tests of each caller see it.
    bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle_of(lang: Lang, source: &str) -> Bundle {
        let mut bundle = empty_bundle(lang, Digits::Western, false);
        let resource = FluentResource::try_new(with_plural_function(source)).unwrap();
        bundle.add_resource(Arc::new(resource)).unwrap();
        bundle
    }

    #[test]
    fn words_are_shared_between_threads() {
        fn check<T: Send + Sync + Clone>() {}
        check::<Words>();
        check::<Vocabulary>();
    }

    #[test]
    fn whole_millions_are_many_in_french_and_spanish() {
        let source = "n = { $n ->\n    [one] one\n    [many] de\n   *[other] other\n }\n";
        let check = |lang, number: u64, expected: &str| {
            assert_eq!(
                say(&bundle_of(lang, source), "n", &[("n", number.into())], str::to_owned),
                expected,
                "{lang:?} {number}"
            )
        };
        check(Lang::French, 0, "one");
        check(Lang::French, 1, "one");
        check(Lang::French, 2, "other");
        check(Lang::French, 1_000_000, "de");
        check(Lang::French, 1_000_001, "other");
        check(Lang::Spanish, 0, "other");
        check(Lang::Spanish, 3_000_000, "de");
        check(Lang::English, 1_000_000, "other");
        check(Lang::Arabic, 11, "de");
    }

    #[test]
    fn arabic_has_six_forms() {
        let source = "n = { $n ->\n    [zero] zero\n    [one] one\n    [two] two\n    [few] few\n    [many] many\n   *[other] other\n }\n";
        let bundle = bundle_of(Lang::Arabic, source);
        let forms = [0u64, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 200, 1_000_000, 1_000_005];
        let said: Vec<String> = forms.iter().map(|n| say(&bundle, "n", &[("n", (*n).into())], str::to_owned)).collect();
        assert_eq!(said.join(" "), "zero one two few few many many other other few many other other few");
    }

    #[test]
    fn exact_numbers_and_codes_still_select() {
        let source =
            "n = { $n ->\n    [0] none\n   *[other] some\n }\nk = { $kind ->\n    [folder] F\n   *[file] f\n }\n";
        let bundle = bundle_of(Lang::French, source);
        assert_eq!(say(&bundle, "n", &[("n", 0u64.into())], isolated), "none");
        assert_eq!(say(&bundle, "n", &[("n", 1_000_000u64.into())], isolated), "some");
        assert_eq!(say(&bundle, "k", &[("kind", "folder".into())], isolated), "F");
    }

    #[test]
    fn an_arrow_in_a_sentence_is_left_alone() {
        let source = "a = from $x -> to { $x }\n";
        assert_eq!(with_plural_function(source), source);
    }

    #[test]
    fn isolates_stand_around_values_and_nothing_else() {
        let source = "a = { $n ->\n    [one] ملف { $path }\n   *[other] { $n } ملف { b }\n }\nb = في { $path }\n";
        let mut bundle = empty_bundle(Lang::Arabic, Digits::Western, true);
        bundle.add_resource(Arc::new(FluentResource::try_new(with_plural_function(source)).unwrap())).unwrap();
        let said = |n: u64| say(&bundle, "a", &[("n", n.into()), ("path", "x.csv".into())], isolated);
        assert_eq!(said(1), "ملف \u{2068}x.csv\u{2069}");
        assert_eq!(said(1500), "\u{2068}1,500\u{2069} ملف في \u{2068}x.csv\u{2069}");
    }

    #[test]
    fn running_numbers_take_the_readers_digits_and_nothing_else_does() {
        let reader = |digits| Reader { digits, ..Reader::default() };
        let arabic = Words::in_language(Lang::Arabic).for_reader(reader(Digits::ArabicIndic));
        let args = [("distance", Value::from(31u64)), ("threshold", 31u64.into())];
        assert_eq!(arabic.say_plain("number", &[("n", 1_234_567u64.into())]), "١٬٢٣٤٬٥٦٧");
        assert_eq!(arabic.say("number", &[("n", 12u64.into())]), "\u{2068}١٢\u{2069}");
        assert_eq!(arabic.say_plain("number", &[("n", 2.5.into())]), "٢٫٥");
        assert_eq!(arabic.say_plain("number", &[("n", "exh_7f3a2".into())]), "exh_7f3a2");
        let claim = arabic.say_plain("report-claim-near", &args);
        assert!(claim.contains("31") && !claim.contains('٣'), "{claim}");
        // A plural form is chosen by the number, whatever its digits.
        assert_ne!(
            arabic.say_plain("progress-count", &[("done", 3u64.into())]),
            arabic.say_plain("progress-count", &[("done", 11u64.into())]).replace("١١", "٣")
        );
        for lang in [Lang::English, Lang::French, Lang::Spanish] {
            let words = Words::in_language(lang).for_reader(reader(Digits::ArabicIndic));
            assert_eq!(words.say_plain("number", &[("n", 12u64.into())]), "12", "{lang:?}");
        }
        assert_eq!(arabic.for_reader(reader(Digits::Western)).say_plain("number", &[("n", 12u64.into())]), "12");
    }

    #[test]
    fn a_missing_message_is_seen() {
        let words = Words::in_language(Lang::English);
        assert_eq!(words.say("no-such-message", &[]), "‹no-such-message›");
        assert!(!words.has("no-such-message"));
    }
}
