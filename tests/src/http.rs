//! One plain HTTP request to a peer on loopback: enough for its status page, and no client under test.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::SupportError;

const ANSWER_SECONDS_MAX: u64 = 60;

/// A response with its whole body.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The head: status line and fields.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends `GET path` to `address` with these header fields and reads the answer to its end.
///
/// HTTP/1.0, so that the body comes unchunked and ends with the connection.
///
/// # Errors
/// [`SupportError::Io`], [`SupportError::Answer`].
pub fn get(address: &str, path: &str, fields: &[(&str, &str)]) -> Result<Response, SupportError> {
    let mut request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in fields {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    let bytes = exchange(address, request.as_bytes())
        .map_err(SupportError::io(format!("GET http://{address}{path}")))?;
    parse(bytes).ok_or_else(|| SupportError::Answer {
        from: format!("http://{address}{path}"),
        expected: "HTTP",
        found: "something else".to_owned(),
    })
}

fn exchange(address: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
    stream.set_write_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(mut bytes: Vec<u8>) -> Option<Response> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let body = bytes.split_off(head_end + 4);
    let head = String::from_utf8(bytes).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Response { status, head, body })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_status_and_body() {
        let response =
            parse(b"HTTP/1.1 404 Not Found\r\nA: b\r\n\r\nbody\r\n\r\n".to_vec()).unwrap();
        assert_eq!(
            (response.status, response.body.as_slice()),
            (404, b"body\r\n\r\n".as_slice())
        );
    }

    #[test]
    fn refuses_what_is_not_http() {
        assert!(parse(b"\x15\x03\x01\x00\x02".to_vec()).is_none());
    }
}
