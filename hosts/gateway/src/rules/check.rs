//! From the file's text to rules that are sound, each and together.

use std::{fmt::Display, ops::Range, str::FromStr, sync::Arc};

use fieldgate_core::field::{
    FieldType, PART_BYTES_MAX, Payload,
    leakage::{Admitted, Domain},
};
use toml::Spanned;

use super::{
    FieldSpec, PathPattern, Rule, Rules,
    file::{FieldEntry, RuleEntry, RulesFile},
};
use crate::{
    body::json::{
        JsonPath,
        plan::{PATHS_MAX, Plan},
    },
    fields::FieldId,
    query::{Search, Searches},
    toml_file::{FileError, TomlFile},
};

/// The version of rules files that this reads.
pub const VERSION: u32 = 1;
/// The methods whose bodies rules can cover.
pub const METHODS: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

/// Checks a whole file.
pub(super) fn rules(file: &TomlFile) -> Result<Rules, FileError> {
    let parsed: RulesFile = file.parse()?;
    let mut check = Check {
        file,
        rules: Rules::default(),
    };
    if *parsed.version.get_ref() != VERSION {
        return Err(check.error(
            &parsed.version,
            format!("this version of the rules is not known; it is {VERSION}"),
        ));
    }
    for entry in &parsed.rule {
        check.rule(entry)?;
    }
    Ok(check.rules)
}

/// The places of two plans together; that they fit was checked when the rules were read.
pub(super) fn both(one: &Arc<Plan>, two: &Arc<Plan>) -> Arc<Plan> {
    let mut paths = one.paths().to_vec();
    paths.extend(
        two.paths()
            .iter()
            .filter(|path| !one.paths().contains(path))
            .cloned(),
    );
    Plan::new(paths).map_or_else(|| Arc::clone(one), Arc::new)
}

struct Check<'t> {
    file: &'t TomlFile,
    rules: Rules,
}

