//! The fields of a partition, from which each key's field ciphers are derived.

use fieldgate_core::field::{Context, ContextError, DeriveError, FieldCipher, RootKey};

use crate::rules::FieldSpec;

/// The fields of a partition; a field is known by its place in it.
#[derive(Clone, Debug)]
pub struct FieldSet {
    tenant: String,
    partition: String,
    fields: Vec<FieldSpec>,
}

/// A field's names can't be used.
#[derive(Debug, thiserror::Error)]
#[error("field {object}.{field}")]
pub struct FieldSetError {
    object: String,
    field: String,
    source: ContextError,
}

impl FieldSet {
    /// The fields of a tenant's partition.
    ///
    /// # Errors
    /// When a name is empty or too long.
    pub fn new(
        tenant: String,
        partition: String,
        fields: Vec<FieldSpec>,
    ) -> Result<Self, FieldSetError> {
        let set = Self {
            tenant,
            partition,
            fields,
        };
        for field in &set.fields {
            set.context(field).check().map_err(|source| FieldSetError {
                object: field.object.clone(),
                field: field.name.clone(),
                source,
            })?;
        }
        Ok(set)
    }

    /// The field in a place.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&FieldSpec> {
        self.fields.get(field)
    }

    /// The ciphers of all fields under a root key, in the order of the fields.
    pub(super) fn derive(&self, root: &RootKey) -> Result<Box<[FieldCipher]>, DeriveError> {
        let derive = |field| FieldCipher::derive(root, &self.context(field), field.scheme);
        self.fields.iter().map(derive).collect()
    }

    fn context<'a>(&'a self, field: &'a FieldSpec) -> Context<'a> {
        Context {
            tenant: &self.tenant,
            partition: &self.partition,
            object: &field.object,
            field: &field.name,
            kind: field.kind,
            epoch: 0,
        }
    }
}
