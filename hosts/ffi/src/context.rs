//! Contexts: where a value belongs.

use fieldgate_core::field::{Context, FieldType, PART_BYTES_MAX, Scale};

use crate::{
    memory::Span,
    status::fg_status,
    string::{StringInput, fg_string},
};

/// Longest name of a tenant, partition, object or field, in bytes.
pub const FG_NAME_BYTES_MAX: usize = 255;
const _: () = assert!(FG_NAME_BYTES_MAX == PART_BYTES_MAX);

/// What kind of values a field takes.
#[repr(u8)]
pub enum fg_field_type {
    /// Text: the plaintext is its UTF-8 bytes.
    Text = 1,
    /// Text, number, true or false: the plaintext is a byte that tells which, and its characters.
    Scalar = 2,
    /// A whole number from 0 to 2^64 - 1.
    Unsigned = 3,
    /// A whole number from -2^63 to 2^63 - 1.
    Signed = 4,
    /// An IEEE 754 binary64 number, without NaN.
    Float = 5,
    /// A day.
    Date = 7,
    /// A moment, to the microsecond.
    DateTime = 8,
    /// A UUID.
    Uuid = 9,
    /// A decimal with a fixed number of digits after the point, 0 to 18: add that number to this one.
    Decimal = 0x40,
}

const UNIT_TYPES: [FieldType; 8] = [
    FieldType::Text,
    FieldType::Scalar,
    FieldType::Unsigned,
    FieldType::Signed,
    FieldType::Float,
    FieldType::Date,
    FieldType::DateTime,
    FieldType::Uuid,
];

fn field_type(number: u8) -> Result<FieldType, fg_status> {
    let decimal = || {
        number
            .checked_sub(fg_field_type::Decimal as u8)
            .and_then(Scale::new)
    };
    UNIT_TYPES
        .into_iter()
        .find(|unit| unit.number() == number)
        .or_else(|| decimal().map(FieldType::Decimal))
        .ok_or(fg_status::BadNumber)
}

/// Where a value belongs. All of it enters the derivation of the field's keys, so a value that is moved doesn't open.
///
/// No name is empty or longer than FG_NAME_BYTES_MAX.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_context {
    /// The customer.
    pub tenant: fg_string,
    /// The tenant's data domain.
    pub partition: fg_string,
    /// The kind of record.
    pub object: fg_string,
    /// The field.
    pub field: fg_string,
    /// What kind of values the field takes: an fg_field_type.
    pub field_type: u8,
    /// Raised to have new keys for a field under the same root key; 0 at first.
    pub epoch: u32,
}

/// A context whose pointers were checked.
pub(crate) struct ContextInput {
    names: [StringInput; 4],
    field_type: FieldType,
    epoch: u32,
}

impl ContextInput {
    /// # Safety
    /// The crate's contract holds for the pointer.
    pub(crate) unsafe fn of(context: *const fg_context) -> Result<Self, fg_status> {
        Span::of(context, 1)?;
        // SAFETY: not null and aligned: `Span::of`. The rest is this function's contract.
        let context = unsafe { context.read() };
        Ok(Self {
            names: [
                StringInput::of(context.tenant)?,
                StringInput::of(context.partition)?,
                StringInput::of(context.object)?,
                StringInput::of(context.field)?,
            ],
            field_type: field_type(context.field_type)?,
            epoch: context.epoch,
        })
    }

    pub(crate) fn spans(&self) -> [Span; 4] {
        let [tenant, partition, object, field] = &self.names;
        [tenant.span, partition.span, object.span, field.span]
    }

    /// # Safety
    /// The crate's contract holds for the names; and nothing that is written while `'a` lasts overlaps them.
    pub(crate) unsafe fn get<'a>(&self) -> Result<Context<'a>, fg_status> {
        let [tenant, partition, object, field] = &self.names;
        // SAFETY: this function's contract.
        unsafe {
            Ok(Context {
                tenant: tenant.get()?,
                partition: partition.get()?,
                object: object.get()?,
                field: field.get()?,
                kind: self.field_type,
                epoch: self.epoch,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fg_field_type, field_type};

    #[test]
    fn a_type_of_the_header_is_that_of_core() {
        for (ours, name) in [
            (fg_field_type::Text, "text"),
            (fg_field_type::Scalar, "scalar"),
            (fg_field_type::Unsigned, "unsigned"),
            (fg_field_type::Signed, "signed"),
            (fg_field_type::Float, "float"),
            (fg_field_type::Date, "date"),
            (fg_field_type::DateTime, "date-time"),
            (fg_field_type::Uuid, "uuid"),
            (fg_field_type::Decimal, "decimal"),
        ] {
            assert_eq!(field_type(ours as u8).unwrap().name(), name);
        }
        let known = (0..=u8::MAX).filter(|number| field_type(*number).is_ok());
        assert_eq!(known.count(), 8 + 19);
        for number in 0..=u8::MAX {
            if let Ok(known) = field_type(number) {
                assert_eq!(known.number(), number);
            }
        }
    }
}
