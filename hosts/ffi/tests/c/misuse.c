/* Whatever C hands in wrongly gives its own status, and nothing is read or written that shouldn't be. */
#include <string.h>

#include "check.h"

static const fg_context CONTEXT = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                   FG_FIELD_TYPE_TEXT, 0};
static const uint8_t SECRET[FG_ROOT_KEY_BYTES] = {1};
static const uint8_t PLAINTEXT[] = "Agnes Varda";
#define PLAINTEXT_BYTES (sizeof PLAINTEXT - 1)

static int asked = 0;

static int32_t good(void *random_context, uint8_t *output, size_t output_bytes)
{
    CHECK(random_context == &asked);
    asked += 1;
    memset(output, 5, output_bytes);
    return 0;
}

static int32_t failing(void *random_context, uint8_t *output, size_t output_bytes)
{
    (void)random_context;
    memset(output, 5, output_bytes);
    return -1;
}

static int32_t forgetful(void *random_context, uint8_t *output, size_t output_bytes)
{
    (void)random_context, (void)output, (void)output_bytes;
    return 0;
}

static int is_zero(const void *bytes, size_t count)
{
    const uint8_t *byte = (const uint8_t *)bytes;
    while (count > 0 && *byte == 0) {
        byte++, count--;
    }
    return count == 0;
}

/* A place for storage that no word is aligned at. */
static void *unaligned(void *room)
{
    return (uint8_t *)room + 4;
}

