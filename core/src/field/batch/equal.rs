//! A column of `equal`.
//!
//! S2V is a chain of blocks in each value, and counter mode needs S2V's outcome: so one pass over the column for each.

use super::{super::equal::EqualCipher, FieldCipher, Opening, Sealing, group};
use crate::cipher::{
    BLOCK_BYTES, GROUP_BLOCKS, Messages, Scratch, same,
    siv::{SIV_BYTES, first_counter, write_counters},
};

pub(super) struct Column<'c> {
    pub(super) field: &'c FieldCipher,
    pub(super) cipher: &'c EqualCipher,
}

/// A value as counter mode sees it.
trait Counted {
    /// Bytes that counter mode works on; none for a value that is refused.
    fn message_bytes(&self, field: &FieldCipher) -> usize;
    /// The synthetic initialization vector, and the message, which counter mode changes in place.
    fn message(&mut self, field: &FieldCipher) -> Option<([u8; SIV_BYTES], &mut [u8])>;
}

impl Counted for Sealing<'_> {
    fn message_bytes(&self, field: &FieldCipher) -> usize {
        self.accepted(field).map_or(0, <[u8]>::len)
    }

    fn message(&mut self, field: &FieldCipher) -> Option<([u8; SIV_BYTES], &mut [u8])> {
        let (plaintext, body) = self.parts(field)?;
        let (iv, message) = body.split_first_chunk_mut()?;
        if message.len() == plaintext.len() {
            message.copy_from_slice(plaintext);
        }
        Some((*iv, message))
    }
}

impl Counted for Opening<'_> {
    fn message_bytes(&self, field: &FieldCipher) -> usize {
        match self.accepted(field.header) {
            Some(_) => self.frame.plaintext_bytes(),
            None => 0,
        }
    }

    fn message(&mut self, field: &FieldCipher) -> Option<([u8; SIV_BYTES], &mut [u8])> {
        let (body, plaintext) = self.parts(field.header)?;
        let (iv, message) = body.split_first_chunk()?;
        if message.len() == plaintext.len() {
            plaintext.copy_from_slice(message);
        }
        Some((*iv, plaintext))
    }
}

impl Column<'_> {
    pub(super) fn seal(&self, values: &mut [Sealing<'_>]) {
        let field = self.field;
        self.cipher.vectors(&mut ToSeal { field, values });
        self.apply_keystream(values);
        for value in values {
            if value.accepted(field).is_some() {
                value.finish(field.header);
            }
        }
    }

    pub(super) fn open(&self, values: &mut [Opening<'_>]) {
        let field = self.field;
        self.apply_keystream(values);
        self.cipher.vectors(&mut ToCheck { field, values });
    }

    fn apply_keystream<V: Counted>(&self, values: &mut [V]) {
        let mut keystream = Scratch::<GROUP_BLOCKS>::zeroed();
        let mut rest = values;
        while !rest.is_empty() {
            let blocks = |value: &V| value.message_bytes(self.field).div_ceil(BLOCK_BYTES);
            let (count, used) = group(rest.iter().map(blocks));
            let now = rest.split_at_mut_checked(count.max(1));
            let (now, later) = now.unwrap_or_default();
            rest = later;
            if count == 0 {
                for value in now {
                    if let Some((iv, message)) = value.message(self.field) {
                        self.cipher.apply_keystream(&iv, message);
                    }
                }
                continue;
            }
            let mut free = &mut keystream.blocks_mut()[..];
            for value in now.iter_mut() {
                let blocks = blocks(value);
                if let Some((iv, _)) = value.message(self.field)
                    && let Some(counters) = free.split_off_mut(..blocks)
                {
                    write_counters(first_counter(&iv), counters);
                }
            }
            self.cipher.encrypt_counters(keystream.blocks_mut(), used);
            let mut ready = &keystream[..];
            for value in now {
                let blocks = blocks(value);
                if let Some((_, message)) = value.message(self.field)
                    && let Some(keystream) = ready.split_off(..blocks)
                {
                    crate::cipher::add_keystream(message.into(), keystream);
                }
            }
        }
    }
}

/// Plaintexts, whose synthetic initialization vectors go into their outputs.
struct ToSeal<'c, 'a, 'v> {
    field: &'c FieldCipher,
    values: &'a mut [Sealing<'v>],
}

impl Messages for ToSeal<'_, '_, '_> {
    fn count(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    fn message(&self, index: usize) -> &[u8] {
        let value = self.values.get(index);
        let plaintext = value.and_then(|value| value.accepted(self.field));
        plaintext.unwrap_or_default()
    }

    #[inline(always)]
    fn take(&mut self, index: usize, tag: [u8; SIV_BYTES]) {
        let value = self.values.get_mut(index);
        if let Some((_, body)) = value.and_then(|value| value.parts(self.field))
            && let Some(iv) = body.first_chunk_mut()
        {
            *iv = tag;
        }
    }
}

/// Plaintexts under suspicion, which stay only where their synthetic initialization vector is right.
struct ToCheck<'c, 'a, 'v> {
    field: &'c FieldCipher,
    values: &'a mut [Opening<'v>],
}

impl Messages for ToCheck<'_, '_, '_> {
    fn count(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    fn message(&self, index: usize) -> &[u8] {
        let Some(value) = self.values.get(index) else {
            return &[];
        };
        let bytes = value.message_bytes(self.field);
        value.output.get(..bytes).unwrap_or_default()
    }

    #[inline(always)]
    fn take(&mut self, index: usize, tag: [u8; SIV_BYTES]) {
        if let Some(value) = self.values.get_mut(index)
            && let Some(body) = value.accepted(self.field.header)
            && let Some(iv) = body.first_chunk::<SIV_BYTES>()
        {
            value.finish(same(&tag, iv));
        }
    }
}
