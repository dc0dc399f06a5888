//! Filling a slot.

use fieldgate_core::{
    secret::Secret,
    slot::{FetchFailure, FetchTicket, KeySlots, SlotError, SlotId, Terms},
    time::Instant,
};

use super::{FG_KEY_SLOTS, fg_key_slots};
use crate::{
    guard::{guard, guard_and_scrub},
    memory::{Input, apart},
    status::fg_status,
    storage::{Handle, Storage},
};

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

/// What the key server says of a key's time. It bounds every key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_fetch_terms {
    /// The lease, in milliseconds from the beginning of the fetch. UINT64_MAX: none.
    pub lease_ms: u64,
    /// When the key is deactivated, in milliseconds of the caller's clock. UINT64_MAX: never.
    pub deactivates_ms: u64,
}

impl From<fg_fetch_terms> for Terms {
    fn from(terms: fg_fetch_terms) -> Self {
        let given = |ms: u64| (ms != u64::MAX).then_some(ms);
        Self {
            lease_ms: given(terms.lease_ms),
            deactivates: given(terms.deactivates_ms).map(Instant),
        }
    }
}

/// How a fetch failed.
#[repr(u8)]
pub enum fg_fetch_failure {
    /// No answer of the server.
    Unreachable = 1,
    /// The server answered, and the answer isn't this key.
    Refused = 2,
}

/// Begins a fetch of a key that isn't held, and gives the ticket to end it with. Until then no other fetch of this slot begins.
///
/// `jitter` is 32 random bits, which aren't secret: they spread the prefetch, and the back-off. FG_STATUS_SLOT_FETCHING when another
/// fetch is under way, FG_STATUS_SLOT_HELD when there is a key, FG_STATUS_SLOT_BACKING_OFF when it is too early after a failure,
/// FG_STATUS_SLOT_WRITE_LOCKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_begin_fetch(
    slots: *mut fg_key_slots,
    slot: u32,
    now_ms: u64,
    jitter: u32,
    ticket: *mut fg_fetch_ticket,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        begin(slots, slot, ticket, |slots, id| {
            slots.begin_fetch(id, Instant(now_ms), jitter)
        })
    })
}

/// Begins a fetch, whether a key is held or not. One that is stays usable until its own deadline, and is replaced at once by the
/// new one. As fg_key_slots_begin_fetch otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_begin_refetch(
    slots: *mut fg_key_slots,
    slot: u32,
    now_ms: u64,
    jitter: u32,
    ticket: *mut fg_fetch_ticket,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        begin(slots, slot, ticket, |slots, id| {
            slots.begin_refetch(id, Instant(now_ms), jitter)
        })
    })
}

/// # Safety
/// The crate's contract holds for the table and the ticket.
unsafe fn begin(
    slots: *mut fg_key_slots,
    slot: u32,
    ticket: *mut fg_fetch_ticket,
    begin: impl FnOnce(&mut KeySlots<FG_KEY_SLOTS>, SlotId) -> Result<FetchTicket, SlotError>,
) -> Result<(), fg_status> {
    let slots = Handle::of(slots)?;
    let ticket = Handle::of(ticket)?;
    apart(&[], &[slots.span, ticket.span])?;
    // SAFETY: checked above, and apart.
    unsafe {
        ticket.check_empty()?;
        let table = slots.get_mut()?;
        let id = table.id(slot)?;
        ticket.put(begin(&mut table.slots, id)?)
    }
}

/// Puts the fetched key of FG_ROOT_KEY_BYTES bytes into its slot, and uses the ticket up: its storage is zeros again. `terms` may be
/// null: none. The caller wipes its own copy of the key.
///
/// FG_STATUS_SLOT_SUPERSEDED when the slot was wiped since, FG_STATUS_SLOT_OVER when the key's time is over already,
/// FG_STATUS_SLOT_WRITE_LOCKED. Any other error leaves the ticket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_complete(
    slots: *mut fg_key_slots,
    ticket: *mut fg_fetch_ticket,
    secret: *const u8,
    secret_bytes: usize,
    terms: *const fg_fetch_terms,
    now_ms: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let slots = Handle::of(slots)?;
        let ticket = Handle::of(ticket)?;
        let secret = Input::of(secret, secret_bytes)?;
        let terms = Input::of(terms, usize::from(!terms.is_null()))?;
        apart(&[secret.span, terms.span], &[slots.span, ticket.span])?;
        // SAFETY: checked above, and apart.
        let (table, secret, terms, ticket) = unsafe {
            let table = slots.get_mut()?;
            let secret = Secret::copied_from(secret.get()).ok_or(fg_status::BadLength)?;
            let terms = terms.get().first().copied();
            (table, secret, terms, ticket.take()?)
        };
        let terms = terms.map(Terms::from).unwrap_or_default();
        Ok(table
            .slots
            .complete(ticket, &secret, terms, Instant(now_ms))?)
    })
}

/// Gives a fetch up, for an fg_fetch_failure, and uses the ticket up. The next may begin when the back-off is over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_fail(
    slots: *mut fg_key_slots,
    ticket: *mut fg_fetch_ticket,
    failure: u8,
    now_ms: u64,
) -> fg_status {
    guard(|| {
        let failure = match failure {
            1 => FetchFailure::Unreachable,
            2 => FetchFailure::Refused,
            _ => return Err(fg_status::BadNumber),
        };
        let slots = Handle::of(slots)?;
        let ticket = Handle::of(ticket)?;
        apart(&[], &[slots.span, ticket.span])?;
        // SAFETY: checked above, and apart.
        let (table, ticket) = unsafe { (slots.get_mut()?, ticket.take()?) };
        table.slots.fail(ticket, failure, Instant(now_ms));
        Ok(())
    })
}
