/*
 * Rows of MySQL's binary protocol to tuples of PostgreSQL's binary COPY.
 *
 * A plain shared library, called through ctypes: it knows nothing of Python, allocates nothing and calls nobody.
 * `cfdb_convert` goes on where it stopped, wherever its input or its output ended: a row that is at hand as a whole is
 * converted in one go; one that is larger than the input ever gets (a large value, several packets) in pieces.
 * No byte is read that is not within the input, whatever a server sends, and none is written beyond the output.
 */

#include <stdint.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

enum { VERSION = 2, HEAD = 4, WHOLE = 0xFFFFFF, MOST_COLUMNS = 4096, STAGE = 8192, ROOM = 260, BITMAP = 514 };

/* What cfdb_convert returns. */
enum { MORE, FULL, END, REFUSED, ASTRAY };

/* Why a value was refused: the numbers are those of REASONS in converter.py. */
enum {
    FINE, OUT_OF_RANGE, NO_BOOLEAN, NO_NUMBER, NO_DATE, NO_TIME, NO_MIDNIGHT, NUL_BYTE, NO_UTF8, NO_UUID, TOO_LONG, LOST
};

/* Forms: the numbers are those of FORMS in converter.py. */
enum {
    BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, TEXT, JSONB, BYTEA, DATE, TIMESTAMP, TIMESTAMPTZ, TIME, INTERVAL,
    UUID, BIT, VARBIT, OID, DATE_OR_NULL, TIMESTAMP_OR_NULL, TIMESTAMPTZ_OR_NULL, FORMS
};

/* What a value looks like on its way here. */
enum { NOTHING, INTEGER, FLOAT, DOUBLE, DIGITS, MOMENT, CLOCK, LETTERS, BYTES, BITS };

enum { UNSIGNED = 32, ZEROFILL = 64, BINARY_CHARSET = 63 };

struct column {
    uint8_t kind, form, width, is_unsigned, zerofill, is_date, zero_is_null, decimals, streams;
    uint32_t length;
};

struct letters {
    int need;          /* bytes that the character still lacks */
    uint8_t low, high; /* what the next of them may be */
};

struct state {
    int64_t columns, column, value_left, left, staged;
    uint8_t number, slow, continued, begun;
    struct letters letters;
    uint8_t bitmap[BITMAP + 8];
    uint8_t stage[STAGE];
    struct column column_of[];
};

struct report {
    int64_t in_used, out_used, rows, column, reason, left, continued;
};

/* ---- bytes -------------------------------------------------------------------------------------------------- */

static inline uint16_t le16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
static inline uint32_t le24(const uint8_t *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16; }
static inline uint32_t le32(const uint8_t *p) { return le24(p) | (uint32_t)p[3] << 24; }
static inline uint64_t le64(const uint8_t *p) { return le32(p) | (uint64_t)le32(p + 4) << 32; }

static inline uint8_t *put16(uint8_t *out, uint16_t v) {
    out[0] = (uint8_t)(v >> 8);
    out[1] = (uint8_t)v;
    return out + 2;
}

static inline uint8_t *put32(uint8_t *out, uint32_t v) {
    out[0] = (uint8_t)(v >> 24);
    out[1] = (uint8_t)(v >> 16);
    out[2] = (uint8_t)(v >> 8);
    out[3] = (uint8_t)v;
    return out + 4;
}

static inline uint8_t *put64(uint8_t *out, uint64_t v) { return put32(put32(out, (uint32_t)(v >> 32)), (uint32_t)v); }

/* ---- text --------------------------------------------------------------------------------------------------- */

/* UTF-8 as PostgreSQL takes it: no NUL, no surrogate, nothing overlong, nothing beyond U+10FFFF. */
static int read_letters(struct letters *s, const uint8_t *p, const uint8_t *end) {
    while (p < end) {
        if (s->need) {
            if (*p < s->low || *p > s->high) return NO_UTF8;
            s->need--;
            s->low = 0x80;
            s->high = 0xBF;
            p++;
            continue;
        }
        while (end - p >= 8) {
            uint64_t v;
            memcpy(&v, p, 8);
            /* All eight below 0x80, and none of them 0. */
            if ((v & UINT64_C(0x8080808080808080)) || ((v - UINT64_C(0x0101010101010101)) & UINT64_C(0x8080808080808080)))
                break;
            p += 8;
        }
        if (p == end) break;
        uint8_t c = *p++;
        if (c == 0) return NUL_BYTE;
        if (c < 0x80) continue;
        s->low = 0x80;
        s->high = 0xBF;
        if (c >= 0xC2 && c <= 0xDF) s->need = 1;
        else if (c >= 0xE0 && c <= 0xEF) {
            s->need = 2;
            if (c == 0xE0) s->low = 0xA0;
            if (c == 0xED) s->high = 0x9F;
        } else if (c >= 0xF0 && c <= 0xF4) {
            s->need = 3;
            if (c == 0xF0) s->low = 0x90;
            if (c == 0xF4) s->high = 0x8F;
        } else return NO_UTF8;
    }
    return FINE;
}

