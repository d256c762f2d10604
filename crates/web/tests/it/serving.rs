//! Real sockets: plain on loopback, TLS, a stop that lets calls end.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use web::Settings;
use web::server::{Listen, ServeError, Server};

use crate::world::world;

fn listen(address: &str) -> Listen {
    Listen { address: address.parse().unwrap(), tls: None }
}

/// A call over a connection that is closed after it; the whole answer.
async fn ask(mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin, head: &str) -> String {
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A server that closes without TLS's goodbye has answered all the same.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

const ALIVE: &str = "GET /api/v1/alive HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn plain_http_is_for_this_machine_alone() {
    for address in ["0.0.0.0:0", "192.0.2.1:80", "[::]:0"] {
        let refused = Server::listen(&listen(address)).await.err();
        assert!(matches!(refused, Some(ServeError::PlainBeyondLoopback { .. })), "{address}");
    }
    assert!(Server::listen(&listen("127.0.0.1:0")).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_stopped_lets_calls_end_and_lays_the_ledger_out() {
    let world = world().await;
    let server = Server::listen(&listen("127.0.0.1:0")).await.unwrap();
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = server.serve(Arc::clone(&world.node), Settings::default(), async { drop(stopped.await) });
    let serving = tokio::spawn(serving);
    let answer = ask(TcpStream::connect(address).await.unwrap(), ALIVE).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"alive\":true}"), "{answer}");
    let with_token = format!(
        "GET /api/v1/lists HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
        world.everybody
    );
    assert!(ask(TcpStream::connect(address).await.unwrap(), &with_token).await.contains("\"Sample\""));
    // A call whose body is still on its way when the server is asked to stop.
    let mut half = TcpStream::connect(address).await.unwrap();
    let body = "{\"asked\": [{\"md5\": \"00000000000000000000000000000000\"}]}";
    let head = format!(
        "POST /api/v1/match HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{}",
        world.matcher,
        body.len(),
        &body[..10]
    );
    half.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(stop);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let answer = ask(half, &body[10..]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    tokio::time::timeout(Duration::from_secs(10), serving).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    let terminal = node::Principal::of_this_process();
    let ledger = world.node.show_ledger(&terminal).await.unwrap();
    let laid_out = std::fs::read_to_string(ledger.folder.join("checkpoint")).unwrap();
    assert!(laid_out.contains(&format!("\n{}\n", ledger.n_entries)), "{laid_out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_spoken_with_the_certificate_that_was_named() {
    let world = world().await;
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let paths: [PathBuf; 2] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&paths[0], made.cert.pem()).unwrap();
    std::fs::write(&paths[1], made.signing_key.serialize_pem()).unwrap();
    let [certificate, key] = paths;
    let address: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let swapped = Listen { address, tls: Some((key.clone(), certificate.clone())) };
    assert!(matches!(Server::listen(&swapped).await.err(), Some(ServeError::Certificate { .. })));
    let server = Server::listen(&Listen { address, tls: Some((certificate, key)) }).await.unwrap();
    let address = server.address();
    let serving = tokio::spawn(server.serve(Arc::clone(&world.node), Settings::default(), std::future::pending()));
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(made.cert.der().to_vec())).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    // A client that says nothing holds nobody up.
    let _silent = TcpStream::connect(address).await.unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await.unwrap();
    let answer = ask(stream, ALIVE).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("strict-transport-security"), "{answer}");
    serving.abort();
}
