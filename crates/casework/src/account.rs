//! An account: a handle, a mail address or a number somewhere, and the one form under which it is found again.
//!
//! What was written is kept; the normal form is for exact search only, and folds nothing that the service itself tells
//! apart.

use serde::{Deserialize, Serialize};

use crate::address::normal_host;
use crate::id::{AccountId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::Said;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The id.
    pub id: AccountId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// As it was written, where it was found.
    pub written: Protected,
    /// The form under which it is found.
    pub key: AccountKey,
    /// Who recorded it.
    pub said: Said,
}

/// The form under which an account is found: two accounts are searched as one exactly when their keys are equal. Written as
/// `{"kind": "handle", "service": "…", "key": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// What it is.
    pub kind: AccountKind,
    /// The service's name in small letters; empty where the kind says enough.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// The normal form.
    pub key: Protected,
}

codes! {
    /// What an account is called by.
    AccountKind {
        /// A name that its owner chose.
        Handle = "handle",
        /// A number that the service gave.
        ServiceNumber = "service-number",
        /// A mail address.
        Mail = "mail",
        /// A telephone number in its international form.
        Phone = "phone",
        /// A telephone number of which the country is not known: found only among its like.
        LocalPhone = "local-phone",
    }
}

impl AccountKey {
    /// The key as one text, by which the store finds it.
    pub fn text(&self) -> String {
        format!("{}:{}:{}", self.kind.code(), self.service, self.key.reveal())
    }
}

/// What is no account of the kind that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum NotAnAccount {
    /// Write a name.
    #[error("nothing is left of this handle")]
    NoHandle,
    /// Write it as name@domain.
    #[error("this is no mail address")]
    NoMail,
    /// Write digits, with the country's code and a plus where it is known.
    #[error("this is no telephone number")]
    NoPhone,
}

/// Services that take capitals and small letters for the same in what their users choose as a name. Of every other service
/// it is not known, and its names are kept apart by case.
pub const SERVICES_THAT_FOLD_CASE: &[&str] = &[
    "bluesky",
    "discord",
    "facebook",
    "github",
    "instagram",
    "kik",
    "linkedin",
    "mastodon",
    "onlyfans",
    "pinterest",
    "reddit",
    "roblox",
    "skype",
    "snapchat",
    "soundcloud",
    "telegram",
    "tiktok",
    "tumblr",
    "twitch",
    "twitter",
    "vk",
    "youtube",
];

/// Names by which people write the same service.
const SERVICE_NAMES: &[(&str, &str)] = &[
    ("fb", "facebook"),
    ("facebook messenger", "facebook"),
    ("ig", "instagram"),
    ("insta", "instagram"),
    ("snap", "snapchat"),
    ("tg", "telegram"),
    ("x", "twitter"),
    ("x.com", "twitter"),
    ("yt", "youtube"),
];

/// The one name of a service, however it was written.
pub fn service_name(written: &str) -> String {
    let plain = visible(written).to_lowercase();
    let plain = plain.trim();
    let plain = plain.strip_suffix(".com").filter(|name| !name.contains('.') && name.len() > 1).unwrap_or(plain);
    let known = SERVICE_NAMES.iter().find(|(name, _)| *name == plain).map(|(_, service)| *service);
    known.unwrap_or(plain).to_owned()
}

/// The key of a handle: invisible characters, outer spaces and a leading `@` go; capitals become small where the service
/// folds them. Digits alone are a number that the service gave only if the caller says so.
pub fn handle_key(service: &str, written: &str) -> Result<AccountKey, NotAnAccount> {
    let service = service_name(service);
    let plain = visible(written);
    let plain = plain.trim();
    let plain = plain.trim_start_matches('@');
    if plain.is_empty() {
        return Err(NotAnAccount::NoHandle);
    }
    let folds = SERVICES_THAT_FOLD_CASE.contains(&service.as_str());
    let key = if folds { plain.to_lowercase() } else { plain.to_owned() };
    Ok(AccountKey { kind: AccountKind::Handle, service, key: Protected::new(key) })
}

/// The key of a number that a service gave: its digits as ASCII.
pub fn service_number_key(service: &str, written: &str) -> Result<AccountKey, NotAnAccount> {
    let digits: Option<String> = visible(written).trim().chars().map(ascii_digit).collect();
    let digits = digits.filter(|digits| !digits.is_empty()).ok_or(NotAnAccount::NoHandle)?;
    Ok(AccountKey { kind: AccountKind::ServiceNumber, service: service_name(service), key: Protected::new(digits) })
}