static int all_letters(const uint8_t *p, const uint8_t *end) {
    struct letters s = {0, 0, 0};
    int reason = read_letters(&s, p, end);
    return reason ? reason : s.need ? NO_UTF8 : FINE;
}

/* The digits of v, at least `least` of them. */
static uint8_t *put_digits(uint8_t *out, uint64_t v, int least) {
    uint8_t digits[20];
    int n = 0;
    do digits[n++] = (uint8_t)('0' + v % 10);
    while (v /= 10);
    for (; least > n; least--) *out++ = '0';
    while (n) *out++ = digits[--n];
    return out;
}

static inline uint8_t *sized(uint8_t *start, uint8_t *end) {
    put32(start, (uint32_t)(end - start - 4));
    return end;
}

/* ---- numbers ------------------------------------------------------------------------------------------------ */

static uint8_t *put_numeric(uint8_t *out, uint64_t v, int negative) {
    uint16_t groups[5];
    int n = 0, first = 0;
    for (; v; v /= 10000) groups[n++] = (uint16_t)(v % 10000);
    while (first < n && !groups[first]) first++;
    out = put32(out, (uint32_t)(8 + 2 * (n - first)));
    out = put16(out, (uint16_t)(n - first));
    out = put16(out, (uint16_t)(n ? n - 1 : 0));
    out = put16(out, negative ? 0x4000 : 0);
    out = put16(out, 0);
    for (int i = n; i > first; i--) out = put16(out, groups[i - 1]);
    return out;
}

/* -12.50, 1.5e-7 */
static int numeric_of(const uint8_t *p, const uint8_t *end, uint8_t **out) {
    static const uint16_t power[4] = {1, 10, 100, 1000};
    int negative = 0, exponent = 0, seen = 0;
    const uint8_t *point = 0, *digits, *stop;
    if (end - p > STAGE / 2) return TOO_LONG;
    if (p < end && (*p == '-' || *p == '+')) negative = *p++ == '-';
    digits = p;
    for (; p < end; p++) {
        if (*p >= '0' && *p <= '9') seen = 1;
        else if (*p == '.' && !point) point = p;
        else break;
    }
    if (!seen) return NO_NUMBER;
    stop = p;
    if (p < end) {
        int down = 0, any = 0;
        if (*p != 'e' && *p != 'E') return NO_NUMBER;
        if (++p < end && (*p == '-' || *p == '+')) down = *p++ == '-';
        for (; p < end && *p >= '0' && *p <= '9'; p++, any = 1)
            if ((exponent = exponent * 10 + (*p - '0')) > 10000) return OUT_OF_RANGE;
        if (!any || p < end) return NO_NUMBER;
        if (down) exponent = -exponent;
    }
    /* What a digit stands for is ten to the power of its place. */
    int whole = (int)((point ? point : stop) - digits), fraction = point ? (int)(stop - point) - 1 : 0;
    int place = whole - 1 + exponent, scale = fraction > exponent ? fraction - exponent : 0;
    if (scale > 0x3FFF) return OUT_OF_RANGE;
    int weight = 0, last = 0, n = 0;
    uint8_t *start = *out, *groups = start + 12;
    uint16_t group = 0;
    for (p = digits; p < stop; p++) {
        if (*p == '.') continue;
        int digit = *p - '0', at = place-- >> 2;
        if (!n && !digit) continue;
        if (!n) {
            weight = last = at;
            n = 1;
        } else if (at != last) {
            put16(groups + 2 * (n++ - 1), group);
            group = 0;
            last = at;
        }
        group = (uint16_t)(group + digit * power[(place + 1) & 3]);
    }
    if (n) put16(groups + 2 * (n - 1), group);
    while (n && !groups[2 * n - 2] && !groups[2 * n - 1]) n--;
    put32(start, (uint32_t)(8 + 2 * n));
    put16(start + 4, (uint16_t)n);
    put16(start + 6, (uint16_t)(n ? weight : 0));
    put16(start + 8, n && negative ? 0x4000 : 0);
    put16(start + 10, (uint16_t)scale);
    *out = groups + 2 * n;
    return FINE;
}

