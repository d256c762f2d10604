//! An address on the internet: a URL, a domain or a host; its normal form, and whether it is known, pending or removed.
//!
//! It resolves nothing and visits nothing. The normal form is for exact search. Letters of other scripts become Punycode
//! (RFC 3492) after being made small; nothing else of IDNA (mapping, normalisation, checks of what may be registered) is
//! done, so that two spellings which only IDNA makes one are kept apart.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use crate::account::visible;
use crate::id::{AddressId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::Said;

codes! {
    /// What an address names.
    AddressKind {
        /// One document.
        Url = "url",
        /// A name.
        Domain = "domain",
        /// A number.
        Host = "host",
    }
}

/// An address, with everything that became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The id.
    pub id: AddressId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// As it was reported.
    pub written: Protected,
    /// What it names.
    pub kind: AddressKind,
    /// The form under which it is found.
    pub key: Protected,
    first: AddressStateSet,
    later: Vec<AddressStateSet>,
}

/// What became of an address, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressStateSet {
    /// What.
    pub state: AddressState,
    /// Who says so, and when.
    pub said: Said,
}

codes! {
    /// What became of an address.
    AddressState {
        /// It holds what it should not; nothing was sent yet.
        Known = "known",
        /// Its removal was asked for.
        Pending = "pending",
        /// It was looked at again, and is gone.
        Removed = "removed",
    }
}

impl AddressState {
    /// What may follow: what is gone can be back, and what was asked for can be refused or withdrawn.
    pub fn may_become(self) -> &'static [AddressState] {
        match self {
            AddressState::Known => &[AddressState::Pending, AddressState::Removed],
            AddressState::Pending => &[AddressState::Removed, AddressState::Known],
            AddressState::Removed => &[AddressState::Known],
        }
    }
}

/// Why an address was not recorded, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum AddressRefusal {
    /// Write a URL, a domain or a number.
    #[error("this is no address on the internet")]
    NotAnAddress,
    /// Choose a state that may follow.
    #[error("{} does not follow {}", to.code(), from.code())]
    DoesNotFollow {
        /// The state.
        from: AddressState,
        /// What was asked for.
        to: AddressState,
    },
}

impl Address {
    /// The address that was written, now known.
    pub fn open(id: AddressId, owner: UnitId, written: Protected, said: Said) -> Result<Address, AddressRefusal> {
        let (kind, key) = address_key(written.reveal()).ok_or(AddressRefusal::NotAnAddress)?;
        let first = AddressStateSet { state: AddressState::Known, said };
        Ok(Address { id, owner, written, kind, key: Protected::new(key), first, later: Vec::new() })
    }

    /// What became of it last.
    pub fn current(&self) -> &AddressStateSet {
        self.later.last().unwrap_or(&self.first)
    }

    /// Everything that became of it, the first one first.
    pub fn history(&self) -> impl Iterator<Item = &AddressStateSet> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The address in another state.
    pub fn set_state(&self, state: AddressState, said: Said) -> Result<Address, AddressRefusal> {
        let from = self.current().state;
        if !from.may_become().contains(&state) {
            return Err(AddressRefusal::DoesNotFollow { from, to: state });
        }
        let mut address = self.clone();
        address.later.push(AddressStateSet { state, said });
        Ok(address)
    }
}