/// Mail services that take capitals and small letters of the local part for the same. The standard leaves that to each
/// domain, so elsewhere they are kept apart.
const MAIL_THAT_FOLDS_CASE: &[&str] = &[
    "aol.com",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "live.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "web.de",
    "yahoo.com",
    "yahoo.fr",
    "yandex.ru",
];

/// The key of a mail address: the domain's normal form; the local part as written, but in small letters at the services
/// known to fold. Gmail tells neither dots nor what follows a plus apart, and `googlemail.com` is the same.
pub fn mail_key(written: &str) -> Result<AccountKey, NotAnAccount> {
    let plain = visible(written);
    let plain = plain.trim();
    let plain = plain.strip_prefix("mailto:").unwrap_or(plain);
    let (local, domain) = plain.rsplit_once('@').ok_or(NotAnAccount::NoMail)?;
    let domain = normal_host(domain).ok_or(NotAnAccount::NoMail)?;
    let domain = if domain == "googlemail.com" { "gmail.com" } else { domain.as_str() };
    if local.is_empty() || local.chars().any(|letter| letter.is_whitespace() || letter == '@') {
        return Err(NotAnAccount::NoMail);
    }
    let mut local = local.to_owned();
    if MAIL_THAT_FOLDS_CASE.contains(&domain) {
        local = local.to_lowercase();
    }
    if domain == "gmail.com" {
        local = local.split('+').next().unwrap_or_default().replace('.', "");
    }
    if local.is_empty() {
        return Err(NotAnAccount::NoMail);
    }
    let key = Protected::new(format!("{local}@{domain}"));
    Ok(AccountKey { kind: AccountKind::Mail, service: String::new(), key })
}

/// How numbers are dialled in a country, as its node says: what stands for the country, and what is dialled before a number
/// within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DialPlan<'a> {
    /// The country's code, e.g. `962`.
    pub country_code: &'a str,
    /// What precedes a national number, e.g. `0`; empty where nothing does.
    pub trunk_prefix: &'a str,
}

/// The key of a telephone number: ITU-T E.164 where a plus, `00`, or the dial plan of the country it was written in tells
/// the country; otherwise its digits, found only among numbers that are as incomplete.
pub fn phone_key(written: &str, written_in: Option<DialPlan<'_>>) -> Result<AccountKey, NotAnAccount> {
    let plain = visible(written);
    let plain = plain.trim();
    let plain = plain.strip_prefix("tel:").unwrap_or(plain);
    // People write the trunk prefix into the international form: +44 (0)20.
    let has_plus = plain.starts_with('+') || plain.starts_with('＋');
    let plain = if has_plus { plain.replacen("(0)", "", 1) } else { plain.to_owned() };
    let mut digits = String::new();
    for letter in plain.chars().skip(usize::from(has_plus)) {
        match ascii_digit(letter) {
            Some(digit) => digits.push(digit),
            None if " -./()\u{a0}\u{2010}\u{2011}\u{2012}\u{2013}".contains(letter) => {}
            None => return Err(NotAnAccount::NoPhone),
        }
    }
    let international = match (has_plus, digits.strip_prefix("00"), written_in) {
        (true, _, _) => Some(digits.clone()),
        (false, Some(rest), _) => Some(rest.to_owned()),
        (false, None, Some(plan)) => {
            let national = digits.strip_prefix(plan.trunk_prefix).unwrap_or(&digits);
            Some(format!("{}{national}", plan.country_code))
        }
        (false, None, None) => None,
    };
    let (kind, key) = match international {
        // E.164: at most 15 digits, no country's code begins with 0.
        Some(whole) if (7..=15).contains(&whole.len()) && !whole.starts_with('0') => {
            (AccountKind::Phone, format!("+{whole}"))
        }
        Some(_) => return Err(NotAnAccount::NoPhone),
        None if (3..=15).contains(&digits.len()) => (AccountKind::LocalPhone, digits),
        None => return Err(NotAnAccount::NoPhone),
    };
    Ok(AccountKey { kind, service: String::new(), key: Protected::new(key) })
}

/// The text without characters that nobody sees: they come along when something is copied out of a chat.
pub(crate) fn visible(text: &str) -> String {
    let unseen = |letter: char| {
        (letter.is_control() && !letter.is_whitespace())
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
    };
    text.chars().filter(|letter| !unseen(*letter)).collect()
}

