//! Settings: `sanad.toml`, then the environment, then flags; each value knows where it came from.
//!
//! A `sanad.toml` that lies in the working folder is not read: that folder may be the exhibit.

pub mod address;
mod file;
mod show;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use casework::audience::{Audience, Shared};
use clap::ArgMatches;
use clap::parser::ValueSource;
use fingerprint::view::Search;
use web::router::DisputedBorders;
use words::Lang;

use crate::complaint::Complaint;
use crate::exit::Exit;

pub use file::read as read_file;
pub use show::{print_json, print_table};

/// What kind of value a setting has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// The address of a database server. May hold a password, and is shown without it.
    Database,
    /// A path; in a file, relative to that file.
    Path,
    /// A whole number within bounds, both included.
    Number(u64, u64),
    /// `true` or `false`.
    Switch,
    /// One code of a closed set.
    Choice(&'static [&'static str]),
    /// Codes of a closed set; in the environment, with commas between.
    Choices(&'static [&'static str]),
    /// Several texts; in the environment, one to a line.
    Texts,
    /// Several paths; in a file, relative to that file; in the environment, one to a line.
    Paths,
    /// Several lists as `--list` takes them; in a file, relative to that file; in the environment, one to a line.
    Lists,
}

/// One setting and the three ways to give it.
#[derive(Debug)]
pub struct Spec {
    /// Its key in `sanad.toml`, with its table: `custody.authority`.
    pub key: &'static str,
    /// Its environment variable.
    pub variable: &'static str,
    /// Its flag, without the dashes.
    pub flag: &'static str,
    /// What it may be.
    pub kind: Kind,
}

/// Codes of languages.
pub const LANGUAGES: &[&str] = &["ar", "en", "es", "fr"];
/// Codes of what a video's frames are compared by.
pub const FRAMES: &[&str] = &["key", "second", "all"];
/// Codes of what `--fail-on` can ask for.
pub const FAIL_ON: &[&str] = &["known", "near", "altered", "new", "problem"];
/// Codes of [`Search`].
pub const SEARCHES: &[&str] = &["plain", "altered", "thorough", "exhaustive"];
/// Codes of [`DisputedBorders`].
pub const DISPUTED_BORDERS: &[&str] = &["dashed", "hidden"];
/// Codes of [`Audience`].
pub const AUDIENCES: &[&str] = &["own", "partner", "court"];
/// Codes of [`Shared`].
pub const SHARED: &[&str] = &["names", "times", "gps", "camera", "comments", "details", "custody"];

const fn spec(key: &'static str, variable: &'static str, flag: &'static str, kind: Kind) -> Spec {
    Spec { key, variable, flag, kind }
}

