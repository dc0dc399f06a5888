//! Values that keep their order. The ciphertexts are public: the application compares them.

use fieldgate_core::field::Scheme;
use fieldgate_core::field::leakage::Admitted;
use fieldgate_core::field::order::{
    OrderCipher, OrderColumn, OrderNumberCipher, OrderParameters, OrderRevealCipher,
    OrderTextCipher, limb_text,
};

use super::{
    Case,
    field::{CONTEXT, root},
};
use crate::memcheck::{publish, published, secret};

pub(super) const CASES: &[Case] = &[
    ("order, d1w8: encrypt, decrypt, batch", || {
        limbs(OrderParameters::D1W8);
    }),
    ("order, d4w16: encrypt, decrypt, batch", || {
        limbs(OrderParameters::D4W16);
    }),
    ("order, d8w16: encrypt, decrypt, batch", || {
        limbs(OrderParameters::D8W16);
    }),
    ("order, 64-bit column", || number(OrderColumn::Integer64)),
    ("order, double column", || number(OrderColumn::Double)),
    ("order, text: encrypt, decrypt", text),
    ("order-reveal: encrypt, decrypt, batch", reveal),
    ("order, text form of limbs: encode, decode", limb_characters),
];

const LENGTHS: [usize; 4] = [1, 2, 5, 8];
/// Values of a batch; more than go through AES at once.
const BATCH: usize = 10;

fn admitted(scheme: Scheme) -> Admitted {
    // Values of one byte are among them.
    Admitted::danger_tiny_domain(scheme)
}

/// Secret bytes of every kind: all bits set, none, some.
fn values(length: usize) -> [Vec<u8>; 3] {
    [0xff, 0x00, 0x5a].map(|byte| {
        let mut value = vec![byte; length];
        secret(&mut value);
        value
    })
}

fn same(opened: &mut [u8], value: &[u8]) -> bool {
    let mut value = value.to_vec();
    publish(opened);
    publish(&mut value);
    opened == value
}

fn limbs(parameters: OrderParameters) {
    for length in LENGTHS {
        let cipher = OrderCipher::derive(
            &root(),
            &CONTEXT,
            admitted(Scheme::Order),
            parameters,
            length,
        )
        .expect("a good length");
        for value in values(length) {
            let (mut output, mut opened) = ([0; 512], [0; 8]);
            let sealed = cipher.encrypt(&value, &mut output).expect("room");
            publish(sealed);
            let opened = published(cipher.decrypt(sealed, &mut opened)).expect("a ciphertext");
            assert!(same(opened, &value));
            let mut together = vec![0; BATCH * cipher.ciphertext_bytes()];
            let all = cipher
                .encrypt_batch(&value.repeat(BATCH), &mut together)
                .expect("room");
            publish(all);
            assert!(all.chunks(sealed.len()).all(|one| one == sealed));
        }
    }
}

fn reveal() {
    for length in LENGTHS {
        let cipher =
            OrderRevealCipher::derive(&root(), &CONTEXT, admitted(Scheme::OrderReveal), length)
                .expect("a good length");
        for value in values(length) {
            let (mut output, mut opened) = ([0; 64], [0; 8]);
            let sealed = cipher.encrypt(&value, &mut output).expect("room");
            publish(sealed);
            let opened = published(cipher.decrypt(sealed, &mut opened)).expect("a ciphertext");
            assert!(same(opened, &value));
            let mut together = vec![0; BATCH * cipher.ciphertext_bytes()];
            let all = cipher
                .encrypt_batch(&value.repeat(BATCH), &mut together)
                .expect("room");
            publish(all);
            assert!(all.chunks(sealed.len()).all(|one| one == sealed));
        }
    }
}

fn number(column: OrderColumn) {
    let cipher = OrderNumberCipher::derive(&root(), &CONTEXT, admitted(Scheme::Order), column)
        .expect("a good context");
    for value in values(column.value_bytes()) {
        let sealed = published(cipher.encrypt_number(&value)).expect("a good length");
        let mut opened = [0; 8];
        let opened = published(cipher.decrypt_number(sealed, &mut opened)).expect("a ciphertext");
        assert!(same(opened, &value));
    }
}

fn text() {
    let cipher = OrderTextCipher::derive(&root(), &CONTEXT, admitted(Scheme::Order), 8)
        .expect("a good length");
    for length in [0, 1, 7, 8, 9] {
        for value in values(length) {
            let (mut output, mut opened) = ([0; 16], [0; 8]);
            let (sealed, _) = cipher.encrypt(&value, &mut output).expect("room");
            publish(sealed);
            // Its length, too, is known only after the decryption.
            let opened = published(cipher.decrypt(sealed, &mut opened)).expect("a ciphertext");
            assert!(same(opened, &value[..length.min(8)]));
        }
    }
}

fn limb_characters() {
    for value in values(11) {
        let (mut characters, mut raw) = ([0; 32], [0; 32]);
        // Written bytes are what is tested here: whether they are text is known without looking.
        published(limb_text::encode(&value, &mut characters)).expect("room");
        let characters = &characters[..limb_text::text_bytes(11)];
        let raw = published(limb_text::decode(characters, &mut raw)).expect("the text of limbs");
        assert!(same(raw, &value));
    }
}
