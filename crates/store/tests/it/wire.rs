//! The way to a PostgreSQL server over a network: encrypted, and to the right server, or not at all.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use store::{Error, Store};

use crate::net_server::NetServer;

/// An authority of a unit's own.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate for a server of this name, and its key.
    fn sign_for(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

#[tokio::test]
async fn only_the_server_that_our_authority_vouches_for_is_spoken_to() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new("ours"), Authority::new("others"));
    let put = |name: &str, pem: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        format!("sslmode=verify-full&sslrootcert={}", path.display())
    };
    let (by_ours, by_others) = (put("ours.pem", &ours.pem), put("others.pem", &others.pem));
    let (certificate, key) = ours.sign_for("localhost");
    let server = NetServer::start(Some((&certificate, &key)));

    let store = Store::open_url(&server.url("localhost", &by_ours)).await.unwrap();
    assert_eq!(store.ledger_root().await.unwrap().size, 0);
    store.close().await;
    // Another authority's, another name's, and one that does not encrypt.
    let refused = |url: String| async move {
        let error = Store::open_url(&url).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable { .. }), "{url}: {error:?}");
        std::error::Error::source(&error).unwrap().to_string()
    };
    let why = refused(server.url("localhost", &by_others)).await;
    assert!(why.contains("UnknownIssuer"), "{why}");
    let why = refused(server.url("127.0.0.1", &by_ours)).await;
    assert!(why.contains("not valid for name") || why.contains("NotValidForName"), "{why}");
    let plain = NetServer::start(None);
    let why = refused(plain.url("localhost", &by_ours)).await;
    assert!(why.contains("TLS"), "{why}");
}

#[tokio::test]
async fn a_server_that_does_not_let_us_in_is_told_from_one_that_does_not_answer() {
    let server = NetServer::start(None);
    let no_such = server.url("127.0.0.1", "dbname=nowhere");
    let error = Store::open_url(&no_such).await.unwrap_err();
    assert!(matches!(error, Error::NotLetIn { .. }), "{error:?}");
    let gone = server.url("127.0.0.1", "");
    drop(server);
    let error = loop {
        // It takes a moment to end.
        if let Err(error @ Error::Unreachable { .. }) = Store::open_url(&gone).await {
            break error;
        }
    };
    assert!(error.to_string().contains("does not answer"), "{error}");
}
