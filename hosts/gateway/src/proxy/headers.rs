//! The header fields that change on the way.

use std::net::IpAddr;

use hyper::{
    HeaderMap,
    header::{
        ACCEPT_ENCODING, ACCEPT_RANGES, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName,
        HeaderValue, IF_RANGE, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, RANGE, TE, TRAILER,
        TRANSFER_ENCODING, UPGRADE,
    },
};

/// Header fields by which some applications take a request for one of another method.
pub(super) const METHOD_OVERRIDES: [&str; 3] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
];

/// Removes the fields that are for one connection only, RFC 9110 section 7.6.1.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        // Nobody may have the fields removed that say what the body is and whom it is for.
        .filter(|name| ![HOST, CONTENT_LENGTH, hyper::header::CONTENT_TYPE].contains(name))
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in [
        CONNECTION,
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
    ] {
        headers.remove(name);
    }
    headers.remove("proxy-connection");
    headers.remove("keep-alive");
}

/// Removes what speaks about the exact bytes of a body that is rewritten.
fn remove_digests(headers: &mut HeaderMap) {
    headers.remove(CONTENT_LENGTH);
    for name in ["content-md5", "digest", "content-digest", "repr-digest"] {
        headers.remove(name);
    }
}

/// Turns a client's header fields into those that the upstream gets.
pub(super) fn to_upstream(
    headers: &mut HeaderMap,
    peer: IpAddr,
    host: HeaderValue,
    is_rewritten: bool,
) {
    remove_hop_by_hop(headers);
    headers.remove(EXPECT);
    // Parts of a body can't be opened, nor compressed ones: only whole plain responses are asked for.
    headers.remove(RANGE);
    headers.remove(IF_RANGE);
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.entry(HOST).or_insert(host);
    if is_rewritten {
        remove_digests(headers);
    }
    let forwarded_for = HeaderName::from_static("x-forwarded-for");
    let earlier = headers
        .get_all(&forwarded_for)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let chain = earlier
        .map(str::to_owned)
        .chain([peer.to_string()])
        .collect::<Vec<_>>()
        .join(", ");
    if let Ok(chain) = HeaderValue::from_str(&chain) {
        headers.insert(forwarded_for, chain);
    }
    headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
}

/// Turns an upstream's header fields into those that the client gets.
pub(super) fn to_client(headers: &mut HeaderMap, is_rewritten: bool) {
    remove_hop_by_hop(headers);
    if is_rewritten {
        remove_digests(headers);
        headers.remove(ACCEPT_RANGES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_end_to_end() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, x-mine, content-type"),
            ("x-mine", "1"),
            ("content-type", "application/json"),
            ("te", "trailers"),
            ("upgrade", "h2c"),
            ("proxy-authorization", "Basic x"),
            ("range", "bytes=0-1"),
            ("accept-encoding", "gzip"),
            ("host", "films.example"),
            ("etag", "\"1\""),
            ("content-length", "3"),
            ("x-forwarded-for", "192.0.2.1"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        to_upstream(
            &mut headers,
            [127, 0, 0, 1].into(),
            HeaderValue::from_static("other"),
            true,
        );
        let mut left: Vec<_> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        left.sort();
        assert_eq!(
            left,
            [
                "accept-encoding: identity",
                "content-type: application/json",
                "etag: \"1\"",
                "host: films.example",
                "x-forwarded-for: 192.0.2.1, 127.0.0.1",
                "x-forwarded-proto: https",
            ]
        );
    }
}
