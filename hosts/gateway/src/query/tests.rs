//! Query strings, with fields that show what they were asked to seal.

use super::{QueryError, Search, Searches, seal};
use crate::fields::{FieldId, Fields, OpenError, ScalarKind, SealError};

struct Shown;

impl Fields for Shown {
    async fn seal(
        &self,
        field: FieldId,
        kind: ScalarKind,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let value = String::from_utf8_lossy(value);
        out.extend_from_slice(format!("<{} {kind:?} {value}>", field.index()).as_bytes());
        Ok(())
    }

    async fn open(&self, _sealed: &[u8], _out: &mut Vec<u8>) -> Result<ScalarKind, OpenError> {
        Err(OpenError::NotAFrame)
    }
}

async fn sealed(query: &str) -> Result<String, QueryError> {
    let mut searches = Searches::default();
    let (title, year) = (FieldId::new(0), FieldId::new(1));
    searches.insert(
        "Title".into(),
        Search::Exact {
            field: title,
            is_scalar: false,
        },
    );
    searches.insert(
        "Year".into(),
        Search::Exact {
            field: year,
            is_scalar: true,
        },
    );
    searches.insert(
        "in_Year".into(),
        Search::ExactList {
            field: year,
            is_scalar: true,
        },
    );
    searches.insert("min Year".into(), Search::Refuse);
    seal(query, &searches, &Shown)
        .await
        .map(|sealed| sealed.query)
}

#[tokio::test]
async fn seals_search_terms_only() {
    for (query, expected) in [
        ("", ""),
        ("a=1&&b", "a=1&&b"),
        (
            "x=%zz&Title=La+Pointe%20Courte&y=+",
            "x=%zz&Title=<0 Text La Pointe Courte>&y=+",
        ),
        ("T%69tle=7", "T%69tle=<0 Text 7>"),
        ("Title", "Title=<0 Text >"),
        ("Title=a=b", "Title=<0 Text a=b>"),
        ("Title=a&Title=b", "Title=<0 Text a>&Title=<0 Text b>"),
        (
            "title=a&_sort=Title&not_Title=b",
            "title=a&_sort=Title&not_Title=b",
        ),
        ("Year=1962", "Year=<1 Number 1962>"),
        ("Year=%221962%22", "Year=<1 Text 1962>"),
        ("Year=true", "Year=<1 Boolean true>"),
        ("Year=01962", "Year=<1 Text 01962>"),
        ("Year=null", "Year=null"),
        ("Title=null", "Title=<0 Text null>"),
        (
            "in_Year=1962,%20true,null,x",
            "in_Year=<1 Number 1962>,<1 Boolean true>,null,<1 Text x>",
        ),
        ("in_Year=1%2C2", "in_Year=<1 Number 1>,<1 Number 2>"),
        ("a=1;b=2", "a=1;b=2"),
    ] {
        assert_eq!(sealed(query).await.unwrap(), expected, "{query}");
    }
}

#[tokio::test]
async fn refuses_searches_that_cannot_work() {
    for query in ["min+Year=1", "a=1&min%20Year=1", "min Year"] {
        assert_eq!(
            sealed(query).await,
            Err(QueryError::Refused("min Year".into())),
            "{query}"
        );
    }
    assert_eq!(
        sealed("Title=%ff").await,
        Err(QueryError::NotUtf8("Title".into()))
    );
    assert_eq!(
        sealed("a=1;Title=x").await,
        Err(QueryError::Semicolon("Title".into()))
    );
    assert_eq!(
        sealed("a=1;T%69tle").await,
        Err(QueryError::Semicolon("Title".into()))
    );
}
