//! One HTTP request at a time to a peer on loopback: enough for its status page, and no client under test.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::SupportError;

/// How long a peer may take for each read and write.
pub const ANSWER_SECONDS_MAX: u64 = 60;

/// A response with its whole body.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The head: status line and fields.
    pub head: String,
    /// The body, without chunks.
    pub body: Vec<u8>,
}

impl Response {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Sends `GET path` to `address` with these header fields and reads the answer to its end.
///
/// # Errors
/// [`SupportError::Io`], [`SupportError::Answer`].
pub fn get(address: &str, path: &str, fields: &[(&str, &str)]) -> Result<Response, SupportError> {
    let url = format!("http://{address}{path}");
    let mut stream = connect(address).map_err(SupportError::io(format!("connect to {address}")))?;
    exchange(
        &mut stream,
        &url,
        &request("GET", address, path, fields, b""),
    )
}

/// The bytes of a request that asks for the connection to be closed after it.
pub fn request(
    method: &str,
    host: &str,
    path: &str,
    fields: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in fields {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!(
            "Content-Type: application/json\r\nContent-Length: {}\r\n",
            body.len()
        ));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// Sends a request made by [`request`] and reads the answer to its end. `url` is for messages.
///
/// # Errors
/// [`SupportError::Io`], [`SupportError::Answer`].
pub fn exchange(
    stream: &mut (impl Read + Write),
    url: &str,
    request: &[u8],
) -> Result<Response, SupportError> {
    stream
        .write_all(request)
        .and_then(|()| stream.flush())
        .map_err(SupportError::io(format!("send to {url}")))?;
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            return Err(SupportError::io(format!("read from {url}"))(error));
        }
        // A missing close_notify shows as an answer that is cut, if it is.
        _ => {}
    }
    parse(bytes).ok_or_else(|| SupportError::Answer {
        from: url.to_owned(),
        expected: "a whole HTTP response",
        found: "something else".to_owned(),
    })
}

/// A connection with the deadlines of this module.
pub(crate) fn connect(address: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
    stream.set_write_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn parse(mut bytes: Vec<u8>) -> Option<Response> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let body = bytes.split_off(head_end + 4);
    let head = String::from_utf8(bytes).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response { status, head, body };
    if response
        .field("transfer-encoding")
        .is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
    {
        response.body = without_chunks(&response.body)?;
    } else if let Some(length) = response.field("content-length") {
        let length: usize = length.parse().ok()?;
        if response.body.len() != length {
            return None;
        }
    }
    Some(response)
}

fn without_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line_end = rest.windows(2).position(|window| window == b"\r\n")?;
        let line = std::str::from_utf8(&rest[..line_end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        let chunk = rest.get(line_end + 2..)?;
        body.extend_from_slice(chunk.get(..size)?);
        rest = chunk.get(size + 2..)?;
    }
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
        assert_eq!(response.field("a"), Some("b"));
    }

    #[test]
    fn joins_chunks() {
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(parse(bytes.to_vec()).unwrap().text(), "abc0123456789");
        assert!(parse(bytes[..bytes.len() - 8].to_vec()).is_none());
    }

    #[test]
    fn refuses_what_is_not_http_or_is_cut() {
        assert!(parse(b"\x15\x03\x01\x00\x02".to_vec()).is_none());
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab".to_vec()).is_none());
    }
}
