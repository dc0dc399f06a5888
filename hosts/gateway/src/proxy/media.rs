//! What kind of body a head announces.

use hyper::{
    HeaderMap, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use super::refusal::Refusal;

struct MediaType {
    /// Type and subtype, in lower case.
    name: String,
    charset: Option<String>,
}

fn media_type(headers: &HeaderMap) -> Option<MediaType> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let charset = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim_end().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches('"').to_ascii_lowercase());
    Some(MediaType { name, charset })
}

impl MediaType {
    fn is_json(&self) -> bool {
        let Some((kind, subtype)) = self.name.split_once('/') else {
            return false;
        };
        subtype == "json" && matches!(kind, "application" | "text")
            || kind == "application" && subtype.ends_with("+json")
    }

    fn is_utf8(&self) -> bool {
        self.charset
            .as_deref()
            .is_none_or(|charset| matches!(charset, "utf-8" | "utf8" | "us-ascii"))
    }
}

/// Whether the body is encoded in a way that hides its content.
pub(super) fn is_encoded(headers: &HeaderMap) -> bool {
    let encodings = headers.get_all(CONTENT_ENCODING).iter();
    encodings
        .into_iter()
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity") && !value.is_empty())
}

/// A request's body that a rule covers must be plain JSON: whatever else would pass unread.
pub(super) fn check_sealable(headers: &HeaderMap) -> Result<(), Refusal> {
    let refuse = |message: &str| {
        Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type",
            message,
        ))
    };
    if is_encoded(headers) {
        return refuse(
            "a body with fields to seal can't be compressed; send it without Content-Encoding",
        );
    }
    if headers.get_all(CONTENT_TYPE).iter().count() > 1 {
        return refuse("the request has more than one Content-Type");
    }
    let Some(media) = media_type(headers) else {
        return refuse("a body with fields to seal needs the Content-Type application/json");
    };
    if !media.is_utf8() {
        return refuse("a body with fields to seal is UTF-8; send it without another charset");
    }
    // A JSON Patch (RFC 6902) names places in strings, where no rule finds them.
    if !media.is_json() || media.name == "application/json-patch+json" {
        return refuse(
            "a body with fields to seal is application/json or application/…+json, and no JSON Patch",
        );
    }
    Ok(())
}

/// Whether a response's body is JSON, in which sealed values are opened.
pub(super) fn is_openable(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|media| media.is_json() && media.is_utf8())
}

#[cfg(test)]
mod tests {
    use hyper::{HeaderMap, header::CONTENT_TYPE};

    use super::{check_sealable, is_openable};

    fn headers(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())])
    }

    #[test]
    fn knows_json() {
        for good in [
            "application/json",
            "Application/JSON; Charset=UTF-8",
            "application/merge-patch+json",
            "application/vnd.api+json ;charset=\"utf-8\"",
        ] {
            assert!(
                check_sealable(&headers(good)).is_ok() && is_openable(&headers(good)),
                "{good}"
            );
        }
        for bad in [
            "text/html",
            "application/json; charset=utf-16",
            "application/x-ndjson",
            "json",
            "image/svg+xml",
            "",
        ] {
            assert!(
                check_sealable(&headers(bad)).is_err() && !is_openable(&headers(bad)),
                "{bad}"
            );
        }
        assert!(check_sealable(&headers("application/json-patch+json")).is_err());
        assert!(check_sealable(&HeaderMap::new()).is_err());
    }
}