static void storage(void)
{
    static uint64_t room[512];
    fg_root_key key = {0}, copy;
    fg_field_cipher cipher = {0};
    fg_key_id id;

    GIVES(NULL_POINTER, fg_root_key_init(NULL, SECRET, sizeof SECRET));
    GIVES(NULL_POINTER, fg_root_key_init(&key, NULL, sizeof SECRET));
    GIVES(BAD_LENGTH, fg_root_key_init(&key, NULL, 0));
    GIVES(BAD_LENGTH, fg_root_key_init(&key, SECRET, sizeof SECRET - 1));
    GIVES(BAD_LENGTH, fg_root_key_init(&key, SECRET, SIZE_MAX));
    GIVES(BAD_LENGTH, fg_root_key_init(&key, SECRET, SIZE_MAX / 2 + 1));
    GIVES(UNALIGNED, fg_root_key_init((fg_root_key *)unaligned(room), SECRET, sizeof SECRET));
    GIVES(OVERLAP, fg_root_key_init(&key, (const uint8_t *)&key + 16, sizeof SECRET));
    CHECK(is_zero(&key, sizeof key) && is_zero(room, sizeof room));

    /* Never initialised. */
    GIVES(NOT_INITIALISED, fg_root_key_id(&key, &id));
    GIVES(NOT_INITIALISED, fg_root_key_wipe(&key));
    GIVES(NULL_POINTER, fg_root_key_wipe(NULL));

    /* Twice. */
    OK(fg_root_key_init(&key, SECRET, sizeof SECRET));
    GIVES(IN_USE, fg_root_key_init(&key, SECRET, sizeof SECRET));
    OK(fg_root_key_id(&key, &id));
    GIVES(NULL_POINTER, fg_root_key_id(&key, NULL));
    GIVES(OVERLAP, fg_root_key_id(&key, (fg_key_id *)&key));

    /* A copy is no key, and can't be mistaken for free storage. */
    copy = key;
    GIVES(NOT_INITIALISED, fg_root_key_id(&copy, &id));
    GIVES(IN_USE, fg_root_key_init(&copy, SECRET, sizeof SECRET));
    GIVES(NOT_INITIALISED, fg_root_key_wipe(&copy));

    /* An object of another kind. */
    memcpy(room, &key, sizeof key);
    GIVES(NOT_INITIALISED, fg_field_cipher_wipe((fg_field_cipher *)room));
    GIVES(NOT_INITIALISED, fg_field_cipher_init(&cipher, (const fg_root_key *)room, &CONTEXT, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));

    /* Wiped: nothing is left, and it can be used again. */
    OK(fg_root_key_wipe(&key));
    CHECK(is_zero(&key, sizeof key));
    GIVES(NOT_INITIALISED, fg_root_key_wipe(&key));
    GIVES(NOT_INITIALISED, fg_field_cipher_init(&cipher, &key, &CONTEXT, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    OK(fg_root_key_init(&key, SECRET, sizeof SECRET));
    OK(fg_root_key_wipe(&key));

    /* Storage wherever C puts it, as long as a word is aligned there. */
    for (size_t word = 0; word < 4; word++) {
        memset(room, 0, sizeof room);
        OK(fg_root_key_init((fg_root_key *)&room[word], SECRET, sizeof SECRET));
        OK(fg_field_cipher_init(&cipher, (fg_root_key *)&room[word], &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
        OK(fg_field_cipher_wipe(&cipher));
        OK(fg_root_key_wipe((fg_root_key *)&room[word]));
        CHECK(is_zero(room, sizeof room));
    }
}

static void contexts(const fg_root_key *key)
{
    static char long_name[FG_NAME_BYTES_MAX + 1];
    fg_field_cipher cipher = {0};
    fg_context context;

    memset(long_name, 'a', sizeof long_name);
    GIVES(NULL_POINTER, fg_field_cipher_init(&cipher, key, NULL, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    GIVES(BAD_NUMBER, fg_field_cipher_init(&cipher, key, &CONTEXT, 0, FG_DOMAIN_UNSTATED));
    GIVES(BAD_NUMBER, fg_field_cipher_init(&cipher, key, &CONTEXT, 255, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.field_type = 0;
    GIVES(BAD_NUMBER, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.tenant.length_bytes = 0;
    GIVES(CONTEXT_EMPTY, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.partition.text = NULL;
    GIVES(NULL_POINTER, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.object.length_bytes = SIZE_MAX;
    GIVES(BAD_LENGTH, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.field.text = long_name, context.field.length_bytes = sizeof long_name;
    GIVES(CONTEXT_TOO_LONG, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.field.text = "\xff\xfe", context.field.length_bytes = 2;
    GIVES(NOT_UTF8, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    context = CONTEXT, context.field.text = (const char *)&cipher + 8, context.field.length_bytes = 8;
    GIVES(OVERLAP, fg_field_cipher_init(&cipher, key, &context, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    CHECK(is_zero(&cipher, sizeof cipher));
}

static void sealing(const fg_field_cipher *random, const fg_field_cipher *equal)
{
    const size_t needed = PLAINTEXT_BYTES + 50;
    const uint8_t nonce[FG_NONCE_BYTES] = {1}, no_nonce[FG_NONCE_BYTES] = {0};
    uint8_t sealed[128] = {0};
    size_t sealed_bytes = 77;
    uint8_t *huge;

#define SEAL(cipher, plaintext, plaintext_bytes, source, output, output_bytes)                                              \
    fg_field_cipher_seal(cipher, plaintext, plaintext_bytes, source, &asked, output, output_bytes, &sealed_bytes)
    GIVES(NULL_POINTER, SEAL(NULL, PLAINTEXT, PLAINTEXT_BYTES, good, sealed, sizeof sealed));
    GIVES(NULL_POINTER, SEAL(random, NULL, 1, good, sealed, sizeof sealed));
    GIVES(NULL_POINTER, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, NULL, sealed, sizeof sealed));
    GIVES(NULL_POINTER, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, good, NULL, sizeof sealed));
    GIVES(NULL_POINTER, fg_field_cipher_seal(random, PLAINTEXT, PLAINTEXT_BYTES, good, &asked, sealed, sizeof sealed, NULL));
    GIVES(BAD_LENGTH, SEAL(random, PLAINTEXT, SIZE_MAX, good, sealed, sizeof sealed));
    GIVES(BAD_LENGTH, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, good, sealed, SIZE_MAX));
    GIVES(OVERLAP, SEAL(random, sealed, 10, good, sealed, sizeof sealed));
    GIVES(OVERLAP, SEAL(random, sealed + 127, 1, good, sealed, sizeof sealed));
    GIVES(OVERLAP, fg_field_cipher_seal(random, PLAINTEXT, PLAINTEXT_BYTES, good, &asked, (uint8_t *)&sealed_bytes,
                                        sizeof sealed_bytes, &sealed_bytes));
    CHECK(is_zero(sealed, sizeof sealed) && sealed_bytes == 77 && asked == 0);

    /* A buffer that is too short: how many bytes are needed. Not a byte is asked for, and none of the plaintext is there. */
    for (size_t room = 0; room < needed; room++) {
        GIVES(NO_ROOM, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, good, sealed, room));
        CHECK(sealed_bytes == needed && asked == 0 && is_zero(sealed, sizeof sealed));
    }
    GIVES(NO_ROOM, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, good, NULL, 0));

    /* No nonce, no sealing. */
    GIVES(RANDOM_FAILED, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, failing, sealed, sizeof sealed));
    CHECK(sealed_bytes == 0 && is_zero(sealed + 6, sizeof sealed - 6));
    GIVES(RANDOM_FAILED, SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, forgetful, sealed, sizeof sealed));
    CHECK(sealed_bytes == 0 && is_zero(sealed + 6, sizeof sealed - 6));
    OK(SEAL(equal, PLAINTEXT, PLAINTEXT_BYTES, failing, sealed, sizeof sealed));
    OK(SEAL(random, PLAINTEXT, PLAINTEXT_BYTES, good, sealed, sizeof sealed));
    CHECK(sealed_bytes == needed && asked == 1);
    OK(SEAL(random, NULL, 0, good, sealed, sizeof sealed));
    CHECK(sealed_bytes == 50);

#define SEAL_WITH(cipher, nonce, nonce_bytes)                                                                              \
    fg_field_cipher_seal_with_nonce(cipher, PLAINTEXT, PLAINTEXT_BYTES, nonce, nonce_bytes, sealed, sizeof sealed,         \
                                    &sealed_bytes)
    GIVES(NULL_POINTER, SEAL_WITH(random, NULL, FG_NONCE_BYTES));
    GIVES(BAD_LENGTH, SEAL_WITH(random, NULL, 0));
    GIVES(BAD_LENGTH, SEAL_WITH(random, nonce, FG_NONCE_BYTES - 1));
    GIVES(BAD_LENGTH, SEAL_WITH(equal, nonce, FG_NONCE_BYTES));
    GIVES(OVERLAP, SEAL_WITH(random, sealed, FG_NONCE_BYTES));
    GIVES(RANDOM_FAILED, SEAL_WITH(random, no_nonce, FG_NONCE_BYTES));
    OK(SEAL_WITH(random, nonce, FG_NONCE_BYTES));
    OK(SEAL_WITH(equal, NULL, 0));

    huge = (uint8_t *)calloc(1, FG_PLAINTEXT_BYTES_MAX + 1 + 50);
    CHECK(huge != NULL);
    GIVES(PLAINTEXT_TOO_LONG, SEAL(random, huge, FG_PLAINTEXT_BYTES_MAX + 1, good, sealed, sizeof sealed));
    GIVES(PLAINTEXT_TOO_LONG, fg_field_cipher_sealed_bytes(random, FG_PLAINTEXT_BYTES_MAX + 1, &sealed_bytes));
    OK(fg_field_cipher_sealed_bytes(random, FG_PLAINTEXT_BYTES_MAX, &sealed_bytes));
    CHECK(sealed_bytes == FG_PLAINTEXT_BYTES_MAX + 50);
    free(huge);
}

/* All that isn't what was sealed gives one status, and leaves nothing opened. */
static void opening(const fg_field_cipher *random, const fg_field_cipher *equal)
{
    const fg_field_cipher *ciphers[2] = {random, equal};
    uint8_t sealed[128], changed[128], opened[128];
    size_t sealed_bytes, opened_bytes;

    for (size_t which = 0; which < 2; which++) {
        const fg_field_cipher *cipher = ciphers[which];
        OK(fg_field_cipher_seal(cipher, PLAINTEXT, PLAINTEXT_BYTES, good, &asked, sealed, sizeof sealed, &sealed_bytes));
#define OPEN(sealed, sealed_bytes, output, output_bytes)                                                                   \
    fg_field_cipher_open(cipher, sealed, sealed_bytes, output, output_bytes, &opened_bytes)
        for (size_t bit = 0; bit < sealed_bytes * 8; bit++) {
            memcpy(changed, sealed, sealed_bytes);
            changed[bit / 8] = (uint8_t)(changed[bit / 8] ^ (1u << (bit % 8)));
            memset(opened, 0, sizeof opened);
            GIVES(CANT_OPEN, OPEN(changed, sealed_bytes, opened, sizeof opened));
            CHECK(opened_bytes == 0 && memcmp(opened, PLAINTEXT, PLAINTEXT_BYTES) != 0);
        }
        for (size_t bytes = 0; bytes < sealed_bytes; bytes++) {
            GIVES(CANT_OPEN, OPEN(sealed, bytes, opened, sizeof opened));
        }
        GIVES(CANT_OPEN, fg_field_cipher_open(ciphers[1 - which], sealed, sealed_bytes, opened, sizeof opened, &opened_bytes));
        for (size_t room = 0; room < PLAINTEXT_BYTES; room++) {
            GIVES(NO_ROOM, OPEN(sealed, sealed_bytes, opened, room));
            CHECK(opened_bytes == PLAINTEXT_BYTES);
        }
        GIVES(OVERLAP, OPEN(sealed, sealed_bytes, sealed, sizeof sealed));
        GIVES(NULL_POINTER, OPEN(NULL, sealed_bytes, opened, sizeof opened));
        GIVES(CANT_OPEN, OPEN(NULL, 0, opened, sizeof opened));
        GIVES(BAD_LENGTH, OPEN(sealed, SIZE_MAX, opened, sizeof opened));
        OK(OPEN(sealed, sealed_bytes, opened, PLAINTEXT_BYTES));
    }
}

static void texts_and_frames(void)
{
    const uint8_t raw[] = {0x11, 1, 2, 3, 4, 5};
    char line[64];
    uint8_t again[64];
    size_t bytes;
    fg_frame frame;

    GIVES(NO_ROOM, fg_text_encode(raw, sizeof raw, line, 12, &bytes));
    CHECK(bytes == 13);
    GIVES(NULL_POINTER, fg_text_encode(raw, sizeof raw, NULL, 13, &bytes));
    OK(fg_text_encode(raw, sizeof raw, line, 13, &bytes));
    CHECK(bytes == 13 && memcmp(line, "fg1.EQECAwQF.", 13) == 0);
    for (size_t cut = 0; cut < 13; cut++) {
        GIVES(NOT_TEXT, fg_text_decode(line, cut, again, sizeof again, &bytes));
        CHECK(bytes == 0);
    }
    GIVES(NO_ROOM, fg_text_decode(line, 13, again, 1, &bytes));
    CHECK(bytes >= sizeof raw);
    OK(fg_text_decode(line, 13, again, sizeof again, &bytes));
    CHECK(bytes == sizeof raw && memcmp(raw, again, bytes) == 0);

    GIVES(NOT_SEALED, fg_frame_inspect(raw, sizeof raw, &frame));
    GIVES(NOT_SEALED, fg_frame_inspect(NULL, 0, &frame));
    GIVES(NULL_POINTER, fg_frame_inspect(raw, sizeof raw, NULL));
    GIVES(NULL_POINTER, fg_frame_inspect(NULL, 1, &frame));
    CHECK(strcmp(fg_status_text(12345), "an unknown status") == 0);
}

static void slots(void)
{
    const fg_slot_policy policy = {1, 0, 0, 0, 0, 0};
    const fg_fetch_terms leased = {30000, UINT64_MAX};
    fg_key_slots table = {0};
    fg_fetch_ticket ticket = {0}, other = {0}, stolen;
    fg_field_cipher cipher = {0};
    fg_slot_status status;
    fg_slot_set wiped;
    uint32_t slot;
    uint64_t deadline;

    GIVES(NOT_INITIALISED, fg_key_slots_add(&table, &policy, &slot));
    OK(fg_key_slots_init(&table));
    GIVES(IN_USE, fg_key_slots_init(&table));
    GIVES(NULL_POINTER, fg_key_slots_add(&table, NULL, &slot));
    GIVES(NULL_POINTER, fg_key_slots_add(&table, &policy, NULL));
    GIVES(OVERLAP, fg_key_slots_add(&table, &policy, (uint32_t *)&table));
    GIVES(NO_SUCH_SLOT, fg_key_slots_begin_fetch(&table, 0, 0, 0, &ticket));
    for (uint32_t index = 0; index < FG_KEY_SLOTS; index++) {
        OK(fg_key_slots_add(&table, &policy, &slot));
        CHECK(slot == index);
    }
    GIVES(SLOTS_FULL, fg_key_slots_add(&table, &policy, &slot));
    GIVES(NO_SUCH_SLOT, fg_key_slots_begin_fetch(&table, FG_KEY_SLOTS, 0, 0, &ticket));
    GIVES(NO_SUCH_SLOT, fg_key_slots_state(&table, UINT32_MAX, 0, &status));
    GIVES(NO_SUCH_SLOT, fg_key_slots_lock_use(&table, UINT32_MAX));
    CHECK(is_zero(&ticket, sizeof ticket));

    /* A ticket is used once, and not by whoever copied it. */
    GIVES(NOT_INITIALISED, fg_key_slots_complete(&table, &ticket, SECRET, sizeof SECRET, NULL, 0));
    OK(fg_key_slots_begin_fetch(&table, 2, 100, 0, &ticket));
    GIVES(IN_USE, fg_key_slots_begin_fetch(&table, 3, 100, 0, &ticket));
    GIVES(SLOT_FETCHING, fg_key_slots_begin_fetch(&table, 2, 100, 0, &other));
    stolen = ticket;
    GIVES(NOT_INITIALISED, fg_key_slots_complete(&table, &stolen, SECRET, sizeof SECRET, NULL, 200));
    GIVES(BAD_LENGTH, fg_key_slots_complete(&table, &ticket, SECRET, 16, NULL, 200));
    GIVES(OVERLAP, fg_key_slots_complete(&table, &ticket, (const uint8_t *)&table, 32, NULL, 200));
    GIVES(BAD_NUMBER, fg_key_slots_fail(&table, &ticket, 0, 200));
    OK(fg_key_slots_complete(&table, &ticket, SECRET, sizeof SECRET, &leased, 200));
    CHECK(is_zero(&ticket, sizeof ticket));
    GIVES(NOT_INITIALISED, fg_key_slots_complete(&table, &ticket, SECRET, sizeof SECRET, NULL, 200));
    GIVES(NOT_INITIALISED, fg_key_slots_fail(&table, &ticket, FG_FETCH_FAILURE_REFUSED, 200));
    GIVES(SLOT_HELD, fg_key_slots_begin_fetch(&table, 2, 300, 0, &ticket));

    /* The lease is shorter than the minute. */
    OK(fg_key_slots_state(&table, 2, 300, &status));
    CHECK(status.state == FG_SLOT_STATE_FRESH && status.until_ms == 30100);
    OK(fg_key_slots_next_deadline(&table, &deadline));
    CHECK(deadline == 30100);
    GIVES(SLOT_EMPTY, fg_key_slots_field_cipher_init(&table, 1, 300, &cipher, &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    GIVES(SLOT_EMPTY, fg_key_slots_field_cipher_init(&table, 2, 30100, &cipher, &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    GIVES(BAD_NUMBER, fg_key_slots_field_cipher_init(&table, 2, 300, &cipher, &CONTEXT, 99, FG_DOMAIN_UNSTATED));
    OK(fg_key_slots_field_cipher_init(&table, 2, 300, &cipher, &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    GIVES(IN_USE, fg_key_slots_field_cipher_init(&table, 2, 300, &cipher, &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_wipe(&cipher));

    /* A clock that goes back. */
    OK(fg_key_slots_expire(&table, 299, &wiped));
    CHECK(wiped == 1u << 2);
    OK(fg_key_slots_state(&table, 2, 299, &status));
    CHECK(status.state == FG_SLOT_STATE_EXPIRED && status.wipe_cause == FG_WIPE_CAUSE_CLOCK_WENT_BACK);

    /* Back-off, locks, too late. */
    OK(fg_key_slots_begin_fetch(&table, 0, 400, 0, &ticket));
    OK(fg_key_slots_fail(&table, &ticket, FG_FETCH_FAILURE_UNREACHABLE, 500));
    GIVES(SLOT_BACKING_OFF, fg_key_slots_begin_fetch(&table, 0, 600, 0, &ticket));
    OK(fg_key_slots_state(&table, 0, 600, &status));
    CHECK(status.fetch == FG_FETCH_STATE_BACKING_OFF && status.failures == 1 && status.retry_ms > 600);
    OK(fg_key_slots_lock_write(&table, 4));
    GIVES(SLOT_WRITE_LOCKED, fg_key_slots_begin_fetch(&table, 4, 600, 0, &ticket));
    OK(fg_key_slots_begin_fetch(&table, 5, 600, 0, &ticket));
    GIVES(SLOT_OVER, fg_key_slots_complete(&table, &ticket, SECRET, sizeof SECRET, NULL, 60600));
    OK(fg_key_slots_begin_fetch(&table, 6, 60600, 0, &ticket));
    OK(fg_key_slots_wipe_all(&table, &wiped));
    CHECK(wiped == 1u << 6);
    GIVES(SLOT_SUPERSEDED, fg_key_slots_complete(&table, &ticket, SECRET, sizeof SECRET, NULL, 60700));

    OK(fg_key_slots_wipe(&table));
    CHECK(is_zero(&table, sizeof table));
    GIVES(NOT_INITIALISED, fg_key_slots_expire(&table, 0, &wiped));
}

static void key_wrap(void)
{
    uint8_t output[64];
    size_t bytes;

    GIVES(BAD_LENGTH, fg_key_wrap(SECRET, 16, SECRET, 32, output, sizeof output, &bytes));
    GIVES(BAD_LENGTH, fg_key_wrap(SECRET, 32, SECRET, 15, output, sizeof output, &bytes));
    GIVES(BAD_LENGTH, fg_key_wrap_padded(SECRET, 32, NULL, 0, output, sizeof output, &bytes));
    GIVES(NULL_POINTER, fg_key_wrap(NULL, 32, SECRET, 32, output, sizeof output, &bytes));
    GIVES(NO_ROOM, fg_key_wrap(SECRET, 32, SECRET, 32, output, 39, &bytes));
    CHECK(bytes == 40);
    GIVES(OVERLAP, fg_key_wrap(SECRET, 32, output, 32, output, sizeof output, &bytes));
    GIVES(BAD_LENGTH, fg_key_unwrap(SECRET, 32, SECRET, 31, output, sizeof output, &bytes));
    GIVES(NO_ROOM, fg_key_unwrap(SECRET, 32, SECRET, 32, output, 1, &bytes));
    memset(output, 0, sizeof output);
    GIVES(CANT_OPEN, fg_key_unwrap(SECRET, 32, SECRET, 32, output, sizeof output, &bytes));
    CHECK(bytes == 0 && is_zero(output, sizeof output));
}

static void kmip(void)
{
    const fg_kmip_header header = {{1, 4}, {NULL, 0}, {NULL, 0}};
    const fg_kmip_header unknown = {{9, 9}, {NULL, 0}, {NULL, 0}};
    const fg_kmip_header no_user = {{1, 4}, {NULL, 0}, FG_STRING("password")};
    const fg_kmip_header login = {{1, 4}, FG_STRING("user"), FG_STRING("password")};
    const fg_string name = FG_STRING("films"), bad = {"\xff", 1}, none = {NULL, 4};
    uint8_t message[512];
    char identifier[64];
    size_t bytes, missing;
    fg_kmip_refusal refusal;
    fg_kmip_version version;

    GIVES(NULL_POINTER, fg_kmip_write_get(NULL, name, message, sizeof message, &bytes));
    GIVES(BAD_NUMBER, fg_kmip_write_get(&unknown, name, message, sizeof message, &bytes));
    GIVES(NULL_POINTER, fg_kmip_write_get(&no_user, name, message, sizeof message, &bytes));
    GIVES(NULL_POINTER, fg_kmip_write_get(&header, none, message, sizeof message, &bytes));
    GIVES(NOT_UTF8, fg_kmip_write_get(&header, bad, message, sizeof message, &bytes));
    GIVES(NULL_POINTER, fg_kmip_write_get(&header, name, NULL, sizeof message, &bytes));
    GIVES(BAD_LENGTH, fg_kmip_write_register(&header, name, SECRET, 16, FG_KMIP_USAGE_FIELDS, message, sizeof message, &bytes));

    /* What doesn't fit leaves nothing of the password or the key. */
    for (size_t room = 0; room < 200; room++) {
        memset(message, 0, sizeof message);
        GIVES(NO_ROOM, fg_kmip_write_register(&login, name, SECRET, sizeof SECRET, FG_KMIP_USAGE_FIELDS, message, room, &bytes));
        CHECK(bytes == 0 && is_zero(message, sizeof message));
    }
    OK(fg_kmip_write_register(&login, name, SECRET, sizeof SECRET, FG_KMIP_USAGE_FIELDS, message, sizeof message, &bytes));

    /* A request is no response; and how much is missing of it, whatever has come. */
    GIVES(KMIP_NOT_A_RESPONSE, fg_kmip_read_identifier(message, bytes, FG_KMIP_OPERATION_REGISTER, identifier,
                                                       sizeof identifier, &missing, &refusal));
    for (size_t received = 0; received <= bytes; received++) {
        OK(fg_kmip_missing_bytes(message, received, sizeof message, &missing));
        CHECK(missing == (received < 8 ? 8 - received : bytes - received));
        if (received > 0 && received < bytes) {
            GIVES(KMIP_NOT_TTLV, fg_kmip_read_version(message, received, &version, &refusal));
        }
    }
    GIVES(NO_ROOM, fg_kmip_missing_bytes(message, 8, bytes - 1, &missing));
    GIVES(KMIP_NOT_TTLV, fg_kmip_missing_bytes(SECRET, 8, sizeof message, &missing));
    GIVES(KMIP_NOT_TTLV, fg_kmip_read_version(NULL, 0, &version, &refusal));
    GIVES(NULL_POINTER, fg_kmip_read_version(message, bytes, &version, NULL));
    GIVES(BAD_NUMBER, fg_kmip_read_identifier(message, bytes, 200, identifier, sizeof identifier, &missing, &refusal));
    GIVES(OVERLAP, fg_kmip_read_key(message, bytes, message + 8, 32, &missing, &refusal));
}

static void tokens(const fg_root_key *key)
{
    const fg_token_kind kinds[] = {
        {FG_SCHEME_BLIND, 7, FG_STRING("")},  {FG_SCHEME_BLIND, 81, FG_STRING("")},   {FG_SCHEME_BLIND, 80, FG_STRING("en")},
        {FG_SCHEME_WORDS, 80, FG_STRING("")}, {FG_SCHEME_PREFIX, 0, FG_STRING("en")}, {0, 0, FG_STRING("")},
    };
    const fg_token_kind random = {FG_SCHEME_RANDOM, 0, FG_STRING("")}, blind = {FG_SCHEME_BLIND, 80, FG_STRING("")};
    const fg_token_kind words = {FG_SCHEME_WORDS, 0, FG_STRING("en")}, shout = {FG_SCHEME_WORDS, 0, FG_STRING("EN")};
    static const char long_word[100] = "a";
    fg_string inputs[FG_TOKENS_MAX + 1];
    fg_token_cipher cipher = {0};
    fg_token token;
    char text[128];
    size_t bytes = 77;

#define INIT(kind, domain) fg_token_cipher_init(&cipher, key, &CONTEXT, kind, domain)
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        GIVES(BAD_NUMBER, INIT(&kinds[i], FG_DOMAIN_UNSTATED));
    }
    GIVES(NULL_POINTER, INIT(NULL, FG_DOMAIN_UNSTATED));
    GIVES(OTHER_SCHEME, INIT(&random, FG_DOMAIN_UNSTATED));
    GIVES(TOKEN_LANGUAGE, INIT(&shout, FG_DOMAIN_UNSTATED));
    GIVES(TINY_DOMAIN, INIT(&blind, 2));
    GIVES(NOT_INITIALISED, fg_token_cipher_token(&cipher, PLAINTEXT, 1, &token));

    OK(INIT(&blind, FG_DOMAIN_DANGER_TINY));
    inputs[0].text = "agnes", inputs[0].length_bytes = 5;
    GIVES(OTHER_SCHEME, fg_token_cipher_write_set(&cipher, inputs, 1, 1, NULL, 0, text, sizeof text, &bytes));
    OK(fg_token_cipher_token(&cipher, NULL, 0, &token));
    GIVES(NO_ROOM, fg_token_text(&token, text, FG_TOKEN_TEXT_BYTES - 1));
    OK(fg_token_cipher_wipe(&cipher));

    OK(INIT(&words, FG_DOMAIN_UNSTATED));
    GIVES(TOKEN_INPUT_TOO_SHORT, fg_token_cipher_token(&cipher, NULL, 0, &token));
    GIVES(TOKEN_INPUT_TOO_LONG, fg_token_cipher_token(&cipher, (const uint8_t *)long_word, sizeof long_word, &token));
    GIVES(BAD_NUMBER, fg_token_cipher_write_set(&cipher, inputs, 1, 0, NULL, 0, text, sizeof text, &bytes));
    GIVES(NO_ROOM, fg_token_cipher_write_set(&cipher, inputs, 1, 1, NULL, 0, text, FG_TOKEN_TEXT_BYTES - 1, &bytes));
    CHECK(bytes == FG_TOKEN_TEXT_BYTES);
    GIVES(BAD_LENGTH, fg_token_cipher_write_set(&cipher, inputs, 1, 1, (const uint8_t *)long_word, FG_SALT_BYTES_MAX + 1, text,
                                                sizeof text, &bytes));
    GIVES(BAD_LENGTH, fg_token_cipher_write_set(&cipher, inputs, SIZE_MAX / 2, 1, NULL, 0, text, sizeof text, &bytes));
    GIVES(NULL_POINTER, fg_token_cipher_write_set(&cipher, NULL, 1, 1, NULL, 0, text, sizeof text, &bytes));
    GIVES(TOO_MANY_TOKENS, fg_token_cipher_write_set(&cipher, inputs, FG_TOKENS_MAX + 1, 1, NULL, 0, text, sizeof text, &bytes));
    GIVES(TOO_MANY_TOKENS, fg_token_cipher_write_set(&cipher, inputs, 1, 100, NULL, 0, text, sizeof text, &bytes));
    inputs[0].text = text;
    GIVES(OVERLAP, fg_token_cipher_write_set(&cipher, inputs, 1, 1, NULL, 0, text, sizeof text, &bytes));
    inputs[0].text = NULL;
    GIVES(NULL_POINTER, fg_token_cipher_write_set(&cipher, inputs, 1, 1, NULL, 0, text, sizeof text, &bytes));
    OK(fg_token_cipher_wipe(&cipher));
    CHECK(is_zero(&cipher, sizeof cipher));
}

static void orders(const fg_root_key *key)
{
    fg_order_cipher cipher = {0};
    uint8_t output[64], value[8];
    size_t bytes;
    uint64_t number;
    uint8_t is_cut = 0;
    int32_t ordering;
    fg_encoded encoded = {{0}};
    double not_a_number;

#define ORDER(form, value_bytes, domain) fg_order_cipher_init(&cipher, key, &CONTEXT, form, value_bytes, domain)
    GIVES(BAD_NUMBER, ORDER(0, 4, FG_DOMAIN_UNSTATED));
    GIVES(BAD_NUMBER, ORDER(8, 4, FG_DOMAIN_UNSTATED));
    GIVES(BAD_LENGTH, ORDER(FG_ORDER_FORM_D1W8, 0, FG_DOMAIN_UNSTATED));
    GIVES(BAD_LENGTH, ORDER(FG_ORDER_FORM_D1W8, 9, FG_DOMAIN_UNSTATED));
    GIVES(BAD_LENGTH, ORDER(FG_ORDER_FORM_TEXT, 33, FG_DOMAIN_UNSTATED));
    GIVES(BAD_LENGTH, ORDER(FG_ORDER_FORM_REVEAL, 255, FG_DOMAIN_UNSTATED));
    GIVES(BAD_LENGTH, ORDER(FG_ORDER_FORM_DOUBLE, 2, FG_DOMAIN_UNSTATED));
    GIVES(TINY_DOMAIN, ORDER(FG_ORDER_FORM_D1W8, 4, 2));
    GIVES(TINY_DOMAIN, ORDER(FG_ORDER_FORM_REVEAL, 4, 2));
    GIVES(TINY_DOMAIN, ORDER(FG_ORDER_FORM_D8W16, 1, FG_DOMAIN_UNSTATED));
    GIVES(TINY_DOMAIN, ORDER(FG_ORDER_FORM_TEXT, 1, 1000000));
    GIVES(NOT_INITIALISED, fg_order_cipher_encrypt(&cipher, SECRET, 4, output, sizeof output, &bytes, &is_cut));
    CHECK(is_zero(&cipher, sizeof cipher));

    OK(ORDER(FG_ORDER_FORM_D1W8, 4, FG_DOMAIN_DANGER_TINY));
    GIVES(BAD_LENGTH, fg_order_cipher_encrypt(&cipher, SECRET, 5, output, sizeof output, &bytes, &is_cut));
    GIVES(NO_ROOM, fg_order_cipher_encrypt(&cipher, SECRET, 4, output, 31, &bytes, &is_cut));
    CHECK(bytes == 32);
    GIVES(OVERLAP, fg_order_cipher_encrypt(&cipher, SECRET, 4, output, sizeof output, &bytes, output));
    GIVES(NULL_POINTER, fg_order_cipher_encrypt(&cipher, SECRET, 4, output, sizeof output, &bytes, NULL));
    GIVES(BAD_LENGTH, fg_order_cipher_encrypt_batch(&cipher, SECRET, 7, output, sizeof output, &bytes));
    GIVES(NO_ROOM, fg_order_cipher_encrypt_batch(&cipher, SECRET, 12, output, sizeof output, &bytes));
    CHECK(bytes == 96);
    GIVES(OVERLAP, fg_order_cipher_encrypt_batch(&cipher, output, 8, output, sizeof output, &bytes));
    GIVES(OTHER_SCHEME, fg_order_cipher_encrypt_number(&cipher, SECRET, 4, &number));
    GIVES(OTHER_SCHEME, fg_order_cipher_decrypt_number(&cipher, 7, value, sizeof value, &bytes));
    memset(output, 0, sizeof output);
    GIVES(CANT_OPEN, fg_order_cipher_decrypt(&cipher, output, 32, value, sizeof value, &bytes));
    GIVES(BAD_LENGTH, fg_order_cipher_decrypt(&cipher, output, 31, value, sizeof value, &bytes));
    CHECK(bytes == 0);
    OK(fg_order_cipher_wipe(&cipher));

    OK(ORDER(FG_ORDER_FORM_TEXT, 4, FG_DOMAIN_UNSTATED));
    OK(fg_order_cipher_encrypt(&cipher, PLAINTEXT, PLAINTEXT_BYTES, output, sizeof output, &bytes, &is_cut));
    CHECK(bytes == 8 && is_cut == 1);
    OK(fg_order_cipher_wipe(&cipher));

    OK(ORDER(FG_ORDER_FORM_DOUBLE, 0, FG_DOMAIN_UNSTATED));
    GIVES(OTHER_SCHEME, fg_order_cipher_encrypt(&cipher, SECRET, 4, output, sizeof output, &bytes, &is_cut));
    GIVES(BAD_LENGTH, fg_order_cipher_encrypt_number(&cipher, SECRET, 4, &number));
    GIVES(CANT_OPEN, fg_order_cipher_decrypt_number(&cipher, UINT64_MAX, value, sizeof value, &bytes));
    OK(fg_order_cipher_wipe(&cipher));

    memset(output, 0xff, sizeof output);
    GIVES(CANT_OPEN, fg_order_reveal_compare(output, output, 8, &ordering));
    GIVES(BAD_LENGTH, fg_order_reveal_compare(output, output, 0, &ordering));
    memset(&not_a_number, 0xff, sizeof not_a_number);
    GIVES(NOT_A_NUMBER, fg_value_encode_float(not_a_number, &encoded));
    GIVES(UNALIGNED, fg_value_decode_unsigned(&encoded, (uint64_t *)(void *)(output + 1)));
}

static void formats(const fg_root_key *key)
{
    const fg_format bad[] = {
        {0, 0, FG_STRING("")},
        {FG_FORMAT_KIND_DIGITS, 1, FG_STRING("")},
        {FG_FORMAT_KIND_DIGITS, 0, FG_STRING("abc")},
        {FG_FORMAT_KIND_EMAIL, 0, FG_STRING("")},
        {FG_FORMAT_KIND_CUSTOM, 3, FG_STRING("abc")},
    };
    const fg_format card = {FG_FORMAT_KIND_CARD, 0, FG_STRING("")};
    const fg_format twice = {FG_FORMAT_KIND_CUSTOM, 1, FG_STRING("abca")};
    const fg_string good = FG_STRING("4111 1111 1111 1111"), wrong = FG_STRING("4111 1111 1111 1112");
    const fg_string letter = FG_STRING("4111 1111 x111 1111"), few = FG_STRING("00"), none = FG_STRING("");
    static const uint8_t tweak[1000] = {0};
    fg_format_cipher cipher = {0};
    char output[32] = {0};
    size_t at_byte;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        GIVES(BAD_NUMBER, fg_format_cipher_init(&cipher, key, &CONTEXT, &bad[i], FG_DOMAIN_UNSTATED));
    }
    GIVES(FORMAT_ALPHABET, fg_format_cipher_init(&cipher, key, &CONTEXT, &twice, FG_DOMAIN_UNSTATED));
    GIVES(NULL_POINTER, fg_format_cipher_init(&cipher, key, &CONTEXT, NULL, FG_DOMAIN_UNSTATED));
    GIVES(TINY_DOMAIN, fg_format_cipher_init(&cipher, key, &CONTEXT, &card, 999999));
    CHECK(is_zero(&cipher, sizeof cipher));
    OK(fg_format_cipher_init(&cipher, key, &CONTEXT, &card, FG_DOMAIN_UNSTATED));
#define FORMAT(value, tweak_bytes, output_bytes)                                                                               fg_format_cipher_encrypt(&cipher, value, tweak, tweak_bytes, output, output_bytes, &at_byte)
    GIVES(CHECK_DIGIT, FORMAT(wrong, 0, sizeof output));
    GIVES(NOT_IN_FORMAT, FORMAT(letter, 0, sizeof output));
    CHECK(at_byte == 10);
    GIVES(FORMAT_TOO_SHORT, FORMAT(few, 0, sizeof output));
    CHECK(FORMAT(none, 0, sizeof output) != FG_STATUS_OK);
    GIVES(TWEAK_TOO_LONG, FORMAT(good, sizeof tweak, sizeof output));
    GIVES(NO_ROOM, FORMAT(good, 0, 18));
    CHECK(is_zero(output, sizeof output));
    OK(FORMAT(good, 5, sizeof output));
    OK(fg_format_cipher_wipe(&cipher));
}

int main(void)
{
    fg_root_key key = {0};
    fg_field_cipher random = {0}, equal = {0};

    storage();
    OK(fg_root_key_init(&key, SECRET, sizeof SECRET));
    contexts(&key);
    tokens(&key);
    orders(&key);
    formats(&key);
    OK(fg_field_cipher_init(&random, &key, &CONTEXT, FG_SCHEME_RANDOM, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_init(&equal, &key, &CONTEXT, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    sealing(&random, &equal);
    opening(&random, &equal);
    OK(fg_field_cipher_wipe(&random));
    OK(fg_field_cipher_wipe(&equal));
    OK(fg_root_key_wipe(&key));
    texts_and_frames();
    slots();
    key_wrap();
    kmip();
    return EXIT_SUCCESS;
}
