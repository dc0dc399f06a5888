//! Key derivation in counter mode with CMAC (NIST SP 800-108 revision 1, section 4.1).
//!
//! K(i) = CMAC(K, \[i\]₃₂ ‖ Label ‖ 0x00 ‖ Context ‖ \[L\]₃₂), L in bits. The label holds no zero byte and the context is
//! framed by length, so that no two derivations share an input.

use super::{BlockCipher128, cmac::CmacKey};

/// Fills `output` with key bytes for `label` and the concatenation of `context`.
pub fn derive<C: BlockCipher128>(
    key: &CmacKey<C>,
    label: &[u8],
    context: &[&[u8]],
    output: &mut [u8],
) {
    let bits = (output.len() as u32).wrapping_mul(8).to_be_bytes();
    for (counter, chunk) in (1_u32..).zip(output.chunks_mut(16)) {
        let mut mac = key.start();
        mac.update(&counter.to_be_bytes());
        mac.update(label);
        mac.update(&[0]);
        for part in context {
            mac.update(part);
        }
        mac.update(&bits);
        let block = zeroize::Zeroizing::new(mac.finish());
        for (to, from) in chunk.iter_mut().zip(block.iter()) {
            *to = *from;
        }
    }
}
