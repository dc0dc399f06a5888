//! The state of a good server: symmetric keys, their names and states. Answers are built without our own codec.

use std::sync::{Arc, Mutex, PoisonError};

use fieldgate_core::kmip::{Operation, ProtocolVersion};

use super::answers::{message, version_item};
use super::raw::{self, Raw};
use super::script::{Asked, AskedItem};

/// Result Reasons (KMIP 1.4 section 9.1.3.2.29).
const ITEM_NOT_FOUND: u32 = 1;
const OPERATION_NOT_SUPPORTED: u32 = 5;
const PERMISSION_DENIED: u32 = 12;
const OBJECT_ALREADY_EXISTS: u32 = 0x18;

/// States (KMIP 1.4 section 9.1.3.2.18).
const PRE_ACTIVE: u32 = 1;
const ACTIVE: u32 = 2;
const DEACTIVATED: u32 = 3;
const COMPROMISED: u32 = 4;

/// When each object was last changed, as this server says.
const LAST_CHANGE: i64 = 1_700_000_000;

/// The operations that are served.
const SERVED: [Operation; 14] = [
    Operation::CREATE,
    Operation::REGISTER,
    REKEY,
    Operation::LOCATE,
    Operation::GET,
    Operation::GET_ATTRIBUTES,
    OBTAIN_LEASE,
    Operation::ACTIVATE,
    Operation::REVOKE,
    Operation::DESTROY,
    Operation::QUERY,
    Operation::DISCOVER_VERSIONS,
    Operation::IMPORT,
    Operation::EXPORT,
];
const REKEY: Operation = Operation(4);
const OBTAIN_LEASE: Operation = Operation(0x10);

/// Link Types (KMIP 1.4 section 9.1.3.2.20).
const REPLACEMENT_OBJECT: u32 = 0x106;
const REPLACED_OBJECT: u32 = 0x107;

/// An attribute as a client told it: under its name (KMIP 1.x) or one that stands for its tag (2.x).
#[derive(Clone)]
struct Told {
    name: String,
    tag: u32,
    kind: u8,
    value: Vec<u8>,
}

/// A symmetric key.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) state: u32,
    pub(crate) key: Vec<u8>,
    attributes: Vec<Told>,
    destroyed: bool,
}

impl Kept {
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.attributes.iter().filter(|told| told.name == "Name");
        names.map(|told| {
            let mut parts = raw::items(&told.value).into_iter();
            parts.find(|part| part.tag == 0x42_0055).unwrap().text()
        })
    }
}

impl Told {
    /// A Link to another object (KMIP 1.4 section 3.35).
    fn link(kind: u32, id: &str) -> Self {
        let link = raw::structure(
            0x42_004a,
            &[raw::enumeration(0x42_004b, kind), raw::text(0x42_004c, id)],
        );
        Self {
            name: "Link".to_owned(),
            tag: 0x42_004a,
            kind: raw::STRUCTURE,
            value: link[8..].to_vec(),
        }
    }
}

#[derive(Default)]
struct State {
    kept: Vec<Kept>,
    lease_s: u32,
}

/// A good server's state; copies are the same vault.
#[derive(Clone)]
pub(crate) struct Vault {
    state: Arc<Mutex<State>>,
    versions: Vec<ProtocolVersion>,
    made_key: [u8; 32],
}

/// What an operation comes to: a payload's items, or a reason.
type Outcome = Result<Vec<Vec<u8>>, u32>;

impl Vault {
    /// An empty one that speaks these versions. Every key that it makes is `made_key`: one that can be searched for.
    pub(crate) fn new(versions: &[ProtocolVersion], made_key: [u8; 32]) -> Self {
        let state = State {
            kept: Vec::new(),
            lease_s: 3600,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            versions: versions.to_vec(),
            made_key,
        }
    }

    /// Every object of this name that was ever made and not destroyed.
    pub(crate) fn named(&self, name: &str) -> Vec<Kept> {
        let state = self.lock();
        let kept = state.kept.iter().filter(|kept| !kept.destroyed);
        kept.filter(|kept| kept.names().any(|other| other == name))
            .cloned()
            .collect()
    }

    /// How many objects were ever made, and put there.
    pub(crate) fn count(&self) -> usize {
        self.lock().kept.len()
    }

