//! Why somebody reads what is protected. It is asked for before anything is read, and stands in the ledger.

/// That no purpose was given where one is asked for. React: say what it is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is read for a purpose, and none was given")]
pub struct PurposeMissing;

/// The purpose, when one was given that is more than white space.
pub fn given(purpose: Option<&str>) -> Option<&str> {
    purpose.map(str::trim).filter(|purpose| !purpose.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_no_purpose() {
        for (text, expected) in [(None, None), (Some(" \t"), None), (Some(" a safety plan "), Some("a safety plan"))] {
            assert_eq!(given(text), expected);
        }
    }
}
