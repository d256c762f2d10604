//! Which of the four languages a call asks for (RFC 9110, 12.5.4).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use words::Lang;

/// The language of `Accept-Language` that we speak and that is wanted most; English where none is.
pub(crate) fn language_of(headers: &HeaderMap) -> Lang {
    let asked = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best: Option<(u16, Lang)> = None;
    for range in asked.flat_map(|value| value.split(',')) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let Some(thousandths) = thousandths_of(weight) else { continue };
        let lang = if tag.trim() == "*" { Some(Lang::English) } else { Lang::from_tag(tag) };
        // Of two that are wanted alike the first one stays.
        if let Some(lang) = lang.filter(|_| thousandths > 0 && best.is_none_or(|(most, _)| thousandths > most)) {
            best = Some((thousandths, lang));
        }
    }
    best.map_or(Lang::English, |(_, lang)| lang)
}

/// `q=0.8` as 800; none for what is no weight.
pub(crate) fn thousandths_of(weight: &str) -> Option<u16> {
    let number = weight.trim().strip_prefix("q=")?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").parse::<u16>().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_wanted_most_is_spoken() {
        let check = |asked: &str, expected| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, asked.parse().unwrap());
            assert_eq!(language_of(&headers), expected, "{asked}");
        };
        check("ar", Lang::Arabic);
        check("fr-CA, en;q=0.5", Lang::French);
        check("de, es;q=0.4, fr;q=0.7", Lang::French);
        check("en;q=0, es;q=0.1", Lang::Spanish);
        check("de", Lang::English);
        check("*, ar;q=0.9", Lang::English);
        check("fr;q=nonsense, ar;q=0.1", Lang::Arabic);
        check("fr;q=2", Lang::English);
        check(";;;,,,", Lang::English);
    }
}
