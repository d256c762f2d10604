//! What a VICS document says of itself before its rows: version, flavour, hash set or case.

/// Which kind of rows a document states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Media records directly: a hash set.
    Media,
    /// Cases, each with its Media records.
    Cases,
}

/// The context line, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// `1.2`, `1.3`, `2.0`; whatever stands before `.xml`.
    pub version: String,
    /// The country's or producer's flavour in lower case, e.g. `us`, `uk`, `default`; none in 1.x, which has none.
    pub flavour: Option<String>,
    /// What it says its rows are.
    pub holds: Option<Holds>,
}

impl Envelope {
    /// Takes apart a value like `http://…/DataModels/2.0.xml/US/$metadata#Media`, whatever its case.
    pub fn of_context(context: &str) -> Option<Envelope> {
        let lower = context.trim().to_ascii_lowercase();
        let (_, rest) = lower.split_once("datamodels/")?;
        let (version, rest) = rest.split_once(".xml")?;
        let (path, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let is_code = |text: &str| {
            !text.is_empty()
                && text.len() <= 40
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
        };
        if !is_code(version) {
            return None;
        }
        let flavour = path.split('/').find(|part| !part.is_empty() && *part != "$metadata");
        Some(Envelope {
            version: version.to_owned(),
            flavour: flavour.filter(|flavour| is_code(flavour)).map(str::to_owned),
            holds: match fragment {
                "media" => Some(Holds::Media),
                "cases" => Some(Holds::Cases),
                _ => None,
            },
        })
    }

    /// The scheme of its categories: `vics-us`, `vics-default`; for 1.x, which has no flavours, `vics-1.3`.
    pub fn scheme(&self) -> String {
        format!("vics-{}", self.flavour.as_ref().unwrap_or(&self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(context: &str, expected: Option<(&str, &str, Option<Holds>)>) {
        let envelope = Envelope::of_context(context);
        let found = envelope.as_ref().map(|envelope| (envelope.version.clone(), envelope.scheme(), envelope.holds));
        assert_eq!(found, expected.map(|(version, scheme, holds)| (version.to_owned(), scheme.to_owned(), holds)));
    }

    #[test]
    fn contexts_as_they_circulate() {
        let base = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml";
        check(&format!("{base}/US/$metadata#Media"), Some(("2.0", "vics-us", Some(Holds::Media))));
        check(&format!("{base}/UK/$metadata#Cases"), Some(("2.0", "vics-uk", Some(Holds::Cases))));
        check(
            &format!("{base}/Default/$metadata#Media").to_uppercase(),
            Some(("2.0", "vics-default", Some(Holds::Media))),
        );
        let base = "http://github.com/ICMEC/ProjectVic/DataModels";
        check(&format!("{base}/1.3.xml#Media"), Some(("1.3", "vics-1.3", Some(Holds::Media))));
        check(&format!("{base}/1.2.xml"), Some(("1.2", "vics-1.2", None)));
        check("http://example.org/$metadata#Media", None);
        check(&format!("{base}/<b>.xml#Media"), None);
    }
}
