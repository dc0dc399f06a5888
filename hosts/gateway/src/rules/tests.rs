//! Rules files, good and bad.

use std::path::Path;

use fieldgate_core::field::{FieldType, Scheme};

use super::{RequestPath, Rules};
use crate::query::Search;

const FILMS: &str = r#"
version = 1

[[rule]]
name = "film records"
object = "film"
methods = ["POST", "PUT", "PATCH"]
path = "/v1/buckets/*/collections/films/records/**"

[[rule.field]]
name = "director"
json = ["$.data.Director"]
scheme = "equal"
type = "scalar"
exact = ["Director"]
exact_list = ["in_Director"]
refuse = ["like_Director"]

[[rule.field]]
name = "notes"
json = ["$.data.Notes", "$.data.More[*]"]
scheme = "random"

[[rule]]
name = "batch"
object = "film"
methods = ["POST"]
path = "/v1/batch"

[[rule.field]]
name = "director"
json = ["$.requests[*].body.data.Director"]
scheme = "equal"
type = "scalar"
"#;

fn error(text: &str) -> String {
    Rules::parse("rules.toml", text).unwrap_err().to_string()
}

#[test]
fn compiles_distinct_fields_and_routes_requests() {
    let rules = Rules::parse("rules.toml", FILMS).unwrap();
    let fields: Vec<_> = rules
        .fields()
        .iter()
        .map(|field| (&*field.name, field.scheme.scheme(), field.kind))
        .collect();
    assert_eq!(
        fields,
        [
            ("director", Scheme::Equal, FieldType::Scalar),
            ("notes", Scheme::Random, FieldType::Text)
        ]
    );
    let route = |method: &str, path: &str| rules.route(method, &RequestPath::parse(path).unwrap());

    let write = route("PUT", "/v1/buckets/b/collections/films/records/7");
    let paths: Vec<_> = write
        .body
        .unwrap()
        .paths()
        .iter()
        .map(|(path, id)| (path.to_string(), id.index()))
        .collect();
    let expected = [
        ("$.data.Director", 0),
        ("$.data.Notes", 1),
        ("$.data.More[*]", 1),
    ];
    assert_eq!(paths, expected.map(|(path, id)| (path.to_owned(), id)));

    let read = route("GET", "/v1/buckets/b/collections/films/records");
    assert!(read.body.is_none());
    let searches = read.searches.unwrap();
    assert!(
        matches!(searches.get("Director"), Some(Search::Exact { field, is_scalar: true }) if field.index() == 0)
    );
    assert_eq!(searches.get("like_Director"), Some(Search::Refuse));
    assert_eq!(searches.get("director"), None);

    assert!(route("POST", "/v1/batch").body.is_some());
    assert!(route("POST", "/v1/other").searches.is_none());
}

#[test]
fn applies_all_rules_that_match() {
    let more = FILMS.replace("\"/v1/batch\"", "\"/v1/**\"");
    let rules = Rules::parse("rules.toml", &more).unwrap();
    let path = RequestPath::parse("/v1/buckets/b/collections/films/records").unwrap();
    let route = rules.route("POST", &path);
    assert_eq!(route.body.unwrap().paths().len(), 4);
    assert!(route.searches.unwrap().get("Director").is_some());
}