/// What an address names, and its normal form. Takes what reporters make harmless, too: `hxxp`, `[.]`, `(dot)`.
///
/// Of a URL: scheme and host in small letters, no user, no port that the scheme has anyway, no fragment, `/` for no path,
/// dot segments resolved, percent escapes in capitals and only where needed. The query stays as it is written.
pub fn address_key(written: &str) -> Option<(AddressKind, String)> {
    let plain = visible(written);
    let plain = plain.trim().replace("[.]", ".").replace("(.)", ".").replace("[dot]", ".").replace("(dot)", ".");
    let plain = plain.replace("[:]", ":").replace("[://]", "://");
    if plain.is_empty() || plain.chars().any(char::is_whitespace) {
        return None;
    }
    let (scheme, rest) = match plain.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase().replace("hxxp", "http")), rest),
        None => (None, plain.as_str()),
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let has_port = authority.rsplit_once(':').is_some_and(|(host, _)| !host.contains([':', '@']));
    if scheme.is_none() && tail.is_empty() && !has_port {
        let host = normal_host(authority)?;
        let is_number = host.parse::<Ipv4Addr>().is_ok() || host.starts_with('[');
        // A word alone is no domain that anybody could look up.
        return match (is_number, host.contains('.')) {
            (true, _) => Some((AddressKind::Host, host)),
            (false, true) => Some((AddressKind::Domain, host)),
            (false, false) => None,
        };
    }
    // Reporters leave the scheme out; browsers then ask over http first, and lists are written so.
    let scheme = scheme.unwrap_or_else(|| "http".to_owned());
    let well_formed = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    if !well_formed(&scheme) {
        return None;
    }
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (authority, ""),
    };
    let host = normal_host(host)?;
    let usual = matches!((scheme.as_str(), port), ("http", "80") | ("https", "443") | ("ftp", "21") | (_, ""));
    let port = if usual { String::new() } else { format!(":{}", port.parse::<u16>().ok()?) };
    let tail = tail.split('#').next().unwrap_or_default();
    let (path, query) = match tail.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (tail, String::new()),
    };
    let path = without_dot_segments(&normal_escapes(&path.replace('\\', "/")));
    Some((AddressKind::Url, format!("{scheme}://{host}{port}{path}{query}")))
}

/// The normal form of a host: a number of IPv4, one of IPv6 in brackets, or a name in small letters and Punycode without the
/// last dot; none when it is neither.
pub fn normal_host(written: &str) -> Option<String> {
    let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
    if let Ok(number) = inner.parse::<Ipv6Addr>() {
        return Some(format!("[{number}]"));
    }
    if let Ok(number) = written.parse::<Ipv4Addr>() {
        return Some(number.to_string());
    }
    // The dots of other scripts separate labels as well.
    let name = written.to_lowercase().replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".");
    let name = name.strip_suffix('.').unwrap_or(&name);
    let labels: Option<Vec<String>> = name.split('.').map(normal_label).collect();
    let name = labels?.join(".");
    // A name of digits alone would be a number that is none.
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (name.len() <= 253 && !is_number).then_some(name)
}

fn normal_label(label: &str) -> Option<String> {
    let ascii = if label.is_ascii() { label.to_owned() } else { format!("xn--{}", punycode(label)?) };
    let plain = ascii.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (plain && (1..=63).contains(&ascii.len()) && !ascii.starts_with('-') && !ascii.ends_with('-')).then_some(ascii)
}

/// RFC 3492, section 6.3, with the numbers of its section 5.
fn punycode(label: &str) -> Option<String> {
    let letters: Vec<u32> = label.chars().map(u32::from).collect();
    if label.chars().any(|letter| !letter.is_ascii() && !letter.is_alphanumeric() && !is_mark(letter)) {
        return None;
    }
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let n_plain = out.len() as u32;
    if n_plain > 0 {
        out.push('-');
    }
    let (mut next, mut delta, mut bias, mut n_done) = (128u32, 0u32, 72u32, n_plain);
    while (n_done as usize) < letters.len() {
        let smallest = letters.iter().copied().filter(|letter| *letter >= next).min()?;
        delta = delta.checked_add((smallest - next).checked_mul(n_done + 1)?)?;
        next = smallest;
        for letter in &letters {
            if *letter < next {
                delta = delta.checked_add(1)?;
            }
            if *letter == next {
                let mut rest = delta;
                for k in (36u32..).step_by(36) {
                    let threshold = if k <= bias { 1 } else { (k - bias).min(26) };
                    if rest < threshold {
                        break;
                    }
                    out.push(digit_of(threshold + (rest - threshold) % (36 - threshold)));
                    rest = (rest - threshold) / (36 - threshold);
                }
                out.push(digit_of(rest));
                bias = adapted(delta, n_done + 1, n_done == n_plain);
                delta = 0;
                n_done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        next += 1;
    }
    Some(out)
}

fn adapted(delta: u32, n_points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / n_points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

fn digit_of(value: u32) -> char {
    char::from(if value < 26 { b'a' + value as u8 } else { b'0' + (value as u8 - 26) })
}

/// Marks that stand in names of Arabic, Hebrew and Indic scripts beside letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}'
        | '\u{b7}' | '\u{30fb}')
}

/// Escapes of what needs none are undone, the others written in capitals, and what needs one gets it.
fn normal_escapes(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        let escaped = pair.filter(|pair| bytes[at] == b'%' && pair.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let (byte, n_bytes) = match escaped.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => (byte, 3),
            None => (bytes[at], 1),
        };
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let stays = n_bytes == 1 && b"/%:@!$&'()*+,;=|[]{}^\"<>`".contains(&byte);
        if plain || stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        at += n_bytes;
    }
    out
}