    /// An Active key of this name, put there without a request.
    pub(crate) fn put(&self, name: &str) -> String {
        let name = raw::structure(
            0x42_0053,
            &[raw::text(0x42_0055, name), raw::enumeration(0x42_0054, 1)],
        );
        let attributes = vec![Told {
            name: "Name".to_owned(),
            tag: 0x42_0053,
            kind: raw::STRUCTURE,
            value: name[8..].to_vec(),
        }];
        let id = self.add(attributes, self.made_key.to_vec());
        self.lock().kept.last_mut().unwrap().state = ACTIVE;
        id
    }

    /// How long a lease is from now on, in seconds.
    pub(crate) fn set_lease(&self, seconds: u32) {
        self.lock().lease_s = seconds;
    }

    /// A good answer to all that was asked.
    pub(crate) fn answer(&self, asked: &Asked) -> Vec<u8> {
        if !self.versions.contains(&asked.version) {
            let refused = [
                raw::enumeration(0x42_007f, 1),
                raw::enumeration(0x42_007e, 4),
            ]
            .concat();
            return message(self.versions[0], &[refused]);
        }
        let mut placeholder = None;
        let mut items = Vec::new();
        for item in &asked.items {
            let outcome = self.carry_out(item, asked.version, &mut placeholder);
            let failed = outcome.is_err();
            items.push(answer_item(item, outcome));
            // Batch Error Continuation Option: Stop is what a client gets that doesn't choose.
            if failed {
                break;
            }
        }
        message(asked.version, &items)
    }

    fn carry_out(
        &self,
        item: &AskedItem,
        version: ProtocolVersion,
        placeholder: &mut Option<String>,
    ) -> Outcome {
        let payload = item.payload();
        match item.operation {
            Operation::DISCOVER_VERSIONS => {
                return Ok(self.versions.iter().copied().map(version_item).collect());
            }
            Operation::QUERY => {
                let mut parts: Vec<_> = SERVED
                    .iter()
                    .map(|operation| raw::enumeration(0x42_005c, operation.0))
                    .collect();
                parts.push(raw::enumeration(0x42_0057, 2));
                parts.push(raw::text(0x42_009d, "a scripted vault"));
                return Ok(parts);
            }
            Operation::LOCATE => return Ok(self.locate(payload, placeholder)),
            Operation::CREATE | Operation::REGISTER => {
                let material = payload.find_deep(0x42_0043);
                let key = material.map_or(self.made_key.to_vec(), |item| item.value.to_vec());
                let id = self.add(attributes_of(payload), key);
                *placeholder = Some(id.clone());
                let mut parts = vec![raw::text(0x42_0094, &id)];
                if item.operation == Operation::CREATE {
                    parts.insert(0, raw::enumeration(0x42_0057, 2));
                }
                return Ok(parts);
            }
            Operation::IMPORT => {
                let id = self.import(payload)?;
                return Ok(vec![raw::text(0x42_0094, &id)]);
            }
            _ => {}
        }
        let named = payload.find(0x42_0094).map(|id| id.text().to_owned());
        let id = named
            .or_else(|| placeholder.clone())
            .ok_or(ITEM_NOT_FOUND)?;
        if item.operation == REKEY {
            let renewed = self.rekey(&id, attributes_of(payload))?;
            *placeholder = Some(renewed.clone());
            return Ok(vec![raw::text(0x42_0094, &renewed)]);
        }
        let mut state = self.lock();
        let lease_s = state.lease_s;
        let kept = state.kept.iter_mut();
        let kept = kept
            .into_iter()
            .find(|kept| kept.id == id && !kept.destroyed)
            .ok_or(ITEM_NOT_FOUND)?;
        let answered = vec![raw::text(0x42_0094, &id)];
        match item.operation {
            Operation::GET => Ok(got(kept)),
            Operation::EXPORT => {
                let mut parts = got(kept);
                let attributes = attributes(kept, version);
                parts.splice(2..2, attributes);
                Ok(parts)
            }
            Operation::GET_ATTRIBUTES => Ok([answered, attributes(kept, version)].concat()),
            Operation::ACTIVATE if kept.state == PRE_ACTIVE => {
                kept.state = ACTIVE;
                Ok(answered)
            }
            Operation::REVOKE => {
                let code = payload.find_deep(0x42_0082).map(|code| code.number());
                // Key Compromise and CA Compromise.
                kept.state = if matches!(code, Some(2 | 3)) {
                    COMPROMISED
                } else {
                    DEACTIVATED
                };
                Ok(answered)
            }
            Operation::DESTROY if kept.state != ACTIVE => {
                kept.destroyed = true;
                Ok(answered)
            }
            OBTAIN_LEASE if kept.state == ACTIVE => Ok(vec![
                raw::text(0x42_0094, &id),
                raw::interval(0x42_0049, lease_s),
                raw::date_time(0x42_0048, LAST_CHANGE),
            ]),
            operation if SERVED.contains(&operation) => Err(PERMISSION_DENIED),
            _ => Err(OPERATION_NOT_SUPPORTED),
        }
    }

