/* The board of the C image, Arm's MPS2 with AN386 in QEMU: start-up, semihosting, serial port, stack. */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

/* Writes text to the host. */
void host_write(const char *text);
void host_write_number(uint32_t number);
/* The arguments that QEMU was given, with a zero byte at their end; an empty text if there is no room for them. */
void host_command_line(char *buffer, size_t buffer_bytes);
/* Ends QEMU. */
__attribute__((noreturn)) void host_exit(uint32_t code);

/* The serial port. Both give 0 when done, and another value when the other side is silent. */
void line_open(void);
int line_send(const uint8_t *bytes, size_t bytes_count);
int line_receive(uint8_t *bytes, size_t bytes_count);

/* Paints the free stack; then says how far below the painting's stack pointer it was used. */
uintptr_t stack_paint(void);
uint32_t stack_used_bytes(uintptr_t painted_at);

/* Where the host counts instructions. */
void fieldgate_count_begin(void);
void fieldgate_count_end(void);

#endif