/// RFC 3986, section 5.2.4.
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    for (n, segment) in segments.iter().enumerate() {
        let is_last = n + 1 == segments.len();
        match *segment {
            "." if is_last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

impl Record for Address {
    type Id = AddressId;
    const NOUN: Noun = Noun::Address;

    fn id(&self) -> AddressId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        self.current().state.code()
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::Address, self.key.reveal().to_owned())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    fn check(written: &str, expected: Option<&str>) {
        let found = address_key(written).map(|(kind, key)| format!("{} {key}", kind.code()));
        assert_eq!(found.as_deref(), expected, "{written:?}");
        // The normal form of a normal form is itself.
        if let Some((kind, key)) = address_key(written) {
            assert_eq!(address_key(&key), Some((kind, key.clone())), "{key}");
        }
    }

    #[test]
    fn one_document_has_one_address_however_it_is_written() {
        check("HTTP://Example.ORG", Some("url http://example.org/"));
        check("hxxps://example[.]org:443/a/../b/./c#top", Some("url https://example.org/b/c"));
        check("example.org/a", Some("url http://example.org/a"));
        check("http://user:word@example.org:8080/%7ea%2fb%20c", Some("url http://example.org:8080/~a%2Fb%20c"));
        check("http://example.org/A?B=c&d=%7e#x", Some("url http://example.org/A?B=c&d=%7e"));
        check("http://example.org/صورة", Some("url http://example.org/%D8%B5%D9%88%D8%B1%D8%A9"));
        check("http://example.org/..", Some("url http://example.org/"));
        check("http://example.org/a/", Some("url http://example.org/a/"));
        check("http://[2001:DB8::0:1]:80/x", Some("url http://[2001:db8::1]/x"));
        check("example.org:8080", Some("url http://example.org:8080/"));
        check("ftp://example.org:2121/x", Some("url ftp://example.org:2121/x"));
    }

    #[test]
    fn a_domain_is_its_small_letters_and_punycode() {
        check("Example.ORG.", Some("domain example.org"));
        check("Bücher.example", Some("domain xn--bcher-kva.example"));
        check("مثال.إختبار", Some("domain xn--mgbh0fb.xn--kgbechtv"));
        check("испытание.example", Some("domain xn--80akhbyknj4f.example"));
        check("例え。テスト", Some("domain xn--r8jz45g.xn--zckzah"));
        check("a_b.example(dot)org", Some("domain a_b.example.org"));
        check("192.0.2.1", Some("host 192.0.2.1"));
        check("2001:db8:0:0::1", Some("host [2001:db8::1]"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "",
            "word",
            "someone@example.org",
            "two words.org",
            "-a.org",
            "a-.org",
            "a..org",
            ".org",
            "192.0.2.999",
            "http://",
            "a!b.org",
            "http://example.org:99999/",
            "ex☂mple.org",
            "1http://example.org",
        ] {
            check(wrong, None);
        }
        check(&format!("{}.org", "a".repeat(64)), None);
    }

    #[test]
    fn an_address_that_was_removed_can_be_back_and_says_who_saw_it() {
        let (id, owner) = (AddressId::new(bytes(1)), UnitId::new(bytes(1)));
        let known = Address::open(id, owner, Protected::new("hxxp://canary.example"), said(1)).unwrap();
        assert!(!format!("{known:?}").contains("canary"));
        let states = [AddressState::Pending, AddressState::Removed, AddressState::Known];
        let mut address = known.clone();
        for (at, state) in states.into_iter().enumerate() {
            address = address.set_state(state, said(at as i64 + 2)).unwrap();
            assert_eq!(address.current(), &AddressStateSet { state, said: said(at as i64 + 2) });
        }
        assert_eq!(address.history().count(), 4);
        let refused = AddressRefusal::DoesNotFollow { from: AddressState::Known, to: AddressState::Known };
        assert_eq!(known.set_state(AddressState::Known, said(2)), Err(refused));
        let wrong = Address::open(id, owner, Protected::new("no address"), said(1));
        assert_eq!(wrong, Err(AddressRefusal::NotAnAddress));
    }
}
