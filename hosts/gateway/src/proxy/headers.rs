//! The header fields that change on the way.

use std::net::IpAddr;

use hyper::{
    HeaderMap,
    header::{
        ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, EXPECT, HOST,
        HeaderName, HeaderValue, IF_RANGE, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, RANGE, REFERER,
        TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    },
};

/// Header fields by which some applications take a request for one of another method.
pub(super) const METHOD_OVERRIDES: [&str; 3] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
];

/// Header fields by which some applications take a request for one of another path, or to another host, than the rules saw.
const ROUTE_OVERRIDES: [&str; 6] = [
    "x-original-url",
    "x-rewrite-url",
    "forwarded",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
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
    for name in ROUTE_OVERRIDES {
        headers.remove(name);
    }
    // The address of the page before has the search terms that people typed there.
    if let Some(referer) = headers.get_mut(REFERER) {
        let end = referer.as_bytes().iter().position(|&byte| byte == b'?');
        let cut = HeaderValue::from_bytes(&referer.as_bytes()[..end.unwrap_or(referer.len())]);
        *referer = cut.unwrap_or(HeaderValue::from_static(""));
    }
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
        keep_from_shared_caches(headers);
    }
}

/// To the application its answer is ciphertext, which it may let everyone cache; here it is not.
fn keep_from_shared_caches(headers: &mut HeaderMap) {
    let is_stored =
        |value: &HeaderValue| !value.as_bytes().windows(8).any(|part| part == b"no-store");
    if headers.get_all(CACHE_CONTROL).iter().all(is_stored) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_no_search_terms_and_no_other_route() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "referer",
            HeaderValue::from_static("https://g/films?Director=x"),
        );
        headers.insert("x-original-url", HeaderValue::from_static("/other"));
        to_upstream(
            &mut headers,
            [127, 0, 0, 1].into(),
            HeaderValue::from_static("h"),
            false,
        );
        assert_eq!(headers.get("referer").unwrap(), "https://g/films");
        assert!(headers.get("x-original-url").is_none());
    }

    #[test]
    fn opened_answers_are_not_for_shared_caches() {
        for (before, after) in [
            (None, "private, no-cache"),
            (Some("public, max-age=86400"), "private, no-cache"),
            (Some("no-cache, no-store"), "no-cache, no-store"),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(before) = before {
                headers.insert("cache-control", HeaderValue::from_static(before));
            }
            to_client(&mut headers, true);
            assert_eq!(headers.get("cache-control").unwrap(), after);
        }
    }

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
