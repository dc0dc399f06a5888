/* The KMIP exchange over the serial port: create, activate, get into a slot; register a wrapping key, get the key wrapped
 * under it, unwrap and compare; expire; get again and open what was sealed before. */
#include "board.h"
#include "cases.h"

/* Room for a request and a response. */
#define MESSAGE_BYTES_MAX 1024
/* Longest Unique Identifier that is kept. */
#define IDENTIFIER_BYTES_MAX 64

typedef struct identifier {
    char text[IDENTIFIER_BYTES_MAX];
    size_t bytes;
} identifier;

static const fg_kmip_header header = {.version = {1, 4}, .user_name = {NULL, 0}, .password = {NULL, 0}};
static uint8_t message[MESSAGE_BYTES_MAX];
static size_t message_bytes;

static fg_string string_of(const identifier *id)
{
    const fg_string string = {id->text, id->bytes};
    return string;
}

/* Sends the request that is in `message`, and receives its response there. */
static int call(void)
{
    size_t received = 0, missing;

    HOLDS(line_send(message, message_bytes) == 0);
    OK(fg_wipe(message, message_bytes));
    for (;;) {
        OK(fg_kmip_missing_bytes(message, received, sizeof message, &missing));
        if (missing == 0)
            break;
        HOLDS(line_receive(message + received, missing) == 0);
        received += missing;
    }
    message_bytes = received;
    return 0;
}

static int read_identifier(uint8_t operation, identifier *id)
{
    fg_kmip_refusal refusal;
    OK(fg_kmip_read_identifier(message, message_bytes, operation, id->text, sizeof id->text, &id->bytes, &refusal));
    return 0;
}

static int activate(const identifier *id)
{
    identifier ignored;
    OK(fg_kmip_write_activate(&header, string_of(id), message, sizeof message, &message_bytes));
    HOLDS(call() == 0);
    return read_identifier(FG_KMIP_OPERATION_ACTIVATE, &ignored);
}

/* Fetches the key into its slot. */
static int fill(fg_key_slots *slots, uint32_t slot, const identifier *id, uint64_t now_ms)
{
    fg_fetch_ticket ticket = {0};
    fg_kmip_refusal refusal;
    uint8_t secret[FG_ROOT_KEY_BYTES];
    size_t secret_bytes;

    OK(fg_key_slots_begin_fetch(slots, slot, now_ms, 0, &ticket));
    OK(fg_kmip_write_get(&header, string_of(id), message, sizeof message, &message_bytes));
    HOLDS(call() == 0);
    OK(fg_kmip_read_key(message, message_bytes, secret, sizeof secret, &secret_bytes, &refusal));
    OK(fg_wipe(message, message_bytes));
    OK(fg_key_slots_complete(slots, &ticket, secret, secret_bytes, NULL, now_ms));
    OK(fg_wipe(secret, sizeof secret));
    return 0;
}

/* Fetches the key wrapped, unwraps it, and compares it with the slot's by what both seal: `equal` is deterministic. */
static int compare_wrapped(const identifier *id, const identifier *kek_id, const uint8_t *kek, const uint8_t *sealed,
                           size_t sealed_bytes, const uint8_t *plaintext, size_t plaintext_bytes)
{
    fg_root_key key = {0};
    fg_field_cipher cipher = {0};
    fg_kmip_refusal refusal;
    uint8_t wrapped[FG_ROOT_KEY_BYTES + 8], secret[FG_ROOT_KEY_BYTES], again[64];
    size_t wrapped_bytes, secret_bytes, again_bytes;

    OK(fg_kmip_write_get_wrapped(&header, string_of(id), string_of(kek_id), message, sizeof message, &message_bytes));
    HOLDS(call() == 0);
    OK(fg_kmip_read_wrapped_key(message, message_bytes, wrapped, sizeof wrapped, &wrapped_bytes, &refusal));
    OK(fg_key_unwrap(kek, FG_WRAPPING_KEY_BYTES, wrapped, wrapped_bytes, secret, sizeof secret, &secret_bytes));
    OK(fg_root_key_init(&key, secret, secret_bytes));
    OK(fg_wipe(secret, sizeof secret));
    OK(fg_field_cipher_init(&cipher, &key, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_seal_with_nonce(&cipher, plaintext, plaintext_bytes, NULL, 0, again, sizeof again, &again_bytes));
    HOLDS(again_bytes == sealed_bytes && same_bytes(again, sealed, sealed_bytes));
    OK(fg_field_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

int case_exchange(const uint8_t *kek)
{
    static const uint8_t plaintext[] = "Agnes Varda";
    const size_t plaintext_bytes = sizeof plaintext - 1;
    const fg_slot_policy policy = {.expiry_minutes = 1};
    const fg_string key_name = FG_STRING("C firmware"), kek_name = FG_STRING("C firmware, wrapping");
    static fg_key_slots slots;
    fg_field_cipher cipher = {0};
    identifier key, kek_id;
    fg_slot_set wiped;
    uint32_t slot;
    uint8_t sealed[64], opened[16];
    size_t sealed_bytes, opened_bytes;

    line_open();
    OK(fg_kmip_write_create(&header, key_name, FG_KMIP_USAGE_FIELDS, message, sizeof message, &message_bytes));
    HOLDS(call() == 0 && read_identifier(FG_KMIP_OPERATION_CREATE, &key) == 0);
    HOLDS(activate(&key) == 0);

    OK(fg_key_slots_init(&slots));
    OK(fg_key_slots_add(&slots, &policy, &slot));
    HOLDS(fill(&slots, slot, &key, 1000) == 0);
    OK(fg_key_slots_field_cipher_init(&slots, slot, 1000, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_seal_with_nonce(&cipher, plaintext, plaintext_bytes, NULL, 0, sealed, sizeof sealed, &sealed_bytes));
    OK(fg_field_cipher_wipe(&cipher));

    OK(fg_kmip_write_register(&header, kek_name, kek, FG_WRAPPING_KEY_BYTES, FG_KMIP_USAGE_WRAPPING, message, sizeof message,
                              &message_bytes));
    HOLDS(call() == 0 && read_identifier(FG_KMIP_OPERATION_REGISTER, &kek_id) == 0);
    HOLDS(activate(&kek_id) == 0);
    HOLDS(compare_wrapped(&key, &kek_id, kek, sealed, sealed_bytes, plaintext, plaintext_bytes) == 0);

    OK(fg_key_slots_expire(&slots, 61000, &wiped));
    HOLDS(wiped == 1u << slot);
    HOLDS(fg_key_slots_field_cipher_init(&slots, slot, 61000, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED) ==
          FG_STATUS_SLOT_EMPTY);
    HOLDS(fill(&slots, slot, &key, 62000) == 0);
    OK(fg_key_slots_field_cipher_init(&slots, slot, 62000, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_open(&cipher, sealed, sealed_bytes, opened, sizeof opened, &opened_bytes));
    HOLDS(opened_bytes == plaintext_bytes && same_bytes(opened, plaintext, plaintext_bytes));
    OK(fg_field_cipher_wipe(&cipher));
    OK(fg_key_slots_wipe(&slots));
    return 0;
}
