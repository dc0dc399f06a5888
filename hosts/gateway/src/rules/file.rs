//! Version 1 of the rules file, as it is written.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    pub(super) version: Spanned<u32>,
    #[serde(default)]
    pub(super) rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub(super) name: Spanned<String>,
    pub(super) object: Spanned<String>,
    pub(super) methods: Spanned<Vec<Spanned<String>>>,
    pub(super) path: Spanned<String>,
    #[serde(default)]
    pub(super) field: Vec<FieldEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldEntry {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) json: Vec<Spanned<String>>,
    pub(super) scheme: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Spanned<String>>,
    /// How many values the field takes, if it is known.
    pub(super) distinct_values: Option<Spanned<u64>>,
    /// The override for fields of few values.
    #[serde(default)]
    pub(super) allow_tiny_domain: bool,
    #[serde(default)]
    pub(super) exact: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) exact_list: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) refuse: Vec<Spanned<String>>,
}
