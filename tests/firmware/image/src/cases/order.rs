//! Schemes `order` and `order-reveal`: the known answers are those of core's own tests, which hold them beside a second,
//! plain model of the construction.

use core::cmp::Ordering;

use fieldgate_core::field::leakage::{Admitted, Domain};
use fieldgate_core::field::order::limb_text;
#[cfg(feature = "order")]
use fieldgate_core::field::order::{
    OrderCipher, OrderColumn, OrderNumberCipher, OrderParameters, OrderTextCipher,
};
#[cfg(feature = "order-reveal")]
use fieldgate_core::field::order::{OrderRevealCipher, compare};
use fieldgate_core::field::{Context, RootKey, Scheme};
use fieldgate_core::secret::Secret;

use super::fixture::CONTEXT;
use super::{Wrong, expect};

/// The field of those tests.
const YEAR: Context<'static> = Context {
    field: "year",
    ..CONTEXT
};
const VALUE: [u8; 8] = 0x0123_4567_89ab_cdef_u64.to_be_bytes();
const NEXT: [u8; 8] = 0x0123_4567_89ab_cdf0_u64.to_be_bytes();
const RAW_BYTES_MAX: usize = 64;
const TEXT_BYTES_MAX: usize = 128;

/// The root key of those tests.
fn root() -> Result<RootKey, Wrong> {
    let secret = Secret::copied_from(&[1; 32]).ok_or(Wrong)?;
    Ok(RootKey::new(&secret))
}

fn admitted(scheme: Scheme) -> Result<Admitted, Wrong> {
    scheme.admit(Domain::Unstated).map_err(|_| Wrong)
}

fn expect_text(raw: &[u8], known: &str) -> Result<(), Wrong> {
    let mut text = [0; TEXT_BYTES_MAX];
    let text = limb_text::encode(raw, &mut text).map_err(|_| Wrong)?;
    expect(text.as_bytes(), known.as_bytes())
}

/// 64-bit values, the set of parameters that leaks least: one bit a limb.
#[cfg(feature = "order")]
pub(super) fn d1w8() -> Result<(), Wrong> {
    bytes(
        OrderParameters::D1W8,
        "3k31b70j2j6v5767357tk0j277ktk93jtqt2vb2kkvj49q44b531vvq4btjjkbvq21bb2214k2b05qq9244q6j6v3b4k982v152835t3125qbtv1k41tk7t65b3v8j20",
    )
}

/// 64-bit values, four bits a limb.
#[cfg(feature = "order")]
pub(super) fn d4w16() -> Result<(), Wrong> {
    bytes(
        OrderParameters::D4W16,
        "2q25qkj785t97bkb5904905655t78j01q5b664b95872qjt5v357qqj7tkq14tvt",
    )
}

/// 64-bit values, eight bits a limb.
#[cfg(feature = "order")]
pub(super) fn d8w16() -> Result<(), Wrong> {
    bytes(OrderParameters::D8W16, "b366j92b31j3t1b7t4kjvqqj746kbk96")
}

/// A 32-bit value in a column of 64-bit integers.
#[cfg(feature = "order")]
pub(super) fn integer64() -> Result<(), Wrong> {
    let cipher = OrderNumberCipher::derive(
        &root()?,
        &YEAR,
        admitted(Scheme::Order)?,
        OrderColumn::Integer64,
    )
    .map_err(|_| Wrong)?;
    let value = 0x89ab_cdef_u32.to_be_bytes();
    let number = cipher.encrypt_number(&value).map_err(|_| Wrong)?;
    expect_text(&number.to_be_bytes(), "0941154j63q4bb52")?;
    let mut decrypted = [0; 4];
    expect(
        cipher
            .decrypt_number(number, &mut decrypted)
            .map_err(|_| Wrong)?,
        &value,
    )
}

/// The first 12 bytes of a text.
#[cfg(feature = "order")]
pub(super) fn text() -> Result<(), Wrong> {
    let cipher = OrderTextCipher::derive(&root()?, &YEAR, admitted(Scheme::Order)?, 12)
        .map_err(|_| Wrong)?;
    let mut output = [0; RAW_BYTES_MAX];
    let (ciphertext, _) = cipher
        .encrypt(b"agnes varda", &mut output)
        .map_err(|_| Wrong)?;
    expect_text(
        ciphertext,
        "0v51jk52k9670t80q1j58764850815bvb3t60vv20k811b18",
    )
}

#[cfg(feature = "order")]
#[inline(never)]
fn bytes(parameters: OrderParameters, known: &str) -> Result<(), Wrong> {
    let cipher = OrderCipher::derive(
        &root()?,
        &YEAR,
        admitted(Scheme::Order)?,
        parameters,
        VALUE.len(),
    )
    .map_err(|_| Wrong)?;
    let mut output = [0; RAW_BYTES_MAX];
    let ciphertext = cipher.encrypt(&VALUE, &mut output).map_err(|_| Wrong)?;
    expect_text(ciphertext, known)?;
    let mut decrypted = [0; 8];
    expect(
        cipher
            .decrypt(ciphertext, &mut decrypted)
            .map_err(|_| Wrong)?,
        &VALUE,
    )?;
    let mut output = [0; RAW_BYTES_MAX];
    let next = cipher.encrypt(&NEXT, &mut output).map_err(|_| Wrong)?;
    if (*ciphertext).cmp(next) == Ordering::Less {
        Ok(())
    } else {
        Err(Wrong)
    }
}

/// 64-bit values that only a comparison of theirs orders.
#[cfg(feature = "order-reveal")]
pub(super) fn reveal() -> Result<(), Wrong> {
    let cipher =
        OrderRevealCipher::derive(&root()?, &YEAR, admitted(Scheme::OrderReveal)?, VALUE.len())
            .map_err(|_| Wrong)?;
    let mut output = [0; RAW_BYTES_MAX];
    let ciphertext = cipher.encrypt(&VALUE, &mut output).map_err(|_| Wrong)?;
    expect_text(ciphertext, "62b0b54111098485b541809684241b44")?;
    let mut output = [0; RAW_BYTES_MAX];
    let next = cipher.encrypt(&NEXT, &mut output).map_err(|_| Wrong)?;
    if compare(ciphertext, next) == Ok(Ordering::Less) {
        Ok(())
    } else {
        Err(Wrong)
    }
}
