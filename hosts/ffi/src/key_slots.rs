//! Key slots: a fixed table of root keys that expire, driven by the caller's clock.
//!
//! - this file: the table, and how each of its slots is kept
//! - [`fetch`]: filling a slot
//! - [`life`]: use, state, expiry, prefetch

pub mod fetch;
pub mod life;

use fieldgate_core::{
    slot::{
        BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS, BackOff, KeyExpiry, KeySlots, Policy, Prefetch, SlotId,
    },
    time::Minutes,
};

use crate::{
    guard::guard,
    memory::{Input, Place, apart},
    status::fg_status,
    storage::{Handle, Storage},
};

/// Slots of a table.
pub const FG_KEY_SLOTS: usize = 8;

/// Words of 8 bytes in the storage of a table.
pub const FG_KEY_SLOTS_WORDS: usize = 208;

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

/// Which slots: bit i is slot i.
pub type fg_slot_set = u32;
const _: () = assert!(FG_KEY_SLOTS <= u32::BITS as usize);

/// How a slot's key is kept. All zeros: until the server's terms end it, with no prefetch, no grace and the usual back-off.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_slot_policy {
    /// Minutes that the key lives, from the beginning of its fetch. 0: until the server's terms end it.
    pub expiry_minutes: u32,
    /// How long before its deadline the key is to be fetched again, in milliseconds. This and the jitter 0: not at all.
    pub prefetch_lead_ms: u64,
    /// Up to so many milliseconds earlier still, by the fetch's random bits.
    pub prefetch_jitter_ms: u64,
    /// For how many milliseconds after its deadline the key may be used when the server was unreachable. 0: none.
    pub grace_ms: u64,
    /// How long no fetch begins after one failed, in milliseconds; twice as long after each. 0: FG_BACK_OFF_FIRST_MS.
    pub back_off_first_ms: u64,
    /// The longest of these. 0: FG_BACK_OFF_MAX_MS.
    pub back_off_max_ms: u64,
}

/// The usual first wait after a failed fetch, in milliseconds.
pub const FG_BACK_OFF_FIRST_MS: u64 = 1000;
const _: () = assert!(FG_BACK_OFF_FIRST_MS == BACK_OFF_FIRST_MS);

/// The usual longest wait after failed fetches, in milliseconds.
pub const FG_BACK_OFF_MAX_MS: u64 = 60000;
const _: () = assert!(FG_BACK_OFF_MAX_MS == BACK_OFF_MAX_MS);

impl From<fg_slot_policy> for Policy {
    fn from(policy: fg_slot_policy) -> Self {
        let or = |given: u64, usual| if given == 0 { usual } else { given };
        let prefetch = Prefetch {
            lead_ms: policy.prefetch_lead_ms,
            jitter_ms: policy.prefetch_jitter_ms,
        };
        Self {
            expiry: Minutes::new(policy.expiry_minutes).map_or(KeyExpiry::Never, KeyExpiry::After),
            prefetch: (prefetch.lead_ms > 0 || prefetch.jitter_ms > 0).then_some(prefetch),
            grace_ms: policy.grace_ms,
            back_off: BackOff {
                first_ms: or(policy.back_off_first_ms, BACK_OFF_FIRST_MS),
                max_ms: or(policy.back_off_max_ms, BACK_OFF_MAX_MS),
            },
        }
    }
}

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

/// Takes a slot for a key, and gives its number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_add(
    slots: *mut fg_key_slots,
    policy: *const fg_slot_policy,
    slot: *mut u32,
) -> fg_status {
    guard(|| {
        let slots = Handle::of(slots)?;
        let policy = Input::of(policy, 1)?;
        let place = Place::of(slot)?;
        apart(&[policy.span], &[slots.span, place.span])?;
        // SAFETY: checked above, and apart.
        let (table, policy, place) = unsafe { (slots.get_mut()?, policy.get(), place.get()) };
        let policy = policy.first().ok_or(fg_status::Internal)?;
        let id = table.slots.add(Policy::from(*policy))?;
        let number = u32::try_from(id.index()).map_err(|_| fg_status::Internal)?;
        *table.ids.get_mut(id.index()).ok_or(fg_status::Internal)? = Some(id);
        place.write(number);
        Ok(())
    })
}

/// Does something to one slot.
///
/// # Safety
/// The crate's contract holds for the table.
unsafe fn with_slot<T>(
    slots: *mut fg_key_slots,
    slot: u32,
    change: impl FnOnce(&mut KeySlots<FG_KEY_SLOTS>, SlotId) -> Result<T, fg_status>,
) -> Result<T, fg_status> {
    let slots = Handle::of(slots)?;
    // SAFETY: checked above; nothing else is used here.
    let table = unsafe { slots.get_mut()? };
    let id = table.id(slot)?;
    change(&mut table.slots, id)
}

/// Locks a slot against being filled, until fg_key_slots_wipe_all. A key that it holds can be used until its deadline.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_lock_write(slots: *mut fg_key_slots, slot: u32) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { with_slot(slots, slot, |slots, id| Ok(slots.lock_write(id)?)) })
}

/// Locks a slot against use, until fg_key_slots_wipe_all. The key's time runs on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_lock_use(slots: *mut fg_key_slots, slot: u32) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { with_slot(slots, slot, |slots, id| Ok(slots.lock_use(id)?)) })
}

/// Wipes one slot, locked or not, and voids its fetch if one is under way. Locks and back-off stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_wipe_slot(slots: *mut fg_key_slots, slot: u32) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { with_slot(slots, slot, |slots, id| Ok(slots.wipe(id)?)) })
}

/// Declines the prefetch of the key that a slot holds, which is then wiped at its deadline.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_skip_prefetch(
    slots: *mut fg_key_slots,
    slot: u32,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { with_slot(slots, slot, |slots, id| Ok(slots.skip_prefetch(id)?)) })
}

fn set(slots: impl IntoIterator<Item = SlotId>) -> fg_slot_set {
    slots
        .into_iter()
        .fold(0, |set, slot| set | 1_u32.wrapping_shl(slot.index() as u32))
}