/// Every setting there is, in the order in which they are shown.
pub const SPECS: &[Spec] = &[
    spec("lang", "SANAD_LANG", "lang", Kind::Choice(LANGUAGES)),
    spec("node", "SANAD_NODE", "node", Kind::Path),
    spec("database", "SANAD_DATABASE", "database", Kind::Database),
    spec("quiet", "SANAD_QUIET", "quiet", Kind::Switch),
    spec("show-names", "SANAD_SHOW_NAMES", "show-names", Kind::Switch),
    spec("jobs", "SANAD_JOBS", "jobs", Kind::Number(1, 1024)),
    spec("custody.authority", "SANAD_AUTHORITY", "authority", Kind::Text),
    spec("custody.exhibit-number", "SANAD_EXHIBIT_NUMBER", "exhibit-number", Kind::Texts),
    spec("custody.seal", "SANAD_SEAL", "seal", Kind::Text),
    spec("custody.examiner", "SANAD_EXAMINER", "examiner", Kind::Text),
    spec("triage.lists", "SANAD_LISTS", "list", Kind::Lists),
    spec("triage.video", "SANAD_VIDEO", "video", Kind::Choice(FRAMES)),
    spec("triage.search", "SANAD_SEARCH", "search", Kind::Choice(SEARCHES)),
    spec("triage.threshold", "SANAD_THRESHOLD", "threshold", Kind::Number(0, 64)),
    spec("triage.uncaged", "SANAD_UNCAGED", "uncaged", Kind::Switch),
    spec("triage.fail-on", "SANAD_FAIL_ON", "fail-on", Kind::Choices(FAIL_ON)),
    spec("report.for", "SANAD_FOR", "for", Kind::Choice(AUDIENCES)),
    spec("report.share", "SANAD_SHARE", "share", Kind::Choices(SHARED)),
    spec("report.flavour", "SANAD_FLAVOUR", "flavour", Kind::Text),
    spec("serve.origin", "SANAD_ORIGIN", "origin", Kind::Text),
    spec("serve.oidc-issuer", "SANAD_OIDC_ISSUER", "oidc-issuer", Kind::Text),
    spec("serve.oidc-client", "SANAD_OIDC_CLIENT", "oidc-client", Kind::Text),
    spec("serve.oidc-secret-file", "SANAD_OIDC_SECRET_FILE", "oidc-secret-file", Kind::Path),
    spec("serve.oidc-second-factor", "SANAD_OIDC_SECOND_FACTOR", "oidc-second-factor", Kind::Texts),
    spec("serve.disputed-borders", "SANAD_DISPUTED_BORDERS", "disputed-borders", Kind::Choice(DISPUTED_BORDERS)),
    spec("serve.intake", "SANAD_INTAKE", "intake", Kind::Paths),
    spec("backup.recipients", "SANAD_BACKUP_RECIPIENTS", "recipient", Kind::Texts),
    spec(
        "backup.keep-for",
        "SANAD_BACKUP_KEEP_FOR",
        "keep-for",
        Kind::Number(1, casework::backup::KEEP_DAYS_MAX as u64),
    ),
    spec("find.distance", "SANAD_DISTANCE", "distance", Kind::Number(0, 64)),
];

/// The variable that holds by what a provider of sign-ins knows this node. It is no setting: settings are shown.
pub const OIDC_SECRET: &str = "SANAD_OIDC_SECRET";

/// Variables of ours that are no setting: where the settings are, a secret, which instructions are used, what a build and
/// tests go by.
const OTHER_VARIABLES: &[&str] = &[
    "SANAD_CONFIG",
    OIDC_SECRET,
    "SANAD_KERNEL",
    "SANAD_COMMIT",
    "SANAD_CORPORA",
    "SANAD_LONG",
    "SANAD_SOAK",
    "SANAD_CASE_VALIDATE",
    "SANAD_TEST_POSTGRES",
];

/// A warning for every variable that looks like one of ours and is none, by name: a mistyped `SANAD_NODE` would
/// otherwise work in another folder without a word.
pub fn unknown_variables(names: impl Iterator<Item = OsString>) -> Vec<Complaint> {
    let known = || SPECS.iter().map(|spec| spec.variable).chain(OTHER_VARIABLES.iter().copied());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let mut unknown: Vec<String> =
        names.filter(|name| name.starts_with("SANAD_") && !known().any(|known| known == name)).collect();
    unknown.sort_unstable();
    unknown
        .into_iter()
        .map(|name| {
            let nearest = known().map(|known| (file::letters_differing(&name, known), known)).min();
            let complaint = Complaint::new(Exit::Usage, "config-unknown-variable", vec![("name", name.into())]);
            match nearest {
                Some((1..=3, near)) => complaint.with_hint("usage-suggestion", vec![("suggestion", near.into())]),
                _ => complaint,
            }
        })
        .collect()
}

/// The setting that a flag gives, if it gives one.
pub fn spec_of_flag(flag: &str) -> Option<&'static Spec> {
    SPECS.iter().find(|spec| spec.flag == flag)
}

/// A value before it is put to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// Text, a path or a code.
    Text(OsString),
    /// A number.
    Number(u64),
    /// A switch.
    Switch(bool),
    /// Several.
    Many(Vec<OsString>),
}