/* A whole number: its sign apart from its size. */
static int put_integer(const struct column *c, uint64_t v, int negative, uint8_t **out) {
    uint8_t *start = *out;
    static const uint64_t most[] = {[INT2] = INT16_MAX, [INT4] = INT32_MAX, [INT8] = INT64_MAX};
    uint64_t is = negative ? 0 - v : v;
    switch (c->form) {
    case BOOL:
        if (v > 1 || negative) return NO_BOOLEAN;
        put32(start, 1);
        start[4] = (uint8_t)v;
        *out = start + 5;
        return FINE;
    case INT2:
    case INT4:
    case INT8:
        if (v > most[c->form] + (negative ? 1 : 0)) return OUT_OF_RANGE;
        if (c->form == INT2) *out = put16(put32(start, 2), (uint16_t)is);
        else if (c->form == INT4) *out = put32(put32(start, 4), (uint32_t)is);
        else *out = put64(put32(start, 8), is);
        return FINE;
    case OID:
        if (v > UINT32_MAX || (negative && v)) return OUT_OF_RANGE;
        *out = put32(put32(start, 4), (uint32_t)v);
        return FINE;
    case FLOAT4: {
        float f = negative ? -(float)v : (float)v;
        uint32_t bits;
        memcpy(&bits, &f, 4);
        *out = put32(put32(start, 4), bits);
        return FINE;
    }
    case FLOAT8: {
        double d = negative ? -(double)v : (double)v;
        uint64_t bits;
        memcpy(&bits, &d, 8);
        *out = put64(put32(start, 8), bits);
        return FINE;
    }
    case NUMERIC:
        *out = put_numeric(start, v, negative);
        return FINE;
    case TEXT:
    case JSONB: {
        uint8_t *p = start + 4;
        if (c->form == JSONB) *p++ = 1;
        if (negative) *p++ = '-';
        *out = sized(start, put_digits(p, v, c->zerofill));
        return FINE;
    }
    default:
        return LOST;
    }
}

static int put_bits_of_float(const struct column *c, const uint8_t *p, uint8_t **out) {
    float f;
    double d;
    uint32_t narrow;
    uint64_t wide;
    if (c->kind == FLOAT) {
        narrow = le32(p);
        memcpy(&f, &narrow, 4);
        d = f;
    } else {
        wide = le64(p);
        memcpy(&d, &wide, 8);
        if (c->form == FLOAT4) {
            /* Beyond this, the conversion itself would be undefined. */
            if (d > 3.4028235677973366e38 || d < -3.4028235677973366e38) return OUT_OF_RANGE;
            f = (float)d;
            if ((f == 0 && d != 0) || f - f != 0) return OUT_OF_RANGE;
            memcpy(&narrow, &f, 4);
        }
    }
    if (c->form == FLOAT4) {
        *out = put32(put32(*out, 4), narrow);
    } else {
        memcpy(&wide, &d, 8);
        *out = put64(put32(*out, 8), wide);
    }
    return FINE;
}

static int integer_of(const struct column *c, const uint8_t *p, const uint8_t *end, uint8_t **out) {
    uint64_t v = 0;
    int negative = 0;
    if (p < end && (*p == '-' || *p == '+')) negative = *p++ == '-';
    if (p == end) return NO_NUMBER;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9') return NO_NUMBER;
        if (v > (UINT64_MAX - (uint64_t)(*p - '0')) / 10) return OUT_OF_RANGE;
        v = v * 10 + (uint64_t)(*p - '0');
    }
    return put_integer(c, v, negative && v, out);
}

/* ---- moments ------------------------------------------------------------------------------------------------ */

static const uint8_t days_in[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* Days since 2000-01-01. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    /* Years that begin in March end with the leap day. */
    int64_t y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 730425;
}

static uint8_t *put_clock(uint8_t *p, uint64_t hours, int minute, int second, uint32_t micro, int decimals) {
    p = put_digits(p, hours, 2);
    *p++ = ':';
    p = put_digits(p, (uint64_t)minute, 2);
    *p++ = ':';
    p = put_digits(p, (uint64_t)second, 2);
    if (decimals) {
        *p++ = '.';
        for (int i = decimals; i < 6; i++) micro /= 10;
        p = put_digits(p, micro, decimals);
    }
    return p;
}

