//! Paths of requests, and the patterns that rules match them with.

use std::str::FromStr;

use percent_encoding::percent_decode_str;

/// A request's path, decoded, in segments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestPath {
    segments: Vec<String>,
}

/// A path that the application may read as another one than the rules do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the path {what}, which servers read in different ways; write the path plainly")]
pub struct UnclearPath {
    what: &'static str,
}

impl RequestPath {
    /// Reads the path of a request target.
    ///
    /// A slash at the end makes no difference.
    ///
    /// # Errors
    /// [`UnclearPath`] where servers differ: a rule could be dodged that way.
    pub fn parse(path: &str) -> Result<Self, UnclearPath> {
        let unclear = |what| Err(UnclearPath { what });
        let Some(path) = path.strip_prefix('/') else {
            return unclear("does not start with a slash");
        };
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut segments = Vec::new();
        if path.is_empty() {
            return Ok(Self { segments });
        }
        for raw in path.split('/') {
            if has_bad_escape(raw) {
                return unclear("has a percent sign without two hexadecimal digits");
            }
            let Ok(segment) = percent_decode_str(raw).decode_utf8() else {
                return unclear("is not UTF-8");
            };
            match &*segment {
                "" => return unclear("has an empty segment"),
                "." | ".." => return unclear("has a dot segment"),
                segment if segment.contains(['/', '\\']) => {
                    return unclear("has a slash inside a segment");
                }
                segment if segment.contains(char::is_control) => {
                    return unclear("has a control character");
                }
                segment if segment.contains('%') && !has_bad_escape(segment) => {
                    return unclear("is encoded twice");
                }
                // Some servers cut `;…` off before they look at a segment.
                segment if matches!(without_parameters(segment), "" | "." | "..") => {
                    return unclear("has a segment of parameters only");
                }
                _ => segments.push(segment.into_owned()),
            }
        }
        Ok(Self { segments })
    }
}

fn without_parameters(segment: &str) -> &str {
    segment.split_once(';').map_or(segment, |(name, _)| name)
}

fn has_bad_escape(text: &str) -> bool {
    text.split('%').skip(1).any(|after| {
        let mut digits = after.bytes();
        !(digits.next().is_some_and(|byte| byte.is_ascii_hexdigit())
            && digits.next().is_some_and(|byte| byte.is_ascii_hexdigit()))
    })
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Segment {
    Any,
    Exactly(String),
}

/// A pattern of paths: `/v1/buckets/*/records/**`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathPattern {
    segments: Vec<Segment>,
    /// Whether any number of further segments may follow.
    is_open: bool,
}

/// A text is not a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{what}; a path pattern is /segment/segment, decoded, where * is any one segment and a ** at the end is any \
     number of them"
)]
pub struct PathPatternError {
    what: &'static str,
}

impl FromStr for PathPattern {
    type Err = PathPatternError;

    fn from_str(text: &str) -> Result<Self, PathPatternError> {
        let error = |what| PathPatternError { what };
        let mut rest = text
            .strip_prefix('/')
            .ok_or(error("a path pattern starts with a slash"))?;
        let is_open = rest == "**" || rest.ends_with("/**");
        if is_open {
            rest = rest.trim_end_matches("**");
            rest = rest.strip_suffix('/').unwrap_or(rest);
        }
        let mut segments = Vec::new();
        for segment in rest.split('/').filter(|_| !rest.is_empty()) {
            segments.push(match segment {
                "*" => Segment::Any,
                "" => return Err(error("a segment is empty, or there is a slash at the end")),
                "." | ".." => return Err(error("a dot segment matches no request")),
                _ if segment.contains('*') => {
                    return Err(error("a star stands for a whole segment only"));
                }
                _ if segment.contains(['%', '?', '#', ';', '\\'])
                    || segment.contains(char::is_control) =>
                {
                    return Err(error("a segment has one of % ? # ; \\"));
                }
                _ => Segment::Exactly(segment.to_owned()),
            });
        }
        Ok(Self { segments, is_open })
    }
}

