//! Contexts: where a value belongs.

use fieldgate_core::field::{Context, FieldType, PART_BYTES_MAX};

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
}

const _: () = assert!(fg_field_type::Text as u8 == FieldType::Text as u8);
const _: () = assert!(fg_field_type::Scalar as u8 == FieldType::Scalar as u8);

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
            field_type: match context.field_type {
                1 => FieldType::Text,
                2 => FieldType::Scalar,
                _ => return Err(fg_status::BadNumber),
            },
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
