//! A log through defmt: public values only. Types that hold secrets have no `defmt::Format`, which is held here, too.

use fieldgate_core::field::{FieldCipher, KeyPin, OpenError, RootKey, Scheme, token::TokenCipher};
use fieldgate_core::secret::Secret;
use fieldgate_core::slot::{FetchTicket, KeyExpiry, KeySlots, Terms};
use fieldgate_core::time::{Instant, Minutes};

use crate::cases::Wrong;

/// The host looks for these bytes in the log, and must not find them.
const KEY: [u8; 32] = *b"a key that must not be logged...";

/// For a type without `defmt::Format` there is one `Absent`, and the compiler takes it; for a type with it there are two,
/// and it can't tell which is meant.
trait Absent<Which> {
    const HOLDS: () = ();
}
struct Always;
struct WithFormat;
impl<T: ?Sized> Absent<Always> for T {}
impl<T: ?Sized + defmt::Format> Absent<WithFormat> for T {}

macro_rules! have_no_format {
    ($($secret:ty),+ $(,)?) => {
        $(const _: () = <$secret as Absent<_>>::HOLDS;)+
    };
}

have_no_format!(
    Secret<32>,
    RootKey,
    KeyPin,
    FieldCipher,
    TokenCipher,
    KeySlots<1>,
    FetchTicket,
    fieldgate_core::cipher::cmac::CmacKey<fieldgate_core::cipher::Aes256>,
);

#[cfg(feature = "kmip")]
have_no_format!(
    fieldgate_core::kmip::Login<'static>,
    fieldgate_core::kmip::op::Register<'static>,
    fieldgate_core::kmip::op::GetResponse<'static>,
    fieldgate_core::kmip::op::SymmetricKey<'static>,
);

// The control of this check: it doesn't compile.
#[cfg(feature = "_format")]
have_no_format!(fieldgate_core::id::KeyId);

/// Logs a key's id, a scheme, an error, and a slot before and after its expiry.
pub(crate) fn run() -> Result<(), Wrong> {
    let secret = Secret::copied_from(&KEY).ok_or(Wrong)?;
    let root = RootKey::new(&secret);
    defmt::info!("key {}", root.id());
    defmt::info!("scheme {}", Scheme::Equal);
    defmt::warn!("open: {}", OpenError::NotAuthentic);
    let mut slots = KeySlots::<1>::new();
    let minute = Minutes::new(1).ok_or(Wrong)?;
    let slot = slots.add(KeyExpiry::After(minute)).map_err(|_| Wrong)?;
    let ticket = slots.begin_fetch(slot, Instant(0), 0).map_err(|_| Wrong)?;
    slots
        .complete(ticket, &secret, Terms::default(), Instant(20))
        .map_err(|_| Wrong)?;
    defmt::info!("slot {}", slots.state(slot, Instant(20)));
    for wiped in &slots.expire(Instant(60_000)) {
        defmt::info!("wiped {}", wiped.why);
    }
    Ok(())
}
