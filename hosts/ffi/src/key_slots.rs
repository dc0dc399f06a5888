//! Key slots: a fixed table of root keys that expire, driven by the caller's clock.

use fieldgate_core::{
    field::RootKey,
    secret::Secret,
    slot::{FetchTicket, KeyExpiry, KeySlots, SlotId, SlotState},
    time::{Instant, Minutes},
};

use crate::{
    context::fg_context,
    field_cipher::{self, fg_field_cipher},
    guard::guard,
    memory::{Input, Place, apart},
    status::fg_status,
    storage::{Handle, Storage},
};

/// Slots of a table.
pub const FG_KEY_SLOTS: usize = 8;

/// Words of 8 bytes in the storage of a table.
pub const FG_KEY_SLOTS_WORDS: usize = 144;

/// Storage for a table of FG_KEY_SLOTS keys: zeros before its first use.
#[repr(C)]
pub struct fg_key_slots {
    /// Private to the library.
    words: [u64; FG_KEY_SLOTS_WORDS],
}

impl Storage for fg_key_slots {
    type Object = Table;
    const KIND: u64 = 0x6667_736c_6f74_0003;
}

/// Words of 8 bytes in the storage of a ticket.
pub const FG_FETCH_TICKET_WORDS: usize = 8;

/// Storage for the right to fill a slot, once: zeros before its first use.
#[repr(C)]
pub struct fg_fetch_ticket {
    /// Private to the library.
    words: [u64; FG_FETCH_TICKET_WORDS],
}

impl Storage for fg_fetch_ticket {
    type Object = FetchTicket;
    const KIND: u64 = 0x6667_7469_636b_0004;
}

/// Core's table, and its names for the slots by their index.
pub(crate) struct Table {
    slots: KeySlots<FG_KEY_SLOTS>,
    ids: [Option<SlotId>; FG_KEY_SLOTS],
}

impl Table {
    fn id(&self, slot: u32) -> Result<SlotId, fg_status> {
        let index = usize::try_from(slot).map_err(|_| fg_status::NoSuchSlot)?;
        let id = self.ids.get(index).copied().flatten();
        id.ok_or(fg_status::NoSuchSlot)
    }
}

/// What a slot holds.
#[repr(u8)]
pub enum fg_slot_state {
    /// No key yet, or wiped.
    Empty = 0,
    /// Someone is fetching it.
    Fetching = 1,
    /// A key that can be used.
    Fresh = 2,
}

/// What a slot holds, and until when.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_slot_status {
    /// An fg_slot_state.
    pub state: u8,
    /// When a fresh key is wiped, in milliseconds of the caller's clock. UINT64_MAX: never, or no key.
    pub until_ms: u64,
}

/// Which slots: bit i is slot i.
pub type fg_slot_set = u32;
const _: () = assert!(FG_KEY_SLOTS <= fg_slot_set::BITS as usize);

/// Makes an empty table.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_init(slots: *mut fg_key_slots) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe {
            slots.put(Table {
                slots: KeySlots::new(),
                ids: [None; FG_KEY_SLOTS],
            })
        }
    })
}

/// Wipes all keys and the table, and leaves the storage as zeros, ready for another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_wipe(slots: *mut fg_key_slots) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        // SAFETY: checked above; nothing else is used here.
        unsafe { slots.wipe() }
    })
}

/// Takes a slot for a key that expires so many minutes after its fetch began; 0: never. Gives the slot's number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_add(
    slots: *mut fg_key_slots,
    expiry_minutes: u32,
    slot: *mut u32,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let place = Place::of(slot)?;
        apart(&[], &[slots.span, place.span])?;
        // SAFETY: checked above, and apart.
        let (table, place) = unsafe { (slots.get_mut()?, place.get()) };
        let expiry = Minutes::new(expiry_minutes).map_or(KeyExpiry::Never, KeyExpiry::After);
        let id = table.slots.add(expiry)?;
        let number = u32::try_from(id.index()).map_err(|_| fg_status::Internal)?;
        *table.ids.get_mut(id.index()).ok_or(fg_status::Internal)? = Some(id);
        place.write(number);
        Ok(())
    })
}

/// Begins a fetch and gives the ticket to end it with. Until then no other fetch of this slot begins.
///
/// FG_STATUS_SLOT_FETCHING when another is under way, FG_STATUS_SLOT_HELD when there is a key that has not expired.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_begin_fetch(
    slots: *mut fg_key_slots,
    slot: u32,
    now_ms: u64,
    ticket: *mut fg_fetch_ticket,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let ticket = Handle::of(ticket)?;
        apart(&[], &[slots.span, ticket.span])?;
        // SAFETY: checked above, and apart.
        unsafe {
            ticket.check_empty()?;
            let table = slots.get_mut()?;
            let id = table.id(slot)?;
            ticket.put(table.slots.begin_fetch(id, Instant(now_ms))?)
        }
    })
}

