//! Listening: plain HTTP on loopback only, TLS everywhere; a bounded number of connections, none of which can wait for
//! ever; a stop that lets calls end.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use node::Node;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::caller::Peer;
use crate::router::{Settings, router};

/// Connections at once; more wait in the system's queue.
const CONNECTIONS_MAX: NonZeroUsize = NonZeroUsize::new(1_024).expect("a number above nought");
/// How long a client may take to agree on keys, and to send the head of a call.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// How long calls under way may take to end once the server was asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(30);
/// After a connection that could not be taken, for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// Where and how to listen.
#[derive(Debug, Clone)]
pub struct Listen {
    /// The address; port 0 takes any that is free.
    pub address: SocketAddr,
    /// Certificate and key, in PEM files; none for plain HTTP, on loopback only.
    pub tls: Option<(PathBuf, PathBuf)>,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Whoever is on the way would read everything. React: name a certificate, or listen on loopback.
    #[error("plain HTTP on {address}, which is not this machine alone")]
    PlainBeyondLoopback {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The system does not let us listen there.
    #[error("listening on {address}")]
    Listening {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate or its key cannot be used.
    #[error("the certificate or key {}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A server that listens and serves nobody yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
}

impl Server {
    /// Begins to listen.
    ///
    /// # Errors
    /// See [`ServeError`].
    pub async fn listen(listen: &Listen) -> Result<Server, ServeError> {
        let address = listen.address;
        let tls = match &listen.tls {
            Some((certificate, key)) => Some(TlsAcceptor::from(Arc::new(tls_config(certificate, key)?))),
            None if address.ip().is_loopback() => None,
            None => return Err(ServeError::PlainBeyondLoopback { address }),
        };
        let failed = |source| ServeError::Listening { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Server { listener, address, tls })
    }

    /// The address, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then lets calls under way end. The ledger is laid out behind the calls, and once more at the
    /// end.
    pub async fn serve(self, node: Arc<Node>, settings: Settings, stop: impl Future<Output = ()>) {
        let (stopped, is_stopped) = tokio::sync::oneshot::channel::<()>();
        let publisher = tokio::spawn({
            let node = Arc::clone(&node);
            async move { node.publish_in_background(async { drop(is_stopped.await) }).await }
        });
        let settings = Settings { is_tls: self.tls.is_some(), ..settings };
        let (ending, is_ending) = tokio::sync::oneshot::channel::<()>();
        let runner = (!settings.only_match).then(|| {
            let node = Arc::clone(&node);
            tokio::spawn(async move { node.run_jobs(async { drop(is_ending.await) }).await })
        });
        let (matching_ends, is_matching_ended) = tokio::sync::oneshot::channel::<()>();
        let matcher = (!settings.only_match).then(|| {
            let node = Arc::clone(&node);
            tokio::spawn(async move { node.match_series_in_background(async { drop(is_matching_ended.await) }).await })
        });
        let app = router(Arc::clone(&node), settings);
        // Who watches a job is told to go before calls are waited for.
        let stop = async {
            stop.await;
            drop(ending);
        };
        self.accept_until(stop, &app).await;
        if let Some(runner) = runner {
            let _ = runner.await;
        }
        // What it is cut off in is noted, and matched when the program runs again.
        drop(matching_ends);
        if let Some(matcher) = matcher {
            let _ = matcher.await;
        }
        drop(stopped);
        // It ends when it has laid out everything.
        let _ = publisher.await;
    }

    async fn accept_until(self, stop: impl Future<Output = ()>, app: &Router) {
        let connections = Arc::new(Semaphore::new(CONNECTIONS_MAX.get()));
        let graceful = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            let place = connections.clone().acquire_owned();
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = async { (place.await, self.listener.accept().await) } => accepted,
            };
            let (Ok(place), accepted) = accepted else { break };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (app, tls, watcher) = (app.clone(), self.tls.clone(), graceful.watcher());
            tokio::spawn(async move {
                // What ends a connection early is the client's, or a call's, which has its own answer.
                let _ = serve_connection(stream, peer, tls, app, watcher).await;
                drop(place);
            });
        }
        drop(self.listener);
        let _ = tokio::time::timeout(STOP_WITHIN, graceful.shutdown()).await;
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    app: Router,
    watcher: hyper_util::server::graceful::Watcher,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let service = TowerToHyperService::new(app.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip().to_canonical()));
        request
    }));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).keep_alive(true);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(64).keep_alive_interval(Some(HEAD_WITHIN));
    match tls {
        Some(acceptor) => {
            let stream = tokio::time::timeout(HANDSHAKE_WITHIN, acceptor.accept(stream)).await??;
            watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await
        }
        None => watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await,
    }
}

fn tls_config(certificate: &Path, key: &Path) -> Result<ServerConfig, ServeError> {
    fn failed<E: Into<Box<dyn std::error::Error + Send + Sync>>>(path: &Path) -> impl FnOnce(E) -> ServeError {
        let path = path.to_owned();
        move |error| ServeError::Certificate { path, source: error.into() }
    }
    let chain = CertificateDer::pem_file_iter(certificate).map_err(failed(certificate))?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(failed(certificate))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    // Named here, so that no other provider that some dependency brings is taken.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(failed(certificate))?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, secret).map_err(failed(certificate))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
