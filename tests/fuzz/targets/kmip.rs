//! Any bytes as the response to each operation, as a message and as the payload of one, whole and in pieces, and as the
//! response to a batch: an answer or an error, never a panic.
#![no_main]

use std::hint::black_box;

use fieldgate_core::kmip::{
    Answer, BatchOptions, Operation, Outgoing, Progress, ProtocolVersion, Request, RequestHeader,
    attribute::Attributes, object::Object, op::*, response::read_message,
    server_message::ServerMessage,
};
use fieldgate_core::ttlv::{HEADER_BYTES, check_message};
use libfuzzer_sys::fuzz_target;

const HEADER: RequestHeader<'static> = RequestHeader::new(ProtocolVersion::V1_4, None);
/// Longer than any input.
const BUFFER_BYTES: usize = 8192;

fuzz_target!(|data: &[u8]| {
    every_operation(data);
    if let Ok(message) = ServerMessage::read(data) {
        black_box(message.items().count());
    }
    exchange(data);
    batch(data);
});

/// Takes a response to `R` apart.
fn read<R: Request>(data: &[u8], taken_apart: impl Fn(R::Response<'_>)) {
    let wrapped = response(R::OPERATION, data);
    let is_message = check_message(data).is_ok();
    for message in [&wrapped[..], data]
        .into_iter()
        .take(1 + usize::from(is_message))
    {
        match read_message::<R>(message) {
            Ok(Answer::Success(response)) => taken_apart(response),
            Ok(Answer::Failure(failure)) => drop(failure.to_string()),
            Ok(Answer::Pending { .. }) | Err(_) => {}
        }
    }
}

/// Reads responses that have nothing left to take apart.
macro_rules! read_plain {
    ($data:ident: $($operation:ty),+ $(,)?) => {
        $(read::<$operation>($data, |response| { black_box(response); });)+
    };
}

fn every_operation(data: &[u8]) {
    read_plain!(data:
        Activate<'_>, AddAttribute<'_>, AdjustAttribute<'_>, Archive<'_>, Cancel<'_>, Certify<'_>, Check<'_>, Create<'_>,
        CreateKeyPair<'_>, Decrypt<'_>, DeleteAttribute<'_>, DeriveKey<'_>, Destroy<'_>, Encrypt<'_>, Get<'_>,
        GetUsageAllocation<'_>, GetWrapped<'_>, Hash<'_>, Import<'_>, JoinSplitKey<'_>, Mac<'_>, MacVerify<'_>,
        ModifyAttribute<'_>, ObtainLease<'_>, Poll<'_, Get<'_>>, ReCertify<'_>, ReKey<'_>, ReKeyKeyPair<'_>, Recover<'_>,
        Register<'_>, Revoke<'_>, RngRetrieve, RngSeed<'_>, SetAttribute<'_>, Sign<'_>, SignatureVerify<'_>,
    );
    read::<DiscoverVersions>(data, |offered| look_at(offered.last()));
    read::<Locate<'_>>(data, |found| look_at((found.total(), found.last())));
    read::<CreateSplitKey<'_>>(data, |parts| look_at(parts.last()));
    read::<GetAttributeList<'_>>(data, |list| look_at(list.kinds.last()));
    read::<GetAttributes<'_>>(data, |response| attributes(response.attributes));
    read::<GetObject<'_>>(data, |response| object(&response.object));
    read::<Export<'_>>(data, |response| {
        attributes(response.attributes);
        object(&response.object);
    });
    read::<Query<'_>>(data, query);
}

fn look_at(value: impl std::fmt::Debug) {
    black_box(format!("{value:?}"));
}

fn attributes(attributes: Attributes<'_>) {
    let _ = (attributes.state(), attributes.algorithm());
    let _ = (attributes.length_bits(), attributes.deactivation_date());
    let _ = attributes.has_name("films");
    for attribute in attributes {
        black_box(attribute.map(|attribute| attribute.kind()).is_ok());
    }
    black_box(attributes.with_indexes().count());
}

