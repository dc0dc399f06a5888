//! Where a field belongs, and what kind of values it takes.

use clap::{Args, Error, ValueEnum, value_parser};
use fieldgate_core::field::{Context, FieldType, Scale};

use super::usage::{belongs, usage};

/// Where a field belongs. All of it enters its keys: a value opens only in the place that it was sealed for.
#[derive(Args)]
#[command(next_help_heading = "Where the field belongs")]
pub(super) struct Place {
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "trial")]
    tenant: String,
    /// The tenant's data domain.
    #[arg(long, value_name = "NAME", default_value = "trial")]
    partition: String,
    /// The kind of record.
    #[arg(long, value_name = "NAME", default_value = "trial")]
    object: String,
    /// The field. [default: trial; for columns of a CSV file, each column's name]
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
    /// Another number gives other keys under the same root key.
    #[arg(long, value_name = "N", default_value_t = 0)]
    epoch: u32,
    /// What kind of values the field takes.
    #[arg(long = "type", value_name = "TYPE", value_enum, default_value_t = TypeName::Text)]
    type_name: TypeName,
    /// Digits after the point of a decimal.
    #[arg(long, value_name = "N", value_parser = value_parser!(u8).range(..=i64::from(Scale::MAX)))]
    scale: Option<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TypeName {
    /// Any text.
    Text,
    /// 0 to 2⁶⁴ − 1.
    Unsigned,
    /// −2⁶³ to 2⁶³ − 1.
    Signed,
    /// A binary64 number, as JSON writes it.
    Float,
    /// A number with --scale digits after the point.
    Decimal,
    /// yyyy-mm-dd.
    Date,
    /// RFC 3339, to the microsecond.
    DateTime,
    /// RFC 9562.
    Uuid,
}

impl Place {
    /// What kind of values the field takes.
    pub(super) fn kind(&self) -> Result<FieldType, Error> {
        let decimal = self.type_name == TypeName::Decimal;
        belongs(self.scale.is_some(), "--scale", decimal, "--type decimal")?;
        Ok(match self.type_name {
            TypeName::Text => FieldType::Text,
            TypeName::Unsigned => FieldType::Unsigned,
            TypeName::Signed => FieldType::Signed,
            TypeName::Float => FieldType::Float,
            TypeName::Date => FieldType::Date,
            TypeName::DateTime => FieldType::DateTime,
            TypeName::Uuid => FieldType::Uuid,
            TypeName::Decimal => {
                let scale = self.scale.and_then(Scale::new);
                FieldType::Decimal(scale.ok_or_else(|| usage("--type decimal needs --scale N"))?)
            }
        })
    }

    /// The fields that a command works on: that of the option, or one for each column.
    pub(super) fn fields<'a>(&'a self, columns: &'a [String]) -> Vec<&'a str> {
        match (&self.field, columns) {
            (Some(field), []) => vec![field],
            (Some(field), columns) => vec![field; columns.len()],
            (None, []) => vec!["trial"],
            (None, columns) => columns.iter().map(String::as_str).collect(),
        }
    }

    /// The context of one of the fields.
    pub(super) fn context<'a>(&'a self, field: &'a str, kind: FieldType) -> Context<'a> {
        Context {
            tenant: &self.tenant,
            partition: &self.partition,
            object: &self.object,
            field,
            kind,
            epoch: self.epoch,
        }
    }
}
