//! How a provider is asked over the network: HTTP/1.1 to its one host and port, over TLS with the authorities that the system
//! trusts. It follows no redirect, takes no proxy, and goes nowhere else, whatever the provider says.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{HOST, HeaderValue, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use openidconnect::url::{Host, Url};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{NotAProvider, NotReached};

/// For all of one question: somebody waits before a screen.
const WITHIN: Duration = Duration::from_secs(10);
/// The longest answer: keys of a large house are some ten thousand bytes.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The way to one host.
pub(super) struct Wire {
    /// Any address there.
    to: Url,
    host: String,
    port: u16,
    /// None for this machine alone.
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Wire {
    /// The way to the host of an issuer.
    pub(super) fn to(issuer: &Url) -> Result<Wire, NotAProvider> {
        let host = issuer.host().ok_or(NotAProvider::NotAnIssuer)?;
        let is_this_machine = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let tls = match issuer.scheme() {
            "https" => {
                let name = issuer.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
                Some((connector()?, ServerName::try_from(name).map_err(|_| NotAProvider::NotAnIssuer)?))
            }
            "http" if is_this_machine => None,
            _ => return Err(NotAProvider::NotAnIssuer),
        };
        let port = issuer.port_or_known_default().ok_or(NotAProvider::NotAnIssuer)?;
        let host = host.to_string().trim_matches(['[', ']']).to_owned();
        Ok(Wire { to: issuer.clone(), host, port, tls })
    }

    /// Asks.
    pub(super) async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NotReached> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| NotReached::NotUnderstood)?;
        if url.origin() != self.to.origin() {
            return Err(NotReached::Elsewhere);
        }
        tokio::time::timeout(WITHIN, self.ask_there(request, &url)).await.map_err(|_| NotReached::Line)?
    }

    async fn ask_there(&self, request: HttpRequest, url: &Url) -> Result<HttpResponse, NotReached> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(|_| NotReached::Line)?;
        match &self.tls {
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await.map_err(|_| NotReached::Line)?;
                ask_over(stream, request, url).await
            }
            None => ask_over(stream, request, url).await,
        }
    }
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = NotReached;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotReached>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

async fn ask_over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: HttpRequest,
    url: &Url,
) -> Result<HttpResponse, NotReached> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| NotReached::Line)?;
    let (mut parts, body) = request.into_parts();
    let authority = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    parts.uri = path.parse::<Uri>().map_err(|_| NotReached::NotUnderstood)?;
    parts.headers.insert(HOST, HeaderValue::from_str(&authority).map_err(|_| NotReached::NotUnderstood)?);
    parts.headers.insert(USER_AGENT, HeaderValue::from_static("sanad"));
    let asking = async move {
        let answer = sender.send_request(Request::from_parts(parts, Full::new(Bytes::from(body)))).await;
        let (parts, body) = answer.map_err(|_| NotReached::Line)?.into_parts();
        let bytes =
            Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|_| NotReached::NotUnderstood)?.to_bytes();
        Ok(HttpResponse::from_parts(parts, bytes.to_vec()))
    };
    // The connection moves the bytes; it is over with the answer.
    tokio::select! {
        answer = asking => answer,
        ended = async { connection.await.map_err(|_| NotReached::Line)?; std::future::pending().await } => ended,
    }
}

fn connector() -> Result<TlsConnector, NotAProvider> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(NotAProvider::NoAuthorities);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks what rustls takes for safe")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