    fn locate(&self, payload: Raw<'_>, placeholder: &mut Option<String>) -> Vec<Vec<u8>> {
        let wanted = attributes_of(payload);
        let most = payload
            .find(0x42_004f)
            .map_or(u32::MAX, |most| most.number());
        let state = self.lock();
        let found: Vec<_> = state
            .kept
            .iter()
            .filter(|kept| !kept.destroyed)
            .filter(|kept| wanted.iter().all(|told| fits(kept, told)))
            .take(most as usize)
            .map(|kept| kept.id.clone())
            .collect();
        if let [only] = found.as_slice() {
            *placeholder = Some(only.clone());
        }
        found.iter().map(|id| raw::text(0x42_0094, id)).collect()
    }

    fn add(&self, attributes: Vec<Told>, key: Vec<u8>) -> String {
        let id = format!("object-{}", self.count() + 1);
        self.lock().kept.push(Kept {
            id: id.clone(),
            state: PRE_ACTIVE,
            key,
            attributes,
            destroyed: false,
        });
        id
    }

    /// A key under the client's identifier, unless that is taken (KMIP 1.4 section 4.35).
    fn import(&self, payload: Raw<'_>) -> Result<String, u32> {
        let id = payload.find(0x42_0094).ok_or(ITEM_NOT_FOUND)?.text();
        let material = payload.find_deep(0x42_0043).ok_or(ITEM_NOT_FOUND)?;
        let mut state = self.lock();
        let taken = |kept: &Kept| kept.id == id && !kept.destroyed;
        if state.kept.iter().any(taken) {
            return Err(OBJECT_ALREADY_EXISTS);
        }
        state.kept.push(Kept {
            id: id.to_owned(),
            state: PRE_ACTIVE,
            key: material.value.to_vec(),
            attributes: attributes_of(payload),
            destroyed: false,
        });
        Ok(id.to_owned())
    }