static int put_moment(const struct column *c, const uint8_t *p, int length, uint8_t **out) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    uint32_t micro = 0;
    if (length != 0 && length != 4 && length != 7 && length != 11) return LOST;
    if (length >= 4) year = le16(p), month = p[2], day = p[3];
    if (length >= 7) hour = p[4], minute = p[5], second = p[6];
    if (length == 11) micro = le32(p + 7);
    if (year > 9999 || month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59 || micro > 999999) return LOST;
    if (c->form == TEXT) {
        uint8_t *t = put_digits(*out + 4, (uint64_t)year, 4);
        *t++ = '-';
        t = put_digits(t, (uint64_t)month, 2);
        *t++ = '-';
        t = put_digits(t, (uint64_t)day, 2);
        if (!c->is_date) {
            *t++ = ' ';
            t = put_clock(t, (uint64_t)hour, minute, second, micro, c->decimals);
        }
        *out = sized(*out, t);
        return FINE;
    }
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (c->zero_is_null && !year && !month && !day) {
        *out = put32(*out, UINT32_MAX);
        return FINE;
    }
    if (!year || !month || !day || day > days_in[month] || (month == 2 && day == 29 && !leap)) return NO_DATE;
    int64_t days = days_of(year, month, day);
    int64_t time = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000 + micro;
    if (c->form == DATE) {
        if (time) return NO_MIDNIGHT;
        *out = put32(put32(*out, 4), (uint32_t)(int32_t)days);
        return FINE;
    }
    *out = put64(put32(*out, 8), (uint64_t)(days * INT64_C(86400000000) + time));
    return FINE;
}

static int put_time(const struct column *c, const uint8_t *p, int length, uint8_t **out) {
    int negative = 0, minute = 0, second = 0;
    uint64_t hours = 0;
    uint32_t micro = 0;
    if (length != 0 && length != 8 && length != 12) return LOST;
    if (length) {
        uint32_t days = le32(p + 1);
        negative = p[0], minute = p[6], second = p[7];
        if (days > 1000 || p[0] > 1 || p[5] > 23) return LOST;
        hours = days * 24 + p[5];
    }
    if (length == 12) micro = le32(p + 8);
    if (minute > 59 || second > 59 || micro > 999999) return LOST;
    if (c->form == TEXT) {
        uint8_t *t = *out + 4;
        if (negative) *t++ = '-';
        *out = sized(*out, put_clock(t, hours, minute, second, micro, c->decimals));
        return FINE;
    }
    int64_t time = ((int64_t)(hours * 60 + (uint64_t)minute) * 60 + second) * 1000000 + micro;
    if (negative) time = -time;
    if (c->form == TIME) {
        /* PostgreSQL's day ends with 24:00:00, which is a time of it. */
        if (time < 0 || time > INT64_C(86400000000)) return NO_TIME;
        *out = put64(put32(*out, 8), (uint64_t)time);
        return FINE;
    }
    *out = put64(put64(put32(*out, 16), (uint64_t)time), 0);
    return FINE;
}

/* ---- bytes in other forms ----------------------------------------------------------------------------------- */