impl Check<'_> {
    fn error<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> FileError {
        self.error_at(at.span(), message)
    }

    fn error_at(&self, at: Range<usize>, message: impl Into<String>) -> FileError {
        self.file.at(at, message)
    }

    fn parsed<T: FromStr<Err: Display>>(&self, text: &Spanned<String>) -> Result<T, FileError> {
        text.get_ref()
            .parse()
            .map_err(|error: T::Err| self.error(text, error.to_string()))
    }

    fn name(&self, name: &Spanned<String>) -> Result<(), FileError> {
        match name.get_ref().len() {
            1..=PART_BYTES_MAX => Ok(()),
            _ => Err(self.error(name, format!("a name has 1 to {PART_BYTES_MAX} bytes"))),
        }
    }

    fn rule(&mut self, entry: &RuleEntry) -> Result<(), FileError> {
        self.name(&entry.name)?;
        self.name(&entry.object)?;
        let methods = entry.methods.get_ref();
        if methods.is_empty() {
            return Err(self.error(
                &entry.methods,
                format!("a rule needs a method; {}", allowed(&METHODS)),
            ));
        }
        if let Some(method) = methods
            .iter()
            .find(|method| !METHODS.contains(&method.get_ref().as_str()))
        {
            return Err(self.error(
                method,
                format!(
                    "a rule can't cover bodies of this method; {}",
                    allowed(&METHODS)
                ),
            ));
        }
        let path: PathPattern = self.parsed(&entry.path)?;
        if entry.field.is_empty() {
            return Err(self.error(&entry.name, "the rule has no field; add a [[rule.field]]"));
        }
        let mut places = Vec::new();
        let mut searches = Searches::default();
        for (index, field) in entry.field.iter().enumerate() {
            if entry.field[..index]
                .iter()
                .any(|other| other.name.get_ref() == field.name.get_ref())
            {
                return Err(self.error(
                    &field.name,
                    "the rule has this field already; give it all paths at once",
                ));
            }
            let id = self.field(entry, field)?;
            self.places(field, id, &path, methods, &mut places)?;
            self.searches(field, id, &path, &mut searches)?;
        }
        let methods: Vec<_> = methods
            .iter()
            .map(|method| method.get_ref().clone())
            .collect();
        let others: usize = self
            .rules
            .rules
            .iter()
            .filter(|rule| shares(rule, &path, &methods))
            .map(paths)
            .sum();
        let plan = Plan::new(places)
            .filter(|plan| plan.paths().len() + others <= PATHS_MAX)
            .ok_or_else(|| {
                self.error(
                    &entry.name,
                    format!("more than {PATHS_MAX} JSON paths for one request; split the rule"),
                )
            })?;
        self.rules.rules.push(Rule {
            methods,
            path,
            plan: Arc::new(plan),
            searches: Arc::new(searches),
        });
        Ok(())
    }

    /// The field's id, the same for the same object and name.
    fn field(&mut self, rule: &RuleEntry, entry: &FieldEntry) -> Result<FieldId, FileError> {
        self.name(&entry.name)?;
        let payload = Payload::from_name(entry.scheme.get_ref()).ok_or_else(|| {
            self.error(
                &entry.scheme,
                format!(
                    "unknown scheme; {}",
                    allowed(&Payload::ALL.map(Payload::name))
                ),
            )
        })?;
        let scheme = self.admit(payload, entry)?;
        let kind = match &entry.kind {
            None => FieldType::Text,
            Some(kind) => match kind.get_ref().as_str() {
                "text" => FieldType::Text,
                "scalar" => FieldType::Scalar,
                _ => {
                    return Err(self.error(
                        kind,
                        format!("unknown type; {}", allowed(&["text", "scalar"])),
                    ));
                }
            },
        };
        if let (Payload::Random, Some(parameter)) =
            (payload, entry.exact.iter().chain(&entry.exact_list).next())
        {
            let message = "a random field can't be searched, as equal values are sealed differently; \
                           use scheme = \"equal\", or list the parameter under refuse";
            return Err(self.error(parameter, message));
        }
        let spec = FieldSpec {
            object: rule.object.get_ref().clone(),
            name: entry.name.get_ref().clone(),
            scheme,
            kind,
        };
        let known = self
            .rules
            .fields
            .iter()
            .position(|other| other.object == spec.object && other.name == spec.name);
        if let Some(index) = known {
            if self.rules.fields[index] != spec {
                let message =
                    "another rule has this field with another scheme or type; they must agree";
                return Err(self.error(&entry.name, message));
            }
            return self.id(entry, index);
        }
        self.rules.fields.push(spec);
        self.id(entry, self.rules.fields.len() - 1)
    }

    /// Refuses schemes over few values, unless the rule says that it is meant.
    fn admit(&self, payload: Payload, entry: &FieldEntry) -> Result<Admitted, FileError> {
        let Some(values) = &entry.distinct_values else {
            return payload
                .admit(Domain::Unstated)
                .map_err(|tiny| self.error(&entry.scheme, tiny.to_string()));
        };
        match payload.admit(Domain::Values(*values.get_ref())) {
            Err(tiny) if entry.allow_tiny_domain => Ok(Admitted::danger_tiny_domain(tiny.scheme)),
            Err(tiny) => Err(self.error(values, format!("{tiny}: allow_tiny_domain = true"))),
            Ok(admitted) => Ok(admitted),
        }
    }

    fn id(&self, entry: &FieldEntry, index: usize) -> Result<FieldId, FileError> {
        u32::try_from(index)
            .map(FieldId::new)
            .map_err(|_| self.error(&entry.name, "too many fields"))
    }

    /// The JSON paths of one field.
    fn places(
        &self,
        entry: &FieldEntry,
        id: FieldId,
        path: &PathPattern,
        methods: &[Spanned<String>],
        places: &mut Vec<(JsonPath, FieldId)>,
    ) -> Result<(), FileError> {
        let methods: Vec<_> = methods
            .iter()
            .map(|method| method.get_ref().clone())
            .collect();
        for text in &entry.json {
            let place: JsonPath = self.parsed(text)?;
            let elsewhere = self
                .rules
                .rules
                .iter()
                .filter(|rule| shares(rule, path, &methods))
                .flat_map(|rule| rule.plan.paths())
                .any(|(other, field)| *other == place && *field != id);
            if elsewhere || places.iter().any(|(other, _)| *other == place) {
                let message = "another field of the same requests has this JSON path; a value belongs to one field";
                return Err(self.error(text, message));
            }
            places.push((place, id));
        }
        Ok(())
    }

    /// The query parameters of one field.
    fn searches(
        &self,
        entry: &FieldEntry,
        id: FieldId,
        path: &PathPattern,
        searches: &mut Searches,
    ) -> Result<(), FileError> {
        let is_scalar = self.rules.fields[id.index()].kind == FieldType::Scalar;
        let lists = [
            (
                &entry.exact,
                Search::Exact {
                    field: id,
                    is_scalar,
                },
            ),
            (
                &entry.exact_list,
                Search::ExactList {
                    field: id,
                    is_scalar,
                },
            ),
            (&entry.refuse, Search::Refuse),
        ];
        for (names, search) in lists {
            for name in names {
                if name.get_ref().is_empty() {
                    return Err(self.error(name, "a parameter needs a name"));
                }
                let known = self
                    .rules
                    .rules
                    .iter()
                    .filter(|rule| rule.path.meets(path))
                    .map(|rule| &*rule.searches);
                let clash = known
                    .filter_map(|known| known.get(name.get_ref()))
                    .any(|other| other != search);
                if clash || searches.get(name.get_ref()).is_some() {
                    let message =
                        "another list of the same requests has this parameter; it has one meaning";
                    return Err(self.error(name, message));
                }
                searches.insert(name.get_ref().clone(), search);
            }
        }
        if entry.json.is_empty()
            && entry.exact.is_empty()
            && entry.exact_list.is_empty()
            && entry.refuse.is_empty()
        {
            return Err(self.error(
                &entry.name,
                "the field is nowhere; give it json, exact, exact_list or refuse",
            ));
        }
        Ok(())
    }
}

/// Whether some request is covered by `rule` and by another one with `path` and `methods`.
fn shares(rule: &Rule, path: &PathPattern, methods: &[String]) -> bool {
    rule.path.meets(path) && rule.methods.iter().any(|method| methods.contains(method))
}

fn paths(rule: &Rule) -> usize {
    rule.plan.paths().len()
}

fn allowed(names: &[&str]) -> String {
    format!("allowed are {}", names.join(", "))
}
