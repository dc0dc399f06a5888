/* Known answers and slot expiry, through the C interface. Those of tokens, order and format are in files of their own. */
#include "cases.h"

#include "known_answers.h"

const fg_context director = {
    .tenant = FG_STRING("demo"),
    .partition = FG_STRING("films"),
    .object = FG_STRING("film"),
    .field = FG_STRING("director"),
    .field_type = FG_FIELD_TYPE_TEXT,
    .epoch = 0,
};

static const uint8_t plaintext[] = KNOWN_PLAINTEXT;
#define PLAINTEXT_BYTES (sizeof plaintext - 1)

int same_bytes(const void *a, const void *b, size_t count)
{
    const uint8_t *left = a, *right = b;
    uint8_t difference = 0;
    for (size_t i = 0; i < count; i++)
        difference |= left[i] ^ right[i];
    return difference == 0;
}

int root_key(fg_root_key *key, uint8_t byte)
{
    uint8_t secret[FG_ROOT_KEY_BYTES];
    for (size_t i = 0; i < sizeof secret; i++)
        secret[i] = byte;
    OK(fg_root_key_init(key, secret, sizeof secret));
    OK(fg_wipe(secret, sizeof secret));
    return 0;
}

/* Seals, compares, opens; then a changed value has to be refused and leave nothing. */
static int payload(uint8_t scheme, const uint8_t *nonce, const char *known, size_t known_bytes)
{
    fg_root_key key = {0};
    fg_field_cipher cipher = {0};
    uint8_t sealed[64], opened[16];
    char text[96];
    size_t sealed_bytes, text_bytes, opened_bytes;

    HOLDS(root_key(&key, 1) == 0);
    OK(fg_field_cipher_init(&cipher, &key, &director, scheme, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_seal_with_nonce(&cipher, plaintext, PLAINTEXT_BYTES, nonce, nonce == NULL ? 0 : FG_NONCE_BYTES, sealed,
                                       sizeof sealed, &sealed_bytes));
    OK(fg_text_encode(sealed, sealed_bytes, text, sizeof text, &text_bytes));
    HOLDS(text_bytes == known_bytes && same_bytes(text, known, known_bytes));
    OK(fg_field_cipher_open(&cipher, sealed, sealed_bytes, opened, sizeof opened, &opened_bytes));
    HOLDS(opened_bytes == PLAINTEXT_BYTES && same_bytes(opened, plaintext, PLAINTEXT_BYTES));
    OK(fg_wipe(opened, sizeof opened));
    sealed[sealed_bytes - 1] ^= 1;
    HOLDS(fg_field_cipher_open(&cipher, sealed, sealed_bytes, opened, sizeof opened, &opened_bytes) == FG_STATUS_CANT_OPEN);
    HOLDS(!same_bytes(opened, plaintext, PLAINTEXT_BYTES));
    OK(fg_field_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

int case_random(void)
{
    const uint8_t nonce[FG_NONCE_BYTES] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    return payload(FG_SCHEME_RANDOM, nonce, KNOWN_RANDOM, sizeof KNOWN_RANDOM - 1);
}

int case_equal(void)
{
    return payload(FG_SCHEME_EQUAL, NULL, KNOWN_EQUAL, sizeof KNOWN_EQUAL - 1);
}

int case_blind(void)
{
    const fg_token_kind kind = {.scheme = FG_SCHEME_BLIND, .bits = 80, .language = FG_STRING("")};
    fg_root_key key = {0};
    fg_token_cipher cipher = {0};
    fg_token token;
    char text[FG_TOKEN_TEXT_BYTES];

    HOLDS(root_key(&key, 1) == 0);
    OK(fg_token_cipher_init(&cipher, &key, &director, &kind, FG_DOMAIN_UNSTATED));
    OK(fg_token_cipher_token(&cipher, plaintext, PLAINTEXT_BYTES, &token));
    OK(fg_token_text(&token, text, sizeof text));
    HOLDS(same_bytes(text, KNOWN_BLIND, sizeof text));
    OK(fg_token_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

int case_words(void)
{
    const fg_token_kind kind = {.scheme = FG_SCHEME_WORDS, .language = FG_STRING("en")};
    const fg_string words[2] = {FG_STRING("agnes"), FG_STRING("varda")};
    fg_root_key key = {0};
    fg_token_cipher cipher = {0};
    char text[sizeof KNOWN_WORDS];
    size_t text_bytes;

    HOLDS(root_key(&key, 1) == 0);
    OK(fg_token_cipher_init(&cipher, &key, &director, &kind, FG_DOMAIN_UNSTATED));
    OK(fg_token_cipher_write_set(&cipher, words, 2, 4, NULL, 0, text, sizeof text, &text_bytes));
    HOLDS(text_bytes == sizeof KNOWN_WORDS - 1 && same_bytes(text, KNOWN_WORDS, text_bytes));
    OK(fg_token_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

/* RFC 3394 section 4.6: 256 bits of key data under a 256-bit key. */
int case_key_wrap(void)
{
    static const uint8_t known[40] = {
        0x28, 0xc9, 0xf4, 0x04, 0xc4, 0xb8, 0x10, 0xf4, 0xcb, 0xcc, 0xb3, 0x5c, 0xfb, 0x87, 0xf8, 0x26, 0x3f, 0x57, 0x86, 0xe2,
        0xd8, 0x0e, 0xd3, 0x26, 0xcb, 0xc7, 0xf0, 0xe7, 0x1a, 0x99, 0xf4, 0x3b, 0xfb, 0x98, 0x8b, 0x9b, 0x7a, 0x02, 0xdd, 0x21,
    };
    uint8_t kek[FG_WRAPPING_KEY_BYTES], data[32], wrapped[40], unwrapped[32];
    size_t wrapped_bytes, unwrapped_bytes;

    for (size_t i = 0; i < sizeof kek; i++) {
        kek[i] = (uint8_t)i;
        data[i] = (uint8_t)(i < 16 ? i * 0x11 : i - 16);
    }
    OK(fg_key_wrap(kek, sizeof kek, data, sizeof data, wrapped, sizeof wrapped, &wrapped_bytes));
    HOLDS(wrapped_bytes == sizeof known && same_bytes(wrapped, known, sizeof known));
    OK(fg_key_unwrap(kek, sizeof kek, wrapped, wrapped_bytes, unwrapped, sizeof unwrapped, &unwrapped_bytes));
    HOLDS(unwrapped_bytes == sizeof data && same_bytes(unwrapped, data, sizeof data));
    wrapped[0] ^= 1;
    HOLDS(fg_key_unwrap(kek, sizeof kek, wrapped, wrapped_bytes, unwrapped, sizeof unwrapped, &unwrapped_bytes) ==
          FG_STATUS_CANT_OPEN);
    return 0;
}

/* A key that lives for a minute from the beginning of its fetch, on a simulated clock. */
int case_slots(void)
{
    const fg_slot_policy policy = {.expiry_minutes = 1};
    const uint8_t secret[FG_ROOT_KEY_BYTES] = {1};
    fg_key_slots slots = {0};
    fg_fetch_ticket ticket = {0};
    fg_field_cipher cipher = {0};
    fg_slot_set wiped;
    uint32_t slot;
    uint64_t deadline_ms;

    OK(fg_key_slots_init(&slots));
    OK(fg_key_slots_add(&slots, &policy, &slot));
    OK(fg_key_slots_begin_fetch(&slots, slot, 1000, 0, &ticket));
    OK(fg_key_slots_complete(&slots, &ticket, secret, sizeof secret, NULL, 1020));
    OK(fg_key_slots_next_deadline(&slots, &deadline_ms));
    HOLDS(deadline_ms == 61000);
    OK(fg_key_slots_field_cipher_init(&slots, slot, 60999, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_wipe(&cipher));
    /* Even before anyone called expire. */
    HOLDS(fg_key_slots_field_cipher_init(&slots, slot, 61000, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED) ==
          FG_STATUS_SLOT_EMPTY);
    OK(fg_key_slots_expire(&slots, 61000, &wiped));
    HOLDS(wiped == 1u << slot);
    OK(fg_key_slots_wipe(&slots));
    return 0;
}