    /// A new key takes over the old one's names and state, and each has a Link to the other (KMIP 1.4 section 4.4).
    fn rekey(&self, id: &str, asked: Vec<Told>) -> Result<String, u32> {
        let (attributes, was) = {
            let mut state = self.lock();
            let old = state.kept.iter_mut();
            let old = old
                .into_iter()
                .find(|kept| kept.id == id && !kept.destroyed)
                .ok_or(ITEM_NOT_FOUND)?;
            let (names, others) = std::mem::take(&mut old.attributes)
                .into_iter()
                .partition(|told| told.name == "Name");
            old.attributes = others;
            (names, old.state)
        };
        let mut attributes: Vec<_> = attributes;
        attributes.extend(asked.into_iter().filter(|told| told.name != "Name"));
        attributes.push(Told::link(REPLACED_OBJECT, id));
        let renewed = self.add(attributes, self.made_key.to_vec());
        let mut state = self.lock();
        state.kept.last_mut().unwrap().state = was;
        let old = state.kept.iter_mut().find(|kept| kept.id == id).unwrap();
        old.attributes.retain(|told| told.name != "Link");
        old.attributes
            .push(Told::link(REPLACEMENT_OBJECT, &renewed));
        Ok(renewed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer_item(item: &AskedItem, outcome: Outcome) -> Vec<u8> {
    let mut parts = vec![raw::enumeration(0x42_005c, item.operation.0)];
    parts.extend(item.id.as_ref().map(|id| raw::bytes(0x42_0093, id)));
    match outcome {
        Ok(payload) => {
            parts.push(raw::enumeration(0x42_007f, 0));
            parts.push(raw::structure(0x42_007c, &payload));
        }
        Err(reason) => {
            parts.push(raw::enumeration(0x42_007f, 1));
            parts.push(raw::enumeration(0x42_007e, reason));
        }
    }
    parts.concat()
}

/// Attributes that have both names here: the one of KMIP 1.x, and the tag of 2.x.
const NAMED: [(&str, u32); 9] = [
    ("Name", 0x42_0053),
    ("Object Type", 0x42_0057),
    ("Cryptographic Algorithm", 0x42_0028),
    ("Cryptographic Length", 0x42_002a),
    ("Cryptographic Usage Mask", 0x42_002c),
    ("State", 0x42_008d),
    ("Application Specific Information", 0x42_0004),
    ("Object Group", 0x42_0056),
    ("Link", 0x42_004a),
];

/// The attributes in a request, of either form.
fn attributes_of(payload: Raw<'_>) -> Vec<Told> {
    let told = |name: &str, tag, item: Raw<'_>| Told {
        name: name.to_owned(),
        tag,
        kind: item.kind,
        value: item.value.to_vec(),
    };
    let tagged = payload
        .find(0x42_0125)
        .map_or(Vec::new(), |all| all.items());
    let tagged = tagged.into_iter().map(|item| {
        let known = NAMED.iter().find(|(_, tag)| *tag == item.tag);
        told(known.map_or("", |(name, _)| name), item.tag, item)
    });
    let named = payload
        .items()
        .into_iter()
        .flat_map(|item| match item.tag {
            0x42_0091 => item.items(),
            _ => vec![item],
        })
        .filter(|item| item.tag == 0x42_0008)
        .filter_map(|attribute| {
            let name = attribute.find(0x42_000a)?.text();
            let known = NAMED.iter().find(|(known, _)| *known == name);
            let tag = known.map_or(0, |(_, tag)| *tag);
            Some(told(name, tag, attribute.find(0x42_000b)?))
        });
    tagged.chain(named).collect()
}

/// Whether the object has this attribute.
fn fits(kept: &Kept, wanted: &Told) -> bool {
    match wanted.name.as_str() {
        "Object Type" => wanted.value == 2u32.to_be_bytes(),
        "State" => wanted.value == kept.state.to_be_bytes(),
        name => kept
            .attributes
            .iter()
            .any(|has| has.name == name && has.tag == wanted.tag && has.value == wanted.value),
    }
}

fn got(kept: &Kept) -> Vec<Vec<u8>> {
    let bits = i32::try_from(kept.key.len() * 8).unwrap();
    let block = raw::structure(
        0x42_0040,
        &[
            raw::enumeration(0x42_0042, 1),
            raw::structure(0x42_0045, &[raw::bytes(0x42_0043, &kept.key)]),
            raw::enumeration(0x42_0028, 3),
            raw::integer(0x42_002a, bits),
        ],
    );
    vec![
        raw::enumeration(0x42_0057, 2),
        raw::text(0x42_0094, &kept.id),
        raw::structure(0x42_008f, &[block]),
    ]
}

/// What the server knows itself, and what it was told: in the form of the version.
fn attributes(kept: &Kept, version: ProtocolVersion) -> Vec<Vec<u8>> {
    let bits = u32::try_from(kept.key.len() * 8).unwrap();
    let known = |place: usize, kind, value: u32| Told {
        name: NAMED[place].0.to_owned(),
        tag: NAMED[place].1,
        kind,
        value: value.to_be_bytes().into(),
    };
    let mut all = vec![
        known(1, raw::ENUMERATION, 2),
        known(2, raw::ENUMERATION, 3),
        known(3, raw::INTEGER, bits),
        known(5, raw::ENUMERATION, kept.state),
    ];
    let repeated = ["Cryptographic Algorithm", "Cryptographic Length"];
    let told = kept.attributes.iter();
    all.extend(
        told.filter(|told| !repeated.contains(&told.name.as_str()))
            .cloned(),
    );
    if version.major >= 2 {
        let tagged: Vec<_> = all
            .iter()
            .map(|told| raw::item(told.tag, told.kind, &told.value))
            .collect();
        return vec![raw::structure(0x42_0125, &tagged)];
    }
    all.iter()
        .map(|told| {
            raw::structure(
                0x42_0008,
                &[
                    raw::text(0x42_000a, &told.name),
                    raw::item(0x42_000b, told.kind, &told.value),
                ],
            )
        })
        .collect()
}