impl PathPattern {
    /// Whether the pattern matches all of `path`.
    #[must_use]
    pub fn matches(&self, path: &RequestPath) -> bool {
        let enough = path.segments.len() == self.segments.len()
            || self.is_open && path.segments.len() > self.segments.len();
        enough
            && self
                .segments
                .iter()
                .zip(&path.segments)
                .all(|(pattern, segment)| match pattern {
                    Segment::Any => true,
                    Segment::Exactly(known) => {
                        known == segment || known == without_parameters(segment)
                    }
                })
    }

    /// Whether some path matches both patterns.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let fits = |short: &Self, long: &Self| {
            short.segments.len() == long.segments.len() || short.is_open
        };
        let (short, long) = if self.segments.len() <= other.segments.len() {
            (self, other)
        } else {
            (other, self)
        };
        fits(short, long)
            && short
                .segments
                .iter()
                .zip(&long.segments)
                .all(|pair| match pair {
                    (Segment::Exactly(one), Segment::Exactly(two)) => one == two,
                    _ => true,
                })
    }
}

#[cfg(test)]
mod tests {
    use super::{PathPattern, RequestPath};

    fn matches(pattern: &str, path: &str) -> bool {
        pattern
            .parse::<PathPattern>()
            .unwrap()
            .matches(&RequestPath::parse(path).unwrap())
    }

    #[test]
    fn matches_segment_by_segment() {
        let films = "/v1/*/films/**";
        for path in [
            "/v1/a/films",
            "/v1/a/films/",
            "/v1/a/films/1/2",
            "/%761/a/film%73/x",
            "/v1/a/films;v=1/2",
        ] {
            assert!(matches(films, path), "{path}");
        }
        for path in [
            "/v1/films",
            "/v1/a/Films",
            "/v2/a/films",
            "/",
            "/v1/a/films2",
        ] {
            assert!(!matches(films, path), "{path}");
        }
        assert!(
            matches("/**", "/")
                && matches("/**", "/a/b")
                && matches("/", "/")
                && matches("/*", "/a")
        );
        assert!(!matches("/*", "/") && !matches("/*", "/a/b") && !matches("/", "/a"));
    }

    #[test]
    fn refuses_paths_that_servers_read_differently() {
        for path in [
            "/a/../b",
            "/a/./b",
            "/a/%2e%2e/b",
            "/a/.%2E/b",
            "//a",
            "/a//b",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/a%00",
            "/a%0a",
            "/%2566ilms",
            "/a%",
            "/a%zz",
            "/%ff",
            "a",
            "",
            "/a/..;/b",
            "/a/;x/b",
            "/..",
        ] {
            assert!(RequestPath::parse(path).is_err(), "{path}");
        }
        assert!(RequestPath::parse("/100%25").is_ok());
    }

    #[test]
    fn refuses_patterns_that_mean_nothing() {
        for pattern in [
            "", "a", "/a//b", "/a/", "/a*", "/**/a", "/a/***", "/..", "/a%20", "/a?b", "/a;b",
        ] {
            assert!(pattern.parse::<PathPattern>().is_err(), "{pattern}");
        }
    }

    #[test]
    fn knows_which_patterns_meet() {
        let meets = |one: &str, two: &str| {
            let (one, two): (PathPattern, PathPattern) =
                (one.parse().unwrap(), two.parse().unwrap());
            assert_eq!(one.meets(&two), two.meets(&one));
            one.meets(&two)
        };
        assert!(
            meets("/a/*", "/*/b")
                && meets("/a/**", "/a")
                && meets("/**", "/x/y")
                && meets("/a", "/a")
        );
        assert!(
            !meets("/a", "/b")
                && !meets("/a/*", "/a")
                && !meets("/a/b/**", "/a/c")
                && !meets("/*", "/a/b/**")
        );
    }
}