#[test]
fn says_what_is_wrong_and_where() {
    for (from, to, message) in [
        (
            "version = 1",
            "version = 2",
            "rules.toml:2:11: this version of the rules is not known; it is 1",
        ),
        (
            "scheme = \"random\"",
            "scheme = \"rnd\"",
            "rules.toml:22:10: unknown scheme; allowed are random, equal",
        ),
        (
            "type = \"scalar\"",
            "type = \"int\"",
            "rules.toml:14:8: unknown type; allowed are text, scalar",
        ),
        (
            "\"PATCH\"",
            "\"GET\"",
            "rules.toml:7:27: a rule can't cover bodies of this method; allowed are POST, PUT",
        ),
        (
            "object =",
            "objekt =",
            "rules.toml:6:1: unknown field `objekt`, expected one of `name`, `object`, `methods`",
        ),
        (
            "name = \"notes\"",
            "name = 7",
            "rules.toml:20:8: invalid type: integer `7`, expected a string",
        ),
        (
            "name = \"notes\"",
            "name = \"director\"",
            "rules.toml:20:8: the rule has this field already",
        ),
        (
            "name = \"notes\"",
            "name = \"\"",
            "rules.toml:20:8: a name has 1 to 255 bytes",
        ),
        (
            "films/records/**",
            "films//**",
            "rules.toml:8:8: a segment is empty",
        ),
        (
            "$.data.Notes",
            "$..Notes",
            "rules.toml:21:9: a name is empty, or this is .., which can't be matched",
        ),
        (
            "$.data.Notes",
            "$.data.Director",
            "rules.toml:21:9: another field of the same requests has this JSON path",
        ),
        (
            "scheme = \"random\"",
            "scheme = \"random\"\nexact = [\"Notes\"]",
            "rules.toml:23:10: a random field can't be searched",
        ),
        (
            "like_Director",
            "Director",
            "rules.toml:17:11: another list of the same requests has this parameter",
        ),
        (
            "json = [\"$.requests[*].body.data.Director\"]\nscheme = \"equal\"",
            "scheme = \"random\"",
            "rules.toml:31:8: another rule has this field with another scheme or type; they must agree",
        ),
        (
            "json = [\"$.requests[*].body.data.Director\"]\n",
            "",
            "rules.toml:31:8: the field is nowhere",
        ),
        (
            "[[rule.field]]\nname = \"notes\"",
            "[[rule.field]\nname = \"notes\"",
            "rules.toml:19:1",
        ),
    ] {
        assert!(FILMS.contains(from), "{from}");
        let error = error(&FILMS.replacen(from, to, 1));
        assert!(error.starts_with(message), "{from} -> {to}: {error}");
        assert_eq!(error.lines().count(), 2, "{error}");
    }
    assert!(error("version = 1\nrule = []\n[[rule]]").starts_with("rules.toml:3"));
    assert_eq!(Rules::parse("r", "version = 1").unwrap().fields(), []);
    assert!(
        error("").starts_with("rules.toml:1:1: missing field `version`"),
        "{}",
        error("")
    );
    let missing = Rules::load(Path::new("no/such/rules.toml"))
        .unwrap_err()
        .to_string();
    assert!(
        missing.starts_with("no/such/rules.toml: can't be read: "),
        "{missing}"
    );
}

#[test]
fn limits_the_paths_of_one_request() {
    let paths = |count: usize| {
        (0..count)
            .map(|index| format!("\"$.f{index}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let with = |first: usize, second: usize| {
        FILMS
            .replace("\"$.data.Director\"", &paths(first))
            .replace("\"/v1/batch\"", "\"/v1/**\"")
            .replace(
                "$.requests[*].body.data.Director\"",
                &format!("$.x\", {}", paths(second)),
            )
    };
    assert!(Rules::parse("r", &with(50, 11)).is_ok());
    assert!(error(&with(50, 12)).contains("more than 64 JSON paths for one request"));
    assert!(error(&with(63, 1)).starts_with("rules.toml:5:8: more than 64"));
}

#[test]
fn few_values_are_sealed_as_equal_only_when_it_is_meant() {
    let with =
        |line: &str| FILMS.replace("scheme = \"equal\"", &format!("scheme = \"equal\"\n{line}"));
    let refused = error(&with("distinct_values = 12"));
    assert!(
        refused.contains("a field of 12 values must not be sealed with equal"),
        "{refused}"
    );
    assert!(Rules::parse("rules.toml", &with("distinct_values = 100_000")).is_ok());
    let meant = with("distinct_values = 12\nallow_tiny_domain = true");
    assert!(Rules::parse("rules.toml", &meant).is_ok());
}
