//! CMAC of many messages at once.
//!
//! CMAC is a chain, each of whose blocks waits for the one before. Chains of different messages don't wait for each
//! other, so they advance together, one block each at a time; a chain that is done makes room for the next message.

use super::{BlockCipher128, CmacKey, TAG_BYTES};
use crate::cipher::Together as _;
use crate::cipher::blocks::{BLOCK_BYTES, Block, GROUP_BLOCKS, Scratch, big_endian, xor};

/// One block of a message, as it enters the chain.
pub(in crate::cipher) struct Link {
    pub(in crate::cipher) block: Block,
    /// Whether the message ends with it.
    pub(in crate::cipher) last: bool,
}

impl Link {
    #[inline(always)]
    pub(in crate::cipher) fn new(block: u128, last: bool) -> Self {
        Self {
            block: big_endian(block),
            last,
        }
    }
}

/// Messages by number, and where their tags go.
pub(crate) trait Messages {
    fn count(&self) -> usize;
    fn message(&self, index: usize) -> &[u8];
    fn take(&mut self, index: usize, tag: [u8; TAG_BYTES]);
}

struct Tags<'a> {
    messages: &'a [&'a [u8]],
    tags: &'a mut [[u8; TAG_BYTES]],
}

impl Messages for Tags<'_> {
    fn count(&self) -> usize {
        self.messages.len().min(self.tags.len())
    }

    #[inline(always)]
    fn message(&self, index: usize) -> &[u8] {
        self.messages.get(index).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn take(&mut self, index: usize, tag: [u8; TAG_BYTES]) {
        if let Some(to) = self.tags.get_mut(index) {
            *to = tag;
        }
    }
}

/// A message under way.
#[derive(Clone, Copy)]
struct Lane {
    message: usize,
    /// Bytes of it that are in the chain.
    done_bytes: usize,
    last: bool,
}

impl<C: BlockCipher128> CmacKey<C> {
    /// The tags of `messages`, of any lengths: the same as [`CmacKey::tag`] of each, in a fraction of the time.
    ///
    /// Writes as many tags as there are messages and room for tags; takes about 2 KiB of stack (a few hundred bytes on
    /// 32-bit targets).
    ///
    /// ```
    /// use fieldgate_core::cipher::{Aes256, cmac::CmacKey};
    ///
    /// let key = CmacKey::<Aes256>::new(&[7; 32].into());
    /// let mut tags = [[0; 16]; 2];
    /// key.tag_many(&[b"agnes", b"varda"], &mut tags);
    /// assert_eq!(tags, [key.tag(b"agnes"), key.tag(b"varda")]);
    /// ```
    pub fn tag_many(&self, messages: &[&[u8]], tags: &mut [[u8; TAG_BYTES]]) {
        let mut messages = Tags { messages, tags };
        self.lockstep(&mut messages, |message, from| self.link(message, from));
    }

    /// Runs the chains of `messages`, of each of which `link` gives the block at an offset in bytes.
    #[inline(always)]
    pub(in crate::cipher) fn lockstep(
        &self,
        messages: &mut impl Messages,
        link: impl Fn(&[u8], usize) -> Link,
    ) {
        let count = messages.count();
        let fresh = |message| Lane {
            message,
            done_bytes: 0,
            last: false,
        };
        let mut lanes: [Lane; GROUP_BLOCKS] = core::array::from_fn(fresh);
        let mut chains = Scratch::<GROUP_BLOCKS>::zeroed();
        let mut active = count.min(GROUP_BLOCKS);
        let mut next = active;
        while active > 0 {
            let blocks = chains.blocks_mut();
            for (lane, chain) in lanes.iter_mut().zip(blocks.iter_mut()).take(active) {
                let link = link(messages.message(lane.message), lane.done_bytes);
                xor(chain, &link.block);
                lane.done_bytes += BLOCK_BYTES;
                lane.last = link.last;
            }
            self.cipher.encrypt_front(blocks, active);
            let mut index = 0;
            while index < active
                && let (Some(lane), Some(chain)) = (lanes.get_mut(index), blocks.get_mut(index))
            {
                if !lane.last {
                    index += 1;
                    continue;
                }
                messages.take(lane.message, (*chain).into());
                if next < count {
                    *lane = fresh(next);
                    *chain = Default::default();
                    next += 1;
                    index += 1;
                } else {
                    // The last lane takes this one's place, and is looked at next. (A swap would be able to panic.)
                    active -= 1;
                    let moved = lanes.get(active).copied().zip(blocks.get(active).copied());
                    if let (Some((last, chain)), Some(lane), Some(block)) =
                        (moved, lanes.get_mut(index), blocks.get_mut(index))
                    {
                        *lane = last;
                        *block = chain;
                    }
                }
            }
        }
    }
}