impl Spec {
    /// The value where nobody said anything; none where that depends on the machine, on a list, or is nothing.
    pub fn default(&self) -> Option<Raw> {
        match self.key {
            "triage.video" => Some(Raw::Text("key".into())),
            "triage.search" => Some(Raw::Text(Search::Altered.name().into())),
            "triage.threshold" => Some(Raw::Number(fingerprint::pdq::DISTANCE_BITS_MAX.into())),
            "backup.keep-for" => Some(Raw::Number(crate::cli::backup::KEEP_DAYS)),
            "serve.disputed-borders" => Some(Raw::Text(DisputedBorders::Dashed.code().into())),
            "report.for" => Some(Raw::Text(Audience::Own.code().into())),
            _ if self.kind == Kind::Switch => Some(Raw::Switch(false)),
            _ => None,
        }
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// A line of a file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A variable.
    Environment {
        /// Its name.
        variable: &'static str,
    },
    /// A flag.
    Flag {
        /// Its name, without the dashes.
        flag: &'static str,
    },
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub from: Source,
}

/// Values by key, the later way having replaced the earlier.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<&'static str, Setting<Raw>>);

impl Values {
    /// The value of a key and where it came from.
    pub fn get(&self, key: &str) -> Option<&Setting<Raw>> {
        self.0.get(key)
    }

    /// Says a value; what was said before is replaced.
    pub fn set(&mut self, spec: &'static Spec, value: Raw, from: Source) {
        self.0.insert(spec.key, Setting { value, from });
    }

    /// Takes in the environment. `variable` gives a variable's value; an empty one says nothing.
    ///
    /// # Errors
    /// A value that the setting cannot have.
    pub fn add_environment(&mut self, variable: impl Fn(&str) -> Option<OsString>) -> Result<(), Complaint> {
        for spec in SPECS {
            let Some(value) = variable(spec.variable).filter(|value| !value.is_empty()) else { continue };
            let raw = from_environment(spec, &value).ok_or_else(|| {
                let args = vec![("name", spec.variable.into()), ("value", value.to_string_lossy().into())];
                with_expectation(Complaint::new(Exit::Usage, "config-bad-variable", args), spec.kind)
            })?;
            self.set(spec, raw, Source::Environment { variable: spec.variable });
        }
        Ok(())
    }

    /// Takes in the flags of one command, which have been checked by its parser.
    pub fn add_flags(&mut self, matches: &ArgMatches) {
        for spec in SPECS {
            if matches.try_contains_id(spec.flag).is_err()
                || matches.value_source(spec.flag) != Some(ValueSource::CommandLine)
            {
                continue;
            }
            let given: Vec<OsString> =
                matches.get_raw(spec.flag).map(|values| values.map(OsStr::to_owned).collect()).unwrap_or_default();
            let raw = match spec.kind {
                Kind::Switch => Some(Raw::Switch(matches.get_flag(spec.flag))),
                Kind::Number(..) => given.last().and_then(|text| text.to_str()?.parse().ok()).map(Raw::Number),
                Kind::Texts | Kind::Lists | Kind::Paths | Kind::Choices(_) => Some(Raw::Many(given)),
                Kind::Text | Kind::Database | Kind::Path | Kind::Choice(_) => given.last().cloned().map(Raw::Text),
            };
            if let Some(raw) = raw {
                self.set(spec, raw, Source::Flag { flag: spec.flag });
            }
        }
    }

    /// Remembers the language that the system's own variables ask for, where no setting says one.
    pub fn set_lang_of_system(&mut self, variable: &'static str, lang: Lang) {
        if let (None, Some(spec)) = (self.get("lang"), spec_of_flag("lang")) {
            self.set(spec, Raw::Text(lang.code().into()), Source::Environment { variable });
        }
    }

    fn text(&self, key: &str) -> Option<&OsStr> {
        match &self.get(key)?.value {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }

    /// One line of text; what is not UTF-8 in it is replaced.
    pub fn text_of(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.to_string_lossy().into_owned())
    }

    /// A path.
    pub fn path_of(&self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }

    /// A number.
    pub fn number_of(&self, key: &str) -> Option<u64> {
        match self.get(key)?.value {
            Raw::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A switch; off unless somebody said otherwise.
    pub fn is_on(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Setting { value: Raw::Switch(true), .. }))
    }

    /// Several texts.
    pub fn many_of(&self, key: &str) -> Vec<OsString> {
        match self.get(key).map(|setting| &setting.value) {
            Some(Raw::Many(many)) => many.clone(),
            _ => Vec::new(),
        }
    }

    /// The language, when a setting says it.
    pub fn lang(&self) -> Option<Lang> {
        self.text("lang").and_then(OsStr::to_str).and_then(Lang::from_tag)
    }

