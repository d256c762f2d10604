//! Times as exporters write them. A time without a zone stays without: it is never taken for UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Nanoseconds since 1970 UTC; none when the text is no time, or has no zone.
///
/// Read are ISO 8601 with up to nine fractional digits and `Z`, an offset, or an offset *and* `Z` (one exporter's habit:
/// the offset counts, for the clock before it is the local one), and `/Date(milliseconds)/`.
pub(crate) fn read_ns(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(ms) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        // An offset behind the milliseconds only says which clock to show.
        let end = ms.rfind(['+', '-']).filter(|at| *at > 0).unwrap_or(ms.len());
        return ms[..end].parse::<i64>().ok()?.checked_mul(1_000_000);
    }
    let (date, clock) = text.split_once(['T', 't', ' '])?;
    let zone_at = clock.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = clock.split_at(zone_at);
    let local: DateTime = format!("{date}T{clock}").parse().ok()?;
    let zone = if zone.len() > 1 { zone.trim_end_matches(['Z', 'z']) } else { zone };
    let offset = match zone {
        "Z" | "z" => Offset::UTC,
        _ => read_offset(zone)?,
    };
    let timestamp: Timestamp = offset.to_timestamp(local).ok()?;
    i64::try_from(timestamp.as_nanosecond()).ok()
}

/// `+03:00`, `+0300`, `-03`.
fn read_offset(zone: &str) -> Option<Offset> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.get(1..)?.chars().filter(|letter| *letter != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = match digits.get(2..)? {
        "" => 0,
        rest if rest.len() == 2 => rest.parse().ok()?,
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(read_ns(text), expected, "{text}");
    }

    #[test]
    fn times_as_they_circulate() {
        let at = 1_767_225_600_000_000_000; // 2026-01-01T00:00:00Z
        check("2026-01-01T00:00:00Z", Some(at));
        check("2026-01-01 00:00:00.0000000Z", Some(at));
        check("2026-01-01T00:00:00.8300Z", Some(at + 830_000_000));
        check("2026-01-01T03:00:00+03:00", Some(at));
        check("2025-12-31T21:00:00-0300", Some(at));
        check("2026-01-01T03:00:00.000+03:00Z", Some(at));
        check("/Date(1767225600000)/", Some(at));
        check("/Date(1767225600000+0100)/", Some(at));
        check("/Date(-1)/", Some(-1_000_000));
    }

    #[test]
    fn no_zone_is_no_time() {
        check("2026-01-01T00:00:00", None);
        check("1/2/2026 3:04:05 PM", None);
        check("yesterday", None);
        check("", None);
        check("2026-01-01T00:00:00+99:99", None);
        check("/Date(99999999999999999)/", None);
    }
}
