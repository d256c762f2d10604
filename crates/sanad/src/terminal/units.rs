//! Bytes and durations in words, rounded for people.

use words::Words;

/// Bytes with one decimal place, in powers of 1,000 as disks are sold: `35.2 MB`.
pub fn bytes_in_words(bytes: u64, words: &Words) -> String {
    const UNITS: [(u64, &str); 4] = [
        (1_000_000_000_000, "unit-terabytes"),
        (1_000_000_000, "unit-gigabytes"),
        (1_000_000, "unit-megabytes"),
        (1_000, "unit-kilobytes"),
    ];
    match UNITS.into_iter().find(|(size, _)| bytes >= *size) {
        // Tenths are rounded down: 999.95 kB must not become 1000.0 kB.
        Some((size, key)) => {
            let tenths = u128::from(bytes) * 10 / u128::from(size);
            words.say_plain(key, &[("n", (tenths as f64 / 10.0).into())])
        }
        None => words.say_plain("unit-bytes", &[("n", bytes.into())]),
    }
}

/// A duration in its two largest units: `2 h 5 min`, `3 min 10 s`, `7 s`.
pub fn duration_in_words(seconds: u64, words: &Words) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => words.say_plain("duration-seconds", &[("seconds", rest.into())]),
        (0, _) => words.say_plain("duration-minutes", &[("minutes", minutes.into()), ("seconds", rest.into())]),
        _ => words.say_plain("duration-hours", &[("hours", hours.into()), ("minutes", minutes.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn sizes_and_durations_are_rounded_for_people() {
        let (english, french) = (Words::in_language(Lang::English), Words::in_language(Lang::French));
        let check = |bytes, expected: [&str; 2]| {
            assert_eq!([bytes_in_words(bytes, &english), bytes_in_words(bytes, &french)], expected)
        };
        check(0, ["0 B", "0\u{a0}o"]);
        check(999, ["999 B", "999\u{a0}o"]);
        check(35_250_000, ["35.2 MB", "35,2\u{a0}Mo"]);
        check(999_999, ["999.9 kB", "999,9\u{a0}ko"]);
        check(u64::MAX, ["18,446,744 TB", "18\u{202f}446\u{202f}744\u{a0}To"]);
        assert_eq!(duration_in_words(7, &english), "7 s");
        assert_eq!(duration_in_words(190, &english), "3 min 10 s");
        assert_eq!(duration_in_words(7500, &english), "2 h 5 min");
    }
}
