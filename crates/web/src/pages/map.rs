//! Positions, as rows say them from which `map.js` draws.

use casework::file::Position;
use casework::place::Located;

/// A position in degrees, as digits that copy unchanged.
pub(crate) struct Degrees {
    pub(crate) latitude: String,
    pub(crate) longitude: String,
}

impl Degrees {
    /// As rows say it.
    pub(crate) fn of(located: Located) -> Degrees {
        let Position { latitude_e7, longitude_e7 } = located.into();
        Degrees { latitude: degrees(latitude_e7), longitude: degrees(longitude_e7) }
    }
}

/// Five decimals: about a metre.
fn degrees(e7: i64) -> String {
    let rounded = (e7.abs() + 50) / 100;
    format!("{}{}.{:05}", if e7 < 0 && rounded > 0 { "-" } else { "" }, rounded / 100_000, rounded % 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_rounded_to_a_metre() {
        let check = |e7, expected: &str| assert_eq!(degrees(e7), expected);
        check(319_539_000, "31.95390");
        check(-319_539_049, "-31.95390");
        check(-319_539_050, "-31.95391");
        check(-10_000_000, "-1.00000");
        check(-5, "0.00000");
        check(1_800_000_000, "180.00000");
    }
}
