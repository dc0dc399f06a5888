//! Search terms in query strings: sealed as the field is, so that the application finds equal values.

use std::{borrow::Cow, collections::HashMap};

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

use crate::{
    body::json::{self, literal::scalar},
    fields::{FieldId, Fields, ScalarKind, SealError},
};

/// What a query parameter holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Search {
    /// One value of a field.
    Exact {
        /// The field.
        field: FieldId,
        /// Whether the value is read as a JSON literal where it is one.
        is_scalar: bool,
    },
    /// Values of a field, with commas between them.
    ExactList {
        /// The field.
        field: FieldId,
        /// Whether each value is read as a JSON literal where it is one.
        is_scalar: bool,
    },
    /// A search that can't work on a sealed field.
    Refuse,
}

/// The parameters that hold search terms.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Searches(HashMap<String, Search>);

impl Searches {
    pub(crate) fn insert(&mut self, name: String, search: Search) {
        self.0.insert(name, search);
    }

    /// What the parameter `name` holds; `None` when it is no concern of the gateway.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Search> {
        self.0.get(name).copied()
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.0
            .extend(other.0.iter().map(|(name, search)| (name.clone(), *search)));
        both
    }
}

/// A query can't be passed on.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A search that can't work on a sealed field.
    #[error("the parameter {0} searches a sealed field in a way that can't work on it")]
    Refused(String),
    /// The value of a parameter is not UTF-8.
    #[error("the parameter {0} is not UTF-8")]
    NotUtf8(String),
    /// Servers that take `;` for `&` would see a search term in it.
    #[error(
        "the parameter {0} stands after a semicolon, where servers read it in different ways; use &"
    )]
    Semicolon(String),
    /// A sealed value that is not one of the field that the parameter searches.
    #[error(
        "there is a sealed value in the parameter {0}; sealed values are made by the gateway, and are not taken from clients"
    )]
    Pasted(String),
    /// The term was not sealed.
    #[error("the parameter {0} can't be sealed")]
    Seal(String, #[source] SealError),
}

/// A query with its search terms sealed.
#[derive(PartialEq, Eq, Debug)]
pub struct Sealed {
    /// The query string.
    pub query: String,
    /// How many values were sealed in it.
    pub fields: u64,
}

/// Seals the search terms in `query`; other parameters stay as they are, byte for byte.
///
/// # Errors
/// [`QueryError`]; the query may hold plaintext of a sealed field then.
pub async fn seal<F: Fields>(
    query: &str,
    searches: &Searches,
    fields: &F,
) -> Result<Sealed, QueryError> {
    let mut out = Vec::with_capacity(query.len() + 128);
    let mut sealed = 0;
    for (index, parameter) in query.split('&').enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        refuse_hidden(parameter, searches)?;
        let (raw_name, raw_value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let name = name(raw_name);
        let (field, is_scalar, is_list) = match searches.get(&name) {
            None if has_sealed(parameter) => return Err(QueryError::Pasted(name)),
            None => {
                out.extend_from_slice(parameter.as_bytes());
                continue;
            }
            Some(Search::Refuse) => return Err(QueryError::Refused(name)),
            Some(Search::Exact { field, is_scalar }) => (field, is_scalar, false),
            Some(Search::ExactList { field, is_scalar }) => (field, is_scalar, true),
        };
        let value = decoded(raw_value);
        let Ok(value) = str::from_utf8(&value) else {
            return Err(QueryError::NotUtf8(name));
        };
        out.extend_from_slice(raw_name.as_bytes());
        out.push(b'=');
        let terms = if is_list {
            value.split(',').collect()
        } else {
            vec![value]
        };
        for (index, term) in terms.into_iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            if json::has_sealed(term.as_bytes()) {
                if !is_own(term, field, fields).await {
                    return Err(QueryError::Pasted(name));
                }
                out.extend_from_slice(term.as_bytes());
                continue;
            }
            match seal_term(term, field, is_scalar, fields, &mut out).await {
                Ok(count) => sealed += count,
                Err(error) => return Err(QueryError::Seal(name, error)),
            }
        }
    }
    // Only whole characters of the query and sealed texts were put together.
    Ok(Sealed {
        query: String::from_utf8_lossy(&out).into_owned(),
        fields: sealed,
    })
}

/// Servers that take `;` for `&` see further parameters; none of them may be a search term.
fn refuse_hidden(parameter: &str, searches: &Searches) -> Result<(), QueryError> {
    for part in parameter.split(';').skip(1) {
        let name = name(part.split('=').next().unwrap_or(part));
        if searches.get(&name).is_some() {
            return Err(QueryError::Semicolon(name));
        }
    }
    Ok(())
}

/// Appends one term, sealed; a sealed text has only characters that stand for themselves in a query.
async fn seal_term<F: Fields>(
    term: &str,
    field: FieldId,
    is_scalar: bool,
    fields: &F,
    out: &mut Vec<u8>,
) -> Result<u64, SealError> {
    // null says that there is no value: it is never sealed in bodies, so a search for it isn't either.
    if is_scalar && term == "null" {
        out.extend_from_slice(b"null");
        return Ok(0);
    }
    let literal = if is_scalar { scalar(term) } else { None };
    let (kind, value) = match &literal {
        Some((kind, value)) => (*kind, &value[..]),
        None => (ScalarKind::Text, term.as_bytes()),
    };
    fields.seal(field, kind, value, out).await?;
    Ok(1)
}

/// Whether a sealed text is the one that a search for its value in `field` would send: applications name the next page
/// by the query that they were given.
async fn is_own<F: Fields>(sealed: &str, field: FieldId, fields: &F) -> bool {
    let mut value = Zeroizing::new(Vec::new());
    let mut again = Vec::new();
    match fields.open(sealed.as_bytes(), &mut value).await {
        Ok(kind) => {
            fields.seal(field, kind, &value, &mut again).await.is_ok() && again == sealed.as_bytes()
        }
        Err(_) => false,
    }
}

/// Whether a sealed value stands in a path or a query, encoded or not.
pub(crate) fn has_sealed(raw: &str) -> bool {
    json::has_sealed(&decoded(raw))
}

/// The decoded names of the parameters in a query.
pub(crate) fn names(query: &str) -> impl Iterator<Item = String> {
    let raw = query.split(['&', ';']);
    raw.map(|parameter| name(parameter.split('=').next().unwrap_or(parameter)))
}

fn name(raw: &str) -> String {
    String::from_utf8_lossy(&decoded(raw)).into_owned()
}

/// Decodes a name or value as forms do: a plus is a space.
fn decoded(text: &str) -> Cow<'_, [u8]> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return Cow::Owned(percent_decode(spaced.as_bytes()).collect());
    }
    percent_decode(text.as_bytes()).into()
}

#[cfg(test)]
mod tests;