fn object(object: &Object<'_>) {
    black_box(object.kind());
    if let Some(block) = object.block() {
        attributes(block.attributes());
    }
}

fn query(response: QueryResponse<'_>) {
    look_at((
        response.operations().count(),
        response.object_types().count(),
    ));
    look_at(response.application_namespaces().last());
    look_at(response.attestation_types().last());
    look_at(response.client_registration_methods().last());
    black_box(response.extensions().count());
    black_box(response.profiles().count());
    for capability in response.capabilities().flatten() {
        look_at((capability.streaming(), capability.asynchronous()));
        look_at((capability.attestation(), capability.batch_undo()));
        look_at(capability.batch_continue());
    }
    let _ = response.server_information();
}

/// A Response Message to a successful operation (KMIP 1.4 sections 7.1 and 7.2) with this payload, cut to whole items.
fn response(operation: Operation, payload: &[u8]) -> Vec<u8> {
    let payload = &payload[..payload.len() & !7];
    let structure = |tag: u16, parts: &[&[u8]]| {
        let value = parts.concat();
        let mut bytes = vec![0x42];
        bytes.extend(tag.to_be_bytes());
        bytes.push(1);
        bytes.extend((value.len() as u32).to_be_bytes());
        [bytes, value].concat()
    };
    let enumeration = |tag: u16, number: u32| {
        let mut bytes = vec![0x42];
        bytes.extend(tag.to_be_bytes());
        bytes.extend([5, 0, 0, 0, 4]);
        bytes.extend(number.to_be_bytes());
        bytes.extend([0; 4]);
        bytes
    };
    let item = [
        &enumeration(0x5c, operation.0)[..],
        &enumeration(0x7f, 0),
        &structure(0x7c, &[payload]),
    ];
    structure(0x7b, &[&structure(0x7a, &[]), &structure(0x0f, &item)])
}

/// Through the exchange, in pieces.
fn exchange(mut data: &[u8]) {
    let mut buffer = vec![0; BUFFER_BYTES];
    let get = Get { target: "1".into() };
    let Ok(outgoing) = Outgoing::new(&mut buffer, &HEADER, &get) else {
        return;
    };
    let mut incoming = outgoing.sent();
    // At most as many turns as the buffer has bytes.
    for turn in 0..=BUFFER_BYTES {
        assert!(turn < BUFFER_BYTES, "the exchange doesn't come to an end");
        match incoming.progress() {
            Ok(Progress::MissingBytes(missing)) => {
                let space = incoming.space();
                let count = missing.min(data.len()).min(space.len());
                if count == 0 {
                    break;
                }
                let (now, later) = data.split_at(count);
                space[..count].copy_from_slice(now);
                incoming.received(count);
                data = later;
            }
            Ok(Progress::Complete) | Err(_) => break,
        }
    }
    let _ = incoming.header();
    let _ = incoming.answer();
}

/// As the response to a batch of three.
fn batch(data: &[u8]) {
    let mut buffer = vec![0; BUFFER_BYTES];
    let target = "1".into();
    let (get, lease, destroy) = (Get { target }, ObtainLease { target }, Destroy { target });
    let Ok(outgoing) = Outgoing::batch(
        &mut buffer,
        &HEADER,
        &[&get, &lease, &destroy],
        BatchOptions::default(),
    ) else {
        return;
    };
    let mut incoming = outgoing.sent();
    let (header, body) = data.split_at(data.len().min(HEADER_BYTES));
    for part in [header, body] {
        let space = incoming.space();
        let count = space.len().min(part.len());
        space[..count].copy_from_slice(&part[..count]);
        incoming.received(count);
    }
    let Ok(items) = incoming.items() else {
        return;
    };
    for item in items.iter().flatten() {
        let _ = (item.status(), item.operation());
        let _ = item.answer::<Get<'_>>().is_ok();
        let _ = item.answer::<ObtainLease<'_>>().is_ok();
        let _ = item.answer::<Destroy<'_>>().is_ok();
    }
    for number in 0..4 {
        let _ = items.get(number).is_ok();
    }
}
