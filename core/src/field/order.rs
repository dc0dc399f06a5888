//! Schemes `order` and `order-reveal`: ciphertexts that sort as their values do.
//!
//! | type | for | ciphertext | compared by |
//! |---|---|---|---|
//! | [`OrderCipher`] | values of 1 to 8 bytes | 8, 4 or 2 bytes a byte ([`OrderParameters`]) | bytes, or characters of [`limb_text`] |
//! | [`OrderNumberCipher`] | 4 bytes in an integer column, 2 in a JSON double | a number below 2⁶⁰ or 2⁵² ([`OrderColumn`]) | number |
//! | [`OrderTextCipher`] | the first 1 to 32 bytes of a text; 16 hold a UUID | 2 bytes a byte | bytes, or characters of [`limb_text`] |
//! | [`OrderRevealCipher`] | values of 1 to 8 bytes | 2 bytes a byte | [`compare`] |
//!
//! Values come in an order-keeping encoding: big-endian, all of one length. All of it is deterministic. Nothing here
//! authenticates: where a ciphertext could be changed, a sealed payload goes beside it, and is what is opened.
//!
//! # What it leaks
//!
//! Whoever sees the ciphertexts of a field sees the order of its values and which are equal, and for every two of them the
//! place of the first digit that differs; under `order` also by how much that digit differs. `order-reveal` tells the first
//! bit that differs and no more: the leakage that Chenette, Lewi, Weis and Wu define (Practical Order-Revealing Encryption
//! with Limited Leakage, FSE 2016). `order` is their order-preserving scheme with digits that don't wrap around.
//!
//! One ciphertext alone tells each digit with an advantage of at most (B−1)/(W−B+1), the distance between the limbs of two
//! digits, plus 2⁻¹⁶ where fractions have 16 bits: 1/255 a bit for d1w8, 15/65521 a digit for d4w16, 255/65281 a byte for
//! d8w16, 255/32513 and 255/67108609 for the numbers, 256/65280 a byte of text, and 2⁻¹⁶ a bit for `order-reveal`. There
//! is no first byte or carry beside the limbs that would tell more.
//!
//! **Chosen values.** Whoever can have values encrypted under the field, and a user of the application can, reads any other
//! value, digit by digit: a value of one's own that agrees with it in the first i digits shows the next one by the distance
//! of the limbs there. 8 values of one's own read a u64 under d8w16, 16 under d4w16; 4 read a number of an integer column, 2
//! one of a double column; a text takes one a byte. Under d1w8 and `order-reveal` it is at most one a bit, because the bits up
//! to the first that differs become known at once. No parameter prevents it: order finds every value by halving, too.
//!
//! **One known value** gives the first digit of every row, whose offset they share, and in every row the first digit that
//! differs from the known value, with all digits before it. So a row tells as much about its neighbours as itself is known.
//!
//! Many ciphertexts together tell much more, whatever the parameters, without any value known:
//!
//! - A dense column, one that holds every value of its range, is sorted and read off (Naveed, Kamara, Wright: Inference
//!   Attacks on Property-Preserving Encrypted Databases, CCS 2015). So are frequencies, where values repeat.
//! - Known values of another population, and the leading digits, recover names and postcodes at large (Grubbs, Sekniqi,
//!   Bindschaedler, Naveed, Ristenpart: Leakage-Abuse Attacks against Order-Revealing Encryption, S&P 2017).
//! - Columns that belong together, such as latitude and longitude, tell more together than each alone (Durak, DuBuisson,
//!   Cash: What Else is Revealed by Order-Revealing Encryption?, CCS 2016). They also show that the first differing digits
//!   of values that aren't uniform tell far more than the proofs for uniform ones suggest.
//!
//! So the scheme is for sparse, distinct values with no neighbour that tells: not for booleans, enums, ages or postcodes.
//!
//! Boldyreva et al.'s order-preserving encryption (EUROCRYPT 2009) is not offered: its hypergeometric sampling branches on
//! secrets and is slow, and one ciphertext alone tells about the upper half of the bits.
//!
//! # The construction, byte by byte
//!
//! Big-endian throughout; ⌊ ⌋ rounds down; AES is AES-256 in the forward direction.
//!
//! **Keys.** 32 bytes of the key derivation ([`kdf`](crate::cipher::kdf)) under the root key, with the context of the
//! field, framed (each name after its length in one byte, the type's number, the epoch in 4 bytes), and then three bytes:
//! 2, the number of the parameter set, n. Labels: `fieldgate/1 order limbs`, `fieldgate/1 order text chain` (K1),
//! `fieldgate/1 order text limbs` (K2), `fieldgate/1 order-reveal limbs`. n is the bytes of a value, or those of a text that
//! are kept.
//!
//! | parameter set | scheme | number | d | w |
//! |---|---|---|---|---|
//! | d1w8 | 7 | 1 | 1 | 8 |
//! | d4w16 | 7 | 2 | 4 | 16 |
//! | d8w16 | 7 | 3 | 8 | 16 |
//! | integer64 (n = 4) | 7 | 4 | 8 | 15 |
//! | double (n = 2) | 7 | 5 | 8 | 26 |
//! | text | 7 | 6 | 8 | 16 |
//! | order-reveal | 8 | 7 | 1 | 2 |
//!
//! **AES input** for the prefix of i digits, I(i): scheme, number, d, w, n, i, 0, 0, each in one byte; then 8 bytes: the
//! value's first i·d bits and zero bits.
//!
//! **d4w16, d8w16, integer64, double.** The value is digits x₀ x₁ … of d bits, B = 2^d, W = 2^w. rᵢ is the first 8 bytes of
//! AES(I(i)); oᵢ = ⌊rᵢ·(W−B+1)/2⁶⁴⌋; limb vᵢ = oᵢ + xᵢ, below W. The ciphertext is the limbs in 2 bytes each; a number is
//! Σ vᵢ·2^(w·(m−1−i)) over its m limbs. Equal prefixes have equal offsets, so at the first digit that differs the limbs
//! differ by as much, and no limb wraps around.
//!
//! **d1w8.** The digits are bits. For i = 0, 3, 6, …, AES(I(i)) is 8 fractions of 2 bytes, for the prefix p of i bits:
//! those of p, p0, p00, p01, one that is not used, p1, p10, p11. r of a bit is the fraction for the bits before it;
//! o = ⌊r·255/2¹⁶⌋; the limb is o plus the bit, one byte. Three levels of the tree of prefixes a block are 22 AES calls for
//! 8 bytes. Four levels would be 16, but leave 8 bits a node, and 255 offsets drawn from 8 bits make one of them twice as
//! likely: a limb would tell its bit with 2/256 and not 1/255.
//!
//! **order-reveal.** As d1w8, with o = ⌊r·3/2¹⁶⌋ and limb (o + bit) mod 3 in 2 bits, four limbs a byte, the first highest.
//!
//! **Text.** Digits are the first n bytes, each plus 1; after a shorter text 0, up to n digits. s₀ is I(0), its last 8
//! bytes 0; sᵢ₊₁ = AES(K1, sᵢ ⊕ xᵢ), xᵢ in the last two bytes; rᵢ is the first 8 bytes of AES(K2, sᵢ);
//! oᵢ = ⌊rᵢ·65280/2⁶⁴⌋; limb oᵢ + xᵢ in 2 bytes. All ciphertexts of a field have n limbs, so that they don't tell lengths;
//! two texts that are equal in their first n bytes have the same.
//!
//! **Decryption** goes limb by limb, because each digit is needed for the next AES input. xᵢ = vᵢ − oᵢ must be below B (for
//! text below 257, and 0 after the first 0); what isn't is remembered, its low d bits taken on, and one error given at the
//! end.
//!
//! # Time
//!
//! It depends on lengths only: AES is hardware or bitsliced, nodes are selected by masks, and fractions scaled by
//! multiplications of 16 bits (see `fraction.rs`).

mod cipher;
mod digits;
mod error;
mod fraction;
mod key;
pub mod limb_text;
mod limbs;
mod number;
mod prefix;
mod reveal;
mod subtree;
mod text;

pub use cipher::{OrderCipher, OrderParameters, VALUE_BYTES_MAX};
pub use error::OrderError;
pub use number::{OrderColumn, OrderNumberCipher};
pub use reveal::{OrderRevealCipher, compare};
pub use text::{OrderTextCipher, TEXT_BYTES_MAX, TextFit};
