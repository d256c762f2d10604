//! Calls over HTTP from several clients at once, the same for every server: plain sockets, so that what a client costs is
//! small. It knows as much of HTTP/1.1 as two servers need that answer with a length.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

/// One call.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub method: &'static str,
    pub path: String,
    /// Lines of headers, each with its end.
    pub headers: String,
    pub body: String,
    /// How many of the things asked for were found, by the answer.
    pub n_matched: fn(&Value) -> u64,
}

/// What all calls came to.
pub(super) struct Called {
    pub wall_s: f64,
    /// How long each call was waited for.
    pub waits_ms: Vec<f64>,
    pub n_matched: u64,
}

/// Each client makes its calls one after the other, all clients at once.
pub(super) fn call_all(address: &str, of_clients: &[Vec<Call>]) -> Result<Called> {
    let begun = Instant::now();
    let of_each: Vec<Result<(Vec<f64>, u64)>> = std::thread::scope(|scope| {
        let clients: Vec<_> = of_clients.iter().map(|calls| scope.spawn(|| call_one(address, calls))).collect();
        clients.into_iter().map(|client| client.join().expect("a client does not panic")).collect()
    });
    let wall_s = begun.elapsed().as_secs_f64();
    let mut called = Called { wall_s, waits_ms: Vec::new(), n_matched: 0 };
    for client in of_each {
        let (waits_ms, n_matched) = client?;
        called.waits_ms.extend(waits_ms);
        called.n_matched += n_matched;
    }
    Ok(called)
}

fn call_one(address: &str, calls: &[Call]) -> Result<(Vec<f64>, u64)> {
    let mut connection = None;
    let (mut waits_ms, mut n_matched) = (Vec::with_capacity(calls.len()), 0);
    for call in calls {
        let begun = Instant::now();
        let mut stream = match connection.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
                stream.set_nodelay(true).context("setting a connection up")?;
                BufReader::new(stream)
            }
        };
        let Call { method, path, headers, body, .. } = call;
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let text = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n{headers}{length}\r\n{body}");
        stream.get_mut().write_all(text.as_bytes()).context("asking")?;
        let (status, answer, stays) = read_answer(&mut stream)?;
        waits_ms.push(1e3 * begun.elapsed().as_secs_f64());
        ensure!(status == 200, "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
        let answer = serde_json::from_slice(&answer).with_context(|| format!("the answer to {path} is no JSON"))?;
        n_matched += (call.n_matched)(&answer);
        connection = stays.then_some(stream);
    }
    Ok((waits_ms, n_matched))
}

/// The status, the body, and whether the server keeps the connection.
fn read_answer(stream: &mut BufReader<TcpStream>) -> Result<(u16, Vec<u8>, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line).context("reading an answer")?;
    let status = line.split(' ').nth(1).and_then(|text| text.parse().ok());
    let status = status.with_context(|| format!("no status in {line:?}"))?;
    let (mut length, mut stays) = (None, true);
    loop {
        line.clear();
        ensure!(stream.read_line(&mut line).context("reading an answer")? > 0, "the server hung up");
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse::<usize>().ok(),
            "connection" => stays = !value.trim().eq_ignore_ascii_case("close"),
            "transfer-encoding" => bail!("an answer in pieces"),
            _ => {}
        }
    }
    let mut body = vec![0; length.context("an answer without its length")?];
    stream.read_exact(&mut body).context("reading an answer")?;
    Ok((status, body, stays))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn clients_ask_servers_that_hang_up_and_servers_that_do_not() {
        for header in ["", "Connection: close\r\n"] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap().to_string();
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    let mut stream = BufReader::new(stream.unwrap());
                    std::thread::spawn(move || {
                        let mut line = String::new();
                        while stream.read_line(&mut line).is_ok_and(|n| n > 0) {
                            if line.ends_with("\r\n\r\n") {
                                let answer = format!("HTTP/1.1 200 OK\r\n{header}Content-Length: 7\r\n\r\n{{\"a\":1}}");
                                stream.get_mut().write_all(answer.as_bytes()).unwrap();
                                line.clear();
                                if !header.is_empty() {
                                    return;
                                }
                            }
                        }
                    });
                }
            });
            let call = Call {
                method: "GET",
                path: "/".into(),
                headers: String::new(),
                body: String::new(),
                n_matched: |answer| answer["a"].as_u64().unwrap(),
            };
            let called = call_all(&address, &[vec![call.clone(); 5], vec![call; 3]]).unwrap();
            assert_eq!((called.waits_ms.len(), called.n_matched), (8, 8), "{header}");
        }
    }
}
