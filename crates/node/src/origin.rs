//! Under which address browsers reach this node: what a passkey is bound to, so that it answers to no other site, and where
//! browsers come back to that were sent away to sign in. Claims nothing that a network could say: it is told by whoever keeps the node.

use std::time::Duration;

use casework::passkey::PasskeyRefusal;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use crate::error::Error;
use crate::open::Node;
use crate::passkey::CHALLENGE_US;

/// Text that is no address under which browsers keep passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("passkeys need https:// and a host's name, without a path; or http://localhost and a port")]
pub struct NotAnOrigin;

/// An address under which browsers reach a node.
pub(crate) struct Origin {
    /// Who verifies what devices sign for this address.
    pub(crate) webauthn: Webauthn,
    /// The address itself.
    pub(crate) url: Url,
}

impl Origin {
    fn read(text: &str) -> Result<Origin, NotAnOrigin> {
        let url = Url::parse(text).map_err(|_| NotAnOrigin)?;
        // A passkey is bound to a name: browsers keep none for the number of a host (WebAuthn 3, 5.1.2).
        let host = url.domain().ok_or(NotAnOrigin)?;
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && host == "localhost";
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !is_safe || !is_bare || !url.username().is_empty() || url.password().is_some() {
            return Err(NotAnOrigin);
        }
        let builder = WebauthnBuilder::new(host, &url).map_err(|_| NotAnOrigin)?;
        let timeout = Duration::from_micros(CHALLENGE_US.cast_unsigned());
        let webauthn = builder.rp_name("Sanad").timeout(timeout).build().map_err(|_| NotAnOrigin)?;
        Ok(Origin { webauthn, url })
    }
}

impl Node {
    /// The same node, which browsers reach under this address: `https://sanad.example` or, on the same machine,
    /// `http://localhost:8443`.
    ///
    /// # Errors
    /// When browsers keep no passkeys for such an address.
    pub fn reached_at(mut self, origin: &str) -> Result<Node, NotAnOrigin> {
        self.origin = Some(Origin::read(origin)?);
        Ok(self)
    }

    /// Whether passkeys work here: whether it is known under which address browsers reach this node.
    pub fn takes_passkeys(&self) -> bool {
        self.origin.is_some()
    }

    /// Who verifies passkeys here.
    pub(crate) fn webauthn(&self) -> Result<&Webauthn, Error> {
        let origin = self.origin.as_ref().ok_or_else(|| Error::refused(PasskeyRefusal::NoOrigin))?;
        Ok(&origin.webauthn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_a_safe_way_to_it() {
        let check = |text: &str, is_one: bool| assert_eq!(Origin::read(text).is_ok(), is_one, "{text}");
        check("https://sanad.example", true);
        check("https://sanad.example/", true);
        check("https://sanad.example:8443", true);
        check("http://localhost:8443", true);
        check("https://localhost", true);
        check("http://sanad.example", false);
        check("https://192.0.2.7", false);
        check("http://127.0.0.1:8443", false);
        check("https://[::1]:8443", false);
        check("https://sanad.example/app", false);
        check("https://sanad.example?x", false);
        check("https://sanad.example#x", false);
        check("https://rana@sanad.example", false);
        check("ftp://sanad.example", false);
        check("sanad.example", false);
        check("", false);
    }
}