static int digit_of(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static int put_uuid(const struct column *c, const uint8_t *p, const uint8_t *end, uint8_t **out) {
    uint8_t *o = put32(*out, 16);
    int64_t n = end - p;
    *out = o + 16;
    if (n == 16 && c->kind == BYTES) {
        memcpy(o, p, 16);
        return FINE;
    }
    if (n != 36 && n != 32) return NO_UUID;
    for (int i = 0; i < 16; i++) {
        if (n == 36 && (i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-') return NO_UUID;
        int high = digit_of(p[0]), low = digit_of(p[1]);
        if (high < 0 || low < 0) return NO_UUID;
        o[i] = (uint8_t)(high << 4 | low);
        p += 2;
    }
    return FINE;
}

/* MySQL's bits end where the bytes end, PostgreSQL's begin where they begin. */
static int put_bits(const struct column *c, const uint8_t *p, const uint8_t *end, uint8_t **out) {
    int64_t n = end - p;
    uint64_t v = 0;
    if (n > 8 || n * 8 < c->length || n * 8 > c->length + 7) return LOST;
    for (int i = 0; i < n; i++) v = v << 8 | p[i];
    if (c->form == BYTEA) {
        memcpy(put32(*out, (uint32_t)n), p, (size_t)n);
        *out += 4 + n;
        return FINE;
    }
    if (c->form != BIT && c->form != VARBIT) return put_integer(c, v, 0, out);
    uint8_t *o = put32(put32(*out, (uint32_t)(4 + n)), c->length);
    if (c->length < 64) v <<= 64 - c->length;
    for (int i = 0; i < n; i++) *o++ = (uint8_t)(v >> (56 - 8 * i));
    *out = o;
    return FINE;
}

static int put_string(const struct column *c, const uint8_t *p, const uint8_t *end, uint8_t **out) {
    int64_t n = end - p;
    int reason;
    switch (c->form) {
    case TEXT:
    case JSONB:
        if ((reason = all_letters(p, end))) return reason;
        /* fall through */
    case BYTEA: {
        uint8_t *o = put32(*out, (uint32_t)(n + (c->form == JSONB)));
        if (c->form == JSONB) *o++ = 1;
        memcpy(o, p, (size_t)n);
        *out = o + n;
        return FINE;
    }
    case NUMERIC:
        return numeric_of(p, end, out);
    case UUID:
        return put_uuid(c, p, end, out);
    default:
        return integer_of(c, p, end, out);
    }
}

/* ---- values ------------------------------------------------------------------------------------------------- */

/* The bytes that the length of a string takes, and the length; 0 where it is not all here. */
static int length_of(const uint8_t *p, const uint8_t *end, uint64_t *length) {
    if (p >= end) return 0;
    if (p[0] < 0xFB) return *length = p[0], 1;
    if (p[0] == 0xFC) return end - p < 3 ? 0 : (*length = le16(p + 1), 3);
    if (p[0] == 0xFD) return end - p < 4 ? 0 : (*length = le24(p + 1), 4);
    if (p[0] == 0xFE) return end - p < 9 ? 0 : (*length = le64(p + 1), 9);
    return -1;
}

/* All bytes of the next value, 0 where more are needed to know it, -1 where it is none. */
static int64_t size_of(const struct column *c, const uint8_t *p, const uint8_t *end) {
    uint64_t length = 0;
    switch (c->kind) {
    case INTEGER:
    case FLOAT:
    case DOUBLE:
        return c->width;
    case MOMENT:
    case CLOCK:
        return p < end ? 1 + p[0] : 0;
    case NOTHING:
        return -1;
    default: {
        int head = length_of(p, end, &length);
        if (head <= 0) return head;
        return length > INT64_MAX / 2 ? -1 : head + (int64_t)length;
    }
    }
}

/* Convert the value of which `end` is the end. It takes as much room as it has bytes, and ROOM. */
static int put_value(const struct column *c, const uint8_t *p, const uint8_t *end, uint8_t **out) {
    uint64_t v = 0;
    switch (c->kind) {
    case INTEGER:
        v = c->width == 1 ? p[0] : c->width == 2 ? le16(p) : c->width == 4 ? le32(p) : le64(p);
        if (!c->is_unsigned && v >> (8 * c->width - 1)) {
            /* The size of a negative number, from two's complement. */
            uint64_t all = c->width == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * c->width) - 1;
            return put_integer(c, ((v ^ all) + 1), 1, out);
        }
        return put_integer(c, v, 0, out);
    case FLOAT:
    case DOUBLE:
        return put_bits_of_float(c, p, out);
    case MOMENT:
        return put_moment(c, p + 1, p[0], out);
    case CLOCK:
        return put_time(c, p + 1, p[0], out);
    case BITS:
        return put_bits(c, p + length_of(p, end, &v), end, out);
    default:
        return put_string(c, p + length_of(p, end, &v), end, out);
    }
}

static inline int is_null(const uint8_t *bitmap, int64_t column) {
    return bitmap[(column + 2) >> 3] >> ((column + 2) & 7) & 1;
}

static int refuse(struct report *r, int64_t column, int reason) {
    r->column = column;
    r->reason = reason;
    return reason == LOST ? ASTRAY : REFUSED;
}

/* A row that is here as a whole, and for which there is room. */
static int put_row(struct state *s, const uint8_t *p, const uint8_t *end, uint8_t **out, struct report *r) {
    int64_t marks = (s->columns + 9) / 8;
    const uint8_t *bitmap = p + 1;
    uint8_t *o = put16(*out, (uint16_t)s->columns);
    if (end - p < 1 + marks || p[0]) return refuse(r, 0, LOST);
    p += 1 + marks;
    for (int64_t i = 0; i < s->columns; i++) {
        if (is_null(bitmap, i)) {
            o = put32(o, UINT32_MAX);
            continue;
        }
        const struct column *c = s->column_of + i;
        int64_t size = size_of(c, p, end);
        if (size <= 0 || size > end - p) return refuse(r, i, LOST);
        int reason = put_value(c, p, p + size, &o);
        if (reason) return refuse(r, i, reason);
        p += size;
    }
    if (p != end) return refuse(r, s->columns - 1, LOST);
    *out = o;
    return MORE;
}

/* ---- a row that never is here as a whole -------------------------------------------------------------------- */

/* Bring what follows within the row, over the heads of its packets, to `stage`: at most all that fits. */
static int stage(struct state *s, const uint8_t **in, const uint8_t *end, int64_t most) {
    while (s->staged < most) {
        if (!s->left) {
            if (!s->continued) break;
            if (end - *in < HEAD) break;
            if ((*in)[3] != s->number) return LOST;
            s->left = le24(*in);
            s->continued = s->left == WHOLE;
            s->number++;
            *in += HEAD;
            continue;
        }
        int64_t n = most - s->staged;
        if (n > s->left) n = s->left;
        if (n > end - *in) n = end - *in;
        if (!n) break;
        memcpy(s->stage + s->staged, *in, (size_t)n);
        s->staged += n;
        s->left -= n;
        *in += n;
    }
    return FINE;
}

static void unstage(struct state *s, int64_t n) {
    s->staged -= n;
    memmove(s->stage, s->stage + n, (size_t)s->staged);
}

/* More of a large value. */
static int put_piece(struct state *s, const uint8_t *p, int64_t n, uint8_t **out) {
    const struct column *c = s->column_of + s->column;
    if (c->form != BYTEA) {
        int reason = read_letters(&s->letters, p, p + n);
        if (reason) return reason;
    }
    memcpy(*out, p, (size_t)n);
    *out += n;
    s->value_left -= n;
    if (!s->value_left) {
        s->column++;
        if (s->letters.need) return NO_UTF8;
    }
    return FINE;
}

/* The head of a large value, which goes through as it is. Returns -1 where more is needed. */
static int put_head(struct state *s, uint8_t **out) {
    const struct column *c = s->column_of + s->column;
    uint64_t length = 0;
    int head = length_of(s->stage, s->stage + s->staged, &length);
    if (head <= 0) return head ? LOST : -1;
    if (length > 0x3FFFFFFF) return TOO_LONG;
    *out = put32(*out, (uint32_t)(length + (c->form == JSONB)));
    if (c->form == JSONB) *(*out)++ = 1;
    unstage(s, head);
    s->value_left = (int64_t)length;
    s->letters.need = 0;
    if (!length) s->column++;
    return FINE;
}

/* Another value, which is short. Returns -1 where more is needed. */
static int put_short(struct state *s, uint8_t **out) {
    const struct column *c = s->column_of + s->column;
    int64_t size = size_of(c, s->stage, s->stage + s->staged);
    if (size > STAGE) return TOO_LONG;
    if (size < 0) return LOST;
    if (!size || size > s->staged) return -1;
    int reason = put_value(c, s->stage, s->stage + size, out);
    if (reason) return reason;
    unstage(s, size);
    s->column++;
    return FINE;
}

static int put_start(struct state *s, uint8_t **out) {
    int64_t marks = (s->columns + 9) / 8;
    if (s->staged < 1 + marks) return -1;
    if (s->stage[0]) return LOST;
    memcpy(s->bitmap, s->stage + 1, (size_t)marks);
    unstage(s, 1 + marks);
    *out = put16(*out, (uint16_t)s->columns);
    s->begun = 1;
    return FINE;
}

static int put_pieces(
    struct state *s, const uint8_t **in, const uint8_t *end, uint8_t **out, uint8_t *out_end, struct report *r
) {
    for (;;) {
        int reason;
        if (s->begun && s->column == s->columns) {
            if ((reason = stage(s, in, end, 1))) return refuse(r, s->columns - 1, reason);
            if (s->staged) return refuse(r, s->columns - 1, LOST);
            if (s->left || s->continued) return MORE;
            s->slow = 0;
            r->rows++;
            return FULL;
        }
        if (out_end - *out < STAGE + ROOM) return FULL;
        if (s->value_left) {
            int64_t room = out_end - *out, n;
            if (s->staged || !s->left) {
                /* Little at a time: what comes after this value may be short, and is read from its start. */
                if (!s->staged && (reason = stage(s, in, end, s->value_left < STAGE ? s->value_left : STAGE)))
                    return refuse(r, s->column, reason);
                if (!s->staged) return s->left || s->continued ? MORE : refuse(r, s->column, LOST);
                n = s->staged < s->value_left ? s->staged : s->value_left;
                if (n > room) n = room;
                int64_t column = s->column;
                if ((reason = put_piece(s, s->stage, n, out))) return refuse(r, column, reason);
                unstage(s, n);
                continue;
            }
            n = s->value_left < s->left ? s->value_left : s->left;
            if (n > room) n = room;
            if (n > end - *in) n = end - *in;
            if (!n) return MORE;
            int64_t column = s->column;
            if ((reason = put_piece(s, *in, n, out))) return refuse(r, column, reason);
            *in += n;
            s->left -= n;
            continue;
        }
        if (s->begun && is_null(s->bitmap, s->column)) {
            *out = put32(*out, UINT32_MAX);
            s->column++;
            continue;
        }
        int streams = s->begun && s->column_of[s->column].streams;
        if ((reason = stage(s, in, end, streams ? 9 : STAGE))) return refuse(r, s->column, reason);
        reason = !s->begun ? put_start(s, out) : streams ? put_head(s, out) : put_short(s, out);
        if (reason < 0) {
            /* All that is left of the row is here, or the stage is full: then more would not help. */
            if ((!s->left && !s->continued) || s->staged == STAGE) return refuse(r, s->column, LOST);
            return MORE;
        }
        if (reason) return refuse(r, s->column, reason);
    }
}

/* ---- what Python calls -------------------------------------------------------------------------------------- */

EXPORT int64_t cfdb_version(void) { return VERSION; }

EXPORT int64_t cfdb_state_size(int64_t columns) {
    return (int64_t)(sizeof(struct state) + (uint64_t)columns * sizeof(struct column));
}

static int kind_of(int type, int charset, int *width) {
    *width = 0;
    switch (type) {
    case 6: return NOTHING;
    case 1: return *width = 1, INTEGER;
    case 2: case 13: return *width = 2, INTEGER;
    case 3: case 9: return *width = 4, INTEGER;
    case 8: return *width = 8, INTEGER;
    case 4: return *width = 4, FLOAT;
    case 5: return *width = 8, DOUBLE;
    case 0: case 246: return DIGITS;
    case 7: case 10: case 12: case 14: return MOMENT;
    case 11: return CLOCK;
    case 16: return BITS;
    case 15: case 245: case 247: case 248: case 249: case 250: case 251: case 252: case 253: case 254: case 255:
        return charset == BINARY_CHARSET ? BYTES : LETTERS;
    default: return -1;
    }
}

#define IS(form) (1u << (form))
#define WHOLE_NUMBERS (IS(BOOL) | IS(INT2) | IS(INT4) | IS(INT8) | IS(OID) | IS(NUMERIC))

static uint32_t forms_of(const struct column *c) {
    switch (c->kind) {
    case NOTHING: return IS(FORMS) - 1;
    case INTEGER: return WHOLE_NUMBERS | IS(FLOAT4) | IS(FLOAT8) | IS(TEXT) | (c->zerofill ? 0 : IS(JSONB));
    case FLOAT: case DOUBLE: return IS(FLOAT4) | IS(FLOAT8);
    case DIGITS: return (WHOLE_NUMBERS & ~IS(BOOL)) | IS(TEXT) | IS(JSONB);
    case MOMENT:
        return IS(DATE) | IS(TIMESTAMP) | IS(TIMESTAMPTZ) | (c->is_date || c->decimals <= 6 ? IS(TEXT) : 0);
    case CLOCK: return IS(TIME) | IS(INTERVAL) | (c->decimals <= 6 ? IS(TEXT) : 0);
    case BITS: return WHOLE_NUMBERS | IS(BIT) | IS(VARBIT) | IS(BYTEA);
    case BYTES: return (WHOLE_NUMBERS & ~IS(BOOL)) | IS(TEXT) | IS(JSONB) | IS(BYTEA) | IS(UUID);
    /* Their bytes are not those that are stored: bytea of them would be another value. */
    default: return (WHOLE_NUMBERS & ~IS(BOOL)) | IS(TEXT) | IS(JSONB) | IS(UUID);
    }
}

/* Six numbers tell of each column: type, flags, charset, length, decimals, form. The first column for whose form there
 * is no way is returned, or -1. `number` is that of the first packet. */
EXPORT int64_t cfdb_prepare(void *state, int64_t columns, const int64_t *told, int64_t number) {
    struct state *s = state;
    memset(s, 0, sizeof *s);
    if (columns < 1 || columns > MOST_COLUMNS) return 0;
    s->columns = columns;
    s->number = (uint8_t)number;
    for (int64_t i = 0; i < columns; i++, told += 6) {
        struct column *c = s->column_of + i;
        int width, kind = kind_of((int)told[0], (int)told[2], &width);
        memset(c, 0, sizeof *c);
        if (kind < 0 || told[5] < 0 || told[5] >= FORMS) return i;
        c->kind = (uint8_t)kind;
        c->width = (uint8_t)width;
        /* A year is never negative, whatever its flags. */
        c->is_unsigned = (told[1] & UNSIGNED) != 0 || told[0] == 13;
        /* It is written with as many digits as the column shows. */
        c->zerofill = told[1] & ZEROFILL ? (uint8_t)(told[3] > 255 ? 255 : told[3]) : 0;
        if (c->zerofill > 200) return i;
        c->is_date = told[0] == 10 || told[0] == 14;
        c->decimals = (uint8_t)(told[4] > 255 ? 255 : told[4]);
        c->length = (uint32_t)(told[3] < 0 ? 0 : told[3]);
        c->zero_is_null = told[5] >= DATE_OR_NULL;
        c->form = (uint8_t)(c->zero_is_null ? told[5] - DATE_OR_NULL + DATE : told[5]);
        c->streams = kind >= DIGITS && kind != MOMENT && kind != CLOCK && kind != BITS &&
                     (c->form == TEXT || c->form == JSONB || c->form == BYTEA);
        if (!(forms_of(c) & IS(c->form)) || (kind == BITS && (c->length < 1 || c->length > 64))) return i;
    }
    return -1;
}

/* Bytes of output for which there must be room, where rows of `input` bytes are at hand at once. */
EXPORT int64_t cfdb_room(int64_t columns, int64_t input) { return 2 + columns * ROOM + input + STAGE + ROOM; }

/*
 * Convert what is in `in`, up to its end or until less room is left in `out` than any row could take. Of a row that is
 * not all here nothing is used, unless `whole` bytes are not enough for it. Returns MORE, FULL, END (the last packet is
 * next), REFUSED or ASTRAY.
 */
EXPORT int cfdb_convert(
    void *state, const uint8_t *in, int64_t in_size, int64_t whole, uint8_t *out, int64_t out_size, void *report
) {
    struct state *s = state;
    struct report *r = report;
    const uint8_t *p = in, *end = in + in_size;
    uint8_t *o = out, *out_end = out + out_size;
    int64_t need = 2 + s->columns * ROOM;
    int status = MORE;
    r->rows = 0;
    r->column = -1;
    r->reason = FINE;
    for (;;) {
        if (s->slow) {
            status = put_pieces(s, &p, end, &o, out_end, r);
            if (status != FULL || s->slow) break;
            status = MORE;
            continue;
        }
        if (end - p <= HEAD) break;
        int64_t length = le24(p);
        if (length && (p[HEAD] == 0xFF || (p[HEAD] == 0xFE && length < 9))) {
            status = END;
            break;
        }
        if (!length || p[3] != s->number) {
            status = refuse(r, 0, LOST);
            break;
        }
        if (length == WHOLE || length > whole - HEAD) {
            s->slow = 1;
            s->begun = 0;
            s->column = s->value_left = s->staged = 0;
            s->left = 0;
            s->continued = 1;
            continue;
        }
        if (end - p - HEAD < length) break;
        if (out_end - o < need + length) {
            status = FULL;
            break;
        }
        status = put_row(s, p + HEAD, p + HEAD + length, &o, r);
        if (status != MORE) break;
        s->number++;
        p += HEAD + length;
        r->rows++;
    }
    r->in_used = p - in;
    r->out_used = o - out;
    r->left = s->slow ? s->left : 0;
    r->continued = s->slow && s->continued;
    return status;
}
