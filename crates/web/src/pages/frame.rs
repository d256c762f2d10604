//! What stands around every page: language, menu, the reader's name, a word about what was just done. It also says the
//! sentences of the page, in the reader's language.

use std::borrow::Borrow;

use casework::preferences::{Appearance, Preferences};
use node::preferences::OwnPreferences;
use words::{Lang, Value, Vocabulary, Words};

use super::assets::in_assets;
use super::room::Room;
use super::sentence::Sentence;

/// The frame of one page for one reader.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    words: Words,
    reader: Option<Reader>,
    here: Option<Room>,
    /// The page's own name, as its heading and the window's title say it.
    pub(crate) title: String,
    done: Option<String>,
    /// Where this page is, so that the choice of a language comes back to it.
    pub(crate) path: String,
}

/// A number as templates give it: by itself, or by reference.
pub(crate) trait Count {
    /// The number.
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (*self).count()
    }
}

/// How the sentences are written for somebody who chose so.
fn reading_of(preferences: &Preferences) -> words::Reader {
    let usual = words::Reader::default();
    words::Reader {
        digits: words::Digits::from_code(preferences.digits.code()).unwrap_or(usual.digits),
        months: words::ArabicMonths::from_code(preferences.months.code()).unwrap_or(usual.months),
        zone: words::zone(&preferences.time_zone).unwrap_or(usual.zone),
    }
}

/// Whoever reads.
#[derive(Debug, Clone)]
struct Reader {
    name: String,
    rooms: Vec<Room>,
    preferences: Preferences,
}

/// The way to a room.
pub(crate) struct Way {
    pub(crate) path: &'static str,
    pub(crate) name: String,
    pub(crate) is_here: bool,
}

/// The way to the same page in another language.
pub(crate) struct OtherLanguage {
    pub(crate) code: &'static str,
    pub(crate) own_name: &'static str,
    pub(crate) is_spoken: bool,
}

impl Frame {
    /// A page for somebody whom nobody knows yet.
    pub(crate) fn for_stranger(vocabulary: &Vocabulary, lang: Lang, path: &str) -> Frame {
        let words = vocabulary.in_language(lang);
        Frame { words, reader: None, here: None, title: String::new(), done: None, path: path.to_owned() }
    }

    /// A page of this language, with the words that are shipped.
    #[cfg(test)]
    pub(crate) fn in_language(lang: Lang) -> Frame {
        Frame::for_stranger(&Vocabulary::of(words::glossary::Glossary::shipped()), lang, "/")
    }

    /// A page for whoever is signed in.
    pub(crate) fn for_reader(
        vocabulary: &Vocabulary,
        lang: Lang,
        own: &OwnPreferences,
        rooms: Vec<Room>,
        path: &str,
    ) -> Frame {
        let reader = Reader { name: own.user.name.reveal().to_owned(), rooms, preferences: own.preferences.clone() };
        let stranger = Frame::for_stranger(vocabulary, lang, path);
        let words = stranger.words.for_reader(reading_of(&own.preferences));
        Frame { reader: Some(reader), words, ..stranger }
    }

    /// The same with the title that the message `key` says.
    pub(crate) fn titled(mut self, key: &str) -> Frame {
        self.title = self.words.say_plain(key, &[]);
        self
    }

    /// The same, as a page of this room.
    pub(crate) fn in_room(mut self, room: Room) -> Frame {
        self.here = Some(room);
        self
    }

    /// The same with a word about what was just done, where `code` names one: `done-<code>`.
    pub(crate) fn after(mut self, code: Option<&str>) -> Frame {
        let key = code.map(|code| format!("done-{code}"));
        self.done = key.filter(|key| self.words.has(key)).map(|key| self.words.say_plain(&key, &[]));
        self
    }

    /// The words of the page's language.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// A message without variables.
    pub(crate) fn say(&self, key: &str) -> Sentence {
        self.say_with(key, &[])
    }

    /// A message whose variable is the number `n`.
    pub(crate) fn say_n(&self, key: &str, n: impl Count) -> Sentence {
        self.say_with(key, &[("n", n.count().into())])
    }

    /// A message whose one variable is a text.
    pub(crate) fn say_of(&self, key: &str, name: &str, text: &str) -> Sentence {
        self.say_with(key, &[(name, text.into())])
    }

    /// A message with its variables.
    pub(crate) fn say_with(&self, key: &str, args: &[(&str, Value)]) -> Sentence {
        Sentence::of(&self.words.say(key, args))
    }

    /// A message for an attribute, where no markup can stand.
    pub(crate) fn say_plain(&self, key: &str) -> String {
        self.words.say_plain(key, &[])
    }

    /// A code of a closed set in words: `<set>-<code>`.
    pub(crate) fn say_code(&self, set: &str, code: &str) -> Sentence {
        self.say(&format!("{set}-{code}"))
    }

    /// A verb as the ledger names it, in words: [`Frame::say_code`] of `action`. A verb of a version that is no longer is
    /// shown as it stands.
    pub(crate) fn say_action(&self, verb: &str) -> Sentence {
        if self.words.has(&format!("action-{verb}")) {
            self.say_code("action", verb)
        } else {
            Sentence::of(&format!("\u{2068}{}\u{2069}", words::visible(verb)))
        }
    }

    /// A time as the reader wants it written, with what a machine reads.
    pub(crate) fn moment(&self, us: impl Borrow<i64>) -> Sentence {
        Sentence::of(&self.moment_text(*us.borrow()))
    }

    /// The same as text.
    pub(crate) fn moment_text(&self, us: i64) -> String {
        self.words.moment(us)
    }

    /// `ar`, for HTML's `lang`.
    pub(crate) fn lang(&self) -> &'static str {
        self.words.lang().code()
    }

    /// `rtl` or `ltr`.
    pub(crate) fn dir(&self) -> &'static str {
        if self.words.lang().is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// `light`, `dark`, or `system` where the system decides.
    pub(crate) fn appearance(&self) -> &'static str {
        self.reader.as_ref().map_or(Appearance::System, |reader| reader.preferences.appearance).code()
    }

    /// Where an asset is had.
    pub(crate) fn asset(&self, name: &str) -> String {
        in_assets(name)
    }

    /// The reader's name, where somebody is signed in.
    pub(crate) fn name(&self) -> Option<&str> {
        self.reader.as_ref().map(|reader| reader.name.as_str())
    }

    /// What was just done, where something was.
    pub(crate) fn done(&self) -> Option<&str> {
        self.done.as_deref()
    }

    /// The menu.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let rooms = self.reader.iter().flat_map(|reader| &reader.rooms);
        let way = |room: &Room| Way {
            path: room.path(),
            name: self.words.say_plain(&format!("room-{}", room.code()), &[]),
            is_here: self.here == Some(*room),
        };
        rooms.map(way).collect()
    }

    /// The four languages.
    pub(crate) fn languages(&self) -> Vec<OtherLanguage> {
        let one = |lang: Lang| OtherLanguage {
            code: lang.code(),
            own_name: lang.own_name(),
            is_spoken: lang == self.words.lang(),
        };
        Lang::ALL.into_iter().map(one).collect()
    }
}
