//! A column of `random`.

use super::{super::random::RandomCipher, FieldCipher, Opening, RandomFailed, Sealing, group};
use crate::cipher::{
    GROUP_BLOCKS, Scratch,
    gcm::{Hasher, NONCE_BYTES, Pad, pad_blocks, write_counters},
};

/// Most values of a group: an empty one has two blocks.
const GROUP_VALUES: usize = GROUP_BLOCKS / pad_blocks(0);

pub(super) struct Column<'c> {
    pub(super) field: &'c FieldCipher,
    pub(super) cipher: &'c RandomCipher,
}

impl Column<'_> {
    pub(super) fn seal(
        &self,
        values: &mut [Sealing<'_>],
        mut fill_nonces: impl FnMut(&mut [u8]) -> Result<(), RandomFailed>,
    ) {
        let mut pads = Scratch::<GROUP_BLOCKS>::zeroed();
        let mut hasher = self.cipher.hasher();
        let mut rest = values;
        while !rest.is_empty() {
            let blocks = rest.iter().map(|value| {
                let plaintext = value.accepted(self.field);
                plaintext.map_or(0, |plaintext| pad_blocks(plaintext.len()))
            });
            let (count, used) = group(blocks.take(GROUP_VALUES));
            // A value that is longer than a group fills it alone, and brings its own blocks.
            let now = rest.split_at_mut_checked(count.max(1));
            let (now, later) = now.unwrap_or_default();
            rest = later;
            let mut nonces = [[0; NONCE_BYTES]; GROUP_VALUES];
            let accepted = |value: &&mut Sealing<'_>| value.accepted(self.field).is_some();
            let accepted = now.iter_mut().filter(accepted).count();
            let nonces = nonces.get_mut(..accepted).unwrap_or_default();
            if fill_nonces(nonces.as_flattened_mut()).is_err() {
                return;
            }
            if count == 0 {
                self.seal_long(now, nonces);
            } else {
                self.seal_group(now, nonces, &mut pads, used, &mut hasher);
            }
        }
    }

    fn seal_long(&self, values: &mut [Sealing<'_>], nonces: &[[u8; NONCE_BYTES]]) {
        for (value, nonce) in values.iter_mut().zip(nonces) {
            if let Some((plaintext, body)) = value.parts(self.field)
                && self.cipher.seal(nonce, plaintext, None, body).is_ok()
            {
                value.finish(self.field.header);
            }
        }
    }

    fn seal_group(
        &self,
        values: &mut [Sealing<'_>],
        nonces: &[[u8; NONCE_BYTES]],
        pads: &mut Scratch<GROUP_BLOCKS>,
        used: usize,
        hasher: &mut Hasher<'_>,
    ) {
        let mut accepted = nonces.iter();
        let mut free = &mut pads.blocks_mut()[..];
        for value in values.iter() {
            if let Some(plaintext) = value.accepted(self.field)
                && let Some(nonce) = accepted.next()
                && let Some(pad) = free.split_off_mut(..pad_blocks(plaintext.len()))
            {
                write_counters(nonce, pad);
            }
        }
        self.cipher.encrypt_pads(pads.blocks_mut(), used);
        let mut accepted = nonces.iter();
        let mut ready = &pads[..];
        for value in values {
            if let Some((plaintext, body)) = value.parts(self.field)
                && let Some(nonce) = accepted.next()
                && let Some(pad) = ready.split_off(..pad_blocks(plaintext.len()))
                && let Some(pad) = Pad::new(pad)
                && self
                    .cipher
                    .seal_with(pad, hasher, nonce, plaintext, body)
                    .is_ok()
            {
                value.finish(self.field.header);
            }
        }
    }

    pub(super) fn open(&self, values: &mut [Opening<'_>]) {
        let mut pads = Scratch::<GROUP_BLOCKS>::zeroed();
        let mut hasher = self.cipher.hasher();
        let mut rest = values;
        while !rest.is_empty() {
            let (count, used) = group(rest.iter().map(|value| self.blocks(value)));
            let now = rest.split_at_mut_checked(count.max(1));
            let (now, later) = now.unwrap_or_default();
            rest = later;
            if count == 0 {
                for value in now {
                    if let Some((body, plaintext)) = value.parts(self.field.header) {
                        let opened = self.cipher.open(body, None, plaintext).is_ok();
                        value.finish(opened);
                    }
                }
            } else {
                self.open_group(now, &mut pads, used, &mut hasher);
            }
        }
    }

    /// Blocks of the pad of a value; none for one that is refused without it.
    fn blocks(&self, value: &Opening<'_>) -> usize {
        match value.accepted(self.field.header) {
            Some(_) => pad_blocks(value.frame.plaintext_bytes()),
            None => 0,
        }
    }

    fn open_group(
        &self,
        values: &mut [Opening<'_>],
        pads: &mut Scratch<GROUP_BLOCKS>,
        used: usize,
        hasher: &mut Hasher<'_>,
    ) {
        let mut free = &mut pads.blocks_mut()[..];
        for value in values.iter() {
            if let Some(body) = value.accepted(self.field.header)
                && let Some(nonce) = body.first_chunk()
                && let Some(pad) = free.split_off_mut(..self.blocks(value))
            {
                write_counters(nonce, pad);
            }
        }
        self.cipher.encrypt_pads(pads.blocks_mut(), used);
        let mut ready = &pads[..];
        for value in values {
            let blocks = self.blocks(value);
            if let Some((body, plaintext)) = value.parts(self.field.header)
                && let Some(pad) = ready.split_off(..blocks)
                && let Some(pad) = Pad::new(pad)
            {
                let opened = self.cipher.open_with(pad, hasher, body, plaintext).is_ok();
                value.finish(opened);
            }
        }
    }
}
