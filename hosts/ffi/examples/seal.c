/*
 * Seals and opens fields, and lets a key expire.
 *
 *     cargo build --release --package fieldgate-ffi
 *     cc -std=c11 -I hosts/ffi/include hosts/ffi/examples/seal.c target/release/libfieldgate_ffi.a -lpthread -ldl -lm
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldgate.h"

/* Here a failure ends the program. A firmware would answer it. */
static void must(const char *step, fg_status status)
{
    if (status != FG_STATUS_OK) {
        fprintf(stderr, "%s: %s (status %d)\n", step, fg_status_text(status), (int)status);
        exit(EXIT_FAILURE);
    }
}

static void expect(const char *step, fg_status status, fg_status expected)
{
    if (status != expected) {
        fprintf(stderr, "%s: %s, not %s\n", step, fg_status_text(status), fg_status_text(expected));
        exit(EXIT_FAILURE);
    }
}

/* The source of random bytes: a firmware asks its generator here. Whatever goes wrong, it says so. */
static int32_t random_bytes(void *random_context, uint8_t *output, size_t output_bytes)
{
    FILE *source = random_context;
    return fread(output, 1, output_bytes, source) == output_bytes ? 0 : -1;
}

/* Seals a value, prints what the application would store, and opens that again. */
static void seal_and_open(const fg_field_cipher *cipher, const char *value, FILE *source)
{
    uint8_t sealed[128], raw[128], opened[128];
    char line[256];
    size_t sealed_bytes, line_bytes, raw_bytes, opened_bytes;
    fg_frame frame;

    must("seal", fg_field_cipher_seal(cipher, (const uint8_t *)value, strlen(value), random_bytes, source,
                                      sealed, sizeof sealed, &sealed_bytes));
    must("encode", fg_text_encode(sealed, sealed_bytes, line, sizeof line, &line_bytes));
    printf("%s -> %.*s\n", value, (int)line_bytes, line);

    must("decode", fg_text_decode(line, line_bytes, raw, sizeof raw, &raw_bytes));
    must("inspect", fg_frame_inspect(raw, raw_bytes, &frame));
    printf("  scheme %u, %zu bytes of plaintext\n", (unsigned)frame.scheme, frame.plaintext_bytes);

    must("open", fg_field_cipher_open(cipher, raw, raw_bytes, opened, sizeof opened, &opened_bytes));
    if (opened_bytes != strlen(value) || memcmp(opened, value, opened_bytes) != 0) {
        fprintf(stderr, "opened something else\n");
        exit(EXIT_FAILURE);
    }
    must("wipe", fg_wipe(opened, opened_bytes));

    /* One bit changed: nothing opens, and nothing is said but that. */
    raw[raw_bytes - 1] ^= 1;
    expect("open a changed value", fg_field_cipher_open(cipher, raw, raw_bytes, opened, sizeof opened, &opened_bytes),
           FG_STATUS_CANT_OPEN);
}

/* A key that lives for 5 minutes from the beginning of its fetch, on a clock that this program sets. */
static void expire(const uint8_t *secret, const fg_context *context)
{
    const uint64_t minute_ms = 60000;
    const fg_slot_policy policy = {.expiry_minutes = 5};
    fg_key_slots slots = {0};
    fg_fetch_ticket ticket = {0};
    fg_field_cipher cipher = {0};
    fg_slot_set wiped;
    uint32_t slot;
    uint64_t deadline_ms;

    must("slots", fg_key_slots_init(&slots));
    must("add", fg_key_slots_add(&slots, &policy, &slot));
    expect("use before the fetch",
           fg_key_slots_field_cipher_init(&slots, slot, 0, &cipher, context, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED), FG_STATUS_SLOT_EMPTY);

    must("begin", fg_key_slots_begin_fetch(&slots, slot, 0, 0, &ticket));
    /* Here the key would come from a key server; it took 40 ms. */
    must("complete", fg_key_slots_complete(&slots, &ticket, secret, FG_ROOT_KEY_BYTES, NULL, 40));
    must("derive", fg_key_slots_field_cipher_init(&slots, slot, 50, &cipher, context, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    must("deadline", fg_key_slots_next_deadline(&slots, &deadline_ms));
    printf("the key is there until %llu ms\n", (unsigned long long)deadline_ms);

    must("expire", fg_key_slots_expire(&slots, 5 * minute_ms - 1, &wiped));
    printf("at %llu ms, slots wiped: %u\n", (unsigned long long)(5 * minute_ms - 1), (unsigned)wiped);
    must("expire", fg_key_slots_expire(&slots, 5 * minute_ms, &wiped));
    printf("at %llu ms, slots wiped: %u\n", (unsigned long long)(5 * minute_ms), (unsigned)wiped);
    if (wiped & (1u << slot)) {
        must("wipe the cipher of the slot", fg_field_cipher_wipe(&cipher));
    }
    expect("use after expiry",
           fg_key_slots_field_cipher_init(&slots, slot, 5 * minute_ms, &cipher, context, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED),
           FG_STATUS_SLOT_EMPTY);
    must("begin again", fg_key_slots_begin_fetch(&slots, slot, 5 * minute_ms, 0, &ticket));
    must("give up", fg_key_slots_fail(&slots, &ticket, FG_FETCH_FAILURE_UNREACHABLE, 5 * minute_ms));
    must("wipe the table", fg_key_slots_wipe(&slots));
}

int main(void)
{
    const fg_context director = {
        .tenant = FG_STRING("demo"),
        .partition = FG_STRING("films"),
        .object = FG_STRING("film"),
        .field = FG_STRING("director"),
        .field_type = FG_FIELD_TYPE_TEXT,
        .epoch = 0,
    };
    uint8_t secret[FG_ROOT_KEY_BYTES];
    fg_root_key key = {0};
    fg_field_cipher random = {0}, equal = {0};
    fg_key_id id;
    FILE *source;

    if (fg_interface_version() != FG_INTERFACE_VERSION) {
        fprintf(stderr, "the header and the library are of different versions\n");
        return EXIT_FAILURE;
    }
    source = fopen("/dev/urandom", "rb");
    if (source == NULL || random_bytes(source, secret, sizeof secret) != 0) {
        fprintf(stderr, "no random bytes\n");
        return EXIT_FAILURE;
    }

    must("root key", fg_root_key_init(&key, secret, sizeof secret));
    must("id", fg_root_key_id(&key, &id));
    printf("key %02x%02x%02x%02x\n", id.bytes[0], id.bytes[1], id.bytes[2], id.bytes[3]);
    must("derive random", fg_field_cipher_init(&random, &key, &director, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    must("derive equal", fg_field_cipher_init(&equal, &key, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    seal_and_open(&random, "Agnes Varda", source);
    seal_and_open(&equal, "Agnes Varda", source);
    seal_and_open(&equal, "Djibril Diop Mambety", source);

    expire(secret, &director);

    must("wipe", fg_field_cipher_wipe(&random));
    must("wipe", fg_field_cipher_wipe(&equal));
    must("wipe", fg_root_key_wipe(&key));
    must("wipe", fg_wipe(secret, sizeof secret));
    fclose(source);
    return EXIT_SUCCESS;
}