/// The ASCII digit that a digit of Arabic, Persian, Devanagari or full-width writing stands for.
pub(crate) fn ascii_digit(letter: char) -> Option<char> {
    let zero = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'];
    let value = zero.iter().find_map(|zero| (letter as u32).checked_sub(*zero as u32).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10))
}

impl Record for Account {
    type Id = AccountId;
    const NOUN: Noun = Noun::Account;

    fn id(&self) -> AccountId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::Account, self.key.text())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: Result<AccountKey, NotAnAccount>) -> Result<String, NotAnAccount> {
        key.map(|key| format!("{}:{}", key.kind.code(), key.key.reveal()))
    }

    #[test]
    fn a_handle_is_folded_only_where_its_service_folds() {
        let check = |service, written, expected: &str| {
            let key = handle_key(service, written).unwrap();
            assert_eq!(format!("{}/{}", key.service, key.key.reveal()), expected, "{written:?}");
        };
        check("Instagram", " @Some.One ", "instagram/some.one");
        check("IG", "some.one", "instagram/some.one");
        check("X", "@SomeOne", "twitter/someone");
        check("twitter.com", "someone", "twitter/someone");
        check("A forum", "SomeOne", "a forum/SomeOne");
        check("Telegram", "\u{202a}@Some\u{200b}One\u{202c}", "telegram/someone");
        check("Forum", "@@twice", "forum/twice");
        assert_eq!(text(handle_key("kik", " @ ")), Err(NotAnAccount::NoHandle));
        let folded = |service: &&str| **service == service_name(service);
        assert!(SERVICES_THAT_FOLD_CASE.iter().all(folded), "the table is asked by the one name of a service");
    }

    #[test]
    fn a_number_that_a_service_gave_is_its_digits() {
        assert_eq!(text(service_number_key("tg", " ١٢٣۴٥ ")), Ok("service-number:12345".into()));
        assert_eq!(text(service_number_key("tg", "12a")), Err(NotAnAccount::NoHandle));
        assert_eq!(text(service_number_key("tg", "")), Err(NotAnAccount::NoHandle));
    }

    #[test]
    fn a_mail_address_is_found_however_its_owner_writes_it() {
        let check = |written: &str, expected: Option<&str>| {
            let expected = expected.map(|mail| format!("mail:{mail}")).ok_or(NotAnAccount::NoMail);
            assert_eq!(text(mail_key(written)), expected, "{written:?}");
        };
        check("Some.One@Example.ORG", Some("Some.One@example.org"));
        check("mailto:Some.One+x@GoogleMail.com", Some("someone@gmail.com"));
        check("Some.One+x@Outlook.com", Some("some.one+x@outlook.com"));
        check("a@Bücher.example.", Some("a@xn--bcher-kva.example"));
        for wrong in ["", "someone", "@example.org", "a b@example.org", "a@", "a@b@example.org", "+x@gmail.com"] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_telephone_number_is_international_where_its_country_is_known() {
        let jordan = Some(DialPlan { country_code: "962", trunk_prefix: "0" });
        let check = |written: &str, plan, expected: Option<&str>| {
            assert_eq!(text(phone_key(written, plan)).ok().as_deref(), expected, "{written:?}");
        };
        check("+962 7 9012 3456", None, Some("phone:+962790123456"));
        check("٠٠٩٦٢ ٧٩٠١٢٣٤٥٦", None, Some("phone:+962790123456"));
        check("079-012 3456", jordan, Some("phone:+962790123456"));
        check("\u{202a}tel:+962790123456\u{202c}", jordan, Some("phone:+962790123456"));
        check("+44 (0)20 7946 0018", None, Some("phone:+442079460018"));
        check("079-012 3456", None, Some("local-phone:0790123456"));
        check("12", None, None);
        check("+0123456789", None, None);
        check("+1234567890123456", None, None);
        check("call me", None, None);
        check("", jordan, None);
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form() {
        for written in ["+962 790123456", "0044 20 7946 0018"] {
            let key = phone_key(written, None).unwrap();
            assert_eq!(phone_key(key.key.reveal(), None), Ok(key));
        }
        for written in ["Some.One+x@GoogleMail.com", "X@Bücher.example"] {
            let key = mail_key(written).unwrap();
            assert_eq!(mail_key(key.key.reveal()), Ok(key));
        }
        for service in SERVICES_THAT_FOLD_CASE.iter().chain(&["forum"]) {
            let key = handle_key(service, "@Some.One").unwrap();
            assert_eq!(handle_key(service, key.key.reveal()), Ok(key));
        }
    }
}
