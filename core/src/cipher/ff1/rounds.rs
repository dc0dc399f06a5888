//! The ten rounds, over one value or many in lockstep, and the pseudo-random function in them.

use zeroize::Zeroize;

use super::{domain::Domain, half::Half};
use crate::cipher::{Block, BlockCipher128};

const ROUNDS: u8 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Encrypt,
    Decrypt,
}

/// The function F of the rounds, with the CBC-MAC of all that comes before the round's number.
pub(super) struct Prf<'k, C: BlockCipher128> {
    cipher: &'k C,
    /// The block before the last, when round and half don't fit one; the last one. The chaining value so far is in the
    /// earlier of the two.
    first: Block,
    last: Block,
    half_bytes: usize,
    two_blocks: bool,
    y_is_long: bool,
}

impl<'k, C: BlockCipher128> Prf<'k, C> {
    /// SP 800-38G algorithm 7 steps 5 and 6i up to the round number: P, then the tweak and its padding.
    pub(super) fn new(cipher: &'k C, domain: &Domain, tweak: &[u8]) -> Self {
        let half_bytes = domain.half_bytes();
        let [_, r0, r1, r2] = domain.radix().to_be_bytes();
        let [n0, n1, n2, n3] = (domain.len() as u32).to_be_bytes();
        let [t0, t1, t2, t3] = (tweak.len() as u32).to_be_bytes();
        let left = domain.left_len() as u8;
        let mut chain = Block::from([
            1, 2, 1, r0, r1, r2, ROUNDS, left, n0, n1, n2, n3, t0, t1, t2, t3,
        ]);
        cipher.encrypt_block(&mut chain);
        let two_blocks = half_bytes + 1 > 16;
        let blocks = (tweak.len() + 1 + half_bytes).div_ceil(16);
        let mut bytes = tweak.iter().chain(core::iter::repeat(&0));
        for _ in 1 + usize::from(two_blocks)..blocks {
            absorb(&mut chain, &mut bytes);
            cipher.encrypt_block(&mut chain);
        }
        absorb(&mut chain, &mut bytes);
        let (mut first, mut last) = (Block::default(), chain);
        if two_blocks {
            first = chain;
            last = Block::default();
            absorb(&mut last, &mut bytes);
        }
        chain.zeroize();
        Self {
            cipher,
            first,
            last,
            half_bytes,
            two_blocks,
            y_is_long: domain.y_is_long(),
        }
    }

    /// All rounds over pairs (target, fed): target ← target ± F(round, fed), then the two change places. Encrypting
    /// starts with the left half as target and counts up, decrypting with the right one and counts down.
    pub(super) fn rounds<H: Half, const VALUES: usize>(
        &self,
        halves: &mut [[H; 2]],
        direction: Direction,
        moduli: &[H::Modulus; 2],
    ) {
        let mut first = [Block::default(); VALUES];
        let mut last = [Block::default(); VALUES];
        let mut more = [Block::default(); VALUES];
        let count = halves.len();
        let (Some(first), Some(last), Some(more)) = (
            first.get_mut(..count),
            last.get_mut(..count),
            more.get_mut(..count),
        ) else {
            return;
        };
        let [even, odd] = moduli;
        for index in 0..ROUNDS {
            let round = match direction {
                Direction::Encrypt => index,
                Direction::Decrypt => ROUNDS - 1 - index,
            };
            let modulus = if round % 2 == 0 { even } else { odd };
            first.fill(self.first);
            last.fill(self.last);
            for (([_, fed], first), last) in
                halves.iter().zip(first.iter_mut()).zip(last.iter_mut())
            {
                fed.feed(round, self.half_bytes, first, last);
            }
            if self.two_blocks {
                self.encrypt(first);
                for (last, first) in last.iter_mut().zip(first.iter()) {
                    xor(last, first);
                }
            }
            self.encrypt(last);
            if self.y_is_long {
                // Step 6iii: the second block of S is of R ⊕ [1]¹⁶.
                for (more, last) in more.iter_mut().zip(last.iter()) {
                    *more = *last;
                    xor(more, &Block::from(1_u128.to_be_bytes()));
                }
                self.encrypt(more);
            }
            for ((pair, last), more) in halves.iter_mut().zip(last.iter()).zip(more.iter()) {
                let [target, _] = pair;
                target.combine(direction, last, more, modulus);
                pair.reverse();
            }
        }
        for block in first.iter_mut().chain(last).chain(more) {
            block.zeroize();
        }
    }

    fn encrypt(&self, blocks: &mut [Block]) {
        if let [only] = blocks {
            self.cipher.encrypt_block(only);
        } else {
            self.cipher.encrypt_blocks(blocks);
        }
    }
}

impl<C: BlockCipher128> Drop for Prf<'_, C> {
    fn drop(&mut self) {
        self.first.zeroize();
        self.last.zeroize();
    }
}

fn absorb<'a>(block: &mut Block, bytes: &mut impl Iterator<Item = &'a u8>) {
    for (to, byte) in block.iter_mut().zip(bytes) {
        *to ^= byte;
    }
}

fn xor(to: &mut Block, from: &Block) {
    for (to, from) in to.iter_mut().zip(from.iter()) {
        *to ^= from;
    }
}