    /// For whom reports are written: our own unit, unless somebody said otherwise.
    pub fn audience(&self) -> Audience {
        let code = self.text("report.for");
        Audience::ALL
            .iter()
            .copied()
            .find(|audience| code == Some(OsStr::new(audience.code())))
            .unwrap_or(Audience::Own)
    }

    /// How the map draws borders that somebody disputes: dashed, unless somebody said otherwise.
    pub fn disputed_borders(&self) -> DisputedBorders {
        let code = self.text("serve.disputed-borders");
        let said = DisputedBorders::ALL.into_iter().find(|known| code == Some(OsStr::new(known.code())));
        said.unwrap_or(DisputedBorders::Dashed)
    }

    /// What a partner is told nevertheless.
    pub fn shared(&self) -> Vec<Shared> {
        let codes = self.many_of("report.share");
        Shared::ALL.iter().copied().filter(|field| codes.iter().any(|code| code == field.code())).collect()
    }
}

/// Which file holds the settings: the one named, else `$SANAD_CONFIG`, else the user's own if it is there.
///
/// The user's own is `$XDG_CONFIG_HOME/sanad/sanad.toml`, where the variable is an absolute path, else
/// `~/.config/sanad/sanad.toml` (XDG Base Directory Specification 0.8).
pub fn file_to_read(named: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let given = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = named.map(Path::to_path_buf).or_else(|| given("SANAD_CONFIG")) {
        return Some(path);
    }
    let folder = given("XDG_CONFIG_HOME")
        .filter(|folder| folder.is_absolute())
        .or_else(|| given("HOME").map(|home| home.join(".config")))?;
    let path = folder.join("sanad/sanad.toml");
    path.exists().then_some(path)
}

fn from_environment(spec: &Spec, value: &OsStr) -> Option<Raw> {
    let lines =
        || value.to_str().map(|text| text.lines().filter(|line| !line.is_empty()).map(OsString::from).collect());
    match spec.kind {
        Kind::Text | Kind::Database | Kind::Path => Some(Raw::Text(value.to_owned())),
        Kind::Number(min, max) => {
            let number = value.to_str()?.parse().ok()?;
            (min..=max).contains(&number).then_some(Raw::Number(number))
        }
        Kind::Switch => match value.to_str()? {
            "1" | "true" => Some(Raw::Switch(true)),
            "0" | "false" => Some(Raw::Switch(false)),
            _ => None,
        },
        Kind::Choice(codes) => codes.contains(&value.to_str()?).then(|| Raw::Text(value.to_owned())),
        Kind::Choices(codes) => {
            let said: Vec<&str> = value.to_str()?.split(',').map(str::trim).collect();
            said.iter().all(|code| codes.contains(code)).then(|| Raw::Many(said.iter().map(OsString::from).collect()))
        }
        Kind::Texts | Kind::Lists | Kind::Paths => lines().map(Raw::Many),
    }
}

/// The complaint with what would have been right.
fn with_expectation(complaint: Complaint, kind: Kind) -> Complaint {
    match kind {
        Kind::Text | Kind::Database | Kind::Path => complaint.with_hint("config-expects-text", vec![]),
        Kind::Number(min, max) => {
            complaint.with_hint("config-expects-number", vec![("min", min.into()), ("max", max.into())])
        }
        Kind::Switch => complaint.with_hint("config-expects-switch", vec![]),
        Kind::Choice(codes) => complaint.with_hint("config-expects-choice", vec![("values", codes.join(", ").into())]),
        Kind::Choices(codes) => {
            complaint.with_hint("config-expects-choices", vec![("values", codes.join(", ").into())])
        }
        Kind::Texts | Kind::Lists | Kind::Paths => complaint.with_hint("config-expects-texts", vec![]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Words;

    #[test]
    fn codes_are_casework_s() {
        assert_eq!(AUDIENCES, Audience::ALL.iter().map(|code| code.code()).collect::<Vec<_>>());
        assert_eq!(SHARED, Shared::ALL.iter().map(|code| code.code()).collect::<Vec<_>>());
        assert_eq!(LANGUAGES, Lang::ALL.map(Lang::code));
    }

    fn environment(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
        move |name| pairs.iter().find(|(variable, _)| *variable == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn the_later_way_replaces_the_earlier() {
        let mut values = Values::default();
        let text = "jobs = 2\nquiet = true\n[custody]\nauthority = \"from the file\"\n";
        file::add(&mut values, Path::new("/etc/sanad.toml"), text).unwrap();
        values.add_environment(environment(&[("SANAD_JOBS", "3"), ("SANAD_SEAL", "S1"), ("SANAD_QUIET", "")])).unwrap();
        let words = Words::in_language(Lang::English);
        let matches = crate::cli::command(&words)
            .try_get_matches_from(["sanad", "triage", "x", "--jobs", "4", "--fail-on", "near", "--fail-on", "new"])
            .unwrap();
        values.add_flags(matches.subcommand().unwrap().1);
        assert_eq!(
            values.get("jobs").unwrap(),
            &Setting { value: Raw::Number(4), from: Source::Flag { flag: "jobs" } }
        );
        assert_eq!(
            values.get("custody.authority").unwrap().from,
            Source::File { path: "/etc/sanad.toml".into(), line: 4 }
        );
        assert_eq!(values.get("custody.seal").unwrap().from, Source::Environment { variable: "SANAD_SEAL" });
        assert!(values.is_on("quiet"), "an empty variable says nothing");
        assert_eq!(values.many_of("triage.fail-on"), ["near", "new"]);
        assert_eq!(values.get("report.for"), None);
    }

    #[test]
    fn a_wrong_variable_is_refused_with_its_mend() {
        let words = Words::in_language(Lang::English);
        let check = |pairs, expected: &[&str]| {
            let complaint = Values::default().add_environment(environment(pairs)).unwrap_err();
            let said = complaint.in_words(&words).replace(['\u{2068}', '\u{2069}'], "");
            expected.iter().for_each(|part| assert!(said.contains(part), "{said}"));
        };
        check(&[("SANAD_JOBS", "many")], &["SANAD_JOBS", "many", "1", "1,024"]);
        check(&[("SANAD_JOBS", "0")], &["SANAD_JOBS"]);
        check(&[("SANAD_UNCAGED", "yes")], &["SANAD_UNCAGED", "true"]);
        check(&[("SANAD_FOR", "press")], &["own, partner, court"]);
        check(&[("SANAD_SHARE", "names,faces")], &["names, times, gps"]);
    }

    #[test]
    fn a_variable_that_is_none_of_ours_is_named_with_the_nearest() {
        let said = |names: &[&str], lang: Lang| -> Vec<String> {
            let complaints = unknown_variables(names.iter().map(OsString::from));
            let said = complaints.iter().map(|complaint| complaint.in_words(&Words::in_language(lang)));
            said.map(|said| said.replace(['\u{2068}', '\u{2069}'], "")).collect()
        };
        let known = SPECS.iter().map(|spec| spec.variable).chain(OTHER_VARIABLES.iter().copied());
        assert_eq!(said(&known.collect::<Vec<_>>(), Lang::English), [""; 0]);
        assert_eq!(said(&["PATH", "sanad_node", "XSANAD_NODE"], Lang::English), [""; 0]);
        for lang in Lang::ALL {
            let said = said(&["SANAD_NDOE", "SANAD_SOMETHING_ELSE"], lang);
            assert!(said[0].contains("SANAD_NDOE") && said[0].contains("SANAD_NODE"), "{said:?}");
            // Nothing is near this one: nothing is suggested.
            assert!(said[1].contains("SANAD_SOMETHING_ELSE") && !said[1].contains('\n'), "{said:?}");
        }
    }

    #[test]
    fn the_users_own_file_is_read_only_where_it_is() {
        assert_eq!(file_to_read(None, environment(&[("HOME", "/nowhere"), ("XDG_CONFIG_HOME", "/nowhere")])), None);
        assert_eq!(file_to_read(None, environment(&[("SANAD_CONFIG", "/a.toml")])), Some("/a.toml".into()));
        let named = file_to_read(Some(Path::new("/b.toml")), environment(&[("SANAD_CONFIG", "/a.toml")]));
        assert_eq!(named, Some("/b.toml".into()), "the flag comes last and wins");
    }
}
