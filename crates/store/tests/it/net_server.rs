//! A PostgreSQL server of the tests' own that is reached over the network, with TLS or without.

use std::path::Path;

use crate::server::{Server, start};

/// A server that is reached at this port of the machine itself, and speaks TLS where it has a certificate and its key. It
/// goes with the value.
pub(crate) struct NetServer {
    _server: Server,
    port: u16,
}

impl NetServer {
    /// Starts it.
    pub(crate) fn start(certificate_and_key: Option<(&str, &str)>) -> NetServer {
        // Free a moment ago; whoever takes it meanwhile makes the start fail, with its words.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut more = vec!["-h", "127.0.0.1"];
        if certificate_and_key.is_some() {
            more.extend(["-c", "ssl=on", "-c", "ssl_cert_file=../server.crt", "-c", "ssl_key_file=../server.key"]);
        }
        let put = |folder: &Path| {
            use std::os::unix::fs::OpenOptionsExt as _;
            let Some((certificate, key)) = certificate_and_key else { return Ok(()) };
            std::fs::write(folder.join("server.crt"), certificate)?;
            let file =
                std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(folder.join("server.key"));
            std::io::Write::write_all(&mut file?, key.as_bytes())
        };
        let server = start(&more, Some(port), put).unwrap_or_else(|why| panic!("{why}"));
        NetServer { _server: server, port }
    }

    /// The address of its first database at this name of the machine, with what else the connection shall be.
    pub(crate) fn url(&self, host: &str, more: &str) -> String {
        format!("postgres://sanad@{host}:{}/template1?{more}", self.port)
    }
}
