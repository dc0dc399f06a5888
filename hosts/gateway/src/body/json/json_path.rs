//! Where a value is in a JSON body: `$.data.Director`, `$['two words']`, `$.requests[*].body.Director`.
//!
//! A subset of RFC 9535 that can be matched while the body streams: member names and every element.

use std::{fmt, str::FromStr};

/// Most steps in a path.
pub const STEPS_MAX: usize = 64;

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The member of an object with this name.
    Member(String),
    /// Every element of an array.
    Element,
}

/// A path of at least one step.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct JsonPath(Vec<Step>);

impl JsonPath {
    /// Its steps, from the outermost value inwards.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

/// A text is not a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{what}; a path is $ and then .Name, ['any name'] or [*], up to {STEPS_MAX} of them, as in $.data.Director"
)]
pub struct JsonPathError {
    what: &'static str,
}

impl FromStr for JsonPath {
    type Err = JsonPathError;

    fn from_str(text: &str) -> Result<Self, JsonPathError> {
        let error = |what| JsonPathError { what };
        let mut rest = text
            .strip_prefix('$')
            .ok_or(error("a JSON path starts with $"))?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let step;
            if let Some(after) = rest.strip_prefix("[*]") {
                (step, rest) = (Step::Element, after);
            } else if let Some(after) = rest.strip_prefix("['") {
                let (name, after) =
                    quoted(after).ok_or(error("a name in quotes doesn't end with ']"))?;
                (step, rest) = (Step::Member(name), after);
            } else if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                let (name, after) = after.split_at(end);
                if name.is_empty() {
                    return Err(error(
                        "a name is empty, or this is .., which can't be matched",
                    ));
                }
                if name.contains(|char: char| char.is_whitespace() || "*'\"\\]$?@,".contains(char))
                {
                    return Err(error("a name with special characters needs ['…']"));
                }
                (step, rest) = (Step::Member(name.to_owned()), after);
            } else {
                return Err(error("something else than . or [ follows a step"));
            }
            steps.push(step);
        }
        match steps.len() {
            0 => Err(error(
                "the path has no step; a body is not sealed as a whole",
            )),
            1..=STEPS_MAX => Ok(Self(steps)),
            _ => Err(error("the path has too many steps")),
        }
    }
}

/// Reads a name up to `']`, with `\'` and `\\` in it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' => return Some((name, text[at + 1..].strip_prefix(']')?)),
            '\\' => name.push(
                characters
                    .next()
                    .map(|(_, next)| next)
                    .filter(|next| "'\\".contains(*next))?,
            ),
            _ => name.push(character),
        }
    }
    None
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                Step::Element => f.write_str("[*]")?,
                Step::Member(name)
                    if name
                        .chars()
                        .all(|char| char.is_alphanumeric() || char == '_') =>
                {
                    write!(f, ".{name}")?;
                }
                Step::Member(name) => {
                    let name = name.replace('\\', "\\\\").replace('\'', "\\'");
                    write!(f, "['{name}']")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonPath, Step};

    #[test]
    fn reads_and_writes_paths() {
        for text in [
            "$.data.Director",
            "$[*]",
            "$.requests[*].body.data.Director",
            "$['two words'].x",
            r"$['it\'s \\']",
        ] {
            let path: JsonPath = text.parse().unwrap();
            assert_eq!(path.to_string(), text);
        }
        let path: JsonPath = "$.a-b['']".parse().unwrap();
        assert_eq!(
            path.steps(),
            [Step::Member("a-b".into()), Step::Member(String::new())]
        );
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "", "$", "data", "$.", "$..a", "$.a.", "$[0]", "$.*", "$['a", "$['a'", "$['a'x",
            "$.a b", "$x", r"$['\n']",
        ] {
            assert!(text.parse::<JsonPath>().is_err(), "{text}");
        }
        assert!(
            format!("${}", "[*]".repeat(65))
                .parse::<JsonPath>()
                .is_err()
        );
    }
}