/// Puts the fetched key of 32 bytes into its slot, and uses the ticket up: its storage is zeros again. The caller wipes its
/// own copy of the key.
///
/// FG_STATUS_SLOT_SUPERSEDED when the slot was wiped since, or the key's time is over already. FG_STATUS_BAD_LENGTH leaves the ticket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_complete(
    slots: *mut fg_key_slots,
    ticket: *mut fg_fetch_ticket,
    secret: *const u8,
    secret_bytes: usize,
    now_ms: u64,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let ticket = Handle::of(ticket)?;
        let secret = Input::of(secret, secret_bytes)?;
        apart(&[secret.span], &[slots.span, ticket.span])?;
        // SAFETY: checked above, and apart.
        let (table, ticket) = unsafe {
            let table = slots.get_mut()?;
            let secret = Secret::copied_from(secret.get()).ok_or(fg_status::BadLength)?;
            (table, (ticket.take()?, secret))
        };
        let (ticket, secret) = ticket;
        Ok(table.slots.complete(ticket, &secret, Instant(now_ms))?)
    })
}

/// Gives a fetch up, and uses the ticket up: the next use may begin another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_fail(
    slots: *mut fg_key_slots,
    ticket: *mut fg_fetch_ticket,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let ticket = Handle::of(ticket)?;
        apart(&[], &[slots.span, ticket.span])?;
        // SAFETY: checked above, and apart.
        let (table, ticket) = unsafe { (slots.get_mut()?, ticket.take()?) };
        table.slots.fail(ticket);
        Ok(())
    })
}

/// Derives the cipher of a field from a slot's key. FG_STATUS_SLOT_EMPTY when there is none to use at `now_ms`.
///
/// The cipher doesn't expire with the slot: wipe it when fg_key_slots_expire names the slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_field_cipher_init(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    cipher: *mut fg_field_cipher,
    context: *const fg_context,
    scheme: u8,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let cipher = Handle::of(cipher)?;
        apart(&[slots.span], &[cipher.span])?;
        // SAFETY: checked above, and apart.
        unsafe {
            cipher.check_empty()?;
            let table = slots.get()?;
            let key = table.slots.key(table.id(slot)?, Instant(now_ms));
            let key = RootKey::new(key.ok_or(fg_status::SlotEmpty)?);
            field_cipher::derive(&cipher, &key, context, scheme)
        }
    })
}

/// What a slot holds at `now_ms`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_state(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    status: *mut fg_slot_status,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let place = Place::of(status)?;
        apart(&[slots.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (table, place) = unsafe { (slots.get()?, place.get()) };
        let (state, until) = match table.slots.state(table.id(slot)?, Instant(now_ms)) {
            SlotState::Empty => (fg_slot_state::Empty, None),
            SlotState::Fetching => (fg_slot_state::Fetching, None),
            SlotState::Fresh { until } => (fg_slot_state::Fresh, until),
        };
        place.write(fg_slot_status {
            state: state as u8,
            until_ms: until.map_or(u64::MAX, |until| until.0),
        });
        Ok(())
    })
}

/// Wipes what has expired at `now_ms`, and says which slots: those keys' bytes are not in the table any more.
///
/// A clock that went back since any earlier call expires every key that expires at all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_expire(
    slots: *mut fg_key_slots,
    now_ms: u64,
    wiped: *mut fg_slot_set,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let place = Place::of(wiped)?;
        apart(&[], &[slots.span, place.span])?;
        // SAFETY: checked above, and apart.
        let (table, place) = unsafe { (slots.get_mut()?, place.get()) };
        place.write(set(&table.slots.expire(Instant(now_ms))));
        Ok(())
    })
}

/// Wipes every slot, and voids the fetches under way; says which slots held a key or awaited one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_wipe_all(
    slots: *mut fg_key_slots,
    wiped: *mut fg_slot_set,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let place = Place::of(wiped)?;
        apart(&[], &[slots.span, place.span])?;
        // SAFETY: checked above, and apart.
        let (table, place) = unsafe { (slots.get_mut()?, place.get()) };
        place.write(set(&table.slots.wipe_all()));
        Ok(())
    })
}

/// When to call fg_key_slots_expire next, in milliseconds of the caller's clock. UINT64_MAX: no key expires.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_next_deadline(
    slots: *const fg_key_slots,
    deadline_ms: *mut u64,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let place = Place::of(deadline_ms)?;
        apart(&[slots.span], &[place.span])?;
        // SAFETY: checked above, and apart.
        let (table, place) = unsafe { (slots.get()?, place.get()) };
        place.write(table.slots.next_deadline().map_or(u64::MAX, |at| at.0));
        Ok(())
    })
}

fn set(slots: &[SlotId]) -> fg_slot_set {
    slots.iter().fold(0, |set, slot| set | 1 << slot.index())
}
