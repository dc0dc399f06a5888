//! The rules: which requests carry which fields, and where.
//!
//! [`Rules::load`] reads a rules file, refuses what it can't mean, and compiles it; [`Rules::route`] says what applies to a
//! request. Opening needs no rules, as a sealed value names its field and key itself.

mod check;
mod file;
mod path;

use std::{path::Path, sync::Arc};

use fieldgate_core::field::{FieldType, leakage::Admitted};

use crate::{
    body::json::plan::Plan,
    fields::FieldId,
    query::Searches,
    toml_file::{FileError, TomlFile},
};
pub use check::{METHODS, VERSION};
pub use path::{PathPattern, PathPatternError, RequestPath, UnclearPath};

/// A field that some rule names, once for each object and name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldSpec {
    /// The kind of record, part of the field's key derivation.
    pub object: String,
    /// The field's name, part of its key derivation.
    pub name: String,
    /// How it is sealed: `random` or `equal`.
    pub scheme: Admitted,
    /// What values it takes.
    pub kind: FieldType,
}

/// One rule, compiled.
#[derive(Debug)]
struct Rule {
    methods: Vec<String>,
    path: PathPattern,
    plan: Arc<Plan>,
    searches: Arc<Searches>,
}

/// All rules of a file.
#[derive(Default, Debug)]
pub struct Rules {
    fields: Vec<FieldSpec>,
    rules: Vec<Rule>,
}

/// What the rules say about one request.
#[derive(Clone, Default, Debug)]
pub struct Route {
    /// Where its body's fields are; `None` when no rule covers a body with this method and path.
    pub body: Option<Arc<Plan>>,
    /// Its query parameters that hold search terms; `None` when no rule covers the path.
    pub searches: Option<Arc<Searches>>,
}

impl Rules {
    /// Reads and checks the file at `path`.
    ///
    /// # Errors
    /// [`FileError`], which names file, line and column.
    pub fn load(path: &Path) -> Result<Self, FileError> {
        check::rules(&TomlFile::read(path)?)
    }

    /// Checks the rules in `text`; errors call the file `name`.
    ///
    /// # Errors
    /// [`FileError`], which names file, line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self, FileError> {
        check::rules(&TomlFile::new(name.to_owned(), text.to_owned()))
    }

    /// The distinct fields, one for each object and name; a [`FieldId`] is an index into them.
    #[must_use]
    pub fn fields(&self) -> &[FieldSpec] {
        &self.fields
    }

    /// The field of an id that these rules gave out.
    #[must_use]
    pub fn field(&self, id: FieldId) -> Option<&FieldSpec> {
        self.fields.get(id.index())
    }

    /// Whether there are no rules at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What applies to a request; several rules may match, and all of them apply.
    #[must_use]
    pub fn route(&self, method: &str, path: &RequestPath) -> Route {
        let mut route = Route::default();
        for rule in self.rules.iter().filter(|rule| rule.path.matches(path)) {
            route.searches = Some(match route.searches {
                None => Arc::clone(&rule.searches),
                Some(searches) => Arc::new(searches.and(&rule.searches)),
            });
            // Applications differ in whether they tell patch from PATCH; a rule that covers one covers both.
            if rule
                .methods
                .iter()
                .any(|known| known.eq_ignore_ascii_case(method))
            {
                route.body = Some(match route.body {
                    None => Arc::clone(&rule.plan),
                    Some(plan) => check::both(&plan, &rule.plan),
                });
            }
        }
        route
    }
}

#[cfg(test)]
mod tests;
