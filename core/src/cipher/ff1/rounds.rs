//! The ten rounds, over one value or many in lockstep, and the pseudo-random function in them.

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockSizeUser, consts::U16, inout::InOutBuf,
};
use zeroize::Zeroize;

use super::{domain::Domain, half::Half};
use crate::cipher::{
    BlockCipher128,
    blocks::{Block, xor},
};

const ROUNDS: u8 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Encrypt,
    Decrypt,
}

impl Direction {
    /// The number of a round, and its modulus: that of the left half for even numbers.
    fn round<M>(self, index: u8, [even, odd]: &[M; 2]) -> (u8, &M) {
        let round = match self {
            Self::Encrypt => index,
            Self::Decrypt => ROUNDS - 1 - index,
        };
        (round, if round % 2 == 0 { even } else { odd })
    }
}

/// The function F of the rounds, with the CBC-MAC of all that comes before the round's number.
pub(super) struct Prf<'k, C: BlockCipher128> {
    cipher: &'k C,
    inputs: Inputs,
}

/// What the function's input starts with.
struct Inputs {
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
            inputs: Inputs {
                first,
                last,
                half_bytes,
                two_blocks,
                y_is_long: domain.y_is_long(),
            },
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
        // One call of the cipher for all rounds: its backend prepares the round keys at each.
        self.cipher.encrypt_with_backend(Rounds::<H, VALUES> {
            inputs: &self.inputs,
            halves,
            direction,
            moduli,
        });
    }
}

/// The rounds of a group of values, until there is a cipher to run them with.
struct Rounds<'a, H: Half, const VALUES: usize> {
    inputs: &'a Inputs,
    halves: &'a mut [[H; 2]],
    direction: Direction,
    moduli: &'a [H::Modulus; 2],
}

impl<H: Half, const VALUES: usize> BlockSizeUser for Rounds<'_, H, VALUES> {
    type BlockSize = U16;
}

impl<H: Half, const VALUES: usize> BlockCipherEncClosure for Rounds<'_, H, VALUES> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        if let [pair] = self.halves {
            one(self.inputs, pair, self.direction, self.moduli, backend);
        } else {
            self.in_lockstep(backend);
        }
    }
}

impl<H: Half, const VALUES: usize> Rounds<'_, H, VALUES> {
    #[inline(always)]
    fn in_lockstep<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let Self {
            inputs,
            halves,
            direction,
            moduli,
        } = self;
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
        for index in 0..ROUNDS {
            let (round, modulus) = direction.round(index, moduli);
            if inputs.two_blocks {
                first.fill(inputs.first);
            }
            last.fill(inputs.last);
            for (([_, fed], first), last) in
                halves.iter().zip(first.iter_mut()).zip(last.iter_mut())
            {
                fed.feed(round, inputs.half_bytes, first, last);
            }
            if inputs.two_blocks {
                encrypt_all(backend, first);
                for (last, first) in last.iter_mut().zip(first.iter()) {
                    xor(last, first);
                }
            }
            encrypt_all(backend, last);
            if inputs.y_is_long {
                for (more, last) in more.iter_mut().zip(last.iter()) {
                    *more = second_block(last);
                }
                encrypt_all(backend, more);
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
}

/// The rounds of one value.
#[inline(always)]
fn one<H: Half, B: BlockCipherEncBackend<BlockSize = U16>>(
    inputs: &Inputs,
    pair: &mut [H; 2],
    direction: Direction,
    moduli: &[H::Modulus; 2],
    backend: &B,
) {
    for index in 0..ROUNDS {
        let (round, modulus) = direction.round(index, moduli);
        // Of this round only, so that they stay in registers where there are enough, as the cipher's own state does: written
        // to memory to be wiped there, they would hold up every round.
        let (mut first, mut last, mut more) = (inputs.first, inputs.last, Block::default());
        let [target, fed] = pair;
        fed.feed(round, inputs.half_bytes, &mut first, &mut last);
        if inputs.two_blocks {
            backend.encrypt_block_inplace(&mut first);
            xor(&mut last, &first);
        }
        backend.encrypt_block_inplace(&mut last);
        if inputs.y_is_long {
            more = second_block(&last);
            backend.encrypt_block_inplace(&mut more);
        }
        target.combine(direction, &last, &more, modulus);
        pair.reverse();
    }
}

/// Encrypts as many blocks at once as the backend can.
#[inline(always)]
fn encrypt_all<B: BlockCipherEncBackend<BlockSize = U16>>(backend: &B, blocks: &mut [Block]) {
    let (chunks, rest) = InOutBuf::from(blocks).into_chunks::<B::ParBlocksSize>();
    for chunk in chunks {
        backend.encrypt_par_blocks(chunk);
    }
    backend.encrypt_tail_blocks(rest);
}

impl<C: BlockCipher128> Drop for Prf<'_, C> {
    fn drop(&mut self) {
        self.inputs.first.zeroize();
        self.inputs.last.zeroize();
    }
}

fn absorb<'a>(block: &mut Block, bytes: &mut impl Iterator<Item = &'a u8>) {
    for (to, byte) in block.iter_mut().zip(bytes) {
        *to ^= byte;
    }
}

/// What the second block of S is the encryption of: R ⊕ [1]¹⁶ (SP 800-38G algorithm 7 step 6iii).
fn second_block(first: &Block) -> Block {
    let mut block = Block::from(1_u128.to_be_bytes());
    xor(&mut block, first);
    block
}
