//! The KMIP exchange over the serial port, against whatever KMIP server the host has put at its other end.
//!
//! Create, activate, get into a slot; register a wrapping key, get the key wrapped under it, unwrap and compare; expire;
//! get again and open what was sealed before.

use fieldgate_core::cipher::key_wrap::KeyWrap;
use fieldgate_core::field::{
    FieldCipher, RootKey, Scheme,
    frame::{Frame, NotAFrame},
    leakage::Domain,
};
use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{Create, GetWrapped, Register};
use fieldgate_core::kmip::{CryptographicAlgorithm, Object};
use fieldgate_core::secret::Secret;
use fieldgate_core::slot::{KeyExpiry, KeySlots, SlotId, Terms};
use fieldgate_core::time::{Instant, Minutes};

use crate::cases::{CONTEXT, Wrong};
use crate::server::{Identifier, Server};

/// What would spread refetches, were there any.
const RANDOM: u32 = 0;
const PLAINTEXT: &[u8] = b"Agnes Varda";

impl Server {
    /// Fetches the key wrapped, and unwraps it.
    fn get_wrapped(
        &mut self,
        key: &Identifier,
        wrapping_key: &Identifier,
        kek: &Secret<32>,
    ) -> Result<Secret<32>, Wrong> {
        let request = GetWrapped {
            target: key.text()?.into(),
            wrapping_key: wrapping_key.text()?,
        };
        self.call(&request, |response| {
            let wrapping = KeyWrap::<aes::Aes256>::new(kek.expose().into());
            Secret::try_filled(|secret| {
                let unwrapped = wrapping
                    .unwrap(response.key.wrapped, secret)
                    .map_err(|_| Wrong)?;
                if unwrapped.len() == 32 {
                    Ok(())
                } else {
                    Err(Wrong)
                }
            })
        })
    }

    /// Fetches the key into its slot.
    fn fill(
        &mut self,
        slots: &mut KeySlots<1>,
        slot: SlotId,
        key: &Identifier,
        now: Instant,
    ) -> Result<(), Wrong> {
        let ticket = slots.begin_fetch(slot, now, RANDOM).map_err(|_| Wrong)?;
        let secret = self.get(key)?;
        slots
            .complete(ticket, &secret, Terms::default(), now)
            .map_err(|_| Wrong)
    }
}

/// All of it. `kek` is the wrapping key: the emulated boards have no random numbers, so the host draws it.
pub(crate) fn run(kek: &Secret<32>) -> Result<(), Wrong> {
    let mut server = Server::open(None);
    let attributes = [
        Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
        Attribute::CryptographicLength(256),
        Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
    ];
    let create = Create {
        attributes: &attributes,
    };
    let key = server.call(&create, Identifier::new)?;
    server.activate(&key)?;

    let mut slots = KeySlots::<1>::new();
    let minute = Minutes::new(1).ok_or(Wrong)?;
    let slot = slots.add(KeyExpiry::After(minute)).map_err(|_| Wrong)?;
    server.fill(&mut slots, slot, &key, Instant(1_000))?;
    let mut sealed = [0; 64];
    let held = slots.key(slot, Instant(1_000)).ok_or(Wrong)?;
    let sealed = director(held)?
        .seal(PLAINTEXT, |_| Ok(()), &mut sealed)
        .map_err(|_| Wrong)?;

    let wrapping_key = register(&mut server, kek)?;
    let unwrapped = server.get_wrapped(&key, &wrapping_key, kek)?;
    if !slots
        .key(slot, Instant(2_000))
        .is_some_and(|held| held.ct_eq(&unwrapped))
    {
        return Err(Wrong);
    }

    let expired = slots.expire(Instant(61_000));
    if !matches!(expired.as_slice(), [one] if one.slot == slot)
        || slots.key(slot, Instant(61_000)).is_some()
    {
        return Err(Wrong);
    }
    server.fill(&mut slots, slot, &key, Instant(62_000))?;
    let held = slots.key(slot, Instant(62_000)).ok_or(Wrong)?;
    let frame = Frame::parse(sealed).map_err(|NotAFrame| Wrong)?;
    let mut opened = [0; 16];
    let opened = director(held)?
        .open(&frame, &mut opened)
        .map_err(|_| Wrong)?;
    if opened == PLAINTEXT {
        Ok(())
    } else {
        Err(Wrong)
    }
}

/// Registers and activates the wrapping key.
#[inline(never)]
fn register(server: &mut Server, kek: &Secret<32>) -> Result<Identifier, Wrong> {
    let attributes = [
        Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
        Attribute::CryptographicLength(256),
        Attribute::CryptographicUsageMask(usage::WRAP_KEY | usage::UNWRAP_KEY),
    ];
    let register = Register {
        attributes: &attributes,
        object: Object::symmetric_key(CryptographicAlgorithm::AES, kek.expose()),
    };
    let wrapping_key = server.call(&register, Identifier::new)?;
    server.activate(&wrapping_key)?;
    Ok(wrapping_key)
}

#[inline(never)]
fn director(key: &Secret<32>) -> Result<FieldCipher, Wrong> {
    let admitted = Scheme::Equal.admit(Domain::Unstated).map_err(|_| Wrong)?;
    FieldCipher::derive(&RootKey::new(key), &CONTEXT, admitted).map_err(|_| Wrong)
}
